#pragma once

#include "ui/bridge/try_definition_job.h"
#include "ui/panes/theme.h"
#include "ui/protocols/own_definitions.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QMenu;
class QTabWidget;
class QTextBrowser;

namespace fw::ui {

class DefinitionEditor;
class ProtocolList;
class TrialPane;

/// The Protocols workspace: what is known of every protocol, and an editor for the user's own, tried while it is written.
class ProtocolsWorkspace final : public QWidget {
    Q_OBJECT
public:
    ProtocolsWorkspace(Definitions& definitions, Theme& theme, QWidget* parent = nullptr);
    ~ProtocolsWorkspace() override;

    /// For a menu: new ones, then what can be done with the current one.
    [[nodiscard]] QMenu* newMenu() const { return m_newMenu; }
    [[nodiscard]] QList<QAction*> commands() const;
    [[nodiscard]] bool canSave() const;
    void save();
    /// A definition from a file becomes a draft.
    void importFile(const QString& path);
    void showProtocol(const QString& name);
    /// What was removed last comes back as a draft.
    void restoreRemoved();

    /// What is in no file: drafts and the sample.
    [[nodiscard]] QVariantMap state() const;
    void restore(const QVariantMap& state);

signals:
    void failed(const fw::Error& error, const QString& doing);
    void saved(const QString& path);
    void removed(const QString& name);
    void refused(const QString& why);
    /// Something that state() tells.
    void changed();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makeActions();
    QLayout* makeBar();
    QWidget* makeCentre();
    void showOwn(const QString& key);
    void showNone();
    void useDefinitions();
    void askForImport();
    void askForExport();
    void remove();
    void tryLater();
    void tryNow();
    void showResult(const TrialResult& result);
    void refresh();
    [[nodiscard]] OwnDefinition* current() const { return m_own.find(m_key); }

    Definitions& m_definitions;
    Theme& m_theme;
    OwnDefinitions m_own;
    ProtocolList* m_list;
    QTabWidget* m_tabs;
    DefinitionEditor* m_editor;
    QTextBrowser* m_reference;
    TrialPane* m_trial;
    QLabel* m_standing;
    QMenu* m_newMenu;
    QAction* m_save = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
    QAction* m_import = nullptr;
    QAction* m_export = nullptr;
    QAction* m_remove = nullptr;
    QString m_key;      ///< Of the own definition that is shown; empty: none.
    QString m_protocol; ///< The built-in one that is shown otherwise.
    QString m_removedText;
    bool m_filled = false; ///< The list, which costs time, is made when it is first seen.
    QTimer m_typing;
    std::unique_ptr<TryDefinitionJob> m_job;
    bool m_again = false; ///< Something changed while the job ran.
};

} // namespace fw::ui
