/// The expression language of the definitions: integers, bytes and lists; no loops, no assignment; cannot fail hard.
#pragma once

#include "engine/base/error.h"
#include "engine/protocol/value.h"

#include <functional>

namespace fw {

/// The outcome of an expression. Unknown: depends on something not yet worked out; errors spread like unknowns.
struct ExprValue {
    enum class Kind : std::uint8_t { Unknown, Error, Int, Octets, List };
    Kind kind = Kind::Unknown;
    std::int64_t number = 0;
    Buffer bytes;
    std::vector<ExprValue> items;

    static ExprValue unknown() { return {}; }
    static ExprValue error() { return {.kind = Kind::Error}; }
    static ExprValue integer(std::int64_t n) { return {.kind = Kind::Int, .number = n}; }
    static ExprValue text(Buffer b) { return {.kind = Kind::Octets, .bytes = std::move(b)}; }
    static ExprValue list(std::vector<ExprValue> values) { return {.kind = Kind::List, .items = std::move(values)}; }
    static ExprValue from(const Value& value);

    [[nodiscard]] bool isKnown() const { return kind != Kind::Unknown && kind != Kind::Error; }
    /// Unknown counts as true: "not false" picks a case.
    [[nodiscard]] bool notFalse() const;
    [[nodiscard]] bool isTrue() const { return isKnown() && notFalse(); }
};

/// Stretches of bytes that an expression can name.
enum class ExprArea : std::uint8_t { Header, Packet, Payload };
/// Whose field a path names.
enum class ExprOwner : std::uint8_t { Self, Lower, Parent, Root, Request, Last };
enum class ExprCall : std::uint8_t {
    // Answered by the scope.
    Remaining, Captured, Peek8, Peek16, Peek32, Explicit, Present, LowerIs, Has, Pseudo, IcmpError, Find,
    // Worked out from their arguments.
    InetChecksum, Crc32c, Crc32, Adler32, Fletcher16, NonZero, Min, Max, Abs, Sum, Any,
};

/// What an expression is asked about: one layer being built, dissected or matched.
class ExprScope {
public:
    virtual ~ExprScope() = default;
    /// A field by its index in the protocol the program was compiled for.
    [[nodiscard]] virtual ExprValue field(std::uint16_t index) = 0;
    /// A field of another layer, found by name. `layerName` is given for lower(IP).f.
    [[nodiscard]] virtual ExprValue outer(ExprOwner owner, const std::string& layerName, const std::string& fieldName) = 0;
    /// A field of each element of a list field, or of the one structure in it. Unknown where that is not known.
    [[nodiscard]] virtual ExprValue elements(std::uint16_t, const std::string&) { return ExprValue::unknown(); }
    [[nodiscard]] virtual ExprValue sizeOfField(std::uint16_t index) = 0;
    [[nodiscard]] virtual ExprValue countOfField(std::uint16_t index) = 0;
    [[nodiscard]] virtual ExprValue sizeOfArea(ExprArea area) = 0;
    [[nodiscard]] virtual ExprValue bytesOfArea(ExprArea area) = 0;
    /// Remaining, Captured, Peek… (argument: offset from here), Explicit, Present (argument: field index), LowerIs, Has (name),
    /// Pseudo (protocol number), IcmpError, Find (name: what is looked for; how far from here it is, -1 if it is not in the next 4096 bytes).
    [[nodiscard]] virtual ExprValue ask(ExprCall call, std::int64_t argument, const std::string& name) = 0;
};

/// A compiled expression. Immutable.
class Program {
public:
    [[nodiscard]] ExprValue evaluate(ExprScope& scope) const;
    /// As written.
    [[nodiscard]] const std::string& text() const { return m_text; }
    /// Fields of its own protocol that it reads.
    [[nodiscard]] std::vector<std::uint16_t> fieldsRead() const;
    /// Reads bytes rather than sizes: a checksum.
    [[nodiscard]] bool readsBytes() const;
    [[nodiscard]] bool isConstant() const;

    enum class Op : std::uint8_t {
        Number, Text, Field, Outer, Area, SizeOfField, SizeOfArea, CountOfField, FlagTest, Call, List, Range, Slice, Elements, Index,
        AnyOf, ///< number: the comparison that one of the elements must pass.
        Not, Negate, Invert, And, Or, Conditional,
        Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, In, NotIn,
        BitAnd, BitOr, BitXor, ShiftLeft, ShiftRight, Add, Subtract, Multiply, FloorDivide, Modulo,
    };
    struct Node {
        Op op = Op::Number;
        ExprCall call{};
        ExprOwner owner{};
        ExprArea area{};
        std::uint16_t field = 0xffff;
        std::int64_t number = 0;
        std::string text;      ///< Literal bytes, a field name of another layer.
        std::string layerName;
        std::vector<std::uint32_t> children;
    };
    [[nodiscard]] const std::vector<Node>& nodes() const { return m_nodes; }
    [[nodiscard]] std::uint32_t root() const { return m_root; }

private:
    friend class ExprCompiler;
    friend class Snapshot;
    [[nodiscard]] ExprValue run(std::uint32_t node, ExprScope& scope) const;
    [[nodiscard]] ExprValue runCall(const Node& node, ExprScope& scope) const;
    [[nodiscard]] ExprValue runBinary(const Node& node, ExprScope& scope) const;

    std::string m_text;
    std::vector<Node> m_nodes;
    std::uint32_t m_root = 0;
};

/// How the names in an expression are understood.
struct ExprNames {
    /// Index of a field of the protocol itself; nothing if it has none of that name.
    std::function<std::optional<std::uint16_t>(std::string_view)> field;
    /// The bits of a flag of that field ('S' in flags); nothing if it is no flags field or has no such flag.
    std::function<std::optional<std::int64_t>(std::uint16_t field, std::string_view flag)> flag;
};

/// Syntax error: offset is the column, detail what was expected.
[[nodiscard]] Result<Program> compileExpression(std::string_view text, const ExprNames& names);

} // namespace fw
