#include "base/time.h"
#include "board/briefs.h"
#include "board/leadbadges.h"
#include "board/people.h"
#include "board/reader.h"
#include "store/auditgateway.h"
#include "store/jobgateway.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

/// One case from its first call on: what was said, what was done, and what follows.
namespace ringback::board {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int timelineLength = 200;
constexpr int mostToReview = 200;

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
} // namespace

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
} // namespace ringback::board
