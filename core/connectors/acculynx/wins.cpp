#include "connectors/acculynx/pages.h"
#include "connectors/acculynx/system.h"

#include <QJsonDocument>

// What jobs have earned.
namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxJobPages = 8; // of one contact: two hundred jobs

bool isWon(const QString &milestone)
{
    static const QStringList won{u"approved"_s, u"completed"_s, u"invoiced"_s, u"closed"_s};
    return won.contains(milestone.toLower());
}

bool isNotThere(const HttpAnswer &answer)
{
    return answer.status == 404 && !answer.brokeOff;
}

} // namespace

QCoro::Task<Result<QList<calls::Win>>> AccuLynxSystem::wins(WinQuery query)
{
    Result<QList<calls::Win>> found = QList<calls::Win>();
    QSet<QString> asked; // one job may hang on several contacts
    for (const calls::LeadLink &link : std::as_const(query.links)) {
        if (link.record.isEmpty())
            continue;
        const Result<QStringList> jobs = co_await jobsOf(link.record);
        if (!jobs) {
            found = failure(jobs);
            co_return found;
        }
        for (const QString &job : *jobs) {
            if (asked.contains(job))
                continue;
            asked.insert(job);
            const Result<std::optional<calls::Win>> win = co_await winOf(job, link.record, query.since);
            if (!win) {
                found = failure(win);
                co_return found;
            }
            if (*win)
                found->append(**win);
        }
    }
    co_return found;
}

QCoro::Task<Result<QStringList>> AccuLynxSystem::jobsOf(QString contact)
{
    Result<QStringList> jobs = QStringList();
    Pages pages;
    for (int i = 0; i < maxJobPages && !pages.isAtEnd(); ++i) {
        const QByteArray target = "/contacts/" + QUrl::toPercentEncoding(contact) + "/jobs?" + pages.query("recordStartIndex");
        const HttpAnswer answer = co_await m_api.read(target);
        if (isNotThere(answer))
            co_return jobs; // the contact is gone
        const Result<Page> page = readPage(answer, u"jobs of a contact"_s);
        const Done taken = page ? pages.take(*page) : Done(failure(page));
        if (!taken) {
            jobs = failure(taken);
            co_return jobs;
        }
        for (const QString &id : page->ids()) {
            if (!id.isEmpty() && !jobs->contains(id))
                jobs->append(id);
        }
    }
    co_return jobs;
}

QCoro::Task<Result<std::optional<calls::Win>>> AccuLynxSystem::winOf(QString job, QString record, Instant since)
{
    Result<std::optional<calls::Win>> win = std::optional<calls::Win>();
    const QByteArray path = "/jobs/" + QUrl::toPercentEncoding(job);
    const HttpAnswer head = co_await m_api.read(path);
    if (isNotThere(head)) // a lead that nobody has taken: not won
        co_return win;
    const Result<Job> read = readJob(QJsonDocument::fromJson(head.body).object());
    if (!head.is(200) || !read) {
        win = tl::unexpected<Error>(readingFailed(head, u"a job"_s));
        co_return win;
    }
    const bool isCancelled = read->milestone.compare("cancelled"_L1, Qt::CaseInsensitive) == 0;
    if ((!isWon(read->milestone) && !isCancelled) || (read->modifiedAt && *read->modifiedAt < since))
        co_return win;

    const QByteArray historyTarget = path + "/milestone-history";
    const HttpAnswer history = co_await m_api.read(historyTarget);
    const QJsonDocument document = QJsonDocument::fromJson(history.body);
    if (!history.is(200) || !document.object().value("items"_L1).isArray()) {
        win = tl::unexpected<Error>(readingFailed(history, u"a job's history"_s));
        co_return win;
    }
    const std::optional<Instant> wonAt = approvedAt(document.object());
    if (!wonAt || *wonAt < since)
        co_return win;

    calls::Win won{.id = job,
                   .record = record,
                   .what = u"job"_s,
                   .title = read->title,
                   .amount = {},
                   .wonAt = *wonAt,
                   .url = jobUrl(job),
                   .isTakenBack = isCancelled};
    const QByteArray financialsTarget = path + "/financials";
    const HttpAnswer financials = co_await m_api.read(financialsTarget);
    if (financials.is(200)) {
        won.amount = approvedValue(financials.body);
    } else if (!isNotThere(financials)) { // where there are none, none are named
        win = tl::unexpected<Error>(readingFailed(financials, u"a job's financials"_s));
        co_return win;
    }
    win = std::optional(won);
    co_return win;
}

} // namespace ringback::connectors::acculynx
