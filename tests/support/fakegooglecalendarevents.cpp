#include "support/fakegooglecalendar.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTimeZone>
#include <QUrlQuery>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

QUrlQuery queryOf(const ingress::HttpRequest &request)
{
    return QUrlQuery(QString::fromLatin1(request.target.mid(request.path().size() + 1)));
}

QStringList namesIn(const QUrlQuery &query)
{
    QStringList names;
    for (const auto &item : query.queryItems())
        names.append(item.first);
    return names;
}

// `kind,items(id,start),extendedProperties/private` of an answer, as Google's partial responses are.
QJsonValue partOf(const QJsonValue &value, const QString &fields)
{
    if (fields.isEmpty() || fields == "*"_L1)
        return value;
    if (value.isArray()) {
        QJsonArray parts;
        for (const QJsonValue &each : value.toArray())
            parts.append(partOf(each, fields));
        return parts;
    }
    if (!value.isObject())
        return value;
    QJsonObject part;
    int depth = 0;
    QString field;
    const QString all = fields + u',';
    for (const QChar c : all) {
        depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
        if (c != u',' || depth > 0) {
            field += c;
            continue;
        }
        static const QRegularExpression word(u"^[A-Za-z]+"_s);
        const QString name = word.match(field).captured();
        QString rest = field.mid(name.size());
        if (rest.startsWith(u'('))
            rest = rest.mid(1, rest.size() - 2);
        else if (rest.startsWith(u'/'))
            rest = rest.mid(1);
        const QJsonValue inner = value.toObject().value(name);
        if (!inner.isUndefined())
            part.insert(name, partOf(inner, rest));
        field.clear();
    }
    return part;
}

QDateTime timeOf(const QJsonObject &time)
{
    const QString date = time.value("date"_L1).toString();
    if (!date.isEmpty())
        return QDate::fromString(date, Qt::ISODate).startOfDay(QTimeZone("America/Chicago"));
    return QDateTime::fromString(time.value("dateTime"_L1).toString(), Qt::ISODate);
}

bool isTime(const QJsonObject &time)
{
    const bool isDay = time.value("date"_L1).isString();
    const bool isHour = time.value("dateTime"_L1).isString();
    if (isDay == isHour)
        return false;
    if (isDay)
        return timeOf(time).isValid();
    const bool hasZone = QTimeZone(time.value("timeZone"_L1).toString().toLatin1()).isValid();
    const bool hasOffset = timeOf(time).timeSpec() != Qt::LocalTime;
    return timeOf(time).isValid() && (hasOffset || hasZone);
}

// As PATCH does: what is null goes.
QJsonObject merged(QJsonObject before, const QJsonObject &fields)
{
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        if (field.value().isNull())
            before.remove(field.key());
        else if (field.value().isObject())
            before.insert(field.key(), merged(before.value(field.key()).toObject(), field.value().toObject()));
        else
            before.insert(field.key(), field.value());
    }
    return before;
}

} // namespace

void FakeGoogleCalendar::touch(QJsonObject &event)
{
    event.insert(u"etag"_s, u"\"%1\""_s.arg(m_etag += 2000));
}

void FakeGoogleCalendar::change(const QString &id, const QJsonObject &fields)
{
    QJsonObject event = merged(m_events.value(id), fields);
    touch(event);
    m_events.insert(id, event);
}

FakeGoogleCalendar::Response FakeGoogleCalendar::shown(const QJsonObject &object, const Request &request)
{
    const QString fields = queryOf(request).queryItemValue(u"fields"_s, QUrl::FullyDecoded);
    return json(200, partOf(object, fields).toObject());
}

FakeGoogleCalendar::Response FakeGoogleCalendar::list(const Request &request)
{
    static const QSet<QString> known{u"singleEvents"_s, u"maxAttendees"_s, u"maxResults"_s, u"timeMin"_s,
                                     u"timeMax"_s,      u"fields"_s,       u"pageToken"_s};
    const QUrlQuery query = queryOf(request);
    for (const QString &name : namesIn(query)) {
        if (!known.contains(name))
            return refuse(u"Unknown name: "_s + name);
    }
    const auto value = [&](const QString &name) {
        return query.queryItemValue(name, QUrl::FullyDecoded);
    };
    const int most = value(u"maxResults"_s).toInt();
    if (most < 1 || most > 2500)
        return refuse(u"maxResults"_s);
    const QDateTime from = QDateTime::fromString(value(u"timeMin"_s), Qt::ISODate);
    const QDateTime to = QDateTime::fromString(value(u"timeMax"_s), Qt::ISODate);
    const bool isWindow = query.hasQueryItem(u"timeMin"_s);
    if (isWindow && (!from.isValid() || !to.isValid() || from >= to || from.timeSpec() == Qt::LocalTime || to.timeSpec() == Qt::LocalTime))
        return refuse(u"timeMin and timeMax"_s);
    if (isWindow && value(u"singleEvents"_s) != "true"_L1)
        return refuse(u"recurring events would come as they are"_s);
    QJsonArray items;
    qsizetype skip = value(u"pageToken"_s).mid(5).toInt();
    bool isMore = false;
    for (const QJsonObject &event : std::as_const(m_events)) {
        const bool isIn = !isWindow || (timeOf(event.value("end"_L1).toObject()) > from && timeOf(event.value("start"_L1).toObject()) < to);
        if (!isIn || event.value("status"_L1).toString() == "cancelled"_L1 || skip-- > 0)
            continue;
        isMore = items.size() >= std::min(most, m_pageSize);
        if (isMore)
            break;
        items.append(event);
    }
    QJsonObject body{{u"kind"_s, u"calendar#events"_s},
                     {u"summary"_s, u"dana@example.com"_s},
                     {u"timeZone"_s, u"America/Chicago"_s},
                     {u"accessRole"_s, m_role},
                     {u"items"_s, items}};
    if (isMore)
        body.insert(u"nextPageToken"_s, u"page+%1"_s.arg(value(u"pageToken"_s).mid(5).toInt() + items.size()));
    return shown(body, request);
}

std::optional<QString> FakeGoogleCalendar::wrongIn(const QJsonObject &event, bool isNew) const
{
    static const QSet<QString> known{u"id"_s,  u"summary"_s,   u"description"_s,       u"start"_s,
                                     u"end"_s, u"reminders"_s, u"extendedProperties"_s};
    for (auto field = event.begin(); field != event.end(); ++field) {
        if (!known.contains(field.key()))
            return u"a field that we have no use for: "_s + field.key();
    }
    static const QRegularExpression id(u"^[a-v0-9]{5,1024}$"_s);
    if (isNew ? !id.match(event.value("id"_L1).toString()).hasMatch() : event.contains("id"_L1))
        return u"Invalid resource id value."_s;
    if (isNew && (!event.contains("start"_L1) || !event.contains("end"_L1)))
        return u"Missing end time."_s;
    const QJsonObject reminders = event.value("reminders"_L1).toObject();
    const QJsonArray overrides = reminders.value("overrides"_L1).toArray();
    if (reminders.value("useDefault"_L1).toBool() && !overrides.isEmpty())
        return u"Cannot specify both default reminders and overrides at the same time."_s;
    for (const QJsonValue &each : overrides) {
        const int minutes = each.toObject().value("minutes"_L1).toInt(-1);
        if (each.toObject().value("method"_L1).toString() != "popup"_L1 || minutes < 0 || minutes > 40320)
            return u"Invalid reminder."_s;
    }
    const QJsonObject privates = event.value("extendedProperties"_L1).toObject().value("private"_L1).toObject();
    for (auto each = privates.begin(); each != privates.end(); ++each) {
        if (!each.value().isString() || each.key().size() > 44 || each.value().toString().size() > 1024)
            return u"Invalid extended property."_s;
    }
    return std::nullopt;
}

FakeGoogleCalendar::Response FakeGoogleCalendar::insert(const Request &request)
{
    const QJsonObject fields = QJsonDocument::fromJson(request.body).object();
    if (const std::optional<QString> wrong = wrongIn(fields, true))
        return refuse(*wrong);
    QJsonObject event = merged({{u"status"_s, u"confirmed"_s}, {u"eventType"_s, u"default"_s}}, fields);
    const QJsonObject start = event.value("start"_L1).toObject();
    const QJsonObject end = event.value("end"_L1).toObject();
    if (!isTime(start) || !isTime(end) || timeOf(end) < timeOf(start))
        return refuse(u"The specified time range is empty."_s);
    const QString id = event.value("id"_L1).toString();
    if (m_events.contains(id)) // also one that was deleted
        return error(409, u"duplicate"_s, u"The requested identifier already exists."_s);
    touch(event);
    m_events.insert(id, event);
    return shown(event, request);
}

FakeGoogleCalendar::Response FakeGoogleCalendar::read(const QString &id, const Request &request)
{
    if (!m_events.contains(id))
        return error(404, u"notFound"_s, u"Not Found"_s);
    const QJsonObject event = m_events.value(id);
    if (m_editAfterRead) {
        change(m_editAfterRead->first, m_editAfterRead->second);
        m_editAfterRead.reset();
    }
    return shown(event, request);
}

FakeGoogleCalendar::Response FakeGoogleCalendar::patch(const QString &id, const Request &request)
{
    if (!m_events.contains(id))
        return error(404, u"notFound"_s, u"Not Found"_s);
    const QByteArray tag = request.header("if-match");
    if (tag.isEmpty())
        note(u"a change on whatever is there"_s);
    else if (QString::fromLatin1(tag) != m_events.value(id).value("etag"_L1).toString())
        return error(412, u"conditionNotMet"_s, u"Precondition Failed"_s);
    const QJsonObject fields = QJsonDocument::fromJson(request.body).object();
    if (const std::optional<QString> wrong = wrongIn(fields, false))
        return refuse(*wrong);
    const QJsonObject after = merged(m_events.value(id), fields);
    if (!isTime(after.value("start"_L1).toObject()) || !isTime(after.value("end"_L1).toObject()))
        return refuse(u"Invalid start time."_s);
    change(id, fields);
    return shown(m_events.value(id), request);
}

FakeGoogleCalendar::Response FakeGoogleCalendar::remove(const QString &id, const Request &)
{
    if (!m_events.contains(id))
        return error(404, u"notFound"_s, u"Not Found"_s);
    if (m_events.value(id).value("status"_L1).toString() == "cancelled"_L1)
        return error(410, u"deleted"_s, u"Resource has been deleted"_s);
    change(id, {{u"status"_s, u"cancelled"_s}});
    return {.status = 204};
}

} // namespace ringback::test
