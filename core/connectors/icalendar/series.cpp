#include "connectors/icalendar/series.h"

#include "connectors/icalendar/icalendar.h"
#include "connectors/icalendar/recurrence.h"

#include <algorithm>
#include <map>
#include <set>

namespace ringback::connectors::icalendar {

using calls::BusyKind;
using calls::BusyTime;
using std::chrono::days;

namespace {

struct Window {
    Instant from;
    Instant to;
};

void add(QList<BusyTime> &busy, const Window &window, Instant from, Instant to, std::optional<BusyKind> kind)
{
    if (kind && from < to && from < window.to && to > window.from)
        busy.append({.from = from, .to = to, .kind = *kind});
}

// The instance of a series that a RECURRENCE-ID or an EXDATE means, also where one of them is a date and the other is not.
Instant instanceAt(const When &id, const Event &event)
{
    const Milliseconds time = event.start.wall - std::chrono::floor<days>(event.start.wall);
    if (id.isDate)
        return event.zone.whenShown(id.wall + time);
    if (!event.start.isDate)
        return id.in(event.zone);
    const bool isMidnight = id.wall == std::chrono::floor<days>(id.wall); // then the date is meant, whatever the zone beside it
    return event.zone.whenShown(std::chrono::floor<days>(isMidnight ? id.wall : id.wallIn(event.zone)));
}

// What an instance with RANGE=THISANDFUTURE does to those after it.
struct Shift {
    Instant from;
    Milliseconds by;
    Length length;
    std::optional<BusyKind> kind;
};

QList<Shift> shiftsOf(const Series &series, const Event &event)
{
    QList<Shift> shifts;
    for (const Event &instance : series.instances) {
        if (!instance.andLater)
            continue;
        const Instant from = instanceAt(*instance.instance, event);
        const Milliseconds by = instance.start.wallIn(event.zone) - event.zone.wallAt(from);
        shifts.append({.from = from, .by = by, .length = instance.length, .kind = instance.kind});
    }
    std::stable_sort(shifts.begin(), shifts.end(), [](const Shift &a, const Shift &b) { return a.from < b.from; });
    return shifts;
}

class Expansion {
public:
    Expansion(const Series &series, const Event &event, const Window &window)
        : m_event(event)
        , m_window(window)
        , m_shifts(shiftsOf(series, event))
    {
        for (const When &removed : event.removed)
            m_gone.insert(instanceAt(removed, event));
        for (const Event &instance : series.instances)
            m_gone.insert(instanceAt(*instance.instance, event));
        Milliseconds slack = reachOf(event.length) + days(2); // two days are more than any zone is from UTC
        for (const Shift &shift : m_shifts)
            slack = std::max(slack, reachOf(shift.length) + std::chrono::abs(shift.by) + days(2));
        m_first = WallTime(window.from.time_since_epoch()) - slack;
        m_last = WallTime(window.to.time_since_epoch()) + slack;
    }

    Result<QList<BusyTime>> all(int &steps)
    {
        if (!m_event.kind && m_shifts.isEmpty())
            return m_busy;
        bool tooMany = false;
        const auto take = [&](WallTime wall) {
            if (wall < m_first)
                return true;
            m_walls.insert(wall);
            tooMany = m_walls.size() > std::size_t(mostInstances);
            return wall <= m_last && !tooMany;
        };
        take(m_event.start.wall); // the first counts also where the rule does not say so
        const auto ends = [this](const When &until) {
            return until.wallIn(m_event.zone);
        };
        for (const QByteArray &rule : m_event.rules) {
            if (const Done done = eachOf(rule, m_event.start, ends, steps, take); !done)
                return failure(done);
        }
        if (tooMany || m_event.added.size() > mostInstances)
            return failure(ErrorKind::Invalid, QStringLiteral("a series with too many instances"));
        for (const WallTime wall : m_walls)
            one(wall, m_event.zone, std::nullopt);
        for (const Event::Added &added : m_event.added)
            addedOne(added);
        return m_busy;
    }

private:
    [[nodiscard]] static Milliseconds reachOf(const Length &length) { return std::chrono::abs(length.days + length.rest); }

    void one(WallTime wall, const Zone &zone, const std::optional<Length> &own)
    {
        const Instant at = zone.whenShown(wall);
        if (m_gone.contains(at))
            return;
        const auto later =
            std::upper_bound(m_shifts.cbegin(), m_shifts.cend(), at, [](Instant when, const Shift &shift) { return when < shift.from; });
        if (later == m_shifts.cbegin() || own) {
            add(m_busy, m_window, at, own.value_or(m_event.length).after(wall, zone), m_event.kind);
            return;
        }
        const Shift &shift = *std::prev(later);
        add(m_busy, m_window, zone.whenShown(wall + shift.by), shift.length.after(wall + shift.by, zone), shift.kind);
    }

    void addedOne(const Event::Added &added)
    {
        const Zone zone = added.start.zone.value_or(m_event.zone);
        const bool onlyDate = added.start.isDate && !m_event.start.isDate; // at the series' usual time
        const Milliseconds time = onlyDate ? m_event.start.wall - std::chrono::floor<days>(m_event.start.wall) : Milliseconds(0);
        one(added.start.wall + time, zone, added.length);
    }

    const Event &m_event;
    const Window m_window;
    const QList<Shift> m_shifts;
    WallTime m_first;
    WallTime m_last;
    std::set<Instant> m_gone;
    std::set<WallTime> m_walls;
    QList<BusyTime> m_busy;
};

// Of several versions of the same thing the newest.
QList<Event> newest(const QList<Event> &events)
{
    qint64 last = 0;
    for (const Event &event : events)
        last = std::max(last, event.sequence);
    QList<Event> kept;
    std::copy_if(events.cbegin(), events.cend(), std::back_inserter(kept), [last](const Event &event) { return event.sequence >= last; });
    return kept;
}

// The same for each instance on its own.
QList<Event> newestEach(const QList<Event> &instances)
{
    std::map<Instant, QList<Event>> versions;
    for (const Event &instance : instances)
        versions[instance.instance->in(instance.zone)].append(instance);
    QList<Event> kept;
    for (const auto &[of, all] : versions)
        kept += newest(all);
    return kept;
}

} // namespace

Result<QList<BusyTime>> expand(const Series &series, Instant from, Instant to, int &steps)
{
    const Window window{.from = from, .to = to};
    const Series current{.events = newest(series.events), .instances = newestEach(series.instances)};
    QList<BusyTime> busy;
    for (const Event &instance : current.instances)
        add(busy, window, instance.start.in(instance.zone), instance.length.after(instance.start.wall, instance.zone), instance.kind);
    for (const Event &event : current.events) {
        const Result<QList<BusyTime>> expanded = Expansion(current, event, window).all(steps);
        if (!expanded)
            return failure(expanded);
        busy += *expanded;
    }
    return busy;
}

} // namespace ringback::connectors::icalendar
