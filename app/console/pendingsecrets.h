#pragma once

#include "settings/secretstore.h"
#include "settings/secretwrites.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QString>

namespace ringback::app {

/// Secrets that are in the keychain already, of edits that the desk has not answered yet: programs fetch secrets when they see a new setup, so the
/// keychain comes first. When the desk says no, what was there is put back. Main thread.
class PendingSecrets final {
public:
    /// The store outlives it.
    explicit PendingSecrets(settings::SecretStore &store)
        : m_store(store)
    {}

    /// Those of an edit of that connection. Errors: as the store; then nothing of it is left there.
    [[nodiscard]] Done write(const QString &connection, const QMap<QString, QString> &secrets)
    {
        settings::SecretWrites written(m_store);
        for (auto secret = secrets.begin(); secret != secrets.end(); ++secret) {
            const Done stored = written.write(secret.key(), secret->toUtf8());
            if (stored)
                continue;
            if (const Done back = written.putBack(); !back)
                return failure(stored.error().kind, stored.error().what + QStringLiteral("; ") + back.error().what);
            return stored;
        }
        m_written[connection].append(written);
        return {};
    }
    /// The desk has taken the oldest edit of that connection.
    void settle(const QString &connection) { m_written[connection].removeFirst(); }
    /// The desk has not. Errors: as the store.
    [[nodiscard]] Done putBack(const QString &connection)
    {
        settings::SecretWrites written = m_written[connection].takeFirst();
        return written.putBack();
    }

private:
    settings::SecretStore &m_store;
    QHash<QString, QList<settings::SecretWrites>> m_written; ///< by connection, the oldest first
};

} // namespace ringback::app
