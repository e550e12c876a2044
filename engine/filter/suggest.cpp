#include "engine/filter/compiler.h"

#include <algorithm>

namespace fw::filter {
namespace {

constexpr std::size_t mostSuggestions = 200;

using What = Suggestion::What;

bool isWordPart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '#';
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool startsAlike(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && std::ranges::equal(text.substr(0, start.size()), start, [](char a, char b) { return lower(a) == lower(b); });
}

class Suggester {
public:
    Suggester(const Names& names, std::string_view text, std::size_t cursor) : m_names(names), m_protocols(names.protocols()), m_text(text.substr(0, cursor)) {}

    Suggestions run()
    {
        m_out.from = m_text.size();
        while (m_out.from > 0 && isWordPart(m_text[m_out.from - 1]))
            --m_out.from;
        const bool isQuoted = isInsideText();
        m_word = isQuoted ? std::string_view() : m_text.substr(m_out.from);
        const auto before = tokensBefore();
        if (isQuoted || isValueExpected(before))
            values(before, isQuoted);
        else if (isOperatorExpected(before))
            words({"==", "!=", "<", ">", "<=", ">=", "in", "contains", "matches", "and", "or"});
        else
            names();
        return std::move(m_out);
    }

private:
    void add(What what, std::string text, std::string type, std::string doc)
    {
        if (m_out.items.size() < mostSuggestions && startsAlike(text, m_word))
            m_out.items.push_back({what, std::move(text), std::move(type), std::move(doc)});
    }

    void words(std::initializer_list<std::string_view> words)
    {
        for (const std::string_view word : words)
            add(What::Word, std::string(word), {}, {});
    }

    /// In a text that has no closing quote yet; what is to be replaced begins behind the opening one.
    bool isInsideText()
    {
        const auto tokens = tokenize(m_text);
        const Token& last = tokens.back();
        const char first = last.kind == Token::Kind::Bad && last.column < m_text.size() ? m_text[last.column] : '\0';
        if (first != '"' && first != '\'')
            return false;
        m_out.from = last.column;
        return true;
    }

    [[nodiscard]] std::vector<Token> tokensBefore() const
    {
        auto tokens = tokenize(m_text.substr(0, m_out.from));
        tokens.pop_back();
        return tokens;
    }

    static bool isComparison(const Token& token)
    {
        return token.is("==") || token.is("!=") || token.is("<") || token.is(">") || token.is("<=") || token.is(">=") || token.is("===") || token.is("!==")
            || token.isWord("eq") || token.isWord("ne") || token.isWord("lt") || token.isWord("gt") || token.isWord("le") || token.isWord("ge");
    }
    static bool isValueExpected(const std::vector<Token>& before)
    {
        if (before.size() < 2)
            return false;
        const Token& last = before.back();
        return isComparison(last) || last.is("{") || last.is(",") || last.is("..");
    }
    bool isOperatorExpected(const std::vector<Token>& before) const
    {
        if (before.empty() || m_out.from == 0 || m_text[m_out.from - 1] != ' ')
            return false;
        const Token& last = before.back();
        constexpr std::string_view operators[] = {"and", "or", "not", "xor", "in", "contains", "matches", "any", "all", "AND", "OR", "NOT", "XOR", "eq", "ne", "lt", "gt", "le", "ge", "bitand", "bitor"};
        if (last.kind == Token::Kind::Name)
            return std::ranges::find(operators, std::string_view(last.text)) == std::end(operators);
        return last.is(")") || last.is("]") || last.is("}") || last.kind == Token::Kind::Number || last.kind == Token::Kind::Text || last.kind == Token::Kind::Address;
    }

    /// The names that the field before the comparison gives its values.
    void values(const std::vector<Token>& before, bool isQuoted)
    {
        std::string_view typed = isQuoted ? m_text.substr(m_out.from) : std::string_view();
        if (!typed.empty())
            typed.remove_prefix(1);
        auto field = std::find_if(before.rbegin(), before.rend(), [](const Token& token) {
            return token.kind == Token::Kind::Name && !token.isWord("in") && !token.isWord("contains") && !token.isWord("matches") && !isComparison(token);
        });
        if (field == before.rend())
            return;
        Program program;
        Syntax name{.kind = Syntax::Kind::Name, .from = 0, .to = field->text.size(), .text = field->text, .children = {}};
        const auto read = NameReader(m_names, program).read(name);
        if (!read)
            return;
        for (const std::string& value : valueNames(m_protocols, read->shape))
            if (!isQuoted || startsAlike(value, typed))
                add(What::Value, "\"" + value + "\"", "name", {});
        if (m_out.items.empty() && !isQuoted)
            names();
    }

    void names()
    {
        const std::size_t dot = m_word.find('.');
        if (dot != std::string_view::npos)
            if (const ProtocolDesc* protocol = m_protocols.find(m_word.substr(0, std::min(m_word.find('#'), dot)))) {
                fields(*protocol, std::string(m_word.substr(0, dot + 1)));
                return;
            }
        for (std::size_t i = 0; i < m_protocols.size(); ++i) {
            const auto id = static_cast<ProtocolId>(i);
            if (const ProtocolDesc& protocol = m_protocols[id]; !protocol.isStruct && !protocol.isQuotedForm())
                add(What::Protocol, protocol.name, "protocol", protocol.doc);
        }
        for (const Names::Known& known : m_names.wiresharkNames())
            add(known.type == "protocol" ? What::Protocol : What::Field, known.name, known.type, known.doc);
        words({"not", "any", "all"});
        // Short ones first: what is typed is rather ip.src than ip.opt.type.number.
        std::ranges::stable_sort(m_out.items, {}, [](const Suggestion& one) { return one.text.size(); });
    }

    void fields(const ProtocolDesc& protocol, const std::string& prefix)
    {
        const std::string path(m_word.substr(prefix.size()));
        const std::size_t dot = path.find('.');
        for (const FieldDesc& field : protocol.fields) {
            if (dot == std::string::npos)
                add(What::Field, prefix + field.name, typeName(m_protocols, field), field.doc);
            if (dot == std::string::npos || path.substr(0, dot) != field.name)
                continue;
            if (field.flags != nullptr)
                for (const std::string& flag : field.flags->names)
                    if (!flag.empty())
                        add(What::Field, prefix + field.name + "." + flag, "flag", {});
            if (const TypeDesc& type = m_protocols.type(field.type); type.kind == Kind::Tlv)
                for (const auto& [tag, option] : m_protocols.tlv(type.tlv).cases)
                    add(What::Field, prefix + field.name + "." + option.name, "option", {});
        }
        if (dot == std::string::npos)
            add(What::Field, prefix + "payload", "bytes", "What stands behind the header");
    }

    const Names& m_names;
    const Protocols& m_protocols;
    std::string_view m_text;
    std::string_view m_word;
    Suggestions m_out;
};

} // namespace

Suggestions suggest(const Protocols& protocols, std::string_view text, std::size_t cursor)
{
    if (text.size() > longestFilter)
        return {.from = std::min(cursor, text.size()), .items = {}};
    return Suggester(*Names::of(protocols), text, std::min(cursor, text.size())).run();
}

} // namespace fw::filter
