#include "connectors/greenhouse/system.h"

#include "base/time.h"
#include "connectors/greenhouse/errors.h"

#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

// What is read from Greenhouse.
namespace ringback::connectors::greenhouse {

using namespace Qt::StringLiterals;

namespace {

constexpr Milliseconds overlap = std::chrono::minutes(2);
constexpr int passesGivenUp = 3; // of one reading of the list, before it is said not to be readable

QByteArray joined(const QStringList &ids)
{
    return ids.join(u',').toLatin1();
}

// Where a reading of the list stands. Lists come by falling id, whatever is asked for, so that only a whole pass tells of all that has changed: the
// next one begins where this one began.
struct Place {
    QString since; ///< ISO; empty = from the first candidate on
    QString began; ///< when this pass did, by Greenhouse's clock
    QByteArray next; ///< empty = at its beginning
    int givenUp = 0;
};

Place placeOf(const QString &cursor)
{
    const QJsonObject object = QJsonDocument::fromJson(cursor.toUtf8()).object();
    const QByteArray next = object.value("next"_L1).toString().toLatin1();
    return {.since = object.value("since"_L1).toString(),
            .began = object.value("began"_L1).toString(),
            .next = next.startsWith("/v3/candidates?") ? next : QByteArray(),
            .givenUp = object.value("given_up"_L1).toInt()};
}

QString cursorOf(const Place &place)
{
    QJsonObject object{{u"since"_s, place.since}};
    if (!place.next.isEmpty()) {
        object.insert(u"began"_s, place.began);
        object.insert(u"next"_s, QString::fromLatin1(place.next));
    }
    if (place.givenUp > 0)
        object.insert(u"given_up"_s, place.givenUp);
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QByteArray startOf(const Place &place)
{
    QByteArray target = "/v3/candidates?per_page=" + QByteArray::number(GreenhouseApi::pageSize);
    const QDateTime from = QDateTime::fromString(place.since, Qt::ISODateWithMs);
    if (from.isValid())
        target += "&updated_at=" + since(fromMs(from.toMSecsSinceEpoch()) - overlap);
    return target;
}

} // namespace

GreenhouseSystem::GreenhouseSystem(const GreenhouseSettings &settings, QMap<QString, QString> choices, const Surroundings &surroundings)
    : m_api(settings, surroundings)
    , m_userId(settings.userId)
    , m_choices(std::move(choices))
{}

void GreenhouseSystem::abandon()
{
    m_api.abandon();
}

// Only an address can be asked for; numbers are looked up in the list that is kept here.
QCoro::Task<Result<QList<calls::LeadRecord>>> GreenhouseSystem::find(LeadQuery query)
{
    Result<QList<calls::LeadRecord>> records = QList<calls::LeadRecord>();
    if (query.email.isEmpty())
        co_return records;
    const Result<QJsonArray> found = co_await m_api.all("/v3/candidates?email=" + QUrl::toPercentEncoding(query.email.trimmed()));
    QStringList ids;
    if (!found) {
        records = failure(found);
        co_return records;
    }
    for (const QJsonValue &each : *found) {
        const std::optional<calls::LeadRecord> record = candidateOf(each.toObject());
        if (record && record->emails.contains(query.email.trimmed().toLower()) && ids.size() < 50) {
            records->append(*record);
            ids.append(record->id);
        }
    }
    if (ids.isEmpty())
        co_return records;
    const Result<QList<Application>> theirs = co_await applications("candidate_ids=" + joined(ids));
    if (!theirs) {
        records = failure(theirs);
        co_return records;
    }
    for (calls::LeadRecord &record : *records) {
        record.isOpen = std::any_of(theirs->begin(), theirs->end(),
                                    [&](const Application &each) { return each.candidate == record.id && each.isActive(); });
    }
    std::stable_sort(records->begin(), records->end(), [](const calls::LeadRecord &a, const calls::LeadRecord &b) {
        return std::pair(a.isOpen, a.changedAt) > std::pair(b.isOpen, b.changedAt);
    });
    co_return records;
}

QCoro::Task<Result<LeadChanges>> GreenhouseSystem::changesSince(QString cursor)
{
    Place place = placeOf(cursor);
    const bool goesOn = !place.next.isEmpty();
    const QByteArray start = startOf(place);
    const QByteArray target = goesOn ? place.next : start;
    Result<Page> page = co_await m_api.page(target);
    if (!page && page.error().kind == ErrorKind::Invalid && goesOn && place.givenUp < passesGivenUp) {
        ++place.givenUp; // a cursor does not live for ever: once more from the beginning of this pass
        page = co_await m_api.page(start);
        place.began.clear();
    }
    Result<LeadChanges> changes = LeadChanges();
    if (!page) {
        changes = failure(page);
        co_return changes;
    }
    if (!goesOn || place.began.isEmpty())
        place.began = toIso(page->at.value_or(m_api.now()));
    for (const QJsonValue &each : page->entries) {
        if (const std::optional<calls::LeadRecord> record = candidateOf(each.toObject()))
            changes->records.append(*record);
    }
    place.next = page->next;
    changes->isLast = place.next.isEmpty();
    if (changes->isLast)
        place = Place{.since = place.began, .began = {}, .next = {}, .givenUp = 0};
    changes->cursor = cursorOf(place);
    co_return changes;
}

// A hire is a win. What it was worth Greenhouse knows only where the office keeps it in a field of its own on the offer.
QCoro::Task<Result<QList<calls::Win>>> GreenhouseSystem::wins(WinQuery query)
{
    Result<QList<calls::Win>> wins = QList<calls::Win>();
    QStringList candidates;
    for (const calls::LeadLink &link : query.links) {
        if (!link.record.isEmpty() && !candidates.contains(link.record) && candidates.size() < winsAtOnce)
            candidates.append(link.record);
    }
    if (candidates.isEmpty())
        co_return wins;
    const Result<QList<Application>> all = co_await applications("candidate_ids=" + joined(candidates));
    if (!all) {
        wins = failure(all);
        co_return wins;
    }
    const QString field = m_choices.value(u"offer_value_field"_s);
    QList<Offer> offers;
    for (qsizetype i = 0; i < all->size(); i += 50) { // so many ids at most
        QStringList ids;
        for (const Application &each : all->mid(i, 50))
            ids.append(each.id);
        const Result<QJsonArray> found =
            co_await m_api.all("/v3/offers?application_ids=" + joined(ids) + "&current_only=true&per_page=500");
        const bool mayNot = !found && found.error().what.startsWith("no_right"_L1) && field.isEmpty(); // then it is a hire without an offer
        if (!found && !mayNot) {
            wins = failure(found);
            co_return wins;
        }
        if (found)
            offers += acceptedOf(*found, field);
    }
    for (const Application &application : *all) {
        const auto offer =
            std::find_if(offers.begin(), offers.end(), [&](const Offer &each) { return each.application == application.id; });
        const bool isHired = application.status == "hired"_L1;
        const bool wasHired = application.status == "rejected"_L1 && offer != offers.end(); // after the offer had been taken
        const std::optional<Instant> offeredAt = offer == offers.end() ? std::nullopt : offer->acceptedAt;
        const std::optional<Instant> wonAt = offeredAt ? offeredAt : application.changedAt;
        if ((!isHired && !wasHired) || !wonAt || *wonAt < query.since)
            continue;
        wins->append({.id = application.id,
                      .record = application.candidate,
                      .what = u"placement"_s,
                      .title = {},
                      .amount = offer == offers.end() ? std::nullopt : offer->value,
                      .wonAt = *wonAt,
                      .url = addressOf(application.candidate, application.id),
                      .isTakenBack = !isHired});
    }
    co_return wins;
}

} // namespace ringback::connectors::greenhouse
