#include "desk/officework.h"

#include "audit/trail.h"
#include "desk/click.h"
#include "desk/csv.h"
#include "desk/knowncaller.h"
#include "engine/office.h"
#include "playbook/playbook.h"
#include "store/gateways.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowsPerCommit = 2'000; // a write lock is held for some 50 ms, so that the engine is not kept waiting

std::optional<calls::ContactKind> kindOf(const QString &text, const playbook::Playbook &book)
{
    if (text.isEmpty()) // whoever is on a list of customers is no new lead
        return book.lead.unknownCaller == calls::ContactKind::Candidate ? calls::ContactKind::Candidate : calls::ContactKind::PriorCustomer;
    const QString word = text.toLower().replace(u' ', u'_').replace(u'-', u'_');
    if (word == "customer"_L1)
        return calls::ContactKind::PriorCustomer;
    if (word == "lead"_L1)
        return calls::ContactKind::NewLead;
    return calls::fromWord<calls::ContactKind>(word);
}

Result<calls::PhoneNumber> readNumber(const Csv &csv, qsizetype row)
{
    if (const Done usable = csv.check(row); !usable)
        return failure(usable);
    if (csv.phone(row).isEmpty())
        return failure(ErrorKind::Invalid, u"there is no phone number"_s);
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(csv.phone(row));
    return number ? number : failure(ErrorKind::Invalid, u"the phone number cannot be read"_s);
}

Result<calls::Contact> readContact(const Csv &csv, qsizetype row, const playbook::Playbook &book, IdSource &ids, Instant now)
{
    const Result<calls::PhoneNumber> number = readNumber(csv, row);
    if (!number)
        return failure(number);
    const std::optional<calls::ContactKind> kind = kindOf(csv.field(row, u"kind"), book);
    if (!kind)
        return failure(ErrorKind::Invalid, u"the kind is none of: new lead, prior customer, candidate, client"_s);
    QString email = csv.field(row, u"email");
    if (email.isEmpty())
        email = csv.field(row, u"e-mail");
    if (!email.isEmpty() && (email.count(u'@') != 1 || email.contains(u' ') || email.startsWith(u'@') || email.endsWith(u'@')))
        return failure(ErrorKind::Invalid, u"the e-mail address cannot be read"_s);
    return calls::Contact{.id = ids.next<calls::ContactId>(now),
                          .number = *number,
                          .name = csv.field(row, u"name"),
                          .email = email,
                          .kind = *kind,
                          .language = csv.field(row, u"language").toLower().left(2)};
}

// What the file says and the book did not know; empty fields of the file say nothing.
calls::Contact merged(calls::Contact known, const calls::Contact &read)
{
    if (!read.name.isEmpty())
        known.name = read.name;
    if (!read.email.isEmpty())
        known.email = read.email;
    if (!read.language.isEmpty())
        known.language = read.language;
    known.kind = read.kind;
    known.filledBy.clear(); // a person has vouched for it: no lead system changes it any more
    return known;
}

Done store(store::Database &database, const QList<calls::Contact> &batch, const QString &actor, ContactImport &report, Instant now)
{
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    const store::ContactGateway contacts(database);
    ContactImport counts;
    for (const calls::Contact &read : batch) {
        const Result<calls::Contact> known = contacts.findOrAdd(*transaction, read, now);
        if (!known)
            return failure(known);
        const calls::Contact wanted = merged(*known, read);
        if (known->id == read.id) {
            ++counts.added;
        } else if (wanted == *known) {
            ++counts.unchanged;
        } else {
            if (const Done updated = contacts.update(*transaction, wanted); !updated)
                return updated;
            ++counts.changed;
        }
    }
    audit::Trail trail;
    trail.add({.at = now,
               .actor = actor,
               .action = u"contact_imported"_s,
               .detail = {{u"added"_s, counts.added}, {u"changed"_s, counts.changed}, {u"unchanged"_s, counts.unchanged}}});
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return proved;
    if (const Done committed = transaction->commit(); !committed)
        return committed;
    report.added += counts.added;
    report.changed += counts.changed;
    report.unchanged += counts.unchanged;
    return {};
}

// As when staff opt a number out: what waits for it is taken back. Before there is an office, nothing waits.
Done store(store::Database &database, IdSource &ids, const std::optional<engine::Office> &office, const QList<calls::PhoneNumber> &batch,
           const QString &actor, OptOutImport &report, Instant now)
{
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    const store::ContactGateway contacts(database);
    audit::Trail trail;
    OptOutImport counts;
    int dropped = 0;
    for (const calls::PhoneNumber &number : batch) {
        Result<KnownCaller> known = lockKnown(*transaction, number, now);
        if (!known)
            return failure(known);
        const Result<bool> added =
            contacts.addOptOut(*transaction, {.number = number, .since = now, .source = u"import"_s, .byWhom = actor});
        if (!added)
            return failure(added);
        ++(*added ? counts.added : counts.known);
        if (!*added || !known->contact || !office)
            continue;
        engine::Casework work(*transaction, trail, ids, *office, now);
        const Result<int> stopped = stopMessages(*transaction, work, *known, number, actor);
        if (!stopped)
            return failure(stopped);
        dropped += *stopped;
    }
    trail.add({.at = now,
               .actor = actor,
               .action = u"opt_outs_imported"_s,
               .detail = {{u"added"_s, counts.added}, {u"known"_s, counts.known}, {u"texts_dropped"_s, dropped}}});
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return proved;
    if (const Done committed = transaction->commit(); !committed)
        return committed;
    report.added += counts.added;
    report.known += counts.known;
    return {};
}

// Reads every row, notes those that are refused, and stores the others.
template <class Value, class Read, class Store>
Done inBatches(const Csv &csv, QList<RefusedRow> &refused, Read read, Store store)
{
    QList<Value> batch;
    for (qsizetype row = 0; row < csv.rowCount(); ++row) {
        if (csv.isBlank(row))
            continue;
        Result<Value> value = read(row);
        if (!value)
            refused.append({Csv::numberOf(row), value.error().what});
        else
            batch.append(std::move(*value));
        if (batch.size() == rowsPerCommit) {
            if (const Done stored = store(batch); !stored)
                return stored;
            batch.clear();
        }
    }
    return batch.isEmpty() ? Done() : store(batch);
}

} // namespace

Result<ContactImport> importContacts(store::Database &database, IdSource &ids, const QByteArray &file, Instant now, const QString &staff)
{
    const Result<QString> actor = importerOf(database, staff, calls::Right::EditPlaybooks);
    if (!actor)
        return failure(actor);
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(database).playbook();
    if (!document)
        return failure(document);
    if (!*document)
        return failure(ErrorKind::NotFound, u"there is no office in this database yet"_s);
    const Result<playbook::Playbook> book = playbook::parse((*document)->text);
    if (!book)
        return failure(book);
    const Result<Csv> csv = Csv::read(file);
    if (!csv)
        return failure(csv);

    ContactImport report;
    const Done done = inBatches<calls::Contact>(
        *csv, report.refused, [&](qsizetype row) { return readContact(*csv, row, *book, ids, now); },
        [&](const QList<calls::Contact> &batch) { return store(database, batch, *actor, report, now); });
    if (!done)
        return failure(done);
    return report;
}

Result<OptOutImport> importOptOuts(store::Database &database, IdSource &ids, const QByteArray &file, Instant now, const QString &staff)
{
    const Result<QString> actor = importerOf(database, staff, calls::Right::EditPlaybooks);
    if (!actor)
        return failure(actor);
    const Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return failure(office);
    const Result<Csv> csv = Csv::read(file);
    if (!csv)
        return failure(csv);
    OptOutImport report;
    const Done done = inBatches<calls::PhoneNumber>(
        *csv, report.refused, [&](qsizetype row) { return readNumber(*csv, row); },
        [&](const QList<calls::PhoneNumber> &batch) { return store(database, ids, *office, batch, *actor, report, now); });
    if (!done)
        return failure(done);
    return report;
}

} // namespace ringback::desk
