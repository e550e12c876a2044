/// Each adds its command to the command line.
#pragma once

namespace fw::cli {

class CommandLine;

void addProtocols(CommandLine& commandLine);
void addLs(CommandLine& commandLine);
void addBuild(CommandLine& commandLine);
void addFuzz(CommandLine& commandLine);
void addDiff(CommandLine& commandLine);
void addRepr(CommandLine& commandLine);
void addSummary(CommandLine& commandLine);
void addShow(CommandLine& commandLine);
void addHexdump(CommandLine& commandLine);
void addDissect(CommandLine& commandLine);
void addRead(CommandLine& commandLine);
void addInfo(CommandLine& commandLine);
void addSend(CommandLine& commandLine);
void addSr(CommandLine& commandLine);
void addSrloop(CommandLine& commandLine);
void addTable(CommandLine& commandLine);
void addTraceroute(CommandLine& commandLine);
void addArping(CommandLine& commandLine);
void addReplay(CommandLine& commandLine);
void addStream(CommandLine& commandLine);
void addSniff(CommandLine& commandLine);
void addInterfaces(CommandLine& commandLine);
void addRoute(CommandLine& commandLine);
void addResolve(CommandLine& commandLine);
void addPractice(CommandLine& commandLine);

} // namespace fw::cli
