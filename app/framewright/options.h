#pragma once

#include <QStringList>

namespace fw::app {

/// What was asked for on the command line.
struct Options {
    QStringList files;
    QString expression;
    QString interface;
    QString settings;      ///< Empty: the user's own.
    bool session = true;
    QString tour;          ///< A folder: show everything once, by itself, then end.
    QString screenshot;    ///< A folder: a picture of each workspace, then end.
    QString picture;       ///< "header" or "diagram": only make that, and end.
    QString of;            ///< The protocol or expression that it is of.
    QString output;        ///< The file it is written to.
};

/// Ends the program for --help, --version and what it does not understand.
[[nodiscard]] Options readOptions(const QStringList& arguments);

} // namespace fw::app
