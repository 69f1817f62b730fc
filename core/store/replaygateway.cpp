#include "store/replaygateway.h"

#include "store/blocklistgateway.h"
#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::Call;

namespace {

constexpr int pageSize = 5'000;

// All reads see one moment, and the database itself refuses a write.
class Snapshot final {
public:
    static Result<std::unique_ptr<Snapshot>> begin(Database &database)
    {
        const bool sqlite = database.dialect() == Dialect::Sqlite;
        const QStringList statements = sqlite ? QStringList{u"PRAGMA query_only = ON"_s, u"BEGIN"_s}
                                              : QStringList{u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"_s};
        for (const QString &statement : statements) {
            if (const Result<Rows> done = database.rows(statement); !done)
                return failure(done);
        }
        return std::unique_ptr<Snapshot>(new Snapshot(database));
    }
    ~Snapshot()
    {
        [[maybe_unused]] const Result<Rows> ended = m_database.rows(u"ROLLBACK"_s); // it has changed nothing
        if (m_database.dialect() == Dialect::Sqlite) [[maybe_unused]]
            const Result<Rows> writable = m_database.rows(u"PRAGMA query_only = OFF"_s);
    }
    Snapshot(const Snapshot &) = delete;
    Snapshot &operator=(const Snapshot &) = delete;

private:
    explicit Snapshot(Database &database)
        : m_database(database)
    {}

    Database &m_database;
};

// Ids begin with the time they were made, so the primary key finds a time too (UUID version 7).
QString firstIdOf(Instant at)
{
    const QString hex = u"%1"_s.arg(std::max<qint64>(at.time_since_epoch().count(), 0), 12, 16, QChar(u'0'));
    return hex.left(8) + u'-' + hex.mid(8);
}

Result<Call> readCall(const Row &row)
{
    const Result<calls::CallId> id = idFrom<calls::CallId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::Direction> direction = wordFrom<calls::Direction>(row.text(1));
    if (!direction)
        return failure(direction);
    const Result<calls::Verdict> verdict = wordFrom<calls::Verdict>(row.text(8));
    if (!verdict)
        return failure(verdict);
    calls::CallerId caller = calls::Withheld();
    if (!row.text(2).isEmpty()) {
        const Result<calls::PhoneNumber> number = numberFrom(row.text(2));
        if (!number)
            return failure(number);
        caller = *number;
    } else {
        caller = calls::readCallerId(row.text(3));
    }
    Call call{.id = *id,
              .connection = {},
              .providerCallId = {},
              .direction = *direction,
              .caller = caller,
              .callerName = {},
              .line = row.text(4),
              .startedAt = row.instant(5),
              .endedAt = row.maybeInstant(6),
              .verdict = *verdict,
              .providerReason = row.text(9),
              .reputation = {.attestation = {}, .listedAsSpam = row.flag(10), .listedBy = {}},
              .reasons = codes(row.text(12)),
              .staff = row.text(13)};
    if (const std::optional<qint64> ring = row.maybeInteger(7))
        call.ringTime = Milliseconds(*ring);
    if (!row.isNull(11)) {
        const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(11));
        if (!followUp)
            return failure(followUp);
        call.followUp = *followUp;
    }
    return call;
}

// Rows in the order of their first column, a page at a time.
template <class Take>
Done eachRow(Database &database, const QString &sql, QString after, const Take &take)
{
    while (true) {
        const Result<Rows> rows = database.rows(sql, {after, pageSize});
        if (!rows)
            return failure(rows);
        for (const Row &row : *rows) {
            if (const Done taken = take(row); !taken)
                return taken;
        }
        if (rows->size() < pageSize)
            return {};
        after = rows->last().text(0);
    }
}

Done readCalls(Database &database, const QString &from, History &history)
{
    return eachRow(
        database,
        u"SELECT id, direction, caller, caller_raw, line, started_at, ended_at, ring_ms, verdict, provider_reason, listed_as_spam,"
        " follow_up_id, reasons, staff FROM calls WHERE id > ? ORDER BY id LIMIT ?"_s,
        from, [&history](const Row &row) -> Done {
            Result<Call> call = readCall(row);
            if (!call)
                return failure(call);
            history.calls.append(std::move(*call));
            return {};
        });
}

Done readTexts(Database &database, const QString &from, History &history)
{
    return eachRow(database,
                   u"SELECT id, peer, line, body, created_at FROM messages WHERE id > ? AND direction = 'in' AND channel = 'text'"
                   " ORDER BY id LIMIT ?"_s,
                   from, [&history](const Row &row) -> Done {
                       const Result<calls::PhoneNumber> number = numberFrom(row.text(1));
                       if (!number)
                           return failure(number);
                       history.texts.append({.from = *number, .line = row.text(2), .body = row.text(3), .at = row.instant(4)});
                       return {};
                   });
}

Done readWork(Database &database, const QString &from, History &history)
{
    const Done tasks = eachRow(
        database,
        u"SELECT t.id, c.number, t.claimed_at, t.claimed_by, t.completed_at, t.completed_by, t.outcome FROM callback_tasks t"
        " JOIN follow_ups f ON f.id = t.follow_up_id JOIN contacts c ON c.id = f.contact_id WHERE t.id > ? ORDER BY t.id LIMIT ?"_s,
        from, [&history](const Row &row) -> Done {
            const Result<calls::PhoneNumber> number = numberFrom(row.text(1));
            if (!number)
                return failure(number);
            if (const std::optional<Instant> claimed = row.maybeInstant(2))
                history.work.append(
                    {.kind = PastWork::Kind::Claimed, .number = *number, .at = *claimed, .staff = row.text(3), .outcome = {}});
            if (const std::optional<Instant> completed = row.maybeInstant(4))
                history.work.append(
                    {.kind = PastWork::Kind::Completed, .number = *number, .at = *completed, .staff = row.text(5), .outcome = row.text(6)});
            return {};
        });
    if (!tasks)
        return tasks;
    return eachRow(database,
                   u"SELECT f.id, c.number, f.closed_at FROM follow_ups f JOIN contacts c ON c.id = f.contact_id"
                   " WHERE f.id > ? ORDER BY f.id LIMIT ?"_s,
                   from, [&history](const Row &row) -> Done {
                       const Result<calls::PhoneNumber> number = numberFrom(row.text(1));
                       if (!number)
                           return failure(number);
                       if (const std::optional<Instant> closed = row.maybeInstant(2))
                           history.work.append(
                               {.kind = PastWork::Kind::CaseClosed, .number = *number, .at = *closed, .staff = {}, .outcome = {}});
                       return {};
                   });
}

Done readContacts(Database &database, History &history)
{
    QSet<calls::PhoneNumber> wanted;
    for (const Call &call : std::as_const(history.calls)) {
        if (const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller))
            wanted.insert(*number);
    }
    for (const PastText &text : std::as_const(history.texts))
        wanted.insert(text.from);
    return eachRow(database, u"SELECT id, number, email, kind, language, time_zone, name FROM contacts WHERE id > ? ORDER BY id LIMIT ?"_s,
                   QString(u""_s), [&](const Row &row) -> Done {
                       const Result<calls::PhoneNumber> number = numberFrom(row.text(1));
                       if (!number)
                           return failure(number);
                       if (!wanted.contains(*number))
                           return {};
                       const Result<calls::ContactId> id = idFrom<calls::ContactId>(row.text(0));
                       if (!id)
                           return failure(id);
                       const Result<calls::ContactKind> kind = wordFrom<calls::ContactKind>(row.text(3));
                       if (!kind)
                           return failure(kind);
                       history.contacts.insert(*number, {.id = *id,
                                                         .number = *number,
                                                         .name = row.text(6),
                                                         .email = row.text(2),
                                                         .kind = *kind,
                                                         .language = row.text(4),
                                                         .timeZone = row.text(5).toLatin1()});
                       return {};
                   });
}

Done readOptOuts(Database &database, History &history)
{
    return eachRow(database, u"SELECT number, since_at, source FROM opt_outs WHERE number > ? ORDER BY number LIMIT ?"_s, QString(u""_s),
                   [&history](const Row &row) -> Done {
                       const Result<calls::PhoneNumber> number = numberFrom(row.text(0));
                       if (!number)
                           return failure(number);
                       history.optOuts.append({.number = *number, .since = row.instant(1), .source = row.text(2), .byWhom = {}});
                       return {};
                   });
}

Done readStorms(Database &database, const QString &from, History &history)
{
    return eachRow(
        database,
        u"SELECT id, began_at, begun_by, until_at, ended_at FROM storms WHERE id > ? AND begun_by <> 'engine' ORDER BY id LIMIT ?"_s, from,
        [&history](const Row &row) -> Done {
            const Result<calls::StormId> id = idFrom<calls::StormId>(row.text(0));
            if (!id)
                return failure(id);
            history.storms.append({.id = *id,
                                   .beganAt = row.instant(1),
                                   .begunBy = row.text(2),
                                   .until = row.maybeInstant(3),
                                   .endedAt = row.maybeInstant(4),
                                   .endedBy = {}});
            return {};
        });
}

// Of the numbers that called alone: there may be a million that never do.
Done readBlockings(Database &database, History &history)
{
    const BlocklistGateway blocklist(database);
    QSet<calls::PhoneNumber> asked;
    for (const Call &call : std::as_const(history.calls)) {
        const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller);
        if (!number || asked.contains(*number))
            continue;
        asked.insert(*number);
        const Result<std::optional<calls::Blocking>> blocking = blocklist.find(*number);
        if (!blocking)
            return failure(blocking);
        if (*blocking)
            history.blockings.insert(*number, **blocking);
    }
    return {};
}

} // namespace

Result<History> ReplayGateway::since(Instant from) const
{
    const Result<std::unique_ptr<Snapshot>> snapshot = Snapshot::begin(m_database);
    if (!snapshot)
        return failure(snapshot);
    History history;
    const QString first = firstIdOf(from);
    for (const Done &read : {readCalls(m_database, first, history), readTexts(m_database, first, history),
                             readWork(m_database, first, history), readOptOuts(m_database, history), readStorms(m_database, first, history),
                             readContacts(m_database, history), readBlockings(m_database, history)}) {
        if (!read)
            return failure(read);
    }
    return history;
}

} // namespace ringback::store
