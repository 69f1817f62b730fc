#include "upkeep.h"

#include "audit/trail.h"
#include "board/leadsystems.h"
#include "board/reader.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/postgreswords.h"
#include "engine/office.h"
#include "places.h"
#include "settings/secretstore.h"
#include "store/backup.h"
#include "store/gateways.h"
#include "store/integrity.h"
#include "store/migrations.h"
#include "store/trouble.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QStorageInfo>

#include <limits>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds oldBackup = 48h; // a day that was missed
constexpr Milliseconds longWithoutWebhooks = 72h; // a long weekend
constexpr Milliseconds clockMargin = 5s;
constexpr qint64 leastSpace = 500LL << 20;
constexpr qint64 stepsOfTheDoctor = 1'500'000'000; // half a minute at most

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

Done examineRoles(Findings &findings, store::Database &database)
{
    const Result<store::DatabaseRoles> roles = store::databaseRoles(database);
    if (!roles)
        return failure(roles);
    const QString about = u"database_roles"_s;
    switch (*roles) {
    case store::DatabaseRoles::NotHere:
        findings.well(about, u"SQLite has none: whoever can write the file can do everything to it"_s);
        break;
    case store::DatabaseRoles::Missing:
        findings.well(about,
                      u"they are not there, as this login may not make them: whoever can sign in to the database as the office can do "
                      "everything to it. To have them, see \"Roles in PostgreSQL\" in docs/operations.md"_s);
        break;
    case store::DatabaseRoles::NotGranted:
        findings.ill(about, u"they are there without what this version needs"_s,
                     u"As the login that owns the tables, run  ringback-engine sign-in roles"_s);
        break;
    case store::DatabaseRoles::Granted:
        findings.well(about, u"ringback_rep, ringback_admin, ringback_owner and ringback_engine are there and have what they need"_s);
        break;
    }
    return {};
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
    const auto checkSecrets = [&checkSecret](const auto &connections) {
        for (const auto &connection : connections) {
            for (const settings::SecretName &secret : connection.secrets()) {
                if (secret.isNeeded)
                    checkSecret(connection.id, secret.name);
            }
        }
    };
    checkSecrets(setup.connections);
    checkSecrets(setup.leadSystems);
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
    for (const board::ConnectionPulse &pulse : health->leadSystems)
        findings.check(u"lead_system:"_s + pulse.id, pulse.lastFailure.isEmpty(),
                       pulse.lastFailure.isEmpty() ? u"its last answer was good, or it has not been asked"_s
                                                   : u"its last answer was an error: %1"_s.arg(pulse.lastFailure),
                       u"Ask it what is wrong with  ringback-engine leads test %1."_s.arg(pulse.id));
    const Result<board::LeadSystems> leads = board::readLeadSystems(database);
    if (!leads)
        return failure(leads);
    for (const board::LeadCard &card : leads->connections)
        findings.check(
            u"leads:"_s + card.connection.id, card.failed == 0 && card.toChoose == 0,
            u"%1 writes were refused, %2 wait for a choice, %3 are on their way"_s.arg(card.failed).arg(card.toChoose).arg(card.waiting),
            u"See  ringback-engine leads pending, then leads retry or leads choose."_s);
    return {};
}

} // namespace

int doctor(const QStringList &arguments, const Clock &clock)
{
    Command command(u"doctor"_s, u"Says what is wrong and what to do. Changes nothing."_s, {}, {}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<store::Address> address = command.address();
    if (!address)
        return dataError(address.error());
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
    for (const Done &examined : {examineClock(findings, **database, clock.now()), examineRoles(findings, **database),
                                 examineTrail(findings, **database), examineOffice(findings, **database, clock)}) {
        if (!examined)
            findings.ill(u"reading"_s, examined.error().what, u"The rest could not be looked at."_s);
    }
    return findings.report(command.json());
}

} // namespace ringback::app::cli
