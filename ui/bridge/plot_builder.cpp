#include "ui/bridge/plot_builder.h"

#include "engine/exchange/id_series.h"
#include "engine/exchange/pivot_table.h"
#include "engine/packet/dissect.h"
#include "engine/packet/sprintf.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace fw::ui {
namespace {

using Kind = Quantity::Kind;

constexpr std::size_t blockSize = 4096;    // Packets between two looks at the stop request.
constexpr double spansOfRate = 400;        // Of the whole time: about one for two pixels.
constexpr std::size_t mostSpans = 100'000; // However small the span that is asked for.

bool isTemplate(const std::string& key)
{
    return key.find('%') != std::string::npos;
}

std::vector<std::string> namesIn(const std::string& key)
{
    std::vector<std::string> names;
    std::size_t at = 0;
    while ((at = key.find_first_not_of(", ", at)) != std::string::npos) {
        const std::size_t end = std::min(key.find_first_of(", ", at), key.size());
        names.push_back(key.substr(at, end - at));
        at = end;
    }
    return names;
}

std::optional<double> numberIn(const std::string& text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() && std::isfinite(number) ? std::optional(number)
                                                                                                            : std::nullopt;
}

const FieldDesc* fieldNamed(const Protocols& protocols, const std::string& name)
{
    const std::size_t dot = name.find('.');
    const ProtocolDesc* const protocol = protocols.find(std::string_view(name).substr(0, name.find_first_of(".:")));
    if (protocol == nullptr || dot == std::string::npos)
        return nullptr;
    const FieldIndex field = protocol->find(std::string_view(name).substr(dot + 1));
    return field == noField ? nullptr : &protocol->fields[field];
}

unsigned wrapBitsOf(const Protocols& protocols, const Quantity& quantity)
{
    const FieldDesc* const field = quantity.kind == Kind::Field ? fieldNamed(protocols, quantity.field) : nullptr;
    const bool counts = field != nullptr && field->type != noType && protocols.type(field->type).kind == fw::Kind::Int && field->flags == nullptr;
    return counts && field->bits <= 32 ? field->bits : 0;
}

/// Which span of time a moment falls into; what lies on a border begins the next one in spite of rounding.
double spanNumber(double time, double span)
{
    return std::floor(time / span + 1e-9);
}

bool isWhole(const Quantity& quantity, const std::vector<PlotSeries>& all, double PlotPoint::*value)
{
    if (quantity.kind != Kind::Field)
        return quantity.kind == Kind::Number || quantity.kind == Kind::Length || quantity.kind == Kind::Rate;
    return std::ranges::all_of(all, [&](const PlotSeries& series) {
        return std::ranges::all_of(series.points, [&](const PlotPoint& point) { return point.*value == std::floor(point.*value); });
    });
}

/// What numbers of 16 bits do from one packet to the next; empty if there are too few.
std::string behaviourOf(const std::vector<PlotPoint>& points)
{
    std::vector<IdPoint> ids;
    const std::size_t from = points.size() - std::min(points.size(), IdCollector::mostPoints);
    for (std::size_t i = from; i < points.size(); ++i)
        ids.push_back({std::chrono::nanoseconds(i), static_cast<std::uint16_t>(points[i].y), 0});
    const IdBehaviour behaviour = describeIds({}, std::move(ids)).behaviour;
    return behaviour == IdBehaviour::TooFew ? std::string() : std::string(name(behaviour));
}

PlotPart partOf(std::size_t column, std::size_t keyColumn, bool xIsField)
{
    if (column >= keyColumn)
        return PlotPart::Key;
    return column == 0 && xIsField ? PlotPart::X : PlotPart::Y;
}

} // namespace

Quantity Quantity::parse(std::string_view text)
{
    static constexpr std::pair<std::string_view, Kind> names[]{{"time", Kind::Time}, {"number", Kind::Number}, {"length", Kind::Length},
                                                               {"gap", Kind::Gap},   {"rtt", Kind::RoundTrip}, {"rate", Kind::Rate}};
    for (const auto& [name, kind] : names)
        if (text == name)
            return {kind, {}};
    return {Kind::Field, std::string(text)};
}

std::expected<PlotBuilder, PlotError> PlotBuilder::make(std::shared_ptr<const Protocols> protocols, PlotRequest request)
{
    if (request.x.kind == Kind::Rate || request.x.kind == Kind::Gap)
        return std::unexpected(PlotError{PlotPart::X, {Errc::BadValue, 0, "expected time, number, length, rtt or PROTOCOL.FIELD"}});
    if (request.y.kind == Kind::Rate)
        request.x = {Kind::Time, {}};
    std::vector<std::string> names;
    for (const Quantity* quantity : {&request.x, &request.y})
        if (quantity->kind == Kind::Field)
            names.push_back(quantity->field);
    const std::size_t keyColumn = names.size();
    if (!isTemplate(request.key))
        std::ranges::copy(namesIn(request.key), std::back_inserter(names));
    else if (const auto wrong = checkTemplate(request.key))
        return std::unexpected(PlotError{PlotPart::Key, {Errc::Syntax, wrong->column, wrong->expected}});
    const auto filter = filter::DisplayFilter::compile(*protocols, request.filter);
    if (!filter)
        return std::unexpected(PlotError{PlotPart::Filter, {Errc::Syntax, filter.error().column, filter.error().expected}});
    std::optional<FieldColumns> columns;
    if (!names.empty()) {
        auto made = FieldColumns::make(*protocols, names);
        if (!made)
            return std::unexpected(PlotError{partOf(made.error().offset, keyColumn, request.x.kind == Kind::Field), std::move(made.error())});
        columns.emplace(std::move(*made));
    }
    PlotBuilder builder(protocols, std::move(request), std::move(columns));
    builder.m_keyColumn = keyColumn;
    if (!builder.m_request.filter.empty())
        builder.m_filter.emplace(*filter);
    return builder;
}

PlotBuilder::PlotBuilder(std::shared_ptr<const Protocols> protocols, PlotRequest request, std::optional<FieldColumns> columns)
    : m_protocols(std::move(protocols)), m_request(std::move(request)), m_columns(std::move(columns))
{
    const auto flagsOf = [&](const Quantity& quantity) {
        const FieldDesc* const field = quantity.kind == Kind::Field ? fieldNamed(*m_protocols, quantity.field) : nullptr;
        return field != nullptr ? field->flags : nullptr;
    };
    m_xFlags = flagsOf(m_request.x);
    m_yFlags = flagsOf(m_request.y);
}

PlotData PlotBuilder::build(const std::stop_token& stop, const Progress& progress)
{
    if (m_request.x.kind == Kind::RoundTrip || m_request.y.kind == Kind::RoundTrip)
        findRoundTrips(stop);
    const std::size_t total = m_request.packets->packetCount();
    std::size_t done = 0;
    while (done < total && !stop.stop_requested() && !m_error) {
        const std::size_t count = std::min(blockSize, total - done);
        const auto read = m_request.packets->read(done, count, [&](std::size_t number, const PacketView& packet) {
            add(number, packet);
            return true;
        });
        if (!read)
            m_error = read.error();
        done += count;
        progress(done, total);
    }
    PlotData data;
    data.isComplete = done >= total && !m_error && !stop.stop_requested();
    finish(data);
    return data;
}

void PlotBuilder::findRoundTrips(const std::stop_token& stop)
{
    if (!m_request.pairs) {
        auto paired = pairUp(*m_protocols, *m_request.packets, stop);
        if (!paired) {
            if (paired.error().code != Errc::Cancelled)
                m_error = paired.error();
            return;
        }
        m_request.pairs = std::move(paired->pairs);
    }
    for (const auto& [request, answer] : *m_request.pairs) {
        const auto asked = m_request.packets->packet(request);
        const auto answered = m_request.packets->packet(answer);
        if (stop.stop_requested())
            return;
        if (asked && answered)
            m_roundTrips.emplace(request, std::chrono::duration<double, std::milli>(answered->time - asked->time).count());
    }
}

bool PlotBuilder::isWanted(std::size_t number, const PacketView& packet)
{
    if (!m_filter)
        return true;
    const auto previous = std::exchange(m_previous, packet.time);
    return m_filter->matches(packet, {number + 1, *m_start, number == 0 ? packet.time : previous});
}

const std::string& PlotBuilder::keyOf(const PacketView& packet, const std::vector<std::string>& cells)
{
    m_key.clear();
    if (isTemplate(m_request.key)) {
        const Dissection dissection = dissect(*m_protocols, packet.bytes, packet.linkType);
        m_key = sprintf(*m_protocols, dissection.draft, m_request.key, packet.time).value_or("?");
        return m_key;
    }
    for (std::size_t i = m_keyColumn; i < cells.size(); ++i) {
        if (cells[i].empty())
            continue;
        if (!m_key.empty())
            m_key += ' ';
        m_key += cells[i];
    }
    return m_key;
}

std::optional<double> PlotBuilder::valueOf(const Quantity& quantity, const std::string* cell, const FlagSetDesc* flags, std::size_t number,
                                           const PacketView& packet, double time, const Growing& series) const
{
    switch (quantity.kind) {
    case Kind::Time: return time;
    case Kind::Number: return static_cast<double>(number + 1);
    case Kind::Length: return packet.originalLength;
    case Kind::Rate: return 0; // Counted at the end.
    case Kind::Gap: return series.series.points.empty() && std::isnan(series.lastTime) ? std::nullopt : std::optional((time - series.lastTime) * 1000);
    case Kind::RoundTrip: {
        const auto known = m_roundTrips.find(number);
        return known == m_roundTrips.end() ? std::nullopt : std::optional(known->second);
    }
    case Kind::Field: break;
    }
    if (flags != nullptr && !cell->empty())
        if (const auto bits = flags->parse(*cell))
            return static_cast<double>(*bits);
    return numberIn(*cell);
}

PlotBuilder::Growing& PlotBuilder::seriesOf(const std::string& key)
{
    if (const auto known = m_known.find(key); known != m_known.end())
        return m_growing[known->second];
    if (m_growing.size() >= m_request.mostSeries) {
        // Keys are whatever packets say: they are neither kept nor drawn without end.
        if (!m_rest) {
            m_rest = m_growing.size();
            m_growing.push_back({{{}, true, {}, {}}, std::nan("")});
        }
        return m_growing[*m_rest];
    }
    m_known.emplace(key, m_growing.size());
    m_growing.push_back({{key, false, {}, {}}, std::nan("")});
    return m_growing.back();
}

void PlotBuilder::add(std::size_t number, const PacketView& packet)
{
    ++m_packets;
    if (!m_start)
        m_start = packet.time;
    if (!isWanted(number, packet))
        return;
    const std::vector<std::string>& cells = m_columns ? m_columns->read(packet.bytes, packet.linkType) : m_noCells;
    const bool xIsField = m_request.x.kind == Kind::Field;
    const bool yIsField = m_request.y.kind == Kind::Field;
    // Packets without the field make no series.
    if ((xIsField && cells[0].empty()) || (yIsField && cells[xIsField ? 1 : 0].empty()))
        return;
    if ((m_request.y.kind == Kind::RoundTrip || m_request.x.kind == Kind::RoundTrip) && !m_roundTrips.contains(number))
        return;
    Growing& series = seriesOf(keyOf(packet, cells));
    const double time = std::chrono::duration<double>(packet.time - *m_start).count();
    const auto x = valueOf(m_request.x, xIsField ? &cells[0] : nullptr, m_xFlags, number, packet, time, series);
    const auto y = valueOf(m_request.y, yIsField ? &cells[xIsField ? 1 : 0] : nullptr, m_yFlags, number, packet, time, series);
    series.lastTime = time;
    if (x && y)
        series.series.points.push_back({*x, *y, static_cast<std::uint32_t>(number)});
}

void PlotBuilder::finish(PlotData& data)
{
    data.x = m_request.x;
    data.y = m_request.y;
    data.packets = m_packets;
    data.wrapBits = wrapBitsOf(*m_protocols, m_request.y);
    double last = 0;
    for (Growing& growing : m_growing) {
        auto& points = growing.series.points;
        if (points.empty())
            continue;
        std::ranges::stable_sort(points, {}, &PlotPoint::x);
        last = std::max(last, points.back().x);
        if (data.wrapBits == 16 && !growing.series.isRest)
            growing.series.behaviour = behaviourOf(points);
        data.series.push_back(std::move(growing.series));
    }
    std::ranges::stable_sort(data.series, [](const PlotSeries& a, const PlotSeries& b) {
        return a.isRest != b.isRest ? b.isRest : comesBefore(a.key, b.key);
    });
    if (m_request.y.kind == Kind::Rate) {
        data.span = roundSpan(last);
        for (PlotSeries& series : data.series)
            series.points = countsPerSpan(series.points, data.span);
    }
    for (const PlotSeries& series : data.series)
        data.points += series.points.size();
    data.xIsWhole = isWhole(data.x, data.series, &PlotPoint::x);
    data.yIsWhole = isWhole(data.y, data.series, &PlotPoint::y);
}

double roundSpan(double whole)
{
    const double wanted = std::max(whole / spansOfRate, 1e-6);
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (wanted <= factor * power * (1 + 1e-9))
            return factor * power;
    return 10 * power;
}

std::vector<PlotPoint> countsPerSpan(const std::vector<PlotPoint>& points, double span)
{
    std::vector<PlotPoint> counts;
    if (points.empty() || span <= 0)
        return counts;
    const double first = spanNumber(points.front().x, span);
    const double count = spanNumber(points.back().x, span) - first + 1;
    counts.resize(static_cast<std::size_t>(std::min(count, static_cast<double>(mostSpans))));
    for (std::size_t i = 0; i < counts.size(); ++i)
        counts[i].x = (first + static_cast<double>(i)) * span;
    std::size_t last = 0;
    for (const PlotPoint& point : points) {
        last = std::min(static_cast<std::size_t>(spanNumber(point.x, span) - first), counts.size() - 1);
        if (counts[last].y == 0)
            counts[last].packet = point.packet;
        counts[last].y += 1;
    }
    // A point that counts nothing leads to the packet before it.
    for (std::size_t i = 1; i < counts.size(); ++i)
        if (counts[i].y == 0)
            counts[i].packet = counts[i - 1].packet;
    return counts;
}

} // namespace fw::ui
