// Layers dragged onto the stack, from the palette, from within, or as text.
#include "ui/craft/stack_tree.h"

#include "engine/base/hexdump.h"
#include "engine/packet/dissect.h"
#include "ui/craft/layer_catalog.h"
#include "ui/craft/stack_tree_model.h"
#include "ui/craft/wording.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>

namespace fw::ui {
namespace {

constexpr qsizetype mostText = 1 << 20;

QString expressionOf(const QMimeData& mime)
{
    const QLatin1String ours(layerMimeType);
    return (mime.hasFormat(ours) ? QString::fromUtf8(mime.data(ours)) : mime.text()).left(mostText);
}

} // namespace

bool StackTree::accepts(const QMimeData& mime) const
{
    return mime.hasFormat(QLatin1String(layerMimeType)) || (mime.hasText() && !mime.hasUrls());
}

int StackTree::slotLine(std::size_t slot) const
{
    if (slot < layerCount())
        return std::max(1, visualRect(m_model->layerIndex(slot)).top());
    QModelIndex last = m_model->layerIndex(layerCount() - 1);
    while (last.isValid() && isExpanded(last) && m_model->rowCount(last) > 0)
        last = m_model->index(m_model->rowCount(last) - 1, StackTreeModel::NameColumn, last);
    return last.isValid() ? visualRect(last).bottom() : 1;
}

// In front of a layer on the upper half of its own row; behind it anywhere below.
std::size_t StackTree::slotAtPosition(QPoint position) const
{
    const QModelIndex index = indexAt(position);
    const StackRow* row = m_model->row(index);
    if (row == nullptr)
        return layerCount();
    const bool before = row->what == LayoutNode::What::Layer && position.y() < visualRect(index).center().y();
    return row->path.layer + (before ? 0 : 1);
}

void StackTree::showDropSlot(std::optional<std::size_t> slot)
{
    m_dropSlot = slot;
    viewport()->update();
}

void StackTree::dragEnterEvent(QDragEnterEvent* event)
{
    if (!accepts(*event->mimeData())) {
        event->ignore();
        return;
    }
    showDropSlot(slotAtPosition(event->position().toPoint()));
    event->acceptProposedAction();
}

void StackTree::dragMoveEvent(QDragMoveEvent* event)
{
    QTreeView::dragMoveEvent(event); // Scrolls near the edges.
    if (!accepts(*event->mimeData())) {
        event->ignore();
        return;
    }
    showDropSlot(slotAtPosition(event->position().toPoint()));
    event->acceptProposedAction();
}

void StackTree::dragLeaveEvent(QDragLeaveEvent* event)
{
    showDropSlot(std::nullopt);
    QTreeView::dragLeaveEvent(event);
}

void StackTree::dropEvent(QDropEvent* event)
{
    stopAutoScroll();
    setState(NoState);
    showDropSlot(std::nullopt);
    if (!accepts(*event->mimeData())) {
        event->ignore();
        return;
    }
    drop(*event->mimeData(), slotAtPosition(event->position().toPoint()), event->dropAction() == Qt::CopyAction);
    event->acceptProposedAction();
}

void StackTree::drop(const QMimeData& mime, std::size_t slot, bool copy)
{
    const std::optional<std::size_t> layer = m_model->draggedLayer(mime);
    if (layer && !copy && *layer < layerCount()) {
        const std::size_t to = *layer < slot ? slot - 1 : slot;
        m_document.moveLayer(*layer, to, this);
        selectLayer(to);
        return;
    }
    const QString text = expressionOf(mime);
    Buffer bytes;
    HexError hexError;
    if (const auto draft = scapy::parse(m_document.protocols(), text.toStdString())) {
        m_document.insertLayers(slot, *draft, this);
        selectLayer(slot);
    } else if (parseHex(text.toStdString(), bytes, hexError) && !bytes.empty()) {
        m_document.editCopy(dissect(m_document.protocols(), bytes, link_type::Ethernet).draft);
    } else {
        emit refused(tr("The text is neither an expression nor hexadecimal bytes. %1.").arg(expressionErrorText(draft.error(), text)));
    }
}

} // namespace fw::ui
