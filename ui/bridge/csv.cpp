#include "ui/bridge/csv.h"

#include <algorithm>

namespace fw::ui {

QString csvCell(const QString& text)
{
    bool isNumber = false;
    (void)text.toDouble(&isNumber);
    const bool isFormula = !text.isEmpty() && QStringLiteral("=+-@").contains(text.front()) && !isNumber;
    QString cell = isFormula ? QLatin1Char('\'') + text : text;
    const auto needsQuotes = [](QChar c) { return c == QLatin1Char(',') || c == QLatin1Char('"') || c == QLatin1Char('\r') || c == QLatin1Char('\n'); };
    if (std::ranges::any_of(cell, needsQuotes))
        cell = QLatin1Char('"') + cell.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    return cell;
}

QString csvRow(const QStringList& cells)
{
    QStringList out;
    for (const QString& cell : cells)
        out.append(csvCell(cell));
    return out.join(QLatin1Char(','));
}

} // namespace fw::ui
