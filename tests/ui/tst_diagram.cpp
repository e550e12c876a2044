#include "tests/support/shown_packets.h"

#include "ui/panes/diagram_pane.h"

#include <QAction>
#include <QFile>
#include <QPainterPathStroker>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using namespace fw;
using namespace fw::ui;
using namespace fw::ui::test;

namespace {

struct Variant {
    const char* name;
    DiagramOptions options;
};

const Variant variants[] = {
    {"aligned", {}},
    {"narrow", {.bytesPerRow = 8}},
    {"continuous", {.alignLayers = false}},
    {"narrow and continuous", {.bytesPerRow = 8, .alignLayers = false}},
    {"fitted into a narrow dock", DiagramOptions{}.fitted(450)},
};

QPointF middleOfBit(const DiagramLayout& diagram, std::uint64_t bit)
{
    const QRectF cell = diagram.cell(static_cast<std::size_t>(bit / 8));
    return {cell.left() + (static_cast<double>(bit % 8) + 0.5) * DiagramLayout::bitWidth, cell.center().y()};
}

} // namespace

class TestDiagram : public QObject {
    Q_OBJECT

private:
    SelectionModel m_selection{Protocols::builtin()};
    Theme m_theme;
    std::unique_ptr<DiagramPane> m_pane;

    [[nodiscard]] DiagramCanvas& canvas() const { return m_pane->canvas(); }
    [[nodiscard]] std::int32_t node(std::string_view path) const { return nodeNamed(*m_selection.current().packet, path); }
    void clickAt(QPointF point, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(canvas().viewport(), Qt::LeftButton, modifiers, point.toPoint());
    }
    [[nodiscard]] QImage picture() const { return canvas().viewport()->grab().toImage(); }

    static void everyPacketInEveryVariant()
    {
        QTest::addColumn<QString>("packet");
        QTest::addColumn<int>("variant");
        for (const NamedPacket& packet : packets) {
            for (int i = 0; i < static_cast<int>(std::size(variants)); ++i)
                QTest::addRow("%s, %s", packet.name, variants[i].name) << packet.name << i;
        }
    }

private slots:
    void columnsFollowTheWidth_data()
    {
        QTest::addColumn<double>("width");
        QTest::addColumn<int>("bytesPerRow");
        QTest::newRow("wide") << 1100.0 << 16;
        QTest::newRow("half a screen") << 640.0 << 8;
        QTest::newRow("a dock") << 450.0 << 4;
    }
    void columnsFollowTheWidth()
    {
        QFETCH(double, width);
        QFETCH(int, bytesPerRow);
        const DiagramOptions fitted = DiagramOptions{}.fitted(width);
        QCOMPARE(static_cast<int>(fitted.bytesPerRow), bytesPerRow);
        QVERIFY(DiagramLayout::widthFor(fitted) <= width);
        QVERIFY(DiagramLayout::widthFor(fitted) > width - 100 || width > 1000); // The room is used.
    }

    void init()
    {
        m_selection.setPacket(nullptr, this);
        m_pane = std::make_unique<DiagramPane>(m_selection, m_theme);
        m_pane->resize(1100, 800);
        m_pane->show();
        m_selection.setPacket(shown("DNS answer"), this);
        m_selection.selectNode(-1, this);
    }

    void anOutlineCoversExactlyItsFieldsBits_data() { everyPacketInEveryVariant(); }

    void anOutlineCoversExactlyItsFieldsBits()
    {
        QFETCH(QString, packet);
        QFETCH(int, variant);
        const ShownPacketPtr it = shown(packet.toLatin1().constData());
        const DiagramLayout diagram(it->layout, variants[variant].options);
        for (const LayoutNode& field : it->layout.nodes) {
            const QPainterPath outline = diagram.outline(field.bitOffset, field.bits);
            for (std::uint64_t bit = 0; bit < it->layout.bytes.size() * 8; ++bit) {
                const bool inside = bit >= field.bitOffset && bit < field.bitOffset + field.bits;
                QCOMPARE(outline.contains(middleOfBit(diagram, bit)), inside);
            }
        }
    }

    void noLineTouchesAByte_data() { everyPacketInEveryVariant(); }

    void noLineTouchesAByte()
    {
        QFETCH(QString, packet);
        QFETCH(int, variant);
        const ShownPacketPtr it = shown(packet.toLatin1().constData());
        const DiagramLayout diagram(it->layout, variants[variant].options);
        QPainterPathStroker stroker;
        stroker.setWidth(2.5); // As the selected one.
        for (const DiagramLayout::Row& row : diagram.rows()) {
            const auto line = diagram.line(row.node);
            if (!line)
                continue;
            const QPainterPath stroke = stroker.createStroke(line->path);
            for (std::size_t byte = 0; byte < it->layout.bytes.size(); ++byte) {
                QVERIFY(!stroke.intersects(diagram.cell(byte)));
                QVERIFY(!line->arrow.boundingRect().intersects(diagram.cell(byte)));
            }
        }
    }

    void everyFieldWithBitsHasALineAndNoOther_data() { everyPacketInEveryVariant(); }

    void everyFieldWithBitsHasALineAndNoOther()
    {
        QFETCH(QString, packet);
        QFETCH(int, variant);
        const ShownPacketPtr it = shown(packet.toLatin1().constData());
        const DiagramLayout diagram(it->layout, variants[variant].options);
        for (const DiagramLayout::Row& row : diagram.rows()) {
            const LayoutNode& field = it->layout.nodes[static_cast<std::size_t>(row.node)];
            QCOMPARE(diagram.line(row.node).has_value(), !isSilent(field));
            if (const auto line = diagram.line(row.node)) {
                const QRectF target = diagram.cell(static_cast<std::size_t>(field.bitOffset / 8));
                const QPointF tip = line->arrow.front();
                QVERIFY(tip.x() > target.left() && tip.x() < target.right());
                QVERIFY(target.top() - tip.y() > 0 && target.top() - tip.y() <= 2);
            }
        }
    }

    void alignedLinesDoNotCrossEachOther()
    {
        const ShownPacketPtr it = shown("DNS answer");
        const DiagramLayout diagram(it->layout, {});
        // Two lines cross in the gutter if a vertical part meets the horizontal part of a line that has another lane.
        for (const DiagramLayout::Row& a : diagram.rows()) {
            for (const DiagramLayout::Row& b : diagram.rows()) {
                if (a.hexRow < 0 || b.hexRow < 0 || a.lane >= b.lane)
                    continue;
                const double y = b.rect.center().y();
                const double target = diagram.hexRows()[static_cast<std::size_t>(a.hexRow)].channel;
                QVERIFY(y < std::min(target, a.rect.center().y()) || y > std::max(target, a.rect.center().y()));
            }
        }
    }

    void cardsAndBytesDoNotOverlap_data() { everyPacketInEveryVariant(); }

    void cardsAndBytesDoNotOverlap()
    {
        QFETCH(QString, packet);
        QFETCH(int, variant);
        const ShownPacketPtr it = shown(packet.toLatin1().constData());
        const DiagramLayout diagram(it->layout, variants[variant].options);
        const QRectF all(QPointF(), diagram.size());
        for (std::size_t i = 1; i < diagram.cards().size(); ++i)
            QVERIFY(diagram.cards()[i].rect.top() >= diagram.cards()[i - 1].rect.bottom() + DiagramLayout::layerGap);
        double bottom = 0;
        for (const DiagramLayout::HexRow& row : diagram.hexRows()) {
            QVERIFY(row.top >= bottom);
            bottom = row.top + DiagramLayout::rowHeight;
            QVERIFY(all.contains(diagram.cell(row.end() - 1)));
        }
        std::size_t shownBytes = 0;
        for (const DiagramLayout::HexRow& row : diagram.hexRows())
            shownBytes += row.count;
        QCOMPARE(shownBytes, it->layout.bytes.size());
    }

    void eachLayerBeginsARowLevelWithItsCard()
    {
        const ShownPacketPtr it = shown("DNS answer");
        const DiagramLayout diagram(it->layout, {});
        for (const DiagramLayout::Card& card : diagram.cards()) {
            const LayoutNode& layer = it->layout.nodes[static_cast<std::size_t>(card.node)];
            const QRectF first = diagram.cell(static_cast<std::size_t>(layer.bitOffset / 8));
            QCOMPARE(first.left(), diagram.columnX(0));
            QVERIFY(std::abs(first.top() - card.rect.top()) < 2 * DiagramLayout::rowHeight);
        }
    }

    void bytesThatFieldsShareAreGrouped()
    {
        const ShownPacketPtr it = shown("DNS answer");
        const DiagramLayout diagram(it->layout, {});
        std::vector<std::pair<std::size_t, std::size_t>> found;
        for (const DiagramLayout::Cluster& cluster : diagram.clusters())
            found.emplace_back(cluster.firstByte, cluster.end);
        QCOMPARE(found, (std::vector<std::pair<std::size_t, std::size_t>>{{14, 15}, {20, 22}, {44, 45}, {45, 46}}));
    }

    void aLongPayloadFoldsAndUnfolds()
    {
        m_selection.setPacket(shownWithPayload(920), this);
        const auto& folds = canvas().diagram().folds();
        QCOMPARE(folds.size(), std::size_t{1});
        QCOMPARE(folds[0].hiddenBytes, std::size_t{920 - 64});
        QVERIFY(canvas().cellRect(42 + 63).isValid());
        QVERIFY(canvas().cellRect(42 + 64).isNull());
        const QPointF fold = folds[0].rect.center() - QPointF(canvas().horizontalScrollBar()->value(), 0);
        canvas().verticalScrollBar()->setValue(static_cast<int>(fold.y()) - 100);
        clickAt(fold - QPointF(0, canvas().verticalScrollBar()->value()));
        QVERIFY(canvas().diagram().folds().empty());
        QVERIFY(canvas().cellRect(42 + 919).isValid());
    }

    void absentFieldsCanBeHidden()
    {
        QVERIFY(!canvas().fieldRect(node("IP.options")).isNull());
        canvas().setHideAbsent(true);
        QVERIFY(canvas().fieldRect(node("IP.options")).isNull());
        QVERIFY(!canvas().fieldRect(node("IP.ttl")).isNull());
    }

    void clickingARowOrItsBitsSelectsTheField()
    {
        clickAt(canvas().fieldRect(node("IP.ttl")).center());
        QCOMPARE(canvas().selectedField(), u"IP.ttl"_qs);
        const QRectF shared = canvas().cellRect(20);
        clickAt(shared.center() - QPointF(shared.width() / 4, 0));
        QCOMPARE(canvas().selectedField(), u"IP.flags"_qs);
        clickAt(shared.center() + QPointF(shared.width() / 4, 0));
        QCOMPARE(canvas().selectedField(), u"IP.frag"_qs);
        clickAt(canvas().fieldRect(node("UDP")).center());
        QCOMPARE(canvas().selectedField(), u"UDP"_qs);
    }

    void arrowsMoveByFieldAndByByte()
    {
        m_selection.selectNode(node("IP.ttl"), this);
        QTest::keyClick(&canvas(), Qt::Key_Down);
        QCOMPARE(canvas().selectedField(), u"IP.proto"_qs);
        QTest::keyClick(&canvas(), Qt::Key_Up);
        QTest::keyClick(&canvas(), Qt::Key_Up);
        QCOMPARE(canvas().selectedField(), u"IP.frag"_qs);
        m_selection.selectNode(node("IP.ttl"), this);
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QCOMPARE(canvas().selectedField(), u"IP.chksum"_qs);
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QCOMPARE(canvas().selectedField(), u"IP"_qs);
    }

    void enterAsksToEdit()
    {
        QSignalSpy asked(&canvas(), &DiagramCanvas::editRequested);
        m_selection.selectNode(node("IP.ttl"), this);
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
    }

    void aSelectionMadeElsewhereIsScrolledTo()
    {
        m_pane->resize(1100, 300);
        m_selection.selectNode(node("DNS.an[0].rdata"), this);
        QVERIFY(canvas().viewport()->rect().contains(canvas().fieldRect(m_selection.current().node).toRect()));
    }

    void zoomStaysInItsLimitsAndKeepsWhatIsUnderTheMouse()
    {
        m_selection.selectNode(node("IP.ttl"), this);
        const QPointF before = canvas().fieldRect(node("IP.ttl")).center();
        const auto turn = [&](int delta) {
            QWheelEvent wheel(before, canvas().viewport()->mapToGlobal(before), {}, {0, delta}, Qt::NoButton, Qt::ControlModifier,
                Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(canvas().viewport(), &wheel);
        };
        turn(120);
        turn(120);
        QVERIFY(canvas().zoom() > 1);
        QVERIFY(canvas().fieldRect(node("IP.ttl")).contains(before));
        turn(12'000);
        QCOMPARE(canvas().zoom(), 3.0);
        turn(-24'000);
        QCOMPARE(canvas().zoom(), 0.5);
    }

    void onlyTheSelectedLineIsAtFullStrength()
    {
        m_selection.selectNode(node("IP.ttl"), this);
        const auto& diagram = canvas().diagram();
        const auto strengthOn = [&](std::string_view path) {
            const DiagramLayout::Row* row = diagram.rowOf(node(path));
            const QPointF point(row->rect.right() + 5 - canvas().horizontalScrollBar()->value(),
                row->rect.center().y() - canvas().verticalScrollBar()->value());
            const QColor color = picture().pixelColor(point.toPoint());
            return 255 - (color.red() + color.green() + color.blue()) / 3;
        };
        QVERIFY(strengthOn("IP.ttl") > 100);
        QVERIFY(strengthOn("IP.len") < 100);
        const int quiet = strengthOn("IP.len");
        canvas().setAllLines(true);
        QVERIFY(strengthOn("IP.len") > quiet);
    }

    void exportsInTheFormatOfTheNamesEnding_data()
    {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<QByteArray>("begins");
        QTest::newRow("SVG") << "svg" << QByteArray("<?xml");
        QTest::newRow("PNG") << "png" << QByteArray("\x89PNG");
        QTest::newRow("PDF") << "pdf" << QByteArray("%PDF");
    }

    void exportsInTheFormatOfTheNamesEnding()
    {
        QFETCH(QString, ending);
        QFETCH(QByteArray, begins);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"diagram."_qs + ending);
        QVERIFY(canvas().exportTo(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith(begins));
    }

    void svgHoldsNamesAndValuesAsText()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"diagram.svg"_qs);
        QVERIFY(canvas().exportTo(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY(svg.contains(">qname<"));
        QVERIFY(svg.contains(">10.0.0.53<"));
    }

    void exportSaysWhenItCannot()
    {
        QVERIFY(!canvas().exportTo(u"/nowhere/at/all.svg"_qs));
        const QTemporaryDir folder;
        QVERIFY(!canvas().exportTo(folder.filePath(u"diagram.docx"_qs)));
        m_selection.setPacket(nullptr, this);
        QVERIFY(!canvas().exportTo(folder.filePath(u"diagram.svg"_qs)));
    }

    void aLargePacketIsDrawnWhole()
    {
        m_selection.setPacket(shownWithPayload(65'000), this);
        QVERIFY(!picture().isNull());
        canvas().setAlignLayers(false);
        m_selection.selectNode(node("Raw.load"), this);
        QVERIFY(!picture().isNull());
    }

    void theSwitchesAreActions()
    {
        auto* align = m_pane->findChild<QAction*>(u"diagramAlign"_qs);
        QVERIFY(align && align->isChecked());
        align->trigger();
        QVERIFY(!canvas().alignLayers());
    }
};

QTEST_MAIN(TestDiagram)
#include "tst_diagram.moc"
