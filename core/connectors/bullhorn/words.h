#pragma once

#include "calls/phonenumber.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

/// How things are said to Bullhorn: numbers, quotes, ids. `search` reads Lucene and `query` JPQL, and each quotes in a way of its own.
namespace ringback::connectors::bullhorn {

/// The ways in which people type a number, which is how Bullhorn keeps it. The first one is what we write.
[[nodiscard]] QStringList spellings(const calls::PhoneNumber &number);

/// A text in Lucene's quotes.
[[nodiscard]] QString lucenePhrase(QStringView text);
/// A text that others begin with, in Lucene: no quotes, everything escaped, an asterisk behind.
[[nodiscard]] QString lucenePrefix(QStringView text);
/// A text in JPQL's quotes.
[[nodiscard]] QString jpqlText(QStringView text);

/// The `taskUUID` of a write's marker: 8-4-4-16 capitals and digits, and always the same for the same marker.
[[nodiscard]] QString taskUuid(const QString &marker);

/// A record: in which table, and its number there. Written `ClientContact:31`.
struct RecordRef {
    QString table;
    qint64 id = 0;

    [[nodiscard]] QString text() const { return table + u':' + QString::number(id); }
    friend bool operator==(const RecordRef &, const RecordRef &) = default;
};
/// Empty when it is none, or of a table that holds no persons.
[[nodiscard]] std::optional<RecordRef> recordRef(QStringView text);
/// An id of Bullhorn's: a number above nothing. Empty when it is none.
[[nodiscard]] std::optional<qint64> idFrom(QStringView text);

using Parameters = QList<std::pair<QByteArray, QString>>;
/// `?a=b&c=d`, escaped.
[[nodiscard]] QByteArray queryOf(const Parameters &parameters);

} // namespace ringback::connectors::bullhorn
