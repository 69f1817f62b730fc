#pragma once

#include "base/clock.h"
#include "connectors/phonesystem.h"
#include "engine/engine.h"
#include "store/database.h"

#include <QByteArray>
#include <QSignalSpy>
#include <QThread>

#include <memory>
#include <utility>

class QNetworkAccessManager;

namespace ringback::test {

/// An engine on a thread of its own, with its connections as their phone and lead systems open them; stopped at its end. What it says is wrong is a warning.
class EngineProgram final {
public:
    EngineProgram(const store::Address &database, const Clock &clock, std::shared_ptr<connectors::Secrets> secrets,
                  const QString &publicUrl = {});
    ~EngineProgram();
    EngineProgram(const EngineProgram &) = delete;
    EngineProgram &operator=(const EngineProgram &) = delete;

    void wake() { m_engine->wake(); }

private:
    QThread m_thread;
    QNetworkAccessManager *m_network; // both belong to the thread, and go after it
    engine::Engine *m_engine;
    QSignalSpy m_stopped;
};

/// What a server on this machine answered.
struct Answer {
    int status = 0; ///< 0 = nothing
    QByteArray body;
};

/// Posts on a connection of its own, and waits.
[[nodiscard]] Answer post(quint16 port, const QByteArray &target, const QList<std::pair<QByteArray, QByteArray>> &headers,
                          const QByteArray &body);

} // namespace ringback::test
