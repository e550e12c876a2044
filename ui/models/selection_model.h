/// What is selected, down to the bit. Every pane shows it and every pane may change it.
#pragma once

#include "engine/packet/captured_packet.h"
#include "engine/packet/layout.h"

#include <QObject>

namespace fw::ui {

/// A packet that panes can show. Never changed once made: an edit makes a new one.
struct ShownPacket {
    enum class Source { Craft, Capture, Exchange };
    Source source = Source::Capture;
    std::uint64_t number = 0; ///< 1-based in its list; 0 for the stack being written.
    CapturedPacket captured;  ///< Time and link type; bytes are layout.bytes.
    Draft draft;
    Layout layout;
    bool practice = false;    ///< Comes from the practice network; panes say so.
};
using ShownPacketPtr = std::shared_ptr<const ShownPacket>;

struct Selection {
    ShownPacketPtr packet;
    std::int32_t node = -1; ///< Index in packet->layout.nodes; -1: the whole packet.
    std::uint64_t bitOffset = 0; ///< What to highlight, from the start of the frame.
    std::uint64_t bits = 0;

    [[nodiscard]] std::size_t firstByte() const { return static_cast<std::size_t>(bitOffset / 8); }
    [[nodiscard]] std::size_t byteCount() const
    {
        return bits == 0 ? 0 : static_cast<std::size_t>((bitOffset + bits + 7) / 8 - bitOffset / 8);
    }
};

class SelectionModel final : public QObject {
    Q_OBJECT
public:
    explicit SelectionModel(const Protocols& protocols, QObject* parent = nullptr);

    [[nodiscard]] const Protocols& protocols() const { return m_protocols; }
    [[nodiscard]] const Selection& current() const { return m_current; }

    /// Shows another packet. The same field path is selected again if the new packet has it; while it has not,
    /// the path is remembered for the next packet that does.
    void setPacket(ShownPacketPtr packet, QObject* origin);
    void selectNode(std::int32_t node, QObject* origin);
    /// The innermost field that covers the first of these bytes; `parent` climbs to what encloses the field now selected.
    void selectBytes(std::size_t first, std::size_t count, bool parent, QObject* origin);
    /// byte → field → layer → packet
    void climb(QObject* origin);
    /// "IP.ttl · byte 22, 1 byte · 0x40", for the status bar.
    [[nodiscard]] QString statusText() const;

signals:
    /// `origin` is whoever changed it, so that a pane does not follow itself.
    void changed(const fw::ui::Selection& selection, QObject* origin);
    /// Under the mouse; -1: nothing.
    void hovered(std::int32_t node, QObject* origin);

private:
    void set(Selection selection, QObject* origin);

    const Protocols& m_protocols;
    Selection m_current;
    std::string m_wantedPath;
};

} // namespace fw::ui
