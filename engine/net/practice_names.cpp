#include "engine/net/practice_names.h"

#include <algorithm>

namespace fw::practice {
namespace {

constexpr int nameError = 3;
constexpr std::int64_t typeA = 1;
constexpr std::int64_t typeAaaa = 28;
constexpr std::uint64_t lifetime = 6681;
constexpr std::int64_t mostRecords = 16;

std::string plainName(const Buffer& name)
{
    std::string text = toString(name);
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

/// RFC 1035 section 4.1.3. The name is that of the question, which begins behind the header: a pointer, section 4.1.4.
void addRecord(Buffer& out, std::int64_t type, const Buffer& address)
{
    constexpr std::size_t fixedPart = 12;
    Buffer record(fixedPart);
    writeBits(record, 0, 16, 0xc00c);
    writeBits(record, 16, 16, static_cast<std::uint64_t>(type));
    writeBits(record, 32, 16, 1); // IN
    writeBits(record, 48, 32, lifetime);
    writeBits(record, 80, 16, address.size());
    append(record, address);
    append(out, record);
}

} // namespace

std::optional<Buffer> answerQuestion(const Protocols& protocols, const Description& description, Bytes message)
{
    DissectOptions options;
    options.first = protocols.find("DNS")->id;
    const Draft draft = dissect(protocols, message, 0, options).draft;
    if (draft.layers.empty() || draft.layers.front().protocol != options.first)
        return std::nullopt;
    const Layer& asked = draft.layers.front();
    const auto number = [&](const Layer& layer, std::string_view field) {
        const Value* value = fieldValue(protocols, layer, field);
        return value != nullptr && value->integer() != nullptr ? *value->integer() : 0;
    };
    const Value* questions = fieldValue(protocols, asked, "qd");
    if (number(asked, "qr") != 0 || questions == nullptr || questions->list() == nullptr || questions->list()->items.empty())
        return std::nullopt;
    const Layer* question = questions->list()->items.front().layer();
    const Value* name = question != nullptr ? fieldValue(protocols, *question, "qname") : nullptr;
    if (name == nullptr || name->bytes() == nullptr)
        return std::nullopt;
    const std::int64_t type = number(*question, "qtype");
    const auto known = description.names.find(plainName(*name->bytes()));
    Buffer records;
    std::int64_t count = 0;
    if (known != description.names.end())
        for (const Buffer& address : known->second)
            if (type == (address.size() == 4 ? typeA : typeAaaa) && count < mostRecords) {
                addRecord(records, type, address);
                ++count;
            }
    Buffer answer = PacketMaker(protocols)
        .layer("DNS").set("id", number(asked, "id")).set("qr", 1).set("rd", number(asked, "rd")).set("ra", 1)
        .set("rcode", known == description.names.end() ? nameError : 0).set("qd", ValueList{{questions->list()->items.front()}}).set("ancount", count)
        .bytes();
    append(answer, records);
    return answer;
}

} // namespace fw::practice
