#include "ui/protocols/header_diagram.h"

#include <algorithm>

namespace fw::ui {
namespace {

constexpr int rowBits = 32;
constexpr int mostRows = 2; // Of one field.

class Placer {
public:
    Placer(const Protocols& protocols, const ProtocolDesc& protocol) : m_protocols(protocols), m_protocol(protocol) {}

    std::vector<HeaderCell> place()
    {
        bool payload = false;
        for (std::size_t i = 0; i < m_protocol.fields.size(); ++i) {
            const FieldDesc& field = m_protocol.fields[i];
            if (field.trailer && !payload) {
                payload = true;
                variable(noField, false);
            }
            add(static_cast<FieldIndex>(i), field);
        }
        return std::move(m_cells);
    }

private:
    void add(FieldIndex index, const FieldDesc& field)
    {
        const Kind kind = field.type == noType ? Kind::None : m_protocols.type(field.type).kind;
        if (kind == Kind::Virtual || kind == Kind::None)
            return;
        if (field.bits == 0)
            variable(index, field.present != 0);
        else
            fixed(index, field.bits, field.present != 0);
    }

    void variable(FieldIndex index, bool optional)
    {
        const int from = m_bit % rowBits;
        m_cells.push_back({index, m_bit / rowBits, from, rowBits - from, false, true, true, optional});
        m_bit += rowBits - from;
    }

    void fixed(FieldIndex index, int bits, bool optional)
    {
        const bool isLong = bits > rowBits * mostRows + rowBits * 2;
        int left = isLong ? rowBits * mostRows : bits;
        for (bool first = true; left > 0; first = false) {
            const int from = m_bit % rowBits;
            const int here = std::min(left, rowBits - from);
            left -= here;
            m_cells.push_back({index, m_bit / rowBits, from, here, isLong && left == 0, first, false, optional});
            m_bit += here;
        }
        // The name stands in the widest piece.
        const auto mine = std::ranges::find(m_cells, index, &HeaderCell::field);
        const auto widest = std::max_element(mine, m_cells.end(), [](const HeaderCell& a, const HeaderCell& b) { return a.bits < b.bits; });
        for (auto cell = mine; cell != m_cells.end(); ++cell)
            cell->isFirst = cell == widest;
    }

    const Protocols& m_protocols;
    const ProtocolDesc& m_protocol;
    std::vector<HeaderCell> m_cells;
    int m_bit = 0;
};

} // namespace

std::vector<HeaderCell> headerCells(const Protocols& protocols, const ProtocolDesc& protocol)
{
    return Placer(protocols, protocol).place();
}

} // namespace fw::ui
