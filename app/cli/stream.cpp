#include "app/cli/commands.h"
#include "app/cli/exchange_run.h"
#include "app/cli/host.h"
#include "app/cli/inputs.h"
#include "app/cli/packet_printer.h"
#include "app/cli/times.h"
#include "engine/exchange/practice_stream.h"
#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/stream_splitter.h"
#include "engine/packet/text.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

using Clock = StreamSocket::Clock;

struct Options {
    std::string kind;
    std::string host;
    std::string port;
    std::vector<std::string> expressions;
    std::string as;
    double timeout = 2;
};

class Streamer {
public:
    Streamer(Session& session, const Options& options, StreamSocket::Kind kind, std::uint16_t port, ProtocolId as)
        : m_session(session), m_options(options), m_kind(kind), m_port(port), m_as(as)
    {
    }

    Exit run()
    {
        return forEachInput(m_session, m_options.expressions, [&](const Input& input) {
            const auto packets = parsePackets(m_session, input);
            return packets ? exchange(input, *packets) : packets.error();
        });
    }

private:
    Exit exchange(const Input& input, const scapy::Drafts& packets)
    {
        m_input = &input;
        m_received = 0;
        m_first = m_as != noProtocol || packets.empty() || packets.front()->layers.empty() ? m_as : packets.front()->layers.front().protocol;
        const auto done = talk(packets);
        m_session.handled += m_received;
        if (m_session.interrupted())
            return Exit::Interrupted;
        const bool isJustSilence = !done && done.error().code == Errc::TimedOut && m_isConnected;
        if (!done && !isJustSilence)
            return m_session.fail(input.place(), exitFor(done.error()), wording(done.error(), Errand::Network));
        return m_received > 0 ? Exit::Done : m_session.fail(input.place(), Exit::Negative, "no answer");
    }

    /// Over a socket, or what stands for one on the practice network.
    Result<void> talk(const scapy::Drafts& packets)
    {
        const auto addresses = addressesOf(m_session, m_options.host);
        if (!addresses)
            return std::unexpected(addresses.error());
        Network& network = m_session.network();
        if (network.isPractice())
            return talkOver(PracticeStream::connect(m_session.protocols(), network, m_kind, addresses->front(), m_port, deadline(), m_session.stop()), packets);
        return talkOver(StreamSocket::connect(m_kind, addresses->front(), m_port, deadline(), m_session.stop()), packets);
    }

    Clock::time_point deadline() const { return Clock::now() + nanoseconds(m_options.timeout); }

    template <class Socket>
    Result<void> talkOver(Result<Socket> socket, const scapy::Drafts& packets)
    {
        if (!socket)
            return std::unexpected(socket.error());
        m_isConnected = true;
        std::uint64_t sent = 0;
        Result<void> done;
        for (const auto& packet : packets)
            expand(*packet, [&](const Draft& one) {
                ++sent;
                done = socket->send(buildBytes(m_session.protocols(), one), deadline(), m_session.stop());
                return done.has_value();
            });
        return done ? receive(*socket, sent, deadline()) : done;
    }

    /// Until as many messages have come as were sent, the time is up, or the stream ends.
    template <class Socket>
    Result<void> receive(Socket& socket, std::uint64_t wanted, Clock::time_point until)
    {
        const ProtocolId first = m_first == noProtocol ? m_session.protocols().raw() : m_first;
        const bool splits = m_kind == StreamSocket::Kind::Tcp && StreamSplitter::canSplit(m_session.protocols()[first]);
        StreamSplitter splitter(m_session.protocols(), first, m_session.protocols().find("TCP")->id);
        while (m_received < wanted && m_session.goesOn()) {
            auto bytes = socket.receive(until, m_session.stop());
            if (!bytes)
                return std::unexpected(bytes.error());
            if (bytes->empty() && m_kind == StreamSocket::Kind::Tcp) {
                if (!splitter.pending().empty())
                    print(toBuffer(splitter.pending()));
                return {};
            }
            std::vector<Buffer> messages;
            const auto split = splits ? splitter.push(*bytes, messages) : Result<void>{};
            if (!splits)
                messages.push_back(std::move(*bytes));
            for (const Buffer& message : messages)
                print(message);
            if (!split)
                return split;
        }
        return {};
    }

    void print(const Buffer& message)
    {
        ++m_received;
        CapturedPacket captured;
        captured.time = std::chrono::system_clock::now().time_since_epoch();
        captured.bytes = message;
        captured.originalLength = static_cast<std::uint32_t>(message.size());
        DissectOptions options;
        options.first = m_first == noProtocol ? m_session.protocols().raw() : m_first;
        auto seen = dissect(m_session.protocols(), message, captured.linkType, options);
        if (m_session.options.json)
            m_session.out.line(dissectionJson(m_session, captured, seen.draft, std::move(seen.layout), m_received)
                                   .insert(1, fmt::format("\"input\":{},", m_input->number)));
        else
            m_session.out.line(repr(m_session.protocols(), seen.draft));
    }

    Session& m_session;
    const Options& m_options;
    const StreamSocket::Kind m_kind;
    const std::uint16_t m_port;
    const ProtocolId m_as;
    const Input* m_input = nullptr;
    ProtocolId m_first = noProtocol;
    std::uint64_t m_received = 0;
    bool m_isConnected = false;
};

std::optional<std::uint16_t> portNumber(const std::string& text)
{
    constexpr unsigned long most = 65'535;
    if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    const unsigned long number = std::stoul(text);
    return number >= 1 && number <= most ? std::optional(static_cast<std::uint16_t>(number)) : std::nullopt;
}

Exit run(Session& session, const Options& options)
{
    if (options.kind != "udp" && options.kind != "tcp")
        return session.fail(Exit::Usage, fmt::format("'{}' is no kind of socket; expected udp or tcp", printable(options.kind)));
    const auto port = portNumber(options.port);
    if (!port)
        return session.fail(Exit::Usage, fmt::format("'{}' is no port; expected 1-65535", printable(options.port)));
    ProtocolId as = noProtocol;
    if (!options.as.empty()) {
        const ProtocolDesc* protocol = session.protocols().find(options.as);
        if (protocol == nullptr)
            return session.fail({Errc::UnknownProtocol, 0, options.as}, Errand::Network);
        as = protocol->id;
    }
    return Streamer(session, options, options.kind == "udp" ? StreamSocket::Kind::Udp : StreamSocket::Kind::Tcp, *port, as).run();
}

} // namespace

void addStream(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.argument("KIND", options.kind, "udp or tcp");
        set.argument("HOST", options.host, "Name or address");
        set.argument("PORT", options.port, "Port");
        set.arguments("EXPR", options.expressions, "Scapy expressions of what is sent as payload; - reads them from standard input, one a line");
        set.text("--as", "PROTO", options.as, "What the answer is decoded as (the first layer of EXPR)");
        set.seconds("--timeout", options.timeout, "Seconds to wait for the connection and for answers (2)");
    };
    commandLine.add<Options>("stream", "Send payloads over an ordinary socket, which needs no rights, and print what comes back as Scapy's repr()",
        "-i practice stream udp 8.8.8.8 53 'DNS(rd=1,qd=DNSQR(qname=\"www.example.com\"))' --as DNS", describe, run);
}

} // namespace fw::cli
