#pragma once

#include "ui/trace/trace_log.h"

#include <QFontMetricsF>
#include <QRectF>
#include <QStringList>

namespace fw::ui {

struct PathNode {
    enum class What : std::uint8_t { Source, Hop, Silent, Target };
    What what = What::Hop;
    int ttl = 0;
    std::string address;      ///< Empty where nobody answered.
    std::size_t target = 0;   ///< The first whose probes came by.
    QStringList lines;        ///< What is written in it.
    QRectF area;
};

struct PathEdge {
    std::size_t from = 0; ///< Index of a node.
    std::size_t to = 0;
    std::size_t target = 0;
    std::optional<std::size_t> flow; ///< Nothing where probes have no flow in common.
    std::uint64_t probes = 0;        ///< Answered where it leads to.
    double shift = 0;                ///< From the middle, so that edges of the same two nodes lie beside each other.
};

/// The ways that probes took: a column for each time to live, whoever answered there one above the other.
class PathLayout {
public:
    PathLayout() = default;
    PathLayout(const TraceLog& log, std::optional<std::size_t> flow, const QFontMetricsF& metrics);

    [[nodiscard]] const std::vector<PathNode>& nodes() const { return m_nodes; }
    [[nodiscard]] const std::vector<PathEdge>& edges() const { return m_edges; }
    [[nodiscard]] QSizeF size() const { return m_size; }
    /// Times to live with the middle of their column.
    [[nodiscard]] const std::map<int, double>& columns() const { return m_columns; }
    [[nodiscard]] double headerHeight() const { return m_header; }
    /// Nothing if there is none. A hop without address: the node where nobody answered.
    [[nodiscard]] std::optional<std::size_t> find(int ttl, const std::string& address, std::size_t target) const;

private:
    void addPath(const TraceLog& log, std::size_t target, std::optional<std::size_t> flow);
    std::size_t nodeFor(const HopRow& row, const std::string& address, std::size_t target, const std::string& name);
    void addEdge(std::size_t from, std::size_t to, std::size_t target, std::optional<std::size_t> flow, std::uint64_t probes);
    void order();
    void place(const QFontMetricsF& metrics);
    void spreadEdges();
    [[nodiscard]] double heightOfPredecessors(std::size_t node) const;

    std::vector<PathNode> m_nodes; ///< The first is where the probes come from.
    std::vector<PathEdge> m_edges;
    std::map<int, std::vector<std::size_t>> m_stacks; ///< By time to live: nodes from top to bottom.
    std::map<int, double> m_columns;
    QSizeF m_size;
    double m_header = 0;
};

} // namespace fw::ui
