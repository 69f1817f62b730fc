#include "cli/command.h"
namespace ringback::app::cli { int drill(const QStringList &, const Clock &) { return BadUsage; } }
