#include "tests/fuzz/seeds.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

namespace fuzz {
namespace {

std::string readFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void add(std::vector<Input>& seeds, Input input)
{
    if (input.size() > mostBytes)
        input.resize(mostBytes);
    seeds.push_back(std::move(input));
}

/// The text behind a key; the files are written by one program, a vector a line, and these texts hold no escapes.
std::string textOf(const std::string& line, const std::string& key)
{
    const std::string before = "\"" + key + "\": \"";
    const std::size_t at = line.find(before);
    if (at == std::string::npos)
        return {};
    const std::size_t from = at + before.size();
    return line.substr(from, line.find('"', from) - from);
}

void addVectors(std::vector<Input>& seeds, const std::string& json)
{
    for (std::size_t at = 0; at < json.size();) {
        const std::size_t end = std::min(json.find('\n', at), json.size());
        const std::string line = json.substr(at, end - at);
        at = end + 1;
        const std::string hex = textOf(line, "hex");
        if (hex.empty())
            continue;
        const std::string first = textOf(line, "link");
        Input input(first.begin(), first.end());
        input.push_back('\n');
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
            input.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
        add(seeds, std::move(input));
    }
}

} // namespace

std::vector<Input> readSeeds(const std::vector<std::filesystem::path>& paths)
{
    std::vector<std::filesystem::path> files;
    for (const auto& path : paths) {
        if (!std::filesystem::is_directory(path)) {
            files.push_back(path);
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
            if (entry.is_regular_file())
                files.push_back(entry.path());
    }
    std::ranges::sort(files); // A folder is listed in any order, and the same runs are to be the same.
    std::vector<Input> seeds{Input{}};
    for (const auto& file : files) {
        const std::string content = readFile(file);
        if (file.extension() == ".json")
            addVectors(seeds, content);
        else
            add(seeds, Input(content.begin(), content.end()));
    }
    return seeds;
}

} // namespace fuzz
