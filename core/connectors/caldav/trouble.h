#pragma once

#include "connectors/calendar.h"
#include "connectors/http/httpclient.h"

#include <QString>

#include <optional>

namespace ringback::connectors::caldav {

/// Why a calendar did not do what it was asked for.
struct Trouble {
    enum class Kind {
        Credentials,
        NoRight,
        NotThere, ///< no such calendar
        Elsewhere, ///< it leads to a place where our password has no business
        NotReached, ///< nothing was answered
        Failing, ///< an answer that says to come again: 5xx, 429, 423
        NotUnderstood, ///< an answer that is none of a calendar
    };
    Kind kind = Kind::NotReached;
    QString code; ///< `401`, `no_answer`
    QString message; ///< without secrets
    std::optional<Milliseconds> retryAfter = {};
};

template <class T>
using Answered = tl::expected<T, Trouble>;

/// What is wrong with an answer whose status is none that was asked for.
[[nodiscard]] Trouble troubleOf(const HttpAnswer &answer);
[[nodiscard]] Trouble notUnderstood(const QString &why);

[[nodiscard]] Error errorOf(const Trouble &trouble);
/// Nothing was written.
[[nodiscard]] EntryRefused refusedOf(const Trouble &trouble);
[[nodiscard]] Finding findingOf(const Trouble &trouble);

/// The server says that the entry itself is wrong.
[[nodiscard]] bool isOfEntry(const HttpAnswer &answer);
/// What a refused PUT or DELETE comes to; `troubleOf()` for reading. 404, 409 and 412 mean something to whoever asked, and are not for here.
[[nodiscard]] EntryOutcome outcomeOf(const HttpAnswer &answer);

} // namespace ringback::connectors::caldav
