#include "options.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace fw::app {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Options", text);
}

} // namespace

Options readOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("A desktop workbench for network packets: build, send, capture, look at every byte."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("file"), tr("A capture to open (pcap, pcapng, also gzipped)."), QStringLiteral("[FILE]"));
    const QCommandLineOption expression(QStringLiteral("expr"), tr("Begin with this Scapy expression."), QStringLiteral("EXPR"));
    const QCommandLineOption interface(QStringLiteral("interface"), tr("Send and listen on this interface; “practice” is the simulated network."),
                                       QStringLiteral("NAME"));
    const QCommandLineOption settings(QStringLiteral("settings"), tr("Keep the settings in this file."), QStringLiteral("FILE"));
    const QCommandLineOption noSession(QStringLiteral("no-session"), tr("Restore nothing, keep nothing, ask nothing at the end."));
    const QCommandLineOption tour(QStringLiteral("tour"), tr("Drive the window through a whole exchange on the practice network, write pictures, a "
                                                             "capture and a report into DIR, and end: 0 if every step happened."),
                                  QStringLiteral("DIR"));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"), tr("Write a picture of each workspace into DIR, and end."), QStringLiteral("DIR"));
    const QCommandLineOption picture(QStringLiteral("picture"), tr("Write one picture without a window, and end: the header of a protocol (“header”), or the "
                                                                   "bytes and fields of a packet (“diagram”)."), QStringLiteral("KIND"));
    const QCommandLineOption of(QStringLiteral("of"), tr("The protocol, or the Scapy expression, that the picture is of."), QStringLiteral("WHAT"));
    const QCommandLineOption output(QStringLiteral("o"), tr("The file of the picture; svg, pdf or png by its ending."), QStringLiteral("FILE"));
    parser.addOptions({expression, interface, settings, noSession, tour, screenshot, picture, of, output});
    parser.process(arguments);
    return {parser.positionalArguments(), parser.value(expression), parser.value(interface),  parser.value(settings), !parser.isSet(noSession),
            parser.value(tour),           parser.value(screenshot), parser.value(picture),    parser.value(of),       parser.value(output)};
}

} // namespace fw::app
