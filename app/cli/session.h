/// What all commands share: the global options, the engine's parts they ask for, and the ways to tell something.
#pragma once

#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/wording.h"
#include "engine/net/network.h"

#include <functional>
#include <map>

namespace fw::cli {

/// As given before the command.
struct GlobalOptions {
    std::vector<std::string> interfaces;
    std::vector<std::string> definitions;
    bool json = false;
    bool quiet = false;
    bool timing = false;
};

/// Where something stands that is wrong.
struct Place {
    std::size_t input = 0; ///< Line of standard input, or which of the arguments; from 1.
    bool isLine = false;
    std::string_view text = {};
    std::optional<std::size_t> column = {}; ///< From 0.
};

class Session {
public:
    GlobalOptions options;
    std::string command;
    Output out;
    std::uint64_t handled = 0; ///< Packets, for --timing.
    std::chrono::nanoseconds answering{}; ///< From the first packet sent to the last answer found, for --timing; 0: nothing was sent.
    std::function<Exit()> run; ///< The command, once the command line is understood.

    [[nodiscard]] std::stop_token stop() const { return m_interrupt.token(); }
    [[nodiscard]] bool goesOn() const { return out.isOpen() && !m_interrupt.happened(); }
    [[nodiscard]] bool interrupted() const { return m_interrupt.happened(); }

    /// Built-in definitions with those of --protocols, or else those of the user's folder.
    [[nodiscard]] Exit loadProtocols();
    [[nodiscard]] const Protocols& protocols() const { return *m_protocols; }

    /// If -i names a practice network's file, as "practice:FILE": reads it. The interface is then that of the file.
    [[nodiscard]] Exit loadPractice();
    /// The machine's, or the practice network.
    [[nodiscard]] Network& network();
    /// The chosen one; empty: by route.
    [[nodiscard]] std::string interface() const { return options.interfaces.empty() ? std::string() : options.interfaces.front(); }
    /// What the draft takes from the network when it is built; its names are looked up first. NoSuchHost.
    [[nodiscard]] Result<const Environment*> environmentFor(const Draft& draft);

    /// One line on standard error, after all that was printed so far.
    void say(std::string_view text);
    /// "framewright-cli: COMMAND: what"
    void complain(std::string_view what);
    Exit fail(const Error& error, Errand errand);
    Exit fail(Exit exit, std::string_view what);
    /// An error in one of several inputs. With --json it is a result too.
    Exit fail(const Place& place, Exit exit, std::string_view what);
    [[nodiscard]] bool showsProgress() const;

private:
    Interrupt m_interrupt;
    std::shared_ptr<const Protocols> m_loaded;
    const Protocols* m_protocols = nullptr;
    std::unique_ptr<Network> m_network;
    std::unique_ptr<NetworkEnvironment> m_environment;
    std::map<std::string, bool> m_lookedUp;
};

} // namespace fw::cli
