#pragma once

#include "base/result.h"

#include <QByteArrayList>
#include <QIODevice>

#include <functional>

namespace ringback::desk {

/// Hands over the rows of a CSV file (RFC 4180) one by one, however large it is; blank lines are left out and not counted. Errors: Invalid (not CSV),
/// Transient (cannot be read), and what `onRow` says.
[[nodiscard]] Done eachCsvRow(QIODevice &file, const std::function<Done(int row, const QByteArrayList &fields)> &onRow);

} // namespace ringback::desk
