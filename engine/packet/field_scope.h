/// What the fields of a layer hold, as far as that is known without building it. For texts.
#pragma once

#include "engine/packet/build.h"

#include <deque>

namespace fw {

/// One layer or structure, and what it stands on. Sizes and bytes that only building tells are unknown.
class FieldScope final : public ExprScope {
public:
    /// `layer` and the other scopes must outlive this one. `isFollowed`: it was not the last thing in the bytes it was read from.
    FieldScope(const Protocols& protocols, const Layer& layer, std::vector<Resolved> values, const FieldScope* lower,
               const FieldScope* parent, bool isFollowed);
    /// A structure, or a layer by itself: set values, else None for automatic fields, else defaults.
    static FieldScope alone(const Protocols& protocols, const Layer& layer, const FieldScope* parent = nullptr, bool isFollowed = false);

    [[nodiscard]] const Protocols& protocols() const { return m_protocols; }
    [[nodiscard]] const ProtocolDesc& protocol() const { return m_protocols[m_layer.protocol]; }
    [[nodiscard]] const FieldScope* lower() const { return m_lower; }
    [[nodiscard]] const Value& value(FieldIndex field) const { return m_values[field].value; }
    [[nodiscard]] Origin origin(FieldIndex field) const { return m_values[field].origin; }
    [[nodiscard]] SlotState state(FieldIndex field) const { return m_layer.fields[field].state; }
    /// Typed or read. Scapy stops reading where the bytes end: empty fields there are not set, and count as their defaults.
    [[nodiscard]] bool isSet(FieldIndex field) const;
    /// Read, and without any bytes in this case of a switch.
    [[nodiscard]] bool isNothing(FieldIndex field);
    /// Its `if` is not false.
    [[nodiscard]] bool isPresent(FieldIndex field);
    /// The names of the field's numbers; by another field's value, if they depend on one. May be null.
    [[nodiscard]] const EnumDesc* namesOf(FieldIndex field) const;
    /// The type with switches decided: the first case that is not false and can hold the value.
    [[nodiscard]] TypeId typeFor(TypeId type, const Value& value);

    ExprValue field(std::uint16_t index) override;
    ExprValue outer(ExprOwner owner, const std::string& layerName, const std::string& fieldName) override;
    ExprValue elements(std::uint16_t index, const std::string& fieldName) override;
    ExprValue sizeOfField(std::uint16_t index) override;
    ExprValue countOfField(std::uint16_t index) override;
    ExprValue sizeOfArea(ExprArea) override { return ExprValue::unknown(); }
    ExprValue bytesOfArea(ExprArea) override { return ExprValue::unknown(); }
    ExprValue ask(ExprCall call, std::int64_t argument, const std::string& name) override;

private:
    /// The layer of the stack that this is, or is inside of.
    [[nodiscard]] const FieldScope& root() const;
    [[nodiscard]] bool isNamed(const std::string& name) const;
    void forgetEmptyEnd();

    const Protocols& m_protocols;
    const Layer& m_layer;
    std::vector<Resolved> m_values;
    const FieldScope* m_lower;
    const FieldScope* m_parent;
    std::size_t m_readEnd; ///< Fields from here on were not read.
    int m_depth = 0;
};

/// A layer that was not made by makeLayer may lack slots; they are added.
[[nodiscard]] Layer completed(const Protocols& protocols, Layer layer);

/// The scopes of a whole stack, outermost first.
class StackScopes {
public:
    StackScopes(const Protocols& protocols, Draft draft, const Environment& environment);
    StackScopes(const StackScopes&) = delete; // The scopes refer to the draft and to each other.
    StackScopes& operator=(const StackScopes&) = delete;

    [[nodiscard]] std::size_t size() const { return m_scopes.size(); }
    [[nodiscard]] FieldScope& operator[](std::size_t layer) { return m_scopes[layer]; }
    [[nodiscard]] auto begin() { return m_scopes.begin(); }
    [[nodiscard]] auto end() { return m_scopes.end(); }

private:
    Draft m_draft;
    std::deque<FieldScope> m_scopes;
};

} // namespace fw
