#include "hands.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLineEdit>

namespace fw::app {

QWidget* Hands::findWidget(const char* name)
{
    auto* widget = m_window.findChild<QWidget*>(QLatin1String(name));
    if (widget && widget->isVisible())
        return widget;
    m_missing = QLatin1String(name);
    return nullptr;
}

void Hands::clickAt(QWidget& widget, QPoint position, bool twice)
{
    const QPointF local(position);
    const QPointF global(widget.mapToGlobal(position));
    const auto send = [&](QEvent::Type type, Qt::MouseButtons buttons) {
        QMouseEvent event(type, local, global, Qt::LeftButton, buttons, Qt::NoModifier);
        QApplication::sendEvent(&widget, &event);
    };
    send(QEvent::MouseButtonPress, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, Qt::NoButton);
    if (!twice)
        return;
    send(QEvent::MouseButtonDblClick, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, Qt::NoButton);
}

void Hands::press(QWidget& widget, int key, Qt::KeyboardModifiers modifiers, const QString& text)
{
    QKeyEvent down(QEvent::KeyPress, key, modifiers, text);
    QApplication::sendEvent(&widget, &down);
    QKeyEvent up(QEvent::KeyRelease, key, modifiers, text);
    QApplication::sendEvent(&widget, &up);
}

void Hands::type(QWidget& widget, const QString& text)
{
    for (const QChar letter : text)
        press(widget, letter.toUpper().unicode(), {}, letter);
}

bool Hands::click(const char* button)
{
    auto* found = find<QAbstractButton>(button);
    if (!found || !found->isEnabled())
        return false;
    clickAt(*found, found->rect().center());
    return true;
}

bool Hands::typeInto(const char* edit, const QString& text)
{
    auto* found = find<QLineEdit>(edit);
    if (!found)
        return false;
    found->setFocus();
    found->selectAll();
    type(*found, text);
    return found->text() == text;
}

bool Hands::choose(const char* combo, const QString& data)
{
    auto* found = find<QComboBox>(combo);
    if (!found)
        return false;
    found->setFocus();
    // Down with the keyboard until it is reached, from the top.
    press(*found, Qt::Key_Home);
    for (int step = 0; step < found->count() && found->currentData().toString() != data; ++step)
        press(*found, Qt::Key_Down);
    return found->currentData().toString() == data;
}

QModelIndex Hands::findRow(const QAbstractItemView& view, const QString& text, const QModelIndex& parent, int column)
{
    const QAbstractItemModel& model = *view.model();
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex first = model.index(row, 0, parent);
        if (model.index(row, column, parent).data().toString() == text)
            return first;
        if (const QModelIndex below = findRow(view, text, first, column); below.isValid())
            return below;
    }
    return {};
}

bool Hands::clickItem(QAbstractItemView& view, const QModelIndex& index, bool twice)
{
    if (!index.isValid())
        return false;
    view.scrollTo(index);
    const QRect place = view.visualRect(index);
    if (place.isEmpty() || !view.viewport()->rect().intersects(place))
        return false;
    clickAt(*view.viewport(), {place.left() + std::min(place.width() / 2, 40), place.center().y()}, twice);
    return view.currentIndex().row() == index.row();
}

bool Hands::fillFileDialog(const QString& path)
{
    for (QWidget* top : QApplication::topLevelWidgets()) {
        auto* dialog = qobject_cast<QFileDialog*>(top);
        auto* edit = dialog && dialog->isVisible() ? dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit")) : nullptr;
        if (!edit)
            continue;
        edit->setFocus();
        edit->selectAll();
        type(*edit, path);
        press(*edit, Qt::Key_Return, {}, QStringLiteral("\r"));
        return true;
    }
    m_missing = QStringLiteral("QFileDialog");
    return false;
}

} // namespace fw::app
