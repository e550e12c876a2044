#include "app/cli/commands.h"
#include "app/cli/exchange_run.h"
#include "app/cli/inputs.h"
#include "app/cli/pair_printer.h"
#include "engine/exchange/pairs.h"
#include "engine/exchange/table_formats.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> expressions;
    ExchangeArguments exchange;
    std::string capture;
    std::string file;
    std::string column;
    std::string row;
    std::string cell;
    std::string order = "natural";
    std::string format = "text";
};

struct Templates {
    PairTemplate column;
    PairTemplate row;
    PairTemplate cell;
};

class Tabulator {
public:
    Tabulator(Session& session, const Options& options, Templates templates)
        : m_session(session), m_options(options), m_templates(std::move(templates)), m_sink(session, options.file)
    {
    }

    Exit run()
    {
        Exit exit = m_options.capture.empty() ? forEachInput(m_session, m_options.expressions, [&](const Input& input) { return ask(input); })
                                              : readCapture();
        exit = worse(worse(exit, m_exit), m_sink.finish());
        const auto order = m_options.order == "scapy" ? TableOrder::Scapy : TableOrder::Natural;
        if (m_session.options.json)
            printJson(order);
        else if (!m_table.isEmpty())
            m_session.out.text(formatted(m_table, *tableFormat(m_options.format), order, order));
        return exit == Exit::Done && m_table.isEmpty() ? m_session.fail(Exit::Negative, "no answers") : exit;
    }

private:
    Exit ask(const Input& input)
    {
        const auto drafts = parsePackets(m_session, input);
        if (!drafts)
            return drafts.error();
        const SendLayer layer = layerOf(m_session, *drafts);
        const Exchanged run = runExchange(m_session, *drafts, sendOptions(m_session, m_options.exchange, layer));
        saveExchange(m_sink, run);
        for (const Answer& answer : run.answers) {
            const SentPacket& sent = run.sent[answer.request];
            if (!add({sent.draft(), sent.packet.time}, {answer.draft(m_session.protocols()), answer.packet.time}))
                break;
        }
        if (run.error && run.error->code != Errc::Cancelled)
            return m_session.fail(input.place(), exitFor(*run.error), wording(*run.error, Errand::Network));
        return m_session.interrupted() ? Exit::Interrupted : Exit::Done;
    }

    Exit readCapture()
    {
        const auto capture = openCapture(m_session, m_options.capture);
        if (!capture)
            return capture.error();
        const auto paired = pairUp(m_session.protocols(), **capture, m_session.stop(), sendOptions(m_session, m_options.exchange, SendLayer::Network).matching);
        if (!paired)
            return m_session.fail(paired.error(), Errand::ReadFile);
        for (const auto& [request, answer] : paired->pairs) {
            const auto asked = (*capture)->packet(request);
            const auto answered = (*capture)->packet(answer);
            if (!asked || !answered)
                return m_session.fail(asked ? answered.error() : asked.error(), Errand::ReadFile);
            const Draft query = dissect(m_session.protocols(), asked->bytes, asked->linkType).draft;
            const Draft reply = dissect(m_session.protocols(), answered->bytes, answered->linkType).draft;
            m_session.handled += 2;
            if (!m_session.goesOn() || !add({query, asked->time}, {reply, answered->time}))
                break;
        }
        return tellIfCutShort(m_session, **capture);
    }

    /// False once a template cannot be filled in; that has been told.
    bool add(const PairTemplate::Side& query, const PairTemplate::Side& answer)
    {
        const auto column = pairText(m_session, m_templates.column, m_options.column, query, answer);
        const auto row = column ? pairText(m_session, m_templates.row, m_options.row, query, answer) : column;
        const auto cell = row ? pairText(m_session, m_templates.cell, m_options.cell, query, answer) : row;
        if (!cell) {
            m_exit = cell.error();
            return false;
        }
        m_table.set(printable(*column), printable(*row), printable(*cell));
        return true;
    }

    void printJson(TableOrder order)
    {
        for (const std::string& row : m_table.rows(order))
            for (const std::string& column : m_table.columns(order))
                if (const std::string* cell = m_table.cell(column, row))
                    m_session.out.line(
                        fmt::format("{{\"column\":{},\"row\":{},\"cell\":{}}}", jsonString(column), jsonString(row), jsonString(*cell)));
    }

    Session& m_session;
    const Options& m_options;
    Templates m_templates;
    PacketSink m_sink;
    PivotTable m_table;
    Exit m_exit = Exit::Done;
};

Exit run(Session& session, const Options& options)
{
    if (options.expressions.empty() == options.capture.empty())
        return session.fail(Exit::Usage, "give expressions or a capture; see --help");
    if (options.order != "natural" && options.order != "scapy")
        return session.fail(Exit::Usage, fmt::format("--order {} is not known; expected natural or scapy", options.order));
    if (!tableFormat(options.format))
        return session.fail(Exit::Usage, fmt::format("--format {} is not known; expected text, csv, markdown or latex", printable(options.format)));
    for (const auto& [name, text] : {std::pair{"--column", &options.column}, {"--row", &options.row}, {"--cell", &options.cell}})
        if (text->empty())
            return session.fail(Exit::Usage, fmt::format("{} is missing; see --help", name));
    std::vector<PairTemplate> parsed;
    for (const std::string* text : {&options.column, &options.row, &options.cell}) {
        auto one = pairTemplate(session, *text);
        if (!one)
            return one.error();
        parsed.push_back(std::move(*one));
    }
    return Tabulator(session, options, {std::move(parsed[0]), std::move(parsed[1]), std::move(parsed[2])}).run();
}

} // namespace

void addTable(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.arguments("EXPR", options.expressions, "Scapy expressions of packets to send; - reads them from standard input, one a line", false);
        set.text("-r", "FILE", options.capture, "Pair up the packets of a capture instead of sending");
        set.text("--column", "T", options.column, "Template of the column, as Scapy's sprintf() writes it: '%IP.dst%'; names are those of the packet sent");
        set.text("--row", "T", options.row, "Template of the row: '%TCP.dport%'");
        set.text("--cell", "T", options.cell, "Template of the cell; with answer: before them names are those of the answer: '%answer:TCP.flags%', "
                                              "'{answer:ICMP:%answer:ICMP.type%}', or all of it 'answer:{TCP:%TCP.flags%}'");
        set.text("--order", "ORDER", options.order, "Of columns and rows: natural (80 before 443) or scapy (by character, unless all are numbers or addresses)");
        set.text("--format", "FORMAT", options.format, "text (as Scapy prints it), csv, markdown or latex");
        describeExchange(set, options.exchange);
        set.text("-w", "FILE", options.file, "Write each packet and then its answers to a capture");
    };
    commandLine.add<Options>("table", "Send packets and make a table of the answers, as Scapy's make_table()",
        "-i practice table 'IP(dst=[\"scanme.nmap.org\",\"nmap.org\"])/TCP(dport=[22,80,443])' --column '%IP.dst%' --row '%TCP.dport%' --cell '%answer:TCP.flags%'",
        describe, run);
}

} // namespace fw::cli
