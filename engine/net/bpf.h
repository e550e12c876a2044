/// Capture filters on packets that are already here.
#pragma once

#include "engine/packet/captured_packet.h"
#include "engine/base/error.h"

#include <memory>

namespace fw {

/// A compiled capture filter. Immutable.
class BpfFilter {
public:
    /// Syntax (detail: what libpcap says of it). An empty text lets everything through.
    [[nodiscard]] static Result<BpfFilter> compile(const std::string& text, std::uint32_t linkType, std::uint32_t snapLength = 262'144);
    [[nodiscard]] bool matches(Bytes bytes, std::uint32_t originalLength) const;

private:
    struct Compiled;
    std::shared_ptr<const Compiled> m_compiled;
};

} // namespace fw
