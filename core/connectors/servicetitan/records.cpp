#include "connectors/servicetitan/records.h"

#include "calls/emailaddress.h"
#include "connectors/servicetitan/json.h"

#include <QRegularExpression>

namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxContacts = 200; // of one customer, or of all its locations

QString tableName(Reference::Table table)
{
    switch (table) {
    case Reference::Table::Customer:
        return u"Customer"_s;
    case Reference::Table::Booking:
        return u"Booking"_s;
    case Reference::Table::Lead:
        return u"Lead"_s;
    }
    return {};
}

// Extensions stand in the same field: `214-555-0142 x204`.
std::optional<calls::PhoneNumber> numberIn(QString text)
{
    static const QRegularExpression extension(u"\\s*(x|ext\\.?|extension|#)\\s*[0-9]+\\s*$"_s, QRegularExpression::CaseInsensitiveOption);
    text.remove(extension);
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(text);
    return number ? std::optional(*number) : std::nullopt;
}

} // namespace

std::optional<Reference> Reference::read(const QString &text)
{
    const QString id = text.section(u':', 1);
    for (const Table table : {Table::Customer, Table::Booking, Table::Lead}) {
        if (text.startsWith(tableName(table) + u':') && isId(id))
            return Reference{.table = table, .id = id};
    }
    return std::nullopt;
}

QString Reference::written() const
{
    return tableName(table) + u':' + id;
}

calls::LeadRecord customerRecord(const QJsonObject &customer, const QList<QJsonObject> &contacts, const QString &webHost)
{
    calls::LeadRecord record;
    const QString id = idOf(customer, "id"_L1);
    record.id = Reference{.table = Reference::Table::Customer, .id = id}.written();
    record.name = textOf(customer, "name"_L1);
    record.kind = calls::ContactKind::PriorCustomer;
    record.url = customerPage(id, webHost);
    record.isGone = !customer.value("active"_L1).toBool(true) || !idOf(customer, "mergedToId"_L1).isEmpty();
    record.isOpen = !record.isGone;
    record.changedAt = timeOf(customer, "modifiedOn"_L1);
    addContacts(record, contacts);
    return record;
}

void addContacts(calls::LeadRecord &record, const QList<QJsonObject> &contacts)
{
    for (const QJsonObject &contact : contacts.mid(0, maxContacts)) {
        const QString type = textOf(contact, "type"_L1);
        const QString value = textOf(contact, "value"_L1).trimmed();
        if (type == "Email"_L1) {
            const QString address = value.toLower();
            if (calls::isEmailAddress(address) && !record.emails.contains(address))
                record.emails.append(address);
        } else if (type != "Fax"_L1) {
            const std::optional<calls::PhoneNumber> number = numberIn(value);
            if (number && !record.numbers.contains(*number))
                record.numbers.append(*number);
        }
    }
}

QString customerPage(const QString &id, const QString &webHost)
{
    return webHost.isEmpty() ? QString() : webHost + u"/#/Customer/"_s + id;
}

QString digitsOf(const calls::PhoneNumber &number)
{
    const QString digits = number.e164().mid(1);
    return digits.size() == 11 && digits.startsWith(u'1') ? digits.mid(1) : digits;
}

std::optional<Money> moneyOf(const QJsonValue &value)
{
    // A job's total is a JSON number, which Qt reads as a double: written with two decimals it is what came, since ServiceTitan's totals are dollars
    // and cents. The truth are the invoices, whose amounts are texts; those may have more decimals.
    const QString text = value.isDouble() ? QString::number(value.toDouble(), 'f', 2) : value.toString();
    static const QRegularExpression amount(u"^(-?)([0-9]{1,12})(?:\\.([0-9]{1,8}))?$"_s);
    const QRegularExpressionMatch match = amount.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    const QString decimals = (match.captured(3) + u"000"_s).left(3);
    qint64 cents = match.captured(2).toLongLong() * 100 + decimals.left(2).toLongLong();
    if (decimals.at(2) >= u'5')
        ++cents;
    return Money{match.captured(1).isEmpty() ? cents : -cents};
}

std::optional<calls::Win> winOf(const QJsonObject &job, const QList<QJsonObject> &invoices, const QString &record, const QString &webHost,
                                Instant since)
{
    const QString id = idOf(job, "id"_L1);
    const QString status = textOf(job, "jobStatus"_L1);
    const std::optional<Instant> changedAt = timeOf(job, "modifiedOn"_L1);
    const std::optional<Instant> completedAt = timeOf(job, "completedOn"_L1);
    const bool isDone = status == "Completed"_L1;
    const std::optional<Instant> at = isDone && completedAt ? completedAt : changedAt;
    if (id.isEmpty() || !at || *at < since || !(isDone || status == "Canceled"_L1))
        return std::nullopt;

    calls::Win win{.id = u"Job:"_s + id, .record = record, .what = u"job"_s, .title = {}, .amount = {}, .wonAt = *at, .url = {}};
    win.title = textOf(job, "jobNumber"_L1);
    if (!webHost.isEmpty())
        win.url = webHost + u"/#/Job/Index/"_s + id;
    if (!isDone) {
        win.isTakenBack = true;
        return win;
    }
    for (const QJsonObject &invoice : invoices) {
        if (idOf(invoice.value("job"_L1).toObject(), "id"_L1) != id || !invoice.value("active"_L1).toBool(true))
            continue;
        if (const std::optional<Money> total = moneyOf(invoice.value("total"_L1)))
            win.amount = Money{win.amount.value_or(Money{}).cents + total->cents};
    }
    if (!win.amount)
        win.amount = moneyOf(job.value("total"_L1)); // absent from some
    win.isTakenBack = win.amount && win.amount->cents <= 0; // a visit that cost nothing earned nothing
    return win;
}

} // namespace ringback::connectors::servicetitan
