#include "ui/bridge/table_job.h"

#include "engine/exchange/vendors.h"
#include "engine/packet/expand.h"

#include <map>
#include <set>

namespace fw::ui {
namespace {

using Queue = JobQueue<TableEvent>;
using Side = PairTemplate::Side;

/// Fills the templates in for one packet after the other, and remembers what went wrong.
class Filler {
public:
    Filler(std::shared_ptr<const Protocols> protocols, TableTemplates templates) : m_protocols(std::move(protocols)), m_templates(std::move(templates)) {}

    [[nodiscard]] const Protocols& protocols() const { return *m_protocols; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    TableEvent ofRequest(std::size_t number, const CapturedPacket& packet, const Draft& draft)
    {
        TableEvent event{false, number, packet, {}, {}, {}};
        if (m_templates.placesByAnswer)
            return event;
        const Draft nothing;
        place(event, {draft, packet.time}, {nothing, packet.time});
        return event;
    }
    TableEvent ofAnswer(std::size_t number, const Side& request, const CapturedPacket& packet, const Draft& draft)
    {
        TableEvent event{true, number, packet, {}, {}, {}};
        const Side answer{draft, packet.time};
        place(event, request, answer);
        event.cell = text(m_templates.cell, request, answer);
        if (m_templates.namesMakers)
            addMaker(event.cell);
        return event;
    }

private:
    void place(TableEvent& event, const Side& request, const Side& answer)
    {
        event.column = text(m_templates.column, request, answer);
        event.row = text(m_templates.row, request, answer);
    }
    std::string text(const PairTemplate& pairTemplate, const Side& request, const Side& answer)
    {
        auto filled = pairTemplate.text(*m_protocols, request, answer);
        if (filled)
            return std::move(*filled);
        if (!m_error)
            m_error = Error{Errc::Syntax, filled.error().column, "expected " + filled.error().expected};
        return {};
    }
    static void addMaker(std::string& cell)
    {
        const auto address = parseMac(cell);
        const std::string maker = address ? VendorNames::installed().nameOf(*address) : std::string();
        if (!maker.empty())
            cell += " (" + maker + ")";
    }

    std::shared_ptr<const Protocols> m_protocols;
    TableTemplates m_templates;
    std::optional<Error> m_error;
};

/// Frames of Ethernet as they are, anything else with the link layer worked out.
SendLayer sendLayerOf(const Protocols& protocols, const Draft& draft)
{
    return draft.layers.front().protocol == protocols.rootFor(link_type::Ethernet) ? SendLayer::Link : SendLayer::Network;
}

Result<void> runTable(Filler filler, Network& network, const Draft& draft, SendOptions options, const std::stop_token& stop, Queue& queue)
{
    options.layer = sendLayerOf(filler.protocols(), draft);
    std::vector<SentPacket> asked;
    const std::uint64_t total = packetCount(draft);
    ExchangeSink sink;
    sink.sent = [&](const SentPacket& packet) {
        queue.push(filler.ofRequest(asked.size(), packet.packet, packet.draft()), stop);
        asked.push_back(packet);
        queue.report({asked.size(), total});
    };
    sink.answered = [&](const Answer& answer) {
        const SentPacket& request = asked[answer.request];
        const Draft question = request.draft();
        queue.push(filler.ofAnswer(answer.request, {question, request.packet.time}, answer.packet, answer.draft(filler.protocols())), stop);
    };
    sink.other = [](const CapturedPacket&) {};
    sink.isEnough = [&filler] { return filler.error().has_value(); };
    const auto result = sendAndReceive(filler.protocols(), network, draft, options, sink, stop);
    if (!result)
        return std::unexpected(result.error());
    return filler.error() ? Result<void>(std::unexpected(*filler.error())) : Result<void>();
}

class PairReader {
public:
    PairReader(Filler filler, const Capture& packets, Queue& queue) : m_filler(std::move(filler)), m_packets(packets), m_queue(queue) {}

    Result<void> read(const std::vector<CapturedPair>& pairs, const std::stop_token& stop)
    {
        std::set<std::size_t> answers;
        std::multimap<std::size_t, std::size_t> byRequest;
        for (const auto& [request, answer] : pairs) {
            answers.insert(answer);
            byRequest.emplace(request, answer);
        }
        const std::size_t total = m_packets.packetCount();
        for (std::size_t number = 0; number < total && !stop.stop_requested() && !m_filler.error(); ++number) {
            if (!answers.contains(number))
                if (auto read = readOne(number, byRequest, stop); !read)
                    return read;
            m_queue.report({number + 1, total});
        }
        return m_filler.error() ? Result<void>(std::unexpected(*m_filler.error())) : Result<void>();
    }

private:
    Result<void> readOne(std::size_t number, const std::multimap<std::size_t, std::size_t>& byRequest, const std::stop_token& stop)
    {
        const auto request = m_packets.packet(number);
        if (!request)
            return std::unexpected(request.error());
        const Draft asked = draftOf(*request);
        TableEvent event = m_filler.ofRequest(number, *request, asked);
        const auto [first, last] = byRequest.equal_range(number);
        // Of a whole capture, what has no answer and no place either is none of the requests that the table is about.
        const bool isMeant = event.column.find("??") == std::string::npos && event.row.find("??") == std::string::npos;
        if (first == last && !isMeant)
            return {};
        m_queue.push(std::move(event), stop);
        for (auto pair = first; pair != last; ++pair) {
            const auto answer = m_packets.packet(pair->second);
            if (!answer)
                return std::unexpected(answer.error());
            m_queue.push(m_filler.ofAnswer(number, {asked, request->time}, *answer, draftOf(*answer)), stop);
        }
        return {};
    }
    Draft draftOf(const CapturedPacket& packet) const { return dissect(m_filler.protocols(), packet.bytes, packet.linkType).draft; }

    Filler m_filler;
    const Capture& m_packets;
    Queue& m_queue;
};

} // namespace

std::expected<TableTemplates, std::pair<TableTemplates::Part, TemplateError>> TableTemplates::parse(const std::string& column, const std::string& row,
                                                                                                    const std::string& cell)
{
    TableTemplates templates;
    for (const auto& [text, target, part] : {std::tuple{&column, &templates.column, Part::Column}, std::tuple{&row, &templates.row, Part::Row},
                                             std::tuple{&cell, &templates.cell, Part::Cell}}) {
        auto parsed = PairTemplate::parse(*text);
        if (!parsed)
            return std::unexpected(std::pair{part, std::move(parsed.error())});
        *target = std::move(*parsed);
    }
    templates.placesByAnswer = column.find("answer:") != std::string::npos || row.find("answer:") != std::string::npos;
    return templates;
}

TableJob::TableJob(std::shared_ptr<const Protocols> protocols, std::shared_ptr<Network> network, Draft draft, SendOptions options,
                   TableTemplates templates)
    : QueueJob(tr("Table"), nullptr), m_work([filler = Filler(std::move(protocols), std::move(templates)), network = std::move(network),
                                              draft = std::move(draft), options = std::move(options)](const std::stop_token& stop, Queue& queue) {
          return runTable(filler, *network, draft, options, stop, queue);
      })
{
}

TableJob::TableJob(std::shared_ptr<const Protocols> protocols, std::shared_ptr<const Capture> packets, std::optional<std::vector<CapturedPair>> pairs,
                   TableTemplates templates)
    : QueueJob(tr("Table"), nullptr),
      m_work([filler = Filler(std::move(protocols), std::move(templates)), packets = std::move(packets),
              pairs = std::move(pairs)](const std::stop_token& stop, Queue& queue) -> Result<void> {
          if (pairs)
              return PairReader(filler, *packets, queue).read(*pairs, stop);
          auto paired = pairUp(filler.protocols(), *packets, stop);
          if (!paired)
              return std::unexpected(paired.error());
          return PairReader(filler, *packets, queue).read(paired->pairs, stop);
      })
{
}

void TableJob::start()
{
    run(m_work);
}

void TableJob::deliver(std::vector<TableEvent>& events)
{
    emit happened(events);
}

} // namespace fw::ui
