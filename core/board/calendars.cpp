#include "board/calendars.h"

#include "board/takenids.h"
#include "connectors/calendar.h"
#include "engine/office.h"
#include "store/calendarentrygateway.h"
#include "store/calendargateway.h"
#include "store/peoplegateway.h"
#include "store/pulsegateway.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace ringback::board {

using namespace Qt::StringLiterals;
using store::CalendarRead;

namespace {

// What people look for in it: the rest of the day.
Instant midnightAfter(Instant now, const QByteArray &zone)
{
    const QTimeZone there(zone);
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count(), there.isValid() ? there : QTimeZone::utc());
    return Instant(Milliseconds(local.date().addDays(1).startOfDay(local.timeZone()).toMSecsSinceEpoch()));
}

// It was read lately enough for callbacks to go by it.
bool isTrusted(const CalendarRead &read, const settings::CalendarConnection &connection, Instant now)
{
    return read.staff == connection.staff && read.readAt && now - *read.readAt <= store::calendarTrustedFor(connection) && read.knownTo &&
           *read.knownTo >= now;
}

void say(CalendarCard &card, const std::optional<CalendarRead> &read, bool secretMissing, bool isRead, Instant now)
{
    if (read) {
        card.readAt = read->readAt;
        card.problem = read->lastError.section(u':', 0, 0);
    }
    if (secretMissing) {
        card.state = card.signsInByBrowser ? CalendarState::NotSignedIn : CalendarState::SecretMissing;
    } else if (!isRead) {
        card.state = CalendarState::NotRead;
    } else if (read && isUnreadable(*read)) {
        card.state = card.problem == "not_signed_in"_L1 ? CalendarState::NotSignedIn : CalendarState::Unreadable;
        card.since = read->readAt;
    } else if (!read || !read->readAt || read->staff != card.connection.staff) {
        card.state = CalendarState::NotReadYet;
    } else if (!isTrusted(*read, card.connection, now)) {
        card.state = CalendarState::Old;
        card.since = read->readAt;
    } else {
        card.state = CalendarState::Fresh;
    }
}

} // namespace

CalendarCard calendarCardOf(const settings::CalendarConnection &connection)
{
    CalendarCard card{.connection = connection, .readAt = {}, .since = {}, .problem = {}};
    if (const connectors::CalendarKind *const kind = connectors::calendarKind(connection.type())) {
        card.canWrite = kind->abilities.writes;
        card.trails = kind->abilities.trails;
        card.signsInByBrowser = kind->signIn != nullptr;
    }
    return card;
}

QString calendarSignInAddress(const settings::CalendarConnection &connection)
{
    const connectors::CalendarKind *const kind = connectors::calendarKind(connection.type());
    if (kind == nullptr || !kind->signIn)
        return {};
    const quint16 port = kind->signIn(connection).port;
    return port != 0 ? u"http://127.0.0.1:%1/"_s.arg(port) : QString();
}

Result<Calendars> readCalendars(store::Database &database, const settings::Setup &setup, Instant now)
{
    Calendars calendars;
    const Result<QList<store::Pulse>> pulses = store::PulseGateway(database).all();
    if (!pulses)
        return failure(pulses);
    calendars.takenIds = takenIds(setup, *pulses);
    const store::CalendarReadGateway reads(database);
    const store::CalendarEntryGateway entries(database);
    for (const calls::Staff &person : setup.staff) {
        PersonCalendars theirs{.staff = person.id, .calendars = {}, .today = {}};
        const Instant midnight = midnightAfter(now, person.timeZone.isEmpty() ? setup.company.timeZone : person.timeZone);
        for (const settings::CalendarConnection &connection : setup.calendars) {
            if (connection.staff != person.id)
                continue;
            CalendarCard card = calendarCardOf(connection);
            const Result<std::optional<CalendarRead>> read = reads.find(connection.id);
            const Result<store::CalendarEntryGateway::Count> count = entries.count(connection.id);
            const Result<std::optional<Instant>> hold = entries.holdUntil(connection.id);
            if (!read)
                return failure(read);
            if (!count || !hold)
                return count ? failure(hold) : failure(count);
            card.waiting = count->waiting;
            card.failed = count->failed;
            card.entriesWait = hold->has_value();
            const bool secretMissing = std::any_of(pulses->cbegin(), pulses->cend(), [&](const store::Pulse &pulse) {
                return pulse.connection == connection.id && pulse.secretMissing;
            });
            const connectors::CalendarKind *const kind = connectors::calendarKind(connection.type());
            const bool isRead = connection.reads && kind != nullptr && kind->abilities.reads;
            say(card, *read, secretMissing, isRead, now);
            if (isRead && *read && isTrusted(**read, connection, now)) {
                const Result<QList<calls::BusyTime>> busy = reads.busy(connection.id, now, midnight);
                if (!busy)
                    return failure(busy);
                theirs.today += *busy;
            }
            theirs.calendars.append(card);
        }
        std::sort(theirs.today.begin(), theirs.today.end(), [](const calls::BusyTime &a, const calls::BusyTime &b) {
            return std::tuple(a.from, a.to, a.kind) < std::tuple(b.from, b.to, b.kind);
        });
        theirs.today.erase(std::unique(theirs.today.begin(), theirs.today.end()), theirs.today.end());
        if (!theirs.calendars.isEmpty())
            calendars.people.append(theirs);
    }
    return calendars;
}

Result<Calendars> readCalendars(store::Database &database, Instant now)
{
    const Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return failure(office);
    return *office ? readCalendars(database, (*office)->setup, now) : Calendars();
}

std::optional<CalendarState> PersonCalendars::worst() const
{
    std::optional<CalendarState> worst;
    for (const CalendarCard &card : calendars)
        worst = std::max(worst.value_or(card.state), card.state);
    return worst;
}

const PersonCalendars *Calendars::person(QStringView staff) const
{
    const auto found = std::find_if(people.cbegin(), people.cend(), [&](const PersonCalendars &each) { return each.staff == staff; });
    return found == people.cend() ? nullptr : &*found;
}

QString word(CalendarState state)
{
    switch (state) {
    case CalendarState::NotRead:
        return u"not_read"_s;
    case CalendarState::Fresh:
        return u"fresh"_s;
    case CalendarState::NotReadYet:
        return u"not_read_yet"_s;
    case CalendarState::Old:
        return u"old"_s;
    case CalendarState::Unreadable:
        return u"unreadable"_s;
    case CalendarState::NotSignedIn:
        return u"not_signed_in"_s;
    case CalendarState::SecretMissing:
        return u"secret_missing"_s;
    }
    Q_UNREACHABLE();
}

} // namespace ringback::board
