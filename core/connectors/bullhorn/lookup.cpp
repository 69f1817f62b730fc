#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/records.h"
#include "connectors/bullhorn/system.h"

#include <algorithm>

// Who has that number?
namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxMatches = 200; // of one number or address
constexpr int commonSpellings = 5; // of spellings(), those that are also looked for with something behind them: `x204`
constexpr Milliseconds indexMayTrail = std::chrono::seconds(30); // it is said to be two
constexpr Milliseconds leadsStayOff = std::chrono::hours(1);

QString numberFilter(const calls::PhoneNumber &number)
{
    const QStringList ways = spellings(number);
    QStringList clauses;
    for (const QString &field : {u"phone:"_s, u"mobile:"_s, u"phone2:"_s, u"phone3:"_s}) {
        for (const QString &way : ways)
            clauses.append(field + lucenePhrase(way));
        for (const QString &way : ways.first(std::min<qsizetype>(commonSpellings, ways.size())))
            clauses.append(field + lucenePrefix(way));
    }
    return u'(' + clauses.join(u" OR "_s) + u") AND isDeleted:0"_s;
}

QString emailFilter(const QString &email)
{
    const QString phrase = lucenePhrase(email);
    return u"(email:%1 OR email2:%1 OR email3:%1) AND isDeleted:0"_s.arg(phrase);
}

} // namespace

QCoro::Task<Result<QList<calls::LeadRecord>>> BullhornSystem::find(LeadQuery query)
{
    Result<QList<calls::LeadRecord>> found = co_await searchAll(numberFilter(query.number));
    if (!found)
        co_return found;
    found->removeIf([&](const calls::LeadRecord &record) { return !record.numbers.contains(query.number); });

    // The index trails: whom we made a moment ago the database knows.
    m_fresh.removeIf([this](const Fresh &fresh) { return m_api.now() > fresh.at + indexMayTrail; });
    const QList<Fresh> made = m_fresh;
    for (const Fresh &fresh : made) {
        const bool isThere =
            std::any_of(found->cbegin(), found->cend(), [&](const calls::LeadRecord &each) { return each.id == fresh.ref.text(); });
        if (fresh.number != query.number || isThere)
            continue;
        Api::List list{.source = "query/" + fresh.ref.table.toLatin1(),
                       .filter = u"id=%1 AND isDeleted=false"_s.arg(fresh.ref.id),
                       .fields = personFields};
        const Rows rows = co_await m_api.list(std::move(list));
        if (!rows) {
            found = failure(rows);
            co_return found;
        }
        for (const QJsonObject &row : *rows) {
            if (const std::optional<calls::LeadRecord> record = readPerson(fresh.ref.table, row, m_account.cluster))
                found->append(*record);
        }
    }

    const QString email = query.email.trimmed().toLower();
    if (found->isEmpty() && !email.isEmpty()) {
        found = co_await searchAll(emailFilter(email));
        if (found)
            found->removeIf([&](const calls::LeadRecord &record) { return !record.emails.contains(email); });
    }
    if (found) {
        found->removeIf([](const calls::LeadRecord &record) { return record.isGone; });
        sortPersons(*found);
    }
    co_return found;
}

QCoro::Task<Result<QList<calls::LeadRecord>>> BullhornSystem::searchAll(QString filter)
{
    Result<QList<calls::LeadRecord>> all = QList<calls::LeadRecord>();
    for (const QString &table : {u"Candidate"_s, u"ClientContact"_s, u"Lead"_s}) {
        const bool isLead = table == "Lead"_L1;
        if (isLead && m_noLeadsUntil && m_api.now() < *m_noLeadsUntil)
            continue;
        const Result<QList<calls::LeadRecord>> some = co_await search(table, filter);
        if (some) {
            all->append(*some);
            continue;
        }
        // Leads are a part that a customer may have switched off, or an API user may not see.
        const bool isOff = some.error().kind == ErrorKind::NotFound || some.error().kind == ErrorKind::Invalid ||
                           some.error().what.startsWith("no_right"_L1);
        if (isLead && isOff) {
            m_noLeadsUntil = m_api.now() + leadsStayOff;
            continue;
        }
        all = failure(some);
        if (all.error().kind == ErrorKind::NotFound)
            all = failure(ErrorKind::Invalid, some.error().what);
        break;
    }
    co_return all;
}

QCoro::Task<Result<QList<calls::LeadRecord>>> BullhornSystem::search(QString table, QString filter)
{
    Api::List list{.source = "search/" + table.toLatin1(), .filter = filter, .fields = personFields, .atMost = maxMatches};
    const Rows rows = co_await m_api.list(std::move(list));
    Result<QList<calls::LeadRecord>> records = QList<calls::LeadRecord>();
    if (!rows) {
        records = failure(rows);
        co_return records;
    }
    for (const QJsonObject &row : *rows) {
        if (const std::optional<calls::LeadRecord> record = readPerson(table, row, m_account.cluster))
            records->append(*record);
    }
    co_return records;
}

} // namespace ringback::connectors::bullhorn
