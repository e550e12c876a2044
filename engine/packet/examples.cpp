#include "engine/packet/examples.h"

#include "engine/packet/build.h"
#include "engine/packet/dissect.h"

#include <fmt/format.h>

namespace fw {
namespace {

Value released(const Value& value);

/// To be built from its values: the bytes it was read from are forgotten.
Layer released(Layer layer)
{
    layer.original.reset();
    for (Slot& slot : layer.fields)
        slot.value = released(slot.value);
    return layer;
}

Value released(const Value& value)
{
    if (const Layer* layer = value.layer())
        return Value(std::make_shared<const Layer>(released(*layer)));
    if (const ValueList* list = value.list()) {
        ValueList copy;
        for (const Value& item : list->items)
            copy.items.push_back(released(item));
        return Value(std::move(copy));
    }
    return value;
}

/// What is wrong with it; empty if nothing is.
std::string faultOf(const Protocols& protocols, const ProtocolDesc& protocol, const Buffer& bytes)
{
    Dissection read = dissect(protocols, bytes, 0, {.first = protocol.id, .decodeAs = {}});
    const Layer* first = read.draft.layers.empty() ? nullptr : &read.draft.layers.front();
    if (first == nullptr || protocols[first->protocol].plain != protocol.id)
        return fmt::format("is not read as {} but as {}", protocol.name, first == nullptr ? "nothing" : protocols[first->protocol].name);
    if (!read.layout.notes.empty()) {
        const LayoutNote& note = read.layout.notes.front();
        return fmt::format("is not read to its end: stopped at byte {} ({})", note.offset, note.detail);
    }
    for (Layer& layer : read.draft.layers)
        layer = released(std::move(layer));
    const Buffer built = buildBytes(protocols, read.draft);
    if (built == bytes)
        return {};
    std::size_t at = 0;
    while (at < built.size() && at < bytes.size() && built[at] == bytes[at])
        ++at;
    return fmt::format("is built otherwise from byte {} on: {} rather than {}", at, toHex(Bytes(built).subspan(at)), toHex(Bytes(bytes).subspan(at)));
}

} // namespace

ExampleCheck checkExamples(const Protocols& protocols, const std::string& file)
{
    ExampleCheck out;
    for (std::size_t id = 0; id < protocols.size(); ++id) {
        const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(id)];
        if (protocol.isQuotedForm())
            continue;
        for (const ProtocolDesc::Example& example : protocol.examples) {
            if (example.file != file)
                continue;
            const std::string fault = faultOf(protocols, protocol, example.bytes);
            if (fault.empty())
                ++out.good;
            else
                out.errors.push_back({file, example.line, example.column, protocol.name + ".examples", "the example " + fault});
        }
    }
    return out;
}

} // namespace fw
