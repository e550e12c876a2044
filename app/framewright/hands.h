#pragma once

#include <QModelIndex>
#include <QString>

class QAbstractItemView;
class QWidget;

namespace fw::app {

/// Works a window as a person would: by mouse and keyboard events on the widgets that are seen.
class Hands {
public:
    explicit Hands(QWidget& window) : m_window(window) {}

    /// Null, and remembered in missing(), if the window shows no such widget.
    template <class Widget>
    Widget* find(const char* name)
    {
        return qobject_cast<Widget*>(findWidget(name));
    }
    bool click(const char* button);
    bool typeInto(const char* edit, const QString& text);
    bool choose(const char* combo, const QString& data);
    bool clickItem(QAbstractItemView& view, const QModelIndex& index, bool twice = false);
    /// The first row below `parent` that has this text in this column.
    static QModelIndex findRow(const QAbstractItemView& view, const QString& text, const QModelIndex& parent = {}, int column = 0);
    /// Into the file dialog that is open.
    bool fillFileDialog(const QString& path);

    static void press(QWidget& widget, int key, Qt::KeyboardModifiers modifiers = {}, const QString& text = {});
    static void type(QWidget& widget, const QString& text);
    static void clickAt(QWidget& widget, QPoint position, bool twice = false);

    [[nodiscard]] const QString& missing() const { return m_missing; }

private:
    QWidget* findWidget(const char* name);

    QWidget& m_window;
    QString m_missing;
};

} // namespace fw::app
