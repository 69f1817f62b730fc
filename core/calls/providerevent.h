#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace ringback::calls {

/// What a stored event is, which says how to read it.
enum class EventKind {
    Voice, ///< a webhook about a call
    Message, ///< a text from a caller
    MessageStatus, ///< a delivery receipt
    Event, ///< an envelope that tells itself what it holds: a webhook, a frame of a subscription, a notification by mail
    CallLog, ///< a call as the provider's list has it
    MessageLog, ///< a text, in or out, as the provider's list has it
};

/// One event as it is stored before anybody decides about it.
struct ProviderEvent {
    EventKind kind = EventKind::Event;
    QString key; ///< unique per connection: the same event twice, by whatever way, is one event
    QByteArray payload; ///< UTF-8 text, as it came where that is text already
    std::optional<Instant> at; ///< when it happened by the provider's clock, where it says; of a call in a list, its end

    friend bool operator==(const ProviderEvent &, const ProviderEvent &) = default;
};

} // namespace ringback::calls
