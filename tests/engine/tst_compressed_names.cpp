// Name compression in DNS messages, RFC 1035 section 4.1.4: a choice when building, kept when a message that was read is edited.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/draft.h"
#include "engine/packet/text.h"
#include "engine/scapy/scapy.h"

#include <QTest>

using namespace fw;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

Draft draftOf(const std::string& expression)
{
    auto draft = scapy::parse(protocols(), expression);
    if (!draft)
        qFatal("cannot read %s", expression.c_str());
    return std::move(*draft);
}

QByteArray built(const std::string& expression)
{
    return QByteArray::fromStdString(toHex(buildBytes(protocols(), draftOf(expression))));
}

Draft dissected(const Buffer& bytes, const char* first = "DNS")
{
    return dissect(protocols(), bytes, 0, {.first = protocols().find(first)->id}).draft;
}

Draft edited(const Draft& draft, const char* path, const char* text)
{
    auto changed = withText(protocols(), draft, *parsePath(protocols(), draft, path), text);
    if (!changed)
        qFatal("cannot set %s", path);
    return std::move(*changed);
}

QByteArray shown(const Draft& draft, const char* path)
{
    const auto where = parsePath(protocols(), draft, path);
    const Layer* owner = ownerOf(draft, *where);
    const auto field = static_cast<FieldIndex>(where->steps.back());
    return QByteArray::fromStdString(editText(protocols(), protocols()[owner->protocol], field, slotAt(draft, *where)->value, owner));
}

/// What Scapy's dns_compress() makes of it, but for the choice itself.
const std::string message = "qr=1, qd=DNSQR(qname='www.example.com'), "
                            "an=[DNSRR(rrname='www.example.com', type='CNAME', rdata='web.example.com', ttl=5), "
                            "DNSRR(rrname='web.example.com', rdata='1.2.3.4')], "
                            "ns=[DNSRR(rrname='example.com', type='NS', rdata='ns.example.com')]";
const QByteArray compressed = "00008100000100020001000003777777076578616d706c6503636f6d0000010001c00c0005000100000005000603776562c010"
                              "c02d0001000100000000000401020304c01000020001000000000005026e73c010";

} // namespace

class TestCompressedNames : public QObject {
    Q_OBJECT

private slots:
    void namesStandInFullUnlessAsked()
    {
        QVERIFY(built("DNS(rd=1, " + message + ")").size() > compressed.size());
        QCOMPARE(built("DNS(rd=1, compress=0, " + message + ")"), built("DNS(rd=1, " + message + ")"));
    }

    void compressedAsScapyDoes()
    {
        QCOMPARE(built("DNS(rd=1, compress=1, " + message + ")"), compressed);
    }

    void scapysFunctionIsUnderstood()
    {
        QCOMPARE(built("dns_compress(DNS(rd=1, " + message + "))"), compressed);
        QCOMPARE(built("dns_compress(UDP()/DNS(rd=1, " + message + "))").mid(16), compressed);
        QVERIFY(!scapy::parse(protocols(), "dns_compress('x')"));
    }

    void theChoiceIsNotToldByScapysTexts()
    {
        QCOMPARE(QByteArray::fromStdString(repr(protocols(), draftOf("DNS(compress=1)"))), QByteArray("<DNS  qd=<DNSQR  |> |>"));
        QVERIFY(!show(protocols(), draftOf("DNS(compress=1)")).contains("compress"));
    }

    /// RFC 3597 section 4: only the kinds of RFC 1035 are compressed. What stands in full can be pointed to.
    void laterKindsStandInFull()
    {
        const QByteArray bytes = built("DNS(compress=1, qd=None, an=[DNSRRSRV(rrname='_a.b.c', target='d.b.c'), DNSRR(rrname='d.b.c', rdata='1.2.3.4')])");
        QVERIFY(bytes.contains("016401620163" "00")); // The target,
        QVERIFY(bytes.endsWith("c024" "0001000100000000000401020304")); // and the name that points to it.
        QVERIFY(bytes.contains("5f61" "01620163" "00" "0021"));
    }

    void pointersCountFromTheMessageOverTcp()
    {
        const QByteArray bytes = built("TCP()/DNS(rd=1, compress=1, " + message + ")");
        QCOMPARE(bytes.mid(40), QByteArray::number(compressed.size() / 2, 16).rightJustified(4, '0') + compressed);
    }

    void lengthsThatWereTypedStay()
    {
        const QByteArray bytes = built("DNS(compress=1, qd=DNSQR(qname='a.b'), an=[DNSRR(rrname='a.b', type='NS', rdata='c.a.b', rdlen=99)])");
        QVERIFY(bytes.endsWith("c00c" "0002000100000000" "0063" "0163c00c"));
    }

    void whatLiesBeyondThePointersReachIsNotPointedTo()
    {
        const Buffer filler(0x4000, 'x');
        Draft draft = draftOf("DNS(compress=1, qd=None, an=[DNSRR(type='NULL'), DNSRR(rrname='a.b', type='NULL'), DNSRR(rrname='a.b', type='NULL')])");
        draft = *withValue(protocols(), draft, *parsePath(protocols(), draft, "DNS.an[0].rdata"), Value(filler));
        const std::string bytes = toHex(buildBytes(protocols(), draft));
        QVERIFY(bytes.ends_with("0161016200" "000a00010000000000000161016200" "000a0001000000000000"));
    }

    void untouchedMessagesComeBack()
    {
        const Buffer bytes = toBuffer(QByteArray::fromHex(compressed).toStdString());
        QCOMPARE(buildBytes(protocols(), dissected(bytes)), bytes);
    }

    void editedMessagesAreCompressedAgain()
    {
        const Draft draft = dissected(toBuffer(QByteArray::fromHex(compressed).toStdString()));
        QCOMPARE(QByteArray::fromStdString(toHex(buildBytes(protocols(), edited(draft, "DNS.an[0].ttl", "7")))),
                 QByteArray(compressed).replace("c00c000500010000" "0005", "c00c000500010000" "0007"));
    }

    /// Names that pointed into a name keep their meaning when that name is changed.
    void namesKeepTheirMeaning()
    {
        const Draft draft = dissected(toBuffer(QByteArray::fromHex(compressed).toStdString()));
        const Draft again = dissected(buildBytes(protocols(), edited(draft, "DNS.qd[0].qname", "another.name.org")));
        QCOMPARE(shown(again, "DNS.qd[0].qname"), QByteArray("another.name.org."));
        QCOMPARE(shown(again, "DNS.an[0].rrname"), QByteArray("www.example.com."));
        QCOMPARE(shown(again, "DNS.an[0].rdata"), QByteArray("web.example.com."));
        QCOMPARE(shown(again, "DNS.an[1].rrname"), QByteArray("web.example.com."));
        QCOMPARE(shown(again, "DNS.an[1].rdata"), QByteArray("1.2.3.4"));
        QCOMPARE(shown(again, "DNS.ns[0].rdata"), QByteArray("ns.example.com."));
    }

    void theChoiceCanBeTakenBack()
    {
        const Draft draft = dissected(toBuffer(QByteArray::fromHex(compressed).toStdString()));
        const Draft again = dissected(buildBytes(protocols(), released(protocols(), edited(draft, "DNS.compress", "0"))));
        QCOMPARE(shown(again, "DNS.ns[0].rdata"), QByteArray("ns.example.com."));
        QVERIFY(!toHex(buildBytes(protocols(), again)).contains("c00c"));
    }
};

QTEST_APPLESS_MAIN(TestCompressedNames)
#include "tst_compressed_names.moc"
