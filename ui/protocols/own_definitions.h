#pragma once

#include "ui/bridge/definitions.h"

#include <QTextDocument>
#include <QVariant>

namespace fw::ui {

/// One definition file of the user's, open: what is in it, and what has been written since.
struct OwnDefinition {
    QString key;  ///< Its path, or "new 1" while there is no file.
    QString path; ///< Empty: no file yet.
    QString saved;
    QTextDocument* document = nullptr; ///< Carries undo.

    [[nodiscard]] QString text() const { return document->toPlainText(); }
    [[nodiscard]] bool isChanged() const { return path.isEmpty() || text() != saved; }
};

/// The user's own definitions: the files of their folder, and drafts that are in no file yet. A draft lasts until it is saved or
/// thrown away, through restarts too.
class OwnDefinitions final : public QObject {
    Q_OBJECT
public:
    explicit OwnDefinitions(Definitions& definitions, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<std::unique_ptr<OwnDefinition>>& all() const { return m_all; }
    [[nodiscard]] OwnDefinition* find(const QString& key) const;
    /// The one whose file defines this; null if none does.
    [[nodiscard]] OwnDefinition* defining(const ProtocolDesc& protocol) const;
    /// A draft. Its key.
    QString add(const QString& text);
    /// Into its file, or a new one in the folder that is named after the first protocol in it.
    [[nodiscard]] std::optional<Error> save(OwnDefinition& definition);
    /// Its file too. The text goes nowhere: the caller may add() it again.
    [[nodiscard]] std::optional<Error> remove(const QString& key);
    /// The errors of its file as it was last loaded.
    [[nodiscard]] std::vector<DefinitionError> errorsOf(const OwnDefinition& definition) const;
    /// What to load beside it when it is tried.
    [[nodiscard]] std::vector<DefinitionSource> othersOf(const OwnDefinition& definition) const;
    /// "MyProto", or the file's name if nothing in it has one.
    [[nodiscard]] static QString nameOf(const OwnDefinition& definition);

    /// Everything that is in no file.
    [[nodiscard]] QVariantMap drafts() const;
    void restore(const QVariantMap& drafts);

signals:
    /// Others than before, or others of them have errors or changes.
    void changed();
    /// Somebody types.
    void edited(const QString& key);

private:
    OwnDefinition& make(const QString& key, const QString& path, const QString& text);
    void followFiles();
    [[nodiscard]] QString freePath(const OwnDefinition& definition) const;

    Definitions& m_definitions;
    std::vector<std::unique_ptr<OwnDefinition>> m_all;
    int m_number = 0; ///< Of the newest draft.
};

} // namespace fw::ui
