// Python's words: names, numbers, strings with escapes.
#include "engine/packet/literals.h"
#include "engine/packet/python_text.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace fw::literals {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isNamePart(char c) { return isNameStart(c) || isDigit(c); }

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}
    Token next()
    {
        skipSpace();
        m_token = {};
        m_token.column = m_at;
        if (m_at == m_text.size())
            return m_token;
        if (const std::size_t prefix = stringPrefix(); prefix != std::string_view::npos)
            string(prefix);
        else if (isDigit(m_text[m_at]) || (m_text[m_at] == '.' && m_at + 1 < m_text.size() && isDigit(m_text[m_at + 1])))
            number();
        else if (isNameStart(m_text[m_at]))
            name();
        else
            symbol();
        m_token.length = m_at - m_token.column;
        return m_token;
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '#')
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || (c == '\\' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n'))
                m_at += c == '\\' ? 2 : 1;
            else
                break;
        }
    }

    void bad(std::string expected)
    {
        m_token.kind = Token::Kind::Bad;
        m_token.text = std::move(expected);
    }

    /// How many letters stand before the quote here; npos if no string starts here.
    std::size_t stringPrefix() const
    {
        std::size_t letters = 0;
        while (letters < 2 && m_at + letters < m_text.size() && std::string_view("rRbBuU").find(m_text[m_at + letters]) != std::string_view::npos)
            ++letters;
        const std::size_t quote = m_at + letters;
        return quote < m_text.size() && (m_text[quote] == '"' || m_text[quote] == '\'') ? letters : std::string_view::npos;
    }

    void string(std::size_t prefix)
    {
        const std::string_view letters = m_text.substr(m_at, prefix);
        const bool isRaw = letters.find_first_of("rR") != std::string_view::npos;
        m_token.kind = letters.find_first_of("bB") != std::string_view::npos ? Token::Kind::Bytes : Token::Kind::Text;
        m_at += prefix;
        const char quote = m_text[m_at];
        const std::string end(m_text.substr(m_at, 3) == std::string(3, quote) ? 3 : 1, quote);
        m_at += end.size();
        while (m_at < m_text.size() && m_text.substr(m_at, end.size()) != end && (end.size() == 3 || m_text[m_at] != '\n')) {
            const char c = m_text[m_at++];
            if (c != '\\' || m_at == m_text.size())
                m_token.text.push_back(c);
            else if (isRaw)
                m_token.text.append({c, m_text[m_at++]});
            else
                escape();
        }
        if (m_text.substr(m_at, end.size()) != end)
            return bad("a closing " + end);
        m_at += end.size();
        if (!m_wrongEscape.empty())
            bad(std::exchange(m_wrongEscape, {}));
    }

    void escape()
    {
        static constexpr std::string_view letters = "abfnrtv\\'\"";
        static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\'\"";
        const char c = m_text[m_at];
        const bool inBytes = m_token.kind == Token::Kind::Bytes;
        if (const std::size_t known = letters.find(c); known != std::string_view::npos) {
            m_token.text.push_back(meanings[known]);
            ++m_at;
        } else if (c == '\n') {
            ++m_at;
        } else if (c == 'x') {
            code(1, 2, 16);
        } else if (c >= '0' && c <= '7') {
            code(0, std::min<std::size_t>(3, m_text.find_first_not_of("01234567", m_at) - m_at), 8);
        } else if (!inBytes && (c == 'u' || c == 'U')) {
            code(1, c == 'u' ? 4 : 8, 16);
        } else if (!inBytes && c == 'N') {
            m_wrongEscape = "a character's number, as in \\u2022, rather than its name";
        } else {
            m_token.text.push_back('\\'); // Python leaves what it does not know as it is.
        }
    }

    void code(std::size_t skip, std::size_t digits, int base)
    {
        std::uint32_t value = 0;
        const std::string_view text = m_text.substr(std::min(m_at + skip, m_text.size()), digits);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
        if (error != std::errc{} || end != text.data() + digits || value > 0x10ffff) {
            m_wrongEscape = "hex digits behind \\x, \\u or \\U";
            return;
        }
        m_at += skip + digits;
        if (m_token.kind == Token::Kind::Bytes)
            m_token.text.push_back(static_cast<char>(value));
        else
            m_token.text += utf8(value);
    }

    void number()
    {
        const std::size_t start = m_at;
        const std::string_view head = m_text.substr(m_at, 2);
        const int base = head == "0x" || head == "0X" ? 16 : head == "0b" || head == "0B" ? 2 : head == "0o" || head == "0O" ? 8 : 10;
        m_at += base == 10 ? 0 : 2;
        const auto isPart = [&](char c) {
            const bool sign = (c == '+' || c == '-') && base == 10 && (m_text[m_at - 1] | 0x20) == 'e';
            return isNamePart(c) || (c == '.' && base == 10) || sign;
        };
        while (m_at < m_text.size() && (isPart(m_text[m_at])))
            ++m_at;
        std::string digits(m_text.substr(start + (base == 10 ? 0 : 2), m_at - start - (base == 10 ? 0 : 2)));
        std::erase(digits, '_');
        if (base == 10 && digits.find_first_of(".eE") != std::string::npos)
            real(digits);
        else
            integer(digits, base);
    }

    void real(const std::string& digits)
    {
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), m_token.real);
        m_token.kind = Token::Kind::Real;
        if (error != std::errc{} || end != digits.data() + digits.size())
            bad("a number");
    }

    void integer(const std::string& digits, int base)
    {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        m_token.kind = Token::Kind::Number;
        m_token.number = static_cast<std::int64_t>(value);
        if (error == std::errc::result_out_of_range)
            bad("a number of at most 64 bits");
        else if (error != std::errc{} || end != digits.data() + digits.size())
            bad("a number");
        else if (base == 10 && digits.size() > 1 && digits[0] == '0' && value != 0)
            bad("a number without leading zeros"); // Python refuses it: once it was octal.
    }

    void name()
    {
        m_token.kind = Token::Kind::Name;
        const std::size_t start = m_at;
        while (m_at < m_text.size() && isNamePart(m_text[m_at]))
            ++m_at;
        m_token.text = m_text.substr(start, m_at - start);
    }

    void symbol()
    {
        const std::string_view pair = m_text.substr(m_at, 2);
        const bool isPair = pair == "//" || pair == "**" || pair == "<<" || pair == ">>";
        m_token.kind = Token::Kind::Symbol;
        m_token.text = m_text.substr(m_at, isPair ? 2 : 1);
        m_at += m_token.text.size();
        if (!isPair && std::string_view("()[]{},:/=*-+%&|^~.").find(m_token.text[0]) == std::string_view::npos)
            bad("a layer, a value or punctuation");
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    Token m_token;
    std::string m_wrongEscape; ///< What Python would have expected in the string.
};

} // namespace

std::vector<Token> tokenize(std::string_view text)
{
    Lexer lexer(text);
    std::vector<Token> tokens;
    do {
        tokens.push_back(lexer.next());
    } while (tokens.back().kind != Token::Kind::End && tokens.back().kind != Token::Kind::Bad);
    if (tokens.back().kind == Token::Kind::Bad)
        tokens.push_back({.kind = Token::Kind::End, .column = text.size()});
    return tokens;
}

} // namespace fw::literals
