// Packets, expressions and definitions made to be deep: all of it on a small stack, and in bounded time.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/json.h"
#include "engine/packet/reader.h"
#include "engine/packet/text.h"
#include "engine/packet/walk.h"
#include "engine/scapy/scapy.h"
#include "tests/support/as_edited.h"

#include <QTest>

#include <functional>

#include <pthread.h>

using namespace fw;

namespace {

/// As small as stacks of threads come; a thread's usual one has 8 MiB. The sanitizers' frames are several times as large as the real ones.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t smallStack = 8 * 512 * 1024;
#else
constexpr std::size_t smallStack = 512 * 1024;
#endif

void runOnSmallStack(std::function<void()> work)
{
    pthread_attr_t attributes;
    QCOMPARE(pthread_attr_init(&attributes), 0);
    QCOMPARE(pthread_attr_setstacksize(&attributes, smallStack), 0);
    pthread_t thread{};
    const auto run = [](void* context) -> void* {
        (*static_cast<std::function<void()>*>(context))();
        return nullptr;
    };
    QCOMPARE(pthread_create(&thread, &attributes, run, &work), 0);
    QCOMPARE(pthread_join(thread, nullptr), 0);
    pthread_attr_destroy(&attributes);
}

/// Everything that can be made of a packet.
struct Outcome {
    Dissection read;
    Layout edited; ///< Built from the values read.
    bool comesBack = false;
};

Outcome outcomeOf(const Protocols& protocols, const std::string& first, const Buffer& wire)
{
    Outcome out;
    runOnSmallStack([&] {
        out.read = dissect(protocols, wire, 0, {.first = protocols.find(first)->id, .decodeAs = {}});
        out.comesBack = build(protocols, out.read.draft).bytes == wire;
        out.edited = build(protocols, test::asEdited(out.read.draft));
        verify(protocols, out.read.draft, out.read.layout);
        for (const Draft& draft : {out.read.draft, test::asEdited(out.read.draft)}) {
            static_cast<void>(show(protocols, draft));
            static_cast<void>(repr(protocols, draft));
            static_cast<void>(summary(protocols, draft));
            static_cast<void>(scapy::format(protocols, draft));
        }
        static_cast<void>(packetJson(protocols, {.bytes = wire}, out.read.layout, {.ranges = true}));
    });
    return out;
}

const LayoutNote* noteOf(const Layout& layout, LayoutNote::Code code)
{
    for (const LayoutNote& note : layout.notes)
        if (note.code == code)
            return &note;
    return nullptr;
}

Protocols::Loaded loadWith(const std::string& protocols)
{
    std::vector<DefinitionSource> sources = Protocols::builtinSources();
    sources.push_back({"mine.yaml", "format: 1\n" + protocols, true});
    return Protocols::load(sources);
}

std::string repeated(const std::string& text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

} // namespace

class TestHostile : public QObject {
    Q_OBJECT

private slots:
    void structuresInStructuresEnd()
    {
        const auto loaded = loadWith("structs:\n"
                                     "  Tree: {fields: [{n: {type: u8, auto: count(inner)}}, {inner: {list: Tree, count: n}}]}\n"
                                     "protocols:\n"
                                     "  Wood: {fields: [{tree: Tree}]}\n");
        QVERIFY(loaded.errors.empty());
        const Outcome out = outcomeOf(*loaded.protocols, "Wood", Buffer(5000, 1));
        QVERIFY(out.comesBack);
        QVERIFY(noteOf(out.read.layout, LayoutNote::Code::TooMany) != nullptr);
    }

    void packetsInFieldsEnd()
    {
        const auto loaded = loadWith("structs:\n"
                                     "  Box: {fields: [{n: u8}, {inner: {packet: Parcel}}]}\n"
                                     "protocols:\n"
                                     "  Parcel: {fields: [{kind: u8}, {box: Box}], payload: none}\n");
        QVERIFY(loaded.errors.empty());
        const Outcome out = outcomeOf(*loaded.protocols, "Parcel", Buffer(5000, 1));
        QVERIFY(out.comesBack);
        QCOMPARE(out.edited.bytes, Buffer(5000, 1));
    }

    /// Built from values, as a program of its own may make them: each packet inside a field counts on.
    void packetsInFieldsAreBuiltToALimit()
    {
        const auto loaded = loadWith("protocols:\n"
                                     "  Parcel: {fields: [{kind: u8}, {inner: {packet: Parcel}}], payload: none}\n");
        QVERIFY(loaded.errors.empty());
        const Protocols& protocols = *loaded.protocols;
        Layer parcel = makeLayer(protocols, protocols.find("Parcel")->id);
        constexpr std::size_t levels = 2000;
        for (std::size_t i = 0; i < levels; ++i) {
            Layer outer = makeLayer(protocols, parcel.protocol);
            outer.fields[1] = {SlotState::Explicit, Value(ValueList{{Value(std::make_shared<const Layer>(std::move(parcel)))}})};
            parcel = std::move(outer);
        }
        Layout built;
        const Draft draft{{std::move(parcel)}};
        runOnSmallStack([&] { built = build(protocols, draft); });
        QVERIFY(built.bytes.size() < levels);
        QVERIFY(noteOf(built, LayoutNote::Code::TooMany) != nullptr);
    }

    void relayedMessagesEnd()
    {
        Buffer wire;
        for (int i = 0; i < 300; ++i) { // Relay-forward, hop count, two addresses, option 9 that holds the rest.
            const std::size_t left = static_cast<std::size_t>(299 - i) * 38;
            append(wire, Buffer{12, 0});
            append(wire, Buffer(32, 0));
            append(wire, Buffer{0, 9, static_cast<std::uint8_t>(left >> 8), static_cast<std::uint8_t>(left)});
        }
        const Outcome out = outcomeOf(Protocols::builtin(), "DHCP6_RelayForward", wire);
        QVERIFY(out.comesBack);
        QCOMPARE(out.edited.bytes, wire);
    }

    /// a asks for b, b for c, …
    void valuesThatAskForOthersEnd()
    {
        std::string fields;
        constexpr int count = 3000;
        for (int i = 0; i + 1 < count; ++i)
            fields += "      - f" + std::to_string(i) + ": {type: u8, auto: \"f" + std::to_string(i + 1) + " + 1\", if: \"present(f" + std::to_string(i + 1) + ")\"}\n";
        const auto loaded = loadWith("protocols:\n  Chain:\n    fields:\n" + fields + "      - f" + std::to_string(count - 1) + ": u8\n");
        QVERIFY(loaded.errors.empty());
        const Protocols& protocols = *loaded.protocols;
        const Draft draft{{makeLayer(protocols, protocols.find("Chain")->id)}};
        runOnSmallStack([&] {
            static_cast<void>(build(protocols, draft));
            static_cast<void>(show(protocols, draft));
        });
        QVERIFY(outcomeOf(protocols, "Chain", Buffer(5000, 1)).comesBack);
    }

    /// Each asks twice for the next, which is never known: as many questions as two to the power of their number.
    void valuesThatAskTwiceEnd()
    {
        std::string fields;
        constexpr int count = 60;
        for (int i = 0; i + 1 < count; ++i) {
            const std::string next = "f" + std::to_string(i + 1);
            fields += "      - f" + std::to_string(i) + ": {type: u8, auto: \"" + next + " + " + next + "\"}\n";
        }
        const auto loaded = loadWith("protocols:\n  Twice:\n    fields:\n" + fields + "      - f" + std::to_string(count - 1) + ": {type: u8, auto: remaining}\n");
        QVERIFY(loaded.errors.empty());
        const Protocols& protocols = *loaded.protocols;
        const Layout built = build(protocols, {{makeLayer(protocols, protocols.find("Twice")->id)}});
        QVERIFY(noteOf(built, LayoutNote::Code::TooMany) != nullptr);
    }

    /// The structure that others extend is read to see which of them it is, and then again as that one, at every level.
    void structuresReadTwiceEnd()
    {
        const auto loaded = loadWith("structs:\n"
                                     "  Twin: {fields: [{n: u8}, {inner: {list: Twin, len: remaining}}, {last: {type: u8, if: \"n == 9\"}}]}\n"
                                     "  Other: {extends: Twin, match: {n: 1, last: 3}}\n"
                                     "protocols:\n"
                                     "  Twins: {fields: [{all: {list: Twin}}]}\n");
        QVERIFY(loaded.errors.empty());
        const Outcome out = outcomeOf(*loaded.protocols, "Twins", Buffer(400, 1));
        QVERIFY(out.comesBack);
    }

    /// Counted by the fields that were tried, as a slow machine says nothing.
    void readingWhatHoldsItselfEndsAndSaysWhere()
    {
        const auto loaded = loadWith("structs:\n"
                                     "  Self: {fields: [{t: u8}, {inner: {list: Self}}, {u: u8}]}\n"
                                     "  SelfOne: {extends: Self, match: {u: 1}}\n"
                                     "  SelfTwo: {extends: SelfOne, match: {t: [2, 3]}}\n"
                                     "protocols:\n"
                                     "  Selves: {fields: [{items: {list: Self}}]}\n");
        QVERIFY(loaded.errors.empty());
        const Protocols& protocols = *loaded.protocols;
        const DissectOptions options{.first = protocols.find("Selves")->id};
        const Buffer ones(300, 1);
        std::size_t reads = 0;
        const Dissection read = dissectInside(protocols, ones, options, reads);
        // At each open level one more field is tried of the probe that tells what it is, and one of the reading of it.
        const std::size_t most = options.maxReads + 2 * (options.maxDepth + 1);
        QVERIFY2(reads <= most, QByteArray::number(static_cast<qulonglong>(reads)).constData());
        const LayoutNote* note = noteOf(read.layout, LayoutNote::Code::TooMany);
        QVERIFY(note != nullptr);
        QVERIFY2(note->detail.starts_with("Sel"), note->detail.c_str());
        QCOMPARE(build(protocols, read.draft).bytes, ones);
    }

    void expressionsAreDeepOnlyToALimit_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<bool>("isRead");
        const auto text = [](const std::string& content) { return QByteArray::fromStdString(content); };
        QTest::newRow("brackets") << text(repeated("(", 20'000) + "IP()" + repeated(")", 20'000)) << false;
        QTest::newRow("lists") << text("IP(options=" + repeated("[", 20'000) + repeated("]", 20'000) + ")") << false;
        QTest::newRow("signs") << text("IP(ttl=" + repeated("-", 20'000) + "1)") << false;
        QTest::newRow("powers") << text("IP(ttl=1" + repeated("**1", 20'000) + ")") << false;
        QTest::newRow("layers in fields") << text(repeated("DNS(qd=", 20'000) + "None" + repeated(")", 20'000)) << false;
        QTest::newRow("layers on layers") << text("Ether()" + repeated("/Dot1Q()", 10'000)) << false;
        QTest::newRow("packets in fields") << text(repeated("DHCP6_RelayForward()/DHCP6OptRelayMsg(message=", 20'000) + "None" + repeated(")", 20'000)) << false;
        QTest::newRow("some packets in fields") << text(repeated("DHCP6_RelayForward()/DHCP6OptRelayMsg(message=", 30) + "DHCP6()" + repeated(")", 30)) << true;
        QTest::newRow("some layers on layers") << text("Ether()" + repeated("/Dot1Q()", 250)) << true;
    }
    void expressionsAreDeepOnlyToALimit()
    {
        QFETCH(QByteArray, expression);
        QFETCH(bool, isRead);
        const Protocols& protocols = Protocols::builtin();
        bool wasRead = false;
        runOnSmallStack([&] {
            const auto draft = scapy::parse(protocols, expression.toStdString());
            wasRead = draft.has_value();
            static_cast<void>(scapy::complete(protocols, expression.toStdString(), static_cast<std::size_t>(expression.size())));
            if (!draft)
                return;
            static_cast<void>(build(protocols, *draft));
            static_cast<void>(show(protocols, *draft));
            static_cast<void>(repr(protocols, *draft));
            static_cast<void>(summary(protocols, *draft));
        });
        QCOMPARE(wasRead, isRead);
    }

    void definitionsAreDeepOnlyToALimit_data()
    {
        QTest::addColumn<QByteArray>("definitions");
        const auto field = [](const std::string& rest) { return QByteArray::fromStdString("protocols: {P: {fields: [{a: " + rest + "}]}}\n"); };
        QTest::newRow("brackets") << QByteArray::fromStdString("protocols: " + repeated("[", 50'000) + "\n");
        QTest::newRow("braces") << QByteArray::fromStdString("protocols: " + repeated("{a: ", 50'000) + "\n");
        QTest::newRow("dashes") << QByteArray::fromStdString("protocols:\n  " + repeated("- ", 50'000) + "a\n");
        QTest::newRow("closed brackets") << QByteArray::fromStdString("protocols: " + repeated("[", 400) + repeated("]", 400) + "\n");
        QTest::newRow("lists of lists") << field(repeated("{list: ", 62) + "u8" + repeated("}", 62));
        QTest::newRow("an expression in brackets") << field("{type: u8, if: \"" + repeated("(", 200) + "1" + repeated(")", 200) + "\"}");
        QTest::newRow("an expression of many operators") << field("{type: u8, auto: \"1" + repeated(" + 1", 200) + "\"}");
        QTest::newRow("an expression with many signs") << field("{type: u8, auto: \"" + repeated("-", 400) + "1\"}");
    }
    void definitionsAreDeepOnlyToALimit()
    {
        QFETCH(QByteArray, definitions);
        Protocols::Loaded loaded;
        runOnSmallStack([&] { loaded = Protocols::load({{"mine.yaml", "format: 1\n" + definitions.toStdString(), true}}); });
        if (QByteArray(QTest::currentDataTag()) != "lists of lists")
            QVERIFY(!loaded.errors.empty());
    }

    /// As long a chain of operators as is allowed can be worked out.
    void expressionsOfTheGreatestDepthAreWorkedOut()
    {
        const auto loaded = loadWith("protocols: {P: {fields: [{a: {type: u8, auto: \"1" + repeated(" + 1", 90) + "\"}}]}}\n");
        QVERIFY(loaded.errors.empty());
        QCOMPARE(buildBytes(*loaded.protocols, {{makeLayer(*loaded.protocols, loaded.protocols->find("P")->id)}}), Buffer{91});
    }
};

QTEST_APPLESS_MAIN(TestHostile)
#include "tst_hostile.moc"
