#include "ui/craft/expression_bar.h"

#include "ui/craft/expression_edit.h"
#include "ui/craft/marks.h"
#include "ui/craft/value_counts.h"
#include "ui/craft/wording.h"
#include "ui/panes/theme.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>

namespace fw::ui {
namespace {

using namespace std::chrono_literals;

QString productText(const CraftDocument& document)
{
    QStringList factors;
    for (const std::uint64_t count : valueCounts(document.draft()))
        factors << QString::number(count);
    const QString total = packetCountText(document.packetCount());
    return factors.size() < 2 ? total : QStringLiteral("%1 = %2").arg(factors.join(QStringLiteral(" × ")), total);
}

} // namespace

ExpressionBar::ExpressionBar(CraftDocument& document, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_theme(theme)
    , m_edit(new ExpressionEdit(document.protocols()))
    , m_mark(new QLabel)
    , m_error(new QLabel)
    , m_count(new QLabel)
{
    setObjectName(QStringLiteral("expressionBar"));
    layOut();
    m_typing.setSingleShot(true);
    m_typing.setInterval(250ms);
    connect(&m_typing, &QTimer::timeout, this, [this] { m_document.setText(m_edit->text(), this); });
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        if (!m_showing)
            m_typing.start();
    });
    connect(m_edit, &QLineEdit::editingFinished, this, &ExpressionBar::leave);
    connect(&document, &CraftDocument::settling, this, &ExpressionBar::flush);
    connect(m_edit, &ExpressionEdit::entered, this, &ExpressionBar::enter);
    connect(m_edit, &ExpressionEdit::undoAsked, this, [this] {
        flush();
        m_document.undoStack().undo();
    });
    connect(m_edit, &ExpressionEdit::redoAsked, this, [this] { m_document.undoStack().redo(); });
    connect(&document, &CraftDocument::textChanged, this, &ExpressionBar::showText);
    connect(&document.selection(), &SelectionModel::protocolsChanged, this, [this] { m_edit->setProtocols(m_document.protocols()); });
    connect(&theme, &Theme::changed, this, &ExpressionBar::showState);
    showText(nullptr);
}

ExpressionBar::~ExpressionBar()
{
    m_edit->disconnect(this); // It finishes its editing when it loses the focus, which is when it is taken down.
}

void ExpressionBar::layOut()
{
    m_edit->setAccessibleName(tr("Packet as a Scapy expression"));
    m_edit->setPlaceholderText(tr("Layers separated by /, as Scapy writes them; Ctrl+Space completes"));
    m_edit->setClearButtonEnabled(true);
    m_edit->setFont(m_theme.bytesFont());
    m_error->setObjectName(QStringLiteral("exprError"));
    m_error->setAccessibleName(tr("What is wrong with the expression"));
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_error->setWordWrap(true);
    m_count->setObjectName(QStringLiteral("exprCount"));
    m_count->setAccessibleName(tr("Number of packets"));
    m_mark->setObjectName(QStringLiteral("exprMark"));

    auto* focus = new QAction(tr("Expression"), this);
    focus->setObjectName(QStringLiteral("focusExpressionAct"));
    focus->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_L));
    connect(focus, &QAction::triggered, this, &ExpressionBar::focusEdit);
    addAction(focus);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(6, 4, 6, 4);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_mark, 0, 0);
    grid->addWidget(m_edit, 0, 1);
    grid->addWidget(m_count, 0, 2);
    grid->addWidget(m_error, 1, 1, 1, 2);
    grid->setColumnStretch(1, 1);
    setFocusProxy(m_edit);
}

QStringList ExpressionBar::history() const
{
    return m_edit->history();
}

void ExpressionBar::setHistory(const QStringList& history)
{
    m_edit->setHistory(history);
}

void ExpressionBar::focusEdit()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void ExpressionBar::flush()
{
    if (!m_typing.isActive())
        return;
    m_typing.stop();
    m_document.setText(m_edit->text(), this);
}

void ExpressionBar::leave()
{
    flush();
    m_document.endTyping();
}

void ExpressionBar::enter()
{
    m_typing.stop();
    m_document.setText(m_edit->text(), this);
    m_edit->remember(m_edit->text());
    m_document.endTyping();
}

// Text that comes from here is left as it stands, with the cursor where it is.
void ExpressionBar::showText(QObject* origin)
{
    if (origin != this && m_edit->text() != m_document.text()) {
        m_typing.stop();
        m_edit->closePopup();
        m_showing = true;
        m_edit->setText(m_document.text());
        m_showing = false;
    }
    showState();
}

void ExpressionBar::showState()
{
    const std::optional<scapy::ParseError>& error = m_document.error();
    const QString& text = m_document.text();
    const QColor red = m_theme.color(Theme::Role::Error);
    m_error->setVisible(error.has_value());
    m_error->setText(error ? expressionErrorText(*error, text) : QString());
    QPalette palette = m_error->palette();
    palette.setColor(QPalette::WindowText, red);
    m_error->setPalette(palette);

    const int start = error ? characterPosition(text, error->column) : 0;
    const int end = error ? characterPosition(text, error->column + error->length) : 0;
    m_edit->markWrong(start, end - start, red);
    m_edit->setAccessibleDescription(m_error->text());

    const bool empty = text.trimmed().isEmpty();
    m_mark->setPixmap(empty ? QPixmap() : statePixmap(error ? Mark::Wrong : Mark::Right, m_theme, devicePixelRatioF()));
    m_mark->setFixedWidth(20);
    m_mark->setAccessibleName(error ? tr("wrong") : tr("right"));
    m_mark->setToolTip(empty ? QString() : m_mark->accessibleName());
    m_count->setText(packetCountText(m_document.packetCount()));
    m_count->setToolTip(productText(m_document));
}

} // namespace fw::ui
