#include "settings/secretstore.h"

#include <QEventLoop>

#include <qt6keychain/keychain.h>

namespace ringback::settings {

using namespace Qt::StringLiterals;

namespace {

const QString service = u"ringback"_s;

// The keychain may ask the user to unlock it, which takes as long as it takes; at start nothing else is waiting.
void runToEnd(QKeychain::Job &job)
{
    QEventLoop loop;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, &QEventLoop::quit);
    job.setAutoDelete(false);
    job.start();
    loop.exec();
}

} // namespace

QByteArray EnvironmentSecrets::variableOf(const QString &name)
{
    return "RINGBACK_SECRET_" + name.toUpper().replace(u'-', u'_').toLatin1();
}

Result<QByteArray> EnvironmentSecrets::read(const QString &name)
{
    const QByteArray value = qgetenv(variableOf(name).constData());
    if (value.isEmpty())
        return failure(ErrorKind::NotFound, u"the environment has no %1"_s.arg(QString::fromLatin1(variableOf(name))));
    return value;
}

Done EnvironmentSecrets::write(const QString &, const QByteArray &)
{
    return failure(ErrorKind::Refused, u"secrets in the environment are set by whoever starts the program"_s);
}

Done EnvironmentSecrets::remove(const QString &)
{
    return failure(ErrorKind::Refused, u"secrets in the environment are set by whoever starts the program"_s);
}

Result<QByteArray> KeychainSecrets::read(const QString &name)
{
    QKeychain::ReadPasswordJob job(service);
    job.setKey(name);
    runToEnd(job);
    if (job.error() == QKeychain::EntryNotFound)
        return failure(ErrorKind::NotFound, u"the keychain has no secret of that name, or is locked"_s);
    if (job.error() != QKeychain::NoError)
        return failure(ErrorKind::Transient, u"the keychain cannot be read: %1"_s.arg(job.errorString()));
    return job.textData().toUtf8();
}

Done KeychainSecrets::write(const QString &name, const QByteArray &value)
{
    QKeychain::WritePasswordJob job(service);
    job.setKey(name);
    job.setTextData(QString::fromUtf8(value)); // as text, so that the desktop's own tools show and set it too
    runToEnd(job);
    if (job.error() != QKeychain::NoError)
        return failure(ErrorKind::Transient, u"the keychain cannot be written: %1"_s.arg(job.errorString()));
    return {};
}

Done KeychainSecrets::remove(const QString &name)
{
    QKeychain::DeletePasswordJob job(service);
    job.setKey(name);
    runToEnd(job);
    if (job.error() != QKeychain::NoError && job.error() != QKeychain::EntryNotFound)
        return failure(ErrorKind::Transient, u"the keychain cannot be written: %1"_s.arg(job.errorString()));
    return {};
}

Result<QByteArray> MemorySecrets::read(const QString &name)
{
    const auto found = m_values.constFind(name);
    if (found == m_values.constEnd())
        return failure(ErrorKind::NotFound, u"no secret of that name"_s);
    return *found;
}

Done MemorySecrets::write(const QString &name, const QByteArray &value)
{
    m_values.insert(name, value);
    return {};
}

Done MemorySecrets::remove(const QString &name)
{
    m_values.remove(name);
    return {};
}

Result<QByteArray> SystemSecrets::read(const QString &name)
{
    if (Result<QByteArray> value = m_environment.read(name))
        return value;
    return m_keychain.read(name);
}

Done SystemSecrets::write(const QString &name, const QByteArray &value)
{
    return m_keychain.write(name, value);
}

Result<QByteArray> SystemSecrets::written(const QString &name)
{
    return m_keychain.read(name);
}

Done SystemSecrets::remove(const QString &name)
{
    return m_keychain.remove(name);
}

} // namespace ringback::settings
