#include "ui/shell/message_strip.h"

#include "ui/shell/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace fw::ui {
namespace {

Theme::Role roleOf(Message::Severity severity)
{
    switch (severity) {
    case Message::Severity::Error: return Theme::Role::Error;
    case Message::Severity::Warning: return Theme::Role::Warn;
    case Message::Severity::Done: return Theme::Role::Ok;
    default: return Theme::Role::Selection;
    }
}

QString iconOf(Message::Severity severity)
{
    switch (severity) {
    case Message::Severity::Error: return QStringLiteral("error");
    case Message::Severity::Warning: return QStringLiteral("warning");
    case Message::Severity::Done: return QStringLiteral("done");
    default: return QStringLiteral("info");
    }
}

/// `share` of the first, the rest of the second.
QColor mixed(const QColor& first, const QColor& second, float share)
{
    const auto mix = [share](float a, float b) { return a * share + b * (1 - share); };
    return QColor::fromRgbF(mix(first.redF(), second.redF()), mix(first.greenF(), second.greenF()), mix(first.blueF(), second.blueF()));
}

} // namespace

QString severityWord(Message::Severity severity)
{
    switch (severity) {
    case Message::Severity::Error: return MessageStrip::tr("Error");
    case Message::Severity::Warning: return MessageStrip::tr("Warning");
    case Message::Severity::Done: return MessageStrip::tr("Done");
    default: return MessageStrip::tr("Note");
    }
}

MessageStrip::MessageStrip(Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_icon(new QLabel), m_text(new QLabel), m_count(new QLabel), m_buttons(new QHBoxLayout)
{
    setObjectName(QStringLiteral("messageStrip"));
    setAccessibleName(tr("Message"));
    setFrameShape(QFrame::NoFrame);
    setAutoFillBackground(true);
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_count->setObjectName(QStringLiteral("messageRepeats"));

    auto* close = new QToolButton;
    close->setObjectName(QStringLiteral("messageClose"));
    close->setText(tr("✕"));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close the message"));
    close->setAutoRaise(true);
    close->setMinimumSize(28, 28);
    connect(close, &QToolButton::clicked, this, &MessageStrip::dismiss);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 5, 6, 5);
    layout->setSpacing(8);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_count);
    layout->addLayout(m_buttons);
    layout->addWidget(close);
    connect(&m_theme, &Theme::changed, this, &MessageStrip::colour);
    m_fade.setSingleShot(true);
    m_fade.setInterval(std::chrono::seconds(8));
    connect(&m_fade, &QTimer::timeout, this, &MessageStrip::dismiss);
    hide();
}

void MessageStrip::tell(Message message)
{
    m_repeats = isVisibleTo(parentWidget()) && m_message.isLike(message) ? m_repeats + 1 : 1;
    m_message = std::move(message);
    showMessage();
    if (m_message.severity == Message::Severity::Done)
        m_fade.start();
    else
        m_fade.stop();
}

void MessageStrip::dismiss()
{
    m_repeats = 0;
    hide();
}

QString MessageStrip::text() const
{
    return m_repeats > 1 ? m_text->text() + QLatin1Char(' ') + m_count->text() : m_text->text();
}

void MessageStrip::showMessage()
{
    const QString first = severityWord(m_message.severity) + QStringLiteral(": ") + m_message.text;
    m_text->setText(m_message.remedy.isEmpty() ? first : first + QLatin1Char('\n') + m_message.remedy);
    m_count->setText(tr("×%1").arg(m_repeats));
    m_count->setVisible(m_repeats > 1);
    setAccessibleDescription(m_text->text());
    showActions();
    colour();
    show();
}

void MessageStrip::showActions()
{
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    int number = 0;
    for (const Message::Action& action : m_message.actions) {
        auto* button = new QPushButton(action.text);
        button->setObjectName(QStringLiteral("messageAction_%1").arg(number++));
        connect(button, &QPushButton::clicked, this, [this, run = action.run] {
            dismiss();
            run();
        });
        m_buttons->addWidget(button);
    }
}

void MessageStrip::colour()
{
    const QColor strong = m_theme.color(roleOf(m_message.severity));
    QPalette colours = m_theme.palette();
    colours.setColor(QPalette::Window, mixed(strong, m_theme.color(Theme::Role::Surface), 0.14F));
    setPalette(colours);
    QPalette counting = colours;
    counting.setColor(QPalette::WindowText, strong);
    m_count->setPalette(counting);
    m_icon->setPixmap(icon(iconOf(m_message.severity), strong).pixmap(20, 20));
}

} // namespace fw::ui
