#include "store/upkeepgateway.h"

#include "store/columns.h"
#include "store/dialect.h"

#include <chrono>

namespace ringback::store {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds onceADay = 24h;
constexpr Milliseconds tryAgain = 1h;
constexpr Milliseconds clockDifference = 1h; // between the machines of one office, generously

// The first word of the column; what follows is its detail.
QString word(UpkeepNote::State state)
{
    switch (state) {
    case UpkeepNote::State::Running:
        return u"running"_s;
    case UpkeepNote::State::Done:
        return u"done"_s;
    case UpkeepNote::State::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

UpkeepNote::State stateOf(const QString &word)
{
    if (word == "running"_L1)
        return UpkeepNote::State::Running;
    return word == "done"_L1 ? UpkeepNote::State::Done : UpkeepNote::State::Failed;
}

Result<std::optional<UpkeepNote>> noteOf(const Result<Rows> &rows)
{
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return std::optional<UpkeepNote>();
    const Row &row = rows->first();
    return std::optional(UpkeepNote{.what = row.text(0),
                                    .state = stateOf(row.text(2).section(u' ', 0, 0)),
                                    .at = row.instant(1),
                                    .detail = row.text(2).section(u' ', 1)});
}

const QString lastOf = u"SELECT what, at, detail FROM upkeep WHERE what = ?"_s;

} // namespace

bool isDue(const std::optional<UpkeepNote> &last, Instant now)
{
    if (!last || last->at > now + clockDifference)
        return true;
    return now - last->at >= (last->state == UpkeepNote::State::Done ? onceADay : tryAgain);
}

Result<std::optional<UpkeepNote>> UpkeepGateway::last(const QString &what) const
{
    return noteOf(m_database.rows(lastOf, {what}));
}

Done UpkeepGateway::note(Transaction &transaction, const UpkeepNote &note) const
{
    return done(transaction.change(u"INSERT INTO upkeep (what, at, detail) VALUES (?, ?, ?)"
                                   " ON CONFLICT (what) DO UPDATE SET at = excluded.at, detail = excluded.detail"_s,
                                   {note.what, value(note.at), QString(word(note.state) + u' ' + note.detail)}));
}

Result<bool> UpkeepGateway::takeOn(Transaction &transaction, const QString &what, Instant now) const
{
    // A row to lock first: of two programs that find none, PostgreSQL would let both go on.
    if (const Result<qint64> there =
            transaction.change(u"INSERT INTO upkeep (what, at, detail) VALUES (?, 0, 'failed ') ON CONFLICT (what) DO NOTHING"_s, {what});
        !there)
        return failure(there);
    const Result<std::optional<UpkeepNote>> last = noteOf(transaction.rows(lastOf + dialect::forUpdate(m_database.dialect()), {what}));
    if (!last)
        return failure(last);
    if (!isDue(*last, now))
        return false;
    if (const Done taken = note(transaction, {.what = what, .state = UpkeepNote::State::Running, .at = now, .detail = {}}); !taken)
        return failure(taken);
    return true;
}

} // namespace ringback::store
