#include "secretvault.h"

#include <QCoro/QCoroFuture>
#include <QPromise>

#include <memory>

namespace ringback::app {

QByteArray SecretVault::value(const QString &name) const
{
    const std::scoped_lock lock(m_mutex);
    return m_secrets.value(name);
}

// What was fetched stays as it is: replace() is to see what changed.
QCoro::Task<Result<QByteArray>> SecretVault::newest(QString name)
{
    const auto promise = std::make_shared<QPromise<Result<QByteArray>>>();
    QFuture<Result<QByteArray>> read = promise->future();
    promise->start();
    QMetaObject::invokeMethod(this, [this, promise, name] {
        Result<QByteArray> found = m_store.read(name);
        if (!found && found.error().kind == ErrorKind::NotFound)
            found = QByteArray();
        promise->addResult(std::move(found));
        promise->finish();
    });
    Result<QByteArray> secret = co_await read;
    co_return secret;
}

QCoro::Task<Done> SecretVault::keep(QString name, QByteArray value)
{
    const auto promise = std::make_shared<QPromise<Done>>();
    QFuture<Done> kept = promise->future();
    promise->start();
    QMetaObject::invokeMethod(this, [this, promise, name, value] {
        Done written = m_store.write(name, value);
        if (written) {
            const std::scoped_lock lock(m_mutex);
            // One that nobody has fetched yet stays news for replace(): whatever waits for it has to hear of it.
            if (const auto known = m_secrets.find(name); known != m_secrets.end())
                *known = value;
        }
        promise->addResult(std::move(written));
        promise->finish();
    });
    Done done = co_await kept;
    co_return done;
}

bool SecretVault::replace(QHash<QString, QByteArray> secrets)
{
    const std::scoped_lock lock(m_mutex);
    const bool isNew = m_secrets != secrets;
    for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret) {
        if (m_secrets.value(secret.key()) != *secret)
            ++m_generations[secret.key()];
    }
    m_secrets = std::move(secrets);
    return isNew;
}

quint64 SecretVault::generation(const QString &name) const
{
    const std::scoped_lock lock(m_mutex);
    return m_secrets.contains(name) ? m_generations.value(name) : 0;
}

} // namespace ringback::app
