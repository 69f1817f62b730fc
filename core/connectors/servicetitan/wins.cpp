#include "base/time.h"
#include "connectors/servicetitan/json.h"
#include "connectors/servicetitan/system.h"

#include <algorithm>

// Jobs of the customers and bookings that we wrote or touched, and what their invoices come to.
namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

QCoro::Task<Result<QList<QJsonObject>>> ServiceTitan::jobsOf(Reference of, Instant since)
{
    // A job that was finished or called off since has changed since.
    const QByteArray whose = (of.table == Reference::Table::Booking ? "/jobs?bookingId=" : "/jobs?customerId=") + of.id.toLatin1();
    const QByteArray path = whose + "&modifiedOnOrAfter=" + escaped(toIso(since));
    Result<QList<QJsonObject>> jobs = co_await m_api.list("jpm", path);
    co_return jobs;
}

QCoro::Task<Result<QList<calls::Win>>> ServiceTitan::wins(WinQuery query)
{
    QList<calls::Win> found;
    for (const calls::LeadLink &link : query.links.mid(0, winsAtOnce)) {
        const std::optional<Reference> of = Reference::read(link.record);
        if (!of || of->table == Reference::Table::Lead)
            continue;
        const Result<QList<QJsonObject>> jobs = co_await jobsOf(*of, query.since);
        if (!jobs) {
            Result<QList<calls::Win>> failed = failure(jobs);
            co_return failed;
        }
        for (const QJsonObject &job : *jobs) {
            const QList<QJsonObject> none;
            std::optional<calls::Win> win = winOf(job, none, link.record, m_setup.webHost, query.since);
            if (!win)
                continue;
            if (textOf(job, "jobStatus"_L1) == "Completed"_L1) {
                const QByteArray path = "/invoices?jobId=" + idOf(job, "id"_L1).toLatin1();
                const Result<QList<QJsonObject>> invoices = co_await m_api.list("accounting", path);
                if (invoices) {
                    win = winOf(job, *invoices, link.record, m_setup.webHost, query.since);
                } else if (invoices.error().kind != ErrorKind::Refused || !invoices.error().what.startsWith("no_right"_L1)) {
                    Result<QList<calls::Win>> failed = failure(invoices); // without a right to invoices the job's own total has to do
                    co_return failed;
                }
            }
            found.append(*win);
        }
    }
    Result<QList<calls::Win>> all = found;
    co_return all;
}

} // namespace ringback::connectors::servicetitan
