#pragma once

#include "engine/scapy/scapy.h"

#include <QLineEdit>

namespace fw::ui {

class CompletionPopup;

/// A line for Scapy expressions: completes names, marks what is wrong, remembers what was entered.
class ExpressionEdit final : public QLineEdit {
    Q_OBJECT
public:
    explicit ExpressionEdit(const Protocols& protocols, QWidget* parent = nullptr);
    void setProtocols(const Protocols& protocols) { m_protocols = &protocols; }

    /// Underlines this part of the text in the colour; nothing if the length is 0.
    void markWrong(int start, int length, const QColor& colour);

    [[nodiscard]] const QStringList& history() const { return m_history; }
    void setHistory(const QStringList& history);
    /// Newest last; at most 200.
    void remember(const QString& text);

    void complete();
    void closePopup();

signals:
    /// Enter: take the text now.
    void entered();
    void undoAsked();
    void redoAsked();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] bool handleInPopup(const QKeyEvent& event);
    [[nodiscard]] bool handleHere(const QKeyEvent& event);
    void followTyping(const QKeyEvent& event);
    void accept();
    void stepHistory(int by);
    [[nodiscard]] QPoint popupPosition(int from) const;

    const Protocols* m_protocols;
    CompletionPopup* m_popup = nullptr; ///< Belongs to the window, made when first needed.
    QStringList m_history;
    qsizetype m_historyAt = -1; ///< -1: not in the history.
    QString m_historyPrefix;
};

} // namespace fw::ui
