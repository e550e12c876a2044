#include "engine/net/practice_dhcp.h"

#include <algorithm>

namespace fw::practice {
namespace {

enum MessageType : std::uint8_t { Discover = 1, Offer = 2, Request = 3, Ack = 5, Nak = 6 };
/// RFC 2132
enum Option : std::uint8_t { SubnetMask = 1, RouterOption = 3, NameServer = 6, Domain = 15, RequestedAddress = 50, LeaseTime = 51, Type = 53, ServerId = 54, End = 255 };

constexpr std::size_t hardwareSize = 6;

Buffer four(std::uint32_t number)
{
    Buffer bytes(4);
    writeBits(bytes, 0, 32, number);
    return bytes;
}

/// What stands in an option; nothing if it is not there.
std::optional<Bytes> optionIn(Bytes options, Option wanted)
{
    while (options.size() >= 2 && options[0] != End) {
        if (options[0] == 0) {
            options = options.subspan(1);
            continue;
        }
        const std::size_t size = options[1];
        if (options.size() < 2 + size)
            break;
        if (options[0] == wanted)
            return options.subspan(2, size);
        options = options.subspan(2 + size);
    }
    return std::nullopt;
}

std::optional<std::uint32_t> addressIn(Bytes options, Option wanted)
{
    const auto bytes = optionIn(options, wanted);
    return bytes && bytes->size() == 4 ? std::optional(be32(*bytes, 0)) : std::nullopt;
}

} // namespace

struct DhcpLeases::Question {
    std::uint8_t type = 0;
    std::int64_t transaction = 0;
    std::int64_t flags = 0;
    Buffer hardware;
    Buffer linkSource;
    std::uint32_t current = 0; ///< The address it has; 0: none.
    std::optional<std::uint32_t> wished;
    std::optional<std::uint32_t> server;
};

std::optional<Buffer> DhcpLeases::answer(const PacketFields& fields, Bytes frame)
{
    if (!m_description.dhcp || fields.number("UDP", "dport") != 67 || fields.number("BOOTP", "op") != 1 || !fields.has("DHCP"))
        return std::nullopt;
    const Bytes options = frame.subspan(std::min(fields.offsetOf("DHCP"), frame.size()));
    const auto type = optionIn(options, Type);
    Buffer hardware = fields.bytes("BOOTP", "chaddr");
    const Buffer current = fields.bytes("BOOTP", "ciaddr");
    if (!type || type->size() != 1 || hardware.size() < hardwareSize || current.size() != 4)
        return std::nullopt;
    hardware.resize(hardwareSize);
    const Question question{(*type)[0], fields.number("BOOTP", "xid").value_or(0), fields.number("BOOTP", "flags").value_or(0), hardware,
                            fields.bytes("Ether", "src"), be32(current, 0), addressIn(options, RequestedAddress), addressIn(options, ServerId)};
    if (question.server && *question.server != be32(m_description.dhcp->address, 0))
        return std::nullopt; // It has chosen another server.
    const auto address = addressFor(question);
    if (question.type == Discover && address)
        return reply(question, Offer, *address);
    if (question.type != Request)
        return std::nullopt;
    const std::uint32_t asked = question.current != 0 ? question.current : question.wished.value_or(0);
    if (!address || asked != *address)
        return reply(question, Nak, 0);
    m_leases[*address] = question.hardware;
    return reply(question, Ack, *address);
}

std::optional<std::uint32_t> DhcpLeases::addressFor(const Question& question)
{
    const DhcpServer& server = *m_description.dhcp;
    const auto isFree = [&](std::uint32_t address) { return !m_leases.contains(address) && m_description.hostAt(four(address)) == nullptr; };
    for (const auto& [address, hardware] : m_leases)
        if (hardware == question.hardware)
            return address;
    if (question.wished && *question.wished - server.first < server.count && isFree(*question.wished))
        return *question.wished;
    for (std::uint32_t i = 0; i < server.count; ++i)
        if (isFree(server.first + i))
            return server.first + i;
    return std::nullopt;
}

Buffer DhcpLeases::options(std::uint8_t type) const
{
    const DhcpServer& server = *m_description.dhcp;
    Buffer out;
    const auto add = [&](Option option, Bytes bytes) {
        out.push_back(option);
        out.push_back(static_cast<std::uint8_t>(bytes.size()));
        append(out, bytes);
    };
    add(Type, Bytes(&type, 1));
    add(ServerId, server.address);
    if (type != Nak) {
        add(LeaseTime, four(server.lease));
        const auto& addresses = m_description.interface.addresses;
        const auto own = std::ranges::find_if(addresses, [](const auto& one) { return one.address.size() == 4 && one.prefixLength > 0; });
        if (own != addresses.end())
            add(SubnetMask, four(0xffffffffU << (32 - own->prefixLength)));
        if (const auto gateway = m_description.gateways.find(4); gateway != m_description.gateways.end())
            add(RouterOption, gateway->second);
        if (server.nameServer)
            add(NameServer, *server.nameServer);
        if (!server.domain.empty())
            add(Domain, toBuffer(server.domain));
    }
    out.push_back(End);
    return out;
}

Buffer DhcpLeases::reply(const Question& question, std::uint8_t type, std::uint32_t address) const
{
    constexpr std::int64_t broadcastFlag = 0x8000;
    const DhcpServer& server = *m_description.dhcp;
    const Host* host = m_description.hostAt(server.address);
    const bool toAll = type == Nak || (question.flags & broadcastFlag) != 0;
    const Buffer destination = question.current != 0 && !toAll ? four(question.current) : toAll ? four(0xffffffffU) : four(address);
    Buffer hardware = question.hardware;
    hardware.resize(16);
    return PacketMaker(m_protocols)
        .layer("Ether").set("dst", toAll ? Buffer(hardwareSize, 0xff) : question.linkSource).set("src", Buffer(host->mac->begin(), host->mac->end()))
        .layer("IP").set("src", server.address).set("dst", destination)
        .layer("UDP").set("sport", 67).set("dport", 68)
        .layer("BOOTP").set("op", 2).set("xid", question.transaction).set("flags", question.flags).set("ciaddr", four(question.current))
        .set("yiaddr", four(address)).set("siaddr", server.address).set("chaddr", hardware).set("options", Buffer{0x63, 0x82, 0x53, 0x63})
        .payload(options(type))
        .bytes();
}

} // namespace fw::practice
