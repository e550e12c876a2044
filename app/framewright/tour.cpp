#include "tour.h"

#include <QAbstractItemView>
#include <QFile>
#include <QLabel>

namespace fw::app {

using namespace std::chrono_literals;

namespace {

constexpr auto patience = 15s;
constexpr auto pause = 150ms; // For a step to be drawn before its picture is taken.

} // namespace

Tour::Tour(ui::MainWindow& window, const QString& directory, QObject* parent)
    : QObject(parent), m_window(window), m_directory(directory), m_hands(window)
{
    m_poll.setInterval(40ms);
    connect(&m_poll, &QTimer::timeout, this, &Tour::poll);
}

void Tour::start()
{
    if (!m_directory.mkpath(QStringLiteral("."))) {
        emit finished(2);
        return;
    }
    m_directory.remove(QStringLiteral("tour.pcap"));
    makeSteps();
    next();
}

void Tour::makeSteps()
{
    addCraftSteps();
    addExchangeSteps();
    addAnswerSteps();
    addFileSteps();
}

void Tour::next()
{
    if (m_step == m_steps.size()) {
        note(QStringLiteral("All %1 steps happened.").arg(m_steps.size()));
        emit finished(0);
        return;
    }
    m_clock.start();
    if (!m_steps[m_step].act())
        return end(m_steps[m_step], false);
    m_poll.start();
}

void Tour::poll()
{
    const Step& step = m_steps[m_step];
    const bool happened = step.happened();
    if (!happened && m_clock.elapsed() < std::chrono::milliseconds(patience).count())
        return;
    m_poll.stop();
    QTimer::singleShot(pause, this, [this, &step, happened] { end(step, happened); });
}

void Tour::end(const Step& step, bool happened)
{
    if (step.picture || !happened)
        takePicture(step.name);
    const QString what = happened ? step.report() : tr("did not happen; missing: %1").arg(m_hands.missing());
    note(QStringLiteral("%1  %2  %3").arg(step.name, happened ? QStringLiteral("ok") : QStringLiteral("FAILED"), what));
    if (!happened) {
        emit finished(1);
        return;
    }
    ++m_step;
    next();
}

void Tour::note(const QString& line)
{
    m_report.append(line);
    QFile file(m_directory.filePath(QStringLiteral("tour.txt")));
    if (file.open(QIODevice::WriteOnly | QIODevice::Text))
        file.write((m_report.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8());
}

void Tour::takePicture(const QString& name)
{
    m_window.grab().save(m_directory.filePath(name + QStringLiteral(".png")));
}

QAbstractItemView* Tour::view(const char* name)
{
    return m_hands.find<QAbstractItemView>(name);
}

QString Tour::label(const char* name)
{
    const auto* found = m_hands.find<QLabel>(name);
    return found ? found->text() : QString();
}

QString Tour::cell(const char* table, int row, int column)
{
    const auto* found = view(table);
    return found ? found->model()->index(row, column).data().toString() : QString();
}

int Tour::rows(const char* table)
{
    const auto* found = view(table);
    return found ? found->model()->rowCount() : -1;
}

} // namespace fw::app
