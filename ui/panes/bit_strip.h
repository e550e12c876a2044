#pragma once

#include "ui/models/selection_model.h"
#include "ui/panes/theme.h"

#include <QWidget>

namespace fw::ui {

/// The selected field as bits: "IP.flags  0100 0000  DF", its own bits lit, its neighbours' ones to be clicked.
class BitStrip final : public QWidget {
    Q_OBJECT
public:
    BitStrip(SelectionModel& selection, Theme& theme, QWidget* parent = nullptr);

    /// The field's bits in the bytes it touches, read as one number: 0 is the least significant. Empty if the field is
    /// none or longer than 4 bytes.
    [[nodiscard]] std::vector<int> litBits() const;
    /// Where a bit is drawn; numbered as in litBits().
    [[nodiscard]] QRect bitRect(int bit) const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int byteCount() const;
    [[nodiscard]] int bitAt(QPoint point) const;
    [[nodiscard]] std::int32_t nodeAt(QPoint point) const;
    [[nodiscard]] std::uint64_t frameBit(int bit) const;
    [[nodiscard]] bool isLit(int bit) const;
    [[nodiscard]] QString caption() const;
    void paintBit(QPainter& painter, int bit) const;

    SelectionModel& m_selection;
    Theme& m_theme;
    std::int32_t m_hovered = -1;
};

} // namespace fw::ui
