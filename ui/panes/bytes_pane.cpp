#include "ui/panes/bytes_pane.h"

#include <QVBoxLayout>

namespace fw::ui {

using namespace Qt::StringLiterals;

BytesPane::BytesPane(SelectionModel& selection, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_view(new HexView(selection, theme, this))
{
    setObjectName(u"bytesPane"_s);
    setFocusProxy(m_view);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_view);
}

} // namespace fw::ui
