#include "engine/protocol/expression_lexer.h"

#include <cctype>
#include <charconv>

namespace fw {
namespace {

constexpr std::size_t maxTokens = 512;

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    Result<std::vector<ExprToken>> run()
    {
        std::vector<ExprToken> tokens;
        while (true) {
            while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])))
                ++m_at;
            auto token = next();
            if (!token)
                return std::unexpected(token.error());
            tokens.push_back(*token);
            if (token->kind == ExprToken::Kind::End)
                return tokens;
            if (tokens.size() > maxTokens)
                return fail(Errc::Syntax, m_at, "a shorter expression");
        }
    }

private:
    Result<ExprToken> next()
    {
        if (m_at == m_text.size())
            return ExprToken{.column = m_at};
        const char c = m_text[m_at];
        if (std::isdigit(static_cast<unsigned char>(c)))
            return number();
        if (c == '\'' || c == '"')
            return string(c);
        if (std::isalpha(static_cast<unsigned char>(c)) || c == '_')
            return name();
        return symbol();
    }

    Result<ExprToken> number()
    {
        ExprToken token{.kind = ExprToken::Kind::Number, .column = m_at};
        int base = 10;
        std::size_t from = m_at;
        if (m_text.substr(m_at, 2) == "0x" || m_text.substr(m_at, 2) == "0X") {
            base = 16;
            from += 2;
        }
        const auto [end, error] = std::from_chars(m_text.data() + from, m_text.data() + m_text.size(), token.number, base);
        if (error != std::errc{})
            return fail(Errc::Syntax, m_at, "a number below 2^63");
        m_at = static_cast<std::size_t>(end - m_text.data());
        return token;
    }

    Result<ExprToken> string(char quote)
    {
        ExprToken token{.kind = ExprToken::Kind::String, .column = m_at};
        const std::size_t end = m_text.find(quote, m_at + 1);
        if (end == std::string_view::npos)
            return fail(Errc::Syntax, m_at, "the string's closing quote");
        token.text = m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        return token;
    }

    ExprToken name()
    {
        ExprToken token{.kind = ExprToken::Kind::Name, .column = m_at};
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_'))
            token.text.push_back(m_text[m_at++]);
        return token;
    }

    Result<ExprToken> symbol()
    {
        static constexpr std::string_view two[] = {"==", "!=", "<=", ">=", "<<", ">>", "//", ".."};
        for (const std::string_view s : two) {
            if (m_text.substr(m_at, 2) == s) {
                ExprToken token{.kind = ExprToken::Kind::Symbol, .text = std::string(s), .column = m_at};
                m_at += 2;
                return token;
            }
        }
        static constexpr std::string_view one = "+-*/%&|^~<>()[],.?:";
        if (one.find(m_text[m_at]) == std::string_view::npos)
            return fail(Errc::Syntax, m_at, "an operator");
        return ExprToken{.kind = ExprToken::Kind::Symbol, .text = std::string(1, m_text[m_at]), .column = m_at++};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

Result<std::vector<ExprToken>> splitExpression(std::string_view text)
{
    return Lexer(text).run();
}

} // namespace fw
