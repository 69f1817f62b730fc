#pragma once

#include "connectors/phonesystem.h"
#include "settings/secretstore.h"

#include <QHash>
#include <QObject>

#include <mutex>

namespace ringback::app {

/// The secrets as last fetched from their store, which answers on the main thread only, for every thread.
class SecretVault final : public QObject, public connectors::Secrets {
public:
    /// On the main thread, where `store` lives; it outlives the vault.
    explicit SecretVault(settings::SecretStore &store)
        : m_store(store)
    {}

    [[nodiscard]] QByteArray value(const QString &name) const override;
    QCoro::Task<Result<QByteArray>> newest(QString name) override;
    QCoro::Task<Done> keep(QString name, QByteArray value) override;

    /// Whether any of them is new.
    [[nodiscard]] bool replace(QHash<QString, QByteArray> secrets);
    /// Another one whenever somebody else gives the secret another value; not when its own connection does by keep().
    [[nodiscard]] quint64 generation(const QString &name) const;

private:
    settings::SecretStore &m_store;
    mutable std::mutex m_mutex;
    QHash<QString, QByteArray> m_secrets; ///< under the mutex, as is the next
    QHash<QString, quint64> m_generations;
};

} // namespace ringback::app
