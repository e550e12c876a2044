/// From the bytes of a received packet to what the rules for answers look at.
#pragma once

#include "engine/exchange/match_packet.h"
#include "engine/exchange/match_rules.h"
#include "engine/packet/walk.h"

namespace fw {

/// Where all that the rules read of a packet lies at fixed places, it is read from there; other packets are dissected. One for each thread.
class ReplyReader {
public:
    /// `protocols` must outlive it. Of quoted layers `alsoQuoted` is read beyond what the rules name.
    ReplyReader(const Protocols& protocols, QuotedFields alsoQuoted);

    /// Layers from `first` on. Lives until the next call. The rules find in it what they find in a dissection.
    [[nodiscard]] const MatchPacket& read(Bytes frame, std::uint32_t linkType, std::size_t first);

private:
    /// A field at a fixed place, and which value of `packet` it goes into.
    struct Place {
        std::size_t layer = 0; ///< Of `packet`.
        std::size_t value = 0;
        std::uint32_t bitOffset = 0;
        std::uint32_t bits = 0;
        bool isNumber = false;
    };
    /// What packets with the same layers have in common.
    struct Shape {
        std::size_t first = 0;
        std::vector<ProtocolId> protocols;
        bool isFixed = false;
        std::vector<Place> places;
        MatchPacket packet; ///< The one that was read last.
    };

    Shape& shapeOf(std::size_t first);
    Shape makeShape(std::size_t first) const;
    [[nodiscard]] bool addPlace(Shape& shape, std::size_t layer, FieldIndex field) const;
    [[nodiscard]] bool addPlacesOf(Shape& shape, std::size_t layer, ExprId rule) const;
    [[nodiscard]] bool addLower(Shape& shape, std::size_t layer, const Program::Node& node) const;
    [[nodiscard]] bool fill(Shape& shape, Bytes frame) const;

    const Protocols& m_protocols;
    const QuotedFields m_alsoQuoted;
    Walker m_walker;
    std::vector<LayerSpan> m_spans;
    std::vector<Shape> m_shapes;
    MatchPacket m_dissected;
};

} // namespace fw
