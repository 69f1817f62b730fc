#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QString>

#include <memory>

class QNetworkAccessManager;

namespace ringback::connectors {

/// The secrets of connections, by name. Used from the thread of whoever got it.
class Secrets {
public:
    virtual ~Secrets() = default;
    /// Empty = there is none.
    [[nodiscard]] virtual QByteArray value(const QString &name) const = 0;
    /// As it lies in the keychain now: another program may have replaced it. Errors: Transient (the keychain does not answer).
    virtual QCoro::Task<Result<QByteArray>> newest(QString name)
    {
        Result<QByteArray> known = value(name);
        co_return known;
    }
    /// Replaces one, for good: done when the keychain has it.
    virtual QCoro::Task<Done> keep(QString name, QByteArray value) = 0;

protected:
    Secrets() = default;
    Secrets(const Secrets &) = default;
    Secrets &operator=(const Secrets &) = default;
};

/// What a connection is opened with. All of it outlives the provider.
struct Surroundings {
    QNetworkAccessManager &network;
    const Clock &clock;
    Milliseconds timeout{30'000};
    std::shared_ptr<Secrets> secrets;
    QString publicUrl = {}; ///< empty = there is none
};

} // namespace ringback::connectors
