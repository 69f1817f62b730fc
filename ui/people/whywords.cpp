// Why somebody got a callback, or who would get one.
#include "people/peoplewords.h"
#include "widgets/times.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

using board::Basis;
using board::Considered;
using board::Readiness;
using board::Standing;

namespace {

struct Routing {
    Q_DECLARE_TR_FUNCTIONS(Routing)
};

QString nameOf(const QString &staff, const board::Office &office)
{
    for (const calls::Staff &person : office.staff) {
        if (person.id == staff)
            return person.name;
    }
    //: In the place of a name: of somebody who is no longer of the staff.
    return Routing::tr("Somebody who has left");
}

QString lowered(QString sentence)
{
    if (!sentence.isEmpty())
        sentence[0] = sentence.at(0).toLower();
    return sentence;
}

QString raised(QString words)
{
    if (!words.isEmpty())
        words[0] = words.at(0).toUpper();
    return words;
}

// "busy until 3:30 PM", in the middle of a line.
QString stateOf(const Considered &considered, const Telling &telling)
{
    return lowered(readinessMark(considered.availability, telling).text);
}

// How they stood when it was given to them: "on shift until 5:00 PM, 2 of 6 open, last got one at 1:52 PM".
QString chosenWords(const Considered &chosen, const Telling &telling)
{
    QStringList parts;
    const std::optional<Instant> until = chosen.availability.until;
    const bool ends = until && *until > telling.now && *until != Instant::max();
    const QString time = ends ? dayAndTime(*until, telling.now, telling.office.timeZone) : QString();
    switch (chosen.availability.readiness) {
    case Readiness::Here:
        //: Why somebody gets a callback. %1 is a time, of the end of the shift or of the next meeting.
        parts.append(ends ? Routing::tr("here and free until %1").arg(time) : Routing::tr("here"));
        break;
    case Readiness::NotKnown:
        if (chosen.availability.basis == Basis::UnreadableCalendar)
            //: Why somebody gets a callback although their calendar cannot be read.
            parts.append(Routing::tr("on shift, but their calendar cannot be read"));
        else
            //: Why somebody gets a callback. %1 is a time.
            parts.append(ends ? Routing::tr("on shift and free until %1").arg(time) : Routing::tr("on shift"));
        break;
    case Readiness::Busy:
        //: Why somebody gets a callback although they are busy. %1 is "busy until 3:30 PM".
        parts.append(Routing::tr("%1, and nobody else is free").arg(stateOf(chosen, telling)));
        break;
    default:
        parts.append(stateOf(chosen, telling));
    }
    parts.append(loadWords(chosen.liveTasks, chosen.capacity));
    if (chosen.lastAssignedAt)
        //: When somebody was given a callback before. %1 is a time.
        parts.append(Routing::tr("last got one at %1").arg(dayAndTime(*chosen.lastAssignedAt, telling.now, telling.office.timeZone)));
    else
        //: Somebody has not been given a callback yet.
        parts.append(Routing::tr("got none yet"));
    return parts.join(u", "_s);
}

// What decided besides whose turn it was.
QStringList groundsOf(const QStringList &reasons)
{
    QStringList words;
    for (const QString &reason : reasons) {
        if (reason == "returning_our_call"_L1)
            //: Why somebody gets a callback: they had dialled this caller.
            words.append(Routing::tr("the caller returns their call"));
        else if (reason == "owner_of_record"_L1)
            //: Why somebody gets a callback: the lead system says that they look after the caller.
            words.append(Routing::tr("the caller is theirs in the lead system"));
        else if (reason == "senior_first"_L1)
            words.append(Routing::tr("senior people are asked first for this caller"));
        else if (reason == "speaks_their_language"_L1)
            words.append(Routing::tr("speaks the caller's language"));
        else if (reason == "has_the_skill"_L1)
            words.append(Routing::tr("has what this line asks for"));
        else if (reason == "owner_not_here"_L1)
            words.append(Routing::tr("who usually looks after the caller is not here"));
    }
    return words;
}

Why explained(const QList<Considered> &considered, const QStringList &reasons, const Telling &telling, bool isOver)
{
    Why why;
    const auto chosen =
        std::find_if(considered.cbegin(), considered.cend(), [](const Considered &each) { return each.standing == Standing::Chosen; });
    if (chosen == considered.cend()) {
        why.answer = {isOver ? Routing::tr("Nobody was there: it waited in the queue")
                             : Routing::tr("Nobody: it waits in the queue, and goes to whoever comes first"),
                      Glyph::Alert, Tone::Warn};
    } else {
        const QString name = nameOf(chosen->staff, telling.office);
        //: Who gets a callback; %1 is a person.
        why.answer = {isOver ? Routing::tr("%1 got it").arg(name) : Routing::tr("%1 gets it").arg(name), Glyph::Check, Tone::Good};
        why.reasons = raised((groundsOf(reasons) << chosenWords(*chosen, telling)).join(u", "_s)) + u'.';
    }
    for (const Considered &each : considered) {
        if (each.standing != Standing::Chosen)
            //: A person, and why not they: "Sam Ortiz: off shift until Mon 8:00 AM".
            why.others.append(Routing::tr("%1: %2").arg(nameOf(each.staff, telling.office), standingWords(each, telling)));
    }
    return why;
}

} // namespace

QString standingWords(const Considered &considered, const Telling &telling)
{
    switch (considered.standing) {
    case Standing::Chosen:
        return chosenWords(considered, telling);
    case Standing::Suspended:
    case Standing::OffShift:
    case Standing::OnLeave:
    case Standing::Away:
    case Standing::Busy:
        return stateOf(considered, telling);
    case Standing::NotInTeam:
        //: Why somebody did not get a callback.
        return Routing::tr("not in this team");
    case Standing::HadIt:
        return Routing::tr("had it and did not take it");
    case Standing::Full:
        //: %1: "6 of 6 open".
        return Routing::tr("has enough: %1").arg(loadWords(considered.liveTasks, considered.capacity));
    case Standing::FullForToday:
        return Routing::tr("has got enough for today: %n", nullptr, considered.givenToday);
    case Standing::Owner:
        return Routing::tr("an owner is asked only when nobody else is there");
    case Standing::NotKnownToBeHere:
        return Routing::tr("on shift, but others are known to be here");
    case Standing::NotSenior:
        return Routing::tr("somebody senior is there");
    case Standing::OtherSkills:
        return Routing::tr("somebody has what this line asks for");
    case Standing::OtherLanguage:
        return Routing::tr("somebody speaks the caller's language");
    case Standing::MoreOnDesk:
        //: %1: "5 of 6 open".
        return Routing::tr("has more on the desk: %1").arg(loadWords(considered.liveTasks, considered.capacity));
    case Standing::NotTheirTurn:
        break;
    }
    if (considered.lastAssignedAt)
        //: Why somebody did not get a callback. %1 is a time.
        return Routing::tr("not their turn, last got one at %1")
            .arg(dayAndTime(*considered.lastAssignedAt, telling.now, telling.office.timeZone));
    return Routing::tr("not their turn");
}

QString whyQuestion(const QList<Considered> &considered, const board::Office &office)
{
    for (const Considered &each : considered) {
        if (each.standing == Standing::Chosen)
            //: Button that opens the answer; %1 is who was given a callback.
            return Routing::tr("Why %1?").arg(nameOf(each.staff, office));
    }
    //: Button that opens the answer: why nobody was given a callback.
    return Routing::tr("Why nobody?");
}

Why whoWouldGetIt(const board::Assignment &assignment, const Telling &telling)
{
    return explained(assignment.considered, assignment.reasons, telling, false);
}

Why whoGotIt(const QList<Considered> &considered, const QStringList &reasons, const Telling &then)
{
    return explained(considered, reasons, then, true);
}

} // namespace ringback::ui
