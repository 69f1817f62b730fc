#include "store/credentialgateway.h"

#include "store/columns.h"
#include "store/dialect.h"

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::SecretKind;

Result<std::optional<Credential>> CredentialGateway::find(const QString &staff) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT staff, kind, hash, set_at, set_by, must_change FROM credentials WHERE staff = ?"_s, {text(staff)});
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return std::optional<Credential>();
    const Row &row = rows->first();
    const std::optional<SecretKind> kind = calls::fromWord<SecretKind>(row.text(1));
    if (!kind)
        return failure(ErrorKind::Corrupt, u"a credential is of no known kind"_s);
    return std::optional(Credential{.staff = row.text(0),
                                    .kind = *kind,
                                    .hash = row.text(2),
                                    .setAt = row.instant(3),
                                    .setBy = row.text(4),
                                    .mustChange = row.flag(5)});
}

Result<bool> CredentialGateway::any() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT 1 FROM credentials LIMIT 1"_s);
    if (!rows)
        return failure(rows);
    return !rows->isEmpty();
}

Result<QList<calls::SignInState>> CredentialGateway::states() const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT c.staff, c.kind, c.set_at, c.set_by, c.must_change, COALESCE(f.failures, 0), f.locked_until_at"
                        " FROM credentials c LEFT JOIN sign_in_failures f ON f.staff = c.staff ORDER BY c.staff"_s);
    if (!rows)
        return failure(rows);
    QList<calls::SignInState> states;
    for (const Row &row : *rows) {
        const std::optional<SecretKind> kind = calls::fromWord<SecretKind>(row.text(1));
        if (!kind)
            return failure(ErrorKind::Corrupt, u"a credential is of no known kind"_s);
        states.append({.staff = row.text(0),
                       .kind = *kind,
                       .setAt = row.instant(2),
                       .setBy = row.text(3),
                       .mustChange = row.flag(4),
                       .failures = row.count(5),
                       .lockedUntil = row.maybeInstant(6)});
    }
    return states;
}

Done CredentialGateway::put(Transaction &transaction, const Credential &credential) const
{
    return done(transaction.change(
        u"INSERT INTO credentials (staff, kind, hash, set_at, set_by, must_change) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (staff) DO UPDATE "
        u"SET"
        " kind = excluded.kind, hash = excluded.hash, set_at = excluded.set_at, set_by = excluded.set_by, must_change = excluded.must_change"_s,
        {text(credential.staff), calls::word(credential.kind), credential.hash, value(credential.setAt), text(credential.setBy),
         credential.mustChange ? 1 : 0}));
}

Result<bool> CredentialGateway::replace(Transaction &transaction, const Credential &credential) const
{
    return hit(transaction.change(u"UPDATE credentials SET kind = ?, hash = ?, set_at = ?, set_by = ?, must_change = ? WHERE staff = ?"_s,
                                  {calls::word(credential.kind), credential.hash, value(credential.setAt), text(credential.setBy),
                                   credential.mustChange ? 1 : 0, text(credential.staff)}));
}

Result<bool> CredentialGateway::rehash(Transaction &transaction, const QString &staff, const QString &before, const QString &hash) const
{
    return hit(transaction.change(u"UPDATE credentials SET hash = ? WHERE staff = ? AND hash = ?"_s, {hash, text(staff), before}));
}

Done CredentialGateway::forget(Transaction &transaction, const QString &staff) const
{
    if (const Result<bool> cleared = clearFailures(transaction, staff); !cleared)
        return failure(cleared);
    return done(transaction.change(u"DELETE FROM credentials WHERE staff = ?"_s, {text(staff)}));
}

Done CredentialGateway::lockAll(Transaction &transaction) const
{
    if (const QString lock = dialect::lockForFirstOwner(transaction.database().dialect()); !lock.isEmpty()) {
        if (const Result<Rows> locked = transaction.rows(lock); !locked)
            return failure(locked);
    }
    return {};
}

// One statement: of two attempts at once the second waits for the first and sees its count. A row that is locked stays as it is and returns nothing.
Result<CredentialGateway::Attempt> CredentialGateway::beginAttempt(Transaction &transaction, const QString &staff, Instant now,
                                                                   Milliseconds forgottenAfter) const
{
    const Result<Rows> counted = transaction.rows(
        u"INSERT INTO sign_in_failures (staff, failures, last_at, locked_until_at) VALUES (?, 1, ?, NULL) ON CONFLICT (staff) DO UPDATE SET"
        " failures = CASE WHEN sign_in_failures.last_at < ? THEN 1 ELSE sign_in_failures.failures + 1 END,"
        " last_at = excluded.last_at, locked_until_at = NULL"
        " WHERE sign_in_failures.locked_until_at IS NULL OR sign_in_failures.locked_until_at <= excluded.last_at RETURNING failures"_s,
        {text(staff), value(now), value(now - forgottenAfter)});
    if (!counted)
        return failure(counted);
    if (!counted->isEmpty())
        return Attempt{.failures = counted->first().count(0), .lockedUntil = {}};
    const Result<Rows> locked =
        transaction.rows(u"SELECT failures, locked_until_at FROM sign_in_failures WHERE staff = ?"_s, {text(staff)});
    if (!locked)
        return failure(locked);
    if (locked->isEmpty())
        return failure(ErrorKind::Transient, u"the failures of a sign-in were just cleared; try again"_s);
    return Attempt{.failures = locked->first().count(0), .lockedUntil = locked->first().maybeInstant(1).value_or(now)};
}

Done CredentialGateway::lockUntil(Transaction &transaction, const QString &staff, Instant until) const
{
    return done(transaction.change(u"UPDATE sign_in_failures SET locked_until_at = ? WHERE staff = ?"_s, {value(until), text(staff)}));
}

Result<bool> CredentialGateway::clearFailures(Transaction &transaction, const QString &staff) const
{
    return hit(transaction.change(u"DELETE FROM sign_in_failures WHERE staff = ?"_s, {text(staff)}));
}

} // namespace ringback::store
