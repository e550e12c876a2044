/// sprintf templates over a request and its answer.
#pragma once

#include "engine/packet/sprintf.h"

#include <vector>

namespace fw {

/// As sprintf(), where names are those of the request, and with "answer:" before them those of the answer:
/// "%IP.dst% {answer:TCP:%answer:TCP.flags%}". A template that begins with "answer:" is about the answer as a whole.
class PairTemplate {
public:
    /// What is wrong whatever the packets.
    [[nodiscard]] static std::expected<PairTemplate, TemplateError> parse(std::string_view text);

    struct Side {
        const Draft& draft;
        std::chrono::nanoseconds time;
    };
    /// The column of an error is that of the template.
    [[nodiscard]] std::expected<std::string, TemplateError> text(const Protocols& protocols, const Side& request, const Side& answer) const;

private:
    friend class PairTemplateParser;
    struct Part {
        enum class What : std::uint8_t { Plain, Field, Condition };
        What what = What::Plain;
        bool ofAnswer = false;
        std::size_t column = 0;
        std::string text;        ///< A template of its own: what it stands for; of a condition "1" where it holds.
        std::vector<Part> inner; ///< Of a condition.
    };
    static std::optional<TemplateError> write(const std::vector<Part>& parts, const Protocols& protocols, const Side& request,
                                              const Side& answer, std::string& out);

    std::vector<Part> m_parts;
};

} // namespace fw
