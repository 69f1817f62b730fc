#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/leadsystem.h"

#include <QJsonObject>

#include <optional>

namespace ringback::connectors::jobber {

/// What an answer of Jobber's says (providers: crm-ats-calendar.md, 3): GraphQL says most of its noes with 200.
struct Reply {
    enum class Kind {
        Good,
        Throttled, ///< nothing was done; `wait` when it makes sense again
        SignedOut, ///< the token, or the whole sign-in
        NoRight,
        ForNow, ///< nothing was done
        Wrong, ///< nothing was done: the request is not what Jobber takes; ours to mend
        Unclear, ///< a change may have been made
        Unreadable, ///< the same, and it is not Jobber's way to speak
    };
    Kind kind = Kind::Unclear;
    QString code = {};
    QString message = {};
    std::optional<Milliseconds> wait = {};
    QJsonObject data = {}; ///< of a good one; every number in it is a text, with the digits as they came
    QString versionWarning = {};

    [[nodiscard]] bool isGood() const { return kind == Kind::Good; }
};

[[nodiscard]] Reply judge(const HttpAnswer &answer);

/// Of a change that was not good.
[[nodiscard]] WriteOutcome outcomeOf(const Reply &reply);
/// Of a question on the way to a change: nothing was written.
[[nodiscard]] NotWritten notWritten(const Reply &reply);
[[nodiscard]] Error errorOf(const Reply &reply);

/// The `userErrors` of a change: nothing was written. Empty = there are none.
[[nodiscard]] std::optional<NotWritten> userErrors(const QJsonObject &payload);

} // namespace ringback::connectors::jobber
