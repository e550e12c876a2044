#include "app/cli/templates.h"

#include "engine/packet/near_names.h"
#include "resources/embedded.h"

#include <algorithm>
#include <vector>

namespace fw::cli {
namespace {

struct Template {
    std::string_view name;
    std::string_view expression;
};

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
    return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

/// A name, a colon and an expression on each line.
std::vector<Template> templatesIn(std::string_view text)
{
    std::vector<Template> out;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::size_t colon = line.find(':');
        if (!line.starts_with('#') && colon != std::string_view::npos)
            out.push_back({trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1))});
    }
    return out;
}

bool isCalled(const Template& one, std::string_view name)
{
    const auto plain = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return std::ranges::equal(one.name, name, {}, plain, plain);
}

} // namespace

std::expected<std::string, std::string> templateNamed(std::string_view name)
{
    const auto templates = templatesIn(resources::find("templates/basic.txt"));
    const auto found = std::ranges::find_if(templates, [&](const Template& one) { return isCalled(one, name); });
    if (found != templates.end())
        return std::string(found->expression);
    std::vector<std::string_view> names;
    for (const Template& one : templates)
        names.push_back(one.name);
    return std::unexpected(nearNamesText(name, names));
}

} // namespace fw::cli
