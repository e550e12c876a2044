/// Any text as a display filter. What compiles is run over packets, as they are and cut; what does not says where, within the text.
#include "engine/filter/display_filter.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace fw;
    const Protocols& protocols = Protocols::builtin();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)filter::suggest(protocols, text, size / 2);
    (void)filter::suggest(protocols, text, size);
    const auto compiled = filter::DisplayFilter::compile(protocols, text);
    if (!compiled) {
        if (compiled.error().column > size || compiled.error().length == 0 || compiled.error().expected.empty())
            std::abort();
        return 0;
    }
    filter::FilterRun run(*compiled);
    // Ethernet, IP, UDP, DNS with a question; then the text itself.
    static const Buffer query = [] {
        Buffer bytes;
        constexpr std::string_view hex = "ffffffffffff02000000000108004500003700010000401166b30a0000010a00000200350035002300000000010000010000000000000377777701780000010001";
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
            bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
        return bytes;
    }();
    for (const Bytes frame : {Bytes(query), Bytes(query).first(query.size() / 2), Bytes(data, size)})
        (void)run.matches({.originalLength = static_cast<std::uint32_t>(frame.size()), .bytes = frame});
    return 0;
}
