#include "engine/filter/compiler.h"
#include "engine/packet/near_names.h"
#include "engine/protocol/codec.h"

#include <algorithm>
#include <charconv>

namespace fw::filter {
namespace {

std::unexpected<FilterError> unknown(Errc code, const Syntax& name, std::size_t from, std::string part, std::string expected)
{
    // In a name put together from an index or a layer number the places are not those of the text.
    const bool isWhole = name.to - name.from != name.text.size();
    return std::unexpected(FilterError{code, isWhole ? name.from : name.from + from, isWhole ? name.to - name.from : std::max<std::size_t>(part.size(), 1), std::move(part), std::move(expected)});
}

/// The structures that a field's values can be, with those that extend them.
void addStructures(const Protocols& protocols, TypeId id, std::vector<ProtocolId>& out, int depth)
{
    if (id == noType || depth > 8)
        return;
    const TypeDesc& type = protocols.type(id);
    if (type.kind == Kind::List)
        addStructures(protocols, type.element, out, depth + 1);
    for (const SwitchCase& one : type.cases)
        addStructures(protocols, one.type, out, depth + 1);
    if (type.kind != Kind::Struct || std::ranges::find(out, type.structure) != out.end())
        return;
    out.push_back(type.structure);
    const ProtocolDesc& structure = protocols[type.structure];
    for (const auto& extension : structure.extensions)
        out.push_back(extension.use);
    for (const auto& variant : structure.variants)
        out.push_back(variant.use);
}

const TlvDesc* tlvOf(const Protocols& protocols, const FieldDesc& field)
{
    const TypeDesc& type = protocols.type(field.type);
    return type.kind == Kind::Tlv ? &protocols.tlv(type.tlv) : nullptr;
}

std::string membersExpected(const Protocols& protocols, const FieldDesc& field, const std::vector<ProtocolId>& structures, std::string_view found)
{
    std::vector<std::string_view> known;
    if (field.flags != nullptr)
        for (const std::string& flag : field.flags->names)
            known.emplace_back(flag);
    if (const TlvDesc* tlv = tlvOf(protocols, field))
        for (const auto& [tag, item] : tlv->cases)
            known.emplace_back(item.name);
    for (const ProtocolId structure : structures)
        for (const FieldDesc& member : protocols[structure].fields)
            known.emplace_back(member.name);
    std::erase(known, std::string_view());
    return known.empty() ? "no part: " + field.name + " has none" : "a part of " + field.name + ": " + nearNamesText(found, known);
}

} // namespace

Target targetOf(const Protocols& protocols, Names::Field place)
{
    Target target{.protocol = place.protocol, .field = place.field, .steps = {}, .number = std::nullopt, .address = std::nullopt};
    const FieldDesc& field = protocols[place.protocol].fields[place.field];
    target.number = FixedNumber::of(protocols, field);
    target.address = FixedAddress::of(protocols, field);
    const Kind kind = protocols.type(field.type).kind;
    target.isShort = target.number ? target.number->bits() < 64 : target.address && (kind == Kind::Ipv4 || kind == Kind::Mac);
    return target;
}

Shape::Kind shapeOf(const Protocols& protocols, const FieldDesc& field)
{
    const TypeDesc* type = &protocols.type(field.type);
    for (int depth = 0; type->kind == Kind::List && type->element != noType && depth < 8; ++depth)
        type = &protocols.type(type->element);
    switch (type->kind) {
    case Kind::Int: return Shape::Kind::Number;
    case Kind::Float: return Shape::Kind::Real;
    case Kind::Mac: return Shape::Kind::Mac;
    case Kind::Ipv4: return Shape::Kind::Ipv4;
    case Kind::Ipv6: return Shape::Kind::Ipv6;
    case Kind::Octets: return Shape::Kind::Octets;
    case Kind::Text:
    case Kind::CString:
    case Kind::Line: return Shape::Kind::Text;
    case Kind::Codec: return type->codec->name().starts_with("dns_name") ? Shape::Kind::DomainName : Shape::Kind::Other;
    default: return Shape::Kind::Other;
    }
}

Typed NameReader::source(Source made, Shape shape)
{
    for (const Target& target : made.targets)
        made.needsStructures = made.needsStructures || m_protocols[target.protocol].isStruct;
    made.index(m_protocols.size());
    shape.plainNames = made.plainNames;
    m_program.sources.push_back(std::move(made));
    Operand operand{.what = Operand::What::Source, .source = static_cast<std::uint32_t>(m_program.sources.size() - 1), .children = {}};
    return {std::move(operand), std::move(shape)};
}

/// Option lists, structures and flags on the way from a field on; `from` is where the next part of the name begins.
Checked<Typed> NameReader::followed(const Syntax& name, Target target, std::size_t from)
{
    const FieldDesc* field = &m_protocols[target.protocol].fields[target.field];
    Shape shape{.kind = shapeOf(m_protocols, *field), .fields = {{target.protocol, target.field}}};
    const std::string_view text = name.text;
    while (from < text.size()) {
        std::vector<ProtocolId> structures;
        addStructures(m_protocols, field->type, structures, 0);
        if (text[from] == '[') {
            const std::size_t close = text.find(']', from);
            Step step{.what = Step::What::Element, .name = {}};
            std::from_chars(text.data() + from + 1, text.data() + close, step.number);
            target.steps.push_back(std::move(step));
            from = close + 1;
            continue;
        }
        const std::size_t begin = from + 1;
        const std::size_t end = std::min(text.find_first_of(".[", begin), text.size());
        const std::string part(text.substr(begin, end - begin));
        from = end;
        if (field->flags != nullptr) {
            const auto bits = field->flags->parse(part);
            if (!bits || *bits == 0)
                return unknown(Errc::UnknownField, name, begin, part, membersExpected(m_protocols, *field, structures, part));
            target.flags = *bits;
            target.steps.push_back({.what = Step::What::Flags, .number = *bits, .name = {}});
            shape = {.kind = Shape::Kind::Number, .fields = {}, .existsBare = false};
            if (from < text.size())
                return unknown(Errc::UnknownField, name, end + 1, std::string(text.substr(end + 1)), "no part of a flag");
            continue;
        }
        if (const TlvDesc* tlv = tlvOf(m_protocols, *field)) {
            const auto tag = tlv->tagNamed(part);
            if (!tag || from < text.size())
                return unknown(Errc::UnknownField, name, begin, part, membersExpected(m_protocols, *field, structures, part));
            target.steps.push_back({.what = Step::What::Option, .number = *tag, .name = {}});
            shape = {.kind = Shape::Kind::Other, .fields = {}};
            continue;
        }
        const auto holder = std::ranges::find_if(structures, [&](ProtocolId id) { return m_protocols[id].find(part) != noField; });
        if (holder == structures.end())
            return unknown(Errc::UnknownField, name, begin, part, membersExpected(m_protocols, *field, structures, part));
        const FieldIndex member = m_protocols[*holder].find(part);
        field = &m_protocols[*holder].fields[member];
        target.steps.push_back({.what = Step::What::Field, .name = part});
        shape = {.kind = shapeOf(m_protocols, *field), .fields = {{*holder, member}}};
    }
    const bool isFixedFlag = target.steps.size() == 1 && target.flags != 0;
    if (!target.steps.empty() && !isFixedFlag) {
        target.number.reset();
        target.address.reset();
        target.isShort = false;
    }
    Source made{.targets = {}, .layers = name.layers};
    made.targets.push_back(std::move(target));
    return source(std::move(made), std::move(shape));
}

Checked<Typed> NameReader::scapyName(const Syntax& name, const ProtocolDesc& protocol)
{
    if (name.layers && protocol.isStruct)
        return unknown(Errc::Unsupported, name, 0, name.text, "a layer before #: " + protocol.name + " is a structure inside a field");
    const std::size_t dot = name.text.find('.');
    Target target{.protocol = protocol.id, .steps = {}, .number = std::nullopt, .address = std::nullopt};
    if (dot == std::string::npos) {
        Source made{.what = Source::What::Layer, .targets = {target}, .layers = name.layers};
        return source(std::move(made), {.kind = Shape::Kind::Octets, .fields = {}});
    }
    const std::size_t end = std::min(name.text.find_first_of(".[", dot + 1), name.text.size());
    const std::string field = name.text.substr(dot + 1, end - dot - 1);
    target.field = protocol.find(field);
    if (target.field == noField && field == "payload" && !protocol.isStruct && end == name.text.size()) {
        Source made{.what = Source::What::Payload, .targets = {target}, .layers = name.layers};
        return source(std::move(made), {.kind = Shape::Kind::Octets, .fields = {}});
    }
    if (target.field == noField) {
        std::vector<std::string_view> known;
        for (const FieldDesc& one : protocol.fields)
            known.emplace_back(one.name);
        known.emplace_back("payload");
        return unknown(Errc::UnknownField, name, dot + 1, field, "a field of " + protocol.name + ": " + nearNamesText(field, known));
    }
    return followed(name, targetOf(m_protocols, {protocol.id, target.field}), end);
}

FilterError NameReader::unknownWord(const Syntax& name) const
{
    std::vector<std::string> known;
    const std::string word = name.text.substr(0, name.text.find('.'));
    if (word.size() != name.text.size())
        for (const auto& one : m_names.wiresharkNames())
            if (one.name.starts_with(word + "."))
                known.push_back(one.name);
    const bool isWordKnown = !known.empty();
    if (!isWordKnown) {
        for (std::size_t i = 0; i < m_protocols.size(); ++i)
            if (!m_protocols[static_cast<ProtocolId>(i)].isStruct)
                known.push_back(m_protocols[static_cast<ProtocolId>(i)].name);
        for (const auto& one : m_names.wiresharkNames())
            if (one.type == "protocol")
                known.push_back(one.name);
    }
    const std::string& found = isWordKnown ? name.text : word;
    const std::string near = nearNamesText(found, {known.begin(), known.end()});
    const std::string expected = (isWordKnown ? "a field: " : "a protocol: ") + near;
    return unknown(isWordKnown ? Errc::UnknownField : Errc::UnknownProtocol, name, 0, found, expected).error();
}

/// Meanings that are all fields become one source, so that layers and values are those of one name.
Checked<Typed> NameReader::aliased(const Syntax& name, const Alias& alias)
{
    std::vector<Typed> meanings;
    for (const std::string& meaning : alias.meanings) {
        auto parsed = parse(meaning);
        if (parsed && parsed->kind == Syntax::Kind::Name)
            parsed->layers = name.layers;
        auto typed = parsed ? Compiler(m_names, m_program, {}).operand(*parsed) : Checked<Typed>(std::unexpected(parsed.error()));
        if (!typed) // A definition of the user's has taken the place of what it speaks of.
            return unknown(Errc::UnknownField, name, 0, name.text, meaning + ", which is not there");
        typed->shape.existsBare = true;
        meanings.push_back(std::move(*typed));
    }
    const bool isFields = std::ranges::all_of(meanings, [](const Typed& typed) { return typed.operand.what == Operand::What::Source; });
    if (name.layers && !isFields)
        return unknown(Errc::Unsupported, name, 0, name.text, "a field that is one of a layer before #");
    if (meanings.size() == 1)
        return std::move(meanings.front());
    Shape shape = meanings.front().shape;
    shape.fields.clear();
    for (const Typed& meaning : meanings)
        shape.fields.insert(shape.fields.end(), meaning.shape.fields.begin(), meaning.shape.fields.end());
    if (!isFields) {
        Operand together{.what = Operand::What::Together, .children = {}};
        for (Typed& meaning : meanings)
            together.children.push_back(std::move(meaning.operand));
        return Typed{std::move(together), std::move(shape)};
    }
    Source merged{.targets = {}, .layers = name.layers, .plainNames = true};
    for (const Typed& meaning : meanings) {
        const Source& part = m_program.sources[meaning.operand.source];
        merged.what = part.what;
        merged.targets.insert(merged.targets.end(), part.targets.begin(), part.targets.end());
    }
    m_program.sources.resize(meanings.front().operand.source);
    return source(std::move(merged), std::move(shape));
}

Checked<Typed> NameReader::wiresharkName(const Syntax& name)
{
    if (name.text.find('[') != std::string::npos)
        return std::unexpected(unknownWord(name));
    if (const auto fact = Names::fact(name.text)) {
        const bool isTime = *fact == Fact::Time || *fact == Fact::Since || *fact == Fact::SincePrevious;
        m_program.needsTimes = m_program.needsTimes || *fact == Fact::Since || *fact == Fact::SincePrevious;
        return Typed{{.what = Operand::What::Fact, .fact = *fact, .children = {}}, {.kind = isTime ? Shape::Kind::Time : Shape::Kind::Number, .fields = {}}};
    }
    if (name.text == "frame")
        return Typed{{.what = Operand::What::Frame, .children = {}}, {.kind = Shape::Kind::Octets, .fields = {}}};
    if (const Alias* alias = m_names.alias(name.text))
        return aliased(name, *alias);
    Source made{.targets = {}, .layers = name.layers, .plainNames = true};
    if (const auto fields = m_names.fields(name.text); !fields.empty()) {
        Shape shape{.kind = shapeOf(m_protocols, m_protocols[fields.front().protocol].fields[fields.front().field]), .fields = fields};
        for (const Names::Field& field : fields) {
            made.targets.push_back(targetOf(m_protocols, field));
            if (shapeOf(m_protocols, m_protocols[field.protocol].fields[field.field]) != shape.kind)
                shape.kind = Shape::Kind::Other;
        }
        return source(std::move(made), std::move(shape));
    }
    const auto layers = name.text.find('.') == std::string::npos ? m_names.layers(name.text) : std::vector<ProtocolId>{};
    if (layers.empty())
        return std::unexpected(unknownWord(name));
    made.what = Source::What::Layer;
    for (const ProtocolId layer : layers)
        made.targets.push_back({.protocol = layer, .steps = {}, .number = std::nullopt, .address = std::nullopt});
    return source(std::move(made), {.kind = Shape::Kind::Octets, .fields = {}});
}

Checked<Typed> NameReader::read(const Syntax& name)
{
    const std::string word = name.text.substr(0, name.text.find_first_of(".["));
    if (const ProtocolDesc* protocol = m_protocols.find(word))
        return scapyName(name, *protocol);
    return wiresharkName(name);
}

bool NameReader::isKnown(const std::string& name) const
{
    const std::string word = name.substr(0, name.find_first_of(".["));
    return m_protocols.find(word) != nullptr || name == "frame" || Names::fact(name) || m_names.alias(name) != nullptr || !m_names.fields(name).empty()
        || (word == name && !m_names.layers(name).empty());
}

} // namespace fw::filter
