#include "connectors/lever/records.h"

#include "base/time.h"
#include "connectors/bounded.h"
#include "connectors/lever/errors.h"
#include "connectors/literaljson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxId = 64;
constexpr qsizetype maxToken = 250; // of a page; it has to fit into our cursor
constexpr qsizetype maxItems = 1000; // of a page; we ask for a hundred
constexpr qsizetype maxOfOne = 100; // numbers, addresses, tags of one thing
constexpr double maxTime = 4'102'444'800'000; // the year 2100

bool isPlain(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'-' || c == u'_';
}

QStringList textsOf(const QJsonObject &object, QLatin1String name)
{
    QStringList texts;
    for (const QJsonValue &each : object.value(name).toArray()) {
        if (texts.size() == maxOfOne)
            break;
        texts.append(bounded(each.toString(), 256).trimmed());
    }
    return texts;
}

// Only what a browser opens is a link.
QString linkOf(const QJsonObject &object)
{
    const QString link = bounded(object.value("urls"_L1).toObject().value("show"_L1).toString(), 512);
    const QUrl url(link, QUrl::StrictMode);
    return url.isValid() && url.scheme() == u"https" ? link : QString();
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
    const QJsonValue value = object.value(name);
    if (!value.isDouble() || value.toDouble() < 0 || value.toDouble() > maxTime)
        return std::nullopt;
    return fromMs(static_cast<qint64>(value.toDouble()));
}

Result<Page> readPage(const HttpAnswer &answer, const QString &name)
{
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    const QJsonValue data = root.value("data"_L1);
    if (!answer.is(200) || !data.isArray() || data.toArray().size() > maxItems)
        return tl::unexpected<Error>(readingFailed(answer, name));
    Page page;
    for (const QJsonValue &item : data.toArray())
        page.items.append(item.toObject());
    if (!root.value("hasNext"_L1).toBool())
        return page;
    page.next = root.value("next"_L1).toString();
    if (page.next.isEmpty() || page.next.size() > maxToken)
        return failure(ErrorKind::Invalid, u"%1: a page without a way to the next"_s.arg(name));
    return page;
}

Result<Opportunity> readOpportunity(const QJsonObject &object)
{
    Opportunity opportunity;
    calls::LeadRecord &record = opportunity.record;
    record.id = idOf(object);
    if (record.id.isEmpty())
        return failure(ErrorKind::Invalid, u"an opportunity without an id"_s);
    record.name = textOf(object, "name"_L1);
    for (const QJsonValue &phone : object.value("phones"_L1).toArray()) {
        if (record.numbers.size() == maxOfOne)
            break;
        const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(textOf(phone.toObject(), "value"_L1, maxId));
        if (number && !record.numbers.contains(*number))
            record.numbers.append(*number);
    }
    for (const QString &email : textsOf(object, "emails"_L1)) {
        if (!email.isEmpty())
            record.emails.append(email.toLower());
    }
    record.kind = calls::ContactKind::Candidate;
    record.owner = idOf(object, "owner"_L1);
    record.url = linkOf(object);
    record.changedAt = timeOf(object, "updatedAt"_L1);
    record.isGone = object.value("isAnonymized"_L1).toBool();

    opportunity.contact = idOf(object, "contact"_L1);
    opportunity.stage = idOf(object, "stage"_L1);
    opportunity.tags = textsOf(object, "tags"_L1);
    opportunity.createdAt = timeOf(object, "createdAt"_L1);
    // Said twice in some answers, and once or the other way in others.
    const QJsonObject archived = object.value("archived"_L1).toObject();
    opportunity.archivedAt = timeOf(archived, "archivedAt"_L1);
    opportunity.archiveReason = idOf(archived, "reason"_L1);
    if (!opportunity.archivedAt)
        opportunity.archivedAt = timeOf(object, "archivedAt"_L1);
    if (opportunity.archiveReason.isEmpty())
        opportunity.archiveReason = idOf(object, "archiveReason"_L1);
    record.isOpen = !opportunity.archivedAt;
    return opportunity;
}

std::optional<Money> offerValue(const QByteArray &answer, const QString &field)
{
    static const QStringList made{u"approved"_s, u"sent"_s, u"sent-manually"_s, u"opened"_s};
    QString amount;
    bool isSigned = false;
    qint64 newest = -1;
    for (const QJsonValue &each : QJsonDocument::fromJson(numbersAsText(answer)).object().value("data"_L1).toArray()) {
        const QJsonObject offer = each.toObject();
        const QString status = textOf(offer, "status"_L1);
        const bool isThis = status == u"signed";
        const qint64 createdAt = textOf(offer, "createdAt"_L1).toLongLong();
        if ((!isThis && !made.contains(status)) || (isSigned && !isThis) || (isThis == isSigned && createdAt <= newest))
            continue;
        isSigned = isThis;
        newest = createdAt;
        amount.clear();
        for (const QJsonValue &one : offer.value("fields"_L1).toArray()) {
            const QJsonObject said = one.toObject();
            const bool isField = textOf(said, "identifier"_L1) == field || textOf(said, "text"_L1).compare(field, Qt::CaseInsensitive) == 0;
            if (isField && amount.isEmpty())
                amount = textOf(said, "value"_L1);
        }
    }
    amount.remove(u'$'); // a text field holds what people write
    amount.remove(u',');
    if (const std::optional<qint64> cents = centsOf(amount.trimmed()))
        return Money{*cents};
    return std::nullopt;
}

} // namespace ringback::connectors::lever
