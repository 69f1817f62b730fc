#include "base/time.h"
#include "connectors/ringcentral/calllog.h"
#include "connectors/ringcentral/notification.h"
#include "connectors/ringcentral/texts.h"
#include "engine/callstate.h"
#include "support/testclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::ringcentral;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::EventKind;
using calls::Verdict;
using ringback::test::instantOf;

namespace {

const QString session = u"s-a0d17bc"_s;
const QString caller = u"+12145550123"_s;
const QString mainLine = u"+12145550100"_s;
const Instant start = instantOf(u"2026-11-21T02:00:00.000Z"_s);

struct PartyState {
    QString id = u"p-1"_s;
    QString code;
    QString reason = {};
    bool missed = false;
    QString direction = u"Inbound"_s;
    QString from = caller;
    QString to = mainLine;
    QString fromExtension = {};
};

QJsonObject partyObject(const PartyState &state)
{
    QJsonObject status{{u"code"_s, state.code}, {u"rcc"_s, false}};
    if (!state.reason.isEmpty())
        status.insert(u"reason"_s, state.reason);
    QJsonObject from{{u"name"_s, u"DALLAS TX"_s}};
    if (!state.from.isEmpty())
        from.insert(u"phoneNumber"_s, state.from);
    if (!state.fromExtension.isEmpty())
        from.insert(u"extensionId"_s, state.fromExtension);
    QJsonObject party{{u"id"_s, state.id},
                      {u"extensionId"_s, u"2"_s},
                      {u"direction"_s, state.direction},
                      {u"from"_s, from},
                      {u"to"_s, QJsonObject{{u"phoneNumber"_s, state.to}, {u"name"_s, u"Main"_s}, {u"extensionId"_s, u"2"_s}}},
                      {u"status"_s, status}};
    if (state.missed)
        party.insert(u"missedCall"_s, true);
    return party;
}

// One notification of the session, so long after its beginning.
struct Note {
    int sequence = 1;
    Milliseconds after{0};
    QList<PartyState> parties;
};

QJsonObject envelope(const Note &note)
{
    QJsonArray parties;
    for (const PartyState &state : note.parties)
        parties.append(partyObject(state));
    return {{u"uuid"_s, u"7c0d-%1"_s.arg(note.sequence)},
            {u"event"_s, u"/restapi/v1.0/account/1/telephony/sessions"_s},
            {u"timestamp"_s, toIso(start + note.after + 170ms)},
            {u"subscriptionId"_s, u"a1"_s},
            {u"ownerId"_s, u"2"_s},
            {u"body"_s, QJsonObject{{u"sequence"_s, note.sequence},
                                    {u"sessionId"_s, u"1001"_s},
                                    {u"telephonySessionId"_s, session},
                                    {u"eventTime"_s, toIso(start + note.after)},
                                    {u"parties"_s, parties}}}};
}

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

struct Event {
    EventKind kind = EventKind::Event;
    QByteArray payload;
    Milliseconds after{0};
};

Event note(int sequence, Milliseconds after, const QList<PartyState> &parties)
{
    return {EventKind::Event, bytes(envelope({sequence, after, parties})), after + 200ms};
}

QJsonObject record(const QString &result, const QJsonObject &more = {})
{
    QJsonObject call{{u"id"_s, u"AbC1"_s},
                     {u"uri"_s, u"https://platform.ringcentral.com/restapi/v1.0/account/1/call-log/AbC1"_s},
                     {u"sessionId"_s, u"1001"_s},
                     {u"telephonySessionId"_s, session},
                     {u"startTime"_s, u"2026-11-21T02:00:00.000Z"_s},
                     {u"duration"_s, 21},
                     {u"type"_s, u"Voice"_s},
                     {u"direction"_s, u"Inbound"_s},
                     {u"action"_s, u"Phone Call"_s},
                     {u"result"_s, result},
                     {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"12145550123"_s}, {u"name"_s, u"DALLAS TX"_s}}},
                     {u"to"_s, QJsonObject{{u"phoneNumber"_s, u"(214) 555-0100"_s}}}};
    for (auto it = more.begin(); it != more.end(); ++it)
        call.insert(it.key(), it.value());
    return call;
}

Event logged(const QJsonArray &records, Milliseconds after = 60s)
{
    return {EventKind::CallLog, QJsonDocument(records).toJson(QJsonDocument::Compact), after};
}

// The verdict over the whole call, as the engine comes to it; nothing where no event is a call's.
std::optional<calls::Call> play(QList<Event> events)
{
    std::optional<calls::Call> call;
    for (const Event &event : std::as_const(events)) {
        const Result<PhoneEvent> translated = translateStored(event.kind, event.payload);
        if (!translated)
            qFatal("%s", qPrintable(translated.error().what));
        const auto *said = std::get_if<CallEvent>(&*translated);
        if (!said)
            continue;
        const Instant arrived = start + event.after;
        if (!call)
            call = engine::beginCall(calls::CallId::parse(u"018f0000-0000-7000-8000-000000000001"_s).value(), u"rc"_s, *said, arrived);
        if (said->providerCallId != call->providerCallId)
            qFatal("another call");
        if (call->settleAt && *call->settleAt <= arrived)
            call = engine::settled(*call);
        call = engine::absorb(*call, *said, arrived, 5s);
    }
    if (call && call->settleAt)
        call = engine::settled(*call);
    return call;
}

template <class T>
std::optional<T> as(const Result<PhoneEvent> &event)
{
    if (event && std::holds_alternative<T>(*event))
        return std::get<T>(*event);
    return std::nullopt;
}

using Events = QList<Event>;

} // namespace

class TestRingCentralEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesCalls_data();
    void judgesCalls();
    void judgesCallsInAnyOrder_data() { judgesCalls_data(); }
    void judgesCallsInAnyOrder();
    void judgesRecords_data();
    void judgesRecords();
    void ignoresWhatIsNoCall_data();
    void ignoresWhatIsNoCall();
    void readsTheCall();
    void readsTheLegs();
    void readsTheRecord();
    void readsCallsThatWeMake();
    void namesWhatIsMissing_data();
    void namesWhatIsMissing();
    void toleratesNonsense_data();
    void toleratesNonsense();
    void keysEvents();
    void keysTheSameTextAlike();
    void gathersRecords();
    void leavesOutUnfinishedCalls();
    void readsTexts();
    void readsReceipts_data();
    void readsReceipts();
    void readsOptOuts();
    void readsOlderNotifications();
    void asksForWholeSessions();
};

void TestRingCentralEvents::judgesCalls_data()
{
    QTest::addColumn<Events>("events");
    QTest::addColumn<int>("verdict"); // -1: no call at all
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const Events &events, Verdict verdict, const QString &reason = {}) {
        QTest::newRow(name) << events << static_cast<int>(verdict) << reason;
    };
    const Event rings = note(2, 1s, {{.code = u"Proceeding"_s}});
    const Event setUp = note(1, 0s, {{.code = u"Setup"_s}});
    const Event answered = note(3, 8s, {{.code = u"Answered"_s}});
    const Event hangsUp = note(4, 90s, {{.code = u"Disconnected"_s}});
    const Event misses = note(4, 21s, {{.code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true}});

    row("it rings and nobody comes", {setUp, rings, misses}, Verdict::Missed, u"NoAnswer"_s);
    row("the end alone arrived", {misses}, Verdict::Missed, u"NoAnswer"_s);
    row("somebody answered", {setUp, rings, answered, hangsUp}, Verdict::Answered);
    row("on hold in between",
        {rings, answered, note(4, 20s, {{.code = u"Hold"_s}}), note(5, 30s, {{.code = u"Answered"_s}}),
         note(6, 90s, {{.code = u"Disconnected"_s}})},
        Verdict::Answered);
    row("answered and parked", {rings, answered, note(4, 20s, {{.code = u"Parked"_s}}), hangsUp}, Verdict::Answered);
    row("of a conversation only the hold arrived", {note(4, 20s, {{.code = u"Hold"_s}}), hangsUp}, Verdict::Answered);
    row("the caller hung up while it rang", {rings, note(3, 6s, {{.code = u"Disconnected"_s, .reason = u"Cancelled"_s, .missed = true}})},
        Verdict::Missed, u"Cancelled"_s);
    row("declined on the phone", {rings, note(3, 6s, {{.code = u"Disconnected"_s, .reason = u"Rejected"_s, .missed = true}})},
        Verdict::Missed, u"Rejected"_s);
    row("the phone was busy", {setUp, note(3, 1s, {{.code = u"Disconnected"_s, .reason = u"TargetBusy"_s, .missed = true}})},
        Verdict::Missed, u"TargetBusy"_s);
    row("missed, without a reason", {rings, note(3, 20s, {{.code = u"Disconnected"_s, .missed = true}})}, Verdict::Missed, u"missed"_s);

    row("a voicemail was left",
        {rings, note(3, 20s, {{.code = u"VoiceMail"_s}}), note(4, 50s, {{.code = u"Disconnected"_s, .missed = true}})}, Verdict::Missed);
    row("voicemail, in the words of the prose",
        {rings, note(3, 20s, {{.code = u"Voicemail"_s}}), note(4, 50s, {{.code = u"Disconnected"_s, .reason = u"Voicemail"_s}})},
        Verdict::Missed, u"voicemail"_s);
    row("voicemail, and nothing more was heard", {rings, note(3, 20s, {{.code = u"VoiceMail"_s}})}, Verdict::Missed, u"voicemail"_s);
    row("somebody picked up while the voicemail was screened",
        {rings, note(3, 20s, {{.code = u"VoiceMailScreening"_s}}), note(4, 24s, {{.code = u"Answered"_s}}), hangsUp}, Verdict::Answered);

    const QString a = u"p-a"_s;
    const QString b = u"p-b"_s;
    row("a ring group: one gives up, the other answers 3 s later",
        {note(2, 1s, {{.id = a, .code = u"Proceeding"_s}, {.id = b, .code = u"Proceeding"_s}}),
         note(3, 12s, {{.id = a, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true}}),
         note(4, 15s, {{.id = b, .code = u"Answered"_s}}), note(5, 90s, {{.id = b, .code = u"Disconnected"_s}})},
        Verdict::Answered);
    row("a ring group: all give up",
        {note(2, 1s, {{.id = a, .code = u"Proceeding"_s}, {.id = b, .code = u"Proceeding"_s}}),
         note(3, 20s, {{.id = a, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true}}),
         note(4, 20s, {{.id = b, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true}})},
        Verdict::Missed, u"NoAnswer"_s);
    row("a ring group: the others missed what one answered",
        {note(2, 1s, {{.id = a, .code = u"Proceeding"_s}, {.id = b, .code = u"Proceeding"_s}}),
         note(3, 8s, {{.id = b, .code = u"Answered"_s}}),
         note(4, 8s, {{.id = a, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true}}),
         note(5, 90s, {{.id = b, .code = u"Disconnected"_s}})},
        Verdict::Answered);
    row("all parties in one notification, one of them talking",
        {note(3, 12s, {{.id = a, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true}, {.id = b, .code = u"Answered"_s}})},
        Verdict::Answered);
    row("a queue: another agent answered", {rings, note(3, 9s, {{.code = u"Disconnected"_s, .reason = u"AgentAnswered"_s}})},
        Verdict::Answered, u"AgentAnswered"_s);
    row("a queue: another agent answered, in small letters",
        {rings, note(3, 9s, {{.code = u"disconnected"_s, .reason = u"agentanswered"_s, .missed = true}})}, Verdict::Answered);
    row("a queue gives up one agent, and the next misses it too",
        {note(2, 1s, {{.id = a, .code = u"Proceeding"_s}}),
         note(3, 12s, {{.id = a, .code = u"Disconnected"_s, .reason = u"AgentDropped"_s}}),
         note(4, 12s, {{.id = b, .code = u"Proceeding"_s}}),
         note(5, 24s, {{.id = b, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true}})},
        Verdict::Missed, u"NoAnswer"_s);
    row("picked up by a colleague", {rings, note(3, 9s, {{.code = u"Disconnected"_s, .reason = u"Pickup"_s}})}, Verdict::Answered,
        u"Pickup"_s);
    row("transferred without a word, and nobody there",
        {rings, answered, note(4, 20s, {{.code = u"Gone"_s, .reason = u"BlindTransfer"_s}}),
         note(5, 20s, {{.id = b, .code = u"Proceeding"_s}}),
         note(6, 40s, {{.id = b, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true}})},
        Verdict::Answered); // somebody spoke with the caller
    row("redirected before anybody answered, and missed",
        {rings, note(3, 10s, {{.code = u"Disconnected"_s, .reason = u"CallRedirected"_s}}),
         note(4, 11s, {{.id = b, .code = u"Proceeding"_s}}),
         note(5, 31s, {{.id = b, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true}})},
        Verdict::Missed, u"NoAnswer"_s);

    row("over, and nothing says how", {rings, note(3, 9s, {{.code = u"Disconnected"_s}})}, Verdict::Unclear);
    row("over, and then the call log says it was missed",
        {rings, note(3, 9s, {{.code = u"Disconnected"_s}}), logged({record(u"Missed"_s)})}, Verdict::Missed, u"Missed"_s);
    row("over, and then the call log says it was answered",
        {rings, note(3, 9s, {{.code = u"Disconnected"_s}}), logged({record(u"Accepted"_s)})}, Verdict::Answered);
    row("a fax came", {note(3, 9s, {{.code = u"FaxReceive"_s}}), note(4, 60s, {{.code = u"Disconnected"_s}})}, Verdict::Unclear);
    row("it still rings", {setUp, rings}, Verdict::Pending);
    row("it rings, and the call log has the rest", {setUp, rings, logged({record(u"Voicemail"_s)})}, Verdict::Missed, u"voicemail"_s);
    row("found in the call log alone", {logged({record(u"Missed"_s)})}, Verdict::Missed, u"Missed"_s);
    row("in the call log of two extensions", {logged({record(u"Missed"_s), record(u"Accepted"_s)})}, Verdict::Answered, u"Accepted"_s);
    row("answered, and the call log of another extension says missed", {rings, answered, hangsUp, logged({record(u"Missed"_s)})},
        Verdict::Answered);
}

void TestRingCentralEvents::judgesCalls()
{
    QFETCH(Events, events);
    QFETCH(int, verdict);
    QFETCH(QString, reason);
    const std::optional<calls::Call> call = play(events);
    QVERIFY(call);
    QCOMPARE(calls::word(call->verdict), calls::word(static_cast<Verdict>(verdict)));
    if (!reason.isEmpty())
        QCOMPARE(call->providerReason, reason);
}

// Each comes twice, and the last first, all within the time to settle; the call log is read after what was pushed.
void TestRingCentralEvents::judgesCallsInAnyOrder()
{
    QFETCH(Events, events);
    QFETCH(int, verdict);
    std::reverse(events.begin(), events.end());
    events += events;
    std::stable_partition(events.begin(), events.end(), [](const Event &event) { return event.kind == EventKind::Event; });
    for (Event &event : events)
        event.after = 100s;
    const std::optional<calls::Call> call = play(events);
    QVERIFY(call);
    QCOMPARE(calls::word(call->verdict), calls::word(static_cast<Verdict>(verdict)));
}

void TestRingCentralEvents::judgesRecords_data()
{
    QTest::addColumn<QString>("result");
    QTest::addColumn<int>("signal"); // -1: ignored
    const auto rows = [](std::initializer_list<const char *> results, int signal) {
        for (const char *result : results)
            QTest::newRow(result) << QString::fromLatin1(result) << signal;
    };
    rows({"Missed", "Abandoned", "No Answer", "Busy", "Rejected", "Declined", "Hang Up", "Call Failed", "Call Failure",
          "Answered Not Accepted", "Voicemail", "Sent to Voicemail", "missed"},
         static_cast<int>(CallSignal::Missed));
    rows({"Accepted", "Call connected", "Answered Elsewhere"}, static_cast<int>(CallSignal::Answered));
    rows({"Blocked", "In Progress", "Fax on Demand", "Fax Receipt Error", "Received", "Callback requested", "Reply", "Stopped"}, -1);
    rows({"Unknown", "IP Phone Offline", "a word of tomorrow", ""}, static_cast<int>(CallSignal::Over));
}

void TestRingCentralEvents::judgesRecords()
{
    QFETCH(QString, result);
    QFETCH(int, signal);
    const Result<PhoneEvent> event = translateCallRecords({record(result)});
    QVERIFY(event);
    const std::optional<CallEvent> call = as<CallEvent>(event);
    QCOMPARE(call ? static_cast<int>(call->signal) : -1, signal);
}

void TestRingCentralEvents::ignoresWhatIsNoCall_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("why");
    const auto pushed = [](const char *name, const QJsonObject &object, const QString &why) {
        QTest::newRow(name) << static_cast<int>(EventKind::Event) << bytes(object) << why;
    };
    pushed("a colleague calls by extension", envelope({1, 0s, {{.code = u"Proceeding"_s, .from = u"103"_s, .fromExtension = u"7"_s}}}),
           u"a call between extensions"_s);
    pushed("a colleague calls, named by id only", envelope({1, 0s, {{.code = u"Proceeding"_s, .from = u""_s, .fromExtension = u"7"_s}}}),
           u"a call between extensions"_s);
    pushed("we call a colleague",
           envelope({1, 0s, {{.code = u"Proceeding"_s, .direction = u"Outbound"_s, .from = mainLine, .to = u"103"_s}}}),
           u"a call between extensions"_s);
    pushed("a state of tomorrow", envelope({1, 0s, {{.code = u"Tds"_s}}}), u"a state we do not track"_s);
    pushed("nobody in it", envelope({1, 0s, {}}), u"a session without parties"_s);
    pushed("a count of changes",
           {{u"uuid"_s, u"1"_s}, {u"event"_s, u"/restapi/v1.0/account/1/extension/2/message-store"_s}, {u"body"_s, QJsonObject()}},
           u"not asked for"_s);
    QTest::newRow("a record of a colleague's call")
        << static_cast<int>(EventKind::CallLog)
        << QJsonDocument(QJsonArray{record(u"Missed"_s, {{u"from"_s, QJsonObject{{u"extensionNumber"_s, u"103"_s}}}})}).toJson()
        << u"a call between extensions, or a fax"_s;
    QTest::newRow("a record of a fax") << static_cast<int>(EventKind::CallLog)
                                       << QJsonDocument(QJsonArray{record(u"Missed"_s, {{u"type"_s, u"Fax"_s}})}).toJson()
                                       << u"a call between extensions, or a fax"_s;
}

void TestRingCentralEvents::ignoresWhatIsNoCall()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, payload);
    QFETCH(QString, why);
    const std::optional<Ignored> ignored = as<Ignored>(translateStored(static_cast<EventKind>(kind), payload));
    QVERIFY(ignored);
    QCOMPARE(ignored->why, why);
}

void TestRingCentralEvents::readsTheCall()
{
    const Result<PhoneEvent> ringing = translateStored(EventKind::Event, note(2, 1s, {{.code = u"Proceeding"_s}}).payload);
    const std::optional<CallEvent> event = as<CallEvent>(ringing);
    QVERIFY(event);
    QCOMPARE(event->providerCallId, session);
    QVERIFY(event->direction == calls::Direction::In);
    QCOMPARE(event->caller, caller);
    QCOMPARE(event->line, mainLine);
    QCOMPARE(event->callerName, u"DALLAS TX"_s);
    QCOMPARE(event->startedAt, std::optional(start + 1s));
    QVERIFY(!event->endedAt);

    const std::optional<CallEvent> end =
        as<CallEvent>(translateStored(EventKind::Event, note(3, 21s, {{.code = u"Disconnected"_s, .missed = true}}).payload));
    QVERIFY(end);
    QCOMPARE(end->endedAt, std::optional(start + 21s));

    // Nothing where the number would stand: the caller hides it.
    const std::optional<CallEvent> hidden =
        as<CallEvent>(translateStored(EventKind::Event, note(2, 1s, {{.code = u"Proceeding"_s, .from = u""_s}}).payload));
    QVERIFY(hidden);
    QVERIFY(std::holds_alternative<calls::Withheld>(calls::readCallerId(hidden->caller)));
}

void TestRingCentralEvents::readsTheLegs()
{
    const std::optional<CallEvent> event = as<CallEvent>(
        translateStored(EventKind::Event, note(7, 1s,
                                               {{.id = u"p-a"_s, .code = u"Proceeding"_s, .to = u"103"_s},
                                                {.id = u"p-b"_s, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true},
                                                {.id = u"p-c"_s, .code = u"Proceeding"_s, .direction = u"Outbound"_s}})
                                              .payload));
    QVERIFY(event);
    using enum calls::Leg::State;
    const QList<calls::Leg> legs = {{.id = u"p-a"_s, .state = Ringing, .sequence = 7}, {.id = u"p-b"_s, .state = Over, .sequence = 7}};
    QCOMPARE(event->legs, legs);
    QVERIFY(event->signal == CallSignal::MissedSoFar);
    QCOMPARE(event->line, mainLine); // not the agent's extension
}

void TestRingCentralEvents::readsTheRecord()
{
    const QJsonObject message{
        {u"id"_s, u"1700000000001"_s},
        {u"type"_s, u"VoiceMail"_s},
        {u"uri"_s, u"https://platform.ringcentral.com/restapi/v1.0/account/1/extension/2/message-store/1700000000001"_s}};
    const std::optional<CallEvent> event =
        as<CallEvent>(translateCallRecords({record(u"Voicemail"_s, {{u"message"_s, message}, {u"durationMs"_s, 34'500}})}));
    QVERIFY(event);
    QCOMPARE(event->caller, caller);
    QCOMPARE(event->line, mainLine);
    QCOMPARE(event->startedAt, std::optional(start));
    QCOMPARE(event->endedAt, std::optional(start + 34'500ms));
    QVERIFY(!event->ringTime); // the greeting and the message count too
    QVERIFY(event->voicemail);
    QCOMPARE(event->voicemail->url, message.value(u"uri"_s).toString());

    const std::optional<CallEvent> missed = as<CallEvent>(translateCallRecords({record(u"Missed"_s)}));
    QVERIFY(missed);
    QCOMPARE(missed->ringTime, std::optional<Milliseconds>(21s));
    QVERIFY(!missed->voicemail);

    // A queue's record has the dialled number in its first leg only.
    const QJsonArray legs{
        QJsonObject{{u"partyId"_s, u"p-1"_s}, {u"to"_s, QJsonObject{{u"phoneNumber"_s, u"12145550100"_s}}}, {u"message"_s, message}}};
    const std::optional<CallEvent> queued = as<CallEvent>(
        translateCallRecords({record(u"Voicemail"_s, {{u"to"_s, QJsonObject{{u"extensionNumber"_s, u"7"_s}}}, {u"legs"_s, legs}})}));
    QVERIFY(queued);
    QCOMPARE(queued->line, mainLine);
    QVERIFY(queued->voicemail);
    QVERIFY(queued->legs.size() == 1 && queued->legs.first().state == calls::Leg::State::Over);
}

void TestRingCentralEvents::readsCallsThatWeMake()
{
    const auto out = [](const QString &code, const QString &reason = {}) {
        return as<CallEvent>(translateStored(
            EventKind::Event,
            note(2, 1s,
                 {{.code = code, .reason = reason, .direction = u"Outbound"_s, .from = mainLine, .to = caller, .fromExtension = u"2"_s}})
                .payload));
    };
    const std::optional<CallEvent> answered = out(u"Answered"_s);
    QVERIFY(answered && answered->direction == calls::Direction::Out);
    QCOMPARE(answered->caller, caller);
    QCOMPARE(answered->line, mainLine);
    QVERIFY(answered->signal == CallSignal::Answered);
    QVERIFY(out(u"Disconnected"_s, u"NoAnswer"_s)->signal == CallSignal::MissedSoFar);
    QVERIFY(out(u"Disconnected"_s)->signal == CallSignal::Over);

    const QJsonObject there{{u"phoneNumber"_s, u"12145550123"_s}};
    const QJsonObject here{{u"phoneNumber"_s, u"12145550100"_s}, {u"extensionNumber"_s, u"101"_s}};
    const std::optional<CallEvent> logged = as<CallEvent>(
        translateCallRecords({record(u"Call connected"_s, {{u"direction"_s, u"Outbound"_s}, {u"from"_s, here}, {u"to"_s, there}})}));
    QVERIFY(logged && logged->direction == calls::Direction::Out && logged->signal == CallSignal::Answered);
    QCOMPARE(logged->caller, caller);
    QCOMPARE(logged->line, mainLine);
}

void TestRingCentralEvents::namesWhatIsMissing_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("what");
    QJsonObject nameless = envelope({1, 0s, {{.code = u"Proceeding"_s}}});
    QJsonObject body = nameless.value(u"body"_s).toObject();
    body.remove(u"telephonySessionId"_s);
    nameless.insert(u"body"_s, body);
    QTest::newRow("a session without an id") << static_cast<int>(EventKind::Event) << bytes(nameless) << u"telephonySessionId is missing"_s;
    QTest::newRow("a record without an id") << static_cast<int>(EventKind::CallLog) << "[{}]"_ba << u"telephonySessionId is missing"_s;
    QTest::newRow("a text without an id") << static_cast<int>(EventKind::MessageLog) << R"({"type":"SMS"})"_ba
                                          << u"a text's id is missing"_s;
    QTest::newRow("not JSON") << static_cast<int>(EventKind::Event) << "CallSid=CA1"_ba << u"not an event of RingCentral's"_s;
    QTest::newRow("another provider's kind") << static_cast<int>(EventKind::Voice) << "{}"_ba << u"not an event of RingCentral's"_s;
}

void TestRingCentralEvents::namesWhatIsMissing()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, payload);
    QFETCH(QString, what);
    const Result<PhoneEvent> event = translateStored(static_cast<EventKind>(kind), payload);
    QVERIFY(!event);
    QVERIFY(event.error().kind == ErrorKind::Invalid);
    QCOMPARE(event.error().what, what);
}

void TestRingCentralEvents::toleratesNonsense_data()
{
    QTest::addColumn<QByteArray>("payload");
    const auto withBody = [](const QByteArray &body) {
        return R"({"uuid":"1","event":"/restapi/v1.0/account/1/telephony/sessions","body":)" + body + '}';
    };
    QTest::newRow("parties are a text") << withBody(R"({"telephonySessionId":"s-1","parties":"none"})");
    QTest::newRow("a party is a number") << withBody(R"({"telephonySessionId":"s-1","parties":[7]})");
    QTest::newRow("the body is a list") << withBody("[]");
    QTest::newRow("the status is a list") << withBody(
        R"({"telephonySessionId":"s-1","sequence":"x","eventTime":7,"parties":[{"status":[],"from":3,"to":[]}]})");
    QTest::newRow("a sequence beyond all") << withBody(
        R"({"telephonySessionId":"s-1","sequence":9e300,"parties":[{"id":"p","status":{"code":"Proceeding"},"direction":"Inbound"}]})");
    QTest::newRow("a null byte and half a pair") << withBody(
        R"({"telephonySessionId":"s-1","parties":[{"id":"p\u0000","status":{"code":"Proceeding"},"from":{"name":"a\ud800\u0000b"}}]})");
    QTest::newRow("a very long name") << withBody(
        R"({"telephonySessionId":"s-1","parties":[{"status":{"code":"Proceeding"},"from":{"name":")" + QByteArray(100'000, 'x') +
        R"("}}]})");
}

void TestRingCentralEvents::toleratesNonsense()
{
    QFETCH(QByteArray, payload);
    const Result<PhoneEvent> event = translateStored(EventKind::Event, payload);
    if (const std::optional<CallEvent> call = as<CallEvent>(event)) {
        QVERIFY(call->callerName.size() <= 256);
        QVERIFY(!call->callerName.contains(QChar(u'\0')));
        QVERIFY(std::none_of(call->callerName.cbegin(), call->callerName.cend(), [](QChar c) { return c.isSurrogate(); }));
        QVERIFY(std::all_of(call->legs.cbegin(), call->legs.cend(), [](const calls::Leg &leg) { return leg.sequence >= 0; }));
    }
    (void)eventsOf(QJsonDocument::fromJson(payload).object());
}

void TestRingCentralEvents::keysEvents()
{
    const auto keyOf = [](const Note &said) {
        const Result<QList<calls::ProviderEvent>> events = eventsOf(envelope(said));
        return events && events->size() == 1 ? events->first().key : QString();
    };
    const Note ringing{2, 1s, {{.code = u"Proceeding"_s}}};
    QCOMPARE(keyOf(ringing), u"call|s-a0d17bc|2|p-1=proceeding/"_s);
    QVERIFY(keyOf(ringing) != keyOf({3, 1s, {{.code = u"Proceeding"_s}}}));
    QVERIFY(keyOf(ringing) != keyOf({2, 1s, {{.id = u"p-2"_s, .code = u"Proceeding"_s}}})); // for another extension, of the same moment
    QVERIFY(keyOf(ringing) != keyOf({2, 1s, {{.code = u"Answered"_s}}}));
    QList<PartyState> many;
    for (int i = 0; i < 90; ++i)
        many.append({.id = u"p-%1"_s.arg(i), .code = u"Proceeding"_s});
    QVERIFY(keyOf({2, 1s, many}).size() < 256);
    QCOMPARE(eventsOf(envelope(ringing))->first().at, std::optional(start + 1s));
    // By another subscription, with another uuid: the same event.
    QJsonObject again = envelope(ringing);
    again.insert(u"uuid"_s, u"another"_s);
    QCOMPARE(eventsOf(again)->first().key, keyOf(ringing));
}

void TestRingCentralEvents::keysTheSameTextAlike()
{
    const QJsonObject pushed{{u"id"_s, u"5000000000001"_s}, {u"type"_s, u"SMS"_s}, {u"direction"_s, u"Inbound"_s}};
    const QJsonObject listed{
        {u"id"_s, qint64(5000000000001)}, {u"type"_s, u"SMS"_s}, {u"direction"_s, u"Inbound"_s}, {u"messageStatus"_s, u"Received"_s}};
    QCOMPARE(*messageKey(pushed), u"text|5000000000001|received"_s);
    QCOMPARE(*messageKey(listed), *messageKey(pushed));
    const QJsonObject beyondDoubles = QJsonDocument::fromJson(R"({"id":9007199254740993,"type":"SMS","direction":"Inbound"})").object();
    QCOMPARE(*messageKey(beyondDoubles), u"text|9007199254740993|received"_s);
}

void TestRingCentralEvents::gathersRecords()
{
    const QJsonObject other =
        record(u"Missed"_s, {{u"telephonySessionId"_s, u"s-b"_s}, {u"startTime"_s, u"2026-11-21T01:00:00.000+0000"_s}});
    const QList<calls::ProviderEvent> events = callsAmong({record(u"Missed"_s), other, record(u"Accepted"_s)});
    QCOMPARE(events.size(), 2);
    QCOMPARE(events.first().at, std::optional(instantOf(u"2026-11-21T01:00:21.000Z"_s))); // the oldest first
    QCOMPARE(events.first().key, u"log|s-b|Missed/"_s);
    QCOMPARE(events.last().key, u"log|s-a0d17bc|Accepted/,Missed/"_s);
    const std::optional<CallEvent> judged = as<CallEvent>(translateStored(EventKind::CallLog, events.last().payload));
    QVERIFY(judged && judged->signal == CallSignal::Answered);
}

void TestRingCentralEvents::leavesOutUnfinishedCalls()
{
    QVERIFY(callsAmong({record(u"In Progress"_s)}).isEmpty());
    QVERIFY(callsAmong({record(u"Missed"_s, {{u"finished"_s, false}})}).isEmpty());
    QVERIFY(callsAmong({record(u"Missed"_s), record(u"In Progress"_s)}).isEmpty()); // one phone missed it, another talks
    QVERIFY(callsAmong({record(u"Missed"_s, {{u"deleted"_s, true}})}).isEmpty());
    QVERIFY(callsAmong({record(u"Missed"_s, {{u"telephonySessionId"_s, u""_s}})}).isEmpty());
}

void TestRingCentralEvents::readsTexts()
{
    const QJsonObject message{
        {u"id"_s, u"5000000000001"_s},
        {u"type"_s, u"SMS"_s},
        {u"direction"_s, u"Inbound"_s},
        {u"subject"_s, u"call me 👍"_s},
        {u"from"_s, QJsonObject{{u"phoneNumber"_s, caller}}},
        {u"to"_s,
         QJsonArray{QJsonObject{{u"phoneNumber"_s, u"+12145550177"_s}}, QJsonObject{{u"phoneNumber"_s, mainLine}, {u"target"_s, true}}}},
        {u"attachments"_s, QJsonArray{QJsonObject{{u"type"_s, u"Text"_s}}, QJsonObject{{u"type"_s, u"MmsAttachment"_s}}}}};
    const QJsonObject pushed{
        {u"uuid"_s, u"1"_s}, {u"event"_s, u"/restapi/v1.0/account/1/extension/2/message-store/instant?type=SMS"_s}, {u"body"_s, message}};
    const Result<QList<calls::ProviderEvent>> events = eventsOf(pushed);
    QVERIFY(events && events->size() == 1);
    const TextReceived expected{
        .providerMessageId = u"5000000000001"_s, .from = caller, .line = mainLine, .body = u"call me 👍"_s, .mediaCount = 1};
    QCOMPARE(as<TextReceived>(translateStored(events->first().kind, events->first().payload)), std::optional(expected));
    const auto listed = messageEvent(message);
    QVERIFY(listed && *listed);
    QCOMPARE(as<TextReceived>(translateStored((*listed)->kind, (*listed)->payload)), std::optional(expected));

    QJsonObject colleague = message;
    colleague.insert(u"from"_s, QJsonObject{{u"extensionNumber"_s, u"103"_s}});
    QVERIFY(as<Ignored>(translateMessage(colleague)));
    QJsonObject pager = message;
    pager.insert(u"type"_s, u"Pager"_s);
    QVERIFY(as<Ignored>(translateMessage(pager)));
    QVERIFY(!*messageEvent(pager));
    QJsonObject nowhere = message;
    nowhere.remove(u"to"_s);
    QVERIFY(!translateMessage(nowhere));
}

void TestRingCentralEvents::readsReceipts_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("state"); // -1: ignored
    using calls::DeliveryState;
    QTest::newRow("queued") << u"Queued"_s << static_cast<int>(DeliveryState::Accepted);
    QTest::newRow("sent") << u"Sent"_s << static_cast<int>(DeliveryState::Sent);
    QTest::newRow("delivered") << u"Delivered"_s << static_cast<int>(DeliveryState::Delivered);
    QTest::newRow("not delivered") << u"DeliveryFailed"_s << static_cast<int>(DeliveryState::Undelivered);
    QTest::newRow("not sent") << u"SendingFailed"_s << static_cast<int>(DeliveryState::Failed);
    QTest::newRow("a word of tomorrow") << u"Pondered"_s << -1;
}

void TestRingCentralEvents::readsReceipts()
{
    QFETCH(QString, status);
    QFETCH(int, state);
    const QJsonObject message{{u"id"_s, qint64(5000000000001)},
                              {u"type"_s, u"SMS"_s},
                              {u"direction"_s, u"Outbound"_s},
                              {u"messageStatus"_s, status},
                              {u"deliveryErrorCode"_s, u"SMS-CAR-413"_s}};
    const std::optional<TextStatus> receipt = as<TextStatus>(translateMessage(message));
    QCOMPARE(receipt ? static_cast<int>(receipt->state) : -1, state);
    if (receipt) {
        QCOMPARE(receipt->providerMessageId, u"5000000000001"_s);
        QCOMPARE(receipt->errorCode, u"SMS-CAR-413"_s);
        QCOMPARE(*messageKey(message), u"text|5000000000001|"_s + status);
    }
}

void TestRingCentralEvents::readsOptOuts()
{
    const auto consent = [](const QString &status) {
        return QJsonObject{{u"from"_s, mainLine},
                           {u"to"_s, caller},
                           {u"optStatus"_s, status},
                           {u"source"_s, u"Recipient"_s},
                           {u"lastModifiedTime"_s, u"2026-11-21T02:00:00Z"_s}};
    };
    const QJsonObject pushed{{u"uuid"_s, u"1"_s},
                             {u"event"_s, u"/restapi/v2/accounts/1/sms/consents"_s},
                             {u"body"_s, QJsonObject{{u"records"_s, QJsonArray{consent(u"OptOut"_s), consent(u"OptIn"_s)}}}}};
    const Result<QList<calls::ProviderEvent>> events = eventsOf(pushed);
    QVERIFY(events && events->size() == 2);
    QVERIFY(events->first().key != events->last().key);
    QCOMPARE(as<OptOutChanged>(translateStored(EventKind::Event, events->first().payload)),
             std::optional(OptOutChanged{.number = caller, .line = mainLine, .isOptedOut = true}));
    QCOMPARE(as<OptOutChanged>(translateStored(EventKind::Event, events->last().payload)),
             std::optional(OptOutChanged{.number = caller, .line = mainLine, .isOptedOut = false}));
    QVERIFY(!translateConsent(consent(u"Perhaps"_s)));
}

void TestRingCentralEvents::readsOlderNotifications()
{
    const auto pushed = [](const QString &kind, const QJsonObject &body) {
        return bytes({{u"uuid"_s, u"1"_s}, {u"event"_s, u"/restapi/v1.0/account/1/extension/2/"_s + kind}, {u"body"_s, body}});
    };
    const QJsonObject flat{{u"sessionId"_s, u"1001"_s}, {u"from"_s, caller}, {u"fromName"_s, u"DALLAS TX"_s}, {u"to"_s, mainLine}};
    QVERIFY(as<Ignored>(translateStored(EventKind::Event, pushed(u"missed-calls"_s, flat)))); // else the call would be there twice
    QJsonObject named = flat;
    named.insert(u"telephonySessionId"_s, session);
    const std::optional<CallEvent> missed = as<CallEvent>(translateStored(EventKind::Event, pushed(u"missed-calls"_s, named)));
    QVERIFY(missed && missed->signal == CallSignal::MissedSoFar);
    QCOMPARE(missed->caller, caller);
    QCOMPARE(missed->callerName, u"DALLAS TX"_s);

    const QJsonObject voicemail{{u"telephonySessionId"_s, session},
                                {u"from"_s, QJsonObject{{u"phoneNumber"_s, caller}}},
                                {u"to"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, mainLine}}}},
                                {u"attachments"_s, QJsonArray{QJsonObject{{u"type"_s, u"AudioRecording"_s},
                                                                          {u"vmDuration"_s, 12},
                                                                          {u"uri"_s, u"https://media.ringcentral.com/1"_s}}}}};
    const std::optional<CallEvent> left = as<CallEvent>(translateStored(EventKind::Event, pushed(u"voicemail"_s, voicemail)));
    QVERIFY(left && left->voicemail);
    QCOMPARE(left->voicemail->length, std::optional<Milliseconds>(12s));
    QCOMPARE(left->line, mainLine);
}

void TestRingCentralEvents::asksForWholeSessions()
{
    for (const QString &filter : eventFilters(u"~"_s))
        QVERIFY2(!filter.contains(u"missedCall"_s), qPrintable(filter)); // the party that answered would not be told of
    QCOMPARE(neededFilters(u"~"_s).first(), u"/restapi/v1.0/account/~/telephony/sessions"_s);
    QCOMPARE(neededFilters(u"62219"_s).first(), u"/restapi/v1.0/account/~/extension/62219/telephony/sessions"_s);
}

QTEST_GUILESS_MAIN(TestRingCentralEvents)
#include "tst_ringcentral_events.moc"
