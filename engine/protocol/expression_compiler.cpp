// Text of an expression to its tree, by recursive descent.
#include "engine/protocol/expression.h"

#include "engine/base/hexdump.h"
#include "engine/protocol/expression_lexer.h"

#include <optional>
#include <utility>

namespace fw {
namespace {

using Token = ExprToken;

constexpr int maxDepth = 32;
constexpr int maxLevels = 96; ///< Of the tree.

using Op = Program::Op;
using Node = Program::Node;

/// Thrown inside the compiler only; compileExpression turns it into a Result.
struct Failure {
    std::size_t column;
    std::string expected;
};

struct CallName {
    std::string_view name;
    ExprCall call;
    int arguments; ///< -1: any number
};
constexpr CallName calls[] = {
    {"peek8", ExprCall::Peek8, 1},        {"peek16", ExprCall::Peek16, 1}, {"peek32", ExprCall::Peek32, 1},
    {"inet_checksum", ExprCall::InetChecksum, -1}, {"crc32c", ExprCall::Crc32c, -1}, {"pseudo", ExprCall::Pseudo, 1},
    {"nonzero", ExprCall::NonZero, 1},    {"min", ExprCall::Min, -1},      {"max", ExprCall::Max, -1},
    {"abs", ExprCall::Abs, 1},            {"crc32", ExprCall::Crc32, -1},  {"adler32", ExprCall::Adler32, -1},
    {"fletcher16", ExprCall::Fletcher16, 2}, {"sum", ExprCall::Sum, 1},
};

} // namespace

class ExprCompiler {
public:
    ExprCompiler(std::vector<Token> tokens, const ExprNames& names) : m_tokens(std::move(tokens)), m_names(names) {}

    Program run(std::string_view text)
    {
        m_program.m_text = text;
        m_program.m_root = expression();
        if (peek().kind != Token::Kind::End)
            throw Failure{peek().column, "an operator or the end"};
        return std::move(m_program);
    }

private:
    const Token& peek(std::size_t ahead = 0) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
    bool isSymbol(std::string_view text, std::size_t ahead = 0) const
    {
        return peek(ahead).kind == Token::Kind::Symbol && peek(ahead).text == text;
    }
    bool isWord(std::string_view text) const { return peek().kind == Token::Kind::Name && peek().text == text; }
    bool take(std::string_view symbol)
    {
        if (!isSymbol(symbol))
            return false;
        ++m_at;
        return true;
    }
    bool takeWord(std::string_view word)
    {
        if (!isWord(word))
            return false;
        ++m_at;
        return true;
    }
    void expect(std::string_view symbol)
    {
        if (!take(symbol))
            throw Failure{peek().column, "'" + std::string(symbol) + "'"};
    }
    std::string expectName()
    {
        if (peek().kind != Token::Kind::Name)
            throw Failure{peek().column, "a name"};
        return m_tokens[m_at++].text;
    }
    std::string expectString()
    {
        if (peek().kind != Token::Kind::String)
            throw Failure{peek().column, "a name in quotes"};
        return m_tokens[m_at++].text;
    }

    std::uint32_t add(Node node)
    {
        int levels = 1; // A chain of operators leans to the left, a level for each.
        for (const std::uint32_t child : node.children)
            levels = std::max(levels, m_levels[child] + 1);
        if (levels > maxLevels)
            throw Failure{peek().column, "fewer operators in a row, or brackets around some"};
        m_levels.push_back(levels);
        m_program.m_nodes.push_back(std::move(node));
        return static_cast<std::uint32_t>(m_program.m_nodes.size() - 1);
    }
    std::uint32_t binary(Op op, std::uint32_t left, std::uint32_t right)
    {
        return add({.op = op, .children = {left, right}});
    }

    std::uint32_t expression()
    {
        if (++m_depth > maxDepth)
            throw Failure{peek().column, "less nesting"};
        std::uint32_t value = orTerm();
        if (take("?")) {
            const std::uint32_t yes = expression();
            expect(":");
            value = add({.op = Op::Conditional, .children = {value, yes, expression()}});
        } else if (takeWord("if")) {
            const std::uint32_t condition = orTerm();
            if (!takeWord("else"))
                throw Failure{peek().column, "'else'"};
            value = add({.op = Op::Conditional, .children = {condition, value, expression()}});
        }
        --m_depth;
        return value;
    }

    std::uint32_t orTerm()
    {
        std::uint32_t left = andTerm();
        while (takeWord("or"))
            left = binary(Op::Or, left, andTerm());
        return left;
    }

    std::uint32_t andTerm()
    {
        std::uint32_t left = notTerm();
        while (takeWord("and"))
            left = binary(Op::And, left, notTerm());
        return left;
    }

    std::uint32_t notTerm()
    {
        int negations = 0;
        while (takeWord("not"))
            ++negations;
        std::uint32_t value = comparison();
        if (negations > 0)
            value = add({.op = Op::Not, .children = {value}});
        return negations > 1 && negations % 2 == 0 ? add({.op = Op::Not, .children = {value}}) : value;
    }

    std::uint32_t comparison()
    {
        static constexpr std::pair<std::string_view, Op> symbols[] = {{"==", Op::Equal}, {"!=", Op::NotEqual}, {"<", Op::Less},
                                                                     {"<=", Op::LessEqual}, {">", Op::Greater}, {">=", Op::GreaterEqual}};
        std::uint32_t left = bitTerm();
        while (true) {
            bool found = false;
            for (const auto& [symbol, op] : symbols) {
                if (take(symbol)) {
                    left = binary(op, left, bitTerm());
                    found = true;
                    break;
                }
            }
            if (!found && isWord("in")) {
                ++m_at;
                left = membership(Op::In, left);
                found = true;
            } else if (!found && isWord("not") && peek(1).kind == Token::Kind::Name && peek(1).text == "in") {
                m_at += 2;
                left = membership(Op::NotIn, left);
                found = true;
            }
            if (!found)
                return left;
        }
    }

    /// 'S' in flags is a test of bits; everything else looks through a list.
    std::uint32_t membership(Op op, std::uint32_t left)
    {
        const std::size_t column = peek().column;
        const std::uint32_t right = bitTerm();
        const Node& wanted = m_program.m_nodes[left];
        const Node& in = m_program.m_nodes[right];
        if (wanted.op != Op::Text || (in.op != Op::Field && in.op != Op::Outer))
            return binary(op, left, right);
        const std::optional<std::uint16_t> field = in.op == Op::Field ? std::optional(in.field) : m_names.field(in.text);
        const auto mask = field ? m_names.flag(*field, wanted.text) : std::nullopt;
        if (!mask)
            throw Failure{column, "a field with a flag '" + wanted.text + "'"};
        const std::uint32_t test = add({.op = Op::FlagTest, .number = *mask, .children = {right}});
        return op == Op::In ? test : add({.op = Op::Not, .children = {test}});
    }

    std::uint32_t bitTerm()
    {
        std::uint32_t left = shiftTerm();
        while (true) {
            if (take("&"))
                left = binary(Op::BitAnd, left, shiftTerm());
            else if (take("|"))
                left = binary(Op::BitOr, left, shiftTerm());
            else if (take("^"))
                left = binary(Op::BitXor, left, shiftTerm());
            else
                return left;
        }
    }

    std::uint32_t shiftTerm()
    {
        std::uint32_t left = sum();
        while (true) {
            if (take("<<"))
                left = binary(Op::ShiftLeft, left, sum());
            else if (take(">>"))
                left = binary(Op::ShiftRight, left, sum());
            else
                return left;
        }
    }

    std::uint32_t sum()
    {
        std::uint32_t left = product();
        while (true) {
            if (take("+"))
                left = binary(Op::Add, left, product());
            else if (take("-"))
                left = binary(Op::Subtract, left, product());
            else
                return left;
        }
    }

    std::uint32_t product()
    {
        std::uint32_t left = unary();
        while (true) {
            if (take("*"))
                left = binary(Op::Multiply, left, unary());
            else if (take("//") || take("/"))
                left = binary(Op::FloorDivide, left, unary());
            else if (take("%"))
                left = binary(Op::Modulo, left, unary());
            else
                return left;
        }
    }

    std::uint32_t unary()
    {
        if (++m_depth > maxDepth)
            throw Failure{peek().column, "less nesting"};
        std::uint32_t value = 0;
        if (take("-"))
            value = add({.op = Op::Negate, .children = {unary()}});
        else if (take("~"))
            value = add({.op = Op::Invert, .children = {unary()}});
        else
            value = atom();
        --m_depth;
        return value;
    }

    std::uint32_t atom()
    {
        const Token token = peek();
        switch (token.kind) {
        case Token::Kind::Number:
            ++m_at;
            if (take("..")) {
                if (peek().kind != Token::Kind::Number)
                    throw Failure{peek().column, "the last number of the range"};
                const std::uint32_t from = add({.op = Op::Number, .number = token.number});
                return binary(Op::Range, from, add({.op = Op::Number, .number = m_tokens[m_at++].number}));
            }
            return add({.op = Op::Number, .number = token.number});
        case Token::Kind::String:
            ++m_at;
            return add({.op = Op::Text, .text = token.text});
        case Token::Kind::Name:
            return named();
        case Token::Kind::Symbol:
            if (take("(")) {
                const std::uint32_t inner = expression();
                expect(")");
                return inner;
            }
            if (take("["))
                return add({.op = Op::List, .children = arguments("]")});
            break;
        case Token::Kind::End:
            break;
        }
        throw Failure{token.column, "a value"};
    }

    std::vector<std::uint32_t> arguments(std::string_view close)
    {
        std::vector<std::uint32_t> children;
        if (take(close))
            return children;
        do
            children.push_back(expression());
        while (take(","));
        expect(close);
        return children;
    }

    std::uint32_t named()
    {
        const Token token = peek();
        if (isSymbol("(", 1)) {
            m_at += 2;
            return call(token);
        }
        static constexpr std::pair<std::string_view, ExprOwner> owners[] = {
            {"lower", ExprOwner::Lower}, {"parent", ExprOwner::Parent}, {"root", ExprOwner::Root},
            {"req", ExprOwner::Request}, {"last", ExprOwner::Last}};
        for (const auto& [word, owner] : owners) {
            if (token.text == word && isSymbol(".", 1) && !m_names.field(word)) { // A field of that name hides the owner.
                m_at += 2;
                return add({.op = Op::Outer, .owner = owner, .text = expectName()});
            }
        }
        ++m_at;
        if (token.text == "last")
            return add({.op = Op::Outer, .owner = ExprOwner::Last});
        if (token.text == "True" || token.text == "true" || token.text == "False" || token.text == "false")
            return add({.op = Op::Number, .number = token.text[0] == 'T' || token.text[0] == 't'});
        if (token.text == "remaining")
            return add({.op = Op::Call, .call = ExprCall::Remaining});
        if (token.text == "captured")
            return add({.op = Op::Call, .call = ExprCall::Captured});
        if (const auto area = areaNamed(token.text))
            return slice(add({.op = Op::Area, .area = *area}));
        return ownField(token);
    }

    std::uint32_t ownField(const Token& token)
    {
        const auto field = m_names.field(token.text);
        if (!field)
            throw Failure{token.column, "a field of this protocol, not '" + token.text + "'"};
        std::uint32_t node = add({.op = Op::Field, .field = *field});
        std::optional<std::uint32_t> index;
        if (take("[")) { // Of a list an element, of bytes a byte.
            index = expression();
            expect("]");
        }
        if (take(".")) {
            const std::string name = expectName();
            const auto mask = index ? std::nullopt : m_names.flag(*field, name);
            if (mask)
                return add({.op = Op::FlagTest, .number = *mask, .children = {node}});
            node = add({.op = Op::Elements, .field = *field, .text = name});
        }
        return index ? add({.op = Op::Index, .children = {node, *index}}) : node;
    }

    /// any(list.field == value)
    std::uint32_t any(const Token& name)
    {
        const std::uint32_t inner = expression();
        expect(")");
        const Node& comparison = m_program.m_nodes[inner];
        const bool compares = comparison.op >= Op::Equal && comparison.op <= Op::GreaterEqual;
        if (!compares || m_program.m_nodes[comparison.children[0]].op != Op::Elements)
            throw Failure{name.column, "any(list.field == value)"};
        return add({.op = Op::AnyOf, .number = static_cast<std::int64_t>(comparison.op), .children = comparison.children});
    }

    static std::optional<ExprArea> areaNamed(std::string_view name)
    {
        if (name == "header")
            return ExprArea::Header;
        if (name == "packet")
            return ExprArea::Packet;
        if (name == "payload")
            return ExprArea::Payload;
        return std::nullopt;
    }

    std::uint32_t slice(std::uint32_t of)
    {
        if (!take("["))
            return of;
        const std::uint32_t from = expression();
        expect(":");
        const std::uint32_t to = isSymbol("]") ? add({.op = Op::Number, .number = INT64_MAX}) : expression();
        expect("]");
        return add({.op = Op::Slice, .children = {of, from, to}});
    }

    std::uint32_t call(const Token& name)
    {
        if (name.text == "len")
            return lengths();
        if (name.text == "count")
            return fieldCall(Op::CountOfField, {});
        if (name.text == "explicit")
            return fieldCall(Op::Call, ExprCall::Explicit);
        if (name.text == "present")
            return fieldCall(Op::Call, ExprCall::Present);
        if (name.text == "lower_is" || name.text == "has" || name.text == "find") {
            const ExprCall which = name.text == "has" ? ExprCall::Has : name.text == "find" ? ExprCall::Find : ExprCall::LowerIs;
            const std::uint32_t node = add({.op = Op::Call, .call = which, .text = expectString()});
            expect(")");
            return node;
        }
        if (name.text == "lower") {
            std::string layer = peek().kind == Token::Kind::String ? expectString() : expectName();
            expect(")");
            expect(".");
            return add({.op = Op::Outer, .owner = ExprOwner::Lower, .text = expectName(), .layerName = std::move(layer)});
        }
        if (name.text == "any")
            return any(name);
        if (name.text == "hex")
            return hexLiteral();
        if (name.text == "icmp_error") {
            arguments(")");
            return add({.op = Op::Call, .call = ExprCall::IcmpError});
        }
        for (const CallName& known : calls) {
            if (known.name != name.text)
                continue;
            auto children = arguments(")");
            if (known.arguments >= 0 ? children.size() != static_cast<std::size_t>(known.arguments) : children.empty())
                throw Failure{name.column, "another number of arguments"};
            return add({.op = Op::Call, .call = known.call, .children = std::move(children)});
        }
        throw Failure{name.column, "a function, not '" + name.text + "'"};
    }

    std::uint32_t lengths()
    {
        std::optional<std::uint32_t> total;
        do {
            const Token token = peek();
            const std::string name = expectName();
            std::uint32_t size = 0;
            if (const auto area = areaNamed(name)) {
                size = add({.op = Op::SizeOfArea, .area = *area});
            } else {
                const auto field = m_names.field(name);
                if (!field)
                    throw Failure{token.column, "a field of this protocol, or header, packet or payload"};
                size = add({.op = Op::SizeOfField, .field = *field});
            }
            total = total ? binary(Op::Add, *total, size) : size;
        } while (take(","));
        expect(")");
        return *total;
    }

    std::uint32_t fieldCall(Op op, ExprCall which)
    {
        const Token token = peek();
        const auto field = m_names.field(expectName());
        if (!field)
            throw Failure{token.column, "a field of this protocol"};
        expect(")");
        return add({.op = op, .call = which, .field = *field});
    }

    std::uint32_t hexLiteral()
    {
        const Token token = peek();
        Buffer bytes;
        HexError error;
        if (!parseHex(expectString(), bytes, error))
            throw Failure{token.column + error.column, "pairs of hex digits"};
        expect(")");
        return add({.op = Op::Text, .text = toString(bytes)});
    }

    std::vector<Token> m_tokens;
    const ExprNames& m_names;
    Program m_program;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::vector<int> m_levels; ///< Of the tree below each node.
};

Result<Program> compileExpression(std::string_view text, const ExprNames& names)
{
    auto tokens = splitExpression(text);
    if (!tokens)
        return std::unexpected(tokens.error());
    try {
        return ExprCompiler(std::move(*tokens), names).run(text);
    } catch (const Failure& failure) {
        return fail(Errc::Syntax, failure.column, failure.expected);
    }
}

} // namespace fw
