#pragma once

#include "base/clock.h"

#include <QString>

#include <optional>

/// What somebody is told of while they look elsewhere.
namespace ringback::ui {

enum class NoticeClass {
    Assigned, ///< a callback is yours to claim
    Overdue, ///< one that you should have called is late
    Reply, ///< a caller of yours wrote back
};

struct Notice {
    NoticeClass what = NoticeClass::Assigned;
    QString followUp; ///< of one case; empty: several at once
    QString task; ///< that can be claimed by a click; empty = none
    QString caller; ///< name, or number as people write it
    QString line; ///< the dialled line's label
    QString words; ///< what the caller wrote
    Instant since; ///< waiting since, due since, written at
    int count = 1; ///< more than one: told as one, with nothing of the above but `what`
    bool again = false; ///< it was told before

    friend bool operator==(const Notice &, const Notice &) = default;
};

/// How this person wants to be told, on this computer.
struct NoticeWishes {
    std::optional<Instant> quietUntil; ///< do not disturb
    bool sounds = true;
    bool soundOf[3] = {true, true, true}; ///< by NoticeClass

    [[nodiscard]] bool isQuiet(Instant now) const { return quietUntil && now < *quietUntil; }
    [[nodiscard]] bool sounding(NoticeClass what) const { return sounds && soundOf[int(what)]; }

    friend bool operator==(const NoticeWishes &, const NoticeWishes &) = default;
};

} // namespace ringback::ui
