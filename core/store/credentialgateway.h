#pragma once

#include "calls/signin.h"
#include "store/database.h"

#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace ringback::store {

/// What a person signs in with, as it is stored: never the secret itself.
struct Credential {
    QString staff;
    calls::SecretKind kind = calls::SecretKind::Password;
    QString hash; ///< Argon2id, with its parameters and salt
    Instant setAt;
    QString setBy; ///< as the audit trail names them
    bool mustChange = false;

    friend bool operator==(const Credential &, const Credential &) = default;
};

class CredentialGateway final {
public:
    explicit CredentialGateway(Database &database)
        : m_database(database)
    {}

    /// Errors: Corrupt, as Database.
    [[nodiscard]] Result<std::optional<Credential>> find(const QString &staff) const;
    /// Whether anybody has one: then consoles ask who is there.
    [[nodiscard]] Result<bool> any() const;
    [[nodiscard]] Result<QList<calls::SignInState>> states() const;
    /// In the place of what the person had.
    [[nodiscard]] Done put(Transaction &transaction, const Credential &credential) const;
    /// The same by a login that may write no new ones, only in the place of its own person's. False when this is not that person's.
    [[nodiscard]] Result<bool> replace(Transaction &transaction, const Credential &credential) const;
    /// A better hash of the same secret; only while it is still that one.
    [[nodiscard]] Result<bool> rehash(Transaction &transaction, const QString &staff, const QString &before, const QString &hash) const;
    /// Somebody has left: an id that is given again signs in to nothing. Also their failures.
    [[nodiscard]] Done forget(Transaction &transaction, const QString &staff) const;
    /// First, in a transaction that is to be the only one to give the office its first credential.
    [[nodiscard]] Done lockAll(Transaction &transaction) const;

    struct Attempt {
        int failures = 0; ///< in a row, this one among them until it is known to be right
        std::optional<Instant> lockedUntil; ///< the attempt is not to be made
    };
    /// Counts an attempt before it is made, so that many at once are no way around the limit. Failures of longer than `forgottenAfter` ago
    /// are forgotten.
    [[nodiscard]] Result<Attempt> beginAttempt(Transaction &transaction, const QString &staff, Instant now,
                                               Milliseconds forgottenAfter) const;
    [[nodiscard]] Done lockUntil(Transaction &transaction, const QString &staff, Instant until) const;
    [[nodiscard]] Result<bool> clearFailures(Transaction &transaction, const QString &staff) const;

private:
    Database &m_database;
};

} // namespace ringback::store
