#include "ui/protocols/yaml_highlighter.h"

#include <QRegularExpression>

namespace fw::ui {

YamlHighlighter::YamlHighlighter(QTextDocument* document, const Theme& theme) : QSyntaxHighlighter(document), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void YamlHighlighter::setMarks(std::vector<Mark> marks)
{
    const auto linesOf = [](const std::vector<Mark>& list) {
        std::vector<int> lines;
        for (const Mark& mark : list)
            lines.push_back(mark.line);
        return lines;
    };
    const std::vector<int> before = linesOf(m_marks);
    m_marks = std::move(marks);
    for (const auto& lines : {before, linesOf(m_marks)})
        for (const int line : lines)
            if (const QTextBlock block = document()->findBlockByNumber(line); block.isValid())
                rehighlightBlock(block);
}

void YamlHighlighter::highlightBlock(const QString& text)
{
    // What stands later in this list lies over what stands earlier.
    static const QRegularExpression number(QStringLiteral("\\b(0x[0-9a-fA-F]+|[0-9]+)\\b"));
    static const QRegularExpression key(QStringLiteral("[A-Za-z_][\\w. -]*(?=:(\\s|$))"));
    static const QRegularExpression quoted(QStringLiteral("\"(\\\\.|[^\"])*\"|(?<=[\\s\\[{,:])'[^']*'"));
    static const QRegularExpression comment(QStringLiteral("(^|\\s)#.*$"));
    const auto colour = [&](const QRegularExpression& pattern, const QColor& ink, bool bold) {
        QTextCharFormat format;
        format.setForeground(ink);
        if (bold)
            format.setFontWeight(QFont::DemiBold);
        for (auto match = pattern.globalMatch(text); match.hasNext();) {
            const auto found = match.next();
            setFormat(static_cast<int>(found.capturedStart()), static_cast<int>(found.capturedLength()), format);
        }
    };
    colour(number, m_theme.fieldLine(3), false);
    colour(key, m_theme.fieldLine(0), true);
    colour(quoted, m_theme.fieldLine(2), false);
    colour(comment, m_theme.color(Theme::Role::Muted), false);
    for (const Mark& mark : m_marks) {
        if (mark.line != currentBlock().blockNumber() || text.isEmpty())
            continue;
        const int from = std::clamp(mark.column, 0, static_cast<int>(text.size()) - 1);
        static const QRegularExpression end(QStringLiteral("[\\s,\\]}]"));
        const auto until = text.indexOf(end, from + 1);
        for (int i = from; i < (until < 0 ? text.size() : until); ++i) {
            QTextCharFormat format = this->format(i);
            format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
            format.setUnderlineColor(m_theme.color(Theme::Role::Error));
            setFormat(i, 1, format);
        }
    }
}

} // namespace fw::ui
