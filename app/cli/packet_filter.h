/// -Y of the commands that go through packets.
#pragma once

#include "app/cli/session.h"
#include "engine/filter/display_filter.h"

namespace fw::cli {

/// Lets through what the display filter says; told of every packet, in order.
class PacketFilter {
public:
    /// An empty text lets everything through. Otherwise the error has been told and this is the exit.
    [[nodiscard]] static std::expected<PacketFilter, Exit> make(Session& session, const std::string& text);

    [[nodiscard]] bool isWanted() const { return m_run.has_value(); }
    [[nodiscard]] bool matches(const PacketView& packet);

private:
    PacketFilter() = default;
    std::optional<filter::FilterRun> m_run;
    filter::PacketPlace m_place{.number = 0};
};

} // namespace fw::cli
