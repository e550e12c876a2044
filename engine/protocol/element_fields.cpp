#include "engine/protocol/element_fields.h"

namespace fw {
namespace {

ExprValue fieldOf(const Protocols& protocols, const Layer& structure, std::string_view fieldName)
{
    const ProtocolDesc& protocol = protocols[structure.protocol];
    const FieldIndex field = protocol.find(fieldName);
    if (field == noField || field >= structure.fields.size())
        return ExprValue::unknown();
    const Slot& slot = structure.fields[field];
    if (slot.state == SlotState::Explicit || slot.state == SlotState::Dissected)
        return ExprValue::from(slot.value);
    return protocol.fields[field].automatic != 0 ? ExprValue::unknown() : ExprValue::from(protocol.fields[field].defaultValue);
}

} // namespace

ExprValue elementFields(const Protocols& protocols, const Value& value, std::string_view fieldName)
{
    if (const Layer* structure = value.layer())
        return fieldOf(protocols, *structure, fieldName);
    const ValueList* list = value.list();
    if (list == nullptr)
        return ExprValue::unknown();
    std::vector<ExprValue> out;
    for (const Value& item : list->items)
        out.push_back(item.layer() != nullptr ? fieldOf(protocols, *item.layer(), fieldName) : ExprValue::unknown());
    return ExprValue::list(std::move(out));
}

} // namespace fw
