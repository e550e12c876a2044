#include "engine/packet/dissect.h"

#include "engine/packet/reader.h"

#include <algorithm>
#include <deque>

namespace fw {
namespace {

/// What follows a header.
struct Next {
    ProtocolId protocol = noProtocol; ///< noProtocol: Raw
    std::size_t end = 0;              ///< Where the payload ends; the rest is trailer or padding.
    bool quoted = false;
    bool nothing = false;             ///< No payload by rule: the rest is padding.
};

class Dissector {
public:
    Dissector(const Protocols& protocols, Bytes bytes, const DissectOptions& options, Dissection& out)
        : m_protocols(protocols), m_bytes(bytes), m_options(options), m_out(out), m_reader(protocols, bytes, options, out.layout)
    {
    }

    void run(ProtocolId first, std::size_t& reads)
    {
        m_reader.reads = reads;
        m_again = Step{first, 0, m_bytes.size(), false, nullptr};
        while (m_again)
            readMessage(*std::exchange(m_again, std::nullopt));
        for (auto pad = m_paddings.rbegin(); pad != m_paddings.rend(); ++pad) // Innermost first, as they lie on the wire.
            if (pad->first < pad->second && addBytes(m_protocols.padding(), pad->first, pad->second)) // Other layers' bytes may follow.
                m_layers.back().originalTrailer = static_cast<std::uint32_t>(m_bytes.size() - pad->second);
        for (Layer& layer : m_layers)
            m_out.draft.layers.push_back(std::move(layer));
        reads = m_reader.reads;
    }

private:
    struct Step {
        ProtocolId protocol;
        std::size_t at;
        std::size_t end;
        bool quoted;
        const ReadScope* lower;
    };

    /// A layer and what it carries.
    void readMessage(Step step)
    {
        while (step.protocol != noProtocol && step.at < step.end && m_layers.size() < m_options.maxLayers) {
            const auto following = readLayer(step);
            if (!following)
                break;
            step = *following;
        }
        if (step.at >= step.end)
            return;
        if (step.protocol != noProtocol && m_layers.size() >= m_options.maxLayers)
            m_reader.note(LayoutNote::Code::TooMany, Check::Level::Warn, static_cast<std::int32_t>(m_out.layout.nodes.size()), step.at, m_protocols[step.protocol].name);
        addBytes(m_protocols.raw(), step.at, step.end);
    }

    /// Nothing when the layer does not fit: what is there is raw then.
    std::optional<Step> readLayer(const Step& step)
    {
        const ProtocolId chosen = variantOf(step);
        const ProtocolDesc& protocol = m_protocols[chosen];
        Layer& layer = m_layers.emplace_back(Layer{chosen, std::vector<Slot>(protocol.fields.size()), std::nullopt, 0});
        ReadScope& scope = m_scopes.emplace_back(m_reader, layer, step.lower, nullptr, step.at, step.end);
        const std::size_t nodes = m_out.layout.nodes.size();
        const std::size_t notes = m_out.layout.notes.size();
        m_reader.layerNumber = static_cast<std::uint32_t>(m_layers.size() - 1);
        if (protocol.origin)
            m_reader.origin = step.at + static_cast<std::size_t>(std::clamp<std::int64_t>(m_reader.evaluate(protocol.originOffset, scope, 0), 0, 64));
        const std::int32_t node = m_reader.addNode({.what = LayoutNode::What::Layer, .protocol = chosen, .bitOffset = step.at * 8});
        m_reader.readFields(scope, node);
        if (scope.isShort && !step.quoted && !m_reader.isFull()) {
            m_layers.pop_back();
            m_scopes.pop_back();
            m_out.layout.nodes.resize(nodes);
            m_out.layout.notes.resize(notes);
            m_reader.layerNumber = static_cast<std::uint32_t>(m_layers.size());
            m_reader.note(LayoutNote::Code::Truncated, Check::Level::Warn, static_cast<std::int32_t>(nodes), step.at, protocol.name);
            return std::nullopt;
        }
        if (scope.isShort) {
            if (!m_reader.isFull())
                m_reader.note(LayoutNote::Code::Truncated, Check::Level::Note, node, scope.at(), protocol.name);
            scope.headerEnd = step.end; // The field cut in two is shown as what is left of the packet's bytes.
        }
        return finishLayer(step, layer, scope, node);
    }

    Step finishLayer(const Step& step, Layer& layer, ReadScope& scope, std::int32_t node)
    {
        const ProtocolDesc& protocol = scope.protocol();
        Next next = payloadOf(scope, step.end);
        next.quoted = next.quoted || step.quoted;
        scope.payloadEnd = next.end;
        layer.original = toBuffer(m_bytes.subspan(step.at, scope.headerEnd - step.at));
        std::size_t used = next.end;
        if (std::ranges::any_of(protocol.fields, &FieldDesc::trailer) && !scope.isShort) {
            m_reader.readTrailer(scope, node, next.end);
            used = std::clamp(scope.at(), next.end, step.end);
            append(*layer.original, m_bytes.subspan(next.end, used - next.end));
            layer.originalTrailer = static_cast<std::uint32_t>(used - next.end);
        }
        m_reader.endNode(node, scope.headerEnd * 8);
        if (protocol.repeat && !m_again && used > step.at && used < step.end)
            m_again = Step{step.protocol, used, step.end, step.quoted, step.lower};
        else
            m_paddings.emplace_back(used, step.end);
        if (next.nothing)
            return {noProtocol, next.end, next.end, false, &scope};
        return {next.protocol, scope.headerEnd, next.end, next.quoted, &scope};
    }

    ProtocolId variantOf(const Step& step)
    {
        ProtocolId chosen = step.protocol;
        for (int hops = 0; hops < 4; ++hops) {
            const ProtocolDesc& protocol = m_protocols[chosen];
            if (protocol.variants.empty())
                break;
            Layer probe{chosen, {}, std::nullopt, 0};
            ReadScope scope(m_reader, probe, step.lower, nullptr, step.at, step.end);
            const auto found = std::ranges::find_if(protocol.variants, [&](const auto& variant) { return m_reader.holds(variant.when, scope); });
            if (found == protocol.variants.end() || found->use == noProtocol)
                break;
            chosen = found->use;
        }
        chosen = m_reader.extensionOf(chosen, step.at, step.end, nullptr);
        if (step.quoted && m_protocols[chosen].quoted != noProtocol)
            return m_protocols[chosen].quoted;
        return chosen;
    }

    Next payloadOf(ReadScope& scope, std::size_t end)
    {
        const PayloadDesc& payload = scope.protocol().payload;
        Next next{.end = end};
        const std::size_t at = scope.headerEnd;
        ExprId bytes = payload.bytes;
        scope.bitAt = at * 8;
        if (payload.rawIf == 0 || !m_reader.holds(payload.rawIf, scope))
            bytes = choose(scope, payload, next, bytes);
        if (next.nothing) {
            next.end = at;
            return next;
        }
        if (bytes != 0) {
            const std::int64_t told = m_reader.evaluate(bytes, scope, -1);
            const auto left = static_cast<std::int64_t>(end - at);
            if (told > left)
                m_reader.note(LayoutNote::Code::LengthTooLarge, Check::Level::Note, currentLayerNode(), at, std::to_string(told));
            if (told >= 0 && told <= left)
                next.end = at + static_cast<std::size_t>(told);
        }
        if (next.protocol == noProtocol && payload.rule != PayloadDesc::Rule::Cases)
            next.protocol = boundOrGuessed(scope, at, next.end);
        return next;
    }

    /// By the payload rule. Returns the expression that bounds the payload.
    ExprId choose(ReadScope& scope, const PayloadDesc& payload, Next& next, ExprId bytes)
    {
        switch (payload.rule) {
        case PayloadDesc::Rule::None:
            next.nothing = true;
            break;
        case PayloadDesc::Rule::Raw:
            break;
        case PayloadDesc::Rule::Use:
            next.protocol = payload.use;
            break;
        case PayloadDesc::Rule::Table:
            for (const FieldIndex key : payload.keys) {
                const ExprValue value = scope.field(key);
                if (value.kind == ExprValue::Kind::Int && next.protocol == noProtocol)
                    next.protocol = lookUp(payload.table, value.number);
            }
            break;
        case PayloadDesc::Rule::Cases:
            for (const PayloadCase& item : payload.cases) {
                if (item.when != 0 && !m_reader.holds(item.when, scope))
                    continue;
                next.protocol = item.use == m_protocols.raw() ? noProtocol : item.use;
                next.quoted = item.quote;
                return item.bytes != 0 ? item.bytes : bytes;
            }
            break;
        }
        return bytes;
    }

    ProtocolId lookUp(std::uint16_t table, std::int64_t key) const
    {
        if (!m_options.decodeAs.empty()) {
            const auto found = m_options.decodeAs.find({m_protocols.tableName(table), key});
            if (found != m_options.decodeAs.end())
                return found->second;
        }
        return m_protocols.lookUp(table, key);
    }

    ProtocolId boundOrGuessed(ReadScope& lower, std::size_t at, std::size_t end)
    {
        for (const auto& direct : m_protocols.boundTo(lower.protocol().id)) {
            const Binding& binding = m_protocols.binding(direct);
            const bool matches = binding.dissect && std::ranges::all_of(binding.when, [&](const auto& wanted) {
                const FieldIndex field = lower.protocol().find(wanted.first);
                const ExprValue value = field == noField ? ExprValue::unknown() : lower.field(field);
                const ExprValue want = ExprValue::from(wanted.second);
                return value.isKnown() && value.kind == want.kind && value.number == want.number && value.bytes == want.bytes;
            });
            if (matches && !binding.when.empty())
                return direct.upper;
        }
        for (const ProtocolId upper : m_protocols.heuristicsOver(lower.protocol().id)) {
            Layer probe{upper, {}, std::nullopt, 0};
            ReadScope scope(m_reader, probe, &lower, nullptr, at, end);
            for (const auto& heuristic : m_protocols[upper].heuristics)
                if (at < end && heuristic.over == m_protocols[lower.protocol().id].plain && m_reader.holds(heuristic.when, scope))
                    return upper;
        }
        return noProtocol;
    }

    /// A Raw or Padding layer over these bytes, if there is such a protocol.
    bool addBytes(ProtocolId protocol, std::size_t from, std::size_t to)
    {
        if (protocol == noProtocol)
            return false;
        m_reader.layerNumber = static_cast<std::uint32_t>(m_layers.size());
        Layer& layer = m_layers.emplace_back(Layer{protocol, std::vector<Slot>(m_protocols[protocol].fields.size()), std::nullopt, 0});
        ReadScope scope(m_reader, layer, nullptr, nullptr, from, to);
        const std::int32_t node = m_reader.addNode({.what = LayoutNode::What::Layer, .protocol = protocol, .bitOffset = from * 8});
        m_reader.readFields(scope, node);
        m_reader.endNode(node, to * 8);
        layer.original = toBuffer(m_bytes.subspan(from, to - from));
        return true;
    }

    [[nodiscard]] std::int32_t currentLayerNode() const
    {
        const auto& nodes = m_out.layout.nodes;
        for (std::size_t i = nodes.size(); i-- > 0;)
            if (nodes[i].what == LayoutNode::What::Layer)
                return static_cast<std::int32_t>(i);
        return 0;
    }

    const Protocols& m_protocols;
    Bytes m_bytes;
    const DissectOptions& m_options;
    Dissection& m_out;
    Reader m_reader;
    std::deque<Layer> m_layers;     // Scopes hold references into these.
    std::deque<ReadScope> m_scopes;
    std::optional<Step> m_again; ///< Another message of the same kind follows in the same area.
    std::vector<std::pair<std::size_t, std::size_t>> m_paddings; ///< Outermost first.
};

} // namespace

Dissection dissect(const Protocols& protocols, Bytes bytes, std::uint32_t linkType, const DissectOptions& options)
{
    std::size_t reads = 0;
    if (options.first != noProtocol)
        return dissectInside(protocols, bytes, options, reads);
    DissectOptions rooted = options;
    rooted.first = protocols.rootFor(linkType);
    return dissectInside(protocols, bytes, rooted, reads);
}

Dissection dissectInside(const Protocols& protocols, Bytes bytes, const DissectOptions& options, std::size_t& reads)
{
    Dissection out;
    out.layout.bytes = toBuffer(bytes);
    Dissector(protocols, bytes, options, out).run(options.first, reads);
    return out;
}

} // namespace fw
