#pragma once

#include "ui/craft/craft_document.h"

#include <QWidget>

class QAction;
class QFrame;
class QLabel;
class QPushButton;

namespace fw::ui {

class Palette;
class StackTree;
class Theme;

/// Where packets are built: palette, stack, what it comes to, and the two buttons that send it.
class CraftWorkspace final : public QWidget {
    Q_OBJECT
public:
    /// Both outlive the workspace.
    CraftWorkspace(CraftDocument& document, const Theme& theme, QWidget* parent = nullptr);

    [[nodiscard]] StackTree& stackTree() const { return *m_tree; }
    [[nodiscard]] Palette& layerPalette() const { return *m_palette; }
    /// For menus and the toolbar. Ctrl+Shift+Enter, Ctrl+Enter, and the document's undo and redo.
    [[nodiscard]] QAction* sendAction() const { return m_send; }
    [[nodiscard]] QAction* sendReceiveAction() const { return m_sendReceive; }
    [[nodiscard]] QAction* undoAction() const { return m_undo; }
    [[nodiscard]] QAction* redoAction() const { return m_redo; }

    /// More packets than this are sent only after a question in the workspace.
    void setMaxPackets(std::uint64_t most) { m_maxPackets = most; }

signals:
    void sendRequested(const fw::Draft& draft);
    void sendReceiveRequested(const fw::Draft& draft);
    /// Something that was dropped or chosen was not taken; why, in words.
    void refused(const QString& why);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makeActions();
    [[nodiscard]] QWidget* makePreview();
    [[nodiscard]] QFrame* makeQuestion();
    void showPreview();
    void appendLayers(const QString& expression);
    void useTemplate(const QString& expression);
    /// Sends at once, or asks first.
    void send(bool receive);
    void sendNow(bool receive);

    CraftDocument& m_document;
    const Theme& m_theme;
    Palette* m_palette;
    StackTree* m_tree;
    QLabel* m_summary;
    QLabel* m_size;
    QPushButton* m_sendButton;
    QPushButton* m_sendReceiveButton;
    QFrame* m_question = nullptr;
    QLabel* m_questionText = nullptr;
    QPushButton* m_confirm = nullptr;
    QAction* m_send = nullptr;
    QAction* m_sendReceive = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
    std::uint64_t m_maxPackets = 1000;
    bool m_asksToReceive = false;
};

} // namespace fw::ui
