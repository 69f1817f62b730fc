#pragma once

#include "connectors/calendar.h"
#include "connectors/http/signedcalls.h"

#include <QJsonObject>
#include <QString>

#include <optional>

/// What calendars that are asked over a vendor's own interface (Google, Microsoft) share.
namespace ringback::connectors {

/// What an answer says.
struct CalendarReply {
    enum class Kind {
        Good,
        SignedOut, ///< the token, or the whole sign-in
        NoRight,
        NoCalendar,
        Full,
        TooFast, ///< nothing was done; `wait` when it makes sense again
        ForNow, ///< nothing was done
        Wrong, ///< nothing was done: the request is not what it takes
        Missing, ///< what was asked for is not there
        Exists, ///< one with that id is there, or was
        Changed, ///< it is not any more what we read
        Unclear, ///< a change may have been made
        Unreadable, ///< the same, and it is not the way of this service to speak
    };
    Kind kind = Kind::Unclear;
    QString code = {};
    QString message = {};
    std::optional<Milliseconds> wait = {};
    QJsonObject body = {}; ///< of a good one

    [[nodiscard]] bool isGood() const { return kind == Kind::Good; }
};

/// A request with JSON, or without a body where that is empty.
[[nodiscard]] HttpCall jsonCall(const QByteArray &verb, const QByteArray &url, const QJsonObject &body, const QByteArray &ifMatch);

/// All that both services say in the same way: no answer, a broken one, no access, HTML from something in between, and what each status means. `error`:
/// the vendor's word and sentence, where it spoke.
struct SaidError {
    QString code;
    QString message;
};
[[nodiscard]] CalendarReply judged(const SignedCalls::Reply &reply, SaidError (*errorIn)(const QJsonObject &body));

/// Of a change that was not good.
[[nodiscard]] EntryOutcome entryOutcome(const CalendarReply &reply);
/// Of a question on the way to a change: nothing was written.
[[nodiscard]] EntryOutcome notWritten(const CalendarReply &reply);
[[nodiscard]] Error errorOf(const CalendarReply &reply);
/// Check::Credentials; of a good one too.
[[nodiscard]] Finding credentialsFinding(const CalendarReply &reply);
[[nodiscard]] Finding calendarFinding(Finding::Level level, const QString &problem, const QString &detail = {},
                                      const QString &subject = {});

} // namespace ringback::connectors
