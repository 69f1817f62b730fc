#pragma once

#include "connectors/twilio/form.h"
#include "engine/office.h"
#include "store/database.h"
#include "store/gateways.h"
#include "support/testclock.h"

#include <functional>

namespace ringback::test {

/// docs/setup-example.json as it is.
[[nodiscard]] QByteArray exampleSetupFile();
/// The same, read: Summit Roofing of Dallas.
[[nodiscard]] settings::Setup exampleSetup();
[[nodiscard]] playbook::Playbook roofing();

/// Stores the example's setup, after `change`, and the playbook that it names; the office as the engine then reads it.
engine::Office storeOffice(store::Database &database, Instant now, const std::function<void(settings::Setup &)> &change = nullptr);

[[nodiscard]] calls::PhoneNumber number(const QString &e164);

/// The form that a Twilio webhook carries; `more` replaces fields or adds them.
using Fields = QList<std::pair<QString, QString>>;
[[nodiscard]] QByteArray voiceForm(const QString &callSid, const QString &status, const Fields &more = {});
[[nodiscard]] QByteArray textForm(const QString &messageSid, const QString &body, const Fields &more = {});
[[nodiscard]] QByteArray receiptForm(const QString &messageSid, const QString &status, const Fields &more = {});

/// Stores a webhook as the door does; false when it was there already.
bool putIntoInbox(store::Database &database, IdSource &ids, calls::EventKind kind, const QByteArray &payload, Instant at);

} // namespace ringback::test
