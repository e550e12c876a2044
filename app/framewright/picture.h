#pragma once

#include "options.h"

namespace fw::app {

/// A picture without a window: the header of a protocol, or the diagram of the packet that an expression stands for. Says on standard
/// error what is wrong, if anything is, and gives the exit code of the program: as the command line's, 2 wrong use, 3 bad input, 5 not
/// written.
[[nodiscard]] int makePicture(const Options& options);

} // namespace fw::app
