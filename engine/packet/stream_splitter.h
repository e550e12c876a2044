/// Cuts a byte stream, such as one direction of a TCP connection, into the messages of one protocol.
#pragma once

#include "engine/base/error.h"
#include "engine/protocol/protocols.h"

namespace fw {

/// Goes by the `stream: {need, message}` of the protocol's definition: how many bytes tell the length of a message, and how long it
/// is then. Bytes come in pieces of any size; what is no whole message yet is kept. The lengths come from the wire: a message shorter
/// than the bytes that tell its length, or longer than the limit, ends the splitting, because what follows cannot be found.
class StreamSplitter {
public:
    static constexpr std::size_t longestMessage = std::size_t{1} << 20;

    [[nodiscard]] static bool canSplit(const ProtocolDesc& protocol) { return protocol.streamMessage != 0; }

    /// `protocols` must outlive it. `over` is the layer that carries the stream, for rules that ask what is below.
    /// At most `longest` bytes make a message, and so many are kept at most besides the piece last given.
    StreamSplitter(const Protocols& protocols, ProtocolId protocol, ProtocolId over = noProtocol, std::size_t longest = longestMessage);

    /// The messages that these bytes complete, each as its bytes, appended to `messages`.
    /// BadValue with the offset in the stream where a message begins whose length is impossible: nothing is read from there on.
    /// Unsupported if the protocol has no rule.
    [[nodiscard]] Result<void> push(Bytes bytes, std::vector<Buffer>& messages);

    /// What was given and is no whole message yet.
    [[nodiscard]] Bytes pending() const { return m_pending; }
    /// Where in the stream that begins.
    [[nodiscard]] std::size_t pendingOffset() const { return m_offset; }
    /// How many bytes the next message has; 0 while too few are there to tell.
    [[nodiscard]] std::size_t nextSize() const { return m_nextSize; }

private:
    [[nodiscard]] Result<void> measure(Bytes rest);
    [[nodiscard]] std::optional<std::int64_t> told(Bytes head) const;
    [[nodiscard]] std::size_t needed() const;

    const Protocols& m_protocols;
    const ProtocolDesc& m_protocol;
    ProtocolId m_over;
    std::size_t m_longest;
    Buffer m_pending;
    std::size_t m_offset = 0;
    std::size_t m_nextSize = 0;
    bool m_isLost = false;
};

} // namespace fw
