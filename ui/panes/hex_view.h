#pragma once

#include "ui/models/selection_model.h"
#include "ui/panes/bit_strip.h"
#include "ui/panes/hex_geometry.h"
#include "ui/panes/layer_map.h"
#include "ui/panes/theme.h"

#include <QAbstractScrollArea>

namespace fw::ui {

/// The bytes of the selected packet: offset, hex, ASCII, shaded by layer. Paints what is visible and nothing else.
class HexView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    HexView(SelectionModel& selection, Theme& theme, QWidget* parent = nullptr);

    /// A byte's hex digits, in the viewport's coordinates; may lie outside of what is visible.
    [[nodiscard]] QRect cellRect(int byte) const;
    /// First byte and count of what is highlighted; count 0: nothing.
    [[nodiscard]] std::pair<int, int> selection() const;
    [[nodiscard]] std::vector<int> litBits() const { return m_strip->litBits(); }
    [[nodiscard]] BitStrip& bitStrip() const { return *m_strip; }
    /// Where the keyboard is.
    [[nodiscard]] int cursorByte() const { return m_cursor; }
    [[nodiscard]] int byteAt(QPoint viewportPoint) const;
    [[nodiscard]] SelectionModel& selectionModel() const { return m_selection; }

    /// Overwrites nibbles by typing. The view shows the change once the packet made of it is selected.
    void setEditable(bool editable);
    [[nodiscard]] bool isEditable() const { return m_editable; }
    void setEmptyText(const QString& text);

    /// The whole packet as Scapy's hexdump().
    void copyHexdump() const;
    /// The highlighted bytes as hex digits.
    void copyBytes() const;

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void byteEdited(std::size_t offset, std::uint8_t value);

protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void follow(const Selection& selection, const QObject* origin);
    void showHovered(std::int32_t node);
    void relayout();
    void ensureVisible(int byte);
    void moveCursor(int byte, bool extend);
    [[nodiscard]] int cursorTarget(const QKeyEvent& event) const;
    bool typeNibble(const QString& text);
    void announce();

    [[nodiscard]] Bytes bytes() const;
    [[nodiscard]] int byteCount() const { return static_cast<int>(bytes().size()); }
    [[nodiscard]] QPoint contentOrigin() const;
    [[nodiscard]] int headerHeight() const { return m_geometry.rowHeight(); }
    [[nodiscard]] bool coversCursor(std::int32_t node) const;

    enum class Mark { None, Solid, Outline, Frame }; ///< A frame is the thin outline of a layer.
    [[nodiscard]] Mark selectionMark() const;
    [[nodiscard]] QColor backgroundOf(int byte) const;
    [[nodiscard]] QColor textOf(int byte) const;
    [[nodiscard]] bool isSelected(int byte) const;
    [[nodiscard]] bool isHovered(int byte) const;
    void paintHeader(QPainter& painter) const;
    void paintRow(QPainter& painter, int row) const;
    void paintByte(QPainter& painter, int byte, bool lastOfRow) const;
    void paintMarks(QPainter& painter) const;
    void paintFocus(QPainter& painter) const;

    SelectionModel& m_selection;
    Theme& m_theme;
    BitStrip* m_strip;
    HexGeometry m_geometry;
    LayerMap m_layers;
    std::vector<QColor> m_fills; ///< By layer number of the stack.
    ShownPacketPtr m_packet;
    std::int32_t m_hovered = -1;
    int m_cursor = 0;
    int m_anchor = 0;
    int m_nibble = 0;
    bool m_dragging = false;
    bool m_editable = false;
    QString m_emptyText;
};

} // namespace fw::ui
