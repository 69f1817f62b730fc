#include "engine/casework.h"

#include "base/time.h"
#include "engine/considered.h"
#include "engine/noticeplan.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "policy/routing.h"
#include "store/jobgateway.h"
#include "store/peoplegateway.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTimeZone>

#include <algorithm>
#include <map>

namespace ringback::engine {

using namespace Qt::StringLiterals;

namespace {

const QString engineActor = u"engine"_s;

QString reasonOf(playbook::StopsOn why)
{
    switch (why) {
    case playbook::StopsOn::Replied:
        return QString::fromUtf16(policy::reason::replied);
    case playbook::StopsOn::Reached:
        return QString::fromUtf16(policy::reason::reached);
    case playbook::StopsOn::Claimed:
        return QString::fromUtf16(policy::reason::claimed);
    case playbook::StopsOn::Closed:
        return QString::fromUtf16(policy::reason::caseClosed);
    case playbook::StopsOn::OptedOut:
        return QString::fromUtf16(policy::reason::optedOut);
    }
    Q_UNREACHABLE();
}

// Who has a task on the desk.
QString holderOf(const calls::CallbackTask &task)
{
    return task.state == calls::TaskState::Claimed ? task.claimedBy : task.assignedTo;
}

bool isLive(const calls::CallbackTask &task)
{
    return task.state == calls::TaskState::Open || task.state == calls::TaskState::Claimed;
}

Instant midnightOf(const calls::Staff &person, const QByteArray &officeZone, Instant now)
{
    const QTimeZone own(person.timeZone.isEmpty() ? officeZone : person.timeZone);
    const QTimeZone zone = own.isValid() ? own : QTimeZone::utc();
    const QDate today = QDateTime::fromMSecsSinceEpoch(toMs(now), zone).date();
    return fromMs(today.startOfDay(zone).toMSecsSinceEpoch()); // where midnight is skipped, when the day begins
}

} // namespace

Casework::Casework(store::Transaction &transaction, audit::Trail &trail, IdSource &ids, const Office &office, Instant now)
    : m_transaction(transaction)
    , m_trail(trail)
    , m_ids(ids)
    , m_office(office)
    , m_now(now)
{}

Done Casework::countDesks()
{
    const Result<QHash<QString, store::Load>> loads = store::TaskGateway(m_transaction.database()).loads();
    if (!loads)
        return failure(loads);
    const store::PeopleGateway people(m_transaction.database());
    Result<QHash<QString, calls::CalendarView>> calendars = people.calendarViews(m_office.setup.calendars, m_now);
    if (!calendars)
        return failure(calendars);
    Desks desks{.byStaff = {}, .calendars = std::move(*calendars)};
    std::map<Instant, QHash<QString, store::PeopleGateway::Given>> givenSince; // one count for each zone that people live in
    for (const calls::Staff &person : m_office.setup.staff) {
        const Instant midnight = midnightOf(person, m_office.setup.company.timeZone, m_now);
        if (!givenSince.contains(midnight)) {
            Result<QHash<QString, store::PeopleGateway::Given>> given = people.givenSince(midnight);
            if (!given)
                return failure(given);
            givenSince.emplace(midnight, std::move(*given));
        }
        const store::PeopleGateway::Given today = givenSince.at(midnight).value(person.id);
        const store::Load load = loads->value(person.id);
        desks.byStaff.insert(person.id, {.liveTasks = load.liveTasks,
                                         .lastAssignedAt = today.lastAt ? std::max(load.lastAssignedAt, today.lastAt) : load.lastAssignedAt,
                                         .givenToday = today.count,
                                         .midnight = midnight});
    }
    m_desks = std::move(desks);
    return {};
}

Result<QList<policy::Candidate>> Casework::candidates()
{
    if (m_candidates)
        return *m_candidates;
    if (!m_desks) {
        if (const Done counted = countDesks(); !counted)
            return failure(counted);
    }
    const Result<QList<store::StaffPresence>> presences = store::PeopleGateway(m_transaction.database()).presences();
    if (!presences)
        return failure(presences);
    QHash<QString, std::optional<calls::Presence>> said;
    QHash<QString, std::optional<calls::Presence>> consoles;
    for (const store::StaffPresence &one : *presences)
        (one.presence.source == calls::Presence::Source::Person ? said : consoles).insert(one.staff, one.presence);
    QList<policy::Candidate> candidates;
    for (const calls::Staff &person : m_office.setup.staff) {
        const Desks::Desk desk = m_desks->byStaff.value(person.id);
        const policy::PersonFacts facts{.staff = person,
                                        .said = said.value(person.id),
                                        .console = consoles.value(person.id),
                                        .calendar = m_desks->calendars.value(person.id)};
        candidates.append({.staff = person,
                           .liveTasks = desk.liveTasks,
                           .lastAssignedAt = desk.lastAssignedAt,
                           .givenToday = desk.givenToday,
                           .availability = policy::availabilityOf(facts, m_office.setup.company.timeZone, m_now)});
    }
    m_candidates = candidates;
    return candidates;
}

Result<policy::Turns> Casework::turns()
{
    if (m_turns)
        return *m_turns;
    const Result<policy::Turns> turns = store::PeopleGateway(m_transaction.database()).turns();
    if (!turns)
        return turns;
    m_turns = *turns;
    m_storedTurns = *turns;
    return turns;
}

Done Casework::took(const QString &team, const QString &staff)
{
    const calls::Staff *const person = m_office.setup.person(staff);
    if (!person)
        return failure(ErrorKind::Invalid, u"a turn was taken by nobody of ours"_s);
    if (const Result<policy::Turns> loaded = turns(); !loaded)
        return failure(loaded);
    policy::take(*m_turns, team, *person);
    return {};
}

Done Casework::storeTurns()
{
    if (!m_turns)
        return {};
    const Done stored = store::PeopleGateway(m_transaction.database()).putTurns(m_transaction, m_storedTurns, *m_turns);
    if (stored)
        m_storedTurns = *m_turns;
    return stored;
}

Result<calls::FollowUp> Casework::carryOut(const policy::Decision &decision, const Occasion &occasion)
{
    m_case = occasion.openCase;
    m_assignedTo = occasion.liveTask ? holderOf(*occasion.liveTask) : QString();
    m_writesLead = std::any_of(decision.actions.cbegin(), decision.actions.cend(),
                               [](const policy::Action &action) { return std::holds_alternative<policy::WriteLead>(action); });
    struct Visitor {
        Casework &work;
        const policy::Decision &decision;
        const Occasion &occasion;

        Done operator()(const policy::OpenCase &) const { return work.openCase(occasion, decision); }
        Done operator()(const policy::JoinCase &) const { return work.joinCase(occasion, decision); }
        Done operator()(const policy::WriteLead &action) const { return work.writeLead(action, occasion); }
        Done operator()(const policy::CreateTask &action) const { return work.createTask(action, occasion, decision.reasons); }
        Done operator()(const policy::ScheduleText &action) const { return work.scheduleText(action, occasion); }
        Done operator()(const policy::RaisePriority &action) const
        {
            Q_ASSERT(occasion.liveTask && occasion.liveTask->id == action.task);
            return work.raisePriority(*occasion.liveTask, occasion.rules.playbook.callback, action.assignTo);
        }
        Done operator()(const policy::PlanStep &) const { return {}; } // is written with its case
    };
    for (const policy::Action &action : decision.actions) {
        if (const Done done = std::visit(Visitor{*this, decision, occasion}, action); !done)
            return failure(done);
    }
    Q_ASSERT_X(m_case, "casework", "a decision with actions is about a case");
    return *m_case;
}

Done Casework::openCase(const Occasion &occasion, const policy::Decision &decision)
{
    m_case = calls::FollowUp{.id = m_ids.next<calls::FollowUpId>(m_now),
                             .contact = occasion.contact.id,
                             .line = occasion.dialled,
                             .playbookVersion = m_office.playbookVersion,
                             .missedCalls = occasion.missedCalls,
                             .openedAt = m_now,
                             .lastCallAt = occasion.calledAt,
                             .repliedAt = occasion.repliedAt,
                             .reasons = decision.reasons};
    for (const policy::Action &action : decision.actions) {
        if (const auto *plan = std::get_if<policy::PlanStep>(&action)) {
            m_case->nextStep = plan->step;
            m_case->nextStepAt = plan->at;
        }
    }
    note(engineActor, u"follow_up_opened"_s, m_case->id.text(), u"follow_up:"_s + m_case->id.text(),
         {{u"reasons"_s, QJsonArray::fromStringList(decision.reasons)}, {u"playbook_version"_s, m_office.playbookVersion}});
    return store::FollowUpGateway(m_transaction.database()).insert(m_transaction, *m_case);
}

Done Casework::joinCase(const Occasion &occasion, const policy::Decision &decision)
{
    m_case->missedCalls += 1;
    m_case->lastCallAt = std::max(m_case->lastCallAt, occasion.calledAt);
    m_case->line = occasion.dialled;
    m_case->reasons = decision.reasons;
    note(engineActor, u"follow_up_joined"_s, m_case->id.text(), u"follow_up:"_s + m_case->id.text(),
         {{u"reasons"_s, QJsonArray::fromStringList(decision.reasons)}, {u"missed_calls"_s, m_case->missedCalls}});
    return store::FollowUpGateway(m_transaction.database()).update(m_transaction, *m_case);
}

Done Casework::writeLead(const policy::WriteLead &action, const Occasion &occasion)
{
    const calls::Lead lead{.id = m_ids.next<calls::LeadId>(m_now),
                           .followUp = m_case->id,
                           .contact = occasion.contact.id,
                           .tag = action.tag,
                           .source = action.source,
                           .status = action.status,
                           .createdAt = m_now};
    note(engineActor, u"lead_written"_s, m_case->id.text(), u"lead:"_s + lead.id.text(),
         {{u"tag"_s, action.tag}, {u"source"_s, action.source}, {u"status"_s, action.status}});
    return store::LeadGateway(m_transaction.database()).insert(m_transaction, lead);
}

Done Casework::createTask(const policy::CreateTask &action, const Occasion &occasion, const QStringList &reasons)
{
    calls::CallbackTask task{.id = m_ids.next<calls::TaskId>(m_now),
                             .followUp = m_case->id,
                             .team = action.team,
                             .assignedTo = action.assignedTo,
                             .priority = action.priority,
                             .note = action.note,
                             .createdAt = m_now,
                             .dueAt = action.dueAt};
    if (!task.assignedTo.isEmpty())
        task.assignedAt = m_now;
    task.checkAt = policy::nextCheck(task, occasion.rules.playbook.callback);
    m_assignedTo = action.assignedTo;
    countTask(action.assignedTo, 1);
    countGiven(action.assignedTo, 1);
    if (action.byTurn) {
        if (const Done taken = took(action.team, action.assignedTo); !taken)
            return taken;
    }
    QJsonObject detail = {{u"team"_s, task.team},
                          {u"assigned_to"_s, task.assignedTo},
                          {u"due_at"_s, toIso(task.dueAt)},
                          {u"priority"_s, task.priority},
                          {u"reasons"_s, QJsonArray::fromStringList(reasons)}};
    if (!action.considered.isEmpty())
        detail.insert(u"considered"_s, consideredJson(action.considered));
    note(engineActor, u"task_created"_s, m_case->id.text(), u"task:"_s + task.id.text(), detail);
    if (const Done inserted = store::TaskGateway(m_transaction.database()).insert(m_transaction, task); !inserted)
        return inserted;
    return NoticePlan(m_transaction, m_trail, m_ids, m_office, m_now).given(task, false);
}

Done Casework::scheduleText(const policy::ScheduleText &action, const Occasion &occasion)
{
    Q_ASSERT(occasion.line);
    const bool waitsForLead = m_writesLead && !m_office.setup.leadSystems.isEmpty();
    return schedule({.key = u"text:%1:%2"_s.arg(occasion.key, action.step),
                     .followUp = m_case->id,
                     .contact = occasion.contact,
                     .playbook = occasion.rules.playbook,
                     .step = action.step,
                     .templateId = action.templateId,
                     .language = action.language,
                     .line = occasion.line->number,
                     .connection = occasion.line->textsConnection,
                     .staff = m_assignedTo,
                     .dueAt = action.dueAt,
                     .trueUntil = action.trueUntil,
                     .headStart = waitsForLead ? Milliseconds(occasion.rules.playbook.crmHeadStart) : Milliseconds(0)});
}

Done Casework::schedule(const Outgoing &outgoing)
{
    const Instant dueAt = outgoing.dueAt + outgoing.headStart;
    const bool isEmail = outgoing.channel == calls::Channel::Email;
    const settings::Setup &setup = m_office.setup;
    const Result<QString> body = writeText(setup, outgoing.playbook, outgoing.templateId, outgoing.language, outgoing.contact,
                                           outgoing.line, outgoing.staff, outgoing.appointment, outgoing.followUp);
    const Result<QString> subject = isEmail ? writeSubject(setup, outgoing.playbook, outgoing.templateId, outgoing.language,
                                                           outgoing.contact, outgoing.line, outgoing.staff, outgoing.followUp)
                                            : QString();
    if (!body || !subject) { // the playbook was checked, so this is ours to mend; the callback stands all the same
        note(outgoing.actor, u"text_failed"_s, outgoing.followUp.text(), QString(),
             {{u"template"_s, outgoing.templateId}, {u"error"_s, body ? subject.error().what : body.error().what}});
        return {};
    }
    const calls::Message message{.id = m_ids.next<calls::MessageId>(m_now),
                                 .followUp = outgoing.followUp,
                                 .contact = outgoing.contact.id,
                                 .channel = outgoing.channel,
                                 .line = outgoing.line,
                                 .peer = outgoing.contact.number,
                                 .email = isEmail ? outgoing.contact.email : QString(),
                                 .subject = *subject,
                                 .body = *body,
                                 .step = outgoing.step,
                                 .state = calls::DeliveryState::Scheduled,
                                 .connection = outgoing.connection,
                                 .createdAt = m_now};
    if (const Done inserted = store::MessageGateway(m_transaction.database()).insert(m_transaction, message, dueAt); !inserted)
        return inserted;
    QJsonObject detail = {{u"step"_s, outgoing.step}, {u"template"_s, outgoing.templateId}, {u"due_at"_s, toIso(outgoing.dueAt)}};
    if (dueAt != outgoing.dueAt)
        detail.insert(u"waits_for_lead_until"_s, toIso(dueAt));
    note(outgoing.actor, isEmail ? u"email_scheduled"_s : u"text_scheduled"_s, outgoing.followUp.text(), u"message:"_s + message.id.text(),
         detail);
    const store::Job job{.id = m_ids.next<calls::JobId>(m_now),
                         .key = outgoing.key,
                         .message = message.id,
                         .connection = message.connection,
                         .dueAt = dueAt,
                         .trueUntil = outgoing.trueUntil,
                         .line = isEmail ? QString() : message.line.e164(), // a mail server keeps no line's pace
                         .afterLead = dueAt != outgoing.dueAt ? std::optional(outgoing.dueAt) : std::nullopt};
    return store::JobGateway(m_transaction.database()).insert(m_transaction, job);
}

Done Casework::raisePriority(const calls::CallbackTask &task, const playbook::Callback &rules, const QString &assignTo)
{
    calls::CallbackTask raised = task;
    raised.priority = true;
    if (task.state == calls::TaskState::Open && !assignTo.isEmpty())
        raised.assignedTo = assignTo;
    if (task.readyAt && *task.readyAt > m_now) {
        raised.readyAt = m_now;
        raised.checkAt = policy::nextCheck(raised, rules);
    }
    if (raised == task)
        return {};
    note(engineActor, u"priority_raised"_s, task.followUp.text(), u"task:"_s + task.id.text(), {{u"assigned_to"_s, raised.assignedTo}});
    const Result<bool> changed = changeTask(task, raised);
    if (!changed)
        return failure(changed);
    if (*changed)
        return {};
    return store::TaskGateway(m_transaction.database()).raisePriority(m_transaction, task.id); // somebody has just taken it
}

Result<bool> Casework::changeTask(const calls::CallbackTask &before, const calls::CallbackTask &after)
{
    calls::CallbackTask dated = after;
    if (after.assignedTo != before.assignedTo)
        dated.assignedAt = after.assignedTo.isEmpty() ? std::nullopt : std::optional(m_now);
    const Result<bool> changed = store::TaskGateway(m_transaction.database()).change(m_transaction, before, dated);
    if (!changed || !*changed)
        return changed;
    if (holderOf(before) != holderOf(after) || isLive(before) != isLive(after)) {
        countTask(isLive(before) ? holderOf(before) : QString(), -1);
        countTask(isLive(after) ? holderOf(after) : QString(), 1);
    }
    if (after.assignedTo != before.assignedTo) {
        const Desks::Desk desk = m_desks ? m_desks->byStaff.value(before.assignedTo) : Desks::Desk();
        if (before.assignedAt && *before.assignedAt >= desk.midnight)
            countGiven(before.assignedTo, -1);
        countGiven(after.assignedTo, 1);
        const bool escalated = after.escalations != before.escalations;
        if (const Done told = NoticePlan(m_transaction, m_trail, m_ids, m_office, m_now).given(dated, escalated); !told)
            return failure(told);
    }
    return changed;
}

void Casework::countTask(const QString &holder, int more)
{
    if (!m_desks || !m_desks->byStaff.contains(holder))
        return; // counted when they are asked for, as they are then
    Desks::Desk &desk = m_desks->byStaff[holder];
    desk.liveTasks += more;
    if (more > 0)
        desk.lastAssignedAt = m_now;
    showOnCandidates(holder);
}

void Casework::countGiven(const QString &staff, int more)
{
    if (!m_desks || !m_desks->byStaff.contains(staff))
        return;
    m_desks->byStaff[staff].givenToday += more;
    showOnCandidates(staff);
}

void Casework::showOnCandidates(const QString &staff)
{
    if (!m_candidates)
        return;
    const Desks::Desk desk = m_desks->byStaff.value(staff);
    for (policy::Candidate &candidate : *m_candidates) {
        if (candidate.staff.id != staff)
            continue;
        candidate.liveTasks = desk.liveTasks;
        candidate.lastAssignedAt = desk.lastAssignedAt;
        candidate.givenToday = desk.givenToday;
    }
}

Result<int> Casework::stopSteps(calls::FollowUp &followUp, const calls::PhoneNumber &number, playbook::StopsOn why,
                                const playbook::Playbook &playbook)
{
    const auto stops = [&](const QString &step) {
        const playbook::Step *const found = playbook.step(step);
        return found && found->stopsOn.contains(why);
    };
    if (followUp.nextStepAt && (stops(followUp.nextStep) || !playbook.step(followUp.nextStep))) {
        note(engineActor, u"steps_stopped"_s, followUp.id.text(), u"follow_up:"_s + followUp.id.text(),
             {{u"step"_s, followUp.nextStep}, {u"reasons"_s, QJsonArray{reasonOf(why)}}});
        followUp.nextStep.clear();
        followUp.nextStepAt.reset();
    }
    Result<QList<calls::Message>> scheduled = store::MessageGateway(m_transaction.database()).scheduledTo(number);
    if (!scheduled)
        return failure(scheduled);
    scheduled->removeIf([&](const calls::Message &message) { return message.followUp != followUp.id || !stops(message.step); });
    return drop(*scheduled, reasonOf(why), engineActor);
}

Result<int> Casework::dropScheduled(const calls::PhoneNumber &number, const QString &reason)
{
    const Result<QList<calls::Message>> scheduled = store::MessageGateway(m_transaction.database()).scheduledTo(number);
    if (!scheduled)
        return failure(scheduled);
    return drop(*scheduled, reason, engineActor);
}

Result<int> Casework::drop(const QList<calls::Message> &scheduled, const QString &reason, const QString &actor)
{
    const store::MessageGateway messages(m_transaction.database());
    int dropped = 0;
    for (calls::Message message : scheduled) {
        const Result<bool> taken = store::JobGateway(m_transaction.database()).dropWaiting(m_transaction, message.id);
        if (!taken)
            return failure(taken);
        if (!*taken) // the runner has it in hand; it asks the policy again before it sends
            continue;
        message.state = calls::DeliveryState::Dropped;
        message.doneAt = m_now;
        if (const Done updated = messages.update(m_transaction, message); !updated)
            return failure(updated);
        note(actor, u"text_dropped"_s, message.followUp ? message.followUp->text() : QString(), u"message:"_s + message.id.text(),
             {{u"reasons"_s, QJsonArray{reason}}});
        ++dropped;
    }
    return dropped;
}

void Casework::note(const QString &actor, const QString &action, const QString &caseId, const QString &subject, QJsonObject detail)
{
    m_trail.add({.at = m_now, .actor = actor, .action = action, .caseId = caseId, .subject = subject, .detail = std::move(detail)});
}

} // namespace ringback::engine
