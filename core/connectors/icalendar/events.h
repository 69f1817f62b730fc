#pragma once

#include "calls/people.h"
#include "connectors/calendar.h"
#include "connectors/icalendar/values.h"

#include <QRegularExpression>

namespace ringback::connectors::icalendar {

/// A VEVENT: an event, a series, or what became of one instance of a series.
struct Event {
    /// An RDATE.
    struct Added {
        When start;
        std::optional<Length> length; ///< of a period
    };

    QByteArray uid;
    qint64 sequence = 0;
    When start;
    Zone zone; ///< where its wall is
    Length length; ///< of it and each of its instances
    std::optional<calls::BusyKind> kind; ///< empty = it keeps nobody busy
    std::optional<When> instance; ///< RECURRENCE-ID: it replaces that one
    bool andLater = false; ///< RANGE=THISANDFUTURE: and shifts what comes after
    QList<QByteArray> rules;
    QList<Added> added;
    QList<When> removed;
};

/// Reads the events of one VCALENDAR for one person.
class EventReader {
public:
    /// All outlive it.
    EventReader(const BusyQuery &query, Zones &zones, QStringList &oddities);

    /// Errors: Invalid.
    [[nodiscard]] Result<Event> read(const Component &event);

private:
    [[nodiscard]] Done readLength(const Component &component, Event &event);
    [[nodiscard]] Done readRecurrence(const Component &component, Event &event);
    [[nodiscard]] std::optional<calls::BusyKind> kindOf(const Component &component) const;
    [[nodiscard]] bool isDeclined(const Component &component) const;
    [[nodiscard]] bool isLeave(const Component &component) const;

    const BusyQuery &m_query;
    Zones &m_zones;
    QStringList &m_oddities;
    QRegularExpression m_leave; ///< not valid: there are no words
};

} // namespace ringback::connectors::icalendar
