#pragma once

#include "base/clock.h"
#include "store/calendarentrygateway.h"
#include "store/intransaction.h"
#include "store/jobgateway.h"
#include "store/leadwritegateway.h"

#include <QList>

#include <algorithm>

namespace ringback::engine {

/// The same row by the same lease: whoever takes it after that has another number.
[[nodiscard]] inline bool isSameClaim(const store::Job &a, const store::Job &b)
{
    return a.id == b.id && a.leaseNumber == b.leaseNumber;
}
[[nodiscard]] inline bool isSameClaim(const store::LeadWriteRow &a, const store::LeadWriteRow &b)
{
    return a.id == b.id && a.leaseNumber == b.leaseNumber;
}
[[nodiscard]] inline bool isSameClaim(const store::CalendarEntryRow &a, const store::CalendarEntryRow &b)
{
    return a.task == b.task && a.calendar == b.calendar && a.leaseNumber == b.leaseNumber;
}

/// What this engine's requests that are under way have claimed: a handful of jobs, lead writes or calendar entries.
template <class Row>
class Leases final {
public:
    void add(const Row &row) { m_rows.append(row); }
    void remove(const Row &row)
    {
        m_rows.removeIf([&](const Row &each) { return isSameClaim(each, row); });
    }

    /// It is under way, and the lease has not run out in a commit that took long, or in the program's sleep.
    [[nodiscard]] bool holds(const Row &row, Instant now) const
    {
        return std::any_of(m_rows.cbegin(), m_rows.cend(),
                           [&](const Row &each) { return isSameClaim(each, row) && now < each.leaseUntil.value_or(now); });
    }
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] int size() const { return static_cast<int>(m_rows.size()); }

    /// Keeps the leases of all, and of what has `landed` and is not written down yet. Errors: Transient.
    template <class Gateway>
    [[nodiscard]] Done extend(store::Database &database, const Gateway &gateway, const QList<Row> &landed, const QString &engine,
                              Milliseconds lease, Instant now)
    {
        if (m_rows.isEmpty() && landed.isEmpty())
            return {};
        QList<Row> rows = m_rows;
        const Done done = store::inTransaction(database, [&](store::Transaction &transaction) -> Done {
            for (Row &row : rows) {
                const Result<bool> extended = gateway.extendLease(transaction, row, engine, now + lease, now);
                if (!extended)
                    return failure(extended);
                if (*extended)
                    row.leaseUntil = now + lease;
            }
            for (const Row &row : landed) {
                if (const Result<bool> extended = gateway.extendLease(transaction, row, engine, now + lease, now); !extended)
                    return failure(extended);
            }
            return {};
        });
        if (done)
            m_rows = rows;
        return done;
    }

private:
    QList<Row> m_rows;
};

} // namespace ringback::engine
