/// A capture being written, for every command that has -w.
#pragma once

#include "app/cli/inputs.h"

namespace fw::cli {

/// Opened at the first packet or at the end, so that a command that fails before leaves no file.
class PacketSink {
public:
    PacketSink(Session& session, std::string file) : m_session(session), m_file(std::move(file)) {}

    [[nodiscard]] bool isWanted() const { return !m_file.empty(); }
    /// Of a capture that stays empty.
    void setLinkType(std::uint32_t linkType) { m_linkType = linkType; }
    /// False once writing has failed; the error has been told.
    bool write(const PacketView& packet);
    bool write(const CapturedPacket& packet) { return write(viewOf(packet)); }
    /// The outcome of all of it.
    [[nodiscard]] Exit finish();

private:
    bool open();
    bool check(const Result<void>& result);

    Session& m_session;
    std::string m_file;
    std::unique_ptr<PcapWriter> m_writer;
    std::optional<std::uint32_t> m_linkType;
    Exit m_exit = Exit::Done;
};

} // namespace fw::cli
