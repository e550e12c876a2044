#include "engine/protocol/snapshot.h"

#include "engine/protocol/snapshot_members.h"

#include <utility>

namespace fw {

using namespace archive;

namespace {

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
