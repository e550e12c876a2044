#include "ui/craft/craft_workspace.h"

#include "ui/craft/palette.h"
#include "ui/craft/stack_tree.h"
#include "ui/craft/value_counts.h"
#include "ui/craft/wording.h"
#include "ui/models/layout_words.h"
#include "ui/panes/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

// "30 × 4 = 120 packets, 71 bytes each"
QString sizeLine(const CraftDocument& document)
{
    QStringList factors;
    for (const std::uint64_t count : valueCounts(document.draft()))
        factors << QString::number(count);
    const QString total = packetCountText(document.packetCount());
    const QString packets = factors.size() < 2 ? total : u"%1 = %2"_s.arg(factors.join(u" × "_s), total);
    const QString size = sizeText(document.layout().bytes.size() * 8);
    return document.packetCount() == 1 ? u"%1, %2"_s.arg(packets, size) : CraftWorkspace::tr("%1, %2 each").arg(packets, size);
}

QPushButton* actionButton(const char* name, QAction* action)
{
    auto* button = new QPushButton(action->text());
    button->setObjectName(QLatin1String(name));
    button->setToolTip(action->toolTip());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::changed, button, [button, action] { button->setEnabled(action->isEnabled()); });
    return button;
}

} // namespace

CraftWorkspace::CraftWorkspace(CraftDocument& document, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_theme(theme)
    , m_palette(new Palette(document.protocols()))
    , m_tree(new StackTree(document, theme))
    , m_summary(new QLabel)
    , m_size(new QLabel)
{
    setObjectName(u"craftWorkspace"_s);
    makeActions();
    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_tree, 1);
    column->addWidget(makeQuestion());
    column->addWidget(makePreview());

    auto* splitter = new QSplitter;
    splitter->setObjectName(u"craftSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_palette);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({260, 640});
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(4, 4, 4, 4);
    all->addWidget(splitter);

    connect(m_palette, &Palette::layerChosen, this, &CraftWorkspace::appendLayers);
    connect(m_palette, &Palette::templateChosen, this, &CraftWorkspace::useTemplate);
    connect(m_tree, &StackTree::refused, this, &CraftWorkspace::refused);
    connect(&document, &CraftDocument::draftChanged, this, &CraftWorkspace::showPreview);
    connect(&document.selection(), &SelectionModel::protocolsChanged, m_palette, [this] { m_palette->setProtocols(m_document.protocols()); });
    showPreview();
}

void CraftWorkspace::makeActions()
{
    m_send = new QAction(tr("Send"), this);
    m_send->setObjectName(u"sendAct"_s);
    m_send->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Enter)});
    m_send->setToolTip(tr("Send the packets and wait for nothing (%1)").arg(m_send->shortcut().toString(QKeySequence::NativeText)));
    connect(m_send, &QAction::triggered, this, [this] { send(false); });

    m_sendReceive = new QAction(tr("Send && receive"), this);
    m_sendReceive->setObjectName(u"sendReceiveAct"_s);
    m_sendReceive->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
    m_sendReceive->setToolTip(tr("Send the packets and match the answers (%1)").arg(m_sendReceive->shortcut().toString(QKeySequence::NativeText)));
    connect(m_sendReceive, &QAction::triggered, this, [this] { send(true); });

    m_undo = m_document.undoStack().createUndoAction(this, tr("Undo"));
    m_undo->setObjectName(u"undoAct"_s);
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo = m_document.undoStack().createRedoAction(this, tr("Redo"));
    m_redo->setObjectName(u"redoAct"_s);
    m_redo->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
    addActions({m_send, m_sendReceive, m_undo, m_redo});
}

QWidget* CraftWorkspace::makePreview()
{
    m_summary->setObjectName(u"craftSummary"_s);
    m_summary->setAccessibleName(tr("Summary of the packet"));
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_summary->setWordWrap(true);
    m_size->setObjectName(u"craftSize"_s);
    m_size->setAccessibleName(tr("Number and size of the packets"));
    m_sendButton = actionButton("sendBtn", m_send);
    m_sendReceiveButton = actionButton("sendReceiveBtn", m_sendReceive);
    m_sendReceiveButton->setDefault(true);

    auto* preview = new QWidget;
    auto* column = new QVBoxLayout(preview);
    column->setContentsMargins(4, 0, 4, 4);
    column->setSpacing(4);
    column->addWidget(m_summary);
    auto* row = new QHBoxLayout;
    row->addWidget(m_size, 1);
    row->addWidget(m_sendButton);
    row->addWidget(m_sendReceiveButton);
    column->addLayout(row);
    return preview;
}

QFrame* CraftWorkspace::makeQuestion()
{
    m_question = new QFrame;
    m_question->setObjectName(u"sendQuestion"_s);
    m_question->setFrameShape(QFrame::StyledPanel);
    m_questionText = new QLabel;
    m_confirm = new QPushButton(tr("Send"));
    m_confirm->setObjectName(u"confirmSendBtn"_s);
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(u"cancelSendBtn"_s);
    auto* row = new QHBoxLayout(m_question);
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_questionText, 1);
    row->addWidget(m_confirm);
    row->addWidget(cancel);
    m_question->hide();
    connect(cancel, &QPushButton::clicked, m_question, &QWidget::hide);
    connect(m_confirm, &QPushButton::clicked, this, [this] { sendNow(m_asksToReceive); });
    return m_question;
}

void CraftWorkspace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_document.publish();
}

void CraftWorkspace::showPreview()
{
    const bool empty = m_document.draft().layers.empty();
    m_summary->setText(empty ? tr("Nothing to send yet") : m_document.summaryText());
    m_size->setText(empty ? QString() : sizeLine(m_document));
    m_send->setEnabled(!empty);
    m_sendReceive->setEnabled(!empty);
    m_question->hide();
}

void CraftWorkspace::appendLayers(const QString& expression)
{
    if (const auto layers = scapy::parse(m_document.protocols(), expression.toStdString()))
        m_document.insertLayers(m_document.draft().layers.size(), *layers, this);
    else
        emit refused(expressionErrorText(layers.error(), expression));
}

void CraftWorkspace::useTemplate(const QString& expression)
{
    if (auto draft = scapy::parse(m_document.protocols(), expression.toStdString()))
        m_document.setDraft(std::move(*draft), tr("use template"), this);
    else
        emit refused(expressionErrorText(draft.error(), expression));
}

void CraftWorkspace::send(bool receive)
{
    m_document.settle();
    if (m_document.error()) {
        // What is written above is not what would be sent.
        emit refused(tr("Not sent: the expression is wrong. %1.").arg(expressionErrorText(*m_document.error(), m_document.text())));
        return;
    }
    if (m_document.packetCount() <= m_maxPackets) {
        sendNow(receive);
        return;
    }
    m_asksToReceive = receive;
    m_questionText->setText(tr("Send %1?").arg(packetCountText(m_document.packetCount())));
    m_question->show();
    m_confirm->setFocus();
}

void CraftWorkspace::sendNow(bool receive)
{
    m_question->hide();
    if (receive)
        emit sendReceiveRequested(m_document.draft());
    else
        emit sendRequested(m_document.draft());
}

} // namespace fw::ui
