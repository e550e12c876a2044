#include "engine/exchange/pair_template.h"

namespace fw {

namespace {

constexpr std::string_view answerPrefix = "answer:";
constexpr std::size_t deepest = 32;
constexpr std::size_t longest = 1 << 16;

TemplateError shifted(TemplateError error, std::size_t by)
{
    error.column += by;
    return error;
}

} // namespace

/// Takes a template apart. What belongs to the one packet or the other is left as sprintf() reads it.
class PairTemplateParser {
public:
    using Part = PairTemplate::Part;

    explicit PairTemplateParser(std::string_view text) : m_text(text) {}

    std::expected<std::vector<Part>, TemplateError> parse()
    {
        if (m_text.size() > longest)
            return std::unexpected(TemplateError{Errc::Syntax, 0, 1, std::string(m_text.substr(0, 40)), "at most 65536 characters"});
        m_isAboutAnswer = m_text.starts_with(answerPrefix);
        m_at = m_isAboutAnswer ? answerPrefix.size() : 0;
        std::vector<Part> parts;
        if (auto error = readParts(parts, 0))
            return std::unexpected(std::move(*error));
        return parts;
    }

private:
    using Problem = std::optional<TemplateError>;

    /// To the end, or to the brace that ends a condition.
    Problem readParts(std::vector<Part>& parts, std::size_t depth)
    {
        while (m_at < m_text.size() && (m_text[m_at] != '}' || depth == 0)) {
            const Problem error = m_text[m_at] == '{' ? readCondition(parts, depth) : m_text[m_at] == '%' ? readField(parts) : readPlain(parts);
            if (error)
                return error;
        }
        return std::nullopt;
    }

    Problem readPlain(std::vector<Part>& parts)
    {
        const std::size_t start = m_at++;
        while (m_at < m_text.size() && std::string_view("{}%").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        parts.push_back({Part::What::Plain, false, start, std::string(m_text.substr(start, m_at - start)), {}});
        return std::nullopt;
    }

    Problem readField(std::vector<Part>& parts)
    {
        const std::size_t start = m_at;
        const bool isEscape = start + 1 < m_text.size() && std::string_view("%()").find(m_text[start + 1]) != std::string_view::npos;
        const std::size_t end = isEscape ? start + 1 : m_text.find('%', start + 1);
        m_at = end == std::string_view::npos ? m_text.size() : end + 1;
        Part part{Part::What::Field, m_isAboutAnswer, start, std::string(m_text.substr(start, m_at - start)), {}};
        const std::size_t comma = part.text.find(',');
        takePrefix(part, comma == std::string::npos ? 1 : comma + 1);
        parts.push_back(std::move(part));
        return check(parts.back());
    }

    Problem readCondition(std::vector<Part>& parts, std::size_t depth)
    {
        const std::size_t start = m_at;
        Part part{Part::What::Condition, m_isAboutAnswer, start, std::string(m_text.substr(start)), {}};
        takePrefix(part, part.text.starts_with("{!") ? 2 : 1);
        const std::size_t colon = part.text.find_first_of(":{}", 1);
        if (colon == std::string::npos || part.text[colon] != ':')
            return problem(start, "{LAYER:text}");
        if (depth >= deepest)
            return problem(start, "conditions nested less deeply");
        m_at = m_text.size() - (part.text.size() - colon) + 1;
        part.text = part.text.substr(0, colon) + ":1}";
        if (Problem error = check(part))
            return error;
        if (Problem error = readParts(part.inner, depth + 1))
            return error;
        if (m_at >= m_text.size())
            return problem(start, "a '}' behind it");
        ++m_at;
        parts.push_back(std::move(part));
        return std::nullopt;
    }

    static void takePrefix(Part& part, std::size_t at)
    {
        if (part.text.compare(at, answerPrefix.size(), answerPrefix) != 0)
            return;
        part.text.erase(at, answerPrefix.size());
        part.ofAnswer = true;
    }

    static Problem check(const Part& part)
    {
        auto error = checkTemplate(part.text);
        return error ? Problem(shifted(std::move(*error), part.column)) : std::nullopt;
    }

    Problem problem(std::size_t at, std::string expected) const
    {
        return TemplateError{Errc::Syntax, at, 1, std::string(m_text.substr(at, 40)), std::move(expected)};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_isAboutAnswer = false;
};

std::expected<PairTemplate, TemplateError> PairTemplate::parse(std::string_view text)
{
    auto parts = PairTemplateParser(text).parse();
    if (!parts)
        return std::unexpected(std::move(parts.error()));
    PairTemplate result;
    result.m_parts = std::move(*parts);
    return result;
}

std::expected<std::string, TemplateError> PairTemplate::text(const Protocols& protocols, const Side& request, const Side& answer) const
{
    std::string out;
    if (auto error = write(m_parts, protocols, request, answer, out))
        return std::unexpected(std::move(*error));
    return out;
}

std::optional<TemplateError> PairTemplate::write(const std::vector<Part>& parts, const Protocols& protocols, const Side& request,
                                                 const Side& answer, std::string& out)
{
    for (const Part& part : parts) {
        if (part.what == Part::What::Plain) {
            out += part.text;
            continue;
        }
        const Side& side = part.ofAnswer ? answer : request;
        const auto text = sprintf(protocols, side.draft, part.text, side.time);
        if (!text)
            return shifted(text.error(), part.column);
        if (part.what == Part::What::Field)
            out += *text;
        else if (!text->empty())
            if (auto error = write(part.inner, protocols, request, answer, out))
                return error;
    }
    return std::nullopt;
}

} // namespace fw
