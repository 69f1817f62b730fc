#pragma once

#include "engine/leadwriter.h"

#include <QJsonObject>

/// One turn of LeadWriter; for its own files.
namespace ringback::engine {

struct LeadWriter::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    bool taking = true; ///< requests may leave
    audit::Trail trail = {};
    QList<Flight> takeOff = {}; ///< leave after the commit
    ConnectionHealth health = {};
    bool hasEnded = false; ///< a write was ended without a request
    int changed = 0; ///< writes and texts that are no longer as they were

    void note(const store::LeadWriteRow &row, const QString &action, QJsonObject detail = {})
    {
        detail.insert(QStringLiteral("connection"), row.connection);
        detail.insert(QStringLiteral("kind"), word(row.kind));
        if (!detail.contains(QLatin1String("attempt")))
            detail.insert(QStringLiteral("attempt"), row.attempts);
        trail.add({.at = now,
                   .actor = QStringLiteral("engine"),
                   .action = action,
                   .caseId = row.followUp.text(),
                   .subject = QStringLiteral("lead_write:") + row.id.text(),
                   .detail = std::move(detail)});
    }
};

} // namespace ringback::engine
