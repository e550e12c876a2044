/// Layers as Scapy users write them, on top of the values that literals::Reader knows.
#pragma once

#include "engine/packet/draft.h"
#include "engine/packet/literals.h"

namespace fw::scapy {

class LayerReader final : public literals::Reader {
public:
    LayerReader(const Protocols& protocols, std::string_view text) : Reader(text), m_protocols(protocols) {}

    /// The whole text, as one stack.
    [[nodiscard]] literals::Read<Draft> stack();

private:
    using Layers = std::vector<Layer>;
    struct Argument {
        FieldIndex field = noField;
        Value value;
        std::size_t from = 0;
        std::size_t to = 0;
    };

    /// A layer where a value stands: DNSQR(…) in qd=, several of them with '/' between, or raw(…).
    [[nodiscard]] literals::Read<Value> named() override;
    [[nodiscard]] literals::Read<Layers> chain();
    [[nodiscard]] literals::Read<Layers> part();
    [[nodiscard]] literals::Read<Layers> construct();
    [[nodiscard]] literals::Read<std::vector<Argument>> arguments(const ProtocolDesc& protocol, std::optional<Argument>& positional);
    [[nodiscard]] literals::Read<Argument> keyword(const ProtocolDesc& protocol);
    [[nodiscard]] literals::Read<Layers> begin(const ProtocolDesc& protocol, std::optional<Argument>& positional);
    [[nodiscard]] std::optional<literals::SyntaxError> assign(Layer& layer, std::vector<Argument> arguments);
    [[nodiscard]] bool isFunction() const;
    [[nodiscard]] literals::Read<Value> function();
    [[nodiscard]] std::unexpected<literals::SyntaxError> unknownProtocol() const;

    const Protocols& m_protocols;
};

} // namespace fw::scapy
