#include "ui/craft/stack_tree.h"

#include "ui/craft/layer_finder.h"
#include "ui/craft/stack_delegate.h"
#include "ui/craft/stack_tree_model.h"
#include "ui/panes/theme.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <utility>

namespace fw::ui {
namespace {

constexpr int mostExpanded = 16; // A longer list is left folded.

} // namespace

StackTree::StackTree(CraftDocument& document, const Theme& theme, QWidget* parent)
    : QTreeView(parent)
    , m_document(document)
    , m_theme(theme)
    , m_model(new StackTreeModel(document, this))
    , m_delegate(new StackDelegate(*m_model, theme, this))
{
    connect(&document.selection(), &SelectionModel::protocolsChanged, this, [this] { delete std::exchange(m_finder, nullptr); });
    setObjectName(QStringLiteral("stackTree"));
    setAccessibleName(tr("Stack of layers"));
    makeActions(); // First: the model's coming makes a row current.
    setModel(m_model);
    setItemDelegate(m_delegate);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    setSelectionBehavior(SelectRows);
    setDragDropMode(DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setDropIndicatorShown(false);
    setExpandsOnDoubleClick(false);
    setVerticalScrollMode(ScrollPerPixel);
    setAllColumnsShowFocus(true);
    sizeColumns();
    for (int layer = 0; layer < m_model->rowCount(); ++layer)
        unfold(m_model->index(layer, StackTreeModel::NameColumn));
    connect(&document.selection(), &SelectionModel::changed, this, &StackTree::followSelection);
    connect(&document, &CraftDocument::draftChanged, this, &StackTree::enableActions);
    connect(&document, &CraftDocument::settling, m_delegate, &StackDelegate::commitOpenEditor);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    enableActions();
}

StackTree::~StackTree()
{
    delete m_finder;
}

void StackTree::sizeColumns()
{
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setMinimumSectionSize(fontMetrics().averageCharWidth() * 8);
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(StackTreeModel::ValueColumn, QHeaderView::Stretch);
}

QAction* StackTree::addOwnAction(const char* name, const QString& text, const QKeySequence& keys, void (StackTree::*slot)())
{
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut); // An open editor keeps these keys to itself.
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
    return action;
}

void StackTree::makeActions()
{
    m_actions.edit = addOwnAction("editFieldAct", tr("Edit value"), QKeySequence(Qt::Key_F2), &StackTree::editCurrent);
    m_actions.add = addOwnAction("addLayerAct", tr("Add layer…"), QKeySequence(Qt::Key_Insert), &StackTree::openFinder);
    m_actions.addElement = addOwnAction("addElementAct", tr("Add element"), QKeySequence(Qt::Key_Plus), &StackTree::addElement);
    m_actions.remove = addOwnAction("removeOrResetAct", tr("Remove layer / back to automatic"), QKeySequence(Qt::Key_Delete), &StackTree::removeOrReset);
    m_actions.pin = addOwnAction("pinAct", tr("Pin at this value"), {}, &StackTree::pinCurrent);
    m_actions.up = addOwnAction("moveLayerUpAct", tr("Move layer up"), QKeySequence(Qt::ALT | Qt::Key_Up), &StackTree::moveUp);
    m_actions.down = addOwnAction("moveLayerDownAct", tr("Move layer down"), QKeySequence(Qt::ALT | Qt::Key_Down), &StackTree::moveDown);
    m_actions.duplicate = addOwnAction("duplicateLayerAct", tr("Duplicate layer"), QKeySequence(Qt::CTRL | Qt::Key_D), &StackTree::duplicateCurrentLayer);
    m_actions.copy = addOwnAction("copyValueAct", tr("Copy value"), QKeySequence::Copy, &StackTree::copyValue);
}

void StackTree::enableActions()
{
    const StackRow* row = currentRow();
    const bool isField = row != nullptr && row->what == LayoutNode::What::Field;
    const std::size_t layer = row == nullptr ? 0 : row->path.layer;
    m_actions.edit->setEnabled(row != nullptr && row->editable);
    m_actions.addElement->setEnabled(isField && row->growable);
    m_actions.remove->setEnabled(row != nullptr);
    m_actions.pin->setEnabled(isField && row->editable && row->state != RowState::Pinned);
    m_actions.up->setEnabled(row != nullptr && layer > 0);
    m_actions.down->setEnabled(row != nullptr && layer + 1 < layerCount());
    m_actions.duplicate->setEnabled(row != nullptr);
    m_actions.copy->setEnabled(row != nullptr);
}

const StackRow* StackTree::currentRow() const
{
    return m_model->row(currentIndex());
}

std::size_t StackTree::layerCount() const
{
    return m_document.draft().layers.size();
}

std::size_t StackTree::currentSlot() const
{
    const StackRow* row = currentRow();
    return row == nullptr ? layerCount() : row->path.layer + 1;
}

void StackTree::editCurrent()
{
    edit(currentIndex(), EditKeyPressed, nullptr);
}

void StackTree::editNode(std::int32_t node)
{
    const QModelIndex index = m_model->indexOfNode(node, StackTreeModel::ValueColumn);
    if (!index.isValid())
        return;
    setFocus();
    setCurrentIndex(index);
    editCurrent();
}

// Wherever in its row: what can be edited is the value.
bool StackTree::edit(const QModelIndex& index, EditTrigger trigger, QEvent* event)
{
    return QTreeView::edit(index.siblingAtColumn(StackTreeModel::ValueColumn), trigger, event);
}

void StackTree::openFinder()
{
    if (m_finder == nullptr) {
        m_finder = new LayerFinder(m_document.protocols(), window());
        connect(m_finder, &LayerFinder::chosen, this, &StackTree::insertChosen);
        connect(m_finder, &LayerFinder::closed, this, [this] { setFocus(); });
    }
    const std::size_t slot = currentSlot();
    const QRect row = visualRect(currentIndex());
    const QPoint below = currentIndex().isValid() ? row.bottomLeft() : QPoint(indentation(), slotLine(slot));
    m_finder->open(viewport()->mapTo(window(), below), slot == 0 ? noProtocol : m_document.draft().layers[slot - 1].protocol);
}

void StackTree::insertChosen(ProtocolId protocol)
{
    const std::size_t slot = currentSlot();
    m_document.addLayer(slot, protocol, this);
    selectLayer(slot);
}

void StackTree::selectLayer(std::size_t layer)
{
    const QModelIndex index = m_model->layerIndex(layer);
    setCurrentIndex(index);
    scrollTo(index);
}

void StackTree::moveCurrentLayer(int by)
{
    const StackRow* row = currentRow();
    if (row == nullptr)
        return;
    const auto to = static_cast<std::ptrdiff_t>(row->path.layer) + by;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(layerCount()))
        return;
    m_document.moveLayer(row->path.layer, static_cast<std::size_t>(to), this);
    selectLayer(static_cast<std::size_t>(to));
}

void StackTree::duplicateCurrentLayer()
{
    const StackRow* row = currentRow();
    if (row == nullptr)
        return;
    const std::size_t layer = row->path.layer;
    m_document.duplicateLayer(layer, this);
    selectLayer(layer + 1);
}

void StackTree::removeOrReset()
{
    const StackRow* row = currentRow();
    if (row == nullptr)
        return;
    const FieldPath path = row->path;
    if (row->what == LayoutNode::What::Layer) {
        m_document.removeLayer(path.layer, this);
        if (layerCount() > 0)
            selectLayer(std::min(path.layer, layerCount() - 1));
    } else if (row->what == LayoutNode::What::Element) {
        m_document.removeElement(path, this);
    } else {
        m_model->forgetRefused();
        m_document.setAutomatic(path, this);
    }
}

void StackTree::addElement()
{
    const StackRow* row = currentRow();
    if (row == nullptr || !row->growable)
        return;
    const FieldPath path = row->path;
    m_document.addElement(path, this);
    const QModelIndex list = m_model->indexOfPath(path);
    expand(list);
    const int last = m_model->rowCount(list) - 1;
    if (last >= 0)
        setCurrentIndex(m_model->index(last, StackTreeModel::ValueColumn, list));
}

void StackTree::pinCurrent()
{
    if (const StackRow* row = currentRow())
        m_document.pin(FieldPath(row->path), this);
}

void StackTree::copyValue()
{
    if (const StackRow* row = currentRow())
        QGuiApplication::clipboard()->setText(row->editText.isEmpty() ? row->value : row->editText);
}

void StackTree::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    enableActions();
    const StackRow* row = m_model->row(current);
    if (m_following || row == nullptr)
        return;
    if (m_document.selection().current().packet != m_document.shownPacket())
        m_document.publish();
    m_document.selection().selectNode(row->node, this);
}

void StackTree::followSelection(const Selection& selection, QObject* origin)
{
    if (origin == this || selection.packet != m_document.shownPacket() || selection.node < 0)
        return;
    const int column = currentIndex().isValid() ? currentIndex().column() : static_cast<int>(StackTreeModel::ValueColumn);
    const QModelIndex index = m_model->indexOfNode(selection.node, column);
    if (!index.isValid() || index == currentIndex())
        return;
    m_following = true;
    setCurrentIndex(index);
    scrollTo(index);
    m_following = false;
}

void StackTree::rowsInserted(const QModelIndex& parent, int start, int end)
{
    QTreeView::rowsInserted(parent, start, end);
    if (parent.isValid() && m_model->rowCount(parent) <= mostExpanded)
        expand(parent);
    for (int row = start; row <= end; ++row)
        unfold(m_model->index(row, StackTreeModel::NameColumn, parent));
}

// Layers open as they come; so do their lists, unless they are long.
void StackTree::unfold(const QModelIndex& index)
{
    const int inner = m_model->rowCount(index);
    const bool isLayer = m_model->row(index)->what == LayoutNode::What::Layer;
    if (inner == 0 || (inner > mostExpanded && !isLayer))
        return;
    expand(index);
    for (int row = 0; row < inner; ++row)
        unfold(m_model->index(row, StackTreeModel::NameColumn, index));
}

QRect StackTree::fixRect(const QModelIndex& index) const
{
    const StackRow* row = m_model->row(index);
    if (row == nullptr || !row->fixable || m_model->problem(*row) != row->problem)
        return {};
    const QModelIndex value = index.siblingAtColumn(StackTreeModel::ValueColumn);
    const QRect cell = visualRect(value);
    const int top = cell.top() + StackDelegate::cellHeight(fontMetrics());
    const int left = cell.left() + 8 + fontMetrics().horizontalAdvance(row->problem + QStringLiteral("   "));
    return {left, top, fontMetrics().horizontalAdvance(tr("Fix")) + 16, StackDelegate::problemHeight(fontMetrics()) - 2};
}

void StackTree::drawRow(QPainter* painter, const QStyleOptionViewItem& options, const QModelIndex& index) const
{
    QTreeView::drawRow(painter, options, index);
    const StackRow* row = m_model->row(index);
    const QString problem = row == nullptr ? QString() : m_model->problem(*row);
    if (problem.isEmpty())
        return;
    const QRect cell = visualRect(index.siblingAtColumn(StackTreeModel::ValueColumn));
    const QRect line(cell.left() + 4, cell.top() + StackDelegate::cellHeight(fontMetrics()), viewport()->width() - cell.left() - 8, StackDelegate::problemHeight(fontMetrics()) - 2);
    const Check::Level level = m_model->problemLevel(*row);
    const bool selected = selectionModel()->isSelected(index);
    const Theme::Role role = selected   ? Theme::Role::SelectionText
        : level == Check::Level::Error ? Theme::Role::Error
        : level == Check::Level::Warn  ? Theme::Role::Warn
                                        : Theme::Role::Muted;
    painter->save();
    painter->setFont(font());
    painter->setPen(m_theme.color(role));
    const QRect fix = fixRect(index);
    const int room = fix.isValid() ? fix.left() - line.left() : line.width();
    painter->drawText(line, Qt::AlignVCenter, fontMetrics().elidedText(problem, Qt::ElideRight, room));
    if (fix.isValid()) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->drawRoundedRect(QRectF(fix).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter->drawText(fix, Qt::AlignCenter, tr("Fix"));
    }
    painter->restore();
}

void StackTree::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && state() != EditingState && (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier) {
        const QModelIndex current = currentIndex().siblingAtColumn(StackTreeModel::NameColumn);
        if (m_actions.edit->isEnabled())
            editCurrent();
        else if (current.isValid())
            setExpanded(current, !isExpanded(current));
        return;
    }
    if (event->key() == Qt::Key_Escape && state() != EditingState) {
        m_model->forgetRefused();
        m_document.selection().climb(nullptr);
        return;
    }
    QTreeView::keyPressEvent(event);
}

void StackTree::mouseReleaseEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    const StackRow* row = m_model->row(index);
    QTreeView::mouseReleaseEvent(event);
    if (row == nullptr || event->button() != Qt::LeftButton)
        return;
    const QRect cell = visualRect(index.siblingAtColumn(StackTreeModel::ValueColumn));
    if (fixRect(index).contains(at))
        m_document.setAutomatic(FieldPath(row->path), this);
    else if (row->growable && StackDelegate::plusRect(cell, fontMetrics()).contains(at))
        addElement();
}

void StackTree::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    const StackRow* row = currentRow();
    if (row != nullptr && row->what == LayoutNode::What::Field)
        m_actions.remove->setText(tr("Back to automatic"));
    else
        m_actions.remove->setText(row != nullptr && row->what == LayoutNode::What::Element ? tr("Remove element") : tr("Remove layer"));
    for (QAction* action : {m_actions.edit, m_actions.pin, m_actions.addElement, m_actions.remove, m_actions.copy})
        menu.addAction(action);
    menu.addSeparator();
    for (QAction* action : {m_actions.add, m_actions.duplicate, m_actions.up, m_actions.down})
        menu.addAction(action);
    const QPoint at = event->reason() == QContextMenuEvent::Keyboard ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()) : event->globalPos();
    menu.exec(at);
}

void StackTree::paintEvent(QPaintEvent* event)
{
    QTreeView::paintEvent(event);
    QPainter painter(viewport());
    if (layerCount() == 0) {
        painter.setPen(m_theme.color(Theme::Role::Muted));
        painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
            tr("No layers yet. Press Ins and type a protocol, double-click one in the palette, or write an expression (Ctrl+L)."));
    }
    if (m_dropSlot) {
        painter.setPen(QPen(m_theme.color(Theme::Role::Selection), 3));
        const int y = slotLine(*m_dropSlot);
        painter.drawLine(0, y, viewport()->width(), y);
    }
}

} // namespace fw::ui
