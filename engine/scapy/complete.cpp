// What could stand at the cursor of an expression that is being typed.
#include "engine/packet/literals.h"
#include "engine/packet/text.h"
#include "engine/scapy/scapy.h"

#include <algorithm>
#include <map>

namespace fw::scapy {
namespace {

using literals::Token;

enum class Place : std::uint8_t { Layer, Field, Value, Nothing };

/// An open bracket.
struct Frame {
    char bracket = 0;
    const ProtocolDesc* protocol = nullptr; ///< Of a layer being written; null for other brackets.
    FieldIndex field = noField;             ///< Whose value is being written.
    std::vector<FieldIndex> given;
    Place outside = Place::Layer;           ///< What stood where the bracket is.
};

/// Follows an unfinished expression, never minding what is wrong with it.
class Follower {
public:
    explicit Follower(const Protocols& protocols) : m_protocols(protocols) {}

    void take(const Token& token)
    {
        if (token.kind == Token::Kind::Symbol)
            symbol(token.text[0]);
        else if (place() != Place::Nothing || token.kind != Token::Kind::Name)
            m_place = Place::Nothing;
        m_name = token.kind == Token::Kind::Name ? token.text : std::string();
    }

    Place place() const { return m_place; }
    /// The layer whose field or value is wanted; null outside of all.
    const Frame* layer() const
    {
        const auto found = std::find_if(m_frames.rbegin(), m_frames.rend(), [](const Frame& frame) { return frame.protocol != nullptr; });
        return found == m_frames.rend() ? nullptr : &*found;
    }

private:
    void symbol(char c)
    {
        Frame* inner = m_frames.empty() ? nullptr : &m_frames.back();
        if (c == '(' || c == '[') {
            open(c);
        } else if (c == ')' || c == ']') {
            if (inner != nullptr)
                m_frames.pop_back();
            m_place = Place::Nothing;
        } else if (c == '/') {
            m_place = Place::Layer;
        } else if (c == ',') {
            const bool isArgument = inner != nullptr && inner->protocol != nullptr;
            if (isArgument)
                inner->field = noField;
            m_place = inner == nullptr ? Place::Nothing : isArgument ? Place::Field : inner->outside;
        } else if (c == '=' && inner != nullptr && inner->protocol != nullptr) {
            inner->field = inner->protocol->find(m_name);
            inner->given.push_back(inner->field);
            m_place = Place::Value;
        }
    }

    void open(char bracket)
    {
        const bool takesLayers = m_name == "raw" || m_name == "bytes" || m_name == "fuzz" || m_name == "dns_compress";
        Frame frame{.bracket = bracket, .outside = m_name.empty() ? m_place : takesLayers ? Place::Layer : Place::Nothing};
        if (bracket == '(' && !m_name.empty())
            frame.protocol = m_protocols.find(m_name);
        m_place = frame.protocol != nullptr ? Place::Field : frame.outside;
        m_frames.push_back(std::move(frame));
    }

    const Protocols& m_protocols;
    std::vector<Frame> m_frames;
    Place m_place = Place::Layer;
    std::string m_name;
};

bool startsWith(std::string_view text, std::string_view start)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return text.size() >= start.size() && std::equal(start.begin(), start.end(), text.begin(), [&](char a, char b) { return lower(a) == lower(b); });
}

/// The structures a field takes; empty if it takes none.
void collectStructures(const Protocols& protocols, TypeId id, std::vector<ProtocolId>& into, int depth = 0)
{
    if (id == noType || depth > 8)
        return;
    const TypeDesc& type = protocols.type(id);
    if (type.kind == Kind::List)
        collectStructures(protocols, type.element, into, depth + 1);
    for (const SwitchCase& option : type.cases)
        collectStructures(protocols, option.type, into, depth + 1);
    if (type.kind != Kind::Struct)
        return;
    into.push_back(type.structure);
    for (const ProtocolDesc::Extension& extension : protocols[type.structure].extensions)
        into.push_back(extension.use);
}

class Collector {
public:
    Collector(const Protocols& protocols, std::string prefix, bool inString) : m_protocols(protocols), m_prefix(std::move(prefix)), m_inString(inString) {}

    std::vector<Completion> layers(const Frame* around) &&
    {
        std::vector<ProtocolId> ids;
        if (around != nullptr && around->field != noField)
            collectStructures(m_protocols, around->protocol->fields[around->field].type, ids);
        for (std::size_t id = 0; ids.empty() && id < m_protocols.size(); ++id)
            if (!m_protocols[static_cast<ProtocolId>(id)].isStruct)
                protocol(static_cast<ProtocolId>(id));
        for (const ProtocolId id : ids)
            protocol(id);
        if (ids.empty())
            std::ranges::stable_sort(m_items, {}, [&](const Completion& item) { return std::pair(!item.text.starts_with(m_prefix), item.text); });
        return std::move(m_items);
    }

    std::vector<Completion> fields(const Frame& frame) &&
    {
        for (std::size_t i = 0; i < frame.protocol->fields.size(); ++i) {
            const FieldDesc& field = frame.protocol->fields[i];
            if (std::ranges::find(frame.given, static_cast<FieldIndex>(i)) == frame.given.end())
                add(Completion::What::Field, field.name, fieldDetail(*frame.protocol, static_cast<FieldIndex>(i)));
        }
        return std::move(m_items);
    }

    std::vector<Completion> values(const Frame& frame) &&
    {
        if (frame.field == noField)
            return {};
        const FieldDesc& field = frame.protocol->fields[frame.field];
        if (field.flags != nullptr)
            flags(*field.flags);
        if (field.names != nullptr)
            names(*field.names);
        for (const auto& [key, enumeration] : field.namesFor)
            if (enumeration != field.names)
                names(*enumeration);
        if (field.type != noType && m_protocols.type(field.type).kind == Kind::Tlv)
            for (const auto& [tag, known] : m_protocols.tlv(m_protocols.type(field.type).tlv).cases)
                text(known.name, std::to_string(tag));
        std::vector<ProtocolId> structures;
        collectStructures(m_protocols, field.type, structures);
        for (const ProtocolId id : structures)
            protocol(id);
        if (!m_prefix.empty() && !m_inString)
            for (const std::string_view name : randomNames())
                add(Completion::What::Value, std::string(name) + "()", "random");
        return std::move(m_items);
    }

private:
    void add(Completion::What what, std::string completed, std::string detail)
    {
        if (startsWith(completed, m_prefix))
            m_items.push_back({what, std::move(completed), std::move(detail)});
    }

    void protocol(ProtocolId id)
    {
        if (!m_inString)
            add(Completion::What::Protocol, m_protocols[id].name, m_protocols[id].title);
    }

    /// A text value: in quotes, unless the opening one is there already.
    void text(const std::string& value, std::string detail)
    {
        if (startsWith(value, m_prefix))
            m_items.push_back({Completion::What::Value, m_inString ? value : "\"" + value + "\"", std::move(detail)});
    }

    void names(const EnumDesc& enumeration)
    {
        for (const auto& [value, name] : std::map(enumeration.names.begin(), enumeration.names.end()))
            text(name, std::to_string(value));
    }

    void flags(const FlagSetDesc& set)
    {
        for (std::size_t bit = 0; bit < set.names.size() && bit < 64; ++bit)
            if (!set.names[bit].empty())
                text(set.names[bit], std::to_string(std::uint64_t{1} << bit));
    }

    std::string fieldDetail(const ProtocolDesc& protocol, FieldIndex index) const
    {
        const FieldDesc& field = protocol.fields[index];
        const std::string prefix = field.scapyClass.empty() ? "" : field.scapyClass + ", ";
        if (field.automatic != 0)
            return prefix + "automatic";
        return prefix + "default " + valueText(m_protocols, protocol, index, field.defaultValue);
    }

    const Protocols& m_protocols;
    std::string m_prefix;
    bool m_inString;
    std::vector<Completion> m_items;
};

/// The start of the string that the text ends in; past its quote.
std::optional<std::size_t> openString(std::string_view text, const Token& bad)
{
    const std::size_t quote = text.find_first_of("\"'", bad.column);
    const bool isString = bad.kind == Token::Kind::Bad && quote != std::string_view::npos && bad.text.starts_with("a closing ");
    return isString ? std::optional(quote + 1) : std::nullopt;
}

} // namespace

Completions complete(const Protocols& protocols, std::string_view text, std::size_t cursor)
{
    text = text.substr(0, cursor);
    std::vector<Token> tokens = literals::tokenize(text);
    tokens.pop_back(); // The end.
    Completions out{.from = text.size(), .items = {}};
    bool inString = false;
    if (!tokens.empty()) {
        const Token& last = tokens.back();
        const auto open = openString(text, last);
        if (last.kind == Token::Kind::Bad && !open)
            return out;
        inString = open.has_value();
        const bool isPrefix = last.kind == Token::Kind::Name && last.column + last.length == text.size();
        out.from = open ? *open : isPrefix ? last.column : text.size();
        if (open || isPrefix)
            tokens.pop_back();
    }
    Follower follower(protocols);
    for (const Token& token : tokens)
        follower.take(token);
    Collector collector(protocols, std::string(text.substr(out.from)), inString);
    const Frame* layer = follower.layer();
    if (follower.place() == Place::Layer && !inString)
        out.items = std::move(collector).layers(layer);
    else if (follower.place() == Place::Field && layer != nullptr && !inString)
        out.items = std::move(collector).fields(*layer);
    else if (follower.place() == Place::Value && layer != nullptr)
        out.items = std::move(collector).values(*layer);
    return out;
}

} // namespace fw::scapy
