// Fields, bytes and diagram side by side over one selection, as a person uses them.
#include "tests/support/shown_packets.h"

#include "ui/panes/bytes_pane.h"
#include "ui/panes/diagram_pane.h"
#include "ui/panes/fields_pane.h"

#include <QHBoxLayout>
#include <QTest>

using namespace fw;
using namespace fw::ui;
using namespace fw::ui::test;

class TestLinkedPanes : public QObject {
    Q_OBJECT

private:
    SelectionModel m_selection{Protocols::builtin()};
    Theme m_theme;
    std::unique_ptr<QWidget> m_window;
    HexView* m_hex = nullptr;
    QTreeView* m_tree = nullptr;
    DiagramCanvas* m_canvas = nullptr;

    /// By what the rows say: "DNS/qd/0/qname".
    [[nodiscard]] QModelIndex item(const QString& path) const
    {
        QModelIndex at;
        for (const QString& part : path.split(u'/')) {
            bool isNumber = false;
            part.toUInt(&isNumber);
            const QString wanted = isNumber ? u"[%1]"_qs.arg(part) : part;
            const QAbstractItemModel* model = m_tree->model();
            QModelIndex found;
            for (int row = 0; row < model->rowCount(at) && !found.isValid(); ++row) {
                if (model->index(row, 0, at).data().toString() == wanted)
                    found = model->index(row, 0, at);
            }
            if (!found.isValid())
                return {};
            at = found;
        }
        return at;
    }

    void clickItem(const QString& path)
    {
        const QModelIndex index = item(path);
        QVERIFY(index.isValid());
        m_tree->scrollTo(index);
        QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, m_tree->visualRect(index).center());
    }

private slots:
    void init()
    {
        m_selection.setPacket(nullptr, this);
        m_window = std::make_unique<QWidget>();
        auto* fields = new FieldsPane(m_selection, m_theme);
        auto* bytes = new BytesPane(m_selection, m_theme);
        auto* diagram = new DiagramPane(m_selection, m_theme);
        auto* row = new QHBoxLayout(m_window.get());
        row->addWidget(fields, 1);
        row->addWidget(bytes, 1);
        row->addWidget(diagram, 1);
        m_window->resize(1600, 700);
        m_window->show();
        m_hex = m_window->findChild<HexView*>(u"hexView"_qs);
        m_tree = m_window->findChild<QTreeView*>(u"fieldTree"_qs);
        m_canvas = m_window->findChild<DiagramCanvas*>(u"diagramCanvas"_qs);
        QVERIFY(m_hex && m_tree && m_canvas);
        m_selection.setPacket(shown("DNS answer", 4), this);
        m_selection.selectNode(-1, this);
    }

    void aFieldClickedInTheTreeIsShownEverywhere()
    {
        clickItem(u"DNS/qd/0/qname"_qs);
        QCOMPARE(m_hex->selection(), (std::pair{54, 17}));
        QCOMPARE(m_canvas->selectedField(), u"DNS.qd[0].qname"_qs);
        QVERIFY(m_selection.statusText().contains(u"17 bytes"_qs));
        QVERIFY(m_selection.statusText().contains(u"54"_qs));
    }

    void aByteClickedIsShownEverywhere()
    {
        QTest::mouseClick(m_hex->viewport(), Qt::LeftButton, {}, m_hex->cellRect(22).center());
        QCOMPARE(m_tree->currentIndex(), item(u"IP/ttl"_qs));
        QVERIFY(m_tree->viewport()->rect().contains(m_tree->visualRect(m_tree->currentIndex()).center()));
        QCOMPARE(m_canvas->selectedField(), u"IP.ttl"_qs);
    }

    void aFieldClickedInTheDiagramIsShownEverywhere()
    {
        const std::int32_t node = nodeNamed(*m_selection.current().packet, "UDP.dport");
        m_selection.selectNode(node, this); // Scrolls it into view.
        m_selection.selectNode(-1, this);
        QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, m_canvas->fieldRect(node).center().toPoint());
        QCOMPARE(m_hex->selection(), (std::pair{36, 2}));
        QCOMPARE(m_tree->currentIndex(), item(u"UDP/dport"_qs));
    }

    void aFieldOfSomeBitsLeavesItsNeighboursAlone()
    {
        clickItem(u"IP/flags"_qs);
        QCOMPARE(m_hex->selection(), (std::pair{20, 1}));
        QCOMPARE(m_hex->litBits(), (std::vector{7, 6, 5}));
        QCOMPARE(m_canvas->selectedField(), u"IP.flags"_qs);
        QCOMPARE(m_tree->selectionModel()->selectedRows().size(), 1);
        const std::int32_t flags = m_selection.current().node;
        const QRectF cell = m_canvas->cellRect(20);
        const QPainterPath outline = m_canvas->outline(flags);
        QVERIFY(outline.contains(cell.center() - QPointF(cell.width() * 0.4, 0)));
        QVERIFY(!outline.contains(cell.center() + QPointF(cell.width() * 0.1, 0)));
        QVERIFY(!outline.contains(m_canvas->cellRect(21).center()));
    }

    void aFieldStaysSelectedFromPacketToPacket()
    {
        clickItem(u"IP/ttl"_qs);
        for (const char* name : {"DNS query", "TCP with options", "ICMP quoting", "bad checksum", "VLAN"}) {
            m_selection.setPacket(shown(name), this);
            QCOMPARE(m_canvas->selectedField(), u"IP.ttl"_qs);
            QCOMPARE(m_tree->currentIndex(), item(u"IP/ttl"_qs));
            QCOMPARE(m_hex->selection().second, 1);
        }
        m_selection.setPacket(shown("ARP"), this);
        QCOMPARE(m_canvas->selectedField(), QString());
        QCOMPARE(m_hex->selection().second, 0);
        QVERIFY(!m_tree->currentIndex().isValid());
        m_selection.setPacket(shown("DNS answer"), this);
        QCOMPARE(m_canvas->selectedField(), u"IP.ttl"_qs);
        QCOMPARE(m_hex->selection(), (std::pair{22, 1}));
    }

    void allPanesAreEmptyWithoutAPacket()
    {
        clickItem(u"IP/ttl"_qs);
        m_selection.setPacket(nullptr, this);
        QCOMPARE(m_hex->selection().second, 0);
        QCOMPARE(m_tree->model()->rowCount(), 0);
        QCOMPARE(m_canvas->selectedField(), QString());
        QVERIFY(m_canvas->diagram().cards().empty());
    }

    void anyKeysAndClicksDoNoHarm()
    {
        std::srand(4711);
        const Qt::Key keys[] = {Qt::Key_Up, Qt::Key_Down, Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_End, Qt::Key_PageUp,
            Qt::Key_PageDown, Qt::Key_Escape, Qt::Key_A, Qt::Key_Plus, Qt::Key_Minus};
        QWidget* const panes[] = {m_hex, m_tree, m_canvas};
        QWidget* const viewports[] = {m_hex->viewport(), m_tree->viewport(), m_canvas->viewport()};
        for (int i = 0; i < 400; ++i) {
            const auto pane = static_cast<std::size_t>(std::rand() % 3);
            const auto modifiers = std::rand() % 3 == 0 ? Qt::ShiftModifier : Qt::NoModifier;
            if (i % 2 == 0)
                QTest::keyClick(panes[pane], keys[std::rand() % 12], modifiers);
            else
                QTest::mouseClick(viewports[pane], Qt::LeftButton, modifiers,
                    {std::rand() % viewports[pane]->width(), std::rand() % viewports[pane]->height()});
            if (i % 50 == 0)
                m_selection.setPacket(shown(packets[std::rand() % 7].name), this);
            QVERIFY(m_selection.current().packet);
        }
        QVERIFY(!QApplication::activeModalWidget());
    }
};

QTEST_MAIN(TestLinkedPanes)
#include "tst_linked_panes.moc"
