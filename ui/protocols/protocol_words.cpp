#include "ui/protocols/protocol_words.h"

#include "engine/packet/text.h"
#include "engine/protocol/codec.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <map>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

constexpr std::size_t mostNames = 60; // Of one field: port numbers have thousands.
constexpr int mostNesting = 4;

QString tr(const char* text)
{
    return QCoreApplication::translate("ProtocolWords", text);
}

QString words(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString integerText(const TypeDesc& type)
{
    return u"%1%2%3"_s.arg(type.isSigned ? u"i"_s : u"u"_s).arg(type.bits).arg(type.littleEndian && type.bits > 8 ? u" le"_s : QString());
}

QString typeTextIn(const Protocols& protocols, TypeId id, int depth)
{
    if (id == noType || depth > mostNesting)
        return {};
    const TypeDesc& type = protocols.type(id);
    const auto nested = [&](TypeId inner) { return typeTextIn(protocols, inner, depth + 1); };
    switch (type.kind) {
    case Kind::Int: return integerText(type);
    case Kind::Float: return u"f%1"_s.arg(type.bits);
    case Kind::Mac: return u"mac"_s;
    case Kind::Ipv4: return u"ipv4"_s;
    case Kind::Ipv6: return u"ipv6"_s;
    case Kind::Eui64: return u"eui64"_s;
    case Kind::Oui: return u"oui"_s;
    case Kind::Uuid: return u"uuid"_s;
    case Kind::Octets: return u"bytes"_s;
    case Kind::Text: return u"str"_s;
    case Kind::CString: return u"cstr"_s;
    case Kind::Line: return u"line"_s;
    case Kind::None: return u"none"_s;
    case Kind::Virtual: return u"virtual"_s;
    case Kind::Codec: return type.codec ? words(type.codec->name()) : u"codec"_s;
    case Kind::Struct: return words(protocols[type.structure].name);
    case Kind::List: return tr("list of %1").arg(nested(type.element));
    case Kind::Tlv: return tr("tlv %1").arg(words(protocols.tlv(type.tlv).name));
    case Kind::Switch: break;
    }
    QStringList cases;
    for (const SwitchCase& each : type.cases)
        if (const QString text = nested(each.type); !cases.contains(text) && cases.size() < 6)
            cases << text;
    return cases.join(tr(" or "));
}

QString linkOf(const std::string& reference)
{
    const QString text = words(reference).toHtmlEscaped();
    static const QRegularExpression rfc(u"^RFC ?(\\d+)"_s);
    const auto match = rfc.match(text);
    return match.hasMatch() ? u"<a href=\"https://www.rfc-editor.org/rfc/rfc%1\">%2</a>"_s.arg(match.captured(1), text) : text;
}

QString cells(const QStringList& texts, const char* tag = "td")
{
    QString row;
    for (const QString& text : texts)
        row += u"<%1>%2</%1>"_s.arg(QLatin1String(tag), text);
    return u"<tr>%1</tr>"_s.arg(row);
}

QString defaultText(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex index)
{
    const FieldDesc& field = protocol.fields[index];
    if (field.automatic != 0)
        return tr("worked out");
    return field.hasDefault ? words(valueText(protocols, protocol, index, field.defaultValue)).left(60) : QString();
}

QString fieldTable(const Protocols& protocols, const ProtocolDesc& protocol)
{
    QString rows = cells({tr("name"), tr("kind"), tr("size"), tr("default"), tr("depends on"), tr("meaning")}, "th");
    for (std::size_t i = 0; i < protocol.fields.size(); ++i) {
        const FieldDesc& field = protocol.fields[i];
        rows += cells({u"<b>%1</b>"_s.arg(words(field.name).toHtmlEscaped()), typeText(protocols, field.type).toHtmlEscaped(), fixedSizeText(field),
            defaultText(protocols, protocol, static_cast<FieldIndex>(i)).toHtmlEscaped(), dependenceText(protocol, field).toHtmlEscaped(),
            words(field.doc).toHtmlEscaped()});
    }
    return u"<table cellpadding=\"3\" cellspacing=\"0\" border=\"1\" style=\"border-collapse: collapse\" width=\"100%\">%1</table>"_s.arg(rows);
}

QString namesOf(const FieldDesc& field)
{
    if (field.flags) {
        QStringList names;
        for (std::size_t bit = 0; bit < field.flags->names.size(); ++bit)
            if (!field.flags->names[bit].empty())
                names << u"%1&nbsp;%2"_s.arg(bit).arg(words(field.flags->names[bit]).toHtmlEscaped());
        return names.join(u", "_s);
    }
    if (!field.names)
        return {};
    const std::map<std::int64_t, std::string> sorted(field.names->names.begin(), field.names->names.end());
    QStringList names;
    for (const auto& [value, name] : sorted) {
        if (static_cast<std::size_t>(names.size()) == mostNames) {
            names << tr("and %1 more").arg(sorted.size() - mostNames);
            break;
        }
        names << u"%1&nbsp;%2"_s.arg(field.names->hex ? u"0x"_s + QString::number(value, 16) : QString::number(value), words(name).toHtmlEscaped());
    }
    return names.join(u", "_s);
}

QString section(const QString& title, const QString& content)
{
    return content.isEmpty() ? QString() : u"<h3>%1</h3>%2"_s.arg(title, content);
}

QString bindingList(const Protocols& protocols, const ProtocolDesc& protocol)
{
    QString items;
    for (const Binding& binding : protocol.bindings)
        items += u"<li>%1 → %2</li>"_s.arg(bindingText(protocols, binding).toHtmlEscaped(), words(protocol.name));
    return items.isEmpty() ? QString() : u"<ul>%1</ul>"_s.arg(items);
}

} // namespace

QString typeText(const Protocols& protocols, TypeId type)
{
    return typeTextIn(protocols, type, 0);
}

QString bitsText(std::size_t bits)
{
    if (bits == 0)
        return {};
    if (bits == 1 || bits == 8)
        return bits == 1 ? QCoreApplication::translate("ProtocolWords", "1 bit") : QCoreApplication::translate("ProtocolWords", "1 byte");
    return bits % 8 == 0 ? QCoreApplication::translate("ProtocolWords", "%1 bytes").arg(bits / 8)
                         : QCoreApplication::translate("ProtocolWords", "%1 bits").arg(bits);
}

QString fixedSizeText(const FieldDesc& field)
{
    return bitsText(field.bits);
}

QString dependenceText(const ProtocolDesc& protocol, const FieldDesc& field)
{
    const auto name = [&](FieldIndex index) { return words(protocol.fields[index].name); };
    QStringList parts;
    if (field.sizes != noField)
        parts << (protocol.fields[field.sizes].sizedBy && protocol.fields[field.sizes].sizedBy->counts ? tr("count of %1") : tr("size of %1")).arg(name(field.sizes));
    else if (field.automatic != 0)
        parts << (field.sumPhase ? tr("the bytes of the packet") : tr("other fields or the payload"));
    if (field.sizedBy)
        parts << tr("sized by %1").arg(name(field.sizedBy->by));
    if (field.present != 0)
        parts << tr("there under a condition");
    if (field.env != EnvSource::None)
        parts << tr("the computer");
    return parts.join(u", "_s);
}

QString bindingText(const Protocols& protocols, const Binding& binding)
{
    if (binding.to != noProtocol) {
        QStringList conditions;
        for (const auto& [field, value] : binding.when)
            if (const auto* number = value.integer())
                conditions << u"%1 = %2"_s.arg(words(field)).arg(*number);
        const QString lower = words(protocols[binding.to].name);
        return conditions.isEmpty() ? lower : tr("%1 with %2").arg(lower, conditions.join(u", "_s));
    }
    QStringList lowers;
    for (std::size_t id = 0; id < protocols.size(); ++id) {
        const ProtocolDesc& lower = protocols[static_cast<ProtocolId>(id)];
        if (!lower.isQuotedForm() && lower.payload.rule == PayloadDesc::Rule::Table && lower.payload.table == binding.table && lowers.size() < 5)
            lowers << words(lower.name);
    }
    const QString text = u"%1 = %2"_s.arg(words(protocols.tableName(binding.table))).arg(binding.value);
    return lowers.isEmpty() ? text : u"%1 (%2)"_s.arg(text, lowers.join(u", "_s));
}

QString referencePage(const Protocols& protocols, const ProtocolDesc& protocol)
{
    QString page = u"<h2>%1</h2>"_s.arg(words(protocol.name).toHtmlEscaped());
    if (protocol.title != protocol.name)
        page += u"<p><b>%1</b></p>"_s.arg(words(protocol.title).toHtmlEscaped());
    if (!protocol.doc.empty())
        page += u"<p>%1</p>"_s.arg(words(protocol.doc).toHtmlEscaped());
    QStringList references;
    for (const std::string& reference : protocol.refs)
        references << linkOf(reference);
    QStringList facts{protocol.isStruct ? tr("a structure, part of other protocols") : words(protocol.group)};
    if (!references.isEmpty())
        facts << references.join(u", "_s);
    facts << words(protocol.file).toHtmlEscaped();
    page += u"<p>%1</p>"_s.arg(facts.join(u" · "_s));
    page += section(tr("Fields"), protocol.fields.empty() ? QString() : fieldTable(protocols, protocol));
    page += section(tr("Bindings"), bindingList(protocols, protocol));
    QString names;
    for (const FieldDesc& field : protocol.fields)
        if (const QString of = namesOf(field); !of.isEmpty())
            names += u"<p><b>%1</b>: %2</p>"_s.arg(words(field.name).toHtmlEscaped(), of);
    page += section(tr("Names of values"), names);
    return page + section(tr("As ls(%1)").arg(words(protocol.name)), u"<pre>%1</pre>"_s.arg(words(listFields(protocols, protocol, false)).toHtmlEscaped()));
}

} // namespace fw::ui
