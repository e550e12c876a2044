#include "ui/craft/palette.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace fw::ui {

Palette::Palette(const Protocols& protocols, QWidget* parent)
    : QWidget(parent)
    , m_model(new PaletteModel(protocols, builtinTemplates(), this))
    , m_shown(new QSortFilterProxyModel(this))
    , m_search(new QLineEdit)
    , m_tree(new QTreeView)
    , m_about(new QLabel)
{
    setObjectName(QStringLiteral("palette"));
    setAccessibleName(tr("Palette of layers"));
    m_shown->setSourceModel(m_model);
    m_shown->setRecursiveFilteringEnabled(true);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    layOut();
    connect(m_search, &QLineEdit::textChanged, this, &Palette::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { choose(firstEntry()); });
    connect(m_tree, &QTreeView::activated, this, &Palette::choose);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& current) { m_about->setText(current.siblingAtColumn(1).data().toString()); });
}

void Palette::setProtocols(const Protocols& protocols)
{
    auto* const model = new PaletteModel(protocols, builtinTemplates(), this);
    m_shown->setSourceModel(model);
    delete std::exchange(m_model, model);
    m_tree->setColumnHidden(1, true);
    m_tree->expandAll();
}

void Palette::layOut()
{
    m_search->setObjectName(QStringLiteral("paletteSearch"));
    m_search->setAccessibleName(tr("Find a protocol or template"));
    m_search->setPlaceholderText(tr("Find a protocol"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_tree->setObjectName(QStringLiteral("paletteTree"));
    m_tree->setAccessibleName(tr("Protocols and templates"));
    m_tree->setModel(m_shown);
    m_tree->setHeaderHidden(true);
    m_tree->setDragEnabled(true);
    m_tree->setDragDropMode(QAbstractItemView::DragOnly);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tree->setColumnHidden(1, true); // Titles are searched, and shown below for the current entry.
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setIndentation(m_tree->fontMetrics().height());
    m_tree->expandAll();
    m_about->setObjectName(QStringLiteral("paletteAbout"));
    m_about->setAccessibleName(tr("About the entry"));
    m_about->setWordWrap(true);
    m_about->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_about->setMinimumHeight(m_about->fontMetrics().lineSpacing() * 3);
    m_about->setMargin(4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_search);
    column->addWidget(m_tree, 1);
    column->addWidget(m_about);
    setFocusProxy(m_search);
}

QModelIndex Palette::indexOf(const QString& name) const
{
    for (int group = 0; group < m_shown->rowCount(); ++group) {
        const QModelIndex parent = m_shown->index(group, 0);
        for (int row = 0; row < m_shown->rowCount(parent); ++row)
            if (const QModelIndex index = m_shown->index(row, 0, parent); index.data().toString() == name)
                return index;
    }
    return {};
}

void Palette::search(const QString& text)
{
    m_shown->setFilterFixedString(text.trimmed());
    m_tree->expandAll();
    const QModelIndex first = firstEntry();
    if (!text.isEmpty() && first.isValid())
        m_tree->setCurrentIndex(first);
}

// Of what is shown: a name that begins with the text, else whatever comes first.
QModelIndex Palette::firstEntry() const
{
    const QString typed = m_search->text().trimmed();
    QModelIndex best;
    for (int group = 0; group < m_shown->rowCount(); ++group) {
        const QModelIndex parent = m_shown->index(group, 0);
        for (int row = 0; row < m_shown->rowCount(parent); ++row) {
            const QModelIndex index = m_shown->index(row, 0, parent);
            const QString name = index.data().toString();
            if (name.compare(typed, Qt::CaseInsensitive) == 0)
                return index;
            const bool begins = name.startsWith(typed, Qt::CaseInsensitive);
            if (!best.isValid() || (begins && !best.data().toString().startsWith(typed, Qt::CaseInsensitive)))
                best = index;
        }
    }
    return best;
}

void Palette::choose(const QModelIndex& index)
{
    const QString expression = index.data(PaletteModel::ExpressionRole).toString();
    if (expression.isEmpty())
        return;
    if (index.data(PaletteModel::IsTemplateRole).toBool())
        emit templateChosen(expression);
    else
        emit layerChosen(expression);
}

bool Palette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down) {
            m_tree->setFocus();
            if (const QModelIndex first = firstEntry(); first.isValid() && !m_tree->currentIndex().isValid())
                m_tree->setCurrentIndex(first);
            return true;
        }
        if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
            m_search->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace fw::ui
