#pragma once

#include "ui/bridge/try_definition_job.h"
#include "ui/protocols/field_rows_model.h"
#include "ui/protocols/own_definitions.h"
#include "ui/protocols/yaml_highlighter.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QListWidget;
class QPushButton;
class QTableView;

namespace fw::ui {

class BindingsEditor;
class DefinitionTextEdit;

/// A user's definition as rows and as text, which are kept in step: the text is the definition, a change in a row changes only what
/// stands there of it.
class DefinitionEditor final : public QWidget {
    Q_OBJECT
public:
    explicit DefinitionEditor(const Theme& theme, QWidget* parent = nullptr);

    /// Null: none.
    void edit(OwnDefinition* definition);
    [[nodiscard]] OwnDefinition* definition() const { return m_definition; }
    /// Which protocol or structure of the text the rows show.
    [[nodiscard]] QString protocolName() const;
    /// What came of trying it.
    void showResult(const TrialResult& result);
    void setTables(const Protocols& protocols);
    void selectField(const QString& name);
    void undo();
    void redo();

signals:
    void protocolChanged();
    void fieldChosen(const QString& name);
    void refused(const QString& why);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeRows();
    QWidget* makeText();
    void addButtons(QHBoxLayout& row);
    void readText();
    void showOutline(DefinitionOutline outline);
    void showRows();
    void showErrors();
    void apply(const std::optional<TextEdit>& edit);
    void changeRow(int row, const WrittenItem& item);
    void moveRow(int from, int to);
    void addField();
    void removeField();
    void moveCurrent(int by);
    void enable();
    [[nodiscard]] const WrittenDefinition* shown() const;
    /// The same, of the text as it is now: it may have been typed in since it was read.
    [[nodiscard]] const WrittenDefinition* upToDate();
    [[nodiscard]] std::vector<FieldRowsModel::Problem> problems() const;

    const Theme& m_theme;
    OwnDefinition* m_definition = nullptr;
    DefinitionOutline m_outline;
    std::string m_outlined; ///< The text that the outline is of.
    std::vector<DefinitionError> m_errors;
    FieldRowsModel m_rows;
    QComboBox* m_protocol;
    QTableView* m_table;
    QPushButton* m_add = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_up = nullptr;
    QPushButton* m_down = nullptr;
    BindingsEditor* m_bindings;
    DefinitionTextEdit* m_text;
    QTextDocument* m_blank; ///< Shown while nothing is edited.
    YamlHighlighter* m_colours = nullptr;
    QLabel* m_note;
    QListWidget* m_errorList;
};

} // namespace fw::ui
