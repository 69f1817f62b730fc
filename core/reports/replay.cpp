#include "reports/replay.h"

#include "base/id.h"
#include "base/time.h"
#include "policy/followthrough.h"
#include "policy/quiethours.h"
#include "policy/reasons.h"
#include "policy/routing.h"
#include "policy/sending.h"
#include "policy/statehours.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <queue>

namespace ringback::reports {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::PhoneNumber;
using store::PastText;
using store::PastWork;

namespace {

constexpr Milliseconds stormWindow = 15min;
constexpr Milliseconds confirmationTrueFor = 24h;

QString code(const char16_t *reason)
{
    return QString::fromUtf16(reason);
}

// Why a call brought no text, or that it did: the one of a decision's reasons that says so.
QString treatment(const QStringList &reasons)
{
    static const QStringList telling = {
        code(policy::reason::texted),         code(policy::reason::quietHours),     code(policy::reason::optedOut),
        code(policy::reason::likelyOptedOut), code(policy::reason::doNotText),      code(policy::reason::noSender),
        code(policy::reason::alreadyTexted),  code(policy::reason::tooShort),       code(policy::reason::repeatedShortCalls),
        code(policy::reason::noLine),         code(policy::reason::ownNumber),      code(policy::reason::withheldNumber),
        code(policy::reason::unusableNumber), code(policy::reason::listedAsSpam),   code(policy::reason::blockedByStaff),
        code(policy::reason::blockedByList),  code(policy::reason::manyComplaints),
    };
    for (const QString &reason : telling) {
        if (reasons.contains(reason))
            return reason;
    }
    return u"no_text"_s; // a playbook that does not answer calls by text
}

// A zone is slow to make.
QTimeZone zoneOf(const QByteArray &id)
{
    thread_local QHash<QByteArray, QTimeZone> known;
    const auto found = known.constFind(id);
    return found != known.constEnd() ? *found : *known.insert(id, QTimeZone(id));
}

bool within(QTime time, QTime start, QTime end)
{
    return start <= end ? time >= start && time < end : time >= start || time < end;
}

// When the call was judged, and so decided about.
Instant judgedAt(const calls::Call &call)
{
    return call.endedAt.value_or(call.startedAt);
}

class Simulation final {
public:
    Simulation(const store::History &history, const settings::Setup &setup, const policy::Rules &rules, const ReplayPlan &plan)
        : m_history(history)
        , m_setup(setup)
        , m_rules(rules)
        , m_plan(plan)
    {
        m_replay.since = plan.since;
        m_replay.until = plan.until;
    }

    Replay run()
    {
        gather();
        for (const Occurrence &each : std::as_const(m_occurrences)) {
            runUntil(each.at);
            m_now = each.at;
            std::visit([this](const auto *what) { happen(*what); }, each.what);
        }
        runUntil(m_plan.until);
        m_storms.removeIf([this](const StormSpan &storm) { return storm.ended && *storm.ended < m_plan.since; });
        m_replay.storms = m_storms;
        return std::move(m_replay);
    }

private:
    struct SwitchedOff {
        Instant at;
    };
    using Happening = std::variant<const calls::Call *, const PastText *, const PastWork *, const store::OptOut *, const calls::Storm *,
                                   const SwitchedOff *>;
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
        std::optional<PhoneNumber> number;
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

    void gather()
    {
        for (const calls::Call &call : m_history.calls) {
            if (call.verdict != calls::Verdict::Pending)
                m_occurrences.append({judgedAt(call), &call});
        }
        for (const PastText &text : m_history.texts)
            m_occurrences.append({text.at, &text});
        for (const PastWork &work : m_history.work)
            m_occurrences.append({work.at, &work});
        for (const store::OptOut &optOut : m_history.optOuts) {
            if (!optOut.isLikely()) // that is read out of the text
                m_occurrences.append({optOut.since, &optOut});
        }
        m_switchedOff.reserve(m_history.storms.size()); // pointed at
        for (const calls::Storm &storm : m_history.storms) {
            m_occurrences.append({storm.beganAt, &storm});
            if (storm.endedAt && (!storm.until || *storm.endedAt < *storm.until)) {
                m_switchedOff.append({*storm.endedAt});
                m_occurrences.append({*storm.endedAt, &m_switchedOff.last()});
            }
        }
        m_occurrences.removeIf([this](const Occurrence &each) { return each.at >= m_plan.until; });
        std::stable_sort(m_occurrences.begin(), m_occurrences.end(), [](const Occurrence &a, const Occurrence &b) { return a.at < b.at; });
    }

    // What is due before then. At the same moment people come first: a reply stops the text of its own second.
    void runUntil(Instant until)
    {
        while (!m_agenda.empty() && m_agenda.top().at < until) {
            const Appointment next = m_agenda.top();
            m_agenda.pop();
            m_now = next.at;
            if (const auto *message = std::get_if<Message>(&next.plan))
                send(next, *message);
            else if (const auto *step = std::get_if<NextStep>(&next.plan))
                takeStep(next, step->step);
            else if (std::holds_alternative<TaskLook>(next.plan))
                lookAtTask(next);
            else if (std::holds_alternative<WorkedOff>(next.plan))
                workOff(next);
            else
                lookAtStorm();
        }
    }

    void plan(Instant at, const std::optional<PhoneNumber> &number, quint64 caseSerial, Plan what)
    {
        m_agenda.push({.at = at, .order = ++m_made, .number = number, .caseSerial = caseSerial, .plan = std::move(what)});
    }

    [[nodiscard]] bool counts() const { return m_now >= m_plan.since; }

    Party &party(const PhoneNumber &number)
    {
        const auto known = m_parties.find(number);
        if (known != m_parties.end())
            return *known;
        const auto contact = m_history.contacts.constFind(number);
        const calls::Contact fresh{
            .id = m_ids.next<calls::ContactId>(m_now), .number = number, .kind = m_rules.playbook.lead.unknownCaller};
        return *m_parties.insert(number, Party{.contact = contact != m_history.contacts.constEnd() ? *contact : fresh});
    }

    // The case of an appointment, while it is open.
    Case *openCaseOf(const Appointment &appointment)
    {
        std::optional<Case> &openCase = party(*appointment.number).openCase;
        return openCase && openCase->serial == appointment.caseSerial ? &*openCase : nullptr;
    }

    // --- calls --------------------------------------------------------------------------------------------------------

    void happen(const calls::Call &call)
    {
        const bool missed = call.direction == calls::Direction::In && call.verdict == calls::Verdict::Missed;
        if (counts() && call.direction == calls::Direction::In)
            ++m_replay.calls;
        if (missed)
            decide(call);
        else if (const std::optional<PhoneNumber> number = calls::numberOf(call.caller))
            spoke(call, party(*number));
    }

    void spoke(const calls::Call &call, Party &caller)
    {
        if (call.direction == calls::Direction::Out)
            caller.ourCall = policy::OurCall{.at = call.startedAt, .staff = call.staff.isEmpty() ? caller.lastWorkedBy : call.staff};
        if (call.verdict != calls::Verdict::Answered || !caller.openCase)
            return;
        Case &open = *caller.openCase;
        open.followUp.reachedAt = m_now;
        withdraw(caller, playbook::StopsOn::Reached);
        if (policy::decideAnswered({.call = call, .followUp = open.followUp, .liveTask = open.task}, m_rules).closes)
            close(caller);
    }

    void decide(const calls::Call &call)
    {
        countMiss();
        const std::optional<PhoneNumber> number = calls::numberOf(call.caller);
        const Result<PhoneNumber> dialled = PhoneNumber::parse(call.line);
        const calls::Line *const line = dialled ? m_setup.line(*dialled) : nullptr;
        Party *const caller = number ? &party(*number) : nullptr;

        policy::CallFacts facts{.call = call};
        facts.callerGaveUp = call.providerReason == "no-answer"_L1 || call.providerReason == "canceled"_L1;
        if (line)
            facts.line = *line;
        facts.ownNumber = number && m_setup.isOwnNumber(*number);
        facts.storm = m_storm.has_value();
        if (caller) {
            const auto lately = [&call](const QList<Instant> &times) {
                return static_cast<int>(std::count_if(times.cbegin(), times.cend(), [&](Instant at) { return at >= call.startedAt - 1h; }));
            };
            facts.contact = caller->contact;
            facts.blocking = blockingAt(*number, m_now);
            facts.optedOut = caller->optedOut;
            facts.likelyOptedOut = caller->likelyOptedOut;
            facts.doNotText = m_setup.doNotText.contains(*number);
            facts.shortCallsInTheLastHour = lately(caller->screenedAt);
            if (caller->openCase) {
                facts.openCase = caller->openCase->followUp;
                facts.liveTask = caller->openCase->task;
                facts.callsInTheLastHour = lately(caller->openCase->missedAt);
            }
            facts.textedAt = lastText(*caller);
            if (facts.textedAt && *facts.textedAt < m_now - m_rules.playbook.dedupWindow)
                facts.textedAt.reset();
            if (caller->ourCall && caller->ourCall->at >= call.startedAt - m_rules.playbook.returningWindow)
                facts.ourCall = caller->ourCall;
            facts.candidates = candidates();
            facts.turns = m_turns;
        }
        const policy::Decision decision = policy::decide(facts, m_rules, m_now);
        if (caller && decision.actions.isEmpty())
            caller->screenedAt.append(call.startedAt);
        else if (caller)
            carryOut(decision, *caller, call);
        compare(call, decision);
    }

    // Of what holds today, as much as was there by then.
    [[nodiscard]] std::optional<calls::Blocking> blockingAt(const PhoneNumber &number, Instant at) const
    {
        const auto found = m_history.blockings.constFind(number);
        if (found == m_history.blockings.constEnd())
            return std::nullopt;
        calls::Blocking blocking = *found;
        if (!blocking.markedAt || *blocking.markedAt > at)
            blocking.mark = calls::Blocking::Mark::None;
        if (!blocking.listedAt || *blocking.listedAt > at)
            blocking.list.clear();
        if (!blocking.countedAt || *blocking.countedAt > at)
            blocking.complaints = 0;
        return blocking;
    }

    void carryOut(const policy::Decision &decision, Party &caller, const calls::Call &call)
    {
        for (const policy::Action &action : decision.actions) {
            if (std::holds_alternative<policy::OpenCase>(action))
                open(caller, call.line);
            else if (const auto *task = std::get_if<policy::CreateTask>(&action))
                give(caller, *task);
            else if (const auto *raise = std::get_if<policy::RaisePriority>(&action))
                raiseTask(*caller.openCase, *raise);
            else if (const auto *text = std::get_if<policy::ScheduleText>(&action))
                answer(caller, *text);
            else if (const auto *step = std::get_if<policy::PlanStep>(&action))
                plan(step->at, caller.contact.number, caller.openCase->serial, NextStep{*step});
        }
        caller.openCase->missedAt.append(call.startedAt);
        caller.openCase->workedByPeople = caller.openCase->workedByPeople || call.followUp.has_value();
    }

    void answer(Party &caller, const policy::ScheduleText &text)
    {
        schedule(caller, caller.openCase->serial,
                 Message{.step = m_rules.playbook.step(text.step),
                         .channel = calls::Channel::Text,
                         .plannedAt = m_now,
                         .dueAt = text.dueAt,
                         .trueUntil = text.trueUntil,
                         .answersCall = true,
                         .counted = counts()});
    }

    void schedule(Party &recipient, quint64 caseSerial, Message message)
    {
        message.id = ++m_made;
        if (message.channel == calls::Channel::Text)
            recipient.planned = PlannedText{.id = message.id, .dueAt = message.dueAt, .step = message.step};
        plan(message.dueAt, recipient.contact.number, caseSerial, message);
    }

    static std::optional<Instant> lastText(const Party &recipient)
    {
        return recipient.planned ? std::max(recipient.planned->dueAt, recipient.textedAt.value_or(recipient.planned->dueAt))
                                 : recipient.textedAt;
    }

    // A text that will not leave after all keeps no other from leaving.
    static void withdraw(Party &recipient, playbook::StopsOn why)
    {
        if (!recipient.planned)
            return;
        const playbook::Step *const step = recipient.planned->step;
        if (why == playbook::StopsOn::OptedOut || (step && step->stopsOn.contains(why)))
            recipient.planned.reset();
    }

    void compare(const calls::Call &call, const policy::Decision &decision)
    {
        if (!counts())
            return;
        const QString did = treatment(call.reasons);
        const QString would = treatment(decision.reasons);
        ++m_replay.missed;
        if (would == code(policy::reason::texted))
            ++m_replay.texted;
        else if (would == code(policy::reason::quietHours))
            ++m_replay.textedLater;
        else
            ++m_replay.suppressed[would];
        if (did == would)
            return;
        ++m_replay.different;
        ++m_replay.differences[u"%1 → %2"_s.arg(did, would)];
        if (m_replay.firstDifferences.size() < m_plan.listedDifferences)
            m_replay.firstDifferences.append({.call = call.id, .at = m_now, .did = did, .would = would});
    }

    // --- cases and callbacks ------------------------------------------------------------------------------------------

    void open(Party &caller, const QString &line)
    {
        caller.openCase = Case{.serial = ++m_made,
                               .followUp = {.id = m_ids.next<calls::FollowUpId>(m_now),
                                            .contact = caller.contact.id,
                                            .line = line,
                                            .openedAt = m_now,
                                            .lastCallAt = m_now},
                               .task = {},
                               .missedAt = {},
                               .counted = counts()};
        m_replay.followUps += counts() ? 1 : 0;
    }

    void close(Party &caller)
    {
        finishTask(*caller.openCase);
        caller.openCase.reset();
        withdraw(caller, playbook::StopsOn::Closed);
        caller.likelyOptedOut = false; // whoever worked the case has read what was written
    }

    // Nobody knows any more who was there, or whose calendar said what: all may be given callbacks.
    [[nodiscard]] QList<policy::Candidate> candidates() const
    {
        QList<policy::Candidate> all;
        all.reserve(m_setup.staff.size());
        for (const calls::Staff &person : m_setup.staff) {
            const Desk desk = m_desks.value(person.id);
            policy::Candidate candidate{.staff = person, .liveTasks = static_cast<int>(desk.live.size()), .lastAssignedAt = {}};
            for (const Instant at : desk.live)
                candidate.lastAssignedAt = std::max(candidate.lastAssignedAt.value_or(at), at);
            all.append(candidate);
        }
        return all;
    }

    static QString holder(const calls::CallbackTask &task)
    {
        return task.state == calls::TaskState::Claimed ? task.claimedBy : task.assignedTo;
    }

    void takeTurn(const QString &team, const QString &staff)
    {
        if (const calls::Staff *const person = m_setup.person(staff))
            policy::take(m_turns, team, *person);
    }

    void give(Party &caller, const policy::CreateTask &action)
    {
        Case &open = *caller.openCase;
        if (action.byTurn)
            takeTurn(action.team, action.assignedTo);
        open.task = calls::CallbackTask{.id = m_ids.next<calls::TaskId>(m_now),
                                        .followUp = open.followUp.id,
                                        .team = action.team,
                                        .assignedTo = action.assignedTo,
                                        .priority = action.priority,
                                        .note = {},
                                        .createdAt = m_now,
                                        .dueAt = action.dueAt};
        if (counts())
            ++m_replay.load[action.assignedTo].tasks;
        putOnDesk(open);
        lookAgain(caller, open);
        plan(action.dueAt, caller.contact.number, open.serial, WorkedOff{});
    }

    void putOnDesk(const Case &open)
    {
        const QString who = holder(*open.task);
        Desk &desk = m_desks[who];
        desk.live.insert(open.serial, open.task->createdAt);
        if (counts()) {
            int &most = m_replay.load[who].mostAtOnce;
            most = std::max(most, static_cast<int>(desk.live.size()));
        }
    }

    void takeOffDesk(const Case &open) { m_desks[holder(*open.task)].live.remove(open.serial); }

    void finishTask(Case &open)
    {
        if (!open.task)
            return;
        takeOffDesk(open);
        open.task.reset();
    }

    void raiseTask(Case &open, const policy::RaisePriority &raise)
    {
        open.task->priority = true;
        if (raise.assignTo.isEmpty())
            return;
        takeOffDesk(open);
        open.task->assignedTo = raise.assignTo;
        putOnDesk(open);
    }

    void lookAgain(const Party &caller, Case &open)
    {
        open.task->checkAt = policy::nextCheck(*open.task, m_rules.playbook.callback);
        if (open.task->checkAt)
            plan(*open.task->checkAt, caller.contact.number, open.serial, TaskLook{});
    }

    void lookAtTask(const Appointment &appointment)
    {
        Case *const open = openCaseOf(appointment);
        if (!open || !open->task || open->task->checkAt != appointment.at)
            return;
        const Party &caller = party(*appointment.number);
        takeOffDesk(*open);
        const int before = open->task->escalations;
        const policy::TaskDecision decision = policy::decideTask({.task = *open->task,
                                                                  .kind = caller.contact.kind,
                                                                  .candidates = candidates(),
                                                                  .turns = m_turns,
                                                                  .language = caller.contact.language},
                                                                 m_rules, m_now);
        if (decision.byTurn)
            takeTurn(decision.task.team, decision.task.assignedTo);
        open->task = decision.task;
        putOnDesk(*open);
        if (counts() && open->task->escalations != before)
            ++m_replay.escalations[open->task->escalatedTo];
        lookAgain(caller, *open);
    }

    void workOff(const Appointment &appointment)
    {
        if (const Case *const open = openCaseOf(appointment); open && !open->workedByPeople)
            close(party(*appointment.number));
    }

    void happen(const PastWork &work)
    {
        Party &caller = party(work.number);
        if (!work.staff.isEmpty())
            caller.lastWorkedBy = work.staff;
        if (work.kind == PastWork::Kind::Completed)
            confirm(caller, work.outcome);
        if (!caller.openCase)
            return;
        Case &open = *caller.openCase;
        switch (work.kind) {
        case PastWork::Kind::Claimed:
            if (!open.task)
                return;
            takeOffDesk(open);
            open.task->state = calls::TaskState::Claimed;
            open.task->claimedBy = work.staff;
            open.task->claimedAt = m_now;
            withdraw(caller, playbook::StopsOn::Claimed);
            putOnDesk(open);
            lookAgain(caller, open);
            return;
        case PastWork::Kind::Completed:
            finishTask(open);
            return;
        case PastWork::Kind::CaseClosed:
            close(caller);
            return;
        }
    }

    void confirm(Party &caller, const QString &outcomeId)
    {
        const playbook::Outcome *const outcome = m_rules.playbook.outcome(outcomeId);
        if (!outcome || outcome->confirmation.isEmpty() || caller.optedOut || caller.likelyOptedOut ||
            m_setup.doNotText.contains(caller.contact.number))
            return;
        schedule(caller, 0, Message{.plannedAt = m_now, .dueAt = m_now, .trueUntil = m_now + confirmationTrueFor, .counted = counts()});
    }

    // --- texts --------------------------------------------------------------------------------------------------------

    void happen(const PastText &text)
    {
        Party &caller = party(text.from);
        switch (policy::readKeyword(text.body, m_rules.playbook.optOut)) {
        case policy::Keyword::Stop:
            optOut(caller);
            return;
        case policy::Keyword::Help:
            return;
        case policy::Keyword::Start:
            if (caller.optedOut || caller.likelyOptedOut) {
                caller.optedOut = false;
                caller.likelyOptedOut = false;
                return;
            }
            break; // an answer like any other
        case policy::Keyword::None:
            caller.likelyOptedOut = caller.likelyOptedOut || policy::isLikelyOptOut(text.body, m_rules.playbook.optOut);
            break;
        }
        if (!caller.openCase) {
            const Result<PhoneNumber> dialled = PhoneNumber::parse(text.line);
            const calls::Line *const line = dialled ? m_setup.line(*dialled) : nullptr;
            const policy::Decision decision = policy::decideUnexpectedText(line ? std::optional(*line) : std::nullopt, caller.contact,
                                                                           candidates(), m_rules, m_now, {}, m_turns);
            for (const policy::Action &action : decision.actions) {
                if (std::holds_alternative<policy::OpenCase>(action))
                    open(caller, text.line);
                else if (const auto *task = std::get_if<policy::CreateTask>(&action))
                    give(caller, *task);
            }
            caller.openCase->workedByPeople = true; // a text opens a case under every playbook
        }
        caller.openCase->followUp.repliedAt = m_now;
        withdraw(caller, playbook::StopsOn::Replied);
    }

    void happen(const store::OptOut &past) { optOut(party(past.number)); }

    static void optOut(Party &caller)
    {
        caller.optedOut = true;
        withdraw(caller, playbook::StopsOn::OptedOut);
    }

    void takeStep(const Appointment &appointment, const policy::PlanStep &planned)
    {
        const playbook::Step *const step = m_rules.playbook.step(planned.step);
        Case *const open = openCaseOf(appointment);
        if (!step)
            return;
        StepCount unused;
        if (!open) {
            if (counts())
                ++m_replay.steps[step->id].withheld[code(policy::reason::caseClosed)];
            return;
        }
        const Party &caller = party(*appointment.number);
        const Result<PhoneNumber> dialled = PhoneNumber::parse(open->followUp.line);
        const calls::Line *const line = dialled ? m_setup.line(*dialled) : nullptr;
        const policy::StepDecision decision = policy::decideStep({.step = *step,
                                                                  .contact = caller.contact,
                                                                  .followUp = open->followUp,
                                                                  .claimed = open->task && open->task->state == calls::TaskState::Claimed,
                                                                  .optedOut = caller.optedOut,
                                                                  .likelyOptedOut = caller.likelyOptedOut,
                                                                  .doNotText = m_setup.doNotText.contains(caller.contact.number),
                                                                  .canText = line && !line->textsConnection.isEmpty(),
                                                                  .canEmail = m_setup.mail.has_value(),
                                                                  .storm = m_storm.has_value(),
                                                                  .plannedAt = planned.at},
                                                                 m_rules, m_now);
        StepCount &count = counts() ? m_replay.steps[step->id] : unused;
        if (const auto *stop = std::get_if<policy::StopSteps>(&decision)) {
            ++count.withheld[stop->reason];
            return;
        }
        if (const auto *skip = std::get_if<policy::SkipStep>(&decision)) {
            ++count.withheld[skip->reason];
        } else if (const auto *sending = std::get_if<policy::SendStep>(&decision)) {
            schedule(party(*appointment.number), appointment.caseSerial,
                     Message{.step = step,
                             .channel = sending->channel,
                             .plannedAt = m_now,
                             .dueAt = sending->dueAt,
                             .trueUntil = sending->trueUntil,
                             .answersCall = false,
                             .counted = counts()});
        }
        if (const std::optional<policy::PlanStep> next = policy::nextStep(m_rules.playbook, step->id, planned.at - step->after))
            plan(next->at, appointment.number, appointment.caseSerial, NextStep{*next});
    }

    void send(const Appointment &appointment, const Message &message)
    {
        Party &recipient = party(*appointment.number);
        const Case *const open = openCaseOf(appointment);
        const auto since = [&message](std::optional<Instant> at) {
            return at && *at >= message.plannedAt;
        };
        const policy::TextDecision decision =
            policy::decideSending({.to = recipient.contact.number,
                                   .zoneOnRecord = recipient.contact.timeZone,
                                   .channel = message.channel,
                                   .optedOut = recipient.optedOut,
                                   .likelyOptedOut = recipient.likelyOptedOut,
                                   .doNotText = m_setup.doNotText.contains(recipient.contact.number),
                                   .replied = open && since(open->followUp.repliedAt),
                                   .reached = open && since(open->followUp.reachedAt),
                                   .claimed = open && open->task && open->task->state == calls::TaskState::Claimed,
                                   .caseClosed = !open,
                                   .dueAt = message.dueAt,
                                   .trueUntil = message.trueUntil,
                                   .step = message.step},
                                  m_rules, m_now);
        const bool isPlanned = recipient.planned && recipient.planned->id == message.id;
        if (const auto *later = std::get_if<policy::PostponeText>(&decision)) {
            if (isPlanned)
                recipient.planned->dueAt = later->until;
            plan(later->until, appointment.number, appointment.caseSerial, message);
            return;
        }
        if (isPlanned)
            recipient.planned.reset();
        if (const auto *drop = std::get_if<policy::DropText>(&decision)) {
            if (message.counted && message.step)
                ++(message.answersCall ? m_replay.dropped[drop->reason] : m_replay.steps[message.step->id].withheld[drop->reason]);
            return;
        }
        if (message.channel == calls::Channel::Text)
            recipient.textedAt = m_now;
        if (!message.counted)
            return;
        if (message.step && !message.answersCall)
            ++m_replay.steps[message.step->id].sent;
        if (message.channel == calls::Channel::Email) {
            ++m_replay.emails;
            return;
        }
        ++m_replay.texts;
        m_replay.textsInTheNight += isNight(recipient.contact.number, recipient.contact.timeZone, m_rules, m_now) ? 1 : 0;
    }

    // --- storms -------------------------------------------------------------------------------------------------------

    void countMiss()
    {
        m_misses.push(m_now);
        forgetOldMisses();
        if (policy::decideStorm(m_storm, m_stormEndedAt, static_cast<int>(m_misses.size()), m_rules.playbook.storm, m_now) ==
            policy::StormChange::Begins)
            beginStorm({});
    }

    void forgetOldMisses()
    {
        while (!m_misses.empty() && m_misses.front() <= m_now - stormWindow)
            m_misses.pop();
    }

    void beginStorm(std::optional<Instant> until)
    {
        if (!m_storm)
            m_storms.append({.began = m_now, .ended = {}});
        m_storm = calls::Storm{
            .id = m_ids.next<calls::StormId>(m_now), .beganAt = m_now, .begunBy = {}, .until = until, .endedAt = {}, .endedBy = {}};
        plan(until.value_or(m_now + stormWindow), {}, 0, StormLook{});
    }

    void endStorm()
    {
        if (!m_storm)
            return;
        m_storms.last().ended = m_now;
        m_stormEndedAt = m_now;
        m_storm.reset();
    }

    void lookAtStorm()
    {
        if (!m_storm)
            return;
        forgetOldMisses();
        if (policy::decideStorm(m_storm, m_stormEndedAt, static_cast<int>(m_misses.size()), m_rules.playbook.storm, m_now) ==
            policy::StormChange::Ends)
            endStorm();
        else if (!m_storm->until && !m_misses.empty())
            plan(m_misses.front() + stormWindow, {}, 0, StormLook{}); // they grow fewer then
    }

    void happen(const calls::Storm &storm) { beginStorm(storm.until); }
    void happen(const SwitchedOff &) { endStorm(); }

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
    QHash<PhoneNumber, Party> m_parties;
    policy::Turns m_turns;
    QHash<QString, Desk> m_desks;
    std::queue<Instant> m_misses; ///< of the last 15 minutes
    std::optional<calls::Storm> m_storm;
    std::optional<Instant> m_stormEndedAt;
    QList<StormSpan> m_storms;
};

} // namespace

bool isNight(const PhoneNumber &number, const QByteArray &zoneOnRecord, const policy::Rules &rules, Instant at)
{
    if (!rules.quietHours)
        return false;
    QList<QByteArray> zones = {zoneOnRecord};
    if (zoneOnRecord.isEmpty() || !zoneOf(zoneOnRecord).isValid()) // an empty id would be this computer's zone
        zones = calls::zonesOf(number);
    if (zones.isEmpty())
        zones = {rules.officeZone};
    return std::any_of(zones.cbegin(), zones.cend(), [&](const QByteArray &zone) {
        const QDateTime local = toDateTime(at).toTimeZone(zoneOf(zone));
        if (rules.quietHours->start != rules.quietHours->end && within(local.time(), rules.quietHours->start, rules.quietHours->end))
            return true;
        if (!rules.quietHours->stateRules)
            return false;
        const QList<QByteArray> states = policy::statesOf(number);
        return std::any_of(states.cbegin(), states.cend(), [&local](const QByteArray &state) {
            const policy::WeekHours *const week = policy::hoursOf(state);
            if (!week)
                return false;
            const std::optional<policy::OpenHours> &open = week->at(size_t(local.date().dayOfWeek() - 1));
            return !open || local.time() < open->from || local.time() >= open->until;
        });
    });
}

Replay replay(const store::History &history, const settings::Setup &setup, const policy::Rules &rules, const ReplayPlan &plan)
{
    return Simulation(history, setup, rules, plan).run();
}

} // namespace ringback::reports
