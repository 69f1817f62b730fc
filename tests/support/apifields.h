#pragma once

#include "support/apischema.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace ringback::test {

/// A field of a query or a form.
struct Field {
    QString name;
    QByteArray value; ///< as on the wire: a comma between entries is one that is not encoded
};

/// How a value of several parts is written: in a field for each part, or in one with commas between them.
struct FieldStyle {
    bool exploded = false;
    bool plusIsBlank = false;
};

/// In queries and forms `+` is a blank: a number whose `+` is not encoded arrives without it. Nothing where the text is not percent-encoded
/// as it has to be, or is not UTF-8.
[[nodiscard]] std::optional<QString> decoded(QByteArray text, bool plusIsBlank);

/// The fields of a query or a form; those that cannot be read become problems.
[[nodiscard]] QList<Field> fieldsOf(const QByteArray &text, const QString &place, QStringList &problems);

/// Takes the fields of a name out.
[[nodiscard]] QByteArrayList take(QList<Field> &fields, const QString &name);

/// The value that the texts of a field (at least one) stand for: a list, or a single value where the schema is content with that. A field
/// that came more often than it may is a problem, and then the first counts.
[[nodiscard]] QJsonValue assemble(const ApiSchemas &schemas, const QJsonObject &schema, const QByteArrayList &texts, FieldStyle style,
                                  const QString &place, QStringList &problems);

} // namespace ringback::test
