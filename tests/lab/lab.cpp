#include "tests/lab/lab.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

namespace fw::lab {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

class File {
public:
    File() = default;
    explicit File(int number) : m_number(number) {}
    File(File&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    File& operator=(File&& other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~File()
    {
        if (m_number >= 0)
            close(m_number);
    }
    [[nodiscard]] int get() const { return m_number; }

private:
    int m_number = -1;
};

bool isExecutable(const std::string& path) { return access(path.c_str(), X_OK) == 0; }

/// The program's path; empty if it is not installed.
std::string findProgram(const std::string& name)
{
    for (const char* folder : {"/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/"})
        if (isExecutable(folder + name))
            return folder + name;
    return {};
}

/// A fresh network namespace that lives as long as the file is open.
File makeNamespace(std::string& problem)
{
    File file;
    std::thread([&] {
        if (unshare(CLONE_NEWNET) == 0)
            file = File(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
        if (file.get() < 0)
            problem = std::string("network namespaces cannot be made: ") + std::strerror(errno) + " (root is needed)";
    }).join();
    return file;
}

struct Pipes {
    File reading;
    File writing;
};

Pipes makePipe()
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return {};
    return {File(ends[0]), File(ends[1])};
}

/// The child ends with this process even if that is killed. `out` and `err` may be -1: thrown away.
/// `words[0]` is a path, or a name looked for among the programs of the system.
int spawn(int netNamespace, const std::vector<std::string>& words, int out, int err)
{
    const std::string program = words[0].find('/') == std::string::npos ? findProgram(words[0]) : words[0];
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child != 0)
        return child;
    setpgid(0, 0); // What it starts itself is ended with it.
    prctl(PR_SET_PDEATHSIG, SIGKILL); // Lost when a program changes its user: they are told not to.
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(out >= 0 ? out : nothing, 1);
    dup2(err >= 0 ? err : nothing, 2);
    if (getppid() == parent && setns(netNamespace, CLONE_NEWNET) == 0)
        execv(program.c_str(), arguments.data());
    _exit(127);
}

bool isReaped(int pid, int& status) { return waitpid(pid, &status, WNOHANG) != 0; }

/// Reads both pipes until both are closed or the time is up.
void drain(const File& out, const File& err, CommandResult& result, Clock::time_point until)
{
    std::array<pollfd, 2> files{{{out.get(), POLLIN, 0}, {err.get(), POLLIN, 0}}};
    std::array<std::string*, 2> texts{&result.output, &result.errors};
    while (files[0].fd >= 0 || files[1].fd >= 0) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (left <= 0ms || poll(files.data(), files.size(), static_cast<int>(left.count())) <= 0)
            return;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (files[i].revents == 0)
                continue;
            char part[4096];
            const ssize_t count = read(files[i].fd, part, sizeof part);
            if (count > 0)
                texts[i]->append(part, static_cast<std::size_t>(count));
            else
                files[i].fd = -1;
        }
    }
}

/// veth leaves checksums of local packets to hardware that is not there: captures would show them as wrong.
void turnOffChecksumOffload(const char* interface)
{
    const File socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    for (const std::uint32_t what : {ETHTOOL_STXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO}) {
        ethtool_value value{what, 0};
        ifreq request{};
        std::strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
        request.ifr_data = reinterpret_cast<char*>(&value);
        ioctl(socket.get(), SIOCETHTOOL, &request);
    }
}

void setSysctl(const std::string& path, const char* value)
{
    std::ofstream("/proc/sys/net/" + path) << value;
}

} // namespace

Process::Process(Process&& other) noexcept : m_pid(std::exchange(other.m_pid, -1))
{
}

Process& Process::operator=(Process&& other) noexcept
{
    std::swap(m_pid, other.m_pid);
    return *this;
}

bool Process::isRunning() const
{
    return m_pid > 0 && kill(m_pid, 0) == 0;
}

void Process::stop()
{
    if (m_pid <= 0)
        return;
    const int pid = std::exchange(m_pid, -1);
    int status = 0;
    kill(pid, SIGINT);
    bool ended = isReaped(pid, status);
    for (int i = 0; i < 200 && !ended; ++i) {
        std::this_thread::sleep_for(10ms);
        ended = isReaped(pid, status);
    }
    kill(-pid, SIGKILL);
    if (!ended)
        waitpid(pid, &status, 0);
}

struct Lab::Namespaces {
    std::array<File, 3> files;
    [[nodiscard]] int of(Machine machine) const { return files[static_cast<std::size_t>(machine)].get(); }
};

Lab::Lab() : m_namespaces(std::make_unique<Namespaces>())
{
    for (const char* program : {"ip", "dnsmasq", "python3", "tcpdump"})
        if (m_reason.empty() && findProgram(program).empty())
            m_reason = std::string("the program ") + program + " is not installed";
    for (File& file : m_namespaces->files)
        if (m_reason.empty())
            file = makeNamespace(m_reason);
    if (m_reason.empty())
        configure();
    if (m_reason.empty())
        startServers();
}

Lab::~Lab() = default;

void Lab::run(Machine machine, const std::function<void()>& work) const
{
    const int file = m_namespaces->of(machine);
    std::thread([&] {
        if (setns(file, CLONE_NEWNET) == 0)
            work();
    }).join();
}

void Lab::enter(Machine machine) const
{
    setns(m_namespaces->of(machine), CLONE_NEWNET);
}

CommandResult Lab::command(Machine machine, const std::vector<std::string>& words, std::chrono::seconds timeout) const
{
    CommandResult result;
    const auto until = Clock::now() + timeout;
    Pipes out = makePipe();
    Pipes err = makePipe();
    const int pid = spawn(m_namespaces->of(machine), words, out.writing.get(), err.writing.get());
    out.writing = File();
    err.writing = File();
    if (pid < 0)
        return result;
    drain(out.reading, err.reading, result, until);
    int status = 0;
    while (!isReaped(pid, status)) {
        if (Clock::now() >= until) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            return result;
        }
        std::this_thread::sleep_for(1ms);
    }
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

std::unique_ptr<Process> Lab::start(Machine machine, const std::vector<std::string>& words) const
{
    return std::make_unique<Process>(spawn(m_namespaces->of(machine), words, -1, -1));
}

std::unique_ptr<Process> Lab::startTcpdump(const std::string& path, const std::string& filter) const
{
    Pipes err = makePipe();
    std::vector<std::string> words{"tcpdump", "-Z", "root", "-i", interface, "-n", "-U", "--immediate-mode", "-w", path};
    if (!filter.empty())
        words.push_back(filter);
    auto process = std::make_unique<Process>(spawn(m_namespaces->of(Machine::Client), words, -1, err.writing.get()));
    err.writing = File();
    std::string said;
    pollfd ready{err.reading.get(), POLLIN, 0};
    // To the end of that line: it comes in pieces, and a program whose words nobody takes is ended by them.
    const auto hasBegun = [&said] {
        const std::size_t at = said.find("listening on");
        return at != std::string::npos && said.find('\n', at) != std::string::npos;
    };
    while (!hasBegun()) {
        char part[512];
        const ssize_t count = poll(&ready, 1, 5000) > 0 ? read(err.reading.get(), part, sizeof part) : 0;
        if (count <= 0)
            return nullptr;
        said.append(part, static_cast<std::size_t>(count));
    }
    return process;
}

void Lab::configure()
{
    const auto ip = [&](Machine machine, const std::string& line) {
        std::vector<std::string> words{"ip"};
        for (std::size_t at = 0; at < line.size();) {
            const std::size_t end = std::min(line.find(' ', at), line.size());
            words.push_back(line.substr(at, end - at));
            at = end + 1;
        }
        const CommandResult result = command(machine, words);
        if (result.status != 0 && m_reason.empty())
            m_reason = "ip " + line + ": " + result.errors;
    };
    using enum Machine;
    const std::string here = "/proc/" + std::to_string(getpid()) + "/fd/";
    for (const Machine machine : {Client, Router, Server}) {
        run(machine, [machine] {
            const char* forwards = machine == Router ? "1" : "0";
            setSysctl("ipv6/conf/all/accept_dad", "0"); // Addresses are usable at once.
            setSysctl("ipv6/conf/default/accept_dad", "0");
            setSysctl("ipv4/ip_forward", forwards);
            setSysctl("ipv6/conf/all/forwarding", forwards);
            setSysctl("ipv4/icmp_ratelimit", "0"); // Every probe gets its answer, however fast they come.
            setSysctl("ipv6/icmp/ratelimit", "0");
        });
        ip(machine, "link set lo up");
    }
    ip(Router, "link add eth0 type veth peer name eth0 netns " + here + std::to_string(m_namespaces->of(Client)));
    ip(Router, "link add eth1 type veth peer name eth0 netns " + here + std::to_string(m_namespaces->of(Server)));
    const auto up = [&](Machine machine, const std::string& name, const std::string& address, const std::string& address6) {
        ip(machine, "link set " + name + " up");
        ip(machine, "addr add " + address + " dev " + name);
        ip(machine, "addr add " + address6 + " dev " + name + " nodad");
        run(machine, [&] { turnOffChecksumOffload(name.c_str()); });
    };
    up(Router, "eth0", "10.77.1.1/24", "fd77:1::1/64");
    up(Router, "eth1", "10.77.2.1/24", "fd77:2::1/64");
    up(Client, "eth0", "10.77.1.2/24", "fd77:1::2/64");
    up(Server, "eth0", "10.77.2.2/24", "fd77:2::2/64");
    ip(Client, "route add default via 10.77.1.1");
    ip(Client, "-6 route add default via fd77:1::1");
    ip(Server, "route add default via 10.77.2.1");
    ip(Server, "-6 route add default via fd77:2::1");
}

void Lab::startServers()
{
    const std::string name = std::string("/") + serverName + "/";
    // Without a daemon, dnsmasq neither forks nor changes its user, which would take it out of the kernel's care (see spawn).
    m_servers.push_back(start(Machine::Server, {"dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
                                                "--pid-file=", "--local-ttl=60", "--local=/lab.example/",
                                                "--address=" + name + serverAddress, "--address=" + name + serverAddress6}));
    m_servers.push_back(start(Machine::Server, {"python3", "-m", "http.server", "80", "--bind", serverAddress, "--directory", "/usr/share/common-licenses"}));
    for (const int port : {53, 80})
        if (m_reason.empty() && !waitForPort(port))
            m_reason = "no server came up on port " + std::to_string(port);
}

bool Lab::waitForPort(int port) const
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, serverAddress, &address.sin_addr);
    bool connected = false;
    run(Machine::Server, [&] {
        for (int i = 0; i < 500 && !connected; ++i) {
            const File socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
            connected = connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
            if (!connected)
                std::this_thread::sleep_for(10ms);
        }
    });
    return connected;
}

} // namespace fw::lab
