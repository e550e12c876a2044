/// Packets to start from: named Scapy expressions.
#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace fw::ui {

struct PacketTemplate {
    QString name;
    QString expression;
    bool operator==(const PacketTemplate&) const = default;
};

/// One a line, "name: expression"; empty lines, lines that start with '#' and lines without a colon are skipped.
[[nodiscard]] std::vector<PacketTemplate> readTemplates(std::string_view text);
/// Those compiled in.
[[nodiscard]] std::vector<PacketTemplate> builtinTemplates();

} // namespace fw::ui
