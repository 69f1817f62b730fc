#include "store/playbookgateway.h"

#include "store/columns.h"

#include <limits>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

PlaybookVersionRow versionFrom(const Row &row)
{
    return {.version = row.integer(0), .id = row.text(1), .savedAt = row.instant(2), .savedBy = row.text(3), .note = row.text(4)};
}

} // namespace

Result<qint64> PlaybookGateway::add(Transaction &transaction, const PlaybookVersionRow &row, const QByteArray &document) const
{
    const Result<Rows> next = transaction.rows(u"SELECT COALESCE(MAX(version), 0) + 1 FROM playbooks"_s);
    if (!next)
        return failure(next);
    const qint64 version = next->first().integer(0);
    if (const Done added = done(transaction.change(
            u"INSERT INTO playbooks (version, id, document, created_at, saved_by, note) VALUES (?, ?, ?, ?, ?, ?)"_s,
            {version, text(row.id), QString::fromUtf8(document), value(row.savedAt), text(row.savedBy), text(row.note)}));
        !added)
        return failure(added);
    return version;
}

Result<QList<PlaybookVersionRow>> PlaybookGateway::versions(int limit, std::optional<qint64> before) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT version, id, created_at, saved_by, note FROM playbooks WHERE version < ? ORDER BY version DESC LIMIT ?"_s,
                        {before.value_or(std::numeric_limits<qint64>::max()), limit});
    if (!rows)
        return failure(rows);
    QList<PlaybookVersionRow> versions;
    for (const Row &row : *rows)
        versions.append(versionFrom(row));
    return versions;
}

Result<std::optional<PlaybookVersionRow>> PlaybookGateway::version(qint64 version) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT version, id, created_at, saved_by, note FROM playbooks WHERE version = ?"_s, {version});
    if (!rows)
        return failure(rows);
    return rows->isEmpty() ? std::optional<PlaybookVersionRow>() : std::optional(versionFrom(rows->first()));
}

Result<std::optional<PlaybookDraftRow>> PlaybookGateway::draft(const QString &staff) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT staff, base_version, document, saved_at FROM playbook_drafts WHERE staff = ?"_s, {text(staff)});
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return std::optional<PlaybookDraftRow>();
    const Row &row = rows->first();
    return std::optional(
        PlaybookDraftRow{.staff = row.text(0), .baseVersion = row.integer(1), .document = row.text(2).toUtf8(), .savedAt = row.instant(3)});
}

Done PlaybookGateway::putDraft(Transaction &transaction, const PlaybookDraftRow &draft) const
{
    return done(transaction.change(
        u"INSERT INTO playbook_drafts (staff, base_version, document, saved_at) VALUES (?, ?, ?, ?) ON CONFLICT (staff) DO UPDATE SET"
        " base_version = excluded.base_version, document = excluded.document, saved_at = excluded.saved_at"_s,
        {text(draft.staff), draft.baseVersion, QString::fromUtf8(draft.document), value(draft.savedAt)}));
}

Result<bool> PlaybookGateway::dropDraft(Transaction &transaction, const QString &staff) const
{
    return hit(transaction.change(u"DELETE FROM playbook_drafts WHERE staff = ?"_s, {text(staff)}));
}

} // namespace ringback::store
