#pragma once

#include "ui/panes/field_delegate.h"

#include <QTreeView>

#include <set>

class QLabel;
class QMenu;
class QStackedLayout;

namespace fw::ui {

/// The tree in FieldsPane: paints whole rows, says which row the mouse is on.
class FieldTreeView final : public QTreeView {
    Q_OBJECT
public:
    explicit FieldTreeView(FieldDelegate& delegate, QWidget* parent = nullptr);

signals:
    void rowHovered(const QModelIndex& index); ///< Invalid: none.
    void copyRequested();
    void climbRequested();
    void activatedByKey(const QModelIndex& index);

protected:
    void drawRow(QPainter* painter, const QStyleOptionViewItem& options, const QModelIndex& index) const override;
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    FieldDelegate& m_delegate;
};

/// The dock of the fields: the dissection as a tree.
class FieldsPane final : public QWidget {
    Q_OBJECT
public:
    FieldsPane(SelectionModel& selection, Theme& theme, QWidget* parent = nullptr);

    [[nodiscard]] QTreeView& tree() const { return *m_tree; }
    [[nodiscard]] FieldTreeModel& model() const { return *m_model; }
    void setEmptyText(const QString& text);
    void setHideAbsent(bool hide);
    /// The value of the current row.
    void copyValue() const;

signals:
    /// Enter or double click on a field.
    void editRequested(std::int32_t node);
    /// A menu is about to be shown for this field: add what can be done with it.
    void menuRequested(QMenu* menu, std::int32_t node);

private:
    void follow(const Selection& selection, const QObject* origin);
    void showPacket(const ShownPacketPtr& packet);
    void restoreExpansion();
    void rememberExpansion(const QModelIndex& index, bool expanded);
    void showHovered(std::int32_t node);
    void showMenu(QPoint position);
    void makeCurrent(std::int32_t node);
    [[nodiscard]] std::string pathOf(const QModelIndex& index) const;

    SelectionModel& m_selection;
    Theme& m_theme;
    FieldTreeModel* m_model;
    FieldDelegate* m_delegate;
    FieldTreeView* m_tree;
    QLabel* m_empty;
    QStackedLayout* m_stack;
    std::set<std::string> m_folded;   ///< Layers the user has folded, by path: folded in the next packet too.
    std::set<std::string> m_unfolded; ///< Lists the user has opened.
    bool m_following = false;
};

} // namespace fw::ui
