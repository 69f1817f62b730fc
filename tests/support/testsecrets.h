#pragma once

#include "connectors/phonesystem.h"

#include <QHash>

namespace ringback::test {

/// Secrets by name, in memory. One thread at a time.
class TestSecrets final : public connectors::Secrets {
public:
    TestSecrets() = default;
    TestSecrets(std::initializer_list<std::pair<QString, QByteArray>> secrets)
        : values(secrets)
    {}

    [[nodiscard]] QByteArray value(const QString &name) const override { return values.value(name); }
    QCoro::Task<Done> keep(QString name, QByteArray value) override
    {
        values.insert(name, value);
        Done done;
        co_return done;
    }

    QHash<QString, QByteArray> values;
};

} // namespace ringback::test
