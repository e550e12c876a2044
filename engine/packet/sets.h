/// The kinds of several-values-in-a-slot.
#pragma once

#include "engine/protocol/value.h"

#include <functional>

namespace fw {

/// (first, last) both included; Scapy's (1,30) and people's 1..30. `step` is at least 1.
[[nodiscard]] Value rangeSet(std::int64_t first, std::int64_t last, std::int64_t step = 1);
/// Members may be sets themselves: [22, 80, (8000, 8010)].
[[nodiscard]] Value listSet(std::vector<Value> members);
/// All addresses from first to last (4 or 16 bytes each); `text` is how it was written: "10.0.0.0/30", "192.168.1.1-254".
[[nodiscard]] Value addressSet(Buffer first, Buffer last, std::string text);
/// A value drawn for each packet. `text` is how it was written: "RandShort()".
[[nodiscard]] Value randomSet(std::function<Value()> draw, std::string text);
/// The same for values that follow each other: at() tells the next one, and only valueAt() goes on. `text` as for randomSet().
[[nodiscard]] Value counterSet(std::int64_t start, std::int64_t step, std::int64_t restart, std::string text);
/// One of these, drawn for each packet: RandChoice(80, 443).
[[nodiscard]] Value choiceSet(std::vector<Value> members);

/// What a set is made of, for those who write it down or convert its members. Null if it is another kind of set.
struct RangeBounds {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t step = 1;
};
[[nodiscard]] const RangeBounds* asRange(const ValueSet& set);
[[nodiscard]] const std::vector<Value>* asList(const ValueSet& set);
[[nodiscard]] const std::vector<Value>* asChoice(const ValueSet& set);
struct AddressBounds {
    Buffer first;
    Buffer last;
    std::string text; ///< As written.
};
[[nodiscard]] const AddressBounds* asAddresses(const ValueSet& set);
/// How a random value was written: "RandShort()".
[[nodiscard]] const std::string* asRandom(const ValueSet& set);

/// Whether the n-th value is the same each time it is asked for: nothing in it is drawn.
[[nodiscard]] bool isFixed(const Value& value);
/// Whether values of it follow each other from packet to packet, so that none may be drawn in vain.
[[nodiscard]] bool holdsCounter(const Value& value);

/// The n-th value of a set, for a packet; a counter goes on.
[[nodiscard]] Value drawnFrom(const ValueSet& set, std::uint64_t index);
/// How many values this one stands for, with the sets inside its lists and structures; saturates at UINT64_MAX.
[[nodiscard]] std::uint64_t valueCount(const Value& value);
/// The n-th of them, without any set. Inside a structure the last field is the outermost loop, as in Scapy.
[[nodiscard]] Value valueAt(const Value& value, std::uint64_t index);
/// Whether there is a set in it at all, even one of a single value.
[[nodiscard]] bool holdsSet(const Value& value);

/// a * b, saturating.
[[nodiscard]] std::uint64_t timesSaturating(std::uint64_t a, std::uint64_t b);

} // namespace fw
