// libtins_build COUNT: Ethernet, IP and TCP as new objects, with a varying time to live and port, serialized with checksums.
#include <tins/tins.h>

#include <cstdlib>

int main(int argc, char** argv)
{
    const unsigned long count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 0;
    unsigned long bytes = 0;
    for (unsigned long i = 0; i < count; ++i) {
        Tins::EthernetII packet = Tins::EthernetII("02:00:00:00:00:02", "02:00:00:00:00:01") / Tins::IP("10.0.0.2", "10.0.0.1")
            / Tins::TCP(static_cast<std::uint16_t>(i), 20);
        packet.rfind_pdu<Tins::IP>().ttl(static_cast<std::uint8_t>(i % 64 + 1));
        bytes += packet.serialize().size();
    }
    return bytes == 0 && count > 0;
}
