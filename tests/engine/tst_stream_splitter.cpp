// Byte streams cut into messages, by the rules of the definitions.
#include "engine/packet/stream_splitter.h"

#include <QTest>

using namespace fw;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

ProtocolId idOf(const QByteArray& name)
{
    const ProtocolDesc* found = protocols().find(name.toStdString());
    return found != nullptr ? found->id : noProtocol;
}

Buffer fromHex(const QByteArray& hex)
{
    return toBuffer(QByteArray::fromHex(hex).toStdString());
}

QByteArray joinedHex(const std::vector<Buffer>& messages)
{
    QByteArrayList out;
    for (const Buffer& message : messages)
        out.append(QByteArray::fromStdString(toHex(message)));
    return out.join(' ');
}

const QByteArray keepAlive = QByteArray(32, 'f') + "001304";

} // namespace

class TestStreamSplitter : public QObject {
    Q_OBJECT

private slots:
    void messages_data()
    {
        QTest::addColumn<QByteArray>("protocol");
        QTest::addColumn<QByteArray>("over");
        QTest::addColumn<QByteArray>("messages"); ///< Hex, a blank between.

        const QByteArray dns = "000c" "1234" "0100" + QByteArray(16, '0');
        QTest::newRow("DNS with its length before") << QByteArray("DNSTCP") << QByteArray("TCP") << QByteArray("0003616263 0000 000161");
        QTest::newRow("DNS, by the layer below") << QByteArray("DNS") << QByteArray("TCP") << dns + ' ' + dns;
        QTest::newRow("BGP") << QByteArray("BGPHeader") << QByteArray("TCP") << keepAlive + ' ' + keepAlive;
        QTest::newRow("TLS") << QByteArray("TLS") << QByteArray("TCP") << QByteArray("15030300020100 1703030003616263 140303000101");
        QTest::newRow("HTTP/2") << QByteArray("H2Frame") << QByteArray() << QByteArray("000000040000000000 0000040800000000000000ffff");
        QTest::newRow("MQTT, length of one byte") << QByteArray("MQTT") << QByteArray("TCP") << QByteArray("c000 30050001616263 e000");
        QTest::newRow("MQTT, length of two bytes") << QByteArray("MQTT") << QByteArray("TCP") << "308001" + QByteArray(256, '0') + " c000";
    }
    void messages()
    {
        QFETCH(QByteArray, protocol);
        QFETCH(QByteArray, over);
        QFETCH(QByteArray, messages);
        const Buffer stream = fromHex(QByteArray(messages).replace(' ', ""));
        // Pieces of every size: each byte alone, all at once, and everything between.
        for (std::size_t size = 1; size <= stream.size(); ++size) {
            StreamSplitter splitter(protocols(), idOf(protocol), idOf(over));
            std::vector<Buffer> found;
            for (std::size_t at = 0; at < stream.size(); at += size)
                QVERIFY(splitter.push(Bytes(stream).subspan(at, std::min(size, stream.size() - at)), found));
            QCOMPARE(joinedHex(found), messages);
            QVERIFY(splitter.pending().empty());
            QCOMPARE(splitter.pendingOffset(), stream.size());
        }
    }

    void unfinishedBytesAreKept()
    {
        StreamSplitter splitter(protocols(), idOf("DNSTCP"));
        std::vector<Buffer> found;
        QVERIFY(splitter.push(fromHex("00016100"), found));
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(splitter.pending().size(), std::size_t{1});
        QCOMPARE(splitter.pendingOffset(), std::size_t{3});
        QCOMPARE(splitter.nextSize(), std::size_t{0});
        QVERIFY(splitter.push(fromHex("05"), found));
        QCOMPARE(splitter.nextSize(), std::size_t{7});
    }

    void impossibleLengthsEndTheSplitting_data()
    {
        QTest::addColumn<QByteArray>("protocol");
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<int>("offset");

        QTest::newRow("shorter than its header") << QByteArray("BGPHeader") << keepAlive + QByteArray(32, 'f') + "000004" << 19;
        QTest::newRow("longer than the limit") << QByteArray("DoIP") << QByteArray("02fd0001ffffffff00") << 0;
        QTest::newRow("a length without end") << QByteArray("MQTT") << "30" + QByteArray(80, 'f') << 0;
    }
    void impossibleLengthsEndTheSplitting()
    {
        QFETCH(QByteArray, protocol);
        QFETCH(QByteArray, stream);
        QFETCH(int, offset);
        QVERIFY(idOf(protocol) != noProtocol);
        StreamSplitter splitter(protocols(), idOf(protocol), idOf("TCP"));
        std::vector<Buffer> found;
        Result<void> last;
        for (const std::uint8_t byte : fromHex(stream))
            if (last)
                last = splitter.push({&byte, 1}, found);
        QVERIFY(!last);
        QCOMPARE(last.error().code, Errc::BadValue);
        QCOMPARE(static_cast<int>(last.error().offset), offset);
        const std::size_t kept = splitter.pending().size();
        const Buffer more(100'000);
        QVERIFY(!splitter.push(more, found));
        QCOMPARE(splitter.pending().size(), kept); // Nothing is heaped up behind the damage.
    }

    void theLimitIsTheCallers()
    {
        StreamSplitter splitter(protocols(), idOf("DNSTCP"), noProtocol, 16);
        std::vector<Buffer> found;
        QVERIFY(splitter.push(fromHex("000e" + QByteArray(28, '0')), found));
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(!splitter.push(fromHex("000f"), found));
    }

    void noRuleNoMessages()
    {
        QVERIFY(!StreamSplitter::canSplit(protocols()[idOf("UDP")]));
        StreamSplitter splitter(protocols(), idOf("UDP"));
        std::vector<Buffer> found;
        const auto result = splitter.push(fromHex("00"), found);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Errc::Unsupported);
    }
};

QTEST_APPLESS_MAIN(TestStreamSplitter)
#include "tst_stream_splitter.moc"
