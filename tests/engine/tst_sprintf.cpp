#include "engine/base/hexdump.h"
#include "engine/packet/dissect.h"
#include "engine/packet/sprintf.h"
#include "engine/scapy/scapy.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace fw;
using namespace std::chrono_literals;

namespace {

constexpr auto received = 1'700'000'000'123'456'789ns;

const Protocols& protocols() { return Protocols::builtin(); }

Draft draftOf(const std::string& expression)
{
    auto draft = scapy::parse(protocols(), expression);
    return draft ? std::move(*draft) : Draft();
}

Draft packetOf(const QJsonObject& entry)
{
    if (!entry.contains(QLatin1String("hex")))
        return draftOf(entry[QLatin1String("expression")].toString().toStdString());
    Buffer bytes;
    HexError error;
    const bool isHex = parseHex(entry[QLatin1String("hex")].toString().toStdString(), bytes, error);
    const auto* first = protocols().find(entry[QLatin1String("first")].toString().toStdString());
    return isHex && first != nullptr ? dissect(protocols(), bytes, 0, {.first = first->id, .decodeAs = {}}).draft : Draft();
}

QString textOf(const Draft& draft, const QString& text)
{
    const auto out = sprintf(protocols(), draft, text.toStdString(), received);
    return out ? QString::fromStdString(*out) : QString();
}

} // namespace

class TestSprintf : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        tzset();
    }

    void writesWhatScapyWrites_data()
    {
        QTest::addColumn<Draft>("packet");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // Null where Scapy fails.
        QFile file(QStringLiteral(FW_TEST_DATA "/scapy_sprintf.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QJsonValue& entry : QJsonDocument::fromJson(file.readAll()).array()) {
            const Draft packet = packetOf(entry.toObject());
            const QJsonObject texts = entry[QLatin1String("texts")].toObject();
            for (auto text = texts.begin(); text != texts.end(); ++text)
                QTest::addRow("%s: %s", qPrintable(text.key()), qPrintable(entry[QLatin1String("expression")].toString()))
                    << packet << text.key() << (text.value().isNull() ? QString() : text.value().toString(QStringLiteral("")));
        }
    }
    void writesWhatScapyWrites()
    {
        QFETCH(Draft, packet);
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const QString written = textOf(packet, text);
        QCOMPARE(written, expected);
        QCOMPARE(written.isNull(), expected.isNull());
    }

    void saysWhereAndWhatWasExpected_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("column");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("expected");
        QTest::newRow("never closed") << "%IP.src% %IP.dst" << 9 << 7 << "%FIELD%, %LAYER.FIELD%, or %% for a percent sign";
        QTest::newRow("lone percent") << "100%" << 3 << 1 << "%FIELD%, %LAYER.FIELD%, or %% for a percent sign";
        QTest::newRow("no number") << "a%IP:x.src%b" << 1 << 10 << "%FORMAT,LAYER:NUMBER.FIELD%";
        QTest::newRow("no brace") << "a{IP:b" << 1 << 1 << "a '}' behind it";
        QTest::newRow("no condition") << "a{IP}b" << 1 << 4 << "{LAYER:text}";
        QTest::newRow("in a condition") << "{IP:ab%5,IP.src%}" << 6 << 10 << "s, d, x, o, c, f, e, g or r";
        QTest::newRow("behind a condition") << "{TCP:abc}%IP.src% %" << 18 << 1 << "%FIELD%, %LAYER.FIELD%, or %% for a percent sign";
        QTest::newRow("too wide") << "%5000s,IP.src%" << 0 << 14 << "at most 4096";
        QTest::newRow("a text as number") << "%d,IP.src%" << 0 << 10 << "%s: this is no number";
    }
    void saysWhereAndWhatWasExpected()
    {
        QFETCH(QString, text);
        const auto written = sprintf(protocols(), draftOf("IP(src='1.2.3.4')/UDP()"), text.toStdString(), received);
        QVERIFY(!written.has_value());
        QTEST(static_cast<int>(written.error().column), "column");
        QTEST(static_cast<int>(written.error().length), "length");
        QTEST(QString::fromStdString(written.error().expected), "expected");
    }

    void checksEveryBranchBeforehand()
    {
        QVERIFY(!checkTemplate("%IP.src% {TCP:%-5s,TCP.dport% {!UDP:%xr,IP.id%}}%.time% %r,time%"));
        const auto error = checkTemplate("{Nosuch:%IP.src}x");
        QVERIFY(error.has_value());
        QCOMPARE(error->column, 8U);
        QCOMPARE(error->found, std::string("%IP.src}x").substr(0, error->found.size()));
        QVERIFY(checkTemplate("{Nosuch:%z,IP.src%}").has_value());
    }

    void withoutATimeThereIsNone()
    {
        QCOMPARE(sprintf(protocols(), draftOf("IP()"), "%.time%").value(), std::string("??"));
    }

    void staysSmall_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("braces") << QByteArray("{").repeated(65'536);
        QTest::newRow("conditions") << QByteArray("{IP:").repeated(10'000) + QByteArray("}").repeated(10'000);
        QTest::newRow("percents") << QByteArray("%").repeated(65'535);
        QTest::newRow("wide") << QByteArray("%4096s,IP.src%").repeated(4'000);
        QTest::newRow("long") << QByteArray(1'000'000, 'a');
        QTest::newRow("zeros") << QByteArray(10'000, '\0');
    }
    void staysSmall()
    {
        QFETCH(QByteArray, text);
        const auto written = sprintf(protocols(), draftOf("IP(src='1.2.3.4')"), std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
        QVERIFY(!written || written->size() <= 1U << 20);
    }
};

QTEST_GUILESS_MAIN(TestSprintf)
#include "tst_sprintf.moc"
