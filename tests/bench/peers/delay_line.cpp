// delay_line A B MICROSECONDS: hands frames from one interface to the other and back, each so long after it came. A long wire, for where the
// kernel has no netem.
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Frame {
    Clock::time_point due;
    std::vector<char> bytes;
};

int openInterface(const char* name)
{
    const int file = socket(AF_PACKET, SOCK_RAW, 0);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(0x0003); // All protocols.
    address.sll_ifindex = static_cast<int>(if_nametoindex(name));
    const int room = 64 << 20;
    const int yes = 1;
    setsockopt(file, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    setsockopt(file, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof yes);
    if (bind(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        std::perror(name);
        std::exit(1);
    }
    return file;
}

void carry(int from, int to, std::chrono::microseconds delay)
{
    std::deque<Frame> waiting;
    std::vector<char> buffer(65536);
    for (;;) {
        const auto left = waiting.empty() ? std::chrono::nanoseconds(1'000'000'000) : std::chrono::nanoseconds(waiting.front().due - Clock::now());
        timespec time{left.count() / 1'000'000'000, std::max<long>(0, left.count() % 1'000'000'000)};
        pollfd ready{from, POLLIN, 0};
        if (left.count() <= 0 || ppoll(&ready, 1, &time, nullptr) == 0) {
            while (!waiting.empty() && waiting.front().due <= Clock::now()) {
                (void)!write(to, waiting.front().bytes.data(), waiting.front().bytes.size());
                waiting.pop_front();
            }
            continue;
        }
        while (true) {
            const ssize_t size = recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (size <= 0)
                break;
            waiting.push_back({Clock::now() + delay, {buffer.begin(), buffer.begin() + size}});
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4)
        return 2;
    const int a = openInterface(argv[1]);
    const int b = openInterface(argv[2]);
    const std::chrono::microseconds delay(std::atoi(argv[3]));
    std::thread back(carry, b, a, delay);
    carry(a, b, delay);
}
