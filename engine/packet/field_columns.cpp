#include "engine/packet/field_columns.h"

#include "engine/base/address.h"
#include "engine/packet/dissect.h"
#include "engine/packet/json.h"
#include "engine/packet/walk_expression.h"

#include <algorithm>
#include <charconv>

namespace fw {

namespace {

struct Column {
    std::string name; ///< As given.
    ProtocolId protocol = noProtocol;
    std::size_t occurrence = 1;
    FieldIndex field = noField;
    bool isWhole = true; ///< Not an element, nor a part of a structure.
    std::optional<FixedNumber> number;
    std::size_t addressSize = 0; ///< In bytes; 0: no address at a fixed place.
};

Result<Column> columnOf(const Protocols& protocols, const std::string& name, std::size_t index)
{
    Column column{.name = name, .number = std::nullopt};
    const std::size_t dot = name.find('.');
    std::string_view layer = std::string_view(name).substr(0, dot);
    if (const std::size_t colon = layer.find(':'); colon != std::string_view::npos) {
        const std::string_view number = layer.substr(colon + 1);
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), column.occurrence);
        if (error != std::errc() || end != number.data() + number.size() || column.occurrence == 0)
            return fail(Errc::BadValue, index, name + ": expected a number from 1 behind the colon");
        layer = layer.substr(0, colon);
    }
    const ProtocolDesc* protocol = protocols.find(layer);
    if (protocol == nullptr)
        return fail(Errc::UnknownProtocol, index, std::string(layer));
    if (dot == std::string::npos)
        return fail(Errc::BadValue, index, name + ": expected PROTOCOL.FIELD");
    const std::string_view path = std::string_view(name).substr(dot + 1);
    const std::string_view first = path.substr(0, path.find_first_of(".["));
    column.protocol = protocol->id;
    column.field = protocol->find(first);
    column.isWhole = first.size() == path.size();
    if (column.field == noField)
        return fail(Errc::UnknownField, index, name);
    const FieldDesc& field = protocol->fields[column.field];
    if (!column.isWhole)
        return column;
    column.number = FixedNumber::of(protocols, field);
    const TypeDesc& type = protocols.type(field.type);
    const bool isAddress = type.kind == Kind::Mac || type.kind == Kind::Ipv4 || type.kind == Kind::Ipv6;
    if (isAddress && field.staticOffset && field.present == 0 && field.bitOffset % 8 == 0 && type.length == 0)
        column.addressSize = type.bits / 8U;
    return column;
}

/// JSON without the quotes round a text; what was escaped because of them is not.
std::string plain(std::string json)
{
    if (json.size() < 2 || json.front() != '"')
        return json;
    std::string out;
    for (std::size_t i = 1; i + 1 < json.size(); ++i) {
        if (json[i] == '\\' && json[i + 1] == '"')
            ++i;
        out += json[i];
    }
    return out;
}

} // namespace

class FieldColumns::Reader {
public:
    Reader(const Protocols& protocols, std::vector<Column> columns)
        : m_protocols(protocols), m_columns(std::move(columns)), m_walker(protocols), m_cells(m_columns.size())
    {
    }

    const std::vector<std::string>& read(Bytes frame, std::uint32_t linkType)
    {
        m_walker.walk(frame, linkType, m_spans);
        if (!readFromSpans(frame))
            readDissected(frame, linkType);
        return m_cells;
    }

private:
    /// False if a cell needs dissection.
    bool readFromSpans(Bytes frame)
    {
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const Column& column = m_columns[i];
            std::string& cell = m_cells[i];
            cell.clear();
            std::size_t left = column.occurrence;
            const auto span = std::ranges::find_if(m_spans, [&](const LayerSpan& candidate) { return candidate.protocol == column.protocol && --left == 0; });
            // Behind a layer that took all there can only be bytes.
            const bool isBytes = column.protocol == m_protocols.raw() || column.protocol == m_protocols.padding();
            if (span == m_spans.end() && (m_walker.foundAll() || !isBytes))
                continue;
            if (span == m_spans.end() || !readFixed(frame, column, *span, cell))
                return false;
        }
        return true;
    }

    bool readFixed(Bytes frame, const Column& column, const LayerSpan& span, std::string& cell) const
    {
        const FieldDesc& field = m_protocols[column.protocol].fields[column.field];
        if (column.number) {
            const auto number = column.number->load({.frame = frame, .start = span.offset, .end = span.end});
            if (!number || column.number->bits == 64)
                return false;
            if (field.flags != nullptr) {
                cell = field.flags->text(static_cast<std::uint64_t>(*number));
                return true;
            }
            char digits[24];
            cell.assign(digits, std::to_chars(digits, digits + sizeof digits, *number).ptr);
            return true;
        }
        const std::size_t at = span.offset + field.bitOffset / 8;
        if (column.addressSize == 0 || at + column.addressSize > span.end)
            return false;
        cell = addressText(frame.subspan(at, column.addressSize));
        return true;
    }

    void readDissected(Bytes frame, std::uint32_t linkType)
    {
        const Dissection dissection = dissect(m_protocols, frame, linkType);
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            m_cells[i].clear();
            const auto path = parsePath(m_protocols, dissection.draft, m_columns[i].name);
            const std::int32_t node = path ? dissection.layout.nodeOf(*path) : -1;
            if (node >= 0 && !dissection.layout.nodes[static_cast<std::size_t>(node)].absent)
                m_cells[i] = plain(nodeJson(m_protocols, dissection.layout, static_cast<std::size_t>(node)));
        }
    }

    const Protocols& m_protocols;
    std::vector<Column> m_columns;
    Walker m_walker;
    std::vector<LayerSpan> m_spans;
    std::vector<std::string> m_cells;
};

FieldColumns::FieldColumns(std::unique_ptr<Reader> reader) : m_reader(std::move(reader))
{
}

FieldColumns::~FieldColumns() = default;
FieldColumns::FieldColumns(FieldColumns&&) noexcept = default;
FieldColumns& FieldColumns::operator=(FieldColumns&&) noexcept = default;

Result<FieldColumns> FieldColumns::make(const Protocols& protocols, const std::vector<std::string>& names)
{
    std::vector<Column> columns;
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto column = columnOf(protocols, names[i], i);
        if (!column)
            return std::unexpected(column.error());
        columns.push_back(std::move(*column));
    }
    return FieldColumns(std::make_unique<Reader>(protocols, std::move(columns)));
}

const std::vector<std::string>& FieldColumns::read(Bytes frame, std::uint32_t linkType)
{
    return m_reader->read(frame, linkType);
}

} // namespace fw
