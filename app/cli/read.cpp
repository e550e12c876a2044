#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/csv.h"
#include "app/cli/packet_filter.h"
#include "app/cli/packet_printer.h"
#include "app/cli/packet_sink.h"
#include "engine/base/hexdump.h"
#include "engine/net/bpf.h"
#include "engine/packet/field_columns.h"
#include "engine/packet/summary_reader.h"
#include "engine/packet/walk.h"

#include <fmt/core.h>

#include <limits>

namespace fw::cli {
namespace {

struct Options {
    std::string input;
    std::string filter;
    std::string displayFilter;
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
    std::string format;
    std::vector<std::string> fields;
    std::string sprintf;
    std::string output;
    bool countOnly = false;
};

enum class Format { Summary, Json, Fields, Csv, Hexdump, Template, None, Nothing };

std::optional<Format> formatOf(const Session& session, const Options& options)
{
    if (!options.sprintf.empty())
        return options.countOnly ? Format::Nothing : Format::Template;
    if (options.format.empty()) {
        if (options.countOnly || !options.output.empty())
            return Format::Nothing;
        return session.options.json ? Format::Json : Format::Summary;
    }
    const std::pair<std::string_view, Format> known[]
        = {{"summary", Format::Summary}, {"json", Format::Json}, {"fields", Format::Fields}, {"csv", Format::Csv}, {"hexdump", Format::Hexdump}, {"none", Format::None}};
    for (const auto& [name, format] : known)
        if (options.format == name)
            return options.countOnly && format != Format::None ? Format::Nothing : format;
    return std::nullopt;
}

/// One compiled filter for each link type of a file.
class Filters {
public:
    explicit Filters(std::string text) : m_text(std::move(text)) {}

    Result<void> compile(std::uint32_t linkType)
    {
        auto filter = BpfFilter::compile(m_text, linkType);
        if (!filter)
            return std::unexpected(filter.error());
        m_filters.emplace(linkType, std::move(*filter));
        return {};
    }
    /// An interface with a link type of its own may come at any place of a pcapng file.
    Result<bool> matches(const PacketView& packet)
    {
        auto filter = m_filters.find(packet.linkType);
        if (filter == m_filters.end()) {
            if (auto compiled = compile(packet.linkType); !compiled)
                return std::unexpected(compiled.error());
            filter = m_filters.find(packet.linkType);
        }
        return filter->second.matches(packet.bytes, packet.originalLength);
    }
    bool isEmpty() const { return m_text.empty(); }

private:
    std::string m_text;
    std::map<std::uint32_t, BpfFilter> m_filters;
};

class Reader {
public:
    Reader(Session& session, const Options& options, Format format, PacketFilter displayFilter)
        : m_session(session), m_options(options), m_format(format), m_filters(options.filter), m_displayFilter(std::move(displayFilter)), m_sink(session, options.output)
    {
    }

    Exit run()
    {
        if (!m_options.fields.empty()) {
            auto columns = FieldColumns::make(m_session.protocols(), m_options.fields);
            if (!columns)
                return m_session.fail(columns.error(), Errand::Filter);
            m_columns.emplace(std::move(*columns));
        }
        const auto capture = streamCapture(m_session, m_options.input);
        if (!capture)
            return capture.error();
        for (const auto linkType : (*capture)->info().linkTypes) {
            m_sink.setLinkType(linkType);
            if (const auto compiled = m_filters.compile(linkType); !compiled)
                return m_session.fail(compiled.error(), Errand::Filter);
        }
        if (m_format == Format::Csv)
            m_session.out.line(csvRow(m_options.fields));
        const auto done = (*capture)->read([&](std::size_t number, const PacketView& packet) { return one(number, packet); });
        if (!done)
            return m_session.fail(done.error(), Errand::ReadFile);
        if (m_options.countOnly)
            m_session.out.line(m_session.options.json ? fmt::format("{{\"count\":{}}}", m_matched) : std::to_string(m_matched));
        Exit exit = worse(worse(m_exit, m_sink.finish()), tellIfCutShort(m_session, **capture));
        if (exit == Exit::Done && m_matched == 0 && (!m_filters.isEmpty() || m_displayFilter.isWanted()))
            exit = Exit::Negative;
        return exit;
    }

private:
    bool one(std::size_t number, const PacketView& packet)
    {
        if (m_matched == m_options.count || !m_session.goesOn())
            return false;
        const bool isShown = !m_displayFilter.isWanted() || m_displayFilter.matches(packet); // It is told of every packet.
        if (!isShown)
            return true;
        if (!m_filters.isEmpty()) {
            const auto matches = m_filters.matches(packet);
            if (!matches) {
                m_exit = m_session.fail(matches.error(), Errand::Filter);
                return false;
            }
            if (!*matches)
                return true;
        }
        ++m_matched;
        ++m_session.handled;
        print(number, packet);
        if (m_exit != Exit::Done)
            return false;
        return !m_sink.isWanted() || m_sink.write(packet);
    }

    void print(std::size_t number, const PacketView& packet)
    {
        switch (m_format) {
        case Format::Summary:
            m_line.clear();
            m_summaries.read(packet.bytes, packet.linkType, m_line);
            m_session.out.line(m_line);
            break;
        case Format::Json: m_session.out.line(jsonOf(number, packet)); break;
        case Format::Fields: m_session.out.line(m_columns->readLine(packet.bytes, packet.linkType, '\t')); break;
        case Format::Csv: m_session.out.line(csvRow(m_columns->read(packet.bytes, packet.linkType))); break;
        case Format::Hexdump:
            if (m_matched > 1)
                m_session.out.line({});
            m_session.out.line(hexdump(packet.bytes));
            break;
        case Format::Template: printTemplate(number, packet); break;
        case Format::None: m_walker.walk(packet.bytes, packet.linkType, m_spans); break;
        case Format::Nothing: break;
        }
    }

    void printTemplate(std::size_t number, const PacketView& packet)
    {
        if (const auto line = templateLine(m_session, toCapturedPacket(packet), number + 1, m_options.sprintf))
            m_session.out.line(*line);
        else
            m_exit = line.error();
    }

    std::string jsonOf(std::size_t number, const PacketView& packet) const
    {
        auto dissection = dissect(m_session.protocols(), packet.bytes, packet.linkType);
        return dissectionJson(m_session, toCapturedPacket(packet), dissection.draft, std::move(dissection.layout), number + 1);
    }

    Session& m_session;
    const Options& m_options;
    Format m_format;
    Filters m_filters;
    PacketFilter m_displayFilter;
    PacketSink m_sink;
    Walker m_walker{m_session.protocols()};
    std::vector<LayerSpan> m_spans;
    SummaryReader m_summaries{m_session.protocols()};
    std::string m_line;
    std::optional<FieldColumns> m_columns;
    std::uint64_t m_matched = 0;
    Exit m_exit = Exit::Done;
};

Exit run(Session& session, const Options& options)
{
    if (const auto wrong = checkTemplate(session, options.sprintf); wrong != Exit::Done)
        return wrong;
    const auto format = formatOf(session, options);
    if (!format)
        return session.fail(Exit::Usage, fmt::format("-T {} is not known; expected summary, json, fields, csv, hexdump or none", options.format));
    const bool isTable = *format == Format::Fields || *format == Format::Csv;
    if (isTable && options.fields.empty())
        return session.fail(Exit::Usage, fmt::format("-T {} needs the fields: -e IP.src -e TCP.dport", options.format));
    if (!isTable && !options.fields.empty())
        return session.fail(Exit::Usage, "-e is for -T fields and -T csv");
    auto displayFilter = PacketFilter::make(session, options.displayFilter);
    if (!displayFilter)
        return displayFilter.error();
    return Reader(session, options, *format, std::move(*displayFilter)).run();
}

} // namespace

void addRead(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.argument("FILE", options.input, "The capture; - is standard input");
        set.text("-Y", "FILTER", options.displayFilter, "Only what this display filter lets through: 'IP.ttl < 5 and TCP.flags == \"S\"', 'tcp.port == 443'; see framewright-filters(5)");
        set.text("-f", "BPF", options.filter, "Only what this capture filter (BPF) lets through");
        set.number("-c", "N", options.count, "Stop after so many packets");
        set.text("-T", "FORMAT", options.format, "summary, json, fields, csv, hexdump, or none: go through every layer and print nothing");
        set.texts("-e", "FIELD", options.fields, "With fields and csv: a column, as IP.src or the second one's, IP:2.src");
        set.text("-w", "OUT", options.output, "Write the packets to a capture, and print only if -T is given");
        set.text("--template", "SPRINTF", options.sprintf, "A line for each packet as Scapy's sprintf() writes it: '%IP.src% {TCP:%TCP.dport%}'");
        set.exclude("--template", "-T");
        set.flag("--count", options.countOnly, "Only how many packets");
    };
    commandLine.add<Options>("read", "The packets of a capture", "read demo.pcap -Y 'DNS and IP.ttl < 64' -c 3", describe, run);
}

} // namespace fw::cli
