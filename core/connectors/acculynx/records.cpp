#include "connectors/acculynx/records.h"

#include "base/time.h"
#include "connectors/acculynx/errors.h"
#include "connectors/bounded.h"
#include "connectors/literaljson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxId = 64;
constexpr qsizetype maxItems = 1000; // of a page; we ask for 25
constexpr qsizetype maxOfOne = 50; // numbers, addresses, contacts of one thing

bool isPlain(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'-';
}

QList<QJsonObject> objectsOf(const QJsonObject &object, QLatin1String name)
{
    QList<QJsonObject> objects;
    for (const QJsonValue &each : object.value(name).toArray()) {
        if (objects.size() == maxOfOne)
            break;
        objects.append(each.toObject());
    }
    return objects;
}

} // namespace

QString idOf(const QJsonObject &object, QLatin1String name)
{
    const QString id = object.value(name).toString();
    return id.size() <= maxId && std::all_of(id.begin(), id.end(), isPlain) ? id : QString();
}

QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost)
{
    return bounded(object.value(name).toString(), atMost).trimmed();
}

std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name)
{
    QDateTime at = QDateTime::fromString(object.value(name).toString().left(maxId), Qt::ISODateWithMs);
    if (!at.isValid())
        return std::nullopt;
    if (at.timeSpec() == Qt::LocalTime)
        at.setTimeSpec(Qt::UTC);
    return fromMs(at.toMSecsSinceEpoch());
}

QStringList Page::ids() const
{
    QStringList ids;
    for (const QJsonObject &item : items)
        ids.append(idOf(item));
    return ids;
}

Result<Page> readPage(const HttpAnswer &answer, const QString &name)
{
    Page page;
    if (answer.status == 416 && readError(answer).isTheirs) {
        page.isPastEnd = true;
        return page;
    }
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    const QJsonValue items = root.value("items"_L1);
    if (!answer.is(200) || !items.isArray() || items.toArray().size() > maxItems)
        return tl::unexpected<Error>(readingFailed(answer, name));
    for (const QJsonValue &item : items.toArray())
        page.items.append(item.toObject());
    const QJsonValue count = root.value("count"_L1);
    if (count.isDouble() && count.toInt(-1) >= 0)
        page.count = count.toInt();
    return page;
}

Result<calls::LeadRecord> contactRecord(const QJsonObject &contact)
{
    calls::LeadRecord record;
    record.id = idOf(contact);
    if (record.id.isEmpty())
        return failure(ErrorKind::Invalid, u"a contact without an id"_s);
    record.name = (textOf(contact, "firstName"_L1) + u' ' + textOf(contact, "lastName"_L1)).trimmed();
    if (record.name.isEmpty())
        record.name = textOf(contact, "companyName"_L1);
    for (const QJsonObject &phone : objectsOf(contact, "phoneNumbers"_L1)) {
        const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(textOf(phone, "number"_L1, maxId));
        if (number && !record.numbers.contains(*number))
            record.numbers.append(*number);
    }
    for (const QJsonObject &email : objectsOf(contact, "emailAddresses"_L1)) {
        const QString address = textOf(email, "address"_L1).toLower();
        if (!address.isEmpty() && !record.emails.contains(address))
            record.emails.append(address);
    }
    return record;
}

Result<QList<calls::LeadRecord>> contactRecords(const Page &page)
{
    QList<calls::LeadRecord> records;
    bool hasEntries = false;
    bool hasNumber = false;
    for (const QJsonObject &item : page.items) {
        for (const QJsonObject &phone : objectsOf(item, "phoneNumbers"_L1)) {
            hasEntries = true;
            hasNumber = hasNumber || phone.contains("number"_L1);
        }
        if (const Result<calls::LeadRecord> record = contactRecord(item))
            records.append(*record);
    }
    if (records.isEmpty() && !page.items.isEmpty())
        return failure(ErrorKind::Invalid, u"what came is no list of contacts"_s);
    if (hasEntries && !hasNumber)
        return failure(ErrorKind::Invalid, u"contacts come without their numbers"_s);
    return records;
}

Result<Job> readJob(const QJsonObject &object)
{
    Job job{.id = idOf(object),
            .title = textOf(object, "jobName"_L1),
            .milestone = textOf(object, "currentMilestone"_L1),
            .createdAt = timeOf(object, "createdDate"_L1),
            .modifiedAt = timeOf(object, "modifiedDate"_L1),
            .contacts = {}};
    if (job.id.isEmpty())
        return failure(ErrorKind::Invalid, u"a job without an id"_s);
    for (const QJsonObject &each : objectsOf(object, "contacts"_L1))
        job.contacts.append(idOf(each.value("contact"_L1).toObject()));
    return job;
}

std::optional<Instant> approvedAt(const QJsonObject &milestoneHistory)
{
    // A job may go straight to a later milestone, and may be set back: the first of these says when it was won.
    static const QStringList won{u"approved"_s, u"completed"_s, u"invoiced"_s, u"closed"_s};
    std::optional<Instant> first;
    for (const QJsonObject &milestone : objectsOf(milestoneHistory, "items"_L1)) {
        const std::optional<Instant> at = timeOf(milestone, "date"_L1);
        if (at && won.contains(textOf(milestone, "name"_L1).toLower()) && (!first || *at < *first))
            first = at;
    }
    return first;
}

std::optional<Money> approvedValue(const QByteArray &financials)
{
    const QJsonObject root = QJsonDocument::fromJson(numbersAsText(financials)).object();
    const std::optional<qint64> cents = centsOf(root.value("approvedJobValue"_L1).toString());
    return cents ? std::optional(Money{*cents}) : std::nullopt;
}

QString jobUrl(const QString &job)
{
    return u"https://my.acculynx.com/jobs/"_s + job;
}

} // namespace ringback::connectors::acculynx
