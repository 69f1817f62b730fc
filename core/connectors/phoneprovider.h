#pragma once

#include "base/clock.h"
#include "calls/values.h"

#include <QCoro/QCoroTask>
#include <QUrl>

#include <functional>
#include <optional>
#include <variant>

/// The small interface every phone system is brought to, so that the engine knows calls and texts and no provider.
namespace ringback::connectors {

/// What one voice webhook says about its call.
enum class CallSignal {
    Ringing, ///< the call arrives now
    Answered, ///< somebody of ours talked
    Missed, ///< over, and nobody answered
    MissedSoFar, ///< the attempt to reach a person failed, but the call goes on (voicemail, a second attempt)
    Over, ///< over; the provider does not say whether anyone answered
};

struct CallEvent {
    QString providerCallId; ///< of the inbound leg; of a call that we make, of the leg to the other side
    calls::Direction direction = calls::Direction::In;
    QString staff; ///< id of who of ours dialled or spoke, where the provider tells; empty = not known
    QString caller; ///< the other side as it came: a number, `anonymous`, a SIP address
    QString line; ///< our number as it came: dialled, or shown to whom we call
    QString callerName;
    CallSignal signal = CallSignal::Ringing;
    QString providerReason; ///< the provider's own word, kept and shown
    std::optional<Instant> endedAt; ///< by the provider's clock, to the second
    calls::Reputation reputation;

    friend bool operator==(const CallEvent &, const CallEvent &) = default;
};

/// A text from a caller.
struct TextReceived {
    QString providerMessageId;
    QString from;
    QString line;
    QString body;
    int mediaCount = 0;
    QString optOutType; ///< `STOP`, `START`, `HELP` where the provider classified it itself, else empty

    friend bool operator==(const TextReceived &, const TextReceived &) = default;
};

/// A delivery receipt.
struct TextStatus {
    QString providerMessageId;
    calls::DeliveryState state = calls::DeliveryState::Accepted;
    QString errorCode;

    friend bool operator==(const TextStatus &, const TextStatus &) = default;
};

/// An event that changes nothing, and why: a child leg, a state we do not track.
struct Ignored {
    QString why;

    friend bool operator==(const Ignored &, const Ignored &) = default;
};

using PhoneEvent = std::variant<CallEvent, TextReceived, TextStatus, Ignored>;

struct TextRequest {
    calls::PhoneNumber to;
    calls::PhoneNumber from;
    QString body;
    QUrl statusCallback; ///< empty = no receipts wanted
    std::chrono::seconds validity{0}; ///< how long the provider may hold it; 0 = as long as it likes
    std::function<bool()> mayLeave = nullptr; ///< asked at the last moment; on false nothing leaves: Refused, `notLeft`
};

/// The provider has the text.
struct Sent {
    QString providerMessageId;
    calls::DeliveryState state = calls::DeliveryState::Accepted;

    friend bool operator==(const Sent &, const Sent &) = default;
};

/// The provider certainly did not take the text.
struct Refused {
    enum class Class {
        Recipient, ///< for good: this number cannot be texted
        OptedOut, ///< for good: the provider knows of an opt-out
        Message, ///< for good: this text is wrong
        Sender, ///< for good until somebody mends it: credentials, registration, the line
        ForNow, ///< try again later
    };
    Class kind = Class::ForNow;
    QString code; ///< the provider's, for the log and the curious
    QString message; ///< the provider's words
    std::optional<Milliseconds> retryAfter; ///< when the provider says so

    friend bool operator==(const Refused &, const Refused &) = default;
};

/// The code of a refusal that was ours: the request was not let go any more.
inline constexpr char16_t notLeft[] = u"not_left";

/// Nobody can tell whether the provider took the text: time-out, lost answer, an error of its own.
struct Unknown {
    QString why;

    friend bool operator==(const Unknown &, const Unknown &) = default;
};

using SendOutcome = std::variant<Sent, Refused, Unknown>;

/// "Did I send this?"
struct SentQuery {
    calls::PhoneNumber to;
    calls::PhoneNumber from;
    QString body;
    Instant notBefore; ///< start of the attempt, less a margin for clocks
};

struct NotFound {
    friend bool operator==(const NotFound &, const NotFound &) = default;
};

using FindOutcome = std::variant<Sent, NotFound, Unknown>;

/// One connection to one phone system, with its credentials. Lives and is used on the engine's thread. Every request has a time-out.
class PhoneProvider {
public:
    virtual ~PhoneProvider() = default;

    virtual QCoro::Task<SendOutcome> sendText(TextRequest request) = 0;
    virtual QCoro::Task<FindOutcome> findSent(SentQuery query) = 0;
    /// Gives up the requests under way: each answers Unknown with the next turns of the event loop. For the end of the program.
    virtual void abandon() = 0;

protected:
    PhoneProvider() = default;
    PhoneProvider(const PhoneProvider &) = default;
    PhoneProvider &operator=(const PhoneProvider &) = default;
};

} // namespace ringback::connectors
