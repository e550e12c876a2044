#include "app/cli/inputs.h"

#include "app/cli/line_reader.h"
#include "app/cli/templates.h"
#include "engine/base/hexdump.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace fw::cli {
namespace {

bool isBlank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

Exit forEachLine(Session& session, const std::function<Exit(const Input&)>& use)
{
    LineReader lines(session.stop(), [&] { session.out.flush(); });
    Exit exit = Exit::Done;
    for (Input input{.number = 0, .isLine = true, .text = {}}; session.goesOn();) {
        auto line = lines.next();
        if (!line)
            break;
        ++input.number;
        input.text = std::move(*line);
        if (!isBlank(input.text))
            exit = worse(exit, use(input));
    }
    return exit;
}

bool isTable(const Protocols& protocols, std::string_view name)
{
    for (std::size_t id = 0; id < protocols.size(); ++id) {
        const auto& protocol = protocols[static_cast<ProtocolId>(id)];
        if (protocol.payload.rule == PayloadDesc::Rule::Table && protocols.tableName(protocol.payload.table) == name)
            return true;
    }
    return false;
}

/// "udp.port:5000=DNS"
bool addDecodeAs(const Protocols& protocols, std::string_view text, DissectOptions& options)
{
    const auto equals = text.find('=');
    const auto colon = text.substr(0, equals).rfind(':');
    if (equals == std::string_view::npos || colon == std::string_view::npos)
        return false;
    const auto table = text.substr(0, colon);
    const auto digits = text.substr(colon + 1, equals - colon - 1);
    const auto* protocol = protocols.find(text.substr(equals + 1));
    std::int64_t key = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), key);
    if (!protocol || error != std::errc() || end != digits.data() + digits.size() || !isTable(protocols, table))
        return false;
    options.decodeAs[{std::string(table), key}] = protocol->id;
    return true;
}

std::expected<DissectOptions, Exit> dissectOptions(Session& session, const PacketArguments& arguments)
{
    DissectOptions options;
    if (!arguments.first.empty()) {
        const auto* protocol = session.protocols().find(arguments.first);
        if (!protocol)
            return std::unexpected(session.fail({Errc::UnknownProtocol, 0, arguments.first}, Errand::ReadFile));
        options.first = protocol->id;
    }
    for (const auto& text : arguments.decodeAs)
        if (!addDecodeAs(session.protocols(), text, options))
            return std::unexpected(session.fail(Exit::BadInput,
                fmt::format("--decode-as '{}' is not understood; expected TABLE:NUMBER=PROTO, as udp.port:5000=DNS", text)));
    return options;
}

Exit dissectOne(const Session& session, InputPacket packet, CapturedPacket captured, const DissectOptions& options,
    const std::function<Exit(const InputPacket&)>& use)
{
    auto dissection = dissect(session.protocols(), captured.bytes, captured.linkType, options);
    packet.draft = std::move(dissection.draft);
    packet.layout = std::move(dissection.layout);
    packet.captured = std::move(captured);
    return use(packet);
}

Exit forEachOfHex(Session& session, const PacketArguments& arguments, const std::function<Exit(const InputPacket&)>& use)
{
    const auto options = dissectOptions(session, arguments);
    if (!options)
        return options.error();
    return forEachInput(session, {arguments.hex}, [&](const Input& input) {
        CapturedPacket captured;
        HexError error;
        if (!parseHex(input.text, captured.bytes, error))
            return session.fail(input.place(error.column), Exit::BadInput, "no hex digit where one belongs; expected pairs of 0-9, a-f");
        captured.originalLength = static_cast<std::uint32_t>(captured.bytes.size());
        return dissectOne(session, {.number = input.number, .input = &input}, std::move(captured), *options, use);
    });
}

Exit forEachOfCapture(Session& session, const PacketArguments& arguments, const std::function<Exit(const InputPacket&)>& use)
{
    const auto options = dissectOptions(session, arguments);
    if (!options)
        return options.error();
    const auto capture = streamCapture(session, arguments.file);
    if (!capture)
        return capture.error();
    Exit exit = Exit::Done;
    const auto done = (*capture)->read([&](std::size_t number, const PacketView& view) {
        exit = worse(exit, dissectOne(session, {.number = number + 1, .fromCapture = true}, toCapturedPacket(view), *options, use));
        return session.goesOn() && number + 1 != arguments.count;
    });
    if (!done)
        return session.fail(done.error(), Errand::ReadFile);
    return worse(exit, tellIfCutShort(session, **capture));
}

Exit forEachOfExpressions(Session& session, const PacketArguments& arguments, const std::function<Exit(const InputPacket&)>& use)
{
    return forEachInput(session, arguments.expressions, [&](const Input& input) {
        const auto packets = parsePackets(session, input);
        if (!packets)
            return packets.error();
        Exit exit = Exit::Done;
        for (const auto& draft : *packets)
            if (session.goesOn())
                exit = worse(exit, use({.number = input.number, .input = &input, .draft = *draft}));
        return exit;
    });
}

} // namespace

Exit forEachInput(Session& session, const std::vector<std::string>& arguments, const std::function<Exit(const Input&)>& use)
{
    Exit exit = Exit::Done;
    for (std::size_t i = 0; i < arguments.size() && session.goesOn(); ++i)
        exit = worse(exit, arguments[i] == "-" ? forEachLine(session, use) : use({.number = i + 1, .text = arguments[i]}));
    return exit;
}

std::expected<scapy::Drafts, Exit> parsePackets(Session& session, const Input& input)
{
    std::string expression = input.text;
    if (expression.starts_with('@')) {
        auto known = templateNamed(std::string_view(expression).substr(1));
        if (!known)
            return std::unexpected(session.fail(input.place(1), Exit::BadInput, fmt::format("there is no template '{}'; there are {}", expression.substr(1), known.error())));
        expression = std::move(*known);
    }
    auto packets = scapy::parseAll(session.protocols(), expression);
    if (packets)
        return std::move(*packets);
    Place place = input.place(packets.error().column);
    place.text = expression;
    return std::unexpected(session.fail(place, Exit::BadInput, wording(packets.error())));
}

std::expected<Draft, Exit> parseInput(Session& session, const Input& input)
{
    const auto packets = parsePackets(session, input);
    if (!packets)
        return std::unexpected(packets.error());
    if (packets->size() != 1)
        return std::unexpected(session.fail(input.place(0), Exit::BadInput, fmt::format("this is a list of {} packets; expected one packet", packets->size())));
    return *packets->front();
}

std::filesystem::path inputPath(const std::string& file) { return file == "-" ? "/dev/stdin" : file; }

std::filesystem::path outputPath(const std::string& file) { return file == "-" ? "/dev/stdout" : file; }

std::expected<std::shared_ptr<const CaptureFile>, Exit> openCapture(Session& session, const std::string& file)
{
    auto capture = CaptureFile::open(inputPath(file), {}, session.stop());
    if (!capture)
        return std::unexpected(session.fail(capture.error(), Errand::ReadFile));
    return std::move(*capture);
}

std::expected<std::unique_ptr<CaptureStream>, Exit> streamCapture(Session& session, const std::string& file)
{
    auto stream = CaptureStream::open(inputPath(file), session.stop());
    if (!stream)
        return std::unexpected(session.fail(stream.error(), Errand::ReadFile));
    return std::move(*stream);
}

namespace {

template <typename Capture>
Exit tellIfCut(Session& session, const Capture& capture)
{
    if (!capture.truncatedAt())
        return Exit::Done;
    return session.fail(Exit::BadInput, fmt::format("{} is cut short or damaged at offset {}; the {} packets before it are whole",
        capture.path().string(), *capture.truncatedAt(), capture.packetCount()));
}

} // namespace

Exit tellIfCutShort(Session& session, const CaptureFile& capture)
{
    return tellIfCut(session, capture);
}

Exit tellIfCutShort(Session& session, const CaptureStream& capture)
{
    return tellIfCut(session, capture);
}

void describePackets(OptionSet& set, PacketArguments& arguments)
{
    set.arguments("EXPR", arguments.expressions, "Packets as Scapy expressions; - reads them from standard input, one a line", false);
    set.text("-r", "FILE", arguments.file, "Packets of a capture; - is standard input");
    set.text("--hex", "HEX", arguments.hex, "A packet in hex digits; - reads them from standard input, one packet a line");
    describeDissection(set, arguments);
}

void describeDissection(OptionSet& set, PacketArguments& arguments)
{
    set.text("--first", "PROTO", arguments.first, "The outermost protocol of hex digits and captures");
    set.texts("--decode-as", "RULE", arguments.decodeAs, "Take a number of a table for a protocol: 'udp.port:5000=DNS'");
}

Exit forEachPacket(Session& session, const PacketArguments& arguments, const std::function<Exit(const InputPacket&)>& use)
{
    const int kinds = !arguments.expressions.empty() + !arguments.file.empty() + !arguments.hex.empty();
    if (kinds != 1)
        return session.fail(Exit::Usage, "give one of: expressions, a capture, hex digits; see --help");
    const auto counted = [&](const InputPacket& packet) {
        ++session.handled;
        return use(packet);
    };
    if (!arguments.file.empty())
        return forEachOfCapture(session, arguments, counted);
    return arguments.hex.empty() ? forEachOfExpressions(session, arguments, counted) : forEachOfHex(session, arguments, counted);
}

} // namespace fw::cli
