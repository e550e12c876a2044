#include "app/cli/wording.h"

#include <fmt/core.h>

#include <filesystem>

namespace fw::cli {
namespace {

std::string notPermitted(const Error& error, Errand errand)
{
    if (errand == Errand::ReadFile)
        return fmt::format("not allowed to read {}; check its permissions", error.detail);
    if (errand == Errand::WriteFile)
        return fmt::format("not allowed to write {}; check the permissions of its folder", error.detail);
    std::error_code ignored;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored).string();
    return fmt::format("not allowed to open {} for packets; run as root, or once: sudo setcap cap_net_raw+ep {}", error.detail,
        self.empty() ? "framewright-cli" : self);
}

std::string syntax(const Error& error, Errand errand)
{
    if (errand == Errand::Filter)
        return fmt::format("the capture filter is not understood: {}", error.detail);
    return fmt::format("column {}: expected {}", error.offset + 1, error.detail);
}

std::string plainWording(const Error& error, Errand errand)
{
    switch (error.code) {
    case Errc::Syntax: return syntax(error, errand);
    case Errc::UnknownProtocol: return fmt::format("there is no protocol '{}'; see framewright-cli ls", error.detail);
    case Errc::UnknownField: return fmt::format("there is no field '{}'; see framewright-cli ls PROTO", error.detail);
    case Errc::BadValue: return fmt::format("a value does not fit: {}", error.detail);
    case Errc::NotACapture: return fmt::format("{} is no capture; expected pcap or pcapng, also gzipped", error.detail);
    case Errc::Truncated: return fmt::format("{} ends at offset {}, before there is one whole header", error.detail, error.offset);
    case Errc::Unsupported: return fmt::format("not possible: {}", error.detail);
    case Errc::NoSuchDevice: return fmt::format("there is no interface '{}'; see framewright-cli interfaces", error.detail);
    case Errc::NoRoute: return fmt::format("no route to {}; see ip route", error.detail);
    case Errc::NoSuchHost: return fmt::format("no address is known for the name '{}'", error.detail);
    case Errc::NotPermitted: return notPermitted(error, errand);
    case Errc::Io: return error.detail;
    case Errc::TimedOut: return fmt::format("no answer in time from {}", error.detail);
    case Errc::Cancelled: return "interrupted";
    }
    return error.detail;
}

} // namespace

std::string wording(const Error& error, Errand errand) { return printable(plainWording(error, errand)); }

std::string wording(const scapy::ParseError& error)
{
    const std::string found = error.found.empty() ? "the expression ends" : fmt::format("found '{}'", error.found);
    return printable(error.expected.empty() ? found + ", which cannot stand here" : fmt::format("{}, expected {}", found, error.expected));
}

std::string wording(const TemplateError& error)
{
    return printable(fmt::format("{}, expected {}", error.found.empty() ? "the template ends" : fmt::format("found '{}'", error.found), error.expected));
}

Exit exitFor(const Error& error)
{
    switch (error.code) {
    case Errc::Syntax:
    case Errc::UnknownProtocol:
    case Errc::UnknownField:
    case Errc::BadValue:
    case Errc::NotACapture:
    case Errc::Truncated:
    case Errc::Unsupported: return Exit::BadInput;
    case Errc::NotPermitted: return Exit::NotPermitted;
    case Errc::TimedOut: return Exit::Negative;
    case Errc::Cancelled: return Exit::Interrupted;
    case Errc::NoSuchDevice:
    case Errc::NoRoute:
    case Errc::NoSuchHost:
    case Errc::Io: break;
    }
    return Exit::System;
}

std::string printable(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        if (const auto byte = static_cast<unsigned char>(c); byte < 0x20 || byte == 0x7f)
            c = c == '\n' || c == '\t' ? ' ' : '?';
    return out;
}

std::string caretLines(std::string_view text, std::size_t column)
{
    constexpr std::size_t widest = 300;
    if (text.empty() || text.size() > widest)
        return {};
    std::size_t width = 0; // In characters, of which UTF-8 may take several bytes.
    for (const char c : text.substr(0, column))
        width += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    return fmt::format("  {}\n  {:>{}}", printable(text), "^", width + 1);
}

} // namespace fw::cli
