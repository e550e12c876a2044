#include "ui/protocols/trial_pane.h"

#include "engine/base/hexdump.h"
#include "engine/packet/captured_packet.h"
#include "ui/panes/fields_pane.h"
#include "ui/protocols/header_diagram.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype mostSampleText = 400'000; // Some 128 KiB as hex: more than any packet has.

/// Of a hexdump only the bytes: without the offset before them and the characters behind.
QString withoutFrame(const QString& text)
{
    static const QRegularExpression line(u"^\\s*[0-9a-fA-F]{4,8}:?\\s{1,3}((?:[0-9a-fA-F]{2}\\s{1,2}){1,15}[0-9a-fA-F]{2})(?:\\s{2,}.*)?$"_s);
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    QStringList bytes;
    for (const QString& each : lines) {
        const auto match = line.match(each);
        if (!match.hasMatch())
            return text;
        bytes << match.captured(1);
    }
    return bytes.join(u' ');
}

QLabel* heading(const QString& text)
{
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

TrialPane::TrialPane(const Protocols& protocols, Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_selection(protocols), m_header(new HeaderDiagram(theme)), m_title(heading({})), m_standing(new QLabel),
      m_export(new QPushButton), m_built(new QPlainTextEdit), m_first(new QComboBox), m_hex(new QPlainTextEdit), m_hexError(new QLabel), m_fields(new FieldsPane(m_selection, theme))
{
    setObjectName(u"trialPane"_s);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(u"trialSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeDrawing());
    splitter->addWidget(makeTrial(theme));
    splitter->setSizes({320, 360});
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(4, 4, 4, 4);
    all->addWidget(splitter);
    connect(m_hex, &QPlainTextEdit::textChanged, this, &TrialPane::readSample);
    connect(m_first, &QComboBox::activated, this, &TrialPane::sampleChanged);
    readSample();
}

QWidget* TrialPane::makeDrawing()
{
    m_title->setObjectName(u"trialTitle"_s);
    m_standing->setObjectName(u"trialStanding"_s);
    m_standing->setWordWrap(true);
    m_export->setText(tr("E&xport…"));
    m_export->setObjectName(u"headerExportBtn"_s);
    m_export->setToolTip(tr("Save the drawing of the header as SVG, PDF or PNG"));
    m_export->setEnabled(false);
    connect(m_export, &QPushButton::clicked, this, &TrialPane::exportDrawing);
    auto* scroll = new QScrollArea;
    scroll->setObjectName(u"headerScroll"_s);
    scroll->setAccessibleName(tr("Header of the protocol"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 2, 0);
    column->addWidget(m_header);
    column->addStretch(1);
    scroll->setWidget(inside);
    m_built->setObjectName(u"protoBuilt"_s);
    m_built->setAccessibleName(tr("Bytes of the default packet"));
    m_built->setReadOnly(true);
    m_built->setTabChangesFocus(true);
    m_built->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_built->setFont(m_theme.bytesFont());
    m_built->setFixedHeight(QFontMetrics(m_theme.bytesFont()).lineSpacing() * 3 + 14);
    auto* label = heading(tr("&Default packet"));
    label->setBuddy(m_built);
    auto* row = new QHBoxLayout;
    row->addWidget(m_title, 1);
    row->addWidget(m_export);
    auto* box = new QWidget;
    auto* all = new QVBoxLayout(box);
    all->setContentsMargins({});
    all->setSpacing(4);
    all->addLayout(row);
    all->addWidget(m_standing);
    all->addWidget(scroll, 1);
    all->addWidget(label);
    all->addWidget(m_built);
    return box;
}

/// What a sample usually begins with: the protocols that tell by a number what they carry.
QStringList TrialPane::carriers()
{
    const Protocols& protocols = Protocols::builtin();
    QStringList names;
    for (std::size_t id = 0; id < protocols.size(); ++id)
        if (const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(id)]; protocol.payload.rule == PayloadDesc::Rule::Table && !protocol.isQuotedForm())
            names.append(QString::fromStdString(protocol.name));
    names.sort(Qt::CaseInsensitive);
    return names;
}

QWidget* TrialPane::makeTrial(Theme&)
{
    m_first->setObjectName(u"protoTryFirst"_s);
    m_first->setAccessibleName(tr("What the sample begins with"));
    m_first->addItem(tr("this protocol"), QString());
    for (const QString& lower : carriers())
        m_first->addItem(lower, lower);
    m_hex->setObjectName(u"protoTryHex"_s);
    m_hex->setAccessibleName(tr("Sample in hexadecimal"));
    m_hex->setPlaceholderText(tr("Paste bytes in hexadecimal, or a hexdump"));
    m_hex->setTabChangesFocus(true);
    m_hex->setFont(m_theme.bytesFont());
    m_hex->setFixedHeight(QFontMetrics(m_theme.bytesFont()).lineSpacing() * 4 + 14);
    m_hexError->setObjectName(u"protoTryError"_s);
    m_hexError->setWordWrap(true);
    m_fields->setObjectName(u"protoTryFields"_s);
    m_fields->tree().setObjectName(u"protoTryTree"_s);
    m_fields->tree().setAccessibleName(tr("The sample as the definition reads it"));
    for (QLabel* label : m_fields->findChildren<QLabel*>())
        label->setObjectName(u"protoTryEmpty"_s);
    m_fields->setEmptyText(tr("A pasted sample is read here with every key you press."));
    auto* label = heading(tr("&Try it"));
    label->setBuddy(m_hex);
    auto* row = new QHBoxLayout;
    row->addWidget(label, 1);
    row->addWidget(new QLabel(tr("begins with")));
    row->addWidget(m_first);
    auto* box = new QWidget;
    auto* all = new QVBoxLayout(box);
    all->setContentsMargins({});
    all->setSpacing(4);
    all->addLayout(row);
    all->addWidget(m_hex);
    all->addWidget(m_hexError);
    all->addWidget(m_fields, 1);
    return box;
}

std::string TrialPane::first() const
{
    return m_first->currentData().toString().toStdString();
}

QString TrialPane::sampleText() const
{
    return m_hex->toPlainText();
}

void TrialPane::setSampleText(const QString& text)
{
    m_hex->setPlainText(text.left(mostSampleText));
}

void TrialPane::readSample()
{
    const QString text = sampleText();
    HexError error;
    Buffer bytes;
    QString wrong;
    if (text.size() > mostSampleText)
        wrong = tr("✗ That is longer than a packet can be.");
    else if (const QString digits = withoutFrame(text); !parseHex(digits.toStdString(), bytes, error))
        wrong = tr("✗ Character %1: expected pairs of hexadecimal digits").arg(error.column + 1);
    m_hexError->setText(wrong);
    m_hexError->setVisible(!wrong.isEmpty());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, m_theme.color(Theme::Role::Error));
    m_hexError->setPalette(colours);
    if (!wrong.isEmpty())
        return; // What was read last stays while the next is typed.
    m_sample = std::move(bytes);
    emit sampleChanged();
}

void TrialPane::show(const TrialResult& result)
{
    if (result.protocol == noProtocol) {
        m_standing->setText(result.errors.empty() ? tr("Nothing to show yet.") : tr("✗ Shown as of the last version without an error."));
        m_standing->show();
        return;
    }
    const ProtocolDesc& protocol = (*result.protocols)[result.protocol];
    m_title->setText(QString::fromStdString(protocol.name));
    m_standing->setVisible(!result.errors.empty());
    m_standing->setText(tr("✗ Its examples do not hold; see below the text."));
    m_header->show(result.protocols, &protocol);
    m_export->setEnabled(true);
    m_built->setPlainText(result.built.bytes.empty() ? tr("no bytes") : QString::fromStdString(hexdump(result.built.bytes)));
    showRead(result);
}

void TrialPane::showRead(const TrialResult& result)
{
    m_selection.setProtocols(result.protocols);
    if (!result.read)
        return;
    auto shown = std::make_shared<ShownPacket>();
    shown->captured.bytes = result.read->layout.bytes;
    shown->captured.originalLength = static_cast<std::uint32_t>(shown->captured.bytes.size());
    shown->draft = result.read->draft;
    shown->layout = result.read->layout;
    shown->readWith = result.protocols;
    m_selection.setPacket(std::move(shown), nullptr);
}

void TrialPane::clear()
{
    m_title->clear();
    m_standing->hide();
    m_header->show(nullptr, nullptr);
    m_export->setEnabled(false);
    m_built->clear();
    m_selection.setPacket(nullptr, nullptr);
}

void TrialPane::exportDrawing()
{
    if (!m_header->protocol())
        return;
    auto* dialog = new QFileDialog(this, tr("Export the header"), m_title->text() + u".svg"_s, tr("Pictures (*.svg *.pdf *.png)"));
    dialog->setObjectName(u"headerExportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"svg"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (!m_header->protocol()) // It was taken away while the dialog was open.
            return;
        if (!exportHeader(*m_header->protocols(), *m_header->protocol(), m_theme, path)) {
            m_standing->setText(tr("✗ The drawing could not be written to %1. Choose a folder you may write to, and a name that ends in svg, pdf or png.").arg(path));
            m_standing->show();
        }
    });
    dialog->open();
}

} // namespace fw::ui
