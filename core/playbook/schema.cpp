// GCC 12 takes parts of std::regex, which valijson uses, for uninitialised under the sanitizers (gcc.gnu.org/PR105562).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include "playbook/schema.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

namespace ringback::playbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxBytes = qsizetype(1024) * 1024;
constexpr qsizetype maxText = 4096; // std::regex recurses for each character, so a pattern may only meet a text of bounded length
constexpr qsizetype maxFindings = 50;

using Place = std::vector<std::string>; ///< valijson's: `<root>`, `[steps]`, `[0]`, `[after]`

QString pointer(const Place &place)
{
    QString path;
    for (size_t i = 1; i < place.size(); ++i) {
        const QString step = QString::fromStdString(place[i]);
        path = at(path, step.mid(1, step.size() - 2));
    }
    return path;
}

QJsonValue valueAt(const QJsonValue &document, const Place &place)
{
    QJsonValue value = document;
    for (size_t i = 1; i < place.size(); ++i) {
        const QString step = QString::fromStdString(place[i]).mid(1).chopped(1);
        value = value.isArray() ? value.toArray().at(step.toInt()) : value.toObject().value(step);
    }
    return value;
}

/// The published schema, to say in plain words what it expects at a place: valijson only says which rule failed.
class Expectations {
public:
    explicit Expectations(const QJsonObject &schema)
        : m_schema(schema)
    {}

    [[nodiscard]] QJsonObject at(const Place &place) const
    {
        QJsonObject node = m_schema;
        for (size_t i = 1; i < place.size(); ++i) {
            const QString step = QString::fromStdString(place[i]).mid(1).chopped(1);
            const QJsonObject properties = node.value("properties"_L1).toObject();
            if (node.contains("items"_L1))
                node = node.value("items"_L1).toObject();
            else if (properties.contains(step))
                node = properties.value(step).toObject();
            else
                node = node.value("additionalProperties"_L1).toObject();
            if (const QString reference = node.value("$ref"_L1).toString(); !reference.isEmpty())
                node = m_schema.value("definitions"_L1).toObject().value(reference.section(u'/', -1)).toObject();
        }
        return node;
    }

private:
    QJsonObject m_schema;
};

QString nameOfType(const QString &type)
{
    static const QHash<QString, QString> names = {
        {u"string"_s, u"a text"_s},
        {u"number"_s, u"a number"_s},
        {u"integer"_s, u"a whole number"_s},
        {u"boolean"_s, u"true or false"_s},
        {u"object"_s, u"an object {…}"_s},
        {u"array"_s, u"a list […]"_s},
        {u"null"_s, u"null"_s},
    };
    return names.value(type, type);
}

QString joined(const QJsonValue &values, QString (*say)(const QString &))
{
    QStringList words;
    const QJsonArray list = values.isArray() ? values.toArray() : QJsonArray{values};
    for (const auto &value : list)
        words.append(say(value.toString()));
    return words.join(u" or "_s);
}

QString quoted(const QString &text)
{
    return u"\"%1\""_s.arg(text);
}

QString count(const QJsonObject &node, QLatin1StringView key)
{
    return QString::number(node.value(key).toDouble());
}

// The sentence for a rule that failed, or an empty one for what only repeats a finding further inside.
QString sentence(const QString &rule, const QJsonObject &node)
{
    using Say = QString (*)(const QJsonObject &);
    static const std::vector<std::pair<QString, Say>> sentences = {
        {u"'type' constraint"_s,
         [](const QJsonObject &n) {
             return u"expected "_s + joined(n.value("type"_L1), nameOfType);
         }},
        {u"'pattern' constraint"_s,
         [](const QJsonObject &n) {
             return u"expected something like "_s + joined(n.value("examples"_L1), quoted);
         }},
        {u"enum values"_s,
         [](const QJsonObject &n) {
             return u"expected "_s + joined(n.value("enum"_L1), quoted);
         }},
        {u"number less than"_s,
         [](const QJsonObject &n) {
             return u"expected at most "_s + count(n, "maximum"_L1);
         }},
        {u"number greater than"_s,
         [](const QJsonObject &n) {
             return u"expected at least "_s + count(n, "minimum"_L1);
         }},
        {u"Array should contain no more"_s,
         [](const QJsonObject &n) {
             return u"at most %1 entries"_s.arg(count(n, "maxItems"_L1));
         }},
        {u"Array should contain no fewer"_s,
         [](const QJsonObject &n) {
             return u"at least %1 entries"_s.arg(count(n, "minItems"_L1));
         }},
        {u"String should be no more"_s,
         [](const QJsonObject &n) {
             return u"at most %1 characters"_s.arg(count(n, "maxLength"_L1));
         }},
        {u"String should be no fewer"_s,
         [](const QJsonObject &n) {
             return u"at least %1 characters"_s.arg(count(n, "minLength"_L1));
         }},
        {u"uniqueness"_s,
         [](const QJsonObject &) {
             return u"the same entry stands here twice"_s;
         }},
        {u"Failed to validate "_s,
         [](const QJsonObject &) {
             return QString();
         }},
    };
    for (const auto &[mark, say] : sentences) {
        if (rule.contains(mark))
            return say(node);
    }
    return rule;
}

void addUnknownKeys(Findings &findings, const QString &path, const QJsonObject &object, const QJsonObject &node)
{
    const QJsonObject known = node.value("properties"_L1).toObject();
    const QStringList keys = object.keys();
    for (const QString &key : keys) {
        if (!known.contains(key))
            findings.add(at(path, key), u"is not known here"_s);
    }
}

Findings explain(valijson::ValidationResults &results, const QJsonValue &document, const QJsonObject &schema)
{
    const Expectations expectations(schema);
    Findings findings;
    valijson::ValidationResults::Error found;
    while (results.popError(found)) {
        const QString rule = QString::fromStdString(found.description);
        const QString path = pointer(found.context);
        const QJsonObject node = expectations.at(found.context);
        if (rule.startsWith("Missing required property"_L1))
            findings.add(at(path, rule.section(u'\'', 1, 1)), u"is missing"_s);
        else if (rule.startsWith("Object contains a property"_L1))
            addUnknownKeys(findings, path, valueAt(document, found.context).toObject(), node);
        else if (const QString what = sentence(rule, node); !what.isEmpty())
            findings.add(path, what);
    }
    return findings;
}

void findLongTexts(Findings &findings, const QString &path, const QJsonValue &value)
{
    if (value.toString().size() > maxText)
        findings.add(path, u"at most %1 characters"_s.arg(maxText));
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i)
        findLongTexts(findings, at(path, i), list.at(i));
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member)
        findLongTexts(findings, at(path, member.key()), member.value());
}

} // namespace

void Findings::add(const QString &path, const QString &what)
{
    const QString line = path.isEmpty() ? what : path + u": "_s + what;
    if (!m_lines.contains(line))
        m_lines.append(line);
}

Error Findings::error() const
{
    QStringList lines = m_lines.first(std::min(m_lines.size(), maxFindings));
    if (lines.size() < m_lines.size())
        lines.append(u"and %1 more"_s.arg(m_lines.size() - lines.size()));
    return {.kind = ErrorKind::Invalid, .what = lines.join(u'\n')};
}

QString at(const QString &path, const QString &key)
{
    QString token = key.left(64);
    std::replace_if(
        token.begin(), token.end(), [](QChar c) { return !c.isPrint(); }, QChar(u'?'));
    return path + u'/' + token.replace(u'~', "~0"_L1).replace(u'/', "~1"_L1);
}

QString at(const QString &path, qsizetype index)
{
    return at(path, QString::number(index));
}

Done checkSchema(const QJsonValue &document, const QString &schemaPath)
{
    Findings tooLong;
    findLongTexts(tooLong, QString(), document);
    if (!tooLong.isEmpty())
        return tl::unexpected<Error>(tooLong.error());

    QFile file(schemaPath);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Corrupt, u"the schema %1 is not part of this program"_s.arg(schemaPath));
    const QJsonObject source = QJsonDocument::fromJson(file.readAll()).object();
    try { // valijson throws on a schema it cannot read: ours, so that a test would have met it
        valijson::Schema schema;
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        parser.populateSchema(valijson::adapters::QtJsonAdapter(QJsonValue(source)), schema);
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        valijson::ValidationResults results;
        if (validator.validate(schema, valijson::adapters::QtJsonAdapter(document), &results))
            return {};
        return tl::unexpected<Error>(explain(results, document, source).error());
    } catch (const std::exception &broken) {
        return failure(ErrorKind::Corrupt, u"the schema %1 cannot be used: %2"_s.arg(schemaPath, QString::fromUtf8(broken.what())));
    }
}

Result<QJsonObject> readObject(const QByteArray &json)
{
    if (json.size() > maxBytes)
        return failure(ErrorKind::Invalid, u"the document is larger than a megabyte"_s);
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        const QByteArray before = json.first(std::min<qsizetype>(error.offset, json.size()));
        return failure(ErrorKind::Invalid, u"not JSON at line %1, column %2: %3"_s.arg(before.count('\n') + 1)
                                               .arg(before.size() - before.lastIndexOf('\n'))
                                               .arg(error.errorString()));
    }
    if (!document.isObject())
        return failure(ErrorKind::Invalid, u"expected an object {…}"_s);
    return document.object();
}

} // namespace ringback::playbook
