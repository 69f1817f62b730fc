#include "base/id.h"
#include "connectors/twilio/events.h"
#include "engine/callstate.h"
#include "support/office.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Call;
using calls::Verdict;
using ringback::test::Fields;
using ringback::test::instantOf;

namespace {

const Instant start = instantOf(u"2026-11-20T18:00:00Z"_s);
constexpr Milliseconds settle = 5s;

// A webhook by Twilio's words: `CallStatus`, and `DialCallStatus` or a recording where there was one.
struct Webhook {
    QString status;
    Fields more = {};
};

CallEvent signalOf(const Webhook &webhook)
{
    const QByteArray form = test::voiceForm(u"CA1"_s, webhook.status, webhook.more);
    return std::get<CallEvent>(twilio::translateVoice(twilio::decodeForm(form).value()).value());
}

Webhook dialEnded(const QString &dialStatus, const QString &status = u"in-progress"_s, const Fields &more = {})
{
    return {status, Fields{{u"DialCallStatus"_s, dialStatus}} + more};
}

Webhook talked(const QString &dialStatus = u"completed"_s)
{
    return dialEnded(dialStatus, u"in-progress"_s, {{u"DialBridged"_s, u"true"_s}, {u"DialCallDuration"_s, u"94"_s}});
}

Webhook voicemail(const QString &seconds, const QString &status = u"completed"_s)
{
    return {status, {{u"RecordingSid"_s, u"RE1"_s}, {u"RecordingDuration"_s, seconds}}};
}

CallEvent told(CallSignal signal, const QString &reason = u"word"_s, const QList<calls::Leg> &legs = {})
{
    CallEvent event;
    event.providerCallId = u"CA1"_s;
    event.caller = u"+12145550123"_s;
    event.line = u"+12145550100"_s;
    event.signal = signal;
    event.providerReason = reason;
    event.legs = legs;
    return event;
}

calls::Leg leg(const QString &id, calls::Leg::State state, int sequence)
{
    return {.id = id, .state = state, .sequence = sequence};
}

CallEvent left(CallSignal signal, const QString &transcript = {})
{
    CallEvent said = told(signal);
    said.voicemail = calls::Voicemail{.url = {}, .length = 14s, .transcript = transcript};
    return said;
}

Call begun(const CallEvent &first, Instant at)
{
    IdSource ids(1);
    return beginCall(ids.next<calls::CallId>(at), u"twilio-main"_s, first, at);
}

// The call after the webhooks in this order, a second apart, and after its time to settle.
Call after(const QList<Webhook> &webhooks)
{
    Instant at = start;
    std::optional<Call> call;
    for (const Webhook &webhook : webhooks) {
        const CallEvent said = signalOf(webhook);
        if (!call)
            call = begun(said, at);
        call = absorb(*call, said, at, settle);
        at += 1s;
    }
    return call->settleAt ? settled(*call) : *call;
}

} // namespace

Q_DECLARE_METATYPE(Webhook)

class TestCallState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void verdictsInEveryOrder_data();
    void verdictsInEveryOrder();
    void finalVerdictsStay_data();
    void finalVerdictsStay();
    void aFailedAttemptWaits();
    void newsMoveTheEndOfTheWait();
    void anUnclearCallIsClearedUp_data();
    void anUnclearCallIsClearedUp();
    void ringTime_data();
    void ringTime();
    void ringTimeNotKnown();
    void ringTimeEndsWithTheRinging();
    void theRingingRequestMayComeLast();
    void theEarliestRingingCounts();
    void keepsWhatItWasTold();
    void anyOrderOfAnyHistory_data();
    void anyOrderOfAnyHistory();
    void aRingingLegKeepsAnAttemptOpen();
    void anAnsweredLegKeepsAnAttemptOpen();
    void aLegWhoseEndWasLost();
    void olderNewsOfALegChangeNothing();
    void noLegLivesAfterTheEnd();
    void voicemails_data();
    void voicemails();
    void aVoicemailOnAnAnsweredCall();
    void aVoicemailComesAfterTheVerdict();
    void timesOfTheProvider_data();
    void timesOfTheProvider();
    void theProvidersRingTimeWins();
    void detailChangesNoVerdict();
    void whoGaveUp_data();
    void whoGaveUp();
};

// The rows of providers/phone-and-sms.md, 2.3.
void TestCallState::verdicts_data()
{
    QTest::addColumn<QList<Webhook>>("webhooks");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("reason");

    const auto row = [](const char *name, const QList<Webhook> &webhooks, Verdict verdict, const QString &reason) {
        QTest::newRow(name) << webhooks << static_cast<int>(verdict) << reason;
    };
    const Webhook ringing{u"ringing"_s};
    const Webhook completed{u"completed"_s};
    const QString canceled = u"canceled"_s;
    row("still ringing", {ringing}, Verdict::Pending, QString());
    row("staff talked", {ringing, talked(), completed}, Verdict::Answered, u"completed"_s);
    row("staff talked, answered is another word for it", {ringing, talked(u"answered"_s), completed}, Verdict::Answered, u"answered"_s);
    row("rang out", {ringing, dialEnded(u"no-answer"_s), completed}, Verdict::Missed, u"completed"_s);
    row("rang out, answerOnBridge", {ringing, dialEnded(u"no-answer"_s, u"no-answer"_s), {u"no-answer"_s}}, Verdict::Missed,
        u"no-answer"_s);
    row("all lines busy", {ringing, dialEnded(u"busy"_s), completed}, Verdict::Missed, u"completed"_s);
    row("all lines busy, answerOnBridge", {ringing, dialEnded(u"busy"_s, u"busy"_s)}, Verdict::Missed, u"busy"_s);
    row("the forwarding target is dead", {ringing, dialEnded(u"failed"_s), {u"failed"_s}}, Verdict::Missed, u"failed"_s);
    row("gave up while it rang, plain Dial", {ringing, dialEnded(canceled, u"completed"_s), completed}, Verdict::Missed, canceled);
    row("gave up while it rang, answerOnBridge", {ringing, dialEnded(canceled, canceled), {canceled}}, Verdict::Missed, canceled);
    row("gave up before our answer", {ringing, {u"no-answer"_s, {{u"SipResponseCode"_s, u"487"_s}}}}, Verdict::Missed, u"no-answer"_s);
    row("turned away as busy", {ringing, {u"busy"_s}}, Verdict::Missed, u"busy"_s);
    row("greeting, then a recording", {ringing, voicemail(u"17"_s), completed}, Verdict::Missed, u"voicemail"_s);
    row("rang out, then a recording", {ringing, dialEnded(u"no-answer"_s), voicemail(u"17"_s), completed}, Verdict::Missed, u"voicemail"_s);
    row("greeting, the caller hung up", {ringing, voicemail(u"0"_s)}, Verdict::Missed, u"completed"_s);
    row("rang out, a second attempt was answered", {ringing, dialEnded(u"no-answer"_s), talked(), completed}, Verdict::Answered,
        u"completed"_s);
    row("the status callback alone", {ringing, completed}, Verdict::Unclear, u"completed"_s);
    row("rang out, and nothing more is heard", {ringing, dialEnded(u"no-answer"_s)}, Verdict::Missed, u"no-answer"_s);
    row("bridged for no time", {ringing, dialEnded(u"completed"_s, u"completed"_s, {{u"DialBridged"_s, u"false"_s}})}, Verdict::Missed,
        u"completed"_s);
}

void TestCallState::verdicts()
{
    QFETCH(QList<Webhook>, webhooks);
    QFETCH(int, verdict);
    QFETCH(QString, reason);

    const Call call = after(webhooks);
    QCOMPARE(static_cast<int>(call.verdict), verdict);
    QCOMPARE(call.providerReason, reason);
    QVERIFY(!call.settleAt);
    QCOMPARE(call.settlesTo, Verdict::Pending);
}

void TestCallState::verdictsInEveryOrder_data()
{
    verdicts_data();
}

// Webhooks overtake each other, and each may come twice. Whatever the order, the call ends up the same, but for one that failed first and was
// answered then: there the final word that comes first stays.
void TestCallState::verdictsInEveryOrder()
{
    QFETCH(QList<Webhook>, webhooks);
    QFETCH(int, verdict);

    QList<qsizetype> order(webhooks.size());
    std::iota(order.begin(), order.end(), 0);
    do {
        QList<Webhook> shuffled;
        for (const qsizetype index : std::as_const(order))
            shuffled.append(webhooks.at(index));
        const Verdict once = after(shuffled).verdict;
        const Verdict twice = after(shuffled + shuffled).verdict;
        QCOMPARE(twice, once);
        if (webhooks.size() == 4 && verdict == static_cast<int>(Verdict::Answered))
            QVERIFY(once == Verdict::Answered || once == Verdict::Missed);
        else
            QCOMPARE(static_cast<int>(once), verdict);
    } while (std::next_permutation(order.begin(), order.end()));
}

void TestCallState::finalVerdictsStay_data()
{
    QTest::addColumn<Webhook>("finalWord");
    QTest::addColumn<int>("verdict");
    QTest::newRow("missed") << Webhook{u"no-answer"_s} << static_cast<int>(Verdict::Missed);
    QTest::newRow("missed, voicemail") << voicemail(u"8"_s) << static_cast<int>(Verdict::Missed);
    QTest::newRow("answered") << talked() << static_cast<int>(Verdict::Answered);
}

void TestCallState::finalVerdictsStay()
{
    QFETCH(Webhook, finalWord);
    QFETCH(int, verdict);

    const Call judged = after({{u"ringing"_s}, finalWord});
    QCOMPARE(static_cast<int>(judged.verdict), verdict);
    const QList<Webhook> late = {{u"ringing"_s},    {u"completed"_s}, {u"no-answer"_s},        {u"busy"_s}, dialEnded(u"no-answer"_s),
                                 voicemail(u"3"_s), talked(),         dialEnded(u"canceled"_s)};
    for (const Webhook &webhook : late) {
        const Call still = absorb(judged, signalOf(webhook), start + 1h, settle);
        QCOMPARE(still.verdict, judged.verdict);
        if (!signalOf(webhook).voicemail) // that makes another word of a missed one
            QCOMPARE(still.providerReason, judged.providerReason);
        QCOMPARE(still.endedAt, judged.endedAt);
        QVERIFY(!still.settleAt);
        QCOMPARE(settled(still).verdict, judged.verdict);
    }
}

void TestCallState::aFailedAttemptWaits()
{
    const CallEvent failed = signalOf(dialEnded(u"no-answer"_s));
    const Call waiting = absorb(begun(failed, start), failed, start, settle);
    QCOMPARE(waiting.verdict, Verdict::Pending);
    QCOMPARE(waiting.settlesTo, Verdict::Missed);
    QCOMPARE(waiting.settleAt, start + settle);

    const CallEvent over = signalOf({u"completed"_s});
    QCOMPARE(absorb(waiting, over, start + 1s, settle).verdict, Verdict::Missed); // no need to wait any more
    QCOMPARE(absorb(waiting, signalOf(talked()), start + 1s, settle).verdict, Verdict::Answered);
    QCOMPARE(settled(waiting).verdict, Verdict::Missed);
    QCOMPARE(settled(waiting).providerReason, u"no-answer"_s);
}

void TestCallState::newsMoveTheEndOfTheWait()
{
    const CallEvent over = signalOf({u"completed"_s});
    Call call = absorb(begun(over, start), over, start, settle);
    QCOMPARE(call.settlesTo, Verdict::Unclear);
    QCOMPARE(call.settleAt, start + settle);
    call = absorb(call, signalOf(dialEnded(u"busy"_s)), start + 3s, settle);
    QCOMPARE(call.settlesTo, Verdict::Missed);
    QCOMPARE(call.settleAt, start + 3s + settle);
    QCOMPARE(settled(call).verdict, Verdict::Missed);
}

void TestCallState::anUnclearCallIsClearedUp_data()
{
    QTest::addColumn<Webhook>("news");
    QTest::addColumn<int>("verdict");
    QTest::newRow("staff talked") << talked() << static_cast<int>(Verdict::Answered);
    QTest::newRow("the dial attempt failed and the call is over")
        << dialEnded(u"busy"_s, u"completed"_s) << static_cast<int>(Verdict::Missed);
    QTest::newRow("the dial attempt failed while the call went on") << dialEnded(u"no-answer"_s) << static_cast<int>(Verdict::Missed);
    QTest::newRow("a voicemail") << voicemail(u"9"_s) << static_cast<int>(Verdict::Missed);
    QTest::newRow("nothing new") << Webhook{u"completed"_s} << static_cast<int>(Verdict::Unclear);
}

// A webhook that was sent again after the wait was over.
void TestCallState::anUnclearCallIsClearedUp()
{
    QFETCH(Webhook, news);
    QFETCH(int, verdict);

    const Call unclear = after({{u"ringing"_s}, {u"completed"_s}});
    QCOMPARE(unclear.verdict, Verdict::Unclear);
    Call call = absorb(unclear, signalOf(news), start + 1min, settle);
    if (call.settleAt)
        call = settled(call);
    QCOMPARE(static_cast<int>(call.verdict), verdict);
}

void TestCallState::ringTime_data()
{
    QTest::addColumn<QString>("timestamp"); // of the end, by Twilio's clock
    QTest::addColumn<qint64>("arrivedMs"); // after the ringing
    QTest::addColumn<qint64>("ringMs");

    // It rang at 18:00:00. RFC 2822, as Twilio writes it.
    const auto row = [](const char *name, const QString &timestamp, Milliseconds arrived, Milliseconds ring) {
        QTest::newRow(name) << timestamp << qint64(arrived.count()) << qint64(ring.count());
    };
    row("no time stamp: the arrival", QString(), 14'250ms, 14'250ms);
    row("the stamp counts whole seconds, in favour of the caller", u"Fri, 20 Nov 2026 18:00:09 +0000"_s, 12s, 9'999ms);
    row("but not beyond the arrival", u"Fri, 20 Nov 2026 18:00:09 +0000"_s, 9'400ms, 9'400ms);
    row("a webhook that was an hour late", u"Fri, 20 Nov 2026 18:00:21 +0000"_s, 1h, 21'999ms);
    row("another zone is the same time", u"Fri, 20 Nov 2026 12:00:21 -0600"_s, 30s, 21'999ms);
    row("their clock a little ahead", u"Fri, 20 Nov 2026 18:00:14 +0000"_s, 12s, 14s);
    row("a second before the ringing is rounding", u"Fri, 20 Nov 2026 17:59:59 +0000"_s, 2s, 0ms);
    row("long before the ringing is absurd", u"Fri, 20 Nov 2026 17:50:00 +0000"_s, 12s, 12s);
    row("last year is absurd", u"Thu, 20 Nov 2025 18:00:09 +0000"_s, 12s, 12s);
    row("more than five minutes ahead is absurd", u"Fri, 20 Nov 2026 18:06:00 +0000"_s, 12s, 12s);
    row("the year 9999 is absurd", u"Fri, 31 Dec 9999 23:59:59 +0000"_s, 12s, 12s);
    row("no date at all", u"yesterday"_s, 12s, 12s);
    row("an ISO date is not what Twilio sends", u"2026-11-20T18:00:09Z"_s, 12s, 12s);
}

void TestCallState::ringTime()
{
    QFETCH(QString, timestamp);
    QFETCH(qint64, arrivedMs);
    QFETCH(qint64, ringMs);

    const CallEvent ringing = signalOf({u"ringing"_s});
    const CallEvent over = signalOf({u"no-answer"_s, {{u"Timestamp"_s, timestamp}}});
    const Call call = absorb(absorb(begun(ringing, start), ringing, start, settle), over, start + Milliseconds(arrivedMs), settle);
    QCOMPARE(call.verdict, Verdict::Missed);
    QVERIFY(call.ringTime);
    QCOMPARE(qint64(call.ringTime->count()), ringMs);
}

void TestCallState::ringTimeNotKnown()
{
    const Call call = after({{u"no-answer"_s, {{u"Timestamp"_s, u"Fri, 20 Nov 2026 18:00:09 +0000"_s}}}});
    QCOMPARE(call.verdict, Verdict::Missed);
    QVERIFY(!call.ringTime);
}

// It rang for 20 seconds; then the caller spoke to the voicemail for a minute.
void TestCallState::ringTimeEndsWithTheRinging()
{
    const CallEvent ringing = signalOf({u"ringing"_s});
    Call call = absorb(begun(ringing, start), ringing, start, settle);
    call = absorb(call, signalOf(dialEnded(u"no-answer"_s)), start + 20s, settle);
    call = absorb(call, signalOf(voicemail(u"60"_s)), start + 80s, settle);
    QCOMPARE(call.verdict, Verdict::Missed);
    QCOMPARE(call.ringTime, Milliseconds(20s));
}

void TestCallState::theRingingRequestMayComeLast()
{
    const CallEvent over = signalOf({u"no-answer"_s});
    Call call = absorb(begun(over, start + 12s), over, start + 12s, settle);
    QVERIFY(!call.ringTime);
    call = absorb(call, signalOf({u"ringing"_s}), start, settle); // received first, read last
    QCOMPARE(call.ringTime, Milliseconds(12s));
    QCOMPARE(call.verdict, Verdict::Missed);
    // Received after the end: no negative ringing.
    QCOMPARE(absorb(begun(over, start), over, start, settle).ringTime, std::nullopt);
    const Call odd = absorb(absorb(begun(over, start), over, start, settle), signalOf({u"ringing"_s}), start + 3s, settle);
    QCOMPARE(odd.ringTime, Milliseconds(0));
}

void TestCallState::theEarliestRingingCounts()
{
    const CallEvent ringing = signalOf({u"ringing"_s});
    Call call = absorb(begun(ringing, start), ringing, start, settle);
    call = absorb(call, ringing, start + 8s, settle);
    QCOMPARE(call.ringingAt, start);
    call = absorb(call, ringing, start - 2s, settle);
    QCOMPARE(call.ringingAt, start - 2s);
}

void TestCallState::keepsWhatItWasTold()
{
    const CallEvent ringing =
        signalOf({u"ringing"_s, {{u"CallerName"_s, u"SMITH JOHN"_s}, {u"StirVerstat"_s, u"TN-Validation-Passed-A"_s}}});
    Call call = absorb(begun(ringing, start), ringing, start, settle);
    call = absorb(call, signalOf({u"no-answer"_s}), start + 14s, settle);
    QCOMPARE(call.callerName, u"SMITH JOHN"_s);
    QCOMPARE(call.reputation.attestation, u"TN-Validation-Passed-A"_s);
    QCOMPARE(call.connection, u"twilio-main"_s);
    QCOMPARE(call.providerCallId, u"CA1"_s);
    QCOMPARE(call.line, u"+12145550100"_s);
    QCOMPARE(call.startedAt, start);
    QVERIFY(call.caller == calls::CallerId(test::number(u"+12145550123"_s)));
}

using State = calls::Leg::State;

Q_DECLARE_METATYPE(CallEvent)

// Calls as every provider tells of them: ring groups, voicemails, lists that repeat what was pushed.
void TestCallState::anyOrderOfAnyHistory_data()
{
    QTest::addColumn<QList<CallEvent>>("events");
    QTest::addColumn<int>("verdict");

    const auto row = [](const char *name, const QList<CallEvent> &events, Verdict verdict) {
        QTest::newRow(name) << events << static_cast<int>(verdict);
    };
    const CallEvent ringing = told(CallSignal::Ringing);
    const CallEvent over = told(CallSignal::Over);
    CallEvent listedMissed = told(CallSignal::Missed);
    listedMissed.startedAt = start - 20s;
    listedMissed.endedAt = start;
    CallEvent listedAnswered = told(CallSignal::Answered);
    listedAnswered.startedAt = start - 20s;
    listedAnswered.endedAt = start + 60s;

    row("missed, and the list says so", {ringing, told(CallSignal::Missed), listedMissed}, Verdict::Missed);
    row("answered, and the list says so", {ringing, told(CallSignal::Answered), over, listedAnswered}, Verdict::Answered);
    row("not known, the list tells: missed", {ringing, over, listedMissed}, Verdict::Missed);
    row("not known, the list tells: answered", {ringing, over, listedAnswered}, Verdict::Answered);
    row("not known", {ringing, over, over}, Verdict::Unclear);
    row("a detail is no outcome", {ringing, over, told(CallSignal::Detail)}, Verdict::Unclear);
    row("one after the other, nobody",
        {ringing, told(CallSignal::MissedSoFar, u"word"_s, {leg(u"a"_s, State::Over, 2), leg(u"b"_s, State::Ringing, 1)}),
         told(CallSignal::MissedSoFar, u"word"_s, {leg(u"b"_s, State::Over, 2)}), over},
        Verdict::Missed);
    row("one after the other, the second answers",
        {ringing, told(CallSignal::MissedSoFar, u"word"_s, {leg(u"a"_s, State::Over, 2), leg(u"b"_s, State::Ringing, 1)}),
         told(CallSignal::Answered, u"word"_s, {leg(u"b"_s, State::Answered, 2)}), over},
        Verdict::Answered);
    row("a ring group, one answers and the others are told to stop",
        {told(CallSignal::Detail, u"word"_s, {leg(u"a"_s, State::Ringing, 1), leg(u"b"_s, State::Ringing, 1)}),
         told(CallSignal::Answered, u"word"_s, {leg(u"b"_s, State::Answered, 2)}),
         told(CallSignal::MissedSoFar, u"word"_s, {leg(u"a"_s, State::Over, 2)}),
         told(CallSignal::Over, u"word"_s, {leg(u"b"_s, State::Over, 3)})},
        Verdict::Answered);
    row("a voicemail", {ringing, left(CallSignal::Detail), over}, Verdict::Missed);
    row("a voicemail and its words", {ringing, over, left(CallSignal::Detail), left(CallSignal::Detail, u"leaks"_s)}, Verdict::Missed);
    row("a voicemail after the ringing", {ringing, told(CallSignal::MissedSoFar), left(CallSignal::Missed), over}, Verdict::Missed);
    row("answered, and a voicemail by some mistake", {ringing, told(CallSignal::Answered), over, left(CallSignal::Detail)},
        Verdict::Answered);
    row("legs and a voicemail",
        {told(CallSignal::MissedSoFar, u"word"_s, {leg(u"a"_s, State::Ringing, 1)}), left(CallSignal::Detail),
         told(CallSignal::Detail, u"word"_s, {leg(u"a"_s, State::Over, 2)}), over},
        Verdict::Missed);
}

// Every order; and each event once more, in every place.
void TestCallState::anyOrderOfAnyHistory()
{
    QFETCH(QList<CallEvent>, events);
    QFETCH(int, verdict);

    const auto verdictOf = [](const QList<CallEvent> &history) {
        Instant at = start;
        Call call = begun(history.first(), at);
        for (const CallEvent &said : history) {
            call = absorb(call, said, at, settle);
            at += 100ms;
        }
        return static_cast<int>(call.settleAt ? settled(call).verdict : call.verdict);
    };
    QList<qsizetype> order(events.size());
    std::iota(order.begin(), order.end(), 0);
    do {
        QList<CallEvent> shuffled;
        for (const qsizetype index : std::as_const(order))
            shuffled.append(events.at(index));
        QCOMPARE(verdictOf(shuffled), verdict);
        for (const CallEvent &again : events) {
            for (qsizetype place = 0; place <= shuffled.size(); ++place) {
                QList<CallEvent> doubled = shuffled;
                doubled.insert(place, again);
                QCOMPARE(verdictOf(doubled), verdict);
            }
        }
    } while (std::next_permutation(order.begin(), order.end()));
}

void TestCallState::aRingingLegKeepsAnAttemptOpen()
{
    const CallEvent first = told(CallSignal::MissedSoFar, u"word"_s, {leg(u"a"_s, State::Over, 2), leg(u"b"_s, State::Ringing, 1)});
    Call call = absorb(begun(first, start), first, start, settle);
    QCOMPARE(call.settlesTo, Verdict::Missed);
    QCOMPARE(call.settleAt, start + legLostAfter);
    // A third phone begins to ring, and the second stops.
    call = absorb(call, told(CallSignal::Detail, {}, {leg(u"c"_s, State::Ringing, 1)}), start + 2s, settle);
    call = absorb(call, told(CallSignal::Detail, {}, {leg(u"b"_s, State::Over, 2)}), start + 9s, settle);
    QCOMPARE(call.settleAt, start + 9s + legLostAfter);
    call = absorb(call, told(CallSignal::Detail, {}, {leg(u"c"_s, State::Over, 2)}), start + 20s, settle);
    QCOMPARE(call.settleAt, start + 20s + settle);
    QCOMPARE(call.legs.size(), 3);
    QCOMPARE(settled(call).verdict, Verdict::Missed);

    // The phone begins to ring after the first has failed.
    const CallEvent alone = told(CallSignal::MissedSoFar);
    call = absorb(begun(alone, start), alone, start, settle);
    QCOMPARE(call.settleAt, start + settle);
    call = absorb(call, told(CallSignal::Detail, {}, {leg(u"b"_s, State::Ringing, 1)}), start + 1s, settle);
    QCOMPARE(call.settleAt, start + 1s + legLostAfter);
}

void TestCallState::anAnsweredLegKeepsAnAttemptOpen()
{
    const CallEvent failed = told(CallSignal::MissedSoFar, u"word"_s, {leg(u"a"_s, State::Answered, 1)});
    const Call call = absorb(begun(failed, start), failed, start, settle);
    QCOMPARE(call.settleAt, start + legLostAfter);
    QCOMPARE(absorb(call, told(CallSignal::Answered), start + 1s, settle).verdict, Verdict::Answered);
}

void TestCallState::aLegWhoseEndWasLost()
{
    const CallEvent failed = told(CallSignal::MissedSoFar, u"word"_s, {leg(u"a"_s, State::Ringing, 1)});
    const Call call = absorb(begun(failed, start), failed, start, settle);
    QCOMPARE(call.settleAt, start + 3min);
    QCOMPARE(settled(call).verdict, Verdict::Missed);
}

void TestCallState::olderNewsOfALegChangeNothing()
{
    const CallEvent first = told(CallSignal::Detail, {}, {leg(u"a"_s, State::Over, 3)});
    Call call = absorb(begun(first, start), first, start, settle);
    call = absorb(call, told(CallSignal::Detail, {}, {leg(u"a"_s, State::Ringing, 2)}), start + 1s, settle);
    QCOMPARE(call.legs, (QList{leg(u"a"_s, State::Over, 3)}));
    call = absorb(call, told(CallSignal::Detail, {}, {leg(u"a"_s, State::Answered, 3)}), start + 2s, settle); // equal: the later arrival
    QCOMPARE(call.legs, (QList{leg(u"a"_s, State::Answered, 3)}));
}

void TestCallState::noLegLivesAfterTheEnd()
{
    const CallEvent failed = told(CallSignal::MissedSoFar, u"word"_s, {leg(u"a"_s, State::Ringing, 1)});
    Call call = absorb(begun(failed, start), failed, start, settle);
    call = absorb(call, told(CallSignal::Over), start + 1s, settle);
    QCOMPARE(call.settleAt, start + 1s + settle); // word of an answer may be on its way
    call = absorb(call, told(CallSignal::Detail, {}, {leg(u"a"_s, State::Ringing, 2)}), start + 2s, settle);
    QCOMPARE(call.settleAt, start + 1s + settle);
    QCOMPARE(absorb(call, told(CallSignal::Answered), start + 3s, settle).verdict, Verdict::Answered);

    const CallEvent over = told(CallSignal::Over);
    call = absorb(begun(over, start), over, start, settle);
    call = absorb(call, failed, start + 1s, settle);
    QCOMPARE(call.settleAt, start + 1s + settle);
}

void TestCallState::voicemails_data()
{
    QTest::addColumn<QList<CallEvent>>("before");
    QTest::addColumn<bool>("settles");
    QTest::newRow("nothing else is known") << QList<CallEvent>{} << false;
    QTest::newRow("it rings") << QList<CallEvent>{told(CallSignal::Ringing)} << false;
    QTest::newRow("over, not settled") << QList<CallEvent>{told(CallSignal::Over)} << false;
    QTest::newRow("unclear") << QList<CallEvent>{told(CallSignal::Over)} << true;
    QTest::newRow("an attempt failed") << QList<CallEvent>{told(CallSignal::MissedSoFar, u"no-answer"_s)} << false;
    QTest::newRow("missed") << QList<CallEvent>{told(CallSignal::Missed, u"no-answer"_s)} << false;
}

void TestCallState::voicemails()
{
    QFETCH(QList<CallEvent>, before);
    QFETCH(bool, settles);

    Call call = begun(left(CallSignal::Detail), start);
    for (const CallEvent &said : std::as_const(before))
        call = absorb(call, said, start, settle);
    if (settles)
        call = settled(call);
    call = absorb(call, left(CallSignal::Detail), start + 2s, settle);
    QCOMPARE(settled(call).verdict, Verdict::Missed);
    QCOMPARE(call.providerReason, u"voicemail"_s);
    QVERIFY(!callerGaveUp(call));
    if (call.verdict == Verdict::Pending)
        QCOMPARE(call.settleAt, start + 2s + settle);
}

void TestCallState::aVoicemailOnAnAnsweredCall()
{
    const CallEvent answered = told(CallSignal::Answered, u"completed"_s);
    Call call = absorb(begun(answered, start), answered, start, settle);
    call = absorb(call, left(CallSignal::Detail), start + 1s, settle);
    QCOMPARE(call.verdict, Verdict::Answered);
    QCOMPARE(call.providerReason, u"completed"_s);

    CallEvent ours = left(CallSignal::Detail); // we spoke to somebody's machine
    ours.direction = calls::Direction::Out;
    call = absorb(begun(ours, start), ours, start, settle);
    QVERIFY(!call.settleAt);
}

void TestCallState::aVoicemailComesAfterTheVerdict()
{
    const CallEvent missed = told(CallSignal::Missed, u"no-answer"_s);
    Call call = absorb(begun(missed, start), missed, start, settle);
    QVERIFY(callerGaveUp(call));
    call = absorb(call, left(CallSignal::Missed), start + 1h, settle);
    QCOMPARE(call.verdict, Verdict::Missed);
    QCOMPARE(call.providerReason, u"voicemail"_s);
    QCOMPARE(call.endedAt, start);
    QVERIFY(!call.settleAt);
}

void TestCallState::timesOfTheProvider_data()
{
    QTest::addColumn<qint64>("startedMs"); // before the arrival
    QTest::addColumn<qint64>("endedMs");
    QTest::addColumn<qint64>("start"); // the same, as it is to be believed
    QTest::addColumn<qint64>("end");
    QTest::addColumn<qint64>("ringMs");
    const auto row = [](const char *name, Milliseconds started, Milliseconds ended, Milliseconds begin, Milliseconds end,
                        Milliseconds ring) {
        QTest::newRow(name) << qint64(started.count()) << qint64(ended.count()) << qint64(begin.count()) << qint64(end.count())
                            << qint64(ring.count());
    };
    row("just now", 20'500ms, 500ms, 20'500ms, 500ms, 20s);
    row("whole seconds, in favour of the caller", 21s, 1s, 21s, 1ms, 20'999ms);
    row("an hour ago", 1h + 20'500ms, 1h + 500ms, 1h + 20'500ms, 1h + 500ms, 20s);
    row("a week ago", 168h + 20'500ms, 168h + 500ms, 168h + 20'500ms, 168h + 500ms, 20s);
    row("their clock is ahead", -100'500ms, -120'500ms, 0ms, -120'500ms, 20s);
    row("last year is absurd", 8'760h, 8'760h, 0ms, 0ms, 0ms);
    row("too far ahead is absurd", -6min, -6min, 0ms, 0ms, 0ms);
}

void TestCallState::timesOfTheProvider()
{
    QFETCH(qint64, startedMs);
    QFETCH(qint64, endedMs);
    QFETCH(qint64, start);
    QFETCH(qint64, end);
    QFETCH(qint64, ringMs);

    const Instant arrival = ::start;
    CallEvent listed = told(CallSignal::Missed);
    listed.startedAt = arrival - Milliseconds(startedMs);
    listed.endedAt = arrival - Milliseconds(endedMs);
    const Call call = absorb(begun(listed, arrival), listed, arrival, settle);
    QCOMPARE(call.startedAt, arrival - Milliseconds(start));
    QCOMPARE(call.endedAt, arrival - Milliseconds(end));
    QCOMPARE(call.ringTime, ringMs == 0 ? std::nullopt : std::optional(Milliseconds(ringMs)));
}

void TestCallState::theProvidersRingTimeWins()
{
    const CallEvent ringing = told(CallSignal::Ringing);
    CallEvent missed = told(CallSignal::Missed);
    missed.ringTime = 9s;
    Call call = absorb(absorb(begun(ringing, start), ringing, start, settle), missed, start + 24s, settle);
    QCOMPARE(call.ringTime, Milliseconds(9s));
    call = absorb(call, ringing, start - 4s, settle); // news of ours do not measure it again
    QCOMPARE(call.ringTime, Milliseconds(9s));
    CallEvent detail = told(CallSignal::Detail);
    detail.ringTime = 11s;
    QCOMPARE(absorb(call, detail, start + 1min, settle).ringTime, Milliseconds(11s));
}

void TestCallState::detailChangesNoVerdict()
{
    CallEvent detail = told(CallSignal::Detail, u"some word"_s);
    detail.callerName = u"SMITH JOHN"_s;
    for (const CallSignal signal : {CallSignal::Ringing, CallSignal::Missed, CallSignal::Answered, CallSignal::Over}) {
        const CallEvent said = told(signal);
        const Call before = absorb(begun(said, start), said, start, settle);
        Call after = absorb(before, detail, start + 1s, settle);
        QCOMPARE(after.callerName, u"SMITH JOHN"_s);
        after.callerName.clear();
        QVERIFY(after == before);
    }
}

void TestCallState::whoGaveUp_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<bool>("gaveUp");
    for (const QString &word : {u"no-answer"_s, u"canceled"_s, u"Missed"_s, u"Abandoned"_s, u"No Answer"_s, u"Hang Up"_s, u"NOANSWER"_s})
        QTest::newRow(qPrintable(word)) << word << true;
    for (const QString &word : {u"busy"_s, u"failed"_s, u"voicemail"_s, u"completed"_s, u"Rejected"_s, u"none"_s})
        QTest::newRow(qPrintable(word)) << word << false;
}

void TestCallState::whoGaveUp()
{
    QFETCH(QString, word);
    QFETCH(bool, gaveUp);
    const CallEvent missed = told(CallSignal::Missed, word);
    QCOMPARE(callerGaveUp(absorb(begun(missed, start), missed, start, settle)), gaveUp);
}

QTEST_GUILESS_MAIN(TestCallState)
#include "tst_callstate.moc"
