#include "engine/base/hexdump.h"

#include <fmt/format.h>

namespace fw {

std::string hexdump(Bytes bytes)
{
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 16) {
        const Bytes line = bytes.subspan(at, std::min<std::size_t>(16, bytes.size() - at));
        if (at > 0)
            out.push_back('\n');
        out += fmt::format("{:04x}  ", at);
        for (std::size_t i = 0; i < 16; ++i)
            out += i < line.size() ? fmt::format("{:02X} ", line[i]) : std::string("   ");
        out.push_back(' ');
        for (const std::uint8_t byte : line)
            out.push_back(byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.');
    }
    return out;
}

namespace {

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

bool parseHex(std::string_view text, Buffer& out, HexError& error)
{
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ':') {
            ++i;
            continue;
        }
        if (c == '0' && i + 1 < text.size() && (text[i + 1] == 'x' || text[i + 1] == 'X')) {
            i += 2;
            continue;
        }
        const int high = digit(c);
        const int low = i + 1 < text.size() ? digit(text[i + 1]) : -1;
        if (high < 0 || low < 0) {
            error.column = high < 0 ? i : i + 1;
            return false;
        }
        out.push_back(static_cast<std::uint8_t>(high << 4 | low));
        i += 2;
    }
    return true;
}

} // namespace fw
