#include "ui/models/recipe_text.h"

#include <QStringList>

#include <algorithm>

namespace fw::ui {

QString RecipeText::value(QStringView key) const
{
    const auto found = std::ranges::find_if(entries, [&](const auto& entry) { return entry.first == key; });
    return found == entries.end() ? QString() : found->second;
}

std::vector<RecipeText> readRecipes(std::string_view text)
{
    std::vector<RecipeText> recipes;
    const QString all = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (const QString& line : all.split(QLatin1Char('\n'))) {
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        if (line.startsWith(QLatin1Char('#')))
            continue;
        if (line.startsWith(QLatin1Char('[')) && line.trimmed().endsWith(QLatin1Char(']')))
            recipes.push_back({line.trimmed().mid(1).chopped(1), {}});
        else if (equals > 0 && !recipes.empty())
            recipes.back().entries.emplace_back(line.left(equals).trimmed(), line.mid(equals + 1).trimmed());
    }
    return recipes;
}

} // namespace fw::ui
