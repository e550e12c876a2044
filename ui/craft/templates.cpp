#include "ui/craft/templates.h"

#include "resources/embedded.h"

#include <QStringList>

namespace fw::ui {

std::vector<PacketTemplate> readTemplates(std::string_view text)
{
    std::vector<PacketTemplate> templates;
    const QString all = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (const QString& line : all.split(QLatin1Char('\n'))) {
        const qsizetype colon = line.indexOf(QLatin1Char(':'));
        if (line.startsWith(QLatin1Char('#')) || colon <= 0)
            continue;
        templates.push_back({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
    }
    return templates;
}

std::vector<PacketTemplate> builtinTemplates()
{
    return readTemplates(resources::find("templates/basic.txt"));
}

} // namespace fw::ui
