#pragma once

#include "connectors/twilio/form.h"

#include <QJsonArray>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace ringback::test {

/// A real `ringback-engine serve` on a free port of 127.0.0.1, and its other verbs.
class EngineProcess final {
public:
    EngineProcess(QString database, QString token);
    ~EngineProcess();

    /// Runs a verb to its end, with `input` to read. Its exit code; what it printed is in output() and errors().
    int run(const QStringList &arguments, const QByteArray &input = {});
    [[nodiscard]] QByteArray output() const { return m_output; }
    [[nodiscard]] QByteArray errors() const { return m_errors; }
    /// The array that a list verb prints.
    [[nodiscard]] QJsonArray list(const QString &verb);

    /// Starts serving and waits until it listens. `environment` is added to the process's. False when it did not come up.
    [[nodiscard]] bool serve(const QStringList &environment = {});
    [[nodiscard]] bool isRunning() const;
    /// Waits for it to be killed. False when it lives on.
    [[nodiscard]] bool waitForEnd(int ms);
    void kill();
    /// SIGSTOP and SIGCONT: the process sleeps, and does not know it.
    void suspend();
    void resume();
    /// Waits until it sleeps, whoever sent it there. False when it does not.
    [[nodiscard]] bool waitForSleep(int ms) const;
    /// SIGTERM; the exit code.
    int stop();

    /// Posts a signed webhook; the status, or 0 when the connection broke.
    [[nodiscard]] int post(const QByteArray &path, const connectors::twilio::Form &form);
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    [[nodiscard]] QProcessEnvironment environment(const QStringList &added) const;

    const QString m_database;
    const QString m_token;
    std::unique_ptr<QProcess> m_process;
    quint16 m_port = 0;
    QByteArray m_output;
    QByteArray m_errors;
};

} // namespace ringback::test
