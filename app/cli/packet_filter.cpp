#include "app/cli/packet_filter.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

std::string wording(const filter::FilterError& error)
{
    const std::string found = error.found.empty() ? "the filter ends" : fmt::format("found '{}'", error.found);
    return printable(fmt::format("{}, expected {}", found, error.expected));
}

} // namespace

std::expected<PacketFilter, Exit> PacketFilter::make(Session& session, const std::string& text)
{
    PacketFilter made;
    if (text.empty())
        return made;
    const auto lookUp = [&session](const std::string& name) {
        auto addresses = session.network().lookUp(name, 0);
        return addresses ? std::move(*addresses) : std::vector<Buffer>{};
    };
    const auto compiled = filter::DisplayFilter::compile(session.protocols(), text, lookUp);
    if (!compiled)
        return std::unexpected(session.fail(Place{1, false, text, compiled.error().column}, Exit::BadInput, wording(compiled.error())));
    made.m_run.emplace(*compiled);
    return made;
}

bool PacketFilter::matches(const PacketView& packet)
{
    if (++m_place.number == 1)
        m_place.first = m_place.previous = packet.time;
    const bool passes = m_run->matches(packet, m_place);
    m_place.previous = packet.time;
    return passes;
}

} // namespace fw::cli
