#include "ui/plots/plot_controls.h"

#include "resources/embedded.h"

#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

namespace fw::ui {
namespace {

using namespace std::chrono_literals;

QLabel* labelFor(QWidget& widget, const QString& text)
{
    auto* label = new QLabel(text);
    label->setBuddy(&widget);
    return label;
}

QStringList words(std::initializer_list<const char*> all)
{
    QStringList list;
    for (const char* word : all)
        list.append(QLatin1String(word));
    return list;
}

} // namespace

PlotControls::PlotControls(QWidget* parent)
    : QWidget(parent), m_recipes(readRecipes(resources::find("templates/plots.txt"))), m_recipe(new QComboBox),
      m_source(new QComboBox), m_x(makeQuantity(QStringLiteral("plotXCombo"), tr("Across"), words({"time", "number", "length", "rtt"}))),
      m_y(makeQuantity(QStringLiteral("plotYCombo"), tr("Up"), words({"rtt", "length", "gap", "rate", "time", "number"}))), m_key(new QLineEdit),
      m_filter(new QLineEdit)
{
    m_recipe->setObjectName(QStringLiteral("plotRecipeCombo"));
    m_recipe->setToolTip(tr("What to plot"));
    for (const RecipeText& recipe : m_recipes)
        m_recipe->addItem(recipe.name, recipe.value(u"id"));
    m_source->setObjectName(QStringLiteral("plotSourceCombo"));
    m_source->setToolTip(tr("Whose packets"));
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    nameSources({}, {});
    m_key->setObjectName(QStringLiteral("plotKeyEdit"));
    m_key->setToolTip(tr("Packets for which this is the same are one series: fields (IP.src TCP.sport), or a template (%IP.src%:%TCP.sport%)"));
    m_key->setPlaceholderText(tr("all in one"));
    m_filter->setObjectName(QStringLiteral("plotFilterEdit"));
    m_filter->setToolTip(tr("Only packets that this display filter lets through: ICMP, or IP.ttl < 5 and TCP"));
    m_filter->setPlaceholderText(tr("all packets"));
    m_typing.setSingleShot(true);
    m_typing.setInterval(500ms);
    makeRows();

    connect(m_recipe, &QComboBox::activated, this, &PlotControls::takeRecipe);
    connect(m_source, &QComboBox::activated, this, &PlotControls::changed);
    connect(&m_typing, &QTimer::timeout, this, &PlotControls::changed);
    for (QComboBox* combo : {m_x, m_y}) {
        connect(combo->lineEdit(), &QLineEdit::textEdited, this, &PlotControls::typed);
        connect(combo, &QComboBox::activated, this, &PlotControls::typed);
    }
    for (QLineEdit* edit : {m_key, m_filter})
        connect(edit, &QLineEdit::textEdited, this, &PlotControls::typed);
    for (QLineEdit* edit : {m_key, m_filter, m_x->lineEdit(), m_y->lineEdit()})
        connect(edit, &QLineEdit::returnPressed, this, [this] {
            m_typing.stop();
            emit changed();
        });
    takeRecipe(0);
    m_typing.stop();
}

QComboBox* PlotControls::makeQuantity(const QString& name, const QString& accessibleName, const QStringList& words)
{
    auto* combo = new QComboBox;
    combo->setObjectName(name);
    combo->setAccessibleName(accessibleName);
    combo->setEditable(true);
    combo->setInsertPolicy(QComboBox::NoInsert);
    combo->addItems(words);
    combo->setMinimumContentsLength(14);
    combo->lineEdit()->setObjectName(name + QStringLiteral("Edit"));
    combo->lineEdit()->setAccessibleName(accessibleName);
    combo->setToolTip(tr("time (s), number, length (bytes), gap (ms since the packet before), rtt (ms), rate (packets per span), or a field: IP.ttl"));
    return combo;
}

void PlotControls::makeRows()
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(10, 6, 10, 2);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addWidget(labelFor(*m_recipe, tr("P&lot")), 0, 0);
    grid->addWidget(m_recipe, 0, 1, 1, 3);
    grid->addWidget(labelFor(*m_source, tr("&of")), 0, 4);
    grid->addWidget(m_source, 0, 5, 1, 3);
    grid->addWidget(labelFor(*m_y, tr("&Up")), 1, 0);
    grid->addWidget(m_y, 1, 1);
    grid->addWidget(labelFor(*m_x, tr("ac&ross")), 1, 2);
    grid->addWidget(m_x, 1, 3);
    grid->addWidget(labelFor(*m_key, tr("series &by")), 1, 4);
    grid->addWidget(m_key, 1, 5);
    grid->addWidget(labelFor(*m_filter, tr("o&nly")), 1, 6);
    grid->addWidget(m_filter, 1, 7);
    for (const int column : {1, 3, 7})
        grid->setColumnStretch(column, 2);
    grid->setColumnStretch(5, 4);
}

void PlotControls::offerNames(const Protocols& protocols)
{
    QStringList fields;
    QStringList layers;
    for (std::size_t i = 0; i < protocols.size(); ++i) {
        const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(i)];
        const QString name = QString::fromStdString(protocol.name);
        layers.append(name);
        for (const FieldDesc& field : protocol.fields)
            fields.append(name + QLatin1Char('.') + QString::fromStdString(field.name));
    }
    fields.sort(Qt::CaseInsensitive);
    layers.sort(Qt::CaseInsensitive);
    offer(*m_x->lineEdit(), fields);
    offer(*m_y->lineEdit(), fields);
    offer(*m_filter, layers);
}

void PlotControls::offer(QLineEdit& edit, const QStringList& names)
{
    delete edit.completer();
    auto* completer = new QCompleter(names, &edit);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setModelSorting(QCompleter::CaseInsensitivelySortedModel);
    edit.setCompleter(completer);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &PlotControls::typed);
}

void PlotControls::takeRecipe(int index)
{
    const RecipeText& recipe = m_recipes[static_cast<std::size_t>(index)];
    // One's own keeps what stands there, to go on from.
    if (const QString y = recipe.value(u"y"); !y.isEmpty()) {
        m_y->setCurrentText(y);
        m_x->setCurrentText(recipe.value(u"x"));
        m_key->setText(recipe.value(u"series"));
        m_filter->setText(recipe.value(u"only"));
        m_style = recipe.value(u"style");
    } else {
        m_style = QStringLiteral("points");
        m_y->setFocus();
    }
    emit changed();
}

void PlotControls::typed()
{
    const auto isOwn = [this] {
        const RecipeText& recipe = m_recipes[static_cast<std::size_t>(m_recipe->currentIndex())];
        return recipe.value(u"y") != y() || recipe.value(u"x") != x();
    };
    if (isOwn()) {
        m_recipe->setCurrentIndex(m_recipe->count() - 1);
        m_style = y() == QLatin1String("rate") ? QStringLiteral("steps") : QStringLiteral("points");
    }
    m_typing.start();
}

void PlotControls::chooseRecipe(const QString& id)
{
    const int index = m_recipe->findData(id);
    if (index < 0)
        return;
    m_recipe->setCurrentIndex(index);
    takeRecipe(index);
}

void PlotControls::chooseExchanges(bool exchanges)
{
    m_source->setCurrentIndex(exchanges ? 1 : 0);
    emit changed();
}

void PlotControls::nameSources(const QString& capture, const QString& exchanges)
{
    const QStringList names{capture.isEmpty() ? tr("Capture (none)") : tr("Capture: %1").arg(capture),
                            exchanges.isEmpty() ? tr("Exchange results (none)") : tr("Exchange results: %1").arg(exchanges)};
    for (int i = 0; i < names.size(); ++i) {
        if (m_source->count() <= i)
            m_source->addItem(names[i]);
        else
            m_source->setItemText(i, names[i]);
    }
}

QString PlotControls::x() const { return m_x->currentText().trimmed(); }
QString PlotControls::y() const { return m_y->currentText().trimmed(); }
QString PlotControls::key() const { return m_key->text().trimmed(); }
QString PlotControls::filter() const { return m_filter->text().trimmed(); }
QString PlotControls::recipe() const { return m_recipe->currentData().toString(); }
QString PlotControls::style() const { return m_style; }
bool PlotControls::readsExchanges() const { return m_source->currentIndex() == 1; }

} // namespace fw::ui
