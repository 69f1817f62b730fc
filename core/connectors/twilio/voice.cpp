#include "connectors/twilio/events.h"
#include "connectors/twilio/fields.h"
#include "connectors/twilio/reputation.h"

#include <algorithm>

/// Webhooks about calls (providers: phone-and-sms.md, 2.2 and 2.3).
namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;
using calls::Leg;

namespace {

constexpr int shortestVoicemail = 3; // seconds; below it the caller listened to the greeting and hung up

struct Judgement {
    CallSignal signal;
    QString reason;
};

std::optional<int> seconds(const Form &form, QStringView name)
{
    bool isNumber = false;
    const int value = form.value(name).toInt(&isNumber);
    return isNumber && value >= 0 ? std::optional(value) : std::nullopt;
}

bool isShort(std::optional<int> talked, std::chrono::seconds shortTalk)
{
    return talked && *talked < shortTalk.count();
}

// A Record action. The callback at a call's end names its recording too, also that of a conversation: that says nothing of who talked.
bool isRecordAction(const Form &form)
{
    return !form.value(u"RecordingSid").isEmpty() && form.value(u"CallbackSource").isEmpty();
}

int channelsOf(const Form &form)
{
    return seconds(form, u"RecordingChannels").value_or(1);
}

bool isVoicemail(const Form &form)
{
    return twilio::isVoicemail(seconds(form, u"RecordingDuration"), channelsOf(form), form.value(u"RecordingSource"));
}

// Where it is; not whatever else somebody may want us to open.
QString recordingUrl(const Form &form)
{
    const QString url = form.value(u"RecordingUrl");
    const bool isWeb = url.startsWith("https://"_L1) || url.startsWith("http://"_L1);
    return isWeb && url.size() <= maxUrl ? bounded(url, maxUrl) : QString();
}

calls::Voicemail voicemailOf(const Form &form)
{
    calls::Voicemail voicemail{.url = recordingUrl(form), .length = std::nullopt, .transcript = {}};
    if (const std::optional<int> length = seconds(form, u"RecordingDuration"))
        voicemail.length = std::chrono::seconds(*length);
    return voicemail;
}

// How a `<Dial>` ended. Nothing: a word that we do not know.
std::optional<Judgement> judgeDial(const Form &form, const QString &dialStatus, CallSignal missed, std::chrono::seconds shortTalk)
{
    if (isUnanswered(dialStatus))
        return Judgement{missed, dialStatus};
    if (!isOneOf(dialStatus, {u"completed", u"answered"}))
        return std::nullopt;
    const QString answeredBy = bounded(form.value(u"AnsweredBy"), maxId);
    if (isMachine(answeredBy)) // a mobile's own voicemail
        return Judgement{missed, answeredBy};
    const std::optional<int> talked = seconds(form, u"DialCallDuration");
    if (form.value(u"DialBridged") == u"false" && talked.value_or(0) == 0)
        return Judgement{missed, dialStatus};
    if (isShort(talked, shortTalk))
        return Judgement{CallSignal::Over, QString::fromUtf16(shortTalkReason)};
    return Judgement{CallSignal::Answered, dialStatus};
}

// The table of phone-and-sms.md, 2.3. Nothing: the event changes nothing.
std::optional<Judgement> judge(const Form &form, const QString &callStatus, std::chrono::seconds shortTalk)
{
    const CallSignal missed = isOver(callStatus) ? CallSignal::Missed : CallSignal::MissedSoFar;
    const QString dialStatus = form.value(u"DialCallStatus");
    if (!dialStatus.isEmpty())
        return judgeDial(form, dialStatus, missed, shortTalk);
    if (isRecordAction(form) && isOneOf(callStatus, {u"completed", u"in-progress"})) {
        if (channelsOf(form) == 1)
            return Judgement{missed, isVoicemail(form) ? u"voicemail"_s : callStatus};
        return callStatus == u"completed" ? std::optional(Judgement{CallSignal::Over, callStatus}) : std::nullopt; // a conversation
    }
    if (isOneOf(callStatus, {u"ringing", u"queued"}))
        return Judgement{CallSignal::Ringing, callStatus};
    if (isUnanswered(callStatus))
        return Judgement{CallSignal::Missed, callStatus};
    if (callStatus == u"completed")
        return Judgement{CallSignal::Over, callStatus}; // answered by anything, our own greeting included
    return std::nullopt;
}

// A leg to whom we call. It is answered once somebody is on it; where detection is switched on, `AnsweredBy` tells a machine from a person.
std::optional<Judgement> judgeDialled(const Form &form, const QString &callStatus)
{
    if (isOneOf(callStatus, {u"queued", u"initiated", u"ringing"}))
        return Judgement{CallSignal::Ringing, callStatus};
    if (isUnanswered(callStatus))
        return Judgement{CallSignal::Missed, callStatus};
    if (callStatus != u"completed")
        return std::nullopt;
    const QString answeredBy = bounded(form.value(u"AnsweredBy"), maxId);
    if (isMachine(answeredBy))
        return Judgement{CallSignal::Missed, answeredBy};
    const bool talked = seconds(form, u"CallDuration") != 0;
    return Judgement{talked ? CallSignal::Answered : CallSignal::Missed, callStatus};
}

// The callbacks of a recording and of its transcript: facts of a call whose outcome others tell. They name no caller or come long after.
Result<PhoneEvent> translateRecording(const Form &form, const QString &sid)
{
    const bool isTranscript = !form.value(u"TranscriptionSid").isEmpty();
    if (!isTranscript && form.value(u"RecordingStatus") != u"completed")
        return Ignored{u"a recording that is not there"_s};
    CallEvent event;
    event.providerCallId = sid;
    event.caller = bounded(form.value(u"From"), maxName);
    event.line = bounded(form.value(u"To"), maxName);
    event.signal = CallSignal::Detail;
    if (isVoicemail(form))
        event.voicemail = voicemailOf(form);
    if (isTranscript && event.voicemail && form.value(u"TranscriptionStatus") == u"completed")
        event.voicemail->transcript = bounded(form.value(u"TranscriptionText"), maxTranscript);
    return event;
}

Leg legOf(const Form &form, const QString &sid, Leg::State state)
{
    // Where Twilio does not count its callbacks, their order is that of a call's life.
    const int byState = state == Leg::State::Ringing ? 0 : state == Leg::State::Answered ? 1 : 2;
    return Leg{.id = sid, .state = state, .sequence = seconds(form, u"SequenceNumber").value_or(byState)};
}

} // namespace

bool isVoicemail(std::optional<int> seconds, int channels, QStringView source)
{
    const bool isRecordVerb = source.isEmpty() || source == u"RecordVerb"; // the other sources record conversations
    return channels == 1 && isRecordVerb && (!seconds || *seconds >= shortestVoicemail);
}

bool isRingingLeg(const Form &form, const QList<calls::Line> &lines)
{
    if (form.value(u"ParentCallSid").isEmpty() || form.value(u"Direction") != u"outbound-dial")
        return false;
    const QString shown = form.value(u"From");
    return std::none_of(lines.cbegin(), lines.cend(), [&](const calls::Line &line) { return line.number.e164() == shown; });
}

Result<PhoneEvent> translateLeg(const Form &form, std::chrono::seconds shortTalk)
{
    const Result<QString> sid = required(form, u"CallSid");
    if (!sid)
        return failure(sid);
    const Result<QString> parent = required(form, u"ParentCallSid");
    if (!parent)
        return failure(parent);
    const Result<QString> status = required(form, u"CallStatus");
    if (!status)
        return failure(status);

    CallEvent event;
    event.providerCallId = *parent;
    event.caller = bounded(form.value(u"From"), maxName);
    event.signal = CallSignal::Detail; // that this phone was not answered says nothing of the others
    const QString answeredBy = bounded(form.value(u"AnsweredBy"), maxId);
    Leg::State state = Leg::State::Over;
    if (isOneOf(*status, {u"queued", u"initiated", u"ringing"})) {
        state = Leg::State::Ringing;
    } else if (isMachine(answeredBy) && isOneOf(*status, {u"in-progress", u"completed"})) {
        // A mobile's own voicemail. The `<Dial>` calls it answered when it ends; this comes before.
        event.signal = *status == u"completed" ? CallSignal::Missed : CallSignal::MissedSoFar;
        event.providerReason = answeredBy;
    } else if (*status == u"in-progress") {
        state = Leg::State::Answered;
    } else if (*status == u"completed") {
        const std::optional<int> talked = seconds(form, u"CallDuration");
        if (talked.value_or(0) > 0 && !isShort(talked, shortTalk)) {
            event.signal = CallSignal::Answered;
            event.providerReason = *status;
        }
    } else if (!isUnanswered(*status)) {
        return Ignored{u"a state we do not track"_s};
    }
    if (event.signal != CallSignal::Detail)
        event.endedAt = readTime(form.value(u"Timestamp"));
    event.legs = {legOf(form, *sid, state)};
    return event;
}

Result<PhoneEvent> translateVoice(const Form &form, std::chrono::seconds shortTalk)
{
    const Result<QString> sid = required(form, u"CallSid");
    if (!sid)
        return failure(sid);
    if (!form.value(u"TranscriptionSid").isEmpty() || !form.value(u"RecordingStatus").isEmpty())
        return translateRecording(form, *sid);
    const Result<QString> status = required(form, u"CallStatus");
    if (!status)
        return failure(status);

    const QString direction = form.value(u"Direction");
    const bool isDialled = isOneOf(direction, {u"outbound-api", u"outbound-dial"});
    if (!isDialled && !form.value(u"ParentCallSid").isEmpty())
        return Ignored{u"a child leg"_s};
    if (!isDialled && !direction.isEmpty() && direction != u"inbound")
        return Ignored{u"a direction we do not know"_s};
    if (isDialled && !form.value(u"DialCallStatus").isEmpty())
        return Ignored{u"another leg of a call that we make"_s};

    const std::optional<Judgement> judgement = isDialled ? judgeDialled(form, *status) : judge(form, *status, shortTalk);
    if (!judgement)
        return Ignored{*status == u"in-progress" && form.value(u"DialCallStatus").isEmpty() ? u"in progress"_s
                                                                                            : u"a state we do not track"_s};
    CallEvent event;
    event.providerCallId = *sid;
    event.direction = isDialled ? calls::Direction::Out : calls::Direction::In;
    event.caller = bounded(form.value(isDialled ? u"To" : u"From"), maxName);
    event.line = bounded(form.value(isDialled ? u"From" : u"To"), maxName);
    event.callerName = bounded(form.value(u"CallerName"), maxName);
    event.signal = judgement->signal;
    event.providerReason = judgement->reason;
    if (isOver(*status))
        event.endedAt = readTime(form.value(u"Timestamp"));
    if (judgement->reason == u"voicemail")
        event.voicemail = voicemailOf(form);
    event.reputation = reputationOf(form);
    return event;
}

} // namespace ringback::connectors::twilio
