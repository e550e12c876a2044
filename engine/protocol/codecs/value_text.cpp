#include "engine/protocol/codecs/value_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace fw {

std::optional<std::int64_t> integerIn(std::string_view text)
{
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    text.remove_prefix(hex ? 2 : 0);
    std::uint64_t magnitude = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), magnitude, hex ? 16 : 10);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

std::string bytesText(Bytes bytes)
{
    const bool hasSingle = std::ranges::find(bytes, '\'') != bytes.end();
    const bool hasDouble = std::ranges::find(bytes, '"') != bytes.end();
    const char quote = hasSingle && !hasDouble ? '"' : '\'';
    std::string out = std::string("b") + quote;
    for (const std::uint8_t byte : bytes) {
        const char c = static_cast<char>(byte);
        if (c == quote || c == '\\')
            out += std::string("\\") + c;
        else if (c == '\t' || c == '\n' || c == '\r')
            out += c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r";
        else if (byte >= 0x20 && byte < 0x7f)
            out += c;
        else
            out += fmt::format("\\x{:02x}", byte);
    }
    return out + quote;
}

std::optional<Buffer> textBytes(const Value& value)
{
    if (const HostName* name = value.hostName())
        return toBuffer(name->text);
    if (const Buffer* bytes = value.bytes())
        return *bytes;
    return std::nullopt;
}

} // namespace fw
