#include "ui/craft/layer_finder.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace fw::ui {
namespace {

constexpr int rowsShown = 10;

} // namespace

LayerFinder::LayerFinder(const Protocols& protocols, QWidget* window)
    : QFrame(window)
    , m_protocols(protocols)
    , m_edit(new QLineEdit)
    , m_list(new QTreeWidget)
{
    setObjectName(QStringLiteral("layerFinder"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_edit->setObjectName(QStringLiteral("layerFinderEdit"));
    m_edit->setAccessibleName(tr("Layer to add"));
    m_edit->setPlaceholderText(tr("Type a part of a protocol's name"));
    m_edit->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("layerFinderList"));
    m_list->setAccessibleName(tr("Protocols found"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->setSpacing(4);
    column->addWidget(m_edit);
    column->addWidget(m_list);
    connect(m_edit, &QLineEdit::textChanged, this, &LayerFinder::showMatches);
    connect(m_list, &QTreeWidget::itemClicked, this, &LayerFinder::choose);
    hide();
}

void LayerFinder::open(QPoint at, ProtocolId lower)
{
    m_lower = lower;
    m_edit->clear();
    showMatches();
    m_list->resizeColumnToContents(0);
    const QSize room = parentWidget()->size();
    const int rows = rowsShown * std::max(m_list->sizeHintForRow(0), fontMetrics().height());
    const QSize size(std::min(fontMetrics().averageCharWidth() * 56, room.width()), std::min(rows + m_edit->sizeHint().height() + 20, room.height()));
    resize(size);
    move(std::clamp(at.x(), 0, room.width() - size.width()), std::clamp(at.y(), 0, room.height() - size.height()));
    show();
    raise();
    m_edit->setFocus(Qt::PopupFocusReason);
}

void LayerFinder::showMatches()
{
    m_matches = matchingLayers(m_protocols, m_edit->text().trimmed(), m_lower);
    m_list->clear();
    QList<QTreeWidgetItem*> items;
    for (const CatalogEntry& entry : m_matches)
        items << new QTreeWidgetItem({entry.name, entry.title});
    m_list->addTopLevelItems(items);
    if (!items.isEmpty())
        m_list->setCurrentItem(items.front());
}

void LayerFinder::choose()
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    if (row < 0)
        return;
    const ProtocolId protocol = m_matches[static_cast<std::size_t>(row)].protocol;
    close();
    emit chosen(protocol);
}

void LayerFinder::close()
{
    if (!isVisible())
        return;
    hide();
    emit closed();
}

bool LayerFinder::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut) {
        close();
    } else if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    } else if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Escape:
            close();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose();
            return true;
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown: {
            QKeyEvent copy(QEvent::KeyPress, key->key(), Qt::NoModifier);
            QCoreApplication::sendEvent(m_list, &copy);
            return true;
        }
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace fw::ui
