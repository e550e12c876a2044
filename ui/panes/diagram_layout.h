#pragma once

#include "ui/models/layout_words.h"
#include "ui/panes/layer_map.h"

#include <QPainterPath>
#include <QRectF>

#include <optional>
#include <set>

namespace fw::ui {

struct DiagramOptions {
    std::size_t bytesPerRow = 16;
    bool alignLayers = true;          ///< Each layer's bytes begin a new row, level with its card.
    bool hideAbsent = false;          ///< No rows for fields on no bits of the wire.
    bool text = false;                ///< ASCII beside the bytes.
    double cardWidth = 300;
    double gutterWidth = 120;
    double bitsWidth = 96;            ///< Beside the bytes, for the bits of the selected field; 0: no room for them.
    std::set<std::int32_t> unfolded;  ///< Long fields to be shown in full.
    bool operator==(const DiagramOptions&) const = default;

    /// The same, made to fit into this width as far as it can be read there.
    [[nodiscard]] DiagramOptions fitted(double width) const;
};

/// Where everything of a packet's diagram stands: cards of fields, bytes, and between them a gutter for the lines.
/// Pure geometry, in logical pixels from the top left corner at a zoom of 1.
class DiagramLayout {
public:
    static constexpr double margin = 12, rowHeight = 20, headerHeight = 24;
    static constexpr double layerGap = 12, offsetWidth = 48, cellWidth = 24, halfGap = 12, bitWidth = cellWidth / 8;
    static constexpr double channelHeight = 14, stripHeight = 8, letterWidth = 9;

    struct Card {
        std::int32_t node = -1; ///< The layer.
        QRectF rect;
        QRectF header;
        std::size_t firstRow = 0;
        std::size_t rowCount = 0;
    };
    struct Row {
        std::int32_t node = -1;
        int depth = 0; ///< 0: a field of the layer itself.
        QRectF rect;
        std::size_t color = 0; ///< For Theme::fieldLine.
        std::int32_t hexRow = -1; ///< Where its line goes; -1: it has none.
        double lane = 0;          ///< x of the line's vertical part.
    };
    struct HexRow {
        std::size_t firstByte = 0;
        std::size_t count = 0;
        double top = 0; ///< Of the cells.
        double channel = -1; ///< y of the lines that come in above the cells; -1: none do.
        bool hasStrip = false;
        [[nodiscard]] std::size_t end() const { return firstByte + count; }
    };
    struct Fold {
        std::int32_t node = -1;
        std::size_t hiddenBytes = 0;
        QRectF rect;
    };
    /// Bytes that several fields share, down to the bit.
    struct Cluster {
        std::size_t firstByte = 0;
        std::size_t end = 0;
    };
    struct Line {
        QPainterPath path;
        QPolygonF arrow;
    };

    DiagramLayout() = default;
    DiagramLayout(const Layout& layout, DiagramOptions options);

    [[nodiscard]] const DiagramOptions& options() const { return m_options; }
    [[nodiscard]] QSizeF size() const { return m_size; }
    [[nodiscard]] static double widthFor(const DiagramOptions& options);

    [[nodiscard]] const std::vector<Card>& cards() const { return m_cards; }
    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }
    [[nodiscard]] const std::vector<HexRow>& hexRows() const { return m_hexRows; } ///< By first byte.
    [[nodiscard]] const std::vector<Fold>& folds() const { return m_folds; }
    [[nodiscard]] const std::vector<Cluster>& clusters() const { return m_clusters; }
    [[nodiscard]] const LayerMap& layers() const { return m_layers; }
    /// Fields with nothing inside them and bits of their own, in the order of their bits.
    [[nodiscard]] const std::vector<std::int32_t>& leaves() const { return m_leaves; }

    /// The row of a field, or the header of a layer's card; null if it is not shown.
    [[nodiscard]] QRectF nodeRect(std::int32_t node) const;
    [[nodiscard]] const Row* rowOf(std::int32_t node) const;
    /// Empty for a byte that is folded away.
    [[nodiscard]] QRectF cell(std::size_t byte) const;
    [[nodiscard]] QRectF textCell(std::size_t byte) const;
    [[nodiscard]] const HexRow* hexRowOf(std::size_t byte) const;
    /// Exactly these bits: a bit is an eighth of its cell. Without what is folded away.
    [[nodiscard]] QPainterPath outline(std::uint64_t bitOffset, std::uint64_t bits) const;
    /// From the field's row through the gutter to its first byte; nothing for fields without bits.
    [[nodiscard]] std::optional<Line> line(std::int32_t node) const;
    [[nodiscard]] double columnX(std::size_t column) const;

    /// The field or layer whose row is at the point; -1: none.
    [[nodiscard]] std::int32_t rowNodeAt(QPointF point) const;
    [[nodiscard]] std::optional<std::uint64_t> bitAt(QPointF point) const;
    [[nodiscard]] const Fold* foldAt(QPointF point) const;

private:
    friend class DiagramArranger;

    DiagramOptions m_options;
    QSizeF m_size;
    std::vector<Card> m_cards;
    std::vector<Row> m_rows;
    std::vector<HexRow> m_hexRows;
    std::vector<Fold> m_folds;
    std::vector<Cluster> m_clusters;
    std::vector<std::int32_t> m_leaves;
    std::vector<std::int32_t> m_rowOf;           ///< By node; -1: no row.
    std::vector<std::uint64_t> m_firstBit;       ///< By node.
    LayerMap m_layers;
};

} // namespace fw::ui
