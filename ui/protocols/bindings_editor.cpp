#include "ui/protocols/bindings_editor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <map>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

/// The field of a lower layer that people know a table by, where several layers look into it or several fields are looked up.
const std::map<QString, QString>& knownTables()
{
    static const std::map<QString, QString> names{{u"udp.port"_s, u"UDP dport"_s}, {u"tcp.port"_s, u"TCP dport"_s}, {u"ethertype"_s, u"Ether type"_s},
        {u"ip.proto"_s, u"IP proto"_s}, {u"ipv6.nh"_s, u"IPv6 nh"_s}};
    return names;
}

QString textAt(const WrittenItem& item, const char* key)
{
    const auto* const found = item.find(key);
    return found ? QString::fromStdString(found->text) : QString();
}

} // namespace

BindingsEditor::BindingsEditor(QWidget* parent)
    : QWidget(parent), m_list(new QListWidget), m_table(new QComboBox), m_value(new QLineEdit), m_add(new QPushButton(tr("&Bind"))),
      m_change(new QPushButton(tr("C&hange"))), m_remove(new QPushButton(tr("&Unbind")))
{
    layOut();
    connect(m_list, &QListWidget::currentRowChanged, this, &BindingsEditor::showCurrent);
    connect(m_value, &QLineEdit::textChanged, this, &BindingsEditor::enable);
    connect(m_value, &QLineEdit::returnPressed, m_add, &QPushButton::click);
    connect(m_add, &QPushButton::clicked, this, [this] { emit addAsked(edited()); });
    connect(m_change, &QPushButton::clicked, this, [this] { emit changeAsked(m_list->currentRow(), edited()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { emit removeAsked(m_list->currentRow()); });
    enable();
}

void BindingsEditor::layOut()
{
    m_list->setObjectName(u"protoBindings"_s);
    m_list->setAccessibleName(tr("What this protocol follows on"));
    m_list->setMaximumHeight(fontMetrics().lineSpacing() * 3 + 10);
    m_table->setObjectName(u"bindTable"_s);
    m_table->setAccessibleName(tr("Field of the layer below"));
    m_table->setMinimumContentsLength(14);
    m_value->setObjectName(u"bindValue"_s);
    m_value->setAccessibleName(tr("Its value"));
    m_value->setPlaceholderText(u"5353"_s);
    m_value->setMinimumWidth(70);
    m_add->setObjectName(u"bindAddBtn"_s);
    m_change->setObjectName(u"bindChangeBtn"_s);
    m_remove->setObjectName(u"bindRemoveBtn"_s);
    auto* label = new QLabel(tr("Follo&ws on"));
    label->setBuddy(m_table);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(label);
    row->addWidget(m_table, 2);
    row->addWidget(new QLabel(u"="_s));
    row->addWidget(m_value, 1);
    row->addWidget(m_add);
    row->addWidget(m_change);
    row->addWidget(m_remove);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(4);
    all->addLayout(row);
    all->addWidget(m_list);
}

void BindingsEditor::setTables(const Protocols& protocols)
{
    std::map<QString, QString> names = knownTables();
    for (std::size_t id = 0; id < protocols.size(); ++id) {
        const ProtocolDesc& lower = protocols[static_cast<ProtocolId>(id)];
        if (lower.payload.rule != PayloadDesc::Rule::Table || lower.payload.keys.empty() || lower.isQuotedForm())
            continue;
        const QString name = QString::fromStdString(lower.name) + u' ' + QString::fromStdString(lower.fields[lower.payload.keys.front()].name);
        names.emplace(QString::fromStdString(protocols.tableName(lower.payload.table)), name);
    }
    const QString chosen = m_table->currentData().toString();
    m_table->clear();
    for (const char* first : {"udp.port", "tcp.port", "ethertype", "ip.proto"})
        m_table->addItem(names.at(QLatin1String(first)), QString::fromLatin1(first));
    for (const auto& [table, name] : names)
        if (m_table->findData(table) < 0)
            m_table->addItem(name, table);
    m_table->setCurrentIndex(std::max(0, m_table->findData(chosen)));
}

QString BindingsEditor::textOf(const WrittenItem& item) const
{
    const QString table = textAt(item, "table");
    QString lower = textAt(item, "to");
    if (!table.isEmpty()) {
        const int known = m_table->findData(table);
        lower = u"%1 = %2"_s.arg(known < 0 ? table : m_table->itemText(known), textAt(item, "value"));
    } else if (const QString when = textAt(item, "when"); !when.isEmpty()) {
        lower += tr(" with %1").arg(when);
    }
    return u"%1 → %2"_s.arg(lower, m_name);
}

void BindingsEditor::setBindings(const QString& name, const WrittenList& bindings)
{
    const int row = m_list->currentRow();
    m_name = name;
    m_bindings = bindings;
    m_list->clear();
    for (const WrittenItem& item : bindings.items)
        m_list->addItem(textOf(item));
    m_list->setCurrentRow(std::min(row, m_list->count() - 1));
    m_list->setVisible(m_list->count() > 0);
    enable();
}

void BindingsEditor::showCurrent()
{
    if (const int row = m_list->currentRow(); row >= 0) {
        const WrittenItem& item = m_bindings.items[static_cast<std::size_t>(row)];
        if (const int table = m_table->findData(textAt(item, "table")); table >= 0) {
            m_table->setCurrentIndex(table);
            m_value->setText(textAt(item, "value"));
        }
    }
    enable();
}

WrittenItem BindingsEditor::edited() const
{
    WrittenItem item;
    if (const int row = m_list->currentRow(); row >= 0 && sender() == m_change)
        item = m_bindings.items[static_cast<std::size_t>(row)]; // With what else it says.
    item.set("table", m_table->currentData().toString().toStdString());
    item.set("value", m_value->text().trimmed().toStdString());
    return item;
}

void BindingsEditor::enable()
{
    const bool filled = m_bindings.isEditable && !m_name.isEmpty() && !m_value->text().trimmed().isEmpty();
    const int row = m_list->currentRow();
    const bool byTable = row >= 0 && m_bindings.items[static_cast<std::size_t>(row)].find("table");
    m_add->setEnabled(filled);
    m_change->setEnabled(filled && byTable);
    m_remove->setEnabled(m_bindings.isEditable && row >= 0);
}

} // namespace fw::ui
