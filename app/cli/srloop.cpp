#include "app/cli/commands.h"
#include "app/cli/csv.h"
#include "app/cli/exchange_run.h"
#include "app/cli/inputs.h"
#include "app/cli/pair_printer.h"
#include "app/cli/times.h"
#include "engine/exchange/id_series.h"
#include "engine/exchange/loop.h"
#include "engine/net/packet_fields.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

#include <algorithm>

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> expressions;
    std::uint64_t count = 0;
    double interval = 1;
    std::optional<double> timeout;
    std::string csv;
    std::string file;
    bool ids = false;
};

/// As Scapy: twice the interval, and not more than five seconds.
double timeoutOf(const Options& options)
{
    constexpr double longest = 5;
    return options.timeout.value_or(std::min(2 * options.interval, longest));
}

/// At the commas that stand in no %directive%.
std::vector<std::string> columnsOf(const std::string& text)
{
    std::vector<std::string> columns(1);
    bool isInside = false;
    for (const char c : text) {
        isInside = isInside != (c == '%');
        if (c == ',' && !isInside)
            columns.emplace_back();
        else
            columns.back() += c;
    }
    return columns;
}

/// One of the three values of a point: a template, or "time", the answer's in seconds since 1970.
struct Column {
    std::string text;
    std::optional<PairTemplate> pairTemplate; ///< Nothing: the time.
};

class Looper {
public:
    Looper(Session& session, const Options& options, std::vector<Column> columns)
        : m_session(session), m_options(options), m_columns(std::move(columns)), m_sink(session, options.file)
    {
    }

    Exit run()
    {
        scapy::Drafts drafts;
        const Exit read = forEachInput(m_session, m_options.expressions, [&](const Input& input) {
            auto some = parsePackets(m_session, input);
            if (!some)
                return some.error();
            std::ranges::move(*some, std::back_inserter(drafts));
            return Exit::Done;
        });
        if (read != Exit::Done)
            return read;
        const Exit exit = loop(drafts);
        return worse(exit, m_sink.finish());
    }

private:
    Exit loop(const scapy::Drafts& drafts)
    {
        LoopOptions options;
        options.send = sendOptions(m_session, {.timeout = timeoutOf(m_options)}, layerOf(m_session, drafts));
        options.rounds = m_options.count;
        options.interval = nanoseconds(m_options.interval);
        if (!m_columns.empty())
            m_session.out.line("x,y,series");
        const std::stop_callback forward(m_session.stop(), [this] { m_stop.request_stop(); });
        LoopTotals totals; // Also of a loop that fails.
        const auto result = loopExchange(m_session.protocols(), m_session.network(), drafts, options, [&](const LoopRound& round) { take(round, totals); },
            m_stop.get_token());
        tellTotals(totals);
        if (m_options.ids)
            tellIds();
        if (!result && result.error().code != Errc::Cancelled)
            return worse(m_exit, m_session.fail(result.error(), Errand::Network));
        if (m_session.interrupted())
            return Exit::Interrupted;
        return m_exit == Exit::Done && totals.answered == 0 ? Exit::Negative : m_exit;
    }

    void take(const LoopRound& round, LoopTotals& totals)
    {
        std::vector<const Answer*> answers(round.sent.size());
        for (const Answer& answer : round.answers)
            if (answers[answer.request] == nullptr)
                answers[answer.request] = &answer;
        totals.sent += round.sent.size();
        totals.answered += static_cast<std::uint64_t>(std::ranges::count_if(answers, [](const Answer* answer) { return answer != nullptr; }));
        m_session.handled += round.sent.size();
        save(round, answers);
        for (const Answer& answer : round.answers)
            if (m_options.ids)
                noteId(answer);
        if (!m_columns.empty())
            printPoints(round);
        else if (m_session.options.json)
            printJson(round, answers);
        else
            printRound(round, answers);
        m_session.out.flush(); // Whoever watches wants to see it now.
        if (!m_session.out.isOpen() || m_exit != Exit::Done)
            m_stop.request_stop();
    }

    void save(const LoopRound& round, const std::vector<const Answer*>& answers)
    {
        for (std::size_t i = 0; m_sink.isWanted() && i < round.sent.size(); ++i)
            if (m_sink.write(round.sent[i].packet) && answers[i] != nullptr)
                m_sink.write(answers[i]->packet);
    }

    /// "RECV 2: …" and "fail 1: …", further ones under the first.
    void printRound(const LoopRound& round, const std::vector<const Answer*>& answers)
    {
        std::vector<std::string> received;
        std::vector<std::string> failed;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const SentPacket& sent = round.sent[i];
            if (answers[i] != nullptr)
                received.push_back(givenSummary(m_session, answers[i]->draft(m_session.protocols()), sent.linkLayers));
            else
                failed.push_back(givenSummary(m_session, sent.draft(), sent.linkLayers));
        }
        printLines("RECV", received);
        printLines("fail", failed);
    }

    void printLines(std::string_view title, const std::vector<std::string>& lines)
    {
        constexpr std::string_view indent = "        ";
        for (std::size_t i = 0; i < lines.size(); ++i)
            m_session.out.line((i == 0 ? fmt::format("{} {}: ", title, lines.size()) : std::string(indent)) + lines[i]);
    }

    void printJson(const LoopRound& round, const std::vector<const Answer*>& answers)
    {
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const SentPacket& sent = round.sent[i];
            std::string line = fmt::format("{{\"round\":{},\"packet\":{},\"query\":{},\"answer\":", round.number, i + 1,
                jsonString(givenSummary(m_session, sent.draft(), sent.linkLayers)));
            if (answers[i] == nullptr)
                line += "null}";
            else
                line += fmt::format("{},\"seconds\":{:.6f}}}", jsonString(givenSummary(m_session, answers[i]->draft(m_session.protocols()), sent.linkLayers)),
                    std::chrono::duration<double>(answers[i]->packet.time - sent.packet.time).count());
            m_session.out.line(line);
        }
    }

    void printPoints(const LoopRound& round)
    {
        for (const Answer& answer : round.answers) {
            const SentPacket& sent = round.sent[answer.request];
            std::vector<std::string> cells;
            for (const Column& column : m_columns) {
                auto cell = column.pairTemplate ? pairText(m_session, *column.pairTemplate, column.text, {sent.draft(), sent.packet.time},
                                                      {answer.draft(m_session.protocols()), answer.packet.time})
                                                : fmt::format("{:.6f}", std::chrono::duration<double>(answer.packet.time).count());
                if (!cell) {
                    m_exit = cell.error();
                    return;
                }
                cells.push_back(std::move(*cell));
            }
            m_session.out.line(csvRow(cells));
        }
    }

    /// Of the outermost layer that has an id and a source, as IP has.
    void noteId(const Answer& answer)
    {
        const Protocols& protocols = m_session.protocols();
        const Draft draft = answer.draft(protocols);
        for (const Layer& layer : draft.layers) {
            const Value* id = fieldValue(protocols, layer, "id");
            const Value* source = fieldValue(protocols, layer, "src");
            if (id == nullptr || id->integer() == nullptr || source == nullptr || source->bytes() == nullptr)
                continue;
            m_ids.add(answer.packet.time, addressText(*source->bytes()), static_cast<std::uint16_t>(*id->integer()));
            return;
        }
    }

    void tellIds()
    {
        for (const IdSeries& series : m_ids.series()) {
            const std::string_view behaviour = name(series.behaviour);
            if (m_session.options.json) {
                std::string ids;
                for (const IdPoint& point : series.points)
                    ids += fmt::format("{}[{:.9f},{},{}]", ids.empty() ? "" : ",", std::chrono::duration<double>(point.time).count(), point.id, point.unwrapped);
                m_session.out.line(fmt::format("{{\"source\":{},\"ids\":{},\"behaviour\":{},\"step\":{},\"wraps\":{},\"points\":[{}]}}",
                    jsonString(series.source), series.points.size(), jsonString(behaviour), series.step, series.wraps, ids));
                continue;
            }
            std::string line = fmt::format("IP ids of {}: {}, {} from {} to {}", series.source, behaviour, series.points.size(), series.first, series.last);
            if (series.step > 0)
                line += fmt::format(", step {}, {} wraps", series.step, series.wraps);
            if (m_columns.empty())
                m_session.out.line(line);
            else
                m_session.say(line); // Not among the points.
        }
    }

    void tellTotals(const LoopTotals& totals)
    {
        const std::string text = fmt::format("Sent {} packets, received {} packets. {:.1f}% hits.", totals.sent, totals.answered, totals.hits());
        if (m_session.options.json) {
            m_session.out.line(fmt::format("{{\"sent\":{},\"answered\":{},\"hits\":{:.1f}}}", totals.sent, totals.answered, totals.hits()));
        } else if (m_columns.empty()) {
            m_session.out.line({});
            m_session.out.line(text);
        } else if (!m_session.options.quiet) {
            m_session.say(text);
        }
    }

    Session& m_session;
    const Options& m_options;
    std::vector<Column> m_columns;
    PacketSink m_sink;
    IdCollector m_ids;
    std::stop_source m_stop;
    Exit m_exit = Exit::Done;
};

Exit run(Session& session, const Options& options)
{
    std::vector<Column> columns;
    const auto texts = options.csv.empty() ? std::vector<std::string>{} : columnsOf(options.csv);
    if (!texts.empty() && texts.size() != 3)
        return session.fail(Exit::Usage, fmt::format("--csv has {} columns; expected three, X,Y,SERIES", texts.size()));
    for (const std::string& text : texts) {
        columns.push_back({text, std::nullopt});
        if (text == "time")
            continue;
        auto parsed = pairTemplate(session, text);
        if (!parsed)
            return parsed.error();
        columns.back().pairTemplate = std::move(*parsed);
    }
    return Looper(session, options, std::move(columns)).run();
}

} // namespace

void addSrloop(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.arguments("EXPR", options.expressions, "Scapy expressions of what is sent in each round; - reads them from standard input, one a line");
        set.number("--count", "N", options.count, "Rounds; without it, until interrupted", 1);
        set.seconds("--inter", options.interval, "Seconds from the beginning of a round to the next (1)");
        set.seconds("--timeout", options.timeout, "Seconds to wait for the answers of a round (twice --inter, 5 at most)");
        set.text("--csv", "X,Y,SERIES", options.csv, "A line for each answer, for plotting: three templates as those of the table command, or the word time: "
                                                     "'time,%answer:IP.id%,%answer:IP.src%'");
        set.flag("--ids", options.ids, "At the end, for each source: how the IP ids of its answers go on (constant, zero, +1, small steps, +1 with swapped bytes, random)");
        set.text("-w", "FILE", options.file, "Write each packet and then its answer to a capture");
    };
    commandLine.add<Options>("srloop", "Send the same packets again and again, and print the answers",
        "-i practice srloop 'IP(dst=[\"8.8.8.8\",\"8.8.4.4\"])/ICMP()' --inter 0.1 --timeout 0.1 --count 10", describe, run);
}

} // namespace fw::cli
