#include "store/backup.h"

#include "base/time.h"
#include "store/migrations.h"
#include "store/snapshot.h"
#include "store/trouble.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QSqlDriver>

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

namespace ringback::store {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int pagesPerStep = 1'000; // 4 MB
constexpr int patienceMs = 2'000; // for somebody else's lock
constexpr int mostRestarts = 3; // of a copy that others write into, before they have to wait for it
constexpr int firstVersionWithTrail = 4; // a program that was ended on its first start leaves less
constexpr int dailyBackups = 7;
constexpr int weeklyBackups = 4;
constexpr Milliseconds engineSilence = 10s; // as the screens count an engine as gone

// A file by SQLite's own interface, because Database sets a file up for writing and a backup must stay as it is.
class File final {
public:
    [[nodiscard]] static Result<std::unique_ptr<File>> open(const QString &name, int flags)
    {
        std::unique_ptr<File> file(new File);
        if (const int code = sqlite3_open_v2(name.toUtf8().constData(), &file->m_handle, flags, nullptr); code != SQLITE_OK)
            return sqliteFailure(code);
        sqlite3_busy_timeout(file->m_handle, patienceMs);
        return file;
    }
    ~File() { sqlite3_close(m_handle); }
    File(const File &) = delete;
    File &operator=(const File &) = delete;

    /// The first row of a statement; empty when there is none.
    [[nodiscard]] Result<QStringList> row(const char *sql)
    {
        sqlite3_stmt *statement = nullptr;
        int code = sqlite3_prepare_v2(m_handle, sql, -1, &statement, nullptr);
        QStringList columns;
        if (code == SQLITE_OK) {
            code = sqlite3_step(statement);
            for (int column = 0; code == SQLITE_ROW && column < sqlite3_column_count(statement); ++column)
                columns.append(QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(statement, column))));
        }
        sqlite3_finalize(statement);
        if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
            return sqliteFailure(code);
        return columns;
    }

    [[nodiscard]] sqlite3 *handle() const { return m_handle; }

private:
    File() = default;
    sqlite3 *m_handle = nullptr;
};

std::filesystem::path path(const QString &name)
{
    return {name.toStdU16String()};
}

// The file is made with the rights of its owner alone: it holds callers' names and numbers.
Done makeEmpty(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failure(ErrorKind::Refused, u"%1 cannot be written: %2"_s.arg(name, file.errorString()));
    return {};
}

Done renameTo(const QString &from, const QString &to)
{
    std::error_code problem;
    std::filesystem::rename(path(from), path(to), problem); // replaces in one step, which QFile::rename does not
    if (problem)
        return failure(ErrorKind::Refused, u"%1 cannot be put in its place: %2"_s.arg(from, QString::fromStdString(problem.message())));
    return {};
}

// Where writers and readers share the file (a rollback journal), the copy lets go of it after each step and begins anew when somebody wrote;
// with a write-ahead log the caller's snapshot holds it still and nobody waits.
Done copyPages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *const backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return sqliteFailure(sqlite3_errcode(to));
    int code = SQLITE_OK;
    int remaining = std::numeric_limits<int>::max();
    int restarts = 0;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(backup, restarts > mostRestarts ? -1 : pagesPerStep);
        if (sqlite3_backup_remaining(backup) > remaining)
            ++restarts;
        remaining = sqlite3_backup_remaining(backup);
    }
    sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE)
        return sqliteFailure(code);
    return {};
}

// The copy, complete, synced and in one file.
Done copyInto(sqlite3 *from, const QString &name)
{
    if (const Done made = makeEmpty(name); !made)
        return made;
    const Result<std::unique_ptr<File>> to = File::open(name, SQLITE_OPEN_READWRITE);
    if (!to)
        return failure(to);
    if (const Done copied = copyPages(from, (*to)->handle()); !copied)
        return copied;
    if (const Result<QStringList> single = (*to)->row("PRAGMA journal_mode = DELETE"); !single)
        return failure(single);
    return {};
}

Result<Backup> copyOf(sqlite3 *from, const QString &toFile)
{
    const QString unfinished = toFile + u".unfinished"_s;
    Result<Backup> backup = [&]() -> Result<Backup> {
        if (const Done copied = copyInto(from, unfinished); !copied)
            return failure(copied);
        Result<Backup> good = checkBackup(unfinished);
        if (!good)
            return good;
        if (const Done placed = renameTo(unfinished, toFile); !placed)
            return failure(placed);
        good->file = toFile;
        return good;
    }();
    if (!backup)
        QFile::remove(unfinished); // nobody takes half a copy for a whole one
    return backup;
}

// When a backup of that name was made.
std::optional<QDateTime> madeAt(const QString &name)
{
    static const QRegularExpression pattern(uR"(-(\d{8}T\d{6})Z\.db$)"_s);
    const QRegularExpressionMatch match = pattern.match(name);
    QDateTime at = QDateTime::fromString(match.captured(1), u"yyyyMMdd'T'HHmmss"_s);
    if (!at.isValid())
        return std::nullopt;
    at.setTimeSpec(Qt::UTC);
    return at;
}

} // namespace

Result<Backup> backUp(Database &database, const QString &toFile)
{
    Q_ASSERT(database.dialect() == Dialect::Sqlite);
    if (QFileInfo(toFile).absoluteFilePath() == database.address().file)
        return failure(ErrorKind::Refused, u"a backup cannot take the place of its own database"_s);
    const Result<Rows> journal = database.rows(u"PRAGMA journal_mode"_s);
    if (!journal)
        return failure(journal);
    std::unique_ptr<Snapshot> snapshot;
    if (journal->first().text(0) == "wal"_L1) {
        Result<std::unique_ptr<Snapshot>> begun = Snapshot::begin(database);
        if (!begun)
            return failure(begun);
        snapshot = std::move(*begun);
    }
    return copyOf(*static_cast<sqlite3 *const *>(database.handle().driver()->handle().constData()), toFile);
}

Result<Backup> checkBackup(const QString &file)
{
    if (!QFileInfo(file).isFile())
        return failure(ErrorKind::NotFound, u"there is no file %1"_s.arg(file));
    const Result<std::unique_ptr<File>> opened = File::open(file, SQLITE_OPEN_READWRITE); // a log beside it has to be taken in
    if (!opened)
        return failure(opened);
    const Result<QStringList> intact = (*opened)->row("PRAGMA integrity_check(1)");
    if (!intact)
        return failure(intact);
    if (intact->value(0) != "ok"_L1)
        return failure(ErrorKind::Corrupt, u"%1 is damaged (%2)"_s.arg(file, intact->value(0)));
    const Result<QStringList> version = (*opened)->row("SELECT MAX(version) FROM schema_migrations");
    if (version && version->value(0).toInt() > 0 && version->value(0).toInt() < firstVersionWithTrail)
        return Backup{.file = file, .bytes = QFileInfo(file).size()};
    const Result<QStringList> head = (*opened)->row("SELECT sequence, hash FROM audit_head WHERE id = 1");
    const Result<QStringList> last = (*opened)->row("SELECT sequence, hash, at FROM audit ORDER BY sequence DESC LIMIT 1");
    if (!version || !head || !last || head->size() != 2)
        return failure(ErrorKind::Invalid, u"%1 is not a database of Ringback"_s.arg(file));
    if (version->value(0).toInt() > newestMigration())
        return failure(ErrorKind::Invalid, u"%1 was made by a newer Ringback: update this program"_s.arg(file));
    const bool untouched = last->isEmpty() && head->at(0) == "0"_L1;
    if (!untouched && last->mid(0, 2) != *head)
        return failure(ErrorKind::Corrupt, u"the audit trail of %1 does not end as it should"_s.arg(file));
    Backup backup{.file = file, .bytes = QFileInfo(file).size(), .head = {.sequence = head->at(0).toLongLong(), .hash = head->at(1)}};
    if (!last->isEmpty())
        backup.lastWrittenAt = fromMs(last->at(2).toLongLong());
    return backup;
}

Result<QString> stage(const QString &backup, const QString &target)
{
    if (const Result<Backup> good = checkBackup(backup); !good)
        return failure(good);
    const Result<std::unique_ptr<File>> from = File::open(backup, SQLITE_OPEN_READWRITE);
    if (!from)
        return failure(from);
    const QString staged = target + u".restoring"_s;
    if (const Result<Backup> copied = copyOf((*from)->handle(), staged); !copied)
        return failure(copied);
    return staged;
}

Done checkUnused(const QString &file, Instant now)
{
    if (!QFileInfo::exists(file))
        return {};
    const QString unclear = u"%1 is damaged, so nobody can tell whether a program still uses it"_s.arg(file);
    const Result<std::unique_ptr<File>> opened = File::open(file, SQLITE_OPEN_READWRITE);
    if (!opened)
        return failure(ErrorKind::Corrupt, unclear);
    const Result<QStringList> seen = (*opened)->row("SELECT MAX(seen_at) FROM engines");
    // Leaving the write-ahead log wants the file for itself, and takes the log in.
    const Result<QStringList> alone = (*opened)->row("PRAGMA journal_mode = DELETE");
    if (!alone && troubleOf(alone.error()) == Trouble::Locked)
        return failure(ErrorKind::Refused, u"a program has %1 open: close every Ringback window and engine that uses it"_s.arg(file));
    if (!seen || !alone)
        return failure(ErrorKind::Corrupt, unclear);
    if (fromMs(seen->value(0).toLongLong()) > now - engineSilence)
        return failure(ErrorKind::Refused, u"an engine works on %1, or did ten seconds ago: stop it first"_s.arg(file));
    return {};
}

Result<QString> replaceBy(const QString &staged, const QString &target, Instant now)
{
    const QString kept = u"%1.replaced-%2"_s.arg(target, toDateTime(now).toString(u"yyyyMMdd'T'HHmmss'Z'"_s));
    // The log of a damaged database goes with it: beside the new one it would be taken for the new one's.
    for (const QString &side : {u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        if (!QFileInfo::exists(target + side))
            continue;
        if (const Done moved = renameTo(target + side, kept + side); !moved)
            return failure(moved);
    }
    if (QFileInfo::exists(target)) {
        // A second name for the old file, so that there is a database at `target` at every moment; where the disk knows no second names, it is moved.
        std::error_code problem;
        std::filesystem::create_hard_link(path(target), path(kept), problem);
        if (problem) {
            if (const Done moved = renameTo(target, kept); !moved)
                return failure(moved);
        }
    }
    if (const Done placed = renameTo(staged, target); !placed)
        return failure(placed);
    return kept;
}

Result<Held> holdWhatMayHaveHappened(Transaction &transaction, Instant since, Instant now)
{
    const Result<qint64> texts = transaction.change(
        u"UPDATE jobs SET state = 'waiting', in_doubt = 1, in_doubt_since_at = COALESCE(in_doubt_since_at, ?), looks = 0,"
        " lease_owner = '', lease_until_at = NULL WHERE state IN ('waiting', 'running')"_s,
        {value(since)});
    if (!texts)
        return failure(texts);
    const Result<qint64> writes = transaction.change(
        u"UPDATE lead_writes SET state = 'waiting', in_doubt = 1, in_doubt_since_at = COALESCE(in_doubt_since_at, ?), looks = 0,"
        " lease_owner = '', lease_until_at = NULL WHERE state IN ('waiting', 'running')"_s,
        {value(since)});
    if (!writes)
        return failure(writes);
    const Result<qint64> notices = transaction.change(
        u"UPDATE staff_notices SET state = 'dropped', last_error = 'restored', done_at = ?, lease_owner = '', lease_until_at = NULL"
        " WHERE state IN ('waiting', 'running')"_s,
        {value(now)});
    if (!notices)
        return failure(notices);
    const Result<qint64> steps =
        transaction.change(u"UPDATE follow_ups SET next_step = '', next_step_at = NULL WHERE next_step_at <= ?"_s, {value(now)});
    if (!steps)
        return failure(steps);
    return Held{.texts = *texts, .steps = *steps};
}

QString backupName(const QString &database, Instant now)
{
    return u"%1-%2.db"_s.arg(QFileInfo(database).completeBaseName(), toDateTime(now).toString(u"yyyyMMdd'T'HHmmss'Z'"_s));
}

QString backupFolder(const QString &database)
{
    return QFileInfo(database).absoluteDir().filePath(u"backups"_s);
}

QStringList backupsOf(const QString &database)
{
    const QDir folder(backupFolder(database));
    QStringList files;
    for (const QString &name : folder.entryList({QFileInfo(database).completeBaseName() + u"-*.db"_s}, QDir::Files, QDir::Name)) {
        if (madeAt(name))
            files.prepend(folder.filePath(name));
    }
    return files;
}

std::optional<Backup> newestGoodBackup(const QString &database)
{
    for (const QString &file : backupsOf(database)) {
        if (const Result<Backup> good = checkBackup(file))
            return *good;
    }
    return std::nullopt;
}

QStringList outdatedBackups(const QStringList &names)
{
    QStringList newestFirst;
    for (const QString &name : names) {
        if (madeAt(name))
            newestFirst.append(name);
    }
    std::sort(newestFirst.begin(), newestFirst.end(), [](const QString &a, const QString &b) { return *madeAt(a) > *madeAt(b); });
    QSet<QDate> days;
    QSet<std::pair<int, int>> weeks;
    QStringList outdated;
    for (const QString &name : std::as_const(newestFirst)) {
        const QDate day = madeAt(name)->date();
        int year = 0;
        const int number = day.weekNumber(&year);
        const bool ofItsDay = !days.contains(day) && days.size() < dailyBackups;
        const bool ofItsWeek = !weeks.contains({year, number}) && weeks.size() < weeklyBackups;
        if (ofItsDay)
            days.insert(day);
        if (ofItsWeek)
            weeks.insert({year, number});
        if (!ofItsDay && !ofItsWeek)
            outdated.append(name);
    }
    return outdated;
}

} // namespace ringback::store
