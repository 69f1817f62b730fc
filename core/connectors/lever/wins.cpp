#include "base/time.h"
#include "connectors/lever/system.h"

// Who was hired. The process in which somebody is hired is often another one than that of the call: the person is the same.
namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

// Errors as find().
QCoro::Task<Result<QList<Opportunity>>> LeverSystem::hires(Instant since)
{
    Result<QList<Opportunity>> hired = QList<Opportunity>();
    const Result<QList<QJsonObject>> reasons = co_await all("/archive_reasons", {});
    if (!reasons) {
        hired = failure(reasons);
        co_return hired;
    }
    for (const QJsonObject &each : *reasons) {
        const QString reason = idOf(each);
        if (textOf(each, "type"_L1) != u"hired" || reason.isEmpty())
            continue;
        const QByteArray filter =
            "limit=100&archived_at_start=" + QByteArray::number(toMs(since)) + "&archive_reason_id=" + QUrl::toPercentEncoding(reason);
        const Result<QList<QJsonObject>> items = co_await all("/opportunities", filter);
        if (!items) {
            hired = failure(items);
            co_return hired;
        }
        for (const QJsonObject &item : *items) {
            const Result<Opportunity> opportunity = readOpportunity(item);
            if (!opportunity) {
                hired = failure(opportunity);
                co_return hired;
            }
            const bool isAsked = opportunity->archiveReason == reason && opportunity->archivedAt && *opportunity->archivedAt >= since;
            if (isAsked && !opportunity->record.isGone)
                hired->append(*opportunity);
        }
    }
    co_return hired;
}

// Of which person an opportunity is; empty = it is gone.
QCoro::Task<Result<QString>> LeverSystem::contactOf(QString id)
{
    Result<QString> contact = m_contacts.value(id);
    if (!contact->isEmpty())
        co_return contact;
    const Result<Opportunity> read = co_await opportunity(id);
    if (read) {
        contact = read->contact;
        m_contacts.insert(id, read->contact);
    } else if (read.error().kind != ErrorKind::NotFound) {
        contact = failure(read);
    }
    co_return contact;
}

QCoro::Task<Result<QList<calls::Win>>> LeverSystem::wins(WinQuery query)
{
    Result<QList<calls::Win>> found = QList<calls::Win>();
    const Result<QList<Opportunity>> hired = co_await hires(query.since);
    if (!hired) {
        found = failure(hired);
        co_return found;
    }
    QHash<QString, QString> records; // by person
    if (!hired->isEmpty()) {
        for (const calls::LeadLink &link : std::as_const(query.links)) {
            if (link.record.isEmpty())
                continue;
            const Result<QString> contact = co_await contactOf(link.record);
            if (!contact) {
                found = failure(contact);
                co_return found;
            }
            if (!contact->isEmpty())
                records.insert(*contact, link.record);
        }
    }
    const QString field = chosen(u"offer_value_field"_s);
    for (const Opportunity &each : *hired) {
        const QString record = records.value(each.contact);
        if (record.isEmpty())
            continue;
        calls::Win win{.id = each.record.id,
                       .record = record,
                       .what = u"placement"_s,
                       .title = each.record.name,
                       .amount = {},
                       .wonAt = *each.archivedAt,
                       .url = each.record.url,
                       .isTakenBack = false};
        if (!field.isEmpty()) {
            const QByteArray target = "/opportunities/" + QUrl::toPercentEncoding(each.record.id) + "/offers";
            const HttpAnswer offers = co_await m_api.read(target);
            const Result<Page> page = readPage(offers, u"offers"_s);
            if (!page) {
                found = failure(page);
                co_return found;
            }
            win.amount = offerValue(offers.body, field);
        }
        found->append(win);
    }
    co_return found;
}

} // namespace ringback::connectors::lever
