#pragma once

#include "engine/runner.h"

#include <QJsonObject>

/// One turn of Runner; for its own files.
namespace ringback::engine {

struct Runner::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    audit::Trail trail;
    QList<store::AttemptEvent> attempts; ///< what requests brought
    QList<Flight> takeOff; ///< leave after the commit
    ConnectionHealth health;
    bool hasPrepared = false; ///< jobs were taken, also such as were only put off, of which the trail need not speak again

    [[nodiscard]] static QString caseOf(const Flight &flight)
    {
        return flight.message.followUp ? flight.message.followUp->text() : QString();
    }
    // `sent` becomes `text_sent` or `email_sent`.
    void note(const Flight &flight, const QString &what, QJsonObject detail = {})
    {
        if (!detail.contains(QLatin1String("attempt")))
            detail.insert(QStringLiteral("attempt"), flight.job.attempts);
        trail.add({.at = now,
                   .actor = QStringLiteral("engine"),
                   .action = (flight.message.channel == calls::Channel::Email ? QStringLiteral("email_") : QStringLiteral("text_")) + what,
                   .caseId = caseOf(flight),
                   .subject = QStringLiteral("message:") + flight.message.id.text(),
                   .detail = std::move(detail)});
    }
};

} // namespace ringback::engine
