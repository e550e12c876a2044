#include "ui/exchange/exchange_workspace.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace fw::ui {
namespace {

using namespace std::chrono_literals;

QString number(std::uint64_t n)
{
    return QLocale().toString(qulonglong{n});
}

} // namespace

ExchangeWorkspace::ExchangeWorkspace(SelectionModel& selection, Theme& theme, Networks& networks, JobList& jobs, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_theme(theme), m_networks(networks), m_jobs(jobs), m_model(selection.protocols()),
      m_name(new QLabel), m_practice(new QLabel(tr("practice"))), m_standing(new QLabel), m_cancel(new QPushButton(tr("Cancel"))),
      m_table(new QTableView), m_pair(new PairView(selection)), m_pages(new QStackedWidget)
{
    setObjectName(QStringLiteral("exchangeWorkspace"));
    m_filter.setSourceModel(&m_model);
    setUpTable();
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("exchangeSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_table);
    splitter->addWidget(m_pair);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    m_pages->addWidget(makeEmptyPage());
    m_pages->addWidget(splitter);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(makeHeader());
    layout->addWidget(m_pages, 1);

    connect(&m_tick, &QTimer::timeout, this, &ExchangeWorkspace::refresh);
    connect(&m_selection, &SelectionModel::protocolsChanged, this, [this] {
        m_model.setProtocols(m_selection.snapshot());
        const int row = m_filter.mapToSource(m_table->currentIndex()).row();
        m_pair->showPair(m_model.sent(row), m_model.answer(row));
    });
    connect(&m_theme, &Theme::changed, this, &ExchangeWorkspace::colour);
    colour();
    refresh();
}

QLayout* ExchangeWorkspace::makeHeader()
{
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    for (QLabel* label : {m_name, m_practice}) // The others give way.
        label->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    m_practice->setObjectName(QStringLiteral("exchangePracticeMark"));
    m_practice->setToolTip(tr("From the simulated network inside the program"));
    m_practice->setContentsMargins(6, 1, 6, 1);
    m_practice->setAutoFillBackground(true);
    m_standing->setObjectName(QStringLiteral("exchangeStanding"));
    m_standing->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_standing->setMinimumWidth(60);
    m_cancel->setObjectName(QStringLiteral("exchangeCancelBtn"));
    m_cancel->setToolTip(tr("Stop waiting; what was answered so far is kept"));
    connect(m_cancel, &QPushButton::clicked, this, &ExchangeWorkspace::cancel);
    m_all = makeChip(QStringLiteral("exchangeAllBtn"), AnswerFilter::Show::All);
    m_answered = makeChip(QStringLiteral("exchangeAnsweredBtn"), AnswerFilter::Show::Answered);
    m_unanswered = makeChip(QStringLiteral("exchangeUnansweredBtn"), AnswerFilter::Show::Unanswered);
    auto* group = new QButtonGroup(this);
    for (QToolButton* chip : {m_all, m_answered, m_unanswered})
        group->addButton(chip);
    m_all->setChecked(true);

    auto* header = new QHBoxLayout;
    header->setContentsMargins(10, 6, 10, 6);
    header->setSpacing(8);
    header->addWidget(m_name);
    header->addWidget(m_practice);
    header->addWidget(m_standing, 1);
    header->addWidget(m_all);
    header->addWidget(m_answered);
    header->addWidget(m_unanswered);
    header->addWidget(m_cancel);
    return header;
}

QToolButton* ExchangeWorkspace::makeChip(const QString& name, AnswerFilter::Show show)
{
    auto* chip = new QToolButton;
    chip->setObjectName(name);
    chip->setCheckable(true);
    chip->setMinimumHeight(24);
    connect(chip, &QToolButton::clicked, this, [this, show] { m_filter.setShow(show); });
    return chip;
}

QWidget* ExchangeWorkspace::makeEmptyPage()
{
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* words = new QLabel(tr("Nothing was sent yet. Build a packet, then send it and see what comes back."));
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    auto* craft = new QPushButton(tr("Build a packet"));
    craft->setObjectName(QStringLiteral("emptyCraftBtn"));
    connect(craft, &QPushButton::clicked, this, &ExchangeWorkspace::craftRequested);
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(1);
    layout->addWidget(words);
    layout->addSpacing(8);
    layout->addWidget(craft, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return page;
}

void ExchangeWorkspace::setUpTable()
{
    m_table->setObjectName(QStringLiteral("exchangeTable"));
    m_table->setAccessibleName(tr("Exchanges"));
    m_table->setModel(&m_filter);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    const int height = fontMetrics().height() + 6;
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(height);
    m_table->verticalHeader()->setDefaultSectionSize(height);
    QHeaderView* const header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->resizeSection(ExchangeModel::NumberColumn, 50);
    header->setSectionResizeMode(ExchangeModel::SentColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(ExchangeModel::AnswerColumn, QHeaderView::Stretch);
    header->resizeSection(ExchangeModel::RttColumn, 90);
    header->resizeSection(ExchangeModel::StateColumn, 100);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ExchangeWorkspace::showRow);
}

bool ExchangeWorkspace::run(ExchangeJob::Mode mode, const Draft& draft, const SendOptions& options)
{
    if (isRunning())
        return false;
    const bool practice = m_networks.isPractice(options.interface);
    auto job = std::make_unique<ExchangeJob>(mode, m_selection.protocols(), m_networks.networkOf(options.interface), draft, options);
    m_job = job.get();
    m_title = job->title();
    m_ending.clear();
    m_other = 0;
    m_chosen = false;
    m_model.begin(mode == ExchangeJob::Mode::SendAndReceive, practice);
    m_pair->showPair(nullptr, nullptr);
    m_all->click();
    connect(job.get(), &ExchangeJob::happened, this, [this, mine = job.get()](const std::vector<ExchangeEvent>& events) {
        if (m_job == mine)
            take(events);
    });
    connect(job.get(), &Job::ended, this, [this, mine = job.get()] {
        if (m_job == mine)
            finish(*mine);
    });
    m_tick.start(100ms);
    m_jobs.start(std::move(job));
    refresh();
    return true;
}

void ExchangeWorkspace::cancel()
{
    if (m_job)
        m_job->cancel();
}

void ExchangeWorkspace::take(const std::vector<ExchangeEvent>& events)
{
    std::vector<CapturedPacket> sent;
    const auto flush = [&] { m_model.appendSent(std::exchange(sent, {})); };
    for (const ExchangeEvent& event : events) {
        switch (event.what) {
        case ExchangeEvent::What::Sent: sent.push_back(event.packet); break;
        case ExchangeEvent::What::Answered:
            flush();
            m_model.setAnswer(event.request, event.packet);
            break;
        case ExchangeEvent::What::Other: ++m_other; break;
        }
    }
    flush();
    if (!m_chosen)
        selectFirst(true);
    else if (const int row = m_filter.mapToSource(m_table->currentIndex()).row(); row >= 0 && m_model.isAnswered(row) && !m_pair->pair().answer())
        showRow(m_table->currentIndex()); // It was chosen while it still waited.
    refresh();
}

void ExchangeWorkspace::finish(const Job& job)
{
    m_tick.stop();
    m_elapsed = job.elapsed();
    m_model.end(job.state() == Job::State::Cancelled);
    m_ending = job.state() == Job::State::Cancelled ? tr("cancelled") : job.error() ? tr("failed") : QString();
    if (!m_chosen)
        selectFirst(false);
    if (job.error())
        emit failed(*job.error(), tr("Cannot send"));
    refresh();
    emit ended();
}

void ExchangeWorkspace::selectFirst(bool answeredOnly)
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (answeredOnly && !m_model.isAnswered(row))
            continue;
        const QModelIndex index = m_filter.mapFromSource(m_model.index(row, 0));
        if (index.isValid())
            m_table->setCurrentIndex(index);
        return;
    }
}

void ExchangeWorkspace::showRow(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    m_chosen = true;
    const int row = m_filter.mapToSource(index).row();
    m_pair->showPair(m_model.sent(row), m_model.answer(row));
    publish();
}

void ExchangeWorkspace::selectExchange(std::size_t row)
{
    const auto wanted = static_cast<int>(row);
    if (wanted >= m_model.rowCount())
        return;
    if (!m_filter.mapFromSource(m_model.index(wanted, 0)).isValid())
        m_all->click();
    m_table->setCurrentIndex(m_filter.mapFromSource(m_model.index(wanted, 0)));
    publish();
}

void ExchangeWorkspace::publish()
{
    if (const ShownPacketPtr packet = selectedPacket())
        m_selection.setPacket(packet, this);
}

ShownPacketPtr ExchangeWorkspace::selectedPacket() const
{
    return m_pair->pair().answer() ? m_pair->pair().answer() : m_pair->pair().sent();
}

QString ExchangeWorkspace::standingText() const
{
    const std::size_t sent = m_model.sentCount();
    const std::size_t answered = m_model.answeredCount();
    const auto elapsed = isRunning() ? m_job->elapsed() : m_elapsed;
    QStringList parts{tr("Sent %1").arg(number(sent))};
    parts.append(tr("answered %1").arg(number(answered)));
    parts.append(isRunning() ? tr("remaining %1").arg(number(sent - answered)) : tr("unanswered %1").arg(number(sent - answered)));
    if (m_other > 0)
        parts.append(tr("other %1").arg(number(m_other)));
    parts.append(tr("%1 s").arg(QLocale().toString(std::chrono::duration<double>(elapsed).count(), 'f', 1)));
    if (!m_ending.isEmpty())
        parts.append(m_ending);
    return parts.join(QStringLiteral(" · "));
}

void ExchangeWorkspace::refresh()
{
    const bool any = isRunning() || m_model.sentCount() > 0;
    m_name->setText(any ? m_title : tr("No exchange"));
    m_practice->setVisible(any && m_model.isPractice());
    m_standing->setText(any ? standingText() : QString());
    m_standing->setToolTip(m_standing->text());
    m_all->setText(tr("All %1").arg(number(m_model.sentCount())));
    m_answered->setText(tr("Answered %1").arg(number(m_model.answeredCount())));
    m_unanswered->setText(tr("Unanswered %1").arg(number(m_model.sentCount() - m_model.answeredCount())));
    m_cancel->setVisible(isRunning());
    m_cancel->setEnabled(isRunning());
    for (QToolButton* chip : {m_all, m_answered, m_unanswered})
        chip->setVisible(any);
    m_pages->setCurrentIndex(any ? 1 : 0);
    emit changed();
}

void ExchangeWorkspace::colour()
{
    QPalette colours = m_practice->palette();
    colours.setColor(QPalette::Window, m_theme.color(Theme::Role::Warn));
    colours.setColor(QPalette::WindowText, m_theme.color(Theme::Role::Surface));
    m_practice->setPalette(colours);
}

} // namespace fw::ui
