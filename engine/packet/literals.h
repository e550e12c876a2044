/// Values as Python and Scapy write them: numbers, strings, lists, tuples, Net("…"), RandShort(). Layers are left to a subclass.
#pragma once

#include "engine/base/error.h"
#include "engine/packet/random_values.h"
#include "engine/protocol/value.h"

namespace fw::literals {

struct SyntaxError {
    Errc code = Errc::Syntax;
    std::size_t column = 0; ///< 0-based, in bytes
    std::size_t length = 1;
    std::string found;
    std::string expected;
};
template <class T>
using Read = std::expected<T, SyntaxError>;

struct Token {
    enum class Kind : std::uint8_t { End, Name, Number, Real, Text, Bytes, Symbol, Bad };
    Kind kind = Kind::End;
    std::size_t column = 0;
    std::size_t length = 0;
    std::string text; ///< A name or symbol; what a string stands for; of a bad token, what was expected.
    std::int64_t number = 0;
    double real = 0;

    [[nodiscard]] bool is(char symbol) const { return kind == Kind::Symbol && text.size() == 1 && text[0] == symbol; }
    [[nodiscard]] bool isString() const { return kind == Kind::Text || kind == Kind::Bytes; }
};

/// Ends with an End token, after the first Bad one if there is one.
[[nodiscard]] std::vector<Token> tokenize(std::string_view text);

/// Reads one text. A "str" becomes a HostName, which coerce() takes for text that may be an address, a name or characters;
/// b"bytes" become a Buffer.
class Reader {
public:
    /// In a cell 1-30 is a range and 00-11-22-33-44-55 an address, so there is nothing to work out.
    enum class Arithmetic : std::uint8_t { Yes, No };
    explicit Reader(std::string_view text, Arithmetic arithmetic = Arithmetic::Yes) : m_arithmetic(arithmetic), m_source(text), m_tokens(tokenize(text)) {}
    virtual ~Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    [[nodiscard]] Read<Value> value();
    [[nodiscard]] bool atEnd() const { return peek().kind == Token::Kind::End; }
    /// "found …, expected …" at the current token.
    [[nodiscard]] std::unexpected<SyntaxError> unexpected(std::string expected) const;

protected:
    /// A name that stands for no value of its own: a layer. The name is the current token.
    [[nodiscard]] virtual Read<Value> named();
    /// What '/' makes of two values that are no numbers, if anything; `from` is where the right one stands.
    [[nodiscard]] virtual Read<Value> joined(Value left, Value right, std::size_t from);
    /// Called before what stands behind a '/' is read.
    [[nodiscard]] virtual std::optional<SyntaxError> beforeJoined(const Value& left) const;

    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
    const Token& take();
    bool takeIf(char symbol);
    [[nodiscard]] std::string_view source(std::size_t from, std::size_t to) const { return m_source.substr(from, to - from); }
    /// Where the last token taken ended.
    [[nodiscard]] std::size_t endOfLast() const;
    /// {name: value, …} as a list of tuples.
    [[nodiscard]] Read<Value> dictionary();
    /// The arguments of a call, its name taken already.
    [[nodiscard]] Read<std::vector<CallArgument>> callArguments();
    [[nodiscard]] std::unexpected<SyntaxError> wrong(Errc code, std::size_t from, std::size_t to, std::string expected) const;

    /// Counts how deep the text is nested, so that hostile text cannot use up the stack.
    class Depth {
    public:
        explicit Depth(Reader& reader) : m_reader(reader) { ++m_reader.m_depth; }
        ~Depth() { --m_reader.m_depth; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;
        [[nodiscard]] bool tooDeep() const { return m_reader.m_depth > mostDepth; }

    private:
        Reader& m_reader;
    };
    static constexpr std::size_t mostDepth = 64;

private:
    __extension__ typedef __int128 Wide; ///< Room for what is worked out on the way to 64 bits.
    /// A value, and where it was read. Whole numbers are kept wide until they are the value of something.
    struct Operand {
        Value value;
        std::optional<Wide> whole;
        std::size_t from = 0;
    };
    using Operands = Read<Operand>;

    [[nodiscard]] Operands binary(int least);
    [[nodiscard]] Operands unary();
    [[nodiscard]] Operands primary();
    [[nodiscard]] Operands apply(const Token& operation, Operand left, Operand right);
    [[nodiscard]] Operands whole(const Token& operation, const Operand& left, const Operand& right);
    [[nodiscard]] Operands real(const Token& operation, const Operand& left, const Operand& right);
    [[nodiscard]] Operands concatenated(Operand left, Operand right);
    [[nodiscard]] Operands repeated(Operand item, Wide times, std::size_t from);
    [[nodiscard]] Read<Value> finished(Operand operand) const;

    [[nodiscard]] Operands number();
    [[nodiscard]] Operands parenthesis();
    [[nodiscard]] Read<Value> string();
    [[nodiscard]] Read<Value> list();
    [[nodiscard]] Read<Value> name();
    [[nodiscard]] Read<Value> call();
    [[nodiscard]] Read<Value> floatCall(const Token& name, const std::vector<CallArgument>& arguments);
    [[nodiscard]] Read<Value> range(const Token& name, const std::vector<CallArgument>& arguments);
    [[nodiscard]] Read<Value> network(const Token& name, const std::vector<CallArgument>& arguments);
    [[nodiscard]] std::optional<SyntaxError> items(char end, std::vector<Value>& into, bool& trailingComma);

    Arithmetic m_arithmetic;
    std::string_view m_source;
    std::size_t m_made = 0; ///< Elements and bytes that repetitions have made.
    std::vector<Token> m_tokens;
    std::size_t m_next = 0;
    std::size_t m_depth = 0;
};

/// Layers put on each other, DNSRR()/DNSRR(), or a single one.
[[nodiscard]] bool isStack(const Value& value);
/// The characters of a string of either kind.
[[nodiscard]] std::optional<std::string> plainText(const Value& value);

} // namespace fw::literals
