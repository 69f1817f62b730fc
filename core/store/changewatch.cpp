#include "store/changewatch.h"

#include <QSqlDriver>

namespace ringback::store {

using namespace Qt::StringLiterals;

ChangeWatch::ChangeWatch(Database &database, QObject *parent)
    : QObject(parent)
    , m_database(database)
{
    m_timer.setInterval(pollInterval);
    connect(&m_timer, &QTimer::timeout, this, &ChangeWatch::look);
}

Done ChangeWatch::start()
{
    if (m_database.dialect() == Dialect::Sqlite) {
        look();
        m_timer.start();
        return {};
    }
    connect(m_database.handle().driver(), &QSqlDriver::notification, this, &ChangeWatch::changed);
    return listenAgain();
}

Done ChangeWatch::listenAgain()
{
    if (m_database.dialect() == Dialect::Sqlite)
        return {};
    QSqlDriver *const driver = m_database.handle().driver();
    if (driver->subscribedToNotifications().contains(u"ringback"_s) && !driver->unsubscribeFromNotification(u"ringback"_s))
        return failure(ErrorKind::Transient, u"PostgreSQL would not stop listening"_s);
    if (!driver->subscribeToNotification(u"ringback"_s))
        return failure(ErrorKind::Transient, u"PostgreSQL would not listen for changes"_s);
    return {};
}

void ChangeWatch::look()
{
    const Result<Rows> version = m_database.rows(u"PRAGMA data_version"_s);
    if (!version || version->isEmpty()) // a busy moment; the next look is near
        return;
    const qint64 now = version->first().integer(0);
    const qint64 before = std::exchange(m_dataVersion, now);
    if (before != -1 && before != now)
        Q_EMIT changed();
}

} // namespace ringback::store
