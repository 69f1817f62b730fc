#include "engine/callstate.h"

#include <algorithm>

namespace ringback::engine {

using namespace std::chrono_literals;
using calls::Call;
using calls::Verdict;
using connectors::CallEvent;
using connectors::CallSignal;

namespace {

// How far the provider's clock and ours may be apart, and a webhook late, for its time stamp to be believed.
constexpr Milliseconds clockMargin = 5min;

int rank(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Pending:
        return 0;
    case Verdict::Unclear:
        return 1;
    case Verdict::Missed:
    case Verdict::Answered:
        return 2;
    }
    Q_UNREACHABLE();
}

// When the call ended: by the provider's time stamp where it can be true, else when the event reached us. The stamp counts whole seconds,
// so the end lies up to 999 ms after it; the later end is taken, in favour of the caller, but none after the event's arrival.
Instant endOf(const Call &call, const CallEvent &event, Instant arrivedAt)
{
    if (!event.endedAt)
        return arrivedAt;
    const Instant stamp = *event.endedAt;
    const Instant earliest = call.ringingAt ? *call.ringingAt - 1s : arrivedAt - clockMargin;
    if (stamp < earliest || stamp > arrivedAt + clockMargin)
        return arrivedAt;
    return stamp >= arrivedAt ? stamp : std::min(stamp + 999ms, arrivedAt);
}

void measureRing(Call &call)
{
    if (call.ringingAt && call.endedAt)
        call.ringTime = std::max<Milliseconds>(0ms, *call.endedAt - *call.ringingAt);
}

void judge(Call &call, Verdict verdict)
{
    if (rank(verdict) <= rank(call.verdict))
        return;
    call.verdict = verdict;
    call.settlesTo = Verdict::Pending;
    call.settleAt.reset();
}

void settleLater(Call &call, Verdict verdict, Instant at)
{
    if (call.verdict != Verdict::Pending)
        return;
    if (call.settlesTo != Verdict::Missed) // a failed dial attempt is known already: `over` adds nothing to it
        call.settlesTo = verdict;
    call.settleAt = at;
}

} // namespace

Call beginCall(calls::CallId id, const QString &connection, const CallEvent &event, Instant arrivedAt)
{
    return Call{.id = std::move(id),
                .connection = connection,
                .providerCallId = event.providerCallId,
                .direction = event.direction,
                .caller = calls::readCallerId(event.caller),
                .line = event.line,
                .startedAt = arrivedAt};
}

Call absorb(Call call, const CallEvent &event, Instant arrivedAt, Milliseconds settle)
{
    if (call.line.isEmpty() && !event.line.isEmpty()) { // first heard of by a phone that rings for it, or by its recording
        call.line = event.line;
        call.caller = calls::readCallerId(event.caller);
    }
    if (!event.callerName.isEmpty())
        call.callerName = event.callerName;
    if (!event.staff.isEmpty())
        call.staff = event.staff;
    if (!event.reputation.attestation.isEmpty())
        call.reputation.attestation = event.reputation.attestation;
    if (event.reputation.listedAsSpam) {
        call.reputation.listedAsSpam = true;
        call.reputation.listedBy = event.reputation.listedBy;
    } else if (!call.reputation.listedAsSpam && !event.reputation.listedBy.isEmpty()) { // a hint, which screens nobody
        call.reputation.listedBy = event.reputation.listedBy;
    }

    if (event.signal == CallSignal::Ringing) {
        if (!call.ringingAt || arrivedAt < *call.ringingAt)
            call.ringingAt = arrivedAt;
        measureRing(call); // the ringing request may be stored after the end
        return call;
    }

    if (event.signal == CallSignal::Detail || rank(call.verdict) == rank(Verdict::Missed)) // late news about a call that has been judged
        return call;
    call.providerReason = event.providerReason;
    const Instant end = endOf(call, event, arrivedAt);
    switch (event.signal) {
    case CallSignal::Ringing:
    case CallSignal::Detail:
        break;
    case CallSignal::Answered:
        judge(call, Verdict::Answered);
        break;
    case CallSignal::Missed:
        if (!call.endedAt || call.settlesTo != Verdict::Missed) // a voicemail after the ringing is no ringing
            call.endedAt = end;
        judge(call, Verdict::Missed);
        break;
    case CallSignal::MissedSoFar:
        if (call.verdict == Verdict::Unclear) { // the call is over, and has been settled: this was what was missing
            judge(call, Verdict::Missed);
            break;
        }
        call.endedAt = end;
        settleLater(call, Verdict::Missed, arrivedAt + settle);
        break;
    case CallSignal::Over:
        if (call.settlesTo == Verdict::Missed) {
            judge(call, Verdict::Missed);
        } else {
            call.endedAt = end;
            settleLater(call, Verdict::Unclear, arrivedAt + settle);
        }
        break;
    }
    measureRing(call);
    return call;
}

Call settled(Call call)
{
    judge(call, call.settlesTo);
    return call;
}

} // namespace ringback::engine
