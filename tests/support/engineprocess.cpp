#include "support/engineprocess.h"

#include "practice/webhookclient.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 30'000;

QString program()
{
    return QCoreApplication::applicationDirPath() + u"/ringback-engine"_s;
}

} // namespace

EngineProcess::EngineProcess(QString database, QString token)
    : m_database(std::move(database))
    , m_token(std::move(token))
{}

EngineProcess::~EngineProcess()
{
    kill();
}

QProcessEnvironment EngineProcess::environment(const QStringList &added) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"RINGBACK_SECRET_TWILIO_MAIN_TOKEN"_s, m_token);
    for (const QString &entry : added)
        environment.insert(entry.section(u'=', 0, 0), entry.section(u'=', 1));
    return environment;
}

int EngineProcess::run(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessEnvironment(environment({}));
    process.start(program(), arguments + QStringList{u"--database"_s, m_database});
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(patienceMs))
        return -1;
    m_output = process.readAllStandardOutput();
    m_errors = process.readAllStandardError();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

QJsonArray EngineProcess::list(const QString &verb)
{
    if (run({verb, u"--json"_s}) != 0)
        return {};
    return QJsonDocument::fromJson(m_output).array();
}

bool EngineProcess::serve(const QStringList &added)
{
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(environment(added));
    m_process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process->start(program(), {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--database"_s, m_database});
    while (m_process->waitForReadyRead(patienceMs)) {
        if (!m_process->canReadLine())
            continue;
        const QString line = QString::fromUtf8(m_process->readLine()).trimmed();
        if (!line.startsWith("listening on http://127.0.0.1:"_L1))
            return false;
        m_port = line.section(u':', -1).toUShort();
        return m_port != 0;
    }
    return false;
}

bool EngineProcess::isRunning() const
{
    return m_process && m_process->state() == QProcess::Running;
}

bool EngineProcess::waitForEnd(int ms)
{
    return !m_process || m_process->state() == QProcess::NotRunning || m_process->waitForFinished(ms);
}

// SIGKILL ends a process that sleeps, too.
void EngineProcess::kill()
{
    if (!isRunning())
        return;
    m_process->kill();
    m_process->waitForFinished(patienceMs);
}

void EngineProcess::suspend()
{
    ::kill(static_cast<pid_t>(m_process->processId()), SIGSTOP);
}

void EngineProcess::resume()
{
    ::kill(static_cast<pid_t>(m_process->processId()), SIGCONT);
}

bool EngineProcess::waitForSleep(int ms) const
{
    return QTest::qWaitFor(
        [this] {
            QFile stat(u"/proc/%1/stat"_s.arg(m_process->processId()));
            return stat.open(QIODevice::ReadOnly) && stat.readAll().contains(") T ");
        },
        ms);
}

int EngineProcess::stop()
{
    m_process->terminate();
    if (!m_process->waitForFinished(patienceMs))
        return -1;
    return m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
}

int EngineProcess::post(const QByteArray &path, const connectors::twilio::Form &form)
{
    practice::WebhookClient client(m_port, {}, m_token.toUtf8());
    const Result<int> status = client.post(path, form);
    return status ? *status : 0;
}

} // namespace ringback::test
