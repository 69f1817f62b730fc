#include "connectors/icalendar/contentlines.h"
#include "connectors/icalendar/icalendar.h"

#include "base/time.h"

#include <algorithm>

/// The one event that Ringback writes into a calendar.
namespace ringback::connectors::icalendar {

using namespace Qt::StringLiterals;

namespace {

QByteArray timeOf(Instant at)
{
    return toDateTime(at).toString(u"yyyyMMdd'T'HHmmss'Z'"_s).toLatin1();
}

QByteArray uidOf(const CalendarEntry &entry)
{
    return escaped(entry.uid);
}

QByteArray alarmUid(const CalendarEntry &entry)
{
    return "alarm-" + uidOf(entry);
}

QByteArray times(const CalendarEntry &entry)
{
    return folded("DTSTART:" + timeOf(entry.from)) + folded("DTEND:" + timeOf(entry.to));
}

QByteArray textual(const char *name, const QString &text)
{
    return text.isEmpty() ? QByteArray() : folded(QByteArray(name) + ':' + escaped(text));
}

// An address is no text: it is written as it is, so one with a line end or a blank in it is left out.
QByteArray address(const CalendarEntry &entry)
{
    const bool isSafe =
        std::all_of(entry.url.cbegin(), entry.url.cend(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() != 0x7F; });
    return entry.url.isEmpty() || !isSafe ? QByteArray() : folded("URL:" + entry.url.toUtf8());
}

QByteArray alarm(const CalendarEntry &entry)
{
    if (!entry.alarmBefore)
        return {};
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(*entry.alarmBefore).count();
    return "BEGIN:VALARM\r\n" + folded("UID:" + alarmUid(entry)) + "ACTION:DISPLAY\r\n" + "TRIGGER:-PT" +
           QByteArray::number(qint64(minutes)) + "M\r\n" + folded("DESCRIPTION:" + escaped(entry.title)) + "END:VALARM\r\n";
}

QByteArray stamps(Instant stamp, qint64 revision)
{
    return "DTSTAMP:" + timeOf(stamp) + "\r\nLAST-MODIFIED:" + timeOf(stamp) + "\r\nSEQUENCE:" + QByteArray::number(revision) + "\r\n";
}

// Where in the lines of a file our event stands, and each part of it.
struct Found {
    qsizetype begin = -1; ///< its BEGIN
    qsizetype end = -1; ///< its END
    QList<std::pair<qsizetype, Property>> own; ///< its own properties
    QList<std::pair<qsizetype, qsizetype>> alarms; ///< ours, from BEGIN to END
};

std::optional<Found> findEvent(const QList<Line> &lines, const CalendarEntry &entry)
{
    Found found;
    QList<QByteArray> open;
    qsizetype partBegins = 0;
    bool isOurs = false;
    bool isAlarmOurs = false;
    for (qsizetype at = 0; at < lines.size(); ++at) {
        const std::optional<Property> property = propertyOf(lines.at(at).text);
        if (!property)
            continue;
        const QByteArray value = property->value.trimmed();
        if (property->name == "BEGIN") {
            open.append(value.toUpper());
            if (open.size() == 2) {
                found = {.begin = at};
                isOurs = open.last() == "VEVENT";
            } else if (open.size() == 3) {
                partBegins = at;
                isAlarmOurs = false;
            }
        } else if (property->name == "END") {
            if (open.size() == 3 && isAlarmOurs)
                found.alarms.append({partBegins, at});
            if (open.size() == 2) {
                const auto isUid = [&entry](const auto &one) {
                    return one.second.name == "UID" && one.second.value.trimmed() == uidOf(entry);
                };
                const auto isInstance = [](const auto &one) {
                    return one.second.name == "RECURRENCE-ID";
                };
                found.end = at;
                if (isOurs && std::any_of(found.own.cbegin(), found.own.cend(), isUid) &&
                    std::none_of(found.own.cbegin(), found.own.cend(), isInstance))
                    return found;
            }
            open.removeLast(); // it is whole: readWhole() has seen it
        } else if (open.size() == 2) {
            found.own.append({at, *property});
        } else if (open.size() == 3 && open.last() == "VALARM" && property->name == "UID" && value == alarmUid(entry)) {
            isAlarmOurs = true;
        }
    }
    return std::nullopt;
}

} // namespace

QByteArray write(const CalendarEntry &entry, Instant stamp)
{
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ringback//Callbacks//EN\r\nCALSCALE:GREGORIAN\r\nBEGIN:VEVENT\r\n" +
           folded("UID:" + uidOf(entry)) + stamps(stamp, entry.revision) + times(entry) + textual("SUMMARY", entry.title) +
           textual("DESCRIPTION", entry.text) + address(entry) + "STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n" + alarm(entry) +
           "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

Result<QByteArray> merge(const QByteArray &there, const CalendarEntry &entry, const std::optional<CalendarEntry> &before, Instant stamp)
{
    if (const Result<Calendars> read = readWhole(there); !read)
        return failure(read);
    QList<Line> lines;
    eachLine(there, [&lines](Line line) { lines.append(std::move(line)); });
    const std::optional<Found> found = findEvent(lines, entry);
    if (!found)
        return failure(ErrorKind::Invalid, u"the entry is not in there"_s);

    // What changes: the names that go, and what comes instead.
    QList<QByteArray> gone;
    QByteArray properties;
    bool alarmChanges = false;
    const auto change = [&](bool differs, std::initializer_list<QByteArray> names, const QByteArray &written) {
        if (before && !differs)
            return;
        gone += names;
        properties += written;
    };
    change(before && (before->from != entry.from || before->to != entry.to), {"DTSTART", "DTEND", "DURATION"}, times(entry));
    change(before && before->title != entry.title, {"SUMMARY"}, textual("SUMMARY", entry.title));
    change(before && before->text != entry.text, {"DESCRIPTION"}, textual("DESCRIPTION", entry.text));
    change(before && before->url != entry.url, {"URL"}, address(entry));
    alarmChanges = !before || before->alarmBefore != entry.alarmBefore;
    if (gone.isEmpty() && !alarmChanges)
        return there;

    qint64 revision = entry.revision;
    QList<bool> leaves(lines.size(), false);
    for (const auto &[at, property] : found->own) {
        if (property.name == "SEQUENCE")
            revision = std::max(revision, property.value.trimmed().toLongLong() + 1);
        leaves[at] =
            gone.contains(property.name) || property.name == "DTSTAMP" || property.name == "LAST-MODIFIED" || property.name == "SEQUENCE";
    }
    for (const auto &[first, last] : found->alarms) {
        for (qsizetype at = first; alarmChanges && at <= last; ++at)
            leaves[at] = true;
    }
    QByteArray merged;
    for (qsizetype at = 0; at < lines.size(); ++at) {
        if (at == found->end)
            merged += alarmChanges ? alarm(entry) : QByteArray();
        if (!leaves.at(at))
            merged += lines.at(at).raw;
        if (at == found->begin)
            merged += stamps(stamp, revision) + properties;
    }
    return merged;
}

} // namespace ringback::connectors::icalendar
