#include "support/apischema.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

// Formats as patterns: valijson knows three, and stumbles when the value is no text. A reference to another resource is relative in some
// answers; an address that we give to others has to be whole.
QString patternOf(const QString &format, ApiSchemas::Direction direction)
{
    static const QString time = u"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)"_s;
    static const QString date = u"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"_s;
    static const QHash<QString, QString> patterns = {
        {u"date"_s, u"^%1$"_s.arg(date)},
        {u"date-time"_s, u"^%1[Tt]%2(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$"_s.arg(date, time)},
        {u"date-time-rfc-2822"_s, u"^[A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} %1 [+-][0-9]{4}$"_s.arg(time)},
        {u"phone-number"_s, u"^\\S+$"_s}, // also addresses such as `client:office`; a blank is a `+` that nobody encoded
        {u"email"_s, u"^[^@\\s]+@[^@\\s]+$"_s},
        {u"uuid"_s, u"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"_s},
        {u"http-method"_s, u"^[A-Z]+$"_s},
    };
    if (format == u"uri")
        return direction == ApiSchemas::Direction::Request ? u"^[A-Za-z][A-Za-z0-9+.-]*:\\S+$"_s : u"^\\S+$"_s;
    return patterns.value(format);
}

QJsonValue withoutIntegers(const QJsonValue &type)
{
    // valijson's adapter takes whole numbers beyond 32 bits for fractions: walk() looks after integers.
    if (!type.isArray())
        return type == "integer"_L1 ? QJsonValue("number"_L1) : type;
    QJsonArray types;
    for (const QJsonValue &one : type.toArray()) {
        if (const QJsonValue plain = withoutIntegers(one); !types.contains(plain))
            types.append(plain);
    }
    return types;
}

} // namespace

QJsonObject jsonSchemaOf(const QJsonObject &schema, ApiSchemas::Direction direction)
{
    // Only what valijson checks is kept: examples, defaults and notes may have any shape.
    static const QStringList plain = u"const enum exclusiveMaximum exclusiveMinimum maxItems maxLength maxProperties maximum minItems "
                                     "minLength minProperties minimum multipleOf pattern uniqueItems"_s.split(u' ');
    QJsonObject result;
    for (const QString &key : plain) {
        if (schema.contains(key))
            result.insert(key, schema.value(key));
    }
    for (const auto &[bound, exclusive] :
         {std::pair("minimum"_L1, "exclusiveMinimum"_L1), std::pair("maximum"_L1, "exclusiveMaximum"_L1)}) {
        if (!result.value(exclusive).isBool()) // 3.0 has a flag, JSON Schema a number
            continue;
        if (result.take(exclusive).toBool())
            result.insert(exclusive, result.take(bound));
    }
    if (schema.contains("type"_L1))
        result.insert("type"_L1, withoutIntegers(schema.value("type"_L1)));

    const QJsonObject properties = schema.value("properties"_L1).toObject();
    const auto onlyForOthers = direction == ApiSchemas::Direction::Request ? "readOnly"_L1 : "writeOnly"_L1;
    QJsonObject children;
    for (auto it = properties.begin(); it != properties.end(); ++it)
        children.insert(it.key(), jsonSchemaOf(it.value().toObject(), direction));
    if (!children.isEmpty())
        result.insert("properties"_L1, children);
    QJsonArray required;
    for (const QJsonValue &name : schema.value("required"_L1).toArray()) {
        if (!properties.value(name.toString()).toObject().value(onlyForOthers).toBool())
            required.append(name);
    }
    if (!required.isEmpty())
        result.insert("required"_L1, required);
    for (const auto key : {"items"_L1, "not"_L1, "additionalProperties"_L1}) {
        if (const QJsonValue child = schema.value(key); child.isObject())
            result.insert(key, jsonSchemaOf(child.toObject(), direction));
        else if (child.isBool() && key == "additionalProperties"_L1)
            result.insert(key, child);
    }

    QJsonArray all;
    const auto alternatives = [direction](const QJsonValue &list) {
        QJsonArray converted;
        for (const QJsonValue &child : list.toArray())
            converted.append(jsonSchemaOf(child.toObject(), direction));
        return converted;
    };
    for (const QJsonValue &child : schema.value("allOf"_L1).toArray())
        all.append(jsonSchemaOf(child.toObject(), direction));
    if (schema.contains("anyOf"_L1))
        result.insert("anyOf"_L1, alternatives(schema.value("anyOf"_L1)));
    if (schema.contains("oneOf"_L1)) // providers describe alternatives that overlap: what fits two of them is not wrong
        all.append(QJsonObject{{u"anyOf"_s, alternatives(schema.value("oneOf"_L1))}});
    const QJsonObject discriminator = schema.value("discriminator"_L1).toObject();
    const QString kind = discriminator.value("propertyName"_L1).toString();
    const QJsonObject mapping = discriminator.value("mapping"_L1).toObject();
    const QByteArray named = QJsonDocument(QJsonArray{schema.value("anyOf"_L1), schema.value("oneOf"_L1)}).toJson(QJsonDocument::Compact);
    for (auto it = mapping.begin(); it != mapping.end(); ++it) { // a value that says which alternative it is has to be that one
        if (!named.contains('"' + it.value().toString().toUtf8() + '"')) // a reduced description has left it out
            continue;
        const QJsonObject says{{kind, QJsonObject{{u"const"_s, it.key()}}}};
        all.append(QJsonObject{{u"if"_s, QJsonObject{{u"properties"_s, says}, {u"required"_s, QJsonArray{kind}}}},
                               {u"then"_s, QJsonObject{{u"$ref"_s, it.value()}}}});
    }
    if (const QString pattern = patternOf(schema.value("format"_L1).toString(), direction); !pattern.isEmpty())
        all.append(QJsonObject{{u"pattern"_s, pattern}});
    if (schema.value("$ref"_L1).toString().startsWith(ApiSchemas::root())) // JSON Schema (draft 7) ignores what stands beside a reference
        all.append(QJsonObject{{u"$ref"_s, schema.value("$ref"_L1)}});
    if (!all.isEmpty())
        result.insert("allOf"_L1, all);

    if (!schema.value("nullable"_L1).toBool())
        return result;
    if (result.value("type"_L1).isString() && !schema.contains("allOf"_L1) && !schema.contains("anyOf"_L1) &&
        !schema.contains("oneOf"_L1)) {
        result.insert("type"_L1, QJsonArray{result.value("type"_L1), u"null"_s});
        if (QJsonArray values = result.value("enum"_L1).toArray(); !values.isEmpty()) {
            values.append(QJsonValue());
            result.insert("enum"_L1, values);
        }
        return result;
    }
    return {{u"anyOf"_s, QJsonArray{result, QJsonObject{{u"type"_s, u"null"_s}}}}};
}

} // namespace ringback::test
