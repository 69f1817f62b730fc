#pragma once

#include "base/result.h"

#include <QString>

#include <chrono>
#include <vector>

namespace ringback::practice {

/// What this machine takes for the two things that an acknowledged webhook cannot do without. A drill's times are judged against these,
/// since they differ tenfold between disks.
struct Floor {
    std::chrono::nanoseconds roundTrip{0}; ///< a webhook to a listener that answers at once, and back; median of 2000
    std::chrono::nanoseconds syncedCommit{0}; ///< one inbox row to a fresh SQLite file, committed and synced; median of 300
};

/// Takes a second or so. The file is made in `folder`, which should be on the office's disk, and removed. Errors: as HttpListener and
/// Database.
[[nodiscard]] Result<Floor> measureFloor(const QString &folder);

/// The smallest value that `percent` of the values do not exceed (nearest rank); 0 of none. Puts the values in another order.
[[nodiscard]] std::chrono::nanoseconds percentile(std::vector<std::chrono::nanoseconds> &values, double percent);

} // namespace ringback::practice
