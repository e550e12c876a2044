// Each construct of the definition language: bytes read into values, and the values built into the same bytes.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/examples.h"
#include "engine/packet/text.h"
#include "engine/protocol/protocols.h"
#include "engine/protocol/snapshot.h"
#include "engine/scapy/scapy.h"

#include <QTest>

#include <thread>

using namespace fw;

namespace {

/// The definitions of Raw and Padding, and these.
Protocols::Loaded loadAlone(const std::string& definitions)
{
    std::vector<DefinitionSource> sources;
    for (DefinitionSource& source : Protocols::builtinSources())
        if (source.name.ends_with("/raw.yaml"))
            sources.push_back(std::move(source));
    sources.push_back({"mine.yaml", "format: 1\n" + definitions, false});
    return Protocols::load(sources);
}

QByteArray errorsOf(const std::vector<DefinitionError>& errors)
{
    QByteArray out;
    for (const DefinitionError& error : errors)
        out += QByteArray::fromStdString(error.file) + ":" + QByteArray::number(static_cast<qulonglong>(error.line)) + ":"
            + QByteArray::number(static_cast<qulonglong>(error.column)) + " " + QByteArray::fromStdString(error.message) + "\n";
    return out;
}

Buffer bytesOf(const QByteArray& hex)
{
    const QByteArray raw = QByteArray::fromHex(hex);
    return {raw.begin(), raw.end()};
}

} // namespace

class TestLanguage : public QObject {
    Q_OBJECT

private slots:
    void bytesBecomeValuesAndValuesTheSameBytes_data()
    {
        QTest::addColumn<QByteArray>("definitions");
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("repr");
        QTest::newRow("bits of a little-endian word")
            << QByteArray("protocols: {P: {payload: none, fields: [{bits: {size: 16, endian: le, fields: [{a: u11}, {b: u1}, {c: u4}]}}, {d: u8}]}}") << QByteArray("2fa509")
            << QByteArray("<P  a=1327 b=0 c=10 d=9 |>");
        QTest::newRow("bits of a big-endian word")
            << QByteArray("protocols: {P: {payload: none, fields: [{bits: {size: 16, fields: [{a: u11}, {b: u1}, {c: u4}]}}]}}") << QByteArray("2fa5")
            << QByteArray("<P  a=381 b=0 c=5 |>");
        QTest::newRow("zeros after a field that it does not count")
            << QByteArray("protocols: {P: {payload: none, fields: [{n: {type: u8, auto: \"len(t)\"}}, {t: {type: bytes, sized_by: n, pad_to: 4}}, {z: u8}]}}")
            << QByteArray("02616200ff") << QByteArray("<P  n=2 t='ab' z=255 |>");
        QTest::newRow("the first bytes of an address")
            << QByteArray("protocols: {P: {payload: none, fields: [{bits_of: u8}, {net: {type: ipv4, len: \"(bits_of + 7) // 8\", default: 0.0.0.0}}]}}")
            << QByteArray("120a0180") << QByteArray("<P  bits_of=18 net=10.1.128.0 |>");
        QTest::newRow("options of two-byte tags, filled up to four bytes")
            << QByteArray("tlvs: {T: {tag: u16, len: {type: u16, counts: value}, align: 4, cases: {1: {name: one, value: u8}, 2: {name: two, value: [u16, ipv4]}}}}\n"
                          "protocols: {P: {payload: none, fields: [{o: {tlv: T, len: remaining}}]}}")
            << QByteArray("000100010700000000020006000901020304" "0000") << QByteArray("<P  o=[('one', 7), ('two', (9, '1.2.3.4'))] |>");
        QTest::newRow("little-endian options whose length counts itself")
            << QByteArray("tlvs: {T: {endian: le, tag: u8, len: {type: u16, counts: after_tag}, cases: {1: {name: one, value: u16}}}}\n"
                          "protocols: {P: {payload: none, fields: [{o: {tlv: T, len: remaining}}]}}")
            << QByteArray("0104000201") << QByteArray("<P  o=[('one', 258)] |>");
        QTest::newRow("a number of 128 bits")
            << QByteArray("protocols: {P: {payload: none, fields: [{m: {type: u128, base: hex}}]}}") << QByteArray("00000000000000000100000000000000")
            << QByteArray("<P  m=0x100000000000000 |>");
        QTest::newRow("a sum over a list")
            << QByteArray("structs: {S: {fields: [{v: u8}]}}\nprotocols: {P: {payload: none, fields: [{total: {type: u8, auto: \"sum(l.v)\"}}, {l: {list: S, count: 3}}]}}")
            << QByteArray("06010203") << QByteArray("<P  total=6 l=[<S  v=1 |>, <S  v=2 |>, <S  v=3 |>] |>");
        QTest::newRow("a field that is there if an element says so")
            << QByteArray("structs: {S: {fields: [{v: u8}]}}\nprotocols: {P: {payload: none, fields: [{l: {list: S, count: 2}}, {more: {type: u8, if: \"any(l.v == 9)\"}}]}}")
            << QByteArray("010905") << QByteArray("<P  l=[<S  v=1 |>, <S  v=9 |>] more=5 |>");
        QTest::newRow("a field that is not there as no element says so")
            << QByteArray("structs: {S: {fields: [{v: u8}]}}\nprotocols: {P: {payload: none, fields: [{l: {list: S, count: 2}}, {more: {type: u8, if: \"any(l.v == 9)\"}}, {z: u8}]}}")
            << QByteArray("010805") << QByteArray("<P  l=[<S  v=1 |>, <S  v=8 |>] z=5 |>");
        QTest::newRow("a list up to an element that ends it")
            << QByteArray("protocols: {P: {payload: none, fields: [{l: {list: u8, until: \"last == 0\"}}, {z: u8}]}}") << QByteArray("03020007")
            << QByteArray("<P  l=[3, 2, 0] z=7 |>");
        QTest::newRow("a length that is itself of varying size")
            << QByteArray("protocols: {P: {payload: none, fields: [{n: {codec: varint_mqtt, auto: \"len(t)\"}}, {t: {type: bytes, len: n}}, {z: u8}]}}")
            << QByteArray("0361626307") << QByteArray("<P  n=3 t='abc' z=7 |>");
        QTest::newRow("flags as a set, by kind")
            << QByteArray("flagsets: {F: {bits: {0: A}, as_set: true, by: kind, kinds: {1: {0: Urgent (U)}, 2: {0: ACK (A)}}}}\n"
                          "protocols: {P: {payload: none, fields: [{kind: u8}, {flags: {type: u8, flags: F}}]}}") << QByteArray("0203")
            << QByteArray("<P  kind=2 flags={'ACK (A)', 'bit 1'} |>");
        QTest::newRow("an own field called root")
            << QByteArray("structs: {S: {fields: [{n: u8}]}}\n"
                          "protocols: {P: {payload: none, fields: [{n: u8}, {root: {type: S, default: {}}}, {more: {type: u8, if: 'root.n == 7'}}]}}") << QByteArray("010709")
            << QByteArray("<P  n=1 root=<S  n=7 |> more=9 |>");
        QTest::newRow("bytes of a list, in hex")
            << QByteArray("protocols: {P: {payload: none, fields: [{all: {list: {type: bytes, len: 2}, base: hex}}]}}") << QByteArray("61626364")
            << QByteArray("<P  all=[6162, 6364] |>");
        QTest::newRow("extensions told by several values")
            << QByteArray("protocols:\n  P: {payload: none, fields: [{kind: u8}]}\n  Q: {extends: P, match: {kind: [6, 7]}, payload: none, fields: [{n: u16}]}") << QByteArray("070102")
            << QByteArray("<Q  kind=7 n=258 |>");
        QTest::newRow("a packet inside a field")
            << QByteArray("protocols:\n  P: {payload: none, fields: [{n: {type: u8, auto: \"len(inside)\"}}, {inside: {packet: A, sized_by: n}}, {z: u8}]}\n"
                          "  A: {fields: [{next: u8}], payload: {cases: [{when: \"next == 1\", use: B}, {use: Raw}]}}\n"
                          "  B: {bind: [{to: A, build: {next: 1}}], fields: [{v: u8}]}")
            << QByteArray("040105616207") << QByteArray("<P  n=4 inside=<A  next=1 |<B  v=5 |<Raw  load='ab' |>>> z=7 |>");
        QTest::newRow("several messages behind each other")
            << QByteArray("protocols:\n  L: {payload: {use: P}, fields: [{x: u8}]}\n"
                          "  P: {repeat: true, payload: {use: M, bytes: n}, fields: [{n: {type: u8, auto: \"len(payload)\"}}]}\n  M: {payload: none, fields: [{v: u16}]}")
            << QByteArray("ff020001020002") << QByteArray("<L  x=255 |<P  n=2 |<M  v=1 |<P  n=2 |<M  v=2 |>>>>>");
    }

    void bytesBecomeValuesAndValuesTheSameBytes()
    {
        QFETCH(QByteArray, definitions);
        QFETCH(QByteArray, hex);
        QFETCH(QByteArray, repr);
        const auto loaded = loadAlone(definitions.toStdString());
        QCOMPARE(errorsOf(loaded.errors), QByteArray());
        const Protocols& protocols = *loaded.protocols;
        const std::string first = repr.mid(1, repr.indexOf(' ') - 1).toStdString();
        const ProtocolId start = protocols.find(first == "Q" ? "P" : first)->id;
        const Dissection read = dissect(protocols, bytesOf(hex), 0, {.first = start, .decodeAs = {}});
        QCOMPARE(QByteArray::fromStdString(fw::repr(protocols, read.draft)), repr);
        QVERIFY(read.layout.notes.empty());
        const auto written = scapy::parse(protocols, scapy::format(protocols, read.draft));
        QVERIFY2(written.has_value(), scapy::format(protocols, read.draft).c_str());
        QCOMPARE(QByteArray::fromStdString(toHex(buildBytes(protocols, *written))), hex);
        QCOMPARE(QByteArray::fromStdString(toHex(build(protocols, *written).bytes)), hex);
        // What is worked out is the same if it is left to be.
        Draft left = *written;
        for (Layer& layer : left.layers)
            for (std::size_t i = 0; i < layer.fields.size(); ++i)
                if (protocols[layer.protocol].fields[i].automatic != 0)
                    layer.fields[i] = {};
        QCOMPARE(QByteArray::fromStdString(toHex(buildBytes(protocols, left))), hex);
    }

    void examplesAreReadAndBuilt()
    {
        const std::string good = "protocols:\n  P:\n    payload: none\n    fields: [{n: {type: u8, auto: \"len(t)\"}}, {t: {type: bytes, sized_by: n}}]\n"
                                 "    examples:\n      - {hex: \"03 616263\", doc: three letters}\n      - \"00\"\n";
        const auto loaded = loadAlone(good);
        QCOMPARE(errorsOf(loaded.errors), QByteArray());
        const ExampleCheck check = checkExamples(*loaded.protocols, "mine.yaml");
        QCOMPARE(errorsOf(check.errors), QByteArray());
        QCOMPARE(check.good, std::size_t{2});
    }

    void anExampleThatIsNotTheProtocolIsToldWithItsPlace()
    {
        const auto loaded = loadAlone("protocols:\n  P:\n    payload: none\n    fields: [{n: {type: u8, auto: \"len(t)\"}}, {t: {type: bytes, sized_by: n}}]\n"
                                      "    examples:\n      - \"05616263\"\n");
        const ExampleCheck check = checkExamples(*loaded.protocols, "mine.yaml");
        QCOMPARE(check.good, std::size_t{0});
        QCOMPARE(check.errors.size(), std::size_t{1});
        QCOMPARE(check.errors[0].line, std::size_t{7});
        QCOMPARE(check.errors[0].column, std::size_t{9});
    }

    void anErrorInAnExpressionIsToldWithItsColumn()
    {
        const auto loaded = loadAlone("protocols:\n  P:\n    fields:\n      - n: {type: u8, auto: \"len(header) +* 2\"}\n");
        QCOMPARE(loaded.errors.size(), std::size_t{1});
        QCOMPARE(loaded.errors[0].line, std::size_t{5});
        QCOMPARE(loaded.errors[0].column, std::size_t{43});
    }

    void theSnapshotIsWhatTheFilesSay()
    {
        const auto loaded = Protocols::load(Protocols::builtinSources());
        QVERIFY(saveSnapshot(*loaded.protocols) == saveSnapshot(Protocols::builtin()));
    }

    void anyThreadMayAskASnapshotFirst()
    {
        const Buffer saved = saveSnapshot(Protocols::builtin());
        const auto fresh = loadSnapshot(saved);
        QVERIFY(fresh != nullptr);
        constexpr int threads = 4;
        std::vector<std::size_t> names(threads);
        {
            std::vector<std::jthread> all;
            for (int thread = 0; thread < threads; ++thread)
                all.emplace_back([&, thread] {
                    for (std::size_t id = 0; id < fresh->size(); ++id)
                        for (const FieldDesc& field : (*fresh)[static_cast<ProtocolId>(id)].fields)
                            names[static_cast<std::size_t>(thread)] += field.name.size() + (field.names != nullptr ? field.names->names.size() : 0);
                });
        }
        QVERIFY(names[0] > 10'000);
        for (const std::size_t count : names)
            QCOMPARE(count, names[0]);
        QVERIFY(saveSnapshot(*fresh) == saved);
    }

    void aSnapshotCutShortIsNotTaken()
    {
        const auto loaded = loadAlone("protocols: {P: {fields: [{a: u8}]}}\n");
        const Buffer whole = saveSnapshot(*loaded.protocols);
        QVERIFY(loadSnapshot(whole) != nullptr);
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(loadSnapshot(Bytes(whole).first(size)) == nullptr);
    }
};

QTEST_APPLESS_MAIN(TestLanguage)
#include "tst_language.moc"
