#include "store/columns.h"
#include "store/dialect.h"
#include "store/gateways.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::Call;

namespace {

const QString columns =
    u"id, connection, provider_call_id, caller, caller_raw, caller_name, line, started_at, ringing_at, ended_at, ring_ms,"
    " verdict, settles_to, settle_at, provider_reason, attestation, listed_as_spam, listed_by, follow_up_id, reasons, direction,"
    " staff, legs, reported_by"_s;

// Most calls ring no phones that we know of, and have an empty text.
QString legsText(const QList<calls::Leg> &legs)
{
    if (legs.isEmpty())
        return u""_s;
    QJsonArray list;
    for (const calls::Leg &leg : legs)
        list.append(QJsonArray{leg.id, static_cast<int>(leg.state), leg.sequence});
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

QList<calls::Leg> legsFrom(const QString &text)
{
    QList<calls::Leg> legs;
    if (text.isEmpty())
        return legs;
    for (const auto value : QJsonDocument::fromJson(text.toUtf8()).array()) {
        const QJsonArray leg = value.toArray();
        legs.append({.id = leg.at(0).toString(),
                     .state = static_cast<calls::Leg::State>(std::clamp(leg.at(1).toInt(), 0, 2)),
                     .sequence = leg.at(2).toInt()});
    }
    return legs;
}

Result<Call> readCall(const Row &row)
{
    const Result<calls::CallId> id = idFrom<calls::CallId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::Verdict> verdict = wordFrom<calls::Verdict>(row.text(11));
    if (!verdict)
        return failure(verdict);
    const Result<calls::Verdict> settlesTo = wordFrom<calls::Verdict>(row.text(12));
    if (!settlesTo)
        return failure(settlesTo);
    const Result<calls::Direction> direction = wordFrom<calls::Direction>(row.text(20));
    if (!direction)
        return failure(direction);
    const Result<calls::ReportedBy> reportedBy = wordFrom<calls::ReportedBy>(row.text(23));
    if (!reportedBy)
        return failure(reportedBy);
    calls::CallerId caller = calls::readCallerId(row.text(4));
    if (!row.text(3).isEmpty()) {
        const Result<calls::PhoneNumber> number = numberFrom(row.text(3));
        if (!number)
            return failure(number);
        caller = *number;
    }
    Call call{.id = *id,
              .connection = row.text(1),
              .providerCallId = row.text(2),
              .direction = *direction,
              .caller = caller,
              .callerName = row.text(5),
              .line = row.text(6),
              .startedAt = row.instant(7),
              .ringingAt = row.maybeInstant(8),
              .endedAt = row.maybeInstant(9),
              .verdict = *verdict,
              .settlesTo = *settlesTo,
              .settleAt = row.maybeInstant(13),
              .providerReason = row.text(14),
              .reputation = {.attestation = row.text(15), .listedAsSpam = row.flag(16), .listedBy = row.text(17)},
              .reasons = codes(row.text(19)),
              .staff = row.text(21),
              .legs = legsFrom(row.text(22)),
              .reportedBy = *reportedBy};
    if (const std::optional<qint64> ring = row.maybeInteger(10))
        call.ringTime = Milliseconds(*ring);
    if (!row.isNull(18)) {
        const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(18));
        if (!followUp)
            return failure(followUp);
        call.followUp = *followUp;
    }
    return call;
}

QString rawCaller(const calls::CallerId &caller)
{
    const auto *unusable = std::get_if<calls::Unusable>(&caller);
    return unusable ? unusable->raw : QString();
}

QString callerNumber(const calls::CallerId &caller)
{
    const std::optional<calls::PhoneNumber> number = calls::numberOf(caller);
    return number ? number->e164() : QString();
}

} // namespace

Result<std::optional<Call>> CallGateway::find(const QString &connection, const QString &providerCallId) const
{
    return first<Call>(m_database.rows(u"SELECT "_s + columns + u" FROM calls WHERE connection = ? AND provider_call_id = ?"_s,
                                       {connection, providerCallId}),
                       readCall);
}

Result<std::optional<Call>> CallGateway::findToChange(Transaction &transaction, const QString &connection,
                                                      const QString &providerCallId) const
{
    return first<Call>(transaction.rows(u"SELECT "_s + columns + u" FROM calls WHERE connection = ? AND provider_call_id = ?"_s +
                                            dialect::forUpdate(m_database.dialect()),
                                        {connection, providerCallId}),
                       readCall);
}

Result<std::optional<Call>> CallGateway::findById(const QString &id) const
{
    return first<Call>(m_database.rows(u"SELECT "_s + columns + u" FROM calls WHERE id = ?"_s, {id}), readCall);
}

Done CallGateway::insert(Transaction &transaction, const Call &call) const
{
    return done(transaction.change(u"INSERT INTO calls ("_s + columns +
                                       u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                                   {call.id.text(),
                                    call.connection,
                                    call.providerCallId,
                                    text(callerNumber(call.caller)),
                                    text(rawCaller(call.caller)),
                                    text(call.callerName),
                                    text(call.line),
                                    value(call.startedAt),
                                    orNull(call.ringingAt),
                                    orNull(call.endedAt),
                                    orNull(call.ringTime),
                                    word(call.verdict),
                                    word(call.settlesTo),
                                    orNull(call.settleAt),
                                    text(call.providerReason),
                                    text(call.reputation.attestation),
                                    call.reputation.listedAsSpam ? 1 : 0,
                                    text(call.reputation.listedBy),
                                    orNull(call.followUp),
                                    joined(call.reasons),
                                    word(call.direction),
                                    text(call.staff),
                                    legsText(call.legs),
                                    word(call.reportedBy)}));
}

Done CallGateway::update(Transaction &transaction, const Call &call) const
{
    return done(transaction.change(
        u"UPDATE calls SET caller = ?, caller_raw = ?, caller_name = ?, line = ?, started_at = ?, ringing_at = ?, ended_at = ?, ring_ms = "
        u"?, verdict = ?,"
        " settles_to = ?, settle_at = ?, provider_reason = ?, attestation = ?, listed_as_spam = ?, listed_by = ?, follow_up_id = ?,"
        " reasons = ?, staff = ?, legs = ? WHERE id = ?"_s,
        {text(callerNumber(call.caller)),
         text(rawCaller(call.caller)),
         text(call.callerName),
         text(call.line),
         value(call.startedAt),
         orNull(call.ringingAt),
         orNull(call.endedAt),
         orNull(call.ringTime),
         word(call.verdict),
         word(call.settlesTo),
         orNull(call.settleAt),
         text(call.providerReason),
         text(call.reputation.attestation),
         call.reputation.listedAsSpam ? 1 : 0,
         text(call.reputation.listedBy),
         orNull(call.followUp),
         joined(call.reasons),
         text(call.staff),
         legsText(call.legs),
         call.id.text()}));
}

Result<QList<Call>> CallGateway::settling(Transaction &transaction, Instant now, int limit) const
{
    return each<Call>(transaction.rows(u"SELECT "_s + columns +
                                           u" FROM calls WHERE settle_at IS NOT NULL AND settle_at <= ? ORDER BY settle_at, id LIMIT ?"_s +
                                           dialect::skipLocked(m_database.dialect()),
                                       {value(now), limit}),
                      readCall);
}

Result<std::optional<Instant>> CallGateway::earliestSettle() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT MIN(settle_at) FROM calls WHERE settle_at IS NOT NULL"_s);
    if (!rows)
        return failure(rows);
    return rows->first().maybeInstant(0);
}

Result<QList<Call>> CallGateway::page(const QString &before, int limit) const
{
    return each<Call>(
        m_database.rows(u"SELECT "_s + columns + u" FROM calls WHERE id < ? ORDER BY id DESC LIMIT ?"_s, {pageStart(before), limit}),
        readCall);
}

Result<QList<Call>> CallGateway::ofFollowUp(const calls::FollowUpId &followUp) const
{
    return each<Call>(
        m_database.rows(u"SELECT "_s + columns + u" FROM calls WHERE follow_up_id = ? ORDER BY started_at, id"_s, {followUp.text()}),
        readCall);
}

Result<QList<Call>> CallGateway::alone(Instant since, int limit) const
{
    return each<Call>(
        m_database.rows(u"SELECT "_s + columns +
                            u" FROM calls WHERE follow_up_id IS NULL AND verdict IN ('missed', 'unclear') AND direction = 'in'"
                            " AND started_at >= ?"
                            " ORDER BY started_at DESC, id DESC LIMIT ?"_s,
                        {value(since), limit}),
        readCall);
}

Result<std::optional<Call>> CallGateway::ourLatestTo(const calls::PhoneNumber &number, Instant since) const
{
    return first<Call>(m_database.rows(u"SELECT "_s + columns +
                                           u" FROM calls WHERE caller = ? AND direction = 'out' AND started_at >= ?"
                                           " ORDER BY started_at DESC, id DESC LIMIT 1"_s,
                                       {number.e164(), value(since)}),
                       readCall);
}

Result<int> CallGateway::screenedFrom(const calls::PhoneNumber &number, Instant since, int atMost) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT COUNT(*) FROM (SELECT 1 FROM calls WHERE caller = ? AND follow_up_id IS NULL"
                                              " AND direction = 'in' AND verdict = 'missed' AND started_at >= ? LIMIT ?) AS few"_s,
                                              {number.e164(), value(since), atMost});
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

Result<int> CallGateway::missedSince(Instant since, int atMost) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT COUNT(*) FROM (SELECT 1 FROM calls WHERE direction = 'in' AND verdict = 'missed' AND started_at >= ?"
                        " LIMIT ?) AS few"_s,
                        {value(since), atMost});
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

Result<std::optional<Call>> CallGateway::answeredSince(const calls::PhoneNumber &number, Instant since) const
{
    return first<Call>(m_database.rows(u"SELECT "_s + columns +
                                           u" FROM calls WHERE caller = ? AND verdict = 'answered' AND started_at >= ?"
                                           " ORDER BY started_at DESC, id DESC LIMIT 1"_s,
                                       {number.e164(), value(since)}),
                       readCall);
}

Result<int> CallGateway::recoveredSince(Instant since, Instant pushedSince, int atMost) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT COUNT(*) FROM (SELECT 1 FROM calls c JOIN connection_pulses p ON p.connection = c.connection"
                        " WHERE c.reported_by = 'log' AND c.direction = 'in' AND c.verdict = 'missed' AND c.started_at >= ?"
                        " AND p.last_event_at >= ? LIMIT ?) AS few"_s,
                        {value(since), value(pushedSince), atMost});
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

} // namespace ringback::store
