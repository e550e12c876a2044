#pragma once

#include "ui/craft/craft_document.h"

#include <QTreeView>

class QMimeData;

namespace fw::ui {

class LayerFinder;
class StackDelegate;
class StackTreeModel;
struct StackRow;
class Theme;

/// The stack as a tree whose values are edited in place. Layers are dragged, moved, added and removed here.
class StackTree final : public QTreeView {
    Q_OBJECT
public:
    /// Both outlive the tree.
    StackTree(CraftDocument& document, const Theme& theme, QWidget* parent = nullptr);
    ~StackTree() override;

    [[nodiscard]] StackTreeModel& stack() const { return *m_model; }
    /// The type-to-find popup for a layer after the current one.
    void openFinder();
    void moveCurrentLayer(int by);
    void duplicateCurrentLayer();
    /// Remove a layer or an element; take a field back to automatic.
    void removeOrReset();
    void addElement();
    void pinCurrent();
    void copyValue();
    /// Opens the editor of what the shared panes call by this node.
    void editNode(std::int32_t node);

signals:
    /// Why a drop was not taken, in words.
    void refused(const QString& why);

protected:
    bool edit(const QModelIndex& index, EditTrigger trigger, QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& options, const QModelIndex& index) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QAction* addOwnAction(const char* name, const QString& text, const QKeySequence& keys, void (StackTree::*slot)());
    void makeActions();
    void enableActions();
    void sizeColumns();
    void unfold(const QModelIndex& index);
    void followSelection(const Selection& selection, QObject* origin);
    void selectLayer(std::size_t layer);
    void moveUp() { moveCurrentLayer(-1); }
    void moveDown() { moveCurrentLayer(1); }
    void editCurrent();
    void insertChosen(ProtocolId protocol);

    [[nodiscard]] const StackRow* currentRow() const;
    /// Layers in front of it; as many as there are if nothing is current.
    [[nodiscard]] std::size_t currentSlot() const;
    [[nodiscard]] std::size_t layerCount() const;
    [[nodiscard]] QRect fixRect(const QModelIndex& index) const;
    [[nodiscard]] bool accepts(const QMimeData& mime) const;
    /// Before which layer a drop at this place would go.
    [[nodiscard]] std::size_t slotAtPosition(QPoint position) const;
    [[nodiscard]] int slotLine(std::size_t slot) const;
    void showDropSlot(std::optional<std::size_t> slot);
    void drop(const QMimeData& mime, std::size_t slot, bool copy);

    CraftDocument& m_document;
    const Theme& m_theme;
    StackTreeModel* m_model;
    StackDelegate* m_delegate;
    LayerFinder* m_finder = nullptr; ///< Belongs to the window, made when first needed.
    std::optional<std::size_t> m_dropSlot;
    bool m_following = false; ///< The current row changes because the selection did.
    struct Actions {
        QAction* edit;
        QAction* add;
        QAction* addElement;
        QAction* remove;
        QAction* pin;
        QAction* up;
        QAction* down;
        QAction* duplicate;
        QAction* copy;
    } m_actions{};
};

} // namespace fw::ui
