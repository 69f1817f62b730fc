#include "desk/handling.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/refusal.h"
#include "cli/taskrows.h"

namespace ringback::app::cli {

using namespace Qt::StringLiterals;
using calls::CallbackTask;

namespace {

const QCommandLineOption noteOption(u"note"_s, u"What to know for the call."_s, u"text"_s);

QString whyNotThere(policy::Readiness readiness)
{
    switch (readiness) {
    case policy::Readiness::OnLeave:
        return u"on leave"_s;
    case policy::Readiness::OffShift:
        return u"off shift"_s;
    case policy::Readiness::Here:
    case policy::Readiness::NotKnown:
    case policy::Readiness::Busy:
    case policy::Readiness::Away:
    case policy::Readiness::Suspended:
        break;
    }
    return u"away"_s;
}

int complainOf(store::Database &database, const desk::HandlingRefusal &why)
{
    using Why = desk::HandlingRefusal::Why;
    const QString at = why.at && *why.at != Instant::max() ? localTime(database, *why.at) : QString();
    switch (why.why) {
    case Why::Click:
        return refusal(database, why.click);
    case Why::TooSoon:
        complain(u"That is too soon: the earliest is %1."_s.arg(at));
        return BadUsage;
    case Why::TooFar:
        complain(u"That is too far away: the latest is %1."_s.arg(at));
        return BadUsage;
    case Why::PutOffTooOften:
        complain(u"This task was put off %1 times already: call now, complete it with an outcome, or hand it over."_s.arg(why.count));
        return Refused;
    case Why::WaitsForSomebody:
        complain(u"%1 calls back at %2: claim it to do so instead."_s.arg(why.who, at));
        return Refused;
    case Why::WentElsewhere:
        complain(why.who.isEmpty() ? u"Nobody has this task any more."_s : u"%1 has this task by now."_s.arg(why.who));
        return Refused;
    case Why::NotWaiting:
        complain(u"This task waits for no time: it can be called now."_s);
        return Refused;
    case Why::NoSuchColleague:
        complain(u"There is nobody of that id in the setup to hand it to; see: ringback-engine export"_s);
        return BadUsage;
    case Why::ColleagueMayNot:
        complain(u"%1's role does not allow callbacks, or they are suspended."_s.arg(why.who));
        return Refused;
    case Why::ColleagueHasIt:
        complain(u"%1 has this task already."_s.arg(why.who));
        return Refused;
    case Why::ColleagueIsFull:
        complain(u"%1 has %2 callbacks, as many as they take: choose somebody else."_s.arg(why.who).arg(why.count));
        return Refused;
    case Why::ColleagueNotThere:
        complain(u"%1 is %2%3. To hand it over all the same, add --anyway."_s.arg(why.who, whyNotThere(why.readiness),
                                                                                  at.isEmpty() ? QString() : u" until "_s + at));
        return Refused;
    case Why::NoteTooLong:
        complain(u"The note is too long: %1 characters at most."_s.arg(why.count));
        return BadUsage;
    }
    Q_UNREACHABLE();
}

int answer(store::Database &database, const desk::HandlingAnswer<CallbackTask> &task, const Command &command)
{
    return task ? showTasks({*task}, command) : complainOf(database, task.error());
}

} // namespace

int snooze(const QStringList &arguments, const Clock &clock)
{
    Command command(u"snooze"_s, u"Puts a callback task off: it comes back to this person at that time."_s, {u"TASK"_s},
                    {asOption(),
                     {u"until"_s, u"When to call: \"2026-11-24 15:30\" or 15:30 in the office's zone, or ISO 8601."_s, u"time"_s},
                     noteOption},
                    true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const std::optional<Instant> until = command.time(u"until"_s, officeZone(**database), clock.now());
    if (!until)
        return usageError(command);
    IdSource ids(IdSource::systemSeed());
    desk::Handling handling(**database, clock, ids);
    return answer(**database, handling.snooze(command.positional(0), command.value(u"as"_s), *until, command.value(u"note"_s)), command);
}

int bringBack(const QStringList &arguments, const Clock &clock)
{
    Command command(u"bring-back"_s, u"Ends the waiting of a task that was put off."_s, {u"TASK"_s}, {asOption()}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    desk::Handling handling(**database, clock, ids);
    return answer(**database, handling.bringBack(command.positional(0), command.value(u"as"_s)), command);
}

int handOver(const QStringList &arguments, const Clock &clock)
{
    Command command(u"hand-over"_s, u"Gives a callback task to a colleague."_s, {u"TASK"_s},
                    {asOption(),
                     {u"to"_s, u"Who gets it: a staff id of the setup."_s, u"staff"_s},
                     noteOption,
                     {u"anyway"_s, u"Also to somebody who is away, on leave or off shift."_s}},
                    true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const desk::Handling::HandOver what{
        .to = command.value(u"to"_s), .note = command.value(u"note"_s), .anyway = command.isSet(u"anyway"_s)};
    IdSource ids(IdSource::systemSeed());
    desk::Handling handling(**database, clock, ids);
    return answer(**database, handling.handOver(command.positional(0), command.value(u"as"_s), what), command);
}

} // namespace ringback::app::cli
