#pragma once

#include "ui/craft/layer_catalog.h"
#include "ui/craft/templates.h"

#include <QStandardItemModel>

namespace fw::ui {

/// What can be laid on a stack: protocols by group, then templates. Two columns: name and title.
class PaletteModel final : public QStandardItemModel {
    Q_OBJECT
public:
    enum Role { ExpressionRole = Qt::UserRole + 1, IsTemplateRole };

    PaletteModel(const Protocols& protocols, const std::vector<PacketTemplate>& templates, QObject* parent = nullptr);

    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    [[nodiscard]] Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

private:
    QStandardItem* addGroup(const QString& name);
};

} // namespace fw::ui
