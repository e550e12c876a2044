/// Requests as the rules for answers look at them, in little memory.
#pragma once

#include "engine/exchange/match_packet.h"
#include "engine/exchange/series_field.h"

namespace fw {

/// One request, or many that differ in a few fields at fixed places: of those only the bytes that vary are kept.
class RequestKind {
public:
    /// `packet` is what `frame` is, from layer `first` on; of `fields` it takes those that it holds. Without fields, `frame` may be empty.
    RequestKind(MatchPacket packet, std::size_t first, Buffer frame, std::span<const SeriesField> fields);

    /// The next request; gives its number. `frame` is as long as the first one.
    std::uint32_t add(Bytes frame);
    /// Lives until the next call.
    [[nodiscard]] const MatchPacket& at(std::size_t number);

private:
    struct Part {
        std::size_t layer = 0;
        std::size_t value = 0;
        VaryingField place;
        std::size_t byte = 0;
        std::size_t size = 0;
    };

    MatchPacket m_packet;
    Buffer m_frame;
    std::vector<Part> m_parts;
    std::size_t m_stride = 0;
    std::uint32_t m_count = 0;
    Buffer m_kept; ///< What varies, request after request.
};

} // namespace fw
