#include "tests/support/window_fixture.h"
#include "ui/bridge/packet_store.h"
#include "ui/bridge/plot_builder.h"
#include "ui/capture/packet_view.h"
#include "ui/plots/plot_workspace.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTreeView>

#include <algorithm>

using namespace fw;
using namespace fw::ui;

namespace {

const QString echoes = QStringLiteral("ICMP.type == 8 or ICMP.type == 0");

CapturedPacket packetOf(const std::string& expression, std::chrono::nanoseconds time)
{
    CapturedPacket packet;
    packet.bytes = ::bytesOf(expression);
    packet.originalLength = static_cast<std::uint32_t>(packet.bytes.size());
    packet.time = time;
    return packet;
}

/// Ids that run over their end.
std::shared_ptr<const Capture> overTheEnd()
{
    std::vector<CapturedPacket> packets;
    for (int i = 0; i < 12; ++i)
        packets.push_back(packetOf("Ether(src=\"02:00:00:00:00:01\", dst=\"02:00:00:00:00:02\")/IP(src=\"10.0.0.9\", dst=\"10.0.0.1\", id="
                                       + std::to_string((65530 + i) % 65536) + ")/UDP()",
                                   std::chrono::milliseconds(1000 + i * 10)));
    return std::make_shared<const PacketStore>(std::move(packets));
}

/// A million packets that take no memory.
class Million final : public Capture {
public:
    explicit Million(std::size_t count = 1'000'000) : m_count(count), m_packet(packetOf("Ether()/IP(src=\"10.0.0.9\", dst=\"10.0.0.1\", id=7)/UDP()", {})) {}
    std::size_t packetCount() const override { return m_count; }
    Result<CapturedPacket> packet(std::size_t number) const override
    {
        CapturedPacket packet = m_packet;
        packet.time = std::chrono::microseconds(number);
        packet.bytes[18] = static_cast<std::uint8_t>(number >> 8U);
        packet.bytes[19] = static_cast<std::uint8_t>(number);
        return packet;
    }

private:
    std::size_t m_count;
    CapturedPacket m_packet;
};

PlotDataPtr build(const std::shared_ptr<const Capture>& packets, const char* y, const char* x = "time", const char* key = "IP.src", const char* filter = "")
{
    auto builder = PlotBuilder::make(std::shared_ptr<const Protocols>(std::shared_ptr<void>(), &Protocols::builtin()),
                                     {packets, {}, Quantity::parse(x), Quantity::parse(y), key, filter});
    return builder ? std::make_shared<const PlotData>(builder->build({}, [](std::uint64_t, std::uint64_t) {})) : nullptr;
}

struct PlotFixture : WindowFixture {
    PlotView& openDemo(const QString& filter = echoes)
    {
        open().openFile(QStringLiteral(FW_SAMPLES "/demo.pcap"));
        [[maybe_unused]] const bool read = QTest::qWaitFor([this] { return rows("packetTable") == 429; });
        window->showWorkspace(MainWindow::Workspace::Plots);
        type("plotFilterEdit", filter);
        settle();
        return *find<PlotView>("plotView");
    }
    void type(const char* edit, const QString& text) const
    {
        auto* line = find<QLineEdit>(edit);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
        if (text.isEmpty())
            QTest::keyClick(line, Qt::Key_Delete);
        // While names are offered, their list has the keyboard.
        QWidget* const offered = QApplication::activePopupWidget();
        QTest::keyClick(offered != nullptr ? offered : line, Qt::Key_Return);
    }
    /// No plot is being read any more.
    void settle() const
    {
        QTest::qWait(50);
        [[maybe_unused]] const bool done = QTest::qWaitFor([this] { return !find("plotCancelBtn")->isVisible() && !busy(); });
        QTest::qWait(20);
    }
    bool busy() const
    {
        const auto jobs = window->findChildren<PlotJob*>();
        return std::ranges::any_of(jobs, &Job::isRunning);
    }
    QModelIndex legend(int row, int column = 0) const { return find<QTreeView>("plotLegend")->model()->index(row, column); }
};

void wheel(QWidget& widget, QPointF at, int notches, Qt::KeyboardModifiers modifiers = {})
{
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestPlotsWorkspace : public QObject {
    Q_OBJECT

private slots:
    void idsBySourceAreSeriesWithNamedBehaviour()
    {
        PlotFixture fixture;
        PlotView& plot = fixture.openDemo();
        QCOMPARE(fixture.find<QTreeView>("plotLegend")->model()->rowCount(), 3);
        QMap<QString, QString> behaviours;
        for (int row = 0; row < 3; ++row)
            behaviours[fixture.legend(row).data().toString()] = fixture.legend(row, SeriesModel::BehaviourColumn).data().toString();
        QCOMPARE(behaviours.value(QStringLiteral("10.0.0.2")), QStringLiteral("+1"));
        QCOMPARE(behaviours.value(QStringLiteral("10.0.0.3")), QStringLiteral("random"));
        QVERIFY(!plot.xAxis->label().isEmpty() && plot.xAxis->label().contains(QLatin1String("(s)")));
        QVERIFY(plot.yAxis->label().startsWith(QLatin1String("IP.id")));
        QCOMPARE(plot.xAxis->range().lower, 0.0);
        QVERIFY(plot.yAxis->range().lower >= 0);
        for (const QString& label : plot.yAxis->tickVectorLabels() + plot.xAxis->tickVectorLabels())
            QVERIFY2(!label.contains(QLatin1Char('e')) && !label.contains(QLatin1Char('-')), qPrintable(label));
        QVERIFY(!fixture.sawModal);
    }
    void aClickOnAPointSelectsItsPacket()
    {
        PlotFixture fixture;
        PlotView& plot = fixture.openDemo();
        // Of the ids drawn at random, which do not lie on one another.
        const PlotView::Point point{2, 50};
        QCOMPARE(plot.data()->series.at(point.series).key, std::string("10.0.0.3"));
        const std::uint32_t packet = plot.data()->series[point.series].points.at(point.index).packet;
        const QPoint at = plot.pixelOf(point).toPoint();
        QTest::mouseClick(&plot, Qt::LeftButton, {}, at);
        const auto* packets = fixture.find<QTableView>("packetTable");
        QCOMPARE(packets->currentIndex().row(), static_cast<int>(packet));
        QVERIFY(plot.ringed().has_value());
        QCOMPARE(plot.data()->series[plot.ringed()->series].points[plot.ringed()->index].packet, packet);
        QVERIFY(fixture.text("plotReadOut").contains(QLocale().toString(packet + 1)));
        QVERIFY(fixture.find<HexView>("hexView")->selectionModel().current().packet);
        QCOMPARE(fixture.find<HexView>("hexView")->selectionModel().current().packet->number, packet + 1U);
    }
    void aPacketSelectedElsewhereIsRinged()
    {
        PlotFixture fixture;
        PlotView& plot = fixture.openDemo();
        fixture.window->showWorkspace(MainWindow::Workspace::Capture);
        fixture.find<fw::ui::PacketView>("packetTable")->selectPacket(200);
        fixture.window->showWorkspace(MainWindow::Workspace::Plots);
        QVERIFY(plot.ringed().has_value());
        QCOMPARE(plot.data()->series[plot.ringed()->series].points[plot.ringed()->index].packet, 200U);
    }
    void aSeriesIsHiddenByItsCheckBox()
    {
        PlotFixture fixture;
        PlotView& plot = fixture.openDemo();
        auto* legend = fixture.find<QTreeView>("plotLegend");
        QCOMPARE(plot.shownSeriesCount(), std::size_t{3});
        const QRect row = legend->visualRect(fixture.legend(1));
        QTest::mouseClick(legend->viewport(), Qt::LeftButton, {}, {row.left() + 10, row.center().y()});
        QCOMPARE(plot.shownSeriesCount(), std::size_t{2});
        QVERIFY(!plot.isSeriesShown(1));
        // By keyboard back again.
        legend->setFocus();
        legend->setCurrentIndex(fixture.legend(1));
        QTest::keyClick(legend, Qt::Key_Space);
        QCOMPARE(plot.shownSeriesCount(), std::size_t{3});
    }
    void wheelDragAndDoubleClickMoveTheRanges()
    {
        PlotFixture fixture;
        PlotView& plot = fixture.openDemo();
        const QCPRange x = plot.xAxis->range();
        const QCPRange y = plot.yAxis->range();
        const QPointF centre = plot.axisRect()->center();
        wheel(plot, centre, 3);
        QVERIFY(plot.xAxis->range().size() < x.size() * 0.9);
        QCOMPARE(plot.yAxis->range().size(), y.size());
        wheel(plot, centre, 2, Qt::ShiftModifier);
        QVERIFY(plot.yAxis->range().size() < y.size() * 0.9);
        const QCPRange zoomed = plot.xAxis->range();
        QTest::mousePress(&plot, Qt::LeftButton, {}, centre.toPoint());
        QTest::mouseMove(&plot, centre.toPoint() + QPoint(10, 0));
        QTest::mouseMove(&plot, centre.toPoint() + QPoint(60, 0));
        QTest::mouseRelease(&plot, Qt::LeftButton, {}, centre.toPoint() + QPoint(60, 0));
        QVERIFY(plot.xAxis->range().lower < zoomed.lower);
        // However far one drags, there is nothing below zero.
        wheel(plot, centre, -30);
        wheel(plot, centre, -30, Qt::ShiftModifier);
        QVERIFY(plot.xAxis->range().lower >= 0 && plot.yAxis->range().lower >= 0);
        QTest::mouseDClick(&plot, Qt::LeftButton, {}, centre.toPoint());
        QCOMPARE(plot.xAxis->range().upper, x.upper);
        QCOMPARE(plot.yAxis->range().upper, y.upper);
    }
    void aRectangleSelectsManyAndTheirPointsAreExported()
    {
        PlotFixture fixture;
        PlotView& plot = fixture.openDemo();
        QSignalSpy picked(&plot, &PlotView::packetsPicked);
        const QRect area = plot.axisRect()->rect();
        const QPoint from = area.topLeft() + QPoint(2, 2);
        const QPoint to(qRound(plot.xAxis->coordToPixel(5.5)), area.bottom() - 2); // In the midst of the echoes.
        QTest::mousePress(&plot, Qt::LeftButton, Qt::ControlModifier, from);
        QTest::mouseMove(&plot, (from + to) / 2);
        QTest::mouseMove(&plot, to);
        QTest::mouseRelease(&plot, Qt::LeftButton, Qt::ControlModifier, to);
        QCOMPARE(picked.count(), 1);
        const std::size_t count = plot.picked().size();
        std::size_t inside = 0;
        for (const PlotSeries& series : plot.data()->series)
            for (const PlotPoint& point : series.points)
                inside += point.x <= plot.xAxis->pixelToCoord(to.x()) && point.y >= plot.yAxis->pixelToCoord(to.y()) ? 1 : 0;
        QCOMPARE(count, inside);
        QVERIFY(count > 50 && count < 400);
        QVERIFY(fixture.find<QAction>("plotClearAct")->isEnabled());
        const QString path = fixture.directory.filePath(QStringLiteral("some.csv"));
        fixture.find<PlotWorkspace>("plotWorkspace")->exportTo(path);
        QTRY_VERIFY(QFile::exists(path));
        QTRY_COMPARE(contents(path).count("\r\n"), static_cast<qsizetype>(count) + 1);
        fixture.find<QAction>("plotClearAct")->trigger();
        QVERIFY(plot.picked().empty());
    }
    void theKeyboardGoesFromPointToPoint()
    {
        PlotFixture fixture;
        PlotView& plot = fixture.openDemo();
        // A shortcut is only one in the window that is active.
        fixture.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(fixture.window.get()));
        plot.setFocus();
        QTest::keyClick(&plot, Qt::Key_Right);
        QVERIFY(plot.current().has_value());
        const std::size_t first = plot.current()->index;
        QTest::keyClick(&plot, Qt::Key_Right);
        QCOMPARE(plot.current()->index, first + 1);
        const std::size_t series = plot.current()->series;
        QTest::keyClick(&plot, Qt::Key_Down);
        QVERIFY(plot.current()->series != series);
        const PlotPoint wanted = plot.data()->series[plot.current()->series].points[plot.current()->index];
        QTest::keyClick(&plot, Qt::Key_Return);
        QCOMPARE(fixture.find<QTableView>("packetTable")->currentIndex().row(), static_cast<int>(wanted.packet));
        const QCPRange before = plot.xAxis->range();
        QTest::keyClick(&plot, Qt::Key_Plus);
        QVERIFY(plot.xAxis->range().size() < before.size());
        QTest::keyClick(&plot, Qt::Key_Home);
        QTest::keyClick(&plot, Qt::Key_Space);
        QVERIFY(fixture.find<QAction>("plotFreezeAct")->isChecked());
        auto* accessible = QAccessible::queryAccessibleInterface(&plot);
        QVERIFY(accessible && accessible->role() == QAccessible::Chart);
        QVERIFY(!accessible->text(QAccessible::Value).isEmpty());
        QVERIFY(accessible->text(QAccessible::Description).contains(QLatin1String("10.0.0.2")));
    }
    void numbersThatBeginAgainGoOnUnwrapped()
    {
        Theme theme;
        PlotView plot(theme);
        plot.resize(600, 400);
        const PlotDataPtr ids = build(overTheEnd(), "IP.id");
        QCOMPARE(ids->wrapBits, 16U);
        plot.setPlot(ids, {QStringLiteral("x"), QStringLiteral("y"), PlotView::Style::Line});
        QCOMPARE((plot.graph(0)->data()->constEnd() - 1)->value, 5.0);
        plot.setUnwrapped(true);
        QCOMPARE((plot.graph(0)->data()->constEnd() - 1)->value, 65541.0);
        QVERIFY(plot.yAxis->range().upper > 65541 && plot.yAxis->range().lower > 60000);
    }
    void anyFieldAgainstAnyField()
    {
        const PlotDataPtr lengths = build(overTheEnd(), "length", "IP.id", "UDP.dport");
        QCOMPARE(lengths->series.size(), std::size_t{1});
        QCOMPARE(lengths->series[0].key, std::string("53"));
        QCOMPARE(lengths->series[0].points.front().x, 0.0); // By x: the id 0 comes first.
        QCOMPARE(lengths->series[0].points.front().packet, 6U);
        QCOMPARE(lengths->series[0].points.front().y, 42.0);
        const PlotDataPtr gaps = build(overTheEnd(), "gap");
        QCOMPARE(gaps->points, std::uint64_t{11}); // The first has none before it.
        QCOMPARE(qRound(gaps->series[0].points[0].y), 10);
        const PlotDataPtr byTemplate = build(overTheEnd(), "IP.ttl", "number", "from %IP.src%");
        QCOMPARE(byTemplate->series[0].key, std::string("from 10.0.0.9"));
        QVERIFY(build(overTheEnd(), "IP.id", "time", "IP.src", "TCP")->series.empty());
    }
    void aRateCountsAllPacketsAndTheGapsBetweenThem()
    {
        const PlotDataPtr rate = build(std::make_shared<const Million>(5000), "rate");
        double sum = 0;
        for (const PlotPoint& point : rate->series[0].points)
            sum += point.y;
        QCOMPARE(sum, 5000.0);
        const std::vector<PlotPoint> points{{0.05, 0, 1}, {0.06, 0, 2}, {0.35, 0, 3}};
        const auto counts = countsPerSpan(points, 0.1);
        QCOMPARE(counts.size(), std::size_t{4});
        QCOMPARE(counts[0].y, 2.0);
        QCOMPARE(counts[1].y, 0.0);
        QCOMPARE(counts[3].packet, 3U);
        QCOMPARE(roundSpan(400), 1.0);
        QCOMPARE(roundSpan(1.3), 0.005);
    }
    void aMistakeIsToldBesideWhatWasTyped()
    {
        PlotFixture fixture;
        PlotView& plot = fixture.openDemo();
        const PlotDataPtr before = plot.data();
        fixture.type("plotYComboEdit", QStringLiteral("IP.foo"));
        const auto* error = fixture.find<QLabel>("plotError");
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->text().contains(QLatin1String("foo")));
        QCOMPARE(plot.data(), before);
        fixture.type("plotYComboEdit", QStringLiteral("IP.ttl"));
        QTRY_VERIFY(!error->isVisible());
        fixture.settle();
        QVERIFY(plot.yAxis->label().startsWith(QLatin1String("IP.ttl")));
        QCOMPARE(fixture.find<QComboBox>("plotRecipeCombo")->currentData().toString(), QStringLiteral("custom"));
        fixture.type("plotFilterEdit", QStringLiteral("IP.bar == 1"));
        QTRY_VERIFY(error->isVisible());
        QVERIFY(!fixture.sawModal);
    }
    void whatHasNoPointsSaysSo()
    {
        PlotFixture fixture;
        fixture.open().showWorkspace(MainWindow::Workspace::Plots);
        QVERIFY(fixture.find("plotEmptyText")->isVisible());
        QVERIFY(fixture.text("plotEmptyText").contains(QLatin1String("IP.id")));
        fixture.window->openFile(QStringLiteral(FW_SAMPLES "/demo.pcap"));
        QTRY_COMPARE(fixture.rows("packetTable"), 429);
        fixture.window->showWorkspace(MainWindow::Workspace::Plots);
        QTRY_VERIFY(fixture.find("plotView")->isVisible());
        fixture.type("plotYComboEdit", QStringLiteral("SCTP.tag"));
        QTRY_VERIFY(fixture.find("plotMessage")->isVisible());
        QVERIFY(fixture.text("plotMessage").contains(QLatin1String("SCTP.tag")));
    }
    void exports_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("magic");
        QTest::newRow("svg") << QStringLiteral("svg") << QByteArray("<svg");
        QTest::newRow("pdf") << QStringLiteral("pdf") << QByteArray("%PDF-");
        QTest::newRow("png") << QStringLiteral("png") << QByteArray("PNG");
        QTest::newRow("csv") << QStringLiteral("csv") << QByteArray("Series,");
    }
    void exports()
    {
        QFETCH(QString, suffix);
        QFETCH(QByteArray, magic);
        PlotFixture fixture;
        fixture.openDemo();
        const QString path = fixture.directory.filePath(QStringLiteral("plot.") + suffix);
        fixture.find<PlotWorkspace>("plotWorkspace")->exportTo(path);
        QTRY_VERIFY(QFile::exists(path));
        const QByteArray data = contents(path);
        QVERIFY(data.left(400).contains(magic));
        if (suffix == QLatin1String("svg")) {
            QVERIFY(data.contains("10.0.0.2") && data.contains("IP.id"));
        } else if (suffix == QLatin1String("csv")) {
            QCOMPARE(data.count("\r\n"), 401);
        }
    }
    void roundTripsOfAnExchangeLeadBackToIt()
    {
        PlotFixture fixture;
        MainWindow& window = fixture.open();
        QVERIFY(window.chooseInterface(QStringLiteral("practice")));
        window.setExpression(QStringLiteral("IP(dst=\"172.17.0.1\")/ICMP(seq=(1,8))"));
        fixture.click("sendReceiveBtn");
        QTRY_COMPARE(fixture.rows("exchangeTable"), 8);
        QTRY_VERIFY(!fixture.find("exchangeCancelBtn")->isVisible());
        window.showWorkspace(MainWindow::Workspace::Plots);
        auto* source = fixture.find<QComboBox>("plotSourceCombo");
        source->setFocus();
        QTest::keyClick(source, Qt::Key_Down);
        auto* recipe = fixture.find<QComboBox>("plotRecipeCombo");
        recipe->setFocus();
        QTest::keyClick(recipe, Qt::Key_Down);
        fixture.settle();
        auto* plot = fixture.find<PlotView>("plotView");
        QVERIFY(plot->data());
        QCOMPARE(plot->data()->points, std::uint64_t{8});
        QVERIFY(plot->data()->series[0].points[0].y > 0);
        QVERIFY(fixture.find("plotPracticeMark")->isVisible());
        QTest::mouseClick(plot, Qt::LeftButton, {}, plot->pixelOf({0, 5}).toPoint());
        QCOMPARE(fixture.find<QTableView>("exchangeTable")->currentIndex().row(), static_cast<int>(plot->data()->series[0].points[5].packet));
    }
    void aLongReadingIsCancelledAndKeepsWhatItHad()
    {
        JobList jobs;
        auto job = PlotJob::make(std::shared_ptr<const Protocols>(std::shared_ptr<void>(), &Protocols::builtin()),
                                 {std::make_shared<const Million>(50'000'000), {}, Quantity::parse("time"), Quantity::parse("IP.id"), "IP.src", ""});
        QVERIFY(job.has_value());
        PlotDataPtr got;
        PlotJob* const running = job->get();
        connect(running, &PlotJob::built, this, [&got](const PlotDataPtr& data) { got = data; });
        jobs.start(std::move(*job));
        QTRY_VERIFY(running->progress().done > 0);
        QVERIFY(running->progress().total == 50'000'000);
        running->cancel();
        QTRY_VERIFY(!running->isRunning());
        QCOMPARE(running->state(), Job::State::Cancelled);
        QVERIFY(got && !got->isComplete && got->points > 0 && got->points < 50'000'000);
    }
    void aMillionPointsAreDrawn()
    {
        auto data = std::make_shared<PlotData>();
        data->y = {Quantity::Kind::Field, "IP.id"};
        data->wrapBits = 16;
        data->xIsWhole = data->yIsWhole = false;
        data->series.resize(2);
        std::uint32_t random = 12345;
        for (std::uint32_t i = 0; i < 1'000'000; ++i) {
            random = random * 1664525 + 1013904223;
            data->series[i % 2].points.push_back({i * 1e-3, i % 2 == 0 ? double(i / 16) : double(random >> 16U), i});
        }
        data->series[0].key = "counts";
        data->series[1].key = "draws";
        data->points = 1'000'000;
        Theme theme;
        PlotView plot(theme);
        plot.resize(1000, 600);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        plot.setPlot(data, {QStringLiteral("x"), QStringLiteral("y"), PlotView::Style::Line});
        QElapsedTimer clock;
        clock.start();
        constexpr int rounds = 10;
        for (int i = 0; i < rounds; ++i)
            plot.replot();
        qInfo("replot of a million points: %.1f ms", static_cast<double>(clock.elapsed()) / rounds);
        clock.restart();
        const auto near = plot.nearest(plot.axisRect()->center(), 12);
        qInfo("the nearest of a million points: %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(near.has_value());
        // The cloud of the second series covers its half of the plot, the line of the first is a line.
        const QImage picture = plot.grab().toImage();
        int drawn = 0;
        const QRgb wanted = Theme::seriesColor(1).rgb();
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                drawn += picture.pixel(x, y) == wanted ? 1 : 0;
        QVERIFY2(drawn > 100'000, qPrintable(QString::number(drawn)));
        // Zoomed in on a few points there are lines and markers again.
        plot.xAxis->setRange(100, 100.05);
        plot.replot();
        QVERIFY(plot.nearest(plot.pixelOf({0, 50'010}), 2) == (PlotView::Point{0, 50'010}));
    }
    void theSeriesModelIsAModel()
    {
        Theme theme;
        SeriesModel model(theme);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPlot(build(overTheEnd(), "IP.id"), false);
        QCOMPARE(model.rowCount(), 1);
        model.setAllShown(false);
        model.setPlot(build(overTheEnd(), "IP.id"), true);
        QCOMPARE(model.index(0, 0).data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Unchecked));
        model.setPlot(nullptr, false);
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(TestPlotsWorkspace)
#include "tst_plots_workspace.moc"
