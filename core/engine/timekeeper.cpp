#include "engine/timekeeper.h"

#include "audit/trail.h"
#include "base/time.h"
#include "engine/casework.h"
#include "engine/considered.h"
#include "engine/stormwatch.h"
#include "engine/taskfacts.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "store/gateways.h"

#include <QJsonArray>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds stormLookInterval = 1min;

const QString engineActor = u"engine"_s;

QString subjectOf(const calls::FollowUp &followUp)
{
    return u"follow_up:"_s + followUp.id.text();
}

void forgetSteps(calls::FollowUp &followUp)
{
    followUp.nextStep.clear();
    followUp.nextStepAt.reset();
}

} // namespace

struct Timekeeper::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    audit::Trail trail;
    Casework work;
    StormWatch storm;

    Turn(store::Transaction &within, IdSource &ids, const Office &forOffice, Instant at)
        : transaction(within)
        , office(forOffice)
        , now(at)
        , work(within, trail, ids, forOffice, at)
        , storm(within, trail, ids, forOffice.playbook.storm, at)
    {}
};

Result<int> Timekeeper::turn(const Office &office)
{
    const Result<std::optional<Instant>> due = nextDue(); // reads only: an idle engine takes nobody's turn to write
    if (!due)
        return failure(due);
    if (!*due || **due > m_clock.now())
        return 0;
    const Result<int> all = turn(office, {.steps = rowsPerTurn, .tasks = rowsPerTurn, .storm = true});
    if (all || all.error().kind == ErrorKind::Transient)
        return all;
    // One of them cannot be decided about. They go through one at a time, and the one that cannot is set aside.
    int count = 0;
    for (const Limits one : {Limits{.steps = 1}, Limits{.tasks = 1}}) {
        const Result<int> taken = turn(office, one);
        if (taken) {
            count += *taken;
            continue;
        }
        if (taken.error().kind == ErrorKind::Transient)
            return taken;
        if (const Done aside = setAside(one, taken.error()); !aside)
            return failure(aside);
        ++count;
    }
    if (count == 0)
        return all; // it is the storm
    return count;
}

Result<int> Timekeeper::turn(const Office &office, Limits limits)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn(*transaction, m_ids, office, m_clock.now());
    int count = 0;
    if (limits.steps > 0) {
        const Result<int> steps = takeSteps(turn, limits.steps);
        if (!steps)
            return steps;
        count += *steps;
    }
    if (limits.tasks > 0) {
        const Result<int> tasks = checkTasks(turn, limits.tasks);
        if (!tasks)
            return tasks;
        count += *tasks;
    }
    if (limits.storm) {
        if (const Done ended = turn.storm.endInTime(); !ended)
            return failure(ended);
        m_nextStormLook = turn.now + stormLookInterval;
    }
    if (count == 0 && turn.trail.isEmpty())
        return 0; // nothing to commit
    if (const Done stored = turn.work.storeTurns(); !stored)
        return failure(stored);
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return std::max(count, 1);
}

Result<std::optional<Instant>> Timekeeper::nextDue() const
{
    const Result<std::optional<Instant>> step = store::FollowUpGateway(m_database).nextStepDue();
    if (!step)
        return step;
    const Result<std::optional<Instant>> task = store::TaskGateway(m_database).nextCheck();
    if (!task)
        return task;
    const Result<std::optional<calls::Storm>> storm = store::StormGateway(m_database).current();
    if (!storm)
        return failure(storm);
    std::optional<Instant> next;
    const auto consider = [&](std::optional<Instant> at) {
        if (at)
            next = next ? std::min(*next, *at) : *at;
    };
    consider(*step);
    consider(*task);
    if (*storm)
        consider((*storm)->until.value_or(m_nextStormLook));
    return next;
}

Result<int> Timekeeper::takeSteps(Turn &turn, int limit)
{
    const store::FollowUpGateway followUps(m_database);
    Result<QList<calls::FollowUp>> due = followUps.stepsDue(turn.transaction, turn.now, limit);
    if (!due)
        return failure(due);
    for (calls::FollowUp &followUp : *due) {
        const Result<policy::Rules> rules = turn.office.rulesAt(m_database, followUp.playbookVersion);
        if (!rules)
            return failure(rules);
        // Steps may have the same time, and after a long night several are due.
        while (followUp.nextStepAt && *followUp.nextStepAt <= turn.now) {
            if (const Done taken = takeStep(turn, followUp, *rules); !taken)
                return failure(taken);
        }
        if (const Done updated = followUps.update(turn.transaction, followUp); !updated)
            return failure(updated);
    }
    return static_cast<int>(due->size());
}

Done Timekeeper::takeStep(Turn &turn, calls::FollowUp &followUp, const policy::Rules &rules)
{
    const playbook::Step *const step = rules.playbook.step(followUp.nextStep);
    if (!step)
        return failure(ErrorKind::Corrupt, u"the playbook has no step of that name"_s);
    const store::ContactGateway contacts(m_database);
    const Result<std::optional<calls::Contact>> contact = contacts.findById(followUp.contact);
    if (!contact)
        return failure(contact);
    if (!*contact)
        return failure(ErrorKind::Corrupt, u"the follow-up has no contact"_s);
    const Result<std::optional<store::OptOut>> optOut = contacts.optOut((*contact)->number);
    if (!optOut)
        return failure(optOut);
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).liveOf(followUp.id);
    if (!task)
        return failure(task);
    const Result<bool> storm = turn.storm.isOn();
    if (!storm)
        return failure(storm);
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(followUp.line);
    const calls::Line *const line = number ? turn.office.setup.line(*number) : nullptr;
    const bool isClaimed = *task && (*task)->state == calls::TaskState::Claimed;
    // What waits for its time was put off by somebody who has it in hand.
    const bool waits = *task && (*task)->readyAt && *(*task)->readyAt > turn.now;

    const policy::StepDecision decision = policy::decideStep({.step = *step,
                                                              .contact = **contact,
                                                              .followUp = followUp,
                                                              .claimed = isClaimed || waits,
                                                              .optedOut = *optOut && !(*optOut)->isLikely(),
                                                              .likelyOptedOut = *optOut && (*optOut)->isLikely(),
                                                              .doNotText = turn.office.setup.doNotText.contains((*contact)->number),
                                                              .canText = line && !line->textsConnection.isEmpty(),
                                                              .canEmail = turn.office.setup.mail.has_value(),
                                                              .storm = *storm,
                                                              .plannedAt = *followUp.nextStepAt},
                                                             rules, turn.now);
    const auto note = [&](const QString &action, const QStringList &reasons) {
        turn.work.note(engineActor, action, followUp.id.text(), subjectOf(followUp),
                       {{u"step"_s, step->id}, {u"reasons"_s, QJsonArray::fromStringList(reasons)}});
    };
    if (const auto *stop = std::get_if<policy::StopSteps>(&decision)) {
        note(u"steps_stopped"_s, {stop->reason});
        forgetSteps(followUp);
        return {};
    }
    if (const auto *skip = std::get_if<policy::SkipStep>(&decision)) {
        note(u"step_skipped"_s, {skip->reason});
    } else if (const auto *sending = std::get_if<policy::SendStep>(&decision)) {
        note(u"step_taken"_s, sending->reasons);
        const QString staff = !*task ? QString() : isClaimed ? (*task)->claimedBy : (*task)->assignedTo;
        if (const Done planned = send(turn, followUp, **contact, rules, *sending, staff); !planned)
            return planned;
    }
    // Delays count from the call, as this step's did.
    const std::optional<policy::PlanStep> next = policy::nextStep(rules.playbook, step->id, *followUp.nextStepAt - step->after);
    forgetSteps(followUp);
    if (next) {
        followUp.nextStep = next->step;
        followUp.nextStepAt = next->at;
    }
    return {};
}

Done Timekeeper::send(Turn &turn, const calls::FollowUp &followUp, const calls::Contact &contact, const policy::Rules &rules,
                      const policy::SendStep &send, const QString &staff)
{
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(followUp.line);
    if (!number)
        return failure(ErrorKind::Corrupt, u"the follow-up's line is not a number"_s);
    const calls::Line *const line = turn.office.setup.line(*number);
    const bool isEmail = send.channel == calls::Channel::Email;
    if (!isEmail && !line)
        return failure(ErrorKind::Invalid, u"a text was decided for a line that is not ours"_s);
    return turn.work.schedule({.key = u"step:%1:%2"_s.arg(followUp.id.text(), followUp.nextStep),
                               .followUp = followUp.id,
                               .contact = contact,
                               .playbook = rules.playbook,
                               .step = followUp.nextStep,
                               .channel = send.channel,
                               .templateId = send.templateId,
                               .language = send.language,
                               .line = *number,
                               .connection = isEmail ? settings::Mail::connectionId() : line->textsConnection,
                               .staff = staff,
                               .dueAt = send.dueAt,
                               .trueUntil = send.trueUntil});
}

Result<int> Timekeeper::checkTasks(Turn &turn, int limit)
{
    const Result<QList<calls::CallbackTask>> due = store::TaskGateway(m_database).toCheck(turn.transaction, turn.now, limit);
    if (!due)
        return failure(due);
    for (const calls::CallbackTask &task : *due) {
        if (const Done checked = checkTask(turn, task); !checked)
            return failure(checked);
    }
    return static_cast<int>(due->size());
}

Done Timekeeper::checkTask(Turn &turn, const calls::CallbackTask &task)
{
    const Result<TaskScene> scene = sceneOf(turn.transaction, turn.trail, turn.office, turn.work, task, turn.now);
    if (!scene)
        return failure(scene);
    const policy::TaskDecision decision = policy::decideTask(scene->facts(task), scene->rules, turn.now);
    const calls::CallbackTask &after = decision.task;
    if (after == task)
        return failure(ErrorKind::Invalid, u"a task that was due was left as it is"_s); // it would be due for ever
    const Result<bool> changed = turn.work.changeTask(task, after);
    if (!changed)
        return failure(changed);
    if (!*changed) // somebody has it in hand at this moment, and says when to look again
        return {};
    if (decision.byTurn) {
        if (const Done taken = turn.work.took(after.team, after.assignedTo); !taken)
            return taken;
    }
    const QString caseId = task.followUp.text();
    const QString subject = u"task:"_s + task.id.text();
    const QJsonArray reasons = QJsonArray::fromStringList(decision.reasons);
    if (task.state == calls::TaskState::Claimed && after.state == calls::TaskState::Open)
        turn.work.note(engineActor, u"claim_lapsed"_s, caseId, subject, {{u"claimed_by"_s, task.claimedBy}, {u"reasons"_s, reasons}});
    if (after.escalations != task.escalations) {
        QJsonObject detail = {{u"to"_s, after.escalatedTo},
                              {u"team"_s, after.team},
                              {u"assigned_to"_s, after.assignedTo},
                              {u"was_assigned_to"_s, task.assignedTo},
                              {u"reasons"_s, reasons}};
        if (!decision.considered.isEmpty())
            detail.insert(u"considered"_s, consideredJson(decision.considered));
        turn.work.note(engineActor, u"task_escalated"_s, caseId, subject, detail);
    }
    return {};
}

Done Timekeeper::setAside(Limits which, const Error &error)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const Instant now = m_clock.now();
    audit::Trail trail;
    const auto note = [&](const QString &action, const calls::FollowUpId &caseId, const QString &subject) {
        trail.add({.at = now,
                   .actor = engineActor,
                   .action = action,
                   .caseId = caseId.text(),
                   .subject = subject,
                   .detail = {{u"error"_s, error.what}}});
    };
    if (which.steps > 0) {
        const store::FollowUpGateway followUps(m_database);
        Result<QList<calls::FollowUp>> due = followUps.stepsDue(*transaction, now, 1);
        if (!due)
            return failure(due);
        for (calls::FollowUp &followUp : *due) {
            forgetSteps(followUp);
            if (const Done updated = followUps.update(*transaction, followUp); !updated)
                return updated;
            note(u"steps_set_aside"_s, followUp.id, subjectOf(followUp));
        }
    }
    if (which.tasks > 0) {
        const store::TaskGateway tasks(m_database);
        const Result<QList<calls::CallbackTask>> due = tasks.toCheck(*transaction, now, 1);
        if (!due)
            return failure(due);
        for (const calls::CallbackTask &task : *due) {
            calls::CallbackTask unchecked = task; // it stays in the queue, and people see to it
            unchecked.checkAt.reset();
            if (const Result<bool> changed = tasks.change(*transaction, task, unchecked); !changed)
                return failure(changed);
            note(u"task_set_aside"_s, task.followUp, u"task:"_s + task.id.text());
        }
    }
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return proved;
    return transaction->commit();
}

} // namespace ringback::engine
