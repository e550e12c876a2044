#include "engine/packet/json.h"

#include "engine/base/address.h"
#include "engine/packet/node_values.h"
#include "engine/packet/python_text.h"
#include "engine/packet/value_writer.h"
#include "engine/protocol/codec.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fw {

namespace {

std::string linkName(std::uint32_t linkType)
{
    using namespace link_type;
    static const std::map<std::uint32_t, std::string> names = {
        {Null, "NULL"}, {Ethernet, "EN10MB"}, {Raw, "RAW"}, {Loop, "LOOP"}, {LinuxCooked, "LINUX_SLL"}, {LinuxCooked2, "LINUX_SLL2"},
        {Ieee80211, "IEEE802_11"}, {Radiotap, "IEEE802_11_RADIO"}, {Ipv4, "IPV4"}, {Ipv6, "IPV6"}, {Can, "CAN_SOCKETCAN"}, {Ppp, "PPP"},
    };
    const auto found = names.find(linkType);
    return found != names.end() ? found->second : std::to_string(linkType);
}

/// Seconds with all nine digits behind the point.
std::string timeText(std::chrono::nanoseconds time)
{
    constexpr std::int64_t second = 1'000'000'000;
    const std::int64_t count = time.count();
    const std::int64_t seconds = count / second;
    const std::int64_t rest = std::abs(count % second);
    return fmt::format("{}{}.{:09}", count < 0 && seconds == 0 ? "-" : "", seconds, rest);
}

std::string joined(const std::vector<std::string>& parts)
{
    return fmt::format("{}", fmt::join(parts, ","));
}

bool isText(const TypeDesc* type)
{
    if (type == nullptr)
        return false;
    const bool isQuotedCodec = type->kind == Kind::Codec && type->codec->isQuoted();
    return isQuotedCodec || type->kind == Kind::Text || type->kind == Kind::CString || type->kind == Kind::Line;
}

bool isAddress(const TypeDesc* type, std::size_t size)
{
    if (type == nullptr)
        return false;
    return (type->kind == Kind::Mac && size == 6) || (type->kind == Kind::Ipv4 && size == 4) || (type->kind == Kind::Ipv6 && size == 16);
}

std::string bytesJson(const TypeDesc* type, const Buffer& bytes)
{
    if (isAddress(type, bytes.size()))
        return jsonString(addressText(bytes));
    return jsonString(isText(type) ? toString(bytes) : toHex(bytes));
}

std::string integerJson(const TypeDesc* type, std::int64_t value)
{
    const bool isUnsigned = type != nullptr && type->kind == Kind::Int && type->bits == 64 && !type->isSigned;
    return isUnsigned ? std::to_string(static_cast<std::uint64_t>(value)) : std::to_string(value);
}

class JsonWriter {
public:
    JsonWriter(const Protocols& protocols, const Layout& layout)
        : m_protocols(protocols)
        , m_layout(layout)
    {
    }

    [[nodiscard]] std::string layer(std::uint32_t node, bool withRanges) const;
    [[nodiscard]] std::string note(const LayoutNote& note) const;

private:
    [[nodiscard]] const LayoutNode& at(std::size_t node) const { return m_layout.nodes[node]; }
    [[nodiscard]] const TypeDesc* typeOf(const LayoutNode& node) const;
    [[nodiscard]] bool isShown(const LayoutNode& node) const;
    [[nodiscard]] std::string fields(std::size_t parent) const;
    [[nodiscard]] std::string ranges(std::size_t layer) const;
    [[nodiscard]] std::string value(std::size_t node) const;
    [[nodiscard]] std::string plainValue(const TypeDesc* type, const Value& value) const;
    [[nodiscard]] std::string arrayOf(std::span<const Value> values, const TypeDesc* type) const;
    [[nodiscard]] std::string tlv(const TlvDesc& desc, const Value& value) const;
    [[nodiscard]] std::string structure(ProtocolId protocol, std::size_t node) const;

    const Protocols& m_protocols;
    const Layout& m_layout;
};

const TypeDesc* JsonWriter::typeOf(const LayoutNode& node) const
{
    return node.type == noType ? nullptr : &m_protocols.type(node.type);
}

/// Fields that are on the wire; an empty list or text is there, though it has no bits.
bool JsonWriter::isShown(const LayoutNode& node) const
{
    const TypeDesc* type = typeOf(node);
    const bool isNothing = type != nullptr && (type->kind == Kind::None || type->kind == Kind::Virtual);
    return node.what == LayoutNode::What::Field && !node.absent && !isNothing;
}

std::string JsonWriter::plainValue(const TypeDesc* type, const Value& value) const
{
    if (const auto* number = value.integer())
        return integerJson(type, *number);
    if (const auto* number = value.real())
        return std::isfinite(*number) ? pythonFloat(*number) : "null";
    if (const auto* bytes = value.bytes())
        return bytesJson(type, *bytes);
    if (const auto* name = value.hostName())
        return jsonString(name->text);
    if (const auto* list = value.list())
        return arrayOf(list->items, type != nullptr && type->element != noType ? &m_protocols.type(type->element) : nullptr);
    if (const auto* tuple = value.tuple())
        return arrayOf(tuple->items, nullptr);
    return "null";
}

std::string JsonWriter::arrayOf(std::span<const Value> values, const TypeDesc* type) const
{
    std::vector<std::string> parts;
    for (const Value& item : values)
        parts.push_back(plainValue(type, item));
    return "[" + joined(parts) + "]";
}

std::string JsonWriter::tlv(const TlvDesc& desc, const Value& value) const
{
    const auto parts = tlvParts(desc, value);
    if (!parts)
        return plainValue(nullptr, value);
    std::vector<std::string> values;
    for (std::size_t i = 0; i < parts->values.size(); ++i)
        values.push_back(plainValue(tlvPartType(m_protocols, *parts, i), parts->values[i]));
    const std::string name = parts->known != nullptr ? jsonString(parts->known->name) : std::to_string(parts->tag);
    const bool isArray = parts->isGroup || (parts->known != nullptr && parts->known->shape == TlvShape::Each);
    const std::string content = isArray ? "[" + joined(values) + "]" : values.empty() ? "null" : values[0];
    return "[" + name + "," + content + "]";
}

std::string JsonWriter::structure(ProtocolId protocol, std::size_t node) const
{
    return fmt::format(R"({{"protocol":{},"fields":{{{}}}}})", jsonString(m_protocols[protocol].name), fields(node));
}

std::string JsonWriter::value(std::size_t index) const
{
    const LayoutNode& node = at(index);
    const auto children = nodeChildren(m_layout, index);
    if (!children.empty() && at(children[0]).what == LayoutNode::What::Field)
        return structure(at(children[0]).protocol, index);
    const TypeDesc* type = typeOf(node);
    if (!children.empty() || (type != nullptr && (type->kind == Kind::List || type->kind == Kind::Tlv) && node.value.isNone())) {
        std::vector<std::string> parts;
        for (const std::size_t child : children)
            parts.push_back(type != nullptr && type->kind == Kind::Tlv && at(child).value.layer() == nullptr && nodeChildren(m_layout, child).empty()
                                ? tlv(m_protocols.tlv(type->tlv), at(child).value)
                                : value(child));
        return "[" + joined(parts) + "]";
    }
    const FieldDesc* field = node.field < m_protocols[node.protocol].fields.size() ? &m_protocols[node.protocol].fields[node.field] : nullptr;
    if (node.what == LayoutNode::What::Field && field != nullptr && field->flags != nullptr && node.value.integer() != nullptr)
        return jsonString(field->flags->text(static_cast<std::uint64_t>(*node.value.integer())));
    return plainValue(type, node.value);
}

std::string JsonWriter::fields(std::size_t parent) const
{
    std::vector<std::string> parts;
    for (const std::size_t child : nodeChildren(m_layout, parent))
        if (isShown(at(child)))
            parts.push_back(jsonString(m_protocols[at(child).protocol].fields[at(child).field].name) + ":" + value(child));
    return joined(parts);
}

std::string JsonWriter::ranges(std::size_t layer) const
{
    std::vector<std::string> parts;
    for (const std::size_t child : nodeChildren(m_layout, layer)) {
        const LayoutNode& node = at(child);
        if (isShown(node))
            parts.push_back(fmt::format("{}:[{},{}]", jsonString(m_protocols[node.protocol].fields[node.field].name), node.bitOffset, node.bits));
    }
    return R"(,"ranges":{)" + joined(parts) + "}";
}

std::string JsonWriter::layer(std::uint32_t index, bool withRanges) const
{
    const LayoutNode& node = at(index);
    return fmt::format(R"({{"protocol":{},"offset":{},"size":{},"fields":{{{}}}{}}})", jsonString(m_protocols[node.protocol].name),
                       node.bitOffset / 8, (node.bits + 7) / 8, fields(index), withRanges ? ranges(index) : "");
}

std::string noteText(const LayoutNote& note)
{
    using Code = LayoutNote::Code;
    const std::string more = note.detail.empty() ? "" : ": " + note.detail;
    switch (note.code) {
    case Code::Check:
    case Code::BadChecksum:
        return note.detail;
    case Code::Truncated:
        return "cut off: the bytes end here" + more;
    case Code::LengthTooLarge:
        return "tells more bytes than there are" + more;
    case Code::Unreadable:
        return "cannot be read" + more;
    case Code::TooMany:
        return "more than is shown" + more;
    case Code::Unresolved:
        return "not known, so the default was taken" + more;
    case Code::NoLowerLayer:
        return "not computed: no layer below to compute it with" + more;
    case Code::ValueTooLarge:
        return "does not fit the field and was cut" + more;
    }
    return note.detail;
}

std::string levelName(Check::Level level)
{
    return level == Check::Level::Error ? "error" : level == Check::Level::Warn ? "warn" : "note";
}

std::string JsonWriter::note(const LayoutNote& note) const
{
    std::string where;
    if (note.node < m_layout.nodes.size()) {
        const std::string path = nodePathText(m_protocols, m_layout, static_cast<std::int32_t>(note.node));
        const std::size_t dot = path.find('.');
        where = fmt::format(R"(,"layer":{})", at(note.node).layer);
        if (dot != std::string::npos)
            where += R"(,"field":)" + jsonString(path.substr(dot + 1));
    }
    return fmt::format(R"({{"level":"{}"{},"offset":{},"text":{}}})", levelName(note.level), where, note.offset, jsonString(noteText(note)));
}

} // namespace

std::string jsonString(std::string_view text)
{
    std::string out = "\"";
    const Buffer bytes = toBuffer(text);
    for (std::size_t i = 0; i < bytes.size();) {
        const Utf8Character character = decodeUtf8(Bytes(bytes).subspan(i));
        if (character.size == 0)
            out += fmt::format("\\u{:04x}", bytes[i]);
        else if (character.value == '"' || character.value == '\\')
            out += {'\\', static_cast<char>(character.value)};
        else if (character.value < 0x20 || character.value == 0x7f)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(character.value));
        else
            out += text.substr(i, character.size);
        i += std::max<std::size_t>(character.size, 1);
    }
    return out + '"';
}

std::string packetJson(const Protocols& protocols, const CapturedPacket& packet, const Draft& /*draft*/, const Layout& layout,
                       const JsonOptions& options)
{
    const JsonWriter writer(protocols, layout);
    std::vector<std::string> layers;
    for (const std::uint32_t node : layout.layers())
        layers.push_back(writer.layer(node, options.ranges));
    std::vector<std::string> notes;
    for (const LayoutNote& note : layout.notes)
        notes.push_back(writer.note(note));
    return fmt::format(R"({{"number":{},"time":"{}","captured":{},"length":{},"link":{},"layers":[{}],"notes":[{}]}})", options.number,
                       timeText(packet.time), packet.bytes.size(), packet.originalLength, jsonString(linkName(packet.linkType)),
                       joined(layers), joined(notes));
}

} // namespace fw
