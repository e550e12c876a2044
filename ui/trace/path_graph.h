#pragma once

#include "ui/panes/theme.h"
#include "ui/trace/path_layout.h"

#include <QAbstractScrollArea>
#include <QPainterPath>

class QPainter;

namespace fw::ui {

/// The ways of a trace as a drawing that can be walked with mouse and keyboard.
class PathGraph final : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit PathGraph(Theme& theme, QWidget* parent = nullptr);

    /// The log is not kept. `target` is the one that is drawn at full strength.
    void showPaths(const TraceLog& log, std::size_t target, std::optional<std::size_t> flow);
    [[nodiscard]] const PathLayout& paths() const { return m_paths; }
    [[nodiscard]] int nodeCount() const { return static_cast<int>(m_paths.nodes().size()); }
    /// -1: none.
    [[nodiscard]] int currentNode() const { return m_current; }
    void setCurrentHop(int ttl, const std::string& address);
    void setCurrentNode(int node);
    /// In the viewport's coordinates; may lie outside of what is visible.
    [[nodiscard]] QRectF nodeRect(int node) const;
    /// Where an edge can be clicked.
    [[nodiscard]] QPointF edgeMiddle(int edge) const;
    /// "hop 3, 10.0.0.1, time-exceeded"
    [[nodiscard]] QString nodeText(int node) const;
    [[nodiscard]] QSize sizeHint() const override { return {600, 160}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 90}; }

signals:
    /// By the user.
    void hopChosen(std::size_t target, int ttl, const std::string& address);
    /// An edge: what this flow sent to where it leads.
    void flowChosen(std::size_t target, int ttl, const std::string& address, std::optional<std::size_t> flow);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    [[nodiscard]] QPointF origin() const;
    [[nodiscard]] QPainterPath pathOf(const PathEdge& edge) const;
    [[nodiscard]] int nodeAt(QPointF point) const;
    [[nodiscard]] int edgeAt(QPointF point) const;
    [[nodiscard]] int nearestInColumn(int step) const;
    [[nodiscard]] int nearestInStack(int step) const;
    void choose(int node);
    void updateScrollBars();
    void paintColumns(QPainter& painter) const;
    void paintEdge(QPainter& painter, const PathEdge& edge) const;
    void paintNode(QPainter& painter, std::size_t node) const;

    Theme& m_theme;
    PathLayout m_paths;
    std::size_t m_target = 0;
    std::uint64_t m_mostProbes = 1;
    int m_current = -1;
};

} // namespace fw::ui
