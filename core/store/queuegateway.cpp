#include "store/queuegateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

Result<calls::TaskId> readId(const Row &row)
{
    return idFrom<calls::TaskId>(row.text(0));
}

} // namespace

Result<std::optional<calls::TaskId>> QueueGateway::nextOf(const QString &staff, const QStringList &teams, Instant now) const
{
    // Two branches, so that each can use its index.
    const Result<std::optional<calls::TaskId>> theirs =
        first<calls::TaskId>(m_database.rows(u"SELECT id FROM callback_tasks WHERE (state = 'claimed' AND claimed_by = ?)"
                                             " OR (state = 'open' AND assigned_to = ? AND (ready_at IS NULL OR ready_at <= ?))"
                                             " ORDER BY due_at, id LIMIT 1"_s,
                                             {text(staff), text(staff), value(now)}),
                             readId);
    if (!theirs || *theirs)
        return theirs;
    QVariantList values = {value(now), text(staff)};
    for (const QString &team : teams)
        values.append(text(team));
    const QString ours = teams.isEmpty() ? u"1 = 0"_s : u"team IN (%1)"_s.arg(QStringList(teams.size(), u"?"_s).join(u','));
    return first<calls::TaskId>(
        m_database.rows(u"SELECT id FROM callback_tasks WHERE state = 'open' AND assigned_to = '' AND (ready_at IS NULL OR ready_at <= ?)"
                        " ORDER BY CASE WHEN returned_from = ? THEN 1 ELSE 0 END, CASE WHEN "_s +
                            ours + u" THEN 0 ELSE 1 END, priority DESC, COALESCE(ready_at, created_at), id LIMIT 1"_s,
                        values),
        readId);
}

} // namespace ringback::store
