#pragma once

#include "calls/values.h"
#include "cli/command.h"

#include <QList>

namespace ringback::app::cli {

/// Prints callback tasks as they are after a click. The exit code.
[[nodiscard]] int showTasks(const QList<calls::CallbackTask> &tasks, const Command &command);

} // namespace ringback::app::cli
