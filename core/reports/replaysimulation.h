#pragma once

#include "base/id.h"
#include "policy/routing.h"
#include "reports/replay.h"

#include <queue>

/// One run of replay(); for its own files.
namespace ringback::reports {

class Simulation final {
public:
    Simulation(const store::History &history, const settings::Setup &setup, const policy::Rules &rules, const ReplayPlan &plan);

    Replay run();

private:
    struct SwitchedOff {
        Instant at;
    };
    using Happening = std::variant<const calls::Call *, const store::PastText *, const store::PastWork *, const store::OptOut *,
                                   const calls::Storm *, const SwitchedOff *>;
    /// What happened.
    struct Occurrence {
        Instant at;
        Happening what;
    };

    struct Message {
        const playbook::Step *step = nullptr; ///< null: a confirmation
        calls::Channel channel = calls::Channel::Text;
        Instant plannedAt; ///< when it was decided
        Instant dueAt;
        Instant trueUntil;
        bool answersCall = false;
        bool counted = false;
        quint64 id = 0;
    };
    struct NextStep {
        policy::PlanStep step;
    };
    struct TaskLook {};
    struct WorkedOff {};
    struct StormLook {};
    using Plan = std::variant<Message, NextStep, TaskLook, WorkedOff, StormLook>;
    /// What the playbook would do at a time.
    struct Appointment {
        Instant at;
        quint64 order; ///< of those at one time, the first made comes first
        std::optional<calls::PhoneNumber> number;
        quint64 caseSerial;
        Plan plan;

        friend bool operator>(const Appointment &a, const Appointment &b) { return a.at != b.at ? a.at > b.at : a.order > b.order; }
    };

    struct PlannedText {
        quint64 id;
        Instant dueAt;
        const playbook::Step *step = nullptr;
    };

    struct Case {
        quint64 serial;
        calls::FollowUp followUp;
        std::optional<calls::CallbackTask> task; ///< live
        QList<Instant> missedAt;
        bool workedByPeople = false; ///< the office had a callback too, and somebody or time ended it
        bool counted = false;
    };
    /// What is known of a number.
    struct Party {
        calls::Contact contact;
        std::optional<Case> openCase;
        QList<Instant> screenedAt;
        std::optional<policy::OurCall> ourCall;
        QString lastWorkedBy;
        std::optional<Instant> textedAt; ///< the newest automated text that left
        std::optional<PlannedText> planned; ///< and one that has not
        bool optedOut = false;
        bool likelyOptedOut = false;
    };
    struct Desk {
        QMap<quint64, Instant> live; ///< tasks by case, with when they were made
    };

    // replay.cpp: what happens when, and storms
    void gather();
    void runUntil(Instant until);
    void plan(Instant at, const std::optional<calls::PhoneNumber> &number, quint64 caseSerial, Plan what);
    [[nodiscard]] bool counts() const { return m_now >= m_plan.since; }
    Party &party(const calls::PhoneNumber &number);
    Case *openCaseOf(const Appointment &appointment);
    void countMiss();
    void forgetOldMisses();
    void beginStorm(std::optional<Instant> until);
    void endStorm();
    void lookAtStorm();
    void happen(const calls::Storm &storm) { beginStorm(storm.until); }
    void happen(const SwitchedOff &) { endStorm(); }

    // replaycalls.cpp
    void happen(const calls::Call &call);
    void spoke(const calls::Call &call, Party &caller);
    void decide(const calls::Call &call);
    [[nodiscard]] std::optional<calls::Blocking> blockingAt(const calls::PhoneNumber &number, Instant at) const;
    void carryOut(const policy::Decision &decision, Party &caller, const calls::Call &call);
    void compare(const calls::Call &call, const policy::Decision &decision);

    // replaycallbacks.cpp: cases and callbacks
    void open(Party &caller, const QString &line);
    void close(Party &caller);
    [[nodiscard]] QList<policy::Candidate> candidates() const;
    static QString holder(const calls::CallbackTask &task);
    void takeTurn(const QString &team, const QString &staff);
    void give(Party &caller, const policy::CreateTask &action);
    void putOnDesk(const Case &open);
    void takeOffDesk(const Case &open) { m_desks[holder(*open.task)].live.remove(open.serial); }
    void finishTask(Case &open);
    void raiseTask(Case &open, const policy::RaisePriority &raise);
    void lookAgain(const Party &caller, Case &open);
    void lookAtTask(const Appointment &appointment);
    void workOff(const Appointment &appointment);
    void happen(const store::PastWork &work);

    // replaytexts.cpp
    void answer(Party &caller, const policy::ScheduleText &text);
    void schedule(Party &recipient, quint64 caseSerial, Message message);
    static std::optional<Instant> lastText(const Party &recipient);
    static void withdraw(Party &recipient, playbook::StopsOn why);
    void confirm(Party &caller, const QString &outcomeId);
    void happen(const store::PastText &text);
    void happen(const store::OptOut &past) { optOut(party(past.number)); }
    static void optOut(Party &caller);
    void takeStep(const Appointment &appointment, const policy::PlanStep &planned);
    void send(const Appointment &appointment, const Message &message);

    const store::History &m_history;
    const settings::Setup &m_setup;
    const policy::Rules &m_rules;
    const ReplayPlan m_plan;
    Replay m_replay;
    Instant m_now;
    IdSource m_ids{1};
    quint64 m_made = 0;
    QList<Occurrence> m_occurrences;
    QList<SwitchedOff> m_switchedOff;
    std::priority_queue<Appointment, std::vector<Appointment>, std::greater<>> m_agenda;
    QHash<calls::PhoneNumber, Party> m_parties;
    policy::Turns m_turns;
    QHash<QString, Desk> m_desks;
    std::queue<Instant> m_misses; ///< of the last 15 minutes
    std::optional<calls::Storm> m_storm;
    std::optional<Instant> m_stormEndedAt;
    QList<StormSpan> m_storms;
};

} // namespace ringback::reports
