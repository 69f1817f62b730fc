#pragma once

#include "base/money.h"
#include "base/result.h"
#include "base/time.h"
#include "calls/values.h"
#include "store/database.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// How the verbs speak: results on standard output, errors on standard error.
namespace ringback::app::cli {

void print(const QString &line);
void complain(const QString &line);

/// A column of a table: its heading and the key it shows.
struct Column {
    QString heading;
    QString key;
};

/// The rows as JSON, or as a table of these columns. Lists in JSON cells are joined by commas.
void printRows(const QJsonArray &rows, const QList<Column> &columns, bool json);

/// The frame of every list verb: reads the options, opens the database, makes the rows, prints them. The exit code.
[[nodiscard]] int list(const QString &verb, const QString &description, const QList<Column> &columns,
                       Result<QJsonArray> (*rows)(store::Database &, qint64 limit), const QStringList &arguments, const Clock &clock);

/// The storm that is on, or null.
[[nodiscard]] QJsonValue toJson(const std::optional<calls::Storm> &storm);

[[nodiscard]] QJsonValue orNull(std::optional<Instant> at);
[[nodiscard]] QJsonValue orNull(std::optional<Money> money);
[[nodiscard]] QJsonValue orNull(const QString &text);

/// A size as people write it: `12.4 MB`.
[[nodiscard]] QString sized(qint64 bytes);

} // namespace ringback::app::cli
