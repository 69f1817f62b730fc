#include "connectors/microsoft/events.h"

#include "base/time.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::microsoft {

using namespace Qt::StringLiterals;
using calls::BusyKind;

namespace {

// Properties of ours beside an event, in a set of names that nobody else uses.
const QString uidProperty = u"String {6f3b2a4e-9c1d-4e57-8a60-2d9b7c5e1f08} Name RingbackCallback"_s;
const QString marksProperty = u"String {6f3b2a4e-9c1d-4e57-8a60-2d9b7c5e1f08} Name RingbackWrote"_s;

tl::unexpected<Error> notUnderstood(const QString &what)
{
    return failure(ErrorKind::Invalid, u"an event of Microsoft's: "_s + what);
}

QString propertyOf(const QJsonObject &event, const QString &id)
{
    for (const QJsonValue &each : event.value("singleValueExtendedProperties"_L1).toArray()) {
        const QJsonObject property = each.toObject();
        if (property.value("id"_L1).toString().compare(id, Qt::CaseInsensitive) == 0) // Graph writes the braces' letters as it likes
            return property.value("value"_L1).toString();
    }
    return {};
}

// {"dateTime":"2026-11-20T18:00:00.0000000","timeZone":"UTC"}: asked for in UTC, but a zone is a zone, also one with a Windows name.
struct LocalTime {
    QDate day;
    QTime hour;
    QTimeZone zone;

    [[nodiscard]] bool isValid() const { return day.isValid() && hour.isValid() && zone.isValid(); }
    [[nodiscard]] bool isMidnight() const { return hour == QTime(0, 0); }
    [[nodiscard]] Instant first() const { return instant(-anHour); }
    [[nodiscard]] Instant last() const { return instant(anHour); } ///< of an hour that comes twice, as the clocks go back

private:
    static constexpr Milliseconds anHour = std::chrono::hours(1);
    [[nodiscard]] Instant instant(Milliseconds other) const
    {
        const Instant one = fromMs(QDateTime(day, hour, zone).toMSecsSinceEpoch());
        const QDateTime another = QDateTime::fromMSecsSinceEpoch(toMs(one + other), zone);
        return another.date() == day && another.time() == hour ? one + other : one;
    }
};

LocalTime timeOf(const QJsonObject &time)
{
    const QString text = time.value("dateTime"_L1).toString();
    static const QRegularExpression shape(u"^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,7})?$"_s);
    // Not as a QDateTime, which would be one of this machine's zone, where that hour may not exist.
    const QRegularExpressionMatch match = shape.match(text.left(40));
    return {.day = QDate::fromString(match.captured(1), Qt::ISODate),
            .hour = QTime::fromString(match.captured(2), Qt::ISODate),
            .zone = zoneOf(time.value("timeZone"_L1).toString())};
}

// From when to when; nothing = it cannot be read. All-day events are at midnight in whatever zone was asked for: they mean days of the person's.
std::optional<std::pair<Instant, Instant>> timesOf(const QJsonObject &event, const QByteArray &zone)
{
    const LocalTime from = timeOf(event.value("start"_L1).toObject());
    const LocalTime to = timeOf(event.value("end"_L1).toObject());
    if (!from.isValid() || !to.isValid())
        return std::nullopt;
    std::pair times(from.first(), to.last());
    if (event.value("isAllDay"_L1).toBool() && from.isMidnight() && to.isMidnight()) {
        const std::optional<Instant> first = startOfDay(from.day, zone);
        const std::optional<Instant> last = startOfDay(to.day, zone);
        if (!first || !last)
            return std::nullopt;
        times = {*first, *last};
    }
    return times.first <= times.second ? std::optional(times) : std::nullopt;
}

// Nothing = it keeps nobody busy. `unknown`, and what may be invented yet, does.
std::optional<BusyKind> kindOf(const QString &showAs, const QString &title, const BusyQuery &query)
{
    if (showAs == "oof"_L1 || holdsLeaveWord(title, query.leaveWords))
        return BusyKind::Leave;
    if (showAs == "free"_L1 || showAs == "workingElsewhere"_L1)
        return std::nullopt;
    return showAs == "tentative"_L1 ? BusyKind::Tentative : BusyKind::Busy;
}

std::optional<BusyKind> kindOf(const QJsonObject &event, const BusyQuery &query)
{
    const QString answer = event.value("responseStatus"_L1).toObject().value("response"_L1).toString();
    const bool isOurs = !query.ownEntries.isEmpty() && propertyOf(event, uidProperty).endsWith(query.ownEntries);
    if (isOurs || event.value("isCancelled"_L1).toBool() || answer == "declined"_L1)
        return std::nullopt;
    return kindOf(event.value("showAs"_L1).toString(), event.value("subject"_L1).toString(), query);
}

// The signs of `availabilityView` from the query's beginning on, for who shows no more than that.
Result<QList<calls::BusyTime>> signsOf(const QString &view, const BusyQuery &query)
{
    QList<calls::BusyTime> busy;
    for (qsizetype i = 0; i < view.size(); ++i) {
        const QChar sign = view.at(i);
        if (sign == u'0' || sign == u'4') // free, working elsewhere
            continue;
        if (sign < u'0' || sign > u'4')
            return failure(ErrorKind::Invalid, u"a schedule of Microsoft's with signs that nobody knows"_s);
        const BusyKind kind = sign == u'1' ? BusyKind::Tentative : sign == u'3' ? BusyKind::Leave : BusyKind::Busy;
        const Instant from = query.from + i * scheduleStep;
        if (const auto time = busyWithin(query, from, from + scheduleStep, kind))
            busy.append(*time);
    }
    return busy;
}

Result<QList<calls::BusyTime>> itemsOf(const QJsonArray &items, const BusyQuery &query)
{
    QList<calls::BusyTime> busy;
    for (const QJsonValue &each : items) {
        const QJsonObject item = each.toObject();
        const std::optional<BusyKind> kind = kindOf(item.value("status"_L1).toString(), item.value("subject"_L1).toString(), query);
        if (item.isEmpty())
            return notUnderstood(u"it is none"_s);
        if (!kind)
            continue;
        const auto times = timesOf(item, query.zone);
        if (!times)
            return notUnderstood(u"its times cannot be read"_s);
        if (const auto time = busyWithin(query, times->first, times->second, *kind))
            busy.append(*time);
    }
    return busy;
}

// An error for one mailbox inside a 200.
tl::unexpected<Error> scheduleError(const QJsonObject &error)
{
    const QString code = error.value("responseCode"_L1).toString().left(64);
    static const QStringList passing{u"ErrorServerBusy"_s, u"ErrorTimeoutExpired"_s, u"ErrorInternalServerTransientError"_s,
                                     u"ErrorMailboxStoreUnavailable"_s};
    if (passing.contains(code))
        return failure(ErrorKind::Transient, u"the calendar could not be asked: "_s + code);
    const bool isRight = code.contains("AccessDenied"_L1) || code.contains("NoFreeBusyAccess"_L1);
    return failure(ErrorKind::Refused, (isRight ? u"no_right: "_s : u"no_such_calendar: "_s) + code);
}

QByteArray escaped(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

} // namespace

QJsonObject timeFor(Instant at)
{
    return {{u"dateTime"_s, toDateTime(at).toString(u"yyyy-MM-dd'T'HH:mm:ss"_s)}, {u"timeZone"_s, u"UTC"_s}};
}

QByteArray pageSelection()
{
    return "$select=start,end,showAs,isCancelled,isAllDay,responseStatus,subject&$expand=" +
           escaped(u"singleValueExtendedProperties($filter=id eq '%1')"_s.arg(uidProperty));
}

QByteArray entryFilter(const QString &uid)
{
    QString quoted = uid;
    quoted.replace(u'\'', u"''"_s);
    return "$filter=" + escaped(u"singleValueExtendedProperties/Any(ep: ep/id eq '%1' and ep/value eq '%2')"_s.arg(uidProperty, quoted));
}

QByteArray entrySelection()
{
    return "$select=id,isCancelled&$expand=" + escaped(u"singleValueExtendedProperties($filter=id eq '%1')"_s.arg(marksProperty));
}

Result<EventPage> pageOf(const QJsonObject &body, const BusyQuery &query)
{
    const QJsonValue events = body.value("value"_L1);
    if (!events.isArray())
        return failure(ErrorKind::Invalid, u"what came is no list of Microsoft's events"_s);
    EventPage page;
    for (const QJsonValue &each : events.toArray()) {
        const QJsonObject event = each.toObject();
        if (event.isEmpty() || !event.value("showAs"_L1).isString())
            return notUnderstood(u"it is none"_s);
        const std::optional<BusyKind> kind = kindOf(event, query);
        if (!kind)
            continue;
        const auto times = timesOf(event, query.zone);
        if (!times)
            return notUnderstood(u"its times cannot be read"_s);
        if (const auto time = busyWithin(query, times->first, times->second, *kind))
            page.busy.append(*time);
    }
    page.next = body.value("@odata.nextLink"_L1).toString().toUtf8();
    return page;
}

Result<QList<calls::BusyTime>> scheduleOf(const QJsonObject &body, const QString &address, const BusyQuery &query)
{
    for (const QJsonValue &each : body.value("value"_L1).toArray()) {
        const QJsonObject schedule = each.toObject();
        if (schedule.value("scheduleId"_L1).toString().compare(address, Qt::CaseInsensitive) != 0)
            continue;
        if (schedule.contains("error"_L1))
            return scheduleError(schedule.value("error"_L1).toObject());
        const QJsonArray items = schedule.value("scheduleItems"_L1).toArray();
        const QString view = schedule.value("availabilityView"_L1).toString();
        const qint64 steps = (query.to - query.from + scheduleStep - Milliseconds(1)) / scheduleStep;
        // Who shows nothing but whether they are free has no items. A view that is too short says nothing of the rest.
        if (items.isEmpty() && view.size() < steps)
            return failure(ErrorKind::Invalid, u"a schedule of Microsoft's that ends too soon"_s);
        return items.isEmpty() ? signsOf(view, query) : itemsOf(items, query);
    }
    return failure(ErrorKind::Invalid, u"what came is no schedule of that mailbox"_s);
}

QJsonObject newEvent(const CalendarEntry &entry)
{
    QJsonObject event = changedEvent(entry, {});
    event.remove(u"isAllDay"_s);
    event.insert(u"showAs"_s, u"busy"_s);
    event.insert(u"transactionId"_s, entry.uid);
    return event;
}

QJsonObject changedEvent(const CalendarEntry &entry, const EntryParts &parts)
{
    QJsonObject event;
    if (parts.times) {
        event.insert(u"start"_s, timeFor(entry.from));
        event.insert(u"end"_s, timeFor(entry.to));
        event.insert(u"isAllDay"_s, false); // where somebody has made a whole day of it
    }
    if (parts.title)
        event.insert(u"subject"_s, entry.title);
    if (parts.text) {
        event.insert(u"body"_s, QJsonObject{{u"contentType"_s, u"text"_s}, {u"content"_s, textWithLink(entry)}});
    }
    if (parts.alarm) {
        const std::optional<qint64> minutes = alarmMinutes(entry);
        event.insert(u"isReminderOn"_s, minutes.has_value());
        if (minutes)
            event.insert(u"reminderMinutesBeforeStart"_s, *minutes);
    }
    const QJsonArray ours{QJsonObject{{u"id"_s, uidProperty}, {u"value"_s, entry.uid}},
                          QJsonObject{{u"id"_s, marksProperty}, {u"value"_s, marksOf(entry)}}};
    event.insert(u"singleValueExtendedProperties"_s, ours);
    return event;
}

QString marksIn(const QJsonObject &event)
{
    return propertyOf(event, marksProperty);
}

} // namespace ringback::connectors::microsoft
