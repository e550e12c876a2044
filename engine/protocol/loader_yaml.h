/// A definition file as a tree of what is written in it, bounded in size whatever the file holds.
#pragma once

#include "engine/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fw {

/// One piece of a YAML file and where it stands. Asking for what is not there gives a node that is missing; nothing throws.
class YamlNode {
public:
    enum class Kind : std::uint8_t { Missing, Null, Text, List, Map };
    struct Entry {
        const YamlNode& key;
        const YamlNode& value;
    };

    explicit operator bool() const { return m_kind != Kind::Missing; }
    [[nodiscard]] bool isNull() const { return m_kind == Kind::Null; }
    [[nodiscard]] bool isText() const { return m_kind == Kind::Text; }
    [[nodiscard]] bool isList() const { return m_kind == Kind::List; }
    [[nodiscard]] bool isMap() const { return m_kind == Kind::Map; }

    /// Of a scalar, as written; empty for all else.
    [[nodiscard]] const std::string& text() const { return m_text; }
    /// The scalar was in quotes, so it begins a column further right.
    [[nodiscard]] bool isQuoted() const { return m_isQuoted; }
    /// Of a list; empty for all else.
    [[nodiscard]] const std::vector<YamlNode>& items() const { return m_kind == Kind::List ? m_values : none(); }
    /// Of a map, in the order of the file; empty for all else.
    [[nodiscard]] std::vector<Entry> entries() const;
    /// Of a map the value of that key.
    [[nodiscard]] const YamlNode& operator[](std::string_view key) const;
    [[nodiscard]] std::size_t size() const { return m_values.size(); }

    [[nodiscard]] std::size_t line() const { return m_line; }     ///< 1-based; 0 if it is missing
    [[nodiscard]] std::size_t column() const { return m_column; } ///< 1-based; 0 if it is missing
    /// What keeping it costs, in bytes of text: its own, and some for every node.
    [[nodiscard]] std::size_t weight() const { return m_weight; }

private:
    friend class YamlTree;
    static const std::vector<YamlNode>& none();

    Kind m_kind = Kind::Missing;
    bool m_isQuoted = false;
    std::uint8_t m_height = 0; ///< Levels below it.
    std::uint32_t m_line = 0;
    std::uint32_t m_column = 0;
    std::uint32_t m_nodes = 1; ///< It and all below it.
    std::size_t m_weight = 0;
    std::string m_text;
    std::vector<YamlNode> m_keys; ///< Of a map, each with its value.
    std::vector<YamlNode> m_values;
};

/// What is wrong with a text, and where.
struct YamlFault {
    std::size_t line = 0;   ///< 1-based
    std::size_t column = 0; ///< 1-based
    std::string message;
};

struct ParsedYaml {
    YamlNode root; ///< Missing if there are faults that leave nothing to read.
    std::vector<YamlFault> faults;
};

/// One document. Refused: text of more than 512 KiB, lines of more than 64 KiB, more than 50,000 nodes or 64 levels (counting what
/// anchors and aliases repeat), a structure that holds itself, a second document, a key that is no word or stands twice in its map.
[[nodiscard]] ParsedYaml parseYaml(const std::string& text);

/// Decimal or 0x…, with a sign if need be; nothing if it is no such number or has more than 64 bits.
[[nodiscard]] std::optional<std::int64_t> parseInteger(std::string_view text);
/// YAML's "\x82" is a code point; in a value of bytes it stands for a byte.
[[nodiscard]] Buffer bytesOf(const std::string& utf8);

} // namespace fw
