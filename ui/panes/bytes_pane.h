#pragma once

#include "ui/panes/hex_view.h"

namespace fw::ui {

/// The dock of the bytes.
class BytesPane final : public QWidget {
    Q_OBJECT
public:
    BytesPane(SelectionModel& selection, Theme& theme, QWidget* parent = nullptr);

    [[nodiscard]] HexView& hexView() const { return *m_view; }
    void setEmptyText(const QString& text) { m_view->setEmptyText(text); }

private:
    HexView* m_view;
};

} // namespace fw::ui
