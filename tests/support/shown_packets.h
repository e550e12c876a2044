/// Packets to look at, as Scapy made them.
#pragma once

#include "engine/packet/dissect.h"
#include "ui/models/selection_model.h"

#include <QByteArray>
#include <QString>

namespace fw::ui::test {

struct NamedPacket {
    const char* name;
    const char* hex;
};

inline constexpr NamedPacket packets[] = {
    {"DNS answer",
        "02000000000102000000003508004500005c03850000401162d70a0000350a00000100359c410048f26e000181800001000100000000"
        "03777777076578616d706c6503636f6d000001000103777777076578616d706c6503636f6d00000100010000003c00045db8d822"},
    {"DNS query",
        "02000000000102000000003508004500003d000100004011667a0a0000010a0000359c41003500290493000101000001000000000000"
        "03777777076578616d706c6503636f6d0000010001"},
    {"TCP with options",
        "02000000000102000000003508004500003c000140004006fadf0a0000015db8d822c35000500000000100000000a0022000248200"
        "00020405b40402080a000000010000000001030307"},
    {"VLAN",
        "0200000000010200000000358100a02a0800450000210001000007119fc90a0000010a00000200010002000da7fc68656c6c6f"},
    {"ICMP quoting",
        "02000000000102000000003508004500003c00010000400166be0a0100010a0000010b0034f9000000004500002000010000011179f1"
        "0a0000015db8d8229c40829a000cb02e78787878"},
    {"ARP", "020000000001020000000035080600010800060400020200000000350a0000350200000000010a000001"},
    {"bad checksum",
        "020000000001020000000035080045000020000100004011dead0a0000010a00000200090009000cbeef61626364"},
};

inline ShownPacketPtr shown(const QByteArray& bytes, std::uint64_t number = 1, std::uint32_t linkType = link_type::Ethernet)
{
    auto packet = std::make_shared<ShownPacket>();
    packet->number = number;
    packet->captured.linkType = linkType;
    packet->captured.bytes.assign(bytes.begin(), bytes.end());
    Dissection dissection = dissect(Protocols::builtin(), packet->captured.bytes, linkType);
    packet->draft = std::move(dissection.draft);
    packet->layout = std::move(dissection.layout);
    verify(Protocols::builtin(), packet->draft, packet->layout);
    return packet;
}

inline ShownPacketPtr shown(const char* name, std::uint64_t number = 1)
{
    for (const NamedPacket& packet : packets) {
        if (std::string_view(packet.name) == name)
            return shown(QByteArray::fromHex(packet.hex), number);
    }
    qFatal("no packet called %s", name);
}

/// UDP between ports that mean nothing, with a payload that counts. Up to 65,507 bytes of it.
inline ShownPacketPtr shownWithPayload(int size)
{
    const auto number = [](int value) { return QByteArray::number(value, 16).rightJustified(4, '0'); };
    QByteArray bytes = QByteArray::fromHex("020000000001020000000035" "0800" "4500" + number(28 + size) + "000100004011" "0000" "0a000001"
        "0a000002" "00090fa0" + number(8 + size) + "0000");
    for (int i = 0; i < size; ++i)
        bytes += static_cast<char>(i & 0xff);
    return shown(bytes);
}

/// -1 if the packet has no such field.
inline std::int32_t nodeNamed(const ShownPacket& packet, std::string_view path)
{
    for (std::size_t i = 0; i < packet.layout.nodes.size(); ++i) {
        if (nodePathText(Protocols::builtin(), packet.layout, static_cast<std::int32_t>(i)) == path)
            return static_cast<std::int32_t>(i);
    }
    return -1;
}

} // namespace fw::ui::test
