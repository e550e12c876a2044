#include "app/cli/sr_capture.h"

#include "app/cli/exchange_run.h"
#include "app/cli/packet_printer.h"
#include "app/cli/pair_printer.h"
#include "engine/exchange/pairs.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

#include <algorithm>

namespace fw::cli {
namespace {

class CapturePairer {
public:
    CapturePairer(Session& session, const PairedCaptureOptions& options, const Capture& capture)
        : m_session(session), m_options(options), m_capture(capture), m_sink(session, options.file)
    {
    }

    Exit run()
    {
        auto paired = pairUp(m_session.protocols(), m_capture, m_session.stop(), m_options.matching);
        if (!paired)
            return m_session.interrupted() ? Exit::Interrupted : m_session.fail(paired.error(), Errand::ReadFile);
        std::ranges::stable_sort(paired->pairs, {}, &CapturedPair::request); // As after sending: by request.
        if (m_options.wanted == WantedPairs::First)
            paired->pairs.resize(std::min<std::size_t>(paired->pairs.size(), 1));
        const Exit exit = print(*paired);
        m_session.handled += m_capture.packetCount();
        return worse(worse(exit, m_sink.finish()), paired->pairs.empty() ? Exit::Negative : Exit::Done);
    }

private:
    Exit print(const PairedCapture& paired)
    {
        KindCounts answered;
        for (const auto& [request, answer] : paired.pairs)
            if (const Exit exit = printPair(request, answer, answered); exit != Exit::Done || !m_session.goesOn())
                return exit;
        if (m_options.wanted == WantedPairs::First)
            return paired.pairs.empty() ? m_session.fail(Exit::Negative, "no answer") : Exit::Done;
        if (const Exit exit = printRest(paired, answered); exit != Exit::Done)
            return exit;
        return m_options.explain ? explain(paired) : Exit::Done;
    }

    Exit printPair(std::size_t request, std::size_t answer, KindCounts& answered)
    {
        const auto asked = m_capture.packet(request);
        const auto reply = m_capture.packet(answer);
        if (!asked || !reply)
            return m_session.fail(asked ? reply.error() : asked.error(), Errand::ReadFile);
        answered.count(m_session.protocols(), draftOf(*reply));
        if (m_session.options.json)
            m_session.out.line(pairJson(m_session, m_input, *asked, &*reply));
        else
            m_session.out.line(m_options.wanted == WantedPairs::First ? summaryOf(*reply) : summaryOf(*asked) + " ==> " + summaryOf(*reply));
        if (m_sink.isWanted() && m_sink.write(*asked))
            m_sink.write(*reply);
        return Exit::Done;
    }

    /// The counts come before what they count.
    Exit printRest(const PairedCapture& paired, const KindCounts& answered)
    {
        KindCounts others;
        for (const std::size_t number : paired.unanswered) {
            const auto packet = m_capture.packet(number);
            if (!packet)
                return m_session.fail(packet.error(), Errand::ReadFile);
            if (!m_session.goesOn())
                return Exit::Done;
            others.count(m_session.protocols(), draftOf(*packet));
        }
        if (!m_session.options.json) {
            m_session.out.line(answered.text("Results"));
            m_session.out.line(others.text("Unanswered"));
        }
        for (const std::size_t number : paired.unanswered) {
            const auto packet = m_capture.packet(number);
            if (!packet)
                return m_session.fail(packet.error(), Errand::ReadFile);
            if (!m_session.goesOn())
                return Exit::Done;
            m_session.out.line(m_session.options.json ? pairJson(m_session, m_input, *packet, nullptr) : summaryOf(*packet));
        }
        if (m_session.options.json)
            m_session.out.line(fmt::format("{{\"input\":{},\"packets\":{},\"answered\":{},\"results\":{},\"unanswered\":{}}}", m_input.number,
                m_capture.packetCount(), paired.pairs.size(), answered.json(), others.json()));
        return Exit::Done;
    }

    /// Of each packet that neither answers nor is answered: which earlier one it is nearest to. Each is compared with all before it.
    Exit explain(const PairedCapture& paired)
    {
        constexpr std::size_t mostComparisons = 2'000'000;
        std::vector<bool> answers(m_capture.packetCount());
        for (const CapturedPair& pair : paired.pairs)
            answers[pair.answer] = true;
        std::vector<bool> isUnpaired(m_capture.packetCount());
        for (const std::size_t number : paired.unanswered)
            isUnpaired[number] = true;
        Explainer explainer(m_session.protocols(), m_options.matching);
        std::vector<std::size_t> requests;
        std::size_t compared = 0;
        std::size_t explained = 0;
        for (std::size_t number = 0; number < m_capture.packetCount() && m_session.goesOn() && compared <= mostComparisons; ++number) {
            const auto packet = m_capture.packet(number);
            if (!packet)
                return m_session.fail(packet.error(), Errand::ReadFile);
            const Dissection seen = dissect(m_session.protocols(), packet->bytes, packet->linkType);
            if (isUnpaired[number] && !requests.empty()) {
                compared += requests.size();
                ++explained;
                tell(*packet, number, explainer.explain(seen.layout, 0), requests);
            }
            if (!answers[number]) {
                explainer.add(seen.layout, 0);
                requests.push_back(number);
            }
        }
        if (compared > mostComparisons)
            m_session.say(fmt::format("{} further packets are not explained", paired.unanswered.size() - explained));
        return Exit::Done;
    }

    void tell(const CapturedPacket& packet, std::size_t number, Explanation explanation, const std::vector<std::size_t>& requests)
    {
        const auto request = m_capture.packet(requests[explanation.request]);
        explanation.request = requests[explanation.request];
        const std::string text = explanationText(explanation, request ? summaryOf(*request) : std::string());
        if (m_session.options.json)
            m_session.out.line(fmt::format("{{\"input\":{},\"other\":{},\"nearest\":{},\"why\":{}}}", m_input.number, number + 1,
                explanation.request + 1, jsonString(text)));
        else
            m_session.out.line(fmt::format("no answer: {}; {}", summaryOf(packet), text));
    }

    Draft draftOf(const CapturedPacket& packet) const { return dissect(m_session.protocols(), packet.bytes, packet.linkType).draft; }

    std::string summaryOf(const CapturedPacket& packet) const
    {
        const Draft draft = draftOf(packet);
        const bool isBelow = m_options.layer == SendLayer::Network && draft.layers.size() > 1 && packet.linkType != link_type::Raw
            && packet.linkType != link_type::Ipv4 && packet.linkType != link_type::Ipv6;
        return givenSummary(m_session, draft, isBelow ? 1 : 0);
    }

    Session& m_session;
    const PairedCaptureOptions& m_options;
    const Capture& m_capture;
    const Input m_input;
    PacketSink m_sink;
};

} // namespace

Exit pairCapture(Session& session, const PairedCaptureOptions& options)
{
    const auto capture = openCapture(session, options.capture);
    if (!capture)
        return capture.error();
    const Exit exit = CapturePairer(session, options, **capture).run();
    return worse(exit, tellIfCutShort(session, **capture));
}

} // namespace fw::cli
