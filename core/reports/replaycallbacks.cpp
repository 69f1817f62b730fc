#include "reports/replaysimulation.h"

#include "policy/followthrough.h"

#include <algorithm>

/// Cases and callbacks: who would have had them, and when they end.
namespace ringback::reports {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::PhoneNumber;
using store::PastText;
using store::PastWork;

void Simulation::open(Party &caller, const QString &line)
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

void Simulation::close(Party &caller)
{
    finishTask(*caller.openCase);
    caller.openCase.reset();
    withdraw(caller, playbook::StopsOn::Closed);
    caller.likelyOptedOut = false; // whoever worked the case has read what was written
}

// Nobody knows any more who was there, or whose calendar said what: all may be given callbacks.
QList<policy::Candidate> Simulation::candidates() const
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

QString Simulation::holder(const calls::CallbackTask &task)
{
    return task.state == calls::TaskState::Claimed ? task.claimedBy : task.assignedTo;
}

void Simulation::takeTurn(const QString &team, const QString &staff)
{
    if (const calls::Staff *const person = m_setup.person(staff))
        policy::take(m_turns, team, *person);
}

void Simulation::give(Party &caller, const policy::CreateTask &action)
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

void Simulation::putOnDesk(const Case &open)
{
    const QString who = holder(*open.task);
    Desk &desk = m_desks[who];
    desk.live.insert(open.serial, open.task->createdAt);
    if (counts()) {
        int &most = m_replay.load[who].mostAtOnce;
        most = std::max(most, static_cast<int>(desk.live.size()));
    }
}

void Simulation::finishTask(Case &open)
{
    if (!open.task)
        return;
    takeOffDesk(open);
    open.task.reset();
}

void Simulation::raiseTask(Case &open, const policy::RaisePriority &raise)
{
    open.task->priority = true;
    if (raise.assignTo.isEmpty())
        return;
    takeOffDesk(open);
    open.task->assignedTo = raise.assignTo;
    putOnDesk(open);
}

void Simulation::lookAgain(const Party &caller, Case &open)
{
    open.task->checkAt = policy::nextCheck(*open.task, m_rules.playbook.callback);
    if (open.task->checkAt)
        plan(*open.task->checkAt, caller.contact.number, open.serial, TaskLook{});
}

void Simulation::lookAtTask(const Appointment &appointment)
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

void Simulation::workOff(const Appointment &appointment)
{
    if (const Case *const open = openCaseOf(appointment); open && !open->workedByPeople)
        close(party(*appointment.number));
}

void Simulation::happen(const PastWork &work)
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

} // namespace ringback::reports
