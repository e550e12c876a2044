/// Any bytes as a packet of any link type: dissected, drawn as text, checked, walked, built again.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/text.h"
#include "engine/packet/walk.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const fw::Protocols& protocols = fw::Protocols::builtin();
    const fw::Bytes bytes(data + 1, size - 1);
    // The first byte chooses where to start: a link type, or any protocol at all.
    fw::DissectOptions options;
    if (data[0] >= 8)
        options.first = static_cast<fw::ProtocolId>(data[0] % protocols.size());
    fw::Dissection got = fw::dissect(protocols, bytes, data[0] < 4 ? 1 : 228, options);
    if (fw::buildBytes(protocols, got.draft) != fw::toBuffer(bytes))
        std::abort(); // An untouched packet gives back its bytes, whatever they are.
    for (const fw::LayoutNode& node : got.layout.nodes)
        if (node.bitOffset + node.bits > bytes.size() * 8)
            std::abort();
    fw::verify(protocols, got.draft, got.layout);
    static_cast<void>(fw::show(protocols, got.draft));
    static_cast<void>(fw::summary(protocols, got.draft));
    for (fw::Layer& layer : got.draft.layers)
        layer.original.reset();
    static_cast<void>(fw::build(protocols, got.draft));
    std::vector<fw::LayerSpan> spans;
    static fw::Walker walker(protocols);
    walker.walk(bytes, 1, spans);
    return 0;
}
