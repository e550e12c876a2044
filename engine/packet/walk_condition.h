/// Conditions of the definitions, compiled for the walk to a graph of tests, as packet filters are: each test compares one number of the
/// packet with a constant and tells which test is next.
#pragma once

#include "engine/packet/walk_expression.h"

namespace fw {

/// Unknown where the bytes end before what is asked for.
enum class Truth : std::uint8_t { False, True, Unknown };

class WalkCondition {
public:
    /// `below`: the protocol of the layer right below, where there is only one that it can be.
    /// Nothing if it asks for what the walk does not know; the layer is dissected then.
    [[nodiscard]] static std::optional<WalkCondition> compile(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program,
                                                              const ProtocolDesc* below = nullptr);
    /// What must be true for the whole to be: of conditions joined by `and`, as many of the first as the walk can evaluate.
    [[nodiscard]] static std::optional<WalkCondition> compileNecessary(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program);

    [[nodiscard]] Truth evaluate(const WalkLayer& layer) const;
    [[nodiscard]] bool isTrue(const WalkLayer& layer) const { return evaluate(layer) == Truth::True; }
    [[nodiscard]] bool notFalse(const WalkLayer& layer) const { return evaluate(layer) != Truth::False; }

private:
    friend class WalkConditionCompiler;
    enum class Source : std::uint8_t { Load, LoadBelow, Remaining, Captured, Peek8, Peek16, Peek32, LowerIs, Expression };
    enum class Comparison : std::uint8_t { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, InBits, InRanges };
    static constexpr std::uint16_t isFalse = 0xffff;
    static constexpr std::uint16_t isTrueEnd = 0xfffe;
    struct Test {
        Source source = Source::Load;
        Comparison comparison = Comparison::NotEqual;
        std::uint8_t shift = 0;  ///< The number is shifted to the right,
        std::int64_t mask = -1;  ///< and masked, before it is compared.
        FixedNumber number;      ///< Load, LoadBelow.
        std::uint32_t index = 0; ///< Peek: offset; LowerIs, Expression: which.
        std::int64_t constant = 0;
        std::uint64_t members = 0; ///< InBits: of 64 numbers from the constant on. InRanges: which.
        std::uint16_t onTrue = isTrueEnd;
        std::uint16_t onFalse = isFalse;
    };
    [[nodiscard]] std::optional<std::int64_t> asked(const Test& test, const WalkLayer& layer) const;
    [[nodiscard]] bool inRanges(const Test& test, std::int64_t number) const;

    std::vector<Test> m_tests;
    std::uint16_t m_first = isTrueEnd;
    std::vector<NumberRanges> m_ranges;
    std::vector<std::vector<ProtocolId>> m_protocols;
    std::vector<WalkExpression> m_expressions;
};

} // namespace fw
