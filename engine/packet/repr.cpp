#include "engine/packet/text.h"
#include "engine/packet/value_writer.h"

namespace fw {

std::string repr(const Protocols& protocols, const Draft& draft, const Environment& environment)
{
    StackScopes stack(protocols, draft, environment);
    std::string out;
    for (FieldScope& scope : stack)
        out += "<" + scope.protocol().name + " " + reprFields(scope) + " |";
    return out + std::string(stack.size(), '>');
}

} // namespace fw
