#pragma once

#include "engine/protocol/definition_files.h"
#include "ui/bridge/job.h"

namespace fw::ui {

/// What a user's folder holds, and the protocols that come of it.
struct LoadedDefinitions {
    std::shared_ptr<const Protocols> protocols; ///< Null: only what is built in.
    std::vector<DefinitionSource> sources;
    std::vector<DefinitionError> errors;
};

/// Reads a folder of definitions and loads them over the built-in ones.
class LoadDefinitionsJob final : public QueueJob<LoadedDefinitions> {
    Q_OBJECT
public:
    explicit LoadDefinitionsJob(std::filesystem::path folder, QObject* parent = nullptr);
    void start() override;

signals:
    void loaded(const fw::ui::LoadedDefinitions& definitions);

private:
    void deliver(std::vector<LoadedDefinitions>& items) override;

    std::filesystem::path m_folder;
};

} // namespace fw::ui
