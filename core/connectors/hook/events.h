#pragma once

#include "connectors/leadsystem.h"

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

/// What the outgoing webhook says: one flat object for each thing that is written to a lead system (docs/connect/outgoing-webhook.md).
namespace ringback::connectors::hook {

/// All that an office can choose from, in the order of the documentation.
[[nodiscard]] QStringList eventTypes();
[[nodiscard]] QString eventTypeOf(const LeadWrite &write);

/// The same for all events of one case, whichever of them are sent: nobody has to hear of `lead.created` to know what belongs together.
[[nodiscard]] QString leadIdOf(const LeadWriteHeader &header);

/// The same for the same write, however often it is sent. `choices` are LeadConnection's: words of the receiver for words of ours.
[[nodiscard]] QJsonObject eventOf(const LeadWrite &write, const QMap<QString, QString> &choices);
/// What *Test this connection* posts.
[[nodiscard]] QJsonObject pingOf(const QString &id, Instant now);

} // namespace ringback::connectors::hook
