#pragma once

#include "engine/protocol/definition_text.h"
#include "engine/protocol/protocols.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace fw::ui {

/// What a definition follows on: "UDP dport = 5353 → MyProto". Changes are only asked for.
class BindingsEditor final : public QWidget {
    Q_OBJECT
public:
    explicit BindingsEditor(QWidget* parent = nullptr);

    /// The tables that can be bound into.
    void setTables(const Protocols& protocols);
    void setBindings(const QString& name, const WrittenList& bindings);

signals:
    void addAsked(const fw::WrittenItem& item);
    void changeAsked(int row, const fw::WrittenItem& item);
    void removeAsked(int row);

private:
    void layOut();
    void showCurrent();
    void enable();
    [[nodiscard]] WrittenItem edited() const;
    [[nodiscard]] QString textOf(const WrittenItem& item) const;

    QString m_name;
    WrittenList m_bindings;
    QListWidget* m_list;
    QComboBox* m_table;
    QLineEdit* m_value;
    QPushButton* m_add;
    QPushButton* m_change;
    QPushButton* m_remove;
};

} // namespace fw::ui
