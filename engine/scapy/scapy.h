/// Packets written as Scapy users write them: Ether()/IP(dst="10.0.0.1", ttl=(1,5))/TCP(flags="S")/"payload".
#pragma once

#include "engine/packet/draft.h"

namespace fw::scapy {

struct ParseError {
    Errc code = Errc::Syntax;
    std::size_t column = 0; ///< 0-based, in bytes
    std::size_t length = 1; ///< Of what is wrong.
    std::string found;      ///< What stands there; empty at the end of the text.
    std::string expected;   ///< "')' or ','", "a field of IP", "0-255"
};

/// Packets as one after the other; those of a repetition are shared.
using Drafts = std::vector<std::shared_ptr<const Draft>>;

/// The packets of a text: IP()/UDP() is one, [IP()/UDP(), IP()/TCP()], (IP()/UDP())*3 and [IP()]*2+[ARP()] are several.
[[nodiscard]] std::expected<Drafts, ParseError> parseAll(const Protocols& protocols, std::string_view text);
/// The only packet of a text, or where and why not.
[[nodiscard]] std::expected<Draft, ParseError> parse(const Protocols& protocols, std::string_view text);
/// One value as it stands on the right of '=': used for table cells too.
[[nodiscard]] std::expected<Value, ParseError> parseValue(const Protocols& protocols, std::string_view text);

/// The expression that parse() turns into this draft: only what is set, not what the layers imply. Scapy's command().
[[nodiscard]] std::string format(const Protocols& protocols, const Draft& draft);

/// What could stand at the cursor.
struct Completion {
    enum class What : std::uint8_t { Protocol, Field, Value };
    What what = What::Protocol;
    std::string text;   ///< "ttl"
    std::string detail; ///< "ByteField, default 64"
};
struct Completions {
    std::size_t from = 0; ///< The text from here to the cursor is to be replaced.
    std::vector<Completion> items;
};
[[nodiscard]] Completions complete(const Protocols& protocols, std::string_view text, std::size_t cursor);

} // namespace fw::scapy
