#include "ui/trace/trace_bar.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QRegularExpression>
#include <QSpinBox>
#include <QStringListModel>
#include <QToolButton>

namespace fw::ui {
namespace {

constexpr int rememberedTargets = 20;
using Kind = TraceOptions::Kind;

QLabel* labelFor(const QString& text, QWidget* buddy)
{
    auto* label = new QLabel(text);
    label->setBuddy(buddy);
    return label;
}

} // namespace

TraceBar::TraceBar(QWidget* parent)
    : QWidget(parent), m_target(new QLineEdit), m_history(new QStringListModel(this)), m_protocol(new QComboBox), m_flows(new QComboBox),
      m_six(new QCheckBox(tr("Prefer IPv6"))), m_interface(new QLabel), m_problem(new QLabel), m_first(new QHBoxLayout)
{
    m_target->setObjectName(QStringLiteral("traceTargetEdit"));
    m_target->setPlaceholderText(tr("host or address; several with spaces between"));
    m_target->setClearButtonEnabled(true);
    auto* completer = new QCompleter(m_history, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_target->setCompleter(completer);
    connect(m_target, &QLineEdit::returnPressed, this, &TraceBar::runRequested);
    connect(m_target, &QLineEdit::textChanged, this, [this] {
        tellProblem({});
        emit settingsChanged();
    });
    m_first->setSpacing(6);
    m_first->addWidget(labelFor(tr("Tar&get"), m_target));
    m_first->addWidget(m_target, 1);
    m_problem->setObjectName(QStringLiteral("traceProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 10, 6);
    layout->setSpacing(6);
    layout->addLayout(m_first);
    layout->addLayout(makeChoices());
    layout->addWidget(m_problem);
    protocolChosen();
}

QSpinBox* TraceBar::addSpin(QBoxLayout* row, const QString& name, const QString& label, int least, int most, int value)
{
    auto* spin = new QSpinBox;
    spin->setObjectName(name);
    spin->setRange(least, most);
    spin->setValue(value);
    spin->setKeyboardTracking(false);
    row->addWidget(labelFor(label, spin));
    row->addWidget(spin);
    connect(spin, &QSpinBox::valueChanged, this, &TraceBar::settingsChanged);
    return spin;
}

QBoxLayout* TraceBar::makeChoices()
{
    m_protocol->setObjectName(QStringLiteral("traceProtocolCombo"));
    m_protocol->addItem(tr("TCP SYN"), static_cast<int>(Kind::Tcp));
    m_protocol->addItem(tr("UDP datagram"), static_cast<int>(Kind::Udp));
    m_protocol->addItem(tr("ICMP echo"), static_cast<int>(Kind::Icmp));
    m_flows->setObjectName(QStringLiteral("traceFlowsCombo"));
    m_flows->setToolTip(tr("Routers that balance send each flow one way. One keeps to a path; several find the paths beside each other."));
    m_flows->addItem(tr("1 (Paris)"), 1);
    for (const int count : {2, 4, 8, 16})
        m_flows->addItem(QLocale().toString(count), count);
    m_flows->addItem(tr("each probe"), 0);
    m_flows->setCurrentIndex(m_flows->findData(4));
    m_six->setObjectName(QStringLiteral("traceSixBox"));
    m_six->setToolTip(tr("Look names up as IPv6; addresses tell it themselves"));
    m_interface->setObjectName(QStringLiteral("traceInterface"));
    m_interface->setToolTip(tr("The interface is chosen in the tool bar of the window"));

    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(labelFor(tr("Protocol"), m_protocol));
    row->addWidget(m_protocol);
    m_port = addSpin(row, QStringLiteral("tracePortSpin"), tr("Po&rt"), 1, 65'535, 80);
    m_minTtl = addSpin(row, QStringLiteral("traceMinTtlSpin"), tr("&TTL"), 1, 255, 1);
    m_maxTtl = addSpin(row, QStringLiteral("traceMaxTtlSpin"), tr("to"), 1, 255, 30);
    m_maxTtl->setAccessibleName(tr("Last time to live"));
    m_probes = addSpin(row, QStringLiteral("traceProbesSpin"), tr("Pro&bes"), 1, 64, 1);
    m_probes->setToolTip(tr("For each flow and time to live"));
    row->addWidget(labelFor(tr("Flo&ws"), m_flows));
    row->addWidget(m_flows);
    m_wait = addSpin(row, QStringLiteral("traceWaitSpin"), tr("W&ait"), 100, 60'000, 2000);
    m_wait->setSuffix(tr(" ms"));
    m_wait->setSingleStep(100);
    m_wait->setToolTip(tr("How long to wait for answers after the last probe"));
    row->addStretch(1);
    m_first->addWidget(m_six); // This row alone is too long for a narrow window.
    m_first->addWidget(m_interface);
    for (QComboBox* choice : {m_protocol, m_flows})
        choice->setMinimumWidth(fontMetrics().averageCharWidth() * 12);
    connect(m_protocol, &QComboBox::currentIndexChanged, this, &TraceBar::protocolChosen);
    connect(m_flows, &QComboBox::currentIndexChanged, this, &TraceBar::settingsChanged);
    connect(m_six, &QCheckBox::toggled, this, &TraceBar::settingsChanged);
    return row;
}

void TraceBar::addButtons(const QList<QAction*>& actions)
{
    for (QAction* action : actions) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setObjectName(QString(action->objectName()).replace(QStringLiteral("Act"), QStringLiteral("Btn")));
        button->setAccessibleName(action->iconText());
        button->setFocusPolicy(Qt::StrongFocus);
        button->setMinimumHeight(24);
        if (action->menu())
            button->setPopupMode(QToolButton::InstantPopup);
        m_first->addWidget(button);
    }
}

void TraceBar::protocolChosen()
{
    const auto kind = static_cast<Kind>(m_protocol->currentData().toInt());
    m_port->setEnabled(kind != Kind::Icmp);
    // The usual one, unless somebody chose another.
    if (kind == Kind::Tcp && m_port->value() == 33434)
        m_port->setValue(80);
    else if (kind == Kind::Udp && m_port->value() == 80)
        m_port->setValue(33434);
    emit settingsChanged();
}

QString TraceBar::targets() const
{
    return m_target->text();
}

void TraceBar::setTargets(const QString& targets)
{
    m_target->setText(targets);
}

std::chrono::milliseconds TraceBar::timeout() const
{
    return std::chrono::milliseconds(m_wait->value());
}

std::optional<TracePlan> TraceBar::plan(bool continuous)
{
    const auto refuse = [this](const QString& why, QWidget* where) {
        tellProblem(why);
        where->setFocus();
        return std::nullopt;
    };
    const QStringList targets = m_target->text().split(QRegularExpression(QStringLiteral("[\\s,]+")), Qt::SkipEmptyParts);
    if (targets.isEmpty())
        return refuse(tr("Type a host or an address to trace, such as 8.8.8.8."), m_target);
    if (targets.size() > static_cast<qsizetype>(mostTargets))
        return refuse(tr("These are %1 targets; at most %2 are traced at a time.").arg(targets.size()).arg(mostTargets), m_target);
    if (m_minTtl->value() > m_maxTtl->value())
        return refuse(tr("The first time to live, %1, is more than the last, %2.").arg(m_minTtl->value()).arg(m_maxTtl->value()), m_minTtl);
    TracePlan plan;
    for (const QString& target : targets)
        plan.targets.push_back(target.toStdString());
    plan.options.kind = static_cast<Kind>(m_protocol->currentData().toInt());
    plan.options.family = m_six->isChecked() ? 6 : 4;
    plan.options.port = static_cast<std::uint16_t>(m_port->value());
    plan.options.minTtl = m_minTtl->value();
    plan.options.maxTtl = m_maxTtl->value();
    plan.options.probes = m_probes->value();
    plan.options.flows = m_flows->currentData().toInt();
    plan.continuous = continuous;
    if (plan.probeCount() > TracePlan::mostProbes)
        return refuse(tr("That would be %1 probes at once; the most is %2. Take fewer probes or flows.")
                          .arg(QLocale().toString(qulonglong{plan.probeCount()}), QLocale().toString(qulonglong{TracePlan::mostProbes})), m_probes);
    tellProblem({});
    remember();
    return plan;
}

void TraceBar::tellProblem(const QString& problem)
{
    m_problem->setText(problem.isEmpty() ? QString() : QStringLiteral("✗ ") + problem);
    m_problem->setVisible(!problem.isEmpty());
    m_target->setAccessibleDescription(problem);
}

void TraceBar::remember()
{
    QStringList all = m_history->stringList();
    const QString text = m_target->text().simplified();
    all.removeAll(text);
    all.prepend(text);
    m_history->setStringList(all.mid(0, rememberedTargets));
}

void TraceBar::setInterfaceText(const QString& text)
{
    m_interface->setText(text);
}

void TraceBar::setRunning(bool running)
{
    for (QWidget* widget : std::initializer_list<QWidget*>{m_protocol, m_flows, m_six, m_minTtl, m_maxTtl, m_probes, m_wait})
        widget->setEnabled(!running);
    m_port->setEnabled(!running && m_protocol->currentData().toInt() != static_cast<int>(Kind::Icmp));
}

QVariantMap TraceBar::settings() const
{
    return {{QStringLiteral("target"), m_target->text()},           {QStringLiteral("history"), m_history->stringList()},
            {QStringLiteral("protocol"), m_protocol->currentData()}, {QStringLiteral("port"), m_port->value()},
            {QStringLiteral("minTtl"), m_minTtl->value()},           {QStringLiteral("maxTtl"), m_maxTtl->value()},
            {QStringLiteral("probes"), m_probes->value()},           {QStringLiteral("flows"), m_flows->currentData()},
            {QStringLiteral("wait"), m_wait->value()},               {QStringLiteral("six"), m_six->isChecked()}};
}

void TraceBar::setSettings(const QVariantMap& settings)
{
    const auto choose = [&](QComboBox* combo, const char* key) {
        if (const int index = combo->findData(settings.value(QLatin1String(key))); index >= 0)
            combo->setCurrentIndex(index);
    };
    const auto set = [&](QSpinBox* spin, const char* key) { spin->setValue(settings.value(QLatin1String(key), spin->value()).toInt()); };
    choose(m_protocol, "protocol");
    choose(m_flows, "flows");
    set(m_port, "port");
    set(m_minTtl, "minTtl");
    set(m_maxTtl, "maxTtl");
    set(m_probes, "probes");
    set(m_wait, "wait");
    m_six->setChecked(settings.value(QStringLiteral("six")).toBool());
    m_history->setStringList(settings.value(QStringLiteral("history")).toStringList().mid(0, rememberedTargets));
    m_target->setText(settings.value(QStringLiteral("target")).toString());
}

} // namespace fw::ui
