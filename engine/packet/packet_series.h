/// The packets that a draft with several values stands for, as bytes.
#pragma once

#include "engine/packet/environment.h"
#include "engine/packet/layout.h"

#include <memory>

namespace fw {

class PatchedPacket;

/// Whether the packet says when it was built, so that each has to be built anew.
[[nodiscard]] bool tellsTime(const Protocols& protocols, const Layout& layout);

/// In the order of expand(), each as buildBytes() makes it. Where only numbers and addresses at fixed places vary and nothing but
/// Internet checksums follows from them, the first packet is built and the others are written over it.
class PacketSeries {
public:
    /// `protocols` and `environment` must outlive it. `rounds`: how often all of them will be asked for.
    PacketSeries(const Protocols& protocols, Draft draft, const Environment& environment, std::uint64_t rounds = 1);
    ~PacketSeries();

    /// Saturates at UINT64_MAX.
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    /// Whether packets are written over the first one rather than built.
    [[nodiscard]] bool isPatched() const { return m_patched != nullptr; }
    /// The n-th packet; its bytes live until the next call. Quickest in order.
    [[nodiscard]] Bytes at(std::uint64_t index);

private:
    const Protocols& m_protocols;
    const Draft m_draft;
    const Environment& m_environment;
    std::uint64_t m_count;
    std::unique_ptr<PatchedPacket> m_patched;
    Buffer m_built;
};

} // namespace fw
