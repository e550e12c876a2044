#include "engine/packet/text.h"
#include "engine/packet/value_writer.h"

#include <fmt/format.h>

namespace fw {

namespace {

constexpr std::size_t deepest = 64; ///< Structures inside structures; drafts made by hand could go deeper.

class Shower {
public:
    void layer(FieldScope& scope, const std::string& indent, const std::string& headIndent);

    std::string out;

private:
    void field(FieldScope& scope, FieldIndex field, const std::string& indent);
    void structures(FieldScope& scope, const FieldDesc& desc, const Value& value, const std::string& indent);
    void structure(FieldScope& scope, const Value& value, const std::string& indent, const std::string& headIndent, bool isFollowed);

    std::size_t m_depth = 0;
};

void Shower::layer(FieldScope& scope, const std::string& indent, const std::string& headIndent)
{
    const ProtocolDesc& protocol = scope.protocol();
    out += fmt::format("{}###[ {} ]### \n", headIndent, protocol.title.empty() ? protocol.name : protocol.title);
    for (std::size_t i = 0; i < protocol.fields.size(); ++i)
        if (const auto index = static_cast<FieldIndex>(i); !protocol.fields[i].hidden && scope.isPresent(index))
            field(scope, index, indent);
}

/// Are its structures shown below it, rather than written in the line?
bool isShownBelow(FieldScope& scope, FieldIndex field, const Value& value)
{
    const FieldDesc& desc = scope.protocol().fields[field];
    const TypeId id = scope.typeFor(desc.type, value);
    if (id == noType)
        return false;
    const TypeDesc& type = scope.protocols().type(id);
    if (type.kind == Kind::Struct)
        return value.layer() != nullptr || value.bytes() != nullptr;
    if (type.kind != Kind::List || type.element == noType || value.list() == nullptr || desc.scapyClass == "FieldListField")
        return false;
    return scope.protocols().type(type.element).kind == Kind::Struct && !(desc.chain && value.list()->items.empty());
}

void Shower::field(FieldScope& scope, FieldIndex field, const std::string& indent)
{
    const FieldDesc& desc = scope.protocol().fields[field];
    const Value& value = scope.value(field);
    if (isShownBelow(scope, field, value))
        structures(scope, desc, value, indent);
    else
        out += fmt::format("{}  {:<10}= {}\n", indent, desc.name, shownText(scope, field));
}

void Shower::structures(FieldScope& scope, const FieldDesc& desc, const Value& value, const std::string& indent)
{
    out += fmt::format("{}  \\{:<10}\\\n", indent, desc.name);
    if (m_depth == deepest)
        return;
    ++m_depth;
    const std::string head = indent + "   |";
    std::string inner = head;
    if (const ValueList* list = value.list())
        for (const Value& item : list->items) {
            structure(scope, item, inner, head, !desc.chain && &item != &list->items.back());
            inner += desc.stack ? "   " : ""; // Layers on each other stand as in a whole packet.
        }
    else
        structure(scope, value, head, head, false);
    --m_depth;
}

void Shower::structure(FieldScope& scope, const Value& value, const std::string& indent, const std::string& headIndent, bool isFollowed)
{
    const Protocols& protocols = scope.protocols();
    const Buffer* bytes = value.bytes();
    const Layer whole = value.layer() != nullptr ? completed(protocols, *value.layer())
                                                 : rawLayer(protocols, bytes != nullptr ? *bytes : Buffer());
    FieldScope inner = FieldScope::alone(protocols, whole, &scope, isFollowed);
    layer(inner, indent, headIndent);
}

} // namespace

std::string show(const Protocols& protocols, const Draft& draft, const Environment& environment)
{
    StackScopes stack(protocols, draft, environment);
    Shower shower;
    std::size_t indent = 0;
    for (std::size_t i = 0; i < stack.size(); ++i) {
        shower.layer(stack[i], std::string(indent, ' '), {});
        indent += stack[i].protocol().flat ? 0 : 3;
    }
    return shower.out + "\n";
}

} // namespace fw
