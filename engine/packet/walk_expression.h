/// Expressions of the definitions, compiled for the walk: integers only, loaded straight from the bytes, no allocation.
/// What they learn about the protocols they meet is kept in them: one for each thread.
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
    bool tookAll = false;     ///< Only its content tells its size: it was given all that is left.
};

/// A number of a layer that lies at a fixed place whatever the bytes are; most significant byte first.
struct FixedNumber {
    std::uint32_t bitOffset = 0;
    std::uint32_t bits = 0;

    /// Nothing if the field is not one of those.
    [[nodiscard]] static std::optional<FixedNumber> of(const Protocols& protocols, const FieldDesc& field);
    /// Nothing beyond the end of the layer.
    [[nodiscard]] std::optional<std::int64_t> load(const WalkLayer& layer) const
    {
        const std::uint64_t bit = layer.start * 8 + bitOffset;
        if (bit + bits > layer.end * 8)
            return std::nullopt;
        return static_cast<std::int64_t>(readBits(layer.frame, static_cast<std::size_t>(bit), bits));
    }
};

/// A field of whatever layer, by name; where each protocol has it is looked up once.
class FieldName {
public:
    FieldName(std::string name, const Protocols& protocols) : m_name(std::move(name)), m_known(protocols.size()) {}
    /// noField if the protocol has none of that name.
    [[nodiscard]] FieldIndex in(const ProtocolDesc& protocol) const
    {
        std::uint32_t& known = m_known[protocol.id];
        if (known == 0)
            known = protocol.find(m_name) + 1U;
        return static_cast<FieldIndex>(known - 1);
    }

private:
    std::string m_name;
    mutable std::vector<std::uint32_t> m_known; ///< By protocol: 0 not looked up yet, else one more than the answer.
};

class WalkExpression {
public:
    /// Nothing if it asks for what the walk does not know; the layer is dissected then.
    [[nodiscard]] static std::optional<WalkExpression> compile(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program);

    /// What must be true for the whole to be: of conditions joined by `and`, as many of the first as the walk can evaluate.
    [[nodiscard]] static std::optional<WalkExpression> compileNecessary(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program);

    /// Nothing where the expression has no known value.
    [[nodiscard]] std::optional<std::int64_t> evaluate(const WalkLayer& layer) const;
    [[nodiscard]] bool isTrue(const WalkLayer& layer) const { return evaluate(layer).value_or(0) != 0; }
    [[nodiscard]] bool notFalse(const WalkLayer& layer) const { return evaluate(layer).value_or(1) != 0; }

private:
    friend class WalkCompiler;
    enum class Op : std::uint8_t {
        Number, Load, Field, LowerField, SizeOfField, HeaderSize, Present, Remaining, Captured, Peek, Find, LowerIs, Has, Flag, InRanges,
        Not, Negate, Invert, JumpIfFalse, JumpIfTrue, Branch, Jump,
        Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, And, Or, Xor, ShiftLeft, ShiftRight, Add, Subtract, Multiply, Divide, Modulo,
    };
    struct Step {
        Op op;
        std::uint16_t index = 0; ///< Field, name, text, ranges, protocols: which; jumps: to where; Load: how many bits.
        std::int64_t number = 0;
    };
    [[nodiscard]] std::optional<std::int64_t> lowerField(const WalkLayer& layer, std::size_t index) const;
    [[nodiscard]] std::optional<std::int64_t> leaf(const Step& step, const WalkLayer& layer) const;

    std::vector<Step> m_steps;
    std::vector<std::string> m_texts;
    std::vector<FieldName> m_lowerNames; ///< Of the nearest layer below that has such a field.
    std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> m_ranges;
    std::vector<std::vector<ProtocolId>> m_protocols;
    const Protocols* m_all = nullptr;
};

/// The number in a field of a layer; nothing if it lies beyond the end or is no number.
[[nodiscard]] std::optional<std::int64_t> walkedNumber(const WalkLayer& layer, const Protocols& protocols, FieldIndex field);

} // namespace fw
