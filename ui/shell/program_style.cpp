#include "ui/shell/program_style.h"

#include <QStyleFactory>

namespace fw::ui {
namespace {

constexpr int cellMargin = 6;
constexpr int rowGap = 6;

} // namespace

ProgramStyle::ProgramStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

int ProgramStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_FocusFrameHMargin: return cellMargin;
    case PM_HeaderMargin: return cellMargin;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize ProgramStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const
{
    const QSize natural = QProxyStyle::sizeFromContents(type, option, size, widget);
    return type == CT_ItemViewItem ? natural + QSize(0, rowGap) : natural;
}

} // namespace fw::ui
