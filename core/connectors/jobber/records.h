#pragma once

#include "base/money.h"
#include "calls/leadvalues.h"
#include "connectors/leadsystem.h"

#include <QJsonObject>

#include <optional>

/// Jobber's objects as values of ours. Pure; what comes from outside is bounded. Numbers are texts in them (errors.h).
namespace ringback::connectors::jobber {

inline constexpr qsizetype maxId = 200; ///< an EncodedId is base64 of some 40 characters
/// What we call who is not known: `firstName` and `lastName`.
inline constexpr char16_t unknownFirst[] = u"Unknown";
inline constexpr char16_t unknownLast[] = u"caller";

/// Of an id or a cursor; empty when it is longer than that.
[[nodiscard]] QString idOf(const QJsonObject &object, QLatin1String name = QLatin1String("id"));
[[nodiscard]] std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name);

/// Nothing: it has no id.
[[nodiscard]] std::optional<calls::LeadRecord> recordOf(const QJsonObject &client);
/// Nothing: it has no id, or no time.
[[nodiscard]] std::optional<calls::Win> winOf(const QJsonObject &job, const QString &record);
[[nodiscard]] std::optional<LeadTaskState> taskStateOf(const QJsonObject &task);

/// `11200.5`, as it was written. A third place after the point, which Jobber does not promise to leave out, is rounded. Nothing: it is no amount.
[[nodiscard]] std::optional<Money> moneyOf(QStringView literal);

/// One page of a connection.
struct Page {
    QList<QJsonObject> nodes;
    QString next; ///< cursor of the next page; empty at the end
};
/// Nothing: it is none.
[[nodiscard]] std::optional<Page> pageOf(const QJsonValue &connection);

} // namespace ringback::connectors::jobber
