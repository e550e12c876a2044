#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/walk.h"

#include <QTest>

using namespace fw;

namespace {

Buffer hex(const char* text)
{
    const QByteArray bytes = QByteArray::fromHex(text);
    return {bytes.begin(), bytes.end()};
}

std::string names(const Draft& draft)
{
    std::string out;
    for (const Layer& layer : draft.layers)
        out += (out.empty() ? "" : "/") + Protocols::builtin()[layer.protocol].name;
    return out;
}

const LayoutNote* noteOf(const Layout& layout, LayoutNote::Code code)
{
    for (const LayoutNote& note : layout.notes)
        if (note.code == code)
            return &note;
    return nullptr;
}

constexpr const char* query = "02000000000102000000000208004500003100010000401166860a0000010a00003500350035001d"
                              "e550000001000001000000000000016101620000010001";

} // namespace

/// Packets that lie, loop or end too early.
class TestDissectBounds : public QObject {
    Q_OBJECT

private slots:
    void anUnknownLinkTypeIsRaw()
    {
        const Dissection got = dissect(Protocols::builtin(), hex("0102"), 9999);
        QCOMPARE(names(got.draft), std::string("Raw"));
        QCOMPARE(buildBytes(Protocols::builtin(), got.draft), hex("0102"));
    }

    void anEmptyPacketHasNoLayers()
    {
        QVERIFY(dissect(Protocols::builtin(), {}, 1).draft.layers.empty());
    }

    void aHeaderThatDoesNotFitIsRawWithANote()
    {
        const Buffer bytes = hex("0200000000010200000000020800450000");
        const Dissection got = dissect(Protocols::builtin(), bytes, 1);
        QCOMPARE(names(got.draft), std::string("Ether/Raw"));
        const LayoutNote* note = noteOf(got.layout, LayoutNote::Code::Truncated);
        QVERIFY(note != nullptr);
        QCOMPARE(note->offset, std::uint64_t{14});
        QCOMPARE(buildBytes(Protocols::builtin(), got.draft), bytes);
    }

    void bytesBeyondTheLengthArePadding()
    {
        Buffer bytes = hex(query);
        bytes.insert(bytes.end(), 5, 0);
        const Dissection got = dissect(Protocols::builtin(), bytes, 1);
        QCOMPARE(names(got.draft), std::string("Ether/IP/UDP/DNS/Padding"));
        QCOMPARE(buildBytes(Protocols::builtin(), got.draft), bytes);
    }

    void paddingWithBytesBehindItComesBackAtItsPlace_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("before a further message") << QByteArray("ModbusADURequest")
                                                  << QByteArray("2000dfff000c010100000010aafb30000110ffb80000000000000000000000012000012101");
        QTest::newRow("before a further frame") << QByteArray("H2Frame") << QByteArray("00000413000180c200000e020000000e02000000000000010a0188cc0207040200000001000000");
        QTest::newRow("before a checksum") << QByteArray("Dot11FCS")
                                           << QByteArray("0800000002000000000102000000000202000000000300 00aaaa03000000080045000014000100004000"
                                                         "66e70a0000010a0000020000deadbeef");
        QTest::newRow("before a trailer that is not there")
            << QByteArray("IP")
            << QByteArray("4500005900010000400166a10a0000010a0000020b00092c001100004500003d00010000401166ad0a0000020a000001003500350029a0d300000100"
                          "000100000000000003777777076578616d706c6503636f6d000001000100000000000000");
        QTest::newRow("twice") << QByteArray("IP")
                               << QByteArray("4500003900010000400666bc0a0000010a0000029c4001f6000000000000000050022000cc720000000700000007000b01100001000201000a01");
    }

    void paddingWithBytesBehindItComesBackAtItsPlace()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, bytes);
        const Protocols& protocols = Protocols::builtin();
        const Buffer wire = hex(bytes.constData());
        const Dissection got = dissect(protocols, wire, 0, {.first = protocols.find(first.toStdString())->id, .decodeAs = {}});
        QVERIFY(names(got.draft).find("Padding") != std::string::npos);
        const Layout built = build(protocols, got.draft);
        QCOMPARE(toHex(built.bytes), toHex(wire));
        for (std::size_t i = 0; i < got.draft.layers.size(); ++i) {
            const LayoutNode& read = got.layout.nodes[static_cast<std::size_t>(got.layout.layerNode(i))];
            const LayoutNode& made = built.nodes[static_cast<std::size_t>(built.layerNode(i))];
            QCOMPARE(made.bitOffset, read.bitOffset);
        }
    }

    /// Where others were edited, padding never comes to stand in the middle of a layer.
    void paddingStandsBetweenLayersAfterAnEdit()
    {
        const Protocols& protocols = Protocols::builtin();
        const Buffer wire = hex("2000dfff000c010100000010aafb30000110ffb80000000000000000000000012000012101");
        Dissection got = dissect(protocols, wire, 0, {.first = protocols.find("ModbusADURequest")->id, .decodeAs = {}});
        QCOMPARE(names(got.draft), std::string("ModbusADURequest/ModbusPDU01ReadCoilsRequest/ModbusADURequest/Raw/Padding"));
        got.draft.layers[3] = rawLayer(protocols, toBuffer("longer than before"));
        const Layout built = build(protocols, got.draft);
        const auto begin = [&](std::size_t layer) { return built.nodes[static_cast<std::size_t>(built.layerNode(layer))].bitOffset / 8; };
        QCOMPARE(begin(3), std::uint64_t{19});
        QCOMPARE(begin(4), std::uint64_t{19 + 18});
        QCOMPARE(toString(Bytes(built.bytes).subspan(19, 18)), std::string("longer than before"));
    }

    void compressionLoopsEnd()
    {
        // The question's name points at itself.
        Buffer bytes = hex("0001000000010000000000 00c00c00010001");
        const Dissection got = dissect(Protocols::builtin(), bytes, 0, {.first = Protocols::builtin().find("DNS")->id});
        QCOMPARE(names(got.draft), std::string("DNS"));
        QVERIFY(noteOf(got.layout, LayoutNote::Code::Unreadable) != nullptr);
    }

    void thousandsOfCountedRecordsThatAreNotThereStop()
    {
        const Buffer bytes = hex("0001 0000 ffff ffff ffff ffff 00");
        const Dissection got = dissect(Protocols::builtin(), bytes, 0, {.first = Protocols::builtin().find("DNS")->id});
        QVERIFY(got.layout.nodes.size() < 100);
        const LayoutNote* note = noteOf(got.layout, LayoutNote::Code::Truncated);
        QVERIFY(note != nullptr);
        QCOMPARE(note->offset, std::uint64_t{12});
        QCOMPARE(buildBytes(Protocols::builtin(), got.draft), bytes);
    }

    void layersUponLayersAreBounded_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("again");
        QTest::addColumn<int>("layersAgain");
        QTest::newRow("VLAN tags") << QByteArray("0200000000010200000000028100") << QByteArray("00018100") << 1;
        // A length of 0 stands for everything that follows.
        QTest::newRow("IP in IP") << QByteArray("0200000000010200000000020800") << QByteArray("4500000000010000400400000a0000010a000002") << 1;
        QTest::newRow("GRE in IP") << QByteArray("0200000000010200000000020800") << QByteArray("4500000000010000402f00000a0000010a00000200000800") << 2;
        QTest::newRow("Ethernet in GRE") << QByteArray("0200000000010200000000020800")
                                         << QByteArray("4500000000010000402f00000a0000010a000002000065580200000000010200000000020800") << 3;
    }

    /// So many as the limit are read, and a note says where the rest begins.
    void layersUponLayersAreBounded()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, again);
        QFETCH(int, layersAgain);
        const Protocols& protocols = Protocols::builtin();
        Buffer bytes = hex(head.constData());
        for (int i = 0; i < 10'000; i += layersAgain)
            append(bytes, hex(again.constData()));
        const Dissection got = dissect(protocols, bytes, 1);
        const std::size_t most = DissectOptions().maxLayers;
        QVERIFY(most >= 100);
        QCOMPARE(got.draft.layers.size(), most + 1);
        QCOMPARE(protocols[got.draft.layers.back().protocol].name, std::string("Raw"));
        const LayoutNote* note = noteOf(got.layout, LayoutNote::Code::TooMany);
        QVERIFY(note != nullptr);
        const LayoutNode& rest = got.layout.nodes[static_cast<std::size_t>(got.layout.layerNode(most))];
        QCOMPARE(note->offset * 8, rest.bitOffset);
        QCOMPARE(got.layout.nodes[note->node].layer, static_cast<std::uint32_t>(most));
        QCOMPARE(buildBytes(protocols, got.draft), bytes);

        std::vector<LayerSpan> spans;
        Walker walker(protocols);
        walker.walk(bytes, 1, spans);
        QCOMPARE(spans.size(), most + 1);
    }

    /// Without the stack growing by layers.
    void tenThousandLayersAreBuilt()
    {
        const Protocols& protocols = Protocols::builtin();
        Draft draft;
        draft.layers.assign(10'000, makeLayer(protocols, protocols.find("Dot1Q")->id));
        QCOMPARE(buildBytes(protocols, draft).size(), std::size_t{40'000});
    }

    /// A message of so many records that its nodes come to their limit: what was read stays, the rest is the message's bytes.
    void nodesBeyondTheLimitAreNoted()
    {
        const Protocols& protocols = Protocols::builtin();
        Buffer bytes = hex("00010000 1000 1000 1000 1000");
        for (int i = 0; i < 4096; ++i)
            append(bytes, hex("00 0001 0001"));
        for (int i = 0; i < 3 * 4096; ++i)
            append(bytes, hex("00 0001 0001 00000000 0004 7f000001"));
        const Dissection got = dissect(protocols, bytes, 0, {.first = protocols.find("DNS")->id});
        QCOMPARE(names(got.draft), std::string("DNS"));
        QVERIFY(got.layout.nodes.size() < DissectOptions().maxNodes + 100);
        const LayoutNote* note = noteOf(got.layout, LayoutNote::Code::TooMany);
        QVERIFY(note != nullptr);
        QVERIFY(note->offset > 12 && note->offset < bytes.size());
        QVERIFY(noteOf(got.layout, LayoutNote::Code::Truncated) == nullptr);
        QCOMPARE(buildBytes(protocols, got.draft), bytes);
    }

    void optionsBeyondTheLimitAreNoted()
    {
        const Protocols& protocols = Protocols::builtin();
        Buffer bytes = hex("0101060000000000000000000000000000000000000000000000000000000000");
        bytes.resize(236);
        append(bytes, hex("63825363"));
        for (int i = 0; i < 5000; ++i)
            append(bytes, hex("0c0161"));
        const Dissection got = dissect(protocols, bytes, 0, {.first = protocols.find("BOOTP")->id});
        const LayoutNote* note = noteOf(got.layout, LayoutNote::Code::TooMany);
        QVERIFY(note != nullptr);
        QCOMPARE(note->offset, std::uint64_t{240 + 4096 * 3});
        QCOMPARE(buildBytes(protocols, got.draft), bytes);
    }

    void nodesAreBounded()
    {
        Buffer bytes = hex("4f0000ff00010000400601010a0000010a000002");
        bytes.insert(bytes.end(), 40, 1); // Forty no-operation options.
        const Dissection whole = dissect(Protocols::builtin(), bytes, 228);
        QVERIFY(whole.layout.nodes.size() > 100);
        const Dissection few = dissect(Protocols::builtin(), bytes, 228, {.maxNodes = 30});
        QVERIFY(few.layout.nodes.size() < 60);
    }

    void everyRangeLiesInTheFrame()
    {
        const Buffer bytes = hex(query);
        for (std::size_t size = 0; size <= bytes.size(); ++size) {
            const Dissection got = dissect(Protocols::builtin(), Bytes(bytes).first(size), 1);
            for (const LayoutNode& node : got.layout.nodes)
                QVERIFY(node.bitOffset + node.bits <= size * 8);
            QCOMPARE(buildBytes(Protocols::builtin(), got.draft), toBuffer(Bytes(bytes).first(size)));
        }
    }

    void walkFindsTheLayersOfDissection()
    {
        const Buffer bytes = hex(query);
        std::vector<LayerSpan> spans;
        Walker(Protocols::builtin()).walk(bytes, 1, spans);
        const Dissection got = dissect(Protocols::builtin(), bytes, 1);
        const auto layers = got.layout.layers();
        QCOMPARE(spans.size(), layers.size());
        for (std::size_t i = 0; i < spans.size(); ++i) {
            QCOMPARE(spans[i].protocol, got.layout.nodes[layers[i]].protocol);
            QCOMPARE(std::uint64_t{spans[i].offset} * 8, got.layout.nodes[layers[i]].bitOffset);
        }
    }

    void aWrongChecksumIsToldWithWhatItShouldBe()
    {
        Buffer bytes = hex(query);
        bytes[24] = 0xde;
        bytes[25] = 0xad;
        Dissection got = dissect(Protocols::builtin(), bytes, 1);
        verify(Protocols::builtin(), got.draft, got.layout);
        const LayoutNote* note = noteOf(got.layout, LayoutNote::Code::BadChecksum);
        QVERIFY(note != nullptr);
        QCOMPARE(note->offset, std::uint64_t{24});
        QVERIFY(note->detail.starts_with("0xdead, should be 0x"));
    }

    void rightChecksumsAreNotTold()
    {
        const Protocols& protocols = Protocols::builtin();
        Draft draft{{makeLayer(protocols, protocols.find("IP")->id), makeLayer(protocols, protocols.find("TCP")->id), rawLayer(protocols, toBuffer("odd"))}};
        const Buffer bytes = buildBytes(protocols, draft);
        Dissection got = dissect(protocols, bytes, 228);
        verify(protocols, got.draft, got.layout);
        QVERIFY(got.layout.notes.empty());
    }
};

QTEST_APPLESS_MAIN(TestDissectBounds)
#include "tst_dissect_bounds.moc"
