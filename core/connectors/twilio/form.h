#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace ringback::connectors::twilio {

/// The fields of an `application/x-www-form-urlencoded` text in the order they came: with the empty ones and the repeated ones, since all
/// of them are signed.
struct Form {
    QList<std::pair<QString, QString>> fields;

    /// The first value of that name, or empty.
    [[nodiscard]] QString value(QStringView name) const;
    /// The first value of that name; nothing when the name is absent.
    [[nodiscard]] std::optional<QString> find(QStringView name) const;

    friend bool operator==(const Form &, const Form &) = default;
};

/// No webhook of Twilio comes near it; a body of one-letter names does.
inline constexpr qsizetype maxFormFields = 512;

/// Reads a body, or the query of a target, strictly: whole percent escapes, valid UTF-8, at most `maxFormFields`. Errors: Invalid.
[[nodiscard]] Result<Form> decodeForm(QByteArrayView encoded);

/// Writes a body or a query. Everything but letters, digits and `-._~` is escaped, also the plus sign that QUrlQuery leaves alone.
[[nodiscard]] QByteArray encodeForm(const Form &form);

} // namespace ringback::connectors::twilio
