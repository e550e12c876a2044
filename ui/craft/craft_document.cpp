#include "ui/craft/craft_document.h"

#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/expand.h"
#include "engine/packet/text.h"
#include "ui/craft/craft_command.h"

#include <algorithm>

namespace fw::ui {
namespace {

using Offset = std::vector<Layer>::difference_type;

std::uint32_t linkTypeOf(const Protocols& protocols, const Draft& draft)
{
    if (draft.layers.empty())
        return link_type::Raw;
    const auto& types = protocols[draft.layers.front().protocol].linkTypes;
    return types.empty() ? link_type::Raw : types.front();
}

DissectOptions startingWith(const Draft& draft)
{
    DissectOptions options;
    if (!draft.layers.empty())
        options.first = draft.layers.front().protocol;
    return options;
}

} // namespace

CraftDocument::CraftDocument(SelectionModel& selection, QObject* parent)
    : QObject(parent)
    , m_selection(selection)
    , m_state(stateOf({}, {}))
{
    connect(&selection, &SelectionModel::protocolsChanged, this, &CraftDocument::followProtocols);
    rebuild();
}

std::uint64_t CraftDocument::packetCount() const
{
    return draft().layers.empty() ? 0 : fw::packetCount(draft());
}

QString CraftDocument::summaryText() const
{
    return QString::fromStdString(summary(protocols(), firstPacket(), *m_environment));
}

QString CraftDocument::layerName(std::size_t layer) const
{
    return QString::fromStdString(protocols()[draft().layers[layer].protocol].name);
}

void CraftDocument::setEnvironment(const Environment* environment)
{
    m_environment = environment == nullptr ? &m_noEnvironment : environment;
    refresh();
}

void CraftDocument::refresh()
{
    rebuild();
    emit draftChanged(nullptr);
    const ShownPacketPtr& shown = m_selection.current().packet;
    if (shown && shown->source == ShownPacket::Source::Craft)
        publish();
}

void CraftDocument::publish()
{
    m_selection.setPacket(m_shown, this);
}

void CraftDocument::rebuild()
{
    auto shown = std::make_shared<ShownPacket>();
    shown->source = ShownPacket::Source::Craft;
    shown->readWith = m_selection.snapshot();
    shown->draft = m_state.draft.layers.empty() ? m_state.draft : expanded(m_state.draft, 0);
    shown->layout = build(protocols(), shown->draft, *m_environment);
    verify(protocols(), shown->draft, shown->layout);
    shown->captured.linkType = linkTypeOf(protocols(), shown->draft);
    shown->captured.originalLength = static_cast<std::uint32_t>(shown->layout.bytes.size());
    m_shown = std::move(shown);
}

CraftState CraftDocument::translated(const CraftState& state) const
{
    if (state.protocols == m_selection.snapshot() || state.draft.layers.empty())
        return stateOf(state.draft, state.text);
    if (auto same = scapy::parse(protocols(), scapy::format(*state.protocols, state.draft)))
        return stateOf(std::move(*same), state.text);
    // A protocol or field of it is gone. What it was sent as still can be.
    Draft bytes{{rawLayer(protocols(), buildBytes(*state.protocols, expanded(state.draft, 0), *m_environment))}};
    return stateOf(std::move(bytes), state.text);
}

void CraftDocument::followProtocols()
{
    m_state = translated(m_state);
    m_error.reset();
    if (!m_text.trimmed().isEmpty()) {
        auto parsed = scapy::parse(protocols(), m_text.toStdString());
        if (parsed)
            m_state = stateOf(std::move(*parsed), m_text);
        else
            m_error = parsed.error();
    }
    rebuild();
    emit draftChanged(nullptr);
    emit textChanged(nullptr);
}

void CraftDocument::apply(const CraftState& state, QObject* origin)
{
    m_state = translated(state);
    m_text = state.text;
    m_error.reset();
    if (!m_text.trimmed().isEmpty()) {
        // The text before an edit in the tree may have been a wrong one; undo brings it back with its error.
        if (const auto parsed = scapy::parse(protocols(), m_text.toStdString()); !parsed)
            m_error = parsed.error();
    }
    rebuild();
    emit draftChanged(origin);
    emit textChanged(origin);
    publish();
}

void CraftDocument::setText(const QString& text, QObject* origin)
{
    if (text == m_text)
        return;
    m_text = text;
    m_error.reset();
    Draft draft;
    if (!text.trimmed().isEmpty()) {
        auto parsed = scapy::parse(protocols(), text.toStdString());
        if (!parsed) {
            m_error = parsed.error();
            emit textChanged(origin);
            return;
        }
        draft = std::move(*parsed);
    }
    if (draft == m_state.draft) {
        m_state.text = text;
        emit textChanged(origin);
        return;
    }
    m_undo.push(new CraftCommand(*this, m_state, stateOf(std::move(draft), text), tr("edit expression"), QStringLiteral("text %1").arg(m_typing), origin));
}

void CraftDocument::commit(Draft draft, const QString& name, const QString& mergeKey, QObject* origin)
{
    if (draft == m_state.draft)
        return;
    QString text = QString::fromStdString(scapy::format(protocols(), draft));
    m_undo.push(new CraftCommand(*this, stateOf(m_state.draft, m_text), stateOf(std::move(draft), std::move(text)), name, mergeKey, origin));
}

void CraftDocument::setDraft(Draft draft, const QString& name, QObject* origin)
{
    commit(std::move(draft), name, {}, origin);
}

std::optional<Error> CraftDocument::setFieldText(const FieldPath& path, const QString& text, QObject* origin)
{
    auto changed = withText(protocols(), draft(), path, text.toStdString());
    if (!changed)
        return changed.error();
    const QString name = tr("set %1").arg(QString::fromStdString(pathText(protocols(), draft(), path)));
    commit(std::move(*changed), name, name, origin);
    return std::nullopt;
}

void CraftDocument::setFieldValue(const FieldPath& path, Value value, QObject* origin)
{
    auto changed = withValue(protocols(), draft(), path, std::move(value));
    if (!changed)
        return;
    const QString name = tr("set %1").arg(QString::fromStdString(pathText(protocols(), draft(), path)));
    commit(std::move(*changed), name, name, origin);
}

void CraftDocument::setAutomatic(const FieldPath& path, QObject* origin)
{
    auto changed = withAuto(protocols(), draft(), path);
    if (changed)
        commit(std::move(*changed), tr("reset %1").arg(QString::fromStdString(pathText(protocols(), draft(), path))), {}, origin);
}

void CraftDocument::pin(const FieldPath& path, QObject* origin)
{
    const std::int32_t node = layout().nodeOf(path);
    if (node < 0)
        return;
    auto changed = withValue(protocols(), draft(), path, layout().nodes[static_cast<std::size_t>(node)].value);
    if (changed)
        commit(std::move(*changed), tr("pin %1").arg(QString::fromStdString(pathText(protocols(), draft(), path))), {}, origin);
}

void CraftDocument::addElement(const FieldPath& list, QObject* origin)
{
    auto changed = withNewElement(protocols(), draft(), list);
    if (changed)
        commit(std::move(*changed), tr("add to %1").arg(QString::fromStdString(pathText(protocols(), draft(), list))), {}, origin);
}

void CraftDocument::removeElement(const FieldPath& element, QObject* origin)
{
    auto changed = withoutElement(protocols(), draft(), element);
    if (changed)
        commit(std::move(*changed), tr("remove %1").arg(QString::fromStdString(pathText(protocols(), draft(), element))), {}, origin);
}

void CraftDocument::addLayer(std::size_t at, ProtocolId protocol, QObject* origin)
{
    insertLayers(at, Draft{{makeLayer(protocols(), protocol)}}, origin);
}

void CraftDocument::insertLayers(std::size_t at, const Draft& layers, QObject* origin)
{
    if (layers.layers.empty())
        return;
    Draft changed = draft();
    at = std::min(at, changed.layers.size());
    changed.layers.insert(changed.layers.begin() + static_cast<Offset>(at), layers.layers.begin(), layers.layers.end());
    QStringList names;
    for (const Layer& layer : layers.layers)
        names << QString::fromStdString(protocols()[layer.protocol].name);
    commit(std::move(changed), tr("add %1").arg(names.join(QLatin1Char('/'))), {}, origin);
}

void CraftDocument::removeLayer(std::size_t layer, QObject* origin)
{
    if (layer >= draft().layers.size())
        return;
    Draft changed = draft();
    changed.layers.erase(changed.layers.begin() + static_cast<Offset>(layer));
    commit(std::move(changed), tr("remove %1").arg(layerName(layer)), {}, origin);
}

void CraftDocument::moveLayer(std::size_t from, std::size_t to, QObject* origin)
{
    if (from >= draft().layers.size() || to >= draft().layers.size() || from == to)
        return;
    Draft changed = draft();
    const auto first = changed.layers.begin();
    const auto a = static_cast<Offset>(from);
    const auto b = static_cast<Offset>(to);
    if (from < to)
        std::rotate(first + a, first + a + 1, first + b + 1);
    else
        std::rotate(first + b, first + a, first + a + 1);
    commit(std::move(changed), tr("move %1").arg(layerName(from)), {}, origin);
}

void CraftDocument::duplicateLayer(std::size_t layer, QObject* origin)
{
    if (layer >= draft().layers.size())
        return;
    Draft changed = draft();
    const Layer copy = changed.layers[layer];
    changed.layers.insert(changed.layers.begin() + static_cast<Offset>(layer) + 1, copy);
    commit(std::move(changed), tr("duplicate %1").arg(layerName(layer)), {}, origin);
}

void CraftDocument::overwriteBytes(std::size_t offset, Bytes bytes, QObject* origin)
{
    Buffer changed = layout().bytes;
    if (bytes.empty() || offset >= changed.size() || bytes.size() > changed.size() - offset)
        return;
    std::ranges::copy(bytes, changed.begin() + static_cast<Offset>(offset));
    Dissection read = dissect(protocols(), changed, m_shown->captured.linkType, startingWith(draft()));
    std::optional<Draft> fields = withFieldsOf(read.layout, offset * 8, bytes.size() * 8);
    // The two halves of a byte are typed one after the other and are one edit.
    const QString key = QStringLiteral("byte %1").arg(offset);
    commit(fields ? std::move(*fields) : std::move(read.draft), tr("edit bytes"), key, origin);
}

std::optional<Draft> CraftDocument::withFieldsOf(const Layout& read, std::uint64_t bitOffset, std::uint64_t bits) const
{
    Draft changed = draft();
    for (std::uint32_t i = 0; i < layout().nodes.size(); ++i) {
        const LayoutNode& node = layout().nodes[i];
        const bool leaf = node.what != LayoutNode::What::Layer && node.next == i + 1;
        if (!leaf || node.bitOffset >= bitOffset + bits || node.bitOffset + node.bits <= bitOffset)
            continue;
        const FieldPath path = layout().pathOf(static_cast<std::int32_t>(i));
        const std::int32_t same = read.nodeOf(path);
        if (same < 0)
            return std::nullopt;
        const Value& value = read.nodes[static_cast<std::size_t>(same)].value;
        if (value == node.value)
            continue;
        auto next = withValue(protocols(), changed, path, value);
        if (!next)
            return std::nullopt;
        changed = std::move(*next);
    }
    if (buildBytes(protocols(), expanded(changed, 0), *m_environment).size() != layout().bytes.size())
        return std::nullopt;
    return changed;
}

void CraftDocument::overwriteByte(std::size_t offset, std::uint8_t value)
{
    overwriteBytes(offset, Bytes(&value, 1), sender());
}

void CraftDocument::editCopy(const Draft& capturedDraft)
{
    commit(released(protocols(), capturedDraft), tr("edit copy"), {}, nullptr);
}

} // namespace fw::ui
