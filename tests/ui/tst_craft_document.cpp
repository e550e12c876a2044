#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "ui/craft/craft_document.h"
#include "ui/craft/value_counts.h"

#include <QSignalSpy>
#include <QTest>

namespace fw::ui {

class tst_CraftDocument : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_selection = std::make_unique<SelectionModel>(Protocols::builtin());
        m_document = std::make_unique<CraftDocument>(*m_selection);
    }
    void cleanup()
    {
        m_document.reset();
        m_selection.reset();
    }

    void twentyEditsAreUndoneAndRedoneByteForByte()
    {
        m_document->setText(QStringLiteral("Ether()/IP()/UDP()/DNS()"));
        m_document->undoStack().clear();
        std::vector<Buffer> bytes{m_document->layout().bytes};
        std::vector<QString> texts{m_document->text()};
        for (int i = 0; i < 20; ++i) {
            makeEdit(i);
            bytes.push_back(m_document->layout().bytes);
            texts.push_back(m_document->text());
        }
        QCOMPARE(m_document->undoStack().count(), 20);
        for (std::size_t i = 20; i-- > 0;) {
            QVERIFY(m_document->undoStack().canUndo());
            m_document->undoStack().undo();
            QVERIFY2(m_document->layout().bytes == bytes[i], qPrintable(texts[i]));
            QCOMPARE(m_document->text(), texts[i]);
        }
        QVERIFY(!m_document->undoStack().canUndo());
        for (std::size_t i = 1; i <= 20; ++i) {
            m_document->undoStack().redo();
            QVERIFY2(m_document->layout().bytes == bytes[i], qPrintable(texts[i]));
            QCOMPARE(m_document->text(), texts[i]);
        }
    }

    void editsSayWhatTheyDid_data()
    {
        QTest::addColumn<int>("edit");
        QTest::addColumn<QString>("name");
        QTest::newRow("set") << 0 << QStringLiteral("set IP.ttl");
        QTest::newRow("add") << 1 << QStringLiteral("add Raw");
        QTest::newRow("move") << 2 << QStringLiteral("move IP");
        QTest::newRow("duplicate") << 3 << QStringLiteral("duplicate IP");
        QTest::newRow("remove") << 4 << QStringLiteral("remove UDP");
        QTest::newRow("element") << 5 << QStringLiteral("add to DNS.qd");
        QTest::newRow("text") << 6 << QStringLiteral("edit expression");
    }

    void editsSayWhatTheyDid()
    {
        QFETCH(int, edit);
        QFETCH(QString, name);
        m_document->setText(QStringLiteral("Ether()/IP()/UDP()/DNS()"));
        makeEdit(edit);
        QCOMPARE(m_document->undoStack().undoText(), name);
    }

    void editsOfOneFieldAreOneStep()
    {
        m_document->setText(QStringLiteral("IP()"));
        const int before = m_document->undoStack().count();
        for (const char* text : {"1", "12", "123"})
            QVERIFY(!m_document->setFieldText(path("IP.ttl"), QLatin1String(text)));
        QCOMPARE(m_document->undoStack().count(), before + 1);
        QVERIFY(!m_document->setFieldText(path("IP.id"), QStringLiteral("9")));
        QCOMPARE(m_document->undoStack().count(), before + 2);
        m_document->undoStack().undo();
        m_document->undoStack().undo();
        QCOMPARE(m_document->text(), QStringLiteral("IP()"));
    }

    void aWrongTextIsBroughtBackByUndoWithItsError()
    {
        m_document->setText(QStringLiteral("IP()"));
        m_document->setText(QStringLiteral("IP()/"));
        QVERIFY(m_document->error().has_value());
        m_document->addLayer(1, Protocols::builtin().find("UDP")->id);
        QVERIFY(!m_document->error().has_value());
        QCOMPARE(m_document->text(), QStringLiteral("IP()/UDP()"));
        m_document->undoStack().undo();
        QCOMPARE(m_document->text(), QStringLiteral("IP()/"));
        QVERIFY(m_document->error().has_value());
        QCOMPARE(m_document->draft().layers.size(), std::size_t{1});
    }

    void severalValuesAreCountedAndTheFirstIsShown()
    {
        m_document->setText(QStringLiteral("IP(dst=\"10.0.0.0/30\", ttl=(1,30))"));
        QCOMPARE(m_document->packetCount(), std::uint64_t{120});
        auto counts = valueCounts(m_document->draft());
        std::ranges::sort(counts);
        QVERIFY((counts == std::vector<std::uint64_t>{4, 30}));
        QCOMPARE(m_document->layout().bytes[8], std::uint8_t{1});
        m_document->setText(QStringLiteral("IP(dst=\"10.0.0.0/8\")"));
        QCOMPARE(m_document->packetCount(), std::uint64_t{1} << 24);
    }

    void anEditedCopyBuildsAgainAndTheOriginalStays()
    {
        const auto made = scapy::parse(Protocols::builtin(), "Ether()/IP(src=\"10.0.0.1\", dst=\"10.0.0.2\")/UDP()/Raw(load=\"x\")");
        const Buffer wire = buildBytes(Protocols::builtin(), *made);
        const Dissection captured = dissect(Protocols::builtin(), wire, link_type::Ethernet);
        m_document->editCopy(captured.draft);
        QVERIFY(m_document->layout().bytes == wire);
        QVERIFY(!m_document->setFieldText(path("IP.ttl"), QStringLiteral("3")));
        const auto wanted = scapy::parse(Protocols::builtin(), "Ether()/IP(src=\"10.0.0.1\", dst=\"10.0.0.2\", ttl=3)/UDP()/Raw(load=\"x\")");
        QVERIFY(m_document->layout().bytes == buildBytes(Protocols::builtin(), *wanted));
        QVERIFY(buildBytes(Protocols::builtin(), captured.draft) == wire);
        m_document->undoStack().undo();
        m_document->undoStack().undo();
        QVERIFY(m_document->draft().layers.empty());
    }

    void aByteOverwrittenSetsItsField()
    {
        m_document->setText(QStringLiteral("IP()/UDP()/Raw(load=\"abc\")"));
        const std::uint8_t nine = 9;
        m_document->overwriteBytes(8, Bytes(&nine, 1));
        QCOMPARE(m_document->text(), QStringLiteral("IP(ttl=9)/UDP()/\"abc\""));
        const std::uint8_t letter = 'z';
        m_document->overwriteBytes(29, Bytes(&letter, 1));
        QCOMPARE(m_document->text(), QStringLiteral("IP(ttl=9)/UDP()/\"azc\""));
        m_document->overwriteBytes(99, Bytes(&letter, 1));
        QCOMPARE(m_document->text(), QStringLiteral("IP(ttl=9)/UDP()/\"azc\""));
    }

    void knowingMoreShowsOtherBytesButIsNoEdit()
    {
        class Home final : public Environment {
            std::optional<Buffer> sourceAddress(Bytes) const override { return Buffer{10, 9, 8, 7}; }
        };
        const Home home;
        m_document->setText(QStringLiteral("IP(dst=\"10.0.0.1\")"));
        const int count = m_document->undoStack().count();
        m_document->setEnvironment(&home);
        QCOMPARE(m_document->layout().bytes[12], std::uint8_t{10});
        QCOMPARE(m_document->undoStack().count(), count);
        QVERIFY(m_selection->current().packet == m_document->shownPacket());
        m_document->setEnvironment(nullptr);
        QCOMPARE(m_document->layout().bytes[12], std::uint8_t{127});
    }

    void aCapturedPacketOnShowIsNotReplacedByWhatIsLearnt()
    {
        auto captured = std::make_shared<ShownPacket>();
        m_document->setText(QStringLiteral("IP()"));
        m_selection->setPacket(captured, nullptr);
        m_document->refresh();
        QVERIFY(m_selection->current().packet == captured);
        m_document->publish();
        QVERIFY(m_selection->current().packet == m_document->shownPacket());
    }

private:
    [[nodiscard]] FieldPath path(const char* text) const
    {
        const auto parsed = parsePath(m_document->protocols(), m_document->draft(), text);
        return parsed.value_or(FieldPath{99, {}});
    }

    // Of seven kinds in turn; never twice the same field.
    void makeEdit(int number)
    {
        const QString value = QString::number(number + 10);
        switch (number % 7) {
        case 0:
            QVERIFY(!m_document->setFieldText(path("IP.ttl"), value));
            break;
        case 1:
            m_document->insertLayers(m_document->draft().layers.size(), *scapy::parse(Protocols::builtin(), "Raw(load=\"" + value.toStdString() + "\")"));
            break;
        case 2:
            m_document->moveLayer(1, 2);
            break;
        case 3:
            m_document->duplicateLayer(number == 3 ? 1 : 0);
            break;
        case 4:
            m_document->removeLayer(number == 4 ? 2 : 0);
            break;
        case 5:
            m_document->addElement(path("DNS.qd"));
            break;
        default:
            m_document->endTyping();
            m_document->setText(QStringLiteral("Ether()/IP(id=%1)/UDP()/DNS()").arg(number));
        }
    }

    std::unique_ptr<SelectionModel> m_selection;
    std::unique_ptr<CraftDocument> m_document;
};

} // namespace fw::ui

QTEST_MAIN(fw::ui::tst_CraftDocument)
#include "tst_craft_document.moc"
