#include "engine/exchange/request_kind.h"

#include <algorithm>

namespace fw {

RequestKind::RequestKind(MatchPacket packet, std::size_t first, Buffer frame, std::span<const SeriesField> fields)
    : m_packet(std::move(packet)), m_frame(std::move(frame))
{
    for (const SeriesField& field : fields) {
        if (field.layer < first || field.layer - first >= m_packet.layers.size())
            continue;
        const auto& values = m_packet.layers[field.layer - first].values;
        const auto held = std::ranges::find(values, field.field, &std::pair<FieldIndex, Value>::first);
        if (held == values.end())
            continue;
        const std::size_t byte = field.place.bitOffset() / 8;
        const std::size_t size = (field.place.bitOffset() + field.place.bits() + 7) / 8 - byte;
        m_parts.push_back({field.layer - first, static_cast<std::size_t>(held - values.begin()), field.place, byte, size});
        m_stride += size;
    }
}

std::uint32_t RequestKind::add(Bytes frame)
{
    for (const Part& part : m_parts)
        append(m_kept, frame.subspan(part.byte, part.size));
    return m_count++;
}

const MatchPacket& RequestKind::at(std::size_t number)
{
    std::size_t from = number * m_stride;
    for (const Part& part : m_parts) { // Two fields may share a byte: all are put back before any is read.
        std::copy_n(m_kept.begin() + static_cast<std::ptrdiff_t>(from), part.size, m_frame.begin() + static_cast<std::ptrdiff_t>(part.byte));
        from += part.size;
    }
    for (const Part& part : m_parts)
        m_packet.layers[part.layer].values[part.value].second = part.place.valueIn(m_frame);
    return m_packet;
}

} // namespace fw
