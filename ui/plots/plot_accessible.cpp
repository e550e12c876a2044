#include "ui/plots/plot_accessible.h"

#include "ui/plots/plot_words.h"

namespace fw::ui {
namespace {

QAccessibleInterface* accessibleFor(const QString&, QObject* object)
{
    auto* const view = qobject_cast<PlotView*>(object);
    return view ? new PlotAccessible(*view) : nullptr;
}

} // namespace

void PlotAccessible::install()
{
    [[maybe_unused]] static const bool installed = (QAccessible::installFactory(accessibleFor), true);
}

QString PlotAccessible::text(QAccessible::Text text) const
{
    const PlotDataPtr& data = m_view.data();
    if (text == QAccessible::Value && data && m_view.current())
        return m_view.pointText(*m_view.current());
    if (text != QAccessible::Description || !data)
        return QAccessibleWidget::text(text);
    QStringList series;
    for (const PlotSeries& each : data->series)
        series.append(PlotView::tr("%1: %2 points").arg(seriesName(each), QLocale().toString(qulonglong{each.points.size()})));
    return PlotView::tr("%1 over %2").arg(m_view.yAxis->label(), m_view.xAxis->label()) + QStringLiteral(". ") + series.join(QStringLiteral(", "));
}

} // namespace fw::ui
