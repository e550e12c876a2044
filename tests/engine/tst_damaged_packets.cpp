// Every packet of tests/vectors with every byte changed, and cut at every byte: read, walked and built within its bytes.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/walk.h"
#include "tests/fuzz/packet_input.h"
#include "tests/fuzz/seeds.h"
#include "tests/support/as_edited.h"

#include <QDir>
#include <QTest>

#include <random>

using namespace fw;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

/// The packets of the group that the row stands for.
std::vector<fuzz::Input> packets()
{
    QFETCH(QString, file);
    return fuzz::readSeeds({file.toStdString()});
}

void addGroups()
{
    QTest::addColumn<QString>("file");
    for (const QFileInfo& file : QDir(QStringLiteral(FW_TEST_VECTORS "/packets")).entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        QTest::newRow(file.baseName().toUtf8().constData()) << file.filePath();
}

/// What is wrong with what is made of a packet; empty if nothing is.
std::string faultOf(const ProtocolDesc& first, Bytes wire)
{
    const Dissection found = dissect(protocols(), wire, 0, {.first = first.id, .decodeAs = {}});
    for (const LayoutNode& node : found.layout.nodes)
        if (node.bitOffset + node.bits > wire.size() * 8)
            return "a node lies beyond the frame";
    for (const LayoutNote& note : found.layout.notes)
        if (note.offset > wire.size() || note.node >= found.layout.nodes.size())
            return "a note lies beyond the frame";
    if (buildBytes(protocols(), found.draft) != toBuffer(wire))
        return "the bytes do not come back";
    static_cast<void>(buildBytes(protocols(), test::asEdited(found.draft)));
    if (first.linkTypes.empty())
        return {};
    static Walker walker(protocols());
    static std::vector<LayerSpan> spans;
    walker.walk(wire, first.linkTypes.front(), spans);
    for (const LayerSpan& span : spans)
        if (std::size_t{span.offset} + span.headerLength > span.end || span.end > wire.size())
            return "a layer of the walk lies beyond the frame";
    return {};
}

/// What the layer's own fields say comes next. Other layers are recognised by what is in them, and so not when it is cut off.
ProtocolId toldBy(const Layer& layer)
{
    const PayloadDesc& payload = protocols()[layer.protocol].payload;
    if (payload.rawIf != 0)
        return noProtocol;
    ProtocolId told = payload.rule == PayloadDesc::Rule::Use ? payload.use : noProtocol;
    for (const FieldIndex key : payload.keys)
        if (const std::int64_t* value = layer.fields[key].value.integer(); value != nullptr && told == noProtocol)
            told = protocols().lookUp(payload.table, *value);
    return told != noProtocol && protocols()[told].variants.empty() ? told : noProtocol;
}

bool hasNoteAt(const Layout& layout, std::uint64_t offset)
{
    return std::ranges::any_of(layout.notes, [&](const LayoutNote& note) { return note.offset == offset; });
}

/// Its definition takes some bytes for Raw, which is nothing to be noted.
bool mayBeRaw(ProtocolId protocol)
{
    const auto& variants = protocols()[protocol].variants;
    return protocol == protocols().raw() || std::ranges::any_of(variants, [](const auto& variant) { return variant.use == protocols().raw(); });
}

} // namespace

class TestDamagedPackets : public QObject {
    Q_OBJECT

private slots:
    void everyByteChanged_data() { addGroups(); }
    void everyByteChanged()
    {
        std::mt19937 random{1};
        for (const fuzz::Input& packet : packets()) {
            const fuzz::PacketInput input(protocols(), packet.data(), packet.size());
            Buffer wire = toBuffer(input.bytes);
            for (std::uint8_t& byte : wire) {
                const std::uint8_t whole = byte;
                for (const unsigned change : {0xffU, 1U << random() % 8}) {
                    byte = static_cast<std::uint8_t>(whole ^ change);
                    const std::string fault = faultOf(*input.first, wire);
                    QVERIFY2(fault.empty(), (fault + ": " + input.first->name + " " + toHex(wire)).c_str());
                }
                byte = whole;
            }
        }
    }

    /// Down to the last layer that is whole; if that tells what follows, a note says where the rest begins.
    void everyByteCutOff_data() { addGroups(); }
    void everyByteCutOff()
    {
        for (const fuzz::Input& packet : packets()) {
            const fuzz::PacketInput input(protocols(), packet.data(), packet.size());
            const Dissection whole = dissect(protocols(), input.bytes, 0, {.first = input.first->id, .decodeAs = {}});
            for (std::size_t size = 1; size < input.bytes.size(); ++size) {
                const Bytes wire = input.bytes.first(size);
                const std::string where = input.first->name + " " + toHex(wire);
                const std::string fault = faultOf(*input.first, wire);
                QVERIFY2(fault.empty(), (fault + ": " + where).c_str());
                const Dissection cut = dissect(protocols(), wire, 0, {.first = input.first->id, .decodeAs = {}});
                const std::vector<Layer>& layers = cut.draft.layers;
                QVERIFY2(!layers.empty(), where.c_str());
                const bool isNew = layers.size() > whole.draft.layers.size() || whole.draft.layers[layers.size() - 1].protocol != layers.back().protocol;
                const ProtocolId told = layers.size() < 2 ? input.first->id : toldBy(layers[layers.size() - 2]);
                if (!isNew || layers.back().protocol != protocols().raw() || told == noProtocol || mayBeRaw(told))
                    continue;
                const LayoutNode& last = cut.layout.nodes[static_cast<std::size_t>(cut.layout.layerNode(layers.size() - 1))];
                QVERIFY2(hasNoteAt(cut.layout, last.bitOffset / 8), where.c_str());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestDamagedPackets)
#include "tst_damaged_packets.moc"
