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
        QCOMPARE(buildBytes(Protocols::builtin(), got.draft), bytes);
    }

    void layersUponLayersAreBounded()
    {
        Buffer bytes;
        for (int i = 0; i < 500; ++i) // VLAN tags.
            append(bytes, hex(i == 0 ? "0200000000010200000000028100" : "00018100"));
        const Dissection got = dissect(Protocols::builtin(), bytes, 1);
        QVERIFY(got.draft.layers.size() <= 66);
        QCOMPARE(buildBytes(Protocols::builtin(), got.draft), bytes);
        std::vector<LayerSpan> spans;
        Walker(Protocols::builtin()).walk(bytes, 1, spans);
        QVERIFY(spans.size() <= 100);
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
