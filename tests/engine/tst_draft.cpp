#include "engine/packet/build.h"
#include "engine/packet/captured_packet.h"
#include "engine/packet/dissect.h"
#include "engine/packet/draft.h"

#include <QTest>

using namespace fw;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

Draft stack(std::initializer_list<const char*> names)
{
    Draft draft;
    for (const char* name : names)
        draft.layers.push_back(makeLayer(protocols(), protocols().find(name)->id));
    return draft;
}

FieldPath path(const Draft& draft, const char* text)
{
    const auto found = parsePath(protocols(), draft, text);
    if (!found)
        qFatal("no such path: %s", text);
    return *found;
}

/// A captured DNS answer: IP / UDP / DNS with one address.
Draft captured()
{
    Draft draft = stack({"IP", "UDP", "DNS"});
    draft = *withNewElement(protocols(), draft, path(draft, "DNS.an"));
    draft = *withText(protocols(), draft, path(draft, "DNS.an[0].rdata"), "1.2.3.4");
    return dissect(protocols(), buildBytes(protocols(), draft), link_type::Ipv4).draft;
}

const Slot& slot(const Draft& draft, const char* text)
{
    const Slot* found = slotAt(draft, path(draft, text));
    if (found == nullptr)
        qFatal("no slot at %s", text);
    return *found;
}

std::int64_t number(const Draft& draft, const char* text)
{
    const std::int64_t* value = slot(draft, text).value.integer();
    return value != nullptr ? *value : -1;
}

} // namespace

class DraftTest : public QObject {
    Q_OBJECT

private slots:
    void newLayersAreAutomatic()
    {
        const Layer layer = makeLayer(protocols(), protocols().find("TCP")->id);
        QCOMPARE(layer.fields.size(), protocols().find("TCP")->fields.size());
        for (const Slot& each : layer.fields)
            QVERIFY(each.state == SlotState::Auto && each.value.isNone());
        const Layer raw = rawLayer(protocols(), {1, 2});
        QVERIFY(raw.fields[0] == (Slot{SlotState::Explicit, Buffer{1, 2}}));
    }

    void pathsAreReadAndWritten_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("layer")            << QByteArray("UDP");
        QTest::newRow("field")            << QByteArray("IP.ttl");
        QTest::newRow("second layer")     << QByteArray("IP:2");
        QTest::newRow("its field")        << QByteArray("IP:2.src");
        QTest::newRow("list")             << QByteArray("DNS.qd");
        QTest::newRow("element")          << QByteArray("DNS.qd[0]");
        QTest::newRow("field of element") << QByteArray("DNS.qd[0].qname");
    }
    void pathsAreReadAndWritten()
    {
        QFETCH(QByteArray, text);
        const Draft draft = stack({"IP", "IP", "UDP", "DNS"});
        QCOMPARE(QByteArray::fromStdString(pathText(protocols(), draft, path(draft, text.constData()))), text);
    }

    void pathsThatLeadNowhereAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "TCP", "IP:3", "IP:", "IP:x", "IP.nothing", "IP.", "IP.ttl[0]", "IP.ttl.x", "DNS.qd[1]", "DNS.qd[", "DNS.qd[0",
                                 "DNS.qd[0]x", "DNS.qd.qname", "DNS.qd[0].nothing", "DNS.qd[99999999999999999999]", "IP ttl"})
            QTest::newRow(text) << QByteArray(text);
    }
    void pathsThatLeadNowhereAreRefused()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!parsePath(protocols(), stack({"IP", "IP", "UDP", "DNS"}), text.toStdString()));
    }

    void oneSlotChangesAndNothingElse()
    {
        const Draft before = captured();
        const auto after = withText(protocols(), before, path(before, "IP.ttl"), "7");
        QVERIFY(after.has_value());
        QCOMPARE(number(*after, "IP.ttl"), 7);
        QVERIFY(slot(*after, "IP.ttl").state == SlotState::Explicit);
        QVERIFY(slot(*after, "IP.chksum") == slot(before, "IP.chksum"));
        QVERIFY(!after->layers[0].original);
        QVERIFY(after->layers[1] == before.layers[1] && after->layers[2] == before.layers[2]);
        QCOMPARE(number(before, "IP.ttl"), 64); // The draft itself is as it was.
    }

    void valuesInsideStructuresChange()
    {
        const Draft before = captured();
        const auto after = withText(protocols(), before, path(before, "DNS.an[0].ttl"), "300");
        QVERIFY(after.has_value());
        QCOMPARE(number(*after, "DNS.an[0].ttl"), 300);
        QVERIFY(!after->layers[2].original);
        QVERIFY(!ownerOf(*after, path(*after, "DNS.an[0].ttl"))->original);
        QVERIFY(slot(*after, "DNS.an[0].rdata") == slot(before, "DNS.an[0].rdata"));
        QVERIFY(slot(*after, "DNS.qd") == slot(before, "DNS.qd"));
    }

    void defaultsInsideAnAutomaticListCanBeChanged()
    {
        const Draft before = stack({"DNS"});
        const auto after = withText(protocols(), before, path(before, "DNS.qd[0].qname"), "www.example.org");
        QVERIFY(after.has_value());
        QVERIFY(slot(*after, "DNS.qd[0].qname").value == Value(toBuffer(std::string_view("www.example.org."))));
    }

    void whatDoesNotFitIsRefused()
    {
        const Draft draft = stack({"IP", "TCP"});
        const auto refused = withText(protocols(), draft, path(draft, "IP.dst"), "10.0.0.0/99");
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().code == Errc::BadValue);
        const auto nowhere = withValue(protocols(), draft, {0, {99}}, std::int64_t{1});
        QVERIFY(!nowhere.has_value());
        QVERIFY(nowhere.error().code == Errc::UnknownField);
        QVERIFY(!withValue(protocols(), draft, {5, {0}}, std::int64_t{1}));
        QVERIFY(!withValue(protocols(), draft, {0, {}}, std::int64_t{1}));
    }

    void fieldsGoBackToAutomatic()
    {
        Draft draft = stack({"IP"});
        draft = *withText(protocols(), draft, path(draft, "IP.chksum"), "0xdead");
        QCOMPARE(number(draft, "IP.chksum"), 0xdead);
        draft = *withAuto(protocols(), draft, path(draft, "IP.chksum"));
        QVERIFY(draft == stack({"IP"}));
        draft = *withText(protocols(), draft, path(draft, "IP.chksum"), "0xdead");
        QVERIFY(*withText(protocols(), draft, path(draft, "IP.chksum"), "") == stack({"IP"}));
        QVERIFY(*withValue(protocols(), draft, path(draft, "IP.chksum"), {}) == stack({"IP"}));
    }

    void elementsComeAndGo()
    {
        const Draft empty = stack({"DNS"});
        const auto one = withNewElement(protocols(), empty, path(empty, "DNS.an"));
        QVERIFY(one.has_value());
        const auto* record = ownerOf(*one, path(*one, "DNS.an[0].rrname"));
        QCOMPARE(record->protocol, protocols().find("DNSRR")->id);
        const auto two = withNewElement(protocols(), *one, path(*one, "DNS.an"));
        QCOMPARE(slot(*two, "DNS.an").value.list()->items.size(), 2U);
        const auto less = withoutElement(protocols(), *two, path(*two, "DNS.an[0]"));
        QVERIFY(*less == *one);
        QVERIFY(!withoutElement(protocols(), *two, path(*two, "DNS.an")));
        QVERIFY(!withAuto(protocols(), *two, path(*two, "DNS.an[0]")));
        QVERIFY(!withNewElement(protocols(), *two, path(*two, "DNS.id")));
    }

    void optionsComeAndGo()
    {
        Draft draft = stack({"TCP"});
        draft = *withNewElement(protocols(), draft, path(draft, "TCP.options"));
        const auto changed = withText(protocols(), draft, path(draft, "TCP.options[0]"), "('MSS', 1460)");
        QVERIFY(changed.has_value());
        const auto bytes = buildBytes(protocols(), *changed);
        QCOMPARE(QByteArray::fromStdString(toHex(Bytes(bytes).subspan(20))), QByteArray("020405b4"));
        const auto none = withoutElement(protocols(), *changed, path(*changed, "TCP.options[0]"));
        QCOMPARE(buildBytes(protocols(), *none).size(), 20U);
    }

    void theDefaultElementIsTakenAway()
    {
        const Draft draft = stack({"DNS"});
        const auto none = withoutElement(protocols(), draft, path(draft, "DNS.qd[0]"));
        QVERIFY(none.has_value());
        QCOMPARE(buildBytes(protocols(), *none).size(), 12U);
    }

    void releasedPacketsAreWorkedOutAgain()
    {
        Draft draft = captured();
        QVERIFY(slot(draft, "IP.chksum").state == SlotState::Dissected);
        const Buffer before = buildBytes(protocols(), draft);
        draft = released(protocols(), draft);
        for (const char* text : {"IP.ihl", "IP.len", "IP.chksum", "UDP.len", "UDP.chksum", "DNS.ancount", "DNS.an[0].rdlen"})
            QVERIFY2(slot(draft, text).state == SlotState::Auto, text);
        QVERIFY(slot(draft, "IP.ttl").state == SlotState::Dissected);
        QVERIFY(buildBytes(protocols(), draft) == before);
        draft = *withText(protocols(), draft, path(draft, "IP.ttl"), "7");
        const Layout layout = build(protocols(), draft);
        QVERIFY(layout.bytes != before);
        QCOMPARE(internetChecksumOfHeader(layout.bytes), 0);
    }

    void nothingAtPathsThatLeadNowhere()
    {
        const Draft draft = stack({"DNS"});
        QVERIFY(slotAt(draft, {0, {}}) == nullptr);
        QVERIFY(slotAt(draft, {0, {999}}) == nullptr);
        QVERIFY(slotAt(draft, {1, {0}}) == nullptr);
        QVERIFY(slotAt(draft, {0, {0, 0, 0}}) == nullptr);
        QVERIFY(ownerOf(draft, {1, {}}) == nullptr);
        QVERIFY(ownerOf(draft, {0, {}}) == &draft.layers[0]);
    }

private:
    static int internetChecksumOfHeader(const Buffer& bytes)
    {
        unsigned sum = 0;
        for (std::size_t i = 0; i < 20; i += 2)
            sum += be16(bytes, i);
        return 0xffff - static_cast<int>((sum & 0xffff) + (sum >> 16));
    }
};

QTEST_APPLESS_MAIN(DraftTest)
#include "tst_draft.moc"
