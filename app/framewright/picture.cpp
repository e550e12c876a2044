#include "picture.h"

#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/expand.h"
#include "engine/protocol/definition_files.h"
#include "engine/scapy/scapy.h"
#include "ui/panes/diagram_export.h"
#include "ui/protocols/header_diagram.h"

#include <cstdio>

namespace fw::app {
namespace {

enum Exit { Done = 0, WrongUse = 2, BadInput = 3, NotWritten = 5 };

int complain(Exit exit, const QString& what)
{
    std::fprintf(stderr, "framewright: %s\n", qPrintable(what));
    return exit;
}

std::shared_ptr<const Protocols> protocolsOfUser()
{
    const FoundDefinitions own = findDefinitions(userDefinitionFolder());
    if (own.sources.empty())
        return {&Protocols::builtin(), [](const Protocols*) {}};
    return loadWithBuiltin(own.sources).protocols;
}

int written(bool done, const QString& path)
{
    return done ? Done : complain(NotWritten, QStringLiteral("cannot write %1: expected a name that ends in .svg, .pdf or .png, in a folder you may write to").arg(path));
}

int makeHeader(const Protocols& protocols, const Options& options)
{
    const ProtocolDesc* const protocol = protocols.find(options.of.toStdString());
    if (!protocol)
        return complain(BadInput, QStringLiteral("there is no protocol “%1”; framewright-cli ls lists them").arg(options.of));
    return written(ui::exportHeader(protocols, *protocol, ui::Theme(), options.output), options.output);
}

int makeDiagram(const Protocols& protocols, const Options& options)
{
    const auto parsed = scapy::parse(protocols, options.of.toStdString());
    if (!parsed)
        return complain(BadInput, QStringLiteral("the expression has a mistake; framewright-cli build says where"));
    const Draft packet = expanded(*parsed, 0);
    Layout layout = build(protocols, packet);
    verify(protocols, packet, layout);
    const ui::DiagramLayout diagram(layout, {});
    const ui::Theme theme;
    ui::DiagramPainter::Look look;
    look.allLines = true;
    return written(ui::exportDiagram({protocols, layout, diagram, theme}, look, diagram.size(), options.output), options.output);
}

} // namespace

int makePicture(const Options& options)
{
    if (options.of.isEmpty() || options.output.isEmpty())
        return complain(WrongUse, QStringLiteral("--picture needs --of and -o"));
    const auto protocols = protocolsOfUser();
    if (options.picture == QLatin1String("header"))
        return makeHeader(*protocols, options);
    if (options.picture == QLatin1String("diagram"))
        return makeDiagram(*protocols, options);
    return complain(WrongUse, QStringLiteral("there is no picture “%1”: expected header or diagram").arg(options.picture));
}

} // namespace fw::app
