#pragma once

#include "calls/values.h"
#include "store/database.h"

#include <QStringList>

/// How values become columns and back; for the gateways.
namespace ringback::store {

/// What SQL text compares ids with to start at the newest: greater than any UUID.
[[nodiscard]] inline QString pageStart(const QString &before)
{
    return before.isEmpty() ? QStringLiteral("z") : before;
}

[[nodiscard]] inline QStringList codes(const QString &text)
{
    return text.split(QLatin1Char(','), Qt::SkipEmptyParts);
}

[[nodiscard]] inline QVariant nullWhenEmpty(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType(QMetaType::QString)) : QVariant(text);
}

/// QSqlQuery would send a null QString as NULL; our text columns hold '' for "nothing".
[[nodiscard]] inline QVariant text(const QString &value)
{
    return value.isNull() ? QVariant(QStringLiteral("")) : QVariant(value);
}

[[nodiscard]] inline QVariant joined(const QStringList &codes)
{
    return text(codes.join(QLatin1Char(','))); // nothing joined is a null QString
}

template <class AnyId>
[[nodiscard]] QVariant orNull(const std::optional<AnyId> &id)
{
    return id ? QVariant(id->text()) : QVariant(QMetaType(QMetaType::QString));
}

[[nodiscard]] inline QVariant orNull(std::optional<Money> money)
{
    return money ? QVariant(qlonglong(money->cents)) : QVariant(QMetaType(QMetaType::LongLong));
}

[[nodiscard]] inline QVariant orNull(std::optional<Milliseconds> time)
{
    return time ? QVariant(qlonglong(time->count())) : QVariant(QMetaType(QMetaType::LongLong));
}

/// Reads a column that only we write. What does not read back means that somebody else wrote it.
template <class AnyId>
[[nodiscard]] Result<AnyId> idFrom(const QString &text)
{
    if (const std::optional<AnyId> id = AnyId::parse(text))
        return *id;
    return failure(ErrorKind::Corrupt, QStringLiteral("an id in the database is not one of ours"));
}

template <class Enum>
[[nodiscard]] Result<Enum> wordFrom(const QString &text)
{
    if (const std::optional<Enum> found = calls::fromWord<Enum>(text))
        return *found;
    return failure(ErrorKind::Corrupt, QStringLiteral("an unknown word in the database: %1").arg(text.left(40)));
}

[[nodiscard]] inline Result<calls::PhoneNumber> numberFrom(const QString &text)
{
    if (const std::optional<calls::PhoneNumber> number = calls::PhoneNumber::fromE164(text))
        return *number;
    return failure(ErrorKind::Corrupt, QStringLiteral("a phone number in the database is not E.164"));
}

/// Turns every row into a value, or says which could not be read.
template <class Value>
[[nodiscard]] Result<QList<Value>> each(const Result<Rows> &rows, Result<Value> (*read)(const Row &))
{
    if (!rows)
        return failure(rows);
    QList<Value> values;
    values.reserve(rows->size());
    for (const Row &row : *rows) {
        Result<Value> value = read(row);
        if (!value)
            return failure(value);
        values.append(std::move(*value));
    }
    return values;
}

template <class Value>
[[nodiscard]] Result<std::optional<Value>> first(const Result<Rows> &rows, Result<Value> (*read)(const Row &))
{
    if (!rows)
        return failure(rows);
    if (rows->isEmpty())
        return std::optional<Value>();
    Result<Value> value = read(rows->first());
    if (!value)
        return failure(value);
    return std::optional<Value>(std::move(*value));
}

/// For statements whose count of rows does not matter.
[[nodiscard]] inline Done done(const Result<qint64> &changed)
{
    if (!changed)
        return failure(changed);
    return {};
}

/// For compare-and-set statements: whether the row was still as expected.
[[nodiscard]] inline Result<bool> hit(const Result<qint64> &changed)
{
    if (!changed)
        return failure(changed);
    return *changed > 0;
}

} // namespace ringback::store
