/// Every colour of the program, and the font that bytes are written in.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

namespace fw::ui {

class Theme final : public QObject {
    Q_OBJECT
public:
    enum class Mode { Light, Dark, HighContrast };
    enum class Role {
        Surface,       ///< What panes are painted on.
        Window,        ///< Around the panes.
        Text,          ///< On Surface and Window.
        Muted,         ///< Text of less weight.
        Line,          ///< Frames and separators that carry no meaning.
        Frame,         ///< Frames that do: 3:1 against Surface.
        Error,
        Warn,
        Ok,
        Selection,
        SelectionText,
        Hover,
        HoverText,
    };
    static constexpr std::size_t fieldLineCount = 6;

    explicit Theme(Mode mode = Mode::Light, QObject* parent = nullptr);
    /// Light or dark, by the lightness of the palette the program started with.
    [[nodiscard]] static Mode modeOf(const QPalette& palette);

    [[nodiscard]] Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    [[nodiscard]] bool isDark() const { return m_mode != Mode::Light; }

    [[nodiscard]] QColor color(Role role) const;
    /// The background of a layer, by its protocol's group: "Network". Unknown groups look like "Other".
    [[nodiscard]] QColor groupFill(const QString& group) const;
    [[nodiscard]] QColor groupText() const;
    /// Tells groups apart without colour: L, N, T, A, P, O.
    [[nodiscard]] static QChar groupLetter(const QString& group);
    [[nodiscard]] static const QStringList& groups();
    /// Tells neighbouring fields apart: 3:1 against every group's fill and against Surface.
    [[nodiscard]] QColor fieldLine(std::size_t number) const;
    /// Tells the series of a plot apart, also for colour-blind eyes (Okabe and Ito); not all are 3:1 against Surface.
    static constexpr std::size_t seriesColorCount = 6;
    [[nodiscard]] static QColor seriesColor(std::size_t number);
    /// WCAG 2.1: from 1 to 21.
    [[nodiscard]] static double contrast(const QColor& a, const QColor& b);

    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] const QFont& bytesFont() const { return m_bytesFont; }
    void setBytesFont(const QFont& font);

signals:
    /// Other colours or another font: repaint.
    void changed();

private:
    Mode m_mode;
    QFont m_bytesFont;
};

} // namespace fw::ui
