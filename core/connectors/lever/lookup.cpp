#include "base/time.h"
#include "connectors/lever/system.h"
#include "connectors/lever/texts.h"

#include <QJsonDocument>

#include <algorithm>

// What is there already.
namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

namespace {

// Open ones first, then those that were changed last.
bool comesFirst(const calls::LeadRecord &a, const calls::LeadRecord &b)
{
    return std::pair(a.isOpen, a.changedAt.value_or(Instant())) > std::pair(b.isOpen, b.changedAt.value_or(Instant()));
}

QByteArray ms(Instant at)
{
    return QByteArray::number(toMs(at));
}

} // namespace

// By address only: Lever cannot be asked for a number (crm-ats-calendar.md, 7).
QCoro::Task<Result<QList<calls::LeadRecord>>> LeverSystem::find(LeadQuery query)
{
    Result<QList<calls::LeadRecord>> found = QList<calls::LeadRecord>();
    if (query.email.isEmpty()) {
        found = failure(ErrorKind::Refused, u"Lever cannot be asked for a number"_s);
        co_return found;
    }
    const QString email = query.email.toLower();
    const QByteArray filter = "limit=100&email=" + QUrl::toPercentEncoding(email);
    const Result<QList<QJsonObject>> items = co_await all("/opportunities", filter);
    if (!items) {
        found = failure(items);
        co_return found;
    }
    for (const QJsonObject &item : *items) {
        const Result<Opportunity> each = readOpportunity(item);
        if (!each) {
            found = failure(each);
            co_return found;
        }
        if (!each->record.isGone && each->record.emails.contains(email)) // else it was not what we asked for
            found->append(each->record);
    }
    std::stable_sort(found->begin(), found->end(), comesFirst);
    co_return found;
}

// Who was made since then with our tag and that number.
QCoro::Task<Result<std::optional<calls::LeadRecord>>> LeverSystem::newOpportunity(LeadFacts facts, Instant since)
{
    Result<std::optional<calls::LeadRecord>> found = std::optional<calls::LeadRecord>();
    const QString tag = chosen(u"tag"_s, facts.tag);
    const QByteArray filter = "limit=100&tag=" + QUrl::toPercentEncoding(tag) + "&created_at_start=" + ms(since);
    const Result<QList<QJsonObject>> items = co_await all("/opportunities", filter);
    if (!items) {
        found = failure(items);
        co_return found;
    }
    for (const QJsonObject &item : *items) {
        const Result<Opportunity> each = readOpportunity(item);
        if (!each) {
            found = failure(each);
            co_return found;
        }
        const bool isAsked = each->createdAt && *each->createdAt >= since && each->tags.contains(tag);
        if (isAsked && each->record.numbers.contains(facts.number)) {
            found = std::optional(each->record);
            co_return found;
        }
    }
    co_return found;
}

// Errors: NotFound (it is gone), otherwise as find().
QCoro::Task<Result<Opportunity>> LeverSystem::opportunity(QString id)
{
    const QByteArray target = "/opportunities/" + QUrl::toPercentEncoding(id);
    const HttpAnswer answer = co_await m_api.read(target);
    Result<Opportunity> read;
    if (answer.status == 404 && readError(answer).isLevers()) {
        read = failure(ErrorKind::NotFound, u"the opportunity is gone"_s);
        co_return read;
    }
    read = readOpportunity(QJsonDocument::fromJson(answer.body).object().value("data"_L1).toObject());
    if (!answer.is(200) || !read)
        read = tl::unexpected<Error>(readingFailed(answer, u"an opportunity"_s));
    co_return read;
}

QCoro::Task<Result<bool>> LeverSystem::hasNote(QString opportunity, QString marker)
{
    const QByteArray path = "/opportunities/" + QUrl::toPercentEncoding(opportunity) + "/notes";
    const Result<QList<QJsonObject>> notes = co_await all(path, "limit=100");
    Result<bool> has = false;
    if (!notes) {
        has = failure(notes);
        co_return has;
    }
    // Wherever in a note its words stand: its fields are the account's.
    const QByteArray sought = '[' + marker.toUtf8() + ']';
    for (const QJsonObject &note : *notes)
        has = *has || QJsonDocument(note).toJson(QJsonDocument::Compact).contains(sought);
    co_return has;
}

QCoro::Task<WriteFinding> LeverSystem::findLead(LeadWriteHeader header, Instant since)
{
    WriteFinding finding = NotFound{};
    if (header.link.record.isEmpty()) {
        const Instant from = std::min(since, header.facts.calledAt) - clockMargin;
        const Result<std::optional<calls::LeadRecord>> known = co_await newOpportunity(header.facts, from);
        if (!known) {
            finding = Unknown{known.error().what};
            co_return finding;
        }
        if (!*known)
            co_return finding;
        header.link.record = (*known)->id;
        header.link.url = (*known)->url;
        header.link.isOurs = true;
    }
    header.link.lead = header.link.record;
    finding = co_await findNote(header);
    co_return finding;
}

QCoro::Task<WriteFinding> LeverSystem::findNote(LeadWriteHeader header)
{
    WriteFinding finding = NotFound{};
    const Result<bool> has = co_await hasNote(header.link.record, header.marker);
    if (!has) {
        finding = Unknown{has.error().what};
    } else if (*has) {
        finding = Written{header.link};
    }
    co_return finding;
}

QCoro::Task<WriteFinding> LeverSystem::findStatus(SetStatus status)
{
    const LeadWriteHeader header = status.header;
    WriteFinding finding = NotFound{};
    if (const std::optional<Shown> shown = shownBy(chosen(u"status."_s + header.facts.status))) {
        const Result<Opportunity> now = co_await opportunity(header.link.record);
        if (!now) {
            if (now.error().kind != ErrorKind::NotFound)
                finding = Unknown{now.error().what};
            co_return finding;
        }
        const bool isThere = shown->stage.isEmpty() ? now->archivedAt && now->archiveReason == shown->reason
                                                    : !now->archivedAt && now->stage == shown->stage;
        if (isThere) {
            finding = Written{header.link};
            co_return finding;
        }
    }
    finding = co_await findNote(header);
    co_return finding;
}

} // namespace ringback::connectors::lever
