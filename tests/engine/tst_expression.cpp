#include "engine/protocol/expression.h"

#include <QTest>

using namespace fw;

namespace {

/// A protocol with fields a, b, flags, name; a layer below with ttl; twelve bytes to go.
class Scope final : public ExprScope {
public:
    ExprValue field(std::uint16_t index) override
    {
        switch (index) {
        case 0:
            return ExprValue::integer(7);
        case 1:
            return ExprValue::unknown();
        case 2:
            return ExprValue::integer(0x12);
        default:
            return ExprValue::text(toBuffer("abc"));
        }
    }
    ExprValue outer(ExprOwner owner, const std::string& layer, const std::string& name) override
    {
        if (owner == ExprOwner::Lower && name == "ttl" && (layer.empty() || layer == "Below"))
            return ExprValue::integer(64);
        return ExprValue::unknown();
    }
    ExprValue sizeOfField(std::uint16_t index) override { return ExprValue::integer(index + 1); }
    ExprValue countOfField(std::uint16_t) override { return ExprValue::integer(3); }
    ExprValue sizeOfArea(ExprArea area) override { return ExprValue::integer(area == ExprArea::Header ? 20 : 100); }
    ExprValue bytesOfArea(ExprArea) override { return ExprValue::text({0x12, 0x34, 0x56, 0x78}); }
    ExprValue ask(ExprCall call, std::int64_t argument, const std::string& name) override
    {
        if (call == ExprCall::Remaining)
            return ExprValue::integer(12);
        if (call == ExprCall::LowerIs)
            return ExprValue::integer(name == "Below");
        return ExprValue::integer(argument);
    }
};

const ExprNames names{
    .field = [](std::string_view name) -> std::optional<std::uint16_t> {
        constexpr std::string_view known[] = {"a", "b", "flags", "name", "len"};
        for (std::uint16_t i = 0; i < std::size(known); ++i)
            if (known[i] == name)
                return i;
        return std::nullopt;
    },
    .flag = [](std::uint16_t field, std::string_view flag) -> std::optional<std::int64_t> {
        return field == 2 && flag == "S" ? std::optional<std::int64_t>(2) : std::nullopt;
    },
};

ExprValue evaluate(const char* text)
{
    const auto program = compileExpression(text, names);
    Scope scope;
    return program ? program->evaluate(scope) : ExprValue::error();
}

} // namespace

class TestExpression : public QObject {
    Q_OBJECT

private slots:
    void givesIntegers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qlonglong>("value");
        const auto row = [](const char* text, qlonglong value) { QTest::newRow(text) << QByteArray(text) << value; };
        row("1 + 2 * 3", 7);
        row("(1 + 2) * 3", 9);
        row("-7 // 2", -4);
        row("-7 % 2", 1);
        row("0x10 | 3", 19);
        row("1 << 4 >> 2", 4);
        row("a == 7 and not a == 8", 1);
        row("a in [1, 7]", 1);
        row("a in [5..9]", 1);
        row("a in 8..9", 0);
        row("a not in [1, 2]", 1);
        row("[a, 1] in [[7, 1], [2, 3]]", 1);
        row("'S' in flags", 1);
        row("'S' not in flags", 0);
        row("flags.S", 1);
        row("2 if a == 7 else 3", 2);
        row("a == 8 ? 2 : 3", 3);
        row("len(header) // 4", 5);
        row("len(a, b)", 3);
        row("count(name)", 3);
        row("remaining - 2", 10);
        row("lower.ttl", 64);
        row("lower(Below).ttl", 64);
        row("lower_is('Below')", 1);
        row("nonzero(0)", 0xffff);
        row("nonzero(5)", 5);
        row("min(a, 3)", 3);
        row("max(a, 3)", 7);
        row("abs(-3)", 3);
        row("name == 'abc'", 1);
        row("name == hex('616263')", 1);
        row("inet_checksum(packet)", 0x9753);
        row("inet_checksum(packet[0:2])", 0xedcb);
        row("not not a", 1);
    }

    void givesIntegers()
    {
        QFETCH(QByteArray, text);
        QFETCH(qlonglong, value);
        const ExprValue got = evaluate(text.constData());
        QVERIFY(got.kind == ExprValue::Kind::Int);
        QCOMPARE(static_cast<qlonglong>(got.number), value);
    }

    void unknownSpreadsButDoesNotDecide()
    {
        QVERIFY(evaluate("b + 1").kind == ExprValue::Kind::Unknown);
        QVERIFY(evaluate("b == 1").notFalse());
        QCOMPARE(evaluate("b == 1 and a == 8").number, 0); // Whatever b is.
        QVERIFY(evaluate("b == 1 and a == 8").isKnown());
        QVERIFY(evaluate("b == 1 or a == 7").isTrue());
        QVERIFY(!evaluate("b == 1 or a == 8").isKnown());
    }

    void overflowAndDivisionByZeroAreErrorValues()
    {
        QVERIFY(evaluate("9223372036854775807 + 1").kind == ExprValue::Kind::Error);
        QVERIFY(evaluate("9223372036854775807 * 2").kind == ExprValue::Kind::Error);
        QVERIFY(evaluate("1 // 0").kind == ExprValue::Kind::Error);
        QVERIFY(evaluate("1 % 0").kind == ExprValue::Kind::Error);
        QVERIFY(evaluate("1 << 64").kind == ExprValue::Kind::Error);
        QVERIFY(evaluate("name + 1").kind == ExprValue::Kind::Error);
        QVERIFY(!evaluate("1 // 0").notFalse());
    }

    void saysWhereItIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("column");
        QTest::newRow("unknown name") << QByteArray("a + foo") << 4;
        QTest::newRow("open parenthesis") << QByteArray("(a + 1") << 6;
        QTest::newRow("open string") << QByteArray("name == 'abc") << 8;
        QTest::newRow("two values") << QByteArray("a a") << 2;
        QTest::newRow("nothing") << QByteArray("") << 0;
        QTest::newRow("no such flag") << QByteArray("'X' in flags") << 7;
        QTest::newRow("unknown function") << QByteArray("foo(1)") << 0;
        QTest::newRow("if without else") << QByteArray("1 if a") << 6;
        QTest::newRow("number too large") << QByteArray("99999999999999999999") << 0;
        QTest::newRow("stray character") << QByteArray("a $ b") << 2;
    }

    void saysWhereItIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, column);
        const auto program = compileExpression(text.constData(), names);
        QVERIFY(!program.has_value());
        QVERIFY(program.error().code == Errc::Syntax);
        QCOMPARE(static_cast<int>(program.error().offset), column);
        QVERIFY(!program.error().detail.empty());
    }

    void nestingAndLengthAreBounded()
    {
        QVERIFY(!compileExpression(std::string(10'000, '('), names).has_value());
        QVERIFY(!compileExpression(std::string(10'000, '-') + "1", names).has_value());
        std::string many = "1";
        for (int i = 0; i < 1000; ++i)
            many += "+1";
        QVERIFY(!compileExpression(many, names).has_value());
    }
};

QTEST_APPLESS_MAIN(TestExpression)
#include "tst_expression.moc"
