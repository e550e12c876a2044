#include "engine/exchange/outgoing_series.h"

#include "engine/packet/expand.h"
#include "engine/packet/field_reads.h"
#include "engine/packet/sets.h"

#include <algorithm>

namespace fw {
namespace {

using Places = std::vector<std::pair<std::size_t, FieldIndex>>;

/// Where the sets are. Nothing if one lies inside a list or structure.
std::optional<Places> setsOf(const Draft& draft)
{
    Places places;
    for (std::size_t layer = 0; layer < draft.layers.size(); ++layer)
        for (std::size_t field = 0; field < draft.layers[layer].fields.size(); ++field) {
            const Value& value = draft.layers[layer].fields[field].value;
            if (value.set() != nullptr)
                places.emplace_back(layer, static_cast<FieldIndex>(field));
            else if (holdsSet(value))
                return std::nullopt;
        }
    return places;
}

/// Whether the packet may take another way, or other values from the machine, when this field changes.
bool decidesTheWay(const Protocols& protocols, const Draft& draft, const FieldReads& reads, std::pair<std::size_t, FieldIndex> place)
{
    const FieldDesc& field = protocols[draft.layers[place.first].protocol].fields[place.second];
    const Kind kind = protocols.type(field.type).kind;
    const bool isOwnAddress = field.env == EnvSource::SourceIp || field.env == EnvSource::SourceIp6;
    const bool isAddress = kind == Kind::Ipv4 || kind == Kind::Ipv6 || kind == Kind::Switch;
    return reads.isRead(place.first, place.second) || (isAddress && !isOwnAddress);
}

/// What is drawn for each packet, or tells when it was made.
bool isNewEachTime(const FieldDesc& field, const Slot& slot)
{
    return slot.state == SlotState::Auto && (field.env == EnvSource::Random || field.env == EnvSource::NowMs);
}

bool isAlikeButFor(const Protocols& protocols, const Draft& draft, const Places& sets, bool hasChosenWay)
{
    const FieldReads reads(protocols, draft);
    for (const Layer& layer : draft.layers)
        for (std::size_t i = 0; i < layer.fields.size(); ++i)
            if (isNewEachTime(protocols[layer.protocol].fields[i], layer.fields[i]))
                return false;
    return std::ranges::all_of(sets, [&](const auto& place) {
        return hasChosenWay ? !reads.isRead(place.first, place.second) : !decidesTheWay(protocols, draft, reads, place);
    });
}

} // namespace

OutgoingSeries::OutgoingSeries(const Protocols& protocols, Outgoing first, Draft draft, std::vector<SeriesField> fields)
    : m_first(std::move(first))
    , m_pattern(std::make_shared<const PacketPattern>(m_first.draft, std::move(fields)))
    , m_series(protocols, std::move(draft), m_nothing)
{
}

bool OutgoingSeries::isWorthwhile(const Draft& draft)
{
    constexpr std::uint64_t fewest = 16;
    return packetCount(draft) >= fewest;
}

Result<std::unique_ptr<OutgoingSeries>> OutgoingSeries::make(const Protocols& protocols, SendPlan& plan, const Draft& draft, const SendOptions& options)
{
    const auto sets = setsOf(draft);
    const bool hasChosenWay = options.layer == SendLayer::Link && !options.interface.empty();
    if (!sets)
        return nullptr;
    auto ready = plan.prepare({expanded(draft, 0)});
    if (!ready)
        return std::unexpected(ready.error());
    Outgoing& first = ready->front();
    // The link layer that was put below may ask the machine, too.
    Draft whole = draft;
    whole.layers.insert(whole.layers.begin(), first.firstLayer, makeLayer(protocols, first.draft.layers.front().protocol));
    Places places = *sets;
    for (auto& place : places)
        place.first += first.firstLayer;
    if (!isAlikeButFor(protocols, whole, places, hasChosenWay) || buildBytes(protocols, first.draft) != first.layout.bytes)
        return nullptr;
    Draft filled = first.draft;
    std::vector<SeriesField> fields;
    for (const auto& [layer, field] : places) {
        const std::int32_t node = first.layout.nodeOf({layer, {field}});
        const Value& values = whole.layers[layer].fields[field].value;
        auto place = node < 0 ? std::nullopt : VaryingField::make(protocols.type(first.layout.nodes[static_cast<std::size_t>(node)].type),
                                                                   first.layout.nodes[static_cast<std::size_t>(node)], values);
        if (!place || protocols.type(first.layout.nodes[static_cast<std::size_t>(node)].type).isSigned)
            return nullptr;
        filled.layers[layer].fields[field] = {SlotState::Explicit, values};
        fields.push_back({layer, field, std::move(*place)});
    }
    std::unique_ptr<OutgoingSeries> series(new OutgoingSeries(protocols, std::move(first), std::move(filled), std::move(fields)));
    return series->m_series.isPatched() ? std::move(series) : nullptr;
}

} // namespace fw
