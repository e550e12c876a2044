#include "ui/protocols/field_cells.h"

#include "ui/protocols/protocol_words.h"

#include <QRegularExpression>
#include <QStringList>

#include <map>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

const QStringList& kindKeys()
{
    static const QStringList keys{u"type"_s, u"list"_s, u"tlv"_s, u"codec"_s, u"switch"_s, u"packet"_s, u"bits"_s};
    return keys;
}

const QStringList& dependenceKeys()
{
    static const QStringList keys{u"auto"_s, u"sized_by"_s, u"if"_s, u"env"_s, u"verify"_s, u"role"_s, u"role_if"_s};
    return keys;
}

const QStringList& sizeKeys()
{
    static const QStringList keys{u"len"_s, u"count"_s, u"until"_s, u"enum"_s, u"flags"_s, u"base"_s, u"unit"_s, u"scale"_s, u"format"_s, u"remark"_s,
        u"endian"_s, u"align"_s, u"fill"_s, u"align_before"_s, u"pad_to"_s, u"pad"_s, u"hidden"_s, u"doc"_s, u"title"_s, u"filter"_s, u"scapy"_s,
        u"scapy_chain"_s};
    return keys;
}

QString valueOf(const WrittenKey& key)
{
    return QString::fromStdString(key.text);
}

/// A value that would end at a comma or bracket has to stand in quotes between others.
QString quotedValue(const WrittenKey& key)
{
    const QString text = valueOf(key);
    static const QRegularExpression special(u"[,\\[\\]{}\"]|: | #"_s);
    if (key.form == WrittenKey::Form::Nested || (key.form == WrittenKey::Form::Plain && !text.contains(special)))
        return text;
    return u'"' + QString(text).replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
}

QString pairs(const WrittenItem& item, FieldCell cell)
{
    std::vector<const WrittenKey*> mine;
    for (const WrittenKey& key : item.keys)
        if (cellOf(QString::fromStdString(key.name)) == cell)
            mine.push_back(&key);
    if (mine.size() == 1)
        return QString::fromStdString(mine.front()->name) + u": "_s + valueOf(*mine.front());
    QStringList texts;
    for (const WrittenKey* key : mine)
        texts << QString::fromStdString(key->name) + u": "_s + quotedValue(*key);
    return texts.join(u", "_s);
}

void clear(WrittenItem& item, FieldCell cell)
{
    std::erase_if(item.keys, [&](const WrittenKey& key) { return cellOf(QString::fromStdString(key.name)) == cell; });
}

/// A short way to write a dependence; empty: it is none.
std::pair<QString, QString> shortDependence(const QString& text)
{
    static const QRegularExpression of(u"^(size|length|count) of (\\S+)$"_s);
    static const QRegularExpression by(u"^sized by (\\S+)$"_s);
    static const QRegularExpression when(u"^if (.+)$"_s);
    if (const auto match = of.match(text); match.hasMatch())
        return {u"auto"_s, (match.captured(1) == u"count"_s ? u"count(%1)"_s : u"len(%1)"_s).arg(match.captured(2))};
    if (const auto match = by.match(text); match.hasMatch())
        return {u"sized_by"_s, match.captured(1)};
    if (const auto match = when.match(text); match.hasMatch())
        return {u"if"_s, match.captured(1)};
    return {};
}

/// As in the text: key: value, key: value. False if it is not that.
bool setPairs(WrittenItem& item, FieldCell cell, const QString& text)
{
    static const QRegularExpression begin(u"^([a-z_]+):\\s+(.+)$"_s);
    const auto first = begin.match(text);
    const QStringList& known = cell == FieldCell::Size ? sizeKeys() : dependenceKeys();
    if (!first.hasMatch() || !known.contains(first.captured(1)))
        return false;
    const ParsedYaml parsed = parseYaml("{" + text.toStdString() + "}");
    const auto entries = parsed.root.entries();
    bool isMap = parsed.faults.empty() && !entries.empty();
    for (const auto& [key, value] : entries)
        isMap = isMap && known.contains(QString::fromStdString(key.text())) && (value.isText() || value.isList() || value.isMap());
    if (!isMap || entries.size() == 1) { // Commas, if there are any, are those of an expression.
        item.set(first.captured(1).toStdString(), first.captured(2).trimmed().toStdString());
        return true;
    }
    const DefinitionOutline outline = outlineOf("protocols: {X: {fields: [{x: {" + text.toStdString() + "}}]}}");
    for (const WrittenKey& key : outline.definitions.front().fields.items.front().keys)
        item.keys.push_back(key);
    return true;
}

bool setKind(WrittenItem& item, const QString& text)
{
    static const QRegularExpression pattern(u"^(?:(list|tlv|codec|packet)(?: of)?\\s+)?([^\\s].*)$"_s);
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return false;
    const QString key = match.captured(1).isEmpty() ? u"type"_s : match.captured(1);
    WrittenItem made{item.name, {}, item.line};
    made.set(key.toStdString(), match.captured(2).toStdString());
    for (const WrittenKey& old : item.keys) // Keeps its place before the others.
        if (cellOf(QString::fromStdString(old.name)) != FieldCell::Kind)
            made.keys.push_back(old);
    item.keys = std::move(made.keys);
    return true;
}

} // namespace

FieldCell cellOf(const QString& key)
{
    if (kindKeys().contains(key))
        return FieldCell::Kind;
    if (key == u"default")
        return FieldCell::Default;
    return dependenceKeys().contains(key) ? FieldCell::Depends : FieldCell::Size;
}

QString cellText(const WrittenItem& item, FieldCell cell)
{
    if (cell == FieldCell::Name)
        return QString::fromStdString(item.name);
    if (cell == FieldCell::Size || cell == FieldCell::Depends)
        return pairs(item, cell);
    for (const WrittenKey& key : item.keys) {
        const QString name = QString::fromStdString(key.name);
        if (cellOf(name) == cell)
            return cell == FieldCell::Default || name == u"type" ? valueOf(key) : name + u' ' + valueOf(key);
    }
    return {};
}

QString impliedSize(const WrittenItem& item)
{
    static const std::map<QString, int> sizes{{u"mac"_s, 48}, {u"ipv4"_s, 32}, {u"ipv6"_s, 128}, {u"eui64"_s, 64}, {u"oui"_s, 24}, {u"uuid"_s, 128}};
    static const QRegularExpression number(u"^[uif](\\d{1,2})$"_s);
    const auto* const type = item.find("type");
    if (!type)
        return {};
    const QString text = valueOf(*type);
    const auto known = sizes.find(text);
    const auto match = number.match(text);
    const int bits = known != sizes.end() ? known->second : match.captured(1).toInt();
    return bitsText(static_cast<std::size_t>(bits));
}

std::optional<WrittenItem> withCellText(const WrittenItem& item, FieldCell cell, const QString& typed)
{
    WrittenItem changed = item;
    const QString text = typed.trimmed();
    switch (cell) {
    case FieldCell::Name:
        changed.name = text.toStdString();
        return text.isEmpty() ? std::nullopt : std::optional(changed);
    case FieldCell::Kind: return setKind(changed, text) ? std::optional(changed) : std::nullopt;
    case FieldCell::Default: changed.set("default", text.toStdString()); return changed;
    case FieldCell::Size:
    case FieldCell::Depends: break;
    }
    clear(changed, cell);
    if (text.isEmpty() || setPairs(changed, cell, text))
        return changed;
    static const QStringList bases{u"hex"_s, u"dec"_s, u"bin"_s, u"oct"_s, u"ascii"_s};
    const auto [key, value] = cell == FieldCell::Depends ? shortDependence(text) : std::pair(bases.contains(text) ? u"base"_s : QString(), text);
    if (!key.isEmpty())
        changed.set(key.toStdString(), value.toStdString());
    else
        changed.set(cell == FieldCell::Size ? "len" : "auto", text.toStdString());
    return changed;
}

} // namespace fw::ui
