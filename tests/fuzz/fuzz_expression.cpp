/// Any text as an expression, a cell and a completion. What parses is written, read back, and must be the same.
#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/sprintf.h"
#include "engine/scapy/scapy.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace fw;
    const Protocols& protocols = Protocols::builtin();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)scapy::complete(protocols, text, size / 2);
    (void)scapy::complete(protocols, text, size);
    (void)scapy::parseValue(protocols, text);
    static const Draft packet = *scapy::parse(protocols, "Ether()/IP(options=[IPOption_NOP()])/TCP(dport=[1,2],options=[('MSS',3)])/'x'");
    const auto line = sprintf(protocols, packet, text, std::chrono::seconds(1));
    if (!line && line.error().column > size)
        std::abort();
    (void)checkTemplate(text);
    if (const auto drafts = scapy::parseAll(protocols, text); drafts && drafts->size() > 1)
        (void)buildBytes(protocols, *drafts->back());
    if (const auto draft = scapy::parse(protocols, text)) {
        const std::string written = scapy::format(protocols, *draft);
        const auto again = scapy::parse(protocols, written);
        if (!again || scapy::format(protocols, *again) != written)
            std::abort();
        int left = 4;
        expand(*draft, [&](const Draft& one) {
            (void)buildBytes(protocols, one);
            return --left > 0;
        });
        (void)expanded(*draft, packetCount(*draft) - 1);
    } else if (draft.error().column > size || draft.error().expected.empty()) {
        std::abort();
    }
    // The first byte chooses a field for the rest as a cell.
    if (size > 1) {
        const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(data[0] % protocols.size())];
        for (std::size_t field = 0; field < protocol.fields.size(); ++field)
            (void)parseFieldText(protocols, protocol, static_cast<FieldIndex>(field), text.substr(1));
    }
    return 0;
}
