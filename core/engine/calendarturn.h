#pragma once

#include "engine/calendarwriter.h"

#include <QJsonObject>

/// One turn of CalendarWriter; for its own files.
namespace ringback::engine {

struct CalendarWriter::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    bool taking = true; ///< requests may leave
    audit::Trail trail = {};
    QList<Flight> takeOff = {}; ///< leave after the commit
    ConnectionHealth health = {};
    bool hasEnded = false; ///< an entry was settled without a request
    int changed = 0; ///< entries that are no longer as they were

    void note(const QString &action, const QString &calendar, const QString &caseId, QJsonObject detail)
    {
        const settings::CalendarConnection *const connection = office.setup.calendar(calendar);
        if (connection)
            detail.insert(QStringLiteral("staff"), connection->staff);
        trail.add({.at = now,
                   .actor = QStringLiteral("engine"),
                   .action = action,
                   .caseId = caseId,
                   .subject = QStringLiteral("calendar:") + calendar,
                   .detail = std::move(detail)});
    }
    void note(const QString &action, const Flight &flight, QJsonObject detail = {})
    {
        detail.insert(QStringLiteral("task"), flight.row.task.text());
        if (!detail.contains(QLatin1String("attempt")))
            detail.insert(QStringLiteral("attempt"), flight.row.attempts);
        note(action, flight.row.calendar, flight.caseId, std::move(detail));
    }
};

} // namespace ringback::engine
