#pragma once

#include "ui/panes/theme.h"

#include <QSyntaxHighlighter>

namespace fw::ui {

/// Keys, text in quotes, numbers and comments of a definition, in the theme's colours; where an error stands is underlined.
class YamlHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT
public:
    YamlHighlighter(QTextDocument* document, const Theme& theme);
    struct Mark {
        int line = 0;   ///< From 0.
        int column = 0; ///< From 0.
    };
    void setMarks(std::vector<Mark> marks);

protected:
    void highlightBlock(const QString& text) override;

private:
    const Theme& m_theme;
    std::vector<Mark> m_marks;
};

} // namespace fw::ui
