#include "store/dialgateway.h"

#include "store/columns.h"
#include "store/dialect.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"id, number, follow_up_id, task_id, staff, way, connection, line, state, began_at, until_at, lease_until_at,"
                        " provider_call_id, error_code, ended_at"_s;

constexpr std::array ways{std::pair{Dial::Way::Link, u"link"}, std::pair{Dial::Way::Provider, u"provider"}};
constexpr std::array states{std::pair{Dial::State::Waiting, u"waiting"}, std::pair{Dial::State::Running, u"running"},
                            std::pair{Dial::State::Ringing, u"ringing"}, std::pair{Dial::State::Over, u"over"},
                            std::pair{Dial::State::Refused, u"refused"}, std::pair{Dial::State::Unknown, u"unknown"}};

template <class List, class Enum>
QString wordOf(const List &list, Enum value)
{
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto &each) { return each.first == value; });
    return QString::fromUtf16(found->second);
}

template <class Enum, class List>
Result<Enum> fromList(const List &list, const QString &text)
{
    for (const auto &[value, word] : list) {
        if (text == QStringView(word))
            return value;
    }
    return failure(ErrorKind::Corrupt, u"an unknown word in the database: %1"_s.arg(text.left(40)));
}

template <class AnyId>
Result<std::optional<AnyId>> maybeId(const QString &text)
{
    if (text.isEmpty())
        return std::optional<AnyId>();
    const Result<AnyId> id = idFrom<AnyId>(text);
    if (!id)
        return failure(id);
    return std::optional(*id);
}

Result<Dial> readDial(const Row &row)
{
    const Result<DialId> id = idFrom<DialId>(row.text(0));
    const Result<calls::PhoneNumber> number = numberFrom(row.text(1));
    const Result<std::optional<calls::FollowUpId>> followUp = maybeId<calls::FollowUpId>(row.text(2));
    const Result<std::optional<calls::TaskId>> task = maybeId<calls::TaskId>(row.text(3));
    const Result<Dial::Way> way = fromList<Dial::Way>(ways, row.text(5));
    const Result<Dial::State> state = fromList<Dial::State>(states, row.text(8));
    if (!id)
        return failure(id);
    if (!number)
        return failure(number);
    if (!followUp)
        return failure(followUp);
    if (!task)
        return failure(task);
    if (!way)
        return failure(way);
    if (!state)
        return failure(state);
    return Dial{.id = *id,
                .number = *number,
                .followUp = *followUp,
                .task = *task,
                .staff = row.text(4),
                .way = *way,
                .connection = row.text(6),
                .line = row.text(7),
                .state = *state,
                .beganAt = row.instant(9),
                .untilAt = row.instant(10),
                .leaseUntil = row.maybeInstant(11),
                .providerCallId = row.text(12),
                .errorCode = row.text(13),
                .endedAt = row.maybeInstant(14)};
}

QString placeholders(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u',');
}

// Clocks of the phone system and ours: a call may seem to have begun a little before the click.
constexpr Milliseconds margin = std::chrono::minutes(1);

} // namespace

// Without naming the index: a partial one is no target that both databases take.
Result<bool> DialGateway::begin(Transaction &transaction, const Dial &dial) const
{
    return hit(transaction.change(u"INSERT INTO dials ("_s + columns +
                                      u", lease_owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '') ON CONFLICT DO NOTHING"_s,
                                  {dial.id.text(), dial.number.e164(), orNull(dial.followUp), orNull(dial.task), dial.staff,
                                   wordOf(ways, dial.way), text(dial.connection), text(dial.line), wordOf(states, dial.state),
                                   value(dial.beganAt), value(dial.untilAt), orNull(dial.leaseUntil), text(dial.providerCallId),
                                   text(dial.errorCode), orNull(dial.endedAt)}));
}

Result<std::optional<Dial>> DialGateway::liveToChange(Transaction &transaction, const calls::PhoneNumber &number) const
{
    return first<Dial>(transaction.rows(u"SELECT "_s + columns + u" FROM dials WHERE number = ? AND ended_at IS NULL"_s +
                                            dialect::forUpdate(m_database.dialect()),
                                        {number.e164()}),
                       readDial);
}

Result<std::optional<Dial>> DialGateway::find(const DialId &id) const
{
    return first<Dial>(m_database.rows(u"SELECT "_s + columns + u" FROM dials WHERE id = ?"_s, {id.text()}), readDial);
}

Done DialGateway::endLapsed(Transaction &transaction, const calls::PhoneNumber &number, Instant now) const
{
    return done(
        transaction.change(u"UPDATE dials SET ended_at = ?, state = CASE state WHEN 'running' THEN 'unknown' WHEN 'unknown' THEN 'unknown'"
                           " ELSE 'over' END, lease_until_at = NULL WHERE number = ? AND ended_at IS NULL AND until_at <= ?"_s,
                           {value(now), number.e164(), value(now)}));
}

Result<bool> DialGateway::renew(Transaction &transaction, const DialId &id, Instant until) const
{
    return hit(transaction.change(u"UPDATE dials SET until_at = ? WHERE id = ? AND ended_at IS NULL AND until_at < ?"_s,
                                  {value(until), id.text(), value(until)}));
}

Result<bool> DialGateway::end(Transaction &transaction, const DialId &id, Instant now) const
{
    return hit(
        transaction.change(u"UPDATE dials SET ended_at = ?, state = 'over' WHERE id = ? AND ended_at IS NULL AND state <> 'running'"_s,
                           {value(now), id.text()}));
}

Result<bool> DialGateway::renewFor(Transaction &transaction, const calls::PhoneNumber &number, Instant startedAt, Instant until) const
{
    return hit(
        transaction.change(u"UPDATE dials SET until_at = ? WHERE number = ? AND ended_at IS NULL AND began_at <= ? AND until_at < ?"_s,
                           {value(until), number.e164(), value(startedAt + margin), value(until)}));
}

Result<bool> DialGateway::endFor(Transaction &transaction, const calls::PhoneNumber &number, Instant startedAt, Instant now) const
{
    return hit(transaction.change(u"UPDATE dials SET ended_at = ?, state = 'over' WHERE number = ? AND ended_at IS NULL"
                                  " AND began_at <= ? AND state <> 'running'"_s,
                                  {value(now), number.e164(), value(startedAt + margin)}));
}

Result<QList<Dial>> DialGateway::claim(Transaction &transaction, const QStringList &connections, const QString &engine, Instant now,
                                       Instant leaseUntil, int limit) const
{
    if (connections.isEmpty())
        return QList<Dial>();
    QVariantList values;
    for (const QString &connection : connections)
        values.append(connection);
    values << value(now) << limit << engine << value(leaseUntil);
    // As a table of its own: see CalendarEntryGateway::claimDue().
    Result<QList<Dial>> dials = each<Dial>(
        transaction.rows(u"WITH due AS MATERIALIZED (SELECT id FROM dials WHERE state = 'waiting' AND connection IN ("_s +
                             placeholders(connections.size()) + u") AND until_at > ? ORDER BY began_at, id LIMIT ?"_s +
                             dialect::skipLocked(m_database.dialect()) +
                             u") UPDATE dials SET state = 'running', lease_owner = ?, lease_until_at = ? WHERE id IN (SELECT id FROM due)"
                             " RETURNING "_s +
                             columns,
                         values),
        readDial);
    if (dials) { // RETURNING promises no order
        std::sort(dials->begin(), dials->end(),
                  [](const Dial &a, const Dial &b) { return std::pair(a.beganAt, a.id.text()) < std::pair(b.beganAt, b.id.text()); });
    }
    return dials;
}

Result<bool> DialGateway::extendLease(Transaction &transaction, const DialId &id, const QString &engine, Instant leaseUntil) const
{
    return hit(transaction.change(u"UPDATE dials SET lease_until_at = ? WHERE id = ? AND state = 'running' AND lease_owner = ?"_s,
                                  {value(leaseUntil), id.text(), engine}));
}

Result<bool> DialGateway::settle(Transaction &transaction, const Dial &dial, const QString &engine) const
{
    return hit(transaction.change(u"UPDATE dials SET state = ?, provider_call_id = ?, error_code = ?, until_at = ?, ended_at = ?,"
                                  " lease_until_at = NULL WHERE id = ? AND state = 'running' AND lease_owner = ?"_s,
                                  {wordOf(states, dial.state), text(dial.providerCallId), text(dial.errorCode), value(dial.untilAt),
                                   orNull(dial.endedAt), dial.id.text(), engine}));
}

Result<QList<Dial>> DialGateway::lapse(Transaction &transaction, Instant now) const
{
    return each<Dial>(transaction.rows(u"UPDATE dials SET state = 'unknown', lease_until_at = NULL WHERE state = 'running'"
                                       " AND lease_until_at <= ? RETURNING "_s +
                                           columns,
                                       {value(now)}),
                      readDial);
}

Result<QList<Dial>> DialGateway::expire(Transaction &transaction, Instant now) const
{
    return each<Dial>(transaction.rows(u"UPDATE dials SET state = 'over', ended_at = ?, error_code = 'not_left' WHERE state = 'waiting'"
                                       " AND until_at <= ? RETURNING "_s +
                                           columns,
                                       {value(now), value(now)}),
                      readDial);
}

Result<std::optional<Instant>> DialGateway::nextDue(const QStringList &connections) const
{
    std::optional<Instant> next;
    const auto consider = [&](const Result<Rows> &rows) -> Done {
        if (!rows)
            return failure(rows);
        const std::optional<Instant> at = rows->isEmpty() ? std::nullopt : rows->first().maybeInstant(0);
        if (at)
            next = std::min(next.value_or(*at), *at);
        return {};
    };
    QVariantList values;
    for (const QString &connection : connections)
        values.append(connection);
    if (!connections.isEmpty()) {
        if (const Done waiting = consider(m_database.rows(u"SELECT MIN(began_at) FROM dials WHERE state = 'waiting' AND connection IN ("_s +
                                                              placeholders(connections.size()) + u')',
                                                          values));
            !waiting)
            return failure(waiting);
    }
    if (const Done stale = consider(m_database.rows(u"SELECT MIN(until_at) FROM dials WHERE state = 'waiting'"_s)); !stale)
        return failure(stale);
    if (const Done running = consider(m_database.rows(u"SELECT MIN(lease_until_at) FROM dials WHERE state = 'running'"_s)); !running)
        return failure(running);
    return next;
}

} // namespace ringback::store
