/// Reads one layer or structure out of a frame: its slots, and its rows of the layout table.
#pragma once

#include "engine/packet/dissect.h"
#include "engine/protocol/codec.h"

namespace fw {

class Reader;

/// As dissect(), for a packet inside a field: `reads` goes on counting.
[[nodiscard]] Dissection dissectInside(const Protocols& protocols, Bytes bytes, const DissectOptions& options, std::size_t& reads);

/// A layer or structure while it is read, as expressions see it.
class ReadScope final : public ExprScope {
public:
    ReadScope(const Reader& reader, Layer& layer, const ReadScope* lower, const ReadScope* parent, std::size_t start, std::size_t end);

    ExprValue field(std::uint16_t index) override;
    ExprValue outer(ExprOwner owner, const std::string& layerName, const std::string& fieldName) override;
    ExprValue elements(std::uint16_t index, const std::string& fieldName) override;
    ExprValue sizeOfField(std::uint16_t index) override;
    ExprValue countOfField(std::uint16_t index) override;
    ExprValue sizeOfArea(ExprArea area) override;
    ExprValue bytesOfArea(ExprArea area) override;
    ExprValue ask(ExprCall call, std::int64_t argument, const std::string& name) override;

    [[nodiscard]] const ProtocolDesc& protocol() const { return m_protocol; }
    [[nodiscard]] std::size_t remaining() const { return m_end - std::min(at(), m_end); }
    [[nodiscard]] std::size_t at() const { return static_cast<std::size_t>((bitAt + 7) / 8); }

    const ReadScope* last = nullptr; ///< The list element just read, for `until`,
    ExprValue lastValue;             ///< and its value, if it is no structure.
    std::uint64_t bitAt = 0;         ///< How far it is read, from the start of the frame.
    std::size_t headerEnd = 0;       ///< 0 while the header is being read.
    std::size_t payloadEnd = 0;
    bool isShort = false;            ///< A field went on beyond the end.

private:
    friend class Reader;
    [[nodiscard]] ExprValue fieldNamed(const std::string& name) const;

    const Reader& m_reader;
    const ProtocolDesc& m_protocol;
    Layer& m_layer;
    const ReadScope* m_lower;
    const ReadScope* m_parent;
    std::size_t m_start;
    std::size_t m_end;
    std::vector<std::uint64_t> m_bits; ///< Size of each field read, 0 otherwise.
};

/// Of a field in a little-endian word: where its bits really lie. `bitAt` is where it would begin in wire order.
void placeInWord(LayoutNode& node, const FieldDesc& field, std::uint64_t bitAt);

class Reader {
public:
    /// `frame` and `protocols` must outlive it. Nodes and notes are appended to `layout`.
    Reader(const Protocols& protocols, Bytes frame, const DissectOptions& options, Layout& layout)
        : m_protocols(protocols), m_frame(frame), m_options(options), m_layout(layout)
    {
    }

    [[nodiscard]] const Protocols& protocols() const { return m_protocols; }
    [[nodiscard]] Bytes frame() const { return m_frame; }

    /// The fields of the header from scope.at() on, as children of `parentNode`.
    void readFields(ReadScope& scope, std::int32_t parentNode);
    /// The fields that stand after the payload, from `from` on.
    void readTrailer(ReadScope& scope, std::int32_t parentNode, std::size_t from);
    /// A structure, or the one of its extensions that matches. Null if not even one byte was taken.
    LayerPtr readStructure(ProtocolId structure, std::size_t at, std::size_t end, const ReadScope* parent, std::int32_t node, std::size_t& used);
    /// The structure that extends this one and matches the bytes, or this one.
    [[nodiscard]] ProtocolId extensionOf(ProtocolId structure, std::size_t at, std::size_t end, const ReadScope* parent);
    [[nodiscard]] ProtocolId variantOf(ProtocolId structure, std::size_t at, std::size_t end, const ReadScope* parent);
    [[nodiscard]] std::int64_t evaluate(ExprId program, ReadScope& scope, std::int64_t otherwise) const;
    [[nodiscard]] bool holds(ExprId program, ReadScope& scope) const;

    std::int32_t addNode(LayoutNode node);
    void endNode(std::int32_t node, std::uint64_t endBit);
    void note(LayoutNote::Code code, Check::Level level, std::int32_t node, std::size_t offset, std::string detail = {});
    /// A limit is reached: nothing more is read.
    [[nodiscard]] bool isFull() const { return m_layout.nodes.size() >= m_options.maxNodes || reads >= m_options.maxReads; }
    std::size_t reads = 0;  ///< Fields tried so far.
    std::size_t origin = 0; ///< Where name compression counts from.
    std::uint32_t layerNumber = 0;

private:
    struct Area {
        std::size_t end = 0;
        std::optional<std::int64_t> count;
    };
    void readField(ReadScope& scope, FieldIndex index, std::int32_t parentNode);
    void tellFull(std::int32_t node, std::size_t offset);
    [[nodiscard]] Area areaOf(ReadScope& scope, const FieldDesc& field, TypeId type, std::int32_t node);
    [[nodiscard]] std::int64_t linkedSize(ReadScope& scope, const FieldDesc& field) const;
    [[nodiscard]] TypeId decide(ReadScope& scope, TypeId type, const FieldDesc* field = nullptr) const;
    [[nodiscard]] bool fitsToldSize(ReadScope& scope, const TypeDesc& type, const FieldDesc* field) const;
    [[nodiscard]] bool readFixed(ReadScope& scope, const TypeDesc& type, std::uint64_t bits, Value& value);
    [[nodiscard]] bool readWordBits(ReadScope& scope, const FieldDesc& field, Value& value);
    Value readVariable(ReadScope& scope, const FieldDesc& field, FieldIndex index, TypeId type, const Area& area, std::int32_t node);
    Value readText(ReadScope& scope, const TypeDesc& type, std::size_t end);
    Value readList(ReadScope& scope, const FieldDesc& field, FieldIndex index, TypeId type, const Area& area, std::int32_t node);
    Value readElement(ReadScope& scope, TypeId type, FieldIndex index, std::uint32_t number, std::size_t end, std::int32_t node);
    Value readStack(ReadScope& scope, TypeId element, FieldIndex index, std::size_t end, std::int32_t node);
    Value readTlvs(ReadScope& scope, const TypeDesc& type, FieldIndex index, std::size_t end, std::int32_t node);
    Value tlvValue(ReadScope& scope, const TlvCase& item, std::size_t from, std::size_t to, std::int32_t node);
    [[nodiscard]] std::optional<Value> tlvPart(TypeId type, std::size_t from, std::size_t to, std::size_t& used) const;
    [[nodiscard]] static Value fixedValue(const TypeDesc& type, Bytes frame, std::uint64_t bitAt, std::uint64_t bits);
    Value keepRest(ReadScope& scope, FieldIndex index, std::uint32_t number, std::size_t end, std::int32_t node);
    void markCompression(ReadScope& scope, std::size_t pointersBefore);
    Value readCodec(ReadScope& scope, const TypeDesc& type, std::size_t end, std::int32_t node);

    const Protocols& m_protocols;
    Bytes m_frame;
    const DissectOptions& m_options;
    Layout& m_layout;
    bool m_isMissing = false;   ///< The value last decoded is not there,
    bool m_isElsewhere = false; ///< or stands at another place of the header,
    bool m_isCut = false;       ///< or goes on beyond the end.
    std::size_t m_pointers = 0; ///< Names met that go on at another place.
    std::size_t m_depth = 0;
    bool m_toldFull = false;
};

} // namespace fw
