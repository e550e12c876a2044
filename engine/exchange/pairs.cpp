#include "engine/exchange/pairs.h"

#include "engine/exchange/matcher.h"

#include <fmt/core.h>

#include <algorithm>

namespace fw {

Result<PairedCapture> pairUp(const Protocols& protocols, const Capture& capture, const std::stop_token& stop,
                             const MatchOptions& options)
{
    PairedCapture result;
    Matcher matcher(protocols, false, options);
    std::vector<std::size_t> requests; // Their packets' numbers.
    const auto done = capture.read(0, capture.packetCount(), [&](std::size_t number, const PacketView& packet) {
        if (const auto request = matcher.match(packet.bytes, packet.linkType, 0)) {
            result.pairs.push_back({requests[*request], number});
        } else {
            matcher.add(dissect(protocols, packet.bytes, packet.linkType).layout, 0);
            requests.push_back(number);
        }
        return !stop.stop_requested();
    });
    if (!done)
        return std::unexpected(done.error());
    if (stop.stop_requested())
        return fail(Errc::Cancelled);
    for (std::size_t i = 0; i < requests.size(); ++i)
        if (!matcher.isAnswered(i))
            result.unanswered.push_back(requests[i]);
    return result;
}

void KindCounts::count(const Protocols& protocols, const Draft& packet)
{
    const auto has = [&](std::string_view kind) {
        return std::ranges::any_of(packet.layers, [&](const Layer& layer) { return protocols[layer.protocol].name == kind; });
    };
    ++m_counts[static_cast<std::size_t>(std::ranges::find_if(kinds, has) - kinds.begin())];
}

std::string KindCounts::text(std::string_view title) const
{
    std::string out = fmt::format("<{}:", title);
    for (std::size_t i = 0; i < kinds.size(); ++i)
        out += fmt::format(" {}:{}", kinds[i], m_counts[i]);
    return out + fmt::format(" Other:{}>", m_counts.back());
}

std::string KindCounts::json() const
{
    std::string out = "{";
    for (std::size_t i = 0; i < kinds.size(); ++i)
        out += fmt::format("\"{}\":{},", kinds[i], m_counts[i]);
    return out + fmt::format("\"Other\":{}}}", m_counts.back());
}

} // namespace fw
