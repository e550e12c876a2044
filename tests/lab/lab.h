/// Three machines on one: client – router – server, in network namespaces of their own. Nothing of it is left behind, in any case:
/// the namespaces have no names and go with this process, and so do the programs started in them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fw::lab {

struct CommandResult {
    int status = -1; ///< Exit status; -1 if it did not end by itself in time.
    std::string output;
    std::string errors;
};

/// A program running in one of the machines, ended with the object.
class Process {
public:
    explicit Process(int pid) : m_pid(pid) {}
    Process(Process&& other) noexcept;
    Process& operator=(Process&& other) noexcept;
    ~Process() { stop(); }
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] int pid() const { return m_pid; }
    /// SIGINT first, so that files are completed; SIGKILL if that does not help within two seconds.
    void stop();

private:
    int m_pid;
};

enum class Machine : std::uint8_t { Client, Router, Server };

class Lab {
public:
    // In each machine, `eth0` is the way to the others; the router's `eth1` leads to the server.
    static constexpr const char* clientAddress = "10.77.1.2";
    static constexpr const char* routerAddress = "10.77.1.1"; ///< As the client sees it.
    static constexpr const char* serverAddress = "10.77.2.2"; ///< Runs name server and web server.
    static constexpr const char* clientAddress6 = "fd77:1::2";
    static constexpr const char* routerAddress6 = "fd77:1::1";
    static constexpr const char* serverAddress6 = "fd77:2::2";
    static constexpr const char* serverName = "www.lab.example"; ///< What the name server knows: serverAddress, serverAddress6.
    static constexpr const char* interface = "eth0";

    Lab();
    ~Lab();

    /// The machines are there. If not, `reason` says why: no rights, or a missing program.
    [[nodiscard]] bool isPossible() const { return m_reason.empty(); }
    [[nodiscard]] const std::string& reason() const { return m_reason; }

    /// Runs on a thread in that machine, and waits for it. Threads started from there are in the machine, too.
    void run(Machine machine, const std::function<void()>& work) const;
    void runInClient(const std::function<void()>& work) const { run(Machine::Client, work); }

    /// Moves the calling thread into that machine for good, and with it the threads it starts: for a window, which needs the main thread.
    void enter(Machine machine) const;

    [[nodiscard]] CommandResult command(Machine machine, const std::vector<std::string>& words,
                                        std::chrono::seconds timeout = std::chrono::seconds(20)) const;
    /// The program also ends with the thread that started it.
    [[nodiscard]] std::unique_ptr<Process> start(Machine machine, const std::vector<std::string>& words) const;
    /// Captures on the client's interface into a file, and returns when it has begun. Null if it does not start.
    [[nodiscard]] std::unique_ptr<Process> startTcpdump(const std::string& path, const std::string& filter = {}) const;

private:
    struct Namespaces;
    void configure();
    void startServers();
    /// Waits until a connection to that port of the server succeeds there.
    [[nodiscard]] bool waitForPort(int port) const;

    std::string m_reason;
    std::unique_ptr<Namespaces> m_namespaces;
    std::vector<std::unique_ptr<Process>> m_servers;
};

} // namespace fw::lab
