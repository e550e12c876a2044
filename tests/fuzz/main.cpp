/// Runs a fuzz entry without libFuzzer: every seed as it is, then mutations of them.
///   fuzz_x RUNS [SEED_FILE_OR_FOLDER …]     that many mutations, the same ones each time
///   fuzz_x MINUTESm [SEED_FILE_OR_FOLDER …] for that long, other ones each time
///   fuzz_x 0 FAILED_INPUT                   that one again
/// An input that fails, or takes longer than a slow machine can excuse, is left in the working folder as fuzz_x.failed.
#include "tests/fuzz/seeds.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using fuzz::Input;

constexpr time_t mostSeconds = 20; // Of the processor's time for one input, with the sanitizers.

const Input* current = nullptr;
std::string failedFile;

/// Called where the process is about to end, so only what a signal handler may call.
void keepInput()
{
    const int file = ::open(failedFile.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
    if (file < 0 || current == nullptr)
        return;
    const auto written = ::write(file, current->data(), current->size());
    ::close(file);
    if (written == static_cast<ssize_t>(current->size())) {
        constexpr char text[] = "fuzz: the input is kept as *.failed\n";
        [[maybe_unused]] const auto told = ::write(STDERR_FILENO, text, sizeof text - 1);
    }
}

void onSignal(int number)
{
    keepInput();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

void watch()
{
    // The stack may be what has run out.
    static char stack[1U << 16U];
    const stack_t other{.ss_sp = stack, .ss_flags = 0, .ss_size = sizeof stack};
    ::sigaltstack(&other, nullptr);
    struct sigaction action{};
    action.sa_handler = onSignal;
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    for (const int number : {SIGABRT, SIGPROF})
        ::sigaction(number, &action, nullptr);
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_set_death_callback(keepInput);
#else
    for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL})
        ::sigaction(number, &action, nullptr);
#endif
}

void limitTime(time_t seconds)
{
    const itimerval timer{.it_interval = {}, .it_value = {.tv_sec = seconds, .tv_usec = 0}};
    ::setitimer(ITIMER_PROF, &timer, nullptr);
}

void run(const Input& input)
{
    current = &input;
    limitTime(mostSeconds);
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

/// Bits flipped, bytes that are often special, pieces cut out, doubled and taken from another seed.
class Mutator {
public:
    Mutator(const std::vector<Input>& seeds, std::uint32_t start) : m_seeds(seeds), m_random(start) {}

    Input next()
    {
        Input input = pick();
        for (std::size_t i = below(6) + 1; i > 0; --i)
            mutate(input);
        if (input.size() > fuzz::mostBytes)
            input.resize(fuzz::mostBytes);
        return input;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : m_random() % limit; }
    const Input& pick() { return m_seeds[below(m_seeds.size())]; }

    void mutate(Input& input)
    {
        constexpr std::uint8_t special[] = {0, 1, 4, 0x0a, 0x20, 0x7f, 0x80, 0xc0, 0xff};
        const std::size_t at = below(input.size());
        const std::size_t length = below(std::min<std::size_t>(input.size() - at, 64) + 1);
        const auto begin = input.begin() + static_cast<std::ptrdiff_t>(at);
        switch (below(6)) {
        case 0:
            if (!input.empty())
                *begin = static_cast<std::uint8_t>(*begin ^ 1U << below(8));
            break;
        case 1:
            if (!input.empty())
                *begin = special[below(std::size(special))];
            break;
        case 2: input.erase(begin, begin + static_cast<std::ptrdiff_t>(length)); break;
        case 3: splice(input, at, Input(begin, begin + static_cast<std::ptrdiff_t>(length))); break;
        case 4: splice(input, at, randomBytes(below(9))); break;
        default: splice(input, at, pieceOf(pick())); break;
        }
    }

    static void splice(Input& input, std::size_t at, const Input& piece)
    {
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), piece.begin(), piece.end());
    }

    Input pieceOf(const Input& other)
    {
        const std::size_t at = below(other.size());
        const auto begin = other.begin() + static_cast<std::ptrdiff_t>(at);
        return {begin, begin + static_cast<std::ptrdiff_t>(below(std::min<std::size_t>(other.size() - at, 128) + 1))};
    }

    Input randomBytes(std::size_t count)
    {
        Input bytes(count);
        for (auto& byte : bytes)
            byte = static_cast<std::uint8_t>(m_random());
        return bytes;
    }

    const std::vector<Input>& m_seeds;
    std::mt19937 m_random;
};

} // namespace

int main(int argc, char** argv)
{
    const std::string amount = argc > 1 ? argv[1] : "1000";
    failedFile = std::filesystem::path(argv[0]).filename().string() + ".failed";
    watch();
    const auto seeds = fuzz::readSeeds({argv + std::min(argc, 2), argv + argc});
    for (const Input& seed : seeds)
        run(seed);

    const bool forTime = amount.ends_with('m');
    const auto limit = std::strtoull(amount.c_str(), nullptr, 10);
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(forTime ? limit : 0);
    Mutator mutator(seeds, forTime ? std::random_device()() : 1);
    unsigned long long runs = 0;
    while (forTime ? std::chrono::steady_clock::now() < end : runs < limit) {
        const Input input = mutator.next();
        run(input);
        ++runs;
    }
    limitTime(0);
    std::printf("%zu seeds, %llu mutations\n", seeds.size() - 1, runs);
}
