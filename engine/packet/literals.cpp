#include "engine/packet/literals.h"

#include "engine/packet/networks.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace fw::literals {
namespace {

/// Names that Scapy brings along; numbers are written in hex.
constexpr std::pair<std::string_view, const char*> constants[] = {
    {"ETHER_BROADCAST", "ff:ff:ff:ff:ff:ff"}, {"ETHER_ANY", "00:00:00:00:00:00"}, {"ETH_P_ALL", "0x3"}, {"ETH_P_IP", "0x800"},
    {"ETH_P_ARP", "0x806"}, {"ETH_P_IPV6", "0x86dd"},
};
constexpr std::size_t longestFound = 40;

Value stringValue(const Token& token)
{
    return token.kind == Token::Kind::Bytes ? Value(toBuffer(token.text)) : Value(HostName{token.text});
}

} // namespace

std::optional<std::string> plainText(const Value& value)
{
    if (const HostName* name = value.hostName())
        return name->text;
    if (const Buffer* bytes = value.bytes())
        return toString(*bytes);
    return std::nullopt;
}

bool isStack(const Value& value)
{
    const ValueTuple* tuple = value.tuple();
    const auto isLayer = [](const Value& item) { return item.layer() != nullptr; };
    return value.layer() != nullptr || (tuple != nullptr && !tuple->items.empty() && std::ranges::all_of(tuple->items, isLayer));
}

const Token& Reader::peek(std::size_t ahead) const
{
    return m_tokens[std::min(m_next + ahead, m_tokens.size() - 1)];
}

const Token& Reader::take()
{
    const Token& token = peek();
    if (m_next + 1 < m_tokens.size())
        ++m_next;
    return token;
}

bool Reader::takeIf(char symbol)
{
    if (!peek().is(symbol))
        return false;
    take();
    return true;
}

std::size_t Reader::endOfLast() const
{
    return m_next == 0 ? 0 : m_tokens[m_next - 1].column + m_tokens[m_next - 1].length;
}

std::unexpected<SyntaxError> Reader::wrong(Errc code, std::size_t from, std::size_t to, std::string expected) const
{
    std::string found(source(from, std::min(to, from + longestFound)));
    return std::unexpected(SyntaxError{code, from, std::max<std::size_t>(to - from, 1), std::move(found), std::move(expected)});
}

std::unexpected<SyntaxError> Reader::unexpected(std::string expected) const
{
    const Token& token = peek();
    return wrong(Errc::Syntax, token.column, token.column + token.length,
                 token.kind == Token::Kind::Bad ? token.text : std::move(expected));
}

Read<Value> Reader::value()
{
    const Depth depth(*this);
    if (depth.tooDeep())
        return unexpected("less nesting");
    auto operand = binary(0);
    return operand ? finished(std::move(*operand)) : std::unexpected(std::move(operand.error()));
}

Read<Reader::Operand> Reader::primary()
{
    const Token& token = peek();
    const std::size_t from = token.column;
    const auto plain = [from](Read<Value> value) -> Operands {
        if (!value)
            return std::unexpected(std::move(value.error()));
        const auto* number = value->integer();
        return Operand{*value, number != nullptr ? std::optional<Wide>(*number) : std::nullopt, from};
    };
    if (token.kind == Token::Kind::Number || token.kind == Token::Kind::Real)
        return number();
    if (token.isString())
        return plain(string());
    if (token.kind == Token::Kind::Name)
        return plain(name());
    if (token.is('('))
        return parenthesis();
    if (token.is('['))
        return plain(list());
    return unexpected("a value");
}

Read<Reader::Operand> Reader::number()
{
    const Token& token = take();
    if (token.kind == Token::Kind::Real)
        return Operand{Value(token.real), std::nullopt, token.column};
    return Operand{Value(), static_cast<Wide>(static_cast<std::uint64_t>(token.number)), token.column};
}

Read<Value> Reader::string()
{
    Token all = take();
    while (peek().kind == all.kind)
        all.text += take().text;
    if (all.kind == Token::Kind::Text && peek().is('.') && peek(1).text == "encode") {
        take();
        take();
        const auto arguments = callArguments();
        return arguments ? Read<Value>(Value(toBuffer(all.text))) : std::unexpected(arguments.error());
    }
    return stringValue(all);
}

std::optional<SyntaxError> Reader::items(char end, std::vector<Value>& into, bool& trailingComma)
{
    trailingComma = false;
    while (!takeIf(end)) {
        if (!into.empty() && !trailingComma)
            return unexpected(std::string("',' or '") + end + (peek().text == "for" ? "' (a list is written out)" : "'")).error();
        auto item = value();
        if (!item)
            return item.error();
        into.push_back(std::move(*item));
        trailingComma = takeIf(',');
    }
    return std::nullopt;
}

Read<Reader::Operand> Reader::parenthesis()
{
    const Depth depth(*this);
    const std::size_t from = take().column;
    if (depth.tooDeep())
        return unexpected("less nesting");
    ValueTuple tuple;
    if (!peek().is(')')) {
        auto first = binary(0);
        if (!first)
            return first;
        if (takeIf(')')) {
            first->from = from;
            return first;
        }
        if (!peek().is(','))
            return unexpected("',' or ')'");
        take();
        auto value = finished(std::move(*first));
        if (!value)
            return std::unexpected(std::move(value.error()));
        tuple.items.push_back(std::move(*value));
    }
    std::vector<Value> others;
    bool trailingComma = false;
    if (auto error = items(')', others, trailingComma))
        return std::unexpected(std::move(*error));
    std::ranges::move(others, std::back_inserter(tuple.items));
    if (std::ranges::any_of(tuple.items, isStack)) // Several packets; a tuple of layers is one, on each other.
        return Operand{Value(ValueList{std::move(tuple.items)}), std::nullopt, from};
    return Operand{Value(std::move(tuple)), std::nullopt, from};
}

Read<Value> Reader::list()
{
    take();
    ValueList list;
    bool trailingComma = false;
    if (auto error = items(']', list.items, trailingComma))
        return std::unexpected(std::move(*error));
    return Value(std::move(list));
}

/// A list of names with their values, {b"Via": b"x"}, or of names alone: {"ES", "EH"}
Read<Value> Reader::dictionary()
{
    take();
    ValueList pairs;
    while (!takeIf('}')) {
        auto key = value();
        if (!key)
            return key;
        if (takeIf(':')) {
            auto item = value();
            if (!item)
                return item;
            pairs.items.emplace_back(ValueTuple{{std::move(*key), std::move(*item)}});
        } else {
            pairs.items.push_back(std::move(*key));
        }
        if (!takeIf(',') && !peek().is('}'))
            return unexpected("',' or '}'");
    }
    return Value(std::move(pairs));
}

Read<Value> Reader::name()
{
    const std::string& text = peek().text;
    if (text == "None" || text == "True" || text == "False") {
        const std::string taken = take().text;
        return taken == "None" ? Value() : Value(std::int64_t{taken == "True"});
    }
    for (const auto& [constant, meaning] : constants)
        if (text == constant) {
            take();
            return meaning[0] == '0' && meaning[1] == 'x' ? Value(std::int64_t{std::strtol(meaning, nullptr, 16)}) : Value(HostName{meaning});
        }
    if (text == "Net" || text == "Net6" || text == "float" || text == "range" || isRandomName(text))
        return call();
    return named();
}

Read<Value> Reader::named()
{
    return unexpected("a value");
}

Read<std::vector<CallArgument>> Reader::callArguments()
{
    std::vector<CallArgument> arguments;
    if (!takeIf('('))
        return unexpected("'('");
    while (!takeIf(')')) {
        CallArgument argument;
        if (peek().kind == Token::Kind::Name && peek(1).is('=')) {
            argument.name = take().text;
            take();
        }
        auto item = value();
        if (!item)
            return std::unexpected(item.error());
        argument.value = std::move(*item);
        arguments.push_back(std::move(argument));
        if (!takeIf(',') && !peek().is(')'))
            return unexpected("',' or ')'");
    }
    return arguments;
}

Read<Value> Reader::call()
{
    const Token name = take();
    auto arguments = callArguments();
    if (!arguments)
        return std::unexpected(arguments.error());
    if (name.text == "float")
        return floatCall(name, *arguments);
    if (name.text == "range")
        return range(name, *arguments);
    if (!isRandomName(name.text))
        return network(name, *arguments);
    auto random = randomValue(name.text, *arguments);
    if (!random) {
        const std::string& detail = random.error().detail;
        const std::size_t at = detail.find("expected ");
        return wrong(Errc::BadValue, name.column, endOfLast(), at == std::string::npos ? detail : detail.substr(at + 9));
    }
    return std::move(*random);
}

Read<Value> Reader::floatCall(const Token& name, const std::vector<CallArgument>& arguments)
{
    const auto text = arguments.size() == 1 ? plainText(arguments[0].value) : std::nullopt;
    double number = 0;
    if (text && std::from_chars(text->data(), text->data() + text->size(), number).ptr == text->data() + text->size() && !text->empty())
        return Value(number); // How Python writes what has no digits: float("inf").
    return wrong(Errc::BadValue, name.column, endOfLast(), "a number in quotes");
}

/// Python's, without its last number, as the range of a field.
Read<Value> Reader::range(const Token& name, const std::vector<CallArgument>& arguments)
{
    std::int64_t numbers[3] = {0, 0, 1};
    const bool isCounted = !arguments.empty() && arguments.size() <= 3;
    for (std::size_t i = 0; isCounted && i < arguments.size(); ++i) {
        const auto* number = arguments[i].value.integer();
        if (number == nullptr || !arguments[i].name.empty())
            return wrong(Errc::BadValue, name.column, endOfLast(), "range(FIRST, END)");
        numbers[arguments.size() == 1 ? 1 : i] = *number;
    }
    if (!isCounted || numbers[2] < 1 || numbers[0] >= numbers[1])
        return wrong(Errc::BadValue, name.column, endOfLast(), "range(FIRST, END), with a number in it");
    return Value(ValueTuple{{Value(numbers[0]), Value(numbers[1] - 1), Value(numbers[2])}});
}

Read<Value> Reader::network(const Token& name, const std::vector<CallArgument>& arguments)
{
    const std::size_t size = name.text == "Net" ? 4 : 16;
    const auto refuse = [&] { return wrong(Errc::BadValue, name.column, endOfLast(), "a network such as \"10.0.0.0/30\""); };
    const auto first = arguments.empty() ? std::nullopt : plainText(arguments[0].value);
    if (!first || arguments.size() > 2)
        return refuse();
    if (arguments.size() == 2) {
        const auto last = plainText(arguments[1].value);
        auto between = last ? networkBetween(*first, *last, size) : std::nullopt;
        return between ? Read<Value>(std::move(*between)) : refuse();
    }
    if (auto network = networkValue(*first, size))
        return std::move(*network);
    std::string host = *first;
    if (host.ends_with(size == 4 ? "/32" : "/128"))
        host.erase(host.rfind('/'));
    return isHostName(host) ? Read<Value>(HostName{host}) : refuse();
}

} // namespace fw::literals
