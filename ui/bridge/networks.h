#pragma once

#include "engine/net/network.h"

#include <memory>

namespace fw::ui {

/// The networks a window can send on and listen to: this machine's, and the simulated one.
class Networks {
public:
    Networks(std::shared_ptr<Network> system, std::shared_ptr<Network> practice);

    struct Choice {
        InterfaceInfo interface;
        bool practice = false;
    };
    /// Those a person will want first: up with an address, then loopback, practice, then the rest.
    [[nodiscard]] std::vector<Choice> choices() const;
    /// Whether this machine lets us open one of its interfaces; why not otherwise. Asked once: opening and closing one costs 16 ms.
    [[nodiscard]] const std::optional<Error>& systemRefusal() const;
    /// A real one where one may be used, the practice network otherwise.
    [[nodiscard]] std::string defaultInterface() const;
    /// The network that has this interface.
    [[nodiscard]] std::shared_ptr<Network> networkOf(const std::string& interface) const;
    [[nodiscard]] bool isPractice(const std::string& interface) const;

private:
    std::shared_ptr<Network> m_system;
    std::shared_ptr<Network> m_practice;
    mutable std::optional<std::optional<Error>> m_refusal;
};

} // namespace fw::ui
