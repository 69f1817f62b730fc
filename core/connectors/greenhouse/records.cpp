#include "connectors/greenhouse/records.h"

#include "base/time.h"
#include "connectors/bounded.h"
#include "connectors/literaljson.h"

#include <algorithm>

namespace ringback::connectors::greenhouse {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxId = 18; // what fits into 64 bits whatever the digits
constexpr qsizetype maxName = 255;
constexpr qsizetype maxEntries = 50; // of a person's numbers or addresses
constexpr qsizetype maxWord = 64;

QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost = maxName)
{
    return bounded(object.value(name).toString(), atMost).trimmed();
}

std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name)
{
    const QDateTime at = QDateTime::fromString(object.value(name).toString().left(maxWord), Qt::ISODateWithMs);
    if (!at.isValid() || at.timeSpec() == Qt::LocalTime) // without a zone it says nothing
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch());
}

// Of [{"value":…,"type":…}].
QStringList valuesOf(const QJsonObject &object, QLatin1String name)
{
    QStringList values;
    for (const QJsonValue &entry : object.value(name).toArray()) {
        const QString value = textOf(entry.toObject(), "value"_L1);
        if (!value.isEmpty() && values.size() < maxEntries)
            values.append(value);
    }
    return values;
}

constexpr char16_t unknown[] = u"Unknown";

// Our own placeholder is no name.
QString nameOf(const QJsonObject &object)
{
    const QString first = textOf(object, "first_name"_L1);
    const QString last = textOf(object, "last_name"_L1);
    const bool isNumber = calls::PhoneNumber::parse(last).has_value();
    if (first == QStringView(unknown) && isNumber)
        return {};
    return isNumber ? first : (first + u' ' + last).trimmed();
}

} // namespace

QString idOf(const QJsonObject &object, QLatin1String name)
{
    const QString id = object.value(name).toString();
    const bool isOne =
        !id.isEmpty() && id.size() <= maxId && std::all_of(id.begin(), id.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return isOne ? id : QString();
}

QJsonValue idValue(const QString &id)
{
    bool isNumber = false;
    const qint64 number = id.toLongLong(&isNumber);
    return isNumber ? QJsonValue(number) : QJsonValue(id);
}

QString addressOf(const QString &candidate, const QString &application)
{
    const QString person = u"https://app.greenhouse.io/people/"_s + candidate;
    return application.isEmpty() ? person : person + u"?application_id="_s + application;
}

std::optional<calls::LeadRecord> candidateOf(const QJsonObject &object)
{
    calls::LeadRecord record;
    record.id = idOf(object, "id"_L1);
    if (record.id.isEmpty())
        return std::nullopt;
    record.name = nameOf(object);
    for (const QString &text : valuesOf(object, "phone_numbers"_L1)) {
        const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(text); // people write what they like there
        if (number && !record.numbers.contains(*number))
            record.numbers.append(*number);
    }
    for (const QString &email : valuesOf(object, "email_addresses"_L1))
        record.emails.append(email.toLower());
    record.kind = calls::ContactKind::Candidate;
    record.url = addressOf(record.id, {});
    record.changedAt = timeOf(object, "updated_at"_L1);
    return record;
}

bool hasTag(const QJsonObject &candidate, const QString &tag)
{
    const QJsonArray tags = candidate.value("tags"_L1).toArray();
    return std::any_of(tags.begin(), tags.end(),
                       [&](const QJsonValue &each) { return each.toString().compare(tag, Qt::CaseInsensitive) == 0; });
}

QList<Application> applicationsOf(const QJsonArray &entries)
{
    QList<Application> applications;
    for (const QJsonValue &entry : entries) {
        const QJsonObject object = entry.toObject();
        const Application application{.id = idOf(object, "id"_L1),
                                      .candidate = idOf(object, "candidate_id"_L1),
                                      .status = textOf(object, "status"_L1, maxWord),
                                      .stage = idOf(object, "job_interview_stage_id"_L1),
                                      .rejectionReason = idOf(object, "rejection_reason_id"_L1),
                                      .createdAt = timeOf(object, "created_at"_L1),
                                      .changedAt = timeOf(object, "updated_at"_L1)};
        if (!application.id.isEmpty())
            applications.append(application);
    }
    return applications;
}

std::optional<Application> currentOf(const QList<Application> &applications)
{
    const auto isBefore = [](const Application &a, const Application &b) {
        return std::tuple(a.isActive(), a.createdAt, a.id.toLongLong()) < std::tuple(b.isActive(), b.createdAt, b.id.toLongLong());
    };
    const auto best = std::max_element(applications.begin(), applications.end(), isBefore);
    return best == applications.end() ? std::nullopt : std::optional(*best);
}

QList<Offer> acceptedOf(const QJsonArray &offers, const QString &valueField)
{
    QList<Offer> accepted;
    for (const QJsonValue &entry : offers) {
        const QJsonObject object = entry.toObject();
        if (object.value("status"_L1).toString().compare("accepted"_L1, Qt::CaseInsensitive) != 0)
            continue;
        Offer offer{.application = idOf(object, "application_id"_L1), .acceptedAt = timeOf(object, "resolved_at"_L1), .value = {}};
        if (!valueField.isEmpty()) { // {"name":…,"type":…,"value":"80000"}, and of an amount {"amount":"80000","unit":"USD"}
            const QJsonValue value = object.value("custom_fields"_L1).toObject().value(valueField).toObject().value("value"_L1);
            offer.value = amountOf(value.isObject() ? value.toObject().value("amount"_L1).toString() : value.toString());
        }
        if (!offer.application.isEmpty())
            accepted.append(offer);
    }
    return accepted;
}

bool isMadeFrom(const QJsonObject &candidate, const LeadFacts &facts, Instant since)
{
    const std::optional<calls::LeadRecord> record = candidateOf(candidate);
    const std::optional<Instant> madeAt = timeOf(candidate, "created_at"_L1);
    return record && madeAt && *madeAt >= since && record->numbers.contains(facts.number) && hasTag(candidate, facts.tag);
}

QJsonObject newCandidate(const LeadFacts &facts)
{
    const QString name = bounded(facts.name.simplified(), maxName);
    const qsizetype blank = name.lastIndexOf(u' ');
    const QString first = name.isEmpty() ? QString::fromUtf16(unknown) : blank < 0 ? name : name.left(blank);
    const QString last = blank < 0 ? facts.number.display() : name.mid(blank + 1);
    QJsonObject candidate{{u"first_name"_s, first},
                          {u"last_name"_s, last},
                          {u"phone_numbers"_s, QJsonArray{QJsonObject{{u"value"_s, facts.number.e164()}, {u"type"_s, u"mobile"_s}}}},
                          {u"tags"_s, QJsonArray{facts.tag}}};
    if (!facts.email.isEmpty())
        candidate.insert(u"email_addresses"_s, QJsonArray{QJsonObject{{u"value"_s, facts.email}, {u"type"_s, u"personal"_s}}});
    return candidate;
}

} // namespace ringback::connectors::greenhouse
