#include "base/id.h"
#include "cli/command.h"
#include "cli/output.h"
#include "desk/desk.h"
#include "desk/officework.h"
#include "playbook/playbook.h"
#include "settings/secretstore.h"
#include "settings/setup.h"
#include "store/gateways.h"

#include <QFile>
#include <QJsonDocument>
#include <QTimeZone>

#include <cstdio>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

int usageError(const Command &command)
{
    complain(command.error());
    return BadUsage;
}

int dataError(const Error &error)
{
    complain(error.what);
    return NoData;
}

Result<QByteArray> readFile(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::NotFound, u"%1 cannot be read: %2"_s.arg(name, file.errorString()));
    if (file.size() > desk::maxCsvBytes)
        return failure(ErrorKind::Invalid, u"%1 is larger than 50 MB"_s.arg(name));
    return file.readAll();
}

// In the office's zone, the way people write a time.
QString localTime(store::Database &database, Instant at)
{
    QByteArray zone = QTimeZone::systemTimeZoneId();
    if (const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(database).setup();
        document && *document) {
        if (const Result<settings::Setup> setup = settings::parseSetup((*document)->text))
            zone = setup->company.timeZone;
    }
    return toDateTime(at).toTimeZone(QTimeZone(zone)).toString(u"MMM d, h:mm AP"_s);
}

int refusal(store::Database &database, const desk::Refusal &why)
{
    using Why = desk::Refusal::Why;
    const QString since = why.since ? u" since %1"_s.arg(localTime(database, *why.since)) : QString();
    switch (why.why) {
    case Why::TakenBySomeone:
        complain(u"%1 has this task%2."_s.arg(why.who, since));
        return Refused;
    case Why::AlreadyDone:
        complain(why.who.isEmpty() ? u"This task was taken back: there is nothing left to do."_s
                                   : u"%1 completed this task%2."_s.arg(why.who, QString(since).replace(u" since "_s, u" on "_s)));
        return Refused;
    case Why::NotYours:
        complain(u"Nobody has this task: claim it first."_s);
        return Refused;
    case Why::NoSuchTask:
        complain(u"There is no task of that id; see: ringback-engine tasks"_s);
        return BadUsage;
    case Why::NoSuchPerson:
        complain(u"There is nobody of that id in the setup; see: ringback-engine export"_s);
        return BadUsage;
    case Why::NoSuchOutcome:
        complain(u"The playbook has no such outcome; it has: %1"_s.arg(why.detail));
        return BadUsage;
    case Why::NoSuchNumber:
        complain(u"That is not a phone number: write it with its area code, or with + and the country's code."_s);
        return BadUsage;
    case Why::NothingToReview:
        complain(u"This text is settled: there is nothing to decide about it any more."_s);
        return Refused;
    case Why::TooLate:
        complain(u"It is too late to take this back: the few seconds are over, or something has happened to the case since."_s);
        return Refused;
    case Why::NotNow:
        complain(u"This task waits for its time%1."_s.arg(QString(since).replace(u" since "_s, u": "_s)));
        return Refused;
    case Why::TimeInThePast:
        complain(u"The time is in the past: give one to come."_s);
        return BadUsage;
    case Why::CannotStore:
        complain(u"Nothing was changed: %1"_s.arg(why.detail));
        return NoData;
    }
    Q_UNREACHABLE();
}

int answer(store::Database &database, const desk::Answer<calls::CallbackTask> &task, const Command &command)
{
    if (!task)
        return refusal(database, task.error());
    const QJsonObject row = {{u"id"_s, task->id.text()},
                             {u"state"_s, calls::word(task->state)},
                             {u"claimed_by"_s, orNull(task->claimedBy)},
                             {u"completed_by"_s, orNull(task->completedBy)},
                             {u"outcome"_s, orNull(task->outcome)}};
    printRows({row}, {{u"TASK"_s, u"id"_s}, {u"STATE"_s, u"state"_s}, {u"CLAIMED BY"_s, u"claimed_by"_s}, {u"OUTCOME"_s, u"outcome"_s}},
              command.json());
    return Ok;
}

const QCommandLineOption asOption(u"as"_s, u"Who does it: a staff id of the setup."_s, u"staff"_s);

} // namespace

int initOffice(const QStringList &arguments, const Clock &clock)
{
    Command command(
        u"init"_s, u"Makes an office in a new database."_s, {},
        {{u"playbook"_s, u"roofing or recruiting."_s, u"id"_s}, {u"company"_s, u"The company's name, as callers know it."_s, u"name"_s}},
        false);
    if (!command.parse(arguments))
        return usageError(command);
    if (!playbook::presets().contains(command.value(u"playbook"_s)) || command.value(u"company"_s).trimmed().isEmpty()) {
        complain(u"init needs --playbook (%1) and --company NAME."_s.arg(playbook::presets().join(u" or "_s)));
        return BadUsage;
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock, true);
    if (!database)
        return dataError(database.error());
    const QByteArray zone = QTimeZone::systemTimeZoneId();
    const Done begun = desk::beginOffice(**database, command.value(u"playbook"_s), command.value(u"company"_s),
                                         zone == "UTC" || zone == "Etc/UTC" ? QByteArray() : zone, false, clock.now());
    if (!begun)
        return dataError(begun.error());
    print(u"The office of %1 is ready in %2."_s.arg(command.value(u"company"_s).trimmed(), (*database)->address().display()));
    return Ok;
}

int importFile(const QStringList &arguments, const Clock &clock)
{
    Command command(u"import"_s, u"Stores a setup file."_s, {u"FILE"_s}, {}, false);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<QByteArray> file = readFile(command.positional(0));
    if (!file)
        return dataError(file.error());
    const Result<std::unique_ptr<store::Database>> database = command.open(clock, true);
    if (!database)
        return dataError(database.error());
    const Result<desk::SetupImport> imported = desk::importSetup(**database, *file, false, clock.now());
    if (!imported) {
        complain(u"Nothing was changed. %1:\n%2"_s.arg(command.positional(0), imported.error().what));
        return NoData;
    }
    print(imported->changed ? u"Stored: %1 lines, %2 people."_s.arg(imported->lines).arg(imported->staff) : u"Nothing has changed."_s);
    if (imported->quietHoursOff)
        complain(u"Warning: quiet hours are off. Texts may leave at any hour of the night."_s);
    if (imported->quietHoursEndEarly)
        complain(u"Warning: quiet hours end before 8:00. Federal rules (47 CFR 64.1200(c)(1)) name 8:00 in the morning."_s);
    for (const QString &secret : imported->secrets) {
        print(u"Needs the secret \"%1\": store it with  ringback-engine secret %1  or set %2."_s.arg(
            secret, QString::fromLatin1(settings::EnvironmentSecrets::variableOf(secret))));
    }
    return Ok;
}

int importContactsFile(const QStringList &arguments, const Clock &clock)
{
    Command command(u"import-contacts"_s, u"Reads existing customers: CSV with a heading line (name, phone, email, kind, language)."_s,
                    {u"FILE.csv"_s}, {}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<QByteArray> file = readFile(command.positional(0));
    if (!file)
        return dataError(file.error());
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    const Result<desk::ContactImport> report = desk::importContacts(**database, ids, *file, clock.now());
    if (!report)
        return dataError(report.error());
    if (command.json()) {
        QJsonArray refused;
        for (const desk::RefusedRow &row : report->refused)
            refused.append(QJsonObject{{u"row"_s, row.row}, {u"why"_s, row.why}});
        const QJsonObject summary = {
            {u"added"_s, report->added}, {u"changed"_s, report->changed}, {u"unchanged"_s, report->unchanged}, {u"refused"_s, refused}};
        print(QString::fromUtf8(QJsonDocument(summary).toJson()).trimmed());
        return Ok;
    }
    print(u"%1 added, %2 changed, %3 unchanged, %4 refused."_s.arg(report->added)
              .arg(report->changed)
              .arg(report->unchanged)
              .arg(report->refused.size()));
    for (const desk::RefusedRow &row : report->refused)
        print(u"  row %1: %2"_s.arg(row.row).arg(row.why));
    return Ok;
}

int exportSetup(const QStringList &arguments, const Clock &clock)
{
    Command command(u"export"_s, u"Prints the setup file."_s, {}, {}, false);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(**database).setup();
    if (!document)
        return dataError(document.error());
    if (!*document)
        return dataError({ErrorKind::NotFound, u"there is no office in this database yet; make one with init"_s});
    print(QString::fromUtf8((*document)->text).trimmed());
    return Ok;
}

int storeSecret(const QStringList &arguments, const Clock &)
{
    Command command(u"secret"_s,
                    u"Stores a secret in this computer's keychain. The value is read from standard input, so that it shows nowhere."_s,
                    {u"NAME"_s}, {}, false);
    if (!command.parse(arguments))
        return usageError(command);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return dataError({ErrorKind::Transient, u"standard input cannot be read"_s});
    const QByteArray value = input.readAll().trimmed();
    if (value.isEmpty()) {
        complain(u"No value came. Type it after  ringback-engine secret %1  and end with Ctrl+D."_s.arg(command.positional(0)));
        return BadUsage;
    }
    settings::KeychainSecrets keychain;
    if (const Done stored = keychain.write(command.positional(0), value); !stored) {
        complain(u"%1. Without a keychain, set %2 instead."_s.arg(
            stored.error().what, QString::fromLatin1(settings::EnvironmentSecrets::variableOf(command.positional(0)))));
        return NoData;
    }
    print(u"Stored."_s);
    return Ok;
}

int claim(const QStringList &arguments, const Clock &clock)
{
    Command command(u"claim"_s, u"Claims a callback task."_s, {u"TASK"_s}, {asOption}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    return answer(**database, desk::Desk(**database, clock, ids).claim(command.positional(0), command.value(u"as"_s)), command);
}

int release(const QStringList &arguments, const Clock &clock)
{
    Command command(u"release"_s, u"Puts a claimed task back in the queue."_s, {u"TASK"_s}, {asOption}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    return answer(**database, desk::Desk(**database, clock, ids).release(command.positional(0), command.value(u"as"_s)), command);
}

int complete(const QStringList &arguments, const Clock &clock)
{
    Command command(u"complete"_s, u"Completes a callback task."_s, {u"TASK"_s},
                    {asOption,
                     {u"outcome"_s, u"How it ended: an outcome's id of the playbook."_s, u"outcome"_s},
                     {u"value"_s, u"What it is worth, in cents."_s, u"cents"_s}},
                    true);
    if (!command.parse(arguments))
        return usageError(command);
    std::optional<Money> value;
    if (command.isSet(u"value"_s)) {
        const std::optional<qint64> cents = command.number(u"value"_s, 0, 100'000'000'000);
        if (!cents)
            return usageError(command);
        value = Money{*cents};
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    return answer(
        **database,
        desk::Desk(**database, clock, ids)
            .complete(command.positional(0), command.value(u"as"_s), {.outcome = command.value(u"outcome"_s), .value = value, .at = {}}),
        command);
}

} // namespace ringback::app::cli
