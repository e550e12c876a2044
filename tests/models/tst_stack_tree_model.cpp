#include "engine/packet/build.h"
#include "ui/craft/stack_tree_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

namespace fw::ui {

/// The addresses of a machine with one interface.
class HomeEnvironment final : public Environment {
public:
    std::optional<Buffer> sourceAddress(Bytes) const override { return Buffer{192, 168, 1, 7}; }
};

class tst_StackTreeModel : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_selection = std::make_unique<SelectionModel>(Protocols::builtin());
        m_document = std::make_unique<CraftDocument>(*m_selection);
        m_model = std::make_unique<StackTreeModel>(*m_document);
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_document.reset();
        m_selection.reset();
    }

    void layersAndTheirFieldsAreRows()
    {
        m_document->setText(QStringLiteral("Ether()/IP()/TCP()"));
        QCOMPARE(m_model->rowCount(), 3);
        QCOMPARE(m_model->layerIndex(1).data().toString(), QStringLiteral("IP"));
        QCOMPARE(text("IP.ttl", StackTreeModel::NameColumn), QStringLiteral("ttl"));
        QCOMPARE(text("IP.ttl", StackTreeModel::ValueColumn), QStringLiteral("64"));
        QCOMPARE(text("IP.ttl", StackTreeModel::BytesColumn), QStringLiteral("22"));
        QCOMPARE(text("IP.dst", StackTreeModel::BytesColumn), QStringLiteral("30–33"));
        QCOMPARE(text("Ether.type", StackTreeModel::ValueColumn), QStringLiteral("0x0800 IPv4"));
        QVERIFY(!text("IP.ttl", StackTreeModel::TypeColumn).isEmpty());
    }

    void rowsSayWhereTheirValueComesFrom_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<RowState>("state");
        QTest::newRow("worked out") << QByteArray("IP.chksum") << RowState::Automatic;
        QTest::newRow("by the layer above") << QByteArray("IP.proto") << RowState::Bound;
        QTest::newRow("from the route") << QByteArray("IP.src") << RowState::Environment;
        QTest::newRow("default") << QByteArray("IP.ttl") << RowState::Default;
        QTest::newRow("typed") << QByteArray("IP.id") << RowState::Set;
        QTest::newRow("typed over what is worked out") << QByteArray("IP.len") << RowState::Pinned;
        QTest::newRow("several") << QByteArray("IP.tos") << RowState::Several;
    }

    void rowsSayWhereTheirValueComesFrom()
    {
        QFETCH(QByteArray, path);
        QFETCH(RowState, state);
        const HomeEnvironment home;
        m_document->setEnvironment(&home);
        m_document->setText(QStringLiteral("IP(id=7, len=3, tos=(1,3))/UDP()"));
        const QModelIndex index = cell(path.constData());
        QCOMPARE(static_cast<RowState>(index.data(StackTreeModel::StateRole).toInt()), state);
        QCOMPARE(index.data(Qt::AccessibleDescriptionRole).toString().isEmpty(), false);
        m_document->setEnvironment(nullptr);
    }

    void fieldsThatAreNotThereAreNoRows()
    {
        m_document->setText(QStringLiteral("IP()/ICMP()"));
        QVERIFY(cell("ICMP.seq").isValid());
        QVERIFY(!cell("ICMP.gw").isValid());
        m_document->setText(QStringLiteral("IP()/ICMP(type=5)"));
        QVERIFY(!cell("ICMP.seq").isValid());
        QVERIFY(cell("ICMP.gw").isValid());
    }

    void rowsThatStayKeepTheirIndexes()
    {
        m_document->setText(QStringLiteral("Ether()/IP()/UDP()"));
        const QPersistentModelIndex ttl = cell("IP.ttl");
        const QPersistentModelIndex port = cell("UDP.dport");
        QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
        m_document->removeLayer(0);
        m_document->insertLayers(1, *scapy::parse(Protocols::builtin(), "IP(ttl=9)"));
        QVERIFY(ttl.isValid() && port.isValid());
        QCOMPARE(ttl.parent().row(), 0);
        QCOMPARE(port.parent().row(), 2);
        QCOMPARE(resets.size(), 0);
    }

    void aValueThatDoesNotFitIsRefusedAndSaid()
    {
        m_document->setText(QStringLiteral("IP(ttl=9)"));
        QVERIFY(!m_model->setData(cell("IP.ttl"), QStringLiteral("300")));
        QCOMPARE(text("IP.ttl", StackTreeModel::ValueColumn), QStringLiteral("9"));
        const QString problem = cell("IP.ttl").data(StackTreeModel::ProblemRole).toString();
        QVERIFY2(problem.contains(QStringLiteral("300")) && problem.contains(QStringLiteral("255")), qPrintable(problem));
        QVERIFY(cell("IP.ttl").data(Qt::AccessibleDescriptionRole).toString().contains(problem));
        QVERIFY(m_model->setData(cell("IP.ttl"), QStringLiteral("30")));
        QCOMPARE(cell("IP.ttl").data(StackTreeModel::ProblemRole).toString(), QString());
    }

    void layersThatDoNotBelongTogetherAreMarked()
    {
        m_document->setText(QStringLiteral("IP()/ARP()"));
        const QString problem = m_model->layerIndex(1).data(StackTreeModel::ProblemRole).toString();
        QVERIFY2(problem.contains(QStringLiteral("IP.proto")), qPrintable(problem));
        m_document->setText(QStringLiteral("IP()/UDP()"));
        QCOMPARE(m_model->layerIndex(1).data(StackTreeModel::ProblemRole).toString(), QString());
    }

    void everyProtocolCanBeLaidOnTheStackAndEdited()
    {
        const Protocols& protocols = Protocols::builtin();
        for (std::size_t id = 0; id < protocols.size(); ++id) {
            if (protocols[static_cast<ProtocolId>(id)].isStruct)
                continue;
            m_document->addLayer(m_document->draft().layers.size(), static_cast<ProtocolId>(id));
            if (m_document->draft().layers.size() > 6)
                m_document->removeLayer(0);
        }
        QCOMPARE(m_model->rowCount(), static_cast<int>(m_document->draft().layers.size()));
        while (m_document->undoStack().canUndo())
            m_document->undoStack().undo();
        QCOMPARE(m_model->rowCount(), 0);
    }

private:
    [[nodiscard]] QModelIndex cell(const char* path, int column = StackTreeModel::ValueColumn) const
    {
        const auto parsed = parsePath(m_document->protocols(), m_document->draft(), path);
        return parsed ? m_model->indexOfPath(*parsed, column) : QModelIndex();
    }
    [[nodiscard]] QString text(const char* path, int column) const { return cell(path, column).data().toString(); }

    std::unique_ptr<SelectionModel> m_selection;
    std::unique_ptr<CraftDocument> m_document;
    std::unique_ptr<StackTreeModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

} // namespace fw::ui

QTEST_MAIN(fw::ui::tst_StackTreeModel)
#include "tst_stack_tree_model.moc"
