#include "ui/tables/table_recipes.h"

#include "resources/embedded.h"

#include <QStringList>

#include <algorithm>

namespace fw::ui {
namespace {

CellTint tintNamed(const QString& name)
{
    if (name == QLatin1String("ok"))
        return CellTint::Ok;
    if (name == QLatin1String("warn"))
        return CellTint::Warn;
    return name == QLatin1String("error") ? CellTint::Error : CellTint::None;
}

std::vector<CellWord> wordsOf(const RecipeText& text)
{
    const QString mark = QStringLiteral("word ");
    std::vector<CellWord> words;
    for (const auto& [key, value] : text.entries)
        if (key.startsWith(mark))
            words.push_back({key.mid(mark.size()).trimmed(), value.section(QLatin1Char('|'), 0, 0).trimmed(),
                             tintNamed(value.section(QLatin1Char('|'), 1).trimmed())});
    return words;
}

} // namespace

std::vector<TableRecipe> tableRecipes()
{
    std::vector<TableRecipe> recipes;
    for (const RecipeText& text : readRecipes(resources::find("templates/tables.txt")))
        recipes.push_back({text.name, text.value(u"id"), text.value(u"packet"), text.value(u"hosts"), text.value(u"values"),
                           text.value(u"values label"), text.value(u"values default"), text.value(u"column"), text.value(u"row"), text.value(u"cell"),
                           wordsOf(text), text.value(u"silent") != QLatin1String("no"), text.value(u"makers") == QLatin1String("yes")});
    return recipes;
}

CellWord wordFor(const std::vector<CellWord>& words, const QString& cell)
{
    const QStringList parts = cell.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto fits = [&](const CellWord& word) { return word.text == QLatin1String("*") || parts.contains(word.text); };
    const auto found = std::ranges::find_if(words, fits);
    return found == words.end() ? CellWord{} : *found;
}

} // namespace fw::ui
