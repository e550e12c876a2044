#include "engine/packet/near_names.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace fw {
namespace {

constexpr std::size_t longest = 48; ///< Longer names are compared by their start.

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool startsWith(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

/// Letters put in, left out, replaced, or two of them swapped.
std::size_t editDistance(std::string_view a, std::string_view b)
{
    a = a.substr(0, longest);
    b = b.substr(0, longest);
    std::array<std::size_t, longest + 1> before{}, above{}, row{};
    std::iota(row.begin(), row.end(), std::size_t{0});
    const auto same = [&](std::size_t i, std::size_t j) { return lower(a[i]) == lower(b[j]); };
    for (std::size_t i = 0; i < a.size(); ++i) {
        before = std::exchange(above, row);
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            row[j + 1] = std::min({above[j] + (same(i, j) ? 0 : 1), above[j + 1] + 1, row[j] + 1});
            if (i > 0 && j > 0 && same(i, j - 1) && same(i - 1, j))
                row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
        }
    }
    return row[b.size()];
}

} // namespace

std::vector<std::string> nearNames(std::string_view name, const std::vector<std::string_view>& known, std::size_t most)
{
    std::vector<std::pair<std::size_t, std::string_view>> ranked;
    for (const std::string_view candidate : known)
        ranked.emplace_back(!name.empty() && startsWith(candidate, name) ? 0 : editDistance(name, candidate) + 1, candidate);
    std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, std::string_view>::first);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(most, ranked.size()); ++i)
        names.emplace_back(ranked[i].second);
    return names;
}

std::string nearNamesText(std::string_view name, const std::vector<std::string_view>& known, std::size_t most)
{
    std::string out;
    for (const std::string& near : nearNames(name, known, most))
        out += (out.empty() ? "" : ", ") + near;
    return known.size() > most ? out + ", …" : out;
}

} // namespace fw
