#include "ui/models/packet_row.h"

#include "engine/packet/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace fw::ui {
namespace {

bool isAddress(const Protocols& protocols, const FieldDesc& field)
{
    if (field.type == noType)
        return false;
    const Kind kind = protocols.type(field.type).kind;
    // A switch: which kind of address it is, is told by another field.
    return kind == Kind::Mac || kind == Kind::Ipv4 || kind == Kind::Ipv6 || kind == Kind::Eui64 || kind == Kind::Switch;
}

struct AddressFields {
    FieldIndex source = noField;
    FieldIndex destination = noField;
};

/// The fields by which Scapy's definitions name where a packet comes from and goes to.
AddressFields addressFields(const Protocols& protocols, const ProtocolDesc& protocol)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 2> names{{{"src", "dst"}, {"psrc", "pdst"}}};
    for (const auto& [source, destination] : names) {
        const AddressFields found{protocol.find(source), protocol.find(destination)};
        if (found.source != noField && found.destination != noField && isAddress(protocols, protocol.fields[found.source]))
            return found;
    }
    return {};
}

QString fieldText(const Protocols& protocols, const Layer& layer, FieldIndex field)
{
    const Slot& slot = layer.fields[field];
    if (slot.state == SlotState::Absent || slot.value.isNone())
        return {};
    return QString::fromStdString(valueText(protocols, protocols[layer.protocol], field, slot.value, &layer));
}

/// A packet quoted in an error message is not what was sent from here to there.
bool endsTheWayIn(const ProtocolDesc& protocol)
{
    return protocol.isQuotedForm();
}

bool isPayload(const Protocols& protocols, const ProtocolDesc& protocol)
{
    return protocol.id == protocols.raw() || protocol.isPadding || protocol.group == "Payload";
}

} // namespace

QString packetsText(std::uint64_t count)
{
    return count == 1 ? QCoreApplication::translate("PacketRow", "1 packet")
                      : QCoreApplication::translate("PacketRow", "%1 packets").arg(QLocale().toString(qulonglong{count}));
}

PacketRow packetRow(const Protocols& protocols, const CapturedPacket& packet, const DissectOptions& options)
{
    const Dissection dissection = dissect(protocols, packet.bytes, packet.linkType, options);
    PacketRow row{packet.time, {}, {}, {}, packet.originalLength, QString::fromStdString(summary(protocols, dissection.draft))};
    for (const Layer& layer : dissection.draft.layers) {
        const ProtocolDesc& protocol = protocols[layer.protocol];
        if (endsTheWayIn(protocol))
            break;
        if (!isPayload(protocols, protocol) || row.protocol.isEmpty())
            row.protocol = QString::fromStdString(protocol.name);
        const AddressFields fields = addressFields(protocols, protocol);
        if (fields.source == noField)
            continue;
        row.source = fieldText(protocols, layer, fields.source);
        row.destination = fieldText(protocols, layer, fields.destination);
    }
    return row;
}

} // namespace fw::ui
