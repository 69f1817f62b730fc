#include "store/columns.h"
#include "store/gateways.h"
#include "store/playbookgateway.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

Result<std::optional<OfficeGateway::Document>> newest(Database &database, const QString &sql)
{
    const Result<Rows> rows = database.rows(sql);
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return std::optional<OfficeGateway::Document>();
    return std::optional(OfficeGateway::Document{.version = rows->first().integer(0), .text = rows->first().text(1).toUtf8()});
}

Result<qint64> nextVersion(Transaction &transaction, const QString &sql)
{
    const Result<Rows> rows = transaction.rows(sql);
    if (!rows)
        return failure(rows);
    return rows->first().integer(0);
}

} // namespace

Result<OfficeGateway::Versions> OfficeGateway::versions() const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT (SELECT COALESCE(MAX(version), 0) FROM setups), (SELECT COALESCE(MAX(version), 0) FROM playbooks)"_s);
    if (!rows)
        return failure(rows);
    return Versions{.setup = rows->first().integer(0), .playbook = rows->first().integer(1)};
}

Result<bool> OfficeGateway::isPractice() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT practice FROM office WHERE id = 1"_s);
    if (!rows)
        return failure(rows);
    return !rows->isEmpty() && rows->first().flag(0);
}

Done OfficeGateway::begin(Transaction &transaction, bool practice, Instant now)
{
    return done(transaction.change(u"INSERT INTO office (id, practice, created_at) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING"_s,
                                   {practice ? 1 : 0, value(now)}));
}

Result<std::optional<OfficeGateway::Document>> OfficeGateway::setup() const
{
    return newest(m_database, u"SELECT version, document FROM setups ORDER BY version DESC LIMIT 1"_s);
}

Result<std::optional<OfficeGateway::Document>> OfficeGateway::playbook() const
{
    return newest(m_database, u"SELECT version, document FROM playbooks ORDER BY version DESC LIMIT 1"_s);
}

// The first version never changes and never goes, so its row is a lock that everybody meets at; on SQLite the transaction itself is one.
Done OfficeGateway::holdSetup(Transaction &transaction) const
{
    return done(transaction.change(u"UPDATE setups SET created_at = created_at WHERE version = 1"_s));
}

Result<qint64> OfficeGateway::addSetup(Transaction &transaction, const QByteArray &document, Instant now)
{
    const Result<qint64> version = nextVersion(transaction, u"SELECT COALESCE(MAX(version), 0) + 1 FROM setups"_s);
    if (!version)
        return version;
    if (const Done added = done(transaction.change(u"INSERT INTO setups (version, document, created_at) VALUES (?, ?, ?)"_s,
                                                   {*version, QString::fromUtf8(document), value(now)}));
        !added)
        return failure(added);
    return version;
}

Result<qint64> OfficeGateway::addPlaybook(Transaction &transaction, const QString &id, const QByteArray &document, Instant now)
{
    return PlaybookGateway(m_database).add(transaction, {.id = id, .savedAt = now, .savedBy = {}, .note = {}}, document);
}

Result<QByteArray> OfficeGateway::playbookAt(qint64 version) const
{
    const Result<Rows> rows = m_database.rows(u"SELECT document FROM playbooks WHERE version = ?"_s, {version});
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return failure(ErrorKind::NotFound, u"there is no playbook version %1"_s.arg(version));
    return rows->first().text(0).toUtf8();
}

} // namespace ringback::store
