#include "ui/craft/completion_popup.h"

#include <QHeaderView>
#include <QScrollBar>

namespace fw::ui {
namespace {

constexpr int mostRows = 10;

} // namespace

CompletionPopup::CompletionPopup(QWidget* window)
    : QTreeWidget(window)
{
    setObjectName(QStringLiteral("completionPopup"));
    setAccessibleName(tr("Completions"));
    setFocusPolicy(Qt::NoFocus);
    setColumnCount(2);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setIndentation(0);
    setFrameShape(QFrame::Box);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setStretchLastSection(true);
    hide();
    connect(this, &QTreeWidget::itemClicked, this, &CompletionPopup::chosen);
}

void CompletionPopup::showItems(const scapy::Completions& completions, QPoint below, int lineHeight)
{
    m_completions = completions;
    m_moved = false;
    clear();
    QList<QTreeWidgetItem*> items;
    for (const scapy::Completion& one : completions.items)
        items << new QTreeWidgetItem({QString::fromStdString(one.text), QString::fromStdString(one.detail)});
    addTopLevelItems(items);
    setCurrentItem(topLevelItem(0));
    place(below, lineHeight);
    show();
    raise();
}

void CompletionPopup::place(QPoint below, int lineHeight)
{
    const int gap = fontMetrics().averageCharWidth() * 2;
    const int names = sizeHintForColumn(0) + gap;
    const int details = sizeHintForColumn(1) + gap;
    setColumnWidth(0, names);
    const int rowHeight = std::max(sizeHintForRow(0), fontMetrics().height());
    const int frame = frameWidth() * 2;
    const int bar = topLevelItemCount() > mostRows ? verticalScrollBar()->sizeHint().width() : 0;
    const QSize room = parentWidget()->size();
    const int height = std::min(topLevelItemCount(), mostRows) * rowHeight + frame;
    const int width = std::min(names + details + bar + frame, room.width());
    const bool above = below.y() + height > room.height() && below.y() - lineHeight > height;
    const int x = std::clamp(below.x(), 0, std::max(0, room.width() - width));
    setGeometry(x, above ? below.y() - lineHeight - height : below.y(), width, height);
}

const scapy::Completion* CompletionPopup::current() const
{
    const int row = indexOfTopLevelItem(currentItem());
    return row < 0 ? nullptr : &m_completions.items[static_cast<std::size_t>(row)];
}

void CompletionPopup::step(int rows)
{
    const int count = topLevelItemCount();
    if (count == 0)
        return;
    m_moved = true;
    setCurrentItem(topLevelItem((indexOfTopLevelItem(currentItem()) + rows + count) % count));
}

} // namespace fw::ui
