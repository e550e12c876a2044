#pragma once

#include "tests/support/demo_capture.h"
#include "tests/support/fake_network.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

/// A window on a network that does what the test says. Whatever modal appears in it is noted.
class WindowFixture {
public:
    explicit WindowFixture(bool session = false)
        : network(std::make_shared<FakeNetwork>()), definitions(directory.filePath(QStringLiteral("protocols")).toStdString()), settings(directory.filePath(QStringLiteral("test.ini")), session),
          networks(network, std::shared_ptr<fw::Network>(fw::practiceNetwork()))
    {
        QObject::connect(&m_watch, &QTimer::timeout, [this] { sawModal = sawModal || QApplication::activeModalWidget() != nullptr; });
        m_watch.start(20);
    }

    fw::ui::MainWindow& open()
    {
        window = std::make_unique<fw::ui::MainWindow>(definitions, networks, settings);
        window->show();
        [[maybe_unused]] const bool exposed = QTest::qWaitForWindowExposed(window.get());
        return *window;
    }
    template <class Widget = QWidget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        return window->findChild<Widget*>(QLatin1String(name));
    }
    void click(const char* button) const { QTest::mouseClick(find(button), Qt::LeftButton); }
    [[nodiscard]] QString text(const char* label) const { return find<QLabel>(label)->text(); }
    [[nodiscard]] int rows(const char* table) const { return find<QAbstractItemView>(table)->model()->rowCount(); }
    [[nodiscard]] QString cell(const char* table, int row, int column) const
    {
        return find<QAbstractItemView>(table)->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString demoFile() const
    {
        const QString path = directory.filePath(QStringLiteral("demo.pcap"));
        writeDemoCapture(path.toStdString());
        return path;
    }

    QTemporaryDir directory;
    std::shared_ptr<FakeNetwork> network;
    fw::ui::Definitions definitions; ///< Of a folder that is not there yet.
    fw::ui::Settings settings;
    fw::ui::Networks networks;
    std::unique_ptr<fw::ui::MainWindow> window;
    bool sawModal = false;

private:
    QTimer m_watch;
};
