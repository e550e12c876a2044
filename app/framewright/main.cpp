/// The desktop program: options, engine and bridge objects, the window.
#include "tour.h"

#include "options.h"
#include "ui/shell/program_style.h"
#include "unix_signals.h"

#include <QApplication>

#include <cstdio>

using namespace fw;

namespace {

bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

/// Pictures can be made without a screen; a window that nobody can see is of no other use.
bool wantsPictures(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const QByteArray argument(argv[i]);
        if (argument.startsWith("--tour") || argument.startsWith("--screenshot") || argument == "--help" || argument == "--version")
            return true;
    }
    return false;
}

void takePictures(ui::MainWindow& window, const QString& directory)
{
    using Workspace = ui::MainWindow::Workspace;
    const QDir folder(directory);
    folder.mkpath(QStringLiteral("."));
    const std::vector<std::pair<Workspace, QString>> all{{Workspace::Welcome, QStringLiteral("welcome")},
                                                         {Workspace::Craft, QStringLiteral("craft")},
                                                         {Workspace::Capture, QStringLiteral("capture")},
                                                         {Workspace::Exchange, QStringLiteral("exchange")}};
    for (const auto& [workspace, name] : all) {
        window.showWorkspace(workspace);
        window.grab().save(folder.filePath(name + QStringLiteral(".png")));
    }
}

void begin(ui::MainWindow& window, const app::Options& options)
{
    if (!options.interface.isEmpty())
        window.chooseInterface(options.interface);
    if (!options.files.isEmpty())
        window.openFile(options.files.first());
    if (!options.expression.isEmpty())
        window.setExpression(options.expression);
}

} // namespace

int main(int argc, char** argv)
{
    if (!hasDisplay() && wantsPictures(argc, argv))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication::setStyle(new ui::ProgramStyle);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Framewright"));
    QApplication::setApplicationVersion(QStringLiteral(FW_VERSION));
    const app::Options options = app::readOptions(QApplication::arguments());

    ui::Settings settings(options.settings, options.session);
    ui::Networks networks(systemNetwork(), practiceNetwork());
    ui::MainWindow window(Protocols::builtin(), networks, settings);
    if (options.files.isEmpty() && options.expression.isEmpty())
        window.restoreSession();
    window.show();
    begin(window, options);
    app::UnixSignals endings([&window] {
        window.saveForLater();
        QApplication::quit();
    });

    if (!options.tour.isEmpty() || !options.screenshot.isEmpty())
        window.resize(1280, 800); // Pictures do not depend on the screen, if there is one.
    app::Tour tour(window, options.tour);
    QObject::connect(&tour, &app::Tour::finished, &application, &QCoreApplication::exit);
    if (!options.tour.isEmpty()) {
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QTimer::singleShot(0, &tour, &app::Tour::start);
    } else if (!options.screenshot.isEmpty()) {
        QTimer::singleShot(std::chrono::seconds(1), &window, [&] {
            takePictures(window, options.screenshot);
            QApplication::exit(0);
        });
    }
    return QApplication::exec();
}
