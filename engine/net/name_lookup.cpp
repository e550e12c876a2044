#include "engine/net/name_lookup.h"

#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace fw {
namespace {

Buffer addressOf(const addrinfo& entry)
{
    if (entry.ai_family == AF_INET) {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(&reinterpret_cast<const sockaddr_in*>(entry.ai_addr)->sin_addr);
        return {bytes, bytes + 4};
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&reinterpret_cast<const sockaddr_in6*>(entry.ai_addr)->sin6_addr);
    return {bytes, bytes + 16};
}

std::vector<Buffer> ask(const std::string& name, int family)
{
    addrinfo hints{};
    hints.ai_family = family == 4 ? AF_INET : family == 6 ? AF_INET6 : AF_UNSPEC;
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo* raw = nullptr;
    if (getaddrinfo(name.c_str(), nullptr, &hints, &raw) != 0)
        return {};
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> list(raw, freeaddrinfo);
    std::vector<Buffer> addresses;
    for (const addrinfo* entry = raw; entry != nullptr; entry = entry->ai_next)
        if (entry->ai_family == AF_INET || entry->ai_family == AF_INET6)
            if (Buffer address = addressOf(*entry); std::ranges::find(addresses, address) == addresses.end())
                addresses.push_back(std::move(address));
    return addresses;
}

/// Shared by the one who asked and the thread that asks.
struct Question {
    std::mutex mutex;
    std::condition_variable_any changed;
    bool done = false;
    std::vector<Buffer> addresses;
};

} // namespace

Result<std::vector<Buffer>> lookUpName(const std::string& name, int family, const std::stop_token& stop)
{
    const auto question = std::make_shared<Question>();
    std::thread([question, name, family] {
        auto addresses = ask(name, family);
        const std::scoped_lock lock(question->mutex);
        question->addresses = std::move(addresses);
        question->done = true;
        question->changed.notify_all();
    }).detach();
    std::unique_lock lock(question->mutex);
    if (!question->changed.wait(lock, stop, [&] { return question->done; }))
        return fail(Errc::Cancelled, 0, name);
    if (question->addresses.empty())
        return fail(Errc::NoSuchHost, 0, name);
    return std::move(question->addresses);
}

} // namespace fw
