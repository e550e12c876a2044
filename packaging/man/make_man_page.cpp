// Runs while the project is built: makes a manual page of a help page, so that there is one text.
// make_man_page NAME SECTION VERSION IN.md OUT
//
// Of Markdown it knows what the help pages use: headings, paragraphs, lists, tables of two columns, blocks of code, code and bold in text.
// The first heading is the page's purpose, what stands below it the description.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// A code point by its number, so that the page is ASCII and every formatter reads it.
std::string byNumber(std::uint32_t codePoint)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string hex;
    for (int shift = 20; shift >= 0; shift -= 4)
        if (codePoint >> shift != 0 || shift < 16)
            hex += digits[codePoint >> shift & 15];
    return "\\[u" + hex + "]";
}

/// How many bytes the code point at `at` has; 1 where the text is not UTF-8.
std::size_t widthAt(std::string_view text, std::size_t at)
{
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t width = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return at + width <= text.size() ? width : 1;
}

/// Characters that roff takes for its own, or sets as others than they are.
std::string escaped(std::string_view text, bool isCode)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t width = widthAt(text, at);
        const char c = text[at];
        if (width > 1) {
            std::uint32_t codePoint = static_cast<unsigned char>(c) & (0xffU >> (width + 1));
            for (std::size_t i = 1; i < width; ++i)
                codePoint = codePoint << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
            out += byNumber(codePoint);
        } else if (c == '\\') {
            out += "\\e";
        } else if (isCode && c == '-') {
            out += "\\-";
        } else if (isCode && c == '\'') {
            out += "\\(aq";
        } else if (c == '^') {
            out += "\\(ha";
        } else if (c == '~') {
            out += "\\(ti";
        } else if (c == '`') {
            out += "\\(ga";
        } else {
            out += c;
        }
        at += width;
    }
    return out;
}

/// A line that begins with a period or an apostrophe would be a request.
std::string asLine(std::string line)
{
    return line.starts_with('.') || line.starts_with('\'') ? "\\&" + line : line;
}

/// `code` and **bold**, both set in bold.
std::string inlines(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const bool isCode = text.starts_with('`');
        const std::string_view mark = isCode ? "`" : "**";
        const std::size_t end = isCode || text.starts_with(mark) ? text.find(mark, mark.size()) : std::string_view::npos;
        if (end != std::string_view::npos) {
            out += "\\fB" + escaped(text.substr(mark.size(), end - mark.size()), isCode) + "\\fR";
            text.remove_prefix(end + mark.size());
        } else {
            const std::size_t plain = std::min(text.find('`', 1), text.find("**", 1));
            out += escaped(text.substr(0, plain), false);
            text.remove_prefix(std::min(plain, text.size()));
        }
    }
    return out;
}

std::string upper(std::string text)
{
    for (char& c : text)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
}

/// The cells of "| a | b |"; a bar inside code is none.
std::vector<std::string> cells(std::string_view row)
{
    std::vector<std::string> out;
    std::string cell;
    bool isCode = false;
    for (const char c : row.substr(1)) {
        isCode = isCode != (c == '`');
        if (c != '|' || isCode) {
            cell += c;
            continue;
        }
        const std::size_t first = cell.find_first_not_of(' ');
        const std::size_t last = cell.find_last_not_of(' ');
        out.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
        cell.clear();
    }
    return out;
}

class Page {
public:
    explicit Page(std::vector<std::string> lines) : m_lines(std::move(lines)) {}

    std::string run(const std::string& name, const std::string& section, const std::string& version)
    {
        m_out = ".\\\" Made of a help page of the program; change that one.\n.TH " + upper(name) + " " + section + " \"\" \"" + version + "\" \"File Formats\"\n.nh\n";
        for (; m_at < m_lines.size(); ++m_at)
            block(name);
        return m_out;
    }

private:
    void block(const std::string& name)
    {
        const std::string& line = m_lines[m_at];
        if (line.starts_with("# "))
            m_out += ".SH NAME\n" + escaped(name, true) + " \\- " + inlines(line.substr(2)) + "\n.SH DESCRIPTION\n";
        else if (line.starts_with("## "))
            m_out += ".SH " + upper(inlines(line.substr(3))) + "\n";
        else if (line.starts_with("### "))
            m_out += ".SS " + inlines(line.substr(4)) + "\n";
        else if (line.starts_with("```"))
            code(m_at + 1, [](const std::string& next) { return !next.starts_with("```"); }, 0);
        else if (line.starts_with("    "))
            code(m_at, [](const std::string& next) { return next.starts_with("    "); }, 4);
        else if (line.starts_with("| "))
            row(line);
        else if (line.starts_with("- "))
            m_out += ".IP \\(bu 2\n" + asLine(inlines(joined(2))) + "\n";
        else if (!line.empty())
            m_out += ".PP\n" + asLine(inlines(joined(0))) + "\n";
    }

    /// The lines of one paragraph, or of one item of a list; of those the first one after its mark.
    std::string joined(std::size_t mark)
    {
        std::string text = m_lines[m_at].substr(mark);
        for (; m_at + 1 < m_lines.size(); ++m_at) {
            const std::string& next = m_lines[m_at + 1];
            if (next.empty() || next.starts_with("- ") || next.starts_with("|") || next.starts_with("```") || next.starts_with("#"))
                break;
            text += " " + next.substr(next.find_first_not_of(' '));
        }
        return text;
    }

    template <class Goes>
    void code(std::size_t from, Goes goes, std::size_t indent)
    {
        m_out += ".PP\n.RS 2\n.EX\n";
        for (m_at = from; m_at < m_lines.size() && goes(m_lines[m_at]); ++m_at)
            m_out += asLine(escaped(std::string_view(m_lines[m_at]).substr(indent), true)) + "\n";
        m_out += ".EE\n.RE\n";
        if (indent > 0)
            --m_at; // The line that ends it is no part of it.
    }

    void row(const std::string& line)
    {
        const bool isHead = m_at + 1 < m_lines.size() && m_lines[m_at + 1].starts_with("| ---");
        const std::vector<std::string> parts = cells(line);
        if (isHead || line.starts_with("| ---") || parts.size() < 2)
            return;
        m_out += ".TP\n" + asLine(inlines(parts[0])) + "\n" + asLine(inlines(parts[1])) + "\n";
    }

    std::vector<std::string> m_lines;
    std::size_t m_at = 0;
    std::string m_out;
};

std::vector<std::string> linesOf(std::istream& in)
{
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 6)
        return 2;
    std::ifstream in(argv[4]);
    const std::vector<std::string> lines = linesOf(in);
    if (lines.empty()) {
        std::cerr << argv[4] << ": nothing to read\n";
        return 1;
    }
    std::ofstream out(argv[5]);
    out << Page(lines).run(argv[1], argv[2], argv[3]);
    return out.flush() ? 0 : 1;
}
