#include "connectors/quo/events.h"
#include "connectors/quo/listed.h"
#include "support/quoevents.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::test::quo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::EventKind;
using ringback::test::instantOf;

class TestQuoEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheTimes();
    void readsTheVoicemail_data();
    void readsTheVoicemail();
    void readsWhoCalledWhom_data();
    void readsWhoCalledWhom();
    void leavesToTheListWhatNamesNobody_data();
    void leavesToTheListWhatNamesNobody();
    void readsTexts_data();
    void readsTexts();
    void readsReceipts_data();
    void readsReceipts();
    void keysEvents();
    void storesWhatIsListed();
    void survivesNonsense_data();
    void survivesNonsense();
};

void TestQuoEvents::readsTheTimes()
{
    const CallEvent unanswered = *as<CallEvent>(translated(completed(u"unanswered"_s)));
    QCOMPARE(unanswered.startedAt, instantOf(start));
    QCOMPARE(unanswered.endedAt, instantOf(end));
    QCOMPARE(unanswered.ringTime, Milliseconds(20s));
    const CallEvent talked = *as<CallEvent>(translated(completed(u"answered"_s, answer)));
    QCOMPARE(talked.ringTime, Milliseconds(12'500));
    const CallEvent alone = *as<CallEvent>(translated(missed()));
    QCOMPARE(alone.endedAt, instantOf(end));
    QCOMPARE(alone.ringTime, Milliseconds(20s));
    QCOMPARE(as<CallEvent>(translated(listed(u"missed"_s)))->ringTime, Milliseconds(20s));
    // `duration` says 76 of a call that rang for 2 s (a fixture of v4): it is not asked.
    const Event v4Talk = v4(u"completed"_s, u"2026-11-21T01:59:42.000Z"_s, {u"+12145550123"_s, u"+12145550100"_s}, {{u"duration"_s, 76}});
    QCOMPARE(as<CallEvent>(translated(v4Talk))->ringTime, Milliseconds(2s));
    for (const QString &odd : {u""_s, u"yesterday"_s, u"2026-11-21T01:59:40"_s, u"2026-11-21T02:00:01Z"_s}) { // the last: after the end
        const CallEvent event = *as<CallEvent>(translated(completed(u"unanswered"_s, QJsonValue(), {{u"createdAt"_s, odd}})));
        QVERIFY2(!event.ringTime, qPrintable(odd));
    }
    QVERIFY(!as<CallEvent>(translated(ringing()))->endedAt);
}

void TestQuoEvents::readsTheVoicemail_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<calls::Voicemail>("voicemail");
    const QJsonObject written{{u"id"_s, u"VM1"_s},
                              {u"status"_s, u"completed"_s},
                              {u"duration"_s, 14.5},
                              {u"recordingUrl"_s, u"https://files.example/vm1.mp3"_s},
                              {u"transcript"_s, u"My roof leaks"_s}};
    const calls::Voicemail whole{.url = u"https://files.example/vm1.mp3"_s, .length = 14'500ms, .transcript = u"My roof leaks"_s};
    QTest::newRow("it is there") << completed(u"unanswered"_s, QJsonValue(), {{u"hasVoicemail"_s, true}}) << calls::Voicemail{};
    QTest::newRow("an event of its own") << voicemail()
                                         << calls::Voicemail{.url = whole.url, .length = 14s, .transcript = whole.transcript};
    QTest::newRow("listed") << listed(u"completed"_s, QJsonValue(), {{u"voicemail"_s, written}}) << whole;
    QTest::newRow("older") << v3(u"completed"_s, QJsonValue(), QJsonObject{{u"duration"_s, 7}, {u"url"_s, u"https://files.example/1"_s}})
                           << calls::Voicemail{.url = u"https://files.example/1"_s, .length = 7s, .transcript = {}};
    QTest::newRow("of no sensible length") << v3(u"completed"_s, QJsonValue(), QJsonObject{{u"duration"_s, -1e300}}) << calls::Voicemail{};
}

void TestQuoEvents::readsTheVoicemail()
{
    QFETCH(Event, event);
    QFETCH(calls::Voicemail, voicemail);
    const std::optional<CallEvent> read = as<CallEvent>(translated(event));
    QVERIFY(read);
    QCOMPARE(read->providerCallId, u"AC1"_s);
    QVERIFY(read->voicemail == voicemail);
    QVERIFY(read->signal == CallSignal::Missed || read->signal == CallSignal::MissedSoFar);
    QVERIFY(!as<CallEvent>(translated(completed(u"unanswered"_s)))->voicemail);
}

void TestQuoEvents::readsWhoCalledWhom_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<QString>("caller");
    QTest::addColumn<QString>("line");
    const auto side = [](const QString &number, const QJsonValue &actor) {
        return QJsonObject{{u"phoneNumber"_s, number}, {u"actorId"_s, actor}};
    };
    const auto entry = [&](const QJsonArray &participants, const QString &line) {
        Event event = listed(u"missed"_s, QJsonValue(), {{u"participants"_s, participants}});
        event.body.insert(u"line"_s, line);
        return event;
    };
    const QString us = u"+12145550100"_s;
    const QString them = u"+12145550123"_s;
    const QJsonValue nobody;
    QTest::newRow("hidden") << hook(u"call.missed"_s, {}, merged(sides(), {{u"external"_s, QJsonArray{u"anonymous"_s}}})) << u"anonymous"_s
                            << us;
    QTest::newRow("a conference") << hook(u"call.missed"_s, {}, merged(sides(), {{u"external"_s, QJsonArray{them, u"+12145550124"_s}}}))
                                  << them << us;
    QTest::newRow("listed, ours last") << entry({side(them, nobody), side(us, u"US1"_s)}, {}) << them << us;
    QTest::newRow("listed, ours first") << entry({side(us, u"US1"_s), side(them, nobody)}, {}) << them << us;
    QTest::newRow("listed, a menu took it") << entry({side(us, nobody), side(them, nobody)}, us) << them << us;
    QTest::newRow("listed, a colleague calls") << entry({side(u"+12145550102"_s, u"US2"_s), side(us, u"US1"_s)}, us) << u"+12145550102"_s
                                               << us;
    QTest::newRow("listed, a colleague is on it too")
        << entry({side(u"+12145550102"_s, u"US2"_s), side(us, u"US1"_s), side(them, nobody)}, us) << them << us;
    QTest::newRow("listed, hidden") << entry({side(u"anonymous"_s, nobody), side(us, u"US1"_s)}, us) << u"anonymous"_s << us;
    QTest::newRow("listed, nobody named") << entry({}, us) << QString() << us;
}

void TestQuoEvents::readsWhoCalledWhom()
{
    QFETCH(Event, event);
    const std::optional<CallEvent> read = as<CallEvent>(translated(event));
    QVERIFY(read);
    QTEST(read->caller, "caller");
    QTEST(read->line, "line");
}

void TestQuoEvents::leavesToTheListWhatNamesNobody_data()
{
    QTest::addColumn<Event>("event");
    const QJsonObject nobody{{u"workspace"_s, QJsonArray()}, {u"external"_s, QJsonArray()}, {u"resolution"_s, u"unavailable"_s}};
    QTest::newRow("older, without participants") << v4(u"no-answer"_s, QJsonValue(), {});
    QTest::newRow("older, with one") << v4(u"no-answer"_s, QJsonValue(), {u"+12145550123"_s});
    QTest::newRow("older, a call of ours") << v4(u"completed"_s, answer, {u"+12145550123"_s, u"+12145550100"_s},
                                                 {{u"direction"_s, u"outgoing"_s}});
    QTest::newRow("dated, without participants") << hook(u"call.missed"_s, {}, nobody);
    QTest::newRow("dated, without a context") << hook(u"call.completed"_s, {{u"status"_s, u"unanswered"_s}}, {});
}

// An event without a caller would begin a call that nobody can be texted for, and the list's entry would find it there.
void TestQuoEvents::leavesToTheListWhatNamesNobody()
{
    QFETCH(Event, event);
    QVERIFY(as<Ignored>(translated(event)));
    const QString key = *connectors::quo::eventKey(event.body);
    for (const Event &full : {missed(), completed(u"unanswered"_s), v4(u"no-answer"_s), v4(u"completed"_s, answer)})
        QVERIFY(key != *connectors::quo::eventKey(full.body)); // else the store would drop the one that tells
}

void TestQuoEvents::readsTexts_data()
{
    QTest::addColumn<Event>("event");
    const QJsonObject text{{u"id"_s, u"AC3"_s},          {u"direction"_s, u"incoming"_s},
                           {u"text"_s, u"Sí, 🏠"_s},      {u"media"_s, QJsonArray{QJsonObject{{u"url"_s, u"https://files.example/1"_s}}}},
                           {u"status"_s, u"received"_s}, {u"createdAt"_s, end}};
    const auto dated = [&](const QJsonObject &context) {
        return Event{
            .kind = EventKind::Event,
            .body = {{u"type"_s, u"message.received"_s}, {u"data"_s, QJsonObject{{u"resource"_s, text}, {u"context"_s, context}}}}};
    };
    const auto v = [&](const QJsonObject &more) {
        return Event{.kind = EventKind::Event,
                     .body = {{u"type"_s, u"message.received"_s}, {u"data"_s, QJsonObject{{u"object"_s, merged(text, more)}}}}};
    };
    const QJsonObject from{{u"from"_s, u"+12145550123"_s}};
    QTest::newRow("dated") << dated(
        {{u"senderIdentifier"_s, u"+12145550123"_s}, {u"recipientIdentifiers"_s, QJsonArray{u"+12145550100"_s}}});
    QTest::newRow("dated, with participants only") << dated({{u"participants"_s, sides()}});
    QTest::newRow("dated, to a group") << dated({{u"senderIdentifier"_s, u"+12145550123"_s},
                                                 {u"recipientIdentifiers"_s, QJsonArray{u"+12145550177"_s, u"+12145550100"_s}},
                                                 {u"participants"_s, sides()}});
    QTest::newRow("older, to one") << v(merged(from, {{u"to"_s, u"+12145550100"_s}}));
    QTest::newRow("older, to a list") << v(merged(from, {{u"to"_s, QJsonArray{u"+12145550100"_s}}}));
    QTest::newRow("older still") << v(merged(from, {{u"to"_s, u"+12145550100"_s}, {u"text"_s, QJsonValue()}, {u"body"_s, u"Sí, 🏠"_s}}));
    QTest::newRow("listed") << Event{
        .kind = EventKind::MessageLog,
        .body = {{u"message"_s, merged(text, {{u"from"_s, u"+12145550123"_s}, {u"to"_s, QJsonArray{u"+12145550100"_s}}})}}};
}

void TestQuoEvents::readsTexts()
{
    QFETCH(Event, event);
    const std::optional<TextReceived> text = as<TextReceived>(translated(event));
    QVERIFY(text);
    const TextReceived expected{.providerMessageId = u"AC3"_s,
                                .from = u"+12145550123"_s,
                                .line = u"+12145550100"_s,
                                .body = u"Sí, 🏠"_s,
                                .mediaCount = 1,
                                .optOutType = {}};
    QVERIFY(*text == expected);
}

void TestQuoEvents::readsReceipts_data()
{
    using calls::DeliveryState;
    QTest::addColumn<Event>("event");
    QTest::addColumn<calls::DeliveryState>("state");
    QTest::addColumn<QString>("code");
    const auto dated = [](const QString &type, const QJsonObject &more = {}) {
        return Event{.kind = EventKind::Event,
                     .body = {{u"type"_s, type},
                              {u"data"_s, QJsonObject{{u"resource"_s, merged({{u"id"_s, u"AC3"_s}, {u"text"_s, u"hi"_s}}, more)}}}}};
    };
    const auto entry = [](const QString &status, const QJsonObject &more = {}) {
        return Event{.kind = EventKind::MessageLog,
                     .body = {{u"message"_s, merged({{u"id"_s, u"AC3"_s}, {u"direction"_s, u"outgoing"_s}, {u"status"_s, status}}, more)}}};
    };
    QTest::newRow("delivered") << dated(u"message.delivered"_s) << DeliveryState::Delivered << u""_s;
    QTest::newRow("undelivered") << dated(u"message.undelivered"_s, {{u"errorCode"_s, u"30006"_s}}) << DeliveryState::Undelivered
                                 << u"30006"_s;
    QTest::newRow("failed") << dated(u"message.failed"_s, {{u"errorCode"_s, u"30034"_s}}) << DeliveryState::Failed << u"30034"_s;
    QTest::newRow("failed, without a code") << dated(u"message.failed"_s, {{u"errorCode"_s, QJsonValue()}}) << DeliveryState::Failed
                                            << u""_s;
    QTest::newRow("older") << Event{.kind = EventKind::Event,
                                    .body = {{u"type"_s, u"message.delivered"_s},
                                             {u"data"_s,
                                              QJsonObject{{u"object"_s, QJsonObject{{u"id"_s, u"AC3"_s}, {u"status"_s, u"delivered"_s}}}}}}}
                           << DeliveryState::Delivered << u""_s;
    QTest::newRow("listed") << entry(u"delivered"_s) << DeliveryState::Delivered << u""_s;
    QTest::newRow("listed as failed") << entry(u"failed"_s, {{u"errorCode"_s, u"30007"_s}}) << DeliveryState::Failed << u"30007"_s;
}

void TestQuoEvents::readsReceipts()
{
    QFETCH(Event, event);
    QFETCH(calls::DeliveryState, state);
    QFETCH(QString, code);
    const std::optional<TextStatus> status = as<TextStatus>(translated(event));
    const TextStatus expected{.providerMessageId = u"AC3"_s, .state = state, .errorCode = code};
    QVERIFY(status == expected);
}

void TestQuoEvents::keysEvents()
{
    const QList<Event> different{ringing(),
                                 missed(),
                                 answered(),
                                 completed(u"unanswered"_s),
                                 completed(u"unanswered"_s, QJsonValue(), {{u"hasVoicemail"_s, true}}),
                                 completed(u"answered"_s, answer),
                                 voicemail({}),
                                 voicemail(),
                                 v4(u"no-answer"_s),
                                 v4(u"no-answer"_s, QJsonValue(), {})};
    QSet<QString> keys;
    for (const Event &event : different) {
        keys.insert(*connectors::quo::eventKey(event.body));
        Event copy = event;
        copy.body.insert(u"id"_s, u"EV2"_s); // another webhook's
        copy.body.insert(u"createdAt"_s, u"2026-11-21T02:05:00.000Z"_s);
        keys.insert(*connectors::quo::eventKey(copy.body));
    }
    QCOMPARE(keys.size(), different.size());
}

void TestQuoEvents::storesWhatIsListed()
{
    const QJsonObject call = listed(u"missed"_s).body.value(u"call"_s).toObject();
    const std::optional<calls::ProviderEvent> stored = connectors::quo::storedCall(call, u"+12145550100"_s);
    QVERIFY(stored);
    QVERIFY(stored->kind == EventKind::CallLog);
    QCOMPARE(stored->at, instantOf(end));
    QCOMPARE(as<CallEvent>(QuoSystem().translate(connection(), stored->kind, stored->payload))->signal, CallSignal::Missed);
    // It is known before its words are.
    const auto withVoicemail = [&](const QString &status) {
        return connectors::quo::storedCall(merged(call, {{u"voicemail"_s, QJsonObject{{u"status"_s, status}}}}), {})->key;
    };
    QVERIFY(withVoicemail(u"in-progress"_s) != withVoicemail(u"completed"_s));
    QVERIFY(withVoicemail(u"in-progress"_s) != stored->key);
    for (const QString &status : {u"queued"_s, u"ringing"_s, u"in-progress"_s, u"answered"_s}) {
        const QJsonObject open = merged(call, {{u"status"_s, status}, {u"completedAt"_s, QJsonValue()}});
        QVERIFY(!connectors::quo::storedCall(open, {}));
        QVERIFY(connectors::quo::isOpenCall(open));
    }

    const QJsonObject text{
        {u"id"_s, u"AC3"_s}, {u"direction"_s, u"incoming"_s}, {u"status"_s, u"received"_s}, {u"createdAt"_s, start}, {u"updatedAt"_s, end}};
    QCOMPARE(connectors::quo::storedText(text)->key, u"text|AC3|received"_s); // the webhook's
    QCOMPARE(connectors::quo::storedText(text)->at, instantOf(start));
    const auto ours = [&](const QString &status) {
        return merged(text, {{u"direction"_s, u"outgoing"_s}, {u"status"_s, status}});
    };
    QCOMPARE(connectors::quo::storedText(ours(u"delivered"_s))->key, u"text|AC3|delivered"_s);
    QVERIFY(!connectors::quo::storedText(ours(u"queued"_s)));
    QVERIFY(connectors::quo::isOpenText(ours(u"sent"_s)));
    QVERIFY(!connectors::quo::isOpenText(text));
}

void TestQuoEvents::survivesNonsense_data()
{
    QTest::addColumn<EventKind>("kind");
    QTest::addColumn<QByteArray>("payload");
    for (const EventKind kind : {EventKind::Event, EventKind::CallLog, EventKind::MessageLog, EventKind::Voice}) {
        for (const QByteArray &payload :
             {""_ba, "null"_ba, "[]"_ba, "{"_ba, R"({"type":"call.missed"})"_ba,
              R"({"type":"message.received","data":{"resource":{"id":"AC3"}}})"_ba,
              R"({"type":"call.completed","data":{"resource":{"id":["AC1"],"status":7}}})"_ba, R"({"call":[],"message":{}})"_ba,
              R"({"type":"call.missed","data":{"resource":{"id":"AC1|x"}}})"_ba})
            QTest::addRow("%d %s", static_cast<int>(kind), payload.constData()) << kind << payload;
    }
}

void TestQuoEvents::survivesNonsense()
{
    QFETCH(EventKind, kind);
    QFETCH(QByteArray, payload);
    const Result<PhoneEvent> event = QuoSystem().translate(connection(), kind, payload);
    QVERIFY(!event || as<Ignored>(event));

    Event longOne = missed();
    QJsonObject data = longOne.body.value(u"data"_s).toObject();
    data.insert(u"context"_s, QJsonObject{{u"participants"_s, QJsonObject{{u"workspace"_s, QJsonArray{QString(100'000, u'1')}},
                                                                          {u"external"_s, QString(u"a\0b"_s)}}}});
    longOne.body.insert(u"data"_s, data);
    const std::optional<CallEvent> read = as<CallEvent>(translated(longOne));
    QVERIFY(read);
    QCOMPARE(read->line.size(), 256);
    QCOMPARE(read->caller, u"ab"_s);
}

QTEST_GUILESS_MAIN(TestQuoEvents)
#include "tst_quo_events.moc"
