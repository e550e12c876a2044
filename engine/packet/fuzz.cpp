#include "engine/packet/fuzz.h"

#include "engine/packet/build.h"
#include "engine/packet/field_scope.h"
#include "engine/packet/random_values.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t deepest = 16; ///< Structures inside structures.

Value drawn(std::string_view name, std::initializer_list<std::int64_t> numbers = {})
{
    std::vector<CallArgument> arguments;
    for (const std::int64_t number : numbers)
        arguments.push_back({{}, Value(number)});
    return randomValue(name, arguments).value_or(Value());
}

Value anyNumber(const TypeDesc& type, const FieldDesc& field)
{
    const bool isPlain = !type.isSigned && field.flags == nullptr;
    if (isPlain && (type.bits == 8 || type.bits == 16 || type.bits == 32))
        return drawn(type.bits == 8 ? "RandByte" : type.bits == 16 ? "RandShort" : "RandInt");
    if (type.bits == 0 || type.bits >= 63)
        return type.bits == 0 ? Value() : drawn(type.isSigned ? "RandSLong" : "RandLong");
    const std::int64_t span = std::int64_t{1} << (type.isSigned ? type.bits - 1 : type.bits);
    return drawn("RandNum", {type.isSigned ? -span : 0, span - 1});
}

/// None where there is no such thing.
Value anyOf(const TypeDesc& type, const FieldDesc& field)
{
    switch (type.kind) {
    case Kind::Int:
        return anyNumber(type, field);
    case Kind::Ipv4:
        return drawn("RandIP");
    case Kind::Ipv6:
        return drawn("RandIP6");
    case Kind::Mac:
        return drawn("RandMAC");
    case Kind::Uuid:
        return drawn("RandUUID");
    case Kind::Oui:
    case Kind::Eui64:
        return drawn("RandBin", {type.bits / 8});
    case Kind::Octets:
        return field.bits != 0 ? drawn("RandBin", {field.bits / 8}) : drawn("RandBin");
    case Kind::Text:
    case Kind::CString:
    case Kind::Line:
    case Kind::Codec:
        return drawn("RandString");
    default:
        return {};
    }
}

/// What the route tells, though the definition has a value for when there is none.
bool followsRoute(const FieldDesc& field)
{
    return field.env != EnvSource::None || field.scapyClass.starts_with("Dest") || field.scapyClass.starts_with("Source");
}

class Fuzzer {
public:
    explicit Fuzzer(const Protocols& protocols) : m_protocols(protocols) {}

    void layer(Layer& layer, const std::vector<Resolved>& known, std::size_t depth)
    {
        const Layer whole = completed(m_protocols, layer);
        FieldScope scope = FieldScope::alone(m_protocols, whole);
        const ProtocolDesc& protocol = m_protocols[layer.protocol];
        layer = whole;
        for (std::size_t i = 0; i < protocol.fields.size(); ++i) {
            const auto index = static_cast<FieldIndex>(i);
            const FieldDesc& field = protocol.fields[i];
            const bool isOpen = layer.fields[i].state == SlotState::Auto && field.automatic == 0 && !followsRoute(field) && known[i].origin != Origin::Bound;
            if (!isOpen || !scope.isPresent(index)) {
                structures(layer.fields[i].value, depth);
                continue;
            }
            const TypeId type = scope.typeFor(field.type, field.defaultValue);
            Value value = type == noType ? Value() : anyOf(m_protocols.type(type), field);
            auto fitting = coerce(m_protocols, protocol, index, std::move(value), &whole);
            if (fitting && !fitting->isNone())
                layer.fields[i] = {SlotState::Explicit, std::move(*fitting)};
        }
        layer.original.reset();
        layer.originalTrailer = 0;
    }

private:
    /// What a list holds is fuzzed as well.
    void structures(Value& value, std::size_t depth)
    {
        if (auto* list = std::get_if<ValueList>(&value.data))
            for (Value& item : list->items)
                if (const Layer* inner = item.layer(); inner != nullptr && depth < deepest) {
                    Layer own = *inner;
                    layer(own, std::vector<Resolved>(m_protocols[own.protocol].fields.size()), depth + 1);
                    item = Value(LayerPtr(std::make_shared<const Layer>(std::move(own))));
                }
    }

    const Protocols& m_protocols;
};

} // namespace

void fuzzLayer(const Protocols& protocols, Draft& draft, std::size_t layer)
{
    const std::vector<Resolved> known = resolve(protocols, draft, layer);
    Fuzzer(protocols).layer(draft.layers[layer], known, 0);
}

Draft fuzzed(const Protocols& protocols, Draft draft)
{
    for (std::size_t layer = 0; layer < draft.layers.size(); ++layer)
        fuzzLayer(protocols, draft, layer);
    return draft;
}

} // namespace fw
