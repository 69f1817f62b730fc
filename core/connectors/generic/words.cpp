#include "connectors/generic/words.h"

#include <QRegularExpression>

#include <utility>

namespace ringback::connectors::generic {

using namespace Qt::StringLiterals;
using settings::GenericHook;

namespace {

using Meanings = QList<std::pair<QString, QStringList>>;

// Letters and digits alone, and without the word "call" around them: `call.no-answer`, `No Answer` and `NOANSWER` are one word.
QString plain(const QString &word)
{
    QString letters;
    for (const QChar c : word.toLower()) {
        if (c.isLetterOrNumber())
            letters += c;
    }
    if (letters.size() > 4 && letters.startsWith("call"_L1))
        letters.remove(0, 4);
    if (letters.size() > 4 && letters.endsWith("call"_L1))
        letters.chop(4);
    return letters;
}

std::optional<QString> meaning(const QString &theirs, const Meanings &meanings, const GenericHook &hook)
{
    for (const auto &[ours, synonyms] : meanings) {
        if (hook.words.value(ours).contains(theirs, Qt::CaseInsensitive))
            return ours;
    }
    const QString word = plain(theirs);
    for (const auto &[ours, synonyms] : meanings) {
        if (word == plain(ours) || synonyms.contains(word))
            return ours;
    }
    return std::nullopt;
}

} // namespace

std::optional<QString> callWord(const QString &theirs, const GenericHook &hook)
{
    // Completed, ended, hung up: each system means something else by it, so it says only that the call is over.
    static const Meanings meanings = {
        {u"ringing"_s,
         {u"ring"_s, u"incoming"_s, u"initiated"_s, u"started"_s, u"start"_s, u"created"_s, u"new"_s, u"queued"_s, u"offered"_s,
          u"alerting"_s, u"ringingonagent"_s, u"waiting"_s}},
        {u"answered"_s,
         {u"answer"_s, u"connected"_s, u"inprogress"_s, u"talking"_s, u"talked"_s, u"pickedup"_s, u"pickup"_s, u"accepted"_s, u"bridged"_s,
          u"established"_s, u"up"_s}},
        {u"missed"_s,
         {u"noanswer"_s, u"unanswered"_s, u"notanswered"_s, u"noanswered"_s, u"notaccepted"_s, u"timeout"_s, u"timedout"_s, u"lost"_s,
          u"noagent"_s, u"noavailableagent"_s, u"missedinbound"_s, u"inboundmissed"_s}},
        {u"gave_up"_s,
         {u"cancel"_s, u"canceled"_s, u"cancelled"_s, u"abandoned"_s, u"abandon"_s, u"shortabandoned"_s, u"abandonedinivr"_s,
          u"callerhungup"_s, u"hangupbeforeanswer"_s}},
        {u"busy"_s, {u"userbusy"_s, u"engaged"_s, u"linebusy"_s}},
        {u"failed"_s,
         {u"fail"_s, u"failure"_s, u"error"_s, u"rejected"_s, u"declined"_s, u"unavailable"_s, u"chanunavail"_s, u"congestion"_s,
          u"outofopeninghours"_s}},
        {u"voicemail"_s,
         {u"vm"_s, u"voicemailleft"_s, u"leftvoicemail"_s, u"newvoicemail"_s, u"voicemessage"_s, u"voicemailreceived"_s,
          u"voicemailcompleted"_s, u"answeringmachine"_s}},
        {u"over"_s,
         {u"ended"_s, u"end"_s, u"completed"_s, u"complete"_s, u"done"_s, u"hangup"_s, u"hungup"_s, u"finished"_s, u"closed"_s,
          u"terminated"_s, u"disconnected"_s}},
        {u"ignored"_s, {}},
    };
    return meaning(theirs, meanings, hook);
}

std::optional<QString> wayWord(const QString &theirs, const GenericHook &hook)
{
    static const Meanings meanings = {
        {u"in"_s, {u"inbound"_s, u"incoming"_s, u"received"_s, u"i"_s}},
        {u"out"_s, {u"outbound"_s, u"outgoing"_s, u"placed"_s, u"dialed"_s, u"dialled"_s, u"made"_s, u"o"_s}},
        {u"internal"_s, {u"local"_s, u"extension"_s, u"intercom"_s}},
    };
    return meaning(theirs, meanings, hook);
}

std::optional<QString> eventWord(const QString &theirs, const GenericHook &hook)
{
    static const Meanings asSetUp = {{u"call"_s, {}}, {u"text"_s, {}}, {u"receipt"_s, {}}};
    if (const std::optional<QString> ours = meaning(theirs, asSetUp, hook))
        return ours;
    static const QRegularExpression others(u"[^a-z]+"_s);
    const QStringList tokens = theirs.toLower().split(others, Qt::SkipEmptyParts);
    const auto says = [&tokens](std::initializer_list<const char16_t *> words) {
        for (const char16_t *word : words) {
            if (tokens.contains(QString::fromUtf16(word)))
                return true;
        }
        return false;
    };
    const bool isText = says({u"text", u"sms", u"mms", u"message"}) && !says({u"call", u"voice", u"voicemail"});
    if (isText && says({u"sent", u"delivered", u"undelivered", u"failed", u"status", u"delivery", u"updated"}))
        return u"receipt"_s;
    if (isText)
        return u"text"_s;
    if (says({u"call", u"calls", u"voice", u"voicemail", u"phone", u"cdr", u"missedcall"}))
        return u"call"_s;
    if (says({u"receipt", u"dlr"}))
        return u"receipt"_s;
    return std::nullopt;
}

std::optional<QString> receiptWord(const QString &theirs, const GenericHook &hook)
{
    static const Meanings meanings = {
        {u"accepted"_s, {u"queued"_s, u"sending"_s, u"pending"_s}},
        {u"sent"_s, {}},
        {u"delivered"_s, {u"received"_s, u"read"_s}},
        {u"undelivered"_s, {u"undeliverable"_s, u"deliveryfailed"_s}},
        {u"failed"_s, {u"error"_s, u"rejected"_s}},
    };
    return meaning(theirs, meanings, hook);
}

} // namespace ringback::connectors::generic
