#include "engine/net/pcap_port.h"

#include "engine/net/frame_sender.h"

#include <net/if.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <mutex>
#include <thread>

namespace fw {
namespace {

struct CloseHandle {
    void operator()(pcap_t* handle) const { pcap_close(handle); }
};
using Handle = std::unique_ptr<pcap_t, CloseHandle>;

/// At most so many packets are taken in one go, so that a flood does not keep the caller from looking at anything else.
constexpr int largestBatch = 4096;
constexpr std::uint32_t largestSnapLength = 262'144;

std::uint32_t linkTypeOf(int dlt)
{
    // The one number that differs between what Linux delivers (DLT_…) and what files hold (LINKTYPE_…).
    return dlt == DLT_RAW ? link_type::Raw : static_cast<std::uint32_t>(dlt);
}

Error openError(int status, pcap_t* handle, const std::string& interface)
{
    switch (status) {
    case PCAP_ERROR_NO_SUCH_DEVICE:
        return {Errc::NoSuchDevice, 0, interface};
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
        return {Errc::NotPermitted, 0, interface};
    case PCAP_ERROR_IFACE_NOT_UP:
        return {Errc::Io, 0, interface + ": " + pcap_statustostr(status)};
    default:
        return {Errc::Io, 0, interface + ": " + pcap_geterr(handle)};
    }
}

class PcapPort : public PacketPort {
public:
    PcapPort(Handle handle, std::string interface, std::uint32_t snapLength)
        : m_handle(std::move(handle))
        , m_interface(std::move(interface))
        , m_snapLength(snapLength)
        , m_descriptor(pcap_get_selectable_fd(m_handle.get()))
        , m_linkType(linkTypeOf(pcap_datalink(m_handle.get())))
        , m_nanosecondTimes(pcap_get_tstamp_precision(m_handle.get()) == PCAP_TSTAMP_PRECISION_NANO)
    {
    }

    const std::string& interfaceName() const override { return m_interface; }
    std::uint32_t linkType() const override { return m_linkType; }

    Result<std::size_t> send(std::span<const Buffer> frames, const std::stop_token& stop) override
    {
        if (!m_sender) {
            auto sender = openSender(m_interface);
            if (!sender)
                return std::unexpected(sender.error());
            m_sender = std::move(*sender);
        }
        return m_sender->send(frames, stop);
    }

    Result<void> receive(std::vector<CapturedPacket>& packets, std::chrono::milliseconds wait) override
    {
        auto taken = take(packets);
        if (!taken || *taken > 0)
            return taken ? Result<void>{} : std::unexpected(taken.error());
        pollfd ready{m_descriptor, POLLIN, 0};
        poll(&ready, 1, static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(wait.count(), 0, 60'000)));
        taken = take(packets);
        if (!taken)
            return std::unexpected(taken.error());
        if (*taken == 0 && (ready.revents & ~POLLIN) != 0)
            return checkInterface(wait);
        return {};
    }

    PortStatistics statistics() const override
    {
        const std::scoped_lock lock(m_mutex);
        pcap_stat counts{};
        if (pcap_stats(m_handle.get(), &counts) < 0)
            return {};
        return {m_received, counts.ps_drop, counts.ps_ifdrop}; // On the loopback, libpcap counts every packet twice.
    }

private:
    struct Batch {
        const PcapPort* port;
        std::vector<CapturedPacket>* packets;
    };

    static void keep(u_char* user, const pcap_pkthdr* header, const u_char* bytes)
    {
        const auto& batch = *reinterpret_cast<Batch*>(user);
        const std::chrono::nanoseconds fraction{batch.port->m_nanosecondTimes ? header->ts.tv_usec : header->ts.tv_usec * 1000};
        batch.packets->push_back({std::chrono::seconds(header->ts.tv_sec) + fraction, batch.port->m_linkType, header->len,
                                  Buffer(bytes, bytes + std::min(header->caplen, batch.port->m_snapLength))});
    }

    Result<std::size_t> take(std::vector<CapturedPacket>& packets)
    {
        const std::scoped_lock lock(m_mutex); // Only against statistics(): it never waits in here.
        Batch batch{this, &packets};
        const std::size_t before = packets.size();
        if (pcap_dispatch(m_handle.get(), largestBatch, keep, reinterpret_cast<u_char*>(&batch)) < 0)
            return std::unexpected(isThere() ? Error{Errc::Io, 0, m_interface + ": " + pcap_geterr(m_handle.get())}
                                             : Error{Errc::NoSuchDevice, 0, m_interface});
        m_received += packets.size() - before;
        return packets.size() - before;
    }

    bool isThere() const
    {
        ifreq request{};
        m_interface.copy(request.ifr_name, IFNAMSIZ - 1);
        return ioctl(pcap_fileno(m_handle.get()), SIOCGIFINDEX, &request) == 0 || m_interface == "any";
    }

    /// The socket has an error to tell and libpcap did not: the interface went down, or away.
    Result<void> checkInterface(std::chrono::milliseconds wait) const
    {
        if (!isThere())
            return fail(Errc::NoSuchDevice, 0, m_interface);
        std::this_thread::sleep_for(std::min(wait, std::chrono::milliseconds(20))); // The error stays and would make poll spin.
        return {};
    }

    Handle m_handle;
    std::string m_interface;
    std::uint32_t m_snapLength;
    int m_descriptor;
    std::uint32_t m_linkType;
    bool m_nanosecondTimes;
    mutable std::mutex m_mutex;
    std::uint64_t m_received = 0;
    std::unique_ptr<FrameSender> m_sender;
};

void setOptions(pcap_t* handle, const PortOptions& options)
{
    const auto limited = [](std::uint32_t value, std::uint32_t most) { return static_cast<int>(std::clamp(value, 1U, most)); };
    // libpcap cuts a few bytes too many off at small lengths; the exact cut is made when packets are taken.
    pcap_set_snaplen(handle, limited(std::min(options.snapLength, largestSnapLength) + 64, largestSnapLength));
    pcap_set_promisc(handle, options.promiscuous ? 1 : 0);
    pcap_set_immediate_mode(handle, options.batched ? 0 : 1);
    pcap_set_timeout(handle, 5);
    pcap_set_buffer_size(handle, limited(options.bufferBytes, 1U << 30U));
    pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO);
}

Result<void> setFilter(pcap_t* handle, const std::string& filter)
{
    if (filter.empty())
        return {};
    bpf_program program{};
    if (pcap_compile(handle, &program, filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) < 0)
        return fail(Errc::Syntax, 0, pcap_geterr(handle));
    const int status = pcap_setfilter(handle, &program);
    pcap_freecode(&program);
    if (status < 0)
        return fail(Errc::Io, 0, pcap_geterr(handle));
    return {};
}

} // namespace

Result<std::unique_ptr<PacketPort>> openPcapPort(const std::string& interface, const PortOptions& options)
{
    char message[PCAP_ERRBUF_SIZE] = {};
    Handle handle(pcap_create(interface.c_str(), message));
    if (!handle)
        return fail(Errc::Io, 0, interface + ": " + message);
    setOptions(handle.get(), options);
    if (const int status = pcap_activate(handle.get()); status < 0)
        return std::unexpected(openError(status, handle.get(), interface));
    if (auto set = setFilter(handle.get(), options.filter); !set)
        return std::unexpected(set.error());
    if (pcap_setnonblock(handle.get(), 1, message) < 0)
        return fail(Errc::Io, 0, interface + ": " + message);
    return std::make_unique<PcapPort>(std::move(handle), interface, std::max(1U, options.snapLength));
}

} // namespace fw
