#pragma once

#include "connectors/googlevoice/notice.h"
#include "connectors/phoneprovider.h"
#include "settings/connection.h"

/// What a notification of Google Voice says, in the engine's words (providers: phone-and-sms.md, 5). Pure. Its wordings are Google's to change: an unknown one
/// is kept and ignored.
namespace ringback::connectors::googlevoice {

/// A missed call (by name where there is no number), a text, or Ignored.
[[nodiscard]] PhoneEvent translateNotice(const Notice &notice, const settings::GoogleVoiceMailbox &mailbox);

} // namespace ringback::connectors::googlevoice
