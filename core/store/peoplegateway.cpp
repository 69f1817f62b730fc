#include "store/peoplegateway.h"

#include "store/columns.h"
#include "store/dialect.h"

#include <algorithm>

namespace ringback::store {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::CalendarView;
using calls::Presence;

namespace {

const QString presenceColumns = u"staff, word, source, since_at, until_at"_s;

Result<StaffPresence> readPresence(const Row &row)
{
    const Result<calls::PresenceWord> said = wordFrom<calls::PresenceWord>(row.text(1));
    if (!said)
        return failure(said);
    const Result<Presence::Source> source = wordFrom<Presence::Source>(row.text(2));
    if (!source)
        return failure(source);
    return StaffPresence{.staff = row.text(0),
                         .presence = {.word = *said, .source = *source, .since = row.instant(3), .until = row.maybeInstant(4)}};
}

QString placeholders(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u',');
}

// What one calendar was last read to say.
struct Reading {
    QString staff;
    std::optional<Instant> readAt;
    std::optional<Instant> knownTo;
};

bool isKnown(const Reading &reading, const settings::CalendarConnection &calendar, Instant now)
{
    return reading.staff == calendar.staff && reading.readAt && now - *reading.readAt <= calendarTrustedFor(calendar) && reading.knownTo &&
           *reading.knownTo >= now;
}

} // namespace

Milliseconds calendarTrustedFor(const settings::CalendarConnection &calendar)
{
    const bool isFeed = std::holds_alternative<settings::IcsFeed>(calendar.account);
    const std::chrono::seconds usual = isFeed ? 15min : 2min;
    const Milliseconds polls = 4 * (calendar.pollEvery.count() > 0 ? calendar.pollEvery : usual);
    return std::max<Milliseconds>(isFeed ? 24h : 1h, polls);
}

Result<QList<StaffPresence>> PeopleGateway::presences() const
{
    return each<StaffPresence>(m_database.rows(u"SELECT "_s + presenceColumns + u" FROM presences ORDER BY staff, source"_s), readPresence);
}

Result<std::optional<Presence>> PeopleGateway::presence(const QString &staff, Presence::Source source) const
{
    const Result<std::optional<StaffPresence>> found = first<StaffPresence>(
        m_database.rows(u"SELECT "_s + presenceColumns + u" FROM presences WHERE staff = ? AND source = ?"_s, {staff, word(source)}),
        readPresence);
    if (!found)
        return failure(found);
    return *found ? std::optional((*found)->presence) : std::nullopt;
}

Done PeopleGateway::put(Transaction &transaction, const QString &staff, const Presence &presence) const
{
    return done(transaction.change(u"INSERT INTO presences (staff, source, word, since_at, until_at) VALUES (?, ?, ?, ?, ?)"
                                   " ON CONFLICT (staff, source) DO UPDATE SET word = excluded.word, since_at = excluded.since_at,"
                                   " until_at = excluded.until_at"_s,
                                   {staff, word(presence.source), word(presence.word), value(presence.since), orNull(presence.until)}));
}

Result<bool> PeopleGateway::clear(Transaction &transaction, const QString &staff, Presence::Source source) const
{
    return hit(transaction.change(u"DELETE FROM presences WHERE staff = ? AND source = ?"_s, {staff, word(source)}));
}

Result<policy::Turns> PeopleGateway::turns() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT team, staff, turn FROM routing_turns"_s);
    if (!rows)
        return failure(rows);
    policy::Turns turns;
    for (const Row &row : *rows) {
        policy::Turns::Team &team = turns.teams[row.text(0)];
        if (row.text(1).isEmpty())
            team.at = row.integer(2);
        else
            team.next.insert(row.text(1), row.integer(2));
    }
    return turns;
}

Done PeopleGateway::putTurns(Transaction &transaction, const policy::Turns &before, const policy::Turns &after) const
{
    // Always in the same order, so that two engines wait for each other instead of blocking each other.
    QStringList teams = after.teams.keys();
    teams.sort();
    for (const QString &team : teams) {
        const policy::Turns::Team was = before.teams.value(team);
        const policy::Turns::Team &is = *after.teams.constFind(team);
        QList<std::pair<QString, qint64>> moved;
        if (is.at != was.at)
            moved.append({QString(), is.at});
        for (auto next = is.next.cbegin(); next != is.next.cend(); ++next) {
            const auto known = was.next.constFind(next.key());
            if (known == was.next.cend() || *known != next.value())
                moved.append({next.key(), next.value()});
        }
        std::sort(moved.begin(), moved.end());
        for (const auto &[staff, turn] : std::as_const(moved)) {
            const Done put = done(transaction.change(
                u"INSERT INTO routing_turns (team, staff, turn) VALUES (?, ?, ?)"
                " ON CONFLICT (team, staff) DO UPDATE SET turn = excluded.turn WHERE excluded.turn > routing_turns.turn"_s,
                {text(team), text(staff), qlonglong(turn)}));
            if (!put)
                return put;
        }
    }
    return {};
}

Result<QHash<QString, PeopleGateway::Given>> PeopleGateway::givenSince(Instant since) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT assigned_to, COUNT(*), MAX(assigned_at) FROM callback_tasks"
                                              " WHERE assigned_at IS NOT NULL AND assigned_at >= ? GROUP BY assigned_to"_s,
                                              {value(since)});
    if (!rows)
        return failure(rows);
    QHash<QString, Given> given;
    for (const Row &row : *rows)
        given.insert(row.text(0), Given{.count = row.count(1), .lastAt = row.maybeInstant(2)});
    return given;
}

Result<QHash<QString, CalendarView>> PeopleGateway::calendarViews(const QList<settings::CalendarConnection> &calendars, Instant now) const
{
    QHash<QString, CalendarView> views;
    if (std::none_of(calendars.cbegin(), calendars.cend(), [](const auto &calendar) { return calendar.reads; }))
        return views;
    const Result<Rows> reads = m_database.rows(u"SELECT calendar, staff, read_at, known_to_at FROM calendar_reads"_s);
    if (!reads)
        return failure(reads);
    QHash<QString, Reading> readings;
    for (const Row &row : *reads)
        readings.insert(row.text(0), {.staff = row.text(1), .readAt = row.maybeInstant(2), .knownTo = row.maybeInstant(3)});

    QHash<QString, QString> whose; // by calendar
    QStringList neverRead;
    for (const settings::CalendarConnection &calendar : calendars) {
        if (!calendar.reads)
            continue;
        const Reading reading = readings.value(calendar.id);
        CalendarView &view = views[calendar.staff];
        if (!isKnown(reading, calendar, now))
            view.state = CalendarView::State::Unknown;
        else if (view.state == CalendarView::State::None)
            view.state = CalendarView::State::Known;
        if (reading.staff != calendar.staff || !reading.readAt) {
            neverRead.append(calendar.staff);
            continue;
        }
        view.readAt = std::min(view.readAt.value_or(*reading.readAt), *reading.readAt);
        whose.insert(calendar.id, calendar.staff);
    }
    for (const QString &staff : std::as_const(neverRead))
        views[staff].readAt.reset();

    const Result<Rows> rows = m_database.rows(u"SELECT calendar, from_at, to_at, kind FROM busy_times WHERE to_at > ? AND from_at < ?"
                                              " ORDER BY from_at, to_at, calendar"_s,
                                              {value(now), value(now + ahead)});
    if (!rows)
        return failure(rows);
    for (const Row &row : *rows) {
        const auto person = whose.constFind(row.text(0));
        if (person == whose.cend())
            continue; // of a calendar that is no longer connected
        const Result<calls::BusyKind> kind = wordFrom<calls::BusyKind>(row.text(3));
        if (!kind)
            return failure(kind);
        views[*person].busy.append({.from = row.instant(1), .to = row.instant(2), .kind = *kind});
    }
    return views;
}

Result<QString> PeopleGateway::calendarMark() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT COUNT(read_at), MAX(read_at), SUM(read_at) FROM calendar_reads"_s);
    if (!rows)
        return failure(rows);
    return u"%1 %2 %3"_s.arg(rows->first().text(0), rows->first().text(1), rows->first().text(2));
}

Result<QList<PeopleGateway::Place>> PeopleGateway::toPlace(Transaction &transaction, const std::optional<QStringList> &teams,
                                                           const QStringList &holders, Instant now, const std::optional<Place> &after,
                                                           int limit) const
{
    QVariantList values = {value(now)};
    QString queue = u"assigned_to = ''"_s;
    if (teams) {
        queue += teams->isEmpty() ? u" AND 1 = 0"_s : u" AND team IN (%1)"_s.arg(placeholders(teams->size()));
        for (const QString &team : *teams)
            values.append(text(team));
    }
    QString whose = u"(%1)"_s.arg(queue);
    if (!holders.isEmpty()) {
        whose += u" OR assigned_to IN (%1)"_s.arg(placeholders(holders.size()));
        for (const QString &holder : holders)
            values.append(text(holder));
    }
    QString sql = u"SELECT COALESCE(ready_at, created_at), id FROM callback_tasks WHERE state = 'open'"
                  " AND (ready_at IS NULL OR ready_at <= ?) AND escalated_to NOT IN ('team', 'owner', 'human_queue') AND (%1)"_s.arg(whose);
    if (after) {
        sql += u" AND (COALESCE(ready_at, created_at) > ? OR (COALESCE(ready_at, created_at) = ? AND id > ?))"_s;
        values.append({value(after->since), value(after->since), after->id});
    }
    values.append(limit);
    const Result<Rows> rows = transaction.rows(
        sql + u" ORDER BY COALESCE(ready_at, created_at), id LIMIT ?"_s + dialect::skipLocked(m_database.dialect()), values);
    if (!rows)
        return failure(rows);
    QList<Place> places;
    for (const Row &row : *rows)
        places.append({.since = row.instant(0), .id = row.text(1)});
    return places;
}

Result<PeopleGateway::Open> PeopleGateway::openTasks(Instant now) const
{
    const Result<Rows> any = m_database.rows(u"SELECT 1 FROM callback_tasks WHERE state = 'open' LIMIT 1"_s);
    if (!any)
        return failure(any);
    const Result<Rows> ready =
        m_database.rows(u"SELECT MIN(ready_at) FROM callback_tasks WHERE state = 'open' AND ready_at > ?"_s, {value(now)});
    if (!ready)
        return failure(ready);
    return Open{.any = !any->isEmpty(), .readyAt = ready->first().maybeInstant(0)};
}

Result<QList<PeopleGateway::Claim>> PeopleGateway::claims() const
{
    return each<Claim>(
        m_database.rows(u"SELECT id, claimed_by FROM callback_tasks WHERE state = 'claimed' ORDER BY id"_s),
        +[](const Row &row) -> Result<Claim> {
            const Result<calls::TaskId> task = idFrom<calls::TaskId>(row.text(0));
            if (!task)
                return failure(task);
            return Claim{.task = *task, .staff = row.text(1)};
        });
}

Result<QStringList> PeopleGateway::holders() const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT DISTINCT assigned_to FROM callback_tasks WHERE state = 'open' ORDER BY assigned_to"_s);
    if (!rows)
        return failure(rows);
    QStringList holders;
    for (const Row &row : *rows) {
        if (!row.text(0).isEmpty())
            holders.append(row.text(0));
    }
    return holders;
}

Result<QList<PeopleGateway::Waiting>> PeopleGateway::waiting(Instant now) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT team, COUNT(*), MIN(COALESCE(ready_at, created_at)) FROM callback_tasks"
                                              " WHERE state = 'open' AND assigned_to = '' AND (ready_at IS NULL OR ready_at <= ?)"
                                              " AND escalated_to <> 'human_queue' GROUP BY team ORDER BY team"_s,
                                              {value(now)});
    if (!rows)
        return failure(rows);
    QList<Waiting> queues;
    for (const Row &row : *rows)
        queues.append({.team = row.text(0), .count = row.count(1), .oldest = row.instant(2)});
    return queues;
}

Result<QList<UnstaffedQueue>> PeopleGateway::unstaffed() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT team, since_at, told_at FROM unstaffed_queues ORDER BY team"_s);
    if (!rows)
        return failure(rows);
    QList<UnstaffedQueue> queues;
    for (const Row &row : *rows)
        queues.append({.team = row.text(0), .since = row.instant(1), .toldAt = row.maybeInstant(2)});
    return queues;
}

Result<bool> PeopleGateway::addUnstaffed(Transaction &transaction, const QString &team, Instant now) const
{
    return hit(transaction.change(u"INSERT INTO unstaffed_queues (team, since_at) VALUES (?, ?) ON CONFLICT (team) DO NOTHING"_s,
                                  {text(team), value(now)}));
}

Result<bool> PeopleGateway::tellUnstaffed(Transaction &transaction, const QString &team, Instant now) const
{
    return hit(
        transaction.change(u"UPDATE unstaffed_queues SET told_at = ? WHERE team = ? AND told_at IS NULL"_s, {value(now), text(team)}));
}

Result<std::optional<bool>> PeopleGateway::removeUnstaffed(Transaction &transaction, const QString &team) const
{
    const Result<Rows> rows = transaction.rows(u"DELETE FROM unstaffed_queues WHERE team = ? RETURNING told_at"_s, {text(team)});
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return std::optional<bool>();
    return std::optional(!rows->first().isNull(0));
}

} // namespace ringback::store
