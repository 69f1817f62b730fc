#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <vector>

/// The callers' side of the storm drill: many calls at once, posted as fast as the door takes them, and what must come of each.
namespace ringback::practice {

struct StormPlan {
    int calls = 2'000;
    int concurrency = 16; ///< connections at once, a thread each; of more than HttpLimits::connections the door turns some away
    int repeatPercent = 10; ///< calls by somebody who has called before
    int shortPercent = 10; ///< calls that ring for no time at all: nobody is texted for such a one
    quint64 seed = 1; ///< the same callers for the same seed

    friend bool operator==(const StormPlan &, const StormPlan &) = default;
};

/// The door to storm, and what its office is called.
struct StormTarget {
    quint16 doorPort = 0;
    QString publicUrl;
    QByteArray authToken;
    QString accountSid;
    QStringList lines; ///< E.164; at least one
};

struct PlannedCall {
    QString caller; ///< E.164
    QString line;
    bool isShort = false;

    friend bool operator==(const PlannedCall &, const PlannedCall &) = default;
};

struct StormResult {
    using SteadyTime = std::chrono::steady_clock::time_point;

    // Calls. A short one is two posts, and acknowledged when both are; after a first that is not the second is not sent.
    int acknowledged = 0; ///< 2xx
    int refused = 0; ///< any other answer
    int unanswered = 0; ///< no connection or no answer in time; nobody can tell whether the door stored it
    int postedAgain = 0; ///< posts that were not acknowledged at once; runRoughStorm() only

    /// The numbers that must get exactly one text: those with an acknowledged call that was not short, in the order of the plan. Any other
    /// number that was acknowledged must get none.
    QStringList expectTexted;
    /// For each of those, when the first such call was put on the wire.
    QHash<QString, SteadyTime> firstEligiblePostAt;
    /// From the first byte on the wire to the whole answer; one for each acknowledged post.
    std::vector<std::chrono::nanoseconds> acknowledgements;
    SteadyTime startedAt; ///< of posting
    SteadyTime endedAt;
};

/// Who calls, in order. Pure. Numbers are made up (+1, area code, 555-01xx) and none is a line; there are about 63,000, after which callers
/// repeat.
[[nodiscard]] QList<PlannedCall> planStorm(const StormPlan &plan, const QStringList &lines);

/// Signs everything beforehand, so that only the door is on the clock; then all threads start together. Blocks until the last answer.
[[nodiscard]] StormResult runStorm(const StormPlan &plan, const StormTarget &target);

/// Where the door is now; 0 = nowhere. Any thread.
using DoorPort = std::function<quint16()>;

/// The same calls spread over `duration`, at a door that keeps going away. What is not acknowledged is posted again with the same ids, as the
/// phone company does, to wherever the door is by then, until `patience` after the duration is over. Blocks.
[[nodiscard]] StormResult runRoughStorm(const StormPlan &plan, const StormTarget &target, const DoorPort &doorPort,
                                        std::chrono::milliseconds duration, std::chrono::milliseconds patience);

} // namespace ringback::practice
