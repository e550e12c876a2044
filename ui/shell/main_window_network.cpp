#include "ui/shell/main_window.h"

#include "ui/bridge/resolve_job.h"
#include "ui/shell/error_text.h"
#include "ui/shell/message_strip.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QStatusBar>

#include <functional>

namespace fw::ui {
namespace {

using namespace std::chrono_literals;

/// Whether the stack begins with a network layer, so that the link layer has to be worked out.
SendLayer layerOf(const Protocols& protocols, const Draft& draft)
{
    const ProtocolId first = draft.layers.front().protocol;
    const bool network = first == protocols.rootFor(link_type::Ipv4) || first == protocols.rootFor(link_type::Ipv6);
    return network ? SendLayer::Network : SendLayer::Link;
}

void collectNames(const Value& value, std::vector<std::string>& names)
{
    if (const HostName* name = value.hostName())
        names.push_back(name->text);
    if (const ValueList* list = value.list())
        for (const Value& item : list->items)
            collectNames(item, names);
}

std::vector<std::string> namesIn(const Draft& draft)
{
    std::vector<std::string> names;
    for (const Layer& layer : draft.layers)
        for (const Slot& slot : layer.fields)
            collectNames(slot.value, names);
    return names;
}

} // namespace

void MainWindow::startCapture()
{
    if (m_capture->isCapturing())
        return;
    showWorkspace(Workspace::Capture);
    const auto start = [this] {
        m_capture->startCapture(m_chooser->chosenForCapture());
        showEmptyTexts();
        refreshActions();
    };
    if (m_settings.keepsSession() && m_capture->hasUnsaved()) {
        tell({Message::Severity::Warning, tr("The captured packets are not saved."), tr("A new capture replaces them."),
              {{tr("Save…"), [this] { saveAs(); }}, {tr("Replace them"), start}}});
        return;
    }
    start();
}

void MainWindow::stopCapture()
{
    m_capture->stopCapture();
}

void MainWindow::send(ExchangeJob::Mode mode, const Draft& draft)
{
    m_expression->flush();
    if (m_document.error()) {
        tell({Message::Severity::Error, tr("Nothing was sent: the expression has a mistake."), tr("What is wrong stands below it."), {}});
    } else if (m_document.draft() != draft) {
        // What was typed last was not in it yet; the new stack may be one to ask about first.
        (mode == ExchangeJob::Mode::Send ? m_craft->sendAction() : m_craft->sendReceiveAction())->trigger();
    } else if (m_exchange->isRunning()) {
        tell({Message::Severity::Info, tr("The exchange before is still running."), {}, {{tr("Cancel it"), [this] { m_exchange->cancel(); }}}});
    } else {
        runExchange(mode, draft);
    }
}

void MainWindow::runExchange(ExchangeJob::Mode mode, const Draft& draft)
{
    SendOptions options = sendOptions();
    options.layer = layerOf(m_selection.protocols(), draft);
    showWorkspace(Workspace::Exchange);
    m_exchange->run(mode, draft, options);
    refreshActions();
}

void MainWindow::interfaceChosen()
{
    auto network = m_networks.networkOf(m_chooser->chosen());
    auto environment = std::make_unique<NetworkEnvironment>(*network, m_chooser->chosen());
    m_document.setEnvironment(environment.get());
    m_environment = std::move(environment); // The old one goes when nobody uses it any more.
    m_network = std::move(network);
    m_trace->setInterface(m_chooser->chosen());
    refreshStatus();
}

void MainWindow::editCopy()
{
    const ShownPacketPtr packet = m_selection.current().packet;
    if (!packet || m_workspace == Workspace::Craft)
        return;
    m_document.editCopy(packet->draft);
    showWorkspace(Workspace::Craft);
}

void MainWindow::lookUpNames()
{
    const std::vector<std::string> names = namesIn(m_document.draft());
    if (names.empty()) {
        tell({Message::Severity::Info, tr("The stack has no host names in it."), {}, {}});
        return;
    }
    auto job = std::make_unique<ResolveJob>(m_network, names);
    connect(job.get(), &ResolveJob::resolved, this, [this](const ResolvedName& name) {
        if (name.addresses.empty())
            tellError({Errc::NoSuchHost, 0, name.name}, tr("Cannot look up"));
        for (const Buffer& address : name.addresses)
            m_environment->setResolved(name.name, address);
        m_document.refresh();
    });
    m_jobs.start(std::move(job));
}

void MainWindow::tellError(const Error& error, const QString& doing)
{
    if (error.code == Errc::Cancelled)
        return;
    const ErrorText words = errorText(error, doing);
    Message message{Message::Severity::Error, words.what, words.remedy, {}};
    if (words.help == ErrorText::Help::GrantRights) {
        message.actions.push_back({tr("Copy command"), [] { QApplication::clipboard()->setText(grantCommand()); }});
        message.actions.push_back({tr("Use practice"), [this] { chooseInterface(QString::fromLatin1(practiceInterface)); }});
    } else if (words.help == ErrorText::Help::ChooseInterface) {
        message.actions.push_back({tr("Choose"), [this] {
                                       m_chooser->setFocus();
                                       m_chooser->showPopup();
                                   }});
    }
    tell(message);
}

void MainWindow::showGrantHelp()
{
    tell({Message::Severity::Info, tr("Raw packets need a right that the administrator grants once: %1").arg(grantCommand()),
          tr("Until then the practice network shows everything, without touching a real one."),
          {{tr("Copy command"), [] { QApplication::clipboard()->setText(grantCommand()); }}}});
}

void MainWindow::makeStatusBar()
{
    m_statusField = new QLabel;
    m_statusField->setObjectName(QStringLiteral("statusSelection"));
    m_statusField->setAccessibleName(tr("What is selected"));
    m_statusField->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_statusJob = new QLabel;
    m_statusJob->setObjectName(QStringLiteral("statusJob"));
    m_statusBar = new QProgressBar;
    m_statusBar->setObjectName(QStringLiteral("statusProgress"));
    m_statusBar->setAccessibleName(tr("Progress of the newest job"));
    m_statusBar->setTextVisible(false);
    m_statusBar->setFixedSize(120, 10);
    m_statusBar->setRange(0, 1000);
    m_statusPackets = new QLabel;
    m_statusPackets->setObjectName(QStringLiteral("statusPackets"));
    m_statusInterface = new QLabel;
    m_statusInterface->setObjectName(QStringLiteral("statusInterface"));
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(m_statusField, 1);
    statusBar()->addPermanentWidget(m_statusJob);
    statusBar()->addPermanentWidget(m_statusBar);
    statusBar()->addPermanentWidget(m_statusPackets);
    statusBar()->addPermanentWidget(m_statusInterface);
    m_statusTick.setInterval(250ms);
    connect(&m_statusTick, &QTimer::timeout, this, &MainWindow::refreshStatus);
}

void MainWindow::refreshStatus()
{
    const Job* const job = m_jobs.top();
    // What is done at once shows no bar that only flickers.
    const bool busy = job && job->elapsed() > 300ms;
    m_statusJob->setVisible(busy);
    m_statusBar->setVisible(busy && job->progress().total > 0);
    if (busy)
        m_statusJob->setText(job->title() + QStringLiteral(" · ") + tr("%1 s").arg(job->elapsed().count() / 1000));
    if (busy && job->progress().total > 0)
        m_statusBar->setValue(static_cast<int>(1000.0 * static_cast<double>(job->progress().done) / static_cast<double>(job->progress().total)));
    if (!job)
        m_statusTick.stop();
    m_statusPackets->setText(m_workspace == Workspace::Exchange ? QString() : m_capture->standingText());
    const std::string interface = m_chooser->chosen();
    m_statusInterface->setText(interface.empty()          ? tr("by route")
                                   : m_chooser->isPractice() ? tr("practice (simulated)")
                                                             : QString::fromStdString(interface));
    refreshActions();
}

} // namespace fw::ui
