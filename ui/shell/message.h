#pragma once

#include <QString>

#include <functional>
#include <vector>

namespace fw::ui {

/// Something a person should know: what happened, what to do about it, and buttons that do it.
struct Message {
    enum class Severity { Info, Done, Warning, Error };
    struct Action {
        QString text;
        std::function<void()> run;
    };
    Severity severity = Severity::Info;
    QString text;
    QString remedy;
    std::vector<Action> actions;

    [[nodiscard]] bool isLike(const Message& other) const
    {
        return severity == other.severity && text == other.text && remedy == other.remedy;
    }
};

/// "Error", "Warning": the severity is never told by colour alone.
[[nodiscard]] QString severityWord(Message::Severity severity);

} // namespace fw::ui
