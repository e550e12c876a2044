#include "ui/panes/theme.h"

#include <QFontDatabase>
#include <QStringList>

#include <array>
#include <cmath>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

struct Colours {
    std::array<QRgb, 13> roles; // In the order of Theme::Role.
    std::array<QRgb, 6> fills;  // In the order of Theme::groups().
    QRgb fillText;
    std::array<QRgb, Theme::fieldLineCount> lines;
};

constexpr Colours light{
    {0xffffffff, 0xfff3f4f6, 0xff1b1e23, 0xff5f6670, 0xffd5d9de, 0xff767d87, 0xffb3261e, 0xff8a5a00, 0xff006b4f,
        0xff0b5cad, 0xffffffff, 0xffffe08a, 0xff1b1e23},
    {0xff60a7cf, 0xfff5d99a, 0xff42b797, 0xffe5bad2, 0xfff0f0f0, 0xfff5ed84},
    0xff1b1e23,
    {0xff083f7c, 0xff8c1811, 0xff004b55, 0xff54278a, 0xff004d38, 0xff633e00},
};
constexpr Colours dark{
    {0xff1b1e23, 0xff24282e, 0xfff2f4f7, 0xffa7aeb8, 0xff3a4048, 0xff868e99, 0xffff8a80, 0xffffc560, 0xff5ad1a8,
        0xff3d8bd9, 0xff0d1117, 0xffffe08a, 0xff0d1117},
    {0xff0c4d73, 0xff493b1b, 0xff0c634e, 0xff935c7d, 0xff2c2e33, 0xff6c692f},
    0xfff2f4f7,
    {0xffa9d1ff, 0xffffc1ba, 0xff9be6ef, 0xffddc9ff, 0xff8eeaca, 0xffffdd97},
};
constexpr Colours highContrast{
    {0xff000000, 0xff000000, 0xffffffff, 0xffd6dae0, 0xff9aa1ab, 0xffffffff, 0xffff9f97, 0xffffd27a, 0xff74e6bf,
        0xffffe600, 0xff000000, 0xff7fd4ff, 0xff000000},
    {0xff0c4d73, 0xff493b1b, 0xff0c634e, 0xff935c7d, 0xff2c2e33, 0xff6c692f},
    0xffffffff,
    {0xffb5d8ff, 0xffffcbc5, 0xffa6ecf4, 0xffe3d3ff, 0xff9af2d3, 0xffffe2a6},
};

const Colours& coloursOf(Theme::Mode mode)
{
    switch (mode) {
    case Theme::Mode::Light:
        return light;
    case Theme::Mode::Dark:
        return dark;
    case Theme::Mode::HighContrast:
        break;
    }
    return highContrast;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

void setEverywhere(QPalette& palette, QPalette::ColorRole role, const QColor& normal, const QColor& disabled)
{
    palette.setColor(role, normal);
    palette.setColor(QPalette::Disabled, role, disabled);
}

} // namespace

Theme::Theme(Mode mode, QObject* parent)
    : QObject(parent)
    , m_mode(mode)
    , m_bytesFont(QFontDatabase::systemFont(QFontDatabase::FixedFont))
{
}

Theme::Mode Theme::modeOf(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness() ? Mode::Dark
                                                                                                         : Mode::Light;
}

void Theme::setMode(Mode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    emit changed();
}

QColor Theme::color(Role role) const
{
    return coloursOf(m_mode).roles[static_cast<std::size_t>(role)];
}

QColor Theme::groupFill(const QString& group) const
{
    const qsizetype known = groups().indexOf(group);
    const auto& fills = coloursOf(m_mode).fills;
    return known < 0 ? fills.back() : fills[static_cast<std::size_t>(known)];
}

QColor Theme::groupText() const
{
    return coloursOf(m_mode).fillText;
}

QChar Theme::groupLetter(const QString& group)
{
    return groups().contains(group) ? group.front() : u'O';
}

const QStringList& Theme::groups()
{
    static const QStringList names{
        u"Link"_s, u"Network"_s, u"Transport"_s, u"Application"_s, u"Payload"_s, u"Other"_s};
    return names;
}

QColor Theme::fieldLine(std::size_t number) const
{
    return coloursOf(m_mode).lines[number % fieldLineCount];
}

QColor Theme::seriesColor(std::size_t number)
{
    static constexpr std::array<QRgb, seriesColorCount> colours{0xff0072b2, 0xffd55e00, 0xff009e73, 0xffcc79a7, 0xffe69f00, 0xff56b4e9};
    return colours[number % seriesColorCount];
}

double Theme::contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QPalette Theme::palette() const
{
    const QColor text = color(Role::Text);
    const QColor muted = color(Role::Muted);
    QPalette palette(color(Role::Window));
    setEverywhere(palette, QPalette::Window, color(Role::Window), color(Role::Window));
    setEverywhere(palette, QPalette::Base, color(Role::Surface), color(Role::Window));
    setEverywhere(palette, QPalette::AlternateBase, color(Role::Window), color(Role::Window));
    setEverywhere(palette, QPalette::Button, color(Role::Window), color(Role::Window));
    setEverywhere(palette, QPalette::ToolTipBase, color(Role::Surface), color(Role::Surface));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        setEverywhere(palette, role, text, muted);
    setEverywhere(palette, QPalette::PlaceholderText, muted, muted);
    setEverywhere(palette, QPalette::Highlight, color(Role::Selection), color(Role::Frame));
    setEverywhere(palette, QPalette::HighlightedText, color(Role::SelectionText), color(Role::SelectionText));
    setEverywhere(palette, QPalette::Link, color(Role::Selection), muted);
    return palette;
}

void Theme::setBytesFont(const QFont& font)
{
    m_bytesFont = font;
    emit changed();
}

} // namespace fw::ui
