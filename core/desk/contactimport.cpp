#include "desk/officework.h"

#include "audit/trail.h"
#include "playbook/playbook.h"
#include "store/gateways.h"

#include <QStringDecoder>

#include <csv.h>

namespace ringback::desk {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxField = 256;
constexpr int rowsPerCommit = 2'000; // a write lock is held for some 50 ms, so that the engine is not kept waiting

struct Table {
    QList<QStringList> rows;
    QStringList row;
};

Result<QList<QStringList>> readCsv(const QByteArray &csv)
{
    if (csv.size() > maxCsvBytes)
        return failure(ErrorKind::Invalid, u"the file is larger than 50 MB; split it"_s);
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString checked = utf8(csv);
    if (utf8.hasError() || checked.contains(QChar(0)))
        return failure(ErrorKind::Invalid, u"the file is not text in UTF-8; save it as \"CSV UTF-8\""_s);
    csv_parser parser;
    if (csv_init(&parser, CSV_APPEND_NULL) != 0)
        return failure(ErrorKind::Transient, u"no memory to read the file"_s);
    Table table;
    const auto onField = [](void *field, size_t size, void *data) {
        static_cast<Table *>(data)->row.append(QString::fromUtf8(static_cast<const char *>(field), static_cast<qsizetype>(size)).trimmed());
    };
    const auto onRow = [](int, void *data) {
        auto *into = static_cast<Table *>(data);
        into->rows.append(std::exchange(into->row, QStringList()));
    };
    const size_t read = csv_parse(&parser, csv.constData(), static_cast<size_t>(csv.size()), onField, onRow, &table);
    const bool ended = csv_fini(&parser, onField, onRow, &table) == 0;
    csv_free(&parser);
    if (read != static_cast<size_t>(csv.size()) || !ended)
        return failure(ErrorKind::Invalid,
                       u"the file is not CSV after row %1 (a quotation mark that is not closed?)"_s.arg(table.rows.size()));
    return table.rows;
}

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

// The columns by their place in the heading.
struct Columns {
    qsizetype name = -1;
    qsizetype phone = -1;
    qsizetype email = -1;
    qsizetype kind = -1;
    qsizetype language = -1;
};

Result<Columns> readHeading(const QStringList &heading)
{
    Columns columns;
    for (qsizetype i = 0; i < heading.size(); ++i) {
        QString title = heading.at(i).toLower();
        if (title.startsWith(QChar(0xfeff))) // the mark that Excel writes first
            title = title.mid(1);
        if (title == "name"_L1)
            columns.name = i;
        else if (title == "phone"_L1 || title == "number"_L1 || title == "phone number"_L1)
            columns.phone = i;
        else if (title == "email"_L1 || title == "e-mail"_L1)
            columns.email = i;
        else if (title == "kind"_L1)
            columns.kind = i;
        else if (title == "language"_L1)
            columns.language = i;
    }
    if (columns.phone < 0)
        return failure(ErrorKind::Invalid, u"the first line must name the columns, one of them \"phone\""_s);
    return columns;
}

Result<calls::Contact> readContact(const QStringList &row, const Columns &columns, const playbook::Playbook &book, IdSource &ids,
                                   Instant now)
{
    for (const QString &field : row) {
        if (field.size() > maxField)
            return failure(ErrorKind::Invalid, u"a field is longer than %1 characters"_s.arg(maxField));
    }
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(row.value(columns.phone));
    if (!number)
        return failure(ErrorKind::Invalid,
                       row.value(columns.phone).isEmpty() ? u"there is no phone number"_s : u"the phone number cannot be read"_s);
    const std::optional<calls::ContactKind> kind = kindOf(row.value(columns.kind), book);
    if (!kind)
        return failure(ErrorKind::Invalid, u"the kind is none of: new lead, prior customer, candidate, client"_s);
    const QString email = row.value(columns.email);
    if (!email.isEmpty() && (email.count(u'@') != 1 || email.contains(u' ') || email.startsWith(u'@') || email.endsWith(u'@')))
        return failure(ErrorKind::Invalid, u"the e-mail address cannot be read"_s);
    return calls::Contact{.id = ids.next<calls::ContactId>(now),
                          .number = *number,
                          .name = row.value(columns.name),
                          .email = email,
                          .kind = *kind,
                          .language = row.value(columns.language).toLower().left(2)};
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
    return known;
}

Done store(store::Database &database, const QList<calls::Contact> &batch, ContactImport &report, Instant now)
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
               .actor = u"command"_s,
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

} // namespace

Result<ContactImport> importContacts(store::Database &database, IdSource &ids, const QByteArray &csv, Instant now)
{
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(database).playbook();
    if (!document)
        return failure(document);
    if (!*document)
        return failure(ErrorKind::NotFound, u"there is no office in this database yet"_s);
    const Result<playbook::Playbook> book = playbook::parse((*document)->text);
    if (!book)
        return failure(book);
    const Result<QList<QStringList>> rows = readCsv(csv);
    if (!rows)
        return failure(rows);
    const Result<Columns> columns = readHeading(rows->value(0));
    if (!columns)
        return failure(columns);

    ContactImport report;
    QList<calls::Contact> batch;
    for (qsizetype i = 1; i < rows->size(); ++i) {
        const QStringList &row = rows->at(i);
        if (row.join(QString()).isEmpty())
            continue;
        Result<calls::Contact> contact = readContact(row, *columns, *book, ids, now);
        if (!contact)
            report.refused.append({static_cast<int>(i) + 1, contact.error().what});
        else
            batch.append(std::move(*contact));
        if (batch.size() >= rowsPerCommit) {
            if (const Done stored = store(database, batch, report, now); !stored)
                return failure(stored);
            batch.clear();
        }
    }
    if (!batch.isEmpty()) {
        if (const Done stored = store(database, batch, report, now); !stored)
            return failure(stored);
    }
    return report;
}

} // namespace ringback::desk
