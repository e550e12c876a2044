#pragma once

#include "ui/shell/main_window.h"

#include "hands.h"

#include <QDir>

namespace fw::app {

/// Shows in the real window, with its own widgets and nothing past them, that a packet can be built, sent, captured, answered,
/// looked at, saved and opened again. Each step must be seen to have happened.
class Tour final : public QObject {
    Q_OBJECT
public:
    Tour(ui::MainWindow& window, const QString& directory, QObject* parent = nullptr);
    void start();

signals:
    /// 0: every step happened.
    void finished(int exitCode);

private:
    struct Step {
        QString name;
        std::function<bool()> act;          ///< False: it could not even be tried.
        std::function<bool()> happened;     ///< Asked again and again until it has, or time is up.
        std::function<QString()> report;
        bool picture = true;
    };
    void makeSteps();
    void addCraftSteps();
    void addExchangeSteps();
    void addAnswerSteps();
    void addFileSteps();
    void next();
    void poll();
    void end(const Step& step, bool happened);
    void note(const QString& line);
    void takePicture(const QString& name);
    [[nodiscard]] QAbstractItemView* view(const char* name);
    [[nodiscard]] QString label(const char* name);
    [[nodiscard]] QString cell(const char* table, int row, int column);
    [[nodiscard]] int rows(const char* table);

    ui::MainWindow& m_window;
    QDir m_directory;
    Hands m_hands;
    std::vector<Step> m_steps;
    std::size_t m_step = 0;
    QTimer m_poll;
    QElapsedTimer m_clock;
    QStringList m_report;
    QByteArray m_answer; ///< Bytes of the answer, to be found again in the file.
    int m_captured = 0;
};

} // namespace fw::app
