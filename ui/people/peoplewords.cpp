#include "people/peoplewords.h"

#include "widgets/times.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

using board::Basis;
using board::Readiness;

namespace {

struct People {
    Q_DECLARE_TR_FUNCTIONS(People)
};

QString untilTime(const board::Availability &availability, const Telling &telling)
{
    // A day alone for what ends far away: nobody plans for the minute.
    const Instant until = *availability.until;
    return until - telling.now > std::chrono::hours(24 * 6) ? dayAlone(until, telling.now, telling.office.timeZone)
                                                            : dayAndTime(until, telling.now, telling.office.timeZone);
}

// `words`, or with its end `withUntil`, in which %1 is the time.
QString stateWords(const board::Availability &availability, const Telling &telling, const QString &words, const QString &withUntil)
{
    return availability.until && *availability.until > telling.now ? withUntil.arg(untilTime(availability, telling)) : words;
}

QString clockOf(QTime time)
{
    //: Time of day as Qt's format string: h hour, mm minutes, AP = AM or PM (leave AP out for a 24 hour clock).
    return QLocale().toString(time, People::tr("h:mm AP"));
}

// "Mon–Fri, Sun".
QString daysWords(const QList<int> &days)
{
    const auto name = [](int day) {
        return QLocale().dayName(day, QLocale::ShortFormat);
    };
    QStringList parts;
    for (qsizetype i = 0; i < days.size();) {
        qsizetype end = i;
        while (end + 1 < days.size() && days.at(end + 1) == days.at(end) + 1)
            ++end;
        if (end - i >= 2) {
            parts.append(u"%1–%2"_s.arg(name(days.at(i)), name(days.at(end))));
        } else {
            for (qsizetype each = i; each <= end; ++each)
                parts.append(name(days.at(each)));
        }
        i = end + 1;
    }
    return parts.join(u", "_s);
}

} // namespace

Mark readinessMark(const board::Availability &availability, const Telling &telling)
{
    const auto words = [&](const QString &alone, const QString &withUntil) {
        return stateWords(availability, telling, alone, withUntil);
    };
    switch (availability.readiness) {
    case Readiness::Here:
        //: Somebody of the staff can be given callbacks.
        return {People::tr("Here"), Glyph::Check, Tone::Good};
    case Readiness::NotKnown:
        if (availability.basis == Basis::UnreadableCalendar)
            //: Somebody's calendar cannot be read: whether they are free is not known.
            return {People::tr("Not known"), Glyph::Question, Tone::Warn};
        //: Somebody is on shift, and nobody has said otherwise.
        return {People::tr("On shift"), Glyph::Person, Tone::Info};
    case Readiness::Busy:
        //: Somebody of the staff is in a meeting or has said so. %1 is a time.
        return {words(People::tr("Busy"), People::tr("Busy until %1")), Glyph::Clock, Tone::Warn};
    case Readiness::Away:
        //: Somebody of the staff is not at their desk. %1 is a time.
        return {words(People::tr("Away"), People::tr("Away until %1")), Glyph::Moon, Tone::Neutral};
    case Readiness::OnLeave:
        //: Vacation, sick leave. %1 is a time or a day.
        return {words(People::tr("On leave"), People::tr("On leave until %1")), Glyph::Moon, Tone::Neutral};
    case Readiness::OffShift:
        //: Outside somebody's working hours. %1 is when they begin again.
        return {words(People::tr("Off shift"), People::tr("Off shift until %1")), Glyph::Moon, Tone::Neutral};
    case Readiness::Suspended:
        break;
    }
    //: Somebody who may not sign in and is given nothing for the time being.
    return {People::tr("Suspended"), Glyph::Stop, Tone::Neutral};
}

QString basisSentence(const board::Availability &availability)
{
    switch (availability.basis) {
    case Basis::Person:
        return availability.readiness == Readiness::OffShift ? QString() : People::tr("They said so.");
    case Basis::Console:
        return availability.readiness == Readiness::Away ? People::tr("Nobody has used their console for a while.")
                                                         : People::tr("They are signed in at a console.");
    case Basis::Calendar:
        return People::tr("Their calendar says so.");
    case Basis::UnreadableCalendar:
        return People::tr("Their calendar cannot be read, so nobody knows whether they are free. Those who are here are asked first.");
    case Basis::Shift:
    case Basis::Nothing:
        break;
    }
    return {};
}

QString loadWords(int live, int capacity)
{
    if (capacity > 0)
        //: How many callbacks somebody has, and how many they take at most: "2 of 6 open".
        return People::tr("%1 of %2 open").arg(live).arg(capacity);
    //: How many callbacks somebody has.
    return live == 0 ? People::tr("nothing open") : People::tr("%n open", nullptr, live);
}

QString shiftsWords(const QList<calls::Shift> &shifts)
{
    if (shifts.isEmpty())
        //: Somebody without working hours.
        return People::tr("Any time");
    QStringList parts;
    for (const calls::Shift &shift : shifts) {
        QString hours = u"%1–%2"_s.arg(clockOf(shift.from), clockOf(shift.to));
        if (shift.from == shift.to)
            //: A working day that lasts until the same time of the next day.
            hours = People::tr("all day from %1").arg(clockOf(shift.from));
        //: Days of the week and hours: "Mon–Fri 8:00 AM–5:00 PM".
        parts.append(People::tr("%1 %2").arg(daysWords(shift.days), hours));
    }
    return parts.join(u"; "_s);
}

std::optional<Mark> signInMark(const board::PersonCard &card, const Telling &telling)
{
    switch (card.signIn) {
    case board::SignInState::NotKnown:
        return std::nullopt;
    case board::SignInState::None:
        return Mark{People::tr("No sign-in yet"), Glyph::Key, Tone::Neutral};
    case board::SignInState::Ready:
        return Mark{People::tr("Can sign in"), Glyph::Key, Tone::Good};
    case board::SignInState::MustChange:
        return Mark{People::tr("Chooses a password at the next sign-in"), Glyph::Key, Tone::Info};
    case board::SignInState::Locked:
        break;
    }
    if (!card.lockedUntil || *card.lockedUntil <= telling.now)
        return Mark{People::tr("Sign-in locked after wrong tries"), Glyph::Key, Tone::Warn};
    //: %1 is a time.
    return Mark{People::tr("Sign-in locked until %1").arg(dayAndTime(*card.lockedUntil, telling.now, telling.office.timeZone)), Glyph::Key,
                Tone::Warn};
}

std::optional<Mark> calendarMark(calls::CalendarView::State state)
{
    switch (state) {
    case calls::CalendarView::State::None:
        return std::nullopt;
    case calls::CalendarView::State::Known:
        return Mark{People::tr("Calendar read"), Glyph::Clock, Tone::Good};
    case calls::CalendarView::State::Unknown:
        break;
    }
    return Mark{People::tr("Calendar cannot be read"), Glyph::Alert, Tone::Warn};
}

QString hereWords(const board::TeamCard &team)
{
    if (team.people == 0)
        //: A team without people.
        return People::tr("Nobody is in it");
    //: Of a team's people: "2 of 3 here".
    return People::tr("%1 of %2 here").arg(team.ready).arg(team.people);
}

QStringList unstaffedSentences(const board::People &people, Instant now)
{
    QStringList sentences;
    const auto say = [&](const QString &team, const board::WaitingCallbacks &waiting) {
        if (!waiting.unstaffedSince || waiting.count == 0)
            return;
        const qint64 minutes = waiting.oldest ? std::chrono::duration_cast<std::chrono::minutes>(now - *waiting.oldest).count() : qint64(0);
        const QString callers = People::tr("%n callers wait", nullptr, waiting.count);
        //: The longest that a caller has waited.
        const QString longest = People::tr("the longest for %n minutes", nullptr, int(std::clamp<qint64>(minutes, 0, 100'000)));
        if (team.isEmpty())
            //: %1: "3 callers wait", %2: "the longest for 14 minutes".
            sentences.append(People::tr("Nobody is here: %1, %2").arg(callers, longest));
        else
            //: %1 is a team, %2: "3 callers wait", %3: "the longest for 14 minutes".
            sentences.append(People::tr("Nobody is here for %1: %2, %3").arg(team, callers, longest));
    };
    for (const board::TeamCard &card : people.teams)
        say(card.team.name, card.waiting);
    say({}, people.ofNoTeam);
    return sentences;
}

QString peopleRefusalSentence(const desk::PeopleRefusal &refusal)
{
    using Refused = desk::PeopleRefusal::Why;
    switch (refusal.why) {
    case Refused::NoSuchPerson:
        return People::tr("First choose your name at the top right, so that others see who decided this.");
    case Refused::NotAllowed:
        return People::tr("Only owners and admins set up people. Ask one of them.");
    case Refused::OnlyOwners:
        return People::tr("Only an owner makes or changes an owner. Ask one of them.");
    case Refused::NotThere:
        return People::tr("Somebody has removed this meanwhile.");
    case Refused::ChangedMeanwhile:
        return People::tr("Somebody else has changed this meanwhile. Close this and look again; nothing was saved.");
    case Refused::Yourself:
        return People::tr("You cannot remove or suspend yourself. Ask another admin or owner.");
    case Refused::LastOwner:
        return People::tr("The office would have no owner left. Make somebody else an owner first.");
    case Refused::PhoneTaken:
        //: %1 is a person.
        return People::tr("That is already %1's own phone: a text from it could be from either.").arg(refusal.field);
    case Refused::PhoneIsOurs:
        return People::tr("That is a number of the company. Give the person's own phone.");
    case Refused::Invalid:
        return refusal.field.isEmpty() ? People::tr("Something in it cannot be saved. %1").arg(refusal.detail)
                                       : People::tr("Nothing was saved: look at what is marked.");
    case Refused::CannotStore:
        break;
    }
    //: %1 is what the database said.
    return People::tr("It could not be saved. %1").arg(refusal.detail);
}

QString fieldOf(const desk::PeopleRefusal &refusal)
{
    using Refused = desk::PeopleRefusal::Why;
    if (refusal.why == Refused::PhoneTaken || refusal.why == Refused::PhoneIsOurs)
        return u"phone"_s;
    return refusal.why == Refused::Invalid ? refusal.field : QString();
}

} // namespace ringback::ui
