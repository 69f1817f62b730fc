#include "base/id.h"
#include "cli/command.h"
#include "cli/output.h"
#include "desk/officework.h"
#include "playbook/playbook.h"
#include "settings/secretstore.h"
#include "store/gateways.h"

#include <QFile>
#include <QJsonDocument>
#include <QTimeZone>

#include <cstdio>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

Result<QByteArray> readFile(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::NotFound, u"%1 cannot be read: %2"_s.arg(name, file.errorString()));
    if (file.size() > desk::maxCsvBytes)
        return failure(ErrorKind::Invalid, u"%1 is larger than 50 MB"_s.arg(name));
    return file.readAll();
}

// What became of a CSV file's rows: counts by what they say, and the rows that were left out.
int imported(const QList<std::pair<QString, int>> &counts, const QList<desk::RefusedRow> &refusedRows, const Command &command)
{
    if (command.json()) {
        QJsonObject summary;
        for (const auto &[word, count] : counts)
            summary.insert(word, count);
        QJsonArray refused;
        for (const desk::RefusedRow &row : refusedRows)
            refused.append(QJsonObject{{u"row"_s, row.row}, {u"why"_s, row.why}});
        summary.insert(u"refused"_s, refused);
        print(QString::fromUtf8(QJsonDocument(summary).toJson()).trimmed());
        return Ok;
    }
    QStringList parts;
    for (const auto &[word, count] : counts)
        parts.append(u"%1 %2"_s.arg(count).arg(word));
    print(u"%1, %2 refused."_s.arg(parts.join(u", "_s)).arg(refusedRows.size()));
    for (const desk::RefusedRow &row : refusedRows)
        print(u"  row %1: %2"_s.arg(row.row).arg(row.why));
    return Ok;
}

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
    Command command(u"import"_s, u"Stores a setup file."_s, {u"FILE"_s}, {asOption()}, false);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<QByteArray> file = readFile(command.positional(0));
    if (!file)
        return dataError(file.error());
    const Result<std::unique_ptr<store::Database>> database = command.open(clock, true);
    if (!database)
        return dataError(database.error());
    const Result<desk::SetupImport> imported = desk::importSetup(**database, *file, false, clock.now(), command.value(u"as"_s));
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
                    {u"FILE.csv"_s}, {asOption()}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<QByteArray> file = readFile(command.positional(0));
    if (!file)
        return dataError(file.error());
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    const Result<desk::ContactImport> report = desk::importContacts(**database, ids, *file, clock.now(), command.value(u"as"_s));
    if (!report)
        return dataError(report.error());
    return imported({{u"added"_s, report->added}, {u"changed"_s, report->changed}, {u"unchanged"_s, report->unchanged}}, report->refused,
                    command);
}

int importOptOutsFile(const QStringList &arguments, const Clock &clock)
{
    Command command(u"import-opt-outs"_s, u"Reads numbers that want no texts: CSV with a heading line, of which the phone counts."_s,
                    {u"FILE.csv"_s}, {asOption()}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<QByteArray> file = readFile(command.positional(0));
    if (!file)
        return dataError(file.error());
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    const Result<desk::OptOutImport> report = desk::importOptOuts(**database, ids, *file, clock.now(), command.value(u"as"_s));
    if (!report)
        return dataError(report.error());
    return imported({{u"added"_s, report->added}, {u"known"_s, report->known}}, report->refused, command);
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

} // namespace ringback::app::cli
