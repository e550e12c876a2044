#include "engine/packet/text.h"
#include "engine/packet/value_writer.h"

namespace fw {

namespace {

std::string written(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, const Value& value,
                    const Layer* owner, ValueWriter::Style style)
{
    const bool isOwner = owner != nullptr && owner->protocol == protocol.id;
    const Layer layer = completed(protocols, isOwner ? *owner : Layer{protocol.id, {}, std::nullopt, 0});
    FieldScope scope = FieldScope::alone(protocols, layer);
    return ValueWriter(scope, style).field(field, value);
}

} // namespace

std::string valueText(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, const Value& value, const Layer* owner)
{
    return written(protocols, protocol, field, value, owner, ValueWriter::Style::Shown);
}

std::string editText(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, const Value& value, const Layer* owner)
{
    return written(protocols, protocol, field, value, owner, ValueWriter::Style::Edit);
}

} // namespace fw
