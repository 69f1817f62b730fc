#pragma once

#include "base/result.h"

#include <QList>

namespace ringback::engine {

/// For when one of what has `landed` cannot be recorded: alone, the others are, and that one is set aside, as it must not keep them from it. How many
/// have gone. Errors: Transient (nothing was lost; the rest is still there).
template <class Landed, class Record, class SetAside>
[[nodiscard]] Result<int> recordOneByOne(QList<Landed> &landed, const Record &record, const SetAside &setAside)
{
    int recorded = 0;
    while (!landed.isEmpty()) {
        const Result<int> one = record(landed.first());
        if (!one && one.error().kind == ErrorKind::Transient)
            return one;
        if (!one) {
            if (const Done aside = setAside(landed.first(), one.error()); !aside)
                return failure(aside);
        }
        landed.removeFirst();
        ++recorded;
    }
    return recorded;
}

} // namespace ringback::engine
