// GCC 12 takes parts of std::regex, which valijson uses, for uninitialised under the sanitizers (gcc.gnu.org/PR105562).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include "support/apischema.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <cmath>
#include <exception>
#include <string>
#include <vector>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxText = 8192; // std::regex recurses for each character
constexpr qsizetype maxDepth = 64; // of schemas that refer to each other without ever coming to a value

using Place = std::vector<std::string>; ///< valijson's: `<root>`, `[to]`, `[0]`

QString step(const std::string &part)
{
    return QString::fromStdString(part).mid(1).chopped(1);
}

QJsonValue inside(const QJsonValue &value, const QString &step)
{
    return value.isArray() ? value.toArray().at(step.toInt()) : value.toObject().value(step);
}

QString shown(const QJsonValue &value)
{
    const QByteArray json = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    const QString text = QString::fromUtf8(json).mid(1).chopped(1);
    return text.size() > 80 ? text.left(80) + u'…' : text;
}

QStringList typesOf(const QJsonObject &node)
{
    const QJsonValue type = node.value("type"_L1);
    QStringList types;
    for (const QJsonValue &one : type.isArray() ? type.toArray() : QJsonArray{type}) {
        if (one.isString())
            types.append(one.toString());
    }
    return types;
}

bool isEcho(const QString &rule)
{
    return rule.startsWith("Failed to validate against schema associated"_L1) || rule.startsWith("Failed to validate item"_L1) ||
           rule.startsWith("Failed to validate against child"_L1) || rule.startsWith("Failed to validate against additional"_L1) ||
           rule.startsWith("Failed to validate against a conditional"_L1);
}

QString listed(const QList<QJsonObject> &nodes, QLatin1StringView key)
{
    QStringList words;
    for (const QJsonObject &node : nodes) {
        const QJsonValue said = node.value(key);
        for (const QJsonValue &one : said.isArray() ? said.toArray() : QJsonArray{said}) {
            if (const QString word = one.isString() ? one.toString() : shown(one);
                !one.isUndefined() && !one.isNull() && !words.contains(word))
                words.append(word);
        }
    }
    return words.join(u" or "_s);
}

} // namespace

QJsonValue valueAt(const QJsonObject &document, const QString &pointer)
{
    QJsonValue value = document;
    for (QString name : pointer.split(u'/').mid(1)) {
        name = QUrl::fromPercentEncoding(name.toUtf8()).replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1);
        value = inside(value, name);
    }
    return value;
}

namespace {

// The names of schemas that are referred to, wherever in the description.
void findNames(const QJsonValue &value, QStringList &names)
{
    const QString reference = value.toObject().value("$ref"_L1).toString();
    if (reference.startsWith(ApiSchemas::root()))
        names.append(reference.mid(ApiSchemas::root().size()));
    for (const QJsonValue &child : value.toArray())
        findNames(child, names);
    for (const QJsonValue &child : value.toObject())
        findNames(child, names);
}

} // namespace

ApiSchemas::ApiSchemas(const QJsonObject &document, Direction direction)
    : m_document(document)
    , m_direction(direction)
{
    const QJsonObject named = valueAt(document, u"#/components/schemas"_s).toObject();
    for (auto it = named.begin(); it != named.end(); ++it)
        m_converted.insert(it.key(), jsonSchemaOf(it.value().toObject(), direction));
    QStringList names;
    findNames(document, names);
    for (const QString &name : std::as_const(names)) {
        if (!m_converted.contains(name)) // valijson ends the program where a reference leads nowhere; walk() says so
            m_converted.insert(name, QJsonObject());
    }
}

void ApiSchemas::expand(const QJsonObject &schema, const QJsonValue &value, Nodes &nodes) const
{
    if (nodes.size() > maxDepth)
        return;
    nodes.append(schema);
    if (const QString reference = schema.value("$ref"_L1).toString(); !reference.isEmpty())
        expand(valueAt(m_document, reference).toObject(), value, nodes);
    const QJsonObject discriminator = schema.value("discriminator"_L1).toObject();
    const QString kind = value.toObject().value(discriminator.value("propertyName"_L1).toString()).toString();
    const QString chosen = discriminator.value("mapping"_L1).toObject().value(kind).toString();
    for (const auto key : {"allOf"_L1, "anyOf"_L1, "oneOf"_L1}) {
        for (const QJsonValue &child : schema.value(key).toArray()) {
            if (key == "allOf"_L1 || chosen.isEmpty() || child.toObject().value("$ref"_L1) == chosen)
                expand(child.toObject(), value, nodes);
        }
    }
}

ApiSchemas::Nodes ApiSchemas::nodesOf(const Nodes &schemas, const QJsonValue &value) const
{
    Nodes all;
    for (const QJsonObject &schema : schemas) {
        Nodes nodes;
        expand(schema, value, nodes);
        all += nodes;
    }
    return all;
}

ApiSchemas::Nodes ApiSchemas::inside(const Nodes &nodes, const QString &property) const
{
    Nodes found;
    for (const QJsonObject &node : nodes) {
        const QJsonObject properties = node.value("properties"_L1).toObject();
        if (property.isEmpty() && node.value("items"_L1).isObject())
            found.append(node.value("items"_L1).toObject());
        if (property.isEmpty())
            continue;
        if (properties.contains(property))
            found.append(properties.value(property).toObject());
        else if (node.value("additionalProperties"_L1).isObject()) // a map, whose values are described
            found.append(node.value("additionalProperties"_L1).toObject());
    }
    return found;
}

void ApiSchemas::walk(const Nodes &schemas, const QJsonValue &value, const QString &place, QStringList &problems) const
{
    const Nodes nodes = nodesOf(schemas, value);
    for (const QJsonObject &node : nodes) {
        const QString reference = node.value("$ref"_L1).toString();
        if (!reference.isEmpty() && (!reference.startsWith(root()) || !valueAt(m_document, reference).isObject()))
            problems.append(u"%1: its schema refers to %2, which is not there"_s.arg(place, reference));
    }
    if (value.toString().size() > maxText)
        problems.append(u"%1: is too long to be checked"_s.arg(place));
    if (value.isDouble() && value.toDouble() != std::floor(value.toDouble())) {
        QStringList types;
        for (const QJsonObject &node : nodes)
            types += typesOf(node);
        if (types.contains("integer"_L1) && !types.contains("number"_L1))
            problems.append(u"%1: expected integer, not %2"_s.arg(place, shown(value)));
    }

    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i)
        walk(inside(nodes, {}), list.at(i), place + u'/' + QString::number(i), problems);

    const bool asked = m_direction == Direction::Request;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString within = place + u'/' + it.key();
        const Nodes known = inside(nodes, it.key());
        if (known.isEmpty() && asked)
            problems.append(u"%1: is not described"_s.arg(within));
        for (const QJsonObject &node : nodesOf(known, it.value())) {
            if (node.value(asked ? "readOnly"_L1 : "writeOnly"_L1).toBool())
                problems.append(u"%1: is only for %2"_s.arg(within, asked ? u"answers"_s : u"requests"_s));
        }
        walk(known, it.value(), within, problems);
    }
}

QString ApiSchemas::explained(const QString &rule, const Nodes &nodes, const QJsonValue &value) const
{
    if (rule.contains("'type' constraint"_L1))
        return u"expected %1, not %2"_s.arg(listed(nodes, "type"_L1), shown(value));
    if (rule.contains("enum values"_L1))
        return u"expected %1, not %2"_s.arg(listed(nodes, "enum"_L1), shown(value));
    if (rule.contains("'const' constraint"_L1))
        return u"expected %1, not %2"_s.arg(listed(nodes, "const"_L1), shown(value));
    if (rule.contains("allowed by anyOf"_L1)) // what is wrong with each stands beside it
        return u"fits none of its alternatives"_s;
    if (!rule.contains("'pattern' constraint"_L1))
        return u"%1 (%2)"_s.arg(rule, shown(value));
    QStringList expected;
    for (const auto key : {"pattern"_L1, "format"_L1}) {
        if (const QString words = listed(nodes, key); !words.isEmpty())
            expected.append(words);
    }
    return u"%1 does not match %2"_s.arg(shown(value), expected.join(u", "_s));
}

QStringList ApiSchemas::problemsOf(const QJsonObject &schema, const QJsonValue &value, const QString &place) const
{
    QStringList problems;
    walk({schema}, value, place, problems);
    if (problems.join(u'\n').contains("too long to be checked"_L1))
        return problems;
    QJsonObject root = jsonSchemaOf(schema, m_direction);
    root.insert("components"_L1, QJsonObject{{u"schemas"_s, m_converted}});
    try { // std::regex throws on a pattern that it cannot read
        valijson::Schema rules;
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        parser.populateSchema(valijson::adapters::QtJsonAdapter(QJsonValue(root)), rules);
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        valijson::ValidationResults results;
        const bool valid = validator.validate(rules, valijson::adapters::QtJsonAdapter(value), &results);
        valijson::ValidationResults::Error found;
        while (results.popError(found)) {
            QString where = place;
            QJsonValue wrong = value;
            Nodes nodes = nodesOf({schema}, value);
            for (size_t i = 1; i < found.context.size(); ++i) {
                const QString name = step(found.context[i]);
                where += u'/' + name;
                const Nodes known = inside(nodes, wrong.isArray() ? QString() : name);
                wrong = test::inside(wrong, name);
                nodes = nodesOf(known, wrong);
            }
            const QString rule = QString::fromStdString(found.description);
            if (rule.startsWith("Missing required property"_L1))
                problems.append(u"%1/%2: is missing"_s.arg(where, rule.section(u'\'', 1, 1)));
            else if (rule.startsWith("Object contains a property"_L1))
                problems.append(u"%1/%2: is not described"_s.arg(where, rule.section(u'\'', -2, -2)));
            else if (!isEcho(rule))
                problems.append(u"%1: %2"_s.arg(where, explained(rule, nodes, wrong)));
        }
        if (!valid && problems.isEmpty())
            problems.append(u"%1: does not fit its schema"_s.arg(place));
    } catch (const std::exception &broken) {
        problems.append(u"%1: its schema cannot be used: %2"_s.arg(place, QString::fromUtf8(broken.what())));
    }
    problems.removeDuplicates();
    return problems;
}

bool ApiSchemas::allows(const QJsonObject &schema, const QString &type) const
{
    for (const QJsonObject &node : nodesOf({schema}, {})) {
        if (typesOf(node).contains(type))
            return true;
    }
    return false;
}

QJsonValue ApiSchemas::valueOf(const QJsonObject &schema, const QString &text) const
{
    static const QRegularExpression number(u"^-?[0-9]+(\\.[0-9]+)?$"_s);
    if (allows(schema, u"boolean"_s) && (text == u"true" || text == u"false"))
        return text == u"true";
    if ((allows(schema, u"integer"_s) || allows(schema, u"number"_s)) && number.match(text).hasMatch())
        return text.toDouble();
    return text;
}

QJsonObject ApiSchemas::entryOf(const QJsonObject &schema) const
{
    return propertyOf(schema, {});
}

QJsonObject ApiSchemas::propertyOf(const QJsonObject &schema, const QString &name) const
{
    QJsonArray found;
    for (const QJsonObject &one : inside(nodesOf({schema}, {}), name))
        found.append(one);
    return found.isEmpty() ? QJsonObject() : QJsonObject{{u"anyOf"_s, found}};
}

} // namespace ringback::test
