/// Expressions of the definitions, compiled for the walk: integers only, loaded straight from the bytes, no allocation.
#pragma once

#include "engine/packet/walk.h"

namespace fw {

/// One layer while it is walked.
struct WalkLayer {
    Bytes frame;
    const ProtocolDesc* protocol = nullptr;
    std::size_t start = 0;
    std::size_t end = 0;
    std::size_t at = 0;        ///< How far it is read.
    std::size_t headerEnd = 0; ///< 0 while the header is being measured.
    const LayerSpan* below = nullptr; ///< The layers under it, outermost first.
    std::size_t belowCount = 0;
    /// Of fields that do not lie at a fixed place: offset and size in bits, from the start of the layer. Size 0: not there.
    const std::uint32_t* offsets = nullptr;
    const std::uint32_t* sizes = nullptr;
    std::size_t measured = 0; ///< Fields whose offset and size are known by now.
};

class WalkExpression {
public:
    /// Nothing if it asks for what the walk does not know; the layer is dissected then.
    [[nodiscard]] static std::optional<WalkExpression> compile(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program);

    /// Nothing where the expression has no known value.
    [[nodiscard]] std::optional<std::int64_t> evaluate(const WalkLayer& layer) const;
    [[nodiscard]] bool isTrue(const WalkLayer& layer) const { return evaluate(layer).value_or(0) != 0; }
    [[nodiscard]] bool notFalse(const WalkLayer& layer) const { return evaluate(layer).value_or(1) != 0; }

private:
    friend class WalkCompiler;
    enum class Op : std::uint8_t {
        Number, Field, LowerField, SizeOfField, HeaderSize, Present, Remaining, Captured, Peek, Find, LowerIs, Has, Flag, InRanges,
        Not, Negate, Invert, JumpIfFalse, JumpIfTrue, Branch, Jump,
        Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, And, Or, Xor, ShiftLeft, ShiftRight, Add, Subtract, Multiply, Divide, Modulo,
    };
    struct Step {
        Op op;
        std::uint16_t index = 0; ///< Field, text, ranges, protocols: which; jumps: to where.
        std::int64_t number = 0;
    };
    [[nodiscard]] std::optional<std::int64_t> lowerField(const WalkLayer& layer, std::size_t index) const;
    [[nodiscard]] std::optional<std::int64_t> leaf(const Step& step, const WalkLayer& layer) const;

    std::vector<Step> m_steps;
    std::vector<std::string> m_texts;
    std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> m_ranges;
    std::vector<std::vector<ProtocolId>> m_protocols;
    const Protocols* m_all = nullptr;
};

/// The number in a field of a layer; nothing if it lies beyond the end or is no number.
[[nodiscard]] std::optional<std::int64_t> walkedNumber(const WalkLayer& layer, const Protocols& protocols, FieldIndex field);

} // namespace fw
