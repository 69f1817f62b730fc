#include "store/wiringgateway.h"

#include "store/columns.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

Result<Wiring> wiringOf(const Row &row)
{
    const QJsonDocument stored = QJsonDocument::fromJson(row.text(1).toUtf8());
    if (!stored.isArray())
        return failure(ErrorKind::Corrupt, u"what a connection's webhooks were before cannot be read"_s);
    Wiring wiring{.connection = row.text(0), .undos = {}, .changedAt = row.instant(2), .changedBy = row.text(3)};
    const QJsonArray undos = stored.array();
    for (const auto &undo : undos)
        wiring.undos.append(undo.toString().toUtf8());
    return wiring;
}

} // namespace

Result<std::optional<Wiring>> WiringGateway::find(const QString &connection) const
{
    const Result<Rows> rows =
        m_database.rows(u"SELECT connection, undo, changed_at, changed_by FROM wirings WHERE connection = ?"_s, {connection});
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return std::optional<Wiring>();
    const Result<Wiring> wiring = wiringOf(rows->first());
    if (!wiring)
        return failure(wiring);
    return std::optional(*wiring);
}

Result<QList<Wiring>> WiringGateway::all() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT connection, undo, changed_at, changed_by FROM wirings ORDER BY connection"_s);
    if (!rows)
        return failure(rows);
    QList<Wiring> wirings;
    for (const Row &row : *rows) {
        const Result<Wiring> wiring = wiringOf(row);
        if (!wiring)
            return failure(wiring);
        wirings.append(*wiring);
    }
    return wirings;
}

Done WiringGateway::keep(Transaction &transaction, const Wiring &wiring) const
{
    if (wiring.undos.isEmpty())
        return done(transaction.change(u"DELETE FROM wirings WHERE connection = ?"_s, {wiring.connection}));
    QJsonArray undos;
    for (const QByteArray &undo : wiring.undos)
        undos.append(QString::fromUtf8(undo));
    return done(transaction.change(
        u"INSERT INTO wirings (connection, undo, changed_at, changed_by) VALUES (?, ?, ?, ?) ON CONFLICT (connection) DO UPDATE SET"
        " undo = excluded.undo, changed_at = excluded.changed_at, changed_by = excluded.changed_by"_s,
        {wiring.connection, QString::fromUtf8(QJsonDocument(undos).toJson(QJsonDocument::Compact)), value(wiring.changedAt),
         wiring.changedBy}));
}

} // namespace ringback::store
