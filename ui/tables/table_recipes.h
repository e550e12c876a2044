#pragma once

#include "ui/models/recipe_text.h"

namespace fw::ui {

/// How a cell looks, besides what it says.
enum class CellTint { None, Ok, Warn, Error };

/// What a cell means that has this text in it.
struct CellWord {
    QString text; ///< "*": any answer.
    QString word;
    CellTint tint = CellTint::None;
    bool operator==(const CellWord&) const = default;
};

/// A kind of table: what is sent for it, and what stands in it.
struct TableRecipe {
    QString name;
    QString id;
    QString packet;      ///< A Scapy expression.
    QString hostsField;  ///< "IP.dst": where hosts are put; empty: there are none to type.
    QString valuesField; ///< "TCP.dport"
    QString valuesLabel;
    QString valuesDefault;
    QString column;
    QString row;
    QString cell;
    std::vector<CellWord> words; ///< The first that fits.
    bool showsSilent = true;     ///< Requests without an answer have cells too.
    bool namesMakers = false;
};

[[nodiscard]] std::vector<TableRecipe> tableRecipes();
/// Nothing fits: no word, no tint.
[[nodiscard]] CellWord wordFor(const std::vector<CellWord>& words, const QString& cell);

} // namespace fw::ui
