/// Makes demo.pcap: 429 packets of a made-up afternoon, the same bytes every time. Addresses are those set aside for documentation
/// and private networks.
///   make_demo OUT.pcap

#include "engine/files/capture.h"
#include "engine/packet/build.h"
#include "engine/scapy/scapy.h"

#include <fmt/core.h>

namespace {

using namespace std::chrono_literals;

/// Builds expressions and writes them, one after the other in time.
class Scene {
public:
    explicit Scene(fw::PcapWriter& writer) : m_writer(writer) {}

    /// `after` the packet before.
    void add(std::chrono::nanoseconds after, const std::string& expression)
    {
        m_time += after;
        const auto draft = fw::scapy::parse(fw::Protocols::builtin(), expression);
        if (!draft)
            return stop(fmt::format("{} at column {} of {}", draft.error().expected, draft.error().column + 1, expression));
        const auto bytes = fw::buildBytes(fw::Protocols::builtin(), *draft);
        const auto written = m_writer.write(fw::PacketView{m_time, fw::link_type::Ethernet, static_cast<std::uint32_t>(bytes.size()), bytes});
        if (!written)
            stop(written.error().detail);
    }
    [[nodiscard]] const std::string& problem() const { return m_problem; }

private:
    void stop(const std::string& problem)
    {
        if (m_problem.empty())
            m_problem = problem;
    }

    fw::PcapWriter& m_writer;
    std::chrono::nanoseconds m_time = 1'700'000'000s;
    std::string m_problem;
};

constexpr const char* mac = "02:00:00:00:00:";

/// The client is 10.0.0.1; the last number of an address is also the last of its MAC address, in hex digits that read the same.
std::string fromClient(int host) { return fmt::format("Ether(src='{0}01', dst='{0}{1:02}')", mac, host); }
std::string toClient(int host) { return fmt::format("Ether(src='{0}{1:02}', dst='{0}01')", mac, host); }

void askForTheNameServer(Scene& scene)
{
    scene.add(0s, fmt::format("Ether(src='{0}01', dst='ff:ff:ff:ff:ff:ff')/ARP(op='who-has', hwsrc='{0}01', psrc='10.0.0.1', pdst='10.0.0.53')", mac));
    scene.add(312us, toClient(53) + fmt::format("/ARP(op='is-at', hwsrc='{0}53', psrc='10.0.0.53', hwdst='{0}01', pdst='10.0.0.1')", mac));
}

void askForNames(Scene& scene)
{
    const auto query = [&](int id, const std::string& name, const std::string& type) {
        scene.add(2ms, fromClient(53) + fmt::format("/IP(src='10.0.0.1', dst='10.0.0.53')/UDP(sport={0}, dport=53)"
            "/DNS(id={0}, rd=1, qd=DNSQR(qname='{1}', qtype='{2}'))", id, name, type));
    };
    const auto answer = [&](int id, const std::string& name, const std::string& type, const std::string& rest) {
        scene.add(734us, toClient(53) + fmt::format("/IP(src='10.0.0.53', dst='10.0.0.1')/UDP(sport=53, dport={0})"
            "/DNS(id={0}, qr=1, rd=1, ra=1, qd=DNSQR(qname='{1}', qtype='{2}'), {3})", id, name, type, rest));
    };
    query(40001, "www.example.com.", "A");
    answer(40001, "www.example.com.", "A", "an=DNSRR(rrname='www.example.com.', type='A', ttl=300, rdata='192.0.2.80')");
    query(40002, "www.example.com.", "AAAA");
    answer(40002, "www.example.com.", "AAAA", "an=DNSRR(rrname='www.example.com.', type='AAAA', ttl=300, rdata='2001:db8::80')");
    query(40003, "nowhere.example.com.", "A");
    answer(40003, "nowhere.example.com.", "A", "rcode=3");
}

/// Eight probes of which the fourth, sixth and eighth get no answer.
void traceTheRoute(Scene& scene)
{
    for (int ttl = 1; ttl <= 8; ++ttl) {
        const auto probe = [&](const char* ip, const char* udp, int atHop) {
            return fmt::format("/{}(src='10.0.0.1', dst='192.0.2.80', id={}, ttl={})/{}(sport=50000, dport={})", ip, 100 + ttl, atHop, udp, 33433 + ttl);
        };
        scene.add(50ms, fromClient(99) + probe("IP", "UDP", ttl));
        if (ttl == 4 || ttl == 6 || ttl == 8)
            continue;
        scene.add(std::chrono::microseconds(1500 * ttl), toClient(99) + fmt::format("/IP(src='198.51.100.{}', dst='10.0.0.1', id={}, ttl={})"
            "/ICMP(type='time-exceeded', code='ttl-zero-during-transit')", ttl, 7000 + ttl, 256 - ttl) + probe("IPerror", "UDPerror", 1));
    }
}

/// A request that has to be sent twice, and a server that then gives up.
void fetchAPage(Scene& scene)
{
    const std::string request = "GET / HTTP/1.1\\r\\nHost: www.example.com\\r\\n\\r\\n";
    const int length = 41;
    const auto client = [&](std::chrono::nanoseconds after, int id, const std::string& tcp) {
        scene.add(after, fromClient(99) + fmt::format("/IP(src='10.0.0.1', dst='192.0.2.80', id={}, flags='DF')/TCP(sport=40100, dport=80, {})", id, tcp));
    };
    const auto server = [&](std::chrono::nanoseconds after, int id, const std::string& tcp) {
        scene.add(after, toClient(99) + fmt::format("/IP(src='192.0.2.80', dst='10.0.0.1', id={}, ttl=57)/TCP(sport=80, dport=40100, {})", id, tcp));
    };
    client(200ms, 201, "flags='S', seq=1000, options=[('MSS', 1460)]");
    server(12ms, 901, "flags='SA', seq=5000, ack=1001, options=[('MSS', 1400)]");
    client(90us, 202, "flags='A', seq=1001, ack=5001");
    client(400us, 203, "flags='PA', seq=1001, ack=5001)/Raw(load='" + request + "'");
    client(300ms, 204, "flags='PA', seq=1001, ack=5001)/Raw(load='" + request + "'");
    server(12ms, 902, fmt::format("flags='A', seq=5001, ack={}", 1001 + length));
    server(3s, 903, fmt::format("flags='RA', seq=5001, ack={}", 1001 + length));
}

void sendABadChecksum(Scene& scene)
{
    scene.add(500ms, toClient(2) + "/IP(src='10.0.0.2', dst='10.0.0.1', id=1)/UDP(sport=9999, dport=9, chksum=0xdead)/Raw(load='wrong checksum')");
}

/// 100 rounds with two hosts: one counts its packets, the other numbers them at random.
void pingTwoHosts(Scene& scene)
{
    std::uint32_t random = 1; // Numerical Recipes' generator; its high bits are good enough.
    int ownId = 3000;
    int countingId = 20000;
    for (int round = 1; round <= 100; ++round)
        for (const int host : {2, 3}) {
            const auto echo = [&](const char* type) { return fmt::format("/ICMP(type='{}', id=7, seq={})/Raw(load='abcdefgh')", type, round); };
            scene.add(10ms, fromClient(host) + fmt::format("/IP(src='10.0.0.1', dst='10.0.0.{}', id={})", host, ownId++) + echo("echo-request"));
            random = random * 1'664'525U + 1'013'904'223U;
            const int id = host == 2 ? countingId++ : static_cast<int>(random >> 16U);
            scene.add(400us, toClient(host) + fmt::format("/IP(src='10.0.0.{}', dst='10.0.0.1', id={})", host, id) + echo("echo-reply"));
        }
}

int fail(const std::string& problem)
{
    fmt::print(stderr, "make_demo: {}\n", problem);
    return 1;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return fail("give the name of the file to make");
    const auto writer = fw::PcapWriter::create(argv[1]);
    if (!writer)
        return fail(writer.error().detail);
    Scene scene(**writer);
    askForTheNameServer(scene);
    askForNames(scene);
    traceTheRoute(scene);
    fetchAPage(scene);
    sendABadChecksum(scene);
    pingTwoHosts(scene);
    if (!scene.problem().empty())
        return fail(scene.problem());
    if (const auto finished = (*writer)->finish(); !finished)
        return fail(finished.error().detail);
    return 0;
}
