#pragma once

#include "base/clock.h"
#include "calls/values.h"

#include <QMetaType>
#include <QString>

#include <optional>

namespace ringback::desk {

/// Why a click was turned down, with all that the person who clicked needs to know.
struct Refusal {
    enum class Why {
        TakenBySomeone, ///< `who` has it since `since`
        AlreadyDone, ///< `who` completed it at `since`
        NotYours, ///< only the one who claimed it may; `who` has it, or nobody
        NoSuchTask,
        NoSuchPerson,
        NotAllowed, ///< this person's role does not have that right, or they are suspended
        NoSuchOutcome,
        NoSuchNumber,
        NothingToReview, ///< somebody or the provider has settled it meanwhile
        NothingToChoose, ///< which record of a lead system is the caller's: `who` has said so meanwhile, or nobody asks
        NoSuchRecord, ///< it is none of those to choose from
        NothingToRetry, ///< no write to the lead system waits for being tried again
        SomebodyRinging, ///< `who` is ringing this caller since `since`
        TooLate, ///< undo: the few seconds are over, or something has happened to the case since
        TimeInThePast,
        CannotStore, ///< the database said no; nothing was changed; `detail` is for the log
    };
    Why why = Why::NoSuchTask;
    QString who; ///< a person's name
    std::optional<Instant> since;
    QString detail; ///< the outcomes there are, or what the database said

    friend bool operator==(const Refusal &, const Refusal &) = default;
};

} // namespace ringback::desk

Q_DECLARE_METATYPE(ringback::desk::Refusal)
