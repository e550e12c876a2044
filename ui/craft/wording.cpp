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
    if (error.detail.empty())
        return say("“%1” does not fit here; the old value is kept").arg(typed);
    return say("“%1” was not taken: %2").arg(typed, QString::fromStdString(error.detail));
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
