#pragma once

#include "base/money.h"
#include "base/time.h"

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

[[nodiscard]] QJsonValue orNull(std::optional<Instant> at);
[[nodiscard]] QJsonValue orNull(std::optional<Money> money);
[[nodiscard]] QJsonValue orNull(const QString &text);

} // namespace ringback::app::cli
