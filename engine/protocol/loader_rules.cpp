// What protocols say beside their fields: payload, bindings, answers, texts, checks.
#include "engine/protocol/loader.h"

#include "engine/base/hexdump.h"

#include <fmt/format.h>

#include <algorithm>

namespace fw {
namespace {

constexpr std::int64_t mostAlignment = 256;
constexpr std::int64_t mostPseudoBits = 128;

/// "Demo {src} > {dst}", cut at the braces.
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

/// The field that a path begins with: "qd" of "qd[0].qname".
std::string_view firstName(std::string_view path)
{
    return path.substr(0, path.find_first_of(".[!"));
}

} // namespace

void Loader::readRules(Definition& definition)
{
    ProtocolDesc& protocol = protocolOf(definition);
    const YamlNode& node = *definition.node;
    const Place place = placeOf(definition);
    readPayload(protocol, node["payload"], place);
    readBindings(protocol, node, place);
    readAnswers(protocol, node["answers"], place);
    readSummary(protocol, node["summary"], place);
    for (const YamlNode& item : listAt(node, "summary_with", place))
        protocol.summaryWith.push_back(idNamed(item, place));
    readChecks(protocol, node, place);
    readPseudo(protocol, node, place);
    for (const YamlNode& item : listAt(node, "variants", place))
        if (checkKeys(item, {"when", "use"}, place.at("variants")))
            protocol.variants.push_back({compile(item["when"], protocol, place), idNamed(neededAt(item, "use", place), place)});
    for (const YamlNode& item : listAt(node, "heuristics", place))
        if (checkKeys(item, {"over", "when"}, place.at("heuristics")))
            protocol.heuristics.push_back({idNamed(neededAt(item, "over", place), place), compile(neededAt(item, "when", place), protocol, place)});
    readExamples(protocol, node, place);
    protocol.fillTo = compile(node["fill_to"], protocol, place);
    protocol.origin = flagAt(node, "origin", place);
    protocol.originOffset = compile(node["origin_offset"], protocol, place);
    readStream(protocol, node["stream"], place);
    if (const YamlNode& align = node["align"]; align && checkKeys(align, {"multiple", "offset"}, place.at("align"))) {
        protocol.alignMultiple = static_cast<std::uint16_t>(numberAt(align, "multiple", 0, mostAlignment, 0, place));
        protocol.alignOffset = static_cast<std::uint16_t>(numberAt(align, "offset", 0, mostAlignment, 0, place));
    }
    if (flagAt(node, "raw", place))
        m_out->m_raw = protocol.id;
    if (protocol.isPadding)
        m_out->m_padding = protocol.id;
}

void Loader::readStream(ProtocolDesc& protocol, const YamlNode& node, const Place& place)
{
    if (!node || !checkKeys(node, {"need", "message"}, place.at("stream")))
        return;
    protocol.streamNeed = compile(neededAt(node, "need", place), protocol, place);
    protocol.streamMessage = compile(neededAt(node, "message", place), protocol, place);
}

void Loader::readPayload(ProtocolDesc& protocol, const YamlNode& node, const Place& place)
{
    using Rule = PayloadDesc::Rule;
    PayloadDesc& payload = protocol.payload;
    payload.rule = protocol.isStruct ? Rule::None : Rule::Raw;
    if (!node)
        return;
    if (!node.isMap()) {
        if (node.text() != "none" && node.text() != "raw")
            report(node, place, "expected none, raw or a map");
        payload.rule = node.text() == "none" ? Rule::None : Rule::Raw;
        return;
    }
    const Place here = place.at("payload");
    checkKeys(node, {"table", "key", "use", "cases", "bytes", "raw_if"}, here);
    if ((node["table"] ? 1 : 0) + (node["use"] ? 1 : 0) + (node["cases"] ? 1 : 0) > 1)
        report(node, here, "expected only one of table, use, cases");
    payload.bytes = compile(node["bytes"], protocol, here);
    payload.rawIf = compile(node["raw_if"], protocol, here);
    if (node["table"]) {
        readPayloadTable(protocol, node, here);
    } else if (node["use"]) {
        payload.rule = Rule::Use;
        payload.use = idNamed(node["use"], here);
    } else if (node["cases"]) {
        payload.rule = Rule::Cases;
        for (const YamlNode& item : listAt(node, "cases", here))
            readPayloadCase(protocol, item, here);
    }
}

void Loader::readPayloadTable(ProtocolDesc& protocol, const YamlNode& node, const Place& place)
{
    PayloadDesc& payload = protocol.payload;
    payload.rule = PayloadDesc::Rule::Table;
    TableName& table = tableNamed(node["table"], place);
    table.isLookedInto = true;
    payload.table = table.id;
    const YamlNode& keys = neededAt(node, "key", place);
    for (const YamlNode& key : keys.isList() ? std::span(keys.items()) : std::span(&keys, keys ? 1 : 0)) {
        const FieldIndex index = protocol.find(key.text());
        if (index == noField)
            report(key, place, fmt::format("expected a field as 'key'; there is no '{}'", key.text()));
        else
            payload.keys.push_back(index);
    }
}

void Loader::readPayloadCase(ProtocolDesc& protocol, const YamlNode& node, const Place& place)
{
    if (!checkKeys(node, {"when", "use", "quote", "bytes"}, place))
        return;
    const bool quote = static_cast<bool>(node["quote"]);
    if (quote == static_cast<bool>(node["use"])) {
        report(node, place, "expected either 'use' or 'quote'");
        return;
    }
    const ExprId when = compile(node["when"], protocol, place);
    const ProtocolId target = idNamed(node[quote ? "quote" : "use"], place);
    protocol.payload.cases.push_back({when, target, quote, compile(node["bytes"], protocol, place)});
}

void Loader::readBindings(ProtocolDesc& protocol, const YamlNode& map, const Place& place)
{
    for (const YamlNode& item : listAt(map, "bind", place)) {
        const Place here = place.at("bind");
        if (!checkKeys(item, {"table", "value", "to", "when", "build", "dissect"}, here))
            continue;
        Binding binding;
        const YamlNode& build = item["build"];
        if (static_cast<bool>(item["table"]) == static_cast<bool>(item["to"])) {
            report(item, here, "expected either 'table' or 'to'");
            continue;
        }
        if (item["table"]) {
            if (!readTableBinding(binding, item, here))
                continue;
        } else {
            binding.to = idNamed(item["to"], here);
            if (binding.to == noProtocol)
                continue;
            binding.when = fieldsBelow(binding.to, item["when"], here);
            binding.build = build.isMap() ? fieldsBelow(binding.to, build, here) : binding.when;
        }
        if (!build.isMap() && build && build.text() != "false")
            report(build, here, "expected a map of fields to values, or false");
        binding.builds = !build || build.isMap();
        binding.dissect = wordAt<bool>(item, "dissect", {{"true", true}, {"false", false}}, true, here);
        protocol.bindings.push_back(std::move(binding));
    }
}

bool Loader::readTableBinding(Binding& binding, const YamlNode& node, const Place& place)
{
    const YamlNode& value = neededAt(node, "value", place);
    if (node["when"])
        report(node["when"], place, "'when' goes with 'to'");
    const TableName& table = tableNamed(node["table"], place);
    const std::int64_t most = table.keyBits == 0 ? INT64_MAX : (std::int64_t{1} << table.keyBits) - 1;
    const auto key = value ? number(value, 0, most, place) : std::nullopt;
    if (!key)
        return false;
    binding.table = table.id;
    binding.value = *key;
    if (!node["build"].isMap()) {
        binding.keyOnly = true;
        return true;
    }
    for (const auto& [name, given] : node["build"].entries()) {
        // Which protocol lies below is known only when a packet is built; names are made numbers there.
        const auto plain = parseInteger(given.text());
        binding.build.emplace_back(name.text(), plain ? Value(*plain) : Value(toBuffer(given.text())));
    }
    return true;
}

std::vector<std::pair<std::string, Value>> Loader::fieldsBelow(ProtocolId lower, const YamlNode& map, const Place& place)
{
    std::vector<std::pair<std::string, Value>> out;
    if (map && !map.isMap())
        report(map, place, "expected a map of fields to values");
    const ProtocolDesc& below = m_out->m_protocols[lower];
    for (const auto& [name, given] : map.entries()) {
        const FieldIndex field = below.find(name.text());
        if (field == noField)
            report(name, place, fmt::format("'{}' has no field '{}'", below.name, name.text()));
        else if (auto value = literal(below.fields[field], below.fields[field].type, given, place))
            out.emplace_back(name.text(), std::move(*value));
    }
    return out;
}

void Loader::readAnswers(ProtocolDesc& protocol, const YamlNode& node, const Place& place)
{
    const Place here = place.at("answers");
    if (!node || !checkKeys(node, {"when", "quote", "then", "transparent", "skip"}, here))
        return;
    AnswerRule& rule = protocol.answers;
    rule.given = true;
    rule.when = compile(node["when"], protocol, here);
    rule.quote = compile(node["quote"], protocol, here);
    rule.thenPayload = wordAt<bool>(node, "then", {{"payload", true}}, false, here);
    rule.transparent = flagAt(node, "transparent", here);
    for (const YamlNode& item : listAt(node, "skip", here))
        rule.skip.push_back(idNamed(item, here));
}

void Loader::readSummary(ProtocolDesc& protocol, const YamlNode& node, const Place& place)
{
    const Place here = place.at("summary");
    if (node && !node.isList())
        addSummary(protocol, 0, node, here);
    for (const YamlNode& item : node.items()) {
        if (item.isText())
            addSummary(protocol, 0, item, here);
        else if (checkKeys(item, {"when", "text"}, here))
            addSummary(protocol, compile(item["when"], protocol, here), neededAt(item, "text", here), here);
    }
}

void Loader::addSummary(ProtocolDesc& protocol, ExprId when, const YamlNode& text, const Place& place)
{
    if (!text.isText()) {
        report(text, place, "expected a text");
        return;
    }
    TextRule rule{when, templateParts(text.text())};
    for (const TextPart& part : rule.parts)
        if (!part.path.empty() && !part.path.starts_with("lower.") && protocol.find(firstName(part.path)) == noField)
            report(text, place, fmt::format("there is no field '{}'", firstName(part.path)), text.text().find("{" + part.path) + (text.isQuoted() ? 1 : 0));
    protocol.summary.push_back(std::move(rule));
}

void Loader::readChecks(ProtocolDesc& protocol, const YamlNode& map, const Place& place)
{
    using Level = Check::Level;
    const Place here = place.at("checks");
    for (const YamlNode& item : listAt(map, "checks", place)) {
        if (!checkKeys(item, {"when", "field", "level", "text"}, here))
            continue;
        const YamlNode& field = item["field"];
        Check check{.when = compile(neededAt(item, "when", here), protocol, here),
                    .field = protocol.find(field.text()),
                    .level = wordAt<Level>(item, "level", {{"note", Level::Note}, {"warn", Level::Warn}, {"error", Level::Error}}, Level::Warn, here),
                    .text = textAt(item, "text", here)};
        neededAt(item, "text", here);
        if (field && check.field == noField)
            report(field, here, fmt::format("there is no field '{}'", field.text()));
        protocol.checks.push_back(std::move(check));
    }
}

void Loader::readExamples(ProtocolDesc& protocol, const YamlNode& map, const Place& place)
{
    for (const YamlNode& item : listAt(map, "examples", place)) {
        if (item.isMap())
            checkKeys(item, {"hex", "doc"}, place.at("examples"));
        const YamlNode& hex = item.isMap() ? neededAt(item, "hex", place) : item;
        ProtocolDesc::Example example{.bytes = {}, .file = m_sources[place.source]->name, .line = hex.line(), .column = hex.column()};
        HexError error;
        if (hex && parseHex(hex.text(), example.bytes, error) && !example.bytes.empty())
            protocol.examples.push_back(std::move(example));
        else
            report(hex ? hex : item, place.at("examples"), "expected the bytes of a packet, as pairs of hex digits");
    }
}

/// "src", "final_dst(dst)", "final_src(src)", "const8(0)", "proto8", "len16"
void Loader::readPseudo(ProtocolDesc& protocol, const YamlNode& map, const Place& place)
{
    using What = PseudoPart::What;
    static constexpr std::pair<std::string_view, What> fields[] = {{"final_dst(", What::FinalDestination}, {"final_src(", What::FinalSource}};
    static constexpr std::pair<std::string_view, What> numbers[] = {{"const", What::Zero}, {"proto", What::Protocol}, {"len", What::Length}};
    for (const YamlNode& item : listAt(map, "pseudo", place)) {
        const std::string_view text = item.text();
        std::optional<PseudoPart> part;
        if (protocol.find(text) != noField)
            part = {What::Field, protocol.find(text), 0};
        for (const auto& [prefix, what] : fields)
            if (!part && text.starts_with(prefix) && text.ends_with(')'))
                if (const FieldIndex field = protocol.find(text.substr(prefix.size(), text.size() - prefix.size() - 1)); field != noField)
                    part = {what, field, 0};
        for (const auto& [prefix, what] : numbers) {
            const std::string_view digits = what == What::Zero && text.ends_with("(0)") ? text.substr(0, text.size() - 3) : text;
            const auto bits = !part && digits.starts_with(prefix) ? parseInteger(digits.substr(prefix.size())) : std::nullopt;
            if (bits && *bits > 0 && *bits <= mostPseudoBits && *bits % 8 == 0)
                part = {what, noField, static_cast<std::uint8_t>(*bits / 8)};
        }
        if (part)
            protocol.pseudo.push_back(*part);
        else
            report(item, place.at("pseudo"), "expected a field, final_dst(field), final_src(field), constN(0), protoN or lenN, N in bits");
    }
}

} // namespace fw
