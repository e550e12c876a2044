#include "engine/exchange/id_series.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t fewest = 3;
/// A counter shared with little other traffic goes up by less than this between two packets. So do random ids now and then: 1 in 64.
constexpr std::uint16_t smallStep = 1024;
/// What may be out of place, by reordering and loss, without hiding a counter: one in so many.
constexpr std::size_t tolerated = 5;

std::uint16_t asIs(std::uint16_t id) { return id; }
std::uint16_t swapped(std::uint16_t id) { return static_cast<std::uint16_t>(id << 8U | id >> 8U); }
using Reading = std::uint16_t (*)(std::uint16_t);

/// From one id to the next, modulo 2^16: up to 32767 is forward.
std::vector<std::int32_t> stepsOf(const std::vector<IdPoint>& points, Reading reading)
{
    std::vector<std::int32_t> steps;
    for (std::size_t i = 1; i < points.size(); ++i)
        steps.push_back(static_cast<std::int16_t>(reading(points[i].id) - reading(points[i - 1].id)));
    return steps;
}

double medianOf(std::vector<std::int32_t> values)
{
    const std::size_t middle = values.size() / 2;
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(middle));
    const double upper = values[middle];
    if (values.size() % 2 == 1)
        return upper;
    return (upper + *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(middle))) / 2;
}

/// A counter's packets that overtook each other make a step back and one forward that is as much too large: both are small.
bool isCounter(const std::vector<std::int32_t>& steps)
{
    const auto isSmall = [](std::int32_t step) { return step != 0 && std::abs(step) < smallStep; };
    const auto far = static_cast<std::size_t>(std::ranges::count_if(steps, [&](std::int32_t step) { return !isSmall(step); }));
    const auto back = static_cast<std::size_t>(std::ranges::count_if(steps, [](std::int32_t step) { return step < 0; }));
    return far * tolerated <= steps.size() && 2 * back < steps.size() && medianOf(steps) > 0;
}

/// Counts on where the 16 bits end.
void unwrap(IdSeries& series, Reading reading)
{
    std::int64_t at = reading(series.points.front().id);
    std::int64_t highest = at;
    series.points.front().unwrapped = static_cast<std::uint64_t>(at);
    const auto steps = stepsOf(series.points, reading);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        at = std::max<std::int64_t>(0, at + steps[i]); // An id from before the first one stays where counting began.
        series.points[i + 1].unwrapped = static_cast<std::uint64_t>(at);
        series.outOfOrder += steps[i] < 0 ? 1 : 0;
        highest = std::max(highest, at);
    }
    series.wraps = static_cast<std::size_t>(highest >> 16);
    series.step = medianOf(steps);
}

/// By one in half of the cases at least: what is lost or went to others makes larger steps.
bool goesByOne(std::vector<std::int32_t> steps)
{
    return medianOf(std::move(steps)) < 2;
}

} // namespace

std::string_view name(IdBehaviour behaviour)
{
    switch (behaviour) {
    case IdBehaviour::TooFew: return "too few to tell";
    case IdBehaviour::Zero: return "zero";
    case IdBehaviour::Constant: return "constant";
    case IdBehaviour::Counter: return "+1";
    case IdBehaviour::Steps: return "small steps";
    case IdBehaviour::SwappedCounter: return "+1, bytes swapped";
    case IdBehaviour::Random: return "random";
    }
    return {};
}

IdSeries describeIds(std::string source, std::vector<IdPoint> points)
{
    IdSeries series{.source = std::move(source), .points = std::move(points)};
    if (series.points.empty())
        return series;
    for (IdPoint& point : series.points)
        point.unwrapped = point.id;
    series.first = series.points.front().id;
    series.last = series.points.back().id;
    if (series.points.size() < fewest)
        return series;
    const auto plain = stepsOf(series.points, asIs);
    if (std::ranges::all_of(plain, [](std::int32_t step) { return step == 0; })) {
        series.behaviour = series.first == 0 ? IdBehaviour::Zero : IdBehaviour::Constant;
        return series;
    }
    // A counter of swapped bytes goes by 256 as it stands, so it is looked for where that is not the smaller step.
    const auto other = stepsOf(series.points, swapped);
    const bool isPlain = isCounter(plain);
    const bool isSwapped = isCounter(other);
    if (isSwapped && (!isPlain || medianOf(other) < medianOf(plain))) {
        series.behaviour = goesByOne(other) ? IdBehaviour::SwappedCounter : IdBehaviour::Steps;
        unwrap(series, swapped);
    } else if (isPlain) {
        series.behaviour = goesByOne(plain) ? IdBehaviour::Counter : IdBehaviour::Steps;
        unwrap(series, asIs);
    } else {
        series.behaviour = IdBehaviour::Random;
    }
    return series;
}

void IdCollector::add(std::chrono::nanoseconds time, const std::string& source, std::uint16_t id)
{
    auto known = m_numbers.find(source);
    if (known == m_numbers.end()) {
        if (m_points.size() == mostSources)
            return;
        known = m_numbers.emplace(source, m_points.size()).first;
        m_points.emplace_back(source, std::vector<IdPoint>());
    }
    std::vector<IdPoint>& points = m_points[known->second].second;
    if (points.size() == mostPoints)
        points.erase(points.begin(), points.begin() + mostPoints / 2);
    points.push_back({time, id, id});
}

std::vector<IdSeries> IdCollector::series() const
{
    std::vector<IdSeries> all;
    for (const auto& [source, points] : m_points) {
        std::vector<IdPoint> inOrder = points;
        std::ranges::stable_sort(inOrder, {}, &IdPoint::time);
        all.push_back(describeIds(source, std::move(inOrder)));
    }
    return all;
}

} // namespace fw
