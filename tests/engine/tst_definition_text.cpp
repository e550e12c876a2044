#include "engine/protocol/definition_text.h"

#include <QTest>

using namespace fw;

namespace {

std::string applied(const std::string& text, const std::optional<TextEdit>& edit)
{
    return edit ? text.substr(0, edit->begin) + edit->text + text.substr(edit->end) : std::string("nothing");
}

WrittenItem field(const char* name, const char* type)
{
    WrittenItem item;
    item.name = name;
    item.set("type", type);
    return item;
}

const std::string block = "format: 1\n"
                          "protocols:\n"
                          "  A:\n"
                          "    bind:\n"
                          "      - {table: udp.port, value: 7}\n"
                          "    fields:\n"
                          "      # the first\n"
                          "      - x: u8\n"
                          "      - y: {type: u16, auto: \"len(a, b)\"} # worked out\n"
                          "      # before the last\n"
                          "      - z:\n"
                          "          type: bytes\n"
                          "          len: 4\n"
                          "    payload: none\n";
const std::string flow = "format: 1\nprotocols:\n  A:\n    fields: [{x: u8}, {y: {type: u16, auto: \"len(a, b)\"}}, {z: \"[\"}]\n";

} // namespace

/// Fields and bindings of a definition, found in its text and changed there.
class TestDefinitionText : public QObject {
    Q_OBJECT

private slots:
    void fieldsAndBindingsAreFound_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("lines") << QByteArray::fromStdString(block);
        QTest::newRow("one line") << QByteArray::fromStdString(flow);
    }
    void fieldsAndBindingsAreFound()
    {
        QFETCH(QByteArray, text);
        const auto outline = outlineOf(text.toStdString());
        QCOMPARE(outline.definitions.size(), 1U);
        const auto& fields = outline.definitions[0].fields;
        QVERIFY(fields.isEditable);
        QCOMPARE(fields.items.size(), 3U);
        QCOMPARE(fields.items[0].name, std::string("x"));
        QCOMPARE(fields.items[0].find("type")->text, std::string("u8"));
        QCOMPARE(fields.items[1].find("auto")->text, std::string("len(a, b)"));
    }

    void aFieldIsReplacedAndTheRestStays()
    {
        const auto outline = outlineOf(block);
        auto item = outline.definitions[0].fields.items[1];
        item.set("default", "5");
        const auto text = applied(block, replaceItem(block, outline.definitions[0], ListKind::Fields, 1, item));
        std::string wanted = block;
        const std::string old = "      - y: {type: u16, auto: \"len(a, b)\"} # worked out\n";
        wanted.replace(wanted.find(old), old.size(), "      # worked out\n      - y: {type: u16, auto: \"len(a, b)\", default: 5}\n");
        QCOMPARE(text, wanted);
    }

    void aFieldOfManyLinesBecomesOne()
    {
        const auto outline = outlineOf(block);
        auto item = outline.definitions[0].fields.items[2];
        item.name = "last";
        const auto text = applied(block, replaceItem(block, outline.definitions[0], ListKind::Fields, 2, item));
        QVERIFY(text.find("      # before the last\n      - last: {type: bytes, len: 4}\n    payload: none\n") != std::string::npos);
    }

    void inOneLineOnlyTheFieldChanges()
    {
        const auto outline = outlineOf(flow);
        auto item = outline.definitions[0].fields.items[0];
        item.set("default", "a, b");
        QCOMPARE(applied(flow, replaceItem(flow, outline.definitions[0], ListKind::Fields, 0, item)),
                 "format: 1\nprotocols:\n  A:\n    fields: [{x: {type: u8, default: \"a, b\"}}, {y: {type: u16, auto: \"len(a, b)\"}}, {z: \"[\"}]\n");
    }

    void aFieldIsAdded_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("at");
        QTest::addColumn<QByteArray>("names");
        for (const auto& [name, text] : {std::pair("lines", block), std::pair("one line", flow)}) {
            QTest::addRow("%s, first", name) << QByteArray::fromStdString(text) << 0 << QByteArray("n x y z");
            QTest::addRow("%s, in between", name) << QByteArray::fromStdString(text) << 2 << QByteArray("x y n z");
            QTest::addRow("%s, last", name) << QByteArray::fromStdString(text) << 3 << QByteArray("x y z n");
        }
        QTest::newRow("none there") << QByteArray("protocols:\n  A:\n    payload: none\n") << 0 << QByteArray("n");
        QTest::newRow("all in one line") << QByteArray("protocols: {A: {payload: none}}") << 0 << QByteArray("n");
        QTest::newRow("an empty list") << QByteArray("protocols:\n  A:\n    fields: []\n") << 0 << QByteArray("n");
        QTest::newRow("no end of line") << QByteArray("protocols:\n  A:\n    fields:\n    - x: u8") << 1 << QByteArray("x n");
    }
    void aFieldIsAdded()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, at);
        QFETCH(QByteArray, names);
        const auto before = text.toStdString();
        const auto outline = outlineOf(before);
        const auto after = applied(before, insertItem(before, outline.definitions.at(0), ListKind::Fields, static_cast<std::size_t>(at), field("n", "u32")));
        QCOMPARE(namesIn(after), names);
    }

    void aFieldIsTakenOut()
    {
        for (const auto& text : {block, flow}) {
            const auto outline = outlineOf(text);
            QCOMPARE(namesIn(applied(text, removeItem(text, outline.definitions[0], ListKind::Fields, 0))), QByteArray("y z"));
            QCOMPARE(namesIn(applied(text, removeItem(text, outline.definitions[0], ListKind::Fields, 1))), QByteArray("x z"));
            QCOMPARE(namesIn(applied(text, removeItem(text, outline.definitions[0], ListKind::Fields, 2))), QByteArray("x y"));
        }
        const std::string one = "protocols:\n  A:\n    fields:\n      - x: u8\n    payload: none\n";
        const auto none = applied(one, removeItem(one, outlineOf(one).definitions[0], ListKind::Fields, 0));
        QVERIFY(outlineOf(none).faults.empty());
        QCOMPARE(namesIn(none), QByteArray());
    }

    void aFieldIsMovedWithItsComment()
    {
        for (const auto& text : {block, flow}) {
            const auto outline = outlineOf(text);
            QCOMPARE(namesIn(applied(text, moveItem(text, outline.definitions[0], ListKind::Fields, 0, 2))), QByteArray("y z x"));
            QCOMPARE(namesIn(applied(text, moveItem(text, outline.definitions[0], ListKind::Fields, 2, 0))), QByteArray("z x y"));
        }
        const auto moved = applied(block, moveItem(block, outlineOf(block).definitions[0], ListKind::Fields, 2, 1));
        QVERIFY(moved.find("      # before the last\n      - z:\n          type: bytes\n          len: 4\n      - y:") != std::string::npos);
    }

    void aBindingIsAddedWhereThereIsNone()
    {
        WrittenItem item;
        item.set("table", "udp.port");
        item.set("value", "5353");
        const auto text = applied(flow, insertItem(flow, outlineOf(flow).definitions[0], ListKind::Bindings, 0, item));
        const auto outline = outlineOf(text);
        QCOMPARE(outline.definitions.at(0).bindings.items.size(), 1U);
        QCOMPARE(outline.definitions[0].bindings.items[0].find("value")->text, std::string("5353"));
        QCOMPARE(namesIn(text), QByteArray("x y z"));
    }

    void whatHoldsAnAnchorIsLeftToThePerson()
    {
        const std::string text = "protocols:\n  A:\n    fields:\n      - x: {switch: &s [{type: u8}]}\n      - y: {switch: *s}\n";
        const auto outline = outlineOf(text);
        QVERIFY(outline.definitions[0].fields.items[0].isShared);
        QVERIFY(outline.definitions[0].fields.items[1].isShared);
        QVERIFY(!replaceItem(text, outline.definitions[0], ListKind::Fields, 0, field("x", "u8")));
        const std::string expression = "protocols:\n  A:\n    fields:\n      - x: {type: u8, auto: \"y & 3\"}\n      - y: u8\n";
        QVERIFY(!outlineOf(expression).definitions[0].fields.items[0].isShared);
    }

    void whateverStandsThereIsTakenWell()
    {
        // Cut anywhere, so that quotes and brackets stay open.
        for (const auto& whole : {block, flow})
            for (std::size_t size = 0; size <= whole.size(); ++size) {
                const std::string text = whole.substr(0, size);
                const auto outline = outlineOf(text);
                for (const auto& definition : outline.definitions)
                    for (std::size_t i = 0; i < definition.fields.items.size(); ++i)
                        if (const auto edit = replaceItem(text, definition, ListKind::Fields, i, field("n", "u8")))
                            QVERIFY(edit->begin <= edit->end && edit->end <= text.size());
            }
    }

private:
    static QByteArray namesIn(const std::string& text)
    {
        const auto outline = outlineOf(text);
        if (!outline.faults.empty() || outline.definitions.empty())
            return "unreadable: " + QByteArray::fromStdString(text);
        QByteArrayList names;
        for (const auto& item : outline.definitions[0].fields.items)
            names << QByteArray::fromStdString(item.name);
        return names.join(' ');
    }
};

QTEST_GUILESS_MAIN(TestDefinitionText)
#include "tst_definition_text.moc"
