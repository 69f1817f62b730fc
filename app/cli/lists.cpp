#include "audit/trail.h"
#include "board/reader.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/refusal.h"
#include "store/auditgateway.h"
#include "store/gateways.h"
#include "store/pulsegateway.h"

#include <QHash>
#include <QJsonDocument>

#include <limits>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 500;
constexpr int mostToRead = 1'000; // likely opt-outs; more are not counted

// Reads pages by key, newest first, until there are no more or enough.
template <class Value>
Result<QList<Value>> allPages(qint64 limit, Result<QList<Value>> (*page)(store::Database &, const QString &, int),
                              store::Database &database)
{
    QList<Value> all;
    QString before;
    while (all.size() < limit) {
        const Result<QList<Value>> next = page(database, before, static_cast<int>(std::min<qint64>(pageSize, limit - all.size())));
        if (!next)
            return next;
        if (next->isEmpty())
            break;
        before = next->last().id.text();
        all += *next;
    }
    return all;
}

QJsonObject toJson(const calls::Call &call)
{
    QJsonObject row = {{u"id"_s, call.id.text()},
                       {u"connection"_s, call.connection},
                       {u"provider_call_id"_s, call.providerCallId},
                       {u"caller"_s, QJsonValue(QJsonValue::Null)},
                       {u"caller_name"_s, orNull(call.callerName)},
                       {u"line"_s, call.line},
                       {u"direction"_s, calls::word(call.direction)},
                       {u"staff"_s, orNull(call.staff)},
                       {u"state"_s, calls::word(call.verdict)},
                       {u"provider_reason"_s, orNull(call.providerReason)},
                       {u"started_at"_s, toIso(call.startedAt)},
                       {u"ringing_at"_s, orNull(call.ringingAt)},
                       {u"ended_at"_s, orNull(call.endedAt)},
                       {u"ring_ms"_s, QJsonValue(QJsonValue::Null)},
                       {u"follow_up"_s, QJsonValue(QJsonValue::Null)},
                       {u"reasons"_s, QJsonArray::fromStringList(call.reasons)}};
    if (const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller))
        row[u"caller"_s] = number->e164();
    if (call.ringTime)
        row[u"ring_ms"_s] = qint64(call.ringTime->count());
    if (call.followUp)
        row[u"follow_up"_s] = call.followUp->text();
    return row;
}

QJsonObject toJson(const calls::CallbackTask &task)
{
    return {{u"id"_s, task.id.text()},
            {u"follow_up"_s, task.followUp.text()},
            {u"state"_s, calls::word(task.state)},
            {u"team"_s, orNull(task.team)},
            {u"assigned_to"_s, orNull(task.assignedTo)},
            {u"priority"_s, task.priority},
            {u"note"_s, orNull(task.note)},
            {u"created_at"_s, toIso(task.createdAt)},
            {u"due_at"_s, toIso(task.dueAt)},
            {u"claimed_by"_s, orNull(task.claimedBy)},
            {u"claimed_at"_s, orNull(task.claimedAt)},
            {u"completed_by"_s, orNull(task.completedBy)},
            {u"completed_at"_s, orNull(task.completedAt)},
            {u"outcome"_s, orNull(task.outcome)},
            {u"value_cents"_s, orNull(task.value)},
            {u"attempt"_s, task.attempt},
            {u"ready_at"_s, orNull(task.readyAt)},
            {u"escalated_to"_s, orNull(task.escalatedTo)},
            {u"returned_from"_s, orNull(task.returnedFrom)},
            {u"appointment_at"_s, orNull(task.appointmentAt)}};
}

QJsonObject toJson(const calls::Message &message, std::optional<Instant> dueAt)
{
    const bool out = message.direction == calls::Direction::Out;
    return {{u"id"_s, message.id.text()},
            {u"follow_up"_s, message.followUp ? QJsonValue(message.followUp->text()) : QJsonValue(QJsonValue::Null)},
            {u"direction"_s, calls::word(message.direction)},
            {u"channel"_s, calls::word(message.channel)},
            {u"email"_s, orNull(message.email)},
            {u"subject"_s, orNull(message.subject)},
            {u"from"_s, out ? message.line.e164() : message.peer.e164()},
            {u"to"_s, out ? message.peer.e164() : message.line.e164()},
            {u"body"_s, message.body},
            {u"step"_s, orNull(message.step)},
            {u"automated"_s, message.automated},
            {u"state"_s, calls::word(message.state)},
            {u"connection"_s, message.connection},
            {u"provider_id"_s, orNull(message.providerId)},
            {u"error_code"_s, orNull(message.errorCode)},
            {u"created_at"_s, toIso(message.createdAt)},
            {u"due_at"_s, orNull(dueAt)},
            {u"sent_at"_s, orNull(message.sentAt)},
            {u"done_at"_s, orNull(message.doneAt)}};
}

Result<QJsonObject> followUpJson(store::Database &database, const calls::FollowUp &followUp)
{
    const Result<std::optional<calls::Contact>> contact = store::ContactGateway(database).findById(followUp.contact);
    if (!contact)
        return failure(contact);
    const Result<std::optional<calls::Lead>> lead = store::LeadGateway(database).ofFollowUp(followUp.id);
    if (!lead)
        return failure(lead);
    QJsonObject row = {{u"id"_s, followUp.id.text()},
                       {u"contact"_s, followUp.contact.text()},
                       {u"line"_s, followUp.line},
                       {u"state"_s, calls::word(followUp.state)},
                       {u"missed_calls"_s, followUp.missedCalls},
                       {u"opened_at"_s, toIso(followUp.openedAt)},
                       {u"last_call_at"_s, toIso(followUp.lastCallAt)},
                       {u"replied_at"_s, orNull(followUp.repliedAt)},
                       {u"reached_at"_s, orNull(followUp.reachedAt)},
                       {u"next_step"_s, orNull(followUp.nextStep)},
                       {u"next_step_at"_s, orNull(followUp.nextStepAt)},
                       {u"closed_at"_s, orNull(followUp.closedAt)},
                       {u"outcome"_s, orNull(followUp.outcome)},
                       {u"playbook_version"_s, followUp.playbookVersion},
                       {u"reasons"_s, QJsonArray::fromStringList(followUp.reasons)},
                       {u"lead"_s, QJsonValue(QJsonValue::Null)}};
    if (*contact) {
        row[u"caller"_s] = (*contact)->number.e164();
        row[u"caller_name"_s] = orNull((*contact)->name);
        row[u"caller_kind"_s] = calls::word((*contact)->kind);
    }
    if (*lead) {
        row[u"lead"_s] = QJsonObject{{u"id"_s, (*lead)->id.text()},
                                     {u"tag"_s, (*lead)->tag},
                                     {u"source"_s, orNull((*lead)->source)},
                                     {u"status"_s, (*lead)->status},
                                     {u"value_cents"_s, orNull((*lead)->value)},
                                     {u"created_at"_s, toIso((*lead)->createdAt)}};
        row[u"lead_status"_s] = (*lead)->status;
    }
    return row;
}

QJsonObject toJson(const store::AuditRow &row)
{
    return {{u"id"_s, QString::number(row.sequence)},
            {u"at"_s, toIso(row.at)},
            {u"actor"_s, row.actor},
            {u"action"_s, row.action},
            {u"case"_s, orNull(row.caseId)},
            {u"subject"_s, orNull(row.subject)},
            {u"detail"_s, QJsonDocument::fromJson(row.detail.toUtf8()).object()},
            {u"hash"_s, row.hash}};
}

} // namespace

int listCalls(const QStringList &arguments, const Clock &clock)
{
    return list(
        u"calls"_s, u"Lists calls, the newest first."_s,
        {{u"AT"_s, u"started_at"_s},
         {u"CALLER"_s, u"caller"_s},
         {u"NAME"_s, u"caller_name"_s},
         {u"LINE"_s, u"line"_s},
         {u"STATE"_s, u"state"_s},
         {u"RING MS"_s, u"ring_ms"_s},
         {u"WHY"_s, u"reasons"_s}},
        [](store::Database &database, qint64 limit) -> Result<QJsonArray> {
            const Result<QList<calls::Call>> calls = allPages<calls::Call>(
                limit, [](store::Database &db, const QString &before, int count) { return store::CallGateway(db).page(before, count); },
                database);
            if (!calls)
                return failure(calls);
            QJsonArray rows;
            for (const calls::Call &call : *calls)
                rows.append(toJson(call));
            return rows;
        },
        arguments, clock);
}

int listFollowUps(const QStringList &arguments, const Clock &clock)
{
    return list(
        u"follow-ups"_s, u"Lists follow-ups with their leads, the newest first."_s,
        {{u"ID"_s, u"id"_s},
         {u"CALLER"_s, u"caller"_s},
         {u"NAME"_s, u"caller_name"_s},
         {u"STATE"_s, u"state"_s},
         {u"×"_s, u"missed_calls"_s},
         {u"LEAD"_s, u"lead_status"_s},
         {u"OUTCOME"_s, u"outcome"_s},
         {u"WHY"_s, u"reasons"_s}},
        [](store::Database &database, qint64 limit) -> Result<QJsonArray> {
            const Result<QList<calls::FollowUp>> followUps = allPages<calls::FollowUp>(
                limit, [](store::Database &db, const QString &before, int count) { return store::FollowUpGateway(db).page(before, count); },
                database);
            if (!followUps)
                return failure(followUps);
            QJsonArray rows;
            for (const calls::FollowUp &followUp : *followUps) {
                const Result<QJsonObject> row = followUpJson(database, followUp);
                if (!row)
                    return failure(row);
                rows.append(*row);
            }
            return rows;
        },
        arguments, clock);
}

int listTasks(const QStringList &arguments, const Clock &clock)
{
    return list(
        u"tasks"_s, u"Lists callback tasks, the newest first."_s,
        {{u"ID"_s, u"id"_s},
         {u"STATE"_s, u"state"_s},
         {u"DUE"_s, u"due_at"_s},
         {u"ASSIGNED TO"_s, u"assigned_to"_s},
         {u"CLAIMED BY"_s, u"claimed_by"_s},
         {u"TRY"_s, u"attempt"_s},
         {u"READY"_s, u"ready_at"_s},
         {u"WITH"_s, u"escalated_to"_s},
         {u"PRIORITY"_s, u"priority"_s},
         {u"OUTCOME"_s, u"outcome"_s}},
        [](store::Database &database, qint64 limit) -> Result<QJsonArray> {
            const Result<QList<calls::CallbackTask>> tasks = allPages<calls::CallbackTask>(
                limit, [](store::Database &db, const QString &before, int count) { return store::TaskGateway(db).page(before, count); },
                database);
            if (!tasks)
                return failure(tasks);
            QJsonArray rows;
            for (const calls::CallbackTask &task : *tasks)
                rows.append(toJson(task));
            return rows;
        },
        arguments, clock);
}

int listMessages(const QStringList &arguments, const Clock &clock)
{
    return list(
        u"messages"_s, u"Lists texts, the newest first."_s,
        {{u"AT"_s, u"created_at"_s},
         {u"FROM"_s, u"from"_s},
         {u"TO"_s, u"to"_s},
         {u"STATE"_s, u"state"_s},
         {u"ERROR"_s, u"error_code"_s},
         {u"TEXT"_s, u"body"_s}},
        [](store::Database &database, qint64 limit) -> Result<QJsonArray> {
            const Result<QList<calls::Message>> messages = allPages<calls::Message>(
                limit, [](store::Database &db, const QString &before, int count) { return store::MessageGateway(db).page(before, count); },
                database);
            if (!messages)
                return failure(messages);
            QJsonArray rows;
            for (const calls::Message &message : *messages) {
                const Result<std::optional<Instant>> due = store::MessageGateway(database).dueAt(message.id);
                if (!due)
                    return failure(due);
                rows.append(toJson(message, *due));
            }
            return rows;
        },
        arguments, clock);
}

int listAudit(const QStringList &arguments, const Clock &clock)
{
    return list(
        u"audit"_s, u"Lists the audit trail, the newest first."_s,
        {{u"#"_s, u"id"_s},
         {u"AT"_s, u"at"_s},
         {u"WHO"_s, u"actor"_s},
         {u"WHAT"_s, u"action"_s},
         {u"CASE"_s, u"case"_s},
         {u"ABOUT"_s, u"subject"_s}},
        [](store::Database &database, qint64 limit) -> Result<QJsonArray> {
            QJsonArray rows;
            qint64 before = std::numeric_limits<qint64>::max();
            while (rows.size() < limit) {
                const Result<QList<store::AuditRow>> page =
                    store::AuditGateway(database).page(before, static_cast<int>(std::min<qint64>(pageSize, limit - rows.size())));
                if (!page)
                    return failure(page);
                if (page->isEmpty())
                    break;
                for (const store::AuditRow &row : *page)
                    rows.append(toJson(row));
                before = page->last().sequence;
            }
            return rows;
        },
        arguments, clock);
}

int verify(const QStringList &arguments, const Clock &clock)
{
    Command command(u"verify"_s, u"Checks every row of the audit trail."_s, {}, {}, true);
    if (!command.parse(arguments)) {
        return usageError(command);
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<audit::Verification> verification = audit::verify(**database);
    if (!verification)
        return dataError(verification.error());
    if (command.json()) {
        const QJsonObject result = {
            {u"rows"_s, verification->rows},
            {u"ok"_s, !verification->firstBad},
            {u"first_bad"_s, verification->firstBad ? QJsonValue(QString::number(*verification->firstBad)) : QJsonValue(QJsonValue::Null)},
            {u"why"_s, orNull(verification->why)}};
        print(QString::fromUtf8(QJsonDocument(result).toJson()).trimmed());
    } else if (verification->firstBad) {
        print(u"Row %1 is bad: %2. %3 rows before it are whole."_s.arg(*verification->firstBad)
                  .arg(verification->why)
                  .arg(verification->rows));
    } else {
        print(u"All %1 rows are as they were written."_s.arg(verification->rows));
    }
    return verification->firstBad ? Found : Ok;
}

int status(const QStringList &arguments, const Clock &clock)
{
    Command command(u"status"_s, u"How everything is doing."_s, {}, {}, true);
    if (!command.parse(arguments)) {
        return usageError(command);
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    board::Reader reader(**database, clock);
    const Result<board::Office> office = reader.office();
    if (!office)
        return dataError(office.error());
    const Result<board::Health> health = reader.health();
    if (!health)
        return dataError(health.error());
    const Result<int> unread = store::InboxGateway(**database).waiting();
    if (!unread)
        return dataError(unread.error());
    const Result<std::optional<calls::Storm>> storm = store::StormGateway(**database).current();
    if (!storm)
        return dataError(storm.error());
    const Result<QList<store::OptOut>> likely = store::ContactGateway(**database).likelyOptOuts(mostToRead);
    if (!likely)
        return dataError(likely.error());
    const Result<QList<store::Pulse>> pulses = store::PulseGateway(**database).all();
    if (!pulses)
        return dataError(pulses.error());
    QHash<QString, std::optional<Instant>> pausedUntil;
    for (const store::Pulse &pulse : *pulses) {
        if (pulse.pausedUntil && *pulse.pausedUntil > clock.now())
            pausedUntil.insert(pulse.connection, pulse.pausedUntil);
    }
    QJsonArray connections;
    for (const board::ConnectionPulse &pulse : health->connections) {
        connections.append(QJsonObject{{u"id"_s, pulse.id},
                                       {u"last_event_at"_s, orNull(pulse.lastEventAt)},
                                       {u"last_success_at"_s, orNull(pulse.lastSuccessAt)},
                                       {u"last_failure_at"_s, orNull(pulse.lastFailureAt)},
                                       {u"last_failure"_s, orNull(pulse.lastFailure)},
                                       {u"paused_until"_s, orNull(pausedUntil.value(pulse.id))},
                                       {u"refused_signatures"_s, pulse.refusedSignatures},
                                       {u"secret_missing"_s, pulse.secretMissing}});
    }
    if (command.json()) {
        const QJsonObject result = {{u"company"_s, office->company},
                                    {u"practice"_s, health->practice},
                                    {u"engine_running"_s, health->engineRunning},
                                    {u"listening_on"_s, orNull(health->listeningOn)},
                                    {u"quiet_hours_off"_s, health->quietHoursOff},
                                    {u"events_waiting"_s, *unread},
                                    {u"texts_waiting"_s, health->textsWaiting},
                                    {u"texts_to_review"_s, health->textsToReview},
                                    {u"likely_opt_outs"_s, likely->size()},
                                    {u"storm"_s, toJson(*storm)},
                                    {u"unclaimed"_s, health->unclaimed},
                                    {u"overdue"_s, health->overdue},
                                    {u"connections"_s, connections}};
        print(QString::fromUtf8(QJsonDocument(result).toJson()).trimmed());
        return Ok;
    }
    print(office->company.isEmpty() ? u"There is no office in this database yet."_s : office->company);
    if (health->practice)
        print(u"Practice: everything in this database is made up."_s);
    print(health->engineRunning ? u"The engine is running%1."_s.arg(
                                      health->listeningOn.isEmpty() ? QString() : u", webhooks arrive at "_s + health->listeningOn)
                                : u"The engine is not running: nobody is being texted."_s);
    if (health->quietHoursOff)
        print(u"Warning: quiet hours are off. Texts may leave at any hour of the night."_s);
    print(u"%1 callbacks unclaimed, %2 of them overdue; %3 texts waiting, %4 to review; %5 events not read yet."_s.arg(health->unclaimed)
              .arg(health->overdue)
              .arg(health->textsWaiting)
              .arg(health->textsToReview)
              .arg(*unread));
    if (*storm)
        print(u"Storm mode is on since %1."_s.arg(localTime(**database, (*storm)->beganAt)));
    if (health->textsToReview > 0)
        print(u"Nobody can tell whether %1 texts left: see  ringback-engine reviews"_s.arg(health->textsToReview));
    if (!likely->isEmpty())
        print(u"%1 callers may want no more texts; theirs are held until somebody decides: see  ringback-engine opt-outs"_s.arg(
            likely->size()));
    printRows(connections,
              {{u"CONNECTION"_s, u"id"_s},
               {u"LAST EVENT"_s, u"last_event_at"_s},
               {u"LAST SUCCESS"_s, u"last_success_at"_s},
               {u"LAST FAILURE"_s, u"last_failure"_s},
               {u"PAUSED UNTIL"_s, u"paused_until"_s},
               {u"NOT SIGNED"_s, u"refused_signatures"_s},
               {u"NO SECRET"_s, u"secret_missing"_s}},
              false);
    return Ok;
}

} // namespace ringback::app::cli
