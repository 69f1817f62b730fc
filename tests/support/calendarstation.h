#pragma once

#include "desk/desk.h"
#include "engine/calendarwriter.h"
#include "engine/intake.h"
#include "support/fakecalendar.h"
#include "support/office.h"
#include "support/testdatabase.h"

#include <memory>

namespace ringback::test {

/// Dana and Sam each have a calendar: `dana-cal`, `sam-cal`. Dana alone is in the office, so that callers of the main line come to her.
inline void addCalendars(settings::Setup &setup)
{
    const auto account = [](const QString &user) {
        return settings::CalDavAccount{.address = QStringLiteral("https://dav.example.com/"),
                                       .user = user,
                                       .passwordSecret = user + QStringLiteral("-dav"),
                                       .calendar = {}};
    };
    setup.calendars = {{.id = QStringLiteral("dana-cal"), .staff = QStringLiteral("dana"), .account = account(QStringLiteral("dana"))},
                       {.id = QStringLiteral("sam-cal"), .staff = QStringLiteral("sam"), .account = account(QStringLiteral("sam"))}};
    for (calls::Staff &person : setup.staff) {
        if (person.id == QLatin1String("sam"))
            person.teams = {QStringLiteral("dallas")};
    }
}

/// The part of an engine that enters callbacks in calendars, with connections of its own to the database and to the calendars.
struct CalendarStation {
    CalendarStation(const TestDatabase &place, const Clock &clock, const engine::Office &office, const QString &id,
                    std::shared_ptr<FakeCalendarBook> danas, std::shared_ptr<FakeCalendarBook> sams)
        : database(place.open())
        , dana(std::make_shared<FakeCalendar>(std::move(danas)))
        , sam(std::make_shared<FakeCalendar>(std::move(sams)))
        , writer(*database, clock, id)
    {
        use(office);
    }
    ~CalendarStation() // nothing may wait for an answer longer than the writer lives
    {
        dana->release();
        sam->release();
    }

    void use(const engine::Office &office)
    {
        engine::CalendarAccesses accesses;
        for (const settings::CalendarConnection &connection : office.setup.calendars)
            accesses.insert(connection.id, {.calendar = connection.id.startsWith(u"dana") ? dana : sam, .abilities = dana->can});
        writer.setAccesses(accesses, office.setup);
    }
    /// Until there is nothing to do at this time.
    void work(const engine::Office &office)
    {
        for (int i = 0; must(writer.turn(office)) > 0; ++i) {
            if (i == 2'000)
                qFatal("a calendar writer that never comes to rest");
        }
    }

    std::unique_ptr<store::Database> database;
    std::shared_ptr<FakeCalendar> dana;
    std::shared_ptr<FakeCalendar> sam;
    engine::CalendarWriter writer;
};

} // namespace ringback::test
