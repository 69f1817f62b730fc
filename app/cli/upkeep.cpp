#include "upkeep.h"

#include "audit/trail.h"
#include "board/reader.h"
#include "cli/command.h"
#include "cli/output.h"
#include "engine/office.h"
#include "places.h"
#include "settings/secretstore.h"
#include "store/backup.h"
#include "store/copyoffice.h"
#include "store/gateways.h"
#include "store/integrity.h"
#include "store/migrations.h"
#include "store/pulsegateway.h"
#include "store/trouble.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocale>
#include <QStorageInfo>

#include <limits>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds engineSilence = 10s;
constexpr Milliseconds oldBackup = 48h; // a day that was missed
constexpr Milliseconds longWithoutWebhooks = 72h; // a long weekend
constexpr Milliseconds clockMargin = 5s;
constexpr qint64 leastSpace = 500LL << 20;
constexpr qint64 stepsOfTheDoctor = 1'500'000'000; // half a minute at most

int failed(const Error &error)
{
    complain(error.what);
    return NoData;
}

QString sized(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

void printObject(const QJsonObject &object)
{
    print(QString::fromUtf8(QJsonDocument(object).toJson()).trimmed());
}

// What to type for PostgreSQL; its password comes from where its own programs look for it.
QString dumpCommand(const store::Address &address)
{
    return u"pg_dump --format=custom --host=%1 --port=%2 --username=%3 --file=ringback.dump %4"_s.arg(address.host)
        .arg(address.port)
        .arg(address.user, address.database);
}

Done auditByHand(store::Transaction &transaction, const QString &action, const QJsonObject &detail, Instant now)
{
    audit::Trail trail;
    trail.add({.at = now, .actor = u"command"_s, .action = action, .caseId = {}, .subject = {}, .detail = detail});
    return trail.appendTo(transaction);
}

// The staged backup, made ready to go on as the office.
Result<store::Held> prepare(const QString &staged, const store::Backup &backup, const Clock &clock)
{
    const store::Address address{.file = staged};
    const Result<std::unique_ptr<store::Database>> database = openOffice(address, clock);
    if (!database)
        return failure(database);
    Result<store::Transaction> transaction = store::Transaction::begin(**database);
    if (!transaction)
        return failure(transaction);
    const Instant now = clock.now();
    const Result<store::Held> held = store::holdWhatMayHaveHappened(*transaction, backup.lastWrittenAt.value_or(now), now);
    if (!held)
        return held;
    if (const Done audited = auditByHand(*transaction, u"office_restored"_s,
                                         {{u"file"_s, QFileInfo(backup.file).fileName()},
                                          {u"audit_rows"_s, backup.head.sequence},
                                          {u"texts_held"_s, held->texts},
                                          {u"steps_held"_s, held->steps}},
                                         now);
        !audited)
        return failure(audited);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return held;
}

Result<bool> hasLiveEngine(store::Database &database, Instant now)
{
    const Result<QStringList> engines = store::PulseGateway(database).enginesSince(now - engineSilence);
    if (!engines)
        return failure(engines);
    return !engines->isEmpty();
}

Done verifyWhole(store::Database &database, const QString &which)
{
    const Result<audit::Verification> verification = audit::verify(database);
    if (!verification)
        return failure(verification);
    if (verification->firstBad)
        return failure(
            ErrorKind::Corrupt,
            u"row %1 of the audit trail of %2 is bad: %3. Nothing was copied"_s.arg(*verification->firstBad).arg(which, verification->why));
    return {};
}

/// What the doctor found, in order.
class Findings final {
public:
    void well(const QString &about, const QString &words) { add(about, true, words, {}); }
    void ill(const QString &about, const QString &words, const QString &advice) { add(about, false, words, advice); }
    void check(const QString &about, bool isWell, const QString &words, const QString &advice)
    {
        add(about, isWell, words, isWell ? QString() : advice);
    }

    int report(bool json) const
    {
        if (json) {
            print(QString::fromUtf8(QJsonDocument(m_rows).toJson()).trimmed());
            return m_allWell ? Ok : Found;
        }
        for (const QJsonValue &value : m_rows) {
            const QJsonObject row = value.toObject();
            print(u"%1 %2 %3"_s.arg(row[u"ok"_s].toBool() ? u"ok  "_s : u"LOOK"_s, row[u"id"_s].toString().leftJustified(20),
                                    row[u"found"_s].toString()));
            if (const QString advice = row[u"advice"_s].toString(); !advice.isEmpty())
                print(QString(26, u' ') + u"→ "_s + advice);
        }
        return m_allWell ? Ok : Found;
    }

private:
    void add(const QString &about, bool isWell, const QString &words, const QString &advice)
    {
        m_allWell = m_allWell && isWell;
        m_rows.append(QJsonObject{{u"id"_s, about}, {u"ok"_s, isWell}, {u"found"_s, words}, {u"advice"_s, orNull(advice)}});
    }

    QJsonArray m_rows;
    bool m_allWell = true;
};

void examineFile(Findings &findings, store::Database &database)
{
    const QString file = database.address().file;
    const QStorageInfo disk(QFileInfo(file).absolutePath());
    const qint64 wanted = std::max(leastSpace, 2 * QFileInfo(file).size()); // a backup, and the log of a busy day
    findings.check(u"disk_space"_s, disk.bytesAvailable() >= wanted,
                   u"%1 free, the database is %2"_s.arg(sized(disk.bytesAvailable()), sized(QFileInfo(file).size())),
                   u"Make room: %1 should be free."_s.arg(sized(wanted)));
    findings.check(u"network_share"_s, !database.onNetworkShare(),
                   database.onNetworkShare() ? u"the database lies on a network share, whose locks SQLite cannot trust"_s
                                             : u"on a disk of this computer"_s,
                   u"Move it to this computer's own disk, or to PostgreSQL with  ringback-engine copy."_s);
    const Result<store::Integrity> integrity = store::checkIntegrity(database, stepsOfTheDoctor);
    if (!integrity) {
        findings.ill(u"integrity"_s, integrity.error().what, u"Try again."_s);
    } else if (!integrity->firstFinding.isEmpty()) {
        const std::optional<store::Backup> backup = store::newestGoodBackup(file);
        findings.ill(u"integrity"_s, u"the database is damaged: "_s + integrity->firstFinding,
                     backup ? u"Stop all Ringback programs, then  ringback-engine restore \"%1\""_s.arg(backup->file)
                            : u"There is no good backup in %1; look for another copy."_s.arg(store::backupFolder(file)));
    } else {
        findings.well(u"integrity"_s, integrity->complete ? u"all pages are whole"_s : u"what was read in half a minute is whole"_s);
    }
}

void examineBackup(Findings &findings, const store::Database &database, Instant now)
{
    if (database.dialect() == store::Dialect::PostgreSql) {
        findings.well(u"backup"_s, u"PostgreSQL: run each day  %1"_s.arg(dumpCommand(database.address())));
        return;
    }
    const std::optional<store::Backup> backup = store::newestGoodBackup(database.address().file);
    if (!backup) {
        findings.ill(u"backup"_s, u"there is no good backup in %1"_s.arg(store::backupFolder(database.address().file)),
                     u"Make one now:  ringback-engine backup"_s);
        return;
    }
    const Instant madeAt = fromMs(QFileInfo(backup->file).lastModified().toMSecsSinceEpoch());
    findings.check(u"backup"_s, now - madeAt <= oldBackup, u"the newest good one is of %1: %2"_s.arg(toIso(madeAt), backup->file),
                   u"An engine that runs makes one each day; make one now:  ringback-engine backup"_s);
}

Done examineClock(Findings &findings, store::Database &database, Instant now)
{
    const Result<std::optional<Instant>> server = store::serverTime(database);
    if (!server)
        return failure(server);
    const Result<QList<store::AuditRow>> newest = store::AuditGateway(database).page(std::numeric_limits<qint64>::max(), 1);
    if (!newest)
        return failure(newest);
    const QString advice = u"Set the computers' clocks by the network (NTP)."_s;
    if (*server && (now - **server > clockMargin || **server - now > clockMargin)) {
        findings.ill(u"clock"_s, u"it is %1 here and %2 on the database server"_s.arg(toIso(now), toIso(**server)), advice);
    } else if (!newest->isEmpty() && newest->first().at > now + clockMargin) {
        findings.ill(u"clock"_s,
                     u"it is %1 here, and the newest entry of the audit trail is of %2"_s.arg(toIso(now), toIso(newest->first().at)),
                     advice);
    } else {
        findings.well(u"clock"_s, u"agrees with the database"_s);
    }
    return {};
}

Done examineTrail(Findings &findings, store::Database &database)
{
    const Result<audit::Verification> verification = audit::verify(database);
    if (!verification)
        return failure(verification);
    findings.check(u"audit_trail"_s, !verification->firstBad,
                   verification->firstBad ? u"row %1 is bad: %2"_s.arg(*verification->firstBad).arg(verification->why)
                                          : u"all %1 rows are as they were written"_s.arg(verification->rows),
                   u"Somebody changed the database by hand. Keep a copy of it and of the backups, and find out who."_s);
    return {};
}

Done examineOffice(Findings &findings, store::Database &database, const Clock &clock)
{
    const Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return failure(office);
    if (!*office) {
        findings.ill(u"office"_s, u"there is no office in this database"_s, u"Make one with  ringback-engine init  or  import."_s);
        return {};
    }
    board::Reader reader(database, clock);
    if (const Result<board::Office> read = reader.office(); !read)
        return failure(read);
    const Result<board::Health> health = reader.health();
    if (!health)
        return failure(health);
    findings.check(u"engine"_s, health->engineRunning,
                   health->engineRunning ? u"one works on this database"_s : u"none works on this database: nothing is followed up"_s,
                   u"Open the Ringback window, or start  ringback-engine serve."_s);
    findings.check(u"quiet_hours"_s, !health->quietHoursOff,
                   health->quietHoursOff ? u"they are switched off: texts may leave at night"_s : u"they hold"_s,
                   u"Take \"quiet_hours\": null out of the setup, unless this is a trial."_s);
    findings.check(u"texts_to_review"_s, health->textsToReview == 0,
                   u"%1 texts wait for a person to say whether they left"_s.arg(health->textsToReview),
                   u"Look at the conversations that are marked, and decide."_s);
    settings::SystemSecrets secrets;
    const Instant now = clock.now();
    const auto checkSecret = [&](const QString &connection, const QString &name) {
        const Result<QByteArray> secret = secrets.read(name);
        findings.check(u"secret:"_s + connection, secret.has_value(), secret ? u"\"%1\" is there"_s.arg(name) : secret.error().what,
                       u"Store it with  ringback-engine secret %1  as the user who runs the engine."_s.arg(name));
    };
    const settings::Setup &setup = (*office)->setup;
    for (const settings::Connection &connection : setup.connections) {
        for (const settings::SecretName &secret : connection.secrets())
            checkSecret(connection.id, secret.name);
    }
    if (setup.mail && !setup.mail->passwordSecret.isEmpty())
        checkSecret(settings::Mail::connectionId(), setup.mail->passwordSecret);
    for (const board::ConnectionPulse &pulse : health->connections) {
        const bool silent = !pulse.lastEventAt || now - *pulse.lastEventAt > longWithoutWebhooks;
        findings.check(
            u"webhooks:"_s + pulse.id, !silent,
            pulse.lastEventAt ? u"the last came %1"_s.arg(toIso(*pulse.lastEventAt)) : u"none has come yet"_s,
            u"Call one of your lines and hang up. If nothing shows, check the webhook addresses at the phone company and the tunnel."_s);
        findings.check(u"provider:"_s + pulse.id, pulse.lastFailure.isEmpty(),
                       pulse.lastFailure.isEmpty() ? u"its last answer was good, or it has not been asked"_s
                                                   : u"its last answer was an error: %1"_s.arg(pulse.lastFailure),
                       u"Look the code up at the provider; wrong tokens and unregistered numbers are the usual causes."_s);
        if (pulse.refusedSignatures > 0)
            findings.ill(u"signatures:"_s + pulse.id, u"%1 webhooks were not signed with its token"_s.arg(pulse.refusedSignatures),
                         u"Check the token and --public-url; if both are right, somebody is knocking."_s);
    }
    return {};
}

} // namespace

int backup(const QStringList &arguments, const Clock &clock)
{
    Command command(u"backup"_s, u"Copies the database while the office works, and checks the copy."_s, {},
                    {{u"to"_s, u"A file that does not exist yet, or a folder; backups/ beside the database when left out."_s, u"where"_s}},
                    true);
    if (!command.parse(arguments)) {
        complain(command.error());
        return BadUsage;
    }
    const Result<store::Address> address = command.address();
    if (!address)
        return failed(address.error());
    if (address->dialect == store::Dialect::PostgreSql) {
        complain(
            u"PostgreSQL has a tool of its own for this, which copies while the office works. Run:\n\n    %1\n\nand put it back with pg_restore."_s
                .arg(dumpCommand(*address)));
        return NoData;
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return failed(withAdvice(database.error(), *address));
    const Instant now = clock.now();
    QString to = command.value(u"to"_s);
    if (to.isEmpty()) {
        to = store::backupFolder(address->file);
        if (!QDir().mkpath(to))
            return failed({ErrorKind::Refused, u"the folder %1 cannot be made"_s.arg(to)});
    }
    if (QFileInfo(to).isDir())
        to = QDir(to).filePath(store::backupName(address->file, now));
    if (QFileInfo::exists(to))
        return failed({ErrorKind::Refused, u"%1 exists already; name another file or a folder"_s.arg(to)});
    const Result<store::Backup> backup = store::backUp(**database, to);
    if (!backup)
        return failed(withAdvice(backup.error(), *address));
    Result<store::Transaction> transaction = store::Transaction::begin(**database);
    if (!transaction)
        return failed(transaction.error());
    if (const Done audited = auditByHand(
            *transaction, u"backup_made"_s,
            {{u"file"_s, QFileInfo(to).fileName()}, {u"bytes"_s, backup->bytes}, {u"audit_rows"_s, backup->head.sequence}}, now);
        !audited)
        return failed(audited.error());
    if (const Done committed = transaction->commit(); !committed)
        return failed(committed.error());
    if (command.json())
        printObject(
            {{u"file"_s, to}, {u"bytes"_s, backup->bytes}, {u"audit_rows"_s, backup->head.sequence}, {u"audit_hash"_s, backup->head.hash}});
    else
        print(u"Saved and checked: %1 (%2, %3 audit rows)."_s.arg(to, sized(backup->bytes)).arg(backup->head.sequence));
    return Ok;
}

int restore(const QStringList &arguments, const Clock &clock)
{
    Command command(
        u"restore"_s, u"Puts a backup in the place of the database, which is kept beside it."_s, {u"FILE"_s},
        {{u"force"_s, u"Also when the database is too damaged to tell whether a program uses it: you have made sure that none does."_s}},
        true);
    if (!command.parse(arguments)) {
        complain(command.error());
        return BadUsage;
    }
    const Result<store::Address> address = command.address();
    if (!address)
        return failed(address.error());
    if (address->dialect == store::Dialect::PostgreSql) {
        complain(
            u"PostgreSQL has a tool of its own for this: make an empty database and fill it with  pg_restore --dbname=NAME ringback.dump"_s);
        return NoData;
    }
    const QString target = address->file;
    const Result<store::Backup> good = store::checkBackup(command.positional(0));
    if (!good)
        return failed(good.error());
    const auto unused = [&] {
        const Done free = store::checkUnused(target, clock.now());
        if (!free && free.error().kind == ErrorKind::Corrupt && command.isSet(u"force"_s))
            return Done();
        if (!free && free.error().kind == ErrorKind::Corrupt)
            return Done(failure(ErrorKind::Corrupt, u"%1. Close all of them, then say  --force"_s.arg(free.error().what)));
        return free;
    };
    if (const Done free = unused(); !free)
        return failed(free.error());
    const Result<QString> staged = store::stage(good->file, target);
    if (!staged)
        return failed(staged.error());
    const Result<store::Held> held = prepare(*staged, *good, clock);
    if (!held)
        return failed(held.error());
    if (const Done free = unused(); !free) // somebody may have started a program meanwhile
        return failed(free.error());
    const Result<QString> kept = store::replaceBy(*staged, target, clock.now());
    if (!kept)
        return failed(kept.error());
    if (command.json()) {
        printObject({{u"audit_rows"_s, good->head.sequence},
                     {u"replaced"_s, QFileInfo::exists(*kept) ? QJsonValue(*kept) : QJsonValue(QJsonValue::Null)},
                     {u"texts_held"_s, held->texts},
                     {u"steps_held"_s, held->steps}});
        return Ok;
    }
    print(u"Restored to %1, as it was %2."_s.arg(target,
                                                 good->lastWrittenAt ? u"at "_s + toIso(*good->lastWrittenAt) : u"when it was made"_s));
    if (QFileInfo::exists(*kept))
        print(u"The database that was there is kept: %1"_s.arg(*kept));
    print(
        u"%1 texts may have left since: the phone company is asked before any of them is sent. %2 automatic steps fell due since: they are left to people."_s
            .arg(held->texts)
            .arg(held->steps));
    return Ok;
}

int copy(const QStringList &arguments, const Clock &clock)
{
    Command command(u"copy"_s, u"Copies an office to an empty database, all of it or nothing."_s, {},
                    {{u"from"_s, u"A file or postgresql://…; the user's own office when left out."_s, u"where"_s},
                     {u"to"_s, u"Where to: a file or postgresql://…, without an office."_s, u"where"_s}},
                    true);
    if (!command.parse(arguments)) {
        complain(command.error());
        return BadUsage;
    }
    if (!command.isSet(u"to"_s)) {
        complain(u"ringback-engine copy wants  --to FILE  or  --to postgresql://user@host/database"_s);
        return BadUsage;
    }
    const Result<store::Address> from = command.isSet(u"from"_s) ? store::Address::parse(command.value(u"from"_s)) : command.address();
    const Result<store::Address> to = store::Address::parse(command.value(u"to"_s));
    if (!from || !to)
        return failed(from ? to.error() : from.error());
    if (from->display() == to->display()) {
        complain(u"both are the same database"_s);
        return BadUsage;
    }
    if (from->dialect == store::Dialect::Sqlite && !QFileInfo::exists(from->file))
        return failed({ErrorKind::NotFound, u"there is no database at %1"_s.arg(from->file)});
    const Result<std::unique_ptr<store::Database>> source = openOffice(*from, clock);
    if (!source)
        return failed(withAdvice(source.error(), *from));
    const auto standsStill = [&]() -> Done {
        const Result<bool> alive = hasLiveEngine(**source, clock.now());
        if (!alive)
            return failure(alive);
        if (*alive)
            return failure(
                ErrorKind::Refused,
                u"an engine works on %1, or did ten seconds ago: stop it first, so that nothing is left behind"_s.arg(from->display()));
        return {};
    };
    if (const Done still = standsStill(); !still)
        return failed(still.error());
    if (const Done whole = verifyWhole(**source, u"the source"_s); !whole)
        return failed(whole.error());
    const Result<std::unique_ptr<store::Database>> target = openOffice(*to, clock);
    if (!target)
        return failed(target.error());
    const Result<store::CopiedOffice> copied = store::copyOffice(**source, **target,
                                                                 {.progress =
                                                                      [&](const QString &table, qint64 rows) {
                                                                          if (rows > 0)
                                                                              complain(u"%1: %2 rows"_s.arg(table).arg(rows));
                                                                      },
                                                                  .verify = [&](store::Database &database) -> Done {
                                                                      if (const Done still = standsStill(); !still)
                                                                          return still;
                                                                      return verifyWhole(database, u"the copy"_s);
                                                                  }});
    if (!copied)
        return failed(copied.error());
    QJsonObject tables;
    qint64 rows = 0;
    for (const store::CopiedTable &table : copied->tables) {
        tables.insert(table.name, table.rows);
        rows += table.rows;
    }
    if (command.json()) {
        printObject(
            {{u"tables"_s, tables}, {u"rows"_s, rows}, {u"audit_rows"_s, copied->head.sequence}, {u"audit_hash"_s, copied->head.hash}});
        return Ok;
    }
    print(u"Copied %1 rows of %2 tables to %3; the audit trail is whole and the same (%4 rows)."_s.arg(rows)
              .arg(copied->tables.size())
              .arg(to->display())
              .arg(copied->head.sequence));
    print(
        u"From now on start every Ringback program with the new database, and put %1 away: two offices would both text the callers."_s.arg(
            from->display()));
    return Ok;
}

int doctor(const QStringList &arguments, const Clock &clock)
{
    Command command(u"doctor"_s, u"Says what is wrong and what to do. Changes nothing."_s, {}, {}, true);
    if (!command.parse(arguments)) {
        complain(command.error());
        return BadUsage;
    }
    const Result<store::Address> address = command.address();
    if (!address)
        return failed(address.error());
    Findings findings;
    const auto unusable = [&](const Error &error) {
        findings.ill(u"database"_s, withAdvice(error, *address).what, u"Nothing else can be looked at until this is mended."_s);
        return findings.report(command.json());
    };
    if (address->dialect == store::Dialect::Sqlite && !QFileInfo::exists(address->file))
        return unusable({ErrorKind::NotFound, u"there is no database at %1"_s.arg(address->file)});
    const Result<std::unique_ptr<store::Database>> database = store::Database::open(*address);
    if (!database)
        return unusable(database.error());
    const Result<int> version = store::tablesVersion(**database);
    if (!version)
        return unusable(version.error());
    if (*version != store::newestMigration()) {
        return unusable(
            {ErrorKind::Refused, *version > store::newestMigration()
                                     ? u"the database was made by a newer Ringback: update this program"_s
                                     : u"the database is of an older version, or empty: any other verb or program brings it up to date"_s});
    }
    findings.well(u"database"_s, address->display());
    const Done writable = store::checkWritable(**database);
    findings.check(u"writable"_s, writable.has_value(), writable ? u"yes"_s : writable.error().what, u"Until then calls are not taken."_s);
    if (address->dialect == store::Dialect::Sqlite)
        examineFile(findings, **database);
    examineBackup(findings, **database, clock.now());
    for (const Done &examined : {examineClock(findings, **database, clock.now()), examineTrail(findings, **database),
                                 examineOffice(findings, **database, clock)}) {
        if (!examined)
            findings.ill(u"reading"_s, examined.error().what, u"The rest could not be looked at."_s);
    }
    return findings.report(command.json());
}

} // namespace ringback::app::cli
