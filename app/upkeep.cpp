#include "upkeep.h"

#include "audit/trail.h"
#include "base/time.h"
#include "store/auditgateway.h"
#include "store/backup.h"
#include "store/gateways.h"
#include "store/integrity.h"
#include "store/trouble.h"
#include "store/upkeepgateway.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <limits>

namespace ringback::app {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using store::UpkeepNote;

namespace {

const QString backupWork = u"backup"_s;
const QString integrityWork = u"integrity"_s;
constexpr qint64 stepsAtStart = 150'000'000; // some three seconds
constexpr Milliseconds clockMargin = 60s;

Result<bool> takeOnBackup(store::Database &database, Instant now)
{
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    const Result<bool> taken = store::UpkeepGateway(database).takeOn(*transaction, backupWork, now);
    if (!taken || !*taken)
        return taken;
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return true;
}

Done noteBackup(store::Database &database, const Result<store::Backup> &backup, Instant now)
{
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    audit::Trail trail;
    UpkeepNote note{.what = backupWork, .at = now, .detail = {}};
    if (backup) {
        note.detail = backup->file;
        trail.add({.at = now,
                   .actor = u"engine"_s,
                   .action = u"backup_made"_s,
                   .caseId = {},
                   .subject = {},
                   .detail = {{u"file"_s, QFileInfo(backup->file).fileName()},
                              {u"bytes"_s, backup->bytes},
                              {u"audit_rows"_s, backup->head.sequence}}});
    } else {
        note.state = UpkeepNote::State::Failed;
        note.detail = backup.error().what;
        trail.add({.at = now,
                   .actor = u"engine"_s,
                   .action = u"backup_failed"_s,
                   .caseId = {},
                   .subject = {},
                   .detail = {{u"why"_s, backup.error().what}}});
    }
    if (const Done noted = store::UpkeepGateway(database).note(*transaction, note); !noted)
        return noted;
    if (const Done appended = trail.appendTo(*transaction); !appended)
        return appended;
    return transaction->commit();
}

Result<store::Backup> makeBackup(store::Database &database, Instant now)
{
    const QString file = database.address().file;
    const QDir folder(store::backupFolder(file));
    if (!folder.mkpath(u"."_s) ||
        !QFile::setPermissions(folder.path(), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner)) {
        return failure(ErrorKind::Refused, u"the folder %1 cannot be made"_s.arg(folder.path()));
    }
    return store::backUp(database, folder.filePath(store::backupName(file, now)));
}

// Empty, or which of them would not go.
QString removeOutdated(const QString &database)
{
    QStringList stuck;
    for (const QString &file : store::outdatedBackups(store::backupsOf(database))) {
        if (!QFile::remove(file))
            stuck.append(file);
    }
    return stuck.isEmpty() ? QString() : u"Old backups cannot be deleted: %1."_s.arg(stuck.join(u", "_s));
}

QString backupProblem(const QString &why)
{
    return u"The daily backup could not be made. The office works on, and it is tried again in an hour. %1"_s.arg(why);
}

UpkeepRound failedRound(const Error &error)
{
    const std::optional<store::Trouble> trouble = store::troubleOf(error);
    return {.problem = error.what, .damaged = error.kind == ErrorKind::Corrupt && trouble.has_value()};
}

// Empty, or that this computer's time lies before what has been written already.
Result<QString> clockProblem(store::Database &database, Instant now)
{
    const Result<QList<store::AuditRow>> newest = store::AuditGateway(database).page(std::numeric_limits<qint64>::max(), 1);
    if (!newest)
        return failure(newest);
    if (newest->isEmpty() || newest->first().at <= now + clockMargin)
        return QString();
    return u"The clock of this computer was set back, or is behind another one's: the newest entry of the audit trail is of %1, and it is "
           u"%2 now. "
           "Nothing is lost or sent twice, but what is due waits until the clock gets there. Set the computer's time."_s.arg(
               toIso(newest->first().at), toIso(now));
}

UpkeepRound lookAfterBackup(store::Database &database, Instant now)
{
    const Result<bool> taken = takeOnBackup(database, now);
    if (!taken)
        return failedRound(taken.error());
    if (!*taken) {
        const Result<std::optional<UpkeepNote>> last = store::UpkeepGateway(database).last(backupWork);
        if (!last)
            return failedRound(last.error());
        return {.problem = *last && (*last)->state == UpkeepNote::State::Failed ? backupProblem((*last)->detail) : QString()};
    }
    const Result<store::Backup> backup = makeBackup(database, now);
    if (!backup &&
        backup.error().kind == ErrorKind::Corrupt) // a copy is as whole as what it was made from; nothing more is written to that
        return {.problem = backup.error().what, .damaged = true};
    if (const Done noted = noteBackup(database, backup, now); !noted)
        return failedRound(noted.error());
    if (!backup)
        return {.problem = backupProblem(backup.error().what)};
    return {.problem = removeOutdated(database.address().file)};
}

} // namespace

UpkeepRound lookAfter(store::Database &database, Instant now)
{
    const Result<bool> practice = store::OfficeGateway(database).isPractice();
    if (!practice)
        return failedRound(practice.error());
    if (*practice)
        return {};
    const Result<QString> clock = clockProblem(database, now);
    if (!clock)
        return failedRound(clock.error());
    UpkeepRound round;
    if (database.dialect() == store::Dialect::Sqlite)
        round = lookAfterBackup(database, now);
    if (round.problem.isEmpty())
        round.problem = *clock;
    if (round.problem.isEmpty() && database.onNetworkShare()) {
        round.problem = u"The database lies on a network share, whose locks SQLite cannot trust: two computers may damage it. Move it to "
                        u"this computer's own "
                        "disk, or to PostgreSQL with  ringback-engine copy."_s;
    }
    return round;
}

Done checkAtStart(store::Database &database, Instant now)
{
    if (database.dialect() != store::Dialect::Sqlite)
        return {};
    const store::UpkeepGateway upkeep(database);
    const Result<std::optional<UpkeepNote>> last = upkeep.last(integrityWork);
    if (!last)
        return failure(last);
    if (!store::isDue(*last, now))
        return {};
    const Result<store::Integrity> integrity = store::checkIntegrity(database, stepsAtStart);
    if (!integrity)
        return failure(integrity);
    if (!integrity->firstFinding.isEmpty()) {
        const QString words = store::plainWords(store::Trouble::Corrupt);
        return failure(ErrorKind::Corrupt, integrity->firstFinding.contains(words) ? integrity->firstFinding
                                                                                   : u"%1 (%2)"_s.arg(words, integrity->firstFinding));
    }
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    const UpkeepNote note{.what = integrityWork, .at = now, .detail = integrity->complete ? u"all pages"_s : u"the first pages"_s};
    if (const Done noted = upkeep.note(*transaction, note); !noted)
        return noted;
    return transaction->commit();
}

Error withAdvice(const Error &error, const store::Address &address)
{
    if (error.kind != ErrorKind::Corrupt || address.dialect != store::Dialect::Sqlite || !store::troubleOf(error))
        return error;
    const std::optional<store::Backup> backup = store::newestGoodBackup(address.file);
    return {.kind = error.kind,
            .what = error.what + (backup ? u" The newest good backup is %1."_s.arg(backup->file)
                                         : u" There is no good backup in %1."_s.arg(store::backupFolder(address.file)))};
}

Upkeep::Upkeep(store::Address address, store::WriteTurn turn, const Clock &clock)
    : m_address(std::move(address))
    , m_turn(std::move(turn))
    , m_clock(clock)
    , m_timer(this)
{
    connect(&m_timer, &QTimer::timeout, this, &Upkeep::look);
}

Upkeep::~Upkeep() = default;

void Upkeep::start()
{
    m_timer.start(firstLook);
}

void Upkeep::stop()
{
    m_timer.stop();
    m_database.reset(); // by the thread that opened it
}

void Upkeep::look()
{
    m_timer.setInterval(interval);
    if (!m_database) {
        Result<std::unique_ptr<store::Database>> database = store::Database::open(m_address, m_turn);
        if (!database)
            return; // the engine says so already, and tries on
        m_database = std::move(*database);
    }
    const UpkeepRound round = lookAfter(*m_database, m_clock.now());
    if (round.damaged) {
        m_timer.stop();
        Q_EMIT damaged(round.problem);
        return;
    }
    if (m_address.dialect == store::Dialect::PostgreSql && !round.problem.isEmpty())
        m_database.reset(); // the server may have gone: connect anew next time
    Q_EMIT problem(round.problem);
}

} // namespace ringback::app
