#include "engine/packet/json.h"

#include "engine/base/address.h"
#include "engine/base/hex.h"
#include "engine/packet/python_text.h"
#include "engine/packet/value_writer.h"
#include "engine/protocol/codec.h"

#include <algorithm>
#include <cmath>
#include <fmt/compile.h>
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

/// Writes one packet's nodes; everything is appended to one text.
class JsonWriter {
public:
    JsonWriter(const Protocols& protocols, const Layout& layout, std::string& out)
        : m_protocols(protocols)
        , m_layout(layout)
        , m_out(out)
    {
    }

    void layer(std::uint32_t node, bool withRanges);
    void note(const LayoutNote& note);
    void value(std::size_t node);

private:
    [[nodiscard]] const LayoutNode& at(std::size_t node) const { return m_layout.nodes[node]; }
    [[nodiscard]] const TypeDesc* typeOf(const LayoutNode& node) const;
    [[nodiscard]] bool isShown(const LayoutNode& node) const;
    [[nodiscard]] bool hasChildren(std::size_t node) const { return at(node).next > node + 1 && node + 1 < m_layout.nodes.size(); }
    /// For each node directly below.
    template <class Use>
    void eachChild(std::size_t node, Use use) const
    {
        const std::size_t end = std::min<std::size_t>(at(node).next, m_layout.nodes.size());
        for (std::size_t child = node + 1; child < end; child = std::max<std::size_t>(at(child).next, child + 1))
            use(child);
    }

    void text(std::string_view value) { appendJsonString(m_out, value); }
    void name(const LayoutNode& node) { text(m_protocols[node.protocol].fields[node.field].name); }
    void number(std::int64_t value) { fmt::format_to(std::back_inserter(m_out), FMT_COMPILE("{}"), value); }
    void between(bool& isFirst)
    {
        if (!isFirst)
            m_out += ',';
        isFirst = false;
    }
    void fields(std::size_t parent);
    void ranges(std::size_t layer);
    void list(std::size_t node, const TypeDesc* type);
    void plainValue(const TypeDesc* type, const Value& value);
    void integer(const TypeDesc* type, std::int64_t value);
    void bytes(const TypeDesc* type, const Buffer& bytes);
    void array(std::span<const Value> values, const TypeDesc* type);
    void tlv(const TlvDesc& desc, const Value& value);

    const Protocols& m_protocols;
    const Layout& m_layout;
    std::string& m_out;
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

void JsonWriter::integer(const TypeDesc* type, std::int64_t value)
{
    const bool isUnsigned = type != nullptr && type->kind == Kind::Int && type->bits == 64 && !type->isSigned;
    if (isUnsigned)
        m_out += std::to_string(static_cast<std::uint64_t>(value));
    else
        number(value);
}

void JsonWriter::bytes(const TypeDesc* type, const Buffer& bytes)
{
    if (isAddress(type, bytes.size())) {
        m_out += '"';
        m_out += addressText(bytes);
        m_out += '"';
    } else if (isText(type)) {
        text({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    } else {
        m_out += '"';
        appendHex(m_out, bytes);
        m_out += '"';
    }
}

void JsonWriter::plainValue(const TypeDesc* type, const Value& value)
{
    if (const auto* whole = value.integer())
        integer(type, *whole);
    else if (const auto* real = value.real())
        m_out += std::isfinite(*real) ? pythonFloat(*real) : "null";
    else if (const auto* content = value.bytes())
        bytes(type, *content);
    else if (const auto* host = value.hostName())
        text(host->text);
    else if (const auto* items = value.list())
        array(items->items, type != nullptr && type->element != noType ? &m_protocols.type(type->element) : nullptr);
    else if (const auto* tuple = value.tuple())
        array(tuple->items, nullptr);
    else
        m_out += "null";
}

void JsonWriter::array(std::span<const Value> values, const TypeDesc* type)
{
    m_out += '[';
    bool isFirst = true;
    for (const Value& item : values) {
        between(isFirst);
        plainValue(type, item);
    }
    m_out += ']';
}

/// The name or number of the tag, and what it holds.
void JsonWriter::tlv(const TlvDesc& desc, const Value& value)
{
    const auto parts = tlvParts(desc, value);
    if (!parts) {
        plainValue(nullptr, value);
        return;
    }
    m_out += '[';
    if (parts->known != nullptr)
        text(parts->known->name);
    else
        number(parts->tag);
    m_out += ',';
    const bool isArray = parts->isGroup || (parts->known != nullptr && parts->known->shape == TlvShape::Each);
    if (isArray)
        m_out += '[';
    else if (parts->values.empty())
        m_out += "null";
    bool isFirst = true;
    for (std::size_t i = 0; i < (isArray ? parts->values.size() : std::min<std::size_t>(parts->values.size(), 1)); ++i) {
        between(isFirst);
        plainValue(tlvPartType(m_protocols, *parts, i), parts->values[i]);
    }
    m_out += isArray ? "]]" : "]";
}

void JsonWriter::list(std::size_t index, const TypeDesc* type)
{
    m_out += '[';
    bool isFirst = true;
    eachChild(index, [&](std::size_t child) {
        between(isFirst);
        if (type != nullptr && type->kind == Kind::Tlv && at(child).value.layer() == nullptr && !hasChildren(child))
            tlv(m_protocols.tlv(type->tlv), at(child).value);
        else
            value(child);
    });
    m_out += ']';
}

void JsonWriter::value(std::size_t index)
{
    const LayoutNode& node = at(index);
    if (hasChildren(index) && at(index + 1).what == LayoutNode::What::Field) {
        m_out += R"({"protocol":)";
        text(m_protocols[at(index + 1).protocol].name);
        m_out += R"(,"fields":{)";
        fields(index);
        m_out += "}}";
        return;
    }
    const TypeDesc* type = typeOf(node);
    if (hasChildren(index) || (type != nullptr && (type->kind == Kind::List || type->kind == Kind::Tlv) && node.value.isNone())) {
        list(index, type);
        return;
    }
    const FieldDesc* field = node.field < m_protocols[node.protocol].fields.size() ? &m_protocols[node.protocol].fields[node.field] : nullptr;
    if (node.what == LayoutNode::What::Field && field != nullptr && field->flags != nullptr && node.value.integer() != nullptr)
        text(field->flags->text(static_cast<std::uint64_t>(*node.value.integer())));
    else
        plainValue(type, node.value);
}

void JsonWriter::fields(std::size_t parent)
{
    bool isFirst = true;
    eachChild(parent, [&](std::size_t child) {
        if (!isShown(at(child)))
            return;
        between(isFirst);
        name(at(child));
        m_out += ':';
        value(child);
    });
}

void JsonWriter::ranges(std::size_t layer)
{
    m_out += R"(,"ranges":{)";
    bool isFirst = true;
    eachChild(layer, [&](std::size_t child) {
        const LayoutNode& node = at(child);
        if (!isShown(node))
            return;
        between(isFirst);
        name(node);
        fmt::format_to(std::back_inserter(m_out), ":[{},{}]", node.bitOffset, node.bits);
    });
    m_out += '}';
}

void JsonWriter::layer(std::uint32_t index, bool withRanges)
{
    const LayoutNode& node = at(index);
    m_out += R"({"protocol":)";
    text(m_protocols[node.protocol].name);
    fmt::format_to(std::back_inserter(m_out), FMT_COMPILE(R"(,"offset":{},"size":{},"fields":{{)"), node.bitOffset / 8, (node.bits + 7) / 8);
    fields(index);
    m_out += '}';
    if (withRanges)
        ranges(index);
    m_out += '}';
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

void JsonWriter::note(const LayoutNote& note)
{
    fmt::format_to(std::back_inserter(m_out), R"({{"level":"{}")", levelName(note.level));
    if (note.node < m_layout.nodes.size()) {
        const std::string path = nodePathText(m_protocols, m_layout, static_cast<std::int32_t>(note.node));
        const std::size_t dot = path.find('.');
        fmt::format_to(std::back_inserter(m_out), R"(,"layer":{})", at(note.node).layer);
        if (dot != std::string::npos) {
            m_out += R"(,"field":)";
            text(std::string_view(path).substr(dot + 1));
        }
    }
    fmt::format_to(std::back_inserter(m_out), R"(,"offset":{},"text":)", note.offset);
    text(noteText(note));
    m_out += '}';
}

} // namespace

void appendJsonString(std::string& out, std::string_view text)
{
    out += '"';
    const auto isPlain = [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; };
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t from = i;
        while (i < text.size() && isPlain(text[i]))
            ++i;
        out.append(text, from, i - from);
        if (i == text.size())
            break;
        const Bytes rest(reinterpret_cast<const std::uint8_t*>(text.data()) + i, text.size() - i);
        const Utf8Character character = decodeUtf8(rest);
        if (character.size == 0)
            out += fmt::format("\\u{:04x}", rest[0]);
        else if (character.value == '"' || character.value == '\\')
            out += {'\\', static_cast<char>(character.value)};
        else if (character.value < 0x20 || character.value == 0x7f)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(character.value));
        else
            out += text.substr(i, character.size);
        i += std::max<std::size_t>(character.size, 1);
    }
    out += '"';
}

std::string jsonString(std::string_view text)
{
    std::string out;
    appendJsonString(out, text);
    return out;
}

std::string nodeJson(const Protocols& protocols, const Layout& layout, std::size_t node)
{
    std::string out;
    JsonWriter(protocols, layout, out).value(node);
    return out;
}

std::string packetJson(const Protocols& protocols, const CapturedPacket& packet, const Layout& layout, const JsonOptions& options)
{
    std::string out = fmt::format(R"({{"number":{},"time":"{}","captured":{},"length":{},"link":{},"layers":[)", options.number, timeText(packet.time),
                                  packet.bytes.size(), packet.originalLength, jsonString(linkName(packet.linkType)));
    JsonWriter writer(protocols, layout, out);
    bool isFirst = true;
    for (const std::uint32_t node : layout.layers()) {
        out.append(isFirst ? "" : ",");
        writer.layer(node, options.ranges);
        isFirst = false;
    }
    out += R"(],"notes":[)";
    isFirst = true;
    for (const LayoutNote& note : layout.notes) {
        out.append(isFirst ? "" : ",");
        writer.note(note);
        isFirst = false;
    }
    out += "]}";
    return out;
}

} // namespace fw
