#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "engine/base/hexdump.h"
#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/json.h"
#include "engine/packet/text.h"

#include <fmt/core.h>

#include <charconv>
#include <filesystem>
#include <map>

namespace fw::cli {
namespace {

struct Options {
    std::string a;
    std::string b;
    std::string first;
};

struct Side {
    Buffer bytes;
    Layout layout;
};

/// FILE:N, if there is such a file.
std::optional<std::pair<std::string, std::size_t>> packetOfFile(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    std::size_t number = 0;
    if (colon == std::string::npos || colon + 1 == text.size())
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), number);
    std::error_code ignored;
    const bool isNumber = error == std::errc{} && end == text.data() + text.size() && number > 0;
    return isNumber && std::filesystem::exists(text.substr(0, colon), ignored) ? std::optional(std::pair(text.substr(0, colon), number)) : std::nullopt;
}

class Comparer {
public:
    Comparer(Session& session, const Options& options) : m_session(session), m_options(options) {}

    Exit run()
    {
        if (!m_options.first.empty() && m_session.protocols().find(m_options.first) == nullptr)
            return m_session.fail({Errc::UnknownProtocol, 0, m_options.first}, Errand::ReadFile);
        const auto a = side({.number = 1, .text = m_options.a});
        if (!a)
            return a.error();
        const auto b = side({.number = 2, .text = m_options.b});
        if (!b)
            return b.error();
        m_session.handled += 2;
        compareFields(*a, *b);
        compareBytes(a->bytes, b->bytes);
        const bool same = a->bytes == b->bytes && m_fields.empty();
        if (m_session.options.json)
            m_session.out.line(fmt::format("{{\"same\":{},\"fields\":[{}],\"bytes\":[{}]}}", same, m_fields, m_bytes));
        else
            m_session.out.text(m_fields + m_bytes);
        return same ? Exit::Done : Exit::Negative;
    }

private:
    std::expected<Side, Exit> side(const Input& input)
    {
        if (const auto file = packetOfFile(input.text))
            return ofFile(input, file->first, file->second);
        if (input.text.find_first_of("(@\"'") != std::string::npos)
            return ofExpression(input);
        CapturedPacket packet;
        HexError error;
        if (!parseHex(input.text, packet.bytes, error) || packet.bytes.empty())
            return std::unexpected(m_session.fail(input.place(error.column), Exit::BadInput, "no packet; expected an expression, hex digits or FILE:N"));
        return dissected(packet.bytes, packet.linkType, m_options.first);
    }

    Side dissected(Buffer bytes, std::uint32_t linkType, const std::string& first) const
    {
        DissectOptions options;
        if (const auto* protocol = m_session.protocols().find(first))
            options.first = protocol->id;
        auto dissection = dissect(m_session.protocols(), bytes, linkType, options);
        return {std::move(bytes), std::move(dissection.layout)};
    }

    std::expected<Side, Exit> ofFile(const Input& input, const std::string& file, std::size_t number)
    {
        const auto capture = openCapture(m_session, file);
        if (!capture)
            return std::unexpected(capture.error());
        std::optional<Side> found;
        const auto done = (*capture)->read(number - 1, 1, [&](std::size_t, const PacketView& view) {
            const CapturedPacket packet = toCapturedPacket(view);
            found = dissected(packet.bytes, packet.linkType, m_options.first);
            return true;
        });
        if (!done)
            return std::unexpected(m_session.fail(done.error(), Errand::ReadFile));
        if (!found)
            return std::unexpected(m_session.fail(input.place(), Exit::BadInput, fmt::format("{} has no packet {}; it has {}", file, number, (*capture)->packetCount())));
        return std::move(*found);
    }

    std::expected<Side, Exit> ofExpression(const Input& input)
    {
        const auto draft = parseInput(m_session, input);
        if (!draft)
            return std::unexpected(draft.error());
        if (const auto count = packetCount(*draft); count != 1)
            return std::unexpected(m_session.fail(input.place(), Exit::BadInput, fmt::format("these are {} packets; expected one", count)));
        const auto environment = m_session.environmentFor(*draft);
        if (!environment)
            return std::unexpected(m_session.fail(input.place(), exitFor(environment.error()), wording(environment.error(), Errand::Network)));
        return dissected(buildBytes(m_session.protocols(), expanded(*draft, 0), **environment), link_type::Ethernet,
            draft->layers.empty() ? std::string() : m_session.protocols()[draft->layers.front().protocol].name);
    }

    /// Fields and elements that hold no others: path and text, in the order of the packet.
    std::vector<std::pair<std::string, std::string>> leaves(const Layout& layout) const
    {
        std::vector<std::pair<std::string, std::string>> out;
        for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
            const LayoutNode& node = layout.nodes[i];
            if (node.what == LayoutNode::What::Layer || node.absent || node.next != i + 1)
                continue;
            const auto index = static_cast<std::int32_t>(i);
            out.emplace_back(nodePathText(m_session.protocols(), layout, index), nodeText(m_session.protocols(), layout, index));
        }
        return out;
    }

    void compareFields(const Side& a, const Side& b)
    {
        const auto left = leaves(a.layout);
        const auto right = leaves(b.layout);
        const std::map<std::string, std::string> ofA(left.begin(), left.end());
        const std::map<std::string, std::string> ofB(right.begin(), right.end());
        for (const auto& [path, text] : left) {
            const auto other = ofB.find(path);
            if (other == ofB.end() || other->second != text)
                tellField(path, &text, other == ofB.end() ? nullptr : &other->second);
        }
        for (const auto& [path, text] : right)
            if (!ofA.contains(path))
                tellField(path, nullptr, &text);
    }

    void tellField(const std::string& path, const std::string* a, const std::string* b)
    {
        const auto written = [](const std::string* text) { return text == nullptr ? std::string("null") : jsonString(*text); };
        if (m_session.options.json)
            m_fields += fmt::format("{}{{\"field\":{},\"a\":{},\"b\":{}}}", m_fields.empty() ? "" : ",", jsonString(path), written(a), written(b));
        else
            m_fields += fmt::format("{}: {} -> {}\n", path, a == nullptr ? "(none)" : *a, b == nullptr ? "(none)" : *b);
    }

    /// Stretches of bytes that differ; what only one side has is the last.
    void compareBytes(const Buffer& a, const Buffer& b)
    {
        const std::size_t common = std::min(a.size(), b.size());
        for (std::size_t at = 0; at < common;) {
            std::size_t end = at;
            while (end < common && a[end] != b[end])
                ++end;
            if (end > at)
                tellBytes(at, Bytes(a).subspan(at, end - at), Bytes(b).subspan(at, end - at));
            at = std::max(end, at + 1);
        }
        if (a.size() != b.size())
            tellBytes(common, Bytes(a).subspan(common), Bytes(b).subspan(common));
    }

    void tellBytes(std::size_t offset, Bytes a, Bytes b)
    {
        const std::size_t last = offset + std::max(a.size(), b.size()) - 1;
        const auto written = [](Bytes bytes) { return bytes.empty() ? std::string("(none)") : toHex(bytes); };
        if (m_session.options.json)
            m_bytes += fmt::format("{}{{\"offset\":{},\"a\":\"{}\",\"b\":\"{}\"}}", m_bytes.empty() ? "" : ",", offset, toHex(a), toHex(b));
        else
            m_bytes += fmt::format("bytes {}: {} -> {}\n", last == offset ? std::to_string(offset) : fmt::format("{}-{}", offset, last), written(a), written(b));
    }

    Session& m_session;
    const Options& m_options;
    std::string m_fields;
    std::string m_bytes;
};

} // namespace

void addDiff(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.argument("A", options.a, "A packet: a Scapy expression, hex digits, or FILE:N of a capture");
        set.argument("B", options.b, "The packet to compare it with");
        set.text("--first", "PROTO", options.first, "The outermost protocol of hex digits and captures");
    };
    commandLine.add<Options>("diff", "The fields and bytes in which two packets differ", "diff 'IP(dst=\"10.0.0.1\")' 'IP(dst=\"10.0.0.1\", ttl=3)'", describe,
        [](Session& session, const Options& options) { return Comparer(session, options).run(); });
}

} // namespace fw::cli
