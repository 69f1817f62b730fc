#include "widgets/phrases.h"

#include "widgets/phrasetables.h"
#include "widgets/times.h"

#include "base/time.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
#include <chrono>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Phrases {
    Q_DECLARE_TR_FUNCTIONS(Phrases)
};

template <class Table>
auto find(const Table &table, const QString &code)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto &entry) { return entry.code == code; });
    return found == table.end() ? nullptr : &*found;
}

/// Reasons that keep a text from leaving, as opposed to those that say why one did.
bool keepsTextBack(const QString &code)
{
    static const QStringList codes{u"too_short"_s,        u"already_texted"_s,
                                   u"quiet_hours"_s,      u"opted_out"_s,
                                   u"do_not_text"_s,      u"own_number"_s,
                                   u"withheld_number"_s,  u"unusable_number"_s,
                                   u"listed_as_spam"_s,   u"blocked_by_staff"_s,
                                   u"blocked_by_list"_s,  u"many_complaints"_s,
                                   u"no_line"_s,          u"no_sender"_s,
                                   u"no_longer_true"_s,   u"provider_refused"_s,
                                   u"client"_s,           u"outcome_not_known"_s,
                                   u"not_missed"_s,       u"answered"_s,
                                   u"likely_opted_out"_s, u"repeated_short_calls"_s,
                                   u"reached"_s,          u"answered_later"_s,
                                   u"we_called"_s,        u"case_closed"_s};
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
    if (find(reasonTable, detail) != nullptr)
        return reasonWords(detail);
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

bool hasReasonSentence(const QString &code)
{
    return find(reasonTable, code) != nullptr;
}

bool hasActionSentence(const QString &code)
{
    return find(actionTable, code) != nullptr;
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
    if (row.progress.likelyOptedOut)
        return heldMark();
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

Mark heldMark()
{
    //: In the column about texts: none leaves until a person has decided whether the caller wants them.
    return {Phrases::tr("Texts held: please decide"), Glyph::Question, Tone::Warn,
            //: The same on two short lines.
            Phrases::tr("Texts held"), Phrases::tr("please decide")};
}

QString voicemailWords(const board::VoicemailBrief &voicemail)
{
    if (!voicemail.length)
        //: What a caller left behind.
        return Phrases::tr("Voicemail");
    const int total = int(std::chrono::duration_cast<std::chrono::seconds>(*voicemail.length).count());
    if (total < 60)
        //: What a caller left behind, with its length in seconds.
        return Phrases::tr("Voicemail, %1 s").arg(total);
    //: What a caller left behind, with its length in minutes and seconds.
    return Phrases::tr("Voicemail, %1 min %2 s").arg(total / 60).arg(total % 60);
}

QStringList callSentences(board::Attestation attestation, bool foundInLog)
{
    QStringList sentences;
    if (foundInLog)
        sentences.append(Phrases::tr("Found in the call list: the news of this call never reached us"));
    if (attestation == board::Attestation::Verified)
        //: A hint (STIR/SHAKEN): the phone networks say that the number is the caller's own.
        sentences.append(Phrases::tr("The carriers vouch for the caller's number"));
    if (attestation == board::Attestation::NotVerified)
        //: A hint (STIR/SHAKEN): the number may not be the caller's own.
        sentences.append(Phrases::tr("The carriers do not vouch for the caller's number: it may be faked. Only a hint"));
    return sentences;
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
        const bool elsewhere = entry.actor == u"lead_system";
        //: Who did it, when it was the program itself.
        const QString who = person ? entry.actor : Phrases::tr("Ringback");
        //: Who did it, when it was done in the CRM and not here.
        sentence = sentence.arg(elsewhere ? Phrases::tr("Somebody in the lead system") : who);
    }
    const QString detail = detailWords(entry.detail, telling);
    if (entry.action == u"text_status" && !detail.isEmpty())
        //: %1 is a delivery state such as "Delivered".
        return Phrases::tr("Text: %1").arg(detail);
    //: %1 is a sentence of the history, %2 more about it: a time, a delivery state, an outcome.
    return detail.isEmpty() ? sentence : Phrases::tr("%1: %2").arg(sentence, detail);
}

QString spamSentence(const board::SpamBasis &basis, const Telling &telling)
{
    const QString since = basis.since ? dayAlone(*basis.since, telling.now, telling.office.timeZone) : QString();
    QString what;
    if (basis.byWhom == u"command")
        //: Of a number; not by a person at a screen.
        what = Phrases::tr("Marked as spam on the command line");
    else if (!basis.byWhom.isEmpty())
        //: Of a number; %1 is a person.
        what = Phrases::tr("Marked as spam by %1").arg(basis.byWhom);
    else if (!basis.list.isEmpty())
        //: Of a number; %1 is the name of an imported block list.
        what = Phrases::tr("On the list “%1”").arg(basis.list);
    else
        //: How often people complained about a number, by public complaint files.
        what = Phrases::tr("%n complaints", nullptr, basis.complaints);
    //: %1 is a phrase such as "12 complaints" or "Marked as spam by Dana Reyes", %2 a day.
    return since.isEmpty() ? what : Phrases::tr("%1 since %2").arg(what, since);
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
    case Why::NotAllowed:
        return Phrases::tr("You may not do this. Ask an owner or an admin");
    case Why::NoSuchOutcome:
        return Phrases::tr("The playbook no longer has this outcome. Choose another one");
    case Why::NoSuchNumber:
        return Phrases::tr("That is not a phone number. Write it with its area code");
    case Why::NothingToReview:
        return Phrases::tr("This text is settled. There is nothing to decide about it any more");
    case Why::NothingToChoose:
        //: %1 is a person.
        return refusal.who.isEmpty() ? Phrases::tr("There is nothing to choose for this caller any more")
                                     : Phrases::tr("%1 has chosen already").arg(refusal.who);
    case Why::NoSuchRecord:
        return Phrases::tr("That record is not among those to choose from any more. Look again");
    case Why::NothingToRetry:
        return Phrases::tr("There is nothing to try again: it has been written meanwhile, or it is being tried");
    case Why::SomebodyRinging:
        if (since.isEmpty())
            //: Of a caller; %1 is a person.
            return Phrases::tr("%1 is ringing them now").arg(who);
        //: Of a caller; %1 is a person, %2 a time.
        return Phrases::tr("%1 is ringing them now, since %2").arg(who, since);
    case Why::TooLate:
        return Phrases::tr("It is too late to take this back. Open the callback again from the board");
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
