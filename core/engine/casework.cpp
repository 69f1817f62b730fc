#include "engine/casework.h"

#include "base/time.h"
#include "store/jobgateway.h"
#include "templates/template.h"

#include <QJsonArray>
#include <QLocale>
#include <QTimeZone>

namespace ringback::engine {

using namespace Qt::StringLiterals;

namespace {

const QString engineActor = u"engine"_s;

// `Tue, Nov 24, 3:30 PM`, as people of that language in the United States write it.
QString appointmentTime(Instant at, const QByteArray &zone, const QString &language)
{
    const bool spanish = language == "es"_L1;
    const QLocale locale(spanish ? QLocale::Spanish : QLocale::English, QLocale::UnitedStates);
    const QString format = spanish ? u"ddd d 'de' MMM, h:mm AP"_s : u"ddd, MMM d, h:mm AP"_s;
    QString time = locale.toString(toDateTime(at).toTimeZone(QTimeZone(zone)), format);
    // A blank that does not break is in no SMS alphabet: one would make the text twice as dear.
    return time.replace(QChar(0x202f), u' ').replace(QChar(0xa0), u' ');
}

} // namespace

Casework::Casework(store::Transaction &transaction, audit::Trail &trail, IdSource &ids, const Office &office, Instant now)
    : m_transaction(transaction)
    , m_trail(trail)
    , m_ids(ids)
    , m_office(office)
    , m_now(now)
{}

Result<QList<policy::Candidate>> Casework::candidates()
{
    if (m_candidates)
        return *m_candidates;
    const Result<QHash<QString, store::Load>> loads = store::TaskGateway(m_transaction.database()).loads();
    if (!loads)
        return failure(loads);
    QList<policy::Candidate> candidates;
    for (const calls::Staff &person : m_office.setup.staff) {
        const store::Load load = loads->value(person.id);
        candidates.append({.staff = person, .liveTasks = load.liveTasks, .lastAssignedAt = load.lastAssignedAt});
    }
    m_candidates = candidates;
    return candidates;
}

Result<calls::FollowUp> Casework::carryOut(const policy::Decision &decision, const Occasion &occasion)
{
    m_case.reset();
    m_assignedTo = occasion.assignedTo;
    struct Visitor {
        Casework &work;
        const policy::Decision &decision;
        const Occasion &occasion;

        Done operator()(const policy::OpenCase &) const { return work.openCase(occasion, decision); }
        Done operator()(const policy::JoinCase &) const { return work.joinCase(occasion, decision); }
        Done operator()(const policy::WriteLead &action) const { return work.writeLead(action, occasion); }
        Done operator()(const policy::CreateTask &action) const { return work.createTask(action, occasion); }
        Done operator()(const policy::ScheduleText &action) const { return work.scheduleText(action, occasion); }
        Done operator()(const policy::RaisePriority &action) const { return work.raisePriority(action); }
        Done operator()(const policy::PlanStep &action) const { return work.planStep(action); }
    };
    for (const policy::Action &action : decision.actions) {
        if (const Done done = std::visit(Visitor{*this, decision, occasion}, action); !done)
            return failure(done);
    }
    Q_ASSERT_X(m_case, "casework", "a decision with actions opens or joins a case first");
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
                             .reasons = decision.reasons};
    note(engineActor, u"follow_up_opened"_s, m_case->id.text(), u"follow_up:"_s + m_case->id.text(),
         {{u"reasons"_s, QJsonArray::fromStringList(decision.reasons)}, {u"playbook_version"_s, m_office.playbookVersion}});
    return store::FollowUpGateway(m_transaction.database()).insert(m_transaction, *m_case);
}

Done Casework::joinCase(const Occasion &occasion, const policy::Decision &decision)
{
    m_case = occasion.openCase;
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

Done Casework::createTask(const policy::CreateTask &action, const Occasion &)
{
    const calls::CallbackTask task{.id = m_ids.next<calls::TaskId>(m_now),
                                   .followUp = m_case->id,
                                   .team = action.team,
                                   .assignedTo = action.assignedTo,
                                   .priority = action.priority,
                                   .note = action.note,
                                   .createdAt = m_now,
                                   .dueAt = action.dueAt};
    m_assignedTo = action.assignedTo;
    if (m_candidates) {
        for (policy::Candidate &candidate : *m_candidates) {
            if (candidate.staff.id == action.assignedTo) {
                candidate.liveTasks += 1;
                candidate.lastAssignedAt = m_now;
            }
        }
    }
    note(engineActor, u"task_created"_s, m_case->id.text(), u"task:"_s + task.id.text(),
         {{u"team"_s, task.team}, {u"assigned_to"_s, task.assignedTo}, {u"due_at"_s, toIso(task.dueAt)}, {u"priority"_s, task.priority}});
    return store::TaskGateway(m_transaction.database()).insert(m_transaction, task);
}

Done Casework::scheduleText(const policy::ScheduleText &action, const Occasion &occasion)
{
    Q_ASSERT(occasion.line);
    const Result<QString> body =
        writeText(m_office, action.templateId, action.language, occasion.contact, occasion.line->number, m_assignedTo);
    if (!body) { // the playbook was checked, so this is ours to mend; the callback stands all the same
        note(engineActor, u"text_failed"_s, m_case->id.text(), QString(),
             {{u"template"_s, action.templateId}, {u"error"_s, body.error().what}});
        return {};
    }
    const calls::Message message{.id = m_ids.next<calls::MessageId>(m_now),
                                 .followUp = m_case->id,
                                 .contact = occasion.contact.id,
                                 .line = occasion.line->number,
                                 .peer = occasion.contact.number,
                                 .body = *body,
                                 .step = action.step,
                                 .state = calls::DeliveryState::Scheduled,
                                 .connection = occasion.line->textsConnection,
                                 .createdAt = m_now};
    if (const Done inserted = store::MessageGateway(m_transaction.database()).insert(m_transaction, message, action.dueAt); !inserted)
        return inserted;
    note(engineActor, u"text_scheduled"_s, m_case->id.text(), u"message:"_s + message.id.text(),
         {{u"step"_s, action.step}, {u"template"_s, action.templateId}, {u"due_at"_s, toIso(action.dueAt)}});
    const store::Job job{.id = m_ids.next<calls::JobId>(m_now),
                         .key = u"text:%1:%2"_s.arg(occasion.key, action.step),
                         .message = message.id,
                         .connection = message.connection,
                         .dueAt = action.dueAt,
                         .trueUntil = action.trueUntil,
                         .line = message.line.e164()};
    return store::JobGateway(m_transaction.database()).insert(m_transaction, job);
}

Done Casework::raisePriority(const policy::RaisePriority &action)
{
    note(engineActor, u"priority_raised"_s, m_case->id.text(), u"task:"_s + action.task.text());
    return store::TaskGateway(m_transaction.database()).raisePriority(m_transaction, action.task);
}

Done Casework::planStep(const policy::PlanStep &action)
{
    m_case->nextStep = action.step;
    m_case->nextStepAt = action.at;
    return store::FollowUpGateway(m_transaction.database()).update(m_transaction, *m_case);
}

Result<int> Casework::dropScheduled(const calls::PhoneNumber &number, const QString &reason)
{
    const store::MessageGateway messages(m_transaction.database());
    const Result<QList<calls::Message>> scheduled = messages.scheduledTo(number);
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

QString templateText(const playbook::Playbook &playbook, const QString &templateId, const QString &language)
{
    const playbook::Template *const found = playbook.findTemplate(templateId);
    if (!found)
        return {};
    return found->text.value(language, found->text.value(u"en"_s));
}

Result<QString> writeText(const Office &office, const QString &templateId, const QString &language, const calls::Contact &contact,
                          const calls::PhoneNumber &line, const QString &staffId, std::optional<Instant> appointment)
{
    const settings::Company &company = office.setup.company;
    const calls::Staff *const person = office.setup.person(staffId);
    const templates::Fields fields = {
        {u"first_name"_s, contact.name.section(u' ', 0, 0)},
        {u"company_name"_s, company.name},
        {u"company_phone"_s, company.phone ? company.phone->display() : line.display()},
        {u"line_phone"_s, line.display()},
        {u"staff_name"_s, person ? person->name.section(u' ', 0, 0) : QString()},
        {u"booking_link"_s, company.bookingLink},
        {u"appointment_time"_s, appointment ? appointmentTime(*appointment, company.timeZone, language) : QString()},
    };
    return templates::render(templateText(office.playbook, templateId, language), fields);
}

} // namespace ringback::engine
