#include "widgets/phrases.h"

#include "widgets/times.h"

#include "base/time.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Phrases {
    Q_DECLARE_TR_FUNCTIONS(Phrases)
};

struct Reason {
    QStringView code;
    const char *sentence;
    const char *words;
};

//: Each reason twice: a sentence without a full stop, and two or three lower-case words that follow "Not sent:".
constexpr auto reasonTable = std::to_array<Reason>({
    {u"texted", QT_TRANSLATE_NOOP("Reasons", "A text went out"), QT_TRANSLATE_NOOP("Reasons", "text sent")},
    {u"too_short", QT_TRANSLATE_NOOP("Reasons", "The caller hung up too soon for a text"), QT_TRANSLATE_NOOP("Reasons", "hung up at once")},
    {u"ring_time_unknown", QT_TRANSLATE_NOOP("Reasons", "The phone company did not say how long it rang"),
     QT_TRANSLATE_NOOP("Reasons", "ring time not known")},
    {u"already_texted", QT_TRANSLATE_NOOP("Reasons", "This number got a text a short while ago"),
     QT_TRANSLATE_NOOP("Reasons", "already texted")},
    {u"repeat_call", QT_TRANSLATE_NOOP("Reasons", "The caller tried again"), QT_TRANSLATE_NOOP("Reasons", "called again")},
    {u"quiet_hours", QT_TRANSLATE_NOOP("Reasons", "It is quiet hours where the caller is"), QT_TRANSLATE_NOOP("Reasons", "quiet hours")},
    {u"opted_out", QT_TRANSLATE_NOOP("Reasons", "The caller asked for no texts"), QT_TRANSLATE_NOOP("Reasons", "asked for no texts")},
    {u"do_not_text", QT_TRANSLATE_NOOP("Reasons", "This number is on your do-not-text list"),
     QT_TRANSLATE_NOOP("Reasons", "do-not-text list")},
    {u"own_number", QT_TRANSLATE_NOOP("Reasons", "The call came from one of your own numbers"),
     QT_TRANSLATE_NOOP("Reasons", "your own number")},
    {u"withheld_number", QT_TRANSLATE_NOOP("Reasons", "The caller hid the number"), QT_TRANSLATE_NOOP("Reasons", "hidden number")},
    {u"unusable_number", QT_TRANSLATE_NOOP("Reasons", "The caller's number cannot be called back"),
     QT_TRANSLATE_NOOP("Reasons", "unusable number")},
    {u"listed_as_spam", QT_TRANSLATE_NOOP("Reasons", "A spam list names this number"), QT_TRANSLATE_NOOP("Reasons", "listed as spam")},
    {u"not_missed", QT_TRANSLATE_NOOP("Reasons", "The call was not missed"), QT_TRANSLATE_NOOP("Reasons", "not missed")},
    {u"answered", QT_TRANSLATE_NOOP("Reasons", "Somebody answered the call"), QT_TRANSLATE_NOOP("Reasons", "answered")},
    {u"outcome_not_known", QT_TRANSLATE_NOOP("Reasons", "The phone company did not say whether anyone answered"),
     QT_TRANSLATE_NOOP("Reasons", "not known if answered")},
    {u"prior_customer", QT_TRANSLATE_NOOP("Reasons", "This is a prior customer"), QT_TRANSLATE_NOOP("Reasons", "prior customer")},
    {u"client", QT_TRANSLATE_NOOP("Reasons", "This is a client"), QT_TRANSLATE_NOOP("Reasons", "client")},
    {u"no_line", QT_TRANSLATE_NOOP("Reasons", "Nobody set up the number that was dialled"),
     QT_TRANSLATE_NOOP("Reasons", "number not set up")},
    {u"no_sender", QT_TRANSLATE_NOOP("Reasons", "No number is set up to send texts from"),
     QT_TRANSLATE_NOOP("Reasons", "no sending number")},
    {u"no_longer_true", QT_TRANSLATE_NOOP("Reasons", "Its moment had passed before it could go out"),
     QT_TRANSLATE_NOOP("Reasons", "too late")},
    {u"replied", QT_TRANSLATE_NOOP("Reasons", "The caller wrote back"), QT_TRANSLATE_NOOP("Reasons", "caller replied")},
    {u"provider_refused", QT_TRANSLATE_NOOP("Reasons", "The phone company refused it"), QT_TRANSLATE_NOOP("Reasons", "refused")},
    {u"outcome_unknown", QT_TRANSLATE_NOOP("Reasons", "The phone company did not say whether the text left"),
     QT_TRANSLATE_NOOP("Reasons", "not known if it left")},
    {u"needs_review", QT_TRANSLATE_NOOP("Reasons", "A person must decide"), QT_TRANSLATE_NOOP("Reasons", "needs review")},
    {u"retrying", QT_TRANSLATE_NOOP("Reasons", "It will be tried again"), QT_TRANSLATE_NOOP("Reasons", "will try again")},
    {u"assigned_next_available", QT_TRANSLATE_NOOP("Reasons", "Given to the next free person"),
     QT_TRANSLATE_NOOP("Reasons", "next free person")},
    {u"nobody_available", QT_TRANSLATE_NOOP("Reasons", "Nobody was free: anyone may take it"), QT_TRANSLATE_NOOP("Reasons", "nobody free")},
    {u"settling", QT_TRANSLATE_NOOP("Reasons", "Waiting a moment to see whether somebody answers"),
     QT_TRANSLATE_NOOP("Reasons", "waiting a moment")},
    {u"connection_unavailable", QT_TRANSLATE_NOOP("Reasons", "The phone company cannot be reached right now"),
     QT_TRANSLATE_NOOP("Reasons", "not reachable")},
});

struct Action {
    QStringView code;
    const char *sentence;
};

//: Lines of a call's history. %1 is who did it, where there is a %1.
constexpr auto actionTable = std::to_array<Action>({
    {u"call_ringing", QT_TRANSLATE_NOOP("Actions", "A call came in")},
    {u"call_missed", QT_TRANSLATE_NOOP("Actions", "Nobody answered the call")},
    {u"call_answered", QT_TRANSLATE_NOOP("Actions", "The call was answered")},
    {u"call_unclear", QT_TRANSLATE_NOOP("Actions", "The call ended; the phone company did not say whether anyone answered")},
    {u"call_screened", QT_TRANSLATE_NOOP("Actions", "Left out of the callbacks")},
    {u"lead_written", QT_TRANSLATE_NOOP("Actions", "Lead written down")},
    {u"follow_up_opened", QT_TRANSLATE_NOOP("Actions", "Follow-up opened")},
    {u"follow_up_joined", QT_TRANSLATE_NOOP("Actions", "The caller tried again: added to the open follow-up")},
    {u"follow_up_closed", QT_TRANSLATE_NOOP("Actions", "Follow-up closed")},
    {u"task_created", QT_TRANSLATE_NOOP("Actions", "Callback put in the queue")},
    {u"task_claimed", QT_TRANSLATE_NOOP("Actions", "%1 claimed the callback")},
    {u"task_released", QT_TRANSLATE_NOOP("Actions", "%1 put the callback back in the queue")},
    {u"task_completed", QT_TRANSLATE_NOOP("Actions", "%1 finished the callback")},
    {u"task_cancelled", QT_TRANSLATE_NOOP("Actions", "Callback taken off the queue")},
    {u"text_scheduled", QT_TRANSLATE_NOOP("Actions", "Text planned")},
    {u"text_attempted", QT_TRANSLATE_NOOP("Actions", "Text handed to the phone company")},
    {u"text_sent", QT_TRANSLATE_NOOP("Actions", "The phone company took the text")},
    {u"text_refused", QT_TRANSLATE_NOOP("Actions", "The phone company refused the text")},
    {u"text_unknown", QT_TRANSLATE_NOOP("Actions", "No answer from the phone company: the text may or may not have left")},
    {u"text_found", QT_TRANSLATE_NOOP("Actions", "The phone company has the text: it did leave")},
    {u"text_not_found", QT_TRANSLATE_NOOP("Actions", "The phone company does not have the text: it did not leave")},
    {u"text_dropped", QT_TRANSLATE_NOOP("Actions", "Text not sent")},
    {u"text_failed", QT_TRANSLATE_NOOP("Actions", "The text failed")},
    {u"text_needs_review", QT_TRANSLATE_NOOP("Actions", "A person must decide about the text")},
    {u"text_status", QT_TRANSLATE_NOOP("Actions", "News of the text")},
    {u"text_received", QT_TRANSLATE_NOOP("Actions", "The caller wrote back")},
    {u"opted_out", QT_TRANSLATE_NOOP("Actions", "The caller asked for no more texts")},
    {u"opted_in", QT_TRANSLATE_NOOP("Actions", "The caller allows texts again")},
    {u"help_requested", QT_TRANSLATE_NOOP("Actions", "The caller asked for help by text")},
    {u"webhook_refused", QT_TRANSLATE_NOOP("Actions", "A message that the phone company did not sign was turned away")},
    {u"setup_imported", QT_TRANSLATE_NOOP("Actions", "%1 loaded a setup file")},
    {u"playbook_changed", QT_TRANSLATE_NOOP("Actions", "%1 changed the playbook")},
    {u"contact_imported", QT_TRANSLATE_NOOP("Actions", "Contact loaded from a file")},
    {u"quiet_hours_off", QT_TRANSLATE_NOOP("Actions", "%1 turned quiet hours off")},
});

template <class Table>
auto find(const Table &table, const QString &code)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto &entry) { return entry.code == code; });
    return found == table.end() ? nullptr : &*found;
}

/// Reasons that keep a text from leaving, as opposed to those that say why one did.
bool keepsTextBack(const QString &code)
{
    static const QStringList codes{
        u"too_short"_s,        u"already_texted"_s,  u"quiet_hours"_s,       u"opted_out"_s,  u"do_not_text"_s, u"own_number"_s,
        u"withheld_number"_s,  u"unusable_number"_s, u"listed_as_spam"_s,    u"no_line"_s,    u"no_sender"_s,   u"no_longer_true"_s,
        u"provider_refused"_s, u"client"_s,          u"outcome_not_known"_s, u"not_missed"_s, u"answered"_s};
    return codes.contains(code);
}

QString stateWord(calls::DeliveryState state)
{
    switch (state) {
    case calls::DeliveryState::Scheduled:
        //: Delivery state of a text.
        return Phrases::tr("Scheduled");
    case calls::DeliveryState::Sending:
        //: Delivery state of a text.
        return Phrases::tr("Sending");
    case calls::DeliveryState::Accepted:
        //: Delivery state of a text: the phone company has it.
        return Phrases::tr("On its way");
    case calls::DeliveryState::Sent:
        //: Delivery state of a text: the carrier has it.
        return Phrases::tr("Sent");
    case calls::DeliveryState::Delivered:
        //: Delivery state of a text.
        return Phrases::tr("Delivered");
    case calls::DeliveryState::Undelivered:
        //: Delivery state of a text: the carrier gave up.
        return Phrases::tr("Not delivered");
    case calls::DeliveryState::Failed:
        //: Delivery state of a text: the phone company refused it.
        return Phrases::tr("Failed");
    case calls::DeliveryState::NeedsReview:
        //: Delivery state of a text: nobody knows whether it left, a person must decide.
        return Phrases::tr("Needs review");
    case calls::DeliveryState::Dropped:
        //: Delivery state of a text: we decided against sending it.
        return Phrases::tr("Not sent");
    case calls::DeliveryState::Received:
        //: State of a text from the caller.
        return Phrases::tr("Received");
    }
    Q_UNREACHABLE();
}

/// A timeline detail in words: a time, a delivery state or an outcome, or else what it says.
QString detailWords(const QString &detail, const Telling &telling)
{
    if (detail.isEmpty())
        return {};
    const QDateTime time = QDateTime::fromString(detail, Qt::ISODateWithMs);
    if (time.isValid() && detail.contains(u'T'))
        return dayAndTime(fromMs(time.toMSecsSinceEpoch()), telling.now, telling.office.timeZone);
    if (const auto state = calls::fromWord<calls::DeliveryState>(detail))
        return stateWord(*state);
    if (const auto kind = calls::fromWord<calls::ContactKind>(detail))
        return kindWord(*kind);
    return outcomeWord(detail, telling.office);
}

} // namespace

QString readable(const QString &code)
{
    QString text = code;
    text.replace(u'_', u' ');
    text.replace(u'-', u' ');
    text = text.simplified();
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString reasonSentence(const QString &code)
{
    const Reason *reason = find(reasonTable, code);
    return reason != nullptr ? QCoreApplication::translate("Reasons", reason->sentence) : readable(code);
}

QString reasonWords(const QString &code)
{
    const Reason *reason = find(reasonTable, code);
    return reason != nullptr ? QCoreApplication::translate("Reasons", reason->words) : readable(code).toLower();
}

QStringList reasonSentences(const QStringList &codes)
{
    QStringList sentences;
    for (const QString &code : codes)
        sentences.append(reasonSentence(code));
    return sentences;
}

QString kindWord(calls::ContactKind kind)
{
    switch (kind) {
    case calls::ContactKind::NewLead:
        //: Kind of caller: nobody we know yet.
        return Phrases::tr("New lead");
    case calls::ContactKind::PriorCustomer:
        //: Kind of caller.
        return Phrases::tr("Prior customer");
    case calls::ContactKind::Candidate:
        //: Kind of caller: somebody who looks for a job (recruiting).
        return Phrases::tr("Candidate");
    case calls::ContactKind::Client:
        //: Kind of caller: a company that hires through the office (recruiting).
        return Phrases::tr("Client");
    }
    Q_UNREACHABLE();
}

Mark stageMark(board::Stage stage)
{
    switch (stage) {
    case board::Stage::Screened:
        //: Stage of a row: no text and no callback for this call.
        return {Phrases::tr("Left out"), Glyph::Stop, Tone::Neutral};
    case board::Stage::Waiting:
        //: Stage of a row: a missed call that nobody has claimed and no text has left for.
        return {Phrases::tr("Missed"), Glyph::Missed, Tone::Warn};
    case board::Stage::Texted:
        //: Stage of a row: the text is out.
        return {Phrases::tr("Texted"), Glyph::Message, Tone::Info};
    case board::Stage::Replied:
        //: Stage of a row: the caller wrote back.
        return {Phrases::tr("Replied"), Glyph::Reply, Tone::Good};
    case board::Stage::Claimed:
        //: Stage of a row: somebody is on it.
        return {Phrases::tr("Claimed"), Glyph::Person, Tone::Neutral};
    case board::Stage::Closed:
        //: Stage of a row: finished.
        return {Phrases::tr("Closed"), Glyph::Check, Tone::Neutral};
    case board::Stage::Unclear:
        //: Stage of a row: not known whether the call was answered.
        return {Phrases::tr("Unclear"), Glyph::Question, Tone::Warn};
    }
    Q_UNREACHABLE();
}

Mark deliveryMark(const board::TextBrief &text, const Telling &telling)
{
    const QString word = stateWord(text.state);
    switch (text.state) {
    case calls::DeliveryState::Scheduled:
        //: %1 is a time such as "8:00 AM" or "tomorrow 8:00 AM".
        return {Phrases::tr("Scheduled for %1").arg(dayAndTime(text.at, telling.now, telling.office.timeZone)), Glyph::Clock, Tone::Neutral,
                word, dayAndTime(text.at, telling.now, telling.office.timeZone)};
    case calls::DeliveryState::Sending:
    case calls::DeliveryState::Accepted:
        return {word, Glyph::Sent, Tone::Neutral};
    case calls::DeliveryState::Sent:
        return {word, Glyph::Check, Tone::Neutral};
    case calls::DeliveryState::Delivered:
        return {word, Glyph::Delivered, Tone::Good};
    case calls::DeliveryState::Undelivered:
    case calls::DeliveryState::Failed:
        if (text.errorCode.isEmpty())
            return {word, Glyph::Failed, Tone::Bad};
        //: %1 is a delivery state such as "Not delivered", %2 the phone company's error number.
        return {Phrases::tr("%1 (error %2)").arg(word, text.errorCode), Glyph::Failed, Tone::Bad, word,
                //: %1 is the phone company's error number.
                Phrases::tr("error %1").arg(text.errorCode)};
    case calls::DeliveryState::NeedsReview:
        return {word, Glyph::Question, Tone::Warn};
    case calls::DeliveryState::Dropped:
        return {word, Glyph::Stop, Tone::Neutral};
    case calls::DeliveryState::Received:
        return {word, Glyph::Reply, Tone::Good};
    }
    Q_UNREACHABLE();
}

Mark textMark(const board::BoardRow &row, const Telling &telling)
{
    const auto why = std::find_if(row.reasons.begin(), row.reasons.end(), keepsTextBack);
    const bool dropped = row.lastText && row.lastText->state == calls::DeliveryState::Dropped;
    if ((!row.lastText || dropped) && why != row.reasons.end())
        //: %1 is a short reason such as "quiet hours".
        return {Phrases::tr("Not sent: %1").arg(reasonWords(*why)), *why == u"quiet_hours" ? Glyph::Moon : Glyph::Stop, Tone::Neutral,
                stateWord(calls::DeliveryState::Dropped), reasonWords(*why)};
    if (row.lastText)
        return deliveryMark(*row.lastText, telling);
    //: In the column about texts: there is none for this call.
    return {Phrases::tr("No text"), Glyph::Dot, Tone::Neutral};
}

QString outcomeWord(const QString &id, const board::Office &office)
{
    for (const board::OutcomeChoice &choice : office.outcomes) {
        if (choice.id == id && !choice.label.isEmpty())
            return choice.label;
    }
    return readable(id);
}

QString actionSentence(const board::TimelineEntry &entry, const Telling &telling)
{
    const Action *action = find(actionTable, entry.action);
    QString sentence = action != nullptr ? QCoreApplication::translate("Actions", action->sentence) : readable(entry.action);
    if (sentence.contains(u"%1"_s)) {
        const bool person = !entry.actor.isEmpty() && entry.actor != u"engine" && entry.actor != u"provider";
        //: Who did it, when it was the program itself.
        sentence = sentence.arg(person ? entry.actor : Phrases::tr("Ringback"));
    }
    const QString detail = detailWords(entry.detail, telling);
    if (entry.action == u"text_status" && !detail.isEmpty())
        //: %1 is a delivery state such as "Delivered".
        return Phrases::tr("Text: %1").arg(detail);
    //: %1 is a sentence of the history, %2 more about it: a time, a delivery state, an outcome.
    return detail.isEmpty() ? sentence : Phrases::tr("%1: %2").arg(sentence, detail);
}

QString refusalSentence(const desk::Refusal &refusal, const Telling &telling)
{
    using Why = desk::Refusal::Why;
    //: Stands for a person whose name is not known.
    const QString who = refusal.who.isEmpty() ? Phrases::tr("Somebody else") : refusal.who;
    const QString since = refusal.since ? dayAndTime(*refusal.since, telling.now, telling.office.timeZone) : QString();
    switch (refusal.why) {
    case Why::TakenBySomeone:
        if (since.isEmpty())
            //: %1 is a person.
            return Phrases::tr("%1 has this callback").arg(who);
        //: %1 is a person, %2 a time.
        return Phrases::tr("%1 has this callback since %2").arg(who, since);
    case Why::AlreadyDone:
        if (since.isEmpty())
            //: %1 is a person.
            return Phrases::tr("%1 already finished this callback").arg(who);
        //: %1 is a person, %2 a time.
        return Phrases::tr("%1 already finished this callback at %2").arg(who, since);
    case Why::NotYours:
        if (refusal.who.isEmpty())
            return Phrases::tr("Nobody has this callback. Claim it first");
        //: %1 is a person.
        return Phrases::tr("%1 has this callback. Only they can finish it or put it back").arg(who);
    case Why::NoSuchTask:
        return Phrases::tr("This callback is no longer there");
    case Why::NoSuchPerson:
        return Phrases::tr("Your name is not on the staff list. Choose who you are at the top right");
    case Why::NoSuchOutcome:
        return Phrases::tr("The playbook no longer has this outcome. Choose another one");
    case Why::NoSuchNumber:
        return Phrases::tr("That is not a phone number. Write it with its area code");
    case Why::NothingToReview:
        return Phrases::tr("This text is settled. There is nothing to decide about it any more");
    case Why::TooLate:
        return Phrases::tr("It is too late to take this back. Open the callback again from the board");
    case Why::NotNow:
        //: %1 is a time.
        return Phrases::tr("This callback waits until %1").arg(since);
    case Why::TimeInThePast:
        return Phrases::tr("That time is in the past. Choose one to come");
    case Why::CannotStore:
        return Phrases::tr("The database could not save this. Nothing was changed; try again in a moment");
    }
    Q_UNREACHABLE();
}

QString callerWord(const QString &name, const QString &number)
{
    if (!name.isEmpty())
        return name;
    //: Stands where a caller's number would be.
    return number.isEmpty() ? Phrases::tr("Hidden number") : number;
}

QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : u"<p style=\"white-space:pre-wrap\">"_s + text.toHtmlEscaped() + u"</p>"_s;
}

QString literal(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

} // namespace ringback::ui
