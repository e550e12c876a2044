/// What packets of one series have in common, so that of each only its bytes need to be kept.
#pragma once

#include "engine/exchange/series_field.h"
#include "engine/packet/draft.h"

namespace fw {

/// A draft of which some fields are at fixed places in the bytes. Without such fields, the draft of one packet.
class PacketPattern {
public:
    explicit PacketPattern(Draft draft, std::vector<SeriesField> fields = {}) : m_draft(std::move(draft)), m_fields(std::move(fields)) {}

    [[nodiscard]] std::span<const SeriesField> fields() const { return m_fields; }
    /// The draft that builds to these bytes, which are one of the series.
    [[nodiscard]] Draft draftOf(Bytes packet) const
    {
        Draft draft = m_draft;
        for (const SeriesField& field : m_fields)
            draft.layers[field.layer].fields[field.field].value = field.place.valueIn(packet);
        return draft;
    }

private:
    Draft m_draft;
    std::vector<SeriesField> m_fields;
};

} // namespace fw
