/// What failed and where, for the caller to word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace fw {

enum class Errc : std::uint8_t {
    // Input that cannot be read. `offset` is a byte or a column, counted from 0.
    Syntax,          ///< An expression, filter or definition; detail says what could stand there.
    UnknownProtocol, ///< detail: the name
    UnknownField,    ///< detail: "IP.foo"
    BadValue,        ///< A value that does not fit its field; detail: "IP.ttl: 300, expected 0-255"
    NotACapture,     ///< detail: the path
    Truncated,       ///< offset: where the whole records end
    Unsupported,     ///< Right, but not possible here; detail says what
    // The system.
    NoSuchDevice,    ///< detail: the interface
    NoRoute,         ///< detail: the destination
    NoSuchHost,      ///< detail: the name
    NotPermitted,    ///< detail: what was to be opened
    Io,              ///< detail: path or interface, and the system's words
    TimedOut,
    Cancelled,
};

/// What failed and where. Holds no sentences: ui/ and the command line word it.
struct Error {
    Errc code;
    std::size_t offset = 0;
    std::string detail;
    std::size_t line = 0; ///< 1-based line in a definition file; 0 where there are no lines.

    bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(Errc code, std::size_t offset = 0, std::string detail = {})
{
    return std::unexpected(Error{code, offset, std::move(detail)});
}

} // namespace fw
