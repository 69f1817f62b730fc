#include "widgets/phrases.h"

#include "widgets/times.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

/// Words of phrases.h: what waits until when, what was tried, and what comes next.
namespace ringback::ui {

namespace {

struct Phrases { // the same for translators
    Q_DECLARE_TR_FUNCTIONS(Phrases)
};

} // namespace

QString whenWords(Instant at, const Telling &telling)
{
    const QString time = dayAndTime(at, telling.now, telling.office.timeZone);
    const QString clock = clockTime(at, telling.office.timeZone);
    //: %1 is a time of day of today: "at 3:10 PM". Other days stand alone: "tomorrow 9:00 AM".
    return time == clock ? Phrases::tr("at %1").arg(time) : time;
}

QString attemptWords(const board::Progress &progress)
{
    //: How often somebody has tried to reach a caller: "try 2 of 3".
    return Phrases::tr("try %1 of %2").arg(progress.attempt).arg(std::max(progress.attempt, progress.attempts));
}

std::optional<Mark> returnsMark(const board::Progress &progress, const Telling &telling)
{
    if (!progress.waitsAt(telling.now))
        return std::nullopt;
    //: A callback that waits for its time; %1 is "at 3:10 PM" or "tomorrow 9:00 AM".
    const QString returns = Phrases::tr("returns %1").arg(whenWords(*progress.readyAt, telling));
    return Mark{u"%1 · %2"_s.arg(returns, attemptWords(progress)), Glyph::Clock, Tone::Neutral, returns, attemptWords(progress)};
}

QString returnsWords(const board::Progress &progress, const Telling &telling)
{
    const std::optional<Mark> mark = returnsMark(progress, telling);
    return mark ? mark->text : QString();
}

QString escalationWords(const board::Progress &progress, const Telling &telling)
{
    const QString since = progress.escalatedAt ? dayAndTime(*progress.escalatedAt, telling.now, telling.office.timeZone) : QString();
    if (progress.escalatedTo == u"next_person"_s)
        //: An unclaimed callback was given to somebody else.
        return since.isEmpty() ? Phrases::tr("passed to the next person") : Phrases::tr("passed to the next person since %1").arg(since);
    if (progress.escalatedTo == u"team"_s)
        //: An unclaimed callback was given to everybody.
        return since.isEmpty() ? Phrases::tr("with the whole team") : Phrases::tr("with the whole team since %1").arg(since);
    if (progress.escalatedTo == u"owner"_s)
        //: An unclaimed callback was given to the owner.
        return since.isEmpty() ? Phrases::tr("with the owner") : Phrases::tr("with the owner since %1").arg(since);
    if (progress.escalatedTo == u"human_queue"_s)
        //: Not resolved in time: no automatic message any more, only people work on it.
        return since.isEmpty() ? Phrases::tr("human queue") : Phrases::tr("human queue since %1").arg(since);
    return {};
}

QString nextStepWords(const board::Progress &progress, const Telling &telling)
{
    if (!progress.nextStep)
        return {};
    const QString when = whenWords(progress.nextStep->at, telling);
    if (progress.nextStep->channel == calls::Channel::Email)
        //: %1 is "at 3:40 PM" or "tomorrow 9:00 AM".
        return Phrases::tr("E-mail %1 unless they answer").arg(when);
    if (progress.nextStep->number == 2)
        //: %1 is "at 3:40 PM" or "tomorrow 9:00 AM".
        return Phrases::tr("Second text %1 unless they answer").arg(when);
    //: %1 is "at 3:40 PM" or "tomorrow 9:00 AM".
    return Phrases::tr("Next text %1 unless they answer").arg(when);
}

QStringList progressSentences(const board::Progress &progress, const Telling &telling)
{
    QStringList lines;
    if (const QString returns = returnsWords(progress, telling); !returns.isEmpty())
        lines.append(returns);
    else if (progress.attempt > 1)
        lines.append(attemptWords(progress));
    if (!progress.returnedFrom.isEmpty())
        //: A claim ran out: %1 is the person who had the callback.
        lines.append(Phrases::tr("%1 had it; back in the queue").arg(progress.returnedFrom));
    if (const QString escalated = escalationWords(progress, telling); !escalated.isEmpty())
        lines.append(escalated);
    if (progress.appointmentAt)
        //: %1 is a time.
        lines.append(Phrases::tr("Appointment: %1").arg(dayAndTime(*progress.appointmentAt, telling.now, telling.office.timeZone)));
    if (progress.reached)
        lines.append(Phrases::tr("Somebody of yours has spoken with them"));
    if (const QString next = nextStepWords(progress, telling); !next.isEmpty())
        lines.append(next);
    for (QString &line : lines)
        line[0] = line[0].toUpper();
    return lines;
}

std::optional<Mark> progressMark(const board::Progress &progress, const Telling &telling)
{
    if (progress.waitsAt(telling.now))
        //: Short mark on a callback that waits for its time.
        return Mark{Phrases::tr("Waiting"), Glyph::Clock, Tone::Neutral};
    if (progress.escalatedTo == u"human_queue"_s)
        //: Short mark on a callback that only people work on.
        return Mark{Phrases::tr("Human queue"), Glyph::Person, Tone::Bad};
    if (progress.escalatedTo == u"owner"_s)
        //: Short mark on a callback that was passed on to the owner.
        return Mark{Phrases::tr("With the owner"), Glyph::Up, Tone::Warn};
    if (!progress.returnedFrom.isEmpty())
        //: Short mark on a callback whose claim ran out.
        return Mark{Phrases::tr("Came back"), Glyph::Back, Tone::Warn};
    return std::nullopt;
}

QString optOutSentence(const board::OptOutBrief &optOut, const Telling &telling)
{
    const QString since = dayAndTime(optOut.since, telling.now, telling.office.timeZone);
    if (optOut.source == u"keyword"_s)
        //: How we know that a caller wants no texts; %1 is a time.
        return Phrases::tr("They wrote STOP, %1").arg(since);
    if (optOut.source == u"provider"_s)
        //: How we know that a caller wants no texts; %1 is a time.
        return Phrases::tr("Blocked by the phone company, %1").arg(since);
    if (optOut.source == u"import"_s)
        //: How we know that a caller wants no texts; %1 is a time.
        return Phrases::tr("From a list that was loaded, %1").arg(since);
    //: How we know that a caller wants no texts; %1 is a person of ours, %2 a time.
    return Phrases::tr("Set by %1, %2").arg(optOut.byWhom.isEmpty() ? Phrases::tr("Ringback") : optOut.byWhom, since);
}

QString attemptSentence(const board::AttemptNote &note, const Telling &telling)
{
    const QString time = clockTime(note.at, telling.office.timeZone);
    const auto told = [&](const QString &sentence) {
        //: What is known of an attempt to send: %1 is a time, %2 a sentence, %3 an error code.
        return note.code.isEmpty() ? Phrases::tr("%1: %2").arg(time, sentence) : Phrases::tr("%1: %2 (%3)").arg(time, sentence, note.code);
    };
    if (note.what == u"started"_s)
        //: %1 counts attempts to send a text.
        return told(Phrases::tr("Try %1 was handed over").arg(note.number));
    if (note.what == u"unknown"_s)
        return told(Phrases::tr("No clear answer came back"));
    if (note.what == u"refused"_s)
        return told(Phrases::tr("It was refused"));
    if (note.what == u"not_found"_s)
        return told(Phrases::tr("Asked for it, and it was not there"));
    if (note.what == u"found"_s)
        return told(Phrases::tr("Asked for it, and it was there"));
    if (note.what == u"sent"_s)
        return told(Phrases::tr("It was taken"));
    if (note.what == u"not_left"_s)
        return told(Phrases::tr("It did not leave this office"));
    return told(readable(note.what));
}

QString spanWords(std::chrono::minutes span)
{
    if (span < std::chrono::hours(1))
        //: A span of minutes, short.
        return Phrases::tr("%n min", nullptr, static_cast<int>(span.count()));
    //: A span: %1 hours and %2 minutes, short.
    return Phrases::tr("%1 h %2 min").arg(span.count() / 60).arg(span.count() % 60);
}

QStringList stormSentences(const board::Health &health, const Telling &telling)
{
    if (!health.storm)
        return {};
    const QByteArray &zone = telling.office.timeZone;
    const QString since = whenWords(health.storm->beganAt, telling);
    QStringList lines;
    if (health.storm->begunBy.isEmpty())
        //: Storm mode began by itself because many calls were missed; %1 is "at 2:00 PM".
        lines.append(Phrases::tr("Storm mode began by itself %1").arg(since));
    else
        //: %1 is a person, %2 is "at 2:00 PM".
        lines.append(Phrases::tr("Storm mode: turned on by %1 %2").arg(health.storm->begunBy, since));
    if (health.storm->until)
        //: When storm mode ends; %1 is a time.
        lines.append(Phrases::tr("until %1").arg(dayAndTime(*health.storm->until, telling.now, zone)));
    else
        //: When storm mode ends: once few calls are missed.
        lines.append(Phrases::tr("until it calms down"));
    lines.append(Phrases::tr("%n missed in the last 15 minutes", nullptr, health.missedLately));
    if (health.ready > 0)
        //: %n callbacks wait; %1 is a span such as "2 h 10 min": how long it takes to call everybody back.
        lines.append(Phrases::tr("%n to call back, about %1 of work", nullptr, health.ready).arg(spanWords(health.toClear)));
    else
        lines.append(Phrases::tr("nobody waits for a callback"));
    return lines;
}

QString aftermathSentence(const board::Aftermath &after, const QList<board::OutcomeChoice> &outcomes, const Telling &telling)
{
    QString label = outcomeWord(after.outcome, telling.office);
    for (const board::OutcomeChoice &choice : outcomes) {
        if (choice.id == after.outcome)
            label = choice.label;
    }
    //: After a callback was completed; %1 is how it ended.
    QStringList sentences{Phrases::tr("Done: %1.").arg(label)};
    if (after.confirmationAt)
        //: %1 is "at 3:12 PM" or "tomorrow 8:00 AM".
        sentences.append(Phrases::tr("The confirmation goes out %1.").arg(whenWords(*after.confirmationAt, telling)));
    if (after.returnsAt)
        //: %1 is "at 3:10 PM" or "Tue 9:00 AM", %2 "try 2 of 3".
        sentences.append(
            Phrases::tr("It comes back %1, %2.")
                .arg(whenWords(*after.returnsAt, telling), attemptWords({.attempt = after.attempt, .attempts = after.attempts})));
    return sentences.join(u' ');
}

} // namespace ringback::ui
