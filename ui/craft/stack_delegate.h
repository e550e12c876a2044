#pragma once

#include "ui/craft/stack_row.h"

#include <QPointer>
#include <QStyledItemDelegate>

#include <functional>

namespace fw::ui {

class StackTreeModel;
class Theme;

/// Paints the rows of the stack tree and makes the editors of its values.
class StackDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    StackDelegate(StackTreeModel& model, const Theme& theme, QObject* parent);

    /// The upper part of a row: its cells. What is wrong with the value stands below.
    [[nodiscard]] static int cellHeight(const QFontMetrics& metrics);
    [[nodiscard]] static int problemHeight(const QFontMetrics& metrics);
    /// Where the "+" of a list row is, in its value cell.
    [[nodiscard]] static QRect plusRect(const QRect& cell, const QFontMetrics& metrics);

    /// What is being typed is taken, as by Enter.
    void commitOpenEditor();

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void destroyEditor(QWidget* editor, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    [[nodiscard]] QWidget* makeEditor(const StackRow& row, QWidget* parent) const;
    void commitOnEnter(QWidget* editor) const;
    void paintValue(QPainter& painter, const QStyleOptionViewItem& option, QRect cell, const StackRow& row) const;
    void paintLayer(QPainter& painter, const QStyleOptionViewItem& option, QRect cell, const StackRow& row, int column) const;
    [[nodiscard]] int paintMarks(QPainter& painter, const QStyleOptionViewItem& option, QRect cell, const StackRow& row) const;
    [[nodiscard]] QColor textColour(const QStyleOptionViewItem& option, bool muted) const;
    [[nodiscard]] std::function<QString(const QString&)> hexSwitchOf(const StackRow& row) const;
    [[nodiscard]] const EnumDesc* namesOf(const StackRow& row) const;

    StackTreeModel& m_model;
    const Theme& m_theme;
    mutable QPointer<QWidget> m_open; ///< The editor, until the view has done with it.
};

} // namespace fw::ui
