#include "desk/officework.h"

#include "audit/trail.h"
#include "desk/claimsback.h"
#include "desk/click.h"
#include "playbook/playbook.h"
#include "settings/setup.h"
#include "store/gateways.h"
#include "store/playbookgateway.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using store::OfficeGateway;

namespace {

const QString commandLine = u"command"_s;

Done addPlaybook(store::Transaction &transaction, audit::Trail &trail, const QString &actor, const QString &id, Instant now)
{
    const Result<QByteArray> document = playbook::presetDocument(id);
    if (!document)
        return failure(document);
    const store::PlaybookGateway playbooks(transaction.database());
    const Result<qint64> version = playbooks.add(transaction, {.id = id, .savedAt = now, .savedBy = actor, .note = {}}, *document);
    if (!version)
        return failure(version);
    trail.add({.at = now, .actor = actor, .action = u"playbook_changed"_s, .detail = {{u"playbook"_s, id}, {u"version"_s, *version}}});
    return {};
}

Done addSetup(store::Transaction &transaction, audit::Trail &trail, const QString &actor, const settings::Setup &setup, Instant now)
{
    const Result<qint64> version = OfficeGateway(transaction.database()).addSetup(transaction, settings::toJson(setup), now);
    if (!version)
        return failure(version);
    trail.add({.at = now, .actor = actor, .action = u"setup_imported"_s, .detail = {{u"version"_s, *version}}});
    if (std::holds_alternative<settings::SwitchedOff>(setup.quietHours))
        trail.add({.at = now, .actor = actor, .action = u"quiet_hours_off"_s});
    return {};
}

} // namespace

Done beginOffice(store::Database &database, const QString &playbook, const QString &company, const QByteArray &timeZone, bool practice,
                 Instant now)
{
    settings::Setup setup{.company = {.name = company.trimmed()}, .playbook = playbook};
    if (!timeZone.isEmpty())
        setup.company.timeZone = timeZone;
    if (const Result<settings::Setup> readsBack = settings::parseSetup(settings::toJson(setup)); !readsBack)
        return failure(readsBack);
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    OfficeGateway office(database);
    const Result<OfficeGateway::Versions> versions = office.versions();
    if (!versions)
        return failure(versions);
    if (versions->setup > 0)
        return failure(ErrorKind::Conflict, u"this database has an office already; change it with import"_s);
    audit::Trail trail;
    if (const Done begun = office.begin(*transaction, practice, now); !begun)
        return begun;
    if (const Done added = addPlaybook(*transaction, trail, commandLine, playbook, now); !added)
        return added;
    if (const Done added = addSetup(*transaction, trail, commandLine, setup, now); !added)
        return added;
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return proved;
    return transaction->commit();
}

Result<SetupImport> importSetup(store::Database &database, const QByteArray &file, bool practice, Instant now, const QString &staff)
{
    const Result<QString> actor = importerOf(database, staff, calls::Right::EditOwners); // the file may make owners
    if (!actor)
        return failure(actor);
    const Result<settings::Setup> setup = settings::parseSetup(file);
    if (!setup)
        return failure(setup);
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    OfficeGateway office(database);
    if (const Done held = office.holdSetup(*transaction); !held)
        return failure(held);
    const Result<std::optional<OfficeGateway::Document>> before = office.setup();
    if (!before)
        return failure(before);
    const Result<std::optional<OfficeGateway::Document>> book = office.playbook();
    if (!book)
        return failure(book);

    SetupImport result{.lines = static_cast<int>(setup->lines.size()), .staff = static_cast<int>(setup->staff.size())};
    const auto addSecrets = [&result](const auto &connections) {
        for (const auto &connection : connections) {
            for (const settings::SecretName &secret : connection.secrets()) {
                if (secret.isNeeded)
                    result.secrets.append(secret.name);
            }
        }
    };
    addSecrets(setup->connections);
    addSecrets(setup->leadSystems);
    if (setup->mail && !setup->mail->passwordSecret.isEmpty())
        result.secrets.append(setup->mail->passwordSecret);
    result.quietHoursOff = std::holds_alternative<settings::SwitchedOff>(setup->quietHours);
    if (const auto *hours = std::get_if<playbook::QuietHours>(&setup->quietHours))
        result.quietHoursEndEarly = hours->end < QTime(8, 0);

    QString playbookBefore;
    if (*book) {
        const Result<playbook::Playbook> parsed = playbook::parse((*book)->text);
        if (!parsed)
            return failure(parsed);
        playbookBefore = parsed->id;
    }
    result.playbookChanged = playbookBefore != setup->playbook;
    result.changed = result.playbookChanged || !*before || (*before)->text != settings::toJson(*setup);
    if (!result.changed)
        return result;

    audit::Trail trail;
    if (const Done begun = office.begin(*transaction, practice, now); !begun)
        return failure(begun);
    if (result.playbookChanged) {
        if (const Done added = addPlaybook(*transaction, trail, *actor, setup->playbook, now); !added)
            return failure(added);
    }
    if (const Done added = addSetup(*transaction, trail, *actor, *setup, now); !added)
        return failure(added);
    if (const Done back = takeBackClaims(*transaction, trail, *actor, *setup, now); !back)
        return failure(back);
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return result;
}

} // namespace ringback::desk
