#include "connectors/icalendar/events.h"

namespace ringback::connectors::icalendar {

using calls::BusyKind;
using namespace Qt::StringLiterals;
using std::chrono::days;

namespace {

QByteArray wordOf(const Component &component, QByteArrayView name)
{
    const Property *property = component.property(name);
    return property ? property->value.trimmed().toUpper() : QByteArray();
}

// Whole words: `PTO` is not meant by `laptop`.
QRegularExpression anyOf(const QStringList &words)
{
    QStringList patterns;
    for (const QString &word : words) {
        if (!word.trimmed().isEmpty())
            patterns.append(QRegularExpression::escape(word.trimmed()));
    }
    if (patterns.isEmpty())
        return {};
    return QRegularExpression(u"(?<![\\p{L}\\p{N}])(?:%1)(?![\\p{L}\\p{N}])"_s.arg(patterns.join(u'|')),
                              QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
}

} // namespace

EventReader::EventReader(const BusyQuery &query, Zones &zones, QStringList &oddities)
    : m_query(query)
    , m_zones(zones)
    , m_oddities(oddities)
    , m_leave(anyOf(query.leaveWords))
{}

Result<Event> EventReader::read(const Component &component)
{
    const Property *starts = component.property("DTSTART");
    if (!starts)
        return failure(ErrorKind::Invalid, u"an event without a start"_s);
    const Result<When> start = m_zones.when(*starts, starts->value);
    if (!start)
        return failure(start);
    Event event{.start = *start, .zone = start->zone.value_or(m_zones.reader())};
    if (const Property *uid = component.property("UID"))
        event.uid = uid->value.trimmed();
    if (const Property *sequence = component.property("SEQUENCE"))
        event.sequence = sequence->value.trimmed().toLongLong();
    event.kind = kindOf(component);
    if (const Done done = readLength(component, event); !done)
        return failure(done);
    if (const Done done = readRecurrence(component, event); !done)
        return failure(done);
    return event;
}

Done EventReader::readLength(const Component &component, Event &event)
{
    const Property *ends = component.property("DTEND");
    const Property *lasts = component.property("DURATION");
    Length &length = event.length;
    if (ends) {
        const Result<When> end = m_zones.when(*ends, ends->value);
        if (!end)
            return failure(end);
        if (end->isDate != event.start.isDate)
            note(m_oddities, u"an end of another kind than its start"_s);
        if (event.start.isDate && end->isDate) {
            length.days = std::chrono::floor<days>(end->wall - event.start.wall);
            if (length.days == days(0)) // some programs write the same date twice
                length.days = days(1);
        } else { // of a series each instance takes exactly as long, also in the night that is an hour longer (RFC 5545, 3.8.5.3)
            length.rest = end->in(event.zone) - event.start.in(event.zone);
        }
    } else if (lasts) {
        const std::optional<Length> read = lengthOf(lasts->value);
        if (!read)
            return failure(ErrorKind::Invalid, u"a duration that cannot be read"_s);
        length = *read;
    } else if (event.start.isDate) {
        length.days = days(1);
    }
    if (length.days + length.rest < Milliseconds(0))
        note(m_oddities, u"an end before its start"_s);
    return {};
}

Done EventReader::readRecurrence(const Component &component, Event &event)
{
    if (const Property *id = component.property("RECURRENCE-ID")) {
        const Result<When> instance = m_zones.when(*id, id->value);
        if (!instance)
            return failure(instance);
        event.instance = *instance;
        event.andLater = id->parameter("RANGE").toUpper() == "THISANDFUTURE";
        if (component.property("RRULE") || component.property("RDATE"))
            note(m_oddities, u"a rule in an instance"_s);
        return {};
    }
    for (const Property *rule : component.all("RRULE"))
        event.rules.append(rule->value);
    if (component.property("EXRULE"))
        note(m_oddities, u"a rule of exceptions"_s); // of an older format: what it takes away stays busy
    for (const Property *more : component.all("RDATE")) {
        for (const QByteArray &value : more->value.split(',')) {
            const QList<QByteArray> period = value.split('/');
            const Result<When> start = m_zones.when(*more, period.first());
            if (!start)
                return failure(start);
            Event::Added added{.start = *start};
            if (period.size() == 2) {
                const std::optional<Length> length = lengthOf(period.at(1));
                const Result<When> end = length ? *start : m_zones.when(*more, period.at(1));
                if (!end)
                    return failure(end);
                added.length = length.value_or(Length{.rest = end->in(event.zone) - start->in(event.zone)});
            }
            event.added.append(added);
        }
    }
    for (const Property *except : component.all("EXDATE")) {
        for (const QByteArray &value : except->value.split(',')) {
            const Result<When> removed = m_zones.when(*except, value);
            if (!removed)
                return failure(removed);
            event.removed.append(*removed);
        }
    }
    return {};
}

std::optional<BusyKind> EventReader::kindOf(const Component &component) const
{
    const Property *uid = component.property("UID");
    if (uid && !m_query.ownEntries.isEmpty() && QString::fromUtf8(uid->value.trimmed()).endsWith(m_query.ownEntries, Qt::CaseInsensitive))
        return std::nullopt;
    const QByteArray status = wordOf(component, "STATUS");
    if (status == "CANCELLED" || isDeclined(component))
        return std::nullopt;
    // All-day leave is often saved as free: what says leave says more.
    const QByteArray busy = wordOf(component, "X-MICROSOFT-CDO-BUSYSTATUS");
    if (busy == "OOF" || isLeave(component))
        return BusyKind::Leave;
    const QByteArray shows = wordOf(component, "TRANSP");
    if (busy == "WORKINGELSEWHERE" || (busy == "FREE" && shows != "OPAQUE"))
        return std::nullopt;
    if (shows == "TRANSPARENT" && busy != "BUSY" && busy != "TENTATIVE")
        return std::nullopt;
    return busy == "TENTATIVE" || status == "TENTATIVE" ? BusyKind::Tentative : BusyKind::Busy;
}

bool EventReader::isDeclined(const Component &component) const
{
    for (const Property *attendee : component.all("ATTENDEE")) {
        if (attendee->parameter("PARTSTAT").toUpper() != "DECLINED")
            continue;
        QString who = QString::fromUtf8(attendee->value.trimmed());
        if (who.startsWith(u"mailto:", Qt::CaseInsensitive))
            who.remove(0, 7);
        const QString known = QString::fromUtf8(attendee->parameter("EMAIL")); // iCloud names people by a path, and the address here
        if (m_query.addresses.contains(who, Qt::CaseInsensitive) ||
            (!known.isEmpty() && m_query.addresses.contains(known, Qt::CaseInsensitive)))
            return true;
    }
    return false;
}

bool EventReader::isLeave(const Component &component) const
{
    const Property *title = component.property("SUMMARY");
    return title && !m_leave.pattern().isEmpty() && m_leave.match(unescaped(title->value)).hasMatch();
}

} // namespace ringback::connectors::icalendar
