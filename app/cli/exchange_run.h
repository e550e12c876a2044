/// Sending and waiting for answers, for the commands that do.
#pragma once

#include "app/cli/command_line.h"
#include "app/cli/packet_sink.h"
#include "engine/exchange/exchange.h"
#include "engine/exchange/explain.h"

namespace fw::cli {

/// What can be chosen of it.
struct ExchangeArguments {
    double timeout = 2;
    double interval = 0;
    std::int64_t retry = 0;
    bool multi = false;
    bool first = false;
    bool checkIpId = false;
    bool checkSeqAck = false;
    bool ignoreAddresses = false;
    bool ignoreQuotedSource = false;
    bool passTunnels = false;
};
void describeExchange(OptionSet& set, ExchangeArguments& arguments);
[[nodiscard]] SendOptions sendOptions(const Session& session, const ExchangeArguments& arguments, SendLayer layer);

/// A run, whole or as far as it came.
struct Exchanged {
    std::vector<SentPacket> sent;
    std::vector<Answer> answers;        ///< By request, then as they came.
    std::vector<CapturedPacket> others; ///< The first of them, if they were asked for.
    ExchangeResult result;
    std::optional<Error> error;
};
struct RunExtras {
    bool keepsOthers = false;
};
[[nodiscard]] Exchanged runExchange(Session& session, DraftList drafts, SendOptions options, const RunExtras& extras = {});
/// Each packet sent, then its answers.
void saveExchange(PacketSink& sink, const Exchanged& run);

/// Link if they begin with the link layer of Ethernet, else Network.
[[nodiscard]] SendLayer layerOf(const Session& session, DraftList drafts);

/// As they were given, and as Scapy's sockets hand packets out: without the layers that were put below.
[[nodiscard]] Draft givenLayers(Draft draft, std::size_t linkLayers);
[[nodiscard]] std::string givenSummary(const Session& session, const Draft& draft, std::size_t linkLayers);

/// The packets among the sent ones that got no answer, by number.
[[nodiscard]] std::vector<std::size_t> unanswered(const Exchanged& run);

[[nodiscard]] std::string explanationText(const Explanation& explanation, const std::string& request);

} // namespace fw::cli
