/// A field of a definition as cells of a table, and what is typed into them as the definition's keys.
#pragma once

#include "engine/protocol/definition_text.h"

#include <QString>

namespace fw::ui {

enum class FieldCell { Name, Kind, Size, Default, Depends };

/// "u16", "list DNSRR"; "len: 4, base: hex"; "auto: len(payload)". A key that has no cell of its own stands under Size.
[[nodiscard]] QString cellText(const WrittenItem& item, FieldCell cell);
/// What the kind says of the size, where nothing else is written: "2 bytes".
[[nodiscard]] QString impliedSize(const WrittenItem& item);
/// The field with that typed into the cell. Keys are written as in the text; short ways: "hex" and "4" under Size, and "size of x",
/// "count of x", "sized by x", "if …" under Depends. Nothing if it cannot be meant.
[[nodiscard]] std::optional<WrittenItem> withCellText(const WrittenItem& item, FieldCell cell, const QString& text);
/// The cell that tells a key.
[[nodiscard]] FieldCell cellOf(const QString& key);

} // namespace fw::ui
