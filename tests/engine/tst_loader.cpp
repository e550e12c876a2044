#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/protocol/protocols.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/resource.h>

using namespace fw;

namespace {

Protocols::Loaded loadWith(const std::string& userFile)
{
    std::vector<DefinitionSource> sources = Protocols::builtinSources();
    sources.push_back({"mine.yaml", userFile, true});
    return Protocols::load(sources);
}

/// Two files of a user's, over what is built in.
Protocols::Loaded loadWith(const std::string& first, const std::string& second)
{
    std::vector<DefinitionSource> sources = Protocols::builtinSources();
    sources.push_back({"first.yaml", first, true});
    sources.push_back({"second.yaml", second, true});
    return Protocols::load(sources);
}

QByteArray errorsOf(const Protocols::Loaded& loaded)
{
    QByteArray out;
    for (const DefinitionError& error : loaded.errors)
        out += QByteArray::fromStdString(error.file + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) + ": " + error.message + "\n");
    return out;
}

const FieldDesc& fieldOf(const Protocols::Loaded& loaded, const char* protocol, const char* field)
{
    const ProtocolDesc& found = *loaded.protocols->find(protocol);
    return found.fields[found.find(field)];
}

std::string repeated(const std::string& text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
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

    /// Whatever has keys refuses those that it does not know, however small it is.
    void unknownKeysAreRefused_data()
    {
        QTest::addColumn<QByteArray>("definition");
        const auto row = [](const char* name, const char* definition) { QTest::newRow(name) << QByteArray(definition); };
        row("file", "KEY: 1");
        row("enumeration", "enums: {E: {values: {}, KEY: 1}}");
        row("enumeration in place", "protocols: {P: {fields: [{a: {type: u8, enum: {values: {1: x}, KEY: 1}}}]}}");
        row("flag set", "flagsets: {F: {letters: A, KEY: 1}}");
        row("flag set in place", "protocols: {P: {fields: [{a: {type: u8, flags: {letters: A, KEY: 1}}}]}}");
        row("table", "tables: {t: {key: u8, KEY: 1}}");
        row("TLV list", "tlvs: {T: {tag: u8, KEY: 1}}");
        row("TLV length", "tlvs: {T: {len: {type: u8, KEY: 1}}}");
        row("TLV case", "tlvs: {T: {cases: {1: {name: x, KEY: 1}}}}");
        row("TLV list of values", "tlvs: {T: {cases: {1: {name: x, value: {each: u8, KEY: 1}}}}}");
        row("protocol", "protocols: {P: {fields: [], KEY: 1}}");
        row("structure", "structs: {P: {fields: [], KEY: 1}}");
        row("field", "protocols: {P: {fields: [{a: {type: u8, KEY: 1}}]}}");
        row("trailer", "protocols: {P: {fields: [], trailer: [{a: {type: u8, KEY: 1}}]}}");
        row("bit group", "protocols: {P: {fields: [{bits: {size: 8, fields: [{a: u8}], KEY: 1}}]}}");
        row("list element", "protocols: {P: {fields: [{a: {list: {type: u8, KEY: 1}}}]}}");
        row("switch case", "protocols: {P: {fields: [{a: {switch: [{type: u8, KEY: 1}]}}]}}");
        row("pad", "protocols: {P: {fields: [{a: {list: u8, pad: {to: 4, KEY: 1}}}]}}");
        row("remark", "protocols: {P: {fields: [{a: {type: u8, remark: [{text: x, KEY: 1}]}}]}}");
        row("payload", "protocols: {P: {payload: {use: P, KEY: 1}}}");
        row("payload case", "protocols: {P: {payload: {cases: [{use: P, KEY: 1}]}}}");
        row("binding", "protocols: {P: {bind: [{table: t, value: 1, KEY: 1}]}}");
        row("variant", "protocols: {P: {variants: [{when: \"1\", use: P, KEY: 1}]}}");
        row("heuristic", "protocols: {P: {heuristics: [{over: P, when: \"1\", KEY: 1}]}}");
        row("summary", "protocols: {P: {summary: [{text: x, KEY: 1}]}}");
        row("answers", "protocols: {P: {answers: {when: \"1\", KEY: 1}}}");
        row("quoted", "protocols: {P: {quoted: {name: Q, KEY: 1}}}");
        row("check", "protocols: {P: {checks: [{when: \"1\", text: x, KEY: 1}]}}");
        row("stream", "protocols: {P: {stream: {need: \"1\", message: \"1\", KEY: 1}}}");
        row("align", "structs: {P: {align: {multiple: 4, KEY: 1}}}");
        row("example", "protocols: {P: {fields: [{a: u8}], examples: [{hex: '00', KEY: 1}]}}");
    }

    void unknownKeysAreRefused()
    {
        QFETCH(QByteArray, definition);
        const auto column = static_cast<std::size_t>(definition.indexOf("KEY")) + 1;
        const auto loaded = Protocols::load({{"mine.yaml", "format: 1\n" + definition.replace("KEY", "nosuchkey").toStdString() + "\n", true}});
        QCOMPARE(loaded.errors.size(), std::size_t{1});
        QVERIFY2(loaded.errors[0].message.starts_with("unknown key 'nosuchkey'"), errorsOf(loaded));
        QCOMPARE(loaded.errors[0].line, std::size_t{2});
        QCOMPARE(loaded.errors[0].column, column);
    }

    void keysOfEarlierDraftsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("definition");
        const auto row = [](const char* name, const char* definition) { QTest::newRow(name) << QByteArray(definition); };
        row("replaces", "protocols: {P: {replaces: true}}");
        row("variant_key", "structs: {P: {fields: [{a: u8}], variant_key: a}}");
        row("open", "enums: {E: {values: {1: a}, open: true}}");
        row("repr", "tlvs: {T: {repr: tuple}}");
        row("rest", "tlvs: {T: {rest: bytes}}");
        row("ref", "protocols: {P: {fields: [{a: {type: u8, ref: [RFC 1]}}]}}");
        row("encoding", "protocols: {P: {fields: [{a: {type: str, encoding: utf8}}]}}");
        row("fuzz", "protocols: {P: {fields: [{a: {type: u8, fuzz: off}}]}}");
        row("hash", "protocols: {P: {answers: {hash: [], when: \"1\"}}}");
    }

    void keysOfEarlierDraftsAreRefused()
    {
        QFETCH(QByteArray, definition);
        const auto loaded = Protocols::load({{"mine.yaml", "format: 1\n" + definition.toStdString() + "\n", true}});
        QVERIFY(mentioning(loaded, std::string("unknown key '") + QTest::currentDataTag() + "'") != nullptr);
    }

    void theKeyThatWasMeantIsTold()
    {
        const auto loaded = loadWith("format: 1\nprotocols:\n  Mine:\n    feilds: []\n    sumary: x\n");
        QVERIFY2(mentioning(loaded, "unknown key 'feilds', perhaps 'fields'") != nullptr, errorsOf(loaded));
        QVERIFY2(mentioning(loaded, "unknown key 'sumary', perhaps 'summary'") != nullptr, errorsOf(loaded));
    }

    void whatStandsAtAKeyMustFit_data()
    {
        QTest::addColumn<QByteArray>("definition");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char* name, const char* definition, const char* words) {
            QTest::newRow(name) << QByteArray("format: 1\n") + definition + "\n" << QByteArray(words);
        };
        row("a word", "protocols: {P: {repeat: yes}}", "2:25: expected true or false");
        row("a byte order", "protocols: {P: {endian: little}}", "2:25: expected le or be");
        row("a number", "protocols: {P: {fields: [{a: {type: bytes, align: many}}]}}", "2:51: expected a number from 0 to 4096");
        row("a list", "protocols: {P: {ref: RFC 1}}", "2:22: expected a list as 'ref'");
        row("a map for a list", "protocols: {P: {ref: {a: b}}}", "2:22: expected a list as 'ref'");
        row("a text", "protocols: {P: {title: [a]}}", "2:24: expected a text as 'title'");
        row("a list of what has keys", "protocols: {P: {heuristics: [5]}}", "2:30: expected a map; known here: over, when");
        row("an expression", "protocols: {P: {fields: [{a: {type: u8, if: [1]}}]}}", "2:45: expected an expression");
        row("two types", "protocols: {P: {fields: [{a: {type: u8, list: u8}}]}}", "expected only one of list, type");
        row("no type", "protocols: {P: {fields: [{a: {doc: x}}]}}", "expected one of type, list, tlv, codec, switch, packet");
        row("a key too large for its table", "tables: {t: {key: u8}}\nprotocols: {P: {bind: [{table: t, value: 256}]}}", "3:42: expected a number from 0 to 255");
        row("a second key", "protocols:\n  P: {doc: a, doc: b}", "3:15: a second 'doc' in this map; the first is in line 3");
        row("a second protocol", "protocols:\n  P: {}\n  P: {}", "4:3: a second 'P' in this map; the first is in line 3");
        row("a structure that is a protocol", "structs: {P: {}}\nprotocols: {P: {}}", "3:13: the name is already taken, by mine.yaml:2:11");
        row("a field of a check", "protocols: {P: {checks: [{when: \"1\", field: x, text: y}]}}", "2:45: there is no field 'x'");
        row("a field of a summary", "protocols: {P: {summary: \"P {x}\"}}", "2:29: there is no field 'x'");
        row("a layer of an expression", "protocols: {P: {fields: [{a: {type: u8, if: \"lower_is('TPC')\"}}]}}", "2:56: in 'lower_is('TPC')': there is no protocol 'TPC'");
        row("a flag", "protocols: {P: {fields: [{a: {type: u8, flags: {letters: AB}, default: C}}]}}", "2:72: expected a value that fits the field's type");
        row("what is dropped", "structs: {A: {fields: [{x: u8}]}, B: {extends: A, drop: [y]}}", "'A' has no field 'y' to drop");
        row("what is set", "structs: {A: {fields: [{x: u8}]}, B: {extends: A, set: {y: 1}}}", "'B' has no field 'y'");
        row("what is matched", "structs: {A: {fields: [{x: u8}]}, B: {match: {x: 1}}}", "'match' goes with 'extends'");
        row("extends itself", "structs: {A: {extends: B}, B: {extends: A}}", "a definition that extends itself");
        row("a stream without its rule", "protocols: {P: {stream: true}}", "2:25: expected a map; known here: need, message");
        row("a second document", "--- {}", "a second document");
    }

    void whatStandsAtAKeyMustFit()
    {
        QFETCH(QByteArray, definition);
        QFETCH(QByteArray, words);
        const auto loaded = Protocols::load({{"mine.yaml", definition.toStdString(), true}});
        QVERIFY2(errorsOf(loaded).contains(words), errorsOf(loaded));
    }

    /// What is wrong in one place is told once, and the rest of the file is still looked at.
    void everyErrorIsTold()
    {
        const auto loaded = loadWith("format: 1\nstructs:\n  A: {fields: [{x: {type: u8, if: \"nope\"}}]}\n  B: {extends: A}\n  C: {extends: A, fields: [{y: u99}]}\n");
        QCOMPARE(loaded.errors.size(), std::size_t{2});
        QCOMPARE(loaded.errors[0].line, std::size_t{3});
        QCOMPARE(loaded.errors[1].line, std::size_t{5});
    }

    void aUsersNamesAreWhatHisFilesMeanByThem()
    {
        const auto loaded = loadWith("format: 1\n"
                                     "enums: {IPProto: {6: mine}}\n"
                                     "flagsets: {TCPFlags: {names: [one, two]}}\n"
                                     "tlvs: {TCPOption: {tag: u16, len: u16}}\n"
                                     "protocols:\n"
                                     "  Mine:\n"
                                     "    fields: [{e: {type: u8, enum: IPProto, default: mine}}, {f: {type: u8, flags: TCPFlags, default: one+two}}, {o: {tlv: TCPOption, len: remaining}}]\n",
                                     "format: 1\nprotocols: {Other: {fields: [{e: {type: u8, enum: IPProto, default: mine}}]}}\n");
        QCOMPARE(errorsOf(loaded), QByteArray());
        QVERIFY(fieldOf(loaded, "Mine", "e").defaultValue == Value(std::int64_t{6}));
        QVERIFY(fieldOf(loaded, "Mine", "f").defaultValue == Value(std::int64_t{3}));
        QCOMPARE(loaded.protocols->tlv(loaded.protocols->type(fieldOf(loaded, "Mine", "o").type).tlv).tagBits, std::uint8_t{16});
        QVERIFY(fieldOf(loaded, "Other", "e").defaultValue == Value(std::int64_t{6}));
        // Built-in protocols keep their own.
        QCOMPARE(fieldOf(loaded, "IP", "proto").names->names.at(6), std::string("tcp"));
        QVERIFY(fieldOf(loaded, "TCP", "flags").defaultValue == Value(std::int64_t{2}));
        QCOMPARE(loaded.protocols->tlv(loaded.protocols->type(fieldOf(loaded, "TCP", "options").type).tlv).tagBits, std::uint8_t{8});
    }

    void whatIsInheritedKeepsItsNames()
    {
        const auto loaded = loadWith("format: 1\nflagsets: {TCPFlags: {names: [one, two]}}\nprotocols: {Mine: {extends: TCP}}\n");
        QCOMPARE(errorsOf(loaded), QByteArray());
        QVERIFY(fieldOf(loaded, "Mine", "flags").defaultValue == Value(std::int64_t{2}));
    }

    void aTableOfTheUsersIsAnotherOne()
    {
        const std::string mine = "format: 1\n"
                                 "tables: {ip.proto: {key: u16}}\n"
                                 "protocols:\n"
                                 "  Lower: {fields: [{next: u16}], payload: {table: ip.proto, key: next}}\n"
                                 "  Upper: {bind: [{table: ip.proto, value: 6}], fields: [{x: u8}], payload: none}\n";
        const auto loaded = loadWith(mine);
        QCOMPARE(errorsOf(loaded), QByteArray());
        const Protocols& protocols = *loaded.protocols;
        const auto idOf = [&](const char* name) { return protocols.find(name)->id; };
        const Dissection got = dissect(protocols, Buffer{0, 6, 1}, 0, {.first = idOf("Lower")});
        QCOMPARE(protocols[got.draft.layers.at(1).protocol].name, std::string("Upper"));
        QCOMPARE(protocols.lookUp(protocols.find("IP")->payload.table, 6), idOf("TCP"));
        QVERIFY(protocols.binding(idOf("Lower"), idOf("Upper")) != nullptr);
        QVERIFY(protocols.binding(idOf("IP"), idOf("Upper")) == nullptr);
        QVERIFY(protocols.binding(idOf("Lower"), idOf("TCP")) == nullptr);
    }

    void aTableThatNothingLooksIntoIsTold()
    {
        const auto loaded = loadWith("format: 1\ntables: {udp.port: {key: u16}}\nprotocols: {Mine: {bind: [{table: udp.port, value: 9}], fields: [{x: u8}]}}\n");
        QVERIFY2(errorsOf(loaded).contains("mine.yaml:2:10: no payload looks into this table"), errorsOf(loaded));
    }

    void aNameTakenByAnotherFileIsToldWithBothPlaces_data()
    {
        QTest::addColumn<QByteArray>("definition");
        QTest::newRow("enumeration") << QByteArray("enums: {Same: {1: a}}");
        QTest::newRow("flag set") << QByteArray("flagsets: {Same: {letters: A}}");
        QTest::newRow("table") << QByteArray("tables: {Same: {key: u8}}");
        QTest::newRow("TLV list") << QByteArray("tlvs: {Same: {tag: u8}}");
        QTest::newRow("structure") << QByteArray("structs: {Same: {fields: [{a: u8}]}}");
        QTest::newRow("protocol") << QByteArray("protocols: {Same: {fields: [{a: u8}]}}");
    }

    void aNameTakenByAnotherFileIsToldWithBothPlaces()
    {
        QFETCH(QByteArray, definition);
        const std::string text = "format: 1\n" + definition.toStdString() + "\n";
        const auto loaded = loadWith(text, "# second\n" + text);
        const QByteArray column = QByteArray::number(definition.indexOf("Same") + 1);
        QCOMPARE(errorsOf(loaded), "second.yaml:3:" + column + ": the name is already taken, by first.yaml:2:" + column + "\n");
    }

    void whatNeedsABrokenFileIsLeftOutWithIt()
    {
        const auto loaded = loadWith("format: 1\nenums: {Colour: {1: red}}\nprotocols: {First: {feilds: []}}\n",
                                     "format: 1\nprotocols: {Second: {fields: [{a: {type: u8, enum: Colour}}]}}\n");
        QVERIFY2(errorsOf(loaded).contains("first.yaml:3:21: unknown key"), errorsOf(loaded));
        QVERIFY2(errorsOf(loaded).contains("second.yaml:2:52: there is no enumeration 'Colour'"), errorsOf(loaded));
        QVERIFY(loaded.protocols->find("First") == nullptr);
        QVERIFY(loaded.protocols->find("Second") == nullptr);
        QVERIFY(loaded.protocols->find("TCP") != nullptr);
    }

    /// What takes the place of a built-in protocol must have what others need of it; the fault is the user's, and told of his file.
    void aReplacementThatDoesNotFitIsTheUsersFault()
    {
        const auto loaded = loadWith("format: 1\nprotocols:\n  UDP: {bind: [{table: ip.proto, value: 17}], fields: [{x: u8}]}\n");
        QVERIFY(!loaded.errors.empty());
        for (const DefinitionError& error : loaded.errors) {
            QCOMPARE(error.file, std::string("mine.yaml"));
            QCOMPARE(error.line, std::size_t{3});
            QVERIFY(error.message.starts_with("does not go with what is built in (protocols/"));
        }
        QVERIFY(loaded.protocols->find("UDP")->find("sport") != noField);
    }

    void hostileFilesAreRefusedInTime_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char* name, const std::string& text, const char* words) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(words);
        };
        std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
        for (char c = 'b'; c < 'm'; ++c)
            bomb += std::string(1, c) + ": &" + c + " [" + repeated(std::string("*") + static_cast<char>(c - 1) + ", ", 9) + "x]\n";
        row("aliases that multiply", bomb, "mine.yaml:5:");
        row("aliases of a long text", "a: &a \"" + std::string(60'000, 'x') + "\"\nb:\n" + repeated("- *a\n", 1000), "too large");
        std::string nested;
        for (int i = 0; i < 60; ++i)
            nested += "&a" + std::to_string(i) + " [\n";
        row("anchors around each other", nested + repeated("x,\n", 40'000) + repeated("]\n", 60), "too large");
        row("holds itself", "protocols: &p {P: {fields: *p}}\n", "mine.yaml:1:28: a structure that holds itself");
        row("deep", std::string(5'000, '['), "mine.yaml:1:1: nested too deep");
        row("deep, over lines", repeated("[\n", 200'000), "nested too deep");
        row("deep, by indentation", [] {
            std::string text;
            for (std::size_t i = 0; i < 500; ++i)
                text += std::string(i, ' ') + "a:\n";
            return text;
        }(), "mine.yaml:65:65: nested too deep");
        row("brackets without a partner in texts", repeated("[\"]\",\n", 80'000), "nested too deep");
        row("many nodes", "protocols:\n" + repeated("- x\n", 100'000), "too large");
        row("many keys", [] {
            std::string text;
            for (int i = 0; i < 30'000; ++i)
                text += "k" + std::to_string(i) + ": x\n";
            return text;
        }(), "too large");
        row("much text", "a: b\n" + std::string(3U << 20U, '#'), "mine.yaml:2:1: too large: a definition file has at most 512 KiB");
        row("a long line", "a: " + std::string(100'000, 'x') + "\n", "mine.yaml:1:65537: too long");
        const auto protocols = [](const std::string& text) { return "format: 1\nstructs:\n" + text; };
        row("much inherited", protocols("  A: {fields: [{x: {type: u8, doc: \"" + std::string(50'000, 'x') + "\"}}]}\n" + [] {
            std::string text;
            for (int i = 0; i < 8'000; ++i)
                text += "  B" + std::to_string(i) + ": {extends: A}\n";
            return text;
        }()), "too much is inherited");
        row("many fields", protocols("  A: {fields: [" + [] {
            std::string text;
            for (int i = 0; i < 5'000; ++i)
                text += "{f" + std::to_string(i) + ": u8},\n    ";
            return text + "]}\n";
        }()), "mine.yaml:3:3: too many fields");
        row("a long chain of extensions", protocols("  A0: {fields: [{x: u8}]}\n" + [] {
            std::string text;
            for (int i = 8'000; i > 0; --i)
                text += "  A" + std::to_string(i) + ": {extends: A" + std::to_string(i - 1) + "}\n";
            return text;
        }()), "more than 32 definitions that extend each other");
        row("many expressions", "format: 1\nprotocols:\n  A:\n    checks:\n" + repeated("    - {when: \"" + repeated("1+", 60) + "1\", text: x}\n", 3'500), "too many expressions");
        row("not UTF-8", std::string("a: \xff\xfe\x80\n\x00", 9), "mine.yaml:");
    }

    void hostileFilesAreRefusedInTime()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, words);
        QElapsedTimer timer;
        timer.start();
        const auto loaded = Protocols::load({{"mine.yaml", text.toStdString(), true}});
        const qint64 elapsed = timer.elapsed();
        QVERIFY2(errorsOf(loaded).contains(words), errorsOf(loaded).left(1000));
        for (const DefinitionError& error : loaded.errors)
            QVERIFY(error.line > 0 && error.column > 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        QVERIFY2(elapsed < 1'000, QByteArray::number(elapsed));
        rusage used{};
        QCOMPARE(getrusage(RUSAGE_SELF, &used), 0);
        QVERIFY2(used.ru_maxrss < 256 * 1024, QByteArray::number(static_cast<qlonglong>(used.ru_maxrss))); // KiB, the most so far
#else
        Q_UNUSED(elapsed)
#endif
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
