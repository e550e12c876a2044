#include "ui/models/selection_model.h"

#include "engine/packet/dissect.h"
#include "ui/models/layout_words.h"

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

const LayoutNode& nodeOf(const ShownPacketPtr& packet, std::int32_t node)
{
    return packet->layout.nodes[static_cast<std::size_t>(node)];
}

Selection selectionOf(ShownPacketPtr packet, std::int32_t node)
{
    Selection selection{std::move(packet), node};
    if (node < 0)
        return selection;
    selection.bitOffset = nodeOf(selection.packet, node).bitOffset;
    selection.bits = nodeOf(selection.packet, node).bits;
    return selection;
}

bool leadsTo(std::string_view path, std::string_view wanted)
{
    return wanted.starts_with(path) && (wanted.size() == path.size() || wanted[path.size()] == '.' || wanted[path.size()] == '[');
}

/// Descends only where the path leads, so that a packet of many thousand nodes costs one name per row on the way.
std::int32_t findPath(const Protocols& protocols, const Layout& layout, std::string_view wanted)
{
    std::size_t index = 0;
    std::size_t end = layout.nodes.size();
    while (index < end) {
        const auto node = static_cast<std::int32_t>(index);
        const std::string path = nodePathText(protocols, layout, node);
        if (path == wanted)
            return node;
        if (leadsTo(path, wanted)) {
            end = layout.nodes[index].next;
            ++index;
        } else {
            index = layout.nodes[index].next;
        }
    }
    return -1;
}

bool same(const Selection& a, const Selection& b)
{
    return a.packet == b.packet && a.node == b.node && a.bitOffset == b.bitOffset && a.bits == b.bits;
}

} // namespace

ShownPacketPtr shownPacket(std::shared_ptr<const Protocols> protocols, ShownPacket::Source source, std::uint64_t number, CapturedPacket packet, bool practice)
{
    Dissection dissection = dissect(*protocols, packet.bytes, packet.linkType);
    verify(*protocols, dissection.draft, dissection.layout);
    return std::make_shared<const ShownPacket>(ShownPacket{source, number, std::move(packet), std::move(dissection.draft), std::move(dissection.layout), practice,
        std::move(protocols)});
}

SelectionModel::SelectionModel(const Protocols& protocols, QObject* parent)
    : SelectionModel(std::shared_ptr<const Protocols>(&protocols, [](const Protocols*) {}), parent)
{
}

SelectionModel::SelectionModel(std::shared_ptr<const Protocols> protocols, QObject* parent)
    : QObject(parent)
    , m_protocols(std::move(protocols))
{
}

void SelectionModel::setProtocols(std::shared_ptr<const Protocols> protocols)
{
    setPacket(nullptr, this);
    std::swap(m_protocols, protocols); // The old ones last until all have turned to the new.
    emit protocolsChanged();
}

void SelectionModel::setPacket(ShownPacketPtr packet, QObject* origin)
{
    if (packet && packet->readWith && packet->readWith != m_protocols)
        packet = shownPacket(m_protocols, packet->source, packet->number, packet->captured, packet->practice);
    const std::int32_t node = packet && !m_wantedPath.empty() ? findPath(*m_protocols, packet->layout, m_wantedPath) : -1;
    set(selectionOf(std::move(packet), node), origin);
}

void SelectionModel::selectNode(std::int32_t node, QObject* origin)
{
    if (!m_current.packet || node >= static_cast<std::int32_t>(m_current.packet->layout.nodes.size()))
        return;
    m_wantedPath = node < 0 ? std::string() : nodePathText(*m_protocols, m_current.packet->layout, node);
    set(selectionOf(m_current.packet, std::max(node, -1)), origin);
}

void SelectionModel::selectBytes(std::size_t first, std::size_t count, bool parent, QObject* origin)
{
    if (!m_current.packet || first >= m_current.packet->layout.bytes.size())
        return;
    if (parent && m_current.node >= 0) {
        selectNode(nodeOf(m_current.packet, m_current.node).parent, origin);
        return;
    }
    const std::int32_t node = m_current.packet->layout.nodeAt(std::uint64_t{first} * 8);
    if (count <= 1 && node >= 0) {
        selectNode(node, origin);
        return;
    }
    m_wantedPath = node < 0 ? std::string() : nodePathText(*m_protocols, m_current.packet->layout, node);
    const std::size_t taken = std::clamp<std::size_t>(count, 1, m_current.packet->layout.bytes.size() - first);
    set({m_current.packet, node, std::uint64_t{first} * 8, std::uint64_t{taken} * 8}, origin);
}

void SelectionModel::climb(QObject* origin)
{
    if (!m_current.packet)
        return;
    if (m_current.node < 0) {
        selectNode(-1, origin);
        return;
    }
    const Selection whole = selectionOf(m_current.packet, m_current.node);
    if (!same(whole, m_current))
        set(whole, origin);
    else if (nodeOf(m_current.packet, m_current.node).what == LayoutNode::What::Layer)
        selectNode(-1, origin);
    else
        selectNode(m_current.packet->layout.layerNode(nodeOf(m_current.packet, m_current.node).layer), origin);
}

QString SelectionModel::statusText() const
{
    if (!m_current.packet)
        return {};
    const Layout& layout = m_current.packet->layout;
    QStringList parts;
    if (m_current.node >= 0)
        parts << QString::fromStdString(nodePathText(*m_protocols, layout, m_current.node));
    else
        parts << (m_current.packet->number == 0 ? tr("Packet") : tr("Packet %1").arg(m_current.packet->number));
    if (m_current.bits != 0)
        parts << rangeText(m_current.bitOffset, m_current.bits);
    else if (m_current.node < 0)
        parts << sizeText(std::uint64_t{layout.bytes.size()} * 8);
    else
        parts << tr("not on the wire");
    const QString raw = rawText(layout.bytes, m_current.bitOffset, m_current.bits);
    const bool isField = m_current.node >= 0 && nodeOf(m_current.packet, m_current.node).what != LayoutNode::What::Layer;
    if (!raw.isEmpty())
        parts << raw;
    else if (isField && isLeaf(layout, m_current.node) && m_current.bits != 0)
        parts << nodeValue(*m_protocols, layout, m_current.node).left(80);
    return parts.join(u" · "_s);
}

void SelectionModel::set(Selection selection, QObject* origin)
{
    if (same(selection, m_current))
        return;
    m_current = std::move(selection);
    emit changed(m_current, origin);
}

} // namespace fw::ui
