#include "engine/exchange/traceroute.h"

#include "engine/packet/random_values.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::uint16_t tcpPort = 80;
constexpr std::uint16_t udpPort = 33434;

bool keepsFlows(const TraceOptions& options) { return options.paris || options.flows > 0; }

/// Makes the layers of the probes of one target.
class ProbeMaker {
public:
    ProbeMaker(const Protocols& protocols, const TraceOptions& options) : m_protocols(protocols), m_options(options) {}

    /// `flow` counts from 0, `number` tells all probes of the target apart.
    Result<Draft> probe(const std::string& target, int ttl, std::uint16_t flow, std::uint16_t number) const
    {
        Draft draft;
        const bool six = m_options.family == 6;
        Layer& network = add(draft, six ? "IPv6" : "IP");
        const ProtocolDesc& protocol = m_protocols[network.protocol];
        auto destination = parseFieldText(m_protocols, protocol, protocol.find("dst"), target);
        if (!destination)
            return std::unexpected(destination.error());
        set(network, "dst", std::move(*destination));
        set(network, six ? "hlim" : "ttl", std::int64_t{ttl});
        if (!six)
            set(network, "id", std::int64_t{1} + (m_id + number) % 0xffff);
        addUpper(draft, flow, number);
        return draft;
    }

private:
    void addUpper(Draft& draft, std::uint16_t flow, std::uint16_t number) const
    {
        if (m_options.upper) {
            draft.layers.insert(draft.layers.end(), m_options.upper->layers.begin(), m_options.upper->layers.end());
            return;
        }
        switch (m_options.kind) {
        case TraceOptions::Kind::Tcp: return addTcp(draft, flow, number);
        case TraceOptions::Kind::Udp: return addUdp(draft, flow, number);
        case TraceOptions::Kind::Icmp: return addEcho(draft, flow, number);
        }
    }

    /// An answer acknowledges the sequence number, give or take a few.
    void addTcp(Draft& draft, std::uint16_t flow, std::uint16_t number) const
    {
        Layer& layer = add(draft, "TCP");
        addPorts(layer, flow, tcpPort);
        set(layer, "seq", static_cast<std::int64_t>((m_sequence + number * 64ULL) & 0xffffffffULL));
    }

    /// Payloads that differ, and so do the checksums: those routers do not balance by.
    void addUdp(Draft& draft, std::uint16_t flow, std::uint16_t number) const
    {
        addPorts(add(draft, "UDP"), flow, udpPort);
        draft.layers.push_back(rawLayer(m_protocols, {static_cast<std::uint8_t>(number >> 8U), static_cast<std::uint8_t>(number)}));
    }

    /// Routers balance by the checksum, which the sum of id and seq makes.
    void addEcho(Draft& draft, std::uint16_t flow, std::uint16_t number) const
    {
        Layer& layer = add(draft, m_options.family == 6 ? "ICMPv6EchoRequest" : "ICMP");
        constexpr std::uint32_t sums = 0xffff;
        set(layer, "id", std::int64_t{keepsFlows(m_options) ? (m_id + flow + sums - number) % sums : m_id});
        set(layer, "seq", std::int64_t{number});
    }

    void addPorts(Layer& layer, std::uint16_t flow, std::uint16_t port) const
    {
        constexpr std::uint32_t lowest = 33'000;
        constexpr std::uint32_t count = 30'000;
        set(layer, "sport", std::int64_t{lowest + (m_port + flow) % count});
        set(layer, "dport", std::int64_t{m_options.port != 0 ? m_options.port : port});
    }

    Layer& add(Draft& draft, std::string_view protocol) const
    {
        draft.layers.push_back(makeLayer(m_protocols, m_protocols.find(protocol)->id));
        return draft.layers.back();
    }

    void set(Layer& layer, std::string_view field, Value value) const
    {
        layer.fields[m_protocols[layer.protocol].find(field)] = {SlotState::Explicit, std::move(value)};
    }

    const Protocols& m_protocols;
    const TraceOptions& m_options;
    const std::uint32_t m_port = static_cast<std::uint32_t>(randomBelow(30'000));
    const std::uint32_t m_sequence = static_cast<std::uint32_t>(randomBits());
    const std::uint32_t m_id = static_cast<std::uint32_t>(randomBelow(0xffff));
};

} // namespace

Result<std::vector<std::shared_ptr<const Draft>>> traceProbes(const Protocols& protocols, const std::string& target, const TraceOptions& options)
{
    const auto rounds = static_cast<std::uint64_t>(std::max(options.flows, 1)) * static_cast<std::uint64_t>(std::max(options.probes, 0));
    const auto distances = static_cast<std::uint64_t>(std::max(options.maxTtl - options.minTtl + 1, 0));
    if (rounds * distances > mostTraceProbes)
        return fail(Errc::BadValue, 0, "more than 65,535 probes for one target");
    std::vector<std::shared_ptr<const Draft>> probes;
    const ProbeMaker maker(protocols, options);
    std::uint16_t number = 0;
    for (std::uint64_t round = 0; round < rounds; ++round)
        for (int ttl = options.minTtl; ttl <= options.maxTtl; ++ttl, ++number) {
            const auto kept = static_cast<std::uint16_t>(options.flows > 0 ? round % static_cast<std::uint64_t>(options.flows) : 0);
            auto probe = maker.probe(target, ttl, keepsFlows(options) ? kept : number, number);
            if (!probe)
                return std::unexpected(probe.error());
            probes.push_back(std::make_shared<const Draft>(std::move(*probe)));
        }
    return probes;
}

std::vector<FieldName> traceQuoted(const TraceOptions& options)
{
    return keepsFlows(options) ? std::vector<FieldName>{{"TCP", "seq"}, {"UDP", "chksum"}} : std::vector<FieldName>{};
}

} // namespace fw
