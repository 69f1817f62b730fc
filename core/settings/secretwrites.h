#pragma once

#include "settings/secretstore.h"

#include <QList>

#include <optional>

namespace ringback::settings {

/// Secrets that are written before the settings that name them, as programs fetch secrets when they see new settings. When those are refused, what
/// stood there is put back. Main thread.
class SecretWrites final {
public:
    explicit SecretWrites(SecretStore &store)
        : m_store(&store)
    {}

    /// Errors: as the store; nothing has been written under that name then.
    [[nodiscard]] Done write(const QString &name, const QByteArray &value);
    /// Undoes all of them, the last first; once. Errors: the store's first one, after all have been tried.
    [[nodiscard]] Done putBack();

private:
    struct Replaced {
        QString name;
        std::optional<QByteArray> before;
    };

    SecretStore *m_store;
    QList<Replaced> m_replaced;
};

} // namespace ringback::settings
