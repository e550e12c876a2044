#pragma once

#include "engine/base/error.h"

#include <QString>

namespace fw::ui {

/// An engine error in a sentence, and what a person can do about it.
struct ErrorText {
    enum class Help { None, GrantRights, ChooseInterface };
    QString what;
    QString remedy; ///< Empty if nothing is known.
    Help help = Help::None;
};

/// `doing` is what was tried: "Cannot send". It begins the sentence.
[[nodiscard]] ErrorText errorText(const Error& error, const QString& doing);
/// The command that lets the program use raw sockets.
[[nodiscard]] QString grantCommand();

} // namespace fw::ui
