#include "ui/craft/stack_delegate.h"

#include "engine/packet/text.h"
#include "ui/craft/marks.h"
#include "ui/craft/stack_tree_model.h"
#include "ui/craft/value_editors.h"
#include "ui/craft/wording.h"
#include "ui/panes/theme.h"

#include <QAbstractItemView>
#include <QPainter>

namespace fw::ui {
namespace {

constexpr int margin = 4;

bool isMuted(const StackRow& row)
{
    return row.silent || row.state == RowState::Automatic || row.state == RowState::Bound || row.state == RowState::Environment;
}

bool isBold(const StackRow& row)
{
    return row.state == RowState::Pinned || row.state == RowState::Set || row.state == RowState::Several;
}

// Characters with escapes to hexadecimal bytes and back.
QString switchedBytes(const Protocols& protocols, const StackCells& row, const QString& text)
{
    const auto value = parseFieldText(protocols, protocols[row.protocol], row.field, text.toStdString());
    const Buffer* bytes = value ? value->bytes() : nullptr;
    if (bytes == nullptr || bytes->empty())
        return text;
    if (text.startsWith(QLatin1String("0x")))
        return QString::fromStdString(editText(protocols, protocols[row.protocol], row.field, *value));
    return QString::fromStdString("0x" + toHex(*bytes));
}

ValueEdit* lineOf(QWidget* editor)
{
    if (auto* flags = qobject_cast<FlagEdit*>(editor))
        return &flags->edit();
    return qobject_cast<ValueEdit*>(editor);
}

} // namespace

StackDelegate::StackDelegate(StackTreeModel& model, const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
    , m_theme(theme)
{
}

int StackDelegate::cellHeight(const QFontMetrics& metrics)
{
    return std::max(24, metrics.height() + 6);
}

int StackDelegate::problemHeight(const QFontMetrics& metrics)
{
    return metrics.height() + 4;
}

QRect StackDelegate::plusRect(const QRect& cell, const QFontMetrics& metrics)
{
    const int side = cellHeight(metrics);
    return {cell.right() - side + 1, cell.top(), side, side};
}

QSize StackDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    const bool wrong = !m_model.problem(*m_model.row(index)).isEmpty();
    size.setHeight(cellHeight(option.fontMetrics) + (wrong ? problemHeight(option.fontMetrics) : 0));
    size.rwidth() += 2 * margin;
    return size;
}

QColor StackDelegate::textColour(const QStyleOptionViewItem& option, bool muted) const
{
    if (option.state & QStyle::State_Selected)
        return m_theme.color(Theme::Role::SelectionText);
    return m_theme.color(muted ? Theme::Role::Muted : Theme::Role::Text);
}

void StackDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const StackRow& row = *m_model.row(index);
    QStyleOptionViewItem all = option;
    initStyleOption(&all, index);
    const QString text = all.text;
    all.text.clear();
    QRect cell = option.rect;
    cell.setHeight(cellHeight(option.fontMetrics));
    painter->save();
    painter->setClipRect(option.rect);
    if (row.what == LayoutNode::What::Layer && !(option.state & QStyle::State_Selected)) {
        paintLayer(*painter, option, cell, row, index.column());
    } else {
        all.widget->style()->drawControl(QStyle::CE_ItemViewItem, &all, painter, all.widget);
        if (index.column() == StackTreeModel::ValueColumn) {
            paintValue(*painter, option, cell, row);
        } else {
            QFont font = option.font;
            font.setBold(row.what == LayoutNode::What::Layer && index.column() == StackTreeModel::NameColumn);
            painter->setFont(font);
            painter->setPen(textColour(option, index.column() > StackTreeModel::ValueColumn || row.silent));
            const QRect inner = cell.adjusted(margin, 0, -margin, 0);
            painter->drawText(inner, Qt::AlignVCenter, QFontMetrics(font).elidedText(text, Qt::ElideMiddle, inner.width()));
        }
    }
    painter->restore();
}

void StackDelegate::paintLayer(QPainter& painter, const QStyleOptionViewItem& option, QRect cell, const StackRow& row, int column) const
{
    const QString group = QString::fromStdString(m_model.document().protocols()[row.protocol].group);
    painter.fillRect(cell.adjusted(0, 1, 0, 0), m_theme.groupFill(group));
    painter.setPen(m_theme.groupText());
    QFont font = option.font;
    font.setBold(column == StackTreeModel::NameColumn);
    painter.setFont(font);
    const QRect inner = cell.adjusted(margin, 0, -margin, 0);
    const QString text = column == StackTreeModel::NameColumn ? row.name
        : column == StackTreeModel::ValueColumn               ? row.value
        : column == StackTreeModel::BytesColumn               ? row.bytes
                                                              : QString();
    painter.drawText(inner, Qt::AlignVCenter, QFontMetrics(font).elidedText(text, Qt::ElideRight, inner.width()));
}

void StackDelegate::paintValue(QPainter& painter, const QStyleOptionViewItem& option, QRect cell, const StackRow& row) const
{
    const int marks = paintMarks(painter, option, cell, row);
    QFont font = option.font;
    font.setBold(isBold(row));
    painter.setFont(font);
    painter.setPen(textColour(option, isMuted(row) || row.growable));
    const QRect inner = cell.adjusted(margin, 0, -margin - marks, 0);
    painter.drawText(inner, Qt::AlignVCenter, QFontMetrics(font).elidedText(row.value, Qt::ElideMiddle, inner.width()));
    if (m_model.problemLevel(row) == Check::Level::Error && !m_model.problem(row).isEmpty()) {
        painter.setPen(QPen(m_theme.color(Theme::Role::Error), 2));
        painter.drawLine(inner.left(), cell.bottom() - 1, inner.right(), cell.bottom() - 1);
    }
}

// At the right end of the cell; gives the width they take.
int StackDelegate::paintMarks(QPainter& painter, const QStyleOptionViewItem& option, QRect cell, const StackRow& row) const
{
    const int side = std::min(16, cell.height() - 6);
    const QRect square(cell.right() - margin - side, cell.center().y() - side / 2, side, side);
    const QColor colour = textColour(option, false);
    if (row.growable) {
        const QRect plus = plusRect(cell, option.fontMetrics).adjusted(4, 4, -4, -4);
        painter.setPen(textColour(option, true));
        painter.drawRoundedRect(QRectF(plus).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        paintMark(painter, QRectF(plus).adjusted(2, 2, -2, -2), Mark::Plus, colour);
        return plusRect(cell, option.fontMetrics).width();
    }
    if (!row.chip.isEmpty()) {
        const int width = option.fontMetrics.horizontalAdvance(row.chip) + 12;
        const QRect chip(cell.right() - margin - width, cell.top() + 3, width, cell.height() - 6);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(colour);
        painter.setFont(option.font);
        painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), chip.height() / 2.0, chip.height() / 2.0);
        painter.drawText(chip, Qt::AlignCenter, row.chip);
        return width + margin;
    }
    if (row.state == RowState::Pinned)
        paintMark(painter, square, Mark::Pin, colour);
    else if (const QString letter = stateLetter(row.state); !letter.isEmpty())
        paintLetter(painter, square, letter, textColour(option, true));
    else
        return 0;
    return side + margin;
}

const EnumDesc* StackDelegate::namesOf(const StackRow& row) const
{
    const FieldDesc& field = m_model.document().protocols()[row.protocol].fields[row.field];
    if (field.namesBy == noField)
        return field.names;
    for (const auto& sibling : row.parent->rows) {
        if (sibling->field != field.namesBy)
            continue;
        const std::int64_t* by = m_model.document().layout().nodes[static_cast<std::size_t>(sibling->node)].value.integer();
        const auto found = by == nullptr ? field.namesFor.end() : field.namesFor.find(*by);
        return found == field.namesFor.end() ? nullptr : found->second;
    }
    return nullptr;
}

QWidget* StackDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const
{
    m_open = makeEditor(*m_model.row(index), parent);
    commitOnEnter(m_open);
    return m_open;
}

// Enter takes the value at once. The base class closes the editor afterwards, unless a completer or a chip has the keyboard.
void StackDelegate::commitOnEnter(QWidget* editor) const
{
    auto* self = const_cast<StackDelegate*>(this); // The base class makes editors in a const function, too.
    auto* names = qobject_cast<EnumEdit*>(editor);
    const QLineEdit* line = names != nullptr ? names->lineEdit() : lineOf(editor);
    const auto close = [self, editor] {
        if (self->m_open == editor)
            emit self->closeEditor(editor);
    };
    connect(line, &QLineEdit::returnPressed, editor, [self, editor, close] {
        emit self->commitData(editor);
        QMetaObject::invokeMethod(editor, close, Qt::QueuedConnection);
    });
    if (auto* flags = qobject_cast<FlagEdit*>(editor)) {
        connect(flags, &FlagEdit::changed, editor, [self, editor] { emit self->commitData(editor); });
        connect(flags, &FlagEdit::left, editor, [self] { self->commitOpenEditor(); });
    }
}

void StackDelegate::commitOpenEditor()
{
    if (m_open == nullptr)
        return;
    emit commitData(m_open);
    emit closeEditor(m_open);
}

void StackDelegate::destroyEditor(QWidget* editor, const QModelIndex& index) const
{
    if (m_open == editor)
        m_open = nullptr;
    QStyledItemDelegate::destroyEditor(editor, index);
}

QWidget* StackDelegate::makeEditor(const StackRow& row, QWidget* parent) const
{
    CraftDocument& document = m_model.document();
    ValueCheck check = [&document, path = row.path](const QString& text) {
        const auto changed = withText(document.protocols(), document.draft(), path, text.toStdString());
        return changed ? QString() : fieldErrorText(changed.error(), text);
    };
    if (row.what == LayoutNode::What::Field) {
        const FieldDesc& field = document.protocols()[row.protocol].fields[row.field];
        if (field.flags != nullptr)
            return new FlagEdit(*field.flags, std::move(check), m_theme, parent);
        if (const EnumDesc* names = namesOf(row))
            return new EnumEdit(*names, std::move(check), m_theme, parent);
    }
    return new ValueEdit(std::move(check), m_theme, hexSwitchOf(row), parent);
}

ValueSwitch StackDelegate::hexSwitchOf(const StackRow& row) const
{
    const Protocols& protocols = m_model.document().protocols();
    if (row.what != LayoutNode::What::Field || row.type == noType)
        return {};
    switch (protocols.type(row.type).kind) {
    case Kind::Int:
        return switchedNumber;
    case Kind::Octets:
    case Kind::Text:
    case Kind::CString:
    case Kind::Line:
        return [&protocols, cells = StackCells(row)](const QString& text) { return switchedBytes(protocols, cells, text); };
    default:
        return {};
    }
}

void StackDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    const QString text = index.data(Qt::EditRole).toString();
    if (auto* names = qobject_cast<EnumEdit*>(editor)) {
        names->setValueText(text);
    } else if (ValueEdit* line = lineOf(editor)) {
        line->setText(text);
        line->setModified(false);
    }
}

// An editor left as it was changes nothing: an automatic value is not pinned by looking at it.
void StackDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    if (auto* names = qobject_cast<EnumEdit*>(editor)) {
        if (names->isModified())
            model->setData(index, names->valueText());
    } else if (ValueEdit* line = lineOf(editor); line != nullptr && line->isModified()) {
        model->setData(index, line->text());
    }
}

void StackDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    QRect cell = option.rect;
    cell.setHeight(cellHeight(option.fontMetrics));
    // Chips may need more than the column is wide.
    if (qobject_cast<FlagEdit*>(editor) != nullptr)
        cell.setWidth(std::max(cell.width(), editor->sizeHint().width()));
    editor->setGeometry(cell);
}

} // namespace fw::ui
