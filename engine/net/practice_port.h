#pragma once

#include "engine/net/practice_answers.h"

#include <condition_variable>
#include <mutex>
#include <set>

namespace fw::practice {

class Port;

/// The wire that all ports of a practice network hang on: each sees what the others send and what is answered,
/// as captures on one interface do.
class Wire {
public:
    explicit Wire(Description description) : m_description(std::move(description)), m_answers(m_description) {}
    [[nodiscard]] const Description& description() const { return m_description; }
    void attach(Port& port);
    void detach(Port& port);
    void send(Bytes frame);

private:
    const Description m_description;
    const std::chrono::steady_clock::time_point m_started = std::chrono::steady_clock::now();
    std::mutex m_mutex;
    Answers m_answers;
    std::set<Port*> m_ports;
};

/// Packets lie here until they are due.
/// NoSuchDevice, Syntax (the filter).
[[nodiscard]] Result<std::unique_ptr<PacketPort>> openPort(std::shared_ptr<Wire> wire, const std::string& interface, const PortOptions& options);

} // namespace fw::practice
