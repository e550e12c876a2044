#pragma once

#include "ui/craft/palette_model.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace fw::ui {

/// Protocols and templates to choose from, by group or by typing a part of their names.
class Palette final : public QWidget {
    Q_OBJECT
public:
    explicit Palette(const Protocols& protocols, QWidget* parent = nullptr);

    void setProtocols(const Protocols& protocols);
    [[nodiscard]] QTreeView& tree() const { return *m_tree; }
    /// The row of a protocol or template in tree(); invalid if it is not there or not shown.
    [[nodiscard]] QModelIndex indexOf(const QString& name) const;

signals:
    void layerChosen(const QString& expression);
    /// A whole packet.
    void templateChosen(const QString& expression);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void layOut();
    void search(const QString& text);
    void choose(const QModelIndex& index);
    [[nodiscard]] QModelIndex firstEntry() const;

    PaletteModel* m_model;
    QSortFilterProxyModel* m_shown;
    QLineEdit* m_search;
    QTreeView* m_tree;
    QLabel* m_about;
};

} // namespace fw::ui
