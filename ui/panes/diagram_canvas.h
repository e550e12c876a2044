#pragma once

#include "ui/models/selection_model.h"
#include "ui/panes/diagram_painter.h"

#include <QAbstractScrollArea>

namespace fw::ui {

/// The packet as a drawing: a card of fields for each layer, the bytes, and lines from the ones to the others.
class DiagramCanvas final : public QAbstractScrollArea {
    Q_OBJECT
public:
    static constexpr double minZoom = 0.5, maxZoom = 3;

    DiagramCanvas(SelectionModel& selection, Theme& theme, QWidget* parent = nullptr);

    /// "DNS.qd[0].qname"; empty if the whole packet is selected.
    [[nodiscard]] QString selectedField() const;
    /// A field's row or a layer's header, in the viewport's coordinates; may lie outside of what is visible.
    [[nodiscard]] QRectF fieldRect(std::int32_t node) const;
    /// Round a node's bits and nothing else, in the viewport's coordinates.
    [[nodiscard]] QPainterPath outline(std::int32_t node) const;
    [[nodiscard]] QRectF cellRect(std::size_t byte) const;
    [[nodiscard]] const DiagramLayout& diagram() const { return m_diagram; }
    [[nodiscard]] SelectionModel& selectionModel() const { return m_selection; }

    [[nodiscard]] bool alignLayers() const { return m_options.alignLayers; }
    [[nodiscard]] bool hideAbsent() const { return m_options.hideAbsent; }
    [[nodiscard]] bool showsText() const { return m_options.text; }
    [[nodiscard]] bool allLines() const { return m_allLines; }
    void setAlignLayers(bool align);
    void setHideAbsent(bool hide);
    void setShowsText(bool shows);
    void setAllLines(bool all);

    [[nodiscard]] double zoom() const { return m_zoom; }
    void setZoom(double zoom);
    void setEmptyText(const QString& text);

    /// As .svg, .png or .pdf, by the name's ending. False if it cannot be written.
    [[nodiscard]] bool exportTo(const QString& path) const;
    void copySvg() const;
    void copyImage() const;

signals:
    void zoomChanged(double zoom);
    /// Enter or double click on a field.
    void editRequested(std::int32_t node);

protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void follow(const Selection& selection, const QObject* origin);
    void relayout();
    void updateScrollBars();
    void zoomAt(double zoom, QPointF viewportPoint);
    void ensureVisible(const QRectF& area);
    void moveField(int step);
    void moveByte(int step);
    void showToolTip(QPoint viewportPoint, QPoint globalPoint);
    [[nodiscard]] QString toolTipOf(std::int32_t node) const;
    [[nodiscard]] std::int32_t nodeAt(QPointF viewportPoint) const;
    [[nodiscard]] QPointF toDiagram(QPointF viewportPoint) const;
    [[nodiscard]] QTransform toViewport() const;
    [[nodiscard]] DiagramPainter painter() const;
    [[nodiscard]] DiagramPainter::Look look() const;
    [[nodiscard]] std::vector<std::int32_t> nodesInOrder() const;

    SelectionModel& m_selection;
    Theme& m_theme;
    ShownPacketPtr m_packet;
    DiagramOptions m_options;
    DiagramLayout m_diagram;
    double m_zoom = 1;
    std::int32_t m_hovered = -1;
    std::size_t m_cursor = 0;
    bool m_allLines = false;
    QString m_emptyText;
};

} // namespace fw::ui
