#include "ui/panes/diagram_arranger.h"

#include <algorithm>
#include <map>

namespace fw::ui {
namespace {

using Parts = DiagramLayout;

constexpr std::size_t rowsBeforeFold = 4;
constexpr double laneSpacing = 8;
constexpr double laneInset = 12;
constexpr double top = Parts::margin + Parts::rowHeight; // Below the column numbers.

std::size_t firstByteOf(const LayoutNode& node)
{
    return static_cast<std::size_t>(node.bitOffset / 8);
}

std::size_t endByteOf(const LayoutNode& node)
{
    return static_cast<std::size_t>((node.bitOffset + node.bits + 7) / 8);
}

} // namespace

DiagramArranger::DiagramArranger(const Layout& layout, DiagramLayout& out)
    : m_layout(layout)
    , m_out(out)
    , m_bottom(top)
{
}

void DiagramArranger::arrange()
{
    m_out.m_rowOf.assign(m_layout.nodes.size(), -1);
    m_out.m_firstBit.reserve(m_layout.nodes.size());
    for (const LayoutNode& it : m_layout.nodes)
        m_out.m_firstBit.push_back(it.bitOffset);
    gatherLeaves();
    gatherClusters();
    if (m_out.m_options.alignLayers)
        placeAligned();
    else
        placeContinuous();
    std::ranges::sort(m_out.m_hexRows, {}, &Parts::HexRow::firstByte);
    routeLines();
    measure();
}

void DiagramArranger::gatherLeaves()
{
    for (std::size_t i = 0; i < m_layout.nodes.size(); ++i) {
        const auto index = static_cast<std::int32_t>(i);
        const LayoutNode& it = m_layout.nodes[i];
        if (it.what != LayoutNode::What::Layer && isLeaf(m_layout, index) && !isSilent(it) && firstByteOf(it) < m_layout.bytes.size())
            m_out.m_leaves.push_back(index);
    }
    std::ranges::stable_sort(m_out.m_leaves, {}, [this](std::int32_t leaf) { return node(leaf).bitOffset; });
}

void DiagramArranger::gatherClusters()
{
    for (const std::int32_t leaf : m_out.m_leaves) {
        if (!isSubByte(node(leaf)))
            continue;
        const std::size_t first = firstByteOf(node(leaf));
        auto& clusters = m_out.m_clusters;
        if (clusters.empty() || first >= clusters.back().end)
            clusters.push_back({first, first});
        clusters.back().end = std::max(clusters.back().end, std::min(endByteOf(node(leaf)), m_layout.bytes.size()));
    }
}

void DiagramArranger::placeCard(std::int32_t layer, double cardTop)
{
    const double left = Parts::margin;
    Parts::Card card{layer, {}, {left, cardTop, m_out.m_options.cardWidth, Parts::headerHeight}, m_out.m_rows.size(), 0};
    double y = cardTop + Parts::headerHeight;
    std::size_t color = 0;
    std::vector<int> depths(node(layer).next - static_cast<std::uint32_t>(layer), 0);
    for (auto i = static_cast<std::uint32_t>(layer) + 1; i < node(layer).next; ++i) {
        const auto index = static_cast<std::int32_t>(i);
        const std::int32_t parent = node(index).parent;
        const int depth = parent == layer ? 0 : depths[static_cast<std::size_t>(parent - layer)] + 1;
        depths[static_cast<std::size_t>(index - layer)] = depth;
        if (m_out.m_options.hideAbsent && isSilent(node(index)))
            continue;
        m_out.m_rowOf[i] = static_cast<std::int32_t>(m_out.m_rows.size());
        m_out.m_rows.push_back({index, depth, {left, y, m_out.m_options.cardWidth, Parts::rowHeight}, color, -1, 0});
        if (isLeaf(m_layout, index) && !isSilent(node(index)))
            ++color;
        y += Parts::rowHeight;
    }
    card.rowCount = m_out.m_rows.size() - card.firstRow;
    card.rect = {left, cardTop, m_out.m_options.cardWidth, y - cardTop};
    m_out.m_cards.push_back(card);
}

// A layer's first run of bytes stands level with its card. What it has behind the layers above (a trailer) comes last.
void DiagramArranger::placeAligned()
{
    const auto segments = m_out.m_layers.segments();
    std::vector<bool> placed(segments.size(), false);
    for (const std::uint32_t layer : m_layout.layers()) {
        placeCard(static_cast<std::int32_t>(layer), m_bottom);
        double bytesEnd = m_bottom;
        const auto own = std::ranges::find(segments, static_cast<std::int32_t>(layer), &LayerMap::Segment::layer);
        if (own != segments.end()) {
            bytesEnd = placeBytes(own->first, own->count, m_bottom);
            placed[static_cast<std::size_t>(own - segments.begin())] = true;
        }
        m_bottom = std::max(m_out.m_cards.back().rect.bottom(), bytesEnd) + Parts::layerGap;
    }
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (!placed[i])
            m_bottom = placeBytes(segments[i].first, segments[i].count, m_bottom) + Parts::layerGap;
    }
}

void DiagramArranger::placeContinuous()
{
    for (const std::uint32_t layer : m_layout.layers()) {
        placeCard(static_cast<std::int32_t>(layer), m_bottom);
        m_bottom = m_out.m_cards.back().rect.bottom() + Parts::layerGap;
    }
    m_bottom = std::max(m_bottom, placeBytes(0, m_layout.bytes.size(), top));
}

double DiagramArranger::placeBytes(std::size_t first, std::size_t count, double y)
{
    const std::size_t end = first + count;
    while (first < end) {
        const std::size_t folded = foldedUntil(first, end);
        if (folded > first) {
            placeFold(first, folded, y);
            y += Parts::rowHeight;
            first = folded;
            continue;
        }
        const std::size_t inRow = std::min(m_out.m_options.bytesPerRow, end - first);
        y = placeHexRow(first, inRow, y);
        first += inRow;
    }
    return y;
}

double DiagramArranger::placeHexRow(std::size_t first, std::size_t count, double y)
{
    Parts::HexRow row{first, count, y, -1, anyClusterIn(first, first + count)};
    if (anyLeafStartsIn(first, first + count)) {
        row.channel = y + 4;
        row.top = y + Parts::channelHeight;
    }
    m_out.m_hexRows.push_back(row);
    return row.top + Parts::rowHeight + (row.hasStrip ? Parts::stripHeight : 0);
}

std::size_t DiagramArranger::foldedUntil(std::size_t first, std::size_t end) const
{
    const std::int32_t leaf = leafOver(first);
    if (leaf < 0 || m_out.m_options.unfolded.contains(leaf))
        return first;
    const std::size_t perRow = m_out.m_options.bytesPerRow;
    const std::size_t shown = rowsBeforeFold * perRow;
    const std::size_t leafEnd = std::min(endByteOf(node(leaf)), end);
    if (first - firstByteOf(node(leaf)) < shown - (perRow - 1) || leafEnd - first < 2 * perRow)
        return first;
    // Whole rows only, so that what follows keeps its column; all of it if nothing follows.
    return leafEnd == end ? end : first + (leafEnd - first) / perRow * perRow;
}

void DiagramArranger::placeFold(std::size_t first, std::size_t end, double y)
{
    const double left = m_out.columnX(0);
    const double width = m_out.columnX(m_out.m_options.bytesPerRow - 1) + Parts::cellWidth - left;
    m_out.m_folds.push_back({leafOver(first), end - first, {left, y, width, Parts::rowHeight}});
}

bool DiagramArranger::anyLeafStartsIn(std::size_t first, std::size_t end) const
{
    const auto at = std::ranges::lower_bound(
        m_out.m_leaves, std::uint64_t{first} * 8, {}, [this](std::int32_t leaf) { return node(leaf).bitOffset; });
    return at != m_out.m_leaves.end() && firstByteOf(node(*at)) < end;
}

bool DiagramArranger::anyClusterIn(std::size_t first, std::size_t end) const
{
    const auto at = std::ranges::upper_bound(m_out.m_clusters, first, {}, &Parts::Cluster::end);
    return at != m_out.m_clusters.end() && at->firstByte < end;
}

std::int32_t DiagramArranger::leafOver(std::size_t byte) const
{
    const std::uint64_t bit = std::uint64_t{byte} * 8;
    const auto after = std::ranges::upper_bound(
        m_out.m_leaves, bit, {}, [this](std::int32_t leaf) { return node(leaf).bitOffset; });
    if (after == m_out.m_leaves.begin())
        return -1;
    const std::int32_t leaf = *std::prev(after);
    return node(leaf).bitOffset + node(leaf).bits >= bit + 8 ? leaf : -1;
}

void DiagramArranger::routeLines()
{
    for (Parts::Row& row : m_out.m_rows) {
        const LayoutNode& it = node(row.node);
        const Parts::HexRow* target = isSilent(it) ? nullptr : m_out.hexRowOf(firstByteOf(it));
        if (target && target->channel >= 0)
            row.hexRow = static_cast<std::int32_t>(target - m_out.m_hexRows.data());
    }
    if (!m_out.m_options.alignLayers)
        return assignLanes(0, m_out.m_rows.size());
    for (const Parts::Card& card : m_out.m_cards)
        assignLanes(card.firstRow, card.firstRow + card.rowCount);
}

// One lane for the lines to one row of bytes. Lines that go up take lanes from the left on, lines that go down from the
// right on: so lines in the order of the bytes never cross.
void DiagramArranger::assignLanes(std::size_t firstRow, std::size_t endRow)
{
    struct Bundle {
        bool up = true;
        std::size_t number = 0;
    };
    std::map<std::int32_t, Bundle> bundles;
    std::size_t up = 0;
    std::size_t down = 0;
    for (std::size_t i = firstRow; i < endRow; ++i) {
        const Parts::Row& row = m_out.m_rows[i];
        if (row.hexRow < 0 || bundles.contains(row.hexRow))
            continue;
        const bool goesUp = m_out.m_hexRows[static_cast<std::size_t>(row.hexRow)].channel < row.rect.center().y();
        bundles[row.hexRow] = {goesUp, goesUp ? up++ : down++};
    }
    const double room = m_out.m_options.gutterWidth - 2 * laneInset;
    const double spacing = std::min(laneSpacing, room / static_cast<double>(std::max<std::size_t>(1, bundles.size())));
    const double left = Parts::margin + m_out.m_options.cardWidth + laneInset;
    for (std::size_t i = firstRow; i < endRow; ++i) {
        Parts::Row& row = m_out.m_rows[i];
        if (row.hexRow < 0)
            continue;
        const Bundle& bundle = bundles[row.hexRow];
        const double shift = static_cast<double>(bundle.number) * spacing;
        row.lane = bundle.up ? left + shift : left + room - shift;
    }
}

void DiagramArranger::measure()
{
    double bottom = m_bottom;
    for (const Parts::HexRow& row : m_out.m_hexRows)
        bottom = std::max(bottom, row.top + Parts::rowHeight + Parts::stripHeight);
    m_out.m_size = {Parts::widthFor(m_out.m_options), bottom + Parts::margin};
}

} // namespace fw::ui
