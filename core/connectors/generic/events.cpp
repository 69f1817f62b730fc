#include "connectors/generic/events.h"

#include "connectors/bounded.h"
#include "connectors/generic/words.h"

#include <QCryptographicHash>
#include <QUrl>

namespace ringback::connectors::generic {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxId = 128;
constexpr qsizetype maxWord = 64;
constexpr qsizetype maxName = 256;
constexpr qsizetype maxUrl = 2000;
constexpr qsizetype maxText = 10'000;
constexpr int maxPictures = 100;

Result<QString> idOf(const Posted &posted)
{
    const Result<QString> id = posted.required(u"id"_s, maxId + 1);
    if (!id)
        return id;
    if (id->isEmpty() || id->size() > maxId)
        return failure(ErrorKind::Invalid,
                       u"id cannot be read: at %1 there is %2"_s.arg(
                           posted.pointer(u"id"_s), id->isEmpty() ? u"nothing"_s : u"more than %1 characters"_s.arg(maxId)));
    return id;
}

struct Sides {
    QString caller; ///< the other side
    QString line; ///< ours
};

// By which way it went; or as the sender says whose number is whose, whichever way it went.
Result<Sides> sidesOf(const Posted &posted, bool isOut)
{
    const auto read = [&posted](const QString &whose, const QString &otherwise) -> Result<QString> {
        if (posted.hook().fields.contains(whose) || (posted.has(whose) && !posted.has(otherwise)))
            return posted.required(whose, maxName);
        return posted.required(otherwise, maxName);
    };
    const Result<QString> caller = read(u"caller"_s, isOut ? u"to"_s : u"from"_s);
    if (!caller)
        return failure(caller);
    const Result<QString> line = read(u"line"_s, isOut ? u"from"_s : u"to"_s);
    if (!line)
        return failure(line);
    return Sides{.caller = readNumber(*caller), .line = readNumber(*line)};
}

std::optional<calls::Voicemail> voicemailOf(const Posted &posted)
{
    calls::Voicemail voicemail;
    const QString address = posted.text(u"voicemail_url"_s, maxUrl + 1).value_or(QString());
    const QUrl url(address, QUrl::StrictMode);
    if (address.size() <= maxUrl && url.isValid() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1))
        voicemail.url = address;
    voicemail.transcript = posted.text(u"voicemail_text"_s, maxText).value_or(QString());
    const std::optional<Milliseconds> length = posted.seconds(u"voicemail_seconds"_s);
    if (length && length->count() > 0)
        voicemail.length = length;
    if (voicemail == calls::Voicemail())
        return std::nullopt;
    return voicemail;
}

struct Judgement {
    CallSignal signal;
    QString reason; ///< in the words that policy reads: who gave up tells a short call from one that we could not take
};

// What the sender's word says comes before what times say: a greeting or a menu counts as talk in many systems. Nothing: the event changes nothing.
Result<std::optional<Judgement>> judge(const Posted &posted, bool hasVoicemail, bool hasEnded)
{
    const QString status = posted.text(u"status"_s, maxWord).value_or(QString());
    const std::optional<QString> word = status.isEmpty() ? std::nullopt : callWord(status, posted.hook());
    const std::optional<Milliseconds> talk = posted.seconds(u"talk_seconds"_s);
    const bool talked = posted.time(u"answered_at"_s) || (talk && talk->count() > 0);
    const bool nobodyTalked = !talked && (talk || posted.has(u"answered_at"_s));

    if (word == u"ignored"_s)
        return std::nullopt;
    if (word == u"missed"_s)
        return Judgement{CallSignal::Missed, hasVoicemail ? u"voicemail"_s : u"no-answer"_s};
    if (word == u"gave_up"_s)
        return Judgement{CallSignal::Missed, u"canceled"_s};
    if (word == u"busy"_s || word == u"failed"_s) // another phone may still ring
        return Judgement{hasEnded ? CallSignal::Missed : CallSignal::MissedSoFar, *word};
    if (word == u"answered"_s)
        return Judgement{CallSignal::Answered, u"answered"_s};
    if (word == u"voicemail"_s || (hasVoicemail && word != u"ringing"_s))
        return Judgement{CallSignal::Missed, u"voicemail"_s};
    if (talked)
        return Judgement{CallSignal::Answered, u"answered"_s};
    if (word == u"ringing"_s)
        return Judgement{CallSignal::Ringing, u"ringing"_s};
    if (word == u"over"_s || (status.isEmpty() && hasEnded))
        return nobodyTalked ? Judgement{CallSignal::Missed, u"no-answer"_s} : Judgement{CallSignal::Over, u"completed"_s};
    if (!status.isEmpty())
        return std::nullopt;
    return failure(
        ErrorKind::Invalid,
        u"status is missing: there is nothing at %1, and neither a time of answering or ending nor a voicemail says what became of the "
        u"call"_s.arg(posted.pointer(u"status"_s)));
}

// Nothing for a word that is not known: then nobody can tell who called whom.
std::optional<QString> wayOf(const Posted &posted)
{
    const QString way = posted.text(u"direction"_s, maxWord).value_or(QString());
    return way.isEmpty() ? u"in"_s : wayWord(way, posted.hook());
}

Ignored unknownWay(const Posted &posted)
{
    return {u"the word at %1 says neither in nor out"_s.arg(posted.pointer(u"direction"_s))};
}

Result<PhoneEvent> translateCall(const Posted &posted)
{
    const std::optional<QString> way = wayOf(posted);
    if (!way)
        return unknownWay(posted);
    if (way == u"internal"_s)
        return Ignored{u"a call inside the office"_s};
    const Result<QString> id = idOf(posted);
    if (!id)
        return failure(id);
    const bool isOut = way == u"out"_s;
    const Result<Sides> sides = sidesOf(posted, isOut);
    if (!sides)
        return failure(sides);

    CallEvent event{.providerCallId = *id,
                    .direction = isOut ? calls::Direction::Out : calls::Direction::In,
                    .staff = posted.text(u"staff"_s, maxId).value_or(QString()),
                    .caller = sides->caller,
                    .line = sides->line,
                    .callerName = posted.text(u"caller_name"_s, maxName).value_or(QString()),
                    .startedAt = posted.time(u"started_at"_s),
                    .endedAt = posted.time(u"ended_at"_s),
                    .ringTime = posted.seconds(u"ring_seconds"_s),
                    .voicemail = voicemailOf(posted)};
    const Result<std::optional<Judgement>> judgement = judge(posted, event.voicemail.has_value(), event.endedAt.has_value());
    if (!judgement)
        return failure(judgement);
    if (!*judgement)
        return Ignored{u"the word at %1 is none that says how a call goes"_s.arg(posted.pointer(u"status"_s))};
    event.signal = (*judgement)->signal;
    event.providerReason = (*judgement)->reason;
    if (event.providerReason == "voicemail"_L1 && !event.voicemail)
        event.voicemail = calls::Voicemail{};
    if (event.signal == CallSignal::Answered)
        event.voicemail.reset(); // what was recorded is the conversation
    event.reputation.attestation = posted.text(u"attestation"_s, maxWord).value_or(QString());
    if (posted.isTrue(u"spam"_s)) {
        event.reputation.listedAsSpam = true;
        event.reputation.listedBy = posted.text(u"spam_by"_s, maxWord).value_or(QString());
    }
    return event;
}

Result<PhoneEvent> translateText(const Posted &posted)
{
    const std::optional<QString> way = wayOf(posted);
    if (!way)
        return unknownWay(posted);
    if (way != u"in"_s)
        return Ignored{u"a text of ours"_s};
    const Result<QString> id = idOf(posted);
    if (!id)
        return failure(id);
    const Result<Sides> sides = sidesOf(posted, false);
    if (!sides)
        return failure(sides);
    TextReceived text{.providerMessageId = *id, .from = sides->caller, .line = sides->line};
    text.mediaCount = std::clamp(posted.text(u"pictures"_s, maxWord).value_or(QString()).toInt(), 0, maxPictures);
    const Result<QString> body = posted.required(u"text"_s, maxText);
    if (!body && text.mediaCount == 0)
        return failure(body);
    text.body = body.value_or(QString());
    return text;
}

Result<PhoneEvent> translateReceipt(const Posted &posted)
{
    const Result<QString> id = idOf(posted);
    if (!id)
        return failure(id);
    const Result<QString> status = posted.required(u"status"_s, maxWord);
    if (!status)
        return failure(status);
    const std::optional<QString> word = receiptWord(*status, posted.hook());
    const std::optional<calls::DeliveryState> state = word ? calls::fromWord<calls::DeliveryState>(*word) : std::nullopt;
    if (!state)
        return Ignored{u"the word at %1 is none that says what became of a text"_s.arg(posted.pointer(u"status"_s))};
    return TextStatus{.providerMessageId = *id, .state = *state, .errorCode = {}};
}

} // namespace

Result<PhoneEvent> translate(const Posted &posted)
{
    const QString theirs = posted.text(u"event"_s, maxWord).value_or(QString());
    const std::optional<QString> kind = theirs.isEmpty() ? u"call"_s : eventWord(theirs, posted.hook());
    if (!kind)
        return Ignored{u"the word at %1 says neither call nor text"_s.arg(posted.pointer(u"event"_s))};
    if (*kind == "text"_L1)
        return translateText(posted);
    if (*kind == "receipt"_L1)
        return translateReceipt(posted);
    return translateCall(posted);
}

QString eventKey(const Posted &posted, const QByteArray &payload)
{
    const QString own = posted.text(u"key"_s, maxUrl).value_or(QString());
    const QString id = posted.text(u"id"_s, maxId).value_or(QString());
    QString key;
    if (!own.isEmpty()) {
        key = u"key:"_s + own;
    } else if (id.isEmpty()) { // of what is ignored: the same thing twice
        key = u"body:"_s + QString::fromLatin1(QCryptographicHash::hash(payload, QCryptographicHash::Sha256).toHex());
    } else {
        // A recording and its text come later, often with the same status.
        const QString event = posted.text(u"event"_s, maxWord).value_or(QString());
        const std::optional<calls::Voicemail> voicemail = voicemailOf(posted);
        key = u"%1:%2:%3:%4"_s.arg(id, event, posted.text(u"status"_s, maxWord).value_or(QString()),
                                   QString(voicemail ? (voicemail->transcript.isEmpty() ? u"voicemail"_s : u"transcript"_s) : QString()));
    }
    if (key.size() > 200)
        key = u"long:"_s + QString::fromLatin1(QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex());
    return key;
}

QString summary(const PhoneEvent &event)
{
    struct {
        QString operator()(const CallEvent &call) const
        {
            const QString which = call.direction == calls::Direction::Out ? u" of ours"_s : QString();
            switch (call.signal) {
            case CallSignal::Ringing:
                return u"a call%1 that rings"_s.arg(which);
            case CallSignal::Answered:
                return u"a call%1 that was answered"_s.arg(which);
            case CallSignal::Missed:
                return (call.voicemail ? u"a call%1 that was missed, with a voicemail"_s : u"a call%1 that was missed"_s).arg(which);
            case CallSignal::MissedSoFar:
                return u"a call%1 that is missed unless somebody answers it yet"_s.arg(which);
            case CallSignal::Over:
                return u"a call%1 that is over, answered or not"_s.arg(which);
            case CallSignal::Detail:
                return u"something about a call%1"_s.arg(which);
            }
            Q_UNREACHABLE();
        }
        QString operator()(const TextReceived &) const { return u"a text"_s; }
        QString operator()(const TextStatus &) const { return u"a receipt"_s; }
        QString operator()(const OptOutChanged &) const { return u"an opt-out"_s; }
        QString operator()(const Ignored &ignored) const { return u"nothing that changes anything: "_s + ignored.why; }
    } const words;
    return std::visit(words, event);
}

} // namespace ringback::connectors::generic
