#include "engine/exchange/id_series.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace fw;

namespace {

using Ids = std::vector<std::uint16_t>;

Ids counted(std::uint16_t start, std::uint16_t step, std::size_t count)
{
    Ids ids;
    for (std::size_t i = 0; i < count; ++i)
        ids.push_back(static_cast<std::uint16_t>(start + i * step));
    return ids;
}

Ids drawn(unsigned seed, std::size_t count)
{
    std::mt19937 draw(seed);
    Ids ids(count);
    std::ranges::generate(ids, [&] { return static_cast<std::uint16_t>(draw()); });
    return ids;
}

Ids swapped(Ids ids)
{
    for (std::uint16_t& id : ids)
        id = static_cast<std::uint16_t>(id << 8U | id >> 8U);
    return ids;
}

/// Every fifth packet never came.
Ids thinned(const Ids& ids)
{
    Ids out;
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (i % 5 != 2)
            out.push_back(ids[i]);
    return out;
}

/// Every seventh pair came the other way round.
Ids shuffled(Ids ids)
{
    for (std::size_t i = 3; i + 1 < ids.size(); i += 7)
        std::swap(ids[i], ids[i + 1]);
    return ids;
}

/// Other traffic took some numbers in between.
Ids shared(unsigned seed, std::uint16_t start, std::size_t count, unsigned most)
{
    std::mt19937 draw(seed);
    Ids ids;
    for (std::size_t i = 0; i < count; ++i, start = static_cast<std::uint16_t>(start + 2 + draw() % most))
        ids.push_back(start);
    return ids;
}

IdSeries described(const Ids& ids)
{
    std::vector<IdPoint> points;
    for (const std::uint16_t id : ids)
        points.push_back({std::chrono::milliseconds(points.size()), id, 0});
    return describeIds("10.0.0.1", std::move(points));
}

QString nameOf(IdBehaviour behaviour)
{
    const std::string_view text = name(behaviour);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

class TestIdSeries : public QObject {
    Q_OBJECT

private slots:
    void behavioursAreNamed_data()
    {
        QTest::addColumn<Ids>("ids");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("wraps");
        const auto add = [](const char* row, Ids ids, const char* name, int wraps = 0) { QTest::newRow(row) << std::move(ids) << QString::fromUtf8(name) << wraps; };
        add("none", {}, "too few to tell");
        add("two", {1, 2}, "too few to tell");
        add("zero", Ids(5, 0), "zero");
        add("constant", Ids(5, 4711), "constant");
        add("constant, of the same bytes swapped", Ids(5, 0x0101), "constant");
        add("three", {7, 8, 9}, "+1");
        add("counter", counted(100, 1, 50), "+1");
        add("counter, wrapping", counted(65'500, 1, 100), "+1", 1);
        add("counter, wrapping twice", thinned(counted(65'000, 1, 66'600)), "+1", 2);
        add("counter with losses", thinned(counted(100, 1, 50)), "+1");
        add("counter, overtaking", shuffled(counted(100, 1, 50)), "+1");
        add("counter, overtaking at the wrap", shuffled(counted(65'532, 1, 50)), "+1", 1);
        add("counter, overtaking and losses", shuffled(thinned(counted(65'500, 1, 100))), "+1", 1);
        add("counter at the foot, the first overtaken", {1, 0, 2, 3, 4, 5, 6, 7}, "+1");
        add("steps of two", counted(100, 2, 50), "small steps");
        add("steps of 256 are a swapped counter", counted(0x0001, 256, 50), "+1, bytes swapped");
        add("steps of 257 are none", counted(5, 257, 40), "small steps");
        add("shared with others", shared(1, 60'000, 200, 90), "small steps", 1);
        add("swapped counter", swapped(counted(100, 1, 50)), "+1, bytes swapped");
        add("swapped counter, across a byte", swapped(counted(0x01f0, 1, 50)), "+1, bytes swapped");
        add("swapped counter, wrapping", swapped(counted(65'500, 1, 100)), "+1, bytes swapped", 1);
        add("swapped counter, overtaking and losses", shuffled(thinned(swapped(counted(65'500, 1, 100)))), "+1, bytes swapped", 1);
        for (const unsigned seed : {1U, 2U, 3U, 4U, 5U})
            add(("random " + std::to_string(seed)).c_str(), drawn(seed, 20), "random");
        add("random, many", drawn(9, 5000), "random");
        add("going down", [] { Ids ids = counted(100, 1, 50); std::ranges::reverse(ids); return ids; }(), "random");
        add("now this, now that", {1, 40'000, 1, 40'000, 1, 40'000, 1, 40'000}, "random");
        add("mostly the same", {9, 9, 9, 9, 50'000, 9, 9, 9}, "random");
    }

    void behavioursAreNamed()
    {
        QFETCH(Ids, ids);
        const IdSeries series = described(ids);
        QTEST(nameOf(series.behaviour), "name");
        QTEST(static_cast<int>(series.wraps), "wraps");
        QCOMPARE(series.points.size(), ids.size());
    }

    void countersGoOnWhereTheirBitsEnd()
    {
        const IdSeries series = described(swapped(counted(65'534, 1, 5)));
        std::vector<std::uint64_t> unwrapped;
        for (const IdPoint& point : series.points)
            unwrapped.push_back(point.unwrapped);
        QCOMPARE(unwrapped, (std::vector<std::uint64_t>{65'534, 65'535, 65'536, 65'537, 65'538}));
        QCOMPARE(series.step, 1.0);
    }

    void overtakingIsCounted() { QCOMPARE(described({10, 11, 13, 12, 14, 15, 16, 17}).outOfOrder, 1U); }

    void sourcesAreToldApartAndPutInOrderOfTime()
    {
        IdCollector ids;
        for (const int i : {3, 1, 0, 2, 4}) {
            ids.add(std::chrono::seconds(i), "10.0.0.2", static_cast<std::uint16_t>(500 + i));
            ids.add(std::chrono::seconds(i), "10.0.0.1", 0);
        }
        const auto series = ids.series();
        QCOMPARE(series.size(), 2U);
        QCOMPARE(series[0].source, std::string("10.0.0.2"));
        QCOMPARE(series[0].behaviour, IdBehaviour::Counter);
        QCOMPARE(series[0].outOfOrder, 0U);
        QCOMPARE(series[0].first, 500);
        QCOMPARE(series[0].last, 504);
        QCOMPARE(series[1].behaviour, IdBehaviour::Zero);
    }

    void memoryIsBounded()
    {
        IdCollector ids;
        for (std::size_t i = 0; i < 3 * IdCollector::mostPoints; ++i)
            ids.add(std::chrono::nanoseconds(i), "a", static_cast<std::uint16_t>(i));
        for (std::size_t i = 0; i < 2 * IdCollector::mostSources; ++i)
            ids.add({}, std::to_string(i), 0);
        const auto series = ids.series();
        QCOMPARE(series.size(), IdCollector::mostSources);
        QVERIFY(series[0].points.size() <= IdCollector::mostPoints);
        QCOMPARE(series[0].points.back().time, std::chrono::nanoseconds(3 * IdCollector::mostPoints - 1)); // The newest are kept.
    }
};

QTEST_APPLESS_MAIN(TestIdSeries)
#include "tst_id_series.moc"
