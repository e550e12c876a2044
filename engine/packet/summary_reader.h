/// Summary lines of packets as they were received, straight from their bytes.
#pragma once

#include "engine/packet/walk.h"

#include <memory>

namespace fw {

class SummaryPlan;

/// Says what summary() says of the dissected packet. Where the texts of its protocols need only numbers and addresses at fixed
/// places, the packet is not dissected for it. One for each thread.
class SummaryReader {
public:
    /// `protocols` must outlive it.
    explicit SummaryReader(const Protocols& protocols);
    ~SummaryReader();

    /// Appends the line.
    void read(Bytes frame, std::uint32_t linkType, std::string& out);

private:
    /// False if the packet has to be dissected; `out` may have grown by then.
    bool readFromSpans(Bytes frame, std::string& out);
    [[nodiscard]] SummaryPlan& planOf(ProtocolId protocol);

    const Protocols& m_protocols;
    Walker m_walker;
    std::vector<LayerSpan> m_spans;
    std::vector<std::unique_ptr<SummaryPlan>> m_plans; ///< By protocol, made when first met.
};

} // namespace fw
