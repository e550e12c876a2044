#pragma once

#include "ui/panes/packet_accessible.h"

namespace fw::ui {

/// For QAccessible::installFactory: null for whatever is no path graph. A graph is a list of its nodes.
[[nodiscard]] QAccessibleInterface* pathGraphAccessible(const QString& className, QObject* object);

} // namespace fw::ui
