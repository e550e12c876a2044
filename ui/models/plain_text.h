#pragma once

#include <QString>

#include <algorithm>
#include <string_view>

namespace fw::ui {

/// Text that a packet wrote, for one line: what is not printable becomes a replacement character.
[[nodiscard]] inline QString plainText(std::string_view text)
{
    QString plain = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    std::ranges::replace_if(plain, [](QChar c) { return !c.isPrint() && !c.isSurrogate(); }, QChar::ReplacementCharacter);
    return plain;
}

} // namespace fw::ui
