#include "ui/trace/path_graph_accessible.h"

#include "ui/trace/path_graph.h"

#include <map>

namespace fw::ui {
namespace {

class NodeAccessible final : public QAccessibleInterface {
public:
    NodeAccessible(PathGraph& graph, int node) : m_graph(graph), m_node(node) {}

    [[nodiscard]] int node() const { return m_node; }
    [[nodiscard]] bool isValid() const override { return m_node < m_graph.nodeCount(); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(&m_graph); }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override {}
    [[nodiscard]] QString text(QAccessible::Text text) const override { return text == QAccessible::Name ? m_graph.nodeText(m_node) : QString(); }
    [[nodiscard]] QRect rect() const override
    {
        const QRect local = m_graph.nodeRect(m_node).toRect();
        return {m_graph.viewport()->mapToGlobal(local.topLeft()), local.size()};
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = state.focusable = state.readOnly = true;
        state.selected = m_graph.currentNode() == m_node;
        state.focused = state.selected && m_graph.hasFocus();
        state.invalid = !isValid();
        return state;
    }

private:
    PathGraph& m_graph;
    int m_node;
};

class GraphAccessible final : public QAccessibleWidget {
public:
    explicit GraphAccessible(PathGraph& graph) : QAccessibleWidget(&graph, QAccessible::List), m_graph(graph) {}
    ~GraphAccessible() override
    {
        for (const auto& [node, id] : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] int childCount() const override { return m_graph.nodeCount(); }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        if (const auto known = m_children.find(index); known != m_children.end())
            return QAccessible::accessibleInterface(known->second);
        auto* made = new NodeAccessible(m_graph, index); // QAccessible owns it from here; deleted with us.
        m_children.emplace(index, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* node = dynamic_cast<const NodeAccessible*>(child);
        return node ? node->node() : -1;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint there = m_graph.viewport()->mapFromGlobal(QPoint(x, y));
        for (int node = 0; node < childCount(); ++node)
            if (m_graph.nodeRect(node).contains(there))
                return child(node);
        return nullptr;
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override { return m_graph.hasFocus() ? child(m_graph.currentNode()) : nullptr; }
    [[nodiscard]] QString text(QAccessible::Text text) const override
    {
        return text == QAccessible::Value ? m_graph.nodeText(m_graph.currentNode()) : QAccessibleWidget::text(text);
    }

private:
    PathGraph& m_graph;
    mutable std::map<int, QAccessible::Id> m_children; ///< Made when asked for.
};

} // namespace

QAccessibleInterface* pathGraphAccessible(const QString&, QObject* object)
{
    auto* graph = qobject_cast<PathGraph*>(object);
    return graph ? new GraphAccessible(*graph) : nullptr;
}

} // namespace fw::ui
