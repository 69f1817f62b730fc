#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "calls/providerevent.h"
#include "calls/values.h"
#include "connectors/finding.h"
#include "connectors/outcome.h"

#include <QCoro/QCoroTask>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>
#include <variant>

/// The small interface every phone system is brought to, so that the engine knows calls and texts and no provider.
namespace ringback::connectors {

class EventStream;

/// What one event says about its call.
enum class CallSignal {
    Ringing, ///< the call arrives now
    Answered, ///< somebody of ours talked
    Missed, ///< over, and nobody answered
    MissedSoFar, ///< the attempt to reach a person failed, but the call goes on (voicemail, a second attempt)
    Over, ///< over; the provider does not say whether anyone answered
    Detail, ///< nothing about the outcome: a leg, a voicemail's transcript, a name
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
    std::optional<Instant> startedAt; ///< by the provider's clock: when it began to ring
    std::optional<Instant> endedAt; ///< by the provider's clock, to the second
    std::optional<Milliseconds> ringTime; ///< where the provider's own times tell it; else it is measured by when events arrived
    /// Phones that ring or rang for this call, as far as this event tells; the call keeps what it knew of the others. While one of them rings or
    /// is answered, no MissedSoFar settles: a ring group gives up one phone after the other.
    QList<calls::Leg> legs = {};
    std::optional<calls::Voicemail> voicemail = {}; ///< makes a missed call one with voicemail, never an answered one
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

/// The provider blocks, or blocks no longer, what a line of ours texts to a number: its own record of an opt-out.
struct OptOutChanged {
    QString number;
    QString line; ///< empty = all of ours
    bool isOptedOut = true;

    friend bool operator==(const OptOutChanged &, const OptOutChanged &) = default;
};

/// An event that changes nothing, and why: a child leg, a state we do not track.
struct Ignored {
    QString why;

    friend bool operator==(const Ignored &, const Ignored &) = default;
};

using PhoneEvent = std::variant<CallEvent, TextReceived, TextStatus, OptOutChanged, Ignored>;

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

using SendOutcome = std::variant<Sent, Refused, Unknown>;

/// "Did I send this?"
struct SentQuery {
    calls::PhoneNumber to;
    calls::PhoneNumber from;
    QString body;
    Instant notBefore; ///< start of the attempt, less a margin for clocks
};

using FindOutcome = std::variant<Sent, NotFound, Unknown>;

/// Click to call: the system rings the person first, then the caller, and brings the two together.
struct RingRequest {
    calls::PhoneNumber first; ///< the person's own phone
    calls::PhoneNumber then; ///< the caller
    calls::PhoneNumber shows; ///< our line, which both see
    QUrl statusCallback = {}; ///< how the leg to the caller fares; empty = not wanted
    std::function<bool()> mayLeave = nullptr; ///< as TextRequest's
};

/// The person's phone is ringing, or will at once.
struct Ringing {
    QString providerCallId; ///< of the leg to the person; empty where the system tells none

    friend bool operator==(const Ringing &, const Ringing &) = default;
};

/// Never asked for again after Unknown: two phones would ring twice.
using RingOutcome = std::variant<Ringing, Refused, Unknown>;

/// The code of a refusal by a system that cannot ring.
inline constexpr char16_t unable[] = u"unable";

/// What the provider's own lists hold.
struct LogQuery {
    Instant since; ///< from here on something may have been lost
    Instant now;
    QString cursor; ///< what the last read gave back; empty = none yet
    /// Calls that have been judged: their details need not be asked for again.
    std::function<bool(const QString &providerCallId)> isJudged = [](const QString &) {
        return false;
    };
    QList<calls::PhoneNumber> lines = {}; ///< of which numbers; an account may have others, which are not ours to look at. Empty = of all
};

struct Log {
    QList<calls::ProviderEvent> events; ///< finished calls, texts received, receipts; the oldest first
    QString cursor; ///< for the next read, a few hundred characters at most
    std::optional<int> rateLeft = {}; ///< requests that the provider still allows in its window, where it says
};

struct TestQuery {
    QList<calls::PhoneNumber> lines; ///< whose calls or texts go through this connection
    QList<calls::PhoneNumber> textsFrom; ///< of those, and the senders of others: what it is to send texts from
    QString publicUrl; ///< what providers call us by, without a trailing slash; empty = there is none
    QList<calls::PhoneNumber> rings =
        {}; ///< those of `lines` with phones that we have rung: the system is to ask us what to do with their calls
};

/// Where the provider sends its events, and where it should.
struct WiringPoint {
    QString subject; ///< a number as people write it, or an account's webhook
    QString id; ///< the provider's
    QString now; ///< as it is; several addresses are separated by line breaks
    QString wanted;

    [[nodiscard]] bool isOurs() const { return now == wanted; }
    friend bool operator==(const WiringPoint &, const WiringPoint &) = default;
};

struct Wired {
    QList<WiringPoint> points; ///< as they were before
    QByteArray undo; ///< for unwire(): what was there, as JSON; kept by the office
};

/// One connection to one phone system, with its credentials. Lives and is used on the engine's thread, or on the main thread when the console tests
/// it. Every request has a time-out. What a system cannot do answers with Refused and says so.
class PhoneProvider {
public:
    virtual ~PhoneProvider() = default;

    virtual QCoro::Task<SendOutcome> sendText(TextRequest request) = 0;
    virtual QCoro::Task<FindOutcome> findSent(SentQuery query) = 0;
    /// Whether ring() does more than refuse.
    [[nodiscard]] virtual bool canRing() const { return false; }
    virtual QCoro::Task<RingOutcome> ring(RingRequest request);
    /// Gives up the requests under way: each answers Unknown with the next turns of the event loop. For the end of the program.
    virtual void abandon() = 0;

    /// Whether readLog() has a list to read.
    [[nodiscard]] virtual bool hasLog() const { return false; }
    /// Errors: Transient, Refused (no right to it), Invalid (an answer that cannot be read).
    virtual QCoro::Task<Result<Log>> readLog(LogQuery query);
    /// Events pushed over a connection of ours; null = this system has none, or it is not wanted.
    [[nodiscard]] virtual std::shared_ptr<EventStream> stream() { return nullptr; }
    virtual QCoro::Task<QList<Finding>> test(TestQuery query);

    /// Where webhooks of this account and these numbers go now.
    virtual QCoro::Task<Result<QList<WiringPoint>>> wiring(TestQuery query);
    /// Sends them to us. What had been changed before an error is put back, where that works.
    virtual QCoro::Task<Result<Wired>> wire(TestQuery query);
    virtual QCoro::Task<Result<QList<WiringPoint>>> unwire(QByteArray undo);

    /// Tells the provider of an opt-out that it may not know. Done for systems that keep none.
    virtual QCoro::Task<Done> tellOptOut(calls::PhoneNumber number, calls::PhoneNumber line, bool isOptedOut);

protected:
    PhoneProvider() = default;
    PhoneProvider(const PhoneProvider &) = default;
    PhoneProvider &operator=(const PhoneProvider &) = default;
};

} // namespace ringback::connectors
