#include "store/bookinggateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"connection, booking_id, follow_up_id, state, name, number, email, starts_at, changed_at"_s;

Result<BookingGateway::Row> readBooking(const Row &row)
{
    BookingGateway::Row read{.connection = row.text(0),
                             .booking = row.text(1),
                             .followUp = {},
                             .isCancelled = row.text(3) == "cancelled"_L1,
                             .name = row.text(4),
                             .number = row.text(5),
                             .email = row.text(6),
                             .startsAt = row.instant(7),
                             .changedAt = row.instant(8)};
    if (!row.isNull(2)) {
        const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(2));
        if (!followUp)
            return failure(followUp);
        read.followUp = *followUp;
    }
    return read;
}

Result<calls::FollowUpId> readCase(const Row &row)
{
    return idFrom<calls::FollowUpId>(row.text(0));
}

} // namespace

Result<bool> BookingGateway::put(Transaction &transaction, const Row &row, Instant now) const
{
    // A booking that was cancelled does not come back: what says otherwise at the same time was sent before.
    return hit(
        transaction.change(u"INSERT INTO bookings ("_s + columns +
                               u", seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (connection, booking_id) DO UPDATE SET"
                               " follow_up_id = excluded.follow_up_id, state = excluded.state, name = excluded.name,"
                               " number = excluded.number, email = excluded.email, starts_at = excluded.starts_at,"
                               " changed_at = excluded.changed_at, seen_at = excluded.seen_at"
                               " WHERE bookings.changed_at < excluded.changed_at OR (bookings.changed_at = excluded.changed_at"
                               " AND bookings.state = 'booked' AND excluded.state = 'cancelled')"_s,
                           {row.connection, row.booking, orNull(row.followUp), row.isCancelled ? u"cancelled"_s : u"booked"_s,
                            text(row.name), text(row.number), text(row.email), value(row.startsAt), value(row.changedAt), value(now)}));
}

Result<std::optional<BookingGateway::Row>> BookingGateway::find(const QString &connection, const QString &booking) const
{
    return first<Row>(
        m_database.rows(u"SELECT "_s + columns + u" FROM bookings WHERE connection = ? AND booking_id = ?"_s, {connection, booking}),
        readBooking);
}

Result<QList<BookingGateway::Row>> BookingGateway::ofCase(const calls::FollowUpId &followUp) const
{
    return each<Row>(
        m_database.rows(u"SELECT "_s + columns + u" FROM bookings WHERE follow_up_id = ? ORDER BY changed_at DESC, booking_id"_s,
                        {followUp.text()}),
        readBooking);
}

Result<QList<calls::FollowUpId>> BookingGateway::openWithTag(const QString &tag) const
{
    return each<calls::FollowUpId>(
        m_database.rows(u"SELECT id FROM follow_ups WHERE state = 'open' AND id LIKE ? ORDER BY id LIMIT 2"_s, {u'%' + tag}), readCase);
}

Result<QList<calls::FollowUpId>> BookingGateway::openWithEmail(const QString &email) const
{
    return each<calls::FollowUpId>(m_database.rows(u"SELECT f.id FROM follow_ups f JOIN contacts c ON c.id = f.contact_id"
                                                   " WHERE f.state = 'open' AND LOWER(c.email) = ? ORDER BY f.id LIMIT 2"_s,
                                                   {email.toLower()}),
                                   readCase);
}

} // namespace ringback::store
