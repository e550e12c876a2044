#include "ui/capture/packet_view.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QWheelEvent>

namespace fw::ui {

PacketView::PacketView(PacketListModel& packets, SelectionModel& selection, QWidget* parent)
    : QTableView(parent), m_packets(packets), m_selection(selection), m_newButton(new QPushButton(viewport()))
{
    setObjectName(QStringLiteral("packetTable"));
    setAccessibleName(tr("Packets"));
    setModel(&packets);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setUpColumns();

    m_newButton->setObjectName(QStringLiteral("newPacketsBtn"));
    m_newButton->setToolTip(tr("Follow the newest packet (End)"));
    m_newButton->setCursor(Qt::ArrowCursor);
    m_newButton->hide();
    connect(m_newButton, &QPushButton::clicked, this, [this] { setFollowing(true); });
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) { emit packetActivated(index.row()); });
    connect(&packets, &QAbstractItemModel::modelReset, this, [this] {
        m_newCount = 0;
        showNewCount();
    });
}

void PacketView::setUpColumns()
{
    // One height for all rows: a section per row is all that ten million packets cost.
    const int height = fontMetrics().height() + 6;
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
    QHeaderView* const header = horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    const auto width = [this](const char* sample) { return fontMetrics().horizontalAdvance(QLatin1String(sample)) + 20; };
    header->resizeSection(PacketListModel::NumberColumn, width("0000000"));
    header->resizeSection(PacketListModel::TimeColumn, width("0000.000000"));
    header->resizeSection(PacketListModel::SourceColumn, width("000.000.000.000"));
    header->resizeSection(PacketListModel::DestinationColumn, width("000.000.000.000"));
    header->resizeSection(PacketListModel::ProtocolColumn, width("ICMPv6MLQ"));
    header->resizeSection(PacketListModel::LengthColumn, width("Length0"));
}

void PacketView::setLive(bool live)
{
    m_live = live;
    m_newCount = 0;
    setFollowing(live);
    showNewCount();
}

void PacketView::setFollowing(bool following)
{
    following = following && m_live;
    if (following) {
        m_newCount = 0;
        scrollToBottom();
    }
    showNewCount();
    if (following == m_following)
        return;
    m_following = following;
    emit followingChanged(following);
}

void PacketView::selectPacket(int row)
{
    if (row < 0 || row >= m_packets.rowCount())
        return;
    setCurrentIndex(m_packets.index(row, 0));
    scrollTo(m_packets.index(row, 0));
}

void PacketView::step(int rows)
{
    const int current = currentIndex().isValid() ? currentIndex().row() : -1;
    selectPacket(std::clamp(current + rows, 0, std::max(m_packets.rowCount() - 1, 0)));
}

void PacketView::publish()
{
    if (currentIndex().isValid())
        m_selection.setPacket(m_packets.shown(currentIndex().row()), this);
}

void PacketView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (m_trimming || !current.isValid() || current.row() == previous.row())
        return;
    setFollowing(false);
    publish();
}

void PacketView::rowsInserted(const QModelIndex& parent, int first, int last)
{
    QTableView::rowsInserted(parent, first, last);
    if (m_following) {
        scrollToBottom();
    } else if (m_live) {
        m_newCount += last - first + 1;
        showNewCount();
    }
}

void PacketView::rowsAboutToBeRemoved(const QModelIndex& parent, int first, int last)
{
    // The view would choose another row; the packet in the panes stays the one that was chosen.
    m_trimming = true;
    if (currentIndex().row() >= first && currentIndex().row() <= last)
        selectionModel()->clear();
    const int top = verticalScrollBar()->value();
    QTableView::rowsAboutToBeRemoved(parent, first, last);
    if (!m_following)
        verticalScrollBar()->setValue(std::max(0, top - (last - first + 1)));
    m_trimming = false;
}

void PacketView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_End:
        if (m_live)
            return setFollowing(true);
        return selectPacket(m_packets.rowCount() - 1);
    case Qt::Key_Home:
        return selectPacket(0);
    case Qt::Key_PageUp:
        setFollowing(false);
        break;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

void PacketView::wheelEvent(QWheelEvent* event)
{
    if (event->angleDelta().y() > 0)
        setFollowing(false);
    QTableView::wheelEvent(event);
}

void PacketView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    placeNewButton();
    if (m_following)
        scrollToBottom();
}

void PacketView::showNewCount()
{
    m_newButton->setText(tr("↓ %1 new").arg(QLocale().toString(m_newCount)));
    m_newButton->setVisible(m_live && !m_following && m_newCount > 0);
    placeNewButton();
}

void PacketView::placeNewButton()
{
    const QSize size = m_newButton->sizeHint();
    m_newButton->resize(size);
    m_newButton->move(viewport()->width() - size.width() - 12, viewport()->height() - size.height() - 10);
}

} // namespace fw::ui
