#pragma once

#include "ui/panes/diagram_layout.h"

namespace fw::ui {

/// Puts the parts of a diagram in their places, once.
class DiagramArranger {
public:
    DiagramArranger(const Layout& layout, DiagramLayout& out);
    void arrange();

private:
    void gatherLeaves();
    void gatherClusters();
    void placeCard(std::int32_t layer, double top);
    void placeAligned();
    void placeContinuous();
    /// Rows for these bytes from `top` down; returns where they end.
    double placeBytes(std::size_t first, std::size_t count, double top);
    double placeHexRow(std::size_t first, std::size_t count, double top);
    /// The last byte + 1 that is folded away from here on; `first` if none is.
    [[nodiscard]] std::size_t foldedUntil(std::size_t first, std::size_t end) const;
    void placeFold(std::size_t first, std::size_t end, double top);
    void routeLines();
    void assignLanes(std::size_t firstRow, std::size_t endRow);
    void measure();

    [[nodiscard]] const LayoutNode& node(std::int32_t index) const { return m_layout.nodes[static_cast<std::size_t>(index)]; }
    [[nodiscard]] bool anyLeafStartsIn(std::size_t first, std::size_t end) const;
    [[nodiscard]] bool anyClusterIn(std::size_t first, std::size_t end) const;
    /// The field with nothing inside it that covers this whole byte; -1: none.
    [[nodiscard]] std::int32_t leafOver(std::size_t byte) const;

    const Layout& m_layout;
    DiagramLayout& m_out;
    double m_bottom = 0;
};

} // namespace fw::ui
