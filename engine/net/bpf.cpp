#include "engine/net/bpf.h"

#include <pcap/pcap.h>

namespace fw {

struct BpfFilter::Compiled {
    Compiled() = default;
    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;
    ~Compiled() { pcap_freecode(&program); }

    bpf_program program{};
};

Result<BpfFilter> BpfFilter::compile(const std::string& text, std::uint32_t linkType, std::uint32_t snapLength)
{
    BpfFilter filter;
    if (text.empty())
        return filter;
    const int dlt = linkType == link_type::Raw ? DLT_RAW : static_cast<int>(linkType);
    const std::unique_ptr<pcap_t, void (*)(pcap_t*)> handle(pcap_open_dead(dlt, static_cast<int>(snapLength)), pcap_close);
    auto compiled = std::make_shared<Compiled>();
    if (!handle)
        return fail(Errc::Io, 0, text);
    if (pcap_compile(handle.get(), &compiled->program, text.c_str(), 1, PCAP_NETMASK_UNKNOWN) < 0)
        return fail(Errc::Syntax, 0, pcap_geterr(handle.get()));
    filter.m_compiled = std::move(compiled);
    return filter;
}

bool BpfFilter::matches(Bytes bytes, std::uint32_t originalLength) const
{
    if (!m_compiled)
        return true;
    pcap_pkthdr header{};
    header.caplen = static_cast<bpf_u_int32>(bytes.size());
    header.len = originalLength;
    return pcap_offline_filter(&m_compiled->program, &header, bytes.data()) != 0;
}

} // namespace fw
