#include "base/time.h"
#include "connectors/acculynx/pages.h"
#include "connectors/acculynx/system.h"
#include "connectors/acculynx/texts.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

// What is there already. AccuLynx cannot be asked for a number (crm-ats-calendar.md, 5): contacts and jobs that are new since the call are gone through.
namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxPages = 100; // 2,500 new contacts since one call: something else is wrong
constexpr Milliseconds day = std::chrono::hours(24); // filters take a date, and nobody says of which zone

bool hasNumber(const QJsonObject &contact, const calls::PhoneNumber &number)
{
    const Result<calls::LeadRecord> record = contactRecord(contact);
    return record && record->numbers.contains(number);
}

QByteArray date(Instant at)
{
    return toDateTime(at).toString(u"yyyy-MM-dd"_s).toLatin1();
}

} // namespace

// Newest first, by the time that they were made.
QCoro::Task<Result<Page>> AccuLynxSystem::searchContacts(Instant since, QByteArray pages)
{
    const QJsonObject sort{{u"sortColumn"_s, u"CreatedDate"_s}, {u"sortDirection"_s, u"Descending"_s}};
    const QJsonObject search{{u"startDate"_s, toIso(since)}, {u"endDate"_s, toIso(m_api.now() + day)}, {u"sort"_s, sort}};
    const QByteArray body = QJsonDocument(search).toJson(QJsonDocument::Compact);
    const QByteArray target = "/contacts/search?" + pages;
    const HttpAnswer answer = co_await m_api.read(target, body);
    Result<Page> page = readPage(answer, u"contacts/search"_s);
    co_return page;
}

// Who was made since then with that number, by us or somebody else; without a record = nobody.
QCoro::Task<Result<calls::LeadLink>> AccuLynxSystem::newContact(LeadFacts facts, Instant since)
{
    Result<calls::LeadLink> found;
    Pages pages;
    for (int i = 0; i < maxPages && !pages.isAtEnd(); ++i) {
        const QByteArray which = pages.query("pageStartIndex");
        const Result<Page> page = co_await searchContacts(since, which);
        const Done taken = page ? pages.take(*page) : Done(failure(page));
        if (!taken) {
            found = failure(taken);
            co_return found;
        }
        for (const QJsonObject &contact : page->items) {
            if (hasNumber(contact, facts.number)) {
                found->record = idOf(contact);
                found->isOurs = !facts.tag.isEmpty() && textOf(contact, "crossReference"_L1) == facts.tag;
                co_return found;
            }
        }
    }
    if (!pages.isAtEnd())
        found = failure(ErrorKind::Transient, u"too many new contacts to look through"_s);
    co_return found;
}

// The enquiry of this case, among the jobs of that contact that were made since then: the one with our reference, or else one that has no other case's.
QCoro::Task<Result<AccuLynxSystem::FoundJob>> AccuLynxSystem::newJob(LeadWriteHeader header, Instant since)
{
    Result<FoundJob> found;
    const QString source = referenceSource(header.facts);
    // Which of the two is listed without being asked for is not described, and somebody may have taken the lead by now.
    for (const QByteArray &assignment : {QByteArray("unassigned"), QByteArray("assigned")}) {
        const QByteArray filter = "/jobs?assignment=" + assignment + "&dateFilterType=CreatedDate&startDate=" + date(since - day) +
                                  "&sortBy=CreatedDate&sortOrder=Descending&includes=contact&";
        Pages pages;
        std::optional<Instant> last;
        bool isPast = false; // those that follow are older
        for (int i = 0; i < maxPages && !pages.isAtEnd() && !isPast; ++i) {
            const QByteArray target = filter + pages.query("recordStartIndex");
            const HttpAnswer answer = co_await m_api.read(target);
            const Result<Page> page = readPage(answer, u"jobs"_s);
            const Done taken = page ? pages.take(*page) : Done(failure(page));
            if (!taken) {
                found = failure(taken);
                co_return found;
            }
            for (const QJsonObject &item : page->items) {
                const Result<Job> job = readJob(item);
                if (!job)
                    continue;
                // A parameter that is not known there is passed over: all jobs, the oldest first.
                if (job->createdAt && last && *job->createdAt > *last) {
                    found = failure(ErrorKind::Invalid, u"jobs came in another order than was asked for"_s);
                    co_return found;
                }
                last = job->createdAt ? job->createdAt : last;
                const bool isOlder = job->createdAt && *job->createdAt < since;
                isPast = isPast || isOlder;
                if (isOlder || !job->contacts.contains(header.link.record))
                    continue;
                const Result<QStringList> references = co_await referencesOf(job->id, source);
                if (!references) {
                    found = failure(references);
                    co_return found;
                }
                const bool isReferred = references->contains(header.marker);
                if (isReferred || (references->isEmpty() && job->createdAt)) {
                    found = FoundJob{job->id, isReferred};
                    co_return found;
                }
            }
        }
    }
    co_return found;
}

// The markers that are filed with a job. By job, since the description wants one there, and its prose agrees.
QCoro::Task<Result<QStringList>> AccuLynxSystem::referencesOf(QString job, QString source)
{
    const QByteArray target =
        "/jobs/external-references?source=" + QUrl::toPercentEncoding(source) + "&jobId=" + QUrl::toPercentEncoding(job);
    const HttpAnswer answer = co_await m_api.read(target);
    Result<QStringList> markers = QStringList();
    const bool isNone = answer.status == 404 && readError(answer).isTheirs;
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    if (!isNone && (!answer.is(200) || !document.isArray())) {
        markers = tl::unexpected<Error>(readingFailed(answer, u"external references"_s));
        co_return markers;
    }
    for (const QJsonValue &each : document.array())
        markers->append(textOf(each.toObject(), "projectId"_L1));
    co_return markers;
}

QCoro::Task<WriteFinding> AccuLynxSystem::findLead(LeadWriteHeader header, Instant since)
{
    const Instant from = std::min(since, header.facts.calledAt) - clockMargin;
    WriteFinding finding = NotFound{};
    if (header.link.record.isEmpty()) {
        const Result<calls::LeadLink> contact = co_await newContact(header.facts, from);
        if (!contact) {
            finding = Unknown{contact.error().what};
            co_return finding;
        }
        header.link.record = contact->record;
        header.link.isOurs = contact->isOurs;
    }
    if (header.link.record.isEmpty())
        co_return finding;
    const Result<FoundJob> job = co_await newJob(header, from);
    if (!job) {
        finding = Unknown{job.error().what};
    } else if (job->isReferred) {
        header.link.lead = job->id;
        header.link.url = jobUrl(job->id);
        finding = Written{header.link};
    }
    co_return finding;
}

// Notes and messages are in no list. What was done with a job is; whether with their words is not described, so that only finding it means something.
QCoro::Task<WriteFinding> AccuLynxSystem::findInHistory(LeadWriteHeader header, Instant since)
{
    WriteFinding finding = Unknown{u"AccuLynx lists no notes"_s};
    if (header.link.lead.isEmpty())
        co_return finding;
    const QByteArray path = "/jobs/" + QUrl::toPercentEncoding(header.link.lead) + "/history?startDate=" + date(since - day) +
                            "&pageSize=" + QByteArray::number(Pages::size) + "&recordStartIndex=";
    qsizetype seen = 0;
    for (int i = 0; i < maxPages; ++i) {
        const QByteArray target = path + QByteArray::number(seen);
        const HttpAnswer answer = co_await m_api.read(target);
        const Result<Page> page = readPage(answer, u"history"_s);
        if (!page || page->items.isEmpty())
            break;
        seen += page->items.size();
        const auto tells = [&](const QJsonObject &action) {
            return action.value("action"_L1).toString().contains(header.marker);
        };
        if (std::any_of(page->items.cbegin(), page->items.cend(), tells)) {
            finding = Written{header.link};
            break;
        }
        if (page->count && seen >= *page->count)
            break;
    }
    co_return finding;
}

// What is only set may be set again. Where the lead could not be changed, a message was tried.
QCoro::Task<WriteFinding> AccuLynxSystem::findStatus(SetStatus status, Instant since)
{
    const LeadWriteHeader header = status.header;
    WriteFinding finding = co_await findInHistory(header, since);
    const bool isShown = status.appointmentAt || priorities().contains(m_api.settings().choices.value(u"status."_s + header.facts.status));
    if (!std::holds_alternative<Unknown>(finding) || status.closes || !isShown || header.link.lead.isEmpty())
        co_return finding;
    const QByteArray target = "/jobs/" + QUrl::toPercentEncoding(header.link.lead);
    const HttpAnswer answer = co_await m_api.read(target);
    if (answer.is(200) && readJob(QJsonDocument::fromJson(answer.body).object()))
        finding = NotFound{};
    co_return finding;
}

} // namespace ringback::connectors::acculynx
