#include "ui/craft/value_editors.h"

#include "ui/craft/marks.h"
#include "ui/panes/theme.h"

#include <QAction>
#include <QCompleter>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include <algorithm>

namespace fw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostCharacters = 1 << 24; // A payload is never cut by being looked at.

} // namespace

QString switchedNumber(const QString& text)
{
    bool isNumber = false;
    const qulonglong number = text.trimmed().toULongLong(&isNumber, 0);
    if (!isNumber)
        return text;
    return text.contains(u'x', Qt::CaseInsensitive) ? QString::number(number) : u"0x%1"_s.arg(number, 0, 16);
}

ValueEdit::ValueEdit(ValueCheck check, const Theme& theme, ValueSwitch hexSwitch, QWidget* parent)
    : QLineEdit(parent)
    , m_check(std::move(check))
    , m_theme(theme)
    , m_switch(std::move(hexSwitch))
{
    setObjectName(u"valueEdit"_s);
    setAccessibleName(tr("Value"));
    setMaxLength(mostCharacters);
    setFrame(false);
    setAutoFillBackground(true);
    m_mark = addAction(QIcon(), QLineEdit::TrailingPosition);
    if (m_switch) {
        auto* hex = new QAction(tr("Hexadecimal"), this);
        hex->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_H));
        hex->setShortcutContext(Qt::WidgetShortcut);
        connect(hex, &QAction::triggered, this, &ValueEdit::switchHex);
        QWidget::addAction(hex);
        setToolTip(tr("%1 switches to hexadecimal and back").arg(hex->shortcut().toString(QKeySequence::NativeText)));
    }
    connect(this, &QLineEdit::textChanged, this, &ValueEdit::showCheck);
}

void ValueEdit::switchHex()
{
    setText(m_switch(text()));
    setModified(true);
}

void ValueEdit::showCheck(const QString& text)
{
    const QString wrong = m_check(text);
    m_mark->setIcon(statePixmap(wrong.isEmpty() ? Mark::Right : Mark::Wrong, m_theme, devicePixelRatioF()));
    m_mark->setToolTip(wrong);
    setAccessibleDescription(wrong);
}

EnumEdit::EnumEdit(const EnumDesc& names, ValueCheck check, const Theme& theme, QWidget* parent)
    : QComboBox(parent)
{
    setObjectName(u"valueCombo"_s);
    setAccessibleName(tr("Value"));
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    const auto checkValue = [this, check = std::move(check)](const QString& text) { return check(valueOf(text)); };
    auto* edit = new ValueEdit(checkValue, theme, switchedNumber, this);
    setLineEdit(edit);
    std::vector<std::pair<std::int64_t, QString>> items;
    for (const auto& [number, name] : names.names)
        items.emplace_back(number, QString::fromStdString(name));
    std::ranges::sort(items);
    for (const auto& [number, name] : items)
        addItem(u"%1 %2"_s.arg(names.hex ? u"0x%1"_s.arg(number, 4, 16, '0'_L1) : QString::number(number), name), qlonglong{number});
    completer()->setFilterMode(Qt::MatchContains);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
    setMaxVisibleItems(14);
}

void EnumEdit::setValueText(const QString& text)
{
    // "udp" is shown as it is listed: "17 udp".
    const int named = findText(u' ' + text, Qt::MatchEndsWith | Qt::MatchCaseSensitive);
    const bool isListed = named >= 0 && itemText(named).section(u' ', 1) == text;
    setCurrentIndex(-1);
    setEditText(isListed ? itemText(named) : text);
    m_start = currentText();
    lineEdit()->selectAll();
}

QString EnumEdit::valueOf(const QString& text) const
{
    const int item = findText(text, Qt::MatchFixedString);
    return item < 0 ? text : itemData(item).toString();
}

FlagEdit::FlagEdit(const FlagSetDesc& flags, ValueCheck check, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_flags(flags)
    , m_edit(new ValueEdit(std::move(check), theme, nullptr, this))
{
    setObjectName(u"flagEdit"_s);
    setAutoFillBackground(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    m_edit->setMinimumWidth(m_edit->fontMetrics().averageCharWidth() * 12);
    row->addWidget(m_edit, 1);
    for (unsigned bit = 0; bit < flags.names.size(); ++bit) {
        if (flags.names[bit].empty())
            continue;
        auto* chip = new QToolButton;
        chip->setText(QString::fromStdString(flags.names[bit]));
        chip->setAccessibleName(chip->text());
        chip->setCheckable(true);
        chip->setMinimumWidth(24);
        chip->setFocusPolicy(Qt::NoFocus); // Its letter in the text does the same.
        connect(chip, &QToolButton::clicked, this, &FlagEdit::takeChips);
        row->addWidget(chip);
        m_chips.emplace_back(chip, bit);
    }
    setFocusProxy(m_edit);
    m_edit->installEventFilter(this);
    connect(m_edit, &QLineEdit::textChanged, this, &FlagEdit::showChips);
}

bool FlagEdit::eventFilter(QObject* watched, QEvent* event)
{
    // A view watches the editor it was given, not the line within it.
    // A view that closes the editor hides it after the focus has gone, so that is looked at later.
    if (event->type() == QEvent::FocusOut && static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) {
        const auto tell = [this] {
            if (isVisible() && !m_edit->hasFocus())
                emit left();
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

void FlagEdit::showChips(const QString& text)
{
    bool isNumber = false;
    std::optional<std::uint64_t> value = text.toULongLong(&isNumber, 0);
    if (!isNumber)
        value = m_flags.parse(text.toStdString());
    if (!value)
        return;
    for (const auto& [chip, bit] : m_chips)
        chip->setChecked((*value >> bit & 1) != 0);
}

void FlagEdit::takeChips()
{
    std::uint64_t value = 0;
    for (const auto& [chip, bit] : m_chips)
        value |= std::uint64_t{chip->isChecked()} << bit;
    const std::string text = m_flags.text(value);
    m_edit->setText(text.empty() ? u"0"_s : QString::fromStdString(text));
    m_edit->setModified(true);
    emit changed();
}

} // namespace fw::ui
