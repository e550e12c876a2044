/// Reads the values of a practice network's file, telling what is wrong and where.
#pragma once

#include "engine/net/practice_description.h"
#include "engine/protocol/loader_yaml.h"

#include <initializer_list>

namespace fw::practice {

/// Thrown by the functions below, and caught by load(): the first thing that is wrong ends the reading.
struct Wrong {
    Error error;
};

[[noreturn]] void refuse(const YamlNode& node, const std::string& expected);
/// The node is a map and has no other keys.
void checkKeys(const YamlNode& node, std::initializer_list<std::string_view> known);
/// A list, and not too long. Nothing for a missing one.
[[nodiscard]] const std::vector<YamlNode>& itemsOf(const YamlNode& node, std::size_t most);

// Each takes a node that is there.
[[nodiscard]] std::string textOf(const YamlNode& node);
[[nodiscard]] Buffer addressOf(const YamlNode& node);
[[nodiscard]] Buffer addressOf(const YamlNode& node, std::size_t size);
/// One address, or a list of them.
[[nodiscard]] std::vector<Buffer> addressesOf(const YamlNode& node);
[[nodiscard]] MacAddress macOf(const YamlNode& node);
[[nodiscard]] InterfaceInfo::Address prefixOf(const YamlNode& node);
[[nodiscard]] std::int64_t numberOf(const YamlNode& node, std::int64_t least, std::int64_t most);

// Each takes the value of a key that may be missing.
[[nodiscard]] std::int64_t numberOr(const YamlNode& node, std::int64_t otherwise, std::int64_t least, std::int64_t most);
[[nodiscard]] double realOr(const YamlNode& node, double otherwise, double least, double most);
[[nodiscard]] Latency millisecondsOr(const YamlNode& node, double otherwise = 0);
[[nodiscard]] bool flagOr(const YamlNode& node, bool otherwise);
/// Which of the words; the first if there is no such key.
[[nodiscard]] std::size_t wordOf(const YamlNode& node, std::initializer_list<std::string_view> words);
[[nodiscard]] std::vector<std::uint16_t> portsOf(const YamlNode& node);

} // namespace fw::practice
