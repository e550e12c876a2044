/// Layers as Scapy users write them, on top of the values that literals::Reader knows.
#pragma once

#include "engine/packet/draft.h"
#include "engine/packet/literals.h"
#include "engine/scapy/scapy.h"

#include <map>
#include <set>

namespace fw::scapy {

class LayerReader final : public literals::Reader {
public:
    LayerReader(const Protocols& protocols, std::string_view text) : Reader(text), m_protocols(protocols) {}

    /// The whole text: one packet, or a list of them.
    [[nodiscard]] literals::Read<Drafts> packets();

private:
    struct Argument {
        FieldIndex field = noField;
        Value value;
        std::size_t from = 0;
        std::size_t to = 0;
    };

    /// A layer, raw(…), fuzz(…) and the like.
    [[nodiscard]] literals::Read<Value> named() override;
    /// Layers on layers, or on a string.
    [[nodiscard]] literals::Read<Value> joined(Value left, Value right, std::size_t from) override;
    [[nodiscard]] std::optional<literals::SyntaxError> beforeJoined(const Value& left) const override;
    [[nodiscard]] literals::Read<Value> construct();
    [[nodiscard]] literals::Read<std::vector<Argument>> arguments(const ProtocolDesc& protocol, std::optional<Argument>& positional);
    [[nodiscard]] literals::Read<Argument> keyword(const ProtocolDesc& protocol);
    [[nodiscard]] literals::Read<std::vector<Layer>> begin(const ProtocolDesc& protocol, std::optional<Argument>& positional);
    [[nodiscard]] std::optional<literals::SyntaxError> assign(Layer& layer, std::vector<Argument> arguments);
    [[nodiscard]] bool isValueName() const;
    [[nodiscard]] bool isFunction() const;
    [[nodiscard]] literals::Read<Value> function();
    [[nodiscard]] literals::Read<Value> fuzzed(Value value, std::size_t from);
    [[nodiscard]] literals::Read<Value> compressed(const Value& value, std::size_t from) const;
    [[nodiscard]] std::optional<Buffer> bytesOf(const Value& value) const;
    [[nodiscard]] std::unexpected<literals::SyntaxError> unknownProtocol() const;
    /// The layers of a stack; those of fuzz() with random values, as far as the whole stack leaves them open.
    [[nodiscard]] Draft draftOf(const Value& stack) const;
    [[nodiscard]] Value settled(const Value& value) const;
    using Known = std::map<std::vector<LayerPtr>, std::shared_ptr<const Draft>>;
    [[nodiscard]] bool collect(const Value& value, Drafts& into, Known& known) const;

    const Protocols& m_protocols;
    std::set<LayerPtr> m_fuzzed; ///< Their random values are chosen once it is known what stands on them.
};

} // namespace fw::scapy
