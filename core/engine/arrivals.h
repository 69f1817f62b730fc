#pragma once

#include "base/id.h"
#include "calls/providerevent.h"
#include "store/gateways.h"

#include <optional>

namespace ringback::engine {

/// An event as the inbox keeps it; nothing for one that no database takes: without a key, or with one too long to be a provider's.
[[nodiscard]] inline std::optional<store::InboxEvent> inboxEvent(IdSource &ids, const QString &connection,
                                                                 const calls::ProviderEvent &event, Instant now)
{
    constexpr qsizetype longestKey = 500;
    if (event.key.isEmpty() || event.key.size() > longestKey || event.key.contains(QChar(u'\0')))
        return std::nullopt;
    QByteArray payload = event.payload;
    payload.replace('\0', QByteArray()); // PostgreSQL takes none
    return store::InboxEvent{.id = ids.next<calls::InboxId>(now),
                             .connection = connection,
                             .kind = event.kind,
                             .key = event.key,
                             .payload = payload,
                             .receivedAt = now};
}

} // namespace ringback::engine
