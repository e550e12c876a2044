/// Display filters: which packets to show. IP.ttl < 5 and TCP.flags == "S", or in Wireshark's words tcp.port == 443 && ip.addr in {10.0.0.0/8}.
#pragma once

#include "engine/filter/error.h"
#include "engine/files/capture.h"
#include "engine/protocol/protocols.h"

#include <functional>
#include <memory>
#include <string_view>

namespace fw::filter {

struct Program;

/// The addresses of a host, in network order; empty if there is none of that name.
using HostLookup = std::function<std::vector<Buffer>(const std::string& name)>;

/// A filter ready to be run. Immutable; any number of threads may run it, each with a run of its own.
class DisplayFilter {
public:
    /// An empty text lets everything through. Without `lookUp` host names are an error. `protocols` must outlive the filter and its runs.
    [[nodiscard]] static Checked<DisplayFilter> compile(const Protocols& protocols, std::string_view text, const HostLookup& lookUp = {});

    /// It asks for frame.time_relative or frame.time_delta, so runs have to be told the place of each packet.
    [[nodiscard]] bool needsTimes() const;

private:
    friend class FilterRun;
    explicit DisplayFilter(std::shared_ptr<const Program> program) : m_program(std::move(program)) {}
    std::shared_ptr<const Program> m_program;
};

/// What a packet's place in its capture tells.
struct PacketPlace {
    std::uint64_t number = 1; ///< From 1.
    std::chrono::nanoseconds first{};    ///< Time of the first packet.
    std::chrono::nanoseconds previous{}; ///< Time of the packet before; of the first packet its own.
};

/// Runs a filter over packets; one for each thread.
class FilterRun {
public:
    explicit FilterRun(const DisplayFilter& filter);
    ~FilterRun();
    FilterRun(FilterRun&&) noexcept;
    FilterRun& operator=(FilterRun&&) noexcept;

    [[nodiscard]] bool matches(const PacketView& packet, const PacketPlace& place = {});

private:
    class Evaluator;
    std::unique_ptr<Evaluator> m_evaluator;
};

/// What could stand at the cursor.
struct Suggestion {
    enum class What : std::uint8_t { Protocol, Field, Value, Word };
    What what = What::Field;
    std::string text;
    std::string type; ///< "number", "IPv4 address", "protocol"
    std::string doc;
};
struct Suggestions {
    std::size_t from = 0; ///< The text from here to the cursor is to be replaced.
    std::vector<Suggestion> items; ///< At most 200.
};
/// `cursor` counts bytes.
[[nodiscard]] Suggestions suggest(const Protocols& protocols, std::string_view text, std::size_t cursor);

} // namespace fw::filter
