#include "engine/packet/literals.h"

#include "engine/packet/networks.h"

#include <algorithm>
#include <charconv>

namespace fw::literals {
namespace {

constexpr std::size_t longestString = 1 << 20; ///< That a repetition may make.
constexpr std::size_t longestFound = 40;

Value stringValue(const Token& token)
{
    return token.kind == Token::Kind::Bytes ? Value(toBuffer(token.text)) : Value(HostName{token.text});
}

std::optional<std::string> plainText(const Value& value)
{
    if (const HostName* name = value.hostName())
        return name->text;
    if (const Buffer* bytes = value.bytes())
        return toString(*bytes);
    return std::nullopt;
}

} // namespace

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
    const Token& token = peek();
    switch (token.kind) {
    case Token::Kind::Number:
    case Token::Kind::Real:
        return number();
    case Token::Kind::Text:
    case Token::Kind::Bytes:
        return string();
    case Token::Kind::Name:
        return name();
    case Token::Kind::Symbol:
        if (token.is('-'))
            return number();
        if (token.is('('))
            return parenthesis();
        if (token.is('['))
            return list();
        break;
    default:
        break;
    }
    return unexpected("a value");
}

Read<Value> Reader::number()
{
    const bool negative = takeIf('-');
    if (peek().kind == Token::Kind::Real)
        return Value(negative ? -take().real : take().real);
    if (peek().kind != Token::Kind::Number)
        return unexpected("a number");
    const auto magnitude = static_cast<std::uint64_t>(take().number);
    return Value(static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude));
}

Read<Value> Reader::string()
{
    const std::size_t from = peek().column;
    Token whole = take();
    while (peek().kind == whole.kind)
        whole.text += take().text;
    if (takeIf('*')) {
        if (peek().kind != Token::Kind::Number)
            return unexpected("how many times");
        const auto times = static_cast<std::uint64_t>(std::max<std::int64_t>(take().number, 0));
        if (times > longestString || whole.text.size() * times > longestString)
            return wrong(Errc::BadValue, from, endOfLast(), "at most " + std::to_string(longestString) + " bytes");
        const std::string once = std::move(whole.text);
        whole.text.clear();
        for (std::uint64_t i = 0; i < times; ++i)
            whole.text += once;
    }
    return stringValue(whole);
}

std::optional<SyntaxError> Reader::items(char end, std::vector<Value>& into, bool& trailingComma)
{
    trailingComma = false;
    while (!takeIf(end)) {
        if (!into.empty() && !trailingComma)
            return unexpected(std::string("',' or '") + end + "'").error();
        auto item = value();
        if (!item)
            return item.error();
        into.push_back(std::move(*item));
        trailingComma = takeIf(',');
    }
    return std::nullopt;
}

Read<Value> Reader::parenthesis()
{
    take();
    ValueTuple tuple;
    bool trailingComma = false;
    if (auto error = items(')', tuple.items, trailingComma))
        return std::unexpected(std::move(*error));
    if (tuple.items.size() == 1 && !trailingComma) {
        Value only = std::move(tuple.items.front());
        return only;
    }
    return Value(std::move(tuple));
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

Read<Value> Reader::name()
{
    const std::string& text = peek().text;
    if (text == "None" || text == "True" || text == "False") {
        const std::string taken = take().text;
        return taken == "None" ? Value() : Value(std::int64_t{taken == "True"});
    }
    if (text == "Net" || text == "Net6" || text == "float" || isRandomName(text))
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
        return real(name, *arguments);
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

Read<Value> Reader::real(const Token& name, const std::vector<CallArgument>& arguments)
{
    const auto text = arguments.size() == 1 ? plainText(arguments[0].value) : std::nullopt;
    double number = 0;
    if (text && std::from_chars(text->data(), text->data() + text->size(), number).ptr == text->data() + text->size() && !text->empty())
        return Value(number); // How Python writes what has no digits: float("inf").
    return wrong(Errc::BadValue, name.column, endOfLast(), "a number in quotes");
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
