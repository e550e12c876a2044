/// The fast way through a packet: where its layers are, and nothing else.
#pragma once

#include "engine/protocol/protocols.h"

#include <memory>

namespace fw {

struct LayerSpan {
    ProtocolId protocol;
    std::uint16_t offset;
    std::uint16_t headerLength;
    std::uint16_t end;
};

class WalkPlan;
struct WalkLayer;

/// Knows the way through the layers of all protocols; one for each thread.
class Walker {
public:
    /// `protocols` must outlive it.
    explicit Walker(const Protocols& protocols);
    ~Walker();

    /// Replaces `spans`. Frames over 64 KiB are walked up to there. The layers are those of the full dissection, except that the header
    /// of a layer whose size only its content tells (DNS) is all that is left of its bytes.
    void walk(Bytes frame, std::uint32_t linkType, std::vector<LayerSpan>& spans);
    /// Whether the last walk found every layer: none took all that is left because only its content tells its size.
    [[nodiscard]] bool foundAll() const { return m_foundAll; }
    /// The number in a field of a layer that was walked; nothing if the field is no number, not there, or not at a place that is told without
    /// reading the layer.
    [[nodiscard]] std::optional<std::int64_t> number(Bytes frame, const LayerSpan& span, FieldIndex field) const;

private:
    [[nodiscard]] const WalkPlan& planOf(ProtocolId protocol) { return m_plans[protocol] ? std::as_const(*m_plans[protocol]) : plan(protocol); }
    const WalkPlan& plan(ProtocolId protocol);
    struct Step;
    bool walkLayer(WalkLayer& layer, Step& step, std::vector<LayerSpan>& spans);
    void dissectRest(Bytes frame, std::uint32_t linkType, std::vector<LayerSpan>& spans) const;

    const Protocols& m_protocols;
    std::vector<std::unique_ptr<WalkPlan>> m_plans; ///< By protocol, made when first met.
    std::vector<std::pair<std::size_t, std::size_t>> m_paddings; ///< Outermost first.
    bool m_foundAll = true;
    std::uint32_t m_linkType = 1; ///< Of the last frame,
    ProtocolId m_root;            ///< and its outermost protocol.
};

} // namespace fw
