#include "base/time.h"
#include "connectors/acculynx/pages.h"
#include "connectors/acculynx/system.h"

#include <QJsonDocument>

// The list of contacts, for looking up here who has a number.
namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxJobPages = 4000; // AccuLynx lists a hundred thousand jobs at most
constexpr int mostStarts = 3;

// Where the next page begins: in a pass over all contacts, whose order nobody describes and which has no filter; or among those that are new.
struct Cursor {
    bool isPass = true;
    Instant began{}; ///< of the last pass over all, or of this one
    Instant since{}; ///< new ones: made after that
    Instant looked{}; ///< when this look at the new ones began
    int starts = 1; ///< how often it was begun since a page came as it should
    Pages pages;

    static std::optional<Cursor> read(const QString &text)
    {
        const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
        const std::optional<Instant> began = timeOf(object, "began"_L1);
        if (!began)
            return std::nullopt;
        return Cursor{.isPass = object.value("pass"_L1).toBool(),
                      .began = *began,
                      .since = timeOf(object, "since"_L1).value_or(*began),
                      .looked = timeOf(object, "looked"_L1).value_or(*began),
                      .starts = object.value("starts"_L1).toInt(1),
                      .pages = Pages::read(object.value("pages"_L1).toObject())};
    }
    [[nodiscard]] QString written() const
    {
        const QJsonObject object{{u"pass"_s, isPass},          {u"began"_s, toIso(began)}, {u"since"_s, toIso(since)},
                                 {u"looked"_s, toIso(looked)}, {u"starts"_s, starts},      {u"pages"_s, pages.written()}};
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    }
};

} // namespace

QCoro::Task<Result<LeadChanges>> AccuLynxSystem::changesSince(QString cursor)
{
    Result<LeadChanges> changes;
    const Instant now = m_api.now();
    Cursor at = Cursor::read(cursor).value_or(Cursor{.isPass = true, .began = now});
    const bool isAtStart = at.pages.index() == 0;
    if (!at.isPass && isAtStart && now - at.began >= passEvery)
        at = Cursor{.isPass = true, .began = now};
    if (at.isPass && (isAtStart || !m_customers)) {
        const Done learnt = co_await learnCustomers();
        const bool mayNot = !learnt && learnt.error().what.startsWith("no_right"_L1);
        if (mayNot) { // contacts without what jobs would tell are better than none
            m_customers = QSet<QString>();
        } else if (!learnt) {
            changes = failure(learnt);
            co_return changes;
        }
    }
    if (!at.isPass && isAtStart)
        at.looked = now;

    const QByteArray which = at.pages.query("pageStartIndex");
    Result<Page> page;
    if (at.isPass) {
        const QByteArray target = "/contacts?includes=phoneNumber,emailAddress&" + which;
        const HttpAnswer answer = co_await m_api.read(target);
        page = readPage(answer, u"contacts"_s);
    } else {
        page = co_await searchContacts(at.since - clockMargin, which);
    }
    const bool isFirst = at.pages.index() == 0;
    const Done taken = page ? at.pages.take(*page) : Done(failure(page));
    // What is new at the list's front pushes the rest back, so that a page may come twice: from its beginning then, and not for ever.
    if (page && !taken && at.starts < mostStarts) {
        ++at.starts;
        at.pages = Pages();
        changes->isLast = false;
        changes->cursor = at.written();
        co_return changes;
    }
    if (!taken) {
        changes = failure(taken);
        co_return changes;
    }
    if (!isFirst)
        at.starts = 1;
    const Result<QList<calls::LeadRecord>> records = contactRecords(*page);
    if (!records) {
        changes = failure(records);
        co_return changes;
    }
    changes->records = *records;
    for (calls::LeadRecord &record : changes->records) {
        if (m_customers && m_customers->contains(record.id)) {
            record.kind = calls::ContactKind::PriorCustomer;
            record.isOpen = true;
        }
    }
    if (at.isPass)
        changes->total = page->count;
    changes->isLast = at.pages.isAtEnd();
    if (changes->isLast) {
        at.since = at.isPass ? at.began : at.looked;
        at.isPass = false;
        at.starts = 1;
        at.pages = Pages();
    }
    changes->cursor = at.written();
    co_return changes;
}

// A contact does not say whether jobs were won with it; jobs do.
QCoro::Task<Done> AccuLynxSystem::learnCustomers()
{
    static const QStringList won{u"approved"_s, u"completed"_s, u"invoiced"_s, u"closed"_s};
    const QByteArray filter = "/jobs?milestones=" + won.join(u',').toLatin1() + "&includes=contact&";
    QSet<QString> customers;
    Pages pages;
    Done done;
    for (int i = 0; i < maxJobPages && !pages.isAtEnd(); ++i) {
        const QByteArray target = filter + pages.query("recordStartIndex");
        const HttpAnswer answer = co_await m_api.read(target);
        const Result<Page> page = readPage(answer, u"jobs"_s);
        done = page ? pages.take(*page) : Done(failure(page));
        if (!done)
            co_return done;
        for (const QJsonObject &item : page->items) {
            const Result<Job> job = readJob(item);
            if (!job || !won.contains(job->milestone.toLower()))
                continue;
            for (const QString &contact : job->contacts)
                customers.insert(contact);
        }
    }
    m_customers = customers;
    co_return done;
}

} // namespace ringback::connectors::acculynx
