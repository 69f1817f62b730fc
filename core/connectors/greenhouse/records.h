#pragma once

#include "calls/leadvalues.h"
#include "connectors/leadsystem.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

/// Greenhouse's objects, read by literalJson(), as values of ours.
namespace ringback::connectors::greenhouse {

/// Digits, or empty.
[[nodiscard]] QString idOf(const QJsonObject &object, QLatin1String name);
/// As Greenhouse wants ids: numbers.
[[nodiscard]] QJsonValue idValue(const QString &id);

[[nodiscard]] QString addressOf(const QString &candidate, const QString &application);

/// Empty where the entry is no candidate.
[[nodiscard]] std::optional<calls::LeadRecord> candidateOf(const QJsonObject &object);
[[nodiscard]] bool hasTag(const QJsonObject &candidate, const QString &tag);

/// A candidate's way through one job; a prospect has none yet.
struct Application {
    QString id;
    QString candidate;
    QString status; ///< `in_process`, `rejected`, `hired`, `converted`
    QString stage; ///< of the job
    QString rejectionReason;
    std::optional<Instant> createdAt;
    std::optional<Instant> changedAt;

    [[nodiscard]] bool isActive() const { return status == QLatin1String("in_process") || status == QLatin1String("active"); }
};
[[nodiscard]] QList<Application> applicationsOf(const QJsonArray &entries);
/// The one that a case belongs to: an active one, then the newest. Empty when there is none.
[[nodiscard]] std::optional<Application> currentOf(const QList<Application> &applications);

/// An accepted offer's resolution.
struct Offer {
    QString application;
    std::optional<Instant> acceptedAt;
    std::optional<Money> value; ///< of the custom field with that key
};
[[nodiscard]] QList<Offer> acceptedOf(const QJsonArray &offers, const QString &valueField);

/// Whether a candidate that was made since then is the one that this lead would make: Greenhouse keeps no mark of ours.
[[nodiscard]] bool isMadeFrom(const QJsonObject &candidate, const LeadFacts &facts, Instant since);
/// What makes a candidate, without the application. First and last name are wanted, so that an unknown caller is `Unknown` and the number.
[[nodiscard]] QJsonObject newCandidate(const LeadFacts &facts);

} // namespace ringback::connectors::greenhouse
