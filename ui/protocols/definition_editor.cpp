#include "ui/protocols/definition_editor.h"

#include "ui/protocols/bindings_editor.h"
#include "ui/protocols/definition_text_edit.h"

#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QTextBlock>
#include <QVBoxLayout>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

/// "protocols.DNSTCP.length.auto" apart.
QStringList stepsOf(const DefinitionError& error)
{
    return QString::fromStdString(error.path).split(u'.');
}

QPushButton* smallButton(const QString& name, const QString& text, const QString& tip)
{
    auto* button = new QPushButton(text);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

} // namespace

DefinitionEditor::DefinitionEditor(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_protocol(new QComboBox), m_table(new QTableView), m_bindings(new BindingsEditor),
      m_text(new DefinitionTextEdit(theme)), m_blank(new QTextDocument(m_text)), m_note(new QLabel), m_errorList(new QListWidget)
{
    setObjectName(u"definitionEditor"_s);
    m_blank->setDocumentLayout(new QPlainTextDocumentLayout(m_blank)); // Without it the editor takes no document.
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(u"definitionSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeRows());
    splitter->addWidget(makeText());
    splitter->setSizes({300, 340});
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(4, 4, 4, 4);
    all->addWidget(splitter);

    connect(&m_rows, &FieldRowsModel::changeAsked, this, &DefinitionEditor::changeRow);
    connect(&m_rows, &FieldRowsModel::moveAsked, this, &DefinitionEditor::moveRow);
    connect(&m_rows, &FieldRowsModel::refused, this, &DefinitionEditor::refused);
    connect(m_protocol, &QComboBox::activated, this, [this] {
        showRows();
        emit protocolChanged();
    });
    connect(m_bindings, &BindingsEditor::addAsked, this, [this](const WrittenItem& item) {
        if (const auto* own = upToDate())
            apply(insertItem(m_outlined, *own, ListKind::Bindings, own->bindings.items.size(), item));
    });
    connect(m_bindings, &BindingsEditor::changeAsked, this, [this](int row, const WrittenItem& item) {
        if (const auto* own = upToDate())
            apply(replaceItem(m_outlined, *own, ListKind::Bindings, static_cast<std::size_t>(row), item));
    });
    connect(m_bindings, &BindingsEditor::removeAsked, this, [this](int row) {
        if (const auto* own = upToDate())
            apply(removeItem(m_outlined, *own, ListKind::Bindings, static_cast<std::size_t>(row)));
    });
    connect(m_errorList, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        const QPoint place = item->data(Qt::UserRole).toPoint();
        m_text->goTo(place.y(), place.x());
    });
    connect(m_errorList, &QListWidget::itemClicked, m_errorList, &QListWidget::itemActivated);
    enable();
}

QWidget* DefinitionEditor::makeRows()
{
    m_table->setObjectName(u"protoFields"_s);
    m_table->setAccessibleName(tr("Fields of the protocol"));
    m_table->setModel(&m_rows);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_table->setDragDropMode(QAbstractItemView::InternalMove);
    m_table->setDragDropOverwriteMode(false);
    m_table->setDropIndicatorShown(true);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setAlternatingRowColors(true);
    const int height = fontMetrics().height() + 8;
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(height);
    QHeaderView* const header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const auto& [column, width] : {std::pair{FieldRowsModel::NameColumn, 90}, {FieldRowsModel::KindColumn, 80}, {FieldRowsModel::SizeColumn, 100},
             {FieldRowsModel::DefaultColumn, 70}, {FieldRowsModel::DependsColumn, 150}})
        header->resizeSection(column, width);
    header->setStretchLastSection(true);
    m_table->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        enable();
        if (current.isValid())
            emit fieldChosen(current.siblingAtColumn(FieldRowsModel::NameColumn).data().toString());
    });

    m_protocol->setObjectName(u"protoDefinition"_s);
    m_protocol->setAccessibleName(tr("Protocol or structure of this file"));
    m_protocol->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_note->setObjectName(u"protoRowsNote"_s);
    m_note->setWordWrap(true);
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_protocol);
    row->addWidget(m_note, 1);
    addButtons(*row);
    column->addLayout(row);
    column->addWidget(m_table, 1);
    column->addWidget(m_bindings);
    return box;
}

void DefinitionEditor::addButtons(QHBoxLayout& row)
{
    m_add = smallButton(u"fieldAddBtn"_s, tr("&Add field"), tr("Add a field behind the current one"));
    m_remove = smallButton(u"fieldRemoveBtn"_s, tr("&Delete"), tr("Take the current field out"));
    m_up = smallButton(u"fieldUpBtn"_s, u"↑"_s, tr("Move the field up (Alt+Up)"));
    m_down = smallButton(u"fieldDownBtn"_s, u"↓"_s, tr("Move the field down (Alt+Down)"));
    for (QPushButton* narrow : {m_up, m_down})
        narrow->setFixedWidth(32);
    connect(m_add, &QPushButton::clicked, this, &DefinitionEditor::addField);
    connect(m_remove, &QPushButton::clicked, this, &DefinitionEditor::removeField);
    connect(m_up, &QPushButton::clicked, this, [this] { moveCurrent(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveCurrent(1); });
    for (QPushButton* button : {m_add, m_remove, m_up, m_down})
        row.addWidget(button);
}

QWidget* DefinitionEditor::makeText()
{
    m_text->setObjectName(u"protoText"_s);
    m_text->setAccessibleName(tr("Text of the definition"));
    m_errorList->setObjectName(u"protoErrors"_s);
    m_errorList->setAccessibleName(tr("What is wrong with the definition"));
    m_errorList->setWordWrap(true);
    m_errorList->setMaximumHeight(fontMetrics().lineSpacing() * 5);
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(4);
    column->addWidget(m_text, 1);
    column->addWidget(m_errorList);
    return box;
}

void DefinitionEditor::edit(OwnDefinition* definition)
{
    if (m_definition == definition)
        return;
    delete std::exchange(m_colours, nullptr);
    m_definition = definition;
    m_errors.clear();
    m_text->setDocument(definition ? definition->document : m_blank);
    m_text->document()->setDefaultFont(m_text->font()); // It brings its own.
    m_colours = new YamlHighlighter(m_text->document(), m_theme);
    m_text->setEnabled(definition != nullptr);
    m_protocol->clear();
    readText();
    showErrors();
}

void DefinitionEditor::readText()
{
    m_outlined = m_definition ? m_definition->text().toStdString() : std::string();
    showOutline(outlineOf(m_outlined));
}

void DefinitionEditor::showOutline(DefinitionOutline outline)
{
    // While the text cannot be read, the rows stay those of the last text that could.
    const bool readable = outline.faults.empty() && !outline.definitions.empty();
    if (readable || !m_definition)
        m_outline = std::move(outline);
    m_note->setText(!m_definition || readable ? QString() : tr("✗ The rows wait for the text to be readable."));
    const QString chosen = m_protocol->currentText();
    const QSignalBlocker quiet(m_protocol);
    m_protocol->clear();
    for (const WrittenDefinition& each : m_outline.definitions)
        m_protocol->addItem(QString::fromStdString(each.name));
    m_protocol->setCurrentIndex(std::max(0, m_protocol->findText(chosen)));
    m_protocol->setVisible(m_protocol->count() > 0);
    showRows();
    m_table->setEnabled(readable);
    m_bindings->setEnabled(readable);
    enable();
}

const WrittenDefinition* DefinitionEditor::shown() const
{
    return m_outline.find(protocolName().toStdString());
}

const WrittenDefinition* DefinitionEditor::upToDate()
{
    if (m_definition && m_definition->text().toStdString() != m_outlined)
        readText();
    return shown();
}

QString DefinitionEditor::protocolName() const
{
    return m_protocol->currentText();
}

void DefinitionEditor::showRows()
{
    const WrittenDefinition* const own = shown();
    const int row = m_table->currentIndex().row();
    m_rows.setFields(own ? own->fields : WrittenList());
    m_bindings->setBindings(own ? QString::fromStdString(own->name) : QString(), own ? own->bindings : WrittenList());
    m_bindings->setVisible(!own || !own->isStruct);
    m_rows.setProblems(problems());
    if (!m_table->currentIndex().isValid() && row >= 0)
        m_table->setCurrentIndex(m_rows.index(std::min(row, m_rows.rowCount() - 1), 0));
    if (own && !own->fields.isEditable)
        m_note->setText(tr("These fields are written in a way that only the text can change."));
    enable();
}

void DefinitionEditor::showResult(const TrialResult& result)
{
    m_errors = result.errors;
    if (m_definition && m_definition->text().toStdString() == result.text) {
        m_outlined = result.text;
        showOutline(result.outline);
    }
    showErrors();
}

void DefinitionEditor::setTables(const Protocols& protocols)
{
    m_bindings->setTables(protocols);
}

std::vector<FieldRowsModel::Problem> DefinitionEditor::problems() const
{
    std::vector<FieldRowsModel::Problem> problems;
    const auto& items = m_rows.fields().items;
    for (const DefinitionError& error : m_errors) {
        const QStringList steps = stepsOf(error);
        // protocols, its name, the field, and perhaps the key. A field may be called as a key of the protocol, which stands elsewhere.
        if (steps.size() < 3 || steps[1] != protocolName())
            continue;
        for (std::size_t row = 0; row < items.size(); ++row) {
            const bool isBefore = row + 1 < items.size() && items[row + 1].line != items[row].line && error.line >= items[row + 1].line;
            if (QString::fromStdString(items[row].name) != steps[2] || error.line < items[row].line || isBefore)
                continue;
            const QString key = steps.back();
            const int column = items[row].find(key.toStdString()) ? static_cast<int>(cellOf(key)) : FieldRowsModel::ProblemColumn;
            problems.push_back({static_cast<int>(row), column, QString::fromStdString(error.message)});
        }
    }
    return problems;
}

void DefinitionEditor::showErrors()
{
    std::vector<int> lines;
    std::vector<YamlHighlighter::Mark> marks;
    m_errorList->clear();
    for (const DefinitionError& error : m_errors) {
        const int line = std::max(static_cast<int>(error.line) - 1, 0);
        const int column = std::max(static_cast<int>(error.column) - 1, 0);
        lines.push_back(line);
        marks.push_back({line, column});
        const QString path = error.path.empty() ? QString() : QString::fromStdString(error.path) + u": "_s;
        auto* item = new QListWidgetItem(tr("✗ line %1, column %2: %3%4").arg(line + 1).arg(column + 1).arg(path, QString::fromStdString(error.message)));
        item->setForeground(m_theme.color(Theme::Role::Error));
        item->setData(Qt::UserRole, QPoint(column, line));
        m_errorList->addItem(item);
    }
    if (m_colours)
        m_colours->setMarks(std::move(marks));
    m_text->setWrongLines(std::move(lines));
    m_errorList->setVisible(m_errorList->count() > 0);
}

void DefinitionEditor::apply(const std::optional<TextEdit>& edit)
{
    if (!edit || !m_definition) {
        emit refused(tr("That is written in a way that only the text can change."));
        return;
    }
    const auto characters = [this](std::size_t bytes) { return static_cast<int>(QString::fromUtf8(m_outlined.data(), static_cast<qsizetype>(bytes)).size()); };
    QTextCursor cursor(m_definition->document);
    cursor.beginEditBlock();
    cursor.setPosition(characters(edit->begin));
    cursor.setPosition(characters(edit->end), QTextCursor::KeepAnchor);
    cursor.insertText(QString::fromStdString(edit->text));
    cursor.endEditBlock();
    readText();
}

void DefinitionEditor::changeRow(int row, const WrittenItem& item)
{
    if (const auto* own = upToDate())
        apply(replaceItem(m_outlined, *own, ListKind::Fields, static_cast<std::size_t>(row), item));
}

void DefinitionEditor::moveRow(int from, int to)
{
    const auto* const own = upToDate();
    if (!own || to < 0 || to >= m_rows.rowCount())
        return;
    const int column = std::max(0, m_table->currentIndex().column());
    apply(moveItem(m_outlined, *own, ListKind::Fields, static_cast<std::size_t>(from), static_cast<std::size_t>(to)));
    m_table->setCurrentIndex(m_rows.index(to, column));
}

void DefinitionEditor::addField()
{
    const auto* const own = upToDate();
    if (!own)
        return;
    QString name = tr("field");
    for (int number = 2; std::ranges::any_of(own->fields.items, [&](const WrittenItem& item) { return item.name == name.toStdString(); }); ++number)
        name = tr("field") + QString::number(number);
    WrittenItem item;
    item.name = name.toStdString();
    item.set("type", "u8");
    const int at = m_table->currentIndex().isValid() ? m_table->currentIndex().row() + 1 : m_rows.rowCount();
    apply(insertItem(m_outlined, *own, ListKind::Fields, static_cast<std::size_t>(at), item));
    const QModelIndex added = m_rows.index(at, FieldRowsModel::NameColumn);
    m_table->setCurrentIndex(added);
    m_table->setFocus();
    m_table->edit(added);
}

void DefinitionEditor::removeField()
{
    if (const auto* own = upToDate(); own && m_table->currentIndex().isValid())
        apply(removeItem(m_outlined, *own, ListKind::Fields, static_cast<std::size_t>(m_table->currentIndex().row())));
}

void DefinitionEditor::moveCurrent(int by)
{
    if (const QModelIndex current = m_table->currentIndex(); current.isValid())
        moveRow(current.row(), current.row() + by);
}

void DefinitionEditor::selectField(const QString& name)
{
    for (int row = 0; row < m_rows.rowCount(); ++row)
        if (m_rows.index(row, FieldRowsModel::NameColumn).data().toString() == name)
            m_table->setCurrentIndex(m_rows.index(row, std::max(0, m_table->currentIndex().column())));
}

void DefinitionEditor::undo()
{
    if (m_definition)
        m_definition->document->undo();
    readText();
}

void DefinitionEditor::redo()
{
    if (m_definition)
        m_definition->document->redo();
    readText();
}

void DefinitionEditor::enable()
{
    const bool editable = m_definition && shown() && m_rows.fields().isEditable && m_table->isEnabled();
    const int row = m_table->currentIndex().row();
    m_add->setEnabled(editable);
    m_remove->setEnabled(editable && row >= 0);
    m_up->setEnabled(editable && row > 0);
    m_down->setEnabled(editable && row >= 0 && row + 1 < m_rows.rowCount());
}

bool DefinitionEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    auto* const key = static_cast<QKeyEvent*>(event);
    const bool undoes = key->matches(QKeySequence::Undo);
    const bool redoes = key->matches(QKeySequence::Redo);
    const bool moves = key->modifiers() == Qt::AltModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down);
    const bool removes = key->key() == Qt::Key_Delete && key->modifiers() == Qt::NoModifier;
    if (!undoes && !redoes && !moves && !removes)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) { // Elsewhere in the window these keys are for the stack.
        event->accept();
        return true;
    }
    if (undoes)
        undo();
    else if (redoes)
        redo();
    else if (moves)
        moveCurrent(key->key() == Qt::Key_Up ? -1 : 1);
    else
        removeField();
    return true;
}

} // namespace fw::ui
