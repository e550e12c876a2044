#include "ui/craft/palette_model.h"

#include <algorithm>
#include <map>

namespace fw::ui {
namespace {

QList<QStandardItem*> entryRow(const QString& name, const QString& title, const QString& expression, bool isTemplate)
{
    QList<QStandardItem*> row{new QStandardItem(name), new QStandardItem(title)};
    for (QStandardItem* item : row) {
        item->setData(expression, PaletteModel::ExpressionRole);
        item->setData(isTemplate, PaletteModel::IsTemplateRole);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren);
        item->setToolTip(title.isEmpty() ? expression : title);
    }
    return row;
}

} // namespace

PaletteModel::PaletteModel(const Protocols& protocols, const std::vector<PacketTemplate>& templates, QObject* parent)
    : QStandardItemModel(0, 2, parent)
{
    std::map<QString, QStandardItem*> groups;
    for (const CatalogEntry& entry : layerCatalog(protocols)) {
        QStandardItem*& group = groups[entry.group];
        if (group == nullptr)
            group = addGroup(entry.group);
        group->appendRow(entryRow(entry.name, entry.title, entry.name + QLatin1String("()"), false));
    }
    QStandardItem* ready = addGroup(tr("Templates"));
    for (const PacketTemplate& one : templates)
        ready->appendRow(entryRow(one.name, one.expression, one.expression, true));
}

QStandardItem* PaletteModel::addGroup(const QString& name)
{
    auto* group = new QStandardItem(name);
    auto* rest = new QStandardItem;
    group->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    rest->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    appendRow({group, rest});
    return group;
}

QStringList PaletteModel::mimeTypes() const
{
    return {QLatin1String(layerMimeType)};
}

QMimeData* PaletteModel::mimeData(const QModelIndexList& indexes) const
{
    for (const QModelIndex& index : indexes)
        if (const QString expression = index.data(ExpressionRole).toString(); !expression.isEmpty())
            return layerMime(expression);
    return nullptr;
}

} // namespace fw::ui
