// The reference for writers of definitions: it tells of everything that the loader takes, and its examples work.
#include "engine/packet/examples.h"
#include "engine/protocol/codec.h"
#include "engine/protocol/protocols.h"
#include "resources/embedded.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace fw;

namespace {

QString page()
{
    const std::string_view text = resources::find("help/definitions.md");
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// From its heading to the next one.
QString section(const QString& heading)
{
    const QRegularExpression pattern(QStringLiteral("^#+ %1\\n(.*?)(?=^#+ |\\z)").arg(QRegularExpression::escape(heading)),
                                     QRegularExpression::MultilineOption | QRegularExpression::DotMatchesEverythingOption);
    return pattern.match(page()).captured(1);
}

QStringList captures(const QString& text, const QString& pattern)
{
    QStringList out;
    for (auto matches = QRegularExpression(pattern, QRegularExpression::DotMatchesEverythingOption | QRegularExpression::MultilineOption).globalMatch(text); matches.hasNext();)
        out += matches.next().captured(1);
    return out;
}

/// The keys that a section explains in its tables, each in a row.
QStringList keysTold(const QString& heading)
{
    const QString tables = captures(section(heading), QStringLiteral("^\\| key \\| meaning \\|\\n\\| --- \\| --- \\|\\n((?:\\|[^\\n]*\\n)*)")).join(QString());
    return captures(tables, QStringLiteral("^\\| `([^`]*)`"));
}

QStringList blocks()
{
    return captures(page(), QStringLiteral("^```yaml\\n(.*?)^```$"));
}

QString errorsOf(const std::vector<DefinitionError>& errors)
{
    QString out;
    for (const DefinitionError& error : errors)
        out += QStringLiteral("%1:%2:%3 %4\n").arg(QString::fromStdString(error.file)).arg(error.line).arg(error.column).arg(QString::fromStdString(error.message));
    return out;
}

QString errorsIn(const QString& definitions)
{
    return errorsOf(Protocols::load({{"mine.yaml", "format: 1\n" + definitions.toStdString(), true}}).errors);
}

/// What is known in a place, as the message about a wrong key lists it.
QStringList keysKnown(const QString& definitions)
{
    return captures(errorsIn(definitions), QStringLiteral("^[^\\n]*'nosuchkey'[^\\n]*; known here: ([^\\n]*)$")).join(", ").split(", ", Qt::SkipEmptyParts);
}

struct Place {
    const char* heading;
    QList<const char*> wrong; ///< Definitions with a wrong key in that place.
    QList<const char*> alsoWrong = {}; ///< The same of small maps, which are told of in the text: `{when, use}`.
};

const QList<Place>& places()
{
    static const QList<Place> all = {
        {"Files", {"nosuchkey: 1"}},
        {"Enumerations", {"enums: {E: {values: {}, nosuchkey: 1}}"}},
        {"Flag sets", {"flagsets: {F: {letters: A, nosuchkey: 1}}"}},
        {"Tables", {"tables: {t: {nosuchkey: 1}}"}},
        {"Protocols and structures",
         {"protocols: {P: {nosuchkey: 1}}"},
         {"protocols: {P: {variants: [{use: P, nosuchkey: 1}]}}", "protocols: {P: {heuristics: [{over: P, when: '1', nosuchkey: 1}]}}",
          "protocols: {P: {stream: {need: '1', message: '1', nosuchkey: 1}}}", "structs: {P: {align: {nosuchkey: 1}}}"}},
        {"Fields",
         {"protocols: {P: {fields: [{a: {type: u8, nosuchkey: 1}}]}}"},
         {"protocols: {P: {fields: [{a: {switch: [{type: u8, nosuchkey: 1}]}}]}}", "protocols: {P: {fields: [{a: {list: {type: u8, nosuchkey: 1}}}]}}",
          "protocols: {P: {fields: [{a: {type: u8, remark: [{text: x, nosuchkey: 1}]}}]}}", "protocols: {P: {fields: [{a: {list: u8, pad: {to: 4, nosuchkey: 1}}}]}}"}},
        {"Types", {"protocols: {P: {fields: [{bits: {size: 8, fields: [{a: u8}], nosuchkey: 1}}]}}"}},
        {"TLV lists",
         {"tlvs: {T: {nosuchkey: 1}}"},
         {"tlvs: {T: {len: {nosuchkey: 1}}}", "tlvs: {T: {cases: {1: {nosuchkey: 1}}}}", "tlvs: {T: {cases: {1: {value: {each: u8, nosuchkey: 1}}}}}"}},
        {"Payload", {"protocols: {P: {payload: {nosuchkey: 1}}}"}, {"protocols: {P: {payload: {cases: [{use: P, nosuchkey: 1}]}}}"}},
        {"Summaries", {}, {"protocols: {P: {summary: [{text: x, nosuchkey: 1}]}}"}},
        {"Bindings", {"protocols: {P: {bind: [{table: t, value: 1, nosuchkey: 1}]}}"}},
        {"Answers", {"protocols: {P: {answers: {nosuchkey: 1}}}", "protocols: {P: {quoted: {name: Q, nosuchkey: 1}}}"}},
        {"Checks", {"protocols: {P: {checks: [{nosuchkey: 1}]}}"}},
        {"Examples", {"protocols: {P: {examples: [{hex: '00', nosuchkey: 1}]}}"}},
    };
    return all;
}

} // namespace

class TestReference : public QObject {
    Q_OBJECT

private slots:
    void keysAreThoseOfTheLoader_data()
    {
        QTest::addColumn<QString>("heading");
        QTest::addColumn<QStringList>("known");
        QTest::addColumn<QStringList>("small");
        const auto knownTo = [](const QList<const char*>& definitions) {
            QStringList known;
            for (const char* wrong : definitions)
                known += keysKnown(QString::fromLatin1(wrong));
            return known;
        };
        for (const Place& place : places())
            QTest::newRow(place.heading) << QString::fromLatin1(place.heading) << knownTo(place.wrong) << knownTo(place.alsoWrong);
    }
    void keysAreThoseOfTheLoader()
    {
        QFETCH(QString, heading);
        QFETCH(QStringList, known);
        QFETCH(QStringList, small);
        const QString text = section(heading);
        QVERIFY(!known.isEmpty() || !small.isEmpty());
        for (const QString& key : small)
            QVERIFY2(text.contains(QRegularExpression(QStringLiteral("`[^`\\n]*\\b%1\\b[^`\\n]*`").arg(key))), qPrintable("not told: " + key));
        for (const QString& key : known)
            QVERIFY2(text.contains(QStringLiteral("`%1`").arg(key)), qPrintable("not told: " + key));
        for (const QString& key : keysTold(heading))
            QVERIFY2(known.contains(key), qPrintable("not known to the loader: " + key));
    }

    void everyWordThatAKeyTakesIsTold_data()
    {
        QTest::addColumn<QString>("key");
        for (const char* key : {"env", "base", "role", "format"})
            QTest::newRow(key) << QString::fromLatin1(key);
    }
    void everyWordThatAKeyTakesIsTold()
    {
        QFETCH(QString, key);
        const QString errors = errorsIn(QStringLiteral("protocols: {P: {fields: [{a: {type: u8, %1: nosuchword}}]}}").arg(key));
        const QString list = QRegularExpression(QStringLiteral("expected (.*)\n")).match(errors).captured(1);
        const QStringList words = list.split(QRegularExpression(QStringLiteral(", | or ")), Qt::SkipEmptyParts);
        QVERIFY2(words.size() > 2, qPrintable(errors));
        for (const QString& word : words)
            QVERIFY2(section("Fields").contains(QStringLiteral("`%1`").arg(word)), qPrintable("not told: " + word));
    }

    void everyKeyStandsInAnExample()
    {
        const QString examples = blocks().join('\n');
        for (const Place& place : places())
            for (const QString& key : keysTold(place.heading))
                QVERIFY2(examples.contains(QRegularExpression(QStringLiteral("\\b%1:").arg(QRegularExpression::escape(key)))), qPrintable("no example of " + key));
    }

    void everyFunctionIsTold_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"len", "count", "explicit", "present", "lower_is", "has", "find", "lower", "any", "hex", "icmp_error", "peek8", "peek16", "peek32",
                 "inet_checksum", "crc32c", "pseudo", "nonzero", "min", "max", "abs", "crc32", "adler32", "fletcher16", "sum"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everyFunctionIsTold()
    {
        QFETCH(QString, name);
        QVERIFY(section("Expressions").contains('`' + name + '('));
        // The list above is of functions that there are.
        QVERIFY(!errorsIn(QStringLiteral("protocols: {P: {fields: [{a: {type: u8, auto: \"%1()\"}}]}}").arg(name)).contains("a function, not"));
    }

    void wholeFilesLoadAndTheirExamplesWork_data()
    {
        QTest::addColumn<QString>("text");
        qsizetype number = 0;
        for (const QString& block : blocks())
            if (block.startsWith("format: 1\n"))
                QTest::addRow("block %d", static_cast<int>(++number)) << block;
        QVERIFY(number > 5);
    }
    void wholeFilesLoadAndTheirExamplesWork()
    {
        QFETCH(QString, text);
        auto sources = Protocols::builtinSources();
        sources.push_back({"block.yaml", text.toStdString(), true});
        const auto loaded = Protocols::load(sources);
        QCOMPARE(errorsOf(loaded.errors), QString());
        const ExampleCheck check = checkExamples(*loaded.protocols, "block.yaml");
        QCOMPARE(errorsOf(check.errors), QString());
        QCOMPARE(check.good > 0, text.contains("examples:"));
    }

    void theManualPageTellsTheSame()
    {
        QFile file(QStringLiteral(FW_MAN_PAGE));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
        const QString manual = QString::fromUtf8(file.readAll());
        QVERIFY(manual.startsWith(".\\\"") && manual.contains("\n.SH NAME\nframewright\\-protocols \\- "));
        for (const QString& heading : captures(page(), QStringLiteral("^## (.*?)$")))
            QVERIFY2(manual.contains("\n.SH " + heading.toUpper() + "\n"), qPrintable(heading));
        for (const Place& place : places())
            for (const QString& key : keysTold(place.heading))
                QVERIFY2(manual.contains("\n.TP\n\\fB" + key + "\\fR\n"), qPrintable(key));
        for (const QString& block : blocks())
            for (const QString& line : block.split('\n', Qt::SkipEmptyParts))
                QVERIFY2(manual.contains("\n" + QString(line).replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("^", "\\(ha").replace("~", "\\(ti") + "\n"),
                         qPrintable(line));
        QVERIFY(!manual.contains("```") && !manual.contains("**") && !manual.contains("\n| "));
    }

    void theManualPageIsWellFormed()
    {
        const QString groff = QStandardPaths::findExecutable(QStringLiteral("groff"));
        if (groff.isEmpty())
            QSKIP("There is no groff to check it with.");
        QProcess checker;
        checker.start(groff, {"-man", "-Tutf8", "-ww", "-z", FW_MAN_PAGE});
        QVERIFY(checker.waitForFinished());
        QCOMPARE(checker.readAllStandardError(), QByteArray());
        QCOMPARE(checker.exitCode(), 0);
    }

    /// Nothing lists the codecs: their names are among the words in quotes of their own sources.
    void everyCodecIsTold()
    {
        qsizetype found = 0;
        for (QDirIterator files(FW_TEST_DATA "/../../engine/protocol/codecs", QDir::Files); files.hasNext();) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            for (const QString& word : captures(QString::fromUtf8(file.readAll()), QStringLiteral("\"([a-z][a-z0-9_]*:?)\""))) {
                if (findCodec(word.toStdString()) == nullptr)
                    continue;
                ++found;
                QVERIFY2(section("Codecs").contains('`' + word), qPrintable("not told: " + word));
            }
        }
        QVERIFY(found > 30);
    }

    void everyCodecToldOfExists()
    {
        const QStringList rows = captures(section("Codecs"), QStringLiteral("^\\| (`[^|]*) \\|"));
        QVERIFY(!rows.isEmpty());
        for (const QString& row : rows)
            for (const QString& name : captures(row, QStringLiteral("`([^`]*)`")))
                QVERIFY2(findCodec(name.toStdString()) != nullptr, qPrintable(name));
    }
};

QTEST_APPLESS_MAIN(TestReference)
#include "tst_reference.moc"
