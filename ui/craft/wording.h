/// Sentences for what the engine reports while a stack is written.
#pragma once

#include "engine/base/error.h"
#include "engine/scapy/scapy.h"

#include <QString>

namespace fw::ui {

/// "Column 71: unexpected “)”, expected a field of IP". Columns count characters from 1.
[[nodiscard]] QString expressionErrorText(const scapy::ParseError& error, const QString& expression);
/// For the row below a cell: "expected 0-255".
[[nodiscard]] QString fieldErrorText(const Error& error, const QString& typed);
/// "1 packet", "30 packets", with the locale's digit grouping.
[[nodiscard]] QString packetCountText(std::uint64_t count);
/// A byte position in UTF-8 as a position in the QString.
[[nodiscard]] int characterPosition(const QString& text, std::size_t byte);
/// And back.
[[nodiscard]] std::size_t bytePosition(const QString& text, int character);

} // namespace fw::ui
