/// The values that a filter's sources have in one packet: loaded from fixed places where that is enough, else from its dissection.
#pragma once

#include "engine/filter/display_filter.h"
#include "engine/filter/program.h"
#include "engine/packet/dissect.h"
#include "engine/packet/walk.h"

#include <deque>

namespace fw::filter {

using Values = std::vector<Item>;

class PacketValues {
public:
    explicit PacketValues(const Program& program);

    /// The frame has to live until the next one.
    void begin(const PacketView& packet);
    [[nodiscard]] Bytes frame() const { return m_frame; }

    [[nodiscard]] bool hasLayer(std::uint32_t source);
    /// Appends them, layer by layer.
    void read(std::uint32_t source, Values& out);
    /// Whether any (or all, and at least one) of the source's numbers are within the test's ranges, or outside if it is inverted.
    [[nodiscard]] bool numbersPass(const Test& test);
    /// Keeps bytes until the next packet.
    [[nodiscard]] Bytes keep(Buffer bytes) { return m_made.emplace_back(std::move(bytes)); }

private:
    struct State {
        const Source* source = nullptr;
        std::vector<std::int8_t> holds;   ///< By protocol: whether fields of it may hold targets. -1: not looked up yet.
        std::vector<std::int8_t> follows; ///< By protocol: whether targets may follow it. -1: not looked up yet.
    };

    void walk();
    const Dissection& dissection();
    /// The values are not all at fixed places of the layers that were walked.
    [[nodiscard]] bool needsDissection(State& state);
    /// The walk did not get to the end, and behind where it got to targets may be.
    [[nodiscard]] bool mayBeBeyond(State& state) const;
    [[nodiscard]] bool mayHold(State& state, ProtocolId protocol) const;
    [[nodiscard]] bool mayFollow(State& state, ProtocolId protocol) const;
    [[nodiscard]] bool typeHolds(const Source& source, TypeId type, std::vector<ProtocolId>& seen) const;
    [[nodiscard]] bool structureHolds(const Source& source, ProtocolId structure, std::vector<ProtocolId>& seen) const;
    [[nodiscard]] bool stackHolds(const Source& source, TypeId type, std::vector<ProtocolId>& seen) const;

    [[nodiscard]] bool load(const LayerSpan& span, const Target& target, Item& item) const;
    void readSpans(const Source& source, Values& out) const;
    [[nodiscard]] Item areaOf(const Source& source, std::size_t from, std::size_t headerEnd, std::size_t end) const;
    void readDissection(const Source& source, Values& out);
    void follow(std::size_t node, std::span<const Step> steps, const Source& source, std::uint16_t layer, Values& out);
    void emitNode(std::size_t node, const Source& source, std::uint16_t layer, Values& out);
    void emitValue(const Value& value, const LayoutNode& node, const Source& source, std::uint16_t layer, Values& out);
    void emitOption(std::size_t node, std::span<const Step> steps, const Source& source, std::uint16_t layer, Values& out);
    static void chooseLayers(const Source& source, std::size_t from, Values& out);

    const Program& m_program;
    const Protocols& m_protocols;
    Walker m_walker;
    std::vector<State> m_states;
    Bytes m_frame;
    std::uint32_t m_linkType = 0;
    bool m_isWalked = false;
    std::vector<LayerSpan> m_spans;
    std::optional<Dissection> m_dissection;
    std::deque<Buffer> m_made;
    Values m_numbers;
};

} // namespace fw::filter
