/// Sending drafts, and finding the answers.
#pragma once

#include "engine/files/capture.h"
#include "engine/exchange/packet_pattern.h"
#include "engine/net/network.h"
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"

namespace fw {

/// Does `reply` answer `request`? By the `answers` and `quoted` rules of the definitions.
[[nodiscard]] bool answers(const Protocols& protocols, const Draft& reply, const Draft& request);

enum class SendLayer : std::uint8_t {
    Network, ///< The stack starts at IP or IPv6: route, source and next hop are worked out (send, sr).
    Link,    ///< The stack is a whole frame (sendp, srp).
};

/// By name: "IP", "id".
struct FieldName {
    std::string protocol;
    std::string field;
};

/// Where matching is to differ from the rules of the definitions.
struct MatchOptions {
    /// What an ICMP error must quote as it was sent, too; where the quote ends before it, it is not compared.
    std::vector<FieldName> alsoQuoted;
    /// Fields of a reply that are not compared with the request's. Quoted layers go by their own names: "IPerror".
    std::vector<FieldName> ignored;
    /// Layers of these protocols that carry another of these are passed over, in packet and reply alike: "IP", "IPv6".
    std::vector<std::string> tunnels;
};

struct SendOptions {
    std::string interface;     ///< Empty: by route (Network), or the default one (Link).
    SendLayer layer = SendLayer::Network;
    std::chrono::nanoseconds interval{0};
    std::uint64_t count = 1;   ///< Times the whole set of packets is sent.
    std::chrono::milliseconds timeout{2000}; ///< After the last packet was sent.
    /// So often what is unanswered after the timeout is sent again. Negative: until so many times in a row brought no answer.
    int retry = 0;
    bool multi = false; ///< Every answer counts, not only the first; then the timeout is always waited for.
    bool first = false; ///< The first answer to any of the packets is enough.
    MatchOptions matching;
    bool batched = true; ///< As PortOptions::batched: false for few packets, whose answers are wanted at once.
    std::uint32_t bufferBytes = PortOptions{}.bufferBytes; ///< For what has come and is not taken yet.
};

/// Packets to be sent one after another, each with all that it stands for.
using DraftList = std::span<const std::shared_ptr<const Draft>>;

/// A packet as it went out.
struct SentPacket {
    CapturedPacket packet;
    std::shared_ptr<const PacketPattern> pattern; ///< Shared by those that are alike but for a few fields.
    std::size_t linkLayers = 0; ///< So many layers were put before what was given.

    /// As built, with link layer; values resolved.
    [[nodiscard]] Draft draft() const { return pattern->draftOf(packet.bytes); }
};

struct Answer {
    std::size_t request = 0; ///< Index of the sent packet.
    CapturedPacket packet;

    [[nodiscard]] Draft draft(const Protocols& protocols) const { return dissect(protocols, packet.bytes, packet.linkType).draft; }
};

/// Called on the working thread.
struct ExchangeSink {
    std::function<void(const SentPacket&)> sent;
    std::function<void(const Answer&)> answered;
    std::function<void(const CapturedPacket&)> other; ///< Received, and no answer.
    /// What would answer a packet that is answered already. Not with `multi`, where it does answer.
    std::function<void(const Answer&)> repeated;
    std::function<bool()> isEnough; ///< Asked while waiting for answers; true ends the run before all are answered.
};

struct ExchangeResult {
    std::uint64_t sent = 0;     ///< Calls of ExchangeSink::sent; repeats are not counted.
    std::uint64_t answered = 0; ///< Sent packets that got an answer.
    std::uint64_t received = 0; ///< Answers, repeated ones, and others.
    std::uint64_t repeated = 0; ///< Further answers to packets that were answered already.
    std::uint64_t dropped = 0;  ///< Lost before they could be looked at.
    std::chrono::nanoseconds sending{};   ///< From the first packet to the last.
    std::chrono::nanoseconds answering{}; ///< From the first packet to when the last answer was matched.
};

/// A packet that has gone out; its bytes are a copy.
using SentSink = std::function<void(CapturedPacket)>;

/// Sends every packet the draft stands for. Names are looked up and next hops asked for first: NoSuchHost, NoRoute, NoSuchDevice,
/// NotPermitted, TimedOut (detail: the next hop that nobody answers for), Unsupported (detail: a protocol that cannot stand first on
/// the interface) and Io; the error's offset is how many packets went out before. Where there are several next hops and some do not
/// answer, packets for those go to the broadcast address, as Scapy does. Cancelling is no error: the result tells how far it came.
/// `sink` may be empty; of the result, `sent` and `sending` are set.
[[nodiscard]] Result<ExchangeResult> sendPackets(const Protocols& protocols, Network& network, const Draft& draft, const SendOptions& options,
                                                 const SentSink& sink, std::stop_token stop);
[[nodiscard]] Result<ExchangeResult> sendPackets(const Protocols& protocols, Network& network, DraftList drafts, const SendOptions& options,
                                                 const SentSink& sink, std::stop_token stop);
/// Sends, and takes answers until all are answered or the timeout has passed after the last one was sent. Cancelling keeps what was found.
[[nodiscard]] Result<ExchangeResult> sendAndReceive(const Protocols& protocols, Network& network, const Draft& draft, const SendOptions& options,
                                                    const ExchangeSink& sink, std::stop_token stop);
[[nodiscard]] Result<ExchangeResult> sendAndReceive(const Protocols& protocols, Network& network, DraftList drafts, const SendOptions& options,
                                                    const ExchangeSink& sink, std::stop_token stop);

struct SniffOptions {
    PortOptions port;
    std::uint64_t count = 0;                       ///< 0: no limit
    std::optional<std::chrono::milliseconds> timeout;
};
/// Hands over batches as they come, until count, timeout or stop. `listening` is called once receiving has started.
[[nodiscard]] Result<PortStatistics> sniff(Network& network, const std::string& interface, const SniffOptions& options,
                                           const std::function<void()>& listening,
                                           const std::function<bool(std::span<const CapturedPacket>)>& use, std::stop_token stop);

} // namespace fw
