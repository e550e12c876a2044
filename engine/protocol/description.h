/// What a protocol is, as loaded from its YAML description: fields, types, names, links between them. Plain tables.
#pragma once

#include "engine/protocol/value.h"

#include <map>
#include <unordered_map>

namespace fw {

using FieldIndex = std::uint16_t;
inline constexpr FieldIndex noField = 0xffff;
using TypeId = std::uint16_t;
inline constexpr TypeId noType = 0xffff;
/// Index of a dispatch table in its Protocols.
inline constexpr std::uint16_t noTable = 0xffff;
/// Index of a compiled expression in its Protocols; 0 is "no expression".
using ExprId = std::uint16_t;

class Codec;

enum class Kind : std::uint8_t {
    Int, Float, Mac, Ipv4, Ipv6, Eui64, Oui, Uuid,
    Octets, Text, CString, Line,
    None,    ///< On the wire nothing, at this point.
    Virtual, ///< Never on the wire: a switch for the builder.
    Struct, List, Tlv, Switch, Codec,
};

struct SwitchCase {
    ExprId when = 0; ///< 0: the default case.
    TypeId type = noType;
};

/// How one value lies in bytes.
struct TypeDesc {
    Kind kind = Kind::None;
    std::uint8_t bits = 0; ///< Int, Float and the address kinds; 0 where the size varies.
    bool isSigned = false;
    bool littleEndian = false;
    bool isNumber = false;   ///< Octets: a number wider than 64 bits, of a fixed size.
    const fw::Codec* codec = nullptr;
    ProtocolId structure = noProtocol; ///< Struct
    std::uint16_t tlv = 0;             ///< Tlv: index into Protocols::tlvs
    TypeId element = noType;           ///< List
    ExprId length = 0;                 ///< Bytes and text inside a switch: how many bytes
    std::vector<SwitchCase> cases;     ///< Switch
};

struct EnumDesc {
    std::string name;
    bool hex = false;
    std::unordered_map<std::int64_t, std::string> names;
    std::unordered_map<std::string, std::int64_t> values;
};

struct FlagSetDesc {
    std::string name;
    bool letters = false; ///< Written "SA" rather than "MF+DF".
    bool isSet = false;   ///< Scapy holds and shows them as a set of names: {'ACK (A)'}.
    std::vector<std::string> names; ///< Least significant bit first; an empty name is an unnamed bit.
    std::string by;                 ///< The field that decides which names count, if one does: `names` are those for typing,
    std::map<std::int64_t, std::vector<std::string>> namesFor; ///< these are told, by the value of that field.
    [[nodiscard]] std::string text(std::uint64_t value) const;
    /// As Scapy shows a set; `kind` is the value of the field `by`.
    [[nodiscard]] std::string setText(std::uint64_t value, std::int64_t kind) const;
    /// Nothing if a name is unknown.
    [[nodiscard]] std::optional<std::uint64_t> parse(std::string_view text) const;
};

enum class TlvShape : std::uint8_t { None, One, Tuple, Each, Octets, Struct };

struct TlvCase {
    std::string name;
    TlvShape shape = TlvShape::Octets;
    std::vector<TypeId> parts; ///< One: 1; Tuple: several; Each: 1; Struct: 1
    EnumDesc* valueEnum = nullptr;
    bool asList = false;       ///< Each: written as a list in the tuple.
    bool asText = false;       ///< Scapy knows it to be text: 'abc' even where it was read.
};

struct TlvDesc {
    /// What the length counts: the value; tag, length and value; length and value.
    enum class Counts : std::uint8_t { Value, All, AfterTag };
    std::string name;
    std::uint8_t tagBits = 8;
    std::uint8_t lenBits = 8;
    std::uint8_t unit = 1; ///< Bytes per count of the length.
    Counts counts = Counts::Value;
    std::vector<std::uint32_t> bare; ///< Tags without length and value.
    std::vector<std::uint32_t> stop; ///< Tags after which the list ends.
    bool littleEndian = false;
    std::uint8_t align = 1;          ///< Each is filled up with zeros to a multiple of this, outside its length.
    bool bareAsName = false;         ///< Scapy writes a bare tag as 'end' rather than ('end', None).
    std::map<std::uint32_t, TlvCase> cases;

    [[nodiscard]] const TlvCase* find(std::uint32_t tag) const;
    [[nodiscard]] std::optional<std::uint32_t> tagNamed(std::string_view caseName) const;
    [[nodiscard]] bool isBare(std::uint32_t tag) const;
    [[nodiscard]] bool isStop(std::uint32_t tag) const;
};

enum class EnvSource : std::uint8_t { None, InterfaceMac, NextHopMac, SourceIp, SourceIp6, InterfaceIp, NowMs, Random };
/// What a field means to others, told by the definition and not by its name.
enum class Role : std::uint8_t {
    None,
    Destination,      ///< Where the packet goes: routes are looked up by it.
    FinalDestination, ///< Stands in the pseudo header instead of the destination (source routes, routing headers).
    FinalDestinationFirst, ///< The same; of a list the first address rather than the last (segment routing).
    FinalSource,      ///< Stands in the pseudo header instead of the source (home address).
    CompressedNames,  ///< Whether names point back to those before them when built (RFC 1035 section 4.1.4).
};
enum class Base : std::uint8_t { Default, Dec, Hex, Bin, Oct, Ascii };

/// Values that Scapy writes in a way of their own. Only how they are written, not how they lie in bytes.
enum class ValueFormat : std::uint8_t {
    None,
    AsBytes,   ///< b'abc', and the name that an enumeration of bytes gives it: b'abc' (magic)
    Chaddr,    ///< Six bytes as a MAC address, and what comes after them.
    Utc,       ///< Seconds since 1970.
    Utc2000,   ///< Seconds since 2000.
    Elapsed,   ///< Hundredths of a second.
    Dot11Rate, ///< Half megabits, the top bit for a basic rate.
    Oui,       ///< ff:ff:fe
    UtcNano,   ///< Nanoseconds; Scapy takes them for a time since 1970.
    Scaled,    ///< Times its scale, with its unit; typed as it is sent.
    Version,   ///< v12.4: two bytes.
    IPv6Option, ///< What the upper three bits ask of a node, behind the name.
};

/// What is told behind a value: 00:11:22:33:44:55 (RA).
struct Remark {
    ExprId when = 0;
    std::string text;
};

/// Option padding: real options fill the gap up to a multiple.
struct PadOptions {
    std::uint16_t multiple = 0; ///< 0: none
    ProtocolId one = noProtocol;
    ProtocolId many = noProtocol;
    ExprId when = 0;
};

/// `sized_by`, inverted when loaded. The value v of field `by` tells the size x of this one (bytes, or elements if `counts`):
/// v = (x * size + header * headerShare + sum of other lengths * share + constant), all over one denominator.
struct SizeLink {
    FieldIndex by = noField;
    bool counts = false;
    std::int64_t denominator = 1;
    std::int64_t size = 1;        ///< Coefficient of this field's own size.
    std::int64_t header = 0;      ///< Coefficient of len(header); the field itself is part of the header.
    std::int64_t payload = 0;     ///< Coefficient of len(payload).
    std::int64_t constant = 0;
    std::vector<std::pair<FieldIndex, std::int64_t>> others;
};

struct FieldDesc {
    std::string name;
    std::string title;
    std::string doc;
    std::string unit;
    std::string filter;     ///< What Wireshark calls it: another name in display filters.
    std::string scapyClass; ///< What Scapy's ls() calls the field: "XShortField".
    TypeId type = noType;
    std::uint16_t bits = 0;      ///< 0: the size varies
    std::uint32_t bitOffset = 0; ///< From the start of the layer; right only if staticOffset.
    bool staticOffset = false;
    std::uint16_t wordBits = 0;  ///< It is bits of a little-endian word of this size,
    std::uint16_t wordShift = 0; ///< from this one on, counted from the least significant. `bitOffset` counts as if in wire order.

    ExprId present = 0;   ///< `if`
    ExprId automatic = 0; ///< `auto`
    bool sumPhase = false; ///< `auto` reads the bytes themselves (checksums): worked out last.
    ExprId length = 0;
    ExprId count = 0;
    ExprId until = 0;
    ExprId verify = 0;
    bool verifyAlways = false;
    std::optional<SizeLink> sizedBy;
    FieldIndex sizes = noField; ///< The field whose size this one's value tells.

    EnvSource env = EnvSource::None;
    Role role = Role::None;
    ExprId roleIf = 0; ///< The role counts only if this is not false.
    Value defaultValue;
    bool hasDefault = false;

    const EnumDesc* names = nullptr;
    FieldIndex namesBy = noField; ///< One enumeration per value of that field.
    std::map<std::int64_t, const EnumDesc*> namesFor;
    const FlagSetDesc* flags = nullptr;
    std::map<Buffer, std::string> bytesNames; ///< With ValueFormat::AsBytes.
    Base base = Base::Default;
    ValueFormat format = ValueFormat::None;
    std::vector<Remark> remarks; ///< The first that is true.
    double scale = 1;
    bool scaled = false; ///< Typed and shown in its unit, times the scale, even where a step is one.

    std::uint16_t align = 0; ///< Pad after it to a multiple, from the start of the layer.
    std::uint16_t alignBefore = 0;
    std::uint16_t padTo = 0; ///< Zeros after it up to a multiple, from the start of the layer; no part of the field.
    std::uint8_t fill = 0;
    bool fixedFill = false; ///< Bytes of a fixed length: filled up, and cut.
    PadOptions pad;
    bool trailer = false; ///< Stands after the payload.
    bool hidden = false;  ///< On the wire and in the tree; Scapy's texts do not know of it.
    bool stack = false;   ///< The elements of the list are layers on each other: a packet inside the field.
    bool chain = false;   ///< Scapy writes the list as a chain of packets, and an empty one as None.
};

/// Upper onto lower: how to recognise it, and what the lower layer's fields become when building.
struct Binding {
    std::uint16_t table = noTable; ///< None: bound to one protocol directly.
    ProtocolId to = noProtocol;
    std::int64_t value = 0;
    std::vector<std::pair<std::string, Value>> when;  ///< With `to`: lower fields that must match.
    std::vector<std::pair<std::string, Value>> build; ///< Fields of the lower layer to set. Names; resolved against the layer below.
    bool keyOnly = false; ///< Building sets the lower layer's key to `value`.
    bool dissect = true;
    bool builds = true;
};

struct PayloadCase {
    ExprId when = 0;
    ProtocolId use = noProtocol;
    bool quote = false;
    ExprId bytes = 0;
};

struct PayloadDesc {
    enum class Rule : std::uint8_t { Raw, None, Table, Use, Cases };
    Rule rule = Rule::Raw;
    std::uint16_t table = 0;
    std::vector<FieldIndex> keys; ///< Looked up in this order.
    ExprId bytes = 0;             ///< How many bytes belong to the payload; less than 0: all.
    ExprId rawIf = 0;
    ProtocolId use = noProtocol;
    std::vector<PayloadCase> cases;
};

/// Text with fields in it: literal, field, literal, … as "{src} > {dst}".
struct TextPart {
    std::string literal;
    std::string path; ///< "lower.src", "qd[0].qname"; empty for a literal.
};
struct TextRule {
    ExprId when = 0;
    std::vector<TextPart> parts;
};

struct Check {
    enum class Level : std::uint8_t { Note, Warn, Error };
    ExprId when = 0;
    FieldIndex field = noField;
    Level level = Level::Note;
    std::string text;
};

struct AnswerRule {
    ExprId when = 0;
    ExprId quote = 0; ///< The reply carries the request: match what it quotes against the whole request.
    bool thenPayload = false;
    bool transparent = false;
    std::vector<ProtocolId> skip;
    bool given = false;
};

struct QuotedRule {
    std::string name;
    ExprId when = 0;
    bool thenPayload = false;
};

struct PseudoPart {
    enum class What : std::uint8_t { Field, FinalDestination, FinalSource, Zero, Protocol, Length };
    What what = What::Field;
    FieldIndex field = noField;
    std::uint8_t bytes = 0;
};

struct ProtocolDesc {
    std::string name;  ///< Scapy's class name.
    std::string title; ///< Scapy's show() heading.
    std::string doc;
    std::string group; ///< For the palette: Link, Network, Transport, Application, Payload, Other.
    std::vector<std::string> refs;
    std::string file; ///< Of its definition.
    ProtocolId id = noProtocol;
    bool isStruct = false;
    bool isPadding = false; ///< Goes to the very end of the frame, outside lengths and checksums.

    ProtocolId plain = noProtocol;  ///< IPerror: IP. Otherwise itself.
    ProtocolId quoted = noProtocol; ///< IP: IPerror, if there is one.
    [[nodiscard]] bool isQuotedForm() const { return plain != id; }

    std::vector<FieldDesc> fields;
    std::unordered_map<std::string, FieldIndex> fieldIndex;
    std::uint32_t minBytes = 0; ///< Shorter than this is Raw, or partial when quoted.
    bool allStatic = false;     ///< Every field lies at a static offset: the header is minBytes long.

    /// Where one field tells the length of the whole header (IP's ihl): length = (value * denominator - constant) / share.
    struct HeaderLength {
        FieldIndex field = noField;
        std::int64_t denominator = 1;
        std::int64_t constant = 0;
        std::int64_t share = 1;
    };
    HeaderLength headerLength;

    PayloadDesc payload;
    std::vector<Binding> bindings;
    /// Bytes of this protocol, given by its definition to be checked against it.
    struct Example {
        Buffer bytes;
        std::string file;
        std::size_t line = 0;   ///< 1-based
        std::size_t column = 0; ///< 1-based
    };
    std::vector<Example> examples;
    struct Variant {
        ExprId when = 0;
        ProtocolId use = noProtocol;
    };
    std::vector<Variant> variants;
    struct Heuristic {
        ProtocolId over = noProtocol;
        ExprId when = 0;
    };
    std::vector<Heuristic> heuristics;

    /// A structure with variants: those that extend it, tried in this order.
    struct Extension {
        ProtocolId use = noProtocol;
        std::vector<std::pair<FieldIndex, std::vector<std::int64_t>>> match; ///< Each field holds one of its values.
    };
    std::vector<Extension> extensions;
    ProtocolId base = noProtocol; ///< What this one extends.
    std::uint16_t alignMultiple = 0; ///< Options: where they may start, from the start of the layer.
    std::uint16_t alignOffset = 0;

    std::vector<PseudoPart> pseudo;
    std::vector<TextRule> summary;
    bool flat = false; ///< In show(), what follows it is not set further in.
    std::vector<ProtocolId> summaryWith; ///< Layers below that tell their own texts as well.
    std::vector<Check> checks;
    AnswerRule answers;
    QuotedRule quotedRule;
    bool origin = false; ///< Name compression counts from here.
    ExprId originOffset = 0;
    ExprId fillTo = 0; ///< When built: zeros after the payload until header and payload are this long.
    bool repeat = false;
    ExprId streamNeed = 0;
    ExprId streamMessage = 0;
    std::vector<std::uint32_t> linkTypes;

    [[nodiscard]] FieldIndex find(std::string_view fieldName) const;
};

} // namespace fw
