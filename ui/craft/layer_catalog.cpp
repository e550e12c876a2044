#include "ui/craft/layer_catalog.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace fw::ui {
namespace {

constexpr const char* groupOrder[] = {"Link", "Network", "Transport", "Application", "Payload", "Other"};

std::size_t groupRank(const QString& group)
{
    return static_cast<std::size_t>(std::ranges::find_if(groupOrder, [&](const char* name) { return group == QLatin1String(name); }) - std::begin(groupOrder));
}

CatalogEntry entryOf(const ProtocolDesc& protocol)
{
    CatalogEntry entry{protocol.id, QString::fromStdString(protocol.name), QString::fromStdString(protocol.doc.empty() ? protocol.title : protocol.doc), QString::fromStdString(protocol.group)};
    if (entry.title == entry.name)
        entry.title.clear();
    if (entry.group.isEmpty())
        entry.group = QStringLiteral("Other");
    return entry;
}

} // namespace

std::vector<CatalogEntry> layerCatalog(const Protocols& protocols)
{
    std::vector<CatalogEntry> entries;
    for (std::size_t id = 0; id < protocols.size(); ++id)
        if (const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(id)]; !protocol.isStruct)
            entries.push_back(entryOf(protocol));
    std::ranges::sort(entries, [](const CatalogEntry& a, const CatalogEntry& b) {
        return std::tuple(groupRank(a.group), a.group, a.name.toLower()) < std::tuple(groupRank(b.group), b.group, b.name.toLower());
    });
    return entries;
}

int matchRank(const CatalogEntry& entry, const QString& typed)
{
    if (typed.isEmpty())
        return 5;
    if (entry.name.compare(typed, Qt::CaseInsensitive) == 0)
        return 0;
    if (entry.name.startsWith(typed, Qt::CaseInsensitive))
        return 1;
    if (entry.name.contains(typed, Qt::CaseInsensitive))
        return 2;
    if (entry.title.startsWith(typed, Qt::CaseInsensitive))
        return 3;
    return entry.title.contains(typed, Qt::CaseInsensitive) ? 4 : -1;
}

std::vector<CatalogEntry> matchingLayers(const Protocols& protocols, const QString& typed, ProtocolId lower)
{
    struct Ranked {
        std::tuple<int, bool, bool, qsizetype> rank;
        CatalogEntry entry;
    };
    std::vector<Ranked> ranked;
    for (CatalogEntry& entry : layerCatalog(protocols)) {
        const int rank = matchRank(entry, typed);
        if (rank < 0)
            continue;
        const bool unbound = lower == noProtocol || protocols.binding(lower, entry.protocol) == nullptr;
        const bool quoted = protocols[entry.protocol].isQuotedForm();
        ranked.push_back({{rank, quoted, unbound, entry.name.size()}, std::move(entry)});
    }
    std::ranges::stable_sort(ranked, {}, &Ranked::rank);
    std::vector<CatalogEntry> entries;
    for (Ranked& one : ranked)
        entries.push_back(std::move(one.entry));
    return entries;
}

QMimeData* layerMime(const QString& expression)
{
    auto* mime = new QMimeData;
    mime->setData(QLatin1String(layerMimeType), expression.toUtf8());
    mime->setText(expression);
    return mime;
}

} // namespace fw::ui
