#include "places.h"

#include "store/migrations.h"

#include <QDir>
#include <QStandardPaths>

namespace ringback::app {

using namespace Qt::StringLiterals;

namespace {

QString inDataFolder(const QString &name)
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).filePath(name);
}

} // namespace

QString officeFile()
{
    return inDataFolder(u"office.db"_s);
}

QString practiceFile()
{
    return inDataFolder(u"practice.db"_s);
}

Result<std::unique_ptr<store::Database>> openOffice(const store::Address &address, const Clock &clock, store::WriteTurn turn)
{
    Result<std::unique_ptr<store::Database>> database = store::Database::open(address, std::move(turn));
    if (!database)
        return database;
    if (const Done migrated = store::migrate(**database, clock.now()); !migrated)
        return failure(migrated);
    return database;
}

} // namespace ringback::app
