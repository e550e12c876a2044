#include "app/cli/exchange_run.h"

#include "app/cli/times.h"
#include "engine/packet/expand.h"
#include "engine/packet/text.h"

#include <fmt/core.h>

#include <algorithm>

namespace fw::cli {

void describeExchange(OptionSet& set, ExchangeArguments& arguments)
{
    constexpr std::int64_t mostRetries = 1000;
    set.seconds("--timeout", arguments.timeout, "Seconds to wait after the last packet (2)");
    set.integer("--retry", "N", arguments.retry, "Send again so many times what is not answered; -N: until N times in a row brought no answer",
        -mostRetries, mostRetries);
    set.seconds("--inter", arguments.interval, "Seconds between packets");
    set.flag("--multi", arguments.multi, "Take every answer, not only the first to each packet");
    set.flag("--first", arguments.first, "Stop with the first answer to any of them");
    set.flag("--check-ipid", arguments.checkIpId, "ICMP errors must quote the IP id that was sent, as Scapy's conf.checkIPID");
    set.flag("--no-check-ipaddr", arguments.ignoreAddresses, "Answers may come from and go to any address, as DHCP's; Scapy's conf.checkIPaddr = False");
    set.flag("--no-check-ipsrc", arguments.ignoreQuotedSource, "ICMP errors may quote another source, as behind some NAT; Scapy's conf.checkIPsrc = False");
    set.flag("--no-check-ipinip", arguments.passTunnels, "IP or IPv6 that carries IP or IPv6 is passed over, as in tunnels; Scapy's conf.checkIPinIP = False");
    set.flag("--check-seqack", arguments.checkSeqAck, "ICMP errors must quote TCP's seq and ack as sent, as Scapy's conf.check_TCPerror_seqack");
}

namespace {

MatchOptions matchOptions(const ExchangeArguments& arguments)
{
    MatchOptions out;
    const auto add = [](std::vector<FieldName>& list, bool wanted, std::initializer_list<FieldName> fields) {
        if (wanted)
            list.insert(list.end(), fields);
    };
    add(out.alsoQuoted, arguments.checkIpId, {{"IP", "id"}});
    add(out.alsoQuoted, arguments.checkSeqAck, {{"TCP", "seq"}, {"TCP", "ack"}});
    add(out.ignored, arguments.ignoreAddresses, {{"IP", "src"}, {"IP", "dst"}, {"IPv6", "src"}, {"IPv6", "dst"}});
    add(out.ignored, arguments.ignoreQuotedSource, {{"IPerror", "src"}, {"IPerror6", "src"}});
    if (arguments.passTunnels)
        out.tunnels = {"IP", "IPv6"};
    return out;
}

} // namespace

SendOptions sendOptions(const Session& session, const ExchangeArguments& arguments, SendLayer layer)
{
    SendOptions out;
    out.interface = session.interface();
    out.layer = layer;
    out.timeout = milliseconds(arguments.timeout);
    out.interval = nanoseconds(arguments.interval);
    out.retry = static_cast<int>(arguments.retry);
    out.multi = arguments.multi;
    out.first = arguments.first;
    out.matching = matchOptions(arguments);
    return out;
}

namespace {

/// So few answers are taken one by one as they come; more are taken in blocks, which come a little later but lie closer together.
bool areFew(DraftList drafts)
{
    constexpr std::uint64_t few = 4096;
    std::uint64_t count = 0;
    for (const auto& draft : drafts)
        if (const std::uint64_t more = packetCount(*draft); more > few || (count += more) > few)
            return false;
    return true;
}

} // namespace

Exchanged runExchange(Session& session, DraftList drafts, SendOptions options, const RunExtras& extras)
{
    constexpr std::size_t mostOthers = 10'000;
    Exchanged run;
    ExchangeSink sink;
    sink.sent = [&](const SentPacket& packet) { run.sent.push_back(packet); };
    sink.answered = [&](const Answer& answer) { run.answers.push_back(answer); };
    if (extras.keepsOthers)
        sink.other = [&](const CapturedPacket& packet) {
            if (run.others.size() < mostOthers)
                run.others.push_back(packet);
        };
    options.batched = !areFew(drafts);
    options.bufferBytes = 32U << 20U; // All answers may come at once.
    const auto result = sendAndReceive(session.protocols(), session.network(), drafts, options, sink, session.stop());
    session.handled += run.sent.size();
    if (result)
        run.result = *result;
    else
        run.error = result.error();
    session.answering += run.result.answering;
    std::ranges::stable_sort(run.answers, {}, &Answer::request);
    return run;
}

void saveExchange(PacketSink& sink, const Exchanged& run)
{
    if (!sink.isWanted())
        return;
    auto answer = run.answers.begin();
    for (std::size_t i = 0; i < run.sent.size(); ++i)
        for (bool ok = sink.write(run.sent[i].packet); ok && answer != run.answers.end() && answer->request == i; ++answer)
            ok = sink.write(answer->packet);
}

SendLayer layerOf(const Session& session, DraftList drafts)
{
    const ProtocolId link = session.protocols().rootFor(link_type::Ethernet);
    const auto beginsWithLink = [&](const auto& draft) { return !draft->layers.empty() && draft->layers.front().protocol == link; };
    return !drafts.empty() && std::ranges::all_of(drafts, beginsWithLink) ? SendLayer::Link : SendLayer::Network;
}

Draft givenLayers(Draft draft, std::size_t linkLayers)
{
    draft.layers.erase(draft.layers.begin(), draft.layers.begin() + static_cast<std::ptrdiff_t>(std::min(linkLayers, draft.layers.size())));
    return draft;
}

std::string givenSummary(const Session& session, const Draft& draft, std::size_t linkLayers)
{
    return linkLayers == 0 ? summary(session.protocols(), draft) : summary(session.protocols(), givenLayers(draft, linkLayers));
}

std::vector<std::size_t> unanswered(const Exchanged& run)
{
    std::vector<bool> isAnswered(run.sent.size());
    for (const Answer& answer : run.answers)
        isAnswered[answer.request] = true;
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < isAnswered.size(); ++i)
        if (!isAnswered[i])
            out.push_back(i);
    return out;
}

std::string explanationText(const Explanation& explanation, const std::string& request)
{
    const std::string nearest = fmt::format("nearest is packet {}, {}", explanation.request + 1, request);
    switch (explanation.reason) {
    case Explanation::Reason::NoRequest: return "nothing was sent";
    case Explanation::Reason::AlreadyAnswered: return nearest + ": it answers that one, which is answered already";
    case Explanation::Reason::OtherLayers:
        if (explanation.layer.empty())
            return fmt::format("{}: it ends where {} would have to be answered", nearest, explanation.against);
        return fmt::format("{}: {} is no answer to {}", nearest, explanation.layer, explanation.against.empty() ? "nothing" : explanation.against);
    case Explanation::Reason::ValuesDiffer: break;
    }
    const auto shown = [](const std::string& value) { return value.empty() ? std::string("not there") : value; };
    std::string why;
    if (const auto& values = explanation.difference)
        why = fmt::format(": {} is {}, {} of the packet sent is {}", values->field, shown(values->found), values->requestField, shown(values->wanted));
    const std::string rule = explanation.rule.empty() ? "it is quoted as it was sent" : explanation.rule;
    return fmt::format("{}: the rule of {} does not hold, {}{}", nearest, explanation.layer, rule, why);
}

} // namespace fw::cli
