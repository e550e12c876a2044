#pragma once

#include "ui/models/layout_words.h"
#include "ui/models/selection_model.h"

#include <QAbstractItemModel>

namespace fw::ui {

/// The layers, fields and list elements of one packet, as they lie in its bytes.
class FieldTreeModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    /// DisplayRole shortens long values; EditRole has all of them.
    enum Column { FieldColumn, ValueColumn, OffsetColumn, SizeColumn, ColumnCount };
    enum Role {
        NodeRole = Qt::UserRole, ///< Index in the layout's nodes.
        GroupRole,               ///< Of the layer it belongs to: "Network".
        LayerRole,               ///< bool: the row is a layer.
        SilentRole,              ///< bool: on no bits of the wire.
        AutomaticRole,           ///< bool: worked out when the packet was built.
        NoteRole,                ///< What is wrong, in words; empty if nothing is.
        NoteLevelRole,           ///< Check::Level of the worst note on the row or below it; -1 if there is none.
    };

    explicit FieldTreeModel(const Protocols& protocols, QObject* parent = nullptr);

    /// From now on packets are told with these; there is none to begin with.
    void setProtocols(const Protocols& protocols);
    void setPacket(ShownPacketPtr packet);
    [[nodiscard]] const ShownPacketPtr& packet() const { return m_packet; }
    void setHideAbsent(bool hide);
    [[nodiscard]] bool hideAbsent() const { return m_hideAbsent; }

    [[nodiscard]] QModelIndex indexOf(std::int32_t node, int column = FieldColumn) const;
    [[nodiscard]] std::int32_t nodeOf(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void rebuild();
    void gatherChildren();
    void gatherNotes();
    [[nodiscard]] bool isShown(const LayoutNode& node) const { return !m_hideAbsent || !isSilent(node); }
    [[nodiscard]] const std::vector<std::uint32_t>& children(const QModelIndex& parent) const;
    [[nodiscard]] QString text(std::int32_t node, Column column) const;
    [[nodiscard]] QString notesOf(std::int32_t node) const;
    [[nodiscard]] QString description(std::int32_t node) const;

    const Protocols* m_protocols;
    ShownPacketPtr m_packet;
    bool m_hideAbsent = false;
    std::vector<std::vector<std::uint32_t>> m_children; ///< Of node n at n + 1; the layers at 0.
    std::vector<int> m_rows;                            ///< -1: not shown.
    std::vector<int> m_levels;
};

} // namespace fw::ui
