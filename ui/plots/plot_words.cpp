#include "ui/plots/plot_words.h"

#include "ui/models/plain_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace fw::ui {
namespace {

using Kind = Quantity::Kind;

QString say(const char* text)
{
    return QCoreApplication::translate("Plots", text);
}

QString spanText(double seconds)
{
    const QLocale locale;
    if (seconds >= 1)
        return say("%1 s").arg(locale.toString(seconds, 'f', 0));
    if (seconds >= 1e-3)
        return say("%1 ms").arg(locale.toString(seconds * 1e3, 'f', 0));
    return say("%1 µs").arg(locale.toString(seconds * 1e6, 'f', 0));
}

QString fieldTitle(const Protocols& protocols, const std::string& name)
{
    const QString plain = QString::fromStdString(name);
    const std::size_t dot = name.find('.');
    const ProtocolDesc* const protocol = protocols.find(std::string_view(name).substr(0, name.find_first_of(".:")));
    if (protocol == nullptr || dot == std::string::npos)
        return plain;
    const FieldIndex field = protocol->find(std::string_view(name).substr(dot + 1));
    if (field == noField)
        return plain;
    const FieldDesc& found = protocol->fields[field];
    const QString more = QString::fromStdString(found.title);
    const QString unit = QString::fromStdString(found.unit);
    if (!unit.isEmpty())
        return QStringLiteral("%1 (%2)").arg(plain, unit);
    return more.isEmpty() ? plain : QStringLiteral("%1 – %2").arg(plain, more);
}

QString reasonText(const Error& error)
{
    const QString detail = QString::fromStdString(error.detail);
    switch (error.code) {
    case Errc::UnknownProtocol: return say("no protocol is called “%1”").arg(detail);
    case Errc::UnknownField: return say("there is no field “%1”").arg(detail);
    case Errc::Syntax: return say("column %1: expected %2").arg(error.offset + 1).arg(detail);
    default: return detail;
    }
}

} // namespace

QString axisTitle(const Protocols& protocols, const Quantity& quantity, double span)
{
    switch (quantity.kind) {
    case Kind::Time: return say("Time since the first packet (s)");
    case Kind::Number: return say("Packet number");
    case Kind::Length: return say("Length on the wire (bytes)");
    case Kind::Gap: return say("Time since the packet before (ms)");
    case Kind::RoundTrip: return say("Round trip (ms)");
    case Kind::Rate: return say("Packets per %1").arg(spanText(span));
    case Kind::Field: break;
    }
    return fieldTitle(protocols, quantity.field);
}

QString valueWord(const Quantity& quantity, double value)
{
    const QLocale locale;
    switch (quantity.kind) {
    case Kind::Time: return say("%1 s").arg(locale.toString(value, 'f', 6));
    case Kind::Gap:
    case Kind::RoundTrip: return say("%1 ms").arg(locale.toString(value, 'f', 3));
    case Kind::Length: return say("%1 bytes").arg(locale.toString(value, 'f', 0));
    case Kind::Rate: return say("%1 packets").arg(locale.toString(value, 'f', 0));
    case Kind::Number: return say("packet %1").arg(locale.toString(value, 'f', 0));
    case Kind::Field: break;
    }
    const int decimals = value == std::floor(value) ? 0 : 6;
    return QString::fromStdString(quantity.field) + QLatin1Char(' ') + locale.toString(value, 'f', decimals);
}

QString seriesName(const PlotSeries& series)
{
    if (series.isRest)
        return say("all others");
    return series.key.empty() ? say("packets") : plainText(series.key);
}

QString plotErrorText(const PlotError& error)
{
    const QString reason = reasonText(error.error);
    switch (error.part) {
    case PlotPart::X: return say("Across: %1.").arg(reason);
    case PlotPart::Y: return say("Up: %1.").arg(reason);
    case PlotPart::Key: return say("Series by: %1.").arg(reason);
    case PlotPart::Filter: return say("Only: %1.").arg(reason);
    case PlotPart::None: break;
    }
    return reason;
}

} // namespace fw::ui
