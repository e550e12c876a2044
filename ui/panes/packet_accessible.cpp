#include "ui/panes/packet_accessible.h"

#include "ui/models/layout_words.h"

#include <QWidget>

namespace fw::ui {
namespace {

class FieldAccessible final : public QAccessibleInterface {
public:
    FieldAccessible(const PacketAccessible& owner, std::int32_t node)
        : m_owner(owner)
        , m_node(node)
    {
    }

    [[nodiscard]] std::int32_t node() const { return m_node; }
    [[nodiscard]] bool isValid() const override { return m_owner.isValid() && m_node < m_owner.childCount(); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QWindow* window() const override { return m_owner.window(); }
    [[nodiscard]] QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_owner.object()); }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QRect rect() const override { return m_owner.screenRect(m_node); }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override {}

    [[nodiscard]] QString text(QAccessible::Text text) const override
    {
        if (!isValid())
            return {};
        const Protocols& protocols = m_owner.selection().protocols();
        const Layout& layout = m_owner.selection().current().packet->layout;
        const LayoutNode& it = layout.nodes[static_cast<std::size_t>(m_node)];
        switch (text) {
        case QAccessible::Name:
            return QString::fromStdString(nodePathText(protocols, layout, m_node));
        case QAccessible::Value:
            return nodeValue(protocols, layout, m_node);
        case QAccessible::Description:
            return isSilent(it) ? QString() : rangeText(it.bitOffset, it.bits);
        default:
            return {};
        }
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        state.readOnly = true;
        state.selected = isValid() && m_owner.selection().current().node == m_node;
        state.focused = state.selected && m_owner.state().focused;
        state.invalid = !isValid();
        return state;
    }

private:
    const PacketAccessible& m_owner;
    std::int32_t m_node;
};

} // namespace

PacketAccessible::PacketAccessible(QWidget* widget, SelectionModel& selection, NodeRect nodeRect)
    : QAccessibleWidget(widget, QAccessible::List)
    , m_selection(selection)
    , m_nodeRect(std::move(nodeRect))
{
}

PacketAccessible::~PacketAccessible()
{
    for (const auto& [index, id] : m_children)
        QAccessible::deleteAccessibleInterface(id);
}

int PacketAccessible::childCount() const
{
    const auto& packet = m_selection.current().packet;
    return packet ? static_cast<int>(packet->layout.nodes.size()) : 0;
}

QAccessibleInterface* PacketAccessible::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    if (const auto known = m_children.find(index); known != m_children.end())
        return QAccessible::accessibleInterface(known->second);
    auto* made = new FieldAccessible(*this, index); // QAccessible owns it from here; deleted with us.
    m_children.emplace(index, QAccessible::registerAccessibleInterface(made));
    return made;
}

int PacketAccessible::indexOfChild(const QAccessibleInterface* child) const
{
    const auto* field = dynamic_cast<const FieldAccessible*>(child);
    return field ? field->node() : -1;
}

QAccessibleInterface* PacketAccessible::childAt(int x, int y) const
{
    // The innermost comes last: children stand after their parents.
    for (int index = childCount() - 1; index >= 0; --index) {
        if (screenRect(index).contains(x, y))
            return child(index);
    }
    return nullptr;
}

QAccessibleInterface* PacketAccessible::focusChild() const
{
    return widget()->hasFocus() ? child(m_selection.current().node) : nullptr;
}

QString PacketAccessible::text(QAccessible::Text text) const
{
    return text == QAccessible::Value ? m_selection.statusText() : QAccessibleWidget::text(text);
}

QRect PacketAccessible::screenRect(std::int32_t node) const
{
    const QRect local = node >= 0 && node < childCount() ? m_nodeRect(node) : QRect();
    return local.isEmpty() ? QRect() : QRect(widget()->mapToGlobal(local.topLeft()), local.size());
}

void announceValue(QWidget* widget, const QString& value)
{
    QAccessibleValueChangeEvent event(widget, value);
    QAccessible::updateAccessibility(&event);
}

} // namespace fw::ui
