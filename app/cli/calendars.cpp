#include "board/calendars.h"
#include "calendarworks.h"
#include "cli/command.h"
#include "cli/findings.h"
#include "cli/output.h"
#include "desk/calendarwork.h"
#include "settings/secretstore.h"

#include <QCoro/QCoroTask>

#include <algorithm>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

QString ageOf(const std::optional<Instant> &at, Instant now)
{
    if (!at)
        return {};
    const auto minutes = std::chrono::floor<std::chrono::minutes>(now - *at).count();
    return minutes < 60 ? u"%1 min"_s.arg(minutes) : minutes < 48 * 60 ? u"%1 h"_s.arg(minutes / 60) : u"%1 d"_s.arg(minutes / (24 * 60));
}

QJsonObject toJson(const board::CalendarCard &card, Instant now)
{
    return {{u"id"_s, card.connection.id},
            {u"staff"_s, card.connection.staff},
            {u"type"_s, card.connection.type()},
            {u"state"_s, word(card.state)},
            {u"last_read_at"_s, orNull(card.readAt)},
            {u"age"_s, orNull(ageOf(card.readAt, now))},
            {u"problem"_s, orNull(card.problem)},
            {u"writes"_s, card.connection.writes && card.canWrite},
            {u"entries_waiting"_s, card.waiting},
            {u"entries_failed"_s, card.failed},
            {u"waits_for_account"_s, card.entriesWait}};
}

int listCalendars(const QStringList &arguments, const Clock &clock)
{
    Command command(u"calendars"_s, u"Lists the calendars of the staff. Also: calendars test ID, calendars retry ID."_s, {}, {}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<board::Calendars> calendars = board::readCalendars(**database, clock.now());
    if (!calendars)
        return dataError(calendars.error());
    QJsonArray rows;
    for (const board::PersonCalendars &person : calendars->people) {
        for (const board::CalendarCard &card : person.calendars)
            rows.append(toJson(card, clock.now()));
    }
    printRows(rows,
              {{u"ID"_s, u"id"_s},
               {u"WHOSE"_s, u"staff"_s},
               {u"TYPE"_s, u"type"_s},
               {u"STATE"_s, u"state"_s},
               {u"READ AGO"_s, u"age"_s},
               {u"PROBLEM"_s, u"problem"_s},
               {u"WAITING"_s, u"entries_waiting"_s},
               {u"FAILED"_s, u"entries_failed"_s}},
              command.json());
    return Ok;
}

int withoutCalendar()
{
    complain(u"There is no calendar of that id; see: ringback-engine calendars"_s);
    return BadUsage;
}

int testCalendar(const QStringList &arguments, const Clock &clock)
{
    Command command(u"calendars test"_s, u"Asks a calendar whether everything is as it should be. Writes nothing."_s, {u"ID"_s}, {}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<CalendarWorks::Target> target = CalendarWorks::targetOf(**database, command.positional(0));
    if (!target)
        return target.error().kind == ErrorKind::NotFound ? withoutCalendar() : dataError(target.error());
    settings::SystemSecrets secrets;
    CalendarWorks works(clock, secrets);
    const QList<board::TestFinding> findings = QCoro::waitFor(works.test(*target));
    printFindings(findings, command.json());
    if (findings.isEmpty())
        complain(u"This calendar has nothing that could be tested."_s);
    return std::any_of(findings.cbegin(), findings.cend(),
                       [](const board::TestFinding &each) { return each.level == board::TestFinding::Level::Bad; })
               ? Found
               : Ok;
}

int retry(const QStringList &arguments, const Clock &clock)
{
    Command command(u"calendars retry"_s, u"Has a calendar read now, and tried once more with the callbacks that it refused."_s, {u"ID"_s},
                    {asOption()}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    desk::CalendarWork desk(**database, clock);
    const desk::ConnectionAnswer<int> entries = desk.tryAgain(command.positional(0), command.value(u"as"_s));
    if (!entries) {
        using Why = desk::ConnectionRefusal::Why;
        switch (entries.error().why) {
        case Why::NoSuchConnection:
            return withoutCalendar();
        case Why::NoSuchPerson:
            complain(u"Nobody of that id works here: name who asks for it by --as."_s);
            return BadUsage;
        case Why::NotAllowed:
            complain(u"This is somebody else's calendar: only who edits people may do that."_s);
            return Refused;
        default:
            return dataError({.kind = ErrorKind::Transient, .what = entries.error().detail});
        }
    }
    printRows({QJsonObject{{u"id"_s, command.positional(0)}, {u"entries"_s, *entries}}}, {{u"ID"_s, u"id"_s}, {u"ENTRIES"_s, u"entries"_s}},
              command.json());
    return Ok;
}

} // namespace

int calendars(const QStringList &arguments, const Clock &clock)
{
    const QString what = arguments.value(0);
    if (what == "test"_L1)
        return testCalendar(arguments.mid(1), clock);
    if (what == "retry"_L1)
        return retry(arguments.mid(1), clock);
    return listCalendars(arguments, clock);
}

} // namespace ringback::app::cli
