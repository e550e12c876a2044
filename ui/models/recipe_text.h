/// Named sets of texts to start from, as they stand in resources/templates.
#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace fw::ui {

struct RecipeText {
    QString name;
    std::vector<std::pair<QString, QString>> entries; ///< In order; a key may come several times.
    /// Empty if there is no such key.
    [[nodiscard]] QString value(QStringView key) const;
};

/// "[name]" begins one, "key = value" follows; lines that are empty or start with '#' are skipped, and so is what stands before the first.
[[nodiscard]] std::vector<RecipeText> readRecipes(std::string_view text);

} // namespace fw::ui
