#include "ui/protocols/header_diagram.h"

#include "ui/protocols/protocol_words.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace fw::ui {

HeaderDiagram::HeaderDiagram(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("headerDiagram"));
    setAccessibleName(tr("Header of the protocol, 32 bits a row"));
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void HeaderDiagram::show(std::shared_ptr<const Protocols> protocols, const ProtocolDesc* protocol)
{
    const QString current = currentField();
    m_protocol = nullptr;
    m_protocols = std::move(protocols);
    m_protocol = protocol;
    QStringList names;
    if (protocol)
        for (const FieldDesc& field : protocol->fields)
            names << QString::fromStdString(field.name);
    setAccessibleDescription(names.join(QStringLiteral(", ")));
    setCurrentField(current);
    updateGeometry();
    update();
}

QString HeaderDiagram::currentField() const
{
    return m_protocol && m_current < m_protocol->fields.size() ? QString::fromStdString(m_protocol->fields[m_current].name) : QString();
}

void HeaderDiagram::setCurrentField(const QString& name)
{
    m_current = m_protocol ? m_protocol->find(name.toStdString()) : noField;
    update();
}

int HeaderDiagram::heightForWidth(int width) const
{
    return m_protocol ? static_cast<int>(std::ceil(painter(width).size().height())) : 40;
}

void HeaderDiagram::choose(FieldIndex field)
{
    if (field == noField || field == m_current)
        return;
    m_current = field;
    update();
    emit fieldChosen(currentField());
}

bool HeaderDiagram::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !m_protocol)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const FieldIndex index = painter(width()).fieldAt(help->pos());
    if (index == noField) {
        QToolTip::hideText();
        return true;
    }
    const FieldDesc& field = m_protocol->fields[index];
    QStringList lines{QString::fromStdString(field.name)};
    lines << (field.bits == 0 ? tr("no fixed size") : fixedSizeText(field));
    if (!field.doc.empty())
        lines << QString::fromStdString(field.doc);
    QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
    return true;
}

void HeaderDiagram::paintEvent(QPaintEvent*)
{
    if (!m_protocol)
        return;
    QPainter canvas(this);
    painter(width()).paint(canvas, m_current);
    if (hasFocus()) {
        canvas.setPen(QPen(m_theme.color(Theme::Role::Selection), 2));
        canvas.setBrush(Qt::NoBrush);
        canvas.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void HeaderDiagram::mousePressEvent(QMouseEvent* event)
{
    if (m_protocol)
        choose(painter(width()).fieldAt(event->position()));
}

void HeaderDiagram::keyPressEvent(QKeyEvent* event)
{
    const bool forward = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    if (!m_protocol || m_protocol->fields.empty() || event->modifiers() != Qt::NoModifier || (!forward && !back)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int last = static_cast<int>(m_protocol->fields.size()) - 1;
    const int now = m_current == noField ? (forward ? -1 : last + 1) : m_current;
    choose(static_cast<FieldIndex>(std::clamp(now + (forward ? 1 : -1), 0, last)));
}

} // namespace fw::ui
