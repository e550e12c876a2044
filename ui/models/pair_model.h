#pragma once

#include "ui/models/selection_model.h"

#include <QAbstractItemModel>

namespace fw::ui {

/// A request and its answer field by field: what both have stands in one row, and rows that differ are marked.
class PairModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { FieldColumn, SentColumn, MarkColumn, AnswerColumn, ColumnCount };
    enum Role { SentNodeRole = Qt::UserRole, AnswerNodeRole, DiffersRole, LayerRole };
    explicit PairModel(const Protocols& protocols, QObject* parent = nullptr);

    /// From now on packets are told with these; there are none to begin with.
    void setProtocols(const Protocols& protocols);
    /// Either may be null.
    void setPackets(ShownPacketPtr sent, ShownPacketPtr answer);
    [[nodiscard]] const ShownPacketPtr& sent() const { return m_sent; }
    [[nodiscard]] const ShownPacketPtr& answer() const { return m_answer; }
    /// The row that shows this node of the sent packet or of the answer.
    [[nodiscard]] QModelIndex indexOf(std::int32_t node, Column side) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        std::int32_t sent = -1;
        std::int32_t answer = -1;
        bool differs = false;
        Row* parent = nullptr;
        int number = 0;
        std::vector<std::unique_ptr<Row>> rows;
    };
    void fill(Row& parent);
    void add(Row& parent, std::int32_t sent, std::int32_t answer);
    [[nodiscard]] bool valuesDiffer(const Row& row) const;
    [[nodiscard]] QString text(const Row& row, int column) const;
    [[nodiscard]] const Row* find(const Row& row, std::int32_t node, Column side) const;
    [[nodiscard]] const Row* rowAt(const QModelIndex& index) const;

    const Protocols* m_protocols;
    ShownPacketPtr m_sent;
    ShownPacketPtr m_answer;
    Row m_root;
};

} // namespace fw::ui
