/// Engine errors as sentences, and what the program ends with for them.
#pragma once

#include "app/cli/exit_code.h"
#include "engine/base/error.h"
#include "engine/packet/sprintf.h"
#include "engine/scapy/scapy.h"

namespace fw::cli {

/// What was being done, since the same error needs different advice.
enum class Errand { ReadFile, WriteFile, Network, Filter };

/// What went wrong, where, what to do. One line.
[[nodiscard]] std::string wording(const Error& error, Errand errand);
[[nodiscard]] std::string wording(const scapy::ParseError& error);
[[nodiscard]] std::string wording(const TemplateError& error);
[[nodiscard]] Exit exitFor(const Error& error);

/// Other people's text, made fit for one line on a terminal.
[[nodiscard]] std::string printable(std::string_view text);
/// The text and a caret under the column; empty if it is too long to help.
[[nodiscard]] std::string caretLines(std::string_view text, std::size_t column);

} // namespace fw::cli
