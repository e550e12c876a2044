#pragma once

#include "ui/bridge/trace_job.h"

#include <QVariantMap>
#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QCheckBox;
class QStringListModel;

namespace fw::ui {

/// What to trace, and how.
class TraceBar final : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t mostTargets = 16;
    explicit TraceBar(QWidget* parent = nullptr);

    /// A problem is shown below the bar, and nothing is given.
    [[nodiscard]] std::optional<TracePlan> plan(bool continuous);
    [[nodiscard]] std::chrono::milliseconds timeout() const;
    [[nodiscard]] QString targets() const;
    void setTargets(const QString& targets);
    void setInterfaceText(const QString& text);
    /// What it does while a trace runs is another thing than before.
    void setRunning(bool running);
    void addButtons(const QList<QAction*>& actions);

    /// To be kept from one start to the next.
    [[nodiscard]] QVariantMap settings() const;
    void setSettings(const QVariantMap& settings);

signals:
    /// Enter in the target.
    void runRequested();
    void settingsChanged();

private:
    QBoxLayout* makeChoices();
    QSpinBox* addSpin(QBoxLayout* row, const QString& name, const QString& label, int least, int most, int value);
    void protocolChosen();
    void tellProblem(const QString& problem);
    void remember();

    QLineEdit* m_target;
    QStringListModel* m_history;
    QComboBox* m_protocol;
    QComboBox* m_flows;
    QCheckBox* m_six;
    QSpinBox* m_port = nullptr;
    QSpinBox* m_minTtl = nullptr;
    QSpinBox* m_maxTtl = nullptr;
    QSpinBox* m_probes = nullptr;
    QSpinBox* m_wait = nullptr;
    QLabel* m_interface;
    QLabel* m_problem;
    QBoxLayout* m_first;
};

} // namespace fw::ui
