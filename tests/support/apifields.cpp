#include "support/apifields.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QStringDecoder>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

bool isWellEncoded(const QByteArray &text)
{
    static const QRegularExpression broken(u"%(?![0-9A-Fa-f]{2})|[^\\x21-\\x7e]|[\"<>\\\\^`{|}#]"_s);
    return !broken.match(QString::fromLatin1(text)).hasMatch();
}

} // namespace

std::optional<QString> decoded(QByteArray text, bool plusIsBlank)
{
    if (!isWellEncoded(text))
        return std::nullopt;
    if (plusIsBlank)
        text.replace('+', ' ');
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString result = decoder(QByteArray::fromPercentEncoding(text));
    return decoder.hasError() ? std::nullopt : std::optional(result);
}

QList<Field> fieldsOf(const QByteArray &text, const QString &place, QStringList &problems)
{
    QList<Field> fields;
    if (text.isEmpty())
        return fields;
    for (const QByteArray &field : text.split('&')) {
        const qsizetype equals = field.indexOf('=');
        const QByteArray value = equals < 0 ? QByteArray() : field.mid(equals + 1);
        const std::optional<QString> name = decoded(equals < 0 ? field : field.first(equals), true);
        if (!name || name->isEmpty() || !decoded(value, true))
            problems.append(u"%1: \"%2\" is not well encoded"_s.arg(place, QString::fromLatin1(field)));
        else
            fields.append({*name, value});
    }
    return fields;
}

QByteArrayList take(QList<Field> &fields, const QString &name)
{
    QByteArrayList values;
    for (const Field &field : std::as_const(fields)) {
        if (field.name == name)
            values.append(field.value);
    }
    fields.removeIf([&name](const Field &field) { return field.name == name; });
    return values;
}

QJsonValue assemble(const ApiSchemas &schemas, const QJsonObject &schema, const QByteArrayList &texts, FieldStyle style,
                    const QString &place, QStringList &problems)
{
    const auto valueOf = [&](const QJsonObject &described, const QByteArray &text) {
        return schemas.valueOf(described, decoded(text, style.plusIsBlank).value_or(QString()));
    };
    const bool isList = schemas.allows(schema, u"array"_s);
    if (texts.size() > 1 && !(isList && style.exploded))
        problems.append(
            u"%1: came %2 times%3"_s.arg(place).arg(texts.size()).arg(isList ? u", and is to come once with commas"_s : QString()));
    if (!isList)
        return valueOf(schema, texts.first());
    if (texts.size() == 1 && (schemas.allows(schema, u"string"_s) || schemas.allows(schema, u"integer"_s))) {
        if (const QJsonValue single = valueOf(schema, texts.first()); schemas.problemsOf(schema, single, place).isEmpty())
            return single;
    }
    QJsonArray list;
    for (const QByteArray &entry : style.exploded ? texts : texts.first().split(','))
        list.append(valueOf(schemas.entryOf(schema), entry));
    return list;
}

} // namespace ringback::test
