#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/packet_printer.h"
#include "app/cli/packet_sink.h"
#include "app/cli/times.h"
#include "engine/exchange/exchange.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> expressions;
    double timeout = 2;
    double interval = 0;
    std::uint64_t retry = 0;
    std::string file;
};

class Asker {
public:
    Asker(Session& session, const Options& options) : m_session(session), m_options(options), m_sink(session, options.file) {}

    Exit run()
    {
        const Exit exit = forEachInput(m_session, m_options.expressions, [&](const Input& input) { return one(input); });
        return worse(exit, m_sink.finish());
    }

private:
    Exit one(const Input& input)
    {
        const auto draft = parseInput(m_session, input);
        if (!draft)
            return draft.error();
        SendOptions options;
        options.interface = m_session.interface();
        options.timeout = milliseconds(m_options.timeout);
        options.interval = nanoseconds(m_options.interval);
        options.retry = static_cast<int>(std::min<std::uint64_t>(m_options.retry, 1000));
        std::vector<SentPacket> sent;
        std::vector<Answer> answers;
        const ExchangeSink sink{.sent = [&](const SentPacket& packet) { sent.push_back(packet); },
            .answered = [&](const Answer& answer) { answers.push_back(answer); }, .other = {}};
        const auto result = sendAndReceive(m_session.protocols(), m_session.network(), *draft, options, sink, m_session.stop());
        m_session.handled += sent.size();
        save(sent, answers);
        if (!answers.empty())
            print(input, answers.front());
        if (!result && result.error().code != Errc::Cancelled)
            return m_session.fail(input.place(), exitFor(result.error()), wording(result.error(), Errand::Network));
        if (result)
            tellCounts(*result);
        return answers.empty() ? noAnswer(input) : Exit::Done;
    }

    void print(const Input& input, const Answer& answer)
    {
        std::string line = capturedLine(m_session, answer.packet, 1);
        if (m_session.options.json)
            line.insert(1, fmt::format("\"input\":{},", input.number));
        m_session.out.line(line);
    }

    Exit noAnswer(const Input& input)
    {
        return m_session.interrupted() ? Exit::Interrupted : m_session.fail(input.place(), Exit::Negative, "no answer");
    }

    /// Each request, then its answer.
    void save(const std::vector<SentPacket>& sent, const std::vector<Answer>& answers)
    {
        if (!m_sink.isWanted())
            return;
        for (std::size_t i = 0; i < sent.size(); ++i) {
            m_sink.write(sent[i].packet);
            for (const auto& answer : answers)
                if (answer.request == i)
                    m_sink.write(answer.packet);
        }
    }

    void tellCounts(const ExchangeResult& result)
    {
        if (m_session.showsProgress())
            m_session.say(fmt::format("Received {} packets, got {} answers, remaining {} packets", result.received, result.answered,
                result.sent - std::min(result.sent, result.answered)));
    }

    Session& m_session;
    const Options& m_options;
    PacketSink m_sink;
};

} // namespace

void addSr1(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.arguments("EXPR", options.expressions, "Scapy expressions; - reads them from standard input, one a line");
        set.seconds("--timeout", options.timeout, "Seconds to wait after the last packet (2)");
        set.number("--retry", "N", options.retry, "Send again so many times what is not answered");
        set.seconds("--inter", options.interval, "Seconds between packets");
        set.text("-w", "FILE", options.file, "Write requests and answers to a capture");
    };
    commandLine.add<Options>("sr1", "Send packets that begin with a network layer, print the first answer",
        "-i practice sr1 'IP(dst=\"www.example.com\")/ICMP()'", describe,
        [](Session& session, const Options& options) { return Asker(session, options).run(); });
}

} // namespace fw::cli
