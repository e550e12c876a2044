#pragma once

#include "engine/packet/draft.h"
#include "ui/tables/table_recipes.h"

#include <QTimer>
#include <QWidget>

#include <expected>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace fw::ui {

/// What to make a table of: a recipe with hosts and values, or a packet and templates of one's own.
class TableControls final : public QWidget {
    Q_OBJECT
public:
    enum class Source { Run, Exchanges, Capture };
    explicit TableControls(QWidget* parent = nullptr);

    [[nodiscard]] Source source() const;
    [[nodiscard]] const TableRecipe& recipe() const;
    void chooseRecipe(const QString& id);
    [[nodiscard]] QString column() const;
    [[nodiscard]] QString row() const;
    [[nodiscard]] QString cell() const;
    [[nodiscard]] bool showsSilent() const;
    /// What would be sent, or why it cannot be.
    [[nodiscard]] std::expected<Draft, QString> draft(const Protocols& protocols) const;
    void nameSources(const QString& exchanges, const QString& capture);
    void setRunning(bool running);

signals:
    /// Something of it is another; not at every letter that is typed.
    void changed();
    void showsSilentChanged(bool shows);
    /// By the Enter key.
    void runRequested();

private:
    QLineEdit* makeEdit(const QString& name, const QString& accessibleName, const QString& toolTip);
    void makeRows();
    void takeRecipe();
    void showWhatCounts();
    void typed(bool own);

    std::vector<TableRecipe> m_recipes;
    QTimer m_typing;
    QComboBox* m_recipe;
    QComboBox* m_source;
    QLineEdit* m_hosts;
    QLabel* m_valuesLabel;
    QLineEdit* m_values;
    QLineEdit* m_packet;
    QLineEdit* m_column;
    QLineEdit* m_row;
    QLineEdit* m_cell;
    QCheckBox* m_silent;
};

} // namespace fw::ui
