#pragma once

#include "base/result.h"
#include "calls/providerevent.h"
#include "connectors/phoneprovider.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

/// The envelope of everything that RingCentral pushes, by webhook or WebSocket (providers: phone-and-sms.md, 3.2). Pure.
namespace ringback::connectors::ringcentral {

/// What we subscribe to. `extension` as in the settings. All of a call's events are wanted, not only missed ones: a phone of the same ring group may
/// have answered. Calls that we make close cases, so both directions.
[[nodiscard]] QStringList eventFilters(const QString &extension);
/// Those without which there is no use: an app may lack the right to the rest.
[[nodiscard]] QStringList neededFilters(const QString &extension);

/// What to store of a notification; nothing of those that we do not ask for. Errors: Invalid.
[[nodiscard]] Result<QList<calls::ProviderEvent>> eventsOf(const QJsonObject &envelope);

/// Reads a stored event of any kind. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateStored(calls::EventKind kind, const QByteArray &payload);

} // namespace ringback::connectors::ringcentral
