/// Values as Python's repr() writes them, for texts that are to be equal to Scapy's.
#pragma once

#include "engine/base/bytes.h"

namespace fw {

/// 'abc' as text: bytes that are no UTF-8 become the four characters \xff first, so that they show as '\\xff'.
[[nodiscard]] std::string pythonString(Bytes text);
/// b'abc', every byte that is no printable ASCII escaped.
[[nodiscard]] std::string pythonBytes(Bytes bytes);
/// 2.0, 1e+16
[[nodiscard]] std::string pythonFloat(double number);
/// A number of any size, big-endian, in decimal or as 0x…
[[nodiscard]] std::string wideNumber(Bytes number, bool hex);
/// As str.isprintable() tells it.
[[nodiscard]] bool isPrintable(char32_t character);
[[nodiscard]] bool isUtf8(Bytes bytes);
/// The character in UTF-8.
[[nodiscard]] std::string utf8(char32_t character);
/// The character at the start of the bytes and how many of them it takes; 0 if they are no UTF-8 there.
struct Utf8Character {
    char32_t value = 0;
    std::size_t size = 0;
};
[[nodiscard]] Utf8Character decodeUtf8(Bytes bytes);

} // namespace fw
