#pragma once

#include "engine/exchange/pair_template.h"
#include "engine/exchange/pairs.h"
#include "ui/bridge/job.h"

namespace fw::ui {

/// What stands in a table of requests and answers, by templates.
struct TableTemplates {
    PairTemplate column;
    PairTemplate row;
    PairTemplate cell;
    bool placesByAnswer = false; ///< Column or row tell of the answer, so that a request without one has no place.
    bool namesMakers = false;    ///< Hardware addresses in cells are followed by who made the card.

    enum class Part : std::uint8_t { Column, Row, Cell };
    /// What is wrong whatever the packets, and with which.
    [[nodiscard]] static std::expected<TableTemplates, std::pair<Part, TemplateError>> parse(const std::string& column, const std::string& row,
                                                                                           const std::string& cell);
};

/// A request was sent, or answered.
struct TableEvent {
    bool isAnswer = false;
    std::size_t request = 0; ///< Counted from 0.
    CapturedPacket packet;   ///< The request, or its answer.
    std::string column;      ///< Empty with `row`: it has no place in the table.
    std::string row;
    std::string cell;        ///< Of an answer.
};

/// Makes the cells of a table, from a run or from packets there are.
class TableJob final : public QueueJob<TableEvent> {
    Q_OBJECT
public:
    /// Sends what the draft stands for.
    TableJob(std::shared_ptr<const Protocols> protocols, std::shared_ptr<Network> network, Draft draft, SendOptions options, TableTemplates templates);
    /// Pairs up a capture, unless it is known what belongs together.
    TableJob(std::shared_ptr<const Protocols> protocols, std::shared_ptr<const Capture> packets, std::optional<std::vector<CapturedPair>> pairs,
             TableTemplates templates);
    void start() override;

signals:
    /// In order, a batch per screen refresh.
    void happened(const std::vector<fw::ui::TableEvent>& events);

private:
    void deliver(std::vector<TableEvent>& events) override;

    Work m_work;
};

} // namespace fw::ui
