#include "ui/craft/wording.h"

#include <QCoreApplication>
#include <QLocale>

#include <limits>

namespace fw::ui {
namespace {

QString say(const char* sentence)
{
    return QCoreApplication::translate("Craft", sentence);
}

QString reasonText(const scapy::ParseError& error)
{
    const QString found = QString::fromStdString(error.found);
    switch (error.code) {
    case Errc::UnknownProtocol:
        return say("no protocol is called “%1”").arg(found);
    case Errc::UnknownField:
        return say("no field is called “%1”").arg(found);
    case Errc::BadValue:
        return say("“%1” does not fit").arg(found);
    default:
        return found.isEmpty() ? say("the text ends too early") : say("unexpected “%1”").arg(found);
    }
}

} // namespace

QString expressionErrorText(const scapy::ParseError& error, const QString& expression)
{
    const QString where = say("Column %1: %2").arg(characterPosition(expression, error.column) + 1).arg(reasonText(error));
    if (error.expected.empty())
        return where;
    return say("%1, expected %2").arg(where, QString::fromStdString(error.expected));
}

QString fieldErrorText(const Error& error, const QString& typed)
{
    // "IP.ttl: 300, expected 0-255": the row tells the field, and what was typed is said anyway.
    const QString detail = QString::fromStdString(error.detail);
    const QString mark = QStringLiteral("expected ");
    const QString shown = typed.size() > 60 ? typed.left(60) + QChar(0x2026) : typed;
    const qsizetype at = detail.lastIndexOf(mark);
    if (at >= 0)
        return say("“%1” does not fit, expected %2").arg(shown, detail.mid(at + mark.size()));
    return detail.isEmpty() ? say("“%1” does not fit here").arg(shown) : say("“%1” does not fit: %2").arg(shown, detail);
}

QString packetCountText(std::uint64_t count)
{
    if (count == 1)
        return say("1 packet");
    if (count == std::numeric_limits<std::uint64_t>::max())
        return say("over 10¹⁹ packets");
    return say("%1 packets").arg(QLocale().toString(qulonglong{count}));
}

int characterPosition(const QString& text, std::size_t byte)
{
    return static_cast<int>(QString::fromUtf8(text.toUtf8().left(static_cast<qsizetype>(byte))).size());
}

std::size_t bytePosition(const QString& text, int character)
{
    return static_cast<std::size_t>(text.left(character).toUtf8().size());
}

} // namespace fw::ui
