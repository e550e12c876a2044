#include "ui/bridge/resolve_job.h"

namespace fw::ui {

ResolveJob::ResolveJob(std::shared_ptr<Network> network, std::vector<std::string> names, QObject* parent)
    : QueueJob(names.size() == 1 ? tr("Look up %1").arg(QString::fromStdString(names.front())) : tr("Look up %1 names").arg(names.size()), parent), m_network(std::move(network)),
      m_names(std::move(names))
{
}

void ResolveJob::start()
{
    run([network = m_network, names = m_names](const std::stop_token& stop, Queue& queue) -> Result<void> {
        for (std::size_t i = 0; i < names.size() && !stop.stop_requested(); ++i) {
            queue.report({i, names.size()});
            queue.push({names[i], network->lookUp(names[i], 0, stop).value_or(std::vector<Buffer>{})}, stop);
        }
        return {};
    });
}

void ResolveJob::deliver(std::vector<ResolvedName>& names)
{
    for (const ResolvedName& name : names)
        emit resolved(name);
}

} // namespace fw::ui
