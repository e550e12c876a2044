#include "engine/packet/field_columns.h"

#include "engine/base/address_text.h"
#include "engine/packet/dissect.h"
#include "engine/packet/json.h"
#include "engine/packet/walk_layer.h"

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
    std::optional<FixedAddress> address;
};

Result<Column> columnOf(const Protocols& protocols, const std::string& name, std::size_t index)
{
    Column column{.name = name, .number = std::nullopt, .address = std::nullopt};
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
    column.address = FixedAddress::of(protocols, field);
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
        const bool all = readFromSpans(frame, [&](std::size_t i) -> std::string& {
            m_cells[i].clear();
            return m_cells[i];
        });
        if (!all)
            readDissected(frame, linkType);
        return m_cells;
    }

    const std::string& readLine(Bytes frame, std::uint32_t linkType, char separator)
    {
        m_walker.walk(frame, linkType, m_spans);
        m_line.clear();
        const auto next = [&](std::size_t i) -> std::string& {
            if (i > 0)
                m_line += separator;
            return m_line;
        };
        if (readFromSpans(frame, next))
            return m_line;
        m_line.clear();
        readDissected(frame, linkType);
        for (std::size_t i = 0; i < m_cells.size(); ++i)
            next(i) += m_cells[i];
        return m_line;
    }

private:
    /// Writes each cell to the text that `cell(i)` is. False if one needs dissection.
    template <typename Cell>
    bool readFromSpans(Bytes frame, const Cell& cell)
    {
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const Column& column = m_columns[i];
            std::string& out = cell(i);
            std::size_t left = column.occurrence;
            const auto span = std::ranges::find_if(m_spans, [&](const LayerSpan& candidate) { return candidate.protocol == column.protocol && --left == 0; });
            // Behind a layer that took all there can only be bytes.
            const bool isBytes = column.protocol == m_protocols.raw() || column.protocol == m_protocols.padding();
            if (span == m_spans.end() && (m_walker.foundAll() || !isBytes))
                continue;
            if (span == m_spans.end() || !readFixed(frame, column, *span, out))
                return false;
        }
        return true;
    }

    bool readFixed(Bytes frame, const Column& column, const LayerSpan& span, std::string& out) const
    {
        if (column.number) {
            const auto number = column.number->load(frame, span.offset, span.end);
            if (!number || column.number->bits() == 64)
                return false;
            if (const FlagSetDesc* flags = m_protocols[column.protocol].fields[column.field].flags) {
                out += flags->text(static_cast<std::uint64_t>(*number));
                return true;
            }
            char digits[24];
            out.append(digits, std::to_chars(digits, digits + sizeof digits, *number).ptr);
            return true;
        }
        const Bytes address = column.address ? column.address->load(frame, span.offset, span.end) : Bytes();
        if (address.empty())
            return false;
        appendAddress(out, address);
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
    std::string m_line;
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

const std::string& FieldColumns::readLine(Bytes frame, std::uint32_t linkType, char separator)
{
    return m_reader->readLine(frame, linkType, separator);
}

} // namespace fw
