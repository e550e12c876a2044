/// What is wrong with a display filter, and where.
#pragma once

#include "engine/base/error.h"

namespace fw::filter {

struct FilterError {
    Errc code = Errc::Syntax;
    std::size_t column = 0; ///< 0-based, in bytes
    std::size_t length = 1; ///< Of what is wrong; at least 1.
    std::string found;      ///< What stands there; empty at the end of the text.
    std::string expected;   ///< "a field of IP: ttl, tos, …", "0-255", "')'"

    bool operator==(const FilterError&) const = default;
};

template <class T>
using Checked = std::expected<T, FilterError>;

} // namespace fw::filter
