#pragma once

#include "base/clock.h"
#include "desk/officework.h"
#include "store/database.h"

#include <QIODevice>

namespace ringback::desk {

struct BlocklistImport {
    bool complaints = false; ///< the file was one of the FTC's Do Not Call complaint files
    int rows = 0; ///< without the heading
    int added = 0; ///< of a list: numbers that none had named; of complaints: those that were not counted yet
    int known = 0; ///< numbers that a list had named, or complaints that had been counted
    int withoutNumber = 0; ///< complaints about callers who hid their number
    int refusedRows = 0;
    QList<RefusedRow> refused; ///< the first of them, mostRefusedListed at most
};

inline constexpr int mostRefusedListed = 1'000;
inline constexpr int mostBlocklistRows = 5'000'000;

/// Reads numbers that nobody is to be bothered with: a list (CSV of number and, if it likes, a reason; with a heading line or without), or a complaint file of
/// the FTC's, known by its heading, of which every complaint counts once however often and in whatever order the files come. `list` is what people call it.
/// The file is read to its end first, so that one that breaks off changes nothing. Errors: Invalid (not such a file), Transient (cannot be read), as the
/// store; what was committed by then stays, and the same file again adds the rest. With
/// `staff` it is that person's, who needs the right to edit playbooks (NotFound, Refused).
[[nodiscard]] Result<BlocklistImport> importBlocklist(store::Database &database, QIODevice &file, const QString &list, Instant now,
                                                      const QString &staff = {});

} // namespace ringback::desk
