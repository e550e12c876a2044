#include "ui/protocols/definition_text_edit.h"

#include <QPainter>
#include <QTextBlock>

#include <algorithm>

namespace fw::ui {

class DefinitionTextEdit::Margin final : public QWidget {
public:
    explicit Margin(DefinitionTextEdit& edit) : QWidget(&edit), m_edit(edit) {}

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPainter painter(this);
        m_edit.paintMargin(painter, event->rect());
    }

private:
    DefinitionTextEdit& m_edit;
};

DefinitionTextEdit::DefinitionTextEdit(const Theme& theme, QWidget* parent) : QPlainTextEdit(parent), m_theme(theme), m_margin(new Margin(*this))
{
    setLineWrapMode(NoWrap);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &DefinitionTextEdit::placeMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        if (dy != 0)
            m_margin->scroll(0, dy);
        else
            m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    connect(&theme, &Theme::changed, this, &DefinitionTextEdit::useTheme);
    useTheme();
}

void DefinitionTextEdit::useTheme()
{
    setFont(m_theme.bytesFont());
    placeMargin();
    m_margin->update();
}

int DefinitionTextEdit::marginWidth() const
{
    const int digits = std::max(2, static_cast<int>(QString::number(blockCount()).size()));
    return fontMetrics().horizontalAdvance(QLatin1Char('0')) * (digits + 2) + 6;
}

void DefinitionTextEdit::placeMargin()
{
    setViewportMargins(marginWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_margin->setGeometry(inside.left(), inside.top(), marginWidth(), inside.height());
}

void DefinitionTextEdit::setWrongLines(std::vector<int> lines)
{
    m_wrong = std::move(lines);
    m_margin->update();
}

void DefinitionTextEdit::goTo(int line, int column)
{
    const QTextBlock block = document()->findBlockByNumber(line);
    if (!block.isValid())
        return;
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::min(column, std::max(0, block.length() - 1)));
    setTextCursor(cursor);
    setFocus();
    centerCursor();
}

void DefinitionTextEdit::paintMargin(QPainter& painter, const QRect& area)
{
    painter.fillRect(area, m_theme.color(Theme::Role::Window));
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > area.bottom())
            break;
        const bool wrong = std::ranges::find(m_wrong, block.blockNumber()) != m_wrong.end();
        painter.setPen(m_theme.color(wrong ? Theme::Role::Error : Theme::Role::Muted));
        const QRectF row(2, place.top(), m_margin->width() - 8, fontMetrics().height());
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
        if (wrong)
            painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("✗"));
    }
}

void DefinitionTextEdit::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    placeMargin();
}

void DefinitionTextEdit::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Tab) {
        insertPlainText(QStringLiteral("  "));
    } else if (event->key() == Qt::Key_Backtab) {
        QPlainTextEdit::focusNextPrevChild(false);
    } else if (event->key() == Qt::Key_Return && event->modifiers() == Qt::NoModifier) {
        // The new line stands as far in as this one.
        const QString line = textCursor().block().text().left(textCursor().positionInBlock());
        qsizetype indent = 0;
        while (indent < line.size() && line[indent] == QLatin1Char(' '))
            ++indent;
        insertPlainText(QLatin1Char('\n') + QString(indent, QLatin1Char(' ')));
        ensureCursorVisible();
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
}

} // namespace fw::ui
