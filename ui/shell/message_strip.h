#pragma once

#include "ui/panes/theme.h"
#include "ui/shell/message.h"

#include <QFrame>
#include <QTimer>

class QHBoxLayout;
class QLabel;

namespace fw::ui {

/// Says what went wrong, in the layout and not over it. Takes no room while it has nothing to say. Esc closes it.
class MessageStrip final : public QFrame {
    Q_OBJECT
public:
    explicit MessageStrip(Theme& theme, QWidget* parent = nullptr);

    /// The same message again only counts up.
    void tell(Message message);
    [[nodiscard]] const Message& message() const { return m_message; }
    [[nodiscard]] int repeats() const { return m_repeats; }
    /// All that it says, as one text.
    [[nodiscard]] QString text() const;
    void dismiss();

private:
    void showMessage();
    void showActions();
    void colour();

    Theme& m_theme;
    Message m_message;
    int m_repeats = 0;
    QTimer m_fade; ///< What only tells of success goes by itself.
    QLabel* m_icon;
    QLabel* m_text;
    QLabel* m_count;
    QHBoxLayout* m_buttons;
};

} // namespace fw::ui
