#pragma once

#include "base/clock.h"

#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

#include <optional>

namespace ringback::desk {

/// Why what somebody typed was turned down, with all that they need to know; nothing was changed.
struct ReplyRefusal {
    enum class Why {
        NoSuchPerson,
        NotAllowed, ///< this person's role does not have that right, or they are suspended
        NoSuchCase,
        NothingWritten,
        TooLong, ///< `count` where `most` is the most: segments of a text, characters of a note or a draft
        StrangeCharacters, ///< control characters, such as turn the order of letters around; the first is at `count`
        OptedOut, ///< since `since`
        QuietHours, ///< of the caller; they end at `since`. `anyway` overrules
        NoSender, ///< the line that the case came by is gone from the setup, or sends no texts
        SameWords, ///< the same words left for this number at `since`, or are to leave then: a click too many
        TimeInThePast,
        TooFarAhead, ///< `since` is the latest that is taken
        AlreadyLeft, ///< it cannot be taken back any more
        NoSuchText, ///< it is no text that a person wrote
        CannotStore, ///< the database said no; `detail` is for the log
    };
    Why why = Why::CannotStore;
    std::optional<Instant> since = {};
    int count = 0;
    int most = 0;
    QString detail = {};

    friend bool operator==(const ReplyRefusal &, const ReplyRefusal &) = default;
};

template <class T>
using ReplyAnswer = tl::expected<T, ReplyRefusal>;

} // namespace ringback::desk

Q_DECLARE_METATYPE(ringback::desk::ReplyRefusal)
