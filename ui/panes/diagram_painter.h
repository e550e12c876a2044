#pragma once

#include "ui/models/selection_model.h"
#include "ui/panes/diagram_layout.h"
#include "ui/panes/theme.h"

#include <QCoreApplication>
#include <QFont>

class QPainter;

namespace fw::ui {

/// Draws a diagram: on the screen, and the same into SVG, PNG and PDF.
class DiagramPainter {
    Q_DECLARE_TR_FUNCTIONS(fw::ui::DiagramPainter)

public:
    struct Look {
        std::int32_t selected = -1;
        std::int32_t hovered = -1;
        int cursorByte = -1; ///< -1: the keyboard is elsewhere.
        bool allLines = false;
    };

    /// All of it must outlive the painter.
    DiagramPainter(const Protocols& protocols, const Layout& layout, const DiagramLayout& diagram, const Theme& theme);

    /// Only what meets the area, in the diagram's coordinates.
    void paint(QPainter& painter, const Look& look, const QRectF& area) const;
    void paintAll(QPainter& painter, const Look& look) const { paint(painter, look, QRectF(QPointF(), m_diagram.size())); }

private:
    void paintColumnNumbers(QPainter& painter) const;
    void paintCard(QPainter& painter, const DiagramLayout::Card& card, const Look& look, const QRectF& area) const;
    void paintCardHeader(QPainter& painter, const DiagramLayout::Card& card, const Look& look) const;
    void paintFieldRow(QPainter& painter, const DiagramLayout::Row& row, const Look& look) const;
    void paintHexRow(QPainter& painter, const DiagramLayout::HexRow& row) const;
    void paintFill(QPainter& painter, const DiagramLayout::HexRow& row) const;
    void paintFolds(QPainter& painter, const QRectF& area) const;
    void paintFrames(QPainter& painter, const QRectF& area, const Look& look) const;
    void paintBitStrip(QPainter& painter, std::int32_t leaf, const Look& look) const;
    void paintOutline(QPainter& painter, std::int32_t node, const Look& look) const;
    void paintBits(QPainter& painter, std::int32_t node) const;
    void paintLines(QPainter& painter, const QRectF& area, const Look& look) const;
    void paintLine(QPainter& painter, std::int32_t node, double strength, double width) const;
    void paintCursor(QPainter& painter, const Look& look) const;

    [[nodiscard]] const LayoutNode& node(std::int32_t index) const { return m_layout.nodes[static_cast<std::size_t>(index)]; }
    [[nodiscard]] QColor lineColor(std::int32_t node) const;
    [[nodiscard]] QColor fillOf(std::int32_t layer) const;
    [[nodiscard]] std::vector<std::int32_t> leavesIn(const QRectF& area) const;

    const Protocols& m_protocols;
    const Layout& m_layout;
    const DiagramLayout& m_diagram;
    const Theme& m_theme;
    QFont m_textFont;
    QFont m_boldFont;
    QFont m_smallFont;
    QFont m_bytesFont;
};

} // namespace fw::ui
