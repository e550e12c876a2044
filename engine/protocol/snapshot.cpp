#include "engine/protocol/snapshot.h"

#include "engine/protocol/codec.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <deque>
#include <utility>

namespace fw {
namespace {

/// Both directions follow one description of each structure (visit, below), so that they cannot differ. A member that is added to a
/// structure and not there does not compile.
class Saver {
public:
    static constexpr bool isLoading = false;
    Buffer out;
    std::unordered_map<const EnumDesc*, std::uint64_t> enums;
    std::unordered_map<const FlagSetDesc*, std::uint64_t> flagSets;

    void number(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            out.push_back(static_cast<std::uint8_t>(value | 0x80));
        out.push_back(static_cast<std::uint8_t>(value));
    }
    void bytes(const void* data, std::size_t size)
    {
        number(size);
        const auto* first = static_cast<const std::uint8_t*>(data);
        out.insert(out.end(), first, first + size);
    }
};

class Restorer {
public:
    static constexpr bool isLoading = true;
    explicit Restorer(Bytes bytes) : in(bytes) {}
    Bytes in;
    const LazyItems<EnumDesc, std::deque<EnumDesc>>* enums = nullptr;
    const LazyItems<FlagSetDesc, std::deque<FlagSetDesc>>* flagSets = nullptr;
    bool failed = false;

    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_at == in.size())
                break;
            const std::uint8_t byte = in[m_at++];
            value |= std::uint64_t{byte & 0x7fU} << shift;
            if (byte < 0x80)
                return value;
        }
        failed = true;
        return 0;
    }
    Bytes bytes()
    {
        const std::uint64_t size = number();
        if (size > in.size() - m_at) {
            failed = true;
            return {};
        }
        m_at += static_cast<std::size_t>(size);
        return in.subspan(m_at - static_cast<std::size_t>(size), static_cast<std::size_t>(size));
    }
    /// How many of something follow; each takes a byte at least.
    std::size_t count()
    {
        const std::uint64_t many = number();
        failed = failed || many > in.size() - m_at;
        return failed ? 0 : static_cast<std::size_t>(many);
    }

    [[nodiscard]] Bytes rest() const { return in.subspan(m_at); }

private:
    std::size_t m_at = 0;
};

std::uint64_t zigzag(std::int64_t value)
{
    return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value)
{
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

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
    auto& [name, letters, names] = flags;
    visitAll(archive, name, letters, names);
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

/// Bumped when the same members mean something else.
constexpr std::uint64_t version = 2;

} // namespace

/// First what is read at once, then the tables whose items are read when they are asked for: how many, the size of each, all of them.
class Snapshot {
public:
    static Buffer save(const Protocols& tables)
    {
        Saver saver;
        for (std::size_t i = 0; i < tables.m_enums.size(); ++i)
            saver.enums.emplace(&tables.m_enums[i], i);
        for (std::size_t i = 0; i < tables.m_flagSets.size(); ++i)
            saver.flagSets.emplace(&tables.m_flagSets[i], i);
        saver.number(version);
        // Saving only reads; the one description serves both directions and so takes what could be written to.
        visitNow(saver, const_cast<Protocols&>(tables));
        Buffer items;
        saveItems(saver, tables.m_enums, items);
        saveItems(saver, tables.m_flagSets, items);
        saveItems(saver, tables.m_types, items);
        saveItems(saver, tables.m_tlvs, items);
        saveItems(saver, tables.m_programs, items);
        saveItems(saver, tables.m_protocols, items);
        append(saver.out, items);
        return std::move(saver.out);
    }

    static std::shared_ptr<const Protocols> load(Bytes bytes)
    {
        Restorer restorer(bytes);
        if (restorer.number() != version)
            return nullptr;
        auto tables = std::make_shared<Protocols>();
        visitNow(restorer, *tables);
        const auto sizesOf = [&] {
            std::vector<std::size_t> sizes(restorer.count());
            for (std::size_t& size : sizes)
                size = static_cast<std::size_t>(restorer.number());
            return sizes;
        };
        std::vector<std::vector<std::size_t>> sizes(6);
        std::ranges::generate(sizes, sizesOf);
        Bytes items = restorer.rest();
        std::size_t whole = 0;
        for (const auto& table : sizes)
            for (const std::size_t size : table)
                whole += size;
        if (restorer.failed || whole != items.size())
            return nullptr;
        const auto mutex = std::make_shared<std::recursive_mutex>();
        const auto postpone = [&](auto& table, const std::vector<std::size_t>& sizesInIt) {
            postponeItems(*tables, table, sizesInIt, items, mutex);
        };
        postpone(tables->m_enums, sizes[0]);
        postpone(tables->m_flagSets, sizes[1]);
        postpone(tables->m_types, sizes[2]);
        postpone(tables->m_tlvs, sizes[3]);
        postpone(tables->m_programs, sizes[4]);
        postpone(tables->m_protocols, sizes[5]);
        return tables;
    }

private:
    template <class Archive>
    static void visitNow(Archive& archive, Protocols& tables)
    {
        visitAll(archive, tables.m_byName, tables.m_roots, tables.m_raw, tables.m_padding, tables.m_boundTo, tables.m_heuristics);
        if constexpr (Archive::isLoading)
            tables.m_tables.resize(archive.count());
        else
            archive.number(tables.m_tables.size());
        for (auto& table : tables.m_tables)
            visitAll(archive, table.name, table.keyBits, table.entries);
    }

    template <class Archive, class T>
    static void visitItem(Archive& archive, T& item)
    {
        if constexpr (std::is_same_v<T, Program>)
            visitAll(archive, item.m_text, item.m_nodes, item.m_root);
        else
            visit(archive, item);
    }

    template <class T, class Container>
    static void saveItems(Saver& saver, const LazyItems<T, Container>& table, Buffer& items)
    {
        saver.number(table.size());
        Buffer before = std::exchange(saver.out, {});
        for (std::size_t i = 0; i < table.size(); ++i) {
            visitItem(saver, const_cast<T&>(table[i]));
            const Buffer item = std::exchange(saver.out, std::move(before));
            saver.number(item.size());
            append(items, item);
            before = std::exchange(saver.out, {});
        }
        saver.out = std::move(before);
    }

    /// Takes the table's items from the front of `items`.
    template <class T, class Container>
    static void postponeItems(Protocols& tables, LazyItems<T, Container>& table, const std::vector<std::size_t>& sizes, Bytes& items,
                              const std::shared_ptr<std::recursive_mutex>& mutex)
    {
        std::vector<Bytes> places;
        places.reserve(sizes.size());
        for (const std::size_t size : sizes) {
            places.push_back(items.first(size));
            items = items.subspan(size);
        }
        table.postpone(sizes.size(), mutex, [&tables, places = std::move(places)](std::size_t index, T& item) {
            Restorer restorer(places[index]);
            restorer.enums = &tables.m_enums;
            restorer.flagSets = &tables.m_flagSets;
            visitItem(restorer, item);
        });
    }
};

Buffer saveSnapshot(const Protocols& protocols)
{
    return Snapshot::save(protocols);
}

std::shared_ptr<const Protocols> loadSnapshot(Bytes snapshot)
{
    return Snapshot::load(snapshot);
}

} // namespace fw
