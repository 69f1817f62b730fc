#pragma once

#include "settings/setup.h"
#include "store/pulsegateway.h"

#include <QStringList>

/// For board's own files.
namespace ringback::board {

/// Of every kind of connection; no new one of any kind may have them. Also those of which something is kept: what is left of one that was removed must
/// not be taken for a new one's.
[[nodiscard]] QStringList takenIds(const settings::Setup &setup, const QList<store::Pulse> &pulses);

} // namespace ringback::board
