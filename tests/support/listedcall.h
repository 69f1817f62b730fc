#pragma once

#include "connectors/phoneprovider.h"
#include "settings/setup.h"
#include "store/gateways.h"

namespace ringback::test {

/// A call as a made-up provider's list has it.
struct ListedCall {
    QString id;
    connectors::CallSignal signal = connectors::CallSignal::Missed;
    QString caller = QStringLiteral("+12145550123");
    Instant startedAt;
    Instant endedAt;
    std::optional<Milliseconds> voicemail = {};
    QString transcript = {};
};

[[nodiscard]] calls::ProviderEvent eventOf(const ListedCall &call);

/// As engine::translate(), but for calls in a list, which are eventOf()'s.
[[nodiscard]] Result<connectors::PhoneEvent> translateListed(const settings::Setup &setup, const store::InboxEvent &event);

} // namespace ringback::test
