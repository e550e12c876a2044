#include "app/cli/packet_sink.h"

namespace fw::cli {

bool PacketSink::write(const PacketView& packet)
{
    return open() && check(m_writer->write(packet));
}

Exit PacketSink::finish()
{
    if (isWanted() && open()) {
        if (m_linkType)
            m_writer->setLinkType(*m_linkType);
        check(m_writer->finish());
    }
    return m_exit;
}

bool PacketSink::open()
{
    if (m_writer || m_exit != Exit::Done)
        return m_exit == Exit::Done;
    auto writer = PcapWriter::create(outputPath(m_file));
    if (writer)
        m_writer = std::move(*writer);
    else
        m_exit = m_session.fail(writer.error(), Errand::WriteFile);
    return m_writer != nullptr;
}

bool PacketSink::check(const Result<void>& result)
{
    if (!result)
        m_exit = m_session.fail(result.error(), Errand::WriteFile);
    return result.has_value();
}

} // namespace fw::cli
