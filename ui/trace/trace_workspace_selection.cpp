// Which hop and which probe are selected, wherever it was clicked.
#include "ui/trace/trace_workspace.h"

#include <QComboBox>
#include <QTableView>
#include <QToolButton>

#include <utility>

namespace fw::ui {

std::size_t TraceWorkspace::target() const
{
    return static_cast<std::size_t>(std::max(0, m_targetPicker->currentIndex()));
}

std::optional<std::size_t> TraceWorkspace::flow() const
{
    return m_flowPicker->currentIndex() > 0 ? std::optional(static_cast<std::size_t>(m_flowPicker->currentIndex() - 1)) : std::nullopt;
}

std::vector<std::size_t> TraceWorkspace::currentProbes() const
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid() || m_shown->isEmpty())
        return {};
    return m_shown->probesAt(target(), m_hops.hop(current).ttl, m_hops.address(current), flow());
}

void TraceWorkspace::chooseRow(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const int ttl = m_hops.hop(index).ttl;
    m_graph->setCurrentHop(ttl, m_hops.address(index));
    const std::vector<std::size_t> probes = currentProbes();
    m_history->showProbes(*m_shown, probes);
    if (m_matrixCells.rowOf(ttl) < m_matrixCells.rowCount()) {
        const bool before = std::exchange(m_choosing, true);
        m_matrix->setCurrentIndex(m_matrixCells.index(m_matrixCells.rowOf(ttl), static_cast<int>(target())));
        m_choosing = before;
    }
    if (!m_choosing)
        chooseNewest(probes);
}

void TraceWorkspace::chooseHop(std::size_t target, int ttl, const std::string& address)
{
    // A node that several targets share belongs to the one that is shown.
    const bool isHere = m_graph->paths().find(ttl, address, this->target()) && m_hops.indexOf(ttl, address).isValid()
        && (address.empty() || m_hops.hop(m_hops.indexOf(ttl)).find(address) != nullptr);
    if (!isHere)
        m_targetPicker->setCurrentIndex(static_cast<int>(target));
    const QModelIndex index = m_hops.indexOf(ttl, address);
    m_table->setCurrentIndex(index);
    if (index.isValid())
        m_table->scrollTo(index);
}

void TraceWorkspace::chooseFlow(std::size_t target, int ttl, const std::string& address, std::optional<std::size_t> flow)
{
    m_targetPicker->setCurrentIndex(static_cast<int>(target));
    m_choosing = true;
    m_table->setCurrentIndex(m_hops.indexOf(ttl, address));
    m_choosing = false;
    chooseNewest(m_shown->probesAt(target, ttl, address, flow));
}

void TraceWorkspace::chooseCell(const QModelIndex& index)
{
    if (index.isValid() && !m_choosing)
        chooseHop(static_cast<std::size_t>(index.column()), m_matrixCells.ttl(index.row()), {});
}

void TraceWorkspace::chooseNewest(const std::vector<std::size_t>& probes)
{
    const auto answered = std::find_if(probes.rbegin(), probes.rend(), [this](std::size_t number) { return m_shown->probe(number)->received != nullptr; });
    if (answered != probes.rend())
        chooseProbe(*answered);
    else if (!probes.empty())
        chooseProbe(probes.back());
}

void TraceWorkspace::chooseProbe(std::size_t number)
{
    m_probe = number;
    m_history->setCurrentProbe(number);
    publish();
}

ShownPacketPtr TraceWorkspace::shownProbe() const
{
    const TracedProbe* const probe = m_probe ? m_shown->probe(*m_probe) : nullptr;
    if (!probe)
        return nullptr;
    const PacketPtr& packet = m_showReply->isChecked() && probe->received ? probe->received : probe->sent;
    return shownPacket(m_selection.snapshot(), ShownPacket::Source::Trace, *m_probe + 1, *packet, m_practice);
}

void TraceWorkspace::publish()
{
    if (const ShownPacketPtr packet = shownProbe())
        m_selection.setPacket(packet, this);
}

} // namespace fw::ui
