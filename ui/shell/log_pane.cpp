#include "ui/shell/log_pane.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QTime>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace fw::ui {
namespace {

QString oneLine(const Message& message)
{
    return message.remedy.isEmpty() ? message.text : message.text + QLatin1Char(' ') + message.remedy;
}

} // namespace

LogPane::LogPane(QWidget* parent) : QWidget(parent), m_list(new QTreeWidget)
{
    m_list->setObjectName(QStringLiteral("logList"));
    m_list->setAccessibleName(tr("Log"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setHeaderLabels({tr("Time"), tr("Kind"), tr("Message")});
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_list);

    auto* copyAction = new QAction(tr("Copy"), m_list);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, &LogPane::copy);
    m_list->addAction(copyAction);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void LogPane::add(const Message& message)
{
    auto* item = new QTreeWidgetItem({QTime::currentTime().toString(QStringLiteral("HH:mm:ss")), severityWord(message.severity), oneLine(message)});
    item->setToolTip(2, oneLine(message));
    m_list->addTopLevelItem(item);
    while (m_list->topLevelItemCount() > mostEntries)
        delete m_list->takeTopLevelItem(0);
    m_list->scrollToItem(item);
}

int LogPane::count() const
{
    return m_list->topLevelItemCount();
}

void LogPane::copy()
{
    QStringList lines;
    for (const QTreeWidgetItem* item : m_list->selectedItems())
        lines.append(QStringList{item->text(0), item->text(1), item->text(2)}.join(QLatin1Char('\t')));
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

} // namespace fw::ui
