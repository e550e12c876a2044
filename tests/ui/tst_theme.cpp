#include "ui/panes/theme.h"

#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace fw::ui;
using Role = Theme::Role;

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

using Vector3 = std::array<double, 3>;
using Matrix3 = std::array<Vector3, 3>;

// Machado, Oliveira and Fernandes 2009, severity 1.
constexpr Matrix3 normalEyes{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix3 protanopia{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix3 deuteranopia{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};

double dot(const Vector3& a, const Vector3& b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/// CIE L*a*b* (D65) of what such eyes see.
Vector3 seen(const QColor& color, const Matrix3& eyes)
{
    const Vector3 rgb{linear(color.redF()), linear(color.greenF()), linear(color.blueF())};
    Vector3 light;
    for (std::size_t i = 0; i < 3; ++i)
        light[i] = std::clamp(dot(eyes[i], rgb), 0.0, 1.0);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f(dot({0.4124, 0.3576, 0.1805}, light) / 0.95047);
    const double y = f(dot({0.2126, 0.7152, 0.0722}, light));
    const double z = f(dot({0.0193, 0.1192, 0.9505}, light) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double difference(const Vector3& a, const Vector3& b)
{
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/// WCAG 2.
double contrast(const QColor& a, const QColor& b)
{
    const double brighter = std::max(luminance(a), luminance(b));
    const double darker = std::min(luminance(a), luminance(b));
    return (brighter + 0.05) / (darker + 0.05);
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private slots:
    void everyModeIsLegible_data()
    {
        QTest::addColumn<Theme::Mode>("mode");
        QTest::newRow("light") << Theme::Mode::Light;
        QTest::newRow("dark") << Theme::Mode::Dark;
        QTest::newRow("high contrast") << Theme::Mode::HighContrast;
    }

    void everyModeIsLegible()
    {
        QFETCH(Theme::Mode, mode);
        const Theme theme(mode);
        for (const Role background : {Role::Surface, Role::Window}) {
            for (const Role text : {Role::Text, Role::Muted, Role::Error, Role::Warn, Role::Ok})
                QVERIFY(contrast(theme.color(text), theme.color(background)) >= 4.5);
            QVERIFY(contrast(theme.color(Role::Frame), theme.color(background)) >= 3);
            QVERIFY(contrast(theme.color(Role::Selection), theme.color(background)) >= 3);
        }
        QVERIFY(contrast(theme.color(Role::SelectionText), theme.color(Role::Selection)) >= 4.5);
        QVERIFY(contrast(theme.color(Role::HoverText), theme.color(Role::Hover)) >= 4.5);
        for (const QString& group : Theme::groups())
            QVERIFY(contrast(theme.groupText(), theme.groupFill(group)) >= 4.5);
    }

    void fieldLinesStandOffEveryBackground_data() { everyModeIsLegible_data(); }

    void fieldLinesStandOffEveryBackground()
    {
        QFETCH(Theme::Mode, mode);
        const Theme theme(mode);
        for (std::size_t i = 0; i < Theme::fieldLineCount; ++i) {
            QVERIFY(contrast(theme.fieldLine(i), theme.color(Role::Surface)) >= 3);
            for (const QString& group : Theme::groups())
                QVERIFY2(contrast(theme.fieldLine(i), theme.groupFill(group)) >= 3, qPrintable(group));
        }
    }

    void groupsDifferInColourAndLetter()
    {
        const Theme theme;
        QSet<QRgb> fills;
        QSet<QChar> letters;
        for (const QString& group : Theme::groups()) {
            fills << theme.groupFill(group).rgb();
            letters << Theme::groupLetter(group);
        }
        QCOMPARE(fills.size(), Theme::groups().size());
        QCOMPARE(letters.size(), Theme::groups().size());
        QCOMPARE(theme.groupFill(u"no such group"_qs), theme.groupFill(u"Other"_qs));
    }

    void groupsStayApartForEveryEye_data() { everyModeIsLegible_data(); }

    void groupsStayApartForEveryEye()
    {
        QFETCH(Theme::Mode, mode);
        const Theme theme(mode);
        for (const Matrix3& eyes : {normalEyes, protanopia, deuteranopia}) {
            for (const QString& a : Theme::groups()) {
                for (const QString& b : Theme::groups()) {
                    if (a != b)
                        QVERIFY(difference(seen(theme.groupFill(a), eyes), seen(theme.groupFill(b), eyes)) >= 10);
                }
            }
        }
    }

    void switchingIsTold()
    {
        Theme theme(Theme::Mode::Light);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(Theme::Mode::Dark);
        theme.setMode(Theme::Mode::Dark);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(theme.palette().color(QPalette::Base), theme.color(Role::Surface));
    }

    void theSystemsModeIsReadFromItsPalette()
    {
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark})
            QCOMPARE(Theme::modeOf(Theme(mode).palette()), mode);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
