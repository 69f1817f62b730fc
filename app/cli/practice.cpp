#include "cli/command.h"
namespace ringback::app::cli { int practice(const QStringList &, const Clock &) { return BadUsage; } }
