#include "board/reader.h"

#include "board/calendars.h"
#include "board/people.h"

#include "base/time.h"
#include "board/leadbadges.h"
#include "policy/decide.h"
#include "store/auditgateway.h"
#include "store/eventsourcegateway.h"
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
constexpr int mostToReview = 200;
constexpr int mostMisses = 1'000; // the exact number of more than that helps nobody
constexpr Milliseconds recoveredFor = 24h;
constexpr Milliseconds stormWindow = 15min; // the playbook's threshold counts them
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

// Empty when it was none of the staff.
QString personName(const settings::Setup &setup, const QString &who)
{
    const calls::Staff *const person = setup.person(who.startsWith("staff:"_L1) ? who.mid(6) : who);
    return person ? person->name : QString();
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

// What intake wrote down of why it took the call for spam.
std::optional<SpamBasis> spamBasis(const settings::Setup &setup, const QJsonObject &detail)
{
    SpamBasis basis{.byWhom = actorName(setup, detail.value(u"by"_s).toString()),
                    .list = detail.value(u"list"_s).toString(),
                    .complaints = detail.value(u"complaints"_s).toInt()};
    if (basis.byWhom.isEmpty() && basis.list.isEmpty() && basis.complaints <= 0)
        return std::nullopt;
    if (const QDateTime since = QDateTime::fromString(detail.value(u"since"_s).toString(), Qt::ISODateWithMs); since.isValid())
        basis.since = fromMs(since.toMSecsSinceEpoch());
    return basis;
}

TimelineEntry timelineEntry(const settings::Setup &setup, const store::AuditRow &row)
{
    const QJsonObject detail = QJsonDocument::fromJson(row.detail.toUtf8()).object();
    TimelineEntry entry{
        .sequence = row.sequence, .at = row.at, .actor = actorName(setup, row.actor), .action = row.action, .detail = shortDetail(detail)};
    for (const auto &reason : detail.value(u"reasons"_s).toArray())
        entry.reasons.append(reason.toString());
    if (row.action == u"call_screened")
        entry.spam = spamBasis(setup, detail);
    entry.considered = consideredOf(detail.value(u"considered"_s).toArray());
    return entry;
}

bool isLive(const std::optional<store::BoardTask> &task)
{
    return task && (task->state == calls::TaskState::Open || task->state == calls::TaskState::Claimed);
}

Stage stageOf(const store::BoardCase &found)
{
    if (found.state == calls::FollowUpState::Closed)
        return Stage::Closed;
    if (found.task && found.task->state == calls::TaskState::Claimed)
        return Stage::Claimed;
    if (found.repliedAt)
        return Stage::Replied;
    // What comes in without being a reply (STOP, HELP) came after our text.
    const std::optional<store::BoardMessage> &text = found.lastMessage;
    const bool texted = text && (text->direction == calls::Direction::In || text->state == calls::DeliveryState::Accepted ||
                                 text->state == calls::DeliveryState::Sent || text->state == calls::DeliveryState::Delivered);
    return texted ? Stage::Texted : Stage::Waiting;
}

TextBrief brief(const store::BoardMessage &message)
{
    const bool planned = message.state == calls::DeliveryState::Scheduled && message.dueAt;
    return {.direction = message.direction,
            .state = message.state,
            .body = message.body,
            .automated = message.automated,
            .at = planned ? *message.dueAt : message.sentAt.value_or(message.createdAt),
            .errorCode = message.errorCode,
            .channel = message.channel,
            .subject = message.subject};
}

VoicemailBrief brief(const store::BoardVoicemail &voicemail)
{
    return {.length = voicemail.length, .transcript = voicemail.transcript, .at = voicemail.receivedAt};
}

// Only level A vouches for caller and number; a missing token says nothing, as many honest phones have none (providers: phone-and-sms.md, 2.4).
Attestation attestationOf(const QString &word)
{
    if (word.startsWith("TN-Validation-Passed-A"_L1))
        return Attestation::Verified;
    return word.startsWith("TN-Validation-Failed"_L1) ? Attestation::NotVerified : Attestation::NotKnown;
}

std::optional<TextBrief> lastText(const store::BoardCase &found)
{
    return found.lastMessage ? std::optional(brief(*found.lastMessage)) : std::nullopt;
}

ConnectionPulse pulseOf(const QList<store::Pulse> &all, const QString &id, const QString &type, Instant now)
{
    ConnectionPulse pulse{.id = id, .type = type};
    for (const store::Pulse &stored : all) {
        if (stored.connection != id)
            continue;
        pulse.lastEventAt = stored.lastEventAt;
        pulse.lastSuccessAt = stored.lastSuccessAt;
        pulse.lastFailureAt = stored.lastFailureAt;
        pulse.lastFailure = stored.lastFailure;
        pulse.refusedSignatures = stored.refusedSignatures;
        pulse.secretMissing = stored.secretMissing;
        if (stored.pausedUntil && *stored.pausedUntil > now)
            pulse.pausedUntil = stored.pausedUntil;
        pulse.streamUntil = stored.streamUntil;
        pulse.logReadAt = stored.logReadAt;
        pulse.rateLeft = stored.rateLeft;
    }
    return pulse;
}

} // namespace

std::chrono::minutes timeToClear(int ready, std::chrono::minutes perCallback, int people)
{
    const int atOnce = std::max(1, people);
    return perCallback * ((std::max(0, ready) + atOnce - 1) / atOnce);
}

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
    office.outcomes = choices(m_playbook);
    return office;
}

QList<OutcomeChoice> Reader::choices(const playbook::Playbook &book) const
{
    QList<OutcomeChoice> choices;
    for (const playbook::Outcome &outcome : book.outcomes) {
        choices.append({.id = outcome.id,
                        .label = outcome.label.value(m_setup.company.language, outcome.label.value(u"en"_s)),
                        .asksValue = outcome.asksValue,
                        .asksTime = outcome.asksTime,
                        .closes = outcome.closes,
                        .returnsIn = outcome.retryIn});
    }
    return choices;
}

Result<const playbook::Playbook *> Reader::bookAt(qint64 version)
{
    const auto known = m_books.find(version);
    if (known != m_books.end())
        return &known->second;
    const Result<QByteArray> document = store::OfficeGateway(m_database).playbookAt(version);
    if (!document)
        return failure(document);
    Result<playbook::Playbook> book = playbook::parse(*document);
    if (!book)
        return failure(book);
    return &m_books.emplace(version, std::move(*book)).first->second;
}

Done Reader::readPushing()
{
    const Result<QList<store::Pulse>> pulses = store::PulseGateway(m_database).all();
    if (!pulses)
        return failure(pulses);
    m_pushing.clear();
    for (const store::Pulse &pulse : *pulses) {
        if (pulse.lastEventAt && *pulse.lastEventAt >= m_clock.now() - store::PulseGateway::pushesWithin)
            m_pushing.insert(pulse.connection);
    }
    return {};
}

Result<QList<BoardRow>> Reader::board()
{
    if (const Done read = readPushing(); !read)
        return failure(read);
    const store::BoardGateway gateway(m_database);
    const Instant since = m_clock.now() - finishedFor;
    QList<BoardRow> rows;
    for (const Result<QList<store::BoardCase>> &page : {gateway.open(mostRows), gateway.closedSince(since, mostRows)}) {
        if (!page)
            return failure(page);
        for (const store::BoardCase &found : *page) {
            Result<BoardRow> row = boardRow(found);
            if (!row)
                return failure(row);
            rows.append(std::move(*row));
        }
    }
    const Result<QList<calls::Call>> alone = store::CallGateway(m_database).alone(since, mostRows);
    if (!alone)
        return failure(alone);
    const Result<QList<store::BoardVoicemail>> voicemails = gateway.lonelyVoicemails(since, mostRows);
    if (!voicemails)
        return failure(voicemails);
    QHash<QString, VoicemailBrief> left;
    for (const store::BoardVoicemail &voicemail : *voicemails)
        left.insert(voicemail.call, brief(voicemail));
    for (const calls::Call &call : *alone) {
        const QString id = call.id.text();
        rows.append(rowOf(call, left.contains(id) ? std::optional(left.value(id)) : std::nullopt));
    }
    if (const Done added = addLeads(m_database, m_setup, rows); !added)
        return failure(added);
    return rows;
}

Result<QList<QueueRow>> Reader::queue()
{
    const Result<QList<store::BoardCase>> cases = store::BoardGateway(m_database).withLiveTask(mostRows);
    if (!cases)
        return failure(cases);
    QList<QueueRow> rows;
    for (const store::BoardCase &found : *cases) {
        if (!isLive(found.task))
            continue;
        Result<QueueRow> row = queueRow(found);
        if (!row)
            return failure(row);
        rows.append(std::move(*row));
    }
    return rows;
}

Result<Calendars> Reader::calendars() const
{
    return readCalendars(m_database, m_setup, m_clock.now());
}

Result<People> Reader::people() const
{
    return readPeople(m_database, m_setup, m_clock.now());
}

bool Reader::isFinished(const store::BoardCase &found) const
{
    return found.closedAt && *found.closedAt < m_clock.now() - finishedFor;
}

Result<QHash<QString, Reader::CaseRows>> Reader::rowsOf(const QStringList &ids)
{
    QHash<QString, CaseRows> rows;
    if (ids.isEmpty())
        return rows;
    if (const Done read = readPushing(); !read)
        return failure(read);
    const Result<QList<store::BoardCase>> cases = store::BoardGateway(m_database).cases(ids);
    if (!cases)
        return failure(cases);
    QList<BoardRow> onBoard;
    for (const store::BoardCase &found : *cases) {
        CaseRows &both = rows[found.id];
        if (!isFinished(found)) {
            Result<BoardRow> row = boardRow(found);
            if (!row)
                return failure(row);
            onBoard.append(std::move(*row));
        }
        if (isLive(found.task)) {
            Result<QueueRow> row = queueRow(found);
            if (!row)
                return failure(row);
            both.queue = std::move(*row);
        }
    }
    if (const Done added = addLeads(m_database, m_setup, onBoard); !added)
        return failure(added);
    for (const BoardRow &row : std::as_const(onBoard))
        rows[row.id].board = row;
    for (const QString &id : ids) {
        if (rows.contains(id))
            continue;
        const Result<std::optional<calls::Call>> call = store::CallGateway(m_database).findById(id);
        if (!call)
            return failure(call);
        const bool shown = *call && !(*call)->followUp && (*call)->direction == calls::Direction::In &&
                           ((*call)->verdict == calls::Verdict::Missed || (*call)->verdict == calls::Verdict::Unclear) &&
                           (*call)->startedAt >= m_clock.now() - finishedFor;
        if (!shown) {
            rows.insert(id, {});
            continue;
        }
        const Result<std::optional<VoicemailBrief>> voicemail = voicemailOf((*call)->id);
        if (!voicemail)
            return failure(voicemail);
        rows.insert(id, {.board = rowOf(**call, *voicemail), .queue = {}});
    }
    return rows;
}

Result<Progress> Reader::progressOf(const store::BoardCase &found)
{
    const Result<const playbook::Playbook *> book = bookAt(found.playbookVersion);
    if (!book)
        return failure(book);
    Progress progress{.reached = found.reachedAt.has_value(), .likelyOptedOut = found.likelyOptedOut};
    if (const std::optional<store::BoardTask> &task = found.task) {
        progress.attempt = task->attempt;
        const playbook::Outcome *const cameBackBy = (*book)->outcome(task->cameBackBy);
        progress.attempts = cameBackBy != nullptr ? cameBackBy->attempts : 1;
        progress.readyAt = isLive(task) ? task->readyAt : std::nullopt;
        progress.returnedFrom = nameOf(task->returnedFrom);
        progress.appointmentAt = task->appointmentAt;
        if (isLive(task) && !task->escalatedTo.isEmpty()) {
            progress.escalatedTo = task->escalatedTo;
            const QList<playbook::Escalation> &steps = (*book)->callback.escalation;
            if (task->escalations > 0 && task->escalations <= steps.size())
                progress.escalatedAt = task->readyAt.value_or(task->createdAt) + steps[task->escalations - 1].after;
        }
    }
    if (found.nextStepAt && found.state == calls::FollowUpState::Open) {
        const QList<playbook::Step> &steps = (*book)->steps;
        const auto next = std::find_if(steps.cbegin(), steps.cend(), [&](const playbook::Step &step) { return step.id == found.nextStep; });
        if (next != steps.cend())
            progress.nextStep =
                NextStep{.channel = next->action == playbook::StepAction::Email ? calls::Channel::Email : calls::Channel::Text,
                         .number = static_cast<int>(next - steps.cbegin()) + 1,
                         .at = *found.nextStepAt};
    }
    return progress;
}

Result<BoardRow> Reader::boardRow(const store::BoardCase &found)
{
    Result<Progress> progress = progressOf(found);
    if (!progress)
        return failure(progress);
    BoardRow row{.id = found.id,
                 .hasFollowUp = true,
                 .callerName = found.callerName,
                 .nameAsReported = found.nameAsReported,
                 .callerNumber = found.callerNumber.display(),
                 .callerKind = found.callerKind,
                 .missedCalls = found.missedCalls,
                 .lineLabel = lineLabel(found.line),
                 .lastCallAt = found.lastCallAt,
                 .waitingSince = std::min(found.openedAt, found.lastCallAt),
                 .ringTime = found.ringTime,
                 .stage = stageOf(found),
                 .lastText = lastText(found),
                 .outcome = found.outcome,
                 .reasons = found.reasons,
                 .progress = std::move(*progress),
                 .voicemail = found.voicemail ? std::optional(brief(*found.voicemail)) : std::nullopt,
                 .attestation = attestationOf(found.attestation),
                 .foundInLog = found.foundInLog && m_pushing.contains(found.connection)};
    if (isLive(found.task)) {
        row.taskId = found.task->id;
        row.taskOpen = found.task->state == calls::TaskState::Open;
        row.claimedBy = nameOf(found.task->claimedBy);
        row.claimedById = found.task->claimedBy;
        row.claimedAt = found.task->claimedAt;
        row.dueAt = found.task->dueAt;
        row.priority = found.task->priority;
    }
    return row;
}

Result<std::optional<VoicemailBrief>> Reader::voicemailOf(const calls::CallId &call) const
{
    const Result<std::optional<store::VoicemailGateway::Kept>> kept = store::VoicemailGateway(m_database).of(call);
    if (!kept)
        return failure(kept);
    if (!*kept)
        return std::optional<VoicemailBrief>();
    const calls::Voicemail &voicemail = (*kept)->voicemail;
    return std::optional(VoicemailBrief{.length = voicemail.length, .transcript = voicemail.transcript, .at = (*kept)->receivedAt});
}

BoardRow Reader::rowOf(const calls::Call &call, const std::optional<VoicemailBrief> &voicemail) const
{
    BoardRow row{.id = call.id.text(),
                 .callerName = call.callerName,
                 .nameAsReported = !call.callerName.isEmpty(),
                 .lineLabel = lineLabel(call.line),
                 .lastCallAt = call.endedAt.value_or(call.startedAt),
                 .waitingSince = call.endedAt.value_or(call.startedAt),
                 .ringTime = call.ringTime,
                 .stage = call.verdict == calls::Verdict::Unclear ? Stage::Unclear : Stage::Screened,
                 .reasons = call.reasons,
                 .voicemail = voicemail,
                 .attestation = attestationOf(call.reputation.attestation),
                 .foundInLog = call.reportedBy == calls::ReportedBy::Log && m_pushing.contains(call.connection),
                 .takenForSpam = !call.followUp && std::any_of(call.reasons.cbegin(), call.reasons.cend(), policy::saysSpam)};
    if (const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller))
        row.callerNumber = number->display();
    else if (const auto *unusable = std::get_if<calls::Unusable>(&call.caller))
        row.callerNumber = unusable->raw;
    return row;
}

Result<QueueRow> Reader::queueRow(const store::BoardCase &found)
{
    Result<Progress> progress = progressOf(found);
    if (!progress)
        return failure(progress);
    const store::BoardTask &task = *found.task;
    const auto team =
        std::find_if(m_setup.teams.cbegin(), m_setup.teams.cend(), [&](const calls::Team &each) { return each.id == task.team; });
    return QueueRow{.taskId = task.id,
                    .followUpId = found.id,
                    .callerName = found.callerName,
                    .callerNumber = found.callerNumber.display(),
                    .callerE164 = found.callerNumber.e164(),
                    .callerKind = found.callerKind,
                    .missedCalls = found.missedCalls,
                    .lineLabel = lineLabel(found.line),
                    .state = task.state,
                    .priority = task.priority,
                    .note = task.note,
                    .team = team != m_setup.teams.cend() ? team->name : task.team,
                    .assignedTo = task.assignedTo,
                    .assignedName = nameOf(task.assignedTo),
                    .claimedBy = task.claimedBy,
                    .claimedName = nameOf(task.claimedBy),
                    .claimedAt = task.claimedAt,
                    .createdAt = task.createdAt,
                    .dueAt = task.dueAt,
                    .lastText = lastText(found),
                    .progress = std::move(*progress)};
}

Result<QList<CallBrief>> Reader::callsOf(const QString &rowId, const QList<calls::Call> &calls) const
{
    const Result<QList<store::BoardVoicemail>> voicemails = store::BoardGateway(m_database).voicemails(rowId);
    if (!voicemails)
        return failure(voicemails);
    QList<CallBrief> briefs;
    for (const calls::Call &call : calls) {
        CallBrief one{.id = call.id.text(),
                      .direction = call.direction,
                      .verdict = call.verdict,
                      .at = call.endedAt.value_or(call.startedAt),
                      .ringTime = call.ringTime,
                      .callerName = call.callerName,
                      .attestation = attestationOf(call.reputation.attestation),
                      .foundInLog = call.reportedBy == calls::ReportedBy::Log && m_pushing.contains(call.connection)};
        for (const store::BoardVoicemail &voicemail : *voicemails) {
            if (voicemail.call == one.id)
                one.voicemail = brief(voicemail);
        }
        briefs.append(one);
    }
    return briefs;
}

Result<Conversation> Reader::conversation(const QString &rowId)
{
    if (const Done read = readPushing(); !read)
        return failure(read);
    Conversation conversation{.id = rowId};
    QStringList cases = {rowId};
    const store::BoardGateway board(m_database);
    const Result<QList<store::BoardCase>> found = board.cases({rowId});
    if (!found)
        return failure(found);
    if (found->isEmpty()) {
        const Result<std::optional<calls::Call>> call = store::CallGateway(m_database).findById(rowId);
        if (!call)
            return failure(call);
        if (*call) {
            const Result<std::optional<VoicemailBrief>> voicemail = voicemailOf((*call)->id);
            const Result<QList<CallBrief>> calls = callsOf(rowId, {**call});
            if (!voicemail)
                return failure(voicemail);
            if (!calls)
                return failure(calls);
            const BoardRow row = rowOf(**call, *voicemail);
            conversation.callerName = row.callerName;
            conversation.nameAsReported = row.nameAsReported;
            conversation.callerNumber = row.callerNumber;
            conversation.calls = *calls;
            conversation.calls.first().voicemail = *voicemail;
        }
    } else {
        const store::BoardCase &opened = found->first();
        const Result<const playbook::Playbook *> book = bookAt(opened.playbookVersion);
        if (!book)
            return failure(book);
        conversation.outcomes = choices(**book);
        conversation.callerName = opened.callerName;
        conversation.nameAsReported = opened.nameAsReported;
        conversation.callerNumber = opened.callerNumber.display();
        conversation.callerE164 = opened.callerNumber.e164();
        conversation.callerKind = opened.callerKind;
        const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(rowId);
        const Result<std::optional<calls::Lead>> lead =
            id ? store::LeadGateway(m_database).ofFollowUp(*id) : Result<std::optional<calls::Lead>>(std::nullopt);
        if (!lead)
            return failure(lead);
        if (*lead) {
            conversation.leadStatus = (*lead)->status;
            conversation.leadSource = (*lead)->source;
        }
        const Result<QList<store::BoardMessage>> messages = board.messages(rowId);
        if (!messages)
            return failure(messages);
        for (const store::BoardMessage &message : *messages)
            conversation.texts.append(brief(message));
        const Result<std::optional<store::OptOut>> optOut = store::ContactGateway(m_database).optOut(opened.callerNumber);
        if (!optOut)
            return failure(optOut);
        if (*optOut) {
            conversation.optOut = OptOutBrief{
                .since = (*optOut)->since, .source = (*optOut)->source, .byWhom = personName(m_setup, (*optOut)->byWhom), .words = {}};
            // What the caller wrote is the newest text that had come by then.
            for (const TextBrief &text : std::as_const(conversation.texts)) {
                if (conversation.optOut->isLikely() && text.direction == calls::Direction::In && text.at <= conversation.optOut->since)
                    conversation.optOut->words = text.body;
            }
        }
        const Result<QList<calls::Call>> calls =
            id ? store::CallGateway(m_database).ofFollowUp(*id) : Result<QList<calls::Call>>(QList<calls::Call>());
        if (!calls)
            return failure(calls);
        for (const calls::Call &call : *calls)
            cases.append(call.id.text()); // what was said of a call before it opened the case
        Result<QList<CallBrief>> briefs = callsOf(rowId, *calls);
        if (!briefs)
            return failure(briefs);
        conversation.calls = std::move(*briefs);
        if (id) {
            Result<QList<LeadBadge>> leads = readLeadBadges(m_database, m_setup, *id);
            Result<QList<WinBrief>> wins = m_showsMoney ? readWins(m_database, m_setup, *id) : Result<QList<WinBrief>>(QList<WinBrief>());
            if (!leads)
                return failure(leads);
            if (!wins)
                return failure(wins);
            conversation.leads = std::move(*leads);
            conversation.wins = std::move(*wins);
        }
    }
    const Result<QList<store::AuditRow>> trail = store::AuditGateway(m_database).ofCases(cases, timelineLength);
    if (!trail)
        return failure(trail);
    for (const store::AuditRow &row : *trail)
        conversation.timeline.append(timelineEntry(m_setup, row));
    return conversation;
}

Result<QList<TextToReview>> Reader::toReview() const
{
    const Result<QList<store::MessageInDoubt>> messages = store::BoardGateway(m_database).inDoubt(mostToReview);
    if (!messages)
        return failure(messages);
    QList<TextToReview> texts;
    for (const store::MessageInDoubt &message : *messages) {
        TextToReview text{.messageId = message.id,
                          .rowId = message.followUp,
                          .callerName = message.callerName,
                          .callerNumber = message.callerNumber.display(),
                          .channel = message.channel,
                          .body = message.body,
                          .at = message.createdAt};
        for (const store::MessageInDoubt::Event &event : message.events)
            text.attempts.append({.number = event.attempt, .what = event.what, .at = event.at, .code = event.code});
        texts.append(text);
    }
    return texts;
}

Result<Aftermath> Reader::aftermath(const calls::CallbackTask &completed, Milliseconds undoWindow)
{
    Aftermath after{.taskId = completed.id.text(),
                    .outcome = completed.outcome,
                    .undoUntil = completed.completedAt.value_or(m_clock.now()) + undoWindow};
    const QString followUp = completed.followUp.text();
    const store::BoardGateway gateway(m_database);
    const Result<QList<store::BoardCase>> found = gateway.cases({followUp});
    if (!found)
        return failure(found);
    if (!found->isEmpty() && isLive(found->first().task)) {
        const store::BoardTask &next = *found->first().task;
        const Result<Progress> progress = progressOf(found->first());
        if (!progress)
            return failure(progress);
        after.returnsAt = next.readyAt.value_or(next.dueAt);
        after.attempt = progress->attempt;
        after.attempts = progress->attempts;
    }
    const Result<QList<store::BoardMessage>> messages = gateway.messages(followUp);
    if (!messages)
        return failure(messages);
    for (const store::BoardMessage &message : *messages) {
        const bool follows = message.direction == calls::Direction::Out && message.state == calls::DeliveryState::Scheduled &&
                             message.createdAt >= completed.completedAt.value_or(message.createdAt);
        if (follows)
            after.confirmationAt = message.dueAt;
    }
    return after;
}

Result<Health> Reader::health() const
{
    Health health{.databaseShared = m_database.dialect() == store::Dialect::PostgreSql,
                  .quietHoursOff = !settings::effectiveQuietHours(m_setup, m_playbook),
                  .onNetworkShare = m_database.onNetworkShare()};
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
    const Result<QList<store::EventSource>> sources = store::EventSourceGateway(m_database).all();
    if (!sources)
        return failure(sources);
    for (const settings::Connection &connection : m_setup.connections) {
        ConnectionPulse pulse = pulseOf(*all, connection.id, connection.type(), now);
        for (const store::EventSource &source : *sources) {
            if (source.connection == connection.id)
                pulse.logFailures = source.failures;
        }
        health.connections.append(pulse);
    }
    for (const settings::LeadConnection &connection : m_setup.leadSystems)
        health.leadSystems.append(pulseOf(*all, connection.id, connection.type(), now));
    for (const settings::CalendarConnection &connection : m_setup.calendars)
        health.calendars.append(pulseOf(*all, connection.id, connection.type(), now));
    const store::JobGateway jobs(m_database);
    const Result<int> waiting = jobs.waiting();
    const Result<int> review = jobs.toReview();
    if (!waiting || !review)
        return failure(waiting ? review : waiting);
    health.textsWaiting = *waiting;
    health.textsToReview = *review;
    const store::BoardGateway board(m_database);
    const Result<store::BoardGateway::Counts> counts = board.counts(now);
    if (!counts)
        return failure(counts);
    health.unclaimed = counts->unclaimed;
    health.ready = counts->ready;
    health.overdue = counts->overdue;
    const Result<int> likely = board.likelyOptOuts();
    if (!likely)
        return failure(likely);
    health.likelyOptOuts = *likely;
    const Result<int> missed = store::CallGateway(m_database).missedSince(now - stormWindow, mostMisses);
    if (!missed)
        return failure(missed);
    health.missedLately = *missed;
    const Result<int> recovered =
        store::CallGateway(m_database).recoveredSince(now - recoveredFor, now - store::PulseGateway::pushesWithin, mostMisses);
    if (!recovered)
        return failure(recovered);
    health.recoveredLately = *recovered;
    const Result<std::optional<calls::Storm>> storm = store::StormGateway(m_database).current();
    if (!storm)
        return failure(storm);
    if (*storm) {
        health.storm = StormNow{.beganAt = (*storm)->beganAt, .begunBy = personName(m_setup, (*storm)->begunBy), .until = (*storm)->until};
    }
    const auto people =
        std::count_if(m_setup.staff.cbegin(), m_setup.staff.cend(), [](const calls::Staff &each) { return !each.teams.isEmpty(); });
    health.toClear = timeToClear(health.ready, m_playbook.storm.perCallback, static_cast<int>(people));
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
