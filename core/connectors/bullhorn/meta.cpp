#include "connectors/bullhorn/meta.h"

#include "connectors/bounded.h"
#include "connectors/bullhorn/json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxFields = 2000;
constexpr qsizetype maxOptions = 500;

// Values may be numbers.
QString scalar(const QJsonValue &value)
{
    return bounded(value.toVariant().toString(), maxText);
}

MetaField readField(const QJsonObject &from)
{
    MetaField field;
    field.name = textOf(from, "name"_L1);
    field.label = textOf(from, "label"_L1);
    field.type = textOf(from, "type"_L1);
    field.dataType = textOf(from, "dataType"_L1);
    field.maxLength = integerOf(from, "maxLength"_L1).value_or(0);
    field.isReadOnly = isTrue(from, "readOnly"_L1) || isTrue(from, "readonly"_L1);
    field.isHtml = textOf(from, "dataSpecialization"_L1) == "HTML"_L1;
    // `optional` is not asked: it tells of the database, which fills much by itself (dateAdded, isDeleted).
    const bool hasDefault = !from.value("defaultValue"_L1).isUndefined() && !from.value("defaultValue"_L1).isNull();
    field.isMandatory =
        isTrue(from, "required"_L1) && !field.isReadOnly && !hasDefault && field.type != "TO_MANY"_L1 && field.type != "ID"_L1;
    for (const auto &each : from.value("options"_L1).toArray()) {
        const QString value = scalar(each.toObject().value("value"_L1));
        const QString label = scalar(each.toObject().value("label"_L1));
        if (!value.isEmpty() && field.options.size() < maxOptions)
            field.options.append({.id = value, .name = label.isEmpty() ? value : label});
    }
    return field;
}

} // namespace

bool MetaField::allows(const QString &value) const
{
    return options.isEmpty() || std::any_of(options.begin(), options.end(), [&](const Choice &option) { return option.id == value; });
}

bool EntityMeta::has(const QString &field) const
{
    const auto found = fields.constFind(field);
    return found != fields.constEnd() && !found->isReadOnly;
}

QList<Choice> EntityMeta::options(const QString &field) const
{
    return fields.value(field).options;
}

QList<Choice> EntityMeta::textFields() const
{
    QList<Choice> found;
    for (const MetaField &field : fields) {
        if (field.name.startsWith("customText"_L1) && field.dataType == "String"_L1 && !field.isReadOnly)
            found.append({.id = field.name, .name = field.label.isEmpty() ? field.name : field.label});
    }
    std::sort(found.begin(), found.end(), [](const Choice &a, const Choice &b) {
        return a.id.size() != b.id.size() ? a.id.size() < b.id.size() : a.id < b.id; // customText2 before customText10
    });
    return found;
}

QString EntityMeta::fitted(const QString &field, const QString &value) const
{
    const auto found = fields.constFind(field);
    if (found == fields.constEnd() || found->isReadOnly || value.isEmpty() || !found->allows(value))
        return {};
    return found->maxLength > 0 ? bounded(value, found->maxLength) : value;
}

QString EntityMeta::worded(const QString &field, const QString &sentences) const
{
    const auto found = fields.constFind(field);
    if (found == fields.constEnd() || !found->isHtml)
        return fitted(field, sentences);
    // A text that is cut may end inside of an escape; one so long is nobody's.
    return fitted(field, sentences.toHtmlEscaped().replace(u'\n', "<br>"_L1));
}

QStringList EntityMeta::missingIn(const QJsonObject &body) const
{
    QStringList missing;
    for (const MetaField &field : fields) {
        const QJsonValue value = body.value(field.name);
        if (field.isMandatory && (value.isUndefined() || value.isNull() || (value.isString() && value.toString().isEmpty())))
            missing.append(field.name);
    }
    missing.sort();
    return missing;
}

Result<EntityMeta> readMeta(const QByteArray &body)
{
    const QJsonObject said = QJsonDocument::fromJson(body).object();
    EntityMeta meta;
    meta.entity = textOf(said, "entity"_L1);
    const QJsonArray fields = said.value("fields"_L1).toArray();
    if (meta.entity.isEmpty() || fields.isEmpty() || fields.size() > maxFields)
        return failure(ErrorKind::Invalid, u"what came does not describe a table"_s);
    for (const auto &each : fields) {
        const MetaField field = readField(each.toObject());
        if (!field.name.isEmpty())
            meta.fields.insert(field.name, field);
    }
    return meta;
}

} // namespace ringback::connectors::bullhorn
