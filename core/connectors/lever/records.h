#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "calls/leadvalues.h"
#include "connectors/http/httpclient.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// Lever's objects as values. Pure; what comes in is not trusted.
namespace ringback::connectors::lever {

/// What may stand in a path, or empty.
[[nodiscard]] QString idOf(const QJsonObject &object, QLatin1String name = QLatin1String("id"));
[[nodiscard]] QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost = 256);
/// Milliseconds since 1970.
[[nodiscard]] std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name);

/// One page of a list.
struct Page {
    QList<QJsonObject> items;
    QString next; ///< token of the next page; empty at the end
};
/// Errors as LeadSystem::find().
[[nodiscard]] Result<Page> readPage(const HttpAnswer &answer, const QString &name);

/// A candidate in one process; the same person may be in several.
struct Opportunity {
    calls::LeadRecord record;
    QString contact; ///< the person's id
    QString stage;
    QStringList tags;
    std::optional<Instant> createdAt;
    std::optional<Instant> archivedAt; ///< empty = it is open
    QString archiveReason;
};
/// Errors: Invalid.
[[nodiscard]] Result<Opportunity> readOpportunity(const QJsonObject &object);

/// What the offer that counts says in that field, by its text or identifier: the newest signed one, or else the newest that was made and not turned down.
/// `answer` is the whole of `…/offers`.
[[nodiscard]] std::optional<Money> offerValue(const QByteArray &answer, const QString &field);

} // namespace ringback::connectors::lever
