/// The stack of layers being written: one document that the expression bar and the stack tree both show.
#pragma once

#include "engine/packet/environment.h"
#include "engine/scapy/scapy.h"
#include "ui/models/selection_model.h"

#include <QUndoStack>

namespace fw::ui {

/// A draft, and the expression it was written as: the user's own spelling, or ours.
struct CraftState {
    Draft draft;
    QString text;
    std::shared_ptr<const Protocols> protocols; ///< That the draft was made with.
};

class CraftDocument final : public QObject {
    Q_OBJECT
public:
    explicit CraftDocument(SelectionModel& selection, QObject* parent = nullptr);

    [[nodiscard]] const Protocols& protocols() const { return m_selection.protocols(); }
    [[nodiscard]] SelectionModel& selection() const { return m_selection; }
    [[nodiscard]] const Draft& draft() const { return m_state.draft; }
    /// The first of the packets that the draft stands for, and its bytes.
    [[nodiscard]] const Draft& firstPacket() const { return m_shown->draft; }
    [[nodiscard]] const Layout& layout() const { return m_shown->layout; }
    [[nodiscard]] ShownPacketPtr shownPacket() const { return m_shown; }
    [[nodiscard]] std::uint64_t packetCount() const;
    /// "Ether / IP / UDP 10.0.0.1:53 > 10.0.0.2:53"
    [[nodiscard]] QString summaryText() const;

    [[nodiscard]] const QString& text() const { return m_text; }
    /// What is wrong with text(); the draft is then that of the last text that was right.
    [[nodiscard]] const std::optional<scapy::ParseError>& error() const { return m_error; }

    /// Not owned; null: each field's own default.
    void setEnvironment(const Environment* environment);
    [[nodiscard]] const Environment& environment() const { return *m_environment; }
    /// The environment knows more than before (a name was looked up, a neighbour answered).
    void refresh();
    /// Shows the stack in the shared panes.
    void publish();

    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
    /// What is typed from here on is a step of its own for undo.
    void endTyping() { ++m_typing; }

    /// Whoever holds text that was typed and not yet taken takes it now: the stack is about to be used.
    void settle() { emit settling(); }

    /// From here on each call is one undoable edit. `origin` is passed on with draftChanged.
    void setText(const QString& text, QObject* origin = nullptr);
    void setDraft(Draft draft, const QString& name, QObject* origin = nullptr);
    /// Why the text does not fit the field, if it does not; nothing is changed then.
    [[nodiscard]] std::optional<Error> setFieldText(const FieldPath& path, const QString& text, QObject* origin = nullptr);
    void setFieldValue(const FieldPath& path, Value value, QObject* origin = nullptr);
    void setAutomatic(const FieldPath& path, QObject* origin = nullptr);
    /// An automatic or bound value is kept as it now is, whatever else changes.
    void pin(const FieldPath& path, QObject* origin = nullptr);
    void addElement(const FieldPath& list, QObject* origin = nullptr);
    void removeElement(const FieldPath& element, QObject* origin = nullptr);
    void addLayer(std::size_t at, ProtocolId protocol, QObject* origin = nullptr);
    void insertLayers(std::size_t at, const Draft& layers, QObject* origin = nullptr);
    void removeLayer(std::size_t layer, QObject* origin = nullptr);
    /// Afterwards the layer is number `to`.
    void moveLayer(std::size_t from, std::size_t to, QObject* origin = nullptr);
    void duplicateLayer(std::size_t layer, QObject* origin = nullptr);
    /// Bytes overwritten in the hex view: the field that covers them takes the value they now spell.
    void overwriteBytes(std::size_t offset, Bytes bytes, QObject* origin = nullptr);

    [[nodiscard]] QString layerName(std::size_t layer) const;

public slots:
    /// A captured packet becomes the stack; what can be worked out is worked out again.
    void editCopy(const fw::Draft& capturedDraft);
    void overwriteByte(std::size_t offset, std::uint8_t value);

signals:
    void draftChanged(QObject* origin);
    /// The expression or its error; also when the draft stays as it was.
    void textChanged(QObject* origin);
    void settling();

private:
    friend class CraftCommand;
    void commit(Draft draft, const QString& name, const QString& mergeKey, QObject* origin);
    void apply(const CraftState& state, QObject* origin);
    void rebuild();
    /// Other definitions are in force: the same stack, told in them.
    void followProtocols();
    /// A state of before they were; its text may have an error now, and its bytes are kept then.
    [[nodiscard]] CraftState translated(const CraftState& state) const;
    [[nodiscard]] CraftState stateOf(Draft draft, QString text) const { return {std::move(draft), std::move(text), m_selection.snapshot()}; }
    /// The draft with those fields that lie in these bits holding what the other reading of them says; nothing if that is not
    /// possible without the packet changing its shape.
    [[nodiscard]] std::optional<Draft> withFieldsOf(const Layout& read, std::uint64_t bitOffset, std::uint64_t bits) const;

    SelectionModel& m_selection;
    Environment m_noEnvironment;
    const Environment* m_environment = &m_noEnvironment;
    CraftState m_state; ///< The last that was right.
    QString m_text;     ///< As shown, right or wrong.
    std::optional<scapy::ParseError> m_error;
    ShownPacketPtr m_shown;
    QUndoStack m_undo;
    int m_typing = 0;
};

} // namespace fw::ui
