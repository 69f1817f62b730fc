#include "support/servicetitandescription.h"

#include <QJsonArray>
#include <QUrl>

// What is wrong with the descriptions as published, so that a checker finds no fault with any body:
// - The one of the CRM module is Swagger 2.0 among others of OpenAPI 3.0: bodies are parameters there (`in: body`), the schemas of answers stand
//   outside of any content type, and definitions lie elsewhere. A reader of 3.0 sees operations without bodies.
// - No request body says that it is required, so that none at all would do.
// - Swagger 2.0 has no `nullable`; what is not required comes as null all the same, as the descriptions of the other modules say.
// - The kinds of contacts name `Phone` twice.
namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

QJsonValue mendedSchema(const QJsonValue &schema, bool isOfAnswers);

QJsonObject mendedProperties(const QJsonObject &properties, const QJsonArray &required, bool isOfAnswers)
{
    QJsonObject mended;
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        QJsonObject property = mendedSchema(it.value(), isOfAnswers).toObject();
        if (isOfAnswers && !required.contains(it.key()))
            property.insert("nullable"_L1, true);
        mended.insert(it.key(), property);
    }
    return mended;
}

QString mendedReference(QString reference)
{
    return reference.replace("#/definitions/"_L1, "#/components/schemas/"_L1);
}

QJsonArray withoutRepeats(const QJsonArray &list)
{
    QJsonArray once;
    for (const auto &entry : list) {
        if (!once.contains(entry))
            once.append(entry);
    }
    return once;
}

QJsonValue mendedSchema(const QJsonValue &schema, bool isOfAnswers)
{
    if (schema.isArray()) {
        QJsonArray list;
        for (const auto &entry : schema.toArray())
            list.append(mendedSchema(entry, isOfAnswers));
        return list;
    }
    if (!schema.isObject())
        return schema;
    QJsonObject mended = schema.toObject();
    mended.remove("example"_L1);
    if (mended.contains("$ref"_L1))
        mended.insert("$ref"_L1, mendedReference(mended.value("$ref"_L1).toString()));
    if (mended.contains("enum"_L1))
        mended.insert("enum"_L1, withoutRepeats(mended.value("enum"_L1).toArray()));
    if (mended.contains("properties"_L1))
        mended.insert("properties"_L1,
                      mendedProperties(mended.value("properties"_L1).toObject(), mended.value("required"_L1).toArray(), isOfAnswers));
    for (const auto key : {"items"_L1, "additionalProperties"_L1, "allOf"_L1, "anyOf"_L1, "oneOf"_L1}) {
        if (mended.contains(key))
            mended.insert(key, mendedSchema(mended.value(key), isOfAnswers));
    }
    return mended;
}

QJsonObject content(const QJsonValue &schema, bool isOfAnswers)
{
    return {{u"application/json"_s, QJsonObject{{u"schema"_s, mendedSchema(schema, isOfAnswers)}}}};
}

// What Swagger 2.0 says of a parameter itself, 3.0 says of its schema.
QJsonObject mendedParameter(QJsonObject parameter)
{
    QJsonObject schema;
    for (const auto key : {"type"_L1, "format"_L1, "items"_L1, "enum"_L1, "allOf"_L1}) {
        if (const QJsonValue said = parameter.take(key); !said.isUndefined())
            schema.insert(key, said);
    }
    parameter.insert("schema"_L1, mendedSchema(schema, false));
    return parameter;
}

QJsonObject operationOfTwo(QJsonObject operation)
{
    QJsonArray parameters;
    for (const auto &value : operation.value("parameters"_L1).toArray()) {
        const QJsonObject parameter = value.toObject();
        if (parameter.value("in"_L1) == "body"_L1)
            operation.insert("requestBody"_L1, QJsonObject{{u"content"_s, content(parameter.value("schema"_L1), false)}});
        else
            parameters.append(mendedParameter(parameter));
    }
    operation.insert("parameters"_L1, parameters);
    QJsonObject responses = operation.value("responses"_L1).toObject();
    for (const QString &status : responses.keys()) {
        QJsonObject response = responses.value(status).toObject();
        if (const QJsonValue schema = response.take("schema"_L1); schema.isObject())
            response.insert("content"_L1, content(schema, true));
        responses.insert(status, response);
    }
    operation.insert("responses"_L1, responses);
    return operation;
}

QJsonObject inOpenApiThree(const QJsonObject &document)
{
    QJsonObject schemas;
    const QJsonObject definitions = document.value("definitions"_L1).toObject();
    for (auto it = definitions.begin(); it != definitions.end(); ++it)
        schemas.insert(it.key(), mendedSchema(it.value(), !it.key().contains("Request"_L1)));
    QJsonObject paths = document.value("paths"_L1).toObject();
    for (const QString &path : paths.keys()) {
        QJsonObject item = paths.value(path).toObject();
        for (const QString &method : item.keys())
            item.insert(method, operationOfTwo(item.value(method).toObject()));
        paths.insert(path, item);
    }
    const QString server = u"https://"_s + document.value("host"_L1).toString() + document.value("basePath"_L1).toString();
    return {{u"openapi"_s, u"3.0.1"_s},
            {u"servers"_s, QJsonArray{QJsonObject{{u"url"_s, server}}}},
            {u"paths"_s, paths},
            {u"components"_s, QJsonObject{{u"schemas"_s, schemas}}}};
}

} // namespace

QJsonObject mendedDescription(QJsonObject document)
{
    if (document.value("swagger"_L1) == "2.0"_L1)
        document = inOpenApiThree(document);
    QJsonObject paths = document.value("paths"_L1).toObject();
    for (const QString &path : paths.keys()) {
        QJsonObject item = paths.value(path).toObject();
        for (const QString &method : item.keys()) {
            QJsonObject operation = item.value(method).toObject();
            if (!operation.contains("requestBody"_L1))
                continue;
            QJsonObject body = operation.value("requestBody"_L1).toObject();
            body.insert("required"_L1, true);
            operation.insert("requestBody"_L1, body);
            item.insert(method, operation);
        }
        paths.insert(path, item);
    }
    document.insert("paths"_L1, paths);
    return document;
}

QHash<QString, ApiDescription> serviceTitanDescriptions()
{
    QHash<QString, ApiDescription> all;
    for (const QString &file : {u"accounting"_s, u"crm"_s, u"dispatch"_s, u"jpm"_s, u"salestech"_s, u"settings"_s, u"task-management"_s}) {
        const std::optional<QJsonObject> document = ApiDescription::document(u"servicetitan/tenant-%1-v2.json"_s.arg(file));
        if (!document)
            continue;
        const QJsonObject mended = mendedDescription(*document);
        const QString server = mended.value("servers"_L1).toArray().at(0).toObject().value("url"_L1).toString();
        all.insert(QUrl(server).path().section(u'/', 1, 1), ApiDescription(mended));
    }
    return all;
}

} // namespace ringback::test
