#include "ui/protocols/definition_presets.h"

#include <QCoreApplication>

namespace fw::ui {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("DefinitionPresets", text);
}

constexpr const char* header = R"yaml(format: 1
protocols:
  MyProto:
    title: My protocol
    doc: What it is for, in one line
    bind:
      - {table: udp.port, value: 5353}
    fields:
      - version: {type: u8, default: 1}
      - flags: {type: u8, base: hex}
      - id: u16
    summary: "MyProto {id}"
)yaml";

constexpr const char* dnsTcp = R"yaml(format: 1
protocols:
  DNSTCP:
    bind: [{table: tcp.port, value: 53}]
    fields: [{length: {type: u16, auto: "len(payload)"}}]
    payload: {use: DNS, bytes: length}
)yaml";

constexpr const char* lengthAndChecksum = R"yaml(format: 1
protocols:
  MyMessage:
    title: My message
    bind:
      - {table: udp.port, value: 7000}
    fields:
      - kind: {type: u8, enum: {1: ask, 2: tell}, default: ask}
      - size: {type: u8, auto: "len(text)"}
      - check: {type: u16, auto: "inet_checksum(packet)", verify: true}
      - text: {type: str, sized_by: size, default: hello}
    payload: none
)yaml";

constexpr const char* typeLengthValue = R"yaml(format: 1
tlvs:
  MyOption:
    tag: u8
    len: {type: u8, counts: value}
    cases:
      1: {name: address, value: ipv4}
      2: {name: size, value: u16}
protocols:
  MyOptions:
    title: A header with options
    bind:
      - {table: udp.port, value: 7001}
    fields:
      - version: {type: u8, default: 1}
      - length: {type: u8, auto: "len(options)"}
      - options: {tlv: MyOption, sized_by: length, default: []}
)yaml";

} // namespace

std::vector<DefinitionPreset> definitionPresets()
{
    return {{QStringLiteral("header"), tr("&Fixed header over UDP"), QString::fromLatin1(header)},
            {QStringLiteral("dnstcp"), tr("&DNS over TCP, the tutorial's six lines"), QString::fromLatin1(dnsTcp)},
            {QStringLiteral("message"), tr("&Length, checksum and text"), QString::fromLatin1(lengthAndChecksum)},
            {QStringLiteral("options"), tr("&Type, length, value options"), QString::fromLatin1(typeLengthValue)}};
}

} // namespace fw::ui
