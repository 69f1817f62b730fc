#pragma once

#include "base/clock.h"
#include "calls/phonenumber.h"
#include "store/gateways.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <variant>

/// What happens to the office of a run, and when: drawn from the seed before the run begins, so that a shorter run of the same seed is a
/// beginning of the longer one.
namespace ringback::sim {

/// Somebody who calls or texts, and the zones where a clock on their wall may stand: written by hand, not asked of the code under test.
struct Caller {
    QString number;
    QList<QByteArray> zones;
    bool mayBeTexted = true;
};
[[nodiscard]] const QList<Caller> &callers();

/// A webhook arrives at the door. One that is not acknowledged is posted again.
struct Webhook {
    calls::EventKind kind;
    QByteArray payload;
};

/// Somebody of the office does something with what is on the desk then.
struct StaffAct {
    enum class What {
        Claim,
        Release,
        Complete,
        Undo,
        OptOut,
        OptIn,
        Review,
        StormOn,
        StormOff,
        ClaimOldest,
        Away,
        Busy,
        Here,
        TakeBack,
        Snooze,
        BringBack,
        HandOver
    };
    What what;
    quint64 dice;
};

/// An engine is killed at its n-th statement or request from now.
struct Crash {
    int engine;
    int after; ///< so many statements and requests still pass
    bool answerLost; ///< the statement runs, and its answer is not seen
};

/// The database says no: busy, a full disk that rolls back, a commit whose answer is lost.
struct Fault {
    enum class What { Busy, RolledBack, CommitAnswerLost };
    What what;
    int connection; ///< an engine, or the door and the desk
    int after;
    int times;
};

/// An engine is stopped (SIGSTOP) behind its n-th commit from now, and goes on later as if nothing had been.
struct Pause {
    int engine;
    int after;
    Milliseconds length;
};

/// How the phone company is from now on: the chance of each misfortune in percent.
struct Weather {
    int refuses = 0;
    int losesAnswers = 0;
    int stalls = 0;
    int findFails = 0;
};

/// A new version of the setup and the playbook.
struct NewRules {
    int variant;
};

struct Event {
    Milliseconds at{0}; ///< after the beginning
    std::variant<Webhook, StaffAct, Crash, Fault, Pause, Weather, NewRules> what;
};

struct Schedule {
    Instant beginning;
    QString playbook;
    QList<Event> events; ///< by time
};

[[nodiscard]] Schedule drawSchedule(quint64 seed);

/// One line for --trace.
[[nodiscard]] QString describe(const Event &event);

} // namespace ringback::sim
