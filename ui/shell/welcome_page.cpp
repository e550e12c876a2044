#include "ui/shell/welcome_page.h"

#include "ui/craft/templates.h"
#include "ui/shell/icons.h"
#include "ui/shell/interface_chooser.h"

#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace fw::ui {
namespace {

constexpr int pathRole = Qt::UserRole;

QLabel* heading(const QString& text, qreal growth)
{
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * growth);
    label->setFont(font);
    return label;
}

QListWidgetItem* emptyText(const QString& text)
{
    auto* item = new QListWidgetItem(text);
    item->setFlags(Qt::NoItemFlags);
    return item;
}

} // namespace

WelcomePage::WelcomePage(Theme& theme, Networks& networks, const Settings& settings, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_networks(networks), m_settings(settings)
{
    setObjectName(QStringLiteral("welcomePage"));
    auto* column = new QVBoxLayout;
    column->setSpacing(14);
    column->addStretch(1);
    column->addLayout(makeTitle());
    column->addLayout(makeButtons());
    column->addLayout(makeLists(), 6);
    column->addWidget(makeTemplates());
    if (m_networks.systemRefusal())
        column->addWidget(makeRightsNote());
    column->addStretch(1);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(32, 16, 32, 16);
    layout->addStretch(1);
    layout->addLayout(column, 10);
    layout->addStretch(1);
    refresh();
}

QLayout* WelcomePage::makeTitle()
{
    auto* sign = new QLabel;
    sign->setPixmap(programIcon().pixmap(56, 56));
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(heading(QStringLiteral("Framewright"), 2.0));
    words->addWidget(new QLabel(tr("Build packets layer by layer, send them, and look at every byte of what comes back.")));
    auto* title = new QHBoxLayout;
    title->setSpacing(14);
    title->addWidget(sign);
    title->addLayout(words);
    title->addStretch(1);
    return title;
}

QLayout* WelcomePage::makeButtons()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    const auto add = [&](const QString& name, const QString& text, const QString& picture, auto signal) {
        auto* button = new QPushButton(icon(picture, m_theme.color(Theme::Role::Text)), text);
        button->setObjectName(name);
        button->setIconSize({24, 24});
        button->setMinimumHeight(44);
        connect(button, &QPushButton::clicked, this, signal);
        row->addWidget(button);
    };
    add(QStringLiteral("welcomeCraftBtn"), tr("Build a packet"), QStringLiteral("craft"), &WelcomePage::craftRequested);
    add(QStringLiteral("welcomeCaptureBtn"), tr("Capture"), QStringLiteral("capture"), &WelcomePage::captureRequested);
    add(QStringLiteral("welcomeOpenBtn"), tr("Open a capture file…"), QStringLiteral("open"), &WelcomePage::openRequested);
    row->addStretch(1);
    auto* hint = new QLabel(tr("or drop a capture file here"));
    hint->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(hint);
    return row;
}

QListWidget* WelcomePage::makeList(const QString& name, const QString& title, QBoxLayout* into)
{
    auto* list = new QListWidget;
    list->setObjectName(name);
    list->setAccessibleName(title);
    list->setAlternatingRowColors(true);
    list->setTextElideMode(Qt::ElideMiddle);
    auto* label = heading(title, 1.1);
    label->setBuddy(list);
    auto* column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(label);
    column->addWidget(list, 1);
    into->addLayout(column, 1);
    return list;
}

QLayout* WelcomePage::makeLists()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    m_recent = makeList(QStringLiteral("recentList"), tr("Recent files"), row);
    m_interfaces = makeList(QStringLiteral("ifaceList"), tr("Interfaces (double-click to capture)"), row);
    connect(m_recent, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { emit fileRequested(item->data(pathRole).toString()); });
    connect(m_interfaces, &QListWidget::itemActivated, this,
            [this](QListWidgetItem* item) { emit interfaceRequested(item->data(pathRole).toString()); });
    return row;
}

QWidget* WelcomePage::makeTemplates()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->addWidget(new QLabel(tr("Start from:")));
    const auto templates = builtinTemplates();
    for (std::size_t i = 0; i < templates.size() && i < 6; ++i) {
        auto* button = new QPushButton(templates[i].name);
        button->setObjectName(QStringLiteral("template_%1").arg(i));
        button->setToolTip(templates[i].expression);
        connect(button, &QPushButton::clicked, this, [this, text = templates[i].expression] { emit templateRequested(text); });
        layout->addWidget(button);
    }
    layout->addStretch(1);
    row->setVisible(!templates.empty());
    return row;
}

QWidget* WelcomePage::makeRightsNote()
{
    auto* row = new QWidget;
    row->setObjectName(QStringLiteral("rightsNote"));
    auto* sign = new QLabel;
    sign->setPixmap(icon(QStringLiteral("info"), m_theme.color(Theme::Role::Muted)).pixmap(20, 20));
    auto* words = new QLabel(tr("This program may not use the interfaces of this machine yet; the practice network works without any right."));
    words->setWordWrap(true);
    auto* how = new QPushButton(tr("How to grant it"));
    how->setObjectName(QStringLiteral("grantHelpBtn"));
    connect(how, &QPushButton::clicked, this, &WelcomePage::grantHelpRequested);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->addWidget(sign);
    layout->addWidget(words, 1);
    layout->addWidget(how);
    return row;
}

void WelcomePage::refresh()
{
    fillRecent();
    fillInterfaces();
}

void WelcomePage::fillRecent()
{
    m_recent->clear();
    for (const QString& path : m_settings.recentFiles()) {
        auto* item = new QListWidgetItem(QFileInfo(path).fileName());
        item->setData(pathRole, path);
        item->setToolTip(path);
        m_recent->addItem(item);
    }
    if (m_recent->count() == 0)
        m_recent->addItem(emptyText(tr("Files you open will be listed here.")));
}

void WelcomePage::fillInterfaces()
{
    m_interfaces->clear();
    for (const Networks::Choice& choice : m_networks.choices()) {
        auto* item = new QListWidgetItem(interfaceText(choice));
        item->setData(pathRole, QString::fromStdString(choice.interface.name));
        item->setToolTip(QString::fromStdString(choice.interface.description));
        m_interfaces->addItem(item);
    }
}

} // namespace fw::ui
