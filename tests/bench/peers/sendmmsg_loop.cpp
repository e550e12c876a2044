// sendmmsg_loop INTERFACE COUNT: the same 64 bytes again and again through a packet socket, as fast as the kernel takes them: the limit.
#include <net/if.h>
#include <netpacket/packet.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv)
{
    if (argc < 3)
        return 2;
    constexpr std::size_t batch = 64;
    std::array<std::uint8_t, 64> frame{0x02, 0, 0, 0, 0, 2, 0x02, 0, 0, 0, 0, 1, 0x88, 0xb5};
    const int socket = ::socket(AF_PACKET, SOCK_RAW, 0);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_ifindex = static_cast<int>(if_nametoindex(argv[1]));
    if (bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0) {
        std::perror(argv[1]);
        return 1;
    }
    std::array<iovec, batch> parts;
    std::array<mmsghdr, batch> messages{};
    for (std::size_t i = 0; i < batch; ++i) {
        parts[i] = {frame.data(), frame.size()};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    for (unsigned long left = std::strtoul(argv[2], nullptr, 10); left > 0;) {
        const int sent = sendmmsg(socket, messages.data(), static_cast<unsigned>(std::min(left, batch)), 0);
        if (sent > 0) {
            left -= static_cast<unsigned long>(sent);
        } else if (errno != ENOBUFS && errno != EAGAIN) {
            std::perror("sendmmsg");
            return 1;
        }
    }
}
