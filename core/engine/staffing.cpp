#include "engine/staffing.h"

#include "audit/trail.h"
#include "base/time.h"
#include "calls/people.h"
#include "engine/casework.h"
#include "engine/considered.h"
#include "engine/noticeplan.h"
#include "engine/taskfacts.h"
#include "policy/availability.h"
#include "policy/followthrough.h"
#include "store/auditgateway.h"
#include "store/gateways.h"

#include <QJsonArray>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using policy::Candidate;
using store::PeopleGateway;

namespace {

const QString engineActor = u"engine"_s;
constexpr int mostSetAside = 1'000;

bool isThere(const Candidate &candidate)
{
    return calls::may(candidate.staff, calls::Right::Claim) && policy::mayBeGiven(candidate.availability.readiness);
}

bool hasRoom(const Candidate &candidate)
{
    const calls::Staff &person = candidate.staff;
    return (person.capacity == 0 || candidate.liveTasks < person.capacity) && (person.perDay == 0 || candidate.givenToday < person.perDay);
}

bool isStaffed(const QString &team, const QList<Candidate> &candidates)
{
    return std::any_of(candidates.cbegin(), candidates.cend(), [&](const Candidate &candidate) {
        return isThere(candidate) && (team.isEmpty() || candidate.staff.teams.contains(team));
    });
}

QString queueSubject(const QString &team)
{
    return u"queue:"_s + team;
}

} // namespace

struct Staffing::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    audit::Trail trail;
    Casework work;

    Turn(store::Transaction &within, IdSource &ids, const Office &forOffice, Instant at)
        : transaction(within)
        , office(forOffice)
        , now(at)
        , work(within, trail, ids, forOffice, at)
    {}
};

Result<int> Staffing::turn(const Office &office)
{
    const Instant now = m_clock.now();
    if (m_goOnAfter)
        return look(office, now);
    const PeopleGateway people(m_database);
    const Result<PeopleGateway::Open> open = people.openTasks(now); // reads only: an idle engine takes nobody's turn to write
    if (!open)
        return failure(open);
    if (!open->any) {
        const Result<QList<store::UnstaffedQueue>> queues = people.unstaffed();
        if (!queues)
            return failure(queues);
        if (queues->isEmpty()) {
            m_mark.reset();
            m_boundary.reset();
            m_looksSoon = false;
            return 0;
        }
    }
    const Result<Mark> mark = markOf(office, now);
    if (!mark)
        return failure(mark);
    if (m_mark == *mark && !(m_boundary && *m_boundary <= now) && !m_looksSoon)
        return 0;
    if (m_lookedAt && now < *m_lookedAt + between && now >= *m_lookedAt) { // or the clock was set back
        m_looksSoon = true;
        return 0;
    }
    Mark looked = *mark;
    const Result<int> count = look(office, now);
    if (count)
        m_mark = std::move(looked); // what changes from here on, also by this look, is looked at again
    return count;
}

Result<std::optional<Instant>> Staffing::nextDue() const
{
    if (m_goOnAfter)
        return std::optional(m_clock.now());
    const Instant earliest = m_lookedAt ? *m_lookedAt + between : Instant::min();
    if (m_looksSoon)
        return std::optional(earliest);
    return m_boundary ? std::optional(std::max(*m_boundary, earliest)) : std::nullopt;
}

Result<Staffing::Mark> Staffing::markOf(const Office &office, Instant now) const
{
    const PeopleGateway people(m_database);
    Result<QList<store::StaffPresence>> presences = people.presences();
    if (!presences)
        return failure(presences);
    // A console's word that lapses changes what is known; that it is said again does not.
    presences->removeIf([now](const store::StaffPresence &one) { return one.presence.until && *one.presence.until <= now; });
    for (store::StaffPresence &one : *presences) {
        if (one.presence.source == calls::Presence::Source::Console)
            one.presence.until.reset();
    }
    const Result<QString> calendars = people.calendarMark();
    if (!calendars)
        return failure(calendars);
    const Result<store::AuditHead> head = store::AuditGateway(m_database).head();
    if (!head)
        return failure(head);
    return Mark{.presences = std::move(*presences), .calendars = *calendars, .setupVersion = office.setupVersion, .trail = head->sequence};
}

// One turn of a look: as many callbacks as fit, and at its end the queues and the time of the next look.
Result<int> Staffing::look(const Office &office, Instant now)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn(*transaction, m_ids, office, now);
    const Result<QList<PeopleGateway::Place>> places = placesOf(turn);
    if (!places)
        return failure(places);
    int count = 0;
    for (const PeopleGateway::Place &one : *places) {
        const Result<bool> placed = place(turn, one.id);
        if (!placed)
            return failure(placed);
        count += *placed ? 1 : 0;
    }
    const bool goesOn = places->size() == rowsPerTurn && m_turnsOfLook + 1 < turnsPerLook;
    const Result<int> queues = goesOn ? 0 : watchQueues(turn);
    if (!queues)
        return queues;
    if (const Done found = findBoundary(turn); !found)
        return failure(found);
    if (const Done stored = turn.work.storeTurns(); !stored)
        return failure(stored);
    if (!turn.trail.isEmpty() || count + *queues > 0) {
        if (const Done proved = turn.trail.appendTo(*transaction); !proved)
            return failure(proved);
        if (const Done committed = transaction->commit(); !committed)
            return failure(committed);
    }
    m_lookedAt = now;
    m_looksSoon = !goesOn && places->size() == rowsPerTurn; // there is more than one look takes
    m_turnsOfLook = goesOn ? m_turnsOfLook + 1 : 0;
    m_goOnAfter = goesOn ? std::optional(places->last()) : std::nullopt;
    return count + *queues;
}

// Callbacks whose person is not to be had, and those in the queue of a team where somebody has room.
Result<QList<PeopleGateway::Place>> Staffing::placesOf(Turn &turn) const
{
    const Result<QList<Candidate>> candidates = turn.work.candidates();
    if (!candidates)
        return failure(candidates);
    const PeopleGateway people(m_database);
    const Result<QStringList> holders = people.holders();
    if (!holders)
        return failure(holders);
    QStringList gone = *holders; // also who has left the office
    QStringList teams;
    bool anybody = false;
    for (const Candidate &candidate : *candidates) {
        if (!isThere(candidate))
            continue;
        gone.removeAll(candidate.staff.id);
        if (hasRoom(candidate)) {
            anybody = true;
            teams += candidate.staff.teams;
        }
    }
    if (anybody)
        teams.append(QString());
    teams.removeDuplicates();
    return people.toPlace(turn.transaction, teams, gone, turn.now, m_goOnAfter, rowsPerTurn);
}

Result<bool> Staffing::place(Turn &turn, const QString &taskId)
{
    const std::optional<calls::TaskId> id = calls::TaskId::parse(taskId);
    if (!id)
        return failure(ErrorKind::Corrupt, u"an id in the database is not one of ours"_s);
    const Result<std::optional<calls::CallbackTask>> found = store::TaskGateway(m_database).findToChange(turn.transaction, *id);
    if (!found)
        return failure(found);
    if (!*found)
        return false;
    const calls::CallbackTask &task = **found;
    const Result<TaskScene> scene = sceneOf(turn.transaction, turn.trail, turn.office, turn.work, task, turn.now);
    if (!scene) {
        if (scene.error().kind == ErrorKind::Transient)
            return failure(scene);
        if (m_setAside.size() < mostSetAside && !m_setAside.contains(taskId)) { // it stays where it is, and people see to it
            m_setAside.insert(taskId);
            turn.work.note(engineActor, u"task_not_rerouted"_s, task.followUp.text(), u"task:"_s + taskId,
                           {{u"error"_s, scene.error().what}});
        }
        return false;
    }
    const std::optional<policy::TaskDecision> decision = policy::reroute(scene->facts(task), scene->rules, turn.now);
    if (!decision)
        return false;
    const calls::CallbackTask &after = decision->task;
    const Result<bool> changed = turn.work.changeTask(task, after);
    if (!changed || !*changed)
        return changed;
    if (decision->byTurn) {
        if (const Done taken = turn.work.took(after.team, after.assignedTo); !taken)
            return failure(taken);
    }
    QJsonObject detail = {{u"team"_s, after.team},
                          {u"assigned_to"_s, after.assignedTo},
                          {u"was_assigned_to"_s, task.assignedTo},
                          {u"reasons"_s, QJsonArray::fromStringList(decision->reasons)}};
    if (!decision->considered.isEmpty())
        detail.insert(u"considered"_s, consideredJson(decision->considered));
    turn.work.note(engineActor, u"task_rerouted"_s, task.followUp.text(), u"task:"_s + taskId, detail);
    return true;
}

Result<int> Staffing::watchQueues(Turn &turn)
{
    const PeopleGateway people(m_database);
    const Result<QList<PeopleGateway::Waiting>> waiting = people.waiting(turn.now);
    if (!waiting)
        return failure(waiting);
    const Result<QList<store::UnstaffedQueue>> known = people.unstaffed();
    if (!known)
        return failure(known);
    const Result<QList<Candidate>> candidates = turn.work.candidates();
    if (!candidates)
        return failure(candidates);
    int count = 0;
    for (const store::UnstaffedQueue &queue : *known) {
        const auto waits = std::find_if(waiting->cbegin(), waiting->cend(), [&](const auto &one) { return one.team == queue.team; });
        const bool staffed = isStaffed(queue.team, *candidates);
        if (waits == waiting->cend() || staffed) {
            const Result<std::optional<bool>> removed = people.removeUnstaffed(turn.transaction, queue.team);
            if (!removed)
                return failure(removed);
            count += *removed ? 1 : 0;
            if (*removed && **removed)
                turn.work.note(
                    engineActor, u"queue_staffed"_s, {}, queueSubject(queue.team),
                    {{u"team"_s, queue.team}, {u"since"_s, toIso(queue.since)}, {u"why"_s, staffed ? u"somebody_came"_s : u"empty"_s}});
        } else if (!queue.toldAt && turn.now >= queue.since + alarmAfter) {
            const Result<bool> told = people.tellUnstaffed(turn.transaction, queue.team, turn.now);
            if (!told)
                return failure(told);
            if (!*told)
                continue;
            ++count;
            turn.work.note(engineActor, u"queue_unstaffed"_s, {}, queueSubject(queue.team),
                           {{u"team"_s, queue.team},
                            {u"since"_s, toIso(queue.since)},
                            {u"waiting"_s, waits->count},
                            {u"oldest"_s, toIso(waits->oldest)}});
            const NoticePlan notices(turn.transaction, turn.trail, m_ids, turn.office, turn.now);
            if (const Done planned = notices.unstaffed(queue.team, queue.since, waits->count, waits->oldest); !planned)
                return failure(planned);
        }
    }
    for (const PeopleGateway::Waiting &queue : *waiting) {
        if (isStaffed(queue.team, *candidates))
            continue;
        const Result<bool> added = people.addUnstaffed(turn.transaction, queue.team, turn.now);
        if (!added)
            return failure(added);
        count += *added ? 1 : 0;
    }
    return count;
}

Done Staffing::findBoundary(Turn &turn)
{
    m_boundary.reset();
    const auto consider = [&](Instant at) {
        if (at > turn.now)
            m_boundary = std::min(m_boundary.value_or(at), at);
    };
    const Result<QList<Candidate>> candidates = turn.work.candidates();
    if (!candidates)
        return failure(candidates);
    for (const Candidate &candidate : *candidates) {
        if (const std::optional<Instant> until = candidate.availability.until) {
            consider(*until);
            consider(*until - policy::soon); // a meeting that begins then counts from here on
        }
    }
    const std::optional<Casework::Desks> desks = turn.work.desks();
    for (const calls::Staff &person : turn.office.setup.staff) {
        if (person.perDay == 0 || !desks)
            continue;
        for (const Milliseconds day : {23h, 24h, 25h}) // whichever the next midnight is; to look once more costs little
            consider(desks->byStaff.value(person.id).midnight + day);
    }
    const PeopleGateway people(m_database);
    const Result<QList<store::StaffPresence>> presences = people.presences();
    if (!presences)
        return failure(presences);
    for (const store::StaffPresence &one : *presences) {
        if (one.presence.until)
            consider(*one.presence.until);
    }
    const Result<PeopleGateway::Open> open = people.openTasks(turn.now);
    if (!open)
        return failure(open);
    if (open->readyAt)
        consider(*open->readyAt);
    const Result<QList<store::UnstaffedQueue>> queues = people.unstaffed();
    if (!queues)
        return failure(queues);
    for (const store::UnstaffedQueue &queue : *queues) {
        if (!queue.toldAt)
            consider(queue.since + alarmAfter);
    }
    return {};
}

} // namespace ringback::engine
