#pragma once

#include "ui/panes/theme.h"

#include <QPlainTextEdit>

namespace fw::ui {

/// A text with line numbers beside it. Tab indents by two blanks; Shift+Tab leaves, as Tab would elsewhere.
class DefinitionTextEdit final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit DefinitionTextEdit(const Theme& theme, QWidget* parent = nullptr);
    /// Lines, from 0, that have an error: marked beside their numbers.
    void setWrongLines(std::vector<int> lines);
    void goTo(int line, int column);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool focusNextPrevChild(bool) override { return false; }

private:
    class Margin;
    [[nodiscard]] int marginWidth() const;
    void placeMargin();
    void paintMargin(QPainter& painter, const QRect& area);
    void useTheme();

    const Theme& m_theme;
    Margin* m_margin;
    std::vector<int> m_wrong;
};

} // namespace fw::ui
