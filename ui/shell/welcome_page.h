#pragma once

#include "ui/bridge/networks.h"
#include "ui/panes/theme.h"
#include "ui/shell/settings.h"

#include <QWidget>

class QBoxLayout;
class QListWidget;
class QListWidgetItem;

namespace fw::ui {

/// Where a day begins: what can be done, what was open last, what there is to listen to.
class WelcomePage final : public QWidget {
    Q_OBJECT
public:
    WelcomePage(Theme& theme, Networks& networks, const Settings& settings, QWidget* parent = nullptr);
    /// Reads the recent files and the interfaces again.
    void refresh();

signals:
    void craftRequested();
    void captureRequested();
    void openRequested();
    void fileRequested(const QString& path);
    void interfaceRequested(const QString& interface); ///< To be captured on.
    void templateRequested(const QString& expression);
    void grantHelpRequested();

private:
    QLayout* makeTitle();
    QLayout* makeButtons();
    QLayout* makeLists();
    QWidget* makeTemplates();
    QWidget* makeRightsNote();
    QListWidget* makeList(const QString& name, const QString& title, QBoxLayout* into);
    void fillRecent();
    void fillInterfaces();

    Theme& m_theme;
    Networks& m_networks;
    const Settings& m_settings;
    QListWidget* m_recent = nullptr;
    QListWidget* m_interfaces = nullptr;
};

} // namespace fw::ui
