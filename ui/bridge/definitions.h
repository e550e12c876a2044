#pragma once

#include "ui/bridge/load_definitions_job.h"

namespace fw::ui {

/// The protocols that the window works with: what is built in, and over it the files in a user's folder. Each state of them is
/// immutable; when the files change there is a new one, and whoever still works with the old one holds it.
class Definitions final : public QObject {
    Q_OBJECT
public:
    /// Built-in ones, until reload() has read the folder. An empty path: there is none.
    explicit Definitions(std::filesystem::path folder = {}, QObject* parent = nullptr);

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    [[nodiscard]] const std::shared_ptr<const Protocols>& snapshot() const { return m_protocols; }
    [[nodiscard]] const Protocols& protocols() const { return *m_protocols; }
    [[nodiscard]] const std::vector<DefinitionSource>& sources() const { return m_sources; }
    /// Of the files: each is used as a whole or, if it has an error, not at all.
    [[nodiscard]] const std::vector<DefinitionError>& errors() const { return m_errors; }

    /// Reads the folder again, on a thread. Ends with changed().
    void reload();
    /// The text takes the place of what is in the file, or makes a new one; the file is whole at any time. Why it could not be written,
    /// if it could not. Used once changed() has come.
    [[nodiscard]] std::optional<Error> write(const std::filesystem::path& file, const std::string& text);
    [[nodiscard]] std::optional<Error> remove(const std::filesystem::path& file);

signals:
    void changed();

private:
    std::filesystem::path m_folder;
    std::shared_ptr<const Protocols> m_protocols;
    std::vector<DefinitionSource> m_sources;
    std::vector<DefinitionError> m_errors;
    std::unique_ptr<LoadDefinitionsJob> m_job;
    bool m_again = false; ///< The folder changed while it was read.
};

} // namespace fw::ui
