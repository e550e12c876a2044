#include "app/cli/commands.h"
#include "app/cli/exchange_run.h"
#include "engine/exchange/vendors.h"
#include "engine/net/packet_fields.h"
#include "engine/packet/json.h"
#include "engine/packet/networks.h"

#include <fmt/core.h>

#include <algorithm>

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> networks;
    double timeout = 2;
    std::string file;
};

struct Neighbour {
    std::string mac;
    std::string vendor;
    std::string address;
    double seconds = 0;
};

/// Who has each address, asked of everybody.
Result<Draft> questions(const Protocols& protocols, const std::string& network)
{
    const ProtocolDesc& arp = *protocols.find("ARP");
    Draft draft{{makeLayer(protocols, protocols.find("Ether")->id), makeLayer(protocols, arp.id)}};
    draft.layers[0].fields[protocols[draft.layers[0].protocol].find("dst")] = {SlotState::Explicit, Value(Buffer(6, 0xff))};
    if (!networkValue(network, 4) && !isHostName(network))
        return fail(Errc::BadValue, 0, "'" + network + "'; expected an IPv4 address, a network or a name");
    auto addresses = parseFieldText(protocols, arp, arp.find("pdst"), network);
    if (!addresses)
        return std::unexpected(addresses.error());
    draft.layers[1].fields[arp.find("pdst")] = {SlotState::Explicit, std::move(*addresses)};
    return draft;
}

std::optional<Neighbour> neighbourIn(const Protocols& protocols, const Draft& answer)
{
    const auto arp = std::ranges::find_if(answer.layers, [&](const Layer& layer) { return protocols[layer.protocol].name == "ARP"; });
    if (arp == answer.layers.end())
        return std::nullopt;
    const Value* mac = fieldValue(protocols, *arp, "hwsrc");
    const Value* address = fieldValue(protocols, *arp, "psrc");
    if (mac == nullptr || mac->bytes() == nullptr || mac->bytes()->size() != 6 || address == nullptr || address->bytes() == nullptr)
        return std::nullopt;
    MacAddress bytes{};
    std::ranges::copy(*mac->bytes(), bytes.begin());
    const std::string vendor = VendorNames::installed().nameOf(bytes);
    return Neighbour{macText(bytes), vendor.empty() ? "unknown" : printable(vendor), addressText(*address->bytes()), 0};
}

Exit run(Session& session, const Options& options)
{
    scapy::Drafts drafts;
    for (const std::string& network : options.networks) {
        auto draft = questions(session.protocols(), network);
        if (!draft)
            return session.fail(draft.error(), Errand::Network);
        drafts.push_back(std::make_shared<const Draft>(std::move(*draft)));
    }
    PacketSink sink(session, options.file);
    const Exchanged run = runExchange(session, drafts, sendOptions(session, {.timeout = options.timeout}, SendLayer::Link));
    saveExchange(sink, run);
    std::vector<Neighbour> found;
    std::size_t widest = 0;
    for (const Answer& answer : run.answers)
        if (auto neighbour = neighbourIn(session.protocols(), answer.draft(session.protocols()))) {
            neighbour->seconds = std::chrono::duration<double>(answer.packet.time - run.sent[answer.request].packet.time).count();
            widest = std::max(widest, neighbour->vendor.size());
            found.push_back(std::move(*neighbour));
        }
    for (const auto& [mac, vendor, address, seconds] : found)
        session.out.line(session.options.json ? fmt::format("{{\"mac\":\"{}\",\"vendor\":{},\"address\":\"{}\",\"seconds\":{:.6f}}}", mac, jsonString(vendor),
                                                    address, seconds)
                                              : fmt::format("  {} {:<{}} {}", mac, vendor, widest, address));
    if (run.error && run.error->code != Errc::Cancelled)
        return session.fail(*run.error, Errand::Network);
    if (session.interrupted())
        return Exit::Interrupted;
    return worse(found.empty() ? session.fail(Exit::Negative, "no answer") : Exit::Done, sink.finish());
}

} // namespace

void addArping(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.arguments("NET", options.networks, "Networks or addresses: 192.168.1.0/24, 192.168.1.1-20");
        set.seconds("--timeout", options.timeout, "Seconds to wait after the last question (2)");
        set.text("-w", "FILE", options.file, "Write questions and answers to a capture");
    };
    commandLine.add<Options>("arping", "Ask the link who has which address, print who answers and who made the card", "-i practice arping 172.17.0.0/28",
        describe, run);
}

} // namespace fw::cli
