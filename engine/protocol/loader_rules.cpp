// Expressions and rules, and what follows from them: links, offsets, dispatch tables.
#include "engine/protocol/loader.h"

#include "engine/base/hexdump.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace fw {
namespace {

YAML::Node orEmpty(const YAML::Node& node)
{
    return node ? node : YAML::Node();
}

/// A linear form of sizes over one denominator, as SizeLink holds it.
struct Linear {
    std::int64_t denominator = 1;
    std::int64_t size = 0;
    std::int64_t header = 0;
    std::int64_t payload = 0;
    std::int64_t constant = 0;
    bool counts = false;
    std::map<FieldIndex, std::int64_t> others;

    void scale(std::int64_t factor)
    {
        for (std::int64_t* part : {&size, &header, &payload, &constant})
            *part *= factor;
        for (auto& [field, share] : others)
            share *= factor;
    }
    void add(Linear other, std::int64_t sign)
    {
        const std::int64_t common = std::lcm(denominator, other.denominator);
        scale(common / denominator);
        other.scale(sign * (common / other.denominator));
        denominator = common;
        size += other.size;
        header += other.header;
        payload += other.payload;
        constant += other.constant;
        counts = counts || other.counts;
        for (const auto& [field, share] : other.others)
            others[field] += share;
    }
    [[nodiscard]] bool isConstant() const { return size == 0 && header == 0 && payload == 0 && others.empty(); }
};

/// Nothing if the expression is not linear in sizes.
std::optional<Linear> linear(const Program& program, std::uint32_t index, FieldIndex sized)
{
    using Op = Program::Op;
    const Program::Node& node = program.nodes()[index];
    Linear form;
    switch (node.op) {
    case Op::Number:
        form.constant = node.number;
        return std::abs(node.number) < 1'000'000 ? std::optional(form) : std::nullopt;
    case Op::SizeOfField:
        (node.field == sized ? form.size : form.others[node.field]) = 1;
        return form;
    case Op::CountOfField:
        if (node.field != sized)
            return std::nullopt;
        form.counts = true;
        form.size = 1;
        return form;
    case Op::SizeOfArea:
        form.header = node.area != ExprArea::Payload;
        form.payload = node.area != ExprArea::Header;
        return form;
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::FloorDivide: {
        auto left = linear(program, node.children[0], sized);
        const auto right = linear(program, node.children[1], sized);
        if (!left || !right)
            return std::nullopt;
        if (node.op == Op::Add || node.op == Op::Subtract) {
            left->add(*right, node.op == Op::Add ? 1 : -1);
            return left;
        }
        if (!right->isConstant() || right->constant == 0 || right->denominator != 1)
            return std::nullopt;
        if (node.op == Op::Multiply)
            left->scale(right->constant);
        else
            left->denominator *= right->constant; // Exact, as the wire knows no remainders.
        return left;
    }
    default:
        return std::nullopt;
    }
}

} // namespace

ExprId Loader::compile(const YAML::Node& node, const ProtocolDesc& protocol, const Place& place)
{
    if (!node || node.IsNull())
        return 0;
    const ExprNames names{
        .field = [&](std::string_view name) -> std::optional<std::uint16_t> {
            const FieldIndex index = protocol.find(name);
            return index == noField ? std::nullopt : std::optional(index);
        },
        .flag = [&](std::uint16_t field, std::string_view flag) -> std::optional<std::int64_t> {
            const FlagSetDesc* flags = protocol.fields[field].flags;
            const auto bits = flags != nullptr ? flags->parse(flag) : std::nullopt;
            return bits ? std::optional(static_cast<std::int64_t>(*bits)) : std::nullopt;
        },
    };
    auto program = compileExpression(node.Scalar(), names);
    if (!program) {
        const Error& error = program.error();
        const std::size_t quote = node.Tag() == "!" ? 1 : 0; // A quoted scalar begins with its quote.
        report(node, place, fmt::format("in '{}': expected {}", node.Scalar(), error.detail), error.offset + quote);
        return 0;
    }
    m_out->m_programs.push_back(std::move(*program));
    return static_cast<ExprId>(m_out->m_programs.size() - 1);
}

void Loader::compileFields(Definition& definition)
{
    ProtocolDesc& protocol = protocolOf(definition);
    for (const auto& [name, node] : definition.fields) {
        FieldDesc& field = protocol.fields[protocol.fieldIndex[name]];
        const Place place{definition.source, definition.name + "." + name};
        compileType(field.type, protocol, place);
        if (!node.IsMap())
            continue;
        field.present = compile(node["if"], protocol, place);
        field.automatic = compile(node["auto"], protocol, place);
        field.sumPhase = field.automatic != 0 && m_out->m_programs[field.automatic].readsBytes();
        field.length = compile(node["len"], protocol, place);
        field.count = compile(node["count"], protocol, place);
        field.until = compile(node["until"], protocol, place);
        field.roleIf = compile(node["role_if"], protocol, place);
        for (const auto& item : orEmpty(node["remark"]))
            field.remarks.push_back({compile(item["when"], protocol, place), item["text"] ? item["text"].Scalar() : ""});
        if (const YAML::Node verify = node["verify"]) {
            field.verifyAlways = verify.Scalar() == "true";
            field.verify = field.verifyAlways ? ExprId{0} : compile(verify, protocol, place);
        }
        if (const YAML::Node names = node["enum"]; !field.namesFor.empty()) {
            const std::string by = names.IsScalar() ? m_enumsBy[names.Scalar()].field : names["by"].Scalar();
            field.namesBy = protocol.find(by);
            if (field.namesBy == noField)
                report(names, place, fmt::format("there is no field '{}' to choose the names by", by));
        }
        if (node["pad"])
            field.pad.when = compile(node["pad"]["if"], protocol, place);
        if (const YAML::Node to = node["sized_by"]; to && protocol.find(to.Scalar()) == noField)
            report(to, place, fmt::format("there is no field '{}' before this one", to.Scalar()));
    }
    for (const auto& [name, node] : definition.fields) { // Once every `auto` is compiled.
        if (!node.IsMap() || !node["sized_by"])
            continue;
        const FieldIndex sized = protocol.fieldIndex[name];
        const FieldIndex by = protocol.find(node["sized_by"].Scalar());
        if (by == noField)
            continue;
        protocol.fields[sized].sizedBy = invert(protocol, sized, node["sized_by"], {definition.source, definition.name + "." + name});
        protocol.fields[by].sizes = sized;
    }
}

void Loader::compileType(TypeId id, const ProtocolDesc& protocol, const Place& place)
{
    if (m_out->m_types[id].element != noType)
        compileType(m_out->m_types[id].element, protocol, place);
    if (const auto found = m_lengthNodes.find(id); found != m_lengthNodes.end())
        m_out->m_types[id].length = compile(found->second, protocol, place);
    const auto found = m_switchNodes.find(id);
    if (found == m_switchNodes.end())
        return;
    for (std::size_t i = 0; i < found->second.size(); ++i) {
        const ExprId when = compile(found->second[i]["when"], protocol, place);
        m_out->m_types[id].cases[i].when = when;
        compileType(m_out->m_types[id].cases[i].type, protocol, place);
    }
}

std::optional<SizeLink> Loader::invert(const ProtocolDesc& protocol, FieldIndex sized, const YAML::Node& at, const Place& place)
{
    const FieldIndex by = protocol.find(at.Scalar());
    const ExprId automatic = protocol.fields[by].automatic;
    const auto form = automatic != 0 ? linear(m_out->m_programs[automatic], m_out->m_programs[automatic].root(), sized) : std::nullopt;
    if (!form || form->size + form->header == 0) {
        report(at, place, fmt::format("the 'auto' of '{}' does not tell the size of this field linearly; write 'len' or 'count'", at.Scalar()));
        return std::nullopt;
    }
    return SizeLink{.by = by, .counts = form->counts, .denominator = form->denominator, .size = form->size, .header = form->header,
                    .payload = form->payload, .constant = form->constant, .others = {form->others.begin(), form->others.end()}};
}

void Loader::readRules(Definition& definition)
{
    ProtocolDesc& protocol = protocolOf(definition);
    const YAML::Node& node = definition.node;
    const Place place{definition.source, definition.name};
    readPayload(protocol, node["payload"], place);
    readBindings(protocol, node["bind"], place);
    readAnswers(protocol, node["answers"], place);
    readSummary(protocol, node["summary"], place);
    for (const auto& item : orEmpty(node["summary_with"]))
        protocol.summaryWith.push_back(idNamed(item, place));
    readChecks(protocol, node["checks"], place);
    readPseudo(protocol, node["pseudo"], place);
    for (const auto& item : orEmpty(node["variants"]))
        protocol.variants.push_back({compile(item["when"], protocol, place), idNamed(item["use"], place)});
    for (const auto& item : orEmpty(node["heuristics"]))
        protocol.heuristics.push_back({idNamed(item["over"], place), compile(item["when"], protocol, place)});
    readExamples(protocol, node["examples"], place);
    protocol.fillTo = compile(node["fill_to"], protocol, place);
    if (const YAML::Node origin = node["origin"]) {
        protocol.origin = origin.Scalar() == "true";
        protocol.originOffset = compile(node["origin_offset"], protocol, place);
    }
    if (const YAML::Node stream = node["stream"]; stream && stream.IsMap()) {
        protocol.streamNeed = compile(stream["need"], protocol, place);
        protocol.streamMessage = compile(stream["message"], protocol, place);
    }
    if (const YAML::Node align = node["align"]; align && align.IsMap()) {
        protocol.alignMultiple = static_cast<std::uint16_t>(std::clamp(align["multiple"].as<int>(0), 0, 256));
        protocol.alignOffset = static_cast<std::uint16_t>(std::clamp(align["offset"].as<int>(0), 0, 256));
    }
    if (node["raw"] && node["raw"].Scalar() == "true")
        m_out->m_raw = protocol.id;
    if (protocol.isPadding)
        m_out->m_padding = protocol.id;
}

void Loader::readPayload(ProtocolDesc& protocol, const YAML::Node& node, const Place& place)
{
    PayloadDesc& payload = protocol.payload;
    payload.rule = protocol.isStruct ? PayloadDesc::Rule::None : PayloadDesc::Rule::Raw;
    if (!node)
        return;
    if (node.IsScalar()) {
        if (node.Scalar() != "none" && node.Scalar() != "raw")
            report(node, place, "expected none, raw or a map");
        payload.rule = node.Scalar() == "none" ? PayloadDesc::Rule::None : PayloadDesc::Rule::Raw;
        return;
    }
    checkKeys(node, {"table", "key", "bytes", "raw_if", "use", "cases"}, place);
    payload.bytes = compile(node["bytes"], protocol, place);
    payload.rawIf = compile(node["raw_if"], protocol, place);
    if (const YAML::Node table = node["table"]) {
        payload.rule = PayloadDesc::Rule::Table;
        payload.table = tableNamed(table.Scalar());
        const YAML::Node key = node["key"];
        const std::vector<YAML::Node> keys = key && key.IsSequence() ? std::vector<YAML::Node>(key.begin(), key.end()) : std::vector{key};
        for (const YAML::Node& name : keys) {
            const FieldIndex index = name && name.IsScalar() ? protocol.find(name.Scalar()) : noField;
            if (index == noField)
                report(name ? name : node, place, "expected a field as 'key'");
            else
                payload.keys.push_back(index);
        }
    } else if (node["use"]) {
        payload.rule = PayloadDesc::Rule::Use;
        payload.use = idNamed(node["use"], place);
    } else if (node["cases"]) {
        payload.rule = PayloadDesc::Rule::Cases;
        for (const auto& item : node["cases"]) {
            const bool quote = static_cast<bool>(item["quote"]);
            const YAML::Node target = quote ? item["quote"] : item["use"];
            if (!target) {
                report(item, place, "expected 'use' or 'quote'");
                continue;
            }
            payload.cases.push_back({compile(item["when"], protocol, place), idNamed(target, place), quote, compile(item["bytes"], protocol, place)});
        }
    }
}

std::vector<std::pair<std::string, Value>> Loader::readBuild(const YAML::Node& node, const Place& place)
{
    std::vector<std::pair<std::string, Value>> out;
    if (!node.IsMap())
        report(node, place, "expected a map of fields to values");
    else
        for (const auto& item : node) {
            // Which protocol lies below is known only when a packet is built; names are made numbers there.
            const auto number = scalarLiteral({}, {.kind = Kind::Int}, item.second);
            out.emplace_back(item.first.Scalar(), number ? *number : Value(toBuffer(item.second.Scalar())));
        }
    return out;
}

void Loader::readBindings(ProtocolDesc& protocol, const YAML::Node& node, const Place& place)
{
    for (const auto& item : orEmpty(node)) {
        checkKeys(item, {"table", "value", "to", "when", "build", "dissect"}, place);
        Binding binding;
        if (item["table"]) {
            binding.table = item["table"].Scalar();
            const auto value = item["value"] ? scalarLiteral({}, {.kind = Kind::Int}, item["value"]) : std::nullopt;
            if (!value) {
                report(item, place, "expected a number as 'value'");
                continue;
            }
            binding.value = *value->integer();
            tableNamed(binding.table);
        } else if (item["to"]) {
            binding.to = idNamed(item["to"], place);
        } else {
            report(item, place, "expected 'table' or 'to'");
            continue;
        }
        const auto resolved = [&](ProtocolId lower, const YAML::Node& map) {
            std::vector<std::pair<std::string, Value>> out;
            for (const auto& entry : map) {
                const ProtocolDesc& below = m_out->m_protocols[lower];
                const FieldIndex field = below.find(entry.first.Scalar());
                if (field == noField) {
                    report(entry.first, place, fmt::format("'{}' has no field '{}'", below.name, entry.first.Scalar()));
                    continue;
                }
                if (auto value = literal(below.fields[field], below.fields[field].type, entry.second, place))
                    out.emplace_back(entry.first.Scalar(), std::move(*value));
            }
            return out;
        };
        if (binding.to != noProtocol) {
            binding.when = resolved(binding.to, orEmpty(item["when"]));
            binding.build = item["build"] && item["build"].IsMap() ? resolved(binding.to, item["build"]) : binding.when;
        } else if (item["build"] && item["build"].IsMap()) {
            binding.build = readBuild(item["build"], place);
        } else {
            binding.keyOnly = true;
        }
        binding.builds = !item["build"] || item["build"].IsMap();
        binding.dissect = !item["dissect"] || item["dissect"].Scalar() != "false";
        protocol.bindings.push_back(std::move(binding));
    }
}

void Loader::readAnswers(ProtocolDesc& protocol, const YAML::Node& node, const Place& place)
{
    if (!node || !node.IsMap())
        return;
    checkKeys(node, {"hash", "when", "quote", "then", "transparent", "skip"}, place);
    AnswerRule& rule = protocol.answers;
    rule.given = true;
    for (const auto& item : orEmpty(node["hash"]))
        rule.hash.push_back(compile(item, protocol, place));
    rule.when = compile(node["when"], protocol, place);
    rule.quote = compile(node["quote"], protocol, place);
    rule.thenPayload = node["then"] && node["then"].Scalar() == "payload";
    rule.transparent = node["transparent"] && node["transparent"].Scalar() == "true";
    for (const auto& item : orEmpty(node["skip"]))
        rule.skip.push_back(idNamed(item, place));
}

namespace {

std::vector<TextPart> templateParts(const std::string& text)
{
    std::vector<TextPart> parts;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t open = text.find('{', at);
        const std::size_t close = open == std::string::npos ? open : text.find('}', open);
        if (close == std::string::npos) {
            parts.push_back({text.substr(at), ""});
            break;
        }
        if (open > at)
            parts.push_back({text.substr(at, open - at), ""});
        parts.push_back({"", text.substr(open + 1, close - open - 1)});
        at = close + 1;
    }
    return parts;
}

} // namespace

void Loader::readSummary(ProtocolDesc& protocol, const YAML::Node& node, const Place& place)
{
    if (!node)
        return;
    if (node.IsScalar()) {
        protocol.summary.push_back({0, templateParts(node.Scalar())});
        return;
    }
    for (const auto& item : node) {
        if (item.IsScalar())
            protocol.summary.push_back({0, templateParts(item.Scalar())});
        else
            protocol.summary.push_back({compile(item["when"], protocol, place), templateParts(item["text"] ? item["text"].Scalar() : "")});
    }
}

void Loader::readChecks(ProtocolDesc& protocol, const YAML::Node& node, const Place& place)
{
    for (const auto& item : orEmpty(node)) {
        checkKeys(item, {"when", "field", "level", "text"}, place);
        const std::string level = item["level"] ? item["level"].Scalar() : "warn";
        Check check{.when = compile(item["when"], protocol, place),
                    .field = item["field"] ? protocol.find(item["field"].Scalar()) : noField,
                    .level = level == "note" ? Check::Level::Note : level == "error" ? Check::Level::Error : Check::Level::Warn,
                    .text = item["text"] ? item["text"].Scalar() : ""};
        protocol.checks.push_back(std::move(check));
    }
}

void Loader::readExamples(ProtocolDesc& protocol, const YAML::Node& node, const Place& place)
{
    for (const auto& item : orEmpty(node)) {
        const YAML::Node hex = item.IsMap() ? item["hex"] : item;
        if (item.IsMap())
            checkKeys(item, {"hex", "doc"}, place);
        ProtocolDesc::Example example{.bytes = {}, .file = m_sources[place.source]->name};
        HexError error;
        if (!hex || !hex.IsScalar() || !parseHex(hex.Scalar(), example.bytes, error) || example.bytes.empty()) {
            report(hex ? hex : item, place, "expected the bytes of a packet, as pairs of hex digits");
            continue;
        }
        example.line = static_cast<std::size_t>(hex.Mark().line) + 1;
        example.column = static_cast<std::size_t>(hex.Mark().column) + 1;
        protocol.examples.push_back(std::move(example));
    }
}

/// "src", "final_dst(dst)", "final_src(src)", "const8(0)", "proto8", "len16"
void Loader::readPseudo(ProtocolDesc& protocol, const YAML::Node& node, const Place& place)
{
    for (const auto& item : orEmpty(node)) {
        const std::string text = item.Scalar();
        const auto width = [&](std::size_t from) { return static_cast<std::uint8_t>(std::clamp(std::atoi(text.c_str() + from) / 8, 0, 16)); };
        PseudoPart part;
        if (protocol.find(text) != noField)
            part = {PseudoPart::What::Field, protocol.find(text), 0};
        else if (text.starts_with("final_dst("))
            part = {PseudoPart::What::FinalDestination, protocol.find(text.substr(10, text.size() - 11)), 0};
        else if (text.starts_with("final_src("))
            part = {PseudoPart::What::FinalSource, protocol.find(text.substr(10, text.size() - 11)), 0};
        else if (text.starts_with("const"))
            part = {PseudoPart::What::Zero, noField, width(5)};
        else if (text.starts_with("proto"))
            part = {PseudoPart::What::Protocol, noField, width(5)};
        else if (text.starts_with("len"))
            part = {PseudoPart::What::Length, noField, width(3)};
        else
            report(item, place, "expected a field, final_dst(field), final_src(field), constN(0), protoN or lenN");
        const bool isFinal = part.what == PseudoPart::What::FinalDestination || part.what == PseudoPart::What::FinalSource;
        if (isFinal && part.field == noField)
            report(item, place, "expected a field in the parentheses");
        else
            protocol.pseudo.push_back(part);
    }
}

/// A structure that extends another is recognised by its `match`.
void Loader::readExtension(Definition& definition)
{
    const YAML::Node base = definition.node["extends"];
    if (!base || !m_out->m_byName.contains(base.Scalar()))
        return;
    ProtocolDesc& protocol = protocolOf(definition);
    protocol.base = m_out->m_byName[base.Scalar()];
    ProtocolDesc::Extension extension{.use = protocol.id, .match = {}};
    ProtocolDesc& parent = m_out->m_protocols[protocol.base];
    for (const auto& item : orEmpty(definition.node["match"])) {
        const FieldIndex own = protocol.find(item.first.Scalar());
        const FieldIndex field = parent.find(item.first.Scalar());
        if (own == noField || field == noField) {
            report(item.first, {definition.source, definition.name}, fmt::format("'{}' has no field '{}'", parent.name, item.first.Scalar()));
            continue;
        }
        std::vector<std::int64_t> values;
        const std::vector<YAML::Node> given = item.second.IsSequence() ? std::vector<YAML::Node>(item.second.begin(), item.second.end())
                                                                       : std::vector<YAML::Node>{item.second};
        for (const YAML::Node& one : given)
            if (const auto value = scalarLiteral(protocol.fields[own], m_out->m_types[protocol.fields[own].type], one); value && value->integer() != nullptr)
                values.push_back(*value->integer());
        if (!values.empty())
            extension.match.emplace_back(field, std::move(values));
    }
    if (!extension.match.empty())
        parent.extensions.push_back(std::move(extension));
}

/// Offsets of fields that never move, the least size, and Scapy's class names.
void Loader::placeFields(ProtocolDesc& protocol)
{
    bool fixed = true;
    std::uint32_t offset = 0;
    std::uint32_t least = 0;
    bool inByte = false;
    std::uint32_t bitAt = 0;
    for (FieldDesc& field : protocol.fields) {
        const TypeDesc& type = m_out->m_types[field.type];
        if (field.fixedFill && field.length != 0 && m_out->m_programs[field.length].isConstant()) {
            const std::int64_t bytes = m_out->m_programs[field.length].nodes()[0].number;
            field.bits = static_cast<std::uint16_t>(std::clamp<std::int64_t>(bytes, 0, 4096) * 8);
        }
        inByte = field.bits % 8 != 0 || bitAt % 8 != 0;
        bitAt += field.bits;
        if (field.scapyClass.empty())
            field.scapyClass = Loader::scapyClassOf(*m_out, field, inByte);
        if (field.trailer)
            continue;
        if (field.alignBefore > 0)
            fixed = false;
        field.staticOffset = fixed;
        field.bitOffset = offset;
        const bool nothing = type.kind == Kind::Virtual || type.kind == Kind::None;
        if (field.present == 0 && (field.bits > 0 || nothing)) {
            offset += field.bits;
            least += field.bits;
        } else {
            fixed = false;
        }
        if (field.align > 0 || field.padTo > 0)
            fixed = false;
    }
    protocol.minBytes = (least + 7) / 8;
    protocol.allStatic = fixed;
    findHeaderLength(protocol);
}

/// Only where a single field varies, and what sizes it counts the whole header.
void Loader::findHeaderLength(ProtocolDesc& protocol)
{
    const FieldDesc* varies = nullptr;
    for (const FieldDesc& field : protocol.fields) {
        const Kind kind = m_out->m_types[field.type].kind;
        if (field.trailer || kind == Kind::Virtual || (field.present == 0 && field.bits > 0))
            continue;
        if (varies != nullptr || field.present != 0)
            return;
        varies = &field;
    }
    if (varies == nullptr || !varies->sizedBy || varies->sizedBy->counts)
        return;
    const SizeLink& link = *varies->sizedBy;
    if (link.size == 0 && link.payload == 0 && link.others.empty() && link.header != 0 && protocol.fields[link.by].staticOffset)
        protocol.headerLength = {link.by, link.denominator, link.constant, link.header};
}

/// IPerror and its like: the same fields, for packets quoted by others.
void Loader::makeQuotedForms()
{
    for (const Definition& definition : m_definitions) {
        const YAML::Node quoted = definition.node["quoted"];
        if (!quoted)
            continue;
        const Place place{definition.source, definition.name + ".quoted"};
        checkKeys(quoted, {"name", "title", "when", "then"}, place);
        if (!quoted["name"]) {
            report(quoted, place, "expected 'name'");
            continue;
        }
        const std::string name = quoted["name"].Scalar();
        ProtocolDesc form = protocolOf(definition);
        form.quotedRule = {name, compile(quoted["when"], form, place), quoted["then"] && quoted["then"].Scalar() == "payload"};
        form.name = name;
        form.title = quoted["title"] ? quoted["title"].Scalar() : name;
        form.plain = definition.id;
        form.id = static_cast<ProtocolId>(m_out->m_protocols.size());
        form.linkTypes.clear();
        form.bindings.clear();
        m_out->m_byName[name] = form.id;
        m_out->m_protocols[definition.id].quoted = form.id;
        m_out->m_protocols.push_back(std::move(form));
    }
}

void Loader::fillTables()
{
    for (const ProtocolDesc& protocol : m_out->m_protocols) {
        for (const Binding& binding : protocol.bindings)
            if (!binding.table.empty() && binding.dissect)
                m_out->m_tables[m_tablesByName[binding.table]].entries.claim(binding.value, protocol.id);
        for (const std::uint32_t link : protocol.linkTypes)
            m_out->m_roots.try_emplace(link, protocol.id);
    }
    m_out->indexBindings();
}

} // namespace fw
