// libtins_read FILE [fields]: every packet of a capture as objects, layer by layer; with "fields", five fields of each read.
#include <tins/tins.h>

#include <cstring>

int main(int argc, char** argv)
{
    const bool fields = argc > 2 && std::strcmp(argv[2], "fields") == 0;
    Tins::FileSniffer sniffer(argv[1]);
    unsigned long sum = 0;
    for (auto& packet : sniffer) {
        const Tins::PDU* pdu = packet.pdu();
        if (fields) {
            if (const auto* ip = pdu->find_pdu<Tins::IP>())
                sum += static_cast<std::uint32_t>(ip->src_addr()) + static_cast<std::uint32_t>(ip->dst_addr()) + ip->ttl();
            if (const auto* tcp = pdu->find_pdu<Tins::TCP>())
                sum += tcp->sport() + tcp->dport();
        } else {
            for (; pdu != nullptr; pdu = pdu->inner_pdu())
                ++sum;
        }
    }
    return sum == 0;
}
