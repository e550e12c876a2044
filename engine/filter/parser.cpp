#include "engine/filter/operators.h"

#include <algorithm>
#include <utility>

namespace fw::filter {
namespace {

using Kind = Syntax::Kind;
using Read = Checked<Syntax>;

constexpr std::size_t deepest = 64;
constexpr std::string_view operandExpected = "a field, a protocol or a value";

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text), m_tokens(tokenize(text)) {}

    Read run()
    {
        if (peek().kind == Token::Kind::End)
            return Syntax{.kind = Kind::And, .from = 0, .to = m_text.size()};
        auto whole = disjunction();
        if (whole && peek().kind != Token::Kind::End)
            return unexpected("an operator (and, or, ==, in, …) or the end");
        return whole;
    }

private:
    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const { return m_tokens[std::min(m_next + ahead, m_tokens.size() - 1)]; }
    const Token& take()
    {
        const Token& token = peek();
        m_last = token.end();
        m_next = std::min(m_next + 1, m_tokens.size() - 1);
        return token;
    }
    bool takeIf(std::string_view sign)
    {
        const bool is = peek().is(sign);
        if (is)
            take();
        return is;
    }
    bool takeWord(std::string_view lower, std::string_view upper, std::string_view sign)
    {
        const bool is = peek().isWord(lower) || peek().isWord(upper) || peek().is(sign);
        if (is)
            take();
        return is;
    }

    [[nodiscard]] std::unexpected<FilterError> unexpected(std::string_view expected) const
    {
        const Token& token = peek();
        if (token.kind == Token::Kind::Bad)
            expected = token.text;
        return std::unexpected(FilterError{Errc::Syntax, token.column, std::max<std::size_t>(token.length, 1),
            std::string(m_text.substr(std::min(token.column, m_text.size()), std::min<std::size_t>(token.length, 80))), std::string(expected)});
    }

    /// Several of one kind stand beside each other rather than in each other, so that long chains are not deep.
    template <class Part, class Sign>
    Read chain(Kind kind, Part part, Sign sign)
    {
        auto first = part();
        if (!first || !sign())
            return first;
        Syntax all{.kind = kind, .from = first->from, .children = {}};
        all.children.push_back(std::move(*first));
        do {
            auto next = part();
            if (!next)
                return next;
            all.children.push_back(std::move(*next));
        } while (sign());
        all.to = m_last;
        return all;
    }

    Read disjunction()
    {
        return chain(Kind::Or, [this] { return exclusive(); }, [this] { return takeWord("or", "OR", "||"); });
    }
    Read exclusive()
    {
        return chain(Kind::Xor, [this] { return conjunction(); }, [this] { return takeWord("xor", "XOR", "^^"); });
    }
    Read conjunction()
    {
        return chain(Kind::And, [this] { return negation(); }, [this] { return takeWord("and", "AND", "&&"); });
    }

    Read negation()
    {
        const std::size_t from = peek().column;
        if (!takeWord("not", "NOT", "!"))
            return comparison();
        const Nesting nesting(*this);
        if (nesting.tooDeep())
            return unexpected("fewer things inside each other");
        auto inner = negation();
        if (inner)
            inner = around(Kind::Not, from, std::move(*inner));
        return inner;
    }

    Read around(Kind kind, std::size_t from, Syntax inner) const
    {
        Syntax outer{.kind = kind, .from = from, .to = m_last, .children = {}};
        outer.children.push_back(std::move(inner));
        return outer;
    }

    struct Operator {
        Comparison comparison;
        Quantifier quantifier;
    };
    std::optional<Operator> comparisonSign()
    {
        const Token& token = peek();
        if (token.isWord("not") && peek(1).isWord("in")) {
            take();
            take();
            return Operator{Comparison::NotIn, Quantifier::Unsaid};
        }
        const auto found = token.kind == Token::Kind::Sign ? lookUp(comparisonSigns, token.text)
            : token.kind == Token::Kind::Name              ? lookUp(comparisonWords, token.text)
                                                           : std::nullopt;
        if (!found)
            return std::nullopt;
        return Operator{*found, quantifierOf(take().text)};
    }

    Quantifier takeQuantifier()
    {
        const bool isAny = peek().isWord("any");
        if (!isAny && !peek().isWord("all"))
            return Quantifier::Unsaid;
        take();
        return isAny ? Quantifier::Any : Quantifier::All;
    }

    /// A chain, 1 < IP.ttl < 5, is all of its comparisons.
    Read comparison()
    {
        const std::size_t from = peek().column;
        const Quantifier said = takeQuantifier();
        auto left = calculation(1);
        Syntax all{.kind = Kind::And, .from = from, .children = {}};
        while (left) {
            if (peek().is("="))
                return unexpected("==");
            const auto sign = comparisonSign();
            if (!sign)
                break;
            auto right = sign->comparison == Comparison::In || sign->comparison == Comparison::NotIn ? set() : calculation(1);
            if (!right)
                return right;
            Syntax one{.kind = Kind::Compare, .from = left->from, .to = m_last, .comparison = sign->comparison,
                       .quantifier = said != Quantifier::Unsaid ? said : sign->quantifier, .children = {}};
            one.children.push_back(std::move(*left));
            one.children.push_back(*right);
            all.children.push_back(std::move(one));
            left = std::move(right);
        }
        if (left && said != Quantifier::Unsaid && all.children.empty())
            return unexpected("a comparison: ==, <, in, …");
        if (!left || all.children.empty())
            return left;
        if (all.children.size() == 1) {
            Syntax only = std::move(all.children.front());
            return only;
        }
        all.to = m_last;
        return all;
    }

    /// {80, 443, 8000..8080}; also [ ] and ( ). Without brackets it is a field: "S" in TCP.flags.
    Read set()
    {
        const std::string_view close = peek().is("{") ? "}" : peek().is("[") ? "]" : peek().is("(") ? ")" : "";
        if (close.empty())
            return peek().kind == Token::Kind::Name ? calculation(1) : unexpected("{ and the values of a set, {80, 443, 8000..8080}");
        Syntax members{.kind = Kind::Set, .from = take().column, .children = {}};
        while (!peek().is(close)) {
            auto member = rangeOrValue();
            if (!member)
                return member;
            members.children.push_back(std::move(*member));
            if (!takeIf(",") && !peek().is(close) && peek().kind != Token::Kind::Number && peek().kind != Token::Kind::Text && peek().kind != Token::Kind::Address)
                return unexpected(std::string("',', '..' or '") + std::string(close) + "'");
        }
        if (members.children.empty())
            return unexpected("a value");
        take();
        members.to = m_last;
        return members;
    }

    Read rangeOrValue()
    {
        auto low = value();
        if (!low || !takeIf(".."))
            return low;
        auto high = value();
        if (!high)
            return high;
        Syntax range{.kind = Kind::Range, .from = low->from, .to = m_last, .children = {}};
        range.children.push_back(std::move(*low));
        range.children.push_back(std::move(*high));
        return range;
    }

    /// A constant of a set: a number, a text, an address, or a name in an enumeration.
    Read value()
    {
        const std::size_t from = peek().column;
        if (takeIf("-")) {
            auto inner = value();
            return inner ? around(Kind::Negate, from, std::move(*inner)) : inner;
        }
        if (peek().kind != Token::Kind::Name && !isLiteral(peek()))
            return unexpected("a value");
        return leaf(take());
    }

    Read calculation(int least)
    {
        auto left = unary();
        while (left) {
            const auto operation = peek().kind == Token::Kind::Sign || peek().kind == Token::Kind::Name ? lookUp(arithmeticSigns, peek().text) : std::nullopt;
            if (!operation || bindingOf(*operation) < least)
                break;
            take();
            auto right = calculation(bindingOf(*operation) + 1);
            if (!right)
                return right;
            // Left-hand nesting grows with the chain, and what walks the tree goes down with it.
            if (const std::size_t levels = 1 + heightOf(*left); levels > deepest)
                return unexpected("fewer operators in a row");
            Syntax made{.kind = Kind::Calculate, .from = left->from, .to = m_last, .arithmetic = *operation, .children = {}};
            made.children.push_back(std::move(*left));
            made.children.push_back(std::move(*right));
            left = std::move(made);
        }
        return left;
    }

    Read unary()
    {
        const std::size_t from = peek().column;
        if (!takeIf("-"))
            return primary();
        const Nesting nesting(*this);
        if (nesting.tooDeep())
            return unexpected("fewer things inside each other");
        auto inner = unary();
        return inner ? around(Kind::Negate, from, std::move(*inner)) : inner;
    }

    Read primary()
    {
        const Nesting nesting(*this);
        if (nesting.tooDeep())
            return unexpected("fewer things inside each other");
        if (peek().is("(") || peek().is("{")) {
            const std::string_view close = take().text == "(" ? ")" : "}";
            auto inner = disjunction();
            if (inner && !takeIf(close))
                return unexpected(std::string("an operator or '") + std::string(close) + "'");
            return inner ? suffixes(std::move(*inner)) : inner;
        }
        if (isLiteral(peek()))
            return leaf(take());
        if (peek().kind != Token::Kind::Name || isReserved(peek().text))
            return unexpected(operandExpected);
        Syntax name = leaf(take());
        return peek().is("(") ? call(std::move(name)) : suffixes(std::move(name));
    }

    Read call(Syntax name)
    {
        Syntax made{.kind = Kind::Call, .from = name.from, .text = std::move(name.text), .children = {}};
        take();
        while (!peek().is(")")) {
            auto argument = calculation(1);
            if (!argument)
                return argument;
            made.children.push_back(std::move(*argument));
            if (!takeIf(",") && !peek().is(")"))
                return unexpected("',' or ')'");
        }
        take();
        made.to = m_last;
        return suffixes(std::move(made));
    }

    /// What may follow a name or a parenthesis: #2, [0:4], .member
    Read suffixes(Syntax inner)
    {
        for (int count = 0; count < 8; ++count) {
            if (peek().is("#") && inner.kind == Kind::Name && !inner.layers) {
                take();
                auto numbers = layerNumbers();
                if (!numbers)
                    return std::unexpected(numbers.error());
                inner.layers = *numbers;
            } else if (peek().is("[")) {
                auto slices = slice(std::move(inner));
                if (!slices)
                    return slices;
                inner = std::move(*slices);
            } else if (peek().is(".") && takesMember(inner)) {
                take();
                if (peek().kind != Token::Kind::Name)
                    return unexpected("a field");
                inner = withMember(std::move(inner), take().text);
            } else {
                break;
            }
            inner.to = m_last;
        }
        return inner;
    }

    Checked<std::int32_t> whole(std::string_view expected)
    {
        const bool isNegative = takeIf("-");
        if (peek().kind != Token::Kind::Number || peek().number > 0xffff)
            return unexpected(expected);
        const auto number = static_cast<std::int32_t>(take().number);
        return isNegative ? -number : number;
    }

    Checked<LayerNumbers> layerNumbers()
    {
        constexpr std::string_view expected = "the number of a layer, from 1 (-1 is the innermost)";
        const bool isBracketed = takeIf("[");
        auto first = whole(expected);
        if (!first)
            return std::unexpected(first.error());
        LayerNumbers numbers{*first, *first};
        if (isBracketed && takeIf("-")) {
            auto last = whole(expected);
            if (!last)
                return std::unexpected(last.error());
            numbers.last = *last;
        }
        const bool isWhole = numbers.first != 0 && numbers.last != 0 && (numbers.first < 0) == (numbers.last < 0) && numbers.first <= numbers.last;
        if (!isWhole)
            return unexpected(expected);
        if (isBracketed && !takeIf("]"))
            return unexpected("']'");
        return numbers;
    }

    /// Wireshark's: [i], [i:length], [i-j] (both count), [:length], [i:]
    Read slice(Syntax inner)
    {
        constexpr std::string_view expected = "where the bytes begin: [first], [first:length], [first-last], [first:] or [:length]";
        take();
        Slice wanted;
        if (!peek().is(":")) {
            auto first = whole(expected);
            if (!first)
                return std::unexpected(first.error());
            wanted.first = *first;
            wanted.length = 1;
        }
        const bool isRange = peek().is("-");
        if (peek().is(":") || isRange) {
            take();
            wanted.length.reset();
            if (isRange || !peek().is("]")) {
                auto last = whole(isRange ? "the last byte" : "how many bytes");
                if (!last)
                    return std::unexpected(last.error());
                wanted.length = isRange ? *last - wanted.first + 1 : *last;
                if (*wanted.length <= 0 || (isRange && (*last < 0) != (wanted.first < 0)))
                    return unexpected("at least one byte");
            }
        }
        if (!takeIf("]"))
            return unexpected("':', '-' or ']'");
        Syntax made{.kind = Kind::Slice, .from = inner.from, .to = m_last, .slice = wanted, .children = {}};
        made.children.push_back(std::move(inner));
        return made;
    }

    class Nesting {
    public:
        explicit Nesting(Parser& parser) : m_parser(parser) { ++m_parser.m_depth; }
        ~Nesting() { --m_parser.m_depth; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;
        [[nodiscard]] bool tooDeep() const { return m_parser.m_depth > deepest; }

    private:
        Parser& m_parser;
    };

    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::size_t m_next = 0;
    std::size_t m_last = 0; ///< Where the last token taken ended.
    std::size_t m_depth = 0;
};

} // namespace

Checked<Syntax> parse(std::string_view text) { return Parser(text).run(); }

} // namespace fw::filter
