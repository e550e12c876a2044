/// What can be typed: the program's commands and their options.
#pragma once

#include "app/cli/session.h"

namespace CLI {
class App;
}

namespace fw::cli {

/// More than a month; keeps sums of times far from overflow.
inline constexpr double longestWait = 3e6;

/// The options of one command, each with the variable it goes to. "-c,--count" names both forms.
class OptionSet {
public:
    explicit OptionSet(CLI::App& command) : m_command(command) {}

    void argument(const std::string& name, std::string& value, const std::string& help, bool required = true);
    void arguments(const std::string& name, std::vector<std::string>& values, const std::string& help, bool required = true);
    void flag(const std::string& names, bool& value, const std::string& help);
    void text(const std::string& names, const std::string& placeholder, std::string& value, const std::string& help);
    /// May be given several times.
    void texts(const std::string& names, const std::string& placeholder, std::vector<std::string>& values, const std::string& help);
    void number(const std::string& names, const std::string& placeholder, std::uint64_t& value, const std::string& help, std::uint64_t least = 0);
    void between(const std::string& names, const std::string& placeholder, std::uint64_t& value, const std::string& help, std::uint64_t least, std::uint64_t most);
    void optionalNumber(const std::string& names, const std::string& placeholder, std::optional<std::uint64_t>& value, const std::string& help);
    void integer(const std::string& names, const std::string& placeholder, std::int64_t& value, const std::string& help, std::int64_t least, std::int64_t most);
    void real(const std::string& names, const std::string& placeholder, double& value, const std::string& help, double least, double most);
    void seconds(const std::string& names, std::optional<double>& value, const std::string& help);
    void seconds(const std::string& names, double& value, const std::string& help) { real(names, "S", value, help, 0, longestWait); }
    void exclude(const std::string& name, const std::string& other);

private:
    CLI::App& m_command;
};

class CommandLine {
public:
    /// With the options that all commands share.
    explicit CommandLine(Session& session);
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    /// A command whose options live in `Options`: `describe(OptionSet&, Options&)` names them, `run(Session&, const Options&)` works.
    template <class Options, class Describe, class Run>
    void add(const std::string& name, const std::string& description, const std::string& example, Describe describe, Run run)
    {
        auto options = std::make_shared<Options>();
        OptionSet set = addCommand(name, description, example, [&session = m_session, options, run] { return run(session, *options); });
        describe(set, *options);
    }

    /// Sets the session's options and what it is to run; or the program's exit, after help or a word on what is wrong.
    [[nodiscard]] std::optional<Exit> parse(int argc, char** argv);

private:
    OptionSet addCommand(const std::string& name, const std::string& description, const std::string& example, std::function<Exit()> run);

    Session& m_session;
    std::unique_ptr<CLI::App> m_app;
};

} // namespace fw::cli
