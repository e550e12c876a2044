/// Any bytes as a packet of any protocol: dissected, checked, drawn as text, built again from what was kept of them.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/json.h"
#include "engine/packet/text.h"
#include "tests/fuzz/packet_input.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fw::Protocols& protocols = fw::Protocols::builtin();
    const fuzz::PacketInput input(protocols, data, size);
    fw::Dissection got = fw::dissect(protocols, input.bytes, 0, {.first = input.first->id, .decodeAs = {}});
    const fw::Buffer wire = fw::toBuffer(input.bytes);
    if (fw::buildBytes(protocols, got.draft) != wire || fw::build(protocols, got.draft).bytes != wire)
        std::abort(); // An untouched packet gives back its bytes, whatever they are.
    fw::verify(protocols, got.draft, got.layout);
    for (const fw::LayoutNode& node : got.layout.nodes)
        if (node.bitOffset + node.bits > wire.size() * 8 || node.next > got.layout.nodes.size())
            std::abort();
    for (const fw::LayoutNote& note : got.layout.notes)
        if (note.offset > wire.size() || (note.node >= got.layout.nodes.size() && !got.layout.nodes.empty()))
            std::abort();
    static_cast<void>(fw::show(protocols, got.draft));
    static_cast<void>(fw::repr(protocols, got.draft));
    static_cast<void>(fw::summary(protocols, got.draft));
    static_cast<void>(fw::packetJson(protocols, {.bytes = wire}, got.layout, {.ranges = true}));
    return 0;
}
