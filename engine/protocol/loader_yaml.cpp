#include "engine/protocol/loader_yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <unordered_map>

namespace fw {

namespace {

constexpr std::size_t mostText = 1U << 19U;
// The YAML parser looks ahead to the end of a line, and of what is in brackets, before it tells of anything.
constexpr std::size_t mostInLine = 1U << 16U;
constexpr std::ptrdiff_t mostBrackets = 1024; // Of those in texts too, which may be without a partner.
constexpr std::size_t mostNodes = 50'000;
constexpr std::size_t mostLevels = 64;
constexpr std::size_t weightOfNode = 32;

constexpr const char* tooLarge = "too large: more than 50,000 nodes, or 512 KiB of text, counting what anchors and aliases repeat";
constexpr const char* tooDeep = "nested too deep: more than 64 levels";

YamlFault faultAt(const YAML::Mark& mark, std::string message)
{
    return {static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1, std::move(message)};
}

} // namespace

const std::vector<YamlNode>& YamlNode::none()
{
    static const std::vector<YamlNode> empty;
    return empty;
}

std::vector<YamlNode::Entry> YamlNode::entries() const
{
    std::vector<Entry> out;
    out.reserve(m_keys.size());
    for (std::size_t i = 0; i < m_keys.size(); ++i)
        out.push_back({m_keys[i], m_values[i]});
    return out;
}

const YamlNode& YamlNode::operator[](std::string_view key) const
{
    static const YamlNode missing;
    for (std::size_t i = 0; i < m_keys.size(); ++i)
        if (m_keys[i].m_text == key)
            return m_values[i];
    return missing;
}

/// Makes the tree from what the YAML parser reports, and stops it as soon as a limit is passed.
class YamlTree final : public YAML::EventHandler {
public:
    /// Thrown through the YAML parser to stop it.
    struct Stop {
        YamlFault fault;
    };

    YamlNode root;
    std::vector<YamlFault> faults;

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (m_documents++ > 0)
            stop(mark, "a second document; a definition file is one");
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(node(YamlNode::Kind::Null, mark), anchor); }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override
    {
        YamlNode made = node(YamlNode::Kind::Text, mark);
        made.m_text = value;
        made.m_isQuoted = tag == "!";
        made.m_weight += value.size();
        m_weight += value.size();
        add(std::move(made), anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end())
            stop(mark, "a structure that holds itself");
        const YamlNode& original = found->second;
        count(original, faultAt(mark, tooLarge));
        if (m_open.size() + original.m_height >= mostLevels)
            stop(mark, tooDeep);
        add(original, 0);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(node(YamlNode::Kind::List, mark), mark, anchor);
    }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(node(YamlNode::Kind::Map, mark), mark, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override
    {
        checkKeys(m_open.back().node);
        close();
    }

private:
    struct Open {
        YamlNode node;
        YAML::anchor_t anchor = 0;
        bool atKey = true; ///< Of a map: a key comes next.
    };

    [[noreturn]] static void stop(const YAML::Mark& mark, const char* message) { throw Stop{faultAt(mark, message)}; }

    /// What is kept, or kept once more.
    void count(const YamlNode& kept, YamlFault fault)
    {
        m_nodes += kept.m_nodes;
        m_weight += kept.m_weight;
        if (m_nodes > mostNodes || m_weight > mostText + mostNodes * weightOfNode)
            throw Stop{std::move(fault)};
    }

    YamlNode node(YamlNode::Kind kind, const YAML::Mark& mark)
    {
        YamlNode made;
        made.m_kind = kind;
        made.m_line = static_cast<std::uint32_t>(mark.line) + 1;
        made.m_column = static_cast<std::uint32_t>(mark.column) + 1;
        made.m_weight = weightOfNode;
        count(made, faultAt(mark, tooLarge));
        return made;
    }

    void open(YamlNode made, const YAML::Mark& mark, YAML::anchor_t anchor)
    {
        if (m_open.size() >= mostLevels)
            stop(mark, tooDeep);
        m_open.push_back({std::move(made), anchor});
    }
    void close()
    {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        add(std::move(done.node), done.anchor);
    }

    void add(YamlNode made, YAML::anchor_t anchor)
    {
        if (anchor != 0) {
            count(made, {made.line(), made.column(), tooLarge});
            m_anchors[anchor] = made;
        }
        if (m_open.empty()) {
            root = std::move(made);
            return;
        }
        Open& outer = m_open.back();
        outer.node.m_nodes += made.m_nodes;
        outer.node.m_weight += made.m_weight;
        outer.node.m_height = std::max(outer.node.m_height, static_cast<std::uint8_t>(made.m_height + 1));
        const bool isKey = outer.node.isMap() && outer.atKey;
        (isKey ? outer.node.m_keys : outer.node.m_values).push_back(std::move(made));
        outer.atKey = !outer.atKey;
    }

    void checkKeys(const YamlNode& map)
    {
        std::unordered_map<std::string_view, const YamlNode*> seen;
        for (const YamlNode& key : map.m_keys) {
            if (!key.isText())
                faults.push_back({key.line(), key.column(), "expected a word or number as key"});
            else if (const auto [first, isNew] = seen.try_emplace(key.text(), &key); !isNew)
                faults.push_back({key.line(), key.column(), fmt::format("a second '{}' in this map; the first is in line {}", key.text(), first->second->line())});
        }
    }

    std::vector<Open> m_open;
    std::unordered_map<YAML::anchor_t, YamlNode> m_anchors;
    std::size_t m_nodes = 0;
    std::size_t m_weight = 0;
    std::size_t m_documents = 0;
};

namespace {

/// Before it is parsed at all.
std::optional<YamlFault> tooLong(const std::string& text)
{
    std::size_t line = 1;
    std::ptrdiff_t brackets = 0;
    for (std::size_t at = 0; at < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > mostText)
            return YamlFault{line, 1, "too large: a definition file has at most 512 KiB"};
        if (end - at > mostInLine)
            return YamlFault{line, mostInLine + 1, "too long: a line has at most 65,536 characters"};
        for (; at < end; ++at) {
            brackets += (text[at] == '[' || text[at] == '{') - (text[at] == ']' || text[at] == '}');
            if (brackets > mostBrackets)
                return YamlFault{line, 1, tooDeep};
        }
        ++at;
    }
    return std::nullopt;
}

} // namespace

ParsedYaml parseYaml(const std::string& text)
{
    if (const auto fault = tooLong(text))
        return {{}, {*fault}};
    YamlTree tree;
    try {
        std::istringstream in(text);
        YAML::Parser parser(in);
        while (parser.HandleNextDocument(tree)) {
        }
    } catch (const YamlTree::Stop& stopped) {
        return {{}, {stopped.fault}};
    } catch (const YAML::DeepRecursion& error) {
        return {{}, {faultAt(error.mark, tooDeep)}};
    } catch (const YAML::Exception& error) {
        return {{}, {faultAt(error.mark, "not YAML: " + error.msg)}};
    }
    return {std::move(tree.root), std::move(tree.faults)};
}

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    if (hex)
        text.remove_prefix(2);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 10);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return static_cast<std::int64_t>(negative ? 0 - value : value);
}

Buffer bytesOf(const std::string& utf8)
{
    Buffer out;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        if ((c == 0xc2 || c == 0xc3) && i + 1 < utf8.size())
            out.push_back(static_cast<std::uint8_t>((c & 3) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3f)));
        else
            out.push_back(c);
    }
    return out;
}

} // namespace fw
