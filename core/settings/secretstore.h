#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QHash>
#include <QString>

namespace ringback::settings {

/// Where secrets lie, by name. A value is never written to a log, an error or the database. Main thread only: the keychain answers by way
/// of an event loop, and may ask the user first.
class SecretStore {
public:
    virtual ~SecretStore() = default;

    /// Errors: NotFound, Transient (the store is locked or cannot be reached).
    [[nodiscard]] virtual Result<QByteArray> read(const QString &name) = 0;
    /// Errors: Refused (this store is read only), Transient.
    [[nodiscard]] virtual Done write(const QString &name, const QByteArray &value) = 0;
    /// What write() would replace. Errors: as read().
    [[nodiscard]] virtual Result<QByteArray> written(const QString &name) { return read(name); }
    /// Nothing is written under that name any more; not an error where nothing was. Errors: as write().
    [[nodiscard]] virtual Done remove(const QString &name) = 0;

protected:
    SecretStore() = default;
    SecretStore(const SecretStore &) = default;
    SecretStore &operator=(const SecretStore &) = default;
};

/// `RINGBACK_SECRET_<NAME>` in the environment, name in upper case with `_` for `-`: for machines without a keychain.
class EnvironmentSecrets final : public SecretStore {
public:
    [[nodiscard]] Result<QByteArray> read(const QString &name) override;
    [[nodiscard]] Done write(const QString &name, const QByteArray &value) override;
    [[nodiscard]] Done remove(const QString &name) override;

    [[nodiscard]] static QByteArray variableOf(const QString &name);
};

/// The operating system's keychain, by QtKeychain.
class KeychainSecrets final : public SecretStore {
public:
    [[nodiscard]] Result<QByteArray> read(const QString &name) override;
    [[nodiscard]] Done write(const QString &name, const QByteArray &value) override;
    [[nodiscard]] Done remove(const QString &name) override;
};

/// In memory: for the practice line, whose secrets are made up at each start.
class MemorySecrets final : public SecretStore {
public:
    [[nodiscard]] Result<QByteArray> read(const QString &name) override;
    [[nodiscard]] Done write(const QString &name, const QByteArray &value) override;
    [[nodiscard]] Done remove(const QString &name) override;

private:
    QHash<QString, QByteArray> m_values;
};

/// The environment first, then the keychain; writes go to the keychain.
class SystemSecrets final : public SecretStore {
public:
    [[nodiscard]] Result<QByteArray> read(const QString &name) override;
    [[nodiscard]] Done write(const QString &name, const QByteArray &value) override;
    [[nodiscard]] Result<QByteArray> written(const QString &name) override;
    [[nodiscard]] Done remove(const QString &name) override;

private:
    EnvironmentSecrets m_environment;
    KeychainSecrets m_keychain;
};

} // namespace ringback::settings
