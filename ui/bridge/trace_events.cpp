#include "ui/bridge/trace_events.h"

#include "engine/exchange/pair_template.h"

namespace fw::ui {
namespace {

PairTemplate parsed(const char* text)
{
    return *PairTemplate::parse(text);
}

std::string textOf(const Protocols& protocols, const PairTemplate& form, const Draft& probe, const Draft& answer)
{
    return form.text(protocols, {probe, {}}, {answer, {}}).value_or(std::string());
}

/// Why it is unreachable says more than that it is.
std::string kindOf(const Protocols& protocols, const Draft& probe, const Draft& answer)
{
    static const PairTemplate type = parsed("answer:{TCP:%TCP.flags%}{UDP:udp}{ICMP:%ICMP.type%}{ICMPv6TimeExceeded:%ICMPv6TimeExceeded.type%}"
                                            "{ICMPv6EchoReply:%ICMPv6EchoReply.type%}{ICMPv6PacketTooBig:%ICMPv6PacketTooBig.type%}"
                                            "{ICMPv6ParamProblem:%ICMPv6ParamProblem.type%}");
    static const PairTemplate code = parsed("answer:{ICMP:%ICMP.code%}{ICMPv6DestUnreach:%ICMPv6DestUnreach.code%}");
    const std::string kind = textOf(protocols, type, probe, answer);
    return kind.empty() || kind == "dest-unreach" ? textOf(protocols, code, probe, answer) : kind;
}

} // namespace

ProbePlace placeOf(const Protocols& protocols, const TraceProbe& probe, const Draft& draft)
{
    static const PairTemplate service = parsed("{TCP:tcp/%r,TCP.dport%}{UDP:udp/%r,UDP.dport%}{ICMP:icmp}{ICMPv6EchoRequest:icmp}");
    return {probe.target, probe.ttl, probe.flow, textOf(protocols, service, draft, draft)};
}

ProbeReply replyOf(const Protocols& protocols, const TraceReply& reply, const Draft& probe, const Draft& answer)
{
    ProbeReply out{reply.address, kindOf(protocols, probe, answer), {}};
    for (const TraceLabel& label : reply.labels)
        out.labels.push_back(std::to_string(label.label));
    return out;
}

} // namespace fw::ui
