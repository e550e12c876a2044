#include "ui/trace/trace_log.h"

#include <algorithm>
#include <utility>

namespace fw::ui {
namespace {

void addOnce(std::vector<std::string>& texts, const std::string& text)
{
    if (!text.empty() && std::ranges::find(texts, text) == texts.end())
        texts.push_back(text);
}

HopAddress& addressIn(std::vector<HopAddress>& all, const std::string& address)
{
    const auto known = std::ranges::find(all, address, &HopAddress::address);
    return known != all.end() ? *known : all.emplace_back(HopAddress{address, {}, {}, {}, {}});
}

/// Nothing but waiting in vain, and the last: told in one row.
void foldSilentEnd(std::vector<HopRow>& rows)
{
    const auto isSilent = [](const HopRow& row) { return row.addresses.empty() && row.statistics.lost > 0; };
    while (rows.size() > 1 && isSilent(rows.back()) && isSilent(rows[rows.size() - 2])) {
        HopRow& before = rows[rows.size() - 2];
        before.lastTtl = rows.back().lastTtl;
        before.statistics.add(rows.back().statistics);
        rows.pop_back();
    }
}

} // namespace

const HopAddress* HopRow::find(const std::string& address) const
{
    const auto known = std::ranges::find(addresses, address, &HopAddress::address);
    return known == addresses.end() ? nullptr : &*known;
}

double TracedProbe::milliseconds() const
{
    return received ? std::chrono::duration<double, std::milli>(received->time - sent->time).count() : 0;
}

QString flowLetter(std::size_t flow)
{
    return flow < TraceLog::otherFlows ? QString(QChar(static_cast<char16_t>(u'A' + flow))) : QStringLiteral("+");
}

void TraceLog::add(const TraceEvent& event)
{
    if (const auto* sent = std::get_if<ProbeSent>(&event))
        addSent(*sent);
    else if (const auto* answered = std::get_if<ProbeAnswered>(&event))
        addAnswer(*answered);
    else if (const auto* ended = std::get_if<RoundEnded>(&event))
        endRound(ended->cancelled);
    else if (const auto* table = std::get_if<TraceTable>(&event))
        m_table = table->text;
}

std::size_t TraceLog::targetOf(const std::string& address)
{
    const auto known = std::ranges::find(m_targets, address);
    if (known != m_targets.end())
        return static_cast<std::size_t>(known - m_targets.begin());
    m_targets.push_back(address);
    m_flows.emplace_back();
    return m_targets.size() - 1;
}

std::size_t TraceLog::flowOf(std::size_t target, const ProbePlace& place)
{
    std::vector<Flow>& flows = m_flows[target];
    const auto known = std::ranges::find(flows, place.flow, &Flow::key);
    if (known != flows.end()) {
        known->lowest = std::min(known->lowest, place.ttl);
        known->highest = std::max(known->highest, place.ttl);
        return static_cast<std::size_t>(known - flows.begin());
    }
    if (flows.size() == otherFlows)
        return otherFlows;
    flows.push_back({place.flow, place.ttl, place.ttl});
    return flows.size() - 1;
}

void TraceLog::addSent(const ProbeSent& sent)
{
    const std::size_t target = targetOf(sent.place.target);
    const std::size_t flow = flowOf(target, sent.place);
    Cell& cell = m_cells[{target, sent.place.ttl, flow}];
    ++cell.statistics.sent;
    cell.service = sent.place.service;
    m_probes.push_back({TracedProbe::State::Waiting, sent.place, target, flow, sent.packet, nullptr, {}});
    ++m_count;
    if (m_probes.size() > mostKept) {
        m_probes.pop_front();
        ++m_dropped;
    }
}

void TraceLog::addAnswer(const ProbeAnswered& answered)
{
    if (answered.probe < m_dropped || answered.probe >= m_count)
        return;
    TracedProbe& probe = m_probes[answered.probe - m_dropped];
    if (probe.state == TracedProbe::State::Answered)
        return;
    probe.state = TracedProbe::State::Answered;
    probe.received = answered.packet;
    probe.reply = answered.reply;
    Cell& cell = m_cells[{probe.target, probe.place.ttl, probe.flow}];
    HopAddress& address = addressIn(cell.addresses, answered.reply.source);
    for (HopStatistics* statistics : {&cell.statistics, &address.statistics})
        statistics->addAnswer(probe.milliseconds(), probe.sent->time);
    addOnce(address.kinds, answered.reply.kind);
    for (const std::string& label : answered.reply.labels)
        addOnce(address.labels, label);
    if (answered.reply.source != probe.place.target)
        return;
    const auto [known, isNew] = m_reached.try_emplace({probe.target, probe.flow}, probe.place.ttl);
    known->second = std::min(known->second, probe.place.ttl);
}

void TraceLog::endRound(bool cancelled)
{
    m_reachedLast = std::exchange(m_reached, {});
    for (std::size_t number = std::max(m_roundFirst, m_dropped); number < m_count; ++number) {
        TracedProbe& probe = m_probes[number - m_dropped];
        if (probe.state != TracedProbe::State::Waiting)
            continue;
        const auto end = endOf(probe.target, flowCount(probe.target) > 0 ? std::optional(probe.flow) : std::nullopt);
        const bool isBeyond = end && probe.place.ttl > *end; // The round may have ended without waiting for it.
        probe.state = cancelled || isBeyond ? TracedProbe::State::Given : TracedProbe::State::Lost;
        if (probe.state == TracedProbe::State::Lost)
            ++m_cells[{probe.target, probe.place.ttl, probe.flow}].statistics.lost;
    }
    m_roundFirst = m_count;
}

std::size_t TraceLog::flowCount(std::size_t target) const
{
    const std::vector<Flow>& flows = m_flows[target];
    const bool kept = std::ranges::any_of(flows, [](const Flow& flow) { return flow.highest > flow.lowest; });
    return kept ? flows.size() : 0;
}

std::optional<int> TraceLog::reachOf(std::size_t target, std::size_t flow) const
{
    for (const auto* reached : {&m_reached, &m_reachedLast})
        if (const auto found = reached->find({target, flow}); found != reached->end())
            return found->second;
    return std::nullopt;
}

std::optional<int> TraceLog::endOf(std::size_t target, std::optional<std::size_t> flow) const
{
    if (flow)
        return reachOf(target, *flow);
    const bool keepsFlows = flowCount(target) > 0;
    std::optional<int> end;
    for (std::size_t each = 0; each <= otherFlows; ++each)
        if (const auto reach = reachOf(target, each))
            // Balanced paths may differ in length: then up to the end of the longest.
            end = !end ? *reach : keepsFlows ? std::max(*end, *reach) : std::min(*end, *reach);
    return end;
}

void TraceLog::addCell(HopRow& row, const Cell& cell, std::size_t target, std::optional<std::size_t> flow) const
{
    row.statistics.add(cell.statistics);
    row.service = cell.service;
    for (const HopAddress& from : cell.addresses) {
        HopAddress& to = addressIn(row.addresses, from.address);
        to.statistics.add(from.statistics);
        to.statistics.sent += from.statistics.answered;
        if (cell.addresses.size() == 1) {
            to.statistics.lost += cell.statistics.lost;
            to.statistics.sent += cell.statistics.sent - cell.statistics.answered;
        }
        if (flow)
            to.flows.push_back(*flow);
        for (const std::string& kind : from.kinds)
            addOnce(to.kinds, kind);
        for (const std::string& label : from.labels)
            addOnce(to.labels, label);
        row.reached = row.reached || from.address == m_targets[target];
    }
}

std::vector<HopRow> TraceLog::hops(std::size_t target, std::optional<std::size_t> flow) const
{
    std::vector<HopRow> rows;
    if (target >= m_targets.size())
        return rows;
    const std::optional<int> end = endOf(target, flow);
    const bool keepsFlows = flowCount(target) > 0;
    for (auto it = m_cells.lower_bound({target, 0, 0}); it != m_cells.end() && std::get<0>(it->first) == target; ++it) {
        const auto& [of, ttl, cellFlow] = it->first;
        if ((end && ttl > *end) || (flow && cellFlow != *flow))
            continue;
        if (rows.empty() || rows.back().ttl != ttl)
            rows.push_back({ttl, ttl, {}, {}, {}, false});
        addCell(rows.back(), it->second, target, keepsFlows ? std::optional(cellFlow) : std::nullopt);
    }
    while (!rows.empty() && rows.back().isWaiting())
        rows.pop_back(); // Nothing is known from there on.
    if (!end)
        foldSilentEnd(rows);
    return rows;
}

std::vector<std::size_t> TraceLog::probesAt(std::size_t target, int ttl, const std::string& address, std::optional<std::size_t> flow) const
{
    std::set<std::size_t> flows; // That come by the address, so that what they lose is its.
    if (!address.empty())
        for (auto it = m_cells.lower_bound({target, ttl, 0}); it != m_cells.end() && std::get<0>(it->first) == target && std::get<1>(it->first) == ttl; ++it)
            if (it->second.addresses.size() == 1 && it->second.addresses.front().address == address)
                flows.insert(std::get<2>(it->first));
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < m_probes.size(); ++i) {
        const TracedProbe& probe = m_probes[i];
        if (probe.target != target || probe.place.ttl != ttl || (flow && probe.flow != *flow))
            continue;
        if (address.empty() || probe.reply.source == address || (!probe.received && flows.contains(probe.flow)))
            numbers.push_back(m_dropped + i);
    }
    return numbers;
}

const TracedProbe* TraceLog::probe(std::size_t number) const
{
    return number >= m_dropped && number < m_count ? &m_probes[number - m_dropped] : nullptr;
}

std::vector<PacketPtr> TraceLog::packets() const
{
    std::vector<PacketPtr> all;
    for (const TracedProbe& probe : m_probes) {
        all.push_back(probe.sent);
        if (probe.received)
            all.push_back(probe.received);
    }
    return all;
}

} // namespace fw::ui
