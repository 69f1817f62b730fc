#include "engine/callstate.h"

#include <QStringList>

#include <algorithm>
#include <limits>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Call;
using calls::Leg;
using calls::Verdict;
using connectors::CallEvent;
using connectors::CallSignal;

namespace {

// How far the provider's clock may be ahead of ours for its time stamp to be believed.
constexpr Milliseconds clockMargin = 5min;
// How late we may hear of a call: providers send a webhook again for more than a day, and a list is read after a holiday.
constexpr Milliseconds latestNews = 24h * 31;
// A later sequence than any provider's: what it stands at does not change any more.
constexpr int lastSequence = std::numeric_limits<int>::max();

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

bool isPlausible(Instant stamp, Instant arrivedAt)
{
    return stamp >= arrivedAt - latestNews && stamp <= arrivedAt + clockMargin;
}

// When it began to ring by the provider's time stamp, where that can be true. Never after the event's arrival.
std::optional<Instant> startOf(const CallEvent &event, Instant arrivedAt)
{
    if (!event.startedAt || !isPlausible(*event.startedAt, arrivedAt))
        return std::nullopt;
    return std::min(*event.startedAt, arrivedAt);
}

// When the call ended: by the provider's time stamp where it can be true, else when the event reached us. A stamp of whole seconds may lie up to
// 999 ms before the end; the later end is taken, in favour of the caller, but none after the event's arrival.
Instant endOf(const Call &call, const CallEvent &event, Instant arrivedAt)
{
    if (!event.endedAt || !isPlausible(*event.endedAt, arrivedAt))
        return arrivedAt;
    const Instant stamp = *event.endedAt;
    if (call.ringingAt && stamp < *call.ringingAt - 1s)
        return arrivedAt;
    const bool isWhole = stamp.time_since_epoch() % 1s == 0ms;
    return stamp >= arrivedAt || !isWhole ? stamp : std::min(stamp + 999ms, arrivedAt);
}

// By when we heard of it.
std::optional<Milliseconds> measuredRing(const Call &call)
{
    if (!call.ringingAt || !call.endedAt)
        return std::nullopt;
    return std::max<Milliseconds>(0ms, *call.endedAt - *call.ringingAt);
}

// How long it rang by the provider's own word, or by its two time stamps, which are of one clock.
std::optional<Milliseconds> toldRing(const Call &call, const CallEvent &event, Instant arrivedAt)
{
    if (event.ringTime)
        return event.ringTime;
    const bool endsRinging =
        event.signal == CallSignal::MissedSoFar || (event.signal == CallSignal::Missed && call.settlesTo != Verdict::Missed);
    if (!endsRinging || event.voicemail || !event.startedAt || !event.endedAt || !isPlausible(*event.startedAt, arrivedAt) ||
        !isPlausible(*event.endedAt, arrivedAt) || *event.endedAt < *event.startedAt)
        return std::nullopt;
    const bool isWhole = event.endedAt->time_since_epoch() % 1s == 0ms;
    return *event.endedAt - *event.startedAt + (isWhole ? 999ms : 0ms);
}

bool isLive(const Leg &leg)
{
    return leg.state != Leg::State::Over;
}

bool anyLegLives(const Call &call)
{
    return std::any_of(call.legs.cbegin(), call.legs.cend(), isLive);
}

bool hasVoicemail(const Call &call)
{
    return call.providerReason == QStringView(voicemailWord);
}

void mergeLegs(Call &call, const QList<Leg> &news)
{
    for (const Leg &leg : news) {
        const auto known = std::find_if(call.legs.begin(), call.legs.end(), [&](const Leg &each) { return each.id == leg.id; });
        if (known == call.legs.end())
            call.legs.append(leg);
        else if (leg.sequence >= known->sequence)
            *known = leg;
    }
}

// No late news of a leg says otherwise.
void endLegs(Call &call)
{
    for (Leg &leg : call.legs) {
        leg.state = Leg::State::Over;
        leg.sequence = lastSequence;
    }
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

// While a leg lives, a failed attempt is not the end.
void settleAttempt(Call &call, Instant arrivedAt, Milliseconds settle)
{
    settleLater(call, Verdict::Missed, arrivedAt + (anyLegLives(call) ? std::max(settle, legLostAfter) : settle));
}

void absorbFacts(Call &call, const CallEvent &event, Instant arrivedAt)
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
    if (const std::optional<Instant> start = startOf(event, arrivedAt)) {
        call.startedAt = std::min(call.startedAt, *start);
        call.ringingAt = std::min(call.ringingAt.value_or(*start), *start);
    }
    mergeLegs(call, event.legs);
}

// A voicemail says that nobody talked, unless somebody says otherwise while the call settles.
void absorbVoicemail(Call &call, Instant arrivedAt, Milliseconds settle)
{
    if (call.direction == calls::Direction::Out || call.verdict == Verdict::Answered)
        return;
    call.providerReason = QString::fromUtf16(voicemailWord);
    if (call.verdict == Verdict::Unclear)
        judge(call, Verdict::Missed);
    else
        settleLater(call, Verdict::Missed, arrivedAt + settle); // who speaks to a machine has stopped ringing
}

void absorbSignal(Call &call, const CallEvent &event, Instant arrivedAt, Milliseconds settle)
{
    if (event.signal == CallSignal::Answered || !hasVoicemail(call))
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
        if (call.settlesTo == Verdict::Unclear) // over before: no leg lives any more
            endLegs(call);
        call.endedAt = end;
        settleAttempt(call, arrivedAt, settle);
        break;
    case CallSignal::Over:
        if (call.settlesTo == Verdict::Missed) {
            // Where several phones rang, or the caller spoke to a machine, word that one was answered may be on its way still.
            const bool mayBeAnswered = !call.legs.isEmpty() || hasVoicemail(call);
            endLegs(call);
            if (mayBeAnswered)
                settleLater(call, Verdict::Missed, arrivedAt + settle);
            else
                judge(call, Verdict::Missed);
        } else {
            call.endedAt = end;
            settleLater(call, Verdict::Unclear, arrivedAt + settle);
        }
        break;
    }
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
    const bool ringIsTold = call.ringTime && call.ringTime != measuredRing(call);
    const bool isFinal = rank(call.verdict) == rank(Verdict::Missed);
    const std::optional<Milliseconds> told = toldRing(call, event, arrivedAt);
    const QList<Leg> legsBefore = call.legs;
    absorbFacts(call, event, arrivedAt);

    if (event.signal == CallSignal::Ringing) {
        if (!call.ringingAt || arrivedAt < *call.ringingAt)
            call.ringingAt = arrivedAt;
    } else if (event.signal != CallSignal::Detail && !isFinal) { // else: late news about a call that has been judged
        absorbSignal(call, event, arrivedAt, settle);
    }
    if (event.voicemail)
        absorbVoicemail(call, arrivedAt, settle);
    // A phone that rings now, or has stopped to.
    if (call.verdict == Verdict::Pending && call.settlesTo == Verdict::Missed && call.legs != legsBefore &&
        event.signal != CallSignal::Over && !hasVoicemail(call))
        settleAttempt(call, arrivedAt, settle);

    if (told)
        call.ringTime = told;
    else if (const std::optional<Milliseconds> measured = measuredRing(call); measured && !ringIsTold)
        call.ringTime = measured;
    return call;
}

bool callerGaveUp(const Call &call)
{
    static const QStringList words = {u"no-answer"_s, u"noanswer"_s,  u"no answer"_s,  u"canceled"_s, u"cancelled"_s,
                                      u"missed"_s,    u"abandoned"_s, u"unanswered"_s, u"hang up"_s,  u"hangup"_s};
    return words.contains(call.providerReason, Qt::CaseInsensitive);
}

Call settled(Call call)
{
    judge(call, call.settlesTo);
    return call;
}

} // namespace ringback::engine
