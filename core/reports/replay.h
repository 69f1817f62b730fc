#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "policy/decide.h"
#include "settings/setup.h"
#include "store/replaygateway.h"

#include <QList>
#include <QMap>
#include <QString>

#include <functional>
#include <optional>

/// What a playbook would have done with the calls that happened. Pure: values in, values out, and every decision by `policy`.
namespace ringback::reports {

/// What became of a later message of a follow-up.
struct StepCount {
    int sent = 0;
    QMap<QString, int> withheld; ///< by reason: skipped, stopped, or no longer true at its time
};

struct Load {
    int tasks = 0;
    int mostAtOnce = 0;
};

struct StormSpan {
    Instant began;
    std::optional<Instant> ended;
};

/// A call that would have been treated in another way.
struct Difference {
    calls::CallId call;
    Instant at;
    QString did; ///< `texted`, `quiet_hours` (a text in the morning), or why none went
    QString would;
};

struct Replay {
    Instant since;
    Instant until;
    int calls = 0;
    int missed = 0;
    int followUps = 0; ///< that would have been opened
    int texted = 0; ///< calls that would have been answered with a text at once
    int textedLater = 0; ///< or after the quiet hours
    QMap<QString, int> suppressed; ///< missed calls by the reason that they would have brought no text
    QMap<QString, int> dropped; ///< answers to calls that would not have left after all, by reason
    QMap<QString, StepCount> steps; ///< later ones, by id
    int texts = 0; ///< that would have left, of all steps
    int emails = 0;
    int textsInTheNight = 0; ///< of these, in the recipient's quiet hours; reckoned anew, not by the policy
    QMap<QString, int> escalations; ///< by whom a callback would have gone to
    QMap<QString, Load> load; ///< by staff id; empty = nobody's
    QList<StormSpan> storms;
    int different = 0;
    QMap<QString, int> differences; ///< `too_short → texted`
    QList<Difference> firstDifferences;
};

struct ReplayPlan {
    Instant since;
    Instant until;
    int listedDifferences = 20;
    std::optional<playbook::QuietHours> nights = {}; ///< what `textsInTheNight` goes by; empty = the hours of the rules that are tried
    /// Asked now and then, with how much of it is done; false ends it there, with what has been counted so far. Empty = goes on.
    std::function<bool(qsizetype done, qsizetype of)> goesOn = {};
};

/// How long before `since` a history has to begin, so that what was going on then is known.
inline constexpr std::chrono::hours replayLead{24 * 7};

/// People are taken to do what they did, when they did it: replies, claims, outcomes, calls of ours. A callback that nobody had, since the office's playbook
/// made none, is taken as done when it is due.
[[nodiscard]] Replay replay(const store::History &history, const settings::Setup &setup, const policy::Rules &rules,
                            const ReplayPlan &plan);

/// Whether a text at that time would meet its recipient in the quiet hours. Not by policy::quietUntil(), which it is to find fault with: each zone's
/// own clock is read and compared.
[[nodiscard]] bool isNight(const calls::PhoneNumber &number, const QByteArray &zoneOnRecord, const policy::Rules &rules, Instant at);

} // namespace ringback::reports
