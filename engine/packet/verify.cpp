// What is wrong with a packet, told when it is shown.
#include "engine/packet/dissect.h"

#include "engine/packet/builder.h"
#include "engine/packet/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace fw {
namespace {

/// A layer over its own bytes, with one field of the header taken as zero: how checksums are worked out.
class VerifyScope final : public ExprScope {
public:
    VerifyScope(ReadScope& inner, Buffer header, Buffer payload, Buffer trailer, std::function<ExprValue(std::int64_t)> pseudo)
        : m_inner(inner), m_header(std::move(header)), m_payload(std::move(payload)), m_trailer(std::move(trailer)), m_pseudo(std::move(pseudo))
    {
    }

    ExprValue field(std::uint16_t index) override { return m_inner.field(index); }
    ExprValue outer(ExprOwner owner, const std::string& layer, const std::string& name) override { return m_inner.outer(owner, layer, name); }
    ExprValue elements(std::uint16_t index, const std::string& name) override { return m_inner.elements(index, name); }
    ExprValue sizeOfField(std::uint16_t index) override { return m_inner.sizeOfField(index); }
    ExprValue countOfField(std::uint16_t index) override { return m_inner.countOfField(index); }
    ExprValue sizeOfArea(ExprArea area) override { return ExprValue::integer(static_cast<std::int64_t>(bytesOfArea(area).bytes.size())); }
    ExprValue bytesOfArea(ExprArea area) override
    {
        Buffer out;
        if (area != ExprArea::Payload)
            append(out, m_header);
        if (area != ExprArea::Header)
            append(out, m_payload);
        if (area == ExprArea::Packet)
            append(out, m_trailer);
        return ExprValue::text(std::move(out));
    }
    ExprValue ask(ExprCall call, std::int64_t argument, const std::string& name) override
    {
        return call == ExprCall::Pseudo ? m_pseudo(argument) : m_inner.ask(call, argument, name);
    }

private:
    ReadScope& m_inner;
    Buffer m_header;
    Buffer m_payload;
    Buffer m_trailer;
    std::function<ExprValue(std::int64_t)> m_pseudo;
};

class Verifier {
public:
    Verifier(const Protocols& protocols, const Draft& draft, Layout& layout)
        : m_protocols(protocols), m_layout(layout), m_reader(protocols, m_layout.bytes, m_options, m_scratch), m_layers(draft.layers),
          m_nodes(layout.layers()), m_context{protocols, m_environment, false, {}, 0}
    {
    }

    void run()
    {
        if (m_nodes.size() != m_layers.size())
            return;
        fillSlots();
        std::size_t packetEnd = m_layout.bytes.size();
        for (std::size_t i = 0; i < m_layers.size() && !m_protocols[m_layers[i].protocol].isPadding; ++i) {
            ReadScope& scope = m_scopes.emplace_back(m_reader, m_layers[i], m_scopes.empty() ? nullptr : &m_scopes.back(), nullptr, start(i),
                                                     m_layout.bytes.size());
            scope.headerEnd = start(i) + header(i);
            checkRules(i, scope);
        }
        for (std::size_t i = m_layers.size(); i-- > 0;)
            if (m_protocols[m_layers[i].protocol].isPadding)
                packetEnd = start(i);
        for (std::size_t i = 0; i < m_scopes.size(); ++i) {
            m_build.emplace_back(m_context, m_layers[i], m_build.empty() ? nullptr : &m_build.back(), nullptr, static_cast<std::uint32_t>(i));
            if (!isCut(i) && !m_protocols[m_layers[i].protocol].isQuotedForm())
                checkSums(i, packetEnd);
        }
    }

private:
    [[nodiscard]] std::size_t start(std::size_t i) const { return static_cast<std::size_t>(m_layout.nodes[m_nodes[i]].bitOffset / 8); }
    [[nodiscard]] std::size_t header(std::size_t i) const { return static_cast<std::size_t>(m_layout.nodes[m_nodes[i]].bits / 8); }

    /// A draft's automatic fields hold what was built.
    void fillSlots()
    {
        for (const LayoutNode& node : m_layout.nodes) {
            if (node.what != LayoutNode::What::Field || node.layer >= m_layers.size() || node.parent < 0
                || m_layout.nodes[static_cast<std::size_t>(node.parent)].what != LayoutNode::What::Layer)
                continue;
            auto& slots = m_layers[node.layer].fields;
            if (node.field < slots.size() && slots[node.field].state == SlotState::Auto)
                slots[node.field] = {SlotState::Dissected, node.value};
        }
        for (Layer& layer : m_layers)
            for (Slot& slot : layer.fields)
                if (slot.state == SlotState::Auto)
                    slot.state = SlotState::Absent;
    }

    /// Bytes are missing, so that sums over them say nothing.
    [[nodiscard]] bool isCut(std::size_t layer) const
    {
        return std::ranges::any_of(m_layout.notes, [&](const LayoutNote& note) {
            const bool cut = note.code == LayoutNote::Code::LengthTooLarge || note.code == LayoutNote::Code::Truncated;
            return cut && note.node < m_layout.nodes.size() && m_layout.nodes[note.node].layer <= layer;
        });
    }

    void checkRules(std::size_t layer, ReadScope& scope)
    {
        for (const Check& check : scope.protocol().checks) {
            if (!m_protocols.program(check.when).evaluate(scope).isTrue())
                continue;
            const std::uint32_t node = nodeOfField(layer, check.field);
            m_layout.notes.push_back({LayoutNote::Code::Check, check.level, node, m_layout.nodes[node].bitOffset / 8, check.text});
        }
    }

    void checkSums(std::size_t layer, std::size_t packetEnd)
    {
        const ProtocolDesc& protocol = m_protocols[m_layers[layer].protocol];
        for (FieldIndex index = 0; index < protocol.fields.size(); ++index) {
            const FieldDesc& field = protocol.fields[index];
            if (field.automatic == 0 || (!field.verifyAlways && field.verify == 0))
                continue;
            if (field.verify != 0 && !m_protocols.program(field.verify).evaluate(m_scopes[layer]).isTrue())
                continue;
            const std::uint32_t node = nodeOfField(layer, index);
            const LayoutNode& row = m_layout.nodes[node];
            const std::int64_t* held = row.value.integer();
            const std::size_t end = start(layer) + header(layer);
            if (held == nullptr || row.bits == 0 || end > packetEnd)
                continue;
            Buffer bytes = toBuffer(Bytes(m_layout.bytes).subspan(start(layer), header(layer)));
            if (field.sumPhase && !field.trailer)
                writeBits(bytes, static_cast<std::size_t>(row.bitOffset) - start(layer) * 8, static_cast<unsigned>(std::min<std::uint64_t>(row.bits, 64)), 0);
            const std::size_t whole = bytes.size() + packetEnd - end;
            VerifyScope scope(m_scopes[layer], std::move(bytes), toBuffer(Bytes(m_layout.bytes).subspan(end, packetEnd - end)), {},
                              [&](std::int64_t number) { return m_build[layer].pseudoHeader(number, static_cast<std::int64_t>(whole)); });
            const ExprValue should = m_protocols.program(field.automatic).evaluate(scope);
            if (should.kind == ExprValue::Kind::Int && should.number != *held)
                m_layout.notes.push_back({LayoutNote::Code::BadChecksum, Check::Level::Error, node, row.bitOffset / 8,
                                          fmt::format("0x{:x}, should be 0x{:x}", *held, should.number)});
        }
    }

    /// The row of a layer's field; of the layer itself where the field has none.
    [[nodiscard]] std::uint32_t nodeOfField(std::size_t layer, FieldIndex field) const
    {
        for (std::uint32_t i = m_nodes[layer] + 1; i < m_layout.nodes[m_nodes[layer]].next; i = m_layout.nodes[i].next)
            if (m_layout.nodes[i].field == field)
                return i;
        return m_nodes[layer];
    }

    const Protocols& m_protocols;
    Layout& m_layout;
    Layout m_scratch;
    DissectOptions m_options;
    Environment m_environment;
    Reader m_reader;
    std::vector<Layer> m_layers;
    std::vector<std::uint32_t> m_nodes;
    std::deque<ReadScope> m_scopes;
    BuildContext m_context;
    std::deque<BuildLayer> m_build;
};

} // namespace

void verify(const Protocols& protocols, const Draft& draft, Layout& layout)
{
    Verifier(protocols, draft, layout).run();
}

} // namespace fw
