/// One layer or structure being built: values worked out on demand, then sizes, then bytes.
#pragma once

#include "engine/packet/build.h"
#include "engine/protocol/codec.h"

#include <deque>

namespace fw {

/// What all layers of one packet share while it is built.
struct BuildContext {
    const Protocols& protocols;
    const Environment& environment;
    bool wantsNodes = true;
    std::vector<LayoutNote> notes; ///< `node` is the layer's number until the nodes are put together.
    std::size_t depth = 0;     ///< Structures inside structures, through the packets inside fields.
    std::size_t questions = 0; ///< Values asked for so far.
    WrittenNames* names = nullptr; ///< In a message whose names are to be compressed.
};

/// A structure whose bytes are taken over as they were read: its rows are read from the finished frame.
struct KeptStructure {
    std::uint32_t node = 0; ///< Among the nodes of the piece.
    ProtocolId protocol = noProtocol;
};

/// Bytes with their rows; bit offsets count from the start of the layer.
struct Piece {
    Buffer bytes;
    std::vector<LayoutNode> nodes;
    std::vector<KeptStructure> kept;
};

/// As build(), for a packet inside a field: its depth counts on.
[[nodiscard]] Layout buildInside(BuildContext& outer, const Draft& draft);

class BuildLayer final : public ExprScope {
public:
    /// `layer`, `lower` and `parent` must outlive it. `number` is the layer's place in the stack.
    BuildLayer(BuildContext& context, const Layer& layer, BuildLayer* lower, BuildLayer* parent, std::uint32_t number);

    /// What the layer above sets in this one.
    void bindTo(ProtocolId upper);
    /// What is above is built: its size and bytes are known from now on.
    void setPayload(Bytes payload);
    void setUpper(const BuildLayer* upper) { m_upper = upper; }
    /// How long header and payload are to be at least.
    [[nodiscard]] std::size_t fillSize();

    /// The header, and the trailer if the protocol has one.
    [[nodiscard]] Piece buildHeader();
    [[nodiscard]] Piece buildTrailer();

    [[nodiscard]] Resolved value(FieldIndex index);
    [[nodiscard]] bool isPresent(FieldIndex index);
    [[nodiscard]] const ProtocolDesc& protocol() const { return m_protocol; }
    [[nodiscard]] const Layer& layer() const { return m_layer; }

    /// For this layer, of `ownSize` bytes with its payload. Unknown if no layer below describes one.
    [[nodiscard]] ExprValue pseudoHeader(std::int64_t protocolNumber, std::int64_t ownSize);

    ExprValue field(std::uint16_t index) override;
    ExprValue outer(ExprOwner owner, const std::string& layerName, const std::string& fieldName) override;
    ExprValue elements(std::uint16_t index, const std::string& fieldName) override;
    ExprValue sizeOfField(std::uint16_t index) override;
    ExprValue countOfField(std::uint16_t index) override;
    ExprValue sizeOfArea(ExprArea area) override;
    ExprValue bytesOfArea(ExprArea area) override;
    ExprValue ask(ExprCall call, std::int64_t argument, const std::string& name) override;

private:
    void bind(const std::string& fieldName, const Value& value);
    struct FieldWork {
        enum class State : std::uint8_t { Open, Busy, Done } state = State::Open;
        Resolved resolved;
        std::optional<Value> bound;
        bool placed = false;
        bool present = false;
        bool isPiece = false; ///< Its bytes are in `piece`, however few.
        TypeId type = noType;
        std::uint64_t bitOffset = 0; ///< From the start of the layer (trailer: of the trailer).
        std::uint64_t bits = 0;
        Piece piece;                 ///< Fields whose size varies.
    };

    [[nodiscard]] Resolved workOut(FieldIndex index);
    [[nodiscard]] std::optional<Value> fromEnvironment(const FieldDesc& field) const;
    [[nodiscard]] Buffer destination() const;
    [[nodiscard]] Value concrete(const Value& value, FieldIndex index);
    [[nodiscard]] TypeId decide(TypeId type, const Value& value);
    void place();
    void placeNamed();
    [[nodiscard]] bool compressesNames();
    [[nodiscard]] bool isToldAnew(const FieldDesc& field) const;
    [[nodiscard]] bool hasLengthsOfTheirOwnSize() const;
    void placeFields(bool trailer);
    void placeField(FieldIndex index, std::uint64_t& bitAt);
    void emit(FieldIndex index, Piece& out);
    [[nodiscard]] Piece assemble(bool trailer);
    void fillSums(Piece& header, Piece& trailer);
    void encodeVariable(FieldIndex index, const TypeDesc& type, const Value& value, std::size_t position, Piece& out);
    void encodeList(FieldIndex index, const TypeDesc& type, const Value& value, std::size_t position, Piece& out);
    void encodeStack(FieldIndex index, const TypeDesc& type, const Value& value, Piece& out);
    void encodeElement(FieldIndex index, TypeId type, const Value& value, std::uint32_t number, Piece& out, const Layer* following = nullptr);
    void encodeStructure(const Layer& structure, std::int32_t parent, Piece& out, const Layer* following = nullptr);
    [[nodiscard]] Piece builtStructure(const Layer& structure, std::size_t at, const Layer* following);
    void keepNames(const Layer& structure, std::size_t at);
    [[nodiscard]] Buffer encoded(const TypeDesc& type, const Value& value, std::size_t at);
    void encodeTlvs(FieldIndex index, const TypeDesc& type, const Value& value, Piece& out);
    void encodeTlv(const TlvDesc& tlv, const Value& item, std::int32_t node, Piece& out);
    void encodeTlvValue(const TlvCase* item, const Value& value, std::int32_t node, Piece& out);
    void padTo(const PadOptions& pad, std::size_t bytes, FieldIndex index, std::uint32_t& number, Piece& out);
    [[nodiscard]] std::optional<Value> valueWithRole(Role role, std::size_t depth = 0);
    [[nodiscard]] std::optional<std::int64_t> toldPayloadSize();
    [[nodiscard]] std::optional<ExprValue> fieldNamed(const std::string& name);
    void note(LayoutNote::Code code, std::string detail = {});
    [[nodiscard]] bool isTooDeep();
    [[nodiscard]] bool isTooMuch();

    BuildContext& m_context;
    const ProtocolDesc& m_protocol;
    const Layer& m_layer;
    BuildLayer* m_lower;
    BuildLayer* m_parent;
    const BuildLayer* m_upper = nullptr;
    std::uint32_t m_number;
    std::deque<FieldWork> m_work;
    enum class Stage : std::uint8_t { Open, Placing, Placed, Assembled } m_stage = Stage::Open;
    std::uint64_t m_headerBits = 0;
    std::uint64_t m_trailerBits = 0;
    std::optional<Bytes> m_payload;
    std::size_t m_at = 0;         ///< Where the layer or structure begins in the message whose names are compressed.
    std::size_t m_variableAt = 0; ///< Where the field being encoded begins in it.
    WrittenNames m_names;
    Piece m_header;
    Piece m_trailer;
};

/// The bytes of one scalar as its type lays it down; bit fields are the caller's. Bytes of another size are taken as they are.
[[nodiscard]] Buffer encodeScalar(const TypeDesc& type, const Value& value);

} // namespace fw
