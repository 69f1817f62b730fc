#include "board/reader.h"

#include "store/auditgateway.h"
#include "store/gateways.h"
#include "store/jobgateway.h"
#include "store/pulsegateway.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace ringback::board {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int timelineLength = 200;
// An engine shows itself every two seconds; after five silent beats it is not counted on.
constexpr Milliseconds engineSilence = 10s;

QString actorName(const settings::Setup &setup, const QString &actor)
{
    if (actor.startsWith("staff:"_L1)) {
        const QString id = actor.mid(6);
        const calls::Staff *const person = setup.person(id);
        return person ? person->name : id;
    }
    return actor.section(u':', 0, 0);
}

// The one thing of an entry's detail that a reader wants beside its sentence.
QString shortDetail(const QJsonObject &detail)
{
    for (const QString &key : {u"due_at"_s, u"retry_at"_s, u"state"_s, u"outcome"_s, u"provider_reason"_s, u"code"_s, u"status"_s}) {
        if (const QString text = detail.value(key).toString(); !text.isEmpty())
            return text;
    }
    return {};
}

TimelineEntry timelineEntry(const settings::Setup &setup, const store::AuditRow &row)
{
    const QJsonObject detail = QJsonDocument::fromJson(row.detail.toUtf8()).object();
    TimelineEntry entry{
        .sequence = row.sequence, .at = row.at, .actor = actorName(setup, row.actor), .action = row.action, .detail = shortDetail(detail)};
    for (const auto &reason : detail.value(u"reasons"_s).toArray())
        entry.reasons.append(reason.toString());
    return entry;
}

Stage stageOf(const calls::FollowUp &followUp, const std::optional<calls::CallbackTask> &task, const std::optional<TextBrief> &text)
{
    if (followUp.state == calls::FollowUpState::Closed)
        return Stage::Closed;
    if (task && task->state == calls::TaskState::Claimed)
        return Stage::Claimed;
    if (followUp.repliedAt)
        return Stage::Replied;
    // What comes in without being a reply (STOP, HELP) came after our text.
    const bool texted = text && (text->direction == calls::Direction::In || text->state == calls::DeliveryState::Accepted ||
                                 text->state == calls::DeliveryState::Sent || text->state == calls::DeliveryState::Delivered);
    if (texted)
        return Stage::Texted;
    return Stage::Waiting;
}

// The name that came with the latest call that had one: shown where the lead book has none.
QString callerIdName(const QList<calls::Call> &calls)
{
    for (auto call = calls.crbegin(); call != calls.crend(); ++call) {
        if (!call->callerName.isEmpty())
            return call->callerName;
    }
    return {};
}

} // namespace

Result<Office> Reader::office()
{
    const store::OfficeGateway gateway(m_database);
    const Result<std::optional<store::OfficeGateway::Document>> setup = gateway.setup();
    if (!setup)
        return failure(setup);
    const Result<std::optional<store::OfficeGateway::Document>> book = gateway.playbook();
    if (!book)
        return failure(book);
    if (!*setup || !*book)
        return Office{};
    Result<settings::Setup> parsedSetup = settings::parseSetup((*setup)->text);
    if (!parsedSetup)
        return failure(parsedSetup);
    Result<playbook::Playbook> parsedBook = playbook::parse((*book)->text);
    if (!parsedBook)
        return failure(parsedBook);
    m_setup = std::move(*parsedSetup);
    m_playbook = std::move(*parsedBook);
    Office office{.company = m_setup.company.name, .timeZone = m_setup.company.timeZone, .staff = m_setup.staff};
    for (const playbook::Outcome &outcome : m_playbook.outcomes) {
        office.outcomes.append({.id = outcome.id,
                                .label = outcome.label.value(m_setup.company.language, outcome.label.value(u"en"_s)),
                                .asksValue = outcome.asksValue});
    }
    return office;
}

Result<QList<BoardRow>> Reader::board() const
{
    const store::FollowUpGateway followUps(m_database);
    const Instant since = m_clock.now() - finishedFor;
    QList<BoardRow> rows;
    for (const Result<QList<calls::FollowUp>> &page : {followUps.open(mostRows), followUps.closedSince(since, mostRows)}) {
        if (!page)
            return failure(page);
        for (const calls::FollowUp &followUp : *page) {
            Result<BoardRow> row = rowOf(followUp);
            if (!row)
                return failure(row);
            rows.append(std::move(*row));
        }
    }
    const Result<QList<calls::Call>> alone = store::CallGateway(m_database).alone(since, mostRows);
    if (!alone)
        return failure(alone);
    for (const calls::Call &call : *alone)
        rows.append(rowOf(call));
    return rows;
}

Result<QList<QueueRow>> Reader::queue() const
{
    const Result<QList<calls::CallbackTask>> tasks = store::TaskGateway(m_database).live(mostRows);
    if (!tasks)
        return failure(tasks);
    const store::FollowUpGateway followUps(m_database);
    QList<QueueRow> rows;
    for (const calls::CallbackTask &task : *tasks) {
        const Result<std::optional<calls::FollowUp>> followUp = followUps.find(task.followUp);
        if (!followUp)
            return failure(followUp);
        if (!*followUp)
            continue; // the foreign key forbids it
        Result<QueueRow> row = rowOf(task, **followUp);
        if (!row)
            return failure(row);
        rows.append(std::move(*row));
    }
    return rows;
}

bool Reader::isFinished(const calls::FollowUp &followUp) const
{
    return followUp.closedAt && *followUp.closedAt < m_clock.now() - finishedFor;
}

Result<std::optional<BoardRow>> Reader::boardRow(const QString &caseId) const
{
    if (const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(caseId)) {
        const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).find(*id);
        if (!followUp)
            return failure(followUp);
        if (*followUp) {
            if (isFinished(**followUp))
                return std::optional<BoardRow>();
            Result<BoardRow> row = rowOf(**followUp);
            if (!row)
                return failure(row);
            return std::optional(std::move(*row));
        }
    }
    const Result<std::optional<calls::Call>> call = store::CallGateway(m_database).findById(caseId);
    if (!call)
        return failure(call);
    const bool shown = *call && !(*call)->followUp &&
                       ((*call)->verdict == calls::Verdict::Missed || (*call)->verdict == calls::Verdict::Unclear) &&
                       (*call)->startedAt >= m_clock.now() - finishedFor;
    return shown ? std::optional(rowOf(**call)) : std::nullopt;
}

Result<std::optional<QueueRow>> Reader::queueRow(const QString &followUpId) const
{
    const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(followUpId);
    if (!id)
        return std::optional<QueueRow>();
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).find(*id);
    if (!followUp)
        return failure(followUp);
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).liveOf(*id);
    if (!task)
        return failure(task);
    if (!*followUp || !*task)
        return std::optional<QueueRow>();
    Result<QueueRow> row = rowOf(**task, **followUp);
    if (!row)
        return failure(row);
    return std::optional(std::move(*row));
}

Result<BoardRow> Reader::rowOf(const calls::FollowUp &followUp) const
{
    const Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).findById(followUp.contact);
    if (!contact)
        return failure(contact);
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).latestOf(followUp.id);
    if (!task)
        return failure(task);
    const Result<std::optional<TextBrief>> text = lastText(followUp.id);
    if (!text)
        return failure(text);
    const Result<QList<calls::Call>> calls = store::CallGateway(m_database).ofFollowUp(followUp.id);
    if (!calls)
        return failure(calls);
    BoardRow row{.id = followUp.id.text(),
                 .hasFollowUp = true,
                 .missedCalls = followUp.missedCalls,
                 .lineLabel = lineLabel(followUp.line),
                 .lastCallAt = followUp.lastCallAt,
                 .waitingSince = std::min(followUp.openedAt, followUp.lastCallAt),
                 .stage = stageOf(followUp, *task, *text),
                 .lastText = *text,
                 .outcome = followUp.outcome,
                 .reasons = followUp.reasons};
    if (*contact) {
        row.callerName = (*contact)->name;
        row.callerNumber = (*contact)->number.display();
        row.callerKind = (*contact)->kind;
    }
    if (!calls->isEmpty()) {
        row.ringTime = calls->last().ringTime;
        if (row.callerName.isEmpty())
            row.callerName = callerIdName(*calls);
    }
    if (*task && ((*task)->state == calls::TaskState::Open || (*task)->state == calls::TaskState::Claimed)) {
        row.taskId = (*task)->id.text();
        row.taskOpen = (*task)->state == calls::TaskState::Open;
        row.claimedBy = nameOf((*task)->claimedBy);
        row.claimedById = (*task)->claimedBy;
        row.claimedAt = (*task)->claimedAt;
        row.dueAt = (*task)->dueAt;
        row.priority = (*task)->priority;
    }
    return row;
}

BoardRow Reader::rowOf(const calls::Call &call) const
{
    BoardRow row{.id = call.id.text(),
                 .callerName = call.callerName,
                 .lineLabel = lineLabel(call.line),
                 .lastCallAt = call.endedAt.value_or(call.startedAt),
                 .waitingSince = call.endedAt.value_or(call.startedAt),
                 .ringTime = call.ringTime,
                 .stage = call.verdict == calls::Verdict::Unclear ? Stage::Unclear : Stage::Screened,
                 .reasons = call.reasons};
    if (const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller))
        row.callerNumber = number->display();
    else if (const auto *unusable = std::get_if<calls::Unusable>(&call.caller))
        row.callerNumber = unusable->raw;
    return row;
}

Result<QueueRow> Reader::rowOf(const calls::CallbackTask &task, const calls::FollowUp &followUp) const
{
    const Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).findById(followUp.contact);
    if (!contact)
        return failure(contact);
    const Result<std::optional<TextBrief>> text = lastText(followUp.id);
    if (!text)
        return failure(text);
    QueueRow row{.taskId = task.id.text(),
                 .followUpId = followUp.id.text(),
                 .missedCalls = followUp.missedCalls,
                 .lineLabel = lineLabel(followUp.line),
                 .state = task.state,
                 .priority = task.priority,
                 .note = task.note,
                 .assignedTo = task.assignedTo,
                 .assignedName = nameOf(task.assignedTo),
                 .claimedBy = task.claimedBy,
                 .claimedName = nameOf(task.claimedBy),
                 .claimedAt = task.claimedAt,
                 .createdAt = task.createdAt,
                 .dueAt = task.dueAt,
                 .lastText = *text};
    const auto team =
        std::find_if(m_setup.teams.cbegin(), m_setup.teams.cend(), [&](const calls::Team &each) { return each.id == task.team; });
    row.team = team != m_setup.teams.cend() ? team->name : task.team;
    if (*contact) {
        row.callerName = (*contact)->name;
        row.callerNumber = (*contact)->number.display();
        row.callerE164 = (*contact)->number.e164();
        row.callerKind = (*contact)->kind;
        if (row.callerName.isEmpty()) {
            const Result<QList<calls::Call>> calls = store::CallGateway(m_database).ofFollowUp(followUp.id);
            if (!calls)
                return failure(calls);
            row.callerName = callerIdName(*calls);
        }
    }
    return row;
}

TextBrief Reader::brief(const calls::Message &message, std::optional<Instant> dueAt) const
{
    TextBrief text{.direction = message.direction,
                   .state = message.state,
                   .body = message.body,
                   .automated = message.automated,
                   .at = message.sentAt.value_or(message.createdAt),
                   .errorCode = message.errorCode};
    if (message.state == calls::DeliveryState::Scheduled && dueAt)
        text.at = *dueAt;
    return text;
}

Result<std::optional<TextBrief>> Reader::lastText(const calls::FollowUpId &followUp) const
{
    const store::MessageGateway messages(m_database);
    const Result<std::optional<calls::Message>> message = messages.latestOf(followUp);
    if (!message)
        return failure(message);
    if (!*message)
        return std::optional<TextBrief>();
    const Result<std::optional<Instant>> due = messages.dueAt((*message)->id);
    if (!due)
        return failure(due);
    return std::optional(brief(**message, *due));
}

Result<Conversation> Reader::conversation(const QString &rowId) const
{
    Conversation conversation{.id = rowId};
    QStringList cases = {rowId};
    const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(rowId);
    const Result<std::optional<calls::FollowUp>> followUp =
        id ? store::FollowUpGateway(m_database).find(*id) : Result<std::optional<calls::FollowUp>>(std::nullopt);
    if (!followUp)
        return failure(followUp);
    if (*followUp) {
        const store::ContactGateway contacts(m_database);
        const Result<std::optional<calls::Contact>> contact = contacts.findById((*followUp)->contact);
        if (!contact)
            return failure(contact);
        if (*contact) {
            conversation.callerName = (*contact)->name;
            conversation.callerNumber = (*contact)->number.display();
            conversation.callerKind = (*contact)->kind;
            const Result<std::optional<store::OptOut>> optOut = contacts.optOut((*contact)->number);
            if (!optOut)
                return failure(optOut);
            conversation.optedOut = optOut->has_value();
        }
        const Result<std::optional<calls::Lead>> lead = store::LeadGateway(m_database).ofFollowUp(*id);
        if (!lead)
            return failure(lead);
        if (*lead) {
            conversation.leadStatus = (*lead)->status;
            conversation.leadSource = (*lead)->source;
        }
        const store::MessageGateway messages(m_database);
        const Result<QList<calls::Message>> texts = messages.ofFollowUp(*id);
        if (!texts)
            return failure(texts);
        for (const calls::Message &message : *texts) {
            const Result<std::optional<Instant>> due = messages.dueAt(message.id);
            if (!due)
                return failure(due);
            conversation.texts.append(brief(message, *due));
        }
        const Result<QList<calls::Call>> calls = store::CallGateway(m_database).ofFollowUp(*id);
        if (!calls)
            return failure(calls);
        for (const calls::Call &call : *calls)
            cases.append(call.id.text()); // what was said of a call before it opened the case
        if (conversation.callerName.isEmpty())
            conversation.callerName = callerIdName(*calls);
    } else {
        const Result<std::optional<calls::Call>> call = store::CallGateway(m_database).findById(rowId);
        if (!call)
            return failure(call);
        if (*call) {
            const BoardRow row = rowOf(**call);
            conversation.callerName = row.callerName;
            conversation.callerNumber = row.callerNumber;
        }
    }
    const Result<QList<store::AuditRow>> trail = store::AuditGateway(m_database).ofCases(cases, timelineLength);
    if (!trail)
        return failure(trail);
    for (const store::AuditRow &row : *trail)
        conversation.timeline.append(timelineEntry(m_setup, row));
    return conversation;
}

Result<Health> Reader::health() const
{
    Health health{.databaseShared = m_database.dialect() == store::Dialect::PostgreSql,
                  .quietHoursOff = !settings::effectiveQuietHours(m_setup, m_playbook)};
    const Result<bool> practice = store::OfficeGateway(m_database).isPractice();
    if (!practice)
        return failure(practice);
    health.practice = *practice;
    const Instant now = m_clock.now();
    const store::PulseGateway pulses(m_database);
    const Result<QStringList> engines = pulses.enginesSince(now - engineSilence);
    if (!engines)
        return failure(engines);
    health.engineRunning = !engines->isEmpty();
    health.listeningOn = engines->filter(u"http"_s).value(0);
    const Result<QList<store::Pulse>> all = pulses.all();
    if (!all)
        return failure(all);
    for (const settings::Connection &connection : m_setup.connections) {
        ConnectionPulse pulse{.id = connection.id};
        for (const store::Pulse &stored : *all) {
            if (stored.connection != connection.id)
                continue;
            pulse.lastEventAt = stored.lastEventAt;
            pulse.lastSuccessAt = stored.lastSuccessAt;
            pulse.lastFailureAt = stored.lastFailureAt;
            pulse.lastFailure = stored.lastFailure;
            pulse.refusedSignatures = stored.refusedSignatures;
            pulse.secretMissing = stored.secretMissing;
        }
        health.connections.append(pulse);
    }
    const store::JobGateway jobs(m_database);
    const Result<int> waiting = jobs.waiting();
    const Result<int> review = jobs.toReview();
    if (!waiting || !review)
        return failure(waiting ? review : waiting);
    health.textsWaiting = *waiting;
    health.textsToReview = *review;
    const Result<QList<calls::CallbackTask>> tasks = store::TaskGateway(m_database).live(mostRows);
    if (!tasks)
        return failure(tasks);
    for (const calls::CallbackTask &task : *tasks) {
        health.unclaimed += task.state == calls::TaskState::Open ? 1 : 0;
        health.overdue += task.state == calls::TaskState::Open && task.dueAt < now ? 1 : 0;
    }
    return health;
}

QString Reader::nameOf(const QString &staffId) const
{
    const calls::Staff *const person = m_setup.person(staffId);
    return person ? person->name : staffId;
}

QString Reader::lineLabel(const QString &number) const
{
    const Result<calls::PhoneNumber> parsed = calls::PhoneNumber::parse(number);
    if (!parsed)
        return number;
    const calls::Line *const line = m_setup.line(*parsed);
    return line ? line->label : parsed->display();
}

} // namespace ringback::board
