/// Scapy's sprintf(): a line of text for a packet, "%IP.src% > %IP.dst% {TCP:%TCP.flags%}".
#pragma once

#include "engine/packet/draft.h"
#include "engine/packet/environment.h"
#include "engine/packet/literals.h"

#include <chrono>

namespace fw {

/// What is wrong with a template, and where.
using TemplateError = literals::SyntaxError;

/// %FIELD%, %LAYER.FIELD%, %LAYER:2.FIELD%, each with a Python format before a comma: %-15s,IP.src%. A format that ends in "r"
/// takes the value itself rather than its text: %02xr,IP.ttl%, %r,TCP.dport%. {LAYER:text} and {!LAYER:text} depend on a layer
/// and may be nested; %%, %( and %) stand for a percent sign and braces. What the packet does not have is "??".
/// `time` is what %.time% tells, as the local time of day; without it, that is "??" too.
[[nodiscard]] std::expected<std::string, TemplateError> sprintf(const Protocols& protocols, const Draft& draft, std::string_view text,
    std::optional<std::chrono::nanoseconds> time = {}, const Environment& environment = {});

/// What would be wrong whatever the packet: what is not closed, or no format. That a number was asked of a text shows only later.
[[nodiscard]] std::optional<TemplateError> checkTemplate(std::string_view text);

} // namespace fw
