#include "support/fakemicrosoftcalendar.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTimeZone>
#include <QUrl>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

const QString etag = u"@odata.etag"_s;

QString valueOf(const QUrlQuery &query, const QString &name)
{
    return query.queryItemValue(name, QUrl::FullyDecoded);
}

QDateTime timeOf(const QJsonObject &time)
{
    return QDateTime::fromString(time.value("dateTime"_L1).toString().left(19) + u'Z', Qt::ISODate);
}

// No offset in the time, and a zone that Graph knows: Windows names and IANA's.
bool isTime(const QJsonObject &time)
{
    static const QRegularExpression shape(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?$"_s);
    const QByteArray zone = time.value("timeZone"_L1).toString().toLatin1();
    return shape.match(time.value("dateTime"_L1).toString()).hasMatch() &&
           (zone == "UTC" || QTimeZone(zone).isValid() || !QTimeZone::windowsIdToDefaultIanaId(zone).isEmpty());
}

QString wrongIn(const QJsonObject &fields, bool isNew)
{
    static const QStringList known{u"subject"_s,
                                   u"body"_s,
                                   u"start"_s,
                                   u"end"_s,
                                   u"isAllDay"_s,
                                   u"showAs"_s,
                                   u"isReminderOn"_s,
                                   u"transactionId"_s,
                                   u"reminderMinutesBeforeStart"_s,
                                   u"singleValueExtendedProperties"_s};
    static const QRegularExpression property(u"^String \\{[0-9a-fA-F-]{36}\\} Name [A-Za-z]+$"_s);
    for (const QString &name : fields.keys()) {
        if (!known.contains(name))
            return u"The property does not exist on type event: "_s + name;
    }
    if (isNew && (!fields.contains("start"_L1) || !fields.contains("end"_L1)))
        return u"no times"_s;
    if (!isNew && fields.contains("transactionId"_L1))
        return u"transactionId cannot be changed"_s;
    for (const QString &name : {u"start"_s, u"end"_s}) {
        if (fields.contains(name) && !isTime(fields.value(name).toObject()))
            return u"a time that Graph does not take"_s;
    }
    if (fields.contains("body"_L1) && fields.value("body"_L1).toObject().value("contentType"_L1).toString() != "text"_L1)
        return u"a body of another type"_s;
    for (const QJsonValue &each : fields.value("singleValueExtendedProperties"_L1).toArray()) {
        if (!property.match(each.toObject().value("id"_L1).toString()).hasMatch() || !each.toObject().value("value"_L1).isString())
            return u"ErrorInvalidExtendedProperty"_s;
    }
    return {};
}

// Properties by their ids, all else by its name.
QJsonObject merged(QJsonObject before, const QJsonObject &fields)
{
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        if (field.key() != "singleValueExtendedProperties"_L1) {
            before.insert(field.key(), field.value());
            continue;
        }
        QMap<QString, QJsonValue> all;
        for (const QJsonArray &list : {before.value(field.key()).toArray(), field.value().toArray()}) {
            for (const QJsonValue &each : list)
                all.insert(each.toObject().value("id"_L1).toString(), each);
        }
        QJsonArray properties;
        for (const QJsonValue &each : std::as_const(all))
            properties.append(each);
        before.insert(field.key(), properties);
    }
    return before;
}

} // namespace

QString FakeMicrosoftCalendar::add(QJsonObject event)
{
    const std::scoped_lock lock(m_mutex);
    const QString id = u"AAMk/person+%1="_s.arg(++m_made);
    const QJsonObject usual{{u"id"_s, id},
                            {u"showAs"_s, u"busy"_s},
                            {u"isAllDay"_s, false},
                            {u"isCancelled"_s, false},
                            {u"subject"_s, u""_s},
                            {u"responseStatus"_s, QJsonObject{{u"response"_s, u"organizer"_s}, {u"time"_s, u"0001-01-01T00:00:00Z"_s}}}};
    m_events.insert(id, usual);
    change(id, event);
    return id;
}

void FakeMicrosoftCalendar::change(const QString &id, const QJsonObject &fields)
{
    QJsonObject event = merged(m_events.value(id), fields);
    event.insert(etag, u"W/\"change%1\""_s.arg(++m_change));
    m_events.insert(id, event);
}

void FakeMicrosoftCalendar::edit(const QString &id, const QJsonObject &fields)
{
    const std::scoped_lock lock(m_mutex);
    if (fields.contains("singleValueExtendedProperties"_L1)) { // all of them
        QJsonObject event = m_events.value(id);
        event.remove("singleValueExtendedProperties"_L1);
        m_events.insert(id, event);
    }
    change(id, fields);
}

void FakeMicrosoftCalendar::editAfterNextRead(const QString &id, const QJsonObject &fields)
{
    const std::scoped_lock lock(m_mutex);
    m_editAfterRead = std::pair(id, fields);
}

void FakeMicrosoftCalendar::eraseAfterNextRead(const QString &id)
{
    editAfterNextRead(id, {});
}

void FakeMicrosoftCalendar::erase(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    m_events.remove(id);
}

QString FakeMicrosoftCalendar::moveAwayAndBack(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    QJsonObject event = m_events.take(id);
    const QString next = u"AAMk/moved+%1="_s.arg(++m_made);
    event.insert(u"id"_s, next);
    m_events.insert(next, event);
    change(next, {});
    return next;
}

QList<QJsonObject> FakeMicrosoftCalendar::events() const
{
    const std::scoped_lock lock(m_mutex);
    return m_events.values();
}

QJsonObject FakeMicrosoftCalendar::shown(const QJsonObject &event, const QUrlQuery &query) const
{
    const QString select = valueOf(query, u"$select"_s);
    const QString expand = valueOf(query, u"$expand"_s);
    QJsonObject part{{etag, event.value(etag)}};
    for (const QString &name : select.split(u',', Qt::SkipEmptyParts)) {
        if (event.contains(name))
            part.insert(name, event.value(name));
    }
    if (select.isEmpty())
        part = event;
    part.remove("singleValueExtendedProperties"_L1);
    static const QRegularExpression wanted(u"^singleValueExtendedProperties\\(\\$filter=id eq '([^']+)'\\)$"_s);
    const QString id = wanted.match(expand).captured(1);
    QJsonArray properties;
    for (const QJsonValue &each : event.value("singleValueExtendedProperties"_L1).toArray()) {
        if (each.toObject().value("id"_L1).toString() == id)
            properties.append(each);
    }
    if (!properties.isEmpty())
        part.insert(u"singleValueExtendedProperties"_s, properties);
    return part;
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::view(const Request &, const QUrlQuery &query)
{
    if (!knows(query, {u"startDateTime"_s, u"endDateTime"_s, u"$select"_s, u"$expand"_s, u"$top"_s, u"$skip"_s}))
        return refuse(u"parameters"_s);
    const QDateTime from = QDateTime::fromString(valueOf(query, u"startDateTime"_s), Qt::ISODate);
    const QDateTime to = QDateTime::fromString(valueOf(query, u"endDateTime"_s), Qt::ISODate);
    const int top = valueOf(query, u"$top"_s).toInt();
    const int skip = valueOf(query, u"$skip"_s).toInt();
    if (!from.isValid() || !to.isValid() || from >= to || top < 1 || top > 1000)
        return refuse(u"This request requires a time window specified by the query string parameters StartDateTime and EndDateTime."_s);
    QJsonArray value;
    int seen = 0;
    bool isMore = false;
    for (QJsonObject event : std::as_const(m_events)) {
        if (timeOf(event.value("end"_L1).toObject()) < from || timeOf(event.value("start"_L1).toObject()) >= to || seen++ < skip)
            continue;
        isMore = value.size() >= std::min(top, m_pageSize);
        if (isMore)
            break;
        for (const QString &name : {u"start"_s, u"end"_s}) { // kept in UTC
            const QDateTime there = event.value("isAllDay"_L1).toBool() || m_zone == "UTC"_L1
                                        ? timeOf(event.value(name).toObject())
                                        : timeOf(event.value(name).toObject()).toTimeZone(QTimeZone("America/Chicago"));
            event.insert(name,
                         QJsonObject{{u"dateTime"_s, there.toString(u"yyyy-MM-dd'T'HH:mm:ss"_s) + u".0000000"_s}, {u"timeZone"_s, m_zone}});
        }
        value.append(shown(event, query));
    }
    QJsonObject body{{u"@odata.context"_s, u"https://graph.microsoft.com/v1.0/$metadata#users/calendarView"_s}, {u"value"_s, value}};
    if (isMore) {
        QUrlQuery next = query;
        next.removeAllQueryItems(u"$skip"_s);
        next.addQueryItem(u"$skip"_s, QString::number(skip + value.size()));
        body.insert(u"@odata.nextLink"_s, baseUrl() + u"/v1.0/me/calendarView?"_s + next.toString(QUrl::FullyEncoded));
    }
    return json(200, body);
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::search(const QUrlQuery &query)
{
    static const QRegularExpression shape(
        u"^singleValueExtendedProperties/Any\\(ep: ep/id eq '([^']+)' and ep/value eq '((?:[^']|'')+)'\\)$"_s);
    const auto match = shape.match(valueOf(query, u"$filter"_s));
    if (!knows(query, {u"$filter"_s, u"$select"_s, u"$expand"_s, u"$top"_s}) || !match.hasMatch())
        return refuse(u"Invalid filter clause"_s);
    QString wanted = match.captured(2);
    wanted.replace(u"''"_s, u"'"_s);
    QJsonArray value;
    for (const QJsonObject &event : std::as_const(m_events)) {
        for (const QJsonValue &each : event.value("singleValueExtendedProperties"_L1).toArray()) {
            const QJsonObject property = each.toObject();
            if (!m_findsNothing && property.value("id"_L1).toString() == match.captured(1) &&
                property.value("value"_L1).toString() == wanted)
                value.append(shown(event, query));
        }
    }
    return json(200, {{u"value"_s, value}});
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::answerForEvents(const QByteArray &rest, const Request &request)
{
    const QUrlQuery query(QString::fromLatin1(request.target.mid(request.path().size() + 1)));
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (rest.isEmpty() && request.method == "GET")
        return search(query);
    if (m_isReadOnly && request.method != "GET")
        return error(403, u"ErrorAccessDenied"_s, u"Access is denied. Check credentials and try again."_s);
    if (rest.isEmpty() && request.method == "POST")
        return insert(body);
    const QString id = QUrl::fromPercentEncoding(rest.mid(1));
    if (rest.mid(1).contains('/') || !m_events.contains(id))
        return error(404, u"ErrorItemNotFound"_s, u"The specified object was not found in the store."_s);
    if (request.method == "GET")
        return read(id, query);
    if (request.method == "PATCH")
        return patch(id, request, body);
    if (request.method != "DELETE")
        return refuse(u"no such method"_s);
    m_events.remove(id);
    return {.status = 204};
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::insert(const QJsonObject &fields)
{
    const QString wrong = wrongIn(fields, true);
    if (!wrong.isEmpty())
        return refuse(wrong);
    const QString transaction = fields.value("transactionId"_L1).toString();
    for (const QJsonObject &event : std::as_const(m_events)) {
        if (transaction.isEmpty() || event.value("transactionId"_L1).toString() != transaction)
            continue;
        const bool isSame = event.value("subject"_L1) == fields.value("subject"_L1) && event.value("start"_L1) == fields.value("start"_L1);
        return isSame ? json(201, event)
                      : error(409, u"ErrorDuplicateTransactionId"_s,
                              u"The TransactionId specified in the request has already been used to create a different event."_s);
    }
    const QString id = u"AAMk/ours+%1="_s.arg(++m_made);
    m_events.insert(id, {{u"id"_s, id}, {u"isCancelled"_s, false}, {u"isAllDay"_s, false}});
    change(id, fields);
    QJsonObject whole = m_events.value(id);
    whole.remove("singleValueExtendedProperties"_L1);
    return json(201, whole);
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::read(const QString &id, const QUrlQuery &query)
{
    if (!knows(query, {u"$select"_s, u"$expand"_s}))
        return refuse(u"parameters"_s);
    const QJsonObject event = shown(m_events.value(id), query);
    if (m_editAfterRead) {
        if (m_editAfterRead->second.isEmpty())
            m_events.remove(m_editAfterRead->first);
        else
            change(m_editAfterRead->first, m_editAfterRead->second);
        m_editAfterRead.reset();
    }
    return json(200, event);
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::patch(const QString &id, const Request &request, const QJsonObject &fields)
{
    const QByteArray tag = request.header("if-match");
    if (tag.isEmpty())
        note(u"a change on whatever is there"_s);
    else if (QString::fromLatin1(tag) != m_events.value(id).value(etag).toString())
        return error(412, u"ErrorIrresolvableConflict"_s, u"The change key passed in the request does not match the current change key."_s);
    const QString wrong = wrongIn(fields, false);
    if (!wrong.isEmpty())
        return refuse(wrong);
    change(id, fields);
    QJsonObject whole = m_events.value(id);
    whole.remove("singleValueExtendedProperties"_L1);
    return json(200, whole);
}

} // namespace ringback::test
