#include "upkeep.h"

#include "audit/trail.h"
#include "board/reader.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/postgreswords.h"
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

void printObject(const QJsonObject &object)
{
    print(QString::fromUtf8(QJsonDocument(object).toJson()).trimmed());
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
} // namespace

int backup(const QStringList &arguments, const Clock &clock)
{
    Command command(u"backup"_s, u"Copies the database while the office works, and checks the copy."_s, {},
                    {{u"to"_s, u"A file that does not exist yet, or a folder; backups/ beside the database when left out."_s, u"where"_s}},
                    true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<store::Address> address = command.address();
    if (!address)
        return dataError(address.error());
    if (address->dialect == store::Dialect::PostgreSql) {
        complain(
            u"PostgreSQL has a tool of its own for this, which copies while the office works. Run:\n\n    %1\n\nand put it back with pg_restore."_s
                .arg(dumpCommand(*address)));
        return NoData;
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(withAdvice(database.error(), *address));
    const Instant now = clock.now();
    QString to = command.value(u"to"_s);
    if (to.isEmpty()) {
        to = store::backupFolder(address->file);
        if (!QDir().mkpath(to))
            return dataError({ErrorKind::Refused, u"the folder %1 cannot be made"_s.arg(to)});
    }
    if (QFileInfo(to).isDir())
        to = QDir(to).filePath(store::backupName(address->file, now));
    if (QFileInfo::exists(to))
        return dataError({ErrorKind::Refused, u"%1 exists already; name another file or a folder"_s.arg(to)});
    const Result<store::Backup> backup = store::backUp(**database, to);
    if (!backup)
        return dataError(withAdvice(backup.error(), *address));
    Result<store::Transaction> transaction = store::Transaction::begin(**database);
    if (!transaction)
        return dataError(transaction.error());
    if (const Done audited = auditByHand(
            *transaction, u"backup_made"_s,
            {{u"file"_s, QFileInfo(to).fileName()}, {u"bytes"_s, backup->bytes}, {u"audit_rows"_s, backup->head.sequence}}, now);
        !audited)
        return dataError(audited.error());
    if (const Done committed = transaction->commit(); !committed)
        return dataError(committed.error());
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
    if (!command.parse(arguments))
        return usageError(command);
    const Result<store::Address> address = command.address();
    if (!address)
        return dataError(address.error());
    if (address->dialect == store::Dialect::PostgreSql) {
        complain(
            u"PostgreSQL has a tool of its own for this: make an empty database and fill it with  pg_restore --dbname=NAME ringback.dump"_s);
        return NoData;
    }
    const QString target = address->file;
    const Result<store::Backup> good = store::checkBackup(command.positional(0));
    if (!good)
        return dataError(good.error());
    const auto unused = [&] {
        const Done free = store::checkUnused(target, clock.now());
        if (!free && free.error().kind == ErrorKind::Corrupt && command.isSet(u"force"_s))
            return Done();
        if (!free && free.error().kind == ErrorKind::Corrupt)
            return Done(failure(ErrorKind::Corrupt, u"%1. Close all of them, then say  --force"_s.arg(free.error().what)));
        return free;
    };
    if (const Done free = unused(); !free)
        return dataError(free.error());
    const Result<QString> staged = store::stage(good->file, target);
    if (!staged)
        return dataError(staged.error());
    const Result<store::Held> held = prepare(*staged, *good, clock);
    if (!held)
        return dataError(held.error());
    if (const Done free = unused(); !free) // somebody may have started a program meanwhile
        return dataError(free.error());
    const Result<QString> kept = store::replaceBy(*staged, target, clock.now());
    if (!kept)
        return dataError(kept.error());
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
    if (!command.parse(arguments))
        return usageError(command);
    if (!command.isSet(u"to"_s)) {
        complain(u"ringback-engine copy wants  --to FILE  or  --to postgresql://user@host/database"_s);
        return BadUsage;
    }
    const Result<store::Address> from = command.isSet(u"from"_s) ? store::Address::parse(command.value(u"from"_s)) : command.address();
    const Result<store::Address> to = store::Address::parse(command.value(u"to"_s));
    if (!from || !to)
        return dataError(from ? to.error() : from.error());
    if (from->display() == to->display()) {
        complain(u"both are the same database"_s);
        return BadUsage;
    }
    if (from->dialect == store::Dialect::Sqlite && !QFileInfo::exists(from->file))
        return dataError({ErrorKind::NotFound, u"there is no database at %1"_s.arg(from->file)});
    const Result<std::unique_ptr<store::Database>> source = openOffice(*from, clock);
    if (!source)
        return dataError(withAdvice(source.error(), *from));
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
        return dataError(still.error());
    if (const Done whole = verifyWhole(**source, u"the source"_s); !whole)
        return dataError(whole.error());
    const Result<std::unique_ptr<store::Database>> target = openOffice(*to, clock);
    if (!target)
        return dataError(target.error());
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
        return dataError(copied.error());
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

} // namespace ringback::app::cli
