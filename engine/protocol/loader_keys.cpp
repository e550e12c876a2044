// Maps with known keys, and what may stand at a key.
#include "engine/protocol/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace fw {
namespace {

constexpr std::size_t longestWord = 32; // No key is longer.

/// Letters to change, add, leave out, or swap with the next one, to make one word the other.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> beforeLast(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        beforeLast = std::exchange(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
    }
    return row.back();
}

/// The known word that was most likely meant; empty if none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known)
{
    std::string_view best;
    std::size_t least = std::min<std::size_t>(word.size() / 3 + 1, 3);
    for (const std::string_view candidate : known) {
        if (word.size() > longestWord)
            break;
        if (const std::size_t d = distance(word, candidate); d < least) {
            least = d;
            best = candidate;
        }
    }
    return best;
}

} // namespace

bool Loader::checkKeys(const YamlNode& node, std::initializer_list<std::string_view> known, const Place& place)
{
    const std::span<const std::string_view> words(known.begin(), known.size());
    if (!node.isMap()) {
        report(node, place, fmt::format("expected a map; known here: {}", fmt::join(words, ", ")));
        return false;
    }
    for (const auto& [key, value] : node.entries()) {
        if (std::ranges::find(words, key.text()) != words.end())
            continue;
        const std::string_view meant = nearest(key.text(), words);
        const std::string hint = meant.empty() ? std::string() : fmt::format(", perhaps '{}'", meant);
        report(key, place, fmt::format("unknown key '{}'{}; known here: {}", key.text(), hint, fmt::join(words, ", ")));
    }
    return true;
}

std::string Loader::textAt(const YamlNode& map, std::string_view key, const Place& place)
{
    const YamlNode& node = map[key];
    if (node && !node.isText() && !node.isNull())
        report(node, place, fmt::format("expected a text as '{}'", key));
    return node.text();
}

bool Loader::flagAt(const YamlNode& map, std::string_view key, const Place& place)
{
    return wordAt<bool>(map, key, {{"true", true}, {"false", false}}, false, place);
}

std::optional<std::int64_t> Loader::number(const YamlNode& node, std::int64_t least, std::int64_t most, const Place& place)
{
    const auto value = node.isText() ? parseInteger(node.text()) : std::nullopt;
    if (value && *value >= least && *value <= most)
        return value;
    report(node, place, fmt::format("expected a number from {} to {}", least, most));
    return std::nullopt;
}

std::int64_t Loader::numberAt(const YamlNode& map, std::string_view key, std::int64_t least, std::int64_t most, std::int64_t otherwise, const Place& place)
{
    const YamlNode& node = map[key];
    return node ? number(node, least, most, place).value_or(otherwise) : otherwise;
}

const std::vector<YamlNode>& Loader::listAt(const YamlNode& map, std::string_view key, const Place& place)
{
    const YamlNode& node = map[key];
    if (node && !node.isList() && !node.isNull())
        report(node, place, fmt::format("expected a list as '{}'", key));
    return node.items();
}

std::vector<YamlNode::Entry> Loader::mapAt(const YamlNode& map, std::string_view key, const Place& place)
{
    const YamlNode& node = map[key];
    if (node && !node.isMap() && !node.isNull())
        report(node, place, fmt::format("expected a map as '{}'", key));
    return node.entries();
}

const YamlNode& Loader::neededAt(const YamlNode& map, std::string_view key, const Place& place)
{
    const YamlNode& node = map[key];
    if (!node && map.isMap())
        report(map, place, fmt::format("expected '{}'", key));
    return node;
}

bool Loader::isLittleEndian(const YamlNode& map, bool otherwise, const Place& place)
{
    return wordAt<bool>(map, "endian", {{"le", true}, {"be", false}}, otherwise, place);
}

void Loader::reportWords(const YamlNode& at, const std::vector<std::string_view>& words, const Place& place)
{
    const std::span<const std::string_view> first(words.data(), words.size() - 1);
    report(at, place, fmt::format("expected {}{}{}", fmt::join(first, ", "), first.empty() ? "" : " or ", words.back()));
}

} // namespace fw
