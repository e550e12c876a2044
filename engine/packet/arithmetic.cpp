// What Python's operators make of the values in an expression.
#include "engine/packet/literals.h"

#include <algorithm>
#include <cmath>

namespace fw::literals {
namespace {

constexpr std::size_t longestString = 1 << 20; ///< That repetitions may make, in bytes and elements.
constexpr int widest = 100;                    ///< Bits of a number on the way.

/// How strongly an operator binds; -1 if the token is none.
int levelOf(const Token& token)
{
    if (token.kind != Token::Kind::Symbol)
        return -1;
    static constexpr std::string_view levels[] = {"|", "^", "&", "<< >>", "+ -", "* / // %"};
    for (int level = 0; level < static_cast<int>(std::size(levels)); ++level) {
        const std::string_view all = levels[level];
        for (std::size_t at = 0; at < all.size(); at = std::min(all.find(' ', at), all.size() - 1) + 1)
            if (all.substr(at, std::min(all.find(' ', at), all.size()) - at) == token.text)
                return level;
    }
    return -1;
}

/// How much a copy of it takes: elements, or bytes. Layers are not copied.
std::size_t weightOf(const Value& value)
{
    std::size_t weight = 1;
    if (const HostName* text = value.hostName())
        weight = text->text.size();
    else if (const Buffer* bytes = value.bytes())
        weight = bytes->size();
    else if (const ValueList* list = value.list())
        for (const Value& item : list->items)
            weight += weightOf(item);
    else if (const ValueTuple* tuple = value.tuple())
        for (const Value& item : tuple->items)
            weight += weightOf(item);
    return weight;
}

bool isSequence(const Value& value)
{
    return plainText(value) || value.list() != nullptr || value.tuple() != nullptr || value.layer() != nullptr;
}

} // namespace

Read<Value> Reader::joined(Value, Value, std::size_t from)
{
    return wrong(Errc::Syntax, from, endOfLast(), "a number");
}

std::optional<SyntaxError> Reader::beforeJoined(const Value&) const { return std::nullopt; }

Read<Value> Reader::finished(Operand operand) const
{
    if (!operand.whole)
        return std::move(operand.value);
    const Wide number = *operand.whole;
    if (number < -(Wide{1} << 63) || number >= Wide{1} << 64)
        return wrong(Errc::BadValue, operand.from, endOfLast(), "a number of at most 64 bits");
    return Value(static_cast<std::int64_t>(static_cast<std::uint64_t>(number)));
}

Read<Reader::Operand> Reader::binary(int least)
{
    auto left = unary();
    while (left) {
        const int level = levelOf(peek());
        const bool isRepetition = peek().is('*') && plainText(left->value);
        if (level < 0 || level < least || (m_arithmetic == Arithmetic::No && !isRepetition))
            break;
        const Token operation = take();
        if (operation.is('/'))
            if (auto error = beforeJoined(left->value))
                return std::unexpected(std::move(*error));
        auto right = binary(level + 1);
        if (!right)
            return right;
        left = apply(operation, std::move(*left), std::move(*right));
    }
    return left;
}

/// Signs, and powers, which bind more tightly than a sign on their left and less than one on their right.
Read<Reader::Operand> Reader::unary()
{
    const Token& token = peek();
    if (!token.is('-') && !token.is('+') && !token.is('~')) {
        auto base = primary();
        if (!base || peek().kind != Token::Kind::Symbol || peek().text != "**")
            return base;
        const Depth depth(*this);
        if (depth.tooDeep())
            return unexpected("less nesting");
        const Token operation = take();
        auto exponent = unary();
        return exponent ? apply(operation, std::move(*base), std::move(*exponent)) : exponent;
    }
    const Depth depth(*this);
    if (depth.tooDeep())
        return unexpected("less nesting");
    const Token sign = take();
    auto operand = unary();
    if (!operand)
        return operand;
    if (operand->whole)
        operand->whole = sign.is('-') ? -*operand->whole : sign.is('~') ? -*operand->whole - 1 : *operand->whole;
    else if (const double* number = operand->value.real(); number != nullptr && !sign.is('~'))
        operand->value = Value(sign.is('-') ? -*number : *number);
    else
        return wrong(Errc::Syntax, operand->from, endOfLast(), "a number");
    operand->from = sign.column;
    return operand;
}

Read<Reader::Operand> Reader::apply(const Token& operation, Operand left, Operand right)
{
    const auto isNumber = [](const Operand& operand) { return operand.whole || operand.value.real() != nullptr; };
    if (left.whole && right.whole && !operation.is('/'))
        return whole(operation, left, right);
    if (isNumber(left) && isNumber(right))
        return real(operation, left, right);
    if (operation.is('+') && isSequence(left.value) && isSequence(right.value))
        return concatenated(std::move(left), std::move(right));
    if (operation.is('*') && right.whole && isSequence(left.value))
        return repeated(std::move(left), *right.whole, left.from);
    if (operation.is('*') && left.whole && isSequence(right.value))
        return repeated(std::move(right), *left.whole, left.from);
    if (!operation.is('/'))
        return wrong(Errc::Syntax, operation.column, operation.column + operation.length, "another operator between these");
    auto value = joined(std::move(left.value), std::move(right.value), right.from);
    return value ? Operands(Operand{std::move(*value), std::nullopt, left.from}) : std::unexpected(std::move(value.error()));
}

Read<Reader::Operand> Reader::whole(const Token& operation, const Operand& left, const Operand& right)
{
    const Wide a = *left.whole;
    const Wide b = *right.whole;
    const auto bits = [](Wide number) {
        int count = 0;
        for (Wide rest = number < 0 ? -number : number; rest != 0; rest >>= 1)
            ++count;
        return count;
    };
    const auto tooLong = [&] { return wrong(Errc::BadValue, left.from, endOfLast(), "a number of at most 64 bits"); };
    const auto result = [&](Wide number) { return bits(number) > widest ? Operands(tooLong()) : Operands(Operand{{}, number, left.from}); };
    const std::string& sign = operation.text;
    if ((sign == "//" || sign == "%") && b == 0)
        return wrong(Errc::BadValue, right.from, endOfLast(), "a number other than 0");
    if ((sign == "<<" || sign == ">>" || sign == "**") && b < 0)
        return wrong(Errc::BadValue, right.from, endOfLast(), "a number from 0 on");
    const Wide remainder = b == 0 ? 0 : (a % b + b) % b; // Python's has the divisor's sign.
    if (sign == "+" || sign == "-")
        return result(sign == "+" ? a + b : a - b);
    if (sign == "*")
        return bits(a) + bits(b) > widest ? Operands(tooLong()) : result(a * b);
    if (sign == "//" || sign == "%")
        return result(sign == "%" ? remainder : (a - remainder) / b);
    if (sign == "&" || sign == "|" || sign == "^")
        return result(sign == "&" ? a & b : sign == "|" ? a | b : a ^ b);
    if (sign == ">>")
        return result(b > widest ? (a < 0 ? -1 : 0) : a >> static_cast<int>(b));
    if (sign == "<<")
        return a == 0 ? result(0) : b + bits(a) > widest ? Operands(tooLong()) : result(a * (Wide{1} << static_cast<int>(b)));
    if (a >= -1 && a <= 1)
        return result(b == 0 || (a == -1 && b % 2 == 0) ? 1 : a);
    Wide power = 1;
    for (Wide times = b; times > 0; --times) {
        if (bits(power) + bits(a) > widest)
            return tooLong();
        power *= a;
    }
    return result(power);
}

Read<Reader::Operand> Reader::real(const Token& operation, const Operand& left, const Operand& right)
{
    const auto number = [](const Operand& operand) { return operand.whole ? static_cast<double>(*operand.whole) : *operand.value.real(); };
    const double a = number(left);
    const double b = number(right);
    const std::string& sign = operation.text;
    if ((sign == "/" || sign == "//" || sign == "%") && b == 0)
        return wrong(Errc::BadValue, right.from, endOfLast(), "a number other than 0");
    const double result = sign == "+"    ? a + b
                          : sign == "-"  ? a - b
                          : sign == "*"  ? a * b
                          : sign == "/"  ? a / b
                          : sign == "//" ? std::floor(a / b)
                          : sign == "**" ? std::pow(a, b)
                          : sign == "%"  ? a - b * std::floor(a / b)
                                         : std::nan("");
    if (!std::isfinite(result))
        return wrong(Errc::Syntax, operation.column, operation.column + operation.length, "another operator between these");
    return Operand{Value(result), std::nullopt, left.from};
}

Read<Reader::Operand> Reader::concatenated(Operand left, Operand right)
{
    const auto append = [&](auto* head, const auto* tail) {
        if (head == nullptr || tail == nullptr)
            return false;
        head->items.insert(head->items.end(), tail->items.begin(), tail->items.end());
        return true;
    };
    if (auto* text = std::get_if<HostName>(&left.value.data); text != nullptr && right.value.hostName() != nullptr) {
        text->text += right.value.hostName()->text;
        return left;
    }
    if (auto* bytes = std::get_if<Buffer>(&left.value.data); bytes != nullptr && right.value.bytes() != nullptr) {
        bytes->insert(bytes->end(), right.value.bytes()->begin(), right.value.bytes()->end());
        return left;
    }
    if (append(std::get_if<ValueList>(&left.value.data), right.value.list()))
        return left;
    if (!isStack(left.value) && !isStack(right.value) && append(std::get_if<ValueTuple>(&left.value.data), right.value.tuple()))
        return left;
    return wrong(Errc::Syntax, right.from, endOfLast(), "a value of the same kind");
}

Read<Reader::Operand> Reader::repeated(Operand item, Wide times, std::size_t from)
{
    const auto text = plainText(item.value);
    const ValueTuple* tuple = isStack(item.value) ? nullptr : item.value.tuple();
    const std::size_t size = weightOf(item.value);
    times = std::max<Wide>(times, 0);
    if (times > Wide{longestString} || size * static_cast<std::size_t>(times) > longestString - std::min(m_made, longestString))
        return wrong(Errc::BadValue, from, endOfLast(), "at most " + std::to_string(longestString) + (text ? " bytes" : " elements"));
    m_made += size * static_cast<std::size_t>(times);
    const auto count = static_cast<std::size_t>(times);
    Operand out{Value(), std::nullopt, from};
    if (text) {
        std::string whole;
        for (std::size_t i = 0; i < count; ++i)
            whole += *text;
        out.value = item.value.hostName() != nullptr ? Value(HostName{std::move(whole)}) : Value(toBuffer(whole));
        return out;
    }
    const std::vector<Value> once = item.value.list() != nullptr ? item.value.list()->items : tuple != nullptr ? tuple->items : std::vector{item.value};
    std::vector<Value> all;
    for (std::size_t i = 0; i < count; ++i)
        all.insert(all.end(), once.begin(), once.end());
    out.value = tuple != nullptr ? Value(ValueTuple{std::move(all)}) : Value(ValueList{std::move(all)});
    return out;
}

} // namespace fw::literals
