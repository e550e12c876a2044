#include "engine/exchange/exchange.h"
#include "engine/exchange/matcher.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace fw;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

Buffer bytesOf(const QJsonValue& hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex.toString().toLatin1());
    return {bytes.begin(), bytes.end()};
}

Dissection readPacket(const Buffer& bytes, const QString& first)
{
    DissectOptions options;
    if (const ProtocolDesc* protocol = protocols().find(first.toStdString()))
        options.first = protocol->id;
    return dissect(protocols(), bytes, link_type::Ethernet, options);
}

QJsonArray corpus()
{
    QFile file(QStringLiteral(FW_TEST_VECTORS "/answers.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
}

const std::vector<Dissection>& allRequests()
{
    static const std::vector<Dissection> all = [] {
        std::vector<Dissection> requests;
        for (const QJsonValue& row : corpus())
            requests.push_back(readPacket(bytesOf(row[QStringLiteral("request")]), row[QStringLiteral("requestFirst")].toString()));
        return requests;
    }();
    return all;
}

} // namespace

/// The corpus says what Scapy says; tests/vectors/make_answers.py wrote it.
class TestAnswers : public QObject {
    Q_OBJECT

private slots:
    void agreesWithScapy_data()
    {
        QTest::addColumn<QJsonObject>("pair");
        const QJsonArray rows = corpus();
        QVERIFY(rows.size() >= 30);
        for (const QJsonValue& row : rows)
            QTest::newRow(qPrintable(row[QStringLiteral("name")].toString())) << row.toObject();
    }

    void agreesWithScapy()
    {
        QFETCH(QJsonObject, pair);
        const Dissection request = readPacket(bytesOf(pair[QStringLiteral("request")]), pair[QStringLiteral("requestFirst")].toString());
        const Dissection reply = readPacket(bytesOf(pair[QStringLiteral("reply")]), pair[QStringLiteral("replyFirst")].toString());
        const bool expected = pair[QStringLiteral("answers")].toBool();

        QCOMPARE(answers(protocols(), reply.draft, request.draft), expected);

        Matcher matcher(protocols());
        matcher.add(request.layout, 0);
        QCOMPARE(matcher.match(reply.layout, 0).has_value(), expected);
    }

    void findsTheRequestAmongMany_data() { agreesWithScapy_data(); }

    /// The index must not lose a request that a comparison would find, nor find one that it would not.
    void findsTheRequestAmongMany()
    {
        QFETCH(QJsonObject, pair);
        Matcher matcher(protocols());
        for (const Dissection& request : allRequests())
            matcher.add(request.layout, 0);
        const Dissection reply = readPacket(bytesOf(pair[QStringLiteral("reply")]), pair[QStringLiteral("replyFirst")].toString());

        const auto found = matcher.match(reply.layout, 0);

        QVERIFY(found || !pair[QStringLiteral("answers")].toBool());
        if (found)
            QVERIFY(answers(protocols(), reply.draft, allRequests()[*found].draft));
    }

    void eachRequestIsAnsweredOnce()
    {
        const Buffer ping = bytesOf(QStringLiteral("4500001c00010000400166de0a0000010a0000020800f7fd00010001"));
        const Buffer pong = bytesOf(QStringLiteral("4500001c00010000400166de0a0000020a0000010000fffd00010001"));
        const Dissection request = readPacket(ping, QStringLiteral("IP"));
        const Dissection reply = readPacket(pong, QStringLiteral("IP"));
        Matcher matcher(protocols());
        QCOMPARE(matcher.add(request.layout, 0), 0U);
        QCOMPARE(matcher.add(request.layout, 0), 1U);

        QCOMPARE(matcher.match(reply.layout, 0), std::optional<std::size_t>(0));
        QVERIFY(!matcher.isComplete());
        QCOMPARE(matcher.match(reply.layout, 0), std::optional<std::size_t>(1));
        QVERIFY(matcher.isComplete());
        QVERIFY(!matcher.match(reply.layout, 0));
    }

    void requestsAddedAfterTheFirstReplyAreFound()
    {
        const Dissection request = readPacket(bytesOf(QStringLiteral("4500001c00010000400166de0a0000010a0000020800f7fd00010001")), QStringLiteral("IP"));
        const Dissection reply = readPacket(bytesOf(QStringLiteral("4500001c00010000400166de0a0000020a0000010000fffd00010001")), QStringLiteral("IP"));
        Matcher matcher(protocols());
        QVERIFY(!matcher.match(reply.layout, 0));
        matcher.add(request.layout, 0);
        QVERIFY(matcher.match(reply.layout, 0));
        matcher.add(request.layout, 0);
        QVERIFY(matcher.match(reply.layout, 0));
    }

    void aRequestMayBeAnsweredByManyIfThatIsWanted()
    {
        const Dissection request = readPacket(bytesOf(QStringLiteral("4500001c00010000400166de0a0000010a0000020800f7fd00010001")), QStringLiteral("IP"));
        const Dissection reply = readPacket(bytesOf(QStringLiteral("4500001c00010000400166de0a0000020a0000010000fffd00010001")), QStringLiteral("IP"));
        Matcher matcher(protocols(), true);
        matcher.add(request.layout, 0);
        QVERIFY(matcher.match(reply.layout, 0));
        QVERIFY(matcher.match(reply.layout, 0));
        QCOMPARE(matcher.answeredCount(), 1U);
    }

    void unknownBytesAloneAnswerNothing()
    {
        const Dissection request = readPacket(bytesOf(QStringLiteral("4500001c00010000400166de0a0000010a0000020800f7fd00010001")), QStringLiteral("IP"));
        const Draft bytes{{rawLayer(protocols(), {1, 2, 3})}};
        QVERIFY(!answers(protocols(), bytes, request.draft));
        QVERIFY(answers(protocols(), bytes, bytes));
    }

    void nothingAnswersAnEmptyPacket()
    {
        const Dissection reply = readPacket(bytesOf(QStringLiteral("4500001c00010000400166de0a0000020a0000010000fffd00010001")), QStringLiteral("IP"));
        QVERIFY(!answers(protocols(), reply.draft, {}));
        QVERIFY(!answers(protocols(), {}, reply.draft));
    }
};

QTEST_APPLESS_MAIN(TestAnswers)
#include "tst_answers.moc"
