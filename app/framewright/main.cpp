/// The desktop program: options, engine and bridge objects, the window.
#include "tour.h"

#include "options.h"
#include "picture.h"
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
        if (argument.startsWith("--tour") || argument.startsWith("--screenshot") || argument.startsWith("--picture") || argument == "--help" || argument == "--version")
            return true;
    }
    return false;
}

/// One workspace after the other, each once it had time to read what it shows; then the program ends.
void takePictures(ui::MainWindow& window, const QString& directory, std::size_t from = 0)
{
    using Workspace = ui::MainWindow::Workspace;
    static constexpr std::array<std::pair<Workspace, const char*>, 8> all{{{Workspace::Welcome, "welcome"},
                                                                           {Workspace::Craft, "craft"},
                                                                           {Workspace::Capture, "capture"},
                                                                           {Workspace::Exchange, "exchange"},
                                                                           {Workspace::Tables, "tables"},
                                                                           {Workspace::Trace, "trace"},
                                                                           {Workspace::Plots, "plots"},
                                                                           {Workspace::Protocols, "protocols"}}};
    if (from == all.size())
        return QApplication::exit(0);
    QDir().mkpath(directory);
    window.showWorkspace(all[from].first);
    QTimer::singleShot(std::chrono::milliseconds(400), &window, [&window, directory, from] {
        window.grab().save(QDir(directory).filePath(QLatin1String(all[from].second) + QStringLiteral(".png")));
        takePictures(window, directory, from + 1);
    });
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

    if (!options.picture.isEmpty())
        return app::makePicture(options);
    ui::Settings settings(options.settings, options.session);
    ui::Networks networks(systemNetwork(), practiceNetwork());
    ui::Definitions definitions(userDefinitionFolder());
    ui::MainWindow window(definitions, networks, settings);
    if (options.files.isEmpty() && options.expression.isEmpty())
        window.restoreSession();
    window.show();
    definitions.reload();
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
        });
    }
    return QApplication::exec();
}
