#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/protocol/protocols.h"

#include <QTest>

using namespace fw;

namespace {

Protocols::Loaded loadWith(const std::string& userFile)
{
    std::vector<DefinitionSource> sources = Protocols::builtinSources();
    sources.push_back({"mine.yaml", userFile, true});
    return Protocols::load(sources);
}

const DefinitionError* mentioning(const Protocols::Loaded& loaded, const std::string& words)
{
    for (const DefinitionError& error : loaded.errors)
        if (error.message.find(words) != std::string::npos)
            return &error;
    return nullptr;
}

} // namespace

class TestLoader : public QObject {
    Q_OBJECT

private slots:
    void builtInDefinitionsHaveNoErrors()
    {
        const auto loaded = Protocols::load(Protocols::builtinSources());
        for (const DefinitionError& error : loaded.errors)
            qWarning("%s:%zu:%zu %s: %s", error.file.c_str(), error.line, error.column, error.path.c_str(), error.message.c_str());
        QVERIFY(loaded.errors.empty());
        QVERIFY(loaded.protocols->size() > 30);
    }

    void everyBuiltInFieldIsDocumentedByItsDefinition()
    {
        const Protocols& protocols = Protocols::builtin();
        for (ProtocolId id = 0; id < protocols.size(); ++id) {
            QVERIFY2(!protocols[id].title.empty(), protocols[id].name.c_str());
            for (const FieldDesc& field : protocols[id].fields)
                QVERIFY2(!field.scapyClass.empty(), (protocols[id].name + "." + field.name).c_str());
        }
    }

    /// The whole of a user's protocol: six lines, in both directions, with nothing compiled.
    void aUsersProtocolBuildsAndDissects()
    {
        const auto loaded = loadWith("format: 1\n"
                                     "protocols:\n"
                                     "  Ticket:\n"
                                     "    bind: [{table: udp.port, value: 7777, build: {dport: 7777}}]\n"
                                     "    fields: [{length: {type: u16, auto: \"len(text)\"}}, {text: {type: bytes, sized_by: length}}, {kind: u8}]\n"
                                     "    payload: none\n");
        QVERIFY(loaded.errors.empty());
        const Protocols& protocols = *loaded.protocols;
        Draft draft{{makeLayer(protocols, protocols.find("UDP")->id), makeLayer(protocols, protocols.find("Ticket")->id)}};
        draft.layers[1].fields[1] = {SlotState::Explicit, Value(toBuffer("hello"))};
        draft.layers[1].fields[2] = {SlotState::Explicit, Value(std::int64_t{9})};
        const Buffer bytes = buildBytes(protocols, draft);
        QCOMPARE(QByteArray::fromStdString(toHex(bytes)), QByteArray("00351e6100100000000568656c6c6f09"));
        const Dissection back = dissect(protocols, bytes, 0, {.first = protocols.find("UDP")->id});
        QCOMPARE(back.draft.layers.size(), std::size_t{2});
        QVERIFY(back.draft.layers[1].fields[1].value == Value(toBuffer("hello")));
        QVERIFY(back.draft.layers[1].fields[2].value == Value(std::int64_t{9}));
    }

    void aUsersBindingWinsOverABuiltInOne()
    {
        const auto loaded = loadWith("format: 1\n"
                                     "protocols:\n"
                                     "  Mine:\n"
                                     "    bind: [{table: udp.port, value: 53}]\n"
                                     "    fields: [{x: u8}]\n");
        QVERIFY(loaded.errors.empty());
        const Protocols& protocols = *loaded.protocols;
        const Buffer udp{0, 53, 0x10, 0, 0, 9, 0, 0, 7};
        const Dissection got = dissect(protocols, udp, 0, {.first = protocols.find("UDP")->id});
        QCOMPARE(protocols[got.draft.layers.at(1).protocol].name, std::string("Mine"));
    }

    void aBrokenUserFileIsReportedAndLeftOut_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<int>("line");
        const QByteArray head = "format: 1\nprotocols:\n  Mine:\n";
        QTest::newRow("not YAML") << QByteArray("format: 1\nprotocols: [") << QByteArray("not YAML") << 2;
        QTest::newRow("no format") << QByteArray("protocols: {}\n") << QByteArray("format: 1") << 1;
        QTest::newRow("unknown key") << head + "    feilds: []\n" << QByteArray("unknown key 'feilds'") << 4;
        QTest::newRow("unknown type") << head + "    fields:\n      - x: u99\n" << QByteArray("no type, codec or structure 'u99'") << 5;
        QTest::newRow("bad expression") << head + "    fields:\n      - x: {type: u8, auto: \"len(\"}\n" << QByteArray("expected a name") << 5;
        QTest::newRow("unknown field in expression") << head + "    fields:\n      - x: {type: u8, if: \"foo == 1\"}\n" << QByteArray("foo") << 5;
        QTest::newRow("sized by nothing") << head + "    fields:\n      - x: {type: bytes, sized_by: n}\n" << QByteArray("no field 'n'") << 5;
        QTest::newRow("not linear") << head + "    fields:\n      - n: {type: u8, auto: \"len(x) * len(x)\"}\n      - x: {type: bytes, sized_by: n}\n"
                                    << QByteArray("linearly") << 6;
        QTest::newRow("name taken") << QByteArray("format: 1\nprotocols:\n  A: {fields: []}\n  B: {extends: Nope, fields: []}\n")
                                    << QByteArray("no 'Nope' to extend") << 4;
        QTest::newRow("enumeration missing") << head + "    fields:\n      - x: {type: u8, enum: Colours}\n" << QByteArray("no enumeration 'Colours'") << 5;
        QTest::newRow("a list, not a map") << QByteArray("- 1\n- 2\n") << QByteArray("expected a map") << 1;
    }

    void aBrokenUserFileIsReportedAndLeftOut()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, words);
        QFETCH(int, line);
        const auto loaded = loadWith(file.toStdString());
        const DefinitionError* error = mentioning(loaded, words.toStdString());
        QVERIFY2(error != nullptr, loaded.errors.empty() ? "no error" : loaded.errors.front().message.c_str());
        QCOMPARE(error->file, std::string("mine.yaml"));
        QCOMPARE(static_cast<int>(error->line), line);
        QVERIFY(loaded.protocols->find("Mine") == nullptr);
        QVERIFY(loaded.protocols->find("TCP") != nullptr);
    }

    void sizesAreInvertedExactly()
    {
        // v = len(header) // 8 - 1, as in IPv6 extension headers: two units are 24 bytes, 22 of them options.
        const auto loaded = loadWith("format: 1\n"
                                     "protocols:\n"
                                     "  Ext:\n"
                                     "    fields: [{nh: u8}, {n: {type: u8, auto: \"len(header) // 8 - 1\"}}, {x: {type: bytes, sized_by: n}}]\n");
        QVERIFY(loaded.errors.empty());
        const ProtocolDesc& ext = *loaded.protocols->find("Ext");
        Buffer bytes(40, 0xaa);
        bytes[1] = 2;
        const Dissection got = dissect(*loaded.protocols, bytes, 0, {.first = ext.id});
        QCOMPARE(got.draft.layers.at(0).fields.at(2).value.bytes()->size(), std::size_t{22});
    }
};

QTEST_APPLESS_MAIN(TestLoader)
#include "tst_loader.moc"
