#include "engine/net/practice_description.h"
#include "resources/embedded.h"

#include <QTest>

using namespace fw;

namespace {

const QByteArray head = "format: 1\n"
                        "interface: {name: class, mac: \"02:00:00:00:00:02\", addresses: [10.0.0.2/24]}\n"
                        "gateway: {mac: \"02:00:00:00:00:01\", address: 10.0.0.1}\n";

/// The blocks of the help page that are whole files.
QList<QByteArray> examples()
{
    const std::string_view page = resources::find("help/practice.md");
    QList<QByteArray> found;
    for (const QByteArray& part : QByteArray(page.data(), static_cast<qsizetype>(page.size())).split('`'))
        if (part.startsWith("yaml\nformat: 1"))
            found << part.mid(5);
    return found;
}

} // namespace

/// Files of practice networks, as a teacher writes them.
class TestPracticeFile : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrongIsToldWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<QByteArray>("says");
        const auto add = [](const char* name, const QByteArray& text, int line, const char* says) { QTest::newRow(name) << text << line << QByteArray(says); };
        add("nothing", "", 0, "a map");
        add("not YAML", "format: [1\n", 2, "not YAML");
        add("another format", "format: 2\n", 1, "1-1");
        add("no interface", "format: 1\n", 1, "interface");
        add("a MAC that is none", "format: 1\ninterface:\n  name: x\n  mac: nope\n  addresses: []\n", 4, "MAC");
        add("an unknown key", head + "hots: []\n", 4, "perhaps 'hosts'");
        add("a key of a router", head + "paths:\n  main:\n    - {adress: 1.2.3.4}\n", 6, "perhaps 'address'");
        add("a second key", head + "seed: 1\nseed: 2\n", 5, "second 'seed'");
        add("an address that is none", head + "hosts:\n  - {addresses: [10.0.0.300]}\n", 5, "IPv4 or IPv6 address");
        add("no addresses", head + "hosts:\n  - {names: [a]}\n", 5, "addresses");
        add("an address twice", head + "hosts:\n  - {addresses: [10.0.1.1]}\n  - {addresses: [10.0.1.1]}\n", 6, "10.0.1.1 is taken");
        add("a path that is not there", head + "hosts:\n  - {addresses: [10.0.1.1], path: none}\n", 5, "name of one of the paths");
        add("a share", head + "hosts:\n  - {addresses: [10.0.1.1], loss: 2}\n", 5, "0-1");
        add("a latency", head + "hosts:\n  - {addresses: [10.0.1.1], latency: -1}\n", 5, "0-60000");
        add("a latency without end", head + "hosts:\n  - {addresses: [10.0.1.1], latency: inf}\n", 5, "0-60000");
        add("a port", head + "hosts:\n  - {addresses: [10.0.1.1], tcp: {open: [0]}}\n", 5, "1-65535");
        add("a word", head + "hosts:\n  - {addresses: [10.0.1.1], ip_id: often}\n", 5, "counter, random, zero, echo");
        add("labels behind short quotes", head + "paths: {main: [{address: 192.0.2.1, mpls: [1], quotes: short}]}\n", 4, "full quotes");
        add("a label", head + "paths: {main: [{address: 192.0.2.1, mpls: [1048576]}]}\n", 4, "0-1048575");
        add("unequal sides", head + "paths: {main: [{address: [192.0.2.1, 192.0.2.2], address6: \"2001:db8::1\"}]}\n", 4, "as many addresses");
        add("no ways", head + "paths: {main: [{balance: []}]}\n", 4, "list of ways");
        add("a DHCP server that is not there", head + "dhcp: {server: 10.0.0.9, first: 10.0.0.20, last: 10.0.0.30}\n", 4, "host on the link");
        add("frames without end", head + "frames:\n  - {every: 1, bytes: \"00\"}\n", 5, "at least 10");
        add("bytes that are none", head + "frames:\n  - {every: 100, bytes: \"0g\"}\n", 5, "hexadecimal");
    }

    void whatIsWrongIsToldWithItsPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(QByteArray, says);
        const auto loaded = practice::load(text.toStdString());
        QVERIFY(!loaded.has_value());
        QCOMPARE(loaded.error().code, Errc::Syntax);
        QVERIFY2(QByteArray::fromStdString(loaded.error().detail).contains(says), loaded.error().detail.c_str());
        QCOMPARE(static_cast<int>(loaded.error().line), line);
    }

    void theHelpPagesExamplesLoad()
    {
        const auto all = examples();
        QCOMPARE(all.size(), 2);
        for (const QByteArray& text : all) {
            const auto loaded = practice::load(text.toStdString());
            QVERIFY2(loaded.has_value(), loaded ? "" : (loaded.error().detail + " in line " + std::to_string(loaded.error().line)).c_str());
            QCOMPARE(loaded->interface.name, std::string("class"));
        }
    }

    /// What an error lists as known keys is what the page tells, and the other way round.
    void theHelpPageTellsEveryKey()
    {
        const QByteArray page(resources::find("help/practice.md").data(), static_cast<qsizetype>(resources::find("help/practice.md").size()));
        for (const QByteArray& text : {QByteArray("x: 1\n"), QByteArray("format: 1\ninterface: {x: 1}\n"), head + "paths: {main: [{x: 1}]}\n", head + "hosts: [{x: 1}]\n",
                                       head + "hosts: [{addresses: [10.0.1.1], tcp: {x: 1}}]\n", head + "dhcp: {x: 1}\n", head + "frames: [{x: 1}]\n"}) {
            const auto loaded = practice::load(text.toStdString());
            QVERIFY(!loaded.has_value());
            const QByteArray says = QByteArray::fromStdString(loaded.error().detail);
            for (const QByteArray& key : says.mid(says.indexOf("known here: ") + 12).split(','))
                QVERIFY2(page.contains("`" + key.trimmed() + "`"), key.constData());
        }
    }

    void aSmallNetworkWorks()
    {
        const auto network = practiceNetwork((head + "hosts: [{names: [Web.Class], addresses: [10.0.0.1], mac: \"02:00:00:00:00:01\"}]\n").toStdString());
        QVERIFY(network.has_value());
        QCOMPARE((*network)->interfaces().front().name, std::string("class"));
        QCOMPARE((*network)->lookUp("web.class", 4).value().front(), (Buffer{10, 0, 0, 1}));
        QVERIFY((*network)->askNeighbour(Buffer{10, 0, 0, 1}, "class", std::chrono::seconds(5), {}).has_value());
    }

    void hostileFilesEnd()
    {
        QByteArray deep = head + "names: ";
        for (int i = 0; i < 5000; ++i)
            deep += '[';
        QVERIFY(!practice::load(deep.toStdString()).has_value());
        QByteArray bomb = "a0: &a0 [x]\n";
        for (int i = 1; i < 40; ++i)
            bomb += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [*a" + QByteArray::number(i - 1) + ", *a" + QByteArray::number(i - 1) + "]\n";
        QVERIFY(!practice::load(bomb.toStdString()).has_value());
        const QByteArray whole = head + "paths: {main: [{address: 192.0.2.1}]}\nhosts: [{addresses: [10.0.1.1], tcp: {open: [1]}}]\n";
        for (qsizetype size = 0; size < whole.size(); ++size)
            (void)practice::load(whole.first(size).toStdString());
    }
};

QTEST_APPLESS_MAIN(TestPracticeFile)
#include "tst_practice_file.moc"
