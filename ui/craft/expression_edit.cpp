#include "ui/craft/expression_edit.h"

#include "ui/craft/completion_popup.h"
#include "ui/craft/wording.h"

#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QTextCharFormat>

namespace fw::ui {
namespace {

constexpr qsizetype mostHistory = 200;
constexpr int mostCharacters = 1 << 24; // A line edit's own limit would cut a long payload.

bool opensByItself(const QKeyEvent& event)
{
    const QString text = event.text();
    return text.size() == 1 && (text.front().isLetterOrNumber() || text == QLatin1String("_") || text == QLatin1String("("));
}

} // namespace

ExpressionEdit::ExpressionEdit(const Protocols& protocols, QWidget* parent)
    : QLineEdit(parent)
    , m_protocols(&protocols)
{
    setObjectName(QStringLiteral("exprEdit"));
    setMaxLength(mostCharacters);
}

void ExpressionEdit::markWrong(int start, int length, const QColor& colour)
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (length > 0) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(colour);
        format.setFontUnderline(true);
        // A line edit takes formats from input methods, relative to the cursor, and in no other way.
        attributes << QInputMethodEvent::Attribute(QInputMethodEvent::TextFormat, start - cursorPosition(), length, format);
    }
    QInputMethodEvent event(QString(), attributes);
    const bool blocked = blockSignals(true);
    QLineEdit::inputMethodEvent(&event);
    blockSignals(blocked);
}

void ExpressionEdit::setHistory(const QStringList& history)
{
    m_history = history.mid(std::max<qsizetype>(0, history.size() - mostHistory));
    m_historyAt = -1;
}

void ExpressionEdit::remember(const QString& text)
{
    m_historyAt = -1;
    if (text.trimmed().isEmpty())
        return;
    m_history.removeAll(text);
    m_history << text;
    if (m_history.size() > mostHistory)
        m_history.removeFirst();
}

bool ExpressionEdit::isOpen() const
{
    return m_popup != nullptr && m_popup->isVisible();
}

void ExpressionEdit::closePopup()
{
    if (m_popup != nullptr)
        m_popup->hide();
}

void ExpressionEdit::complete()
{
    const scapy::Completions completions = scapy::complete(*m_protocols, text().toStdString(), bytePosition(text(), cursorPosition()));
    const int from = characterPosition(text(), completions.from);
    const QString typed = text().mid(from, cursorPosition() - from);
    const bool nothingToAdd = completions.items.size() == 1 && QString::fromStdString(completions.items.front().text) == typed;
    if (completions.items.empty() || nothingToAdd) {
        closePopup();
        return;
    }
    if (m_popup == nullptr) {
        m_popup = new CompletionPopup(window());
        connect(m_popup, &CompletionPopup::chosen, this, &ExpressionEdit::accept);
        connect(this, &QObject::destroyed, m_popup, &QObject::deleteLater);
    }
    m_popup->showItems(completions, popupPosition(from), height());
}

QPoint ExpressionEdit::popupPosition(int from) const
{
    const int typed = fontMetrics().horizontalAdvance(text().mid(from, cursorPosition() - from));
    return mapTo(window(), QPoint(std::max(0, cursorRect().center().x() - typed), height()));
}

void ExpressionEdit::accept()
{
    const scapy::Completion* item = isOpen() ? m_popup->current() : nullptr;
    if (item == nullptr)
        return;
    const auto what = item->what;
    QString added = QString::fromStdString(item->text);
    if (what == scapy::Completion::What::Protocol)
        added += QLatin1Char('(');
    else if (what == scapy::Completion::What::Field)
        added += QLatin1Char('=');
    const int from = characterPosition(text(), m_popup->from());
    closePopup();
    setSelection(from, cursorPosition() - from);
    insert(added);
    if (what != scapy::Completion::What::Value)
        complete();
}

void ExpressionEdit::stepHistory(int by)
{
    if (m_historyAt < 0)
        m_historyPrefix = text().left(cursorPosition());
    const QString prefix = m_historyPrefix;
    qsizetype at = m_historyAt < 0 ? m_history.size() : m_historyAt;
    do
        at += by;
    while (at >= 0 && at < m_history.size() && !m_history[at].startsWith(prefix));
    if (at < 0)
        return;
    m_historyAt = at >= m_history.size() ? -1 : at;
    setText(m_historyAt < 0 ? prefix : m_history[at]);
}

bool ExpressionEdit::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        // Undo is the document's, not this line's; Ctrl+Space and Esc belong to the popup.
        const bool ours = key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)
            || (key->key() == Qt::Key_Space && key->modifiers() == Qt::ControlModifier) || (key->key() == Qt::Key_Escape && isOpen());
        if (ours) {
            key->accept();
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress && isOpen() && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Tab) {
        accept();
        return true;
    }
    return QLineEdit::event(event);
}

bool ExpressionEdit::handleInPopup(const QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_Escape:
        closePopup();
        return true;
    case Qt::Key_Down:
        m_popup->step(1);
        return true;
    case Qt::Key_Up:
        m_popup->step(-1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_popup->wasMoved())
            return false;
        accept();
        return true;
    default:
        return false;
    }
}

bool ExpressionEdit::handleHere(const QKeyEvent& event)
{
    if (event.matches(QKeySequence::Undo)) {
        emit undoAsked();
        return true;
    }
    if (event.matches(QKeySequence::Redo)) {
        emit redoAsked();
        return true;
    }
    if (event.key() == Qt::Key_Space && event.modifiers() == Qt::ControlModifier) {
        complete();
        return true;
    }
    const bool plain = (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && (event.key() == Qt::Key_Up || event.key() == Qt::Key_Down)) {
        stepHistory(event.key() == Qt::Key_Up ? -1 : 1);
        return true;
    }
    if (plain && (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter)) {
        closePopup();
        emit entered();
        return true;
    }
    return false;
}

void ExpressionEdit::keyPressEvent(QKeyEvent* event)
{
    if ((isOpen() && handleInPopup(*event)) || handleHere(*event)) {
        event->accept();
        return;
    }
    const QString before = text();
    QLineEdit::keyPressEvent(event);
    if (text() != before)
        followTyping(*event);
    else if (isOpen() && !event->text().isEmpty())
        closePopup();
}

void ExpressionEdit::followTyping(const QKeyEvent& event)
{
    m_historyAt = -1;
    if (isOpen() || opensByItself(event))
        complete();
}

void ExpressionEdit::focusOutEvent(QFocusEvent* event)
{
    closePopup();
    QLineEdit::focusOutEvent(event);
}

} // namespace fw::ui
