#include "ui/protocols/protocol_list.h"

#include <QFileInfo>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

enum Role { KeyRole = Qt::UserRole, NameRole, SearchRole };

QString groupTitle(const ProtocolDesc& protocol)
{
    if (protocol.isStruct)
        return ProtocolList::tr("Structures");
    return protocol.group.empty() ? u"Other"_s : QString::fromStdString(protocol.group);
}

int groupOrder(const QString& title)
{
    static const QStringList order{u"Link"_s, u"Network"_s, u"Transport"_s, u"Application"_s, u"Payload"_s, u"Other"_s};
    const qsizetype at = order.indexOf(title);
    return at < 0 ? static_cast<int>(order.size()) : static_cast<int>(at);
}

QTreeWidgetItem* groupItem(const QString& title)
{
    auto* item = new QTreeWidgetItem({title});
    item->setFlags(Qt::ItemIsEnabled);
    return item;
}

} // namespace

ProtocolList::ProtocolList(OwnDefinitions& own, QWidget* parent)
    : QWidget(parent), m_own(own), m_search(new QLineEdit), m_tree(new QTreeWidget), m_yours(groupItem(tr("Yours")))
{
    m_search->setObjectName(u"protocolSearch"_s);
    m_search->setAccessibleName(tr("Find a protocol"));
    m_search->setPlaceholderText(tr("Find a protocol"));
    m_search->setClearButtonEnabled(true);
    m_tree->setObjectName(u"protocolList"_s);
    m_tree->setAccessibleName(tr("Protocols"));
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(m_tree->fontMetrics().height());
    m_tree->addTopLevelItem(m_yours);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 0, 4);
    column->setSpacing(4);
    column->addWidget(m_search);
    column->addWidget(m_tree, 1);
    connect(m_search, &QLineEdit::textChanged, this, &ProtocolList::search);
    connect(m_search, &QLineEdit::returnPressed, m_tree, qOverload<>(&QWidget::setFocus));
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem* item) {
        if (!m_filling)
            choose(item);
    });
    connect(&own, &OwnDefinitions::changed, this, &ProtocolList::refreshOwn);
    refreshOwn();
}

void ProtocolList::setProtocols(const Protocols& protocols)
{
    const QString chosen = m_tree->currentItem() ? m_tree->currentItem()->data(0, NameRole).toString() : QString();
    m_filling = true;
    while (m_tree->topLevelItemCount() > 1)
        delete m_tree->takeTopLevelItem(1);
    std::map<std::pair<int, QString>, QList<QTreeWidgetItem*>> groups;
    for (std::size_t id = 0; id < protocols.size(); ++id) {
        const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(id)];
        if (protocol.isQuotedForm() || m_own.defining(protocol))
            continue;
        const QString name = QString::fromStdString(protocol.name);
        auto* item = new QTreeWidgetItem({name});
        item->setData(0, NameRole, name);
        item->setData(0, SearchRole, name + u'\n' + QString::fromStdString(protocol.title));
        item->setToolTip(0, QString::fromStdString(protocol.title));
        const QString title = groupTitle(protocol);
        groups[{groupOrder(title), title}].append(item);
    }
    for (auto& [key, items] : groups) {
        std::ranges::sort(items, [](const auto* a, const auto* b) { return a->text(0).compare(b->text(0), Qt::CaseInsensitive) < 0; });
        auto* group = groupItem(key.second);
        group->addChildren(items);
        m_tree->addTopLevelItem(group);
        group->setExpanded(key.second != tr("Structures"));
    }
    search(m_search->text());
    if (auto* const again = find(NameRole, chosen); again && !chosen.isEmpty())
        m_tree->setCurrentItem(again);
    m_filling = false;
}

void ProtocolList::refreshOwn()
{
    const QString chosen = m_tree->currentItem() ? m_tree->currentItem()->data(0, KeyRole).toString() : QString();
    m_filling = true;
    qDeleteAll(m_yours->takeChildren());
    for (const auto& own : m_own.all()) {
        const QString name = OwnDefinitions::nameOf(*own);
        const bool broken = !m_own.errorsOf(*own).empty();
        QString text = broken ? tr("✗ %1 — has errors, not used").arg(name) : name;
        if (own->isChanged())
            text += own->path.isEmpty() ? tr(" — draft") : tr(" — changed");
        auto* item = new QTreeWidgetItem(m_yours, {text});
        item->setData(0, KeyRole, own->key);
        item->setData(0, SearchRole, name);
        QStringList about{own->path.isEmpty() ? tr("In no file yet") : own->path};
        for (const DefinitionError& error : m_own.errorsOf(*own))
            about << tr("line %1, column %2: %3").arg(error.line).arg(error.column).arg(QString::fromStdString(error.message));
        item->setToolTip(0, about.join(u'\n'));
    }
    m_yours->setText(0, m_yours->childCount() == 0 ? tr("Yours — none yet") : tr("Yours"));
    m_yours->setExpanded(true);
    search(m_search->text());
    if (!chosen.isEmpty())
        if (auto* const again = find(KeyRole, chosen))
            m_tree->setCurrentItem(again);
    m_filling = false;
}

QTreeWidgetItem* ProtocolList::find(int role, const QString& value) const
{
    for (QTreeWidgetItemIterator it(m_tree); *it; ++it)
        if ((*it)->data(0, role).isValid() && (*it)->data(0, role).toString() == value)
            return *it;
    return nullptr;
}

void ProtocolList::selectOwn(const QString& key)
{
    if (auto* const item = find(KeyRole, key))
        m_tree->setCurrentItem(item);
}

void ProtocolList::selectProtocol(const QString& name)
{
    if (auto* const item = find(NameRole, name); item && item != m_tree->currentItem()) { // Else a search found it, and may go on.
        m_search->clear();
        m_tree->setCurrentItem(item);
        m_tree->scrollToItem(item);
    }
}

void ProtocolList::choose(const QTreeWidgetItem* item)
{
    if (!item)
        return;
    if (const QString key = item->data(0, KeyRole).toString(); !key.isEmpty())
        emit ownChosen(key);
    else if (const QString name = item->data(0, NameRole).toString(); !name.isEmpty())
        emit protocolChosen(name);
}

void ProtocolList::search(const QString& text)
{
    const QString wanted = text.trimmed();
    QTreeWidgetItem* best = nullptr;
    for (int group = 0; group < m_tree->topLevelItemCount(); ++group) {
        QTreeWidgetItem* const parent = m_tree->topLevelItem(group);
        bool any = wanted.isEmpty();
        for (int row = 0; row < parent->childCount(); ++row) {
            QTreeWidgetItem* const item = parent->child(row);
            const bool fits = item->data(0, SearchRole).toString().contains(wanted, Qt::CaseInsensitive);
            item->setHidden(!fits);
            any = any || fits;
            const QString name = item->data(0, SearchRole).toString().section(u'\n', 0, 0);
            if (fits && (!best || name.compare(wanted, Qt::CaseInsensitive) == 0))
                best = item;
        }
        parent->setHidden(!any);
        if (!wanted.isEmpty() && any)
            parent->setExpanded(true);
    }
    if (!wanted.isEmpty() && best && !m_filling)
        m_tree->setCurrentItem(best);
}

} // namespace fw::ui
