#include "connectors/ringcentral/calllog.h"
#include "connectors/ringcentral/notification.h"
#include "connectors/ringcentral/texts.h"
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
using ringback::test::instantOf;

namespace {

// As it is stored.
QByteArray note(int sequence, Milliseconds after, const QList<PartyState> &parties)
{
    return bytes(envelope({sequence, after, parties}));
}

template <class T>
std::optional<T> as(const Result<PhoneEvent> &event)
{
    if (event && std::holds_alternative<T>(*event))
        return std::get<T>(*event);
    return std::nullopt;
}

} // namespace

class TestRingCentralReading : public QObject {
    Q_OBJECT

private Q_SLOTS:
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

void TestRingCentralReading::readsTheCall()
{
    const Result<PhoneEvent> ringing = translateStored(EventKind::Event, note(2, 1s, {{.code = u"Proceeding"_s}}));
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
        as<CallEvent>(translateStored(EventKind::Event, note(3, 21s, {{.code = u"Disconnected"_s, .missed = true}})));
    QVERIFY(end);
    QCOMPARE(end->endedAt, std::optional(start + 21s));

    // Nothing where the number would stand: the caller hides it.
    const std::optional<CallEvent> hidden =
        as<CallEvent>(translateStored(EventKind::Event, note(2, 1s, {{.code = u"Proceeding"_s, .from = u""_s}})));
    QVERIFY(hidden);
    QVERIFY(std::holds_alternative<calls::Withheld>(calls::readCallerId(hidden->caller)));
}

void TestRingCentralReading::readsTheLegs()
{
    const std::optional<CallEvent> event = as<CallEvent>(
        translateStored(EventKind::Event, note(7, 1s,
                                               {{.id = u"p-a"_s, .code = u"Proceeding"_s, .to = u"103"_s},
                                                {.id = u"p-b"_s, .code = u"Disconnected"_s, .reason = u"NoAnswer"_s, .missed = true},
                                                {.id = u"p-c"_s, .code = u"Proceeding"_s, .direction = u"Outbound"_s}})));
    QVERIFY(event);
    using enum calls::Leg::State;
    const QList<calls::Leg> legs = {{.id = u"p-a"_s, .state = Ringing, .sequence = 7}, {.id = u"p-b"_s, .state = Over, .sequence = 7}};
    QCOMPARE(event->legs, legs);
    QVERIFY(event->signal == CallSignal::MissedSoFar);
    QCOMPARE(event->line, mainLine); // not the agent's extension
}

void TestRingCentralReading::readsTheRecord()
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

void TestRingCentralReading::readsCallsThatWeMake()
{
    const auto out = [](const QString &code, const QString &reason = {}) {
        return as<CallEvent>(translateStored(
            EventKind::Event,
            note(2, 1s,
                 {{.code = code, .reason = reason, .direction = u"Outbound"_s, .from = mainLine, .to = caller, .fromExtension = u"2"_s}})));
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

void TestRingCentralReading::namesWhatIsMissing_data()
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

void TestRingCentralReading::namesWhatIsMissing()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, payload);
    QFETCH(QString, what);
    const Result<PhoneEvent> event = translateStored(static_cast<EventKind>(kind), payload);
    QVERIFY(!event);
    QVERIFY(event.error().kind == ErrorKind::Invalid);
    QCOMPARE(event.error().what, what);
}

void TestRingCentralReading::toleratesNonsense_data()
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

void TestRingCentralReading::toleratesNonsense()
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

void TestRingCentralReading::keysEvents()
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

void TestRingCentralReading::keysTheSameTextAlike()
{
    const QJsonObject pushed{{u"id"_s, u"5000000000001"_s}, {u"type"_s, u"SMS"_s}, {u"direction"_s, u"Inbound"_s}};
    const QJsonObject listed{
        {u"id"_s, qint64(5000000000001)}, {u"type"_s, u"SMS"_s}, {u"direction"_s, u"Inbound"_s}, {u"messageStatus"_s, u"Received"_s}};
    QCOMPARE(*messageKey(pushed), u"text|5000000000001|received"_s);
    QCOMPARE(*messageKey(listed), *messageKey(pushed));
    const QJsonObject beyondDoubles = QJsonDocument::fromJson(R"({"id":9007199254740993,"type":"SMS","direction":"Inbound"})").object();
    QCOMPARE(*messageKey(beyondDoubles), u"text|9007199254740993|received"_s);
}

void TestRingCentralReading::gathersRecords()
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

void TestRingCentralReading::leavesOutUnfinishedCalls()
{
    QVERIFY(callsAmong({record(u"In Progress"_s)}).isEmpty());
    QVERIFY(callsAmong({record(u"Missed"_s, {{u"finished"_s, false}})}).isEmpty());
    QVERIFY(callsAmong({record(u"Missed"_s), record(u"In Progress"_s)}).isEmpty()); // one phone missed it, another talks
    QVERIFY(callsAmong({record(u"Missed"_s, {{u"deleted"_s, true}})}).isEmpty());
    QVERIFY(callsAmong({record(u"Missed"_s, {{u"telephonySessionId"_s, u""_s}})}).isEmpty());
}

void TestRingCentralReading::readsTexts()
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

void TestRingCentralReading::readsReceipts_data()
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

void TestRingCentralReading::readsReceipts()
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

void TestRingCentralReading::readsOptOuts()
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

void TestRingCentralReading::readsOlderNotifications()
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

void TestRingCentralReading::asksForWholeSessions()
{
    for (const QString &filter : eventFilters(u"~"_s))
        QVERIFY2(!filter.contains(u"missedCall"_s), qPrintable(filter)); // the party that answered would not be told of
    QCOMPARE(neededFilters(u"~"_s).first(), u"/restapi/v1.0/account/~/telephony/sessions"_s);
    QCOMPARE(neededFilters(u"62219"_s).first(), u"/restapi/v1.0/account/~/extension/62219/telephony/sessions"_s);
}

QTEST_GUILESS_MAIN(TestRingCentralReading)
#include "tst_ringcentral_reading.moc"
