/// Any bytes as a frame: walked within its bytes, with the layers that the full dissection finds.
#include "engine/packet/dissect.h"
#include "engine/packet/summary_reader.h"
#include "engine/packet/walk.h"
#include "tests/fuzz/packet_input.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fw::Protocols& protocols = fw::Protocols::builtin();
    const fuzz::PacketInput input(protocols, data, size);
    const std::uint32_t linkType = input.first->linkTypes.empty() ? 1 : input.first->linkTypes.front();
    static fw::Walker walker(protocols);
    static fw::SummaryReader reader(protocols);
    std::vector<fw::LayerSpan> spans;
    walker.walk(input.bytes, linkType, spans);
    for (const fw::LayerSpan& span : spans)
        if (std::size_t{span.offset} + span.headerLength > span.end || span.end > input.bytes.size())
            std::abort();
    std::string line;
    reader.read(input.bytes, linkType, line);
    if (!walker.foundAll() || input.bytes.size() > 0xffff)
        return 0;
    const fw::Dissection whole = fw::dissect(protocols, input.bytes, linkType);
    const std::vector<std::uint32_t> layers = whole.layout.layers();
    if (layers.size() != spans.size())
        std::abort();
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const fw::LayoutNode& layer = whole.layout.nodes[layers[i]];
        if (spans[i].protocol != layer.protocol || std::uint64_t{spans[i].offset} * 8 != layer.bitOffset)
            std::abort();
    }
    return 0;
}
