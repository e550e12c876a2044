/// What a plot shows: values taken from packets, in series.
#pragma once

#include "engine/exchange/pairs.h"

#include <memory>
#include <string>
#include <vector>

namespace fw::ui {

/// What stands along an axis.
struct Quantity {
    enum class Kind : std::uint8_t {
        Time,      ///< Seconds since the first packet.
        Number,    ///< Of the packet, from 1.
        Length,    ///< Bytes on the wire.
        Gap,       ///< Milliseconds since the packet before in the same series.
        RoundTrip, ///< Milliseconds from a request to its answer; of requests only.
        Rate,      ///< Packets in each of equal spans of time.
        Field,     ///< The number in a field.
    };
    Kind kind = Kind::Time;
    std::string field; ///< "IP.id"

    /// "time", "number", "length", "gap", "rtt", "rate", or the name of a field, which is not looked up here.
    [[nodiscard]] static Quantity parse(std::string_view text);
    bool operator==(const Quantity&) const = default;
};

struct PlotRequest {
    std::shared_ptr<const Capture> packets;
    /// Which packets belong together, where that is known; it is found out if a round trip is asked for.
    std::optional<std::vector<CapturedPair>> pairs;
    Quantity x;
    Quantity y;
    /// What tells series apart: fields, of which those that a packet has are written one after the other; or a template of sprintf(),
    /// told by a percent sign in it. Empty: all is one series.
    std::string key;
    std::string filter; ///< Only packets that this display filter lets through; empty: all.
    std::size_t mostSeries = 48;
};

struct PlotPoint {
    double x = 0;
    double y = 0;
    std::uint32_t packet = 0; ///< Its number, from 0.
};

struct PlotSeries {
    std::string key;
    bool isRest = false; ///< All those for whose keys there was no series left.
    std::vector<PlotPoint> points; ///< By x; those with the same x in the order of their packets.
    std::string behaviour; ///< What 16-bit numbers do, as fingerprints name it: "+1"; empty: nothing can be said.
};

struct PlotData {
    Quantity x;
    Quantity y;
    std::vector<PlotSeries> series; ///< By key, in natural order; the rest last.
    std::uint64_t packets = 0;      ///< Looked at.
    std::uint64_t points = 0;
    double span = 0;                ///< Seconds that are one point of a rate.
    bool xIsWhole = false;          ///< Only whole numbers come up.
    bool yIsWhole = false;
    unsigned wrapBits = 0;          ///< The numbers of y begin again after so many bits; 0: they do not.
    bool isComplete = true;         ///< False: cancelled, or the file could not be read to its end.
};
using PlotDataPtr = std::shared_ptr<const PlotData>;

/// Which of the texts of a request an error is about.
enum class PlotPart : std::uint8_t { X, Y, Key, Filter, None };
struct PlotError {
    PlotPart part = PlotPart::None;
    Error error;
};

} // namespace fw::ui
