/// Chosen fields of packets, a text for each: the columns of a table.
#pragma once

#include "engine/packet/layout.h"
#include "engine/packet/walk.h"

namespace fw {

/// "IP.ttl"; "IP:2.src" is the second IP of a packet. Numbers, addresses and texts are written plainly, as in JSON but without the quotes;
/// bytes in hex, lists and structures as JSON. A field that is not there is an empty text. One for each thread.
class FieldColumns {
public:
    /// UnknownProtocol, UnknownField or BadValue (no PROTOCOL.FIELD); the offset counts in `names`. `protocols` must outlive it.
    [[nodiscard]] static Result<FieldColumns> make(const Protocols& protocols, const std::vector<std::string>& names);
    ~FieldColumns();
    FieldColumns(FieldColumns&&) noexcept;
    FieldColumns& operator=(FieldColumns&&) noexcept;

    /// As many as there are names. They live until the next call.
    [[nodiscard]] const std::vector<std::string>& read(Bytes frame, std::uint32_t linkType);
    /// The same in one line, which lives until the next call.
    [[nodiscard]] const std::string& readLine(Bytes frame, std::uint32_t linkType, char separator);

private:
    class Reader;
    explicit FieldColumns(std::unique_ptr<Reader> reader);
    std::unique_ptr<Reader> m_reader;
};

} // namespace fw
