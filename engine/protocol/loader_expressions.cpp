// Expressions of fields and rules, and the sizes that they tell.
#include "engine/protocol/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace fw {
namespace {

constexpr std::size_t mostExpressionNodes = 200'000;

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

ExprId Loader::compile(const YamlNode& node, const ProtocolDesc& protocol, const Place& place)
{
    if (!node || node.isNull())
        return 0;
    if (!node.isText()) {
        report(node, place, "expected an expression");
        return 0;
    }
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
    auto program = compileExpression(node.text(), names);
    if (!program) {
        const Error& error = program.error();
        report(node, place, fmt::format("in '{}': expected {}", node.text(), error.detail), error.offset + (node.isQuoted() ? 1 : 0));
        return 0;
    }
    checkLayerNames(*program, node, place);
    m_expressionNodes += program->nodes().size();
    if (m_expressionNodes > mostExpressionNodes && isUsers(place)) {
        report(node, place, "too many expressions");
        return 0;
    }
    if (!hasRoom(m_out->m_programs.size(), node, place))
        return 0;
    m_out->m_programs.push_back(std::move(*program));
    return static_cast<ExprId>(m_out->m_programs.size() - 1);
}

/// lower(IP).f, lower_is('IP') and has('IP') name protocols, structures or quoted forms.
void Loader::checkLayerNames(const Program& program, const YamlNode& node, const Place& place)
{
    for (const Program::Node& part : program.nodes()) {
        const bool asks = part.op == Program::Op::Call && (part.call == ExprCall::LowerIs || part.call == ExprCall::Has);
        const std::string& name = asks ? part.text : part.layerName;
        if (name.empty() || m_out->m_byName.contains(name) || m_quotedNames.contains(name))
            continue;
        report(node, place, fmt::format("in '{}': there is no protocol '{}'", node.text(), name), node.text().find(name) + (node.isQuoted() ? 1 : 0));
    }
}

void Loader::compileFields(Definition& definition)
{
    ProtocolDesc& protocol = protocolOf(definition);
    for (const WrittenField& written : definition.fields) {
        FieldDesc& field = protocol.fields[protocol.fieldIndex[written.name]];
        const Place place = placeOf(definition, written);
        compileType(field.type, protocol, place);
        if (written.node->isMap())
            compileField(field, *written.node, protocol, place);
    }
    linkSizes(definition);
}

void Loader::compileField(FieldDesc& field, const YamlNode& node, const ProtocolDesc& protocol, const Place& place)
{
    field.present = compile(node["if"], protocol, place);
    field.automatic = compile(node["auto"], protocol, place);
    field.sumPhase = field.automatic != 0 && m_out->m_programs[field.automatic].readsBytes();
    field.length = compile(node["len"], protocol, place);
    field.count = compile(node["count"], protocol, place);
    field.until = compile(node["until"], protocol, place);
    field.roleIf = compile(node["role_if"], protocol, place);
    field.pad.when = compile(node["pad"]["if"], protocol, place);
    for (const YamlNode& item : listAt(node, "remark", place))
        if (checkKeys(item, {"when", "text"}, place)) {
            neededAt(item, "text", place);
            field.remarks.push_back({compile(item["when"], protocol, place), textAt(item, "text", place)});
        }
    field.verifyAlways = node["verify"].text() == "true";
    if (!field.verifyAlways)
        field.verify = compile(node["verify"], protocol, place);
    if (!field.namesFor.empty()) {
        const std::string by = namesAt(node, place)->by;
        field.namesBy = protocol.find(by);
        if (field.namesBy == noField)
            report(node["enum"], place, fmt::format("there is no field '{}' to choose the names by", by));
    }
}

/// Once every `auto` is compiled.
void Loader::linkSizes(Definition& definition)
{
    ProtocolDesc& protocol = protocolOf(definition);
    for (const WrittenField& written : definition.fields) {
        const YamlNode& to = (*written.node)["sized_by"];
        if (!to)
            continue;
        const Place place = placeOf(definition, written);
        const FieldIndex sized = protocol.fieldIndex[written.name];
        const FieldIndex by = protocol.find(to.text());
        if (by == noField) {
            report(to, place, fmt::format("there is no field '{}' before this one", to.text()));
            continue;
        }
        protocol.fields[sized].sizedBy = invert(protocol, sized, to, place);
        protocol.fields[by].sizes = sized;
    }
}

void Loader::compileType(TypeId id, const ProtocolDesc& protocol, const Place& place)
{
    if (m_out->m_types[id].element != noType)
        compileType(m_out->m_types[id].element, protocol, place);
    if (const auto found = m_lengthNodes.find(id); found != m_lengthNodes.end())
        m_out->m_types[id].length = compile(*found->second, protocol, place);
    const auto found = m_switchNodes.find(id);
    if (found == m_switchNodes.end())
        return;
    for (std::size_t i = 0; i < found->second.size(); ++i) {
        SwitchCase& item = m_out->m_types[id].cases[i];
        item.when = compile((*found->second[i])["when"], protocol, place);
        compileType(item.type, protocol, place);
    }
}

std::optional<SizeLink> Loader::invert(const ProtocolDesc& protocol, FieldIndex sized, const YamlNode& at, const Place& place)
{
    const FieldIndex by = protocol.find(at.text());
    const ExprId automatic = protocol.fields[by].automatic;
    const auto form = automatic != 0 ? linear(m_out->m_programs[automatic], m_out->m_programs[automatic].root(), sized) : std::nullopt;
    if (!form || form->size + form->header == 0) {
        report(at, place, fmt::format("the 'auto' of '{}' does not tell the size of this field linearly; write 'len' or 'count'", at.text()));
        return std::nullopt;
    }
    return SizeLink{.by = by, .counts = form->counts, .denominator = form->denominator, .size = form->size, .header = form->header,
                    .payload = form->payload, .constant = form->constant, .others = {form->others.begin(), form->others.end()}};
}

} // namespace fw
