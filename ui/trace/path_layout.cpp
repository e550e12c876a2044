#include "ui/trace/path_layout.h"

#include <QCoreApplication>

#include <algorithm>

namespace fw::ui {
namespace {

constexpr double margin = 12;
constexpr double columnGap = 46;
constexpr double rowGap = 14;
constexpr double padding = 9;

QString tr(const char* text)
{
    return QCoreApplication::translate("PathLayout", text);
}

QString kindsText(const HopAddress& address)
{
    QStringList kinds;
    for (const std::string& kind : address.kinds)
        kinds << QString::fromStdString(kind);
    return kinds.join(QLatin1Char(' '));
}

} // namespace

PathLayout::PathLayout(const TraceLog& log, std::optional<std::size_t> flow, const QFontMetricsF& metrics)
{
    if (log.isEmpty())
        return;
    m_nodes.push_back({PathNode::What::Source, 0, {}, 0, {tr("you")}, {}});
    m_stacks[0] = {0};
    for (std::size_t target = 0; target < log.targets().size(); ++target) {
        const std::size_t flows = log.flowCount(target);
        if (flows == 0)
            addPath(log, target, std::nullopt);
        for (std::size_t each = 0; each < flows; ++each)
            if (!flow || *flow == each)
                addPath(log, target, each);
    }
    order();
    place(metrics);
    spreadEdges();
}

void PathLayout::addPath(const TraceLog& log, std::size_t target, std::optional<std::size_t> flow)
{
    std::vector<std::size_t> before{0};
    for (const HopRow& row : log.hops(target, flow)) {
        std::vector<std::size_t> here;
        std::vector<std::uint64_t> probes;
        for (const HopAddress& address : row.addresses) {
            here.push_back(nodeFor(row, address.address, target, log.targets()[target]));
            probes.push_back(address.statistics.answered);
        }
        if (here.empty()) {
            here.push_back(nodeFor(row, {}, target, {}));
            probes.push_back(row.statistics.sent);
        }
        for (const std::size_t from : before)
            for (std::size_t i = 0; i < here.size(); ++i)
                addEdge(from, here[i], target, flow, probes[i]);
        before = std::move(here);
    }
}

std::size_t PathLayout::nodeFor(const HopRow& row, const std::string& address, std::size_t target, const std::string& name)
{
    if (const auto known = find(row.ttl, address, target))
        return *known;
    PathNode node{PathNode::What::Hop, row.ttl, address, target, {QString::fromStdString(address)}, {}};
    if (address.empty()) {
        node.what = PathNode::What::Silent;
        node.lines = {row.isWaiting() ? QStringLiteral("…") : QStringLiteral("*")};
    } else if (address == name) {
        node.what = PathNode::What::Target;
        node.lines << QString::fromStdString(row.service) + QLatin1Char(' ') + kindsText(*row.find(address));
    }
    m_nodes.push_back(std::move(node));
    m_stacks[row.ttl].push_back(m_nodes.size() - 1);
    return m_nodes.size() - 1;
}

void PathLayout::addEdge(std::size_t from, std::size_t to, std::size_t target, std::optional<std::size_t> flow, std::uint64_t probes)
{
    const auto known = std::ranges::find_if(m_edges, [&](const PathEdge& edge) {
        return edge.from == from && edge.to == to && edge.target == target && edge.flow == flow;
    });
    if (known == m_edges.end())
        m_edges.push_back({from, to, target, flow, probes, 0});
    else
        known->probes += probes;
}

std::optional<std::size_t> PathLayout::find(int ttl, const std::string& address, std::size_t target) const
{
    const auto stack = m_stacks.find(ttl);
    if (stack == m_stacks.end())
        return std::nullopt;
    for (const std::size_t index : stack->second)
        // Whoever answers is the same for all targets; silence may be somebody else's for each.
        if (m_nodes[index].address == address && (!address.empty() || m_nodes[index].target == target))
            return index;
    return std::nullopt;
}

double PathLayout::heightOfPredecessors(std::size_t node) const
{
    double sum = 0;
    double count = 0;
    for (const PathEdge& edge : m_edges) {
        if (edge.to != node)
            continue;
        const auto& stack = m_stacks.at(m_nodes[edge.from].ttl);
        const auto at = std::ranges::find(stack, edge.from) - stack.begin();
        sum += static_cast<double>(at) - static_cast<double>(stack.size() - 1) / 2;
        ++count;
    }
    return count == 0 ? 0 : sum / count;
}

void PathLayout::order()
{
    for (auto& [ttl, stack] : m_stacks) {
        std::map<std::size_t, double> heights;
        for (const std::size_t node : stack)
            heights[node] = heightOfPredecessors(node);
        std::ranges::stable_sort(stack, {}, [&](std::size_t node) { return heights.at(node); });
    }
}

void PathLayout::place(const QFontMetricsF& metrics)
{
    m_header = metrics.height() + 8;
    const double line = metrics.height();
    for (PathNode& node : m_nodes) {
        double wide = 0;
        for (const QString& text : node.lines)
            wide = std::max(wide, metrics.horizontalAdvance(text));
        const double high = line * static_cast<double>(node.lines.size()) + padding;
        const double ends = node.what == PathNode::What::Target ? 2 * padding : 2 * padding + 6; // An ellipse is narrow at its ends.
        node.area.setSize({node.what == PathNode::What::Silent ? high : wide + ends, high});
    }
    double tallest = 0;
    const auto heightOf = [&](const std::vector<std::size_t>& stack) {
        double high = rowGap * static_cast<double>(stack.size() - 1);
        for (const std::size_t node : stack)
            high += m_nodes[node].area.height();
        return high;
    };
    for (const auto& [ttl, stack] : m_stacks)
        tallest = std::max(tallest, heightOf(stack));
    double x = margin;
    for (const auto& [ttl, stack] : m_stacks) {
        double wide = 0;
        for (const std::size_t node : stack)
            wide = std::max(wide, m_nodes[node].area.width());
        double y = m_header + margin + (tallest - heightOf(stack)) / 2;
        for (const std::size_t node : stack) {
            QRectF& area = m_nodes[node].area;
            area.moveTo(x + (wide - area.width()) / 2, y);
            y += area.height() + rowGap;
        }
        m_columns[ttl] = x + wide / 2;
        x += wide + columnGap;
    }
    m_size = {x - columnGap + margin, m_header + tallest + 2 * margin};
}

void PathLayout::spreadEdges()
{
    constexpr double distance = 7;
    std::map<std::pair<std::size_t, std::size_t>, std::vector<PathEdge*>> bundles;
    for (PathEdge& edge : m_edges)
        bundles[{edge.from, edge.to}].push_back(&edge);
    for (auto& [ends, bundle] : bundles)
        for (std::size_t i = 0; i < bundle.size(); ++i)
            bundle[i]->shift = distance * (static_cast<double>(i) - static_cast<double>(bundle.size() - 1) / 2);
}

} // namespace fw::ui
