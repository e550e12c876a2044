#include "engine/packet/summary_reader.h"

#include "engine/base/address_text.h"
#include "engine/packet/dissect.h"
#include "engine/packet/field_scope.h"
#include "engine/packet/summary.h"
#include "engine/packet/value_writer.h"
#include "engine/packet/walk_condition.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace fw {

namespace {

constexpr std::string_view lowerPrefix = "lower.";
constexpr std::string_view unknownText = "??"; // As Scapy writes it.
constexpr std::size_t mostLayers = 32;

/// The text of one field, told by its bytes alone.
class FieldText {
public:
    FieldText(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex index)
        : m_protocols(protocols), m_protocol(protocol), m_field(index)
    {
        const FieldDesc& field = protocol.fields[index];
        const TypeDesc& type = protocols.type(field.type);
        const bool isPlain = field.staticOffset && field.present == 0 && field.remarks.empty() && field.namesBy == noField && type.length == 0;
        if (!isPlain)
            return;
        if (const auto number = FixedNumber::of(protocols, field)) {
            m_number = *number;
            const bool isBare = field.names == nullptr && field.flags == nullptr && !field.scaled && field.format == ValueFormat::None
                && field.base == Base::Default && field.bits < 64;
            m_form = isBare ? Form::Decimal : Form::Named;
        } else if (const auto address = FixedAddress::of(protocols, field)) {
            m_address = *address;
            m_form = Form::Address;
        }
    }

    [[nodiscard]] bool isKnown() const { return m_form != Form::Unknown; }

    /// False if the field is not wholly there.
    bool append(const WalkLayer& layer, std::string& out)
    {
        if (m_form == Form::Decimal || m_form == Form::Named) {
            const auto number = m_number.load(layer);
            if (!number)
                return false;
            if (m_form == Form::Named)
                out += named(*number);
            else
                appendDecimal(*number, out);
            return true;
        }
        const Bytes address = m_form == Form::Address ? m_address.load(layer.frame, layer.start, layer.end) : Bytes();
        if (address.empty())
            return false;
        appendAddress(out, address);
        return true;
    }

private:
    enum class Form : std::uint8_t { Unknown, Decimal, Named, Address };

    static void appendDecimal(std::int64_t number, std::string& out)
    {
        char digits[24];
        out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    }

    /// Written once for each number and then remembered; not without bound.
    const std::string& named(std::int64_t number)
    {
        constexpr std::size_t most = 4096;
        if (const auto found = m_written.find(number); found != m_written.end())
            return found->second;
        if (m_written.size() >= most)
            m_written.clear();
        Layer layer{m_protocol.id, std::vector<Slot>(m_protocol.fields.size()), std::nullopt, 0};
        layer.fields[m_field] = {SlotState::Dissected, Value(number)};
        FieldScope scope = FieldScope::alone(m_protocols, layer);
        return m_written.emplace(number, ValueWriter(scope).field(m_field, Value(number))).first->second;
    }

    const Protocols& m_protocols;
    const ProtocolDesc& m_protocol;
    FieldIndex m_field;
    Form m_form = Form::Unknown;
    FixedNumber m_number;
    FixedAddress m_address;
    std::unordered_map<std::int64_t, std::string> m_written;
};

/// Only what an expression asks the same way of the bytes and of a dissected layer.
bool asksFieldsOnly(const Program& program)
{
    return std::ranges::none_of(program.nodes(), [](const Program::Node& node) {
        return (node.op == Program::Op::Call && node.call != ExprCall::LowerIs) || node.op == Program::Op::SizeOfField
            || node.op == Program::Op::SizeOfArea || node.op == Program::Op::Outer;
    });
}

} // namespace

/// How one protocol tells of itself.
class SummaryPlan {
public:
    SummaryPlan(const Protocols& protocols, ProtocolId id) : protocol(protocols[id]), m_protocols(protocols), m_fields(protocol.fields.size())
    {
        if (protocol.isQuotedForm())
            return;
        for (const TextRule& text : protocol.summary)
            addRule(text);
    }

    struct Part {
        std::string_view literal;
        FieldIndex own = noField;
        std::optional<NamedField> lower; ///< Of the nearest layer below that has such a field.
    };
    struct Rule {
        std::optional<WalkCondition> when;
        std::vector<Part> parts;
    };

    [[nodiscard]] FieldText& field(FieldIndex index)
    {
        auto& text = m_fields[index];
        if (!text)
            text = std::make_unique<FieldText>(m_protocols, protocol, index);
        return *text;
    }
    [[nodiscard]] const std::vector<Rule>& rules() const { return m_rules; }

    const ProtocolDesc& protocol;
    bool needsDissection = false;

private:
    void addRule(const TextRule& text)
    {
        Rule rule;
        if (text.when != 0) {
            const Program& program = m_protocols.program(text.when);
            rule.when = asksFieldsOnly(program) ? WalkCondition::compile(m_protocols, protocol, program) : std::nullopt;
            needsDissection = needsDissection || !rule.when;
        }
        for (const TextPart& part : text.parts) {
            const std::string_view path = part.path;
            const bool isLower = path.starts_with(lowerPrefix);
            const std::string_view name = isLower ? path.substr(lowerPrefix.size()) : path;
            Part made{.literal = part.literal, .own = noField, .lower = std::nullopt};
            if (isLower)
                made.lower.emplace(std::string(name), m_protocols);
            else if (!path.empty())
                made.own = protocol.find(path);
            const bool isOwn = !path.empty() && !isLower;
            needsDissection = needsDissection || name.find_first_of(".[!") != std::string_view::npos || (isOwn && (made.own == noField || !field(made.own).isKnown()));
            rule.parts.push_back(std::move(made));
        }
        m_rules.push_back(std::move(rule));
    }

    const Protocols& m_protocols;
    std::vector<std::unique_ptr<FieldText>> m_fields;
    std::vector<Rule> m_rules;
};

SummaryReader::SummaryReader(const Protocols& protocols) : m_protocols(protocols), m_walker(protocols), m_plans(protocols.size())
{
}

SummaryReader::~SummaryReader() = default;

SummaryPlan& SummaryReader::planOf(ProtocolId protocol)
{
    auto& plan = m_plans[protocol];
    if (!plan)
        plan = std::make_unique<SummaryPlan>(m_protocols, protocol);
    return *plan;
}

void SummaryReader::read(Bytes frame, std::uint32_t linkType, std::string& out)
{
    const std::size_t before = out.size();
    m_walker.walk(frame, linkType, m_spans);
    if (readFromSpans(frame, out))
        return;
    out.resize(before);
    StackScopes stack(m_protocols, dissect(m_protocols, frame, linkType).draft, {});
    out += summaryFrom(stack, 0);
}

bool SummaryReader::readFromSpans(Bytes frame, std::string& out)
{
    if (!m_walker.foundAll() || m_spans.empty() || m_spans.size() > mostLayers || frame.size() > 0xffff)
        return false;
    const auto layerAt = [&](std::size_t i) {
        const LayerSpan& span = m_spans[i];
        const std::size_t headerEnd = std::size_t{span.offset} + span.headerLength;
        return WalkLayer{.frame = frame, .protocol = &planOf(span.protocol).protocol, .start = span.offset, .end = span.end, .at = headerEnd,
                         .headerEnd = headerEnd, .below = m_spans.data(), .belowCount = i};
    };
    // The innermost layer that has a text tells it; those below tell their names only, unless it asks for more.
    const SummaryPlan::Rule* told[mostLayers] = {};
    const std::vector<ProtocolId>* asked = nullptr;
    for (std::size_t i = m_spans.size(); i-- > 0;) {
        SummaryPlan& plan = planOf(m_spans[i].protocol);
        if (plan.rules().empty() || (asked != nullptr && std::ranges::find(*asked, plan.protocol.id) == asked->end()))
            continue;
        if (plan.needsDissection || (asked != nullptr && !plan.protocol.summaryWith.empty()))
            return false;
        for (const SummaryPlan::Rule& rule : plan.rules()) {
            const Truth holds = rule.when ? rule.when->evaluate(layerAt(i)) : Truth::True;
            if (holds == Truth::Unknown)
                return false;
            if (holds == Truth::False)
                continue;
            told[i] = rule.parts.empty() ? nullptr : &rule;
            break;
        }
        if (told[i] != nullptr && asked == nullptr)
            asked = &plan.protocol.summaryWith;
    }
    for (std::size_t i = 0; i < m_spans.size(); ++i) {
        if (i > 0)
            out += " / ";
        if (told[i] == nullptr) {
            out += planOf(m_spans[i].protocol).protocol.name;
            continue;
        }
        for (const SummaryPlan::Part& part : told[i]->parts) {
            out += part.literal;
            if (part.own != noField && !planOf(m_spans[i].protocol).field(part.own).append(layerAt(i), out))
                return false;
            if (!part.lower)
                continue;
            std::size_t below = i;
            FieldIndex field = noField;
            while (below > 0 && field == noField) {
                --below;
                field = part.lower->in(m_protocols[m_spans[below].protocol]);
            }
            if (field == noField)
                out += unknownText;
            else if (!planOf(m_spans[below].protocol).field(field).append(layerAt(below), out))
                return false;
        }
    }
    return true;
}

} // namespace fw
