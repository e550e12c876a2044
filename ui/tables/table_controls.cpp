#include "ui/tables/table_controls.h"

#include "engine/scapy/scapy.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
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

QString reasonText(const scapy::ParseError& error)
{
    const QString found = error.found.empty() ? TableControls::tr("the end") : QStringLiteral("“%1”").arg(QString::fromStdString(error.found));
    return error.expected.empty() ? TableControls::tr("column %1: unexpected %2").arg(error.column + 1).arg(found)
                                  : TableControls::tr("column %1: found %2, expected %3").arg(error.column + 1).arg(found, QString::fromStdString(error.expected));
}

/// Puts what was typed into a field of the draft, "IP.dst"; why it does not fit otherwise.
std::optional<QString> put(const Protocols& protocols, Draft& draft, const QString& field, const QString& typed)
{
    const std::string protocol = field.section(QLatin1Char('.'), 0, 0).toStdString();
    const std::string name = field.section(QLatin1Char('.'), 1).toStdString();
    for (Layer& layer : draft.layers) {
        const ProtocolDesc& desc = protocols[layer.protocol];
        if (desc.name != protocol)
            continue;
        const FieldIndex index = desc.find(name);
        if (index == noField)
            break;
        auto value = parseFieldText(protocols, desc, index, typed.toStdString(), &layer);
        if (!value)
            return QString::fromStdString(value.error().detail);
        layer.fields[index] = {SlotState::Explicit, std::move(*value)};
        return std::nullopt;
    }
    return TableControls::tr("the packet has no %1").arg(field);
}

} // namespace

TableControls::TableControls(QWidget* parent)
    : QWidget(parent), m_recipes(tableRecipes()), m_recipe(new QComboBox), m_source(new QComboBox),
      m_hosts(makeEdit(QStringLiteral("tableHostsEdit"), tr("Hosts"), tr("Names, addresses, ranges and networks: scanme.nmap.org, 10.0.0.1-20, 10.0.1.0/28"))),
      m_valuesLabel(new QLabel),
      m_values(makeEdit(QStringLiteral("tableValuesEdit"), tr("Values"), tr("Numbers and ranges: 22, 80, 8000..8010"))),
      m_packet(makeEdit(QStringLiteral("tablePacketEdit"), tr("Packet"), tr("What is sent, as a Scapy expression; several values in a field are several packets"))),
      m_column(makeEdit(QStringLiteral("tableColumnEdit"), tr("Columns"), tr("Template of the column: %IP.dst% of the request, %answer:IP.src% of the answer"))),
      m_row(makeEdit(QStringLiteral("tableRowEdit"), tr("Rows"), tr("Template of the row: %r,TCP.dport% is the number itself"))),
      m_cell(makeEdit(QStringLiteral("tableCellEdit"), tr("Cells"), tr("Template of the cell: {answer:TCP:%answer:TCP.flags%} only for answers with TCP"))),
      m_silent(new QCheckBox(tr("witho&ut reply too")))
{
    m_recipe->setObjectName(QStringLiteral("tableRecipeCombo"));
    m_recipe->setToolTip(tr("What to make a table of"));
    for (const TableRecipe& recipe : m_recipes)
        m_recipe->addItem(recipe.name, recipe.id);
    m_source->setObjectName(QStringLiteral("tableSourceCombo"));
    m_source->setToolTip(tr("Send requests now, or use those that there are"));
    m_source->addItem(tr("Send and receive"));
    nameSources({}, {});
    m_silent->setObjectName(QStringLiteral("tableSilentCheck"));
    m_silent->setToolTip(tr("Requests that nobody answered have cells too"));
    m_valuesLabel->setBuddy(m_values);
    m_typing.setSingleShot(true);
    m_typing.setInterval(300ms);
    makeRows();

    connect(&m_typing, &QTimer::timeout, this, &TableControls::changed);
    connect(m_recipe, &QComboBox::activated, this, &TableControls::takeRecipe);
    connect(m_source, &QComboBox::activated, this, [this] {
        showWhatCounts();
        emit changed();
    });
    connect(m_silent, &QCheckBox::toggled, this, &TableControls::showsSilentChanged);
    for (QLineEdit* edit : {m_hosts, m_values})
        connect(edit, &QLineEdit::textEdited, this, [this] { typed(false); });
    for (QLineEdit* edit : {m_packet, m_column, m_row, m_cell})
        connect(edit, &QLineEdit::textEdited, this, [this] { typed(true); });
    for (QLineEdit* edit : {m_hosts, m_values, m_packet, m_column, m_row, m_cell})
        connect(edit, &QLineEdit::returnPressed, this, &TableControls::runRequested);
    takeRecipe();
}

QLineEdit* TableControls::makeEdit(const QString& name, const QString& accessibleName, const QString& toolTip)
{
    auto* edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(accessibleName);
    edit->setToolTip(toolTip);
    return edit;
}

void TableControls::makeRows()
{
    m_hosts->setPlaceholderText(tr("scanme.nmap.org, nmap.org"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(10, 6, 10, 2);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addWidget(labelFor(*m_recipe, tr("Ta&ble")), 0, 0);
    grid->addWidget(m_recipe, 0, 1);
    grid->addWidget(labelFor(*m_hosts, tr("h&osts")), 0, 2);
    grid->addWidget(m_hosts, 0, 3);
    grid->addWidget(m_valuesLabel, 0, 4);
    grid->addWidget(m_values, 0, 5);
    grid->addWidget(labelFor(*m_source, tr("b&y")), 1, 0);
    grid->addWidget(m_source, 1, 1);
    grid->addWidget(labelFor(*m_packet, tr("pac&ket")), 1, 2);
    grid->addWidget(m_packet, 1, 3, 1, 3);
    auto* templates = new QHBoxLayout;
    templates->setSpacing(8);
    templates->addWidget(labelFor(*m_column, tr("colu&mns")));
    templates->addWidget(m_column, 2);
    templates->addWidget(labelFor(*m_row, tr("ro&ws")));
    templates->addWidget(m_row, 2);
    templates->addWidget(labelFor(*m_cell, tr("cel&ls")));
    templates->addWidget(m_cell, 5);
    templates->addWidget(m_silent);
    grid->addLayout(templates, 2, 0, 1, 6);
    grid->setColumnStretch(3, 3);
    grid->setColumnStretch(5, 2);
}

void TableControls::takeRecipe()
{
    // One's own keeps what stands there, to go on from.
    if (const TableRecipe& chosen = recipe(); !chosen.packet.isEmpty()) {
        m_packet->setText(chosen.packet);
        m_values->setText(chosen.valuesDefault);
        m_column->setText(chosen.column);
        m_row->setText(chosen.row);
        m_cell->setText(chosen.cell);
        m_silent->setChecked(chosen.showsSilent);
    }
    showWhatCounts();
    emit changed();
}

void TableControls::showWhatCounts()
{
    const TableRecipe& chosen = recipe();
    const bool sends = source() == Source::Run;
    m_valuesLabel->setText(chosen.valuesLabel.isEmpty() ? tr("&values") : QStringLiteral("&") + chosen.valuesLabel.toLower());
    if (!chosen.valuesLabel.isEmpty())
        m_values->setAccessibleName(chosen.valuesLabel);
    m_hosts->setEnabled(sends && !chosen.hostsField.isEmpty());
    m_values->setEnabled(sends && !chosen.valuesField.isEmpty());
    m_valuesLabel->setVisible(!chosen.valuesField.isEmpty());
    m_values->setVisible(!chosen.valuesField.isEmpty());
    m_packet->setEnabled(sends);
}

void TableControls::typed(bool own)
{
    if (own && recipe().id != QLatin1String("custom") && m_packet->text() != recipe().packet) {
        // The packet is one's own from here on, with what was typed for it in place.
        m_recipe->setCurrentIndex(m_recipe->findData(QStringLiteral("custom")));
        showWhatCounts();
    }
    m_typing.start();
}

TableControls::Source TableControls::source() const { return static_cast<Source>(m_source->currentIndex()); }
const TableRecipe& TableControls::recipe() const { return m_recipes[static_cast<std::size_t>(m_recipe->currentIndex())]; }
QString TableControls::column() const { return m_column->text(); }
QString TableControls::row() const { return m_row->text(); }
QString TableControls::cell() const { return m_cell->text(); }
bool TableControls::showsSilent() const { return m_silent->isChecked(); }

void TableControls::chooseRecipe(const QString& id)
{
    if (const int index = m_recipe->findData(id); index >= 0) {
        m_recipe->setCurrentIndex(index);
        takeRecipe();
    }
}

std::expected<Draft, QString> TableControls::draft(const Protocols& protocols) const
{
    auto draft = scapy::parse(protocols, m_packet->text().toStdString());
    if (!draft)
        return std::unexpected(tr("Packet: %1.").arg(reasonText(draft.error())));
    const TableRecipe& chosen = recipe();
    if (!chosen.hostsField.isEmpty()) {
        if (m_hosts->text().trimmed().isEmpty())
            return std::unexpected(tr("Hosts: type at least one, such as scanme.nmap.org."));
        if (const auto wrong = put(protocols, *draft, chosen.hostsField, m_hosts->text().trimmed()))
            return std::unexpected(tr("Hosts: %1.").arg(*wrong));
    }
    if (!chosen.valuesField.isEmpty()) {
        if (m_values->text().trimmed().isEmpty())
            return std::unexpected(tr("%1: type at least one number.").arg(chosen.valuesLabel));
        if (const auto wrong = put(protocols, *draft, chosen.valuesField, m_values->text().trimmed()))
            return std::unexpected(tr("%1: %2.").arg(chosen.valuesLabel, *wrong));
    }
    return std::move(*draft);
}

void TableControls::nameSources(const QString& exchanges, const QString& capture)
{
    const QStringList names{tr("Send and receive"), exchanges.isEmpty() ? tr("Exchange results (none)") : tr("Exchange results: %1").arg(exchanges),
                            capture.isEmpty() ? tr("Capture, paired up (none)") : tr("Capture, paired up: %1").arg(capture)};
    for (int i = 0; i < names.size(); ++i) {
        if (m_source->count() <= i)
            m_source->addItem(names[i]);
        else
            m_source->setItemText(i, names[i]);
    }
}

void TableControls::setRunning(bool running)
{
    m_recipe->setEnabled(!running);
    m_source->setEnabled(!running);
}

} // namespace fw::ui
