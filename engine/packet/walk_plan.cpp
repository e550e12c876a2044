#include "engine/packet/walk_plan.h"

#include "engine/protocol/codec.h"

#include <algorithm>

namespace fw {

WalkPlan::WalkPlan(const Protocols& protocols, ProtocolId protocol) : m_protocols(protocols), m_protocol(protocols[protocol])
{
    for (const auto& variant : m_protocol.variants) {
        auto when = condition(variant.when);
        if (when && variant.use != noProtocol)
            m_variants.emplace_back(std::move(*when), variant.use);
    }
    for (const auto& extension : m_protocol.extensions) {
        Extension made{.use = extension.use, .match = {}};
        for (const auto& [field, numbers] : extension.match) {
            m_walkable = m_walkable && m_protocol.fields[field].staticOffset;
            made.match.emplace_back(numberOf(field), std::vector<std::int64_t>(numbers.begin(), numbers.end()));
        }
        m_extensions.push_back(std::move(made));
    }
    m_walkable = m_walkable && !m_protocol.repeat && m_protocol.fields.size() <= mostFields;
    for (const FieldDesc& field : m_protocol.fields) {
        if (!field.trailer)
            continue;
        auto when = field.present != 0 ? WalkCondition::compileNecessary(m_protocols, m_protocol, m_protocols.program(field.present)) : std::nullopt;
        m_walkable = m_walkable && when.has_value();
        if (when)
            m_trailers.push_back(std::move(*when));
    }
    planFields();
    planPayload();
    planBound();
}

/// Nothing for no expression; the whole protocol is left to dissection for one that the walk cannot evaluate.
std::optional<WalkExpression> WalkPlan::expression(ExprId id)
{
    if (id == 0)
        return std::nullopt;
    auto compiled = WalkExpression::compile(m_protocols, m_protocol, m_protocols.program(id));
    m_walkable = m_walkable && compiled.has_value();
    return compiled;
}

std::optional<WalkCondition> WalkPlan::condition(ExprId id)
{
    if (id == 0)
        return std::nullopt;
    auto compiled = WalkCondition::compile(m_protocols, m_protocol, m_protocols.program(id));
    m_walkable = m_walkable && compiled.has_value();
    return compiled;
}

WalkPlan::Choice WalkPlan::choiceOf(const FieldDesc& field, TypeId typeId, ExprId when)
{
    const TypeDesc& type = m_protocols.type(typeId);
    Choice choice{.when = condition(when), .size = Size::Unknown, .bits = 0, .length = std::nullopt, .type = typeId};
    const bool isPart = type.length != 0 && !field.fixedFill;
    if (type.kind == Kind::None || type.kind == Kind::Virtual) {
        choice.size = Size::Fixed;
    } else if ((type.bits > 0 && !isPart) || (field.fixedFill && field.bits > 0)) {
        choice.size = Size::Fixed;
        choice.bits = type.bits > 0 ? type.bits : field.bits;
    } else if (field.sizedBy && !field.sizedBy->counts) {
        choice.size = Size::Linked;
    } else if (const ExprId told = field.length != 0 ? field.length : type.length; told != 0) {
        choice.size = Size::Told;
        choice.length = expression(told);
    } else if (type.kind == Kind::List && type.element != noType && m_protocols.type(type.element).bits > 0 && (field.count != 0 || field.sizedBy)) {
        choice.size = Size::Counted;
        choice.bits = m_protocols.type(type.element).bits;
        choice.length = expression(field.count);
    } else if (type.kind == Kind::Codec) {
        choice.size = Size::Codec;
    } else if (type.kind == Kind::Octets || type.kind == Kind::Text) {
        choice.size = Size::Rest;
    }
    return choice;
}

void WalkPlan::planFields()
{
    if (m_protocol.allStatic)
        return;
    std::uint32_t after = 0;
    std::vector<Field> reversed;
    for (std::size_t i = m_protocol.fields.size(); i-- > 0;) {
        const FieldDesc& desc = m_protocol.fields[i];
        if (desc.trailer)
            continue;
        Field field{.present = condition(desc.present), .choices = {}, .desc = &desc, .bitsAfter = after};
        if (const TypeDesc& type = m_protocols.type(desc.type); type.kind == Kind::Switch)
            for (const SwitchCase& item : type.cases)
                field.choices.push_back(choiceOf(desc, item.type, item.when));
        else
            field.choices.push_back(choiceOf(desc, desc.type, 0));
        if (desc.present == 0)
            after += desc.bits;
        reversed.push_back(std::move(field));
    }
    m_fields.assign(std::make_move_iterator(reversed.rbegin()), std::make_move_iterator(reversed.rend()));
    planBeginning();
    const bool isOpen = std::ranges::any_of(m_fields, [](const Field& field) {
        return std::ranges::any_of(field.choices, [](const Choice& choice) { return choice.size == Size::Unknown; });
    });
    // A leaf may take all that is left; what carries others has to be measured.
    const bool isLeaf = m_protocol.payload.rule == PayloadDesc::Rule::None
        || (m_protocol.payload.rule == PayloadDesc::Rule::Raw && m_protocols.boundTo(m_protocol.id).empty() && m_protocols.heuristicsOver(m_protocol.id).empty());
    m_walkable = m_walkable && (!isOpen || isLeaf);
    m_oneFieldTells = m_protocol.headerLength.field != noField && readsOnlyFixedFields();
    if (m_oneFieldTells)
        m_lengthField = numberOf(m_protocol.headerLength.field);
}

/// Fields that lie the same way in every packet are not measured in each.
void WalkPlan::planBeginning()
{
    for (const Field& field : m_fields) {
        const bool isFixed = !field.present && field.choices.size() == 1 && field.choices.front().size == Size::Fixed && !field.choices.front().when
            && field.desc->alignBefore == 0 && field.desc->align == 0 && field.desc->padTo == 0;
        if (!isFixed)
            break;
        const auto index = static_cast<std::size_t>(field.desc - m_protocol.fields.data());
        m_placesBefore.resize(index + 1);
        m_sizesBefore.resize(index + 1); // Trailers between them have no size here.
        m_placesBefore[index] = m_bitsBefore;
        m_sizesBefore[index] = field.choices.front().bits;
        m_bitsBefore += field.choices.front().bits;
        ++m_firstOpen;
    }
}

/// What follows the header is then told without measuring each field.
bool WalkPlan::readsOnlyFixedFields() const
{
    const PayloadDesc& payload = m_protocol.payload;
    std::vector<ExprId> programs{payload.bytes, payload.rawIf};
    for (const PayloadCase& item : payload.cases)
        programs.insert(programs.end(), {item.when, item.bytes});
    std::vector<FieldIndex> fields = payload.keys;
    for (const ExprId program : programs)
        if (program != 0)
            std::ranges::copy(m_protocols.program(program).fieldsRead(), std::back_inserter(fields));
    return std::ranges::all_of(fields, [&](FieldIndex field) { return m_protocol.fields[field].staticOffset; });
}

void WalkPlan::planPayload()
{
    const PayloadDesc& payload = m_protocol.payload;
    m_rawIf = condition(payload.rawIf);
    m_bytes = expression(payload.bytes);
    for (const FieldIndex key : payload.keys) {
        m_walkable = m_walkable && m_protocols.type(m_protocol.fields[key].type).kind == Kind::Int;
        m_keys.push_back(numberOf(key));
    }
    for (const PayloadCase& item : payload.cases)
        m_cases.push_back({condition(item.when), item.use, item.quote, expression(item.bytes)});
}

void WalkPlan::planBound()
{
    for (const auto& direct : m_protocols.boundTo(m_protocol.id)) {
        const Binding& binding = m_protocols.binding(direct);
        if (!binding.dissect || binding.when.empty())
            continue;
        Bound bound{.upper = direct.upper, .when = {}};
        for (const auto& [name, value] : binding.when) {
            const FieldIndex field = m_protocol.find(name);
            const bool isNumber = value.integer() != nullptr;
            if (field == noField || (!isNumber && (value.bytes() == nullptr || !m_protocol.fields[field].staticOffset))) {
                m_walkable = false;
                return;
            }
            bound.when.push_back({numberOf(field), isNumber ? *value.integer() : 0, isNumber ? Buffer() : *value.bytes()});
        }
        m_bound.push_back(std::move(bound));
    }
    for (const ProtocolId upper : m_protocols.heuristicsOver(m_protocol.id)) {
        for (const auto& heuristic : m_protocols[upper].heuristics) {
            if (heuristic.over != m_protocol.plain)
                continue;
            auto when = WalkCondition::compile(m_protocols, m_protocols[upper], m_protocols.program(heuristic.when), &m_protocol);
            m_walkable = m_walkable && when.has_value();
            if (when)
                m_guesses.push_back({upper, std::move(*when), &m_protocols[upper]});
        }
    }
}

ProtocolId WalkPlan::variantOf(const WalkLayer& layer) const
{
    for (const auto& [when, use] : m_variants)
        if (when.isTrue(layer))
            return use;
    for (const Extension& extension : m_extensions) {
        const bool matches = std::ranges::all_of(extension.match, [&](const auto& wanted) {
            const auto value = load(wanted.first, layer);
            return value && std::ranges::find(wanted.second, *value) != wanted.second.end();
        });
        if (matches)
            return extension.use;
    }
    return noProtocol;
}

std::optional<std::int64_t> WalkPlan::linked(const Field& field, const WalkLayer& layer, std::uint64_t bitAt) const
{
    const SizeLink& link = *field.desc->sizedBy;
    const auto told = walkedNumber(layer, m_protocols, link.by);
    if (!told)
        return std::nullopt;
    const auto before = static_cast<std::int64_t>((bitAt + 7) / 8);
    std::int64_t rest = *told * link.denominator - link.constant - link.header * (before + field.bitsAfter / 8);
    for (const auto& [other, share] : link.others)
        rest -= share * static_cast<std::int64_t>(other < layer.measured ? layer.sizes[other] / 8 : 0);
    return rest / (link.size + link.header);
}

/// In bits; nothing if only the content tells it.
std::optional<std::uint64_t> WalkPlan::sizeOf(const Field& field, const Choice& choice, const WalkLayer& layer, std::uint64_t bitAt) const
{
    const std::uint64_t total = (layer.end - layer.start) * 8;
    const std::uint64_t left = total - std::min(total, (bitAt + 7) / 8 * 8);
    const auto bounded = [&](std::optional<std::int64_t> bytes) {
        return bytes ? std::min<std::uint64_t>(static_cast<std::uint64_t>(std::clamp<std::int64_t>(*bytes, 0, 0xffff)) * 8, left) : left;
    };
    switch (choice.size) {
    case Size::Fixed:
        return choice.bits;
    case Size::Linked:
        return bounded(linked(field, layer, bitAt));
    case Size::Told:
        return bounded(choice.length->evaluate(layer));
    case Size::Counted: {
        const auto count = choice.length ? choice.length->evaluate(layer) : linked(field, layer, bitAt);
        return std::min<std::uint64_t>(static_cast<std::uint64_t>(std::clamp<std::int64_t>(count.value_or(0), 0, 0xffff)) * choice.bits, left / choice.bits * choice.bits);
    }
    case Size::Codec: {
        const std::size_t at = layer.start + static_cast<std::size_t>((bitAt + 7) / 8);
        const Decoded decoded = m_protocols.type(choice.type).codec->decode(
            {.frame = layer.frame, .at = at, .end = layer.end, .origin = layer.start, .protocols = &m_protocols, .protocol = &m_protocol});
        return decoded.cut ? left + 8 : std::min<std::uint64_t>(decoded.used * 8, left); // A cut value goes on beyond the end.
    }
    case Size::Rest:
        return left;
    case Size::Unknown:
        break;
    }
    return std::nullopt;
}

bool WalkPlan::mayHaveTrailer(const WalkLayer& layer) const
{
    return std::ranges::any_of(m_trailers, [&](const WalkCondition& when) { return when.notFalse(layer); });
}

/// A case of a fixed size is passed over where the field is told to have another size.
bool WalkPlan::fitsToldSize(const Field& field, const Choice& choice, const WalkLayer& layer, std::uint64_t bitAt) const
{
    if (field.choices.size() == 1 || !field.desc->sizedBy || field.desc->sizedBy->counts || choice.bits == 0)
        return true;
    const std::int64_t told = linked(field, layer, bitAt).value_or(-1);
    return told < 0 || told * 8 == choice.bits || told > static_cast<std::int64_t>(layer.end - std::min(layer.at, layer.end));
}

bool WalkPlan::measure(WalkLayer& layer, std::uint32_t* offsets, std::uint32_t* sizes) const
{
    if (layer.start + m_protocol.minBytes > layer.end)
        return false;
    if (m_protocol.allStatic) {
        layer.at = layer.headerEnd = layer.start + m_protocol.minBytes;
        return true;
    }
    if (m_oneFieldTells) {
        const ProtocolDesc::HeaderLength& length = m_protocol.headerLength;
        const std::int64_t told = load(m_lengthField, layer).value_or(0);
        const std::int64_t size = std::max<std::int64_t>(m_protocol.minBytes, (told * length.denominator - length.constant) / length.share);
        layer.at = layer.headerEnd = layer.start + static_cast<std::size_t>(std::min(size, static_cast<std::int64_t>(layer.end - layer.start)));
        return true;
    }
    layer.offsets = offsets;
    layer.sizes = sizes;
    std::uint64_t bitAt = m_bitsBefore;
    const std::uint64_t total = (layer.end - layer.start) * 8;
    if (bitAt > total)
        return false;
    std::ranges::copy(m_placesBefore, offsets);
    std::ranges::copy(m_sizesBefore, sizes);
    layer.measured = m_sizesBefore.size();
    const auto alignTo = [&](std::size_t multiple) { bitAt = std::min<std::uint64_t>((bitAt + multiple * 8 - 1) / (multiple * 8) * (multiple * 8), total); };
    for (const Field& field : std::span(m_fields).subspan(m_firstOpen)) {
        const auto index = static_cast<std::size_t>(field.desc - m_protocol.fields.data());
        for (; layer.measured < index; ++layer.measured) // Trailers between them.
            sizes[layer.measured] = 0;
        std::uint64_t size = 0;
        offsets[index] = static_cast<std::uint32_t>(bitAt);
        layer.at = layer.start + static_cast<std::size_t>((bitAt + 7) / 8);
        if (!field.present || field.present->notFalse(layer)) {
            if (field.desc->alignBefore > 0)
                alignTo(field.desc->alignBefore);
            offsets[index] = static_cast<std::uint32_t>(bitAt);
            layer.at = layer.start + static_cast<std::size_t>((bitAt + 7) / 8);
            const Choice* chosen = nullptr;
            for (const Choice& choice : field.choices)
                if (chosen == nullptr && (!choice.when || choice.when->notFalse(layer)) && fitsToldSize(field, choice, layer, bitAt))
                    chosen = &choice;
            if (chosen != nullptr) {
                const auto told = sizeOf(field, *chosen, layer, bitAt);
                if (!told) { // A leaf: all that is left is its own.
                    layer.at = layer.headerEnd = layer.end;
                    layer.tookAll = true;
                    return true;
                }
                size = *told;
            }
            if (bitAt + size > total)
                return false;
            bitAt += size;
            if (size > 0 && field.desc->align > 0 && !field.desc->sizedBy)
                alignTo(field.desc->align);
            if (size > 0 && field.desc->padTo > 0)
                alignTo(field.desc->padTo);
        }
        sizes[index] = static_cast<std::uint32_t>(size);
        layer.measured = index + 1;
    }
    layer.at = layer.headerEnd = layer.start + static_cast<std::size_t>((bitAt + 7) / 8);
    return true;
}

WalkPlan::Next WalkPlan::payloadOf(const WalkLayer& layer) const
{
    const PayloadDesc& payload = m_protocol.payload;
    Next next;
    const WalkExpression* bytes = m_bytes ? &*m_bytes : nullptr;
    if (!m_rawIf || !m_rawIf->isTrue(layer)) {
        switch (payload.rule) {
        case PayloadDesc::Rule::None:
            next.nothing = true;
            return next;
        case PayloadDesc::Rule::Raw:
            break;
        case PayloadDesc::Rule::Use:
            next.protocol = payload.use;
            break;
        case PayloadDesc::Rule::Table:
            for (auto key = m_keys.begin(); key != m_keys.end() && next.protocol == noProtocol; ++key)
                if (const auto value = load(*key, layer))
                    next.protocol = m_protocols.lookUp(payload.table, *value);
            break;
        case PayloadDesc::Rule::Cases:
            for (const Case& item : m_cases) {
                if (item.when && !item.when->isTrue(layer))
                    continue;
                next.protocol = item.use == m_protocols.raw() ? noProtocol : item.use;
                next.quoted = item.quote;
                bytes = item.bytes ? &*item.bytes : bytes;
                break;
            }
            break;
        }
    }
    if (bytes != nullptr)
        next.bytes = bytes->evaluate(layer);
    return next;
}

bool WalkPlan::holds(const Bound& bound, const WalkLayer& layer) const
{
    return std::ranges::all_of(bound.when, [&](const Condition& wanted) {
        if (wanted.bytes.empty()) {
            const auto value = load(wanted.number, layer);
            return value && *value == wanted.wanted;
        }
        const std::size_t at = layer.start + m_protocol.fields[wanted.number.field].bitOffset / 8;
        return at + wanted.bytes.size() <= layer.headerEnd && std::ranges::equal(layer.frame.subspan(at, wanted.bytes.size()), wanted.bytes);
    });
}

ProtocolId WalkPlan::boundOrGuessed(const WalkLayer& layer, std::size_t end) const
{
    for (const Bound& bound : m_bound)
        if (holds(bound, layer))
            return bound.upper;
    if (m_guesses.empty() || layer.headerEnd >= end)
        return noProtocol;
    WalkLayer upper{.frame = layer.frame, .protocol = nullptr, .start = layer.headerEnd, .end = end, .at = layer.headerEnd,
                    .below = layer.below, .belowCount = layer.belowCount + 1};
    for (const Guess& guess : m_guesses) {
        upper.protocol = guess.desc;
        if (guess.when.isTrue(upper))
            return guess.upper;
    }
    return noProtocol;
}

} // namespace fw
