/// Expressions of the definitions, compiled for the walk: integers only, loaded straight from the bytes, no allocation.
/// What they learn about the protocols they meet is kept in them: one for each thread.
#pragma once

#include "engine/packet/walk_layer.h"

namespace fw {

/// A value: how long something is, which field decides.
class WalkExpression {
public:
    /// Nothing if it asks for what the walk does not know; the layer is dissected then.
    [[nodiscard]] static std::optional<WalkExpression> compile(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program);
    /// A part of it.
    [[nodiscard]] static std::optional<WalkExpression> compile(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program, std::uint32_t root);

    /// Nothing where the expression has no known value.
    [[nodiscard]] std::optional<std::int64_t> evaluate(const WalkLayer& layer) const { return m_terms.empty() ? run(layer) : sum(layer); }

private:
    friend class WalkCompiler;
    enum class Op : std::uint8_t {
        Number, Load, Field, LowerField, SizeOfField, HeaderSize, Present, Remaining, Captured, Peek, Find, LowerIs, Has, Flag, InRanges,
        Not, Negate, Invert, JumpIfFalse, JumpIfTrue, Branch, Jump,
        Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, And, Or, Xor, ShiftLeft, ShiftRight, Add, Subtract, Multiply, Divide, Modulo,
    };
    struct Step {
        Op op;
        std::uint16_t index = 0; ///< Field, fixed number, name, text, ranges, protocols: which; jumps: to where; Peek: how many bits.
        std::int64_t number = 0;
    };
    /// Of a sum such as `len - ihl * 4`.
    struct Term {
        FixedNumber number;
        std::int64_t factor = 1;
    };
    [[nodiscard]] std::optional<std::int64_t> run(const WalkLayer& layer) const;
    [[nodiscard]] std::optional<std::int64_t> sum(const WalkLayer& layer) const
    {
        std::int64_t total = m_constant;
        for (const Term& term : m_terms) {
            const auto number = term.number.load(layer);
            if (!number)
                return std::nullopt;
            total += *number * term.factor;
        }
        return total;
    }
    [[nodiscard]] std::optional<std::int64_t> lowerField(const WalkLayer& layer, std::size_t index) const;
    [[nodiscard]] std::optional<std::int64_t> leaf(const Step& step, const WalkLayer& layer) const;

    std::vector<Term> m_terms; ///< Where it is a sum of fields at fixed places; the steps are not needed then.
    std::int64_t m_constant = 0;
    std::vector<Step> m_steps;
    std::vector<FixedNumber> m_numbers;
    std::vector<std::string> m_texts;
    std::vector<NamedField> m_lowerNames; ///< Of the nearest layer below that has such a field.
    std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> m_ranges;
    std::vector<std::vector<ProtocolId>> m_protocols;
    const Protocols* m_all = nullptr;
};

/// The protocol of this name and its quoted form.
[[nodiscard]] std::vector<ProtocolId> protocolsNamed(const Protocols& protocols, const std::string& name);
/// The numbers of `x in [1, 3..5]`; nothing if it lists anything else.
using NumberRanges = std::vector<std::pair<std::int64_t, std::int64_t>>;
[[nodiscard]] std::optional<NumberRanges> numberRanges(const Program& program, std::uint32_t list);

} // namespace fw
