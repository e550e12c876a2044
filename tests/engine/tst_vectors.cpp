// What Scapy builds, reads and prints, packet by packet: tests/vectors, made by make_vectors.py.
// Who writes definitions can try them without building: FRAMEWRIGHT_DEFINITIONS names a folder of them to use instead of what is
// built in, and FRAMEWRIGHT_VECTORS the groups to try ("link,ipv4").
#include "engine/base/address.h"
#include "engine/base/hexdump.h"
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/summary_reader.h"
#include "engine/packet/text.h"
#include "engine/packet/walk.h"
#include "engine/protocol/codec.h"
#include "engine/scapy/scapy.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <map>

using namespace fw;

namespace {

QJsonArray readArray(const QString& name)
{
    QFile file(QStringLiteral(FW_TEST_VECTORS "/") + name);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
}

/// The names of the groups: a file in packets/ for each.
QStringList groups()
{
    const QString chosen = qEnvironmentVariable("FRAMEWRIGHT_VECTORS");
    if (!chosen.isEmpty())
        return chosen.split(u',');
    QStringList names;
    for (const QFileInfo& file : QDir(QStringLiteral(FW_TEST_VECTORS "/packets")).entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        names.append(file.baseName());
    return names;
}

QByteArray readExpected(const char* name)
{
    QFile file(QStringLiteral(FW_TEST_VECTORS "/expected/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::string text(const QJsonObject& vector, const char* key)
{
    return vector[QLatin1String(key)].toString().toStdString();
}

Buffer bytesOf(const std::string& hex)
{
    Buffer out;
    HexError error;
    return parseHex(hex, out, error) ? out : Buffer{};
}

QByteArray shown(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

struct Vector {
    QJsonObject json;
    QString group;
    Buffer bytes;
    const ProtocolDesc* first = nullptr;
    [[nodiscard]] bool isBuilt() const { return json.contains(QLatin1String("expr")); }
    [[nodiscard]] std::string text(const char* key) const { return ::text(json, key); }
};

std::vector<DefinitionSource> definitionsIn(const QString& folder)
{
    std::vector<DefinitionSource> sources;
    for (const QFileInfo& entry : QDir(folder).entryInfoList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name)) {
        QFile file(entry.filePath());
        if (file.open(QIODevice::ReadOnly))
            sources.push_back({entry.fileName().toStdString(), file.readAll().toStdString(), false});
    }
    return sources;
}

const Protocols& protocols()
{
    const QString folder = qEnvironmentVariable("FRAMEWRIGHT_DEFINITIONS");
    if (folder.isEmpty())
        return Protocols::builtin();
    static const Protocols::Loaded loaded = Protocols::load(definitionsIn(folder));
    return *loaded.protocols;
}

std::string lineOf(Bytes frame, std::uint32_t linkType)
{
    static SummaryReader reader(protocols());
    std::string line;
    reader.read(frame, linkType, line);
    return line;
}

Walker& walker()
{
    static Walker all(protocols());
    return all;
}

const std::vector<Vector>& vectors()
{
    static const std::vector<Vector> all = [] {
        std::vector<Vector> out;
        for (const QString& group : groups())
            for (const QJsonValue& entry : readArray(QStringLiteral("packets/%1.json").arg(group))) {
                Vector vector{entry.toObject(), group, {}, nullptr};
                vector.bytes = bytesOf(vector.text("hex"));
                vector.first = protocols().find(vector.text("link"));
                out.push_back(std::move(vector));
            }
        return out;
    }();
    return all;
}

void addRows(bool onlyBuilt)
{
    QTest::addColumn<int>("index");
    const auto& all = vectors();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!onlyBuilt || all[i].isBuilt())
            QTest::newRow((all[i].group.toStdString() + ": " + all[i].text("name")).c_str()) << static_cast<int>(i);
}

const Vector& current()
{
    QFETCH(int, index);
    return vectors()[static_cast<std::size_t>(index)];
}

/// Where Scapy is at fault, depends on its machine, or reads cut packets by another rule: differences/GROUP.json.
bool isKnownDifference(const Vector& vector, const char* aspect)
{
    static std::map<QString, QJsonArray> differences;
    const auto [found, isNew] = differences.try_emplace(vector.group);
    if (isNew)
        found->second = readArray(QStringLiteral("differences/%1.json").arg(vector.group));
    const QJsonArray& known = found->second;
    return std::ranges::any_of(known, [&](const QJsonValue& entry) {
        return entry[QLatin1String("vectors")].toArray().contains(vector.json[QLatin1String("name")])
            && entry[QLatin1String("aspects")].toArray().contains(QLatin1String(aspect));
    });
}

/// A difference that is gone must leave the list, so that the list stays true.
#define COMPARE_UNLESS_KNOWN(vector, aspect, actual, expected)                                                                \
    do {                                                                                                                      \
        if (isKnownDifference(vector, aspect))                                                                                \
            QVERIFY2((actual) != (expected), "agrees with Scapy: take it out of the differences");                     \
        else                                                                                                                  \
            QCOMPARE(actual, expected);                                                                                       \
    } while (false)

Dissection dissected(const Vector& vector)
{
    return dissect(protocols(), vector.bytes, 0, {.first = vector.first != nullptr ? vector.first->id : noProtocol, .decodeAs = {}});
}

QByteArrayList layerNames(const Draft& draft)
{
    QByteArrayList names;
    for (const Layer& layer : draft.layers)
        names.append(shown(protocols()[layer.protocol].name));
    return names;
}

Value withoutOriginal(const Value& value);

/// A copy that has to be built from its slots.
Layer withoutOriginal(Layer layer)
{
    layer.original.reset();
    for (Slot& slot : layer.fields)
        slot.value = withoutOriginal(slot.value);
    return layer;
}

Value withoutOriginal(const Value& value)
{
    if (const Layer* layer = value.layer())
        return std::make_shared<const Layer>(withoutOriginal(*layer));
    if (const ValueList* list = value.list()) {
        ValueList copy;
        for (const Value& item : list->items)
            copy.items.push_back(withoutOriginal(item));
        return copy;
    }
    return value;
}

/// "qd[0].qname"; null if the layer has nothing there.
const Value* valueAt(const Layer& layer, std::string_view path)
{
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    const FieldIndex field = protocols()[layer.protocol].find(path.substr(0, end));
    if (field == noField)
        return nullptr;
    const Value* value = &layer.fields[field].value;
    path.remove_prefix(end);
    if (path.starts_with('[')) {
        const auto element = static_cast<std::size_t>(std::atoi(std::string(path.substr(1)).c_str()));
        const ValueList* list = value->list();
        const bool isAlone = element == 0 && (value->layer() != nullptr || value->bytes() != nullptr); // A structure by itself, or what was to be one.
        if (!isAlone && (list == nullptr || element >= list->items.size()))
            return nullptr;
        value = isAlone ? value : &list->items[element];
        path.remove_prefix(std::min(path.find(']') + 1, path.size()));
    }
    if (path.empty())
        return value;
    if (value->bytes() != nullptr && path == ".load") // Bytes that no element could be made of; Raw in Scapy.
        return value;
    return value->layer() != nullptr ? valueAt(*value->layer(), path.substr(1)) : nullptr;
}

std::string described(const Value* value)
{
    if (value == nullptr)
        return "nothing";
    if (const auto* number = value->integer())
        return std::to_string(*number);
    if (const auto* bytes = value->bytes())
        return toHex(*bytes);
    return value->isNone() ? "" : "a structure";
}

/// The name of the option that stands in the list field "options[3]".
std::string bareOption(const ProtocolDesc& protocol, std::string_view path, const Value& option)
{
    const FieldIndex field = protocol.find(path.substr(0, path.find('[')));
    if (field == noField || protocols().type(protocol.fields[field].type).kind != Kind::Tlv || option.tuple()->items.empty())
        return "a structure";
    const std::int64_t* tag = option.tuple()->items[0].integer();
    const TlvCase* known = tag == nullptr ? nullptr : protocols().tlv(protocols().type(protocol.fields[field].type).tlv).find(static_cast<std::uint32_t>(*tag));
    return known == nullptr ? "an option" : known->name;
}

/// As described() tells it: addresses are their bytes, an absent field is empty.
std::string describedExpected(const QJsonObject& expected, const Value* actual)
{
    if (expected.contains(QLatin1String("bytes")))
        return text(expected, "bytes");
    const QJsonValue value = expected[QLatin1String("value")];
    if (!value.isString())
        return std::to_string(value.toInteger());
    const std::string address = value.toString().toStdString();
    const Buffer* bytes = actual != nullptr ? actual->bytes() : nullptr;
    return bytes != nullptr && addressText(*bytes) == address ? toHex(*bytes) : address;
}

/// Written in another way: a number that lies in bytes of its own kind, a text.
bool isSameValue(const ProtocolDesc& protocol, const std::string& field, const QJsonObject& expected, const Value* actual)
{
    const QJsonValue value = expected[QLatin1String("value")];
    const Buffer* bytes = actual != nullptr ? actual->bytes() : nullptr;
    if (bytes == nullptr)
        return false;
    if (value.isString())
        return toString(*bytes) == value.toString().toStdString();
    const FieldIndex index = protocol.find(field);
    const Codec* codec = index == noField ? nullptr : protocols().type(protocol.fields[index].type).codec;
    const auto made = codec != nullptr && value.isDouble() ? codec->convert(Value(static_cast<std::int64_t>(value.toInteger())), nullptr) : std::nullopt;
    return made && *made == *actual;
}

/// One line for each value that is not as expected.
QByteArray valueDifferences(const Vector& vector, const Draft& draft)
{
    QByteArray out;
    for (const QJsonValue& entry : vector.json[QLatin1String("values")].toArray()) {
        const QJsonObject expected = entry.toObject();
        const auto layer = static_cast<std::size_t>(expected[QLatin1String("layer")].toInt());
        const std::string field = text(expected, "field");
        const Value* actual = layer < draft.layers.size() ? valueAt(draft.layers[layer], field) : nullptr;
        std::string have = described(actual);
        if (actual != nullptr && actual->tuple() != nullptr) // An option without a value, as Scapy's 'end'.
            have = bareOption(protocols()[draft.layers[layer].protocol], field, *actual);
        const std::string want = describedExpected(expected, actual);
        if (have != want && !isSameValue(protocols()[layer < draft.layers.size() ? draft.layers[layer].protocol : protocols().raw()], field, expected, actual))
            out += shown(std::to_string(layer) + " " + field + ": " + have + " rather than " + want + "\n");
    }
    return out;
}

QByteArray hex(Bytes bytes)
{
    return shown(toHex(bytes));
}

Draft parsed(const std::string& expression)
{
    const auto draft = scapy::parse(protocols(), expression);
    return draft ? *draft : Draft{};
}

/// What is wrong with the places of a layout; empty if nothing is.
QByteArray misplaced(const Layout& layout, std::size_t size)
{
    std::uint64_t lastLayer = 0;
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        const LayoutNode& node = layout.nodes[i];
        if (node.bitOffset + node.bits > size * 8)
            return "node " + QByteArray::number(static_cast<qulonglong>(i)) + " lies beyond the frame";
        if (node.next <= i || node.next > layout.nodes.size() || node.parent >= static_cast<std::int32_t>(i))
            return "node " + QByteArray::number(static_cast<qulonglong>(i)) + " is not before its children";
        if (node.what != LayoutNode::What::Layer)
            continue;
        if (node.bitOffset < lastLayer)
            return "layers out of order";
        lastLayer = node.bitOffset;
    }
    return {};
}

QByteArray misplaced(const std::vector<LayerSpan>& spans, std::size_t size)
{
    std::size_t last = 0;
    for (const LayerSpan& span : spans) {
        if (span.offset < last || span.end > size || span.offset + span.headerLength > span.end)
            return "span at " + QByteArray::number(span.offset) + " does not fit";
        last = span.offset;
    }
    return {};
}

} // namespace

class TestVectors : public QObject {
    Q_OBJECT

private slots:
    void definitionsLoadWithoutErrors()
    {
        const QString folder = qEnvironmentVariable("FRAMEWRIGHT_DEFINITIONS");
        const auto loaded = Protocols::load(folder.isEmpty() ? Protocols::builtinSources() : definitionsIn(folder));
        QByteArray errors;
        for (const DefinitionError& error : loaded.errors)
            errors += shown(error.file + ":" + std::to_string(error.line) + " " + error.path + ": " + error.message + "\n");
        QCOMPARE(errors, QByteArray());
        QVERIFY(!vectors().empty());
        for (const Vector& vector : vectors())
            QVERIFY2(vector.first != nullptr, vector.text("link").c_str());
    }

    void expressionsBuildScapysBytes_data() { addRows(true); }
    void expressionsBuildScapysBytes()
    {
        const Vector& vector = current();
        const auto draft = scapy::parse(protocols(), vector.text("expr"));
        QVERIFY2(draft.has_value(), draft ? "" : (draft.error().found + " at " + std::to_string(draft.error().column) + ", expected " + draft.error().expected).c_str());
        COMPARE_UNLESS_KNOWN(vector, "build", hex(build(protocols(), *draft).bytes), hex(vector.bytes));
        QCOMPARE(hex(buildBytes(protocols(), *draft)), hex(build(protocols(), *draft).bytes));
    }

    void bytesAreReadAsScapyReadsThem_data() { addRows(false); }
    void bytesAreReadAsScapyReadsThem()
    {
        const Vector& vector = current();
        const Dissection found = dissected(vector);
        QByteArrayList names;
        for (const QJsonValue& name : vector.json[QLatin1String("layers")].toArray())
            names.append(name.toString().toUtf8());
        COMPARE_UNLESS_KNOWN(vector, "layers", layerNames(found.draft), names);
        if (!isKnownDifference(vector, "layers"))
            COMPARE_UNLESS_KNOWN(vector, "values", valueDifferences(vector, found.draft), QByteArray());
    }

    void whatWasReadBuildsTheSameBytes_data() { addRows(false); }
    void whatWasReadBuildsTheSameBytes()
    {
        const Vector& vector = current();
        const Draft draft = dissected(vector).draft;
        QCOMPARE(hex(build(protocols(), draft).bytes), hex(vector.bytes));
        QCOMPARE(hex(buildBytes(protocols(), draft)), hex(vector.bytes));
    }

    void decodedValuesBuildTheSameBytes_data() { addRows(false); }
    void decodedValuesBuildTheSameBytes()
    {
        const Vector& vector = current();
        if (!vector.json[QLatin1String("rebuild")].toBool())
            QSKIP("compressed names are written out in full");
        Draft draft = dissected(vector).draft;
        for (Layer& layer : draft.layers)
            layer = withoutOriginal(layer);
        COMPARE_UNLESS_KNOWN(vector, "rebuild", hex(build(protocols(), draft).bytes), hex(vector.bytes));
    }

    void writtenPacketsPrintAsInScapy_data() { addRows(true); }
    void writtenPacketsPrintAsInScapy()
    {
        const Vector& vector = current();
        const Draft draft = parsed(vector.text("expr"));
        COMPARE_UNLESS_KNOWN(vector, "repr", shown(repr(protocols(), draft)), shown(vector.text("repr")));
        COMPARE_UNLESS_KNOWN(vector, "summary", shown(summary(protocols(), draft)), shown(vector.text("summary")));
        COMPARE_UNLESS_KNOWN(vector, "show", shown(show(protocols(), draft)), shown(vector.text("show")));
    }

    void readPacketsPrintAsInScapy_data() { addRows(false); }
    void readPacketsPrintAsInScapy()
    {
        const Vector& vector = current();
        if (isKnownDifference(vector, "layers") || isKnownDifference(vector, "values"))
            QSKIP("read in another way than Scapy reads it");
        const Draft draft = dissected(vector).draft;
        COMPARE_UNLESS_KNOWN(vector, "dissected_repr", shown(repr(protocols(), draft)), shown(vector.text("dissected_repr")));
        COMPARE_UNLESS_KNOWN(vector, "dissected_summary", shown(summary(protocols(), draft)), shown(vector.text("dissected_summary")));
        COMPARE_UNLESS_KNOWN(vector, "dissected_show", shown(show(protocols(), draft)), shown(vector.text("dissected_show")));
    }

    void formattedExpressionsBuildTheSameBytes_data() { addRows(true); }
    void formattedExpressionsBuildTheSameBytes()
    {
        const Draft draft = parsed(current().text("expr"));
        const std::string written = scapy::format(protocols(), draft);
        const auto again = scapy::parse(protocols(), written);
        QVERIFY2(again.has_value(), written.c_str());
        QCOMPARE(hex(buildBytes(protocols(), *again)), hex(buildBytes(protocols(), draft)));
    }

    void dissectedPacketsFormatToExpressionsThatBuildThem_data() { addRows(true); }
    void dissectedPacketsFormatToExpressionsThatBuildThem()
    {
        const Vector& vector = current();
        const std::string written = scapy::format(protocols(), dissected(vector).draft);
        const auto again = scapy::parse(protocols(), written);
        QVERIFY2(again.has_value(), written.c_str());
        COMPARE_UNLESS_KNOWN(vector, "rebuild", hex(buildBytes(protocols(), *again)), hex(vector.bytes));
    }

    void everyPrefixIsReadWithinItsBytes_data() { addRows(false); }
    void everyPrefixIsReadWithinItsBytes()
    {
        const Vector& vector = current();
        std::vector<LayerSpan> spans;
        for (std::size_t size = 0; size <= vector.bytes.size(); ++size) {
            const Bytes prefix = Bytes(vector.bytes).first(size);
            const Dissection found = dissect(protocols(), prefix, 0, {.first = vector.first->id, .decodeAs = {}});
            QCOMPARE(hex(found.layout.bytes), hex(prefix));
            QCOMPARE(misplaced(found.layout, size), QByteArray());
            QCOMPARE(hex(buildBytes(protocols(), found.draft)), hex(prefix));
            if (vector.first->linkTypes.empty())
                continue;
            walker().walk(prefix, vector.first->linkTypes.front(), spans);
            QCOMPARE(misplaced(spans, size), QByteArray());
        }
    }

    void walkingFindsTheLayersOfTheDissection_data() { addRows(false); }
    void walkingFindsTheLayersOfTheDissection()
    {
        const Vector& vector = current();
        if (vector.first->linkTypes.empty())
            QSKIP("no link type begins with this layer");
        std::vector<LayerSpan> spans;
        walker().walk(vector.bytes, vector.first->linkTypes.front(), spans);
        const Dissection found = dissected(vector);
        const std::vector<std::uint32_t> layers = found.layout.layers();
        for (std::size_t i = 0; i < std::max(spans.size(), layers.size()); ++i) {
            // A layer whose size only its content tells takes all that is left; what dissection makes of the rest is not looked for.
            const bool tookAll = i > 0 && i <= spans.size() && spans[i - 1].headerLength == spans[i - 1].end - spans[i - 1].offset;
            if (tookAll && i == spans.size())
                return;
            const bool takesAll = i < spans.size() && spans[i].headerLength == spans[i].end - spans[i].offset;
            if (takesAll && i < layers.size() && found.layout.nodes[layers[i]].protocol == protocols().raw())
                return;
            QVERIFY2(i < spans.size() && i < layers.size(), ("the walk has " + std::to_string(spans.size()) + " layers").c_str());
            const LayoutNode& layer = found.layout.nodes[layers[i]];
            QCOMPARE(shown(protocols()[spans[i].protocol].name), shown(protocols()[layer.protocol].name));
            QCOMPARE(std::uint64_t{spans[i].offset}, layer.bitOffset / 8);
        }
    }

    void summaryLinesAreThoseOfTheDissection_data() { addRows(false); }
    void summaryLinesAreThoseOfTheDissection()
    {
        const Vector& vector = current();
        if (vector.first->linkTypes.empty())
            QSKIP("no link type begins with this layer");
        const std::uint32_t linkType = vector.first->linkTypes.front();
        constexpr std::size_t step = 5; // Of the bytes cut off; each prefix would take long and find no more.
        for (std::size_t cut = 0; cut <= vector.bytes.size(); cut += step) {
            const Bytes prefix = Bytes(vector.bytes).first(vector.bytes.size() - cut);
            QCOMPARE(shown(lineOf(prefix, linkType)), shown(summary(protocols(), dissect(protocols(), prefix, linkType).draft)));
        }
    }

    void tutorialPacketIsScapysToTheLetter()
    {
        const Draft draft = parsed("IP()/UDP()/DNS(qd=DNSQR())");
        const Buffer bytes = build(protocols(), draft).bytes;
        QCOMPARE(bytes.size(), std::size_t{61});
        QCOMPARE(hex(bytes), readExpected("tutorial.hex").trimmed());
        QCOMPARE(shown(hexdump(bytes)) + "\n", readExpected("tutorial.hexdump"));
        QCOMPARE(shown(show(protocols(), draft)), readExpected("tutorial.show"));
        QCOMPARE(shown(summary(protocols(), draft)) + "\n", readExpected("tutorial.summary"));
    }

    void fieldsAreListedAsInScapy_data()
    {
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<bool>("verbose");
        for (const char* name : {"Ether", "ARP", "IP", "TCP", "UDP", "IPv6", "DNS", "DNSQR"})
            for (const bool verbose : {false, true})
                QTest::newRow(QByteArray(name) + (verbose ? " in full" : "")) << QString::fromLatin1(name) << verbose;
    }
    void fieldsAreListedAsInScapy()
    {
        QFETCH(QString, protocol);
        QFETCH(bool, verbose);
        const QByteArray name = "ls_" + protocol.toLatin1() + (verbose ? "_verbose.txt" : ".txt");
        const ProtocolDesc* desc = protocols().find(protocol.toStdString());
        QVERIFY(desc != nullptr);
        QCOMPARE(shown(listFields(protocols(), *desc, verbose)), readExpected(name.constData()));
    }
};

QTEST_APPLESS_MAIN(TestVectors)
#include "tst_vectors.moc"
