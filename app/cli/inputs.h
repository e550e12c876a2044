/// What commands work on: expressions, hex digits or a capture, given as arguments or line by line on standard input.
#pragma once

#include "app/cli/command_line.h"
#include "engine/files/capture.h"
#include "engine/packet/dissect.h"

namespace fw::cli {

/// One of several inputs.
struct Input {
    std::size_t number = 1; ///< Line of standard input, or which of the arguments; from 1.
    bool isLine = false;
    std::string text;

    [[nodiscard]] Place place(std::optional<std::size_t> column = {}) const { return {number, isLine, text, column}; }
};

/// Each argument, and for "-" each line of standard input that is not blank. Ends early with the session.
[[nodiscard]] Exit forEachInput(Session& session, const std::vector<std::string>& arguments, const std::function<Exit(const Input&)>& use);

/// The packets that an expression, or the template it names with an @, stands for; otherwise the error has been told and this is the exit.
[[nodiscard]] std::expected<scapy::Drafts, Exit> parsePackets(Session& session, const Input& input);
/// The only one of them; otherwise the error has been told and this is the exit.
[[nodiscard]] std::expected<Draft, Exit> parseInput(Session& session, const Input& input);

/// "-" is standard input, as in all commands.
[[nodiscard]] std::filesystem::path inputPath(const std::string& file);
[[nodiscard]] std::filesystem::path outputPath(const std::string& file);

/// The capture, or nothing and the error has been told.
[[nodiscard]] std::expected<std::shared_ptr<const CaptureFile>, Exit> openCapture(Session& session, const std::string& file);
/// The same, to be gone through once.
[[nodiscard]] std::expected<std::unique_ptr<CaptureStream>, Exit> streamCapture(Session& session, const std::string& file);
/// BadInput and a word on it if the capture is not whole.
[[nodiscard]] Exit tellIfCutShort(Session& session, const CaptureFile& capture);
[[nodiscard]] Exit tellIfCutShort(Session& session, const CaptureStream& capture);

/// What packets a command is about.
struct PacketArguments {
    std::vector<std::string> expressions;
    std::string file;
    std::string hex;
    std::string first;
    std::vector<std::string> decodeAs;
    std::uint64_t count = 0; ///< Of a capture; 0: all.
};
/// EXPR… | -r FILE | --hex HEX
void describePackets(OptionSet& set, PacketArguments& arguments);
/// --first, --decode-as
void describeDissection(OptionSet& set, PacketArguments& arguments);

/// A packet from any of them.
struct InputPacket {
    std::size_t number = 1;                 ///< Of the input, or in the capture; from 1.
    bool fromCapture = false;
    const Input* input = nullptr;           ///< Null for those of a capture.
    Draft draft;                            ///< With sets, if it was an expression.
    std::optional<CapturedPacket> captured; ///< Not for expressions.
    Layout layout;                          ///< Goes with `captured`.
};
[[nodiscard]] Exit forEachPacket(Session& session, const PacketArguments& arguments, const std::function<Exit(const InputPacket&)>& use);

} // namespace fw::cli
