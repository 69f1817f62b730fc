#include "store/trouble.h"

#include <sqlite3.h>

#include <array>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array allTroubles = {Trouble::DiskFull, Trouble::DiskError,    Trouble::ReadOnly,    Trouble::Locked,
                                    Trouble::Corrupt,  Trouble::NotADatabase, Trouble::Unreachable, Trouble::NotAllowed};

struct Diagnosis {
    ErrorKind kind;
    std::optional<Trouble> trouble;
};

Diagnosis ofSqlite(int code)
{
    // Not out of bounds of a file but of a disk: SQLite could not make its shared memory as large as it must be.
    if (code == SQLITE_IOERR_SHMSIZE)
        return {ErrorKind::Transient, Trouble::DiskFull};
    switch (code & 0xff) { // the primary code of an extended one
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorKind::Transient, Trouble::Locked};
    case SQLITE_IOERR:
        return {ErrorKind::Transient, Trouble::DiskError};
    case SQLITE_FULL:
        return {ErrorKind::Transient, Trouble::DiskFull};
    case SQLITE_CANTOPEN: // the file, or the journal beside it
        return {ErrorKind::Transient, Trouble::ReadOnly};
    case SQLITE_READONLY:
        return {ErrorKind::Refused, Trouble::ReadOnly};
    case SQLITE_CORRUPT:
        return {ErrorKind::Corrupt, Trouble::Corrupt};
    case SQLITE_NOTADB:
        return {ErrorKind::Corrupt, Trouble::NotADatabase};
    case SQLITE_CONSTRAINT:
        return {ErrorKind::Conflict, {}};
    default:
        return {ErrorKind::Invalid, {}};
    }
}

// By SQLSTATE; no code at all when the server is gone.
Diagnosis ofPostgres(const QString &code)
{
    if (code.startsWith("23"_L1))
        return {ErrorKind::Conflict, {}};
    if (code.startsWith("28"_L1) || code == "42501"_L1)
        return {ErrorKind::Refused, Trouble::NotAllowed};
    if (code == "25006"_L1) // a standby, or a database set read-only
        return {ErrorKind::Refused, Trouble::ReadOnly};
    if (code == "XX001"_L1 || code == "XX002"_L1)
        return {ErrorKind::Corrupt, Trouble::Corrupt};
    if (code == "53100"_L1)
        return {ErrorKind::Transient, Trouble::DiskFull};
    if (code == "55P03"_L1)
        return {ErrorKind::Transient, Trouble::Locked};
    // 25P03: a transaction was silent for too long, and the server has hung up.
    if (code.isEmpty() || code.startsWith("08"_L1) || code.startsWith("57"_L1) || code == "25P03"_L1)
        return {ErrorKind::Transient, Trouble::Unreachable};
    if (code.startsWith("40"_L1) || code.startsWith("53"_L1)) // serialization, deadlock; resources
        return {ErrorKind::Transient, {}};
    return {ErrorKind::Invalid, {}};
}

tl::unexpected<Error> failed(const Diagnosis &diagnosis, const QString &itsWords)
{
    if (!diagnosis.trouble)
        return failure(diagnosis.kind, itsWords);
    return failure(diagnosis.kind, u"%1 (%2)"_s.arg(plainWords(*diagnosis.trouble), itsWords));
}

} // namespace

QString plainWords(Trouble trouble)
{
    switch (trouble) {
    case Trouble::DiskFull:
        return u"The disk is full. What was stored before is safe; nothing new is taken until there is room. Free some space: it goes on by itself."_s;
    case Trouble::DiskError:
        return u"The disk or the network share of the database gave an error. What was stored before is safe; nothing new is taken meanwhile. Check that it is connected and healthy: it is tried again by itself."_s;
    case Trouble::ReadOnly:
        return u"The database cannot be written: its file, its folder or its disk allows reading only, or is not there. What was stored before is safe; nothing new is taken. Let this user write to the folder."_s;
    case Trouble::Locked:
        return u"Another program keeps the database locked. Nothing is lost; it is tried again by itself. If it stays so, close what else has the file open, such as a database viewer or a copying tool."_s;
    case Trouble::Corrupt:
        return u"The database is damaged, so Ringback does not go on with it. Stop all Ringback programs and restore the newest good backup: ringback-engine restore FILE."_s;
    case Trouble::NotADatabase:
        return u"The file is not a database, or its beginning is damaged. If it should be one, stop all Ringback programs and restore the newest good backup: ringback-engine restore FILE."_s;
    case Trouble::Unreachable:
        return u"The PostgreSQL server cannot be reached. What was stored before is safe; nothing new is taken meanwhile. Check that it runs and that its address is right: it is tried again by itself."_s;
    case Trouble::NotAllowed:
        return u"The PostgreSQL server does not let this user do that. What was stored before is safe. Check the user, the password and the user's rights on the database."_s;
    }
    Q_UNREACHABLE();
}

std::optional<Trouble> troubleOf(const Error &error)
{
    for (const Trouble trouble : allTroubles) {
        if (error.what.contains(plainWords(trouble)))
            return trouble;
    }
    return std::nullopt;
}

tl::unexpected<Error> failureOf(Dialect dialect, const QSqlError &error)
{
    const QString code = error.nativeErrorCode();
    // The first line alone: PostgreSQL's further lines quote values, and values are phone numbers.
    const QString itsWords = error.text().section(u'\n', 0, 0).left(300);
    return dialect == Dialect::Sqlite ? sqliteFailure(code.toInt(), itsWords) : failed(ofPostgres(code), itsWords);
}

tl::unexpected<Error> sqliteFailure(int code, const QString &itsWords)
{
    const Diagnosis diagnosis = ofSqlite(code);
    if (!diagnosis.trouble && !itsWords.isEmpty())
        return failed(diagnosis, itsWords);
    return failed(diagnosis, u"SQLite %1: %2"_s.arg(code).arg(QString::fromUtf8(sqlite3_errstr(code))));
}

} // namespace ringback::store
