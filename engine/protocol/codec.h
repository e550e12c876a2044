/// Field types that are more than bits at an offset. One pair of files each, in codecs/.
#pragma once

#include "engine/base/error.h"
#include "engine/protocol/value.h"

#include <map>

namespace fw {

class Protocols;
struct EnumDesc;
struct ProtocolDesc;

/// What a codec may look at besides its own bytes.
struct DecodeContext {
    Bytes frame;            ///< The whole frame.
    std::size_t at = 0;     ///< Where the value starts in it.
    std::size_t end = 0;    ///< Where the enclosing area ends.
    std::size_t origin = 0; ///< Where name compression counts from.
    const Protocols* protocols = nullptr;   ///< With `protocol`, the layer or structure that the field is in.
    const ProtocolDesc* protocol = nullptr;
};

struct Decoded {
    Value value;
    std::size_t used = 0;
    /// Other places the value was read from: byte offset in the frame and length (the target of a compression pointer).
    std::vector<std::pair<std::size_t, std::size_t>> elsewhere;
    bool damaged = false; ///< Read as far as possible.
    bool cut = false;     ///< The bytes end inside it, as inside a number: its layer is too short.
    bool absent = false;  ///< There is none, as of a header line that was not sent. Nothing is used.
};

/// Names written so far in one message and where, counted from its beginning: what later ones may point back to.
using WrittenNames = std::map<Buffer, std::size_t>;

class Codec {
public:
    virtual ~Codec() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual Decoded decode(const DecodeContext& context) const = 0;
    [[nodiscard]] virtual Buffer encode(const Value& value) const = 0;
    /// In a message whose names are compressed; `at` is where the value will stand. What is written is added to the names.
    [[nodiscard]] virtual Buffer encodeAmong(const Value& value, std::size_t /*at*/, WrittenNames&) const { return encode(value); }
    /// The value as typed; nothing if it cannot be read.
    [[nodiscard]] virtual std::optional<Value> parse(std::string_view text) const = 0;
    [[nodiscard]] virtual std::string format(const Value& value) const = 0;
    /// The same where the field has an enumeration.
    [[nodiscard]] virtual std::string formatNamed(const Value& value, const EnumDesc*) const { return format(value); }
    /// How the value came about: Scapy shows some differently when they were read from bytes.
    enum class Came : std::uint8_t { Read, Set, Default };
    [[nodiscard]] virtual std::string shown(const Value& value, const EnumDesc* names, Came) const { return formatNamed(value, names); }
    /// As a person types it, where Scapy shows more than the value.
    [[nodiscard]] virtual std::string plain(const Value& value) const { return format(value); }
    /// A value given otherwise than as text: a list, a number. Nothing if the codec has no use for it.
    [[nodiscard]] virtual std::optional<Value> convert(const Value&, const EnumDesc*) const { return std::nullopt; }
    /// Written in quotes by Scapy: 'www.example.com.'
    [[nodiscard]] virtual bool isQuoted() const { return false; }
    /// Scapy reads it as text rather than as bytes.
    [[nodiscard]] virtual bool isText() const { return false; }
};

/// Null if there is none of that name. Some take an argument: "header:Content-Length".
[[nodiscard]] const Codec* findCodec(std::string_view name);

} // namespace fw
