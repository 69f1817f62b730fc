#pragma once

#include "base/clock.h"
#include "desk/outcome.h"
#include "policy/availability.h"

#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

#include <optional>

namespace ringback::desk {

/// Why a callback was not put off or handed over, with all that the person who clicked needs to know; nothing was changed.
struct HandlingRefusal {
    enum class Why {
        Click, ///< as any click on a callback may be turned down: `click`
        TooSoon, ///< before `at`, the earliest time there is
        TooFar, ///< after `at`, the latest time there is
        PutOffTooOften, ///< `count` times already: it is to be called, completed or handed over
        WaitsForSomebody, ///< `who` calls back at `at`; who wants to do so instead claims it
        WentElsewhere, ///< it is no longer with whom it was when the form was opened, but with `who`, or nobody
        NotWaiting, ///< it waits for no time: it can be called now
        NoSuchColleague,
        ColleagueMayNot, ///< `who` may not have callbacks, or is suspended
        ColleagueHasIt, ///< `who` has it on the desk already
        ColleagueIsFull, ///< `who` has `count` open, or got `count` today: as many as they take
        ColleagueNotThere, ///< `who` is away, on leave or off shift (`readiness`), as far as is known until `at`; may be overruled
        NoteTooLong, ///< longer than `count` characters
    };
    Why why = Why::Click;
    Refusal click = {};
    QString who = {}; ///< a person's name
    std::optional<Instant> at = {};
    int count = 0;
    policy::Readiness readiness = policy::Readiness::NotKnown;

    friend bool operator==(const HandlingRefusal &, const HandlingRefusal &) = default;
};

template <class T>
using HandlingAnswer = tl::expected<T, HandlingRefusal>;

} // namespace ringback::desk

Q_DECLARE_METATYPE(ringback::desk::HandlingRefusal)
