#include "ui/trace/trace_comparison.h"

#include "ui/trace/hop_model.h"

#include <QCoreApplication>

namespace fw::ui {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TraceComparison", text);
}

std::vector<std::string> namesOf(const HopRow* row)
{
    std::vector<std::string> names;
    if (row != nullptr)
        for (const HopAddress& address : row->addresses)
            names.push_back(address.address);
    std::ranges::sort(names);
    return names;
}

QString textOf(const std::vector<std::string>& names)
{
    QStringList all;
    for (const std::string& name : names)
        all << QString::fromStdString(name);
    return all.join(QStringLiteral(", "));
}

QString timeChange(double now, double before)
{
    const double difference = now - before;
    return tr("same, %1%2 ms").arg(difference < 0 ? QStringLiteral("−") : QStringLiteral("+"), millisecondsText(std::abs(difference)));
}

HopChange compareHop(const HopRow* now, const HopRow* before)
{
    using What = HopChange::What;
    const std::vector<std::string> names = namesOf(now);
    const std::vector<std::string> others = namesOf(before);
    const double time = before != nullptr ? before->statistics.average() : 0;
    if (before == nullptr)
        return {What::New, names.empty() ? tr("new: no reply") : tr("new: %1").arg(textOf(names)), time};
    if (now == nullptr)
        return {What::Gone, others.empty() ? tr("gone") : tr("gone: was %1").arg(textOf(others)), time};
    if (names.empty() && others.empty())
        return {What::Same, tr("same"), time};
    if (names.empty())
        return {What::Silent, tr("silent now, was %1").arg(textOf(others)), time};
    if (others.empty())
        return {What::Answers, tr("answers now: %1").arg(textOf(names)), time};
    if (names != others)
        return {What::Addresses, tr("now %1, was %2").arg(textOf(names), textOf(others)), time};
    return {What::Same, timeChange(now->statistics.average(), time), time};
}

const HopRow* rowAt(const std::vector<HopRow>& rows, int ttl)
{
    const auto found = std::ranges::find_if(rows, [&](const HopRow& row) { return row.ttl <= ttl && ttl <= row.lastTtl; });
    return found == rows.end() ? nullptr : &*found;
}

} // namespace

std::map<int, HopChange> compareTraces(const std::vector<HopRow>& now, const std::vector<HopRow>& before)
{
    std::map<int, HopChange> changes;
    for (const auto* rows : {&now, &before})
        for (const HopRow& row : *rows)
            // What is waited for may still come.
            if (const HopRow* const mine = rowAt(now, row.ttl); mine == nullptr || !mine->isWaiting())
                changes[row.ttl] = compareHop(mine, rowAt(before, row.ttl));
    return changes;
}

QString comparisonText(const std::map<int, HopChange>& changes)
{
    std::size_t changed = 0;
    QStringList gone; // They have no row to stand in.
    for (const auto& [ttl, change] : changes) {
        changed += change.what == HopChange::What::Same ? 0 : 1;
        if (change.what == HopChange::What::Gone)
            gone << tr("hop %1 %2").arg(ttl).arg(change.text);
    }
    if (changed == 0)
        return tr("same path");
    const QString text = tr("%1 of %2 hops differ").arg(changed).arg(changes.size());
    return gone.isEmpty() ? text : text + QStringLiteral("; ") + gone.join(QStringLiteral(", "));
}

} // namespace fw::ui
