#include "app/cli/commands.h"
#include "app/cli/exchange_run.h"
#include "app/cli/host.h"
#include "app/cli/inputs.h"
#include "app/cli/packet_printer.h"
#include "app/cli/times.h"
#include "engine/exchange/stream_socket.h"
#include "engine/net/packet_fields.h"
#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/random_values.h"
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
        const auto done = m_session.network().isPractice() ? onPractice(packets) : onSocket(packets);
        m_session.handled += m_received;
        if (m_session.interrupted())
            return Exit::Interrupted;
        const bool isJustSilence = !done && done.error().code == Errc::TimedOut && m_isConnected;
        if (!done && !isJustSilence)
            return m_session.fail(input.place(), exitFor(done.error()), wording(done.error(), Errand::Network));
        return m_received > 0 ? Exit::Done : m_session.fail(input.place(), Exit::Negative, "no answer");
    }

    Result<void> onSocket(const scapy::Drafts& packets)
    {
        const auto addresses = addressesOf(m_session, m_options.host);
        if (!addresses)
            return std::unexpected(addresses.error());
        const auto until = [&] { return Clock::now() + nanoseconds(m_options.timeout); };
        auto socket = StreamSocket::connect(m_kind, addresses->front(), m_port, until(), m_session.stop());
        if (!socket)
            return std::unexpected(socket.error());
        m_isConnected = true;
        std::uint64_t sent = 0;
        Result<void> done;
        for (const auto& packet : packets)
            expand(*packet, [&](const Draft& one) {
                ++sent;
                done = socket->send(buildBytes(m_session.protocols(), one), until(), m_session.stop());
                return done.has_value();
            });
        return done ? receive(*socket, sent, until()) : done;
    }

    /// Until as many messages have come as were sent, the time is up, or the stream ends.
    Result<void> receive(StreamSocket& socket, std::uint64_t wanted, Clock::time_point until)
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

    /// The practice network has no sockets: the datagrams are made here.
    Result<void> onPractice(const scapy::Drafts& packets)
    {
        if (m_kind == StreamSocket::Kind::Tcp)
            return fail(Errc::Unsupported, 0, "TCP connections on the practice network");
        const auto addresses = addressesOf(m_session, m_options.host);
        if (!addresses)
            return std::unexpected(addresses.error());
        scapy::Drafts datagrams;
        for (const auto& packet : packets)
            datagrams.push_back(std::make_shared<const Draft>(datagram(*packet, addresses->front())));
        const Exchanged run = runExchange(m_session, datagrams, sendOptions(m_session, {.timeout = m_options.timeout}, SendLayer::Network));
        m_isConnected = true;
        for (const Answer& answer : run.answers) {
            const PacketFields fields(m_session.protocols(), answer.packet.bytes, answer.packet.linkType);
            constexpr std::size_t header = 8;
            const std::size_t begin = std::min(fields.offsetOf("UDP") + header, answer.packet.bytes.size());
            if (fields.has("UDP"))
                print(toBuffer(Bytes(answer.packet.bytes).subspan(begin)));
        }
        return run.error ? std::unexpected(*run.error) : Result<void>{};
    }

    Draft datagram(const Draft& payload, const Buffer& address) const
    {
        const Protocols& protocols = m_session.protocols();
        Draft draft;
        const auto add = [&](std::string_view protocol, std::string_view field, Value value) {
            if (draft.layers.empty() || protocols[draft.layers.back().protocol].name != protocol)
                draft.layers.push_back(makeLayer(protocols, protocols.find(protocol)->id));
            draft.layers.back().fields[protocols.find(protocol)->find(field)] = {SlotState::Explicit, std::move(value)};
        };
        constexpr std::uint64_t lowest = 32'768;
        add(address.size() == 4 ? "IP" : "IPv6", "dst", address);
        add("UDP", "sport", static_cast<std::int64_t>(lowest + randomBelow(lowest / 2)));
        add("UDP", "dport", std::int64_t{m_port});
        draft.layers.insert(draft.layers.end(), payload.layers.begin(), payload.layers.end());
        return draft;
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
