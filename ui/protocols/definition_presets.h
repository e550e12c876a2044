#pragma once

#include <QString>

#include <vector>

namespace fw::ui {

/// A definition to begin with.
struct DefinitionPreset {
    QString key;    ///< For object names.
    QString title;  ///< In a menu.
    QString text;
};

[[nodiscard]] std::vector<DefinitionPreset> definitionPresets();

} // namespace fw::ui
