#pragma once

#include "calls/values.h"
#include "connectors/calendar.h"
#include "engine/office.h"
#include "store/database.h"

#include <QString>
#include <QStringList>

#include <optional>

/// A callback as an entry of its person's calendar.
namespace ringback::engine {

/// Whose callback it is now: who claimed it, else who was given it; empty = nobody's, or it is over.
[[nodiscard]] QString personOf(const calls::CallbackTask &task);

/// The same at each attempt, and no other callback's or calendar's.
[[nodiscard]] QString entryUid(const calls::TaskId &task, const QString &calendar);

/// The entry as it should be now, in the office's language (resources/calendar_entries), its times in the person's zone; `revision` is left at 0.
/// Errors: Corrupt, NotFound (what it is about does not read back), as the store.
[[nodiscard]] Result<connectors::CalendarEntry> entryOf(store::Database &database, const Office &office, const calls::CallbackTask &task,
                                                        const QString &calendar);

/// What people see of it, as text that differs whenever that does.
[[nodiscard]] QString toJson(const connectors::CalendarEntry &entry);
/// The entry that toJson() wrote, without UID and revision; empty when that is none.
[[nodiscard]] std::optional<connectors::CalendarEntry> entryOfJson(const QString &json);

/// How long an entry is.
inline constexpr Milliseconds entryLength = std::chrono::minutes(15);
/// For one that waits for a time.
inline constexpr Milliseconds alarmBefore = std::chrono::minutes(5);

/// Every sentence there is, for tests.
[[nodiscard]] QStringList entrySentences();

} // namespace ringback::engine
