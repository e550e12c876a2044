/// One edit of the stack, for undo: before and after in full. Drafts are a few hundred bytes and share their structures.
#pragma once

#include "ui/craft/craft_document.h"

#include <QPointer>
#include <QUndoCommand>

namespace fw::ui {

class CraftCommand final : public QUndoCommand {
public:
    /// Commands in a row with the same key are one; with an empty key none is.
    CraftCommand(CraftDocument& document, CraftState before, CraftState after, const QString& name, QString mergeKey, QObject* origin);

    void undo() override;
    void redo() override;
    [[nodiscard]] int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    CraftDocument& m_document;
    CraftState m_before;
    CraftState m_after;
    QString m_mergeKey;
    QPointer<QObject> m_origin; // Of the edit itself; undo and redo come from nobody.
};

} // namespace fw::ui
