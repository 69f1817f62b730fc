#pragma once

#include "connectors/calendar.h"

#include <QDate>
#include <QString>
#include <QStringList>
#include <QTimeZone>

#include <optional>

/// Parts of busy times and entries that are the same in every calendar whose answers are JSON. Pure.
namespace ringback::connectors {

/// Whether one of the words stands in the title, in any case and as a whole word: a laptop is no PTO.
[[nodiscard]] bool holdsLeaveWord(const QString &title, const QStringList &words);

/// The zone, or a foreign one's (`Central Standard Time`). Invalid where nobody knows it.
[[nodiscard]] QTimeZone zoneOf(const QString &name);
/// When that day begins there; empty where the zone is none.
[[nodiscard]] std::optional<Instant> startOfDay(QDate day, const QByteArray &zone);

/// What the query reads of these times: empty when nothing.
[[nodiscard]] std::optional<calls::BusyTime> busyWithin(const BusyQuery &query, Instant from, Instant to, calls::BusyKind kind);
/// A calendar's day is not always the person's: what is all-day there is looked for so much farther.
inline constexpr Milliseconds farther = std::chrono::hours(24);
/// Sorted, each once.
void tidy(QList<calls::BusyTime> &busy);

/// Which parts of an entry differ from what we wrote last. What people changed in the other parts is theirs.
struct EntryParts {
    bool times = true;
    bool title = true;
    bool text = true; ///< and the link
    bool alarm = true;

    [[nodiscard]] bool isAny() const { return times || title || text || alarm; }
    friend bool operator==(const EntryParts &, const EntryParts &) = default;
};

/// With the link as its last line, where there is no better place for that.
[[nodiscard]] QString textWithLink(const CalendarEntry &entry);
/// Minutes before it begins; empty = none. Four weeks at the most, as Google and Microsoft have it.
[[nodiscard]] std::optional<qint64> alarmMinutes(const CalendarEntry &entry);

/// What we wrote, as a short text that lies beside the entry in the calendar: `1:4f0c…:…`. It holds fingerprints only.
[[nodiscard]] QString marksOf(const CalendarEntry &entry);
/// All parts where the marks are none of ours.
[[nodiscard]] EntryParts changedSince(const QString &marks, const CalendarEntry &entry);

} // namespace ringback::connectors
