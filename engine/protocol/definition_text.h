/// The text of a definition as a person edits it: where its fields and bindings stand, and the text with one of them changed.
/// Everything else in it, comments and spelling, stays as it was written.
#pragma once

#include "engine/protocol/loader_yaml.h"

namespace fw {

/// A key of a field or binding. Lists and maps are told as YAML in one line.
struct WrittenKey {
    std::string name;
    std::string text;
    enum class Form : std::uint8_t { Plain, Quoted, Nested } form = Form::Plain;
};

/// One field, or one binding, as it stands in the text. `- x: u8` has the key `type`.
struct WrittenItem {
    std::string name; ///< Of a field; empty for a binding.
    std::vector<WrittenKey> keys;
    std::size_t line = 0;  ///< 1-based
    std::size_t begin = 0; ///< Bytes of the text that it takes: whole lines, or what stands between commas.
    std::size_t end = 0;
    bool isShared = false; ///< Holds an anchor or alias, so that it can be changed in the text only.

    [[nodiscard]] const WrittenKey* find(std::string_view key) const;
    /// An empty text takes the key away.
    void set(std::string_view key, std::string_view value);
};

/// `fields` or `bind` of one definition.
struct WrittenList {
    std::vector<WrittenItem> items;
    std::size_t begin = 0; ///< Of the list, and its end; the same where it is not there.
    std::size_t end = 0;
    std::size_t insertAt = 0; ///< Where the key may be written if it is not there.
    std::size_t indent = 0;   ///< Column of its dashes, or of the key; from 0.
    bool isThere = false;
    bool isFlow = false;      ///< [a, b] rather than lines with dashes.
    bool isEditable = true;   ///< False: it is written in a way that only a person can change.
};

struct WrittenDefinition {
    std::string name;
    bool isStruct = false;
    std::size_t line = 0; ///< 1-based
    WrittenList fields;
    WrittenList bindings;
};

struct DefinitionOutline {
    std::vector<WrittenDefinition> definitions; ///< Protocols first.
    std::vector<YamlFault> faults;
    [[nodiscard]] const WrittenDefinition* find(std::string_view name) const;
};

/// Bounded as parseYaml is.
[[nodiscard]] DefinitionOutline outlineOf(const std::string& text);

enum class ListKind : std::uint8_t { Fields, Bindings };
/// Part of a text to be replaced.
struct TextEdit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};
/// Nothing where the list is not editable or there is no such item. `at` may be the number of items, to put it at the end.
[[nodiscard]] std::optional<TextEdit> insertItem(const std::string& text, const WrittenDefinition& definition, ListKind kind, std::size_t at, const WrittenItem& item);
[[nodiscard]] std::optional<TextEdit> replaceItem(const std::string& text, const WrittenDefinition& definition, ListKind kind, std::size_t at, const WrittenItem& item);
[[nodiscard]] std::optional<TextEdit> removeItem(const std::string& text, const WrittenDefinition& definition, ListKind kind, std::size_t at);
/// Afterwards the item is number `to`.
[[nodiscard]] std::optional<TextEdit> moveItem(const std::string& text, const WrittenDefinition& definition, ListKind kind, std::size_t from, std::size_t to);

} // namespace fw
