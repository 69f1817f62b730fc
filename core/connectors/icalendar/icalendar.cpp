#include "connectors/icalendar/icalendar.h"

#include "connectors/bounded.h"
#include "connectors/icalendar/series.h"

#include <QHash>

#include <algorithm>
#include <tuple>

namespace ringback::connectors::icalendar {

using calls::BusyKind;
using calls::BusyTime;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestUid = 1'000;
constexpr Milliseconds longestHint = std::chrono::weeks(1);

// What servers answer that were asked for busy times, and some publish.
Done readFreeBusy(const Component &component, Zones &zones, const BusyQuery &query, QList<BusyTime> &busy)
{
    for (const Property *periods : component.all("FREEBUSY")) {
        const QByteArray type = periods->parameter("FBTYPE").toUpper();
        if (type == "FREE")
            continue;
        for (const QByteArray &period : periods->value.split(',')) {
            const QList<QByteArray> ends = period.split('/');
            const Result<When> from = zones.when(*periods, ends.first());
            const std::optional<Length> length = ends.size() == 2 ? lengthOf(ends.at(1)) : std::nullopt;
            const Result<When> to = length || ends.size() != 2 ? from : zones.when(*periods, ends.at(1));
            if (!from || !to || ends.size() != 2)
                return failure(ErrorKind::Invalid, u"a period that cannot be read"_s);
            const Instant start = from->in(zones.reader());
            const Instant end = length ? length->after(from->wall, from->zone.value_or(zones.reader())) : to->in(zones.reader());
            if (start < end && start < query.to && end > query.from)
                busy.append({.from = start, .to = end, .kind = type == "BUSY-TENTATIVE" ? BusyKind::Tentative : BusyKind::Busy});
        }
    }
    return {};
}

std::tuple<Instant, Instant, BusyKind> inOrder(const BusyTime &time)
{
    return {time.from, time.to, time.kind};
}

} // namespace

Result<Expanded> busyIn(const QByteArray &text, const BusyQuery &query)
{
    const std::optional<QTimeZone> reader = zoneCalled(query.zone);
    if (!reader)
        return failure(ErrorKind::Invalid, u"the person's time zone is not known"_s);
    const Result<Calendars> read = readWhole(text);
    if (!read)
        return failure(read);
    Expanded expanded;
    if (read->oddLines)
        note(expanded.oddities, u"a line that says nothing"_s);

    QList<Series> all;
    QHash<QByteArray, qsizetype> known; // the series of a UID: also one that is spread over several calendars
    for (const Component &calendar : read->calendars) {
        Zones zones(calendar, *reader, query.to + std::chrono::years(1), expanded.oddities);
        EventReader events(query, zones, expanded.oddities);
        for (const Component &part : calendar.parts) {
            if (part.name == "VFREEBUSY") {
                if (const Done done = readFreeBusy(part, zones, query, expanded.busy); !done)
                    return failure(done);
            }
            if (part.name != "VEVENT")
                continue;
            const Result<Event> event = events.read(part);
            if (!event)
                return failure(event);
            qsizetype index = event->uid.isEmpty() ? -1 : known.value(event->uid, -1);
            if (index < 0) {
                index = all.size();
                all.append(Series());
                known.insert(event->uid, index);
            }
            (event->instance ? all[index].instances : all[index].events).append(*event);
        }
    }

    int steps = 0;
    for (const Series &series : std::as_const(all)) {
        const Result<QList<BusyTime>> busy = expand(series, query.from, query.to, steps);
        if (!busy)
            return failure(busy);
        expanded.busy += *busy;
    }
    std::sort(expanded.busy.begin(), expanded.busy.end(), [](const BusyTime &a, const BusyTime &b) { return inOrder(a) < inOrder(b); });
    expanded.busy.erase(std::unique(expanded.busy.begin(), expanded.busy.end()), expanded.busy.end());
    return expanded;
}

std::optional<Milliseconds> readAgainIn(const QByteArray &text)
{
    const Result<Calendars> read = readWhole(text);
    if (!read)
        return std::nullopt;
    for (const char *name : {"REFRESH-INTERVAL", "X-PUBLISHED-TTL"}) {
        for (const Component &calendar : read->calendars) {
            const Property *hint = calendar.property(name);
            const std::optional<Length> length = hint ? lengthOf(hint->value) : std::nullopt;
            if (length && length->days + length->rest > Milliseconds(0))
                return std::min<Milliseconds>(length->days + length->rest, longestHint);
        }
    }
    return std::nullopt;
}

Result<QStringList> uids(const QByteArray &text)
{
    const Result<Calendars> read = readWhole(text);
    if (!read)
        return failure(read);
    QStringList all;
    for (const Component &calendar : read->calendars) {
        for (const Component &part : calendar.parts) {
            const Property *uid = part.name == "VEVENT" ? part.property("UID") : nullptr;
            const QString called = uid ? bounded(QString::fromUtf8(uid->value.trimmed()), longestUid) : QString();
            if (!called.isEmpty() && !all.contains(called))
                all.append(called);
        }
    }
    return all;
}

} // namespace ringback::connectors::icalendar
