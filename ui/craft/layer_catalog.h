/// The protocols that can be laid on a stack, for choosing one by group or by typing a part of its name.
#pragma once

#include "engine/protocol/protocols.h"

#include <QMimeData>
#include <QString>

namespace fw::ui {

struct CatalogEntry {
    ProtocolId protocol = noProtocol;
    QString name;  ///< Scapy's
    QString title; ///< In words; empty if it says no more than the name.
    QString group;
};

/// By name within each group; groups from the wire upwards, as the definitions list them.
[[nodiscard]] std::vector<CatalogEntry> layerCatalog(const Protocols& protocols);
/// How well typed text fits an entry: smaller is better, -1 is not at all.
[[nodiscard]] int matchRank(const CatalogEntry& entry, const QString& typed);
/// Best first; at equal rank those bound to `lower`, then the shorter name.
[[nodiscard]] std::vector<CatalogEntry> matchingLayers(const Protocols& protocols, const QString& typed, ProtocolId lower);

/// What a dragged layer is: a Scapy expression in UTF-8.
inline constexpr char layerMimeType[] = "application/x-framewright-layer";
/// Added when the layer comes from a stack: whose it is, a colon, its number.
inline constexpr char layerRowMimeType[] = "application/x-framewright-layer-row";
/// For the caller to own.
[[nodiscard]] QMimeData* layerMime(const QString& expression);

} // namespace fw::ui
