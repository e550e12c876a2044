#include "ui/exchange/pair_view.h"

#include <QHeaderView>

namespace fw::ui {

PairView::PairView(SelectionModel& selection, QWidget* parent)
    : QTreeView(parent), m_selection(selection), m_pair(selection.protocols())
{
    setObjectName(QStringLiteral("pairTree"));
    setAccessibleName(tr("Request and answer"));
    setModel(&m_pair);
    setUniformRowHeights(true);
    setAlternatingRowColors(true);
    setAllColumnsShowFocus(true);
    setFrameShape(NoFrame);
    setIndentation(14);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    header()->setStretchLastSection(true);
    header()->setSectionsMovable(false);
    header()->resizeSection(PairModel::FieldColumn, 150);
    header()->resizeSection(PairModel::SentColumn, 260);
    header()->resizeSection(PairModel::MarkColumn, 28);
    header()->setSectionResizeMode(PairModel::MarkColumn, QHeaderView::Fixed);
    header()->setMinimumSectionSize(28);
    connect(&selection, &SelectionModel::changed, this, &PairView::followSelection);
    connect(&selection, &SelectionModel::protocolsChanged, this, [this] { m_pair.setProtocols(m_selection.protocols()); });
}

void PairView::showPair(ShownPacketPtr sent, ShownPacketPtr answer)
{
    m_following = true;
    m_pair.setPackets(std::move(sent), std::move(answer));
    expandWhatMatters({});
    m_following = false;
}

void PairView::expandWhatMatters(const QModelIndex& parent)
{
    for (int row = 0; row < m_pair.rowCount(parent); ++row) {
        const QModelIndex index = m_pair.index(row, 0, parent);
        if (!index.data(PairModel::DiffersRole).toBool())
            continue;
        expand(index);
        expandWhatMatters(index);
    }
}

void PairView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    if (m_following || !current.isValid())
        return;
    const int sentNode = current.data(PairModel::SentNodeRole).toInt();
    const int answerNode = current.data(PairModel::AnswerNodeRole).toInt();
    const bool takeSent = answerNode < 0 || (current.column() == PairModel::SentColumn && sentNode >= 0);
    const ShownPacketPtr packet = takeSent ? m_pair.sent() : m_pair.answer();
    if (m_selection.current().packet != packet)
        m_selection.setPacket(packet, this);
    m_selection.selectNode(takeSent ? sentNode : answerNode, this);
}

void PairView::followSelection(const Selection& selection, const QObject* origin)
{
    if (origin == this || !selection.packet)
        return;
    const bool isSent = selection.packet == m_pair.sent();
    if (!isSent && selection.packet != m_pair.answer())
        return;
    const QModelIndex index = m_pair.indexOf(selection.node, isSent ? PairModel::SentColumn : PairModel::AnswerColumn);
    m_following = true;
    setCurrentIndex(index);
    if (index.isValid())
        scrollTo(index);
    m_following = false;
}

} // namespace fw::ui
