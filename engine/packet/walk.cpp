#include "engine/packet/walk.h"

#include "engine/packet/dissect.h"
#include "engine/packet/walk_plan.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t mostLayers = DissectOptions::mostLayers;

} // namespace

struct Walker::Step {
    ProtocolId protocol = noProtocol;
    std::size_t at = 0;
    std::size_t end = 0;
    bool quoted = false;
};

Walker::Walker(const Protocols& protocols) : m_protocols(protocols), m_plans(protocols.size()), m_root(protocols.rootFor(m_linkType))
{
}

Walker::~Walker() = default;

const WalkPlan& Walker::plan(ProtocolId protocol)
{
    m_plans[protocol] = std::make_unique<WalkPlan>(m_protocols, protocol);
    return *m_plans[protocol];
}

/// The whole frame is dissected, because how a layer is read may depend on those below it; its layers from here on are taken.
void Walker::dissectRest(Bytes frame, std::uint32_t linkType, std::vector<LayerSpan>& spans) const
{
    const Dissection dissection = dissect(m_protocols, frame, linkType);
    const std::vector<std::uint32_t> layers = dissection.layout.layers();
    const std::size_t end = m_paddings.empty() ? frame.size() : m_paddings.back().first;
    for (std::size_t i = spans.size(); i < layers.size(); ++i) {
        const LayoutNode& node = dissection.layout.nodes[layers[i]];
        const std::uint64_t from = node.bitOffset / 8;
        const std::uint64_t to = from + node.bits / 8;
        const bool isLast = node.protocol == m_protocols.raw() || node.protocol == m_protocols.padding();
        spans.push_back({node.protocol, static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(node.bits / 8),
                         static_cast<std::uint16_t>(isLast ? to : std::max<std::uint64_t>(to, end))});
    }
}

/// False if the walk ends here: no further layer is known, or what is left has to be dissected (step.protocol is set then).
/// `layer` is the same object for all layers of a frame.
bool Walker::walkLayer(WalkLayer& layer, Step& step, std::vector<LayerSpan>& spans)
{
    layer.start = layer.at = step.at;
    layer.end = step.end;
    layer.headerEnd = 0;
    layer.below = spans.data();
    layer.belowCount = spans.size();
    layer.measured = 0;
    layer.tookAll = false;
    const WalkPlan* plan = &planOf(step.protocol);
    layer.protocol = &plan->protocol();
    for (int hops = 0; hops < 5 && plan->isWalkable() && plan->hasVariants(); ++hops) {
        const ProtocolId variant = plan->variantOf(layer);
        if (variant == noProtocol)
            break;
        plan = &planOf(variant);
        layer.protocol = &plan->protocol();
    }
    if (step.quoted && plan->protocol().quoted != noProtocol) {
        plan = &planOf(plan->protocol().quoted);
        layer.protocol = &plan->protocol();
    }
    if (!plan->isWalkable())
        return false;
    std::uint32_t offsets[WalkPlan::mostFields];
    std::uint32_t sizes[WalkPlan::mostFields];
    if (!plan->measure(layer, offsets, sizes)) {
        if (!step.quoted) { // It does not fit: raw bytes.
            step.protocol = noProtocol;
            return false;
        }
        layer.at = layer.headerEnd = step.end;
    }
    if (plan->hasTrailers() && plan->mayHaveTrailer(layer))
        return false;
    m_foundAll = m_foundAll && !layer.tookAll;
    WalkPlan::Next next = plan->payloadOf(layer);
    std::size_t end = step.end;
    if (next.nothing)
        end = layer.headerEnd;
    else if (next.bytes && *next.bytes >= 0 && *next.bytes <= static_cast<std::int64_t>(end - layer.headerEnd))
        end = layer.headerEnd + static_cast<std::size_t>(*next.bytes);
    spans.push_back({plan->protocol().id, static_cast<std::uint16_t>(step.at), static_cast<std::uint16_t>(layer.headerEnd - step.at), static_cast<std::uint16_t>(step.end)});
    layer.below = spans.data();
    layer.belowCount = spans.size() - 1;
    if (!next.nothing && next.protocol == noProtocol && plan->protocol().payload.rule != PayloadDesc::Rule::Cases)
        next.protocol = plan->boundOrGuessed(layer, end);
    if (end < step.end)
        m_paddings.emplace_back(end, step.end);
    step = {next.protocol == m_protocols.raw() ? noProtocol : next.protocol, layer.headerEnd, end, step.quoted || next.quoted};
    return step.protocol != noProtocol;
}

void Walker::walk(Bytes bytes, std::uint32_t linkType, std::vector<LayerSpan>& spans)
{
    spans.clear();
    m_paddings.clear();
    m_foundAll = true;
    const Bytes frame = bytes.first(std::min<std::size_t>(bytes.size(), 0xffff));
    if (linkType != m_linkType)
        m_root = m_protocols.rootFor(m_linkType = linkType);
    Step step{m_root, 0, frame.size(), false};
    WalkLayer layer{.frame = frame};
    bool goesOn = step.protocol != noProtocol;
    while (goesOn && step.at < step.end && spans.size() < mostLayers)
        goesOn = walkLayer(layer, step, spans);
    if (!goesOn && step.protocol != noProtocol && step.at < step.end) {
        dissectRest(frame, linkType, spans);
        return;
    }
    const auto add = [&](ProtocolId protocol, std::size_t from, std::size_t to) {
        spans.push_back({protocol, static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(to - from), static_cast<std::uint16_t>(to)});
    };
    if (step.at < step.end)
        add(m_protocols.raw(), step.at, step.end);
    for (auto pad = m_paddings.rbegin(); pad != m_paddings.rend(); ++pad) // Innermost first, as they lie on the wire.
        add(m_protocols.padding(), pad->first, pad->second);
}

std::optional<std::int64_t> Walker::number(Bytes frame, const LayerSpan& span, FieldIndex field) const
{
    const ProtocolDesc& protocol = m_protocols[span.protocol];
    if (!protocol.fields[field].staticOffset)
        return std::nullopt;
    const WalkLayer layer{.frame = frame, .protocol = &protocol, .start = span.offset, .end = span.end};
    return walkedNumber(layer, m_protocols, field);
}

} // namespace fw
