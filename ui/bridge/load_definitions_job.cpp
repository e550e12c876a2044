#include "ui/bridge/load_definitions_job.h"

namespace fw::ui {

LoadDefinitionsJob::LoadDefinitionsJob(std::filesystem::path folder, QObject* parent)
    : QueueJob(tr("Read definitions"), parent), m_folder(std::move(folder))
{
}

void LoadDefinitionsJob::start()
{
    run([folder = m_folder](const std::stop_token& stop, Queue& queue) -> Result<void> {
        FoundDefinitions found = findDefinitions(folder);
        LoadedDefinitions result{nullptr, std::move(found.sources), std::move(found.errors)};
        if (!result.sources.empty()) {
            auto loaded = loadWithBuiltin(result.sources);
            result.protocols = std::move(loaded.protocols);
            result.errors.insert(result.errors.end(), loaded.errors.begin(), loaded.errors.end());
        }
        queue.push(std::move(result), stop);
        return {};
    });
}

void LoadDefinitionsJob::deliver(std::vector<LoadedDefinitions>& items)
{
    emit loaded(items.back());
}

} // namespace fw::ui
