/// What the stack tree shows, worked out from a document: one row per layer, field and element.
#pragma once

#include "ui/craft/craft_document.h"

namespace fw::ui {

enum class RowState {
    None,        ///< A layer, or something that holds rows of its own.
    Default,     ///< What the protocol says.
    Automatic,   ///< Worked out from the rest of the packet.
    Bound,       ///< Follows the layer above.
    Environment, ///< From the route, the interface, the clock.
    Set,         ///< By the user, where there was only a default.
    Pinned,      ///< By the user, where it would have been worked out.
    Several,     ///< Several values: several packets.
    Captured,    ///< From a packet's bytes.
};

/// What a row says, without where it stands.
struct StackCells {
    LayoutNode::What what = LayoutNode::What::Layer;
    FieldPath path;
    std::int32_t node = -1;
    ProtocolId protocol = noProtocol; ///< As in the LayoutNode.
    FieldIndex field = noField;
    TypeId type = noType;

    RowState state = RowState::None;
    QString name;
    QString value;
    QString editText;   ///< What an editor starts with.
    QString typeName;
    QString bytes;
    QString chip;       ///< "30": how many values.
    QString problem;    ///< In words; empty if there is none.
    Check::Level level = Check::Level::Note; ///< Of the problem.
    bool fixable = false;  ///< Going back to automatic solves the problem.
    bool editable = false; ///< Its value can be typed.
    bool growable = false; ///< A list: elements can be added.
    bool silent = false;   ///< On no bits of the wire.
};

struct StackRow : StackCells {
    StackRow* parent = nullptr;
    std::vector<std::unique_ptr<StackRow>> rows;

    [[nodiscard]] int number() const; ///< Among its parent's rows.
    /// The same layer, field or element as in another version of the stack, as far as that can be told.
    [[nodiscard]] bool isLike(const StackRow& other) const;
};

/// The invisible root. Fields that are not there and not set are left out.
[[nodiscard]] std::unique_ptr<StackRow> stackRows(const CraftDocument& document);

/// "automatic", "pinned", "30 values": for tooltips and screen readers.
[[nodiscard]] QString stateText(const StackRow& row);
/// One letter, so that the state is not told by colour alone; empty for a plain default.
[[nodiscard]] QString stateLetter(RowState state);

} // namespace fw::ui
