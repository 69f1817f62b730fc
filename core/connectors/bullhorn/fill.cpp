#include "connectors/bullhorn/fill.h"

#include "base/time.h"
#include "connectors/bounded.h"

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxSubject = 100;
constexpr Milliseconds callTakes = std::chrono::minutes(30);
constexpr int remindMinutes = 5;

void put(QJsonObject &body, const QString &field, const QString &value)
{
    if (!value.isEmpty())
        body.insert(field, value);
}

QJsonObject idOf(qint64 id)
{
    return {{u"id"_s, id}};
}

// As the field's type wants it; nothing where the words do not fit it.
QJsonValue valueFor(const EntityMeta &meta, const QString &field, const QString &text)
{
    const MetaField known = meta.fields.value(field);
    if (known.type == "TO_ONE"_L1) {
        const std::optional<qint64> id = idFrom(text);
        return id ? QJsonValue(idOf(*id)) : QJsonValue(QJsonValue::Undefined);
    }
    if (known.dataType == "Boolean"_L1)
        return text == "true"_L1;
    if (known.dataType == "String"_L1) {
        const QString fitted = meta.fitted(field, text);
        return fitted.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(fitted);
    }
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber ? QJsonValue(number) : QJsonValue(QJsonValue::Undefined);
}

QString inBrackets(const QString &text)
{
    return u'[' + text + u']';
}

} // namespace

QString statusSlotOf(const QString &table, const QString &status)
{
    if (table == "ClientContact"_L1)
        return u"client_status."_s + status;
    if (table == "Lead"_L1)
        return u"lead_status."_s + status;
    return u"status."_s + status;
}

QString fieldSlotOf(const QString &table, const QString &field)
{
    return table.toLower() + u'.' + field;
}

QJsonObject newPerson(const EntityMeta &meta, const LeadWriteHeader &header, const Choices &choices)
{
    const LeadFacts &facts = header.facts;
    const bool isLead = meta.entity == "Lead"_L1;
    QJsonObject body;
    // What the office wants in fields of its own; what we know better comes after it.
    const QString prefix = fieldSlotOf(meta.entity, {});
    for (auto it = choices.lowerBound(prefix); it != choices.end() && it.key().startsWith(prefix); ++it) {
        const QString field = it.key().sliced(prefix.size());
        const QJsonValue value = valueFor(meta, field, it.value());
        if (meta.has(field) && !value.isUndefined())
            body.insert(field, value);
    }

    QString name = facts.name.simplified();
    if (name.isEmpty())
        name = u"Unknown caller"_s;
    const qsizetype blank = name.lastIndexOf(u' ');
    const QString first = blank < 0 ? name : name.first(blank);
    const QString last = blank < 0 ? u"(unknown)"_s : name.sliced(blank + 1);
    put(body, u"firstName"_s, meta.fitted(u"firstName"_s, first));
    put(body, u"lastName"_s, meta.fitted(u"lastName"_s, last));
    put(body, u"name"_s, meta.fitted(u"name"_s, first + u' ' + last)); // Bullhorn does not make it from the two
    put(body, meta.has(u"mobile"_s) ? u"mobile"_s : u"phone"_s, spellings(facts.number).constFirst());
    put(body, u"email"_s, meta.fitted(u"email"_s, facts.email));
    put(body, u"status"_s, meta.fitted(u"status"_s, choices.value(statusSlotOf(meta.entity, facts.status))));
    if (const std::optional<qint64> owner = idFrom(choices.value(u"owner"_s)))
        body.insert(u"owner"_s, idOf(*owner));

    QStringList comments{header.text};
    const QString sourceField = isLead ? u"leadSource"_s : u"source"_s;
    const QString source = choices.value(u"source"_s, facts.tag);
    if (!source.isEmpty() && meta.fitted(sourceField, source) == source)
        body.insert(sourceField, source);
    else if (!source.isEmpty()) // the field takes only what is on its list, or is too short (of a lead: 15 characters)
        comments.append(inBrackets(source));
    const QString tagField = choices.value(u"tag"_s);
    put(body, tagField, meta.fitted(tagField, facts.tag));
    if (meta.has(u"externalID"_s))
        body.insert(u"externalID"_s, header.marker);
    else
        comments.append(inBrackets(header.marker));
    comments.removeAll(QString());
    put(body, u"comments"_s, meta.worded(u"comments"_s, comments.join(u'\n')));
    return body;
}

bool hasMarker(const QJsonObject &lead, const QString &marker)
{
    return lead.value("comments"_L1).toString().contains(inBrackets(marker));
}

QJsonObject newNote(const EntityMeta &meta, const LeadWriteHeader &header, const QString &action, qint64 author, qint64 person)
{
    const QString text = header.text.isEmpty() ? header.facts.status : header.text;
    return {{u"action"_s, action},
            {u"comments"_s, meta.worded(u"comments"_s, text)},
            {u"commentingPerson"_s, idOf(author)},
            {u"personReference"_s, idOf(person)},
            {u"externalID"_s, header.marker}};
}

QJsonObject newTask(const EntityMeta &meta, const PutTask &write, const RecordRef &about, const QString &type, std::optional<qint64> owner)
{
    QJsonObject body{{u"subject"_s, bounded(write.title, maxSubject)},
                     {u"type"_s, type},
                     {u"dateBegin"_s, toMs(write.dueAt)},
                     {u"dateEnd"_s, toMs(write.dueAt + callTakes)},
                     {u"isCompleted"_s, false},
                     {u"isPrivate"_s, false}, // else nobody but the API user sees it
                     {u"priority"_s, write.isPriority ? 3 : 2},
                     {u"notificationMinutes"_s, remindMinutes},
                     {u"description"_s, meta.worded(u"description"_s, write.header.text)},
                     {u"taskUUID"_s, taskUuid(write.header.marker)}};
    QString field = about.table; // candidate, clientContact, lead
    field[0] = field.at(0).toLower();
    body.insert(field, idOf(about.id));
    if (owner)
        body.insert(u"owner"_s, idOf(*owner));
    return body;
}

} // namespace ringback::connectors::bullhorn
