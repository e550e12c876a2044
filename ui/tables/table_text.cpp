#include "ui/tables/table_text.h"

#include "engine/exchange/pivot_table.h"
#include "ui/bridge/csv.h"

#include <QStringList>

#include <algorithm>

namespace fw::ui {
namespace {

QString header(const QAbstractItemModel& table, int section, Qt::Orientation orientation)
{
    return table.headerData(section, orientation, Qt::DisplayRole).toString();
}

QStringList headLine(const QAbstractItemModel& table)
{
    QStringList line{QString()};
    for (int column = 0; column < table.columnCount(); ++column)
        line.append(header(table, column, Qt::Horizontal));
    return line;
}

QStringList rowLine(const QAbstractItemModel& table, int row)
{
    QStringList line{header(table, row, Qt::Vertical)};
    for (int column = 0; column < table.columnCount(); ++column)
        line.append(table.index(row, column).data().toString());
    return line;
}

QString plain(const QAbstractItemModel& table)
{
    PivotTable pivot;
    for (int row = 0; row < table.rowCount(); ++row)
        for (int column = 0; column < table.columnCount(); ++column)
            if (const QString cell = table.index(row, column).data().toString(); !cell.isEmpty())
                pivot.set(header(table, column, Qt::Horizontal).toStdString(), header(table, row, Qt::Vertical).toStdString(), cell.toStdString());
    return QString::fromStdString(pivot.text());
}

QString markdownLine(const QStringList& cells)
{
    QStringList escaped;
    for (QString cell : cells)
        escaped.append(cell.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('|'), QStringLiteral("\\|")));
    return QStringLiteral("| ") + escaped.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
}

QString latexCell(const QString& cell)
{
    static const std::pair<QChar, const char*> specials[]{{u'\\', "\\textbackslash{}"}, {u'~', "\\textasciitilde{}"}, {u'^', "\\textasciicircum{}"},
                                                          {u'–', "--"},                 {u'…', "\\dots{}"}};
    QString out;
    for (const QChar letter : cell) {
        const auto* const special = std::ranges::find(specials, letter, &std::pair<QChar, const char*>::first);
        if (special != std::end(specials))
            out += QLatin1String(special->second);
        else if (QStringLiteral("&%$#_{}").contains(letter))
            out += QLatin1Char('\\') + QString(letter);
        else
            out += letter;
    }
    return out;
}

QString latexLine(const QStringList& cells)
{
    QStringList escaped;
    for (const QString& cell : cells)
        escaped.append(latexCell(cell));
    return escaped.join(QStringLiteral(" & ")) + QStringLiteral(" \\\\\n");
}

} // namespace

QString tableText(const QAbstractItemModel& table, TableFormat format)
{
    if (table.rowCount() == 0 || table.columnCount() == 0)
        return {};
    QString out;
    switch (format) {
    case TableFormat::Text: return plain(table);
    case TableFormat::Csv:
        out = csvRow(headLine(table)) + QStringLiteral("\r\n");
        for (int row = 0; row < table.rowCount(); ++row)
            out += csvRow(rowLine(table, row)) + QStringLiteral("\r\n");
        return out;
    case TableFormat::Markdown:
        out = markdownLine(headLine(table)) + QStringLiteral("|") + QStringLiteral(" --- |").repeated(table.columnCount() + 1) + QLatin1Char('\n');
        for (int row = 0; row < table.rowCount(); ++row)
            out += markdownLine(rowLine(table, row));
        return out;
    case TableFormat::Latex:
        out = QStringLiteral("\\begin{tabular}{") + QString(table.columnCount() + 1, QLatin1Char('l')) + QStringLiteral("}\n") + latexLine(headLine(table))
            + QStringLiteral("\\hline\n");
        for (int row = 0; row < table.rowCount(); ++row)
            out += latexLine(rowLine(table, row));
        return out + QStringLiteral("\\end{tabular}\n");
    }
    return out;
}

} // namespace fw::ui
