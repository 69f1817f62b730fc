#include "connectors/ringcentral/calllog.h"
#include "connectors/ringcentral/notification.h"
#include "engine/callstate.h"
#include "support/ringcentralnotes.h"

#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::ringcentral;
using namespace ringback::test::ringcentral;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::EventKind;
using calls::Verdict;

namespace {

struct Event {
    EventKind kind = EventKind::Event;
    QByteArray payload;
    Milliseconds after{0};
};

Event note(int sequence, Milliseconds after, const QList<PartyState> &parties)
{
    return {EventKind::Event, bytes(envelope({sequence, after, parties})), after + 200ms};
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
    void ringOutIsACallOfOurs_data();
    void ringOutIsACallOfOurs();
    void ignoresWhatIsNoCall_data();
    void ignoresWhatIsNoCall();
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

// Both of its legs may be called inbound, from whom the other side sees: taken so, the caller would have called us, and be texted.
void TestRingCentralEvents::ringOutIsACallOfOurs_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("direction");
    QTest::addColumn<bool>("withInitiator");
    QTest::addColumn<int>("signal");
    const int rings = static_cast<int>(CallSignal::Ringing);
    QTest::newRow("the caller's phone rings") << u"Proceeding"_s << u""_s << u"Inbound"_s << false << rings;
    QTest::newRow("it rings, told with the leg of whoever clicked") << u"Proceeding"_s << u""_s << u"Inbound"_s << true << rings;
    QTest::newRow("it rings, and is called outbound") << u"Proceeding"_s << u""_s << u"Outbound"_s << true << rings;
    QTest::newRow("they talk") << u"Answered"_s << u""_s << u"Inbound"_s << true << static_cast<int>(CallSignal::Answered);
    QTest::newRow("nobody answers") << u"Disconnected"_s << u"NoAnswer"_s << u"Inbound"_s << true
                                    << static_cast<int>(CallSignal::MissedSoFar);
}

void TestRingCentralEvents::ringOutIsACallOfOurs()
{
    QFETCH(QString, code);
    QFETCH(QString, reason);
    QFETCH(QString, direction);
    QFETCH(bool, withInitiator);
    QFETCH(int, signal);
    const PartyState initiator{
        .id = u"p-1"_s, .code = u"Answered"_s, .from = caller, .to = u"+12145550166"_s, .ringOutRole = u"Initiator"_s};
    const PartyState target{
        .id = u"p-2"_s, .code = code, .reason = reason, .direction = direction, .from = mainLine, .to = caller, .ringOutRole = u"Target"_s};
    const QList<PartyState> parties = withInitiator ? QList<PartyState>{initiator, target} : QList<PartyState>{target};
    const std::optional<CallEvent> event = as<CallEvent>(translateStored(EventKind::Event, bytes(envelope({2, 1s, parties}))));
    QVERIFY(event);
    QCOMPARE(event->direction, calls::Direction::Out);
    QCOMPARE(event->caller, caller);
    QCOMPARE(event->line, mainLine);
    QCOMPARE(static_cast<int>(event->signal), signal);
    QCOMPARE(event->legs.size(), 1);
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
    pushed("the phone of whoever clicked, which RingOut rings first",
           envelope({1, 0s, {{.code = u"Proceeding"_s, .from = caller, .to = u"+12145550166"_s, .ringOutRole = u"Initiator"_s}}}),
           u"the phone of whoever of ours calls"_s);
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

QTEST_GUILESS_MAIN(TestRingCentralEvents)
#include "tst_ringcentral_events.moc"
