#include "engine/filter/tokens.h"

#include "engine/base/address.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace fw::filter {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isHex(char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isNamePart(char c) { return isNameStart(c) || isDigit(c); }

constexpr std::array<std::string_view, 31> signs{"===", "!==", "==", "!=", "<=", ">=", "&&", "||", "^^", "<<", ">>", "..", "<", ">", "=", "!", "&",
                                                 "|", "^", "+", "-", "*", "/", "%", "~", "(", ")", "[", "]", "{", "}"};
constexpr std::string_view lonely = ",:.#"; ///< Signs of one character besides those.

class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) : m_text(text) {}

    std::vector<Token> run()
    {
        if (m_text.size() > longestFilter) {
            add(Token::Kind::Bad, longestFilter, m_text.size() - longestFilter, "a filter of at most 16,384 characters");
        } else {
            while (next()) { }
        }
        if (m_tokens.empty() || m_tokens.back().kind != Token::Kind::Bad)
            add(Token::Kind::End, m_text.size(), 0, {});
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] char at(std::size_t index) const { return index < m_text.size() ? m_text[index] : '\0'; }

    Token& add(Token::Kind kind, std::size_t from, std::size_t length, std::string text)
    {
        m_tokens.push_back({.kind = kind, .column = from, .length = length, .text = std::move(text)});
        m_at = from + length;
        return m_tokens.back();
    }
    bool bad(std::size_t from, std::size_t length, std::string expected)
    {
        add(Token::Kind::Bad, from, length, std::move(expected));
        return false;
    }

    bool next()
    {
        while (m_at < m_text.size() && (at(m_at) == ' ' || at(m_at) == '\t' || at(m_at) == '\n' || at(m_at) == '\r'))
            ++m_at;
        if (m_at >= m_text.size())
            return false;
        const char c = at(m_at);
        const bool isPrefixed = (c == 'r' || c == 'b') && (at(m_at + 1) == '"' || at(m_at + 1) == '\'');
        if (c == '"' || c == '\'' || isPrefixed)
            return string(isPrefixed ? c : '\0');
        if (m_slices == 0 && (isHex(c) || c == ':') && address())
            return true;
        if (isDigit(c))
            return number();
        return isNameStart(c) ? name() : sign();
    }

    /// Dots join the parts of a name, so that tcp.port is one. So do hyphens in Wireshark's, which begin with a small letter (rtsp.content-length).
    bool name()
    {
        const bool isSmall = at(m_at) >= 'a' && at(m_at) <= 'z';
        std::size_t end = m_at;
        bool hasDot = false;
        while (isNamePart(at(end)) || (at(end) == '.' && isNamePart(at(end + 1))) || (at(end) == '-' && isSmall && hasDot && isNameStart(at(end + 1))))
            hasDot = at(end++) == '.' || hasDot;
        add(Token::Kind::Name, m_at, end - m_at, std::string(m_text.substr(m_at, end - m_at)));
        return true;
    }

    bool sign()
    {
        for (const std::string_view known : signs)
            if (m_text.substr(m_at).starts_with(known))
                return addSign(std::string(known));
        if (lonely.find(at(m_at)) != std::string_view::npos)
            return addSign(std::string(1, at(m_at)));
        std::size_t end = m_at + 1; // A character of several bytes is told whole.
        while (end < m_text.size() && (static_cast<unsigned char>(m_text[end]) & 0xc0U) == 0x80U)
            ++end;
        return bad(m_at, end - m_at, "a name, a value or an operator");
    }

    bool addSign(std::string text)
    {
        // A bracket behind a name or a bracket begins a slice or the number of a layer.
        if (text == "[") {
            const bool isSlice = !m_tokens.empty() && (m_tokens.back().kind == Token::Kind::Name || m_tokens.back().is("]") || m_tokens.back().is(")") || m_tokens.back().is("#"))
                && !m_tokens.back().isWord("in");
            m_slices += isSlice || m_slices > 0;
        } else if (text == "]" && m_slices > 0) {
            --m_slices;
        }
        const std::size_t length = text.size();
        add(Token::Kind::Sign, m_at, length, std::move(text));
        return true;
    }

    bool number()
    {
        const bool isHexNumber = at(m_at) == '0' && (at(m_at + 1) == 'x' || at(m_at + 1) == 'X');
        const bool isBinary = at(m_at) == '0' && (at(m_at + 1) == 'b' || at(m_at + 1) == 'B');
        const std::size_t from = m_at + (isHexNumber || isBinary ? 2 : 0);
        const char* first = m_text.data() + from;
        std::uint64_t value = 0;
        const auto [last, error] = std::from_chars(first, m_text.data() + m_text.size(), value, isHexNumber ? 16 : isBinary ? 2 : 10);
        auto end = static_cast<std::size_t>(last - m_text.data());
        if (at(end) == '.' && isDigit(at(end + 1)) && from == m_at)
            return real(end + 1);
        const bool isPadded = from == m_at && at(m_at) == '0' && end - m_at > 1;
        if (isNamePart(at(end)) || isPadded || error != std::errc()) {
            while (isNamePart(at(end)))
                ++end;
            const std::string_view word = m_text.substr(m_at, end - m_at);
            if (from == m_at && word.size() % 2 == 0 && std::ranges::all_of(word, isHex)) { // 5e, 02: bytes, if such are asked for.
                add(Token::Kind::Name, m_at, word.size(), std::string(word));
                return true;
            }
            return bad(m_at, std::max<std::size_t>(end - m_at, 1), isPadded ? "a decimal number without zeros before it, or 0x…" : error == std::errc::result_out_of_range ? "a number of at most 64 bits" : "a number; texts stand in quotes");
        }
        add(Token::Kind::Number, m_at, end - m_at, std::string(m_text.substr(m_at, end - m_at))).number = value;
        return true;
    }

    bool real(std::size_t fraction)
    {
        std::size_t end = fraction;
        while (isDigit(at(end)))
            ++end;
        if (at(end) == '.' && isDigit(at(end + 1))) {
            while (isDigit(at(end)) || (at(end) == '.' && isDigit(at(end + 1))))
                ++end;
            return bad(m_at, end - m_at, "an IPv4 address of four numbers (10.0.0.1), or one number");
        }
        if (isNamePart(at(end)))
            return bad(m_at, end + 1 - m_at, "a number; texts stand in quotes");
        const std::string text(m_text.substr(m_at, end - m_at));
        add(Token::Kind::Real, m_at, end - m_at, text).real = std::strtold(text.c_str(), nullptr);
        return true;
    }

    /// Pairs of hex digits with one separator between them; how many, and where they end.
    [[nodiscard]] std::pair<std::size_t, std::size_t> hexPairs(char separator) const
    {
        std::size_t pairs = 0;
        std::size_t end = m_at;
        while (isHex(at(end)) && isHex(at(end + 1))) {
            ++pairs;
            end += 2;
            if (at(end) != separator || !isHex(at(end + 1)))
                break;
            ++end;
        }
        return {pairs, end};
    }

    bool addAddress(std::size_t end)
    {
        if (at(end) == '/' && isDigit(at(end + 1)))
            for (++end; isDigit(at(end));)
                ++end;
        if (isNamePart(at(end)))
            return false;
        add(Token::Kind::Address, m_at, end - m_at, std::string(m_text.substr(m_at, end - m_at)));
        return true;
    }

    bool address()
    {
        if (const auto [pairs, end] = hexPairs(':'); pairs >= 2 && at(end) != ':' && !isNamePart(at(end)))
            return addAddress(end);
        if (const auto [pairs, end] = hexPairs('-'); pairs == 6 && at(end) != '-' && !isNamePart(at(end)))
            return addAddress(end);
        std::size_t end = m_at;
        std::size_t colons = 0;
        while (isHex(at(end)) || at(end) == ':' || (at(end) == '.' && isHex(at(end + 1))))
            colons += at(end++) == ':';
        const std::string_view text = m_text.substr(m_at, end - m_at);
        return ((colons >= 2 && parseIpv6(text)) || (colons == 0 && parseIpv4(text))) && addAddress(end);
    }

    bool string(char prefix)
    {
        const std::size_t from = m_at;
        std::size_t i = m_at + (prefix == '\0' ? 0 : 1);
        const char quote = at(i++);
        std::string text;
        while (i < m_text.size() && m_text[i] != quote) {
            if (m_text[i] != '\\' || i + 1 >= m_text.size())
                text += m_text[i++];
            else if (prefix == 'r')
                text += m_text[i], text += m_text[i + 1], i += 2;
            else
                i = escape(i + 1, text);
        }
        if (i >= m_text.size())
            return bad(from, m_text.size() - from, std::string(1, quote) + " at the end of the text");
        add(Token::Kind::Text, from, i + 1 - from, std::move(text));
        return true;
    }

    /// What stands behind a backslash. Where that means nothing the backslash stays, as in Python.
    std::size_t escape(std::size_t i, std::string& out) const
    {
        constexpr std::string_view letters = "ntr0\\\"'";
        constexpr std::string_view meant("\n\t\r\0\\\"'", 7);
        if (m_text[i] == 'x' && isHex(at(i + 1)) && isHex(at(i + 2))) {
            unsigned byte = 0;
            std::from_chars(m_text.data() + i + 1, m_text.data() + i + 3, byte, 16);
            out += static_cast<char>(byte);
            return i + 3;
        }
        if (const std::size_t known = letters.find(m_text[i]); known != std::string_view::npos) {
            out += meant[known];
            return i + 1;
        }
        out += '\\';
        out += m_text[i];
        return i + 1;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_slices = 0;
    std::vector<Token> m_tokens;
};

} // namespace

std::vector<Token> tokenize(std::string_view text) { return Tokenizer(text).run(); }

} // namespace fw::filter
