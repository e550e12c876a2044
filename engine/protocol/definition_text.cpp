#include "engine/protocol/definition_text.h"

#include <algorithm>

namespace fw {
namespace {

using Form = WrittenKey::Form;

class Lines {
public:
    explicit Lines(const std::string& text) : m_text(text)
    {
        m_starts.push_back(0);
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '\n')
                m_starts.push_back(i + 1);
    }
    /// Of a line, counted from 1; behind the last one the end of the text.
    [[nodiscard]] std::size_t start(std::size_t line) const { return line > m_starts.size() ? m_text.size() : m_starts[line - 1]; }
    [[nodiscard]] std::size_t count() const { return m_starts.size(); }
    [[nodiscard]] std::string_view text(std::size_t line) const
    {
        return std::string_view(m_text).substr(start(line), start(line + 1) - start(line));
    }
    [[nodiscard]] std::size_t offset(const YamlNode& node) const { return std::min(start(node.line()) + node.column() - 1, m_text.size()); }

private:
    const std::string& m_text;
    std::vector<std::size_t> m_starts;
};

std::size_t indentOf(std::string_view line)
{
    return std::min(line.find_first_not_of(' '), line.size());
}

bool isEmptyOrComment(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos || line[first] == '#';
}

/// What stands between the quotes that begin here, with them.
std::size_t behindQuotes(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\' && quote == '"')
            ++at;
        else if (text[at] == quote)
            return at + 1;
    }
    return text.size();
}

bool beginsQuotes(std::string_view text, std::size_t at)
{
    if (text[at] != '"' && text[at] != '\'')
        return false;
    const auto before = text.find_last_not_of(" \t\n", at - 1);
    return at == 0 || before == std::string_view::npos || std::string_view("[{,:-").contains(text[before]);
}

bool beginsComment(std::string_view text, std::size_t at)
{
    return text[at] == '#' && (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n' || text[at - 1] == '\t');
}

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The elements of [a, b] that begins at `at`, and in `end` where it ends. Nothing if it does not end.
std::optional<std::vector<Range>> flowElements(std::string_view text, std::size_t at, std::size_t& end)
{
    std::vector<Range> elements;
    std::size_t depth = 0;
    std::size_t begin = at + 1;
    const auto add = [&](std::size_t until) {
        const auto first = text.find_first_not_of(" \t\r\n", begin);
        const auto last = text.find_last_not_of(" \t\r\n", until - 1);
        if (first < until && last != std::string_view::npos && last >= first)
            elements.push_back({first, last + 1});
        begin = until + 1;
    };
    for (std::size_t i = at; i < text.size(); ++i) {
        if (beginsQuotes(text, i)) {
            i = behindQuotes(text, i) - 1;
        } else if (beginsComment(text, i)) {
            i = std::min(text.find('\n', i), text.size() - 1);
        } else if (text[i] == '[' || text[i] == '{') {
            ++depth;
        } else if ((text[i] == ']' || text[i] == '}') && --depth == 0) {
            add(i);
            end = i + 1;
            return elements;
        } else if (text[i] == ',' && depth == 1) {
            add(i);
        }
    }
    return std::nullopt;
}

/// Lines with dashes, the first of which is this one. Comments right above a dash go with it.
std::vector<Range> blockElements(const Lines& lines, std::size_t first, std::size_t indent, std::size_t& end)
{
    std::vector<std::size_t> starts;
    std::size_t lastFilled = first;
    std::size_t comment = 0; // The first of the comment lines above, if there are any.
    for (std::size_t line = first; line <= lines.count(); ++line) {
        const std::string_view text = lines.text(line);
        if (isEmptyOrComment(text)) {
            if (comment == 0 && text.find('#') != std::string_view::npos)
                comment = line;
            continue;
        }
        const std::size_t column = indentOf(text);
        const bool isDash = column == indent && text[column] == '-';
        if (column <= indent && !isDash)
            break;
        if (isDash)
            starts.push_back(comment == 0 || line == first ? line : comment);
        lastFilled = line;
        comment = 0;
    }
    std::vector<Range> elements;
    for (std::size_t i = 0; i < starts.size(); ++i)
        elements.push_back({lines.start(starts[i]), i + 1 < starts.size() ? lines.start(starts[i + 1]) : lines.start(lastFilled + 1)});
    end = lines.start(lastFilled + 1);
    return elements;
}

bool needsQuotes(std::string_view text)
{
    if (text.empty() || text.front() == ' ' || text.back() == ' ')
        return true;
    if (std::string_view("!&*?|>@`%#'\"[]{},-:").contains(text.front()) && !(text.front() == '-' && text.size() > 1 && text[1] >= '0' && text[1] <= '9'))
        return true;
    if (text.find_first_of(",[]{}\"'\n\t\\") != std::string_view::npos || text.ends_with(':'))
        return true;
    return text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos || text == "~";
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else
            out += c;
    }
    return out + '"';
}

std::string scalar(const YamlNode& node)
{
    return node.isQuoted() || needsQuotes(node.text()) ? quoted(node.text()) : node.text();
}

/// The tree is bounded in depth by parseYaml.
std::string inOneLine(const YamlNode& node)
{
    if (node.isNull())
        return "~";
    if (node.isText())
        return scalar(node);
    std::string out;
    for (const YamlNode& item : node.items())
        out += (out.empty() ? "" : ", ") + inOneLine(item);
    if (node.isList())
        return "[" + out + "]";
    for (const auto& [key, value] : node.entries())
        out += (out.empty() ? "" : ", ") + scalar(key) + ": " + inOneLine(value);
    return "{" + out + "}";
}

WrittenKey keyOf(const std::string& name, const YamlNode& value)
{
    if (value.isText())
        return {name, value.text(), value.isQuoted() ? Form::Quoted : Form::Plain};
    return {name, inOneLine(value), Form::Nested};
}

void readKeys(WrittenItem& item, const YamlNode& node)
{
    if (!node.isMap()) {
        item.keys.push_back(keyOf("type", node));
        return;
    }
    for (const auto& [key, value] : node.entries())
        item.keys.push_back(keyOf(key.text(), value));
}

/// An anchor or alias: & or * with a name, where a value may begin.
bool holdsAnchor(std::string_view text)
{
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (beginsQuotes(text, i))
            i = behindQuotes(text, i) - 1;
        else if ((text[i] == '&' || text[i] == '*') && std::string_view(" [{,").contains(text[i - 1]) && text[i + 1] != ' ' && text[i + 1] != text[i])
            return true;
        if (i >= text.size())
            break;
    }
    return false;
}

WrittenList readList(const std::string& text, const Lines& lines, const YamlNode& definition, std::string_view key, bool isField)
{
    WrittenList out;
    const YamlNode& list = definition[key];
    out.insertAt = lines.offset(definition);
    out.indent = definition.column() - 1;
    out.isFlow = out.insertAt < text.size() && text[out.insertAt] == '{';
    if (!definition.isMap()) {
        out.isEditable = false;
        return out;
    }
    if (!list)
        return out;
    out.isThere = true;
    if (!list.isList()) {
        out.isEditable = false;
        return out;
    }
    out.begin = lines.offset(list);
    out.isFlow = out.begin < text.size() && text[out.begin] == '[';
    std::vector<Range> ranges;
    if (out.isFlow) {
        ranges = flowElements(text, out.begin, out.end).value_or(std::vector<Range>{});
    } else {
        out.indent = indentOf(lines.text(list.line()));
        out.begin = lines.start(list.line());
        out.isEditable = out.begin + out.indent < text.size() && text[out.begin + out.indent] == '-';
        ranges = blockElements(lines, list.line(), out.indent, out.end);
    }
    out.isEditable = out.isEditable && ranges.size() == list.items().size();
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const YamlNode& node = list.items()[i];
        WrittenItem item;
        item.line = node.line();
        const auto entries = node.entries();
        if (!isField)
            readKeys(item, node);
        else if (entries.size() == 1) {
            item.name = entries.front().key.text();
            readKeys(item, entries.front().value);
        } else {
            out.isEditable = false;
        }
        if (out.isEditable) {
            item.begin = ranges[i].begin;
            item.end = ranges[i].end;
            item.isShared = holdsAnchor(std::string_view(text).substr(item.begin, item.end - item.begin));
        }
        out.items.push_back(std::move(item));
    }
    return out;
}

const WrittenList& listOf(const WrittenDefinition& definition, ListKind kind)
{
    return kind == ListKind::Fields ? definition.fields : definition.bindings;
}

std::string written(const WrittenKey& key)
{
    if (key.form == Form::Nested)
        return key.text;
    return key.form == Form::Quoted || needsQuotes(key.text) ? quoted(key.text) : key.text;
}

std::string written(const WrittenItem& item, ListKind kind)
{
    std::string keys;
    for (const WrittenKey& key : item.keys)
        keys += (keys.empty() ? "" : ", ") + key.name + ": " + written(key);
    if (kind == ListKind::Bindings)
        return "{" + keys + "}";
    const std::string name = needsQuotes(item.name) ? quoted(item.name) : item.name;
    if (item.keys.size() == 1 && item.keys.front().name == "type")
        return name + ": " + written(item.keys.front());
    return name + ": {" + keys + "}";
}

/// The comments in what is replaced, each on its own line.
std::string commentsIn(std::string_view text, std::size_t indent)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (beginsQuotes(text, i)) {
            i = behindQuotes(text, i) - 1;
        } else if (beginsComment(text, i)) {
            const auto end = std::min(text.find('\n', i), text.size());
            out += std::string(indent, ' ') + std::string(text.substr(i, end - i)) + '\n';
            i = end;
        }
    }
    return out;
}

std::string element(const WrittenList& list, const WrittenItem& item, ListKind kind)
{
    const std::string text = written(item, kind);
    if (!list.isFlow)
        return std::string(list.indent, ' ') + "- " + text + '\n';
    return kind == ListKind::Fields ? "{" + text + "}" : text;
}

/// The list did not end in a line of its own.
bool lacksLineEnd(const std::string& text, std::size_t at)
{
    return at > 0 && text[at - 1] != '\n';
}

} // namespace

const WrittenKey* WrittenItem::find(std::string_view key) const
{
    const auto found = std::ranges::find(keys, key, &WrittenKey::name);
    return found == keys.end() ? nullptr : &*found;
}

void WrittenItem::set(std::string_view key, std::string_view value)
{
    const auto found = std::ranges::find(keys, key, &WrittenKey::name);
    if (value.empty()) {
        if (found != keys.end())
            keys.erase(found);
        return;
    }
    const bool isNested = value.front() == '[' || value.front() == '{' || value == "~";
    WrittenKey changed{std::string(key), std::string(value), isNested ? Form::Nested : Form::Plain};
    if (found == keys.end())
        keys.push_back(std::move(changed));
    else if (found->text != value)
        *found = std::move(changed);
}

const WrittenDefinition* DefinitionOutline::find(std::string_view name) const
{
    const auto found = std::ranges::find(definitions, name, &WrittenDefinition::name);
    return found == definitions.end() ? nullptr : &*found;
}

DefinitionOutline outlineOf(const std::string& text)
{
    DefinitionOutline outline;
    ParsedYaml parsed = parseYaml(text);
    outline.faults = std::move(parsed.faults);
    const Lines lines(text);
    for (const bool isStruct : {false, true})
        for (const auto& [key, value] : parsed.root[isStruct ? "structs" : "protocols"].entries())
            outline.definitions.push_back({key.text(), isStruct, key.line(), readList(text, lines, value, "fields", true), readList(text, lines, value, "bind", false)});
    return outline;
}

std::optional<TextEdit> insertItem(const std::string& text, const WrittenDefinition& definition, ListKind kind, std::size_t at, const WrittenItem& item)
{
    const WrittenList& list = listOf(definition, kind);
    if (!list.isEditable || at > list.items.size())
        return std::nullopt;
    const std::string added = element(list, item, kind);
    if (!list.isThere) {
        const std::string key = kind == ListKind::Fields ? "fields: [" : "bind: [";
        const std::string inside = kind == ListKind::Fields ? "{" + written(item, kind) + "}" : written(item, kind);
        if (list.isFlow)
            return TextEdit{list.insertAt + 1, list.insertAt + 1, key + inside + "], "};
        return TextEdit{list.insertAt, list.insertAt, key + inside + "]\n" + std::string(list.indent, ' ')};
    }
    if (!list.isFlow) {
        const std::size_t place = at < list.items.size() ? list.items[at].begin : list.end;
        return TextEdit{place, place, lacksLineEnd(text, place) ? "\n" + added.substr(0, added.size() - 1) : added};
    }
    if (list.items.empty())
        return TextEdit{list.begin, list.end, "[" + added + "]"};
    if (at < list.items.size())
        return TextEdit{list.items[at].begin, list.items[at].begin, added + ", "};
    return TextEdit{list.items.back().end, list.items.back().end, ", " + added};
}

std::optional<TextEdit> replaceItem(const std::string& text, const WrittenDefinition& definition, ListKind kind, std::size_t at, const WrittenItem& item)
{
    const WrittenList& list = listOf(definition, kind);
    if (!list.isEditable || at >= list.items.size() || list.items[at].isShared)
        return std::nullopt;
    const WrittenItem& old = list.items[at];
    const std::string_view before = std::string_view(text).substr(old.begin, old.end - old.begin);
    std::string now = element(list, item, kind);
    if (!list.isFlow) {
        now = commentsIn(before, list.indent) + now;
        if (!before.ends_with('\n'))
            now.pop_back();
    }
    return TextEdit{old.begin, old.end, std::move(now)};
}

std::optional<TextEdit> removeItem(const std::string& text, const WrittenDefinition& definition, ListKind kind, std::size_t at)
{
    const WrittenList& list = listOf(definition, kind);
    if (!list.isEditable || at >= list.items.size() || list.items[at].isShared)
        return std::nullopt;
    const WrittenItem& item = list.items[at];
    if (!list.isFlow && list.items.size() == 1) // Nothing would stand for the list.
        return TextEdit{item.begin, item.end, std::string(list.indent + 2, ' ') + "[]" + (lacksLineEnd(text, item.end) ? "" : "\n")};
    if (!list.isFlow)
        return TextEdit{item.begin, item.end, ""};
    if (at + 1 < list.items.size())
        return TextEdit{item.begin, list.items[at + 1].begin, ""};
    return TextEdit{at == 0 ? item.begin : list.items[at - 1].end, item.end, ""};
}

std::optional<TextEdit> moveItem(const std::string& text, const WrittenDefinition& definition, ListKind kind, std::size_t from, std::size_t to)
{
    const WrittenList& list = listOf(definition, kind);
    if (!list.isEditable || from == to || from >= list.items.size() || to >= list.items.size())
        return std::nullopt;
    const std::size_t low = std::min(from, to);
    const std::size_t high = std::max(from, to);
    std::vector<std::size_t> order;
    for (std::size_t i = low; i <= high; ++i)
        order.push_back(i);
    if (from < to)
        std::ranges::rotate(order, order.begin() + 1);
    else
        std::ranges::rotate(order, order.end() - 1);
    const auto textOf = [&](std::size_t i) { return text.substr(list.items[i].begin, list.items[i].end - list.items[i].begin); };
    std::string moved;
    for (std::size_t i = 0; i < order.size(); ++i) {
        std::string one = textOf(order[i]);
        if (!list.isFlow && !one.ends_with('\n'))
            one += '\n';
        // Between the places stays what stood there: commas, blanks, line ends.
        const std::size_t place = low + i;
        moved += one;
        if (place < high)
            moved += text.substr(list.items[place].end, list.items[place + 1].begin - list.items[place].end);
    }
    if (!list.isFlow && !textOf(high).ends_with('\n'))
        moved.pop_back();
    return TextEdit{list.items[low].begin, list.items[high].end, std::move(moved)};
}

} // namespace fw
