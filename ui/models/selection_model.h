/// What is selected, down to the bit. Every pane shows it and every pane may change it.
#pragma once

#include "engine/packet/captured_packet.h"
#include "engine/packet/layout.h"

#include <QObject>

namespace fw::ui {

/// A packet that panes can show. Never changed once made: an edit makes a new one.
struct ShownPacket {
    enum class Source { Craft, Capture, Exchange, Trace, Table };
    Source source = Source::Capture;
    std::uint64_t number = 0; ///< 1-based in its list; 0 for the stack being written.
    CapturedPacket captured;  ///< Time and link type; bytes are layout.bytes.
    Draft draft;
    Layout layout;
    bool practice = false;    ///< Comes from the practice network; panes say so.
    std::shared_ptr<const Protocols> readWith = {}; ///< What draft and layout were made with; null: what the selection model had then.
};
using ShownPacketPtr = std::shared_ptr<const ShownPacket>;

/// Dissected and verified.
[[nodiscard]] ShownPacketPtr shownPacket(std::shared_ptr<const Protocols> protocols, ShownPacket::Source source, std::uint64_t number, CapturedPacket packet,
    bool practice);

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
    /// They outlive it.
    explicit SelectionModel(const Protocols& protocols, QObject* parent = nullptr);
    explicit SelectionModel(std::shared_ptr<const Protocols> protocols, QObject* parent = nullptr);

    [[nodiscard]] const Protocols& protocols() const { return *m_protocols; }
    [[nodiscard]] const std::shared_ptr<const Protocols>& snapshot() const { return m_protocols; }
    /// From now on packets are read with these. Nothing is selected any more; whoever keeps packets reads them again.
    void setProtocols(std::shared_ptr<const Protocols> protocols);
    [[nodiscard]] const Selection& current() const { return m_current; }

    /// Shows another packet; one that was read with other definitions is read again. The same field path is selected again if the new packet has it; while it has not,
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
    /// Other definitions are in force. Packets, drafts and protocol numbers of before mean nothing now.
    void protocolsChanged();

private:
    void set(Selection selection, QObject* origin);

    std::shared_ptr<const Protocols> m_protocols;
    Selection m_current;
    std::string m_wantedPath;
};

} // namespace fw::ui
