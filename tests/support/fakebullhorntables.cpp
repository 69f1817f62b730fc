#include "support/fakebullhorntables.h"

#include "base/time.h"

#include <QRegularExpression>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

// Of each table: a name, a type (`>` leads to another table, `>>` to many of it), and what else is to be said of it.
constexpr const char *definitions = R"(
Candidate
  id Integer readonly
  firstName String 50 required
  lastName String 50 required
  name String 100 required
  status String 100 required
  email String 100
  email2 String 100
  email3 String 100
  phone String 20
  mobile String 20
  phone2 String 20
  phone3 String 20
  source String 200
  externalID String 50
  comments String 2000 html
  occupation String 50
  owner >CorporateUser
  primarySkills >>Skill
  customText1 String 100
  customText5 String 100
  customText10 String 100
  dateAdded Timestamp
  dateLastModified Timestamp readonly
  isDeleted Boolean default=false
  smsOptIn Boolean
ClientContact
  id Integer readonly
  firstName String 50 required
  lastName String 50 required
  name String 100 required
  status String 30 required
  type String 30 required
  preferredContact String 15 required
  clientCorporation >ClientCorporation required
  email String 100 required
  email2 String 100
  email3 String 100
  phone String 20
  mobile String 20
  phone2 String 20
  phone3 String 20
  comments String 2000
  owner >CorporateUser required
  customText5 String 100
  dateAdded Timestamp
  dateLastModified Timestamp readonly
  isDeleted Boolean default=false
Lead
  id Integer readonly
  firstName String 50
  lastName String 50
  name String 100 required
  status String 100 required
  type String 30 required
  leadSource String 15
  companyName String 100
  email String 100
  email2 String 100
  email3 String 100
  phone String 20
  mobile String 20
  phone2 String 20
  phone3 String 20
  comments String 2000
  owner >CorporateUser
  dateAdded Timestamp
  dateLastModified Timestamp readonly
  isDeleted Boolean default=false
Note
  id Integer readonly
  action String 30 required
  comments String 20000 html required
  commentingPerson >CorporateUser required
  personReference >Person required
  externalID String 100
  isDeleted Boolean default=false
  dateAdded Timestamp
  candidates >>Candidate
Task
  id Integer readonly
  subject String 100 required
  type String 30 required
  description String 20000
  dateBegin Timestamp required
  dateEnd Timestamp required
  dateCompleted Timestamp
  dateAdded Timestamp
  dateLastModified Timestamp readonly
  isCompleted Boolean default=false
  isDeleted Boolean default=false
  isPrivate Boolean default=true
  notificationMinutes Integer
  priority Integer
  owner >CorporateUser
  parentTask >Task
  candidate >Candidate
  clientContact >ClientContact
  lead >Lead
  taskUUID String 35
  childTasks >>Task
Placement
  id Integer readonly
  status String 30
  fee Double
  salary Double
  salaryUnit String 20
  employmentType String 200
  dateAdded Timestamp
  candidate >Candidate
  jobOrder >JobOrder
JobOrder
  id Integer readonly
  title String 100
  clientContact >ClientContact
CorporateUser
  id Integer readonly
  username String 100
  name String 100
  email String 100
  isDeleted Boolean default=false
)";

BullhornField readField(const QString &line)
{
    QStringList words = line.simplified().split(u' ');
    BullhornField field;
    field.name = words.takeFirst();
    field.dataType = words.takeFirst();
    field.isToMany = field.dataType.startsWith(u">>");
    field.isToOne = !field.isToMany && field.dataType.startsWith(u'>');
    field.dataType.remove(u'>');
    for (const QString &word : std::as_const(words)) {
        field.isRequired |= word == u"required";
        field.isReadOnly |= word == u"readonly";
        field.isHtml |= word == u"html";
        if (word.startsWith(u"default="))
            field.standing = word.endsWith(u"true");
        if (const int length = word.toInt())
            field.maxLength = length;
    }
    return field;
}

bool isPersonTable(const QString &table)
{
    return table == u"Candidate" || table == u"ClientContact" || table == u"Lead" || table == u"CorporateUser";
}

BullhornTables::Wrong ours(const QString &field, const QString &message)
{
    return {.key = u"errors.invalidField"_s, .message = message, .field = field, .isOurFault = true};
}

// At commas outside of parentheses.
QStringList listed(const QString &fields)
{
    QStringList list{QString()};
    int depth = 0;
    for (const QChar c : fields) {
        depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
        if (c == u',' && depth == 0)
            list.append(QString());
        else
            list.last() += c;
    }
    return list;
}

} // namespace

BullhornTables::BullhornTables()
{
    QString table;
    for (const QString &line : QString::fromLatin1(definitions).split(u'\n', Qt::SkipEmptyParts)) {
        if (line.startsWith(u' '))
            m_fields[table].append(readField(line));
        else
            table = line;
    }
    field(u"Candidate"_s, u"status"_s).options = {u"New Lead"_s, u"Active"_s, u"Interview"_s, u"Archive"_s};
    field(u"ClientContact"_s, u"status"_s).options = {u"Prospect"_s, u"Active"_s, u"Archive"_s};
    field(u"Lead"_s, u"status"_s).options = {u"New Lead"_s, u"Called"_s};
    field(u"Note"_s, u"action"_s).options = {u"Inbound Call"_s, u"Left Message"_s};
    field(u"Task"_s, u"type"_s).options = {u"Follow-Up"_s, u"Call"_s, u"Personal"_s};
    field(u"Placement"_s, u"status"_s).options = {u"Submitted"_s, u"Approved"_s, u"Started"_s, u"Cancelled"_s};
}

BullhornField &BullhornTables::field(const QString &table, const QString &name)
{
    QList<BullhornField> &fields = m_fields[table];
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const BullhornField &each) { return each.name == name; });
    Q_ASSERT(found != fields.end());
    return *found;
}

const BullhornField *BullhornTables::find(const QString &table, const QString &name) const
{
    const auto fields = m_fields.constFind(table);
    if (fields == m_fields.constEnd())
        return nullptr;
    const auto found = std::find_if(fields->begin(), fields->end(), [&](const BullhornField &each) { return each.name == name; });
    return found == fields->end() ? nullptr : &*found;
}

QJsonObject BullhornTables::meta(const QString &table) const
{
    QJsonArray fields;
    for (const BullhornField &field : m_fields.value(table)) {
        QJsonObject each{{u"name"_s, field.name},
                         {u"label"_s, field.name == u"customText5" ? u"Ringback tag"_s : field.name},
                         {u"type"_s, field.name == u"id" ? u"ID"_s
                                     : field.isToMany    ? u"TO_MANY"_s
                                     : field.isToOne     ? u"TO_ONE"_s
                                                         : u"SCALAR"_s},
                         {u"optional"_s, !field.isRequired},
                         {u"required"_s, field.isRequired},
                         {u"readOnly"_s, field.isReadOnly}};
        if (field.isToOne || field.isToMany)
            each.insert(u"associatedEntity"_s, QJsonObject{{u"entity"_s, field.dataType}});
        else
            each.insert(u"dataType"_s, field.dataType);
        if (field.maxLength > 0)
            each.insert(u"maxLength"_s, field.maxLength);
        if (field.isHtml)
            each.insert(u"dataSpecialization"_s, u"HTML"_s);
        if (!field.standing.isUndefined())
            each.insert(u"defaultValue"_s, field.standing);
        QJsonArray options;
        for (const QString &option : field.options)
            options.append(QJsonObject{{u"value"_s, option}, {u"label"_s, option}});
        if (!options.isEmpty()) {
            each.insert(u"inputType"_s, u"SELECT"_s);
            each.insert(u"options"_s, options);
        }
        fields.append(each);
    }
    return {{u"entity"_s, table}, {u"label"_s, table}, {u"fields"_s, fields}};
}

qint64 BullhornTables::add(const QString &table, Row row)
{
    const qint64 id = row.contains(u"id"_s) ? row.value(u"id"_s).toInteger() : ++m_lastId;
    row.insert(u"id"_s, id);
    if (!row.contains(u"isDeleted"_s))
        row.insert(u"isDeleted"_s, false);
    m_rows[table].insert(id, row);
    return id;
}

std::optional<BullhornTables::Wrong> BullhornTables::check(const QString &table, const QJsonObject &body, bool isNew) const
{
    static const QRegularExpression uuid(u"^[A-Z0-9]{8}-[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{16}$"_s);
    for (auto it = body.begin(); it != body.end(); ++it) {
        const BullhornField *field = find(table, it.key());
        const QJsonValue value = it.value();
        if (!field || field->isReadOnly || field->isToMany)
            return ours(it.key(), u"unknown, read-only or to-many"_s);
        if (!isNew && it.key() == u"smsOptIn")
            return ours(it.key(), u"only at creation"_s);
        if (field->isToOne) {
            const QJsonObject target = value.toObject();
            const qint64 id = target.value(u"id"_s).toInteger();
            if (target.size() != 1 || id <= 0)
                return ours(it.key(), u"not an object with one id"_s);
            bool isThere = m_rows.value(field->dataType).contains(id);
            for (auto rows = m_rows.begin(); field->dataType == u"Person" && rows != m_rows.end(); ++rows)
                isThere = isThere || (isPersonTable(rows.key()) && rows->contains(id));
            if (!isThere)
                return Wrong{.key = u"errors.cannotFindEntity"_s, .message = u"no such entity"_s, .field = it.key()};
            continue;
        }
        const bool fits = field->dataType == u"String"    ? value.isString()
                          : field->dataType == u"Boolean" ? value.isBool()
                                                          : value.isDouble();
        if (!fits)
            return ours(it.key(), u"not a "_s + field->dataType);
        if (field->maxLength > 0 && value.toString().size() > field->maxLength)
            return ours(it.key(), u"too long"_s);
        if (!field->options.isEmpty() && !field->options.contains(value.toString()))
            return ours(it.key(), u"not among the options"_s);
        if (it.key() == u"taskUUID" && !uuid.match(value.toString()).hasMatch())
            return ours(it.key(), u"not 8-4-4-16"_s);
        if (it.key() == u"priority" && (value.toInt() < 1 || value.toInt() > 3))
            return ours(it.key(), u"not 1 to 3"_s);
    }
    for (const BullhornField &field : m_fields.value(table)) {
        const QJsonValue value = body.value(field.name);
        const bool isGiven = body.contains(field.name);
        const bool isEmpty = value.isNull() || (value.isString() && value.toString().isEmpty());
        if (field.isRequired && field.standing.isUndefined() && (isNew ? !isGiven || isEmpty : isGiven && isEmpty))
            return Wrong{.key = u"errors.missingRequiredProperty"_s, .message = u"required field is missing"_s, .field = field.name};
    }
    return std::nullopt;
}

qint64 BullhornTables::create(const QString &table, const QJsonObject &body, Instant now, qint64 user)
{
    Row row = body;
    for (const BullhornField &field : std::as_const(m_fields[table])) {
        if (!row.contains(field.name) && !field.standing.isUndefined())
            row.insert(field.name, field.standing);
    }
    row.insert(u"dateAdded"_s, toMs(now));
    row.insert(u"dateLastModified"_s, toMs(now));
    if (table == u"Task") {
        if (!row.contains(u"dateCompleted"_s)) // the trap: on a task that nobody has completed
            row.insert(u"dateCompleted"_s, row.value(u"dateBegin"_s));
        if (!row.contains(u"owner"_s))
            row.insert(u"owner"_s, QJsonObject{{u"id"_s, user}});
    }
    return add(table, row);
}

QJsonValue BullhornTables::at(const QString &table, const Row &row, const QString &path) const
{
    const qsizetype dot = path.indexOf(u'.');
    if (dot < 0)
        return row.value(path);
    const BullhornField *field = find(table, path.first(dot));
    const QString rest = path.sliced(dot + 1);
    const QJsonObject target = row.value(path.first(dot)).toObject();
    if (!field || target.isEmpty())
        return QJsonValue::Null;
    if (rest == u"id")
        return target.value(u"id"_s);
    return at(field->dataType, m_rows.value(field->dataType).value(target.value(u"id"_s).toInteger()), rest);
}

bool BullhornTables::knows(const QString &table, const QString &path) const
{
    const qsizetype dot = path.indexOf(u'.');
    const BullhornField *field = find(table, dot < 0 ? path : path.first(dot));
    return field && !field->isToMany && (dot < 0 || (field->isToOne && knows(field->dataType, path.sliced(dot + 1))));
}

std::optional<QJsonObject> BullhornTables::picked(const QString &table, const Row &row, const QString &fields) const
{
    QJsonObject object;
    for (const QString &wanted : listed(fields)) {
        const qsizetype open = wanted.indexOf(u'(');
        const QString name = open < 0 ? wanted : wanted.first(open);
        const BullhornField *field = find(table, name);
        if (!field)
            return std::nullopt;
        QJsonValue value = row.value(name);
        if (open >= 0) {
            const Row target = m_rows.value(field->dataType).value(value.toObject().value(u"id"_s).toInteger());
            const std::optional<QJsonObject> inner = picked(field->dataType, target, wanted.sliced(open + 1).chopped(1));
            if (!inner)
                return std::nullopt;
            value = *inner;
        }
        object.insert(name, value.isUndefined() ? QJsonValue(QJsonValue::Null) : value);
    }
    return object;
}

} // namespace ringback::test
