/// Any text as a user's definition file. What loads is used: bytes are read with it, shown, and built again.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/text.h"
#include "engine/packet/walk.h"
#include "tests/support/as_edited.h"

#include <cstdlib>
#include <numeric>

namespace {

/// Raw and Padding alone: what a definition needs of the built-in ones is then missing, but a run takes no longer than the file does.
const fw::DefinitionSource& base()
{
    static const fw::DefinitionSource raw = [] {
        for (fw::DefinitionSource& source : fw::Protocols::builtinSources())
            if (source.name.ends_with("raw.yaml"))
                return source;
        std::abort();
    }();
    return raw;
}

void use(const fw::Protocols& protocols, fw::ProtocolId id, fw::Bytes wire)
{
    const fw::Dissection got = fw::dissect(protocols, wire, 0, {.first = id, .decodeAs = {}});
    if (fw::buildBytes(protocols, got.draft) != fw::toBuffer(wire))
        std::abort();
    for (const fw::LayoutNode& node : got.layout.nodes)
        if (node.bitOffset + node.bits > wire.size() * 8)
            std::abort();
    static_cast<void>(fw::show(protocols, got.draft));
    static_cast<void>(fw::repr(protocols, got.draft));
    static_cast<void>(fw::summary(protocols, got.draft));
    static_cast<void>(fw::build(protocols, fw::test::asEdited(got.draft)));
    const fw::Draft fresh{{fw::makeLayer(protocols, id), fw::rawLayer(protocols, fw::toBuffer(wire.first(wire.size() / 2)))}};
    static_cast<void>(fw::build(protocols, fresh));
    static_cast<void>(fw::show(protocols, fresh));
    fw::Walker walker(protocols);
    std::vector<fw::LayerSpan> spans;
    for (const std::uint32_t linkType : protocols[id].linkTypes)
        walker.walk(wire, linkType, spans);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t mostUsed = 16;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto loaded = fw::Protocols::load({base(), {"fuzz.yaml", text, true}});
    if (!loaded.protocols || loaded.protocols->find("Raw") == nullptr)
        std::abort();
    for (const fw::DefinitionError& error : loaded.errors)
        if (error.message.empty() || error.file.empty())
            std::abort();
    fw::Buffer counting(300);
    std::iota(counting.begin(), counting.end(), std::uint8_t{0});
    const fw::Buffer ones(300, 1);
    const fw::Bytes own(data, std::min<std::size_t>(size, 300));
    for (std::size_t id = 0; id < std::min(loaded.protocols->size(), mostUsed); ++id)
        for (const fw::Bytes wire : {fw::Bytes(counting), fw::Bytes(ones), own})
            use(*loaded.protocols, static_cast<fw::ProtocolId>(id), wire);
    return 0;
}
