#pragma once

#include "ui/craft/craft_document.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;

namespace fw::ui {

class ExpressionEdit;
class Theme;

/// The stack as one line of Scapy: the text, what is wrong with it right below, and how many packets it stands for.
class ExpressionBar final : public QWidget {
    Q_OBJECT
public:
    /// Both outlive the bar.
    ExpressionBar(CraftDocument& document, const Theme& theme, QWidget* parent = nullptr);
    ~ExpressionBar() override;

    /// For the session: newest last.
    [[nodiscard]] QStringList history() const;
    void setHistory(const QStringList& history);
    /// Takes text that was typed in the last quarter of a second.
    void flush();

public slots:
    void focusEdit();

private:
    void layOut();
    void showText(QObject* origin);
    void showState();
    void leave();
    void enter();

    CraftDocument& m_document;
    const Theme& m_theme;
    ExpressionEdit* m_edit;
    QLabel* m_mark;
    QLabel* m_error;
    QLabel* m_count;
    QTimer m_typing; ///< Runs while what was typed is not yet taken.
    bool m_showing = false; ///< The text changes because the document's did.
};

} // namespace fw::ui
