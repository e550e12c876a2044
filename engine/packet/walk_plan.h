/// How one protocol is walked: made once from its description.
#pragma once

#include "engine/packet/walk_condition.h"

namespace fw {

class WalkPlan {
public:
    static constexpr std::size_t mostFields = 96;

    WalkPlan(const Protocols& protocols, ProtocolId protocol);

    /// What the walk cannot tell is dissected.
    [[nodiscard]] bool isWalkable() const { return m_walkable; }
    [[nodiscard]] const ProtocolDesc& protocol() const { return m_protocol; }
    [[nodiscard]] bool hasVariants() const { return !m_variants.empty() || !m_extensions.empty(); }
    [[nodiscard]] bool hasTrailers() const { return !m_trailers.empty(); }

    /// The variant or extension that these bytes are; noProtocol if it is this one.
    [[nodiscard]] ProtocolId variantOf(const WalkLayer& layer) const;
    /// Sets layer.at behind the header. False if the layer goes on beyond its end.
    [[nodiscard]] bool measure(WalkLayer& layer, std::uint32_t* offsets, std::uint32_t* sizes) const;

    /// After its header was measured: what stands behind the payload cannot be told by the walk.
    [[nodiscard]] bool mayHaveTrailer(const WalkLayer& layer) const;

    struct Next {
        ProtocolId protocol = noProtocol; ///< noProtocol: raw bytes.
        bool nothing = false;
        bool quoted = false;
        std::optional<std::int64_t> bytes;
    };
    /// layer.at stands behind the header.
    [[nodiscard]] Next payloadOf(const WalkLayer& layer) const;
    /// What is bound to this protocol directly or recognised by its bytes.
    [[nodiscard]] ProtocolId boundOrGuessed(const WalkLayer& layer, std::size_t end) const;

private:
    enum class Size : std::uint8_t { Fixed, Linked, Told, Counted, Codec, Rest, Unknown };
    struct Choice {
        std::optional<WalkCondition> when;
        Size size = Size::Unknown;
        std::uint32_t bits = 0;
        std::optional<WalkExpression> length;
        TypeId type = noType;
    };
    struct Field {
        std::optional<WalkCondition> present;
        std::vector<Choice> choices;
        const FieldDesc* desc = nullptr;
        std::uint32_t bitsAfter = 0; ///< Of the fixed fields that follow, for lengths that count the whole header.
    };
    /// A field's number, by the short way where there is one.
    struct Number {
        FieldIndex field = noField;
        std::optional<FixedNumber> fixed;
    };
    struct Condition {
        Number number;
        std::int64_t wanted = 0;
        Buffer bytes; ///< If it is not a number.
    };
    struct Extension {
        ProtocolId use = noProtocol;
        std::vector<std::pair<Number, std::vector<std::int64_t>>> match;
    };
    struct Bound {
        ProtocolId upper = noProtocol;
        std::vector<Condition> when;
    };
    struct Guess {
        ProtocolId upper = noProtocol;
        WalkCondition when;
        const ProtocolDesc* desc = nullptr;
    };
    struct Case {
        std::optional<WalkCondition> when;
        ProtocolId use = noProtocol;
        bool quote = false;
        std::optional<WalkExpression> bytes;
    };

    std::optional<WalkExpression> expression(ExprId id);
    std::optional<WalkCondition> condition(ExprId id);
    void planFields();
    void planBeginning();
    [[nodiscard]] bool readsOnlyFixedFields() const;
    [[nodiscard]] Choice choiceOf(const FieldDesc& field, TypeId type, ExprId when);
    [[nodiscard]] Number numberOf(FieldIndex field) const { return {field, FixedNumber::of(m_protocols, m_protocol.fields[field])}; }
    [[nodiscard]] std::optional<std::int64_t> load(const Number& number, const WalkLayer& layer) const
    {
        return number.fixed ? number.fixed->load(layer) : walkedNumber(layer, m_protocols, number.field);
    }
    void planPayload();
    void planBound();
    [[nodiscard]] bool holds(const Bound& bound, const WalkLayer& layer) const;
    [[nodiscard]] std::optional<std::int64_t> linked(const Field& field, const WalkLayer& layer, std::uint64_t bitAt) const;
    [[nodiscard]] bool fitsToldSize(const Field& field, const Choice& choice, const WalkLayer& layer, std::uint64_t bitAt) const;
    [[nodiscard]] std::optional<std::uint64_t> sizeOf(const Field& field, const Choice& choice, const WalkLayer& layer, std::uint64_t bitAt) const;

    const Protocols& m_protocols;
    const ProtocolDesc& m_protocol;
    bool m_walkable = true;
    bool m_oneFieldTells = false; ///< Where the header ends, as IP's ihl does.
    std::vector<Field> m_fields; ///< Empty where the header has one size.
    std::size_t m_firstOpen = 0; ///< Of m_fields: those before have one place and one size.
    std::uint32_t m_bitsBefore = 0; ///< How many bits those have.
    std::vector<std::uint32_t> m_placesBefore; ///< Their offsets, by field index,
    std::vector<std::uint32_t> m_sizesBefore;  ///< and sizes.
    Number m_lengthField; ///< The one field that tells.
    std::vector<Number> m_keys;
    std::vector<std::pair<WalkCondition, ProtocolId>> m_variants;
    std::vector<Extension> m_extensions;
    std::vector<WalkCondition> m_trailers; ///< Of each field behind the payload, what must be true for it to be there.
    std::optional<WalkCondition> m_rawIf;
    std::optional<WalkExpression> m_bytes;
    std::vector<Case> m_cases;
    std::vector<Bound> m_bound;
    std::vector<Guess> m_guesses;
};

} // namespace fw
