#pragma once

#include "base/clock.h"
#include "calls/phonenumber.h"

#include <QString>

#include <optional>

namespace ringback::calls {

/// What is held against a number, and by whom.
struct Blocking {
    enum class Mark { None, Blocked, Allowed };

    Mark mark = Mark::None; ///< a person's word, which no list changes
    QString markReason;
    QString markedBy; ///< as the audit trail names who said it
    std::optional<Instant> markedAt;
    QString list; ///< the newest imported list that names the number; empty = none does
    QString listReason;
    std::optional<Instant> listedAt;
    int complaints = 0; ///< how many public complaint files count
    std::optional<Instant> firstComplaintAt;
    std::optional<Instant> lastComplaintAt;
    std::optional<Instant> countedAt; ///< when we first heard of one

    friend bool operator==(const Blocking &, const Blocking &) = default;
};

struct BlockedNumber {
    PhoneNumber number;
    Blocking blocking;
    Instant changedAt;

    friend bool operator==(const BlockedNumber &, const BlockedNumber &) = default;
};

} // namespace ringback::calls
