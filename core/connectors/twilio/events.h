#pragma once

#include "base/result.h"
#include "connectors/phoneprovider.h"
#include "connectors/twilio/form.h"

/// What Twilio's webhooks say, in the engine's words (providers: phone-and-sms.md, 2.2, 2.3, 2.7). Pure. Whoever calls has verified the
/// signature; the values are data all the same, so each is bounded.
namespace ringback::connectors::twilio {

using calls::EventKind;

/// The reason of a forwarded call that somebody or something answered for less than the office's limit.
inline constexpr char16_t shortTalkReason[] = u"short_talk";

/// A CallEvent, or Ignored: of the call itself, of its `<Dial>`, of its recording and its transcript. A leg that Twilio dials is a call out as far
/// as the form tells: it may also be one that rings a phone of ours for an inbound call, which only the office's numbers show. A bridged
/// `<Dial>` shorter than `shortTalk` is no answer for certain. Errors: Invalid, naming the field that is missing or too long.
[[nodiscard]] Result<PhoneEvent> translateVoice(const Form &form, std::chrono::seconds shortTalk = {});

/// Whether a voice webhook is of a leg that rings one of our phones for a call that came in: one that shows the caller's number. One that
/// shows a number of ours may as well be the second half of a call that we make; such a leg is left to translateVoice().
[[nodiscard]] bool isRingingLeg(const Form &form, const QList<calls::Line> &lines);

/// Such a leg, as an event of the call that it rings for. Stored as EventKind::Event. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateLeg(const Form &form, std::chrono::seconds shortTalk = {});

/// A TextReceived. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateMessage(const Form &form);

/// A TextStatus, or Ignored. Errors: Invalid.
[[nodiscard]] Result<PhoneEvent> translateMessageStatus(const Form &form);

/// What makes two deliveries one event: the provider's id and what it said of it. Errors: Invalid, as the translation's.
[[nodiscard]] Result<QString> eventKey(EventKind kind, const Form &form);

/// The keys of texts, which lists name as well.
[[nodiscard]] QString receivedKey(const QString &messageSid);
[[nodiscard]] QString receiptKey(const QString &messageSid, const QString &status);

/// The life of a text in our words; nothing for a word that we do not know.
[[nodiscard]] std::optional<calls::DeliveryState> deliveryState(QStringView status);

/// Whether a recording is what a caller left after the greeting: long enough to hold words, and not of a conversation. `source` is Twilio's
/// word for what recorded, empty where it does not say.
[[nodiscard]] bool isVoicemail(std::optional<int> seconds, int channels, QStringView source);

/// RFC 2822, to the second, by Twilio's clock.
[[nodiscard]] std::optional<Instant> readTime(const QString &text);

} // namespace ringback::connectors::twilio
