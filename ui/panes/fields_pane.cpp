#include "ui/panes/fields_pane.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStackedLayout>

namespace fw::ui {

using namespace Qt::StringLiterals;

FieldTreeView::FieldTreeView(FieldDelegate& delegate, QWidget* parent)
    : QTreeView(parent)
    , m_delegate(delegate)
{
    setObjectName(u"fieldTree"_s);
    setAccessibleName(tr("Fields"));
    setItemDelegate(&delegate);
    setUniformRowHeights(true);
    setMouseTracking(true);
    setAllColumnsShowFocus(true);
    setFrameShape(QFrame::NoFrame);
    setIndentation(16);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setExpandsOnDoubleClick(false);
    header()->setStretchLastSection(false);
}

void FieldTreeView::drawRow(QPainter* painter, const QStyleOptionViewItem& options, const QModelIndex& index) const
{
    if (const QColor fill = m_delegate.rowFill(index); fill.isValid())
        painter->fillRect(options.rect, fill);
    QTreeView::drawRow(painter, options, index);
}

bool FieldTreeView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::MouseMove)
        emit rowHovered(indexAt(static_cast<QMouseEvent*>(event)->position().toPoint()));
    else if (event->type() == QEvent::Leave)
        emit rowHovered({});
    return QTreeView::viewportEvent(event);
}

void FieldTreeView::keyPressEvent(QKeyEvent* event)
{
    const bool withControl = event->modifiers().testFlag(Qt::ControlModifier);
    if (event->matches(QKeySequence::Copy))
        emit copyRequested();
    else if (event->key() == Qt::Key_Escape)
        emit climbRequested();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (withControl)
            event->ignore();
        else
            emit activatedByKey(currentIndex());
    } else if (withControl && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down))
        event->ignore(); // The window's: previous and next packet.
    else
        QTreeView::keyPressEvent(event);
}

void FieldTreeView::focusInEvent(QFocusEvent* event)
{
    // A view without a current row takes the first one, but focus alone must not select a layer.
    if (currentIndex().isValid())
        QTreeView::focusInEvent(event);
    else
        QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

FieldsPane::FieldsPane(SelectionModel& selection, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_theme(theme)
    , m_model(new FieldTreeModel(selection.protocols(), this))
    , m_delegate(new FieldDelegate(theme, this))
    , m_tree(new FieldTreeView(*m_delegate, this))
    , m_empty(new QLabel(tr("No packet selected"), this))
    , m_stack(new QStackedLayout(this))
{
    setObjectName(u"fieldsPane"_s);
    connect(&selection, &SelectionModel::protocolsChanged, this, [this] { m_model->setProtocols(m_selection.protocols()); });
    setFocusProxy(m_tree);
    m_empty->setObjectName(u"fieldsEmpty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(12);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_tree);
    m_tree->setModel(m_model);
    m_tree->header()->resizeSection(FieldTreeModel::FieldColumn, 130);
    m_tree->header()->setSectionResizeMode(FieldTreeModel::ValueColumn, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(FieldTreeModel::OffsetColumn, QHeaderView::ResizeToContents);
    m_tree->header()->setSectionResizeMode(FieldTreeModel::SizeColumn, QHeaderView::ResizeToContents);

    connect(&selection, &SelectionModel::changed, this, &FieldsPane::follow);
    connect(&selection, &SelectionModel::hovered, this, &FieldsPane::showHovered);
    connect(&theme, &Theme::changed, m_tree->viewport(), qOverload<>(&QWidget::update));
    connect(m_tree, &FieldTreeView::rowHovered, this,
        [this](const QModelIndex& index) { emit m_selection.hovered(m_model->nodeOf(index), this); });
    connect(m_tree, &FieldTreeView::copyRequested, this, &FieldsPane::copyValue);
    connect(m_tree, &FieldTreeView::climbRequested, this, [this] { m_selection.climb(this); });
    connect(m_tree, &FieldTreeView::activatedByKey, this, [this](const QModelIndex& index) { emit editRequested(m_model->nodeOf(index)); });
    connect(m_tree, &QTreeView::doubleClicked, this, [this](const QModelIndex& index) { emit editRequested(m_model->nodeOf(index)); });
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex& index) { rememberExpansion(index, true); });
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex& index) { rememberExpansion(index, false); });
    connect(m_tree, &QWidget::customContextMenuRequested, this, &FieldsPane::showMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (!m_following && index.isValid())
            m_selection.selectNode(m_model->nodeOf(index), this);
    });
    showPacket(selection.current().packet);
    makeCurrent(selection.current().node);
}

void FieldsPane::setEmptyText(const QString& text)
{
    m_empty->setText(text);
}

void FieldsPane::setHideAbsent(bool hide)
{
    const QScopedValueRollback following(m_following, true);
    m_model->setHideAbsent(hide);
    restoreExpansion();
    makeCurrent(m_selection.current().node);
}

void FieldsPane::follow(const Selection& selection, const QObject*)
{
    const QScopedValueRollback following(m_following, true);
    if (selection.packet != m_model->packet())
        showPacket(selection.packet);
    makeCurrent(selection.node);
}

void FieldsPane::showPacket(const ShownPacketPtr& packet)
{
    const QScopedValueRollback following(m_following, true);
    m_delegate->setHovered(-1);
    m_model->setPacket(packet);
    restoreExpansion();
    m_stack->setCurrentWidget(packet ? static_cast<QWidget*>(m_tree) : m_empty);
}

void FieldsPane::makeCurrent(std::int32_t node)
{
    const QScopedValueRollback following(m_following, true);
    const QModelIndex index = m_model->indexOf(node);
    if (index == m_tree->currentIndex())
        return;
    m_tree->setCurrentIndex(index);
    if (!index.isValid())
        m_tree->clearSelection();
    else
        m_tree->scrollTo(index); // Opens what it lies in.
}

void FieldsPane::restoreExpansion()
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex layer = m_model->index(row, 0);
        m_tree->setExpanded(layer, !m_folded.contains(pathOf(layer)));
    }
    if (!m_model->packet() || m_unfolded.empty())
        return;
    const auto& nodes = m_model->packet()->layout.nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const QModelIndex index = m_model->indexOf(static_cast<std::int32_t>(i));
        if (nodes[i].next > i + 1 && index.isValid() && m_unfolded.contains(pathOf(index)))
            m_tree->expand(index);
    }
}

void FieldsPane::rememberExpansion(const QModelIndex& index, bool expanded)
{
    if (m_following)
        return;
    const bool isLayer = !index.parent().isValid();
    auto& remembered = isLayer ? m_folded : m_unfolded;
    if (expanded != isLayer)
        remembered.insert(pathOf(index));
    else
        remembered.erase(pathOf(index));
}

std::string FieldsPane::pathOf(const QModelIndex& index) const
{
    return nodePathText(m_selection.protocols(), m_model->packet()->layout, m_model->nodeOf(index));
}

void FieldsPane::showHovered(std::int32_t node)
{
    m_delegate->setHovered(node);
    m_tree->viewport()->update();
}

void FieldsPane::copyValue() const
{
    const QModelIndex index = m_tree->currentIndex().siblingAtColumn(FieldTreeModel::ValueColumn);
    if (index.isValid())
        QGuiApplication::clipboard()->setText(index.data(Qt::EditRole).toString());
}

void FieldsPane::showMenu(QPoint position)
{
    const QModelIndex index = m_tree->indexAt(position);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid()) {
        menu->addAction(tr("&Copy value"), this, &FieldsPane::copyValue);
        menu->addAction(tr("Copy field &name"), this,
            [path = pathOf(index)] { QGuiApplication::clipboard()->setText(QString::fromStdString(path)); });
        menu->addSeparator();
        emit menuRequested(menu, m_model->nodeOf(index));
    }
    menu->addSeparator();
    menu->addAction(tr("&Expand all"), m_tree, &QTreeView::expandAll);
    auto* hide = menu->addAction(tr("&Hide absent fields"), this, &FieldsPane::setHideAbsent);
    hide->setCheckable(true);
    hide->setChecked(m_model->hideAbsent());
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

} // namespace fw::ui
