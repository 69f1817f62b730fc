#pragma once

#include "calls/values.h"
#include "connectors/twilio/form.h"

namespace ringback::connectors::twilio {

/// What a voice webhook says of its caller (providers: phone-and-sms.md, 2.4): `StirVerstat`, and the results of add-ons of the marketplace. An
/// add-on that we do not know, that failed or that answers in another shape says nothing.
[[nodiscard]] calls::Reputation reputationOf(const Form &form);

} // namespace ringback::connectors::twilio
