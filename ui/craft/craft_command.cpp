#include "ui/craft/craft_command.h"

namespace fw::ui {

CraftCommand::CraftCommand(
    CraftDocument& document, CraftState before, CraftState after, const QString& name, QString mergeKey, QObject* origin)
    : QUndoCommand(name)
    , m_document(document)
    , m_before(std::move(before))
    , m_after(std::move(after))
    , m_mergeKey(std::move(mergeKey))
    , m_origin(origin)
{
}

void CraftCommand::undo()
{
    m_document.apply(m_before, nullptr);
}

void CraftCommand::redo()
{
    m_document.apply(m_after, m_origin);
    m_origin = nullptr;
}

bool CraftCommand::mergeWith(const QUndoCommand* other)
{
    const auto* next = dynamic_cast<const CraftCommand*>(other);
    if (next == nullptr || next->m_mergeKey != m_mergeKey)
        return false;
    m_after = next->m_after;
    setText(next->text());
    return true;
}

} // namespace fw::ui
