#include "ui/bridge/networks.h"

#include <algorithm>

namespace fw::ui {
namespace {

int rank(const Networks::Choice& choice)
{
    const InterfaceInfo& interface = choice.interface;
    if (choice.practice)
        return 2;
    if (!interface.up)
        return 4;
    if (interface.loopback)
        return 1;
    return interface.addresses.empty() ? 3 : 0;
}

} // namespace

Networks::Networks(std::shared_ptr<Network> system, std::shared_ptr<Network> practice)
    : m_system(std::move(system)), m_practice(std::move(practice))
{
}

std::vector<Networks::Choice> Networks::choices() const
{
    std::vector<Choice> all;
    for (InterfaceInfo& interface : m_system->interfaces())
        all.push_back({std::move(interface), m_system->isPractice()});
    for (InterfaceInfo& interface : m_practice->interfaces())
        all.push_back({std::move(interface), true});
    std::ranges::stable_sort(all, {}, rank);
    return all;
}

const std::optional<Error>& Networks::systemRefusal() const
{
    if (m_refusal)
        return *m_refusal;
    const auto all = choices();
    const auto first = std::ranges::find_if(all, [](const Choice& choice) { return !choice.practice && choice.interface.up; });
    if (first == all.end())
        m_refusal.emplace(Error{Errc::NoSuchDevice, 0, {}});
    else if (const auto port = m_system->open(first->interface.name); !port)
        m_refusal.emplace(port.error());
    else
        m_refusal.emplace(std::nullopt);
    return *m_refusal;
}

std::string Networks::defaultInterface() const
{
    if (systemRefusal())
        return practiceInterface;
    const std::string interface = fw::defaultInterface(*m_system);
    return interface.empty() ? practiceInterface : interface;
}

std::shared_ptr<Network> Networks::networkOf(const std::string& interface) const
{
    return isPractice(interface) ? m_practice : m_system;
}

bool Networks::isPractice(const std::string& interface) const
{
    return std::ranges::any_of(m_practice->interfaces(), [&](const InterfaceInfo& info) { return info.name == interface; });
}

} // namespace fw::ui
