#include "connectors/googlecalendar/events.h"

#include "base/time.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::googlecalendar {

using namespace Qt::StringLiterals;
using calls::BusyKind;

namespace {

constexpr auto uidProperty = "ringbackCallback"_L1;
constexpr auto marksProperty = "ringbackWrote"_L1;

tl::unexpected<Error> notUnderstood(const QString &what)
{
    return failure(ErrorKind::Invalid, u"an event of Google's: "_s + what);
}

QJsonObject privatesOf(const QJsonObject &event)
{
    return event.value("extendedProperties"_L1).toObject().value("private"_L1).toObject();
}

bool isOurs(const QJsonObject &event, const BusyQuery &query)
{
    return !query.ownEntries.isEmpty() && privatesOf(event).value(uidProperty).toString().endsWith(query.ownEntries);
}

// `accepted`, `declined`, `tentative`, `needsAction`; empty where the person was not invited.
QString answerOf(const QJsonObject &event, const BusyQuery &query)
{
    for (const QJsonValue &each : event.value("attendees"_L1).toArray()) {
        const QJsonObject attendee = each.toObject();
        if (attendee.value("self"_L1).toBool() || query.addresses.contains(attendee.value("email"_L1).toString(), Qt::CaseInsensitive))
            return attendee.value("responseStatus"_L1).toString();
    }
    return {};
}

// {"dateTime":"2026-11-20T12:00:00-06:00","timeZone":"America/Chicago"} or {"date":"2026-11-26"}, which is a day of the person's.
std::optional<Instant> timeOf(const QJsonObject &time, const QByteArray &zone)
{
    const QString date = time.value("date"_L1).toString();
    if (!date.isEmpty())
        return startOfDay(QDate::fromString(date, Qt::ISODate), zone);
    const QString text = time.value("dateTime"_L1).toString();
    if (text.size() > 40)
        return std::nullopt;
    const QDateTime at = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!at.isValid() || at.timeSpec() == Qt::LocalTime) // it always tells the offset
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch());
}

// Nothing = it keeps nobody busy.
std::optional<BusyKind> kindOf(const QJsonObject &event, const BusyQuery &query)
{
    const QString status = event.value("status"_L1).toString();
    const QString type = event.value("eventType"_L1).toString();
    const QString answer = answerOf(event, query);
    if (status == "cancelled"_L1 || answer == "declined"_L1 || isOurs(event, query) || type == "workingLocation"_L1)
        return std::nullopt;
    if (type == "outOfOffice"_L1 || holdsLeaveWord(event.value("summary"_L1).toString(), query.leaveWords))
        return BusyKind::Leave;
    if (event.value("transparency"_L1).toString() == "transparent"_L1)
        return std::nullopt;
    return status == "tentative"_L1 || answer == "tentative"_L1 ? BusyKind::Tentative : BusyKind::Busy;
}

// Google shows a description as HTML, and what callers are called comes from outside.
QString asText(QString text)
{
    return text.replace(u'&', u"&amp;"_s).replace(u'<', u"&lt;"_s).replace(u'>', u"&gt;"_s);
}

void writeTimes(QJsonObject &event, const CalendarEntry &entry)
{
    const auto time = [&](Instant at) {
        // `date` is gone where somebody has made a whole day of it.
        return QJsonObject{{u"dateTime"_s, toDateTime(at).toString(Qt::ISODate)},
                           {u"timeZone"_s, QString::fromLatin1(entry.zone)},
                           {u"date"_s, QJsonValue::Null}};
    };
    event.insert(u"start"_s, time(entry.from));
    event.insert(u"end"_s, time(entry.to));
}

void writeAlarm(QJsonObject &event, const CalendarEntry &entry)
{
    QJsonArray alarms;
    if (const std::optional<qint64> minutes = alarmMinutes(entry))
        alarms.append(QJsonObject{{u"method"_s, u"popup"_s}, {u"minutes"_s, *minutes}});
    event.insert(u"reminders"_s, QJsonObject{{u"useDefault"_s, false}, {u"overrides"_s, alarms}});
}

void writeText(QJsonObject &event, const CalendarEntry &entry)
{
    // Google's `source` shows in its own pages only.
    event.insert(u"description"_s, asText(textWithLink(entry)));
}

void writeMarks(QJsonObject &event, const CalendarEntry &entry)
{
    const QJsonObject ours{{uidProperty, entry.uid}, {marksProperty, marksOf(entry)}};
    event.insert(u"extendedProperties"_s, QJsonObject{{u"private"_s, ours}});
}

} // namespace

QByteArray pageFields()
{
    return QUrl::toPercentEncoding(u"kind,nextPageToken,items(status,eventType,transparency,summary,start,end,"
                                   "attendees(self,email,responseStatus),extendedProperties/private)"_s);
}

Result<EventPage> pageOf(const QJsonObject &body, const BusyQuery &query)
{
    const QJsonValue items = body.value("items"_L1);
    if (body.value("kind"_L1).toString() != "calendar#events"_L1 || !(items.isArray() || items.isUndefined())) // a page may hold none
        return failure(ErrorKind::Invalid, u"what came is no list of Google's events"_s);
    EventPage page;
    for (const QJsonValue &item : items.toArray()) {
        const QJsonObject event = item.toObject();
        if (event.isEmpty())
            return notUnderstood(u"it is none"_s);
        const std::optional<BusyKind> kind = kindOf(event, query);
        if (!kind)
            continue;
        const std::optional<Instant> from = timeOf(event.value("start"_L1).toObject(), query.zone);
        const std::optional<Instant> to = timeOf(event.value("end"_L1).toObject(), query.zone);
        if (!from || !to || *from > *to)
            return notUnderstood(u"its times cannot be read"_s);
        if (const std::optional<calls::BusyTime> time = busyWithin(query, *from, *to, *kind))
            page.busy.append(*time);
    }
    page.next = body.value("nextPageToken"_L1).toString().toUtf8();
    return page;
}

// base32hex of the UID's SHA-256, in small letters.
QByteArray idOf(const QString &uid)
{
    static constexpr char letters[] = "0123456789abcdefghijklmnopqrstuv";
    const QByteArray hash = QCryptographicHash::hash(uid.toUtf8(), QCryptographicHash::Sha256);
    QByteArray id;
    unsigned bits = 0;
    int count = 0;
    for (const char byte : hash) {
        bits = bits << 8 | static_cast<unsigned char>(byte);
        for (count += 8; count >= 5; count -= 5)
            id += letters[bits >> (count - 5) & 31];
        bits &= (1U << count) - 1;
    }
    if (count > 0)
        id += letters[bits << (5 - count) & 31];
    return id;
}

QJsonObject newEvent(const CalendarEntry &entry)
{
    QJsonObject event = changedEvent(entry, {});
    event.insert(u"id"_s, QString::fromLatin1(idOf(entry.uid)));
    return event;
}

QJsonObject changedEvent(const CalendarEntry &entry, const EntryParts &parts)
{
    QJsonObject event;
    if (parts.times)
        writeTimes(event, entry);
    if (parts.title)
        event.insert(u"summary"_s, entry.title);
    if (parts.text)
        writeText(event, entry);
    if (parts.alarm)
        writeAlarm(event, entry);
    writeMarks(event, entry);
    return event;
}

QString marksIn(const QJsonObject &event)
{
    return privatesOf(event).value(marksProperty).toString();
}

} // namespace ringback::connectors::googlecalendar
