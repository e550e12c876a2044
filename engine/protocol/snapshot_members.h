/// What of each structure a snapshot holds. Saving and loading follow this one description, so that they cannot differ; a member that is
/// added to a structure and not here does not compile.
#pragma once

#include "engine/protocol/codec.h"
#include "engine/protocol/snapshot_archive.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <utility>

namespace fw::archive {

template <class Archive, class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
void visit(Archive& archive, T& value)
{
    if constexpr (std::is_floating_point_v<T>) {
        if constexpr (Archive::isLoading)
            value = std::bit_cast<double>(archive.number());
        else
            archive.number(std::bit_cast<std::uint64_t>(static_cast<double>(value)));
    } else if constexpr (Archive::isLoading) {
        value = static_cast<T>(unzigzag(archive.number()));
    } else {
        archive.number(zigzag(static_cast<std::int64_t>(value)));
    }
}

template <class Archive>
void visit(Archive& archive, std::string& text)
{
    if constexpr (Archive::isLoading) {
        const Bytes read = archive.bytes();
        text.assign(read.begin(), read.end());
    } else {
        archive.bytes(text.data(), text.size());
    }
}

template <class Archive>
void visit(Archive& archive, Buffer& content)
{
    if constexpr (Archive::isLoading)
        content = toBuffer(archive.bytes());
    else
        archive.bytes(content.data(), content.size());
}

template <class Archive>
void visit(Archive& archive, const EnumDesc*& names)
{
    if constexpr (Archive::isLoading) {
        const std::uint64_t at = archive.number();
        names = at == 0 || at > archive.enums->size() ? nullptr : &(*archive.enums)[at - 1];
    } else {
        archive.number(names == nullptr ? 0 : archive.enums.at(names) + 1);
    }
}

template <class Archive>
void visit(Archive& archive, EnumDesc*& names)
{
    const EnumDesc* fixed = names;
    visit(archive, fixed);
    names = const_cast<EnumDesc*>(fixed); // What it points at is no constant: it belongs to the tables that are restored.
}

template <class Archive>
void visit(Archive& archive, const FlagSetDesc*& flags)
{
    if constexpr (Archive::isLoading) {
        const std::uint64_t at = archive.number();
        flags = at == 0 || at > archive.flagSets->size() ? nullptr : &(*archive.flagSets)[at - 1];
    } else {
        archive.number(flags == nullptr ? 0 : archive.flagSets.at(flags) + 1);
    }
}

template <class Archive>
void visit(Archive& archive, const Codec*& codec)
{
    std::string name(codec == nullptr ? std::string_view() : codec->name());
    visit(archive, name);
    if constexpr (Archive::isLoading)
        codec = name.empty() ? nullptr : findCodec(name);
}

// Declared before what holds them.
template <class Archive> void visit(Archive& archive, Value& value);
template <class Archive> void visit(Archive& archive, TypeDesc& type);
template <class Archive> void visit(Archive& archive, SwitchCase& item);
template <class Archive> void visit(Archive& archive, EnumDesc& names);
template <class Archive> void visit(Archive& archive, FlagSetDesc& flags);
template <class Archive> void visit(Archive& archive, TlvCase& item);
template <class Archive> void visit(Archive& archive, TlvDesc& tlv);
template <class Archive> void visit(Archive& archive, Remark& remark);
template <class Archive> void visit(Archive& archive, PadOptions& pad);
template <class Archive> void visit(Archive& archive, SizeLink& link);
template <class Archive> void visit(Archive& archive, FieldDesc& field);
template <class Archive> void visit(Archive& archive, Binding& binding);
template <class Archive> void visit(Archive& archive, PayloadCase& item);
template <class Archive> void visit(Archive& archive, PayloadDesc& payload);
template <class Archive> void visit(Archive& archive, TextPart& part);
template <class Archive> void visit(Archive& archive, TextRule& rule);
template <class Archive> void visit(Archive& archive, Check& check);
template <class Archive> void visit(Archive& archive, AnswerRule& rule);
template <class Archive> void visit(Archive& archive, QuotedRule& rule);
template <class Archive> void visit(Archive& archive, PseudoPart& part);
template <class Archive> void visit(Archive& archive, ProtocolDesc::HeaderLength& length);
template <class Archive> void visit(Archive& archive, ProtocolDesc::Example& example);
template <class Archive> void visit(Archive& archive, ProtocolDesc::Variant& variant);
template <class Archive> void visit(Archive& archive, ProtocolDesc::Heuristic& heuristic);
template <class Archive> void visit(Archive& archive, ProtocolDesc::Extension& extension);
template <class Archive> void visit(Archive& archive, ProtocolDesc& protocol);
template <class Archive> void visit(Archive& archive, Program::Node& node);
template <class Archive> void visit(Archive& archive, Protocols::DirectBinding& direct);

template <class Archive, class A, class B>
void visit(Archive& archive, std::pair<A, B>& pair)
{
    visit(archive, pair.first);
    visit(archive, pair.second);
}

template <class Archive, class T>
void visit(Archive& archive, std::vector<T>& items)
{
    if constexpr (Archive::isLoading)
        items.resize(archive.count());
    else
        archive.number(items.size());
    for (T& item : items)
        visit(archive, item);
}

template <class Archive, class T>
void visit(Archive& archive, std::optional<T>& item)
{
    bool isThere = item.has_value();
    visit(archive, isThere);
    if (isThere && Archive::isLoading)
        item.emplace();
    if (isThere)
        visit(archive, *item);
}

/// In the order of the keys, so that equal tables make equal bytes.
template <class Archive, class Map>
void visitMap(Archive& archive, Map& map)
{
    std::vector<std::pair<typename Map::key_type, typename Map::mapped_type>> items;
    if constexpr (!Archive::isLoading) {
        items.assign(map.begin(), map.end());
        std::ranges::sort(items, {}, [](const auto& item) { return item.first; });
    }
    visit(archive, items);
    if constexpr (Archive::isLoading) {
        if constexpr (requires { map.reserve(1); })
            map.reserve(items.size());
        for (auto& item : items)
            map.emplace(std::move(item));
    }
}

template <class Archive, class K, class V>
void visit(Archive& archive, std::map<K, V>& map)
{
    visitMap(archive, map);
}

template <class Archive, class K, class V>
void visit(Archive& archive, std::unordered_map<K, V>& map)
{
    visitMap(archive, map);
}

template <class Archive>
void visit(Archive& archive, DispatchTable& table)
{
    std::vector<DispatchTable::Entry> entries = table.entries();
    std::ranges::sort(entries);
    visit(archive, entries);
    if constexpr (Archive::isLoading)
        for (const auto& [key, protocol] : entries)
            table.claim(key, protocol);
}

template <class Archive, class... Members>
void visitAll(Archive& archive, Members&... members)
{
    (visit(archive, members), ...);
}

/// What a default value can be: nothing, a number, bytes, a list, a structure.
template <class Archive>
void visit(Archive& archive, Value& value)
{
    std::size_t kind = value.data.index();
    visit(archive, kind);
    const auto as = [&]<class T>(T held) {
        if constexpr (!Archive::isLoading)
            held = std::get<T>(value.data);
        visit(archive, held);
        value.data = std::move(held);
    };
    if (kind == Value(std::int64_t{0}).data.index()) {
        as(std::int64_t{});
    } else if (kind == Value(0.0).data.index()) {
        as(double{});
    } else if (kind == Value(Buffer()).data.index()) {
        as(Buffer());
    } else if (kind == Value(ValueList()).data.index()) {
        ValueList list;
        if constexpr (!Archive::isLoading)
            list = std::get<ValueList>(value.data);
        visit(archive, list.items);
        value.data = std::move(list);
    } else if (kind == Value(ValueTuple()).data.index()) {
        ValueTuple tuple;
        if constexpr (!Archive::isLoading)
            tuple = std::get<ValueTuple>(value.data);
        visit(archive, tuple.items);
        value.data = std::move(tuple);
    } else if (kind == Value(LayerPtr()).data.index()) {
        Layer layer;
        if constexpr (!Archive::isLoading)
            layer = *std::get<LayerPtr>(value.data);
        visit(archive, layer.protocol);
        std::vector<std::pair<SlotState, Value>> fields;
        for (Slot& slot : layer.fields)
            fields.emplace_back(slot.state, slot.value);
        visit(archive, fields);
        layer.fields.clear();
        for (auto& [state, held] : fields)
            layer.fields.push_back({state, std::move(held)});
        value.data = LayerPtr(std::make_shared<const Layer>(std::move(layer)));
    }
}

template <class Archive>
void visit(Archive& archive, SwitchCase& item)
{
    auto& [when, type] = item;
    visitAll(archive, when, type);
}

template <class Archive>
void visit(Archive& archive, TypeDesc& type)
{
    auto& [kind, bits, isSigned, littleEndian, isNumber, codec, structure, tlv, element, length, cases] = type;
    visitAll(archive, kind, bits, isSigned, littleEndian, isNumber, codec, structure, tlv, element, length, cases);
}

template <class Archive>
void visit(Archive& archive, EnumDesc& names)
{
    auto& [name, hex, byNumber, byName] = names;
    visitAll(archive, name, hex, byNumber, byName);
}

template <class Archive>
void visit(Archive& archive, FlagSetDesc& flags)
{
    auto& [name, letters, isSet, names, by, namesFor] = flags;
    visitAll(archive, name, letters, isSet, names, by, namesFor);
}

template <class Archive>
void visit(Archive& archive, TlvCase& item)
{
    auto& [name, shape, parts, valueEnum, asList, asText] = item;
    visitAll(archive, name, shape, parts, valueEnum, asList, asText);
}

template <class Archive>
void visit(Archive& archive, TlvDesc& tlv)
{
    auto& [name, tagBits, lenBits, unit, counts, bare, stop, littleEndian, align, bareAsName, cases] = tlv;
    visitAll(archive, name, tagBits, lenBits, unit, counts, bare, stop, littleEndian, align, bareAsName, cases);
}

template <class Archive>
void visit(Archive& archive, Remark& remark)
{
    auto& [when, text] = remark;
    visitAll(archive, when, text);
}

template <class Archive>
void visit(Archive& archive, PadOptions& pad)
{
    auto& [multiple, one, many, when] = pad;
    visitAll(archive, multiple, one, many, when);
}

template <class Archive>
void visit(Archive& archive, SizeLink& link)
{
    auto& [by, counts, denominator, size, header, payload, constant, others] = link;
    visitAll(archive, by, counts, denominator, size, header, payload, constant, others);
}

template <class Archive>
void visit(Archive& archive, Binding& binding)
{
    auto& [table, to, value, when, build, keyOnly, dissect, builds] = binding;
    visitAll(archive, table, to, value, when, build, keyOnly, dissect, builds);
}

template <class Archive>
void visit(Archive& archive, PayloadCase& item)
{
    auto& [when, use, quote, bytes] = item;
    visitAll(archive, when, use, quote, bytes);
}

template <class Archive>
void visit(Archive& archive, PayloadDesc& payload)
{
    auto& [rule, table, keys, bytes, rawIf, use, cases] = payload;
    visitAll(archive, rule, table, keys, bytes, rawIf, use, cases);
}

template <class Archive>
void visit(Archive& archive, TextPart& part)
{
    auto& [literal, path] = part;
    visitAll(archive, literal, path);
}

template <class Archive>
void visit(Archive& archive, TextRule& rule)
{
    auto& [when, parts] = rule;
    visitAll(archive, when, parts);
}

template <class Archive>
void visit(Archive& archive, Check& check)
{
    auto& [when, field, level, text] = check;
    visitAll(archive, when, field, level, text);
}

template <class Archive>
void visit(Archive& archive, AnswerRule& rule)
{
    auto& [when, quote, thenPayload, transparent, skip, given] = rule;
    visitAll(archive, when, quote, thenPayload, transparent, skip, given);
}

template <class Archive>
void visit(Archive& archive, QuotedRule& rule)
{
    auto& [name, when, thenPayload] = rule;
    visitAll(archive, name, when, thenPayload);
}

template <class Archive>
void visit(Archive& archive, PseudoPart& part)
{
    auto& [what, field, bytes] = part;
    visitAll(archive, what, field, bytes);
}

template <class Archive>
void visit(Archive& archive, ProtocolDesc::HeaderLength& length)
{
    auto& [field, denominator, constant, share] = length;
    visitAll(archive, field, denominator, constant, share);
}

template <class Archive>
void visit(Archive& archive, ProtocolDesc::Example& example)
{
    auto& [bytes, file, line, column] = example;
    visitAll(archive, bytes, file, line, column);
}

template <class Archive>
void visit(Archive& archive, ProtocolDesc::Variant& variant)
{
    auto& [when, use] = variant;
    visitAll(archive, when, use);
}

template <class Archive>
void visit(Archive& archive, ProtocolDesc::Heuristic& heuristic)
{
    auto& [over, when] = heuristic;
    visitAll(archive, over, when);
}

template <class Archive>
void visit(Archive& archive, ProtocolDesc::Extension& extension)
{
    auto& [use, match] = extension;
    visitAll(archive, use, match);
}

template <class Archive>
void visit(Archive& archive, Program::Node& node)
{
    auto& [op, call, owner, area, field, number, text, layerName, children] = node;
    visitAll(archive, op, call, owner, area, field, number, text, layerName, children);
}

template <class Archive>
void visit(Archive& archive, FieldDesc& field)
{
    auto& [name, title, doc, unit, filter, scapyClass, type, bits, bitOffset, staticOffset, wordBits, wordShift, present, automatic, sumPhase, length,
           count, until, verify, verifyAlways, sizedBy, sizes, env, role, roleIf, defaultValue, hasDefault, names, namesBy, namesFor, flags,
           bytesNames, base, format, remarks, scale, scaled, align, alignBefore, padTo, fill, fixedFill, pad, trailer, hidden, stack, chain] = field;
    visitAll(archive, name, title, doc, unit, filter, scapyClass, type, bits, bitOffset, staticOffset, wordBits, wordShift, present, automatic,
             sumPhase, length, count, until, verify, verifyAlways, sizedBy, sizes, env, role, roleIf, defaultValue, hasDefault, names, namesBy,
             namesFor, flags, bytesNames, base, format, remarks, scale, scaled, align, alignBefore, padTo, fill, fixedFill, pad, trailer, hidden, stack, chain);
}

template <class Archive>
void visit(Archive& archive, ProtocolDesc& protocol)
{
    auto& [name, title, doc, group, refs, file, id, isStruct, isPadding, plain, quoted, fields, fieldIndex, minBytes, allStatic, headerLength,
           payload, bindings, examples, variants, heuristics, extensions, base, alignMultiple, alignOffset, pseudo, summary, flat,
           summaryWith, checks, answers, quotedRule, origin, originOffset, fillTo, repeat, streamNeed, streamMessage, linkTypes] = protocol;
    visitAll(archive, name, title, doc, group, refs, file, id, isStruct, isPadding, plain, quoted, fields, fieldIndex, minBytes, allStatic,
             headerLength, payload, bindings, examples, variants, heuristics, extensions, base, alignMultiple, alignOffset, pseudo, summary,
             flat, summaryWith, checks, answers, quotedRule, origin, originOffset, fillTo, repeat, streamNeed, streamMessage, linkTypes);
}

template <class Archive>
void visit(Archive& archive, Protocols::DirectBinding& direct)
{
    auto& [upper, number] = direct;
    visitAll(archive, upper, number);
}

} // namespace fw::archive
