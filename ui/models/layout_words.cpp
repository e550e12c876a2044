#include "ui/models/layout_words.h"

#include "engine/packet/text.h"

#include <QCoreApplication>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(fw::ui::Words)
};

const LayoutNode& at(const Layout& layout, std::int32_t node)
{
    return layout.nodes[static_cast<std::size_t>(node)];
}

QString nameOf(const Protocols& protocols, ProtocolId id)
{
    return id == noProtocol ? QString() : QString::fromStdString(protocols[id].name);
}

// The bits of one byte, numbered from its least significant bit: "7–5".
QString bitNumbers(std::uint64_t bitOffset, std::uint64_t bits)
{
    const auto high = 7 - bitOffset % 8;
    const auto low = high + 1 - bits;
    return high == low ? QString::number(high) : u"%1–%2"_s.arg(high).arg(low);
}

} // namespace

QString nodeName(const Protocols& protocols, const Layout& layout, std::int32_t node)
{
    const LayoutNode& it = at(layout, node);
    switch (it.what) {
    case LayoutNode::What::Layer:
        return nameOf(protocols, it.protocol);
    case LayoutNode::What::Field:
        if (it.protocol == noProtocol || it.field >= protocols[it.protocol].fields.size())
            return {};
        return QString::fromStdString(protocols[it.protocol].fields[it.field].name);
    case LayoutNode::What::Element:
        break;
    }
    return u"[%1]"_s.arg(it.element);
}

QString nodeValue(const Protocols& protocols, const Layout& layout, std::int32_t node)
{
    const LayoutNode& it = at(layout, node);
    if (it.what == LayoutNode::What::Layer) {
        const ProtocolDesc& protocol = protocols[it.protocol];
        return protocol.title == protocol.name ? QString() : QString::fromStdString(protocol.title);
    }
    if (it.what == LayoutNode::What::Element && it.value.isNone() && it.protocol != noProtocol)
        return nameOf(protocols, it.protocol);
    if (it.absent)
        return u"–"_s;
    return QString::fromStdString(nodeText(protocols, layout, node));
}

QString groupOf(const Protocols& protocols, const Layout& layout, std::int32_t node)
{
    const std::int32_t layer = node < 0 ? -1 : layout.layerNode(at(layout, node).layer);
    if (layer < 0 || at(layout, layer).protocol == noProtocol)
        return {};
    return QString::fromStdString(protocols[at(layout, layer).protocol].group);
}

QString sizeText(std::uint64_t bits)
{
    const bool whole = bits % 8 == 0;
    const int count = static_cast<int>(whole ? bits / 8 : bits);
    if (count == 1)
        return whole ? Words::tr("1 byte") : Words::tr("1 bit");
    return whole ? Words::tr("%n bytes", nullptr, count) : Words::tr("%n bits", nullptr, count);
}

QString shortSizeText(std::uint64_t bits)
{
    return bits % 8 == 0 ? u"%1B"_s.arg(bits / 8) : u"%1b"_s.arg(bits);
}

QString rangeText(std::uint64_t bitOffset, std::uint64_t bits)
{
    const QString text = Words::tr("byte %1, %2").arg(bitOffset / 8).arg(sizeText(bits));
    const bool insideOneByte = bits != 0 && bits % 8 != 0 && bitOffset / 8 == (bitOffset + bits - 1) / 8;
    return insideOneByte ? u"%1 (%2)"_s.arg(text, bitNumbers(bitOffset, bits)) : text;
}

QString rawText(Bytes bytes, std::uint64_t bitOffset, std::uint64_t bits)
{
    if (bits == 0 || bits > 64 || bitOffset + bits > bytes.size() * 8)
        return {};
    const auto value = readBits(bytes, static_cast<std::size_t>(bitOffset), static_cast<unsigned>(bits));
    const int width = static_cast<int>(bits);
    return bits < 8 ? u"0b%1"_s.arg(value, width, 2, '0'_L1) : u"0x%1"_s.arg(value, (width + 3) / 4, 16, '0'_L1);
}

QString noteText(const LayoutNote& note)
{
    const QString detail = QString::fromStdString(note.detail);
    const auto with = [&](const QString& words) { return detail.isEmpty() ? words : u"%1: %2"_s.arg(words, detail); };
    switch (note.code) {
    case LayoutNote::Code::Check:
        return detail;
    case LayoutNote::Code::BadChecksum:
        return with(Words::tr("bad checksum"));
    case LayoutNote::Code::Truncated:
        return with(Words::tr("goes on beyond the captured bytes"));
    case LayoutNote::Code::LengthTooLarge:
        return with(Words::tr("length says more than there is"));
    case LayoutNote::Code::Unreadable:
        return with(Words::tr("cannot be read"));
    case LayoutNote::Code::TooMany:
        return with(Words::tr("more than is shown"));
    case LayoutNote::Code::Unresolved:
        return with(Words::tr("not known here"));
    case LayoutNote::Code::NoLowerLayer:
        return with(Words::tr("left 0: needs the layer below"));
    case LayoutNote::Code::ValueTooLarge:
        return with(Words::tr("cut to the width of the field"));
    }
    return detail;
}

} // namespace fw::ui
