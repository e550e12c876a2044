#pragma once

#include "ui/bridge/table_job.h"
#include "ui/models/selection_model.h"
#include "ui/tables/table_recipes.h"

#include <QAbstractTableModel>

#include <unordered_map>

namespace fw::ui {

/// A table of requests and answers as they come: a row and a column for each text that comes up, in natural order.
class PivotModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { TintRole = Qt::UserRole, RequestRole, SilentRole };
    enum class Phase { Running, Ended, Cancelled };
    static constexpr int mostColumns = 256; // More cannot be looked at, and each costs a header section.

    using QAbstractTableModel::QAbstractTableModel;

    /// From now on packets of another table come.
    void begin(std::vector<CellWord> words, ShownPacket::Source source, bool practice);
    void add(const std::vector<TableEvent>& events);
    /// What still waits is from now on without a reply.
    void end(Phase phase);
    /// Whether requests without an answer have cells.
    void setShowsSilent(bool shows);

    [[nodiscard]] std::size_t requestCount() const { return m_requests.size(); }
    [[nodiscard]] std::size_t answeredCount() const { return m_answered; }
    /// There are columns that there was no room for.
    [[nodiscard]] bool leavesOut() const { return m_leavesOut; }
    [[nodiscard]] bool isPractice() const { return m_practice; }
    [[nodiscard]] ShownPacketPtr request(const QModelIndex& cell, const std::shared_ptr<const Protocols>& protocols) const;
    [[nodiscard]] ShownPacketPtr answer(const QModelIndex& cell, const std::shared_ptr<const Protocols>& protocols) const; ///< Null: none.
    /// The cell of the request with this number; invalid if it has none.
    [[nodiscard]] QModelIndex cellOf(std::size_t request) const;
    /// Where packets come from: for those who show the same ones.
    [[nodiscard]] ShownPacket::Source source() const { return m_source; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Request {
        std::size_t number = 0; ///< In its list, from 0.
        CapturedPacket packet;
        std::optional<CapturedPacket> answer;
        std::string column; ///< Where it stands.
        std::string row;
        QString text;       ///< Of the answer.
        CellWord word;
    };
    struct Line { ///< A row or a column.
        std::string name;
        std::uint32_t id = 0; ///< In cell keys; stays when others come before it.
    };
    struct Lines {
        std::vector<Line> shown; ///< In natural order.
        std::unordered_map<std::string, std::uint32_t> ids;
        [[nodiscard]] int indexOf(const std::string& name) const;
    };

    void note(const TableEvent& event);
    void placeAll();
    void insert(Lines& lines, std::vector<std::string> names, Qt::Orientation orientation);
    [[nodiscard]] bool isShown(const Request& request) const;
    [[nodiscard]] const Request* requestAt(const QModelIndex& index) const;
    [[nodiscard]] QString text(const Request& request) const;
    [[nodiscard]] ShownPacketPtr shown(const Request& request, const CapturedPacket& packet, const std::shared_ptr<const Protocols>& protocols) const;

    std::vector<CellWord> m_words;
    ShownPacket::Source m_source = ShownPacket::Source::Table;
    bool m_practice = false;
    bool m_showsSilent = true;
    Phase m_phase = Phase::Ended;
    std::vector<Request> m_requests;
    std::unordered_map<std::size_t, std::size_t> m_byNumber; ///< Index in m_requests.
    std::size_t m_answered = 0;
    bool m_leavesOut = false;
    Lines m_columns;
    Lines m_rows;
    std::unordered_map<std::uint64_t, std::size_t> m_cells; ///< By the ids of column and row: index in m_requests, the one put there last.
};

} // namespace fw::ui
