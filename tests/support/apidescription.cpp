#include "support/apidescription.h"

#include "support/apifields.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonParseError>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

QString mediaType(const QByteArray &contentType)
{
    return QString::fromLatin1(contentType).section(u';', 0, 0).trimmed().toLower();
}

QByteArrayList valuesOf(const ApiDescription::Headers &headers, const QByteArray &name)
{
    QByteArrayList values;
    for (const auto &[header, value] : headers) {
        if (header.compare(name, Qt::CaseInsensitive) == 0)
            values.append(value);
    }
    return values;
}

// The entry of a `content` map for a type, by its name or by a range such as `application/*`.
std::optional<QJsonObject> contentFor(const QJsonObject &content, const QString &type)
{
    for (const QString &name : {type, type.section(u'/', 0, 0) + u"/*"_s, u"*/*"_s}) {
        for (auto it = content.begin(); it != content.end(); ++it) {
            if (mediaType(it.key().toLatin1()) == name)
                return it.value().toObject();
        }
    }
    return std::nullopt;
}

QStringList jsonProblems(const ApiSchemas &schemas, const QJsonObject &schema, const QByteArray &body, const QString &place)
{
    QJsonParseError error;
    const bool isWhole = body.startsWith('{') || body.startsWith('['); // Qt reads no other values on their own
    const QJsonDocument document = QJsonDocument::fromJson(isWhole ? body : '[' + body + ']', &error);
    if (error.error != QJsonParseError::NoError)
        return {u"%1: is not JSON: %2"_s.arg(place, error.errorString())};
    if (!isWhole && document.array().size() != 1)
        return {u"%1: is not JSON: %2 values"_s.arg(place).arg(document.array().size())};
    const QJsonValue value = document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array());
    return schemas.problemsOf(schema, isWhole ? value : document.array().first(), place);
}

bool isJson(const QString &type)
{
    return type == u"application/json" || type.endsWith(u"+json");
}

QString basePathOf(const QJsonValue &server)
{
    static const QRegularExpression host(u"^[A-Za-z]+://[^/]*"_s);
    QString path = server.toObject().value("url"_L1).toString().remove(host);
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

} // namespace

ApiDescription::ApiDescription(const QJsonObject &document)
    : m_document(document)
    , m_requests(document, ApiSchemas::Direction::Request)
    , m_answers(document, ApiSchemas::Direction::Answer)
{
    static const QRegularExpression parameter(u"\\{([^}]+)\\}"_s);
    const QJsonObject paths = document.value("paths"_L1).toObject();
    for (auto it = paths.begin(); it != paths.end(); ++it) {
        Path path{.name = it.key(), .matching = {}, .parameters = {}, .item = resolved(it.value())};
        QString pattern;
        qsizetype end = 0;
        for (auto found = parameter.globalMatch(path.name); found.hasNext();) {
            const QRegularExpressionMatch match = found.next();
            pattern += QRegularExpression::escape(path.name.mid(end, match.capturedStart() - end)) + u"([^/]+)"_s;
            path.literals += match.capturedStart() - end;
            path.parameters.append(match.captured(1));
            end = match.capturedEnd();
        }
        pattern += QRegularExpression::escape(path.name.mid(end));
        path.literals += path.name.size() - end;

        QStringList bases;
        const QJsonArray own = path.item.value("servers"_L1).toArray();
        for (const QJsonValue &server : own.isEmpty() ? document.value("servers"_L1).toArray() : own)
            bases.append(QRegularExpression::escape(basePathOf(server)));
        bases.removeDuplicates();
        path.matching.setPattern(u"^(?:%1)%2$"_s.arg(bases.join(u'|'), pattern));
        m_paths.append(path);
    }
    std::stable_sort(m_paths.begin(), m_paths.end(), [](const Path &a, const Path &b) {
        return std::pair(a.parameters.size(), -a.literals) < std::pair(b.parameters.size(), -b.literals);
    });
}

std::optional<ApiDescription> ApiDescription::read(const QString &file)
{
    const std::optional<QJsonObject> described = document(file);
    return described ? std::optional<ApiDescription>(*described) : std::nullopt;
}

std::optional<QJsonObject> ApiDescription::document(const QString &file)
{
    QFile source(QStringLiteral(RINGBACK_SOURCE_DIR) + u"/../shared/specs/"_s + file);
    if (!source.open(QIODevice::ReadOnly))
        return std::nullopt;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(source.readAll(), &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("the description %s is not JSON: %s", qPrintable(file), qPrintable(error.errorString()));
    return document.object();
}

QJsonObject ApiDescription::resolved(const QJsonValue &value) const
{
    QJsonObject object = value.toObject();
    for (int i = 0; i < 8 && object.contains("$ref"_L1); ++i)
        object = valueAt(m_document, object.value("$ref"_L1).toString()).toObject();
    return object;
}

ApiDescription::Operation ApiDescription::find(const QByteArray &method, const QByteArray &target) const
{
    const QString path = QString::fromLatin1(target.first(target.contains('?') ? target.indexOf('?') : target.size()));
    const auto fits = [&path](const Path &known) {
        return known.matching.match(path).hasMatch();
    };
    const auto known = std::find_if(m_paths.begin(), m_paths.end(), fits);
    Operation operation;
    if (known == m_paths.end()) {
        operation.problem = u"path: %1 is not described"_s.arg(path);
        return operation;
    }
    operation.description = known->item.value(QString::fromLatin1(method).toLower()).toObject();
    if (operation.description.isEmpty() || method != method.toUpper()) {
        operation.problem = u"method: %1 is not described for %2"_s.arg(QString::fromLatin1(method), known->name);
        return operation;
    }
    const QRegularExpressionMatch match = known->matching.match(path);
    for (qsizetype i = 0; i < known->parameters.size(); ++i)
        operation.pathValues.append({known->parameters.at(i), match.captured(i + 1).toLatin1()});

    const auto key = [](const QJsonObject &parameter) {
        return std::pair(parameter.value("in"_L1).toString(), parameter.value("name"_L1).toString());
    };
    for (const QJsonValue &list : {operation.description.value("parameters"_L1), known->item.value("parameters"_L1)}) {
        for (const QJsonValue &one : list.toArray()) {
            const QJsonObject parameter = resolved(one);
            const auto same = [&](const QJsonObject &other) {
                return key(other) == key(parameter);
            };
            if (std::none_of(operation.parameters.begin(), operation.parameters.end(), same)) // the operation's own come first
                operation.parameters.append(parameter);
        }
    }
    return operation;
}

QStringList ApiDescription::queryProblems(const Operation &operation, const QByteArray &query) const
{
    QStringList problems;
    QList<Field> fields = fieldsOf(query, u"query"_s, problems);
    for (const QJsonObject &parameter : operation.parameters) {
        if (parameter.value("in"_L1) != "query"_L1)
            continue;
        const QString name = parameter.value("name"_L1).toString();
        const QString place = u"query "_s + name;
        const QJsonObject schema = parameter.value("schema"_L1).toObject();
        std::optional<QJsonValue> value;
        if (parameter.value("style"_L1) == "deepObject"_L1) {
            QJsonObject object;
            for (const Field &field : QList<Field>(fields)) {
                if (!field.name.startsWith(name + u'[') || !field.name.endsWith(u']'))
                    continue;
                const QByteArrayList texts = take(fields, field.name);
                const QString key = field.name.mid(name.size() + 1).chopped(1);
                const FieldStyle style{.exploded = true, .plusIsBlank = true};
                if (!texts.isEmpty()) // taken with the first of its name
                    object.insert(key,
                                  assemble(m_requests, m_requests.propertyOf(schema, key), texts, style, place + u'/' + key, problems));
            }
            if (!object.isEmpty())
                value = object;
        } else if (const QByteArrayList texts = take(fields, name); !texts.isEmpty()) {
            const FieldStyle style{.exploded = parameter.value("explode"_L1).toBool(true), .plusIsBlank = true};
            value = assemble(m_requests, schema, texts, style, place, problems);
        }
        if (value)
            problems += m_requests.problemsOf(schema, *value, place);
        else if (parameter.value("required"_L1).toBool())
            problems.append(u"%1: is missing"_s.arg(place));
    }
    for (const Field &field : std::as_const(fields))
        problems.append(u"query %1: is not described"_s.arg(field.name));
    return problems;
}

QStringList ApiDescription::headerProblems(const Operation &operation, const Headers &headers) const
{
    // OpenAPI says elsewhere what these have to be: parameters of these names mean nothing.
    static const QStringList others = {u"accept"_s, u"content-type"_s, u"authorization"_s};
    QStringList problems;
    for (const QJsonObject &parameter : operation.parameters) {
        const QString name = parameter.value("name"_L1).toString();
        if (parameter.value("in"_L1) != "header"_L1 || others.contains(name.toLower()))
            continue;
        const QString place = u"header "_s + name;
        const QByteArrayList texts = valuesOf(headers, name.toLatin1());
        const QJsonObject schema = parameter.value("schema"_L1).toObject();
        if (texts.size() > 1)
            problems.append(u"%1: came %2 times"_s.arg(place).arg(texts.size()));
        else if (!texts.isEmpty())
            problems += m_requests.problemsOf(schema, m_requests.valueOf(schema, QString::fromUtf8(texts.first())), place);
        else if (parameter.value("required"_L1).toBool())
            problems.append(u"%1: is missing"_s.arg(place));
    }
    return problems;
}

QStringList ApiDescription::formProblems(const QJsonObject &schema, const QJsonObject &encoding, const QByteArray &body) const
{
    QStringList problems;
    QList<Field> fields = fieldsOf(body, u"body"_s, problems);
    QJsonObject form;
    while (!fields.isEmpty()) {
        const QString name = fields.first().name;
        const FieldStyle style{.exploded = encoding.value(name).toObject().value("explode"_L1).toBool(true), .plusIsBlank = true};
        const QJsonObject property = m_requests.propertyOf(schema, name);
        form.insert(name, assemble(m_requests, property, take(fields, name), style, u"body/"_s + name, problems));
    }
    return problems + m_requests.problemsOf(schema, form, u"body"_s);
}

QStringList ApiDescription::bodyProblems(const Operation &operation, const Headers &headers, const QByteArray &body) const
{
    const QJsonObject described = resolved(operation.description.value("requestBody"_L1));
    if (body.isEmpty())
        return described.value("required"_L1).toBool() ? QStringList{u"body: is missing"_s} : QStringList();
    if (described.isEmpty())
        return {u"body: is not described"_s};
    const QByteArrayList types = valuesOf(headers, "content-type");
    const QJsonObject content = described.value("content"_L1).toObject();
    const QString type = types.size() == 1 ? mediaType(types.first()) : QString();
    const std::optional<QJsonObject> entry = contentFor(content, type);
    if (!entry)
        return {
            u"header Content-Type: expected %1, not \"%2\""_s.arg(content.keys().join(u" or "_s), QString::fromLatin1(types.join(", ")))};
    const QJsonObject schema = entry->value("schema"_L1).toObject();
    if (type == u"application/x-www-form-urlencoded")
        return formProblems(schema, entry->value("encoding"_L1).toObject(), body);
    return isJson(type) ? jsonProblems(m_requests, schema, body, u"body"_s) : QStringList();
}

QStringList ApiDescription::problemsOf(const QByteArray &method, const QByteArray &target, const Headers &headers,
                                       const QByteArray &body) const
{
    const Operation operation = find(method, target);
    if (!operation.problem.isEmpty())
        return {operation.problem};
    QStringList problems;
    for (const auto &[name, raw] : operation.pathValues) {
        const std::optional<QString> text = decoded(raw, false);
        if (!text)
            problems.append(u"path %1: is not well encoded"_s.arg(name));
        for (const QJsonObject &parameter : operation.parameters) {
            if (text && parameter.value("in"_L1) == "path"_L1 && parameter.value("name"_L1) == name) {
                const QJsonObject schema = parameter.value("schema"_L1).toObject();
                problems += m_requests.problemsOf(schema, m_requests.valueOf(schema, *text), u"path "_s + name);
            }
        }
    }
    const qsizetype question = target.indexOf('?');
    return problems + queryProblems(operation, question < 0 ? QByteArray() : target.mid(question + 1)) +
           headerProblems(operation, headers) + bodyProblems(operation, headers, body);
}

QStringList ApiDescription::problemsOfAnswer(const QByteArray &method, const QByteArray &target, int status, const QByteArray &contentType,
                                             const QByteArray &body, bool undocumentedStatusIsFine) const
{
    const Operation operation = find(method, target);
    if (!operation.problem.isEmpty())
        return undocumentedStatusIsFine ? QStringList() : QStringList{operation.problem};
    const QJsonObject responses = operation.description.value("responses"_L1).toObject();
    QJsonValue described;
    for (const QString &name : {QString::number(status), u"%1XX"_s.arg(status / 100), u"default"_s}) {
        if (described.isNull() && responses.contains(name))
            described = responses.value(name);
    }
    if (described.isNull())
        return undocumentedStatusIsFine ? QStringList() : QStringList{u"status: %1 is not described"_s.arg(status)};

    const QJsonObject content = resolved(described).value("content"_L1).toObject();
    if (content.isEmpty())
        return body.isEmpty() ? QStringList() : QStringList{u"answer: has a body, where none is described"_s};
    const QString type = mediaType(contentType);
    const std::optional<QJsonObject> entry = contentFor(content, type);
    if (!entry)
        return {u"header Content-Type: expected %1, not \"%2\""_s.arg(content.keys().join(u" or "_s), QString::fromLatin1(contentType))};
    if (!isJson(type))
        return {};
    return jsonProblems(m_answers, entry->value("schema"_L1).toObject(), body, u"answer"_s);
}

} // namespace ringback::test
