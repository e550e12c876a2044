#pragma once

#include "engine/filter/display_filter.h"
#include "engine/packet/field_columns.h"
#include "ui/bridge/plot_data.h"

#include <unordered_map>

namespace fw::ui {

/// Reads packets into the series of a plot. For one thread, and for one plot.
class PlotBuilder {
public:
    /// What is wrong with the texts of the request: UnknownProtocol, UnknownField, BadValue, or Syntax of a template.
    [[nodiscard]] static std::expected<PlotBuilder, PlotError> make(std::shared_ptr<const Protocols> protocols, PlotRequest request);

    /// All packets there are by now. Stopped or with a capture that cannot be read to its end, what there was so far.
    [[nodiscard]] PlotData build(const std::stop_token& stop, const Progress& progress);
    /// Why the capture could not be read to its end.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    PlotBuilder(std::shared_ptr<const Protocols> protocols, PlotRequest request, std::optional<FieldColumns> columns);

    struct Growing {
        PlotSeries series;
        double lastTime = 0;
    };
    void findRoundTrips(const std::stop_token& stop);
    void add(std::size_t number, const PacketView& packet);
    [[nodiscard]] bool isWanted(std::size_t number, const PacketView& packet);
    [[nodiscard]] const std::string& keyOf(const PacketView& packet, const std::vector<std::string>& cells);
    [[nodiscard]] std::optional<double> valueOf(const Quantity& quantity, const std::string* cell, const FlagSetDesc* flags, std::size_t number,
                                                const PacketView& packet, double time, const Growing& series) const;
    [[nodiscard]] Growing& seriesOf(const std::string& key);
    void finish(PlotData& data);

    std::shared_ptr<const Protocols> m_protocols;
    PlotRequest m_request;
    std::optional<FieldColumns> m_columns; ///< x and y where they are fields, then the key's.
    std::size_t m_keyColumn = 0;
    const FlagSetDesc* m_xFlags = nullptr;
    const FlagSetDesc* m_yFlags = nullptr;
    std::optional<filter::FilterRun> m_filter;
    std::chrono::nanoseconds m_previous{}; ///< Time of the packet before.
    std::string m_key;
    std::vector<std::string> m_noCells;
    std::unordered_map<std::size_t, double> m_roundTrips; ///< By request.
    std::optional<std::chrono::nanoseconds> m_start;
    std::unordered_map<std::string, std::size_t> m_known;
    std::vector<Growing> m_growing;
    std::optional<std::size_t> m_rest;
    std::uint64_t m_packets = 0;
    std::optional<Error> m_error;
};

/// The points of a series as counts per span, with zeros where nothing came. `span` in the unit of x.
[[nodiscard]] std::vector<PlotPoint> countsPerSpan(const std::vector<PlotPoint>& points, double span);
/// 1, 2 or 5 times a power of ten that divides `whole` in some hundreds.
[[nodiscard]] double roundSpan(double whole);

} // namespace fw::ui
