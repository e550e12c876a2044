#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace fw::cli {
namespace {

/// --help would show the bounds of the type, which help nobody.
template <class Number> CLI::Validator inRange(Number least, Number most)
{
    return CLI::Range(least, most, "").description("");
}

/// CLI11 takes "[a,b]" apart where there may be several values. Behind this, which nobody types, it stays whole.
constexpr char guard = '\x01';

std::vector<std::string> guarded(int argc, char** argv)
{
    std::vector<std::string> words(argv + 1, argv + argc);
    for (std::string& word : words)
        if (word.starts_with('[') && word.ends_with(']'))
            word += guard;
    std::ranges::reverse(words); // As CLI11 wants them.
    return words;
}

void unguard(CLI::Option* option)
{
    const auto strip = [](std::string& word) {
        std::erase(word, guard);
        return std::string();
    };
    option->transform(CLI::Validator(strip, "", ""));
}

std::string wrongUse(const CLI::App& app, const CLI::ParseError& error)
{
    const auto unknown = app.remaining();
    if (app.get_subcommands().empty() && !unknown.empty() && !unknown.front().starts_with('-'))
        return fmt::format("there is no command '{}'", printable(unknown.front()));
    std::string what = error.what();
    what.resize(std::min(what.size(), what.find('\n')));
    std::erase(what, guard);
    return what;
}

} // namespace

void OptionSet::argument(const std::string& name, std::string& value, const std::string& help, bool required)
{
    unguard(m_command.add_option(name, value, help)->type_name("")->required(required));
}

void OptionSet::arguments(const std::string& name, std::vector<std::string>& values, const std::string& help, bool required)
{
    unguard(m_command.add_option(name, values, help)->type_name("")->required(required));
}

void OptionSet::flag(const std::string& names, bool& value, const std::string& help) { m_command.add_flag(names, value, help); }

void OptionSet::text(const std::string& names, const std::string& placeholder, std::string& value, const std::string& help)
{
    unguard(m_command.add_option(names, value, help)->type_name(placeholder));
}

void OptionSet::texts(const std::string& names, const std::string& placeholder, std::vector<std::string>& values, const std::string& help)
{
    unguard(m_command.add_option(names, values, help)->type_name(placeholder)->allow_extra_args(false));
}

void OptionSet::number(const std::string& names, const std::string& placeholder, std::uint64_t& value, const std::string& help, std::uint64_t least)
{
    auto* option = m_command.add_option(names, value, help)->type_name(placeholder);
    if (least > 0)
        option->check(inRange(least, std::numeric_limits<std::uint64_t>::max()));
}

void OptionSet::between(const std::string& names, const std::string& placeholder, std::uint64_t& value, const std::string& help, std::uint64_t least, std::uint64_t most)
{
    m_command.add_option(names, value, help)->type_name(placeholder)->check(inRange(least, most));
}

void OptionSet::optionalNumber(const std::string& names, const std::string& placeholder, std::optional<std::uint64_t>& value, const std::string& help)
{
    m_command.add_option(names, value, help)->type_name(placeholder);
}

void OptionSet::integer(const std::string& names, const std::string& placeholder, std::int64_t& value, const std::string& help, std::int64_t least, std::int64_t most)
{
    m_command.add_option(names, value, help)->type_name(placeholder)->check(inRange(least, most));
}

void OptionSet::real(const std::string& names, const std::string& placeholder, double& value, const std::string& help, double least, double most)
{
    m_command.add_option(names, value, help)->type_name(placeholder)->check(inRange(least, most));
}

void OptionSet::seconds(const std::string& names, std::optional<double>& value, const std::string& help)
{
    m_command.add_option(names, value, help)->type_name("S")->check(inRange(0.0, longestWait));
}

void OptionSet::exclude(const std::string& name, const std::string& other)
{
    m_command.get_option(name)->excludes(m_command.get_option(other));
}

CommandLine::CommandLine(Session& session)
    : m_session(session), m_app(std::make_unique<CLI::App>("Packets as Scapy has them, without a window.", "framewright-cli"))
{
    m_app->set_version_flag("--version", "framewright-cli " FW_VERSION);
    m_app->require_subcommand(1);
    m_app->fallthrough(); // The shared options may also stand after the command.
    OptionSet shared(*m_app);
    shared.texts("-i,--interface", "INTERFACE", session.options.interfaces, "The interface to use; 'practice' is the practice network, 'practice:FILE' one of your own");
    shared.flag("--json", session.options.json, "Results as JSON, one a line");
    shared.flag("--quiet", session.options.quiet, "No progress");
    shared.texts("--protocols", "FILE_OR_DIR", session.options.definitions, "Protocol definitions to use over the built-in ones, instead of those in your own folder");
    shared.flag("--timing", session.options.timing, "Say on standard error how long the work took");
}

CommandLine::~CommandLine() = default;

OptionSet CommandLine::addCommand(const std::string& name, const std::string& description, const std::string& example, std::function<Exit()> run)
{
    auto* command = m_app->add_subcommand(name, description);
    command->footer("Example: framewright-cli " + example);
    command->callback([this, name, run = std::move(run)] {
        m_session.command = name;
        m_session.run = run;
    });
    return OptionSet(*command);
}

std::optional<Exit> CommandLine::parse(int argc, char** argv)
{
    try {
        m_app->parse(guarded(argc, argv));
        return std::nullopt;
    } catch (const CLI::CallForVersion& version) {
        m_session.out.line(version.what());
        return Exit::Done;
    } catch (const CLI::Success&) { // --help
        m_session.out.text(m_app->help());
        return Exit::Done;
    } catch (const CLI::ParseError& error) {
        const auto given = m_app->get_subcommands();
        m_session.command = given.empty() ? std::string() : given.front()->get_name();
        return m_session.fail(Exit::Usage,
            fmt::format("{}; see framewright-cli{}{} --help", wrongUse(*m_app, error), m_session.command.empty() ? "" : " ", m_session.command));
    }
}

} // namespace fw::cli
