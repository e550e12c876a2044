#include "engine/packet/stream_splitter.h"

#include "engine/packet/reader.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t mostNeeded = 4096; ///< By a definition gone wrong.
constexpr std::size_t furtherBytes = 16; ///< Lengths of varying size may need some bytes more than the rule says.

/// Is every field there that the length is told by?
bool isReadable(const Program& message, const Layer& layer, const Layout& layout)
{
    const auto isRead = [&](std::uint16_t field) { return field >= layer.fields.size() || layer.fields[field].state == SlotState::Dissected; };
    const auto isDamage = [](const LayoutNote& note) { return note.code == LayoutNote::Code::Unreadable; };
    return std::ranges::all_of(message.fieldsRead(), isRead) && std::ranges::none_of(layout.notes, isDamage);
}

} // namespace

StreamSplitter::StreamSplitter(const Protocols& protocols, ProtocolId protocol, ProtocolId over, std::size_t longest)
    : m_protocols(protocols)
    , m_protocol(protocols[protocol])
    , m_over(over)
    , m_longest(longest)
{
}

/// Of the next message, from its first bytes. Nothing if they do not tell.
std::optional<std::int64_t> StreamSplitter::told(Bytes head) const
{
    const DissectOptions options;
    Layout layout;
    Reader reader(m_protocols, head, options, layout);
    Layer below{m_over, std::vector<Slot>(m_over == noProtocol ? 0 : m_protocols[m_over].fields.size()), std::nullopt, 0};
    std::optional<ReadScope> lower;
    if (m_over != noProtocol)
        lower.emplace(reader, below, nullptr, nullptr, 0, 0);
    Layer layer{m_protocol.id, std::vector<Slot>(m_protocol.fields.size()), std::nullopt, 0};
    ReadScope scope(reader, layer, lower ? &*lower : nullptr, nullptr, 0, head.size());
    reader.readFields(scope, -1);
    const Program& message = m_protocols.program(m_protocol.streamMessage);
    if (!isReadable(message, layer, layout))
        return std::nullopt;
    const ExprValue size = message.evaluate(scope);
    return size.kind == ExprValue::Kind::Int ? std::optional(size.number) : std::nullopt;
}

std::size_t StreamSplitter::needed() const
{
    Layer nothing{m_protocol.id, std::vector<Slot>(m_protocol.fields.size()), std::nullopt, 0};
    const DissectOptions options;
    Layout layout;
    Reader reader(m_protocols, {}, options, layout);
    ReadScope scope(reader, nothing, nullptr, nullptr, 0, 0);
    const std::int64_t need = m_protocol.streamNeed != 0 ? reader.evaluate(m_protocol.streamNeed, scope, 1) : 1;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(need, 1, mostNeeded));
}

/// Finds m_nextSize if enough bytes are there.
Result<void> StreamSplitter::measure(Bytes rest)
{
    const std::size_t need = needed();
    std::optional<std::int64_t> size;
    std::size_t seen = need;
    for (; !size && seen <= std::min(rest.size(), need + furtherBytes); ++seen)
        size = told(rest.first(seen));
    const bool isImpossible = size ? *size < static_cast<std::int64_t>(need) || static_cast<std::uint64_t>(*size) > m_longest : seen > need + furtherBytes;
    if (isImpossible) {
        m_isLost = true;
        return fail(Errc::BadValue, m_offset, m_protocol.name + ": " + (size ? std::to_string(*size) + " bytes" : "no length"));
    }
    m_nextSize = size ? static_cast<std::size_t>(*size) : 0;
    return {};
}

Result<void> StreamSplitter::push(Bytes bytes, std::vector<Buffer>& messages)
{
    if (!canSplit(m_protocol))
        return fail(Errc::Unsupported, 0, m_protocol.name);
    if (m_isLost)
        return fail(Errc::BadValue, m_offset, m_protocol.name);
    append(m_pending, bytes);
    std::size_t from = 0;
    Result<void> measured;
    while (true) {
        const Bytes rest = Bytes(m_pending).subspan(from);
        if (m_nextSize == 0)
            measured = measure(rest);
        if (!measured || m_nextSize == 0 || rest.size() < m_nextSize)
            break;
        messages.push_back(toBuffer(rest.first(m_nextSize)));
        from += m_nextSize;
        m_offset += m_nextSize;
        m_nextSize = 0;
    }
    m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(from));
    return measured;
}

} // namespace fw
