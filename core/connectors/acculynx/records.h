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

/// AccuLynx' objects as values. Pure; what comes in is not trusted.
namespace ringback::connectors::acculynx {

/// What may stand in a path, or empty.
[[nodiscard]] QString idOf(const QJsonObject &object, QLatin1String name = QLatin1String("id"));
[[nodiscard]] QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost = 256);
/// ISO 8601; without a zone it is UTC, which is what AccuLynx says its times are.
[[nodiscard]] std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name);

/// One page of a list.
struct Page {
    QList<QJsonObject> items;
    std::optional<int> count; ///< how many there are in all
    bool isPastEnd = false; ///< 416: what was asked for lies behind the last

    [[nodiscard]] QStringList ids() const;
};
/// Errors as LeadSystem::find().
[[nodiscard]] Result<Page> readPage(const HttpAnswer &answer, const QString &name);

/// A contact of a list that carries its numbers and addresses. Errors: Invalid (without an id).
[[nodiscard]] Result<calls::LeadRecord> contactRecord(const QJsonObject &contact);
/// Those of a page that can be read: one odd contact does not keep the others out. Errors: Invalid (none can, or all numbers are only linked to).
[[nodiscard]] Result<QList<calls::LeadRecord>> contactRecords(const Page &page);

struct Job {
    QString id;
    QString title; ///< `JK-2964: John Smith`
    QString milestone; ///< `Lead`, …, `Cancelled`
    std::optional<Instant> createdAt;
    std::optional<Instant> modifiedAt;
    QStringList contacts; ///< ids
};
/// Errors: Invalid.
[[nodiscard]] Result<Job> readJob(const QJsonObject &object);

/// When a job was approved, which is when it was won; empty = it was not.
[[nodiscard]] std::optional<Instant> approvedAt(const QJsonObject &milestoneHistory);
/// Of an answer of `jobs/{id}/financials`; empty = not told.
[[nodiscard]] std::optional<Money> approvedValue(const QByteArray &financials);

[[nodiscard]] QString jobUrl(const QString &job);

} // namespace ringback::connectors::acculynx
