/// Runs a fuzz entry without libFuzzer: every seed as it is, then as many mutations of them as asked for.
///   fuzz_x RUNS [SEED_FILE_OR_FOLDER …]

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;
constexpr std::size_t maxInput = 1U << 16U;

Input readFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    Input input{std::istreambuf_iterator<char>(file), {}};
    if (input.size() > maxInput)
        input.resize(maxInput);
    return input;
}

std::vector<Input> readSeeds(int argc, char** argv)
{
    std::vector<Input> seeds{Input{}};
    for (int i = 2; i < argc; ++i) {
        if (!std::filesystem::is_directory(argv[i]))
            seeds.push_back(readFile(argv[i]));
        else
            for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i]))
                if (entry.is_regular_file())
                    seeds.push_back(readFile(entry.path()));
    }
    return seeds;
}

/// Bits flipped, bytes that are often special, pieces cut out, doubled and taken from another seed.
class Mutator {
public:
    explicit Mutator(const std::vector<Input>& seeds) : m_seeds(seeds) {}

    Input next()
    {
        Input input = pick();
        for (std::size_t i = below(6) + 1; i > 0; --i)
            mutate(input);
        if (input.size() > maxInput)
            input.resize(maxInput);
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
    std::mt19937 m_random{1}; // The same runs every time.
};

} // namespace

int main(int argc, char** argv)
{
    const auto seeds = readSeeds(argc, argv);
    for (const auto& seed : seeds)
        LLVMFuzzerTestOneInput(seed.data(), seed.size());
    Mutator mutator(seeds);
    const int runs = argc > 1 ? std::atoi(argv[1]) : 1000;
    for (int i = 0; i < runs; ++i) {
        const Input input = mutator.next();
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    std::printf("%zu seeds, %d mutations\n", seeds.size() - 1, runs);
}
