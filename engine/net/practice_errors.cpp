#include "engine/net/practice_errors.h"

#include "engine/base/checksum.h"

#include <algorithm>

namespace fw::practice {
namespace {

constexpr std::size_t mostQuoted = 548;
/// RFC 4884 section 5.1: with extensions behind it a quote is filled up to so much.
constexpr std::size_t extendedQuote = 128;

/// The packet as it was when its time to live ended, in whole words as RFC 4884 counts them.
Buffer expiredQuote(const Request& request, const Router& router)
{
    const Bytes packet = request.packet;
    const bool isExtended = !router.labels.empty();
    const std::size_t most = router.shortQuotes ? request.headerSize + 8 : isExtended ? extendedQuote : mostQuoted;
    Buffer quote = toBuffer(packet.first(std::min(packet.size(), most)));
    quote[request.six ? 7 : 8] = 1;
    if (!request.six) {
        writeBits(quote, 80, 16, 0);
        writeBits(quote, 80, 16, internetChecksum(Bytes(quote).first(request.headerSize)));
    }
    const std::size_t beyond = (quote.size() - request.headerSize) % 8;
    if (isExtended)
        quote.resize(extendedQuote);
    else if (!router.shortQuotes && beyond != 0)
        quote.resize(quote.size() + 8 - beyond);
    return quote;
}

/// One object with the stack: RFC 4950 section 3.
Buffer extensionWith(const std::vector<MplsLabel>& labels)
{
    constexpr std::uint8_t version = 2;
    constexpr std::size_t header = 4;
    const std::size_t objectSize = header + labels.size() * 4;
    Buffer out(header + objectSize);
    out[0] = version << 4U;
    writeBits(out, 32, 16, objectSize);
    out[6] = 1; // MPLS label stack,
    out[7] = 1; // of the packet as it came.
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::size_t at = (2 * header + i * 4) * 8;
        writeBits(out, at, 20, labels[i].label);
        writeBits(out, at + 20, 3, labels[i].trafficClass);
        writeBits(out, at + 23, 1, i + 1 == labels.size());
        writeBits(out, at + 24, 8, labels[i].ttl);
    }
    writeBits(out, 16, 16, internetChecksum(out));
    return out;
}

} // namespace

void addTimeExceeded(PacketMaker& answer, const Request& request, const Router& router)
{
    Buffer quote = expiredQuote(request, router);
    const std::size_t words = quote.size() / (request.six ? 8 : 4);
    const bool tellsLength = request.six ? !router.labels.empty() : !router.shortQuotes;
    answer.layer(request.six ? "ICMPv6TimeExceeded" : "ICMP");
    if (!request.six)
        answer.set("type", 11);
    answer.set("length", tellsLength ? static_cast<int>(words) : 0);
    if (!router.labels.empty())
        append(quote, extensionWith(router.labels));
    answer.payload(quote);
}

void addUnreachable(PacketMaker& answer, const Request& request, Refusal why)
{
    const Bytes quote = request.packet.first(std::min(mostQuoted, request.packet.size()));
    const bool isProhibited = why == Refusal::Prohibited;
    if (request.six)
        answer.layer("ICMPv6DestUnreach").set("code", isProhibited ? 1 : 4).payload(quote);
    else
        answer.layer("ICMP").set("type", 3).set("code", isProhibited ? 13 : 3).payload(quote);
}

} // namespace fw::practice
