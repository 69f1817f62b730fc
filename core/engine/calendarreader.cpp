#include "engine/calendarreader.h"

#include "base/time.h"
#include "engine/readpace.h"
#include "store/intransaction.h"
#include "store/pulsegateway.h"

#include <QCryptographicHash>
#include <QPointer>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::BusyTimes;
using store::CalendarRead;
using store::CalendarReadGateway;

namespace {

constexpr qsizetype markLetters = 12;

// As a Finding has it.
QString problemOf(const Error &error)
{
    if (error.what.startsWith("revoked"_L1) || error.what.startsWith("not_signed_in"_L1))
        return u"not_signed_in"_s;
    if (error.what.startsWith("rate_limited"_L1))
        return u"rate_limited"_s;
    switch (error.kind) {
    case ErrorKind::Refused:
        return u"no_right"_s;
    case ErrorKind::NotFound:
        return u"no_such_calendar"_s;
    case ErrorKind::Transient:
        return u"not_reached"_s;
    default:
        return u"not_readable"_s;
    }
}

Milliseconds intervalOf(const settings::CalendarConnection &connection, const connectors::CalendarAbilities &abilities,
                        std::optional<Milliseconds> hint)
{
    if (connection.pollEvery.count() > 0)
        return std::max(Milliseconds(connection.pollEvery), shortestInterval);
    if (!abilities.trails)
        return CalendarReader::usually;
    return std::clamp(hint.value_or(CalendarReader::feedUsually), CalendarReader::shortestHint, CalendarReader::longestHint);
}

// The calendar's own word for "as it was" holds only for the same question.
QString markOf(const connectors::BusyQuery &query)
{
    QStringList parts = query.leaveWords + query.addresses;
    parts.append(QString::fromLatin1(query.zone));
    parts.append(query.ownEntries);
    const QByteArray hash = QCryptographicHash::hash(parts.join(u'\n').toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(markLetters));
}

// Nothing outside of what was asked for, nothing that is none, and no cursor that the next read would choke on.
Done check(const BusyTimes &times, const connectors::BusyQuery &query)
{
    if (times.cursor.size() > longestCursor)
        return failure(ErrorKind::Invalid, u"a cursor that is too long"_s);
    if (times.unchanged && query.cursor.isEmpty())
        return failure(ErrorKind::Invalid, u"unchanged since nothing"_s);
    if (times.busy.size() > CalendarReader::mostBusy)
        return failure(ErrorKind::Invalid, u"more in it than a calendar has"_s);
    const bool isSound =
        std::all_of(times.busy.cbegin(), times.busy.cend(), [](const calls::BusyTime &busy) { return busy.from < busy.to; });
    if (!isSound)
        return failure(ErrorKind::Invalid, u"a stretch of time that ends before it begins"_s);
    return {};
}

} // namespace

CalendarReader::CalendarReader(store::Database &database, const Clock &clock, QString engineId)
    : m_database(database)
    , m_clock(clock)
    , m_engineId(std::move(engineId))
{}

void CalendarReader::setAccesses(const CalendarAccesses &accesses, const settings::Setup &setup)
{
    QMap<QString, List> lists;
    for (const settings::CalendarConnection &connection : setup.calendars) {
        const CalendarAccess access = accesses.value(connection.id);
        const calls::Staff *const person = setup.person(connection.staff);
        if (!access.calendar || !access.abilities.reads || !connection.reads || person == nullptr)
            continue;
        const auto known = m_lists.constFind(connection.id);
        List list{.calendar = access.calendar,
                  .abilities = access.abilities,
                  .connection = connection,
                  .zone = person->timeZone.isEmpty() ? setup.company.timeZone : person->timeZone,
                  .addresses = {},
                  .lookAt = {}};
        if (!person->email.isEmpty())
            list.addresses.append(person->email);
        if (const auto *const account = std::get_if<settings::CalDavAccount>(&connection.account); account && account->user.contains(u'@'))
            list.addresses.append(account->user);
        if (const auto *const account = std::get_if<settings::MicrosoftCalendar>(&connection.account))
            list.addresses.append(account->address);
        list.addresses.removeDuplicates();
        const bool isAsBefore = known != m_lists.cend() && known->calendar == list.calendar && known->connection == connection &&
                                known->zone == list.zone && known->addresses == list.addresses;
        if (isAsBefore) {
            list.lookAt = known->lookAt;
            list.isFresh = known->isFresh;
        } else {
            list.isFresh = m_hasBegun; // at the program's start it is due when it is due
        }
        lists.insert(connection.id, list);
    }
    m_lists = std::move(lists);
    m_hasBegun = true;
}

Result<int> CalendarReader::turn(const Office &office)
{
    int stored = 0;
    while (!m_landed.isEmpty()) {
        const Result<bool> recorded = record(m_landed.first());
        if (!recorded)
            return failure(recorded);
        stored += *recorded ? 1 : 0;
        m_flights.remove(m_landed.takeFirst().calendar);
    }
    const Instant now = m_clock.now();
    for (auto list = m_lists.begin(); m_taking && list != m_lists.end(); ++list) {
        if (m_flights.contains(list.key()) || list->lookAt > now)
            continue;
        if (const Done looked = lookAt(office, list.key(), *list, now); !looked)
            return failure(looked);
    }
    return stored;
}

// Whether it is due, for all engines; then it is ours to read.
Done CalendarReader::lookAt(const Office &office, const QString &id, List &list, Instant now)
{
    const CalendarReadGateway reads(m_database);
    Result<std::optional<CalendarRead>> read = reads.find(id);
    if (read && !*read) {
        if (const Done begun = begin(id, list, now); !begun)
            return begun;
        read = reads.find(id);
    }
    if (!read)
        return failure(read);
    if (!*read)
        return failure(ErrorKind::Transient, u"how far a calendar is read is gone"_s);
    if ((*read)->leaseUntil && *(*read)->leaseUntil > now) { // somebody reads it; if that one dies, it is ours
        list.lookAt = *(*read)->leaseUntil;
        return {};
    }
    // Due further off than any pause: the clock was set back.
    const bool isNow = list.isFresh || (*read)->dueAt > now + longestHint;
    if (!isNow && (*read)->dueAt > now) {
        list.lookAt = std::min((*read)->dueAt, now + look); // somebody may ask for it earlier
        return {};
    }
    const Instant dueUntil = isNow ? std::max(now, (*read)->dueAt) : now;
    const Instant leaseUntil = now + office.setup.engine.lease;
    const Result<std::optional<CalendarRead>> ours = store::inTransaction(
        m_database, [&](store::Transaction &transaction) { return reads.claim(transaction, id, m_engineId, dueUntil, leaseUntil); });
    if (!ours)
        return failure(ours);
    if (!*ours) { // another engine was faster
        list.lookAt = leaseUntil;
        return {};
    }
    list.isFresh = false;
    list.lookAt = {};
    connectors::BusyQuery query{.from = now - lookBack,
                                .to = now + lookAhead + spare,
                                .zone = list.zone,
                                .leaveWords = list.connection.leaveWords,
                                .addresses = list.addresses,
                                .ownEntries = QString::fromUtf16(connectors::entryDomain)};
    // A calendar that is as it was tells nothing of days that nobody had asked for.
    const QString mark = markOf(query);
    const bool knowsEnough = (*ours)->knownTo && *(*ours)->knownTo >= now + lookAhead && (*ours)->staff == list.connection.staff;
    if (knowsEnough && (*ours)->cursor.startsWith(mark + u' '))
        query.cursor = (*ours)->cursor.mid(mark.size() + 1).toUtf8();
    m_flights.insert(id, {.list = list, .read = **ours, .query = query, .startedAt = now});
    this->read(list.calendar, query, id);
    return {};
}

Done CalendarReader::begin(const QString &id, const List &list, Instant now)
{
    return store::inTransaction(m_database, [&](store::Transaction &transaction) {
        return CalendarReadGateway(m_database).begin(transaction, id, list.connection.staff, now);
    });
}

QCoro::Task<> CalendarReader::read(std::shared_ptr<connectors::Calendar> calendar, connectors::BusyQuery query, QString id)
{
    const QPointer<CalendarReader> self(this); // a calendar that does not give up in time may outlive the engine
    Result<BusyTimes> times = co_await calendar->busy(std::move(query));
    if (!self)
        co_return;
    self->m_landed.append({id, std::move(times)});
    Q_EMIT self->landed();
}

// What cannot be stored, though it came well, is a failure like any other: told, and tried again later.
Result<bool> CalendarReader::record(const Landed &landed)
{
    const Flight flight = m_flights.value(landed.calendar);
    const Result<bool> stored = finish(landed, flight);
    if (stored || stored.error().kind == ErrorKind::Transient || !landed.brought)
        return stored;
    return finish({landed.calendar, failure(stored)}, flight);
}

Result<bool> CalendarReader::finish(const Landed &landed, const Flight &flight)
{
    const Instant now = m_clock.now();
    const QString &id = landed.calendar;
    CalendarRead read = flight.read;
    std::optional<Error> error;
    if (!landed.brought)
        error = landed.brought.error();
    else if (const Done checked = check(*landed.brought, flight.query); !checked)
        error = checked.error();
    QString problem;
    if (error) {
        problem = problemOf(*error);
        read.failures += 1;
        read.lastError = problem + u": "_s + error->what;
        read.dueAt = now + pauseAfter(read.failures, problem, usually);
    } else {
        read.failures = 0;
        read.lastError.clear();
        read.readAt = flight.startedAt; // what was changed there since may be missing
        const Milliseconds every = intervalOf(flight.list.connection, flight.list.abilities, landed.brought->readAgainIn);
        read.dueAt = std::max(flight.startedAt + every, now + shortestInterval);
        if (!landed.brought->unchanged) {
            read.staff = flight.list.connection.staff;
            read.cursor =
                landed.brought->cursor.isEmpty() ? QString() : markOf(flight.query) + u' ' + QString::fromUtf8(landed.brought->cursor);
            read.knownFrom = flight.query.from;
            read.knownTo = flight.query.to;
        }
    }

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const CalendarReadGateway reads(m_database);
    const Result<bool> isOurs = reads.finish(*transaction, read, m_engineId);
    if (!isOurs)
        return failure(isOurs);
    const auto list = m_lists.find(id);
    if (!*isOurs) { // we slept past the lease, or the calendar was removed; whoever has it now reads the same again
        if (list != m_lists.end())
            list->lookAt = now + look;
        return false;
    }
    if (!error && !landed.brought->unchanged) {
        if (const Done replaced = reads.replaceBusy(*transaction, id, landed.brought->busy); !replaced)
            return failure(replaced);
    }
    audit::Trail trail;
    if (isUnreadable(read) != isUnreadable(flight.read)) {
        QJsonObject detail{{u"staff"_s, flight.list.connection.staff}, {u"type"_s, flight.list.connection.type()}};
        if (error)
            detail.insert(u"why"_s, problem);
        if (error && read.readAt)
            detail.insert(u"last_read_at"_s, toIso(*read.readAt));
        trail.add({.at = now,
                   .actor = u"engine"_s,
                   .action = error ? u"calendar_unreadable"_s : u"calendar_readable"_s,
                   .caseId = {},
                   .subject = u"calendar:"_s + id,
                   .detail = detail});
    }
    const store::PulseGateway pulses(m_database);
    if (const Done noted = error ? pulses.noteFailure(*transaction, id, problem, now) : pulses.noteSuccess(*transaction, id, now); !noted)
        return failure(noted);
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    if (list != m_lists.end())
        list->lookAt = std::min(read.dueAt, now + look);
    return true;
}

void CalendarReader::abandon()
{
    const QMap<QString, Flight> flights = m_flights; // some answer at once
    for (const Flight &flight : flights)
        flight.list.calendar->abandon();
}

std::optional<Instant> CalendarReader::nextDue() const
{
    if (!m_landed.isEmpty())
        return m_clock.now();
    return m_taking ? nextLook(m_lists, m_flights) : std::nullopt;
}

Done CalendarReader::heartbeat(const Office &office)
{
    if (m_flights.isEmpty())
        return {};
    const Instant until = m_clock.now() + office.setup.engine.lease;
    return store::inTransaction(m_database, [&](store::Transaction &transaction) -> Done {
        for (const Flight &flight : std::as_const(m_flights)) {
            const Result<bool> extended = CalendarReadGateway(m_database).extend(transaction, flight.read, m_engineId, until);
            if (!extended) // that it is somebody else's by now shows when it lands
                return failure(extended);
        }
        return {};
    });
}

} // namespace ringback::engine
