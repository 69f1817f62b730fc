#include "connectors/quo/call.h"

#include "connectors/quo/json.h"

namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxUrl = 2048;
constexpr qsizetype maxTranscript = 10'000;

std::optional<Milliseconds> lengthOf(const QJsonObject &voicemail)
{
    const double seconds = voicemail.value("duration"_L1).toDouble(-1);
    if (seconds < 0 || seconds > 24 * 3600)
        return std::nullopt;
    return Milliseconds(qRound64(seconds * 1000));
}

CallSignal signalOf(settings::QuoAccount::Counts counts)
{
    using Counts = settings::QuoAccount::Counts;
    switch (counts) {
    case Counts::Answered:
        return CallSignal::Answered;
    case Counts::Missed:
        return CallSignal::Missed;
    case Counts::Unclear:
        return CallSignal::Over;
    }
    Q_UNREACHABLE();
}

struct Judgement {
    CallSignal signal;
    QString reason;
};

Judgement judgeIncoming(const QuoCall &call, const settings::QuoAccount &account)
{
    const bool personTalked = call.answeredAt && call.answeredBy.startsWith("US"_L1);
    const bool machineTalked =
        call.status == "ai-handled"_L1 || isMachine(call.answeredBy) || (call.machineTalked && !personTalked); // a person may take over
    if (machineTalked) {
        const QString reason = u"ai-handled"_s;
        if (call.isOver)
            return {signalOf(account.machineAnswered), reason};
        // Until it is over a person may take the call from the machine, so only what would end the same way is said now.
        const bool isAnswered = account.machineAnswered == settings::QuoAccount::Counts::Answered;
        return {isAnswered ? CallSignal::Answered : CallSignal::Detail, reason};
    }
    if (!call.isOver)
        return {call.answeredAt ? CallSignal::Answered : CallSignal::Ringing, call.status};
    if (call.status == "forwarded"_L1 && !call.hasVoicemail)
        return {signalOf(account.forwarded), call.status};
    if (call.answeredAt)
        return {CallSignal::Answered, call.status};
    if (call.hasVoicemail) // Quo's own, so that nobody answered wherever it rang
        return {CallSignal::Missed, u"voicemail"_s};
    if (call.wasForwarded)
        return {signalOf(account.forwarded), u"forwarded"_s};
    // Quo says that it does not know, or contradicts itself: a person looks.
    if (call.status == "unknown"_L1 || call.status == "answered"_L1 || (!call.tellsAnswer && call.status == "completed"_L1))
        return {CallSignal::Over, call.status};
    return {CallSignal::Missed, call.status};
}

// Quo says `answered` too when a call of ours reaches a voicemail. Only one that lasted tells of a person.
Judgement judgeOutgoing(const QuoCall &call, const settings::QuoAccount &account)
{
    if (!call.isOver)
        return {call.answeredAt ? CallSignal::Detail : CallSignal::Ringing, call.status};
    if (!call.answeredAt)
        return {call.tellsAnswer ? CallSignal::Missed : CallSignal::Over, call.status};
    if (call.completedAt && *call.completedAt - *call.answeredAt >= account.shortTalk)
        return {CallSignal::Answered, call.status};
    return {CallSignal::Over, u"short_talk"_s};
}

} // namespace

bool isMachine(const QString &actor)
{
    return actor.startsWith("SY"_L1);
}

calls::Direction directionOf(const QJsonObject &resource)
{
    return resource.value("direction"_L1).toString() == "outgoing"_L1 ? calls::Direction::Out : calls::Direction::In;
}

calls::Voicemail readVoicemail(const QJsonObject &from)
{
    const QString url = textOf(from, "recordingUrl"_L1, maxUrl);
    return {.url = url.isEmpty() ? textOf(from, "url"_L1, maxUrl) : url,
            .length = lengthOf(from),
            .transcript = textOf(from, "transcript"_L1, maxTranscript)};
}

QuoCall readCall(const QJsonObject &from)
{
    QuoCall call;
    call.direction = directionOf(from);
    call.status = textOf(from, "status"_L1, maxId);
    call.tellsAnswer = from.contains("answeredAt"_L1);
    call.createdAt = timeOf(from, "createdAt"_L1);
    call.answeredAt = timeOf(from, "answeredAt"_L1);
    call.completedAt = timeOf(from, "completedAt"_L1);
    call.answeredBy = textOf(from, "answeredBy"_L1, maxId);
    if (call.answeredBy.isEmpty())
        call.answeredBy = textOf(from, "answeredByUserId"_L1, maxId);
    call.machineTalked = textOf(from, "aiHandled"_L1, maxId) == "ai-agent"_L1;
    call.wasForwarded = textOf(from, "forwardedTo"_L1).startsWith(u'+'); // to a user: it rang on within Quo, which knows how that ended
    call.hasVoicemail = from.value("hasVoicemail"_L1).toBool();
    if (from.value("voicemail"_L1).isObject()) {
        call.hasVoicemail = true;
        call.voicemail = readVoicemail(from.value("voicemail"_L1).toObject());
    }
    return call;
}

CallEvent judged(const QuoCall &call, const settings::QuoAccount &account)
{
    const bool isIn = call.direction == calls::Direction::In;
    const Judgement judgement = isIn ? judgeIncoming(call, account) : judgeOutgoing(call, account);
    CallEvent event;
    event.providerCallId = call.id;
    event.direction = call.direction;
    event.caller = call.caller;
    event.line = call.line;
    event.signal = judgement.signal;
    event.providerReason = judgement.reason;
    event.startedAt = call.createdAt;
    if (call.isOver)
        event.endedAt = call.completedAt;
    // By the times and not by `duration`: that counts from the answer in one generation and from the start in the other.
    const std::optional<Instant> ringEnd = call.answeredAt ? call.answeredAt : call.completedAt;
    if (call.createdAt && ringEnd && *ringEnd >= *call.createdAt)
        event.ringTime = *ringEnd - *call.createdAt;
    if (isIn && call.hasVoicemail)
        event.voicemail = call.voicemail.value_or(calls::Voicemail());
    return event;
}

} // namespace ringback::connectors::quo
