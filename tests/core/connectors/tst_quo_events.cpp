#include "connectors/quo/events.h"
#include "connectors/quo/listed.h"
#include "connectors/quo/system.h"
#include "engine/callstate.h"
#include "support/testclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::EventKind;
using calls::Verdict;
using ringback::test::instantOf;
using Counts = settings::QuoAccount::Counts;

namespace {

const QString start = u"2026-11-21T01:59:40.000Z"_s;
const QString answer = u"2026-11-21T01:59:52.500Z"_s;
const QString end = u"2026-11-21T02:00:00.000Z"_s;

struct Event {
    EventKind kind = EventKind::Event;
    QJsonObject body;
};
using History = QList<Event>;

QJsonObject merged(QJsonObject into, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        into.insert(it.key(), it.value());
    return into;
}

QJsonObject sides()
{
    return {
        {u"workspace"_s, QJsonArray{u"+12145550100"_s}}, {u"external"_s, QJsonArray{u"+12145550123"_s}}, {u"resolution"_s, u"available"_s}};
}

// A webhook of the dated generation.
Event hook(const QString &type, const QJsonObject &resource = {}, const QJsonObject &participants = sides())
{
    return {.kind = EventKind::Event,
            .body = {{u"id"_s, u"EV1"_s},
                     {u"apiVersion"_s, u"2026-03-30"_s},
                     {u"createdAt"_s, end},
                     {u"type"_s, type},
                     {u"data"_s,
                      QJsonObject{{u"resource"_s, merged({{u"id"_s, u"AC1"_s}, {u"createdAt"_s, start}, {u"updatedAt"_s, end}}, resource)},
                                  {u"context"_s, QJsonObject{{u"phoneNumberId"_s, u"PN1"_s}, {u"participants"_s, participants}}}}}}};
}

Event missed()
{
    return hook(u"call.missed"_s); // as it comes: no direction, no status
}

Event ringing()
{
    return hook(u"call.ringing"_s, {{u"direction"_s, u"incoming"_s}});
}

Event answered(const QString &by = u"US1"_s, const QString &direction = u"incoming"_s)
{
    return hook(u"call.answered"_s, {{u"direction"_s, direction}, {u"answeredAt"_s, answer}, {u"answeredByUserId"_s, by}});
}

Event completed(const QString &status, const QJsonValue &answeredAt = QJsonValue(), const QJsonObject &more = {})
{
    return hook(u"call.completed"_s, merged({{u"direction"_s, u"incoming"_s},
                                             {u"status"_s, status},
                                             {u"answeredAt"_s, answeredAt},
                                             {u"completedAt"_s, end},
                                             {u"duration"_s, answeredAt.isNull() ? 0 : 8},
                                             {u"hasVoicemail"_s, false}},
                                            more));
}

Event voicemail(const QString &transcript = u"My roof leaks"_s)
{
    return hook(u"call.voicemail.completed"_s, {{u"id"_s, u"AC-recording"_s},
                                                {u"voicemailId"_s, u"VM1"_s},
                                                {u"callId"_s, u"AC1"_s},
                                                {u"direction"_s, u"incoming"_s},
                                                {u"duration"_s, 14},
                                                {u"from"_s, u"+12145550123"_s},
                                                {u"to"_s, u"+12145550100"_s},
                                                {u"transcript"_s, transcript},
                                                {u"recordingUrl"_s, u"https://files.example/vm1.mp3"_s}});
}

// A webhook of the older generation.
Event older(const QString &version, const QString &type, const QJsonObject &object)
{
    return {.kind = EventKind::Event,
            .body = {{u"id"_s, u"EV1"_s},
                     {u"object"_s, u"event"_s},
                     {u"apiVersion"_s, version},
                     {u"createdAt"_s, end},
                     {u"type"_s, type},
                     {u"data"_s, QJsonObject{{u"object"_s, merged({{u"id"_s, u"AC1"_s},
                                                                   {u"object"_s, u"call"_s},
                                                                   {u"direction"_s, u"incoming"_s},
                                                                   {u"createdAt"_s, start},
                                                                   {u"completedAt"_s, type == u"call.ringing" ? QJsonValue() : end}},
                                                                  object)}}}}};
}

Event v4(const QString &status, const QJsonValue &answeredAt = QJsonValue(),
         const QJsonArray &participants = {u"+12145550123"_s, u"+12145550100"_s}, const QJsonObject &more = {})
{
    return older(
        u"v4"_s, u"call.completed"_s,
        merged({{u"status"_s, status}, {u"answeredAt"_s, answeredAt}, {u"duration"_s, 20}, {u"participants"_s, participants}}, more));
}

Event v3(const QString &status, const QJsonValue &answeredAt, const QJsonValue &voicemail)
{
    return older(u"v3"_s, u"call.completed"_s,
                 {{u"status"_s, status},
                  {u"answeredAt"_s, answeredAt},
                  {u"from"_s, u"+12145550123"_s},
                  {u"to"_s, u"+12145550100"_s},
                  {u"voicemail"_s, voicemail}});
}

// An entry of the list of calls.
Event listed(const QString &status, const QJsonValue &answeredAt = QJsonValue(), const QJsonObject &more = {})
{
    const QJsonObject call =
        merged({{u"id"_s, u"AC1"_s},
                {u"phoneNumberId"_s, u"PN1"_s},
                {u"direction"_s, u"incoming"_s},
                {u"status"_s, status},
                {u"participants"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}, {u"actorId"_s, u"US1"_s}},
                                               QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}, {u"actorId"_s, QJsonValue()}}}},
                {u"answeredAt"_s, answeredAt},
                {u"completedAt"_s, end},
                {u"createdAt"_s, start},
                {u"updatedAt"_s, end},
                {u"forwardedTo"_s, QJsonValue()},
                {u"aiHandled"_s, QJsonValue()}},
               more);
    return {.kind = EventKind::CallLog, .body = {{u"line"_s, u"+12145550100"_s}, {u"call"_s, call}}};
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

settings::Connection connection(const settings::QuoAccount &account = {})
{
    return {.id = u"quo-main"_s, .account = account};
}

Result<PhoneEvent> translated(const Event &event, const settings::QuoAccount &account = {})
{
    return quo::QuoSystem().translate(connection(account), event.kind, json(event.body));
}

template <class T>
std::optional<T> as(const Result<PhoneEvent> &event)
{
    if (event && std::holds_alternative<T>(*event))
        return std::get<T>(*event);
    return std::nullopt;
}

// What the engine makes of a call's events, in the order given.
std::optional<calls::Call> callAfter(const History &history, const settings::QuoAccount &account = {})
{
    std::optional<calls::Call> call;
    Instant arrival = instantOf(end) + 1s;
    for (const Event &event : history) {
        const std::optional<CallEvent> read = as<CallEvent>(translated(event, account));
        if (!read)
            continue;
        if (!call)
            call = engine::beginCall(IdSource(7).next<calls::CallId>(arrival), u"quo-main"_s, *read, arrival);
        call = engine::absorb(*call, *read, arrival, 5s);
        arrival += 100ms;
    }
    return call ? std::optional(engine::settled(*call)) : std::nullopt;
}

} // namespace

class TestQuoEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesCalls_data();
    void judgesCalls();
    void leavesToTheOfficeWhatQuoCannotTell_data();
    void leavesToTheOfficeWhatQuoCannotTell();
    void judgesCallsOfOurs_data();
    void judgesCallsOfOurs();
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

void TestQuoEvents::judgesCalls_data()
{
    QTest::addColumn<History>("history");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const History &history, Verdict verdict, const QString &reason) {
        QTest::newRow(name) << history << verdict << reason;
    };
    row("missed, and then over", {ringing(), missed(), completed(u"unanswered"_s)}, Verdict::Missed, u"unanswered"_s);
    row("over, and then missed", {ringing(), completed(u"unanswered"_s), missed()}, Verdict::Missed, u"unanswered"_s);
    row("missed alone", {missed()}, Verdict::Missed, u"missed"_s);
    row("missed twice", {missed(), missed()}, Verdict::Missed, u"missed"_s);
    row("staff talked", {ringing(), answered(), completed(u"answered"_s, answer)}, Verdict::Answered, u"answered"_s);
    row("staff talks", {ringing(), answered()}, Verdict::Answered, u"answered"_s);
    row("the end of a talk comes first", {completed(u"answered"_s, answer), answered(), ringing()}, Verdict::Answered, u"answered"_s);
    row("missed, and a colleague took it after all", {missed(), answered(), completed(u"answered"_s, answer)}, Verdict::Answered,
        u"answered"_s);
    row("it still rings", {ringing()}, Verdict::Pending, {});
    for (const QString &status :
         {u"unanswered"_s, u"failed"_s, u"abandoned"_s, u"missed"_s, u"no-answer"_s, u"busy"_s, u"canceled"_s, u"completed"_s})
        QTest::addRow("nobody answered: %s", qPrintable(status)) << History{completed(status)} << Verdict::Missed << status;
    row("answered, whatever the status says", {completed(u"abandoned"_s, answer)}, Verdict::Answered, u"abandoned"_s);
    row("Quo does not know", {completed(u"unknown"_s)}, Verdict::Unclear, u"unknown"_s);
    row("Quo contradicts itself", {completed(u"answered"_s)}, Verdict::Unclear, u"answered"_s);
    row("over, and nothing said of an answer",
        {hook(u"call.completed"_s, {{u"direction"_s, u"incoming"_s}, {u"status"_s, u"completed"_s}})}, Verdict::Unclear, u"completed"_s);
    row("voicemail", {ringing(), completed(u"unanswered"_s, QJsonValue(), {{u"hasVoicemail"_s, true}})}, Verdict::Missed, u"voicemail"_s);
    row("voicemail, which comes later", {completed(u"unanswered"_s), voicemail()}, Verdict::Missed, u"voicemail"_s);
    row("voicemail, which comes first", {voicemail(), completed(u"unanswered"_s, QJsonValue(), {{u"hasVoicemail"_s, true}})},
        Verdict::Missed, u"voicemail"_s);
    row("voicemail alone", {voicemail()}, Verdict::Missed, u"voicemail"_s);
    row("voicemail makes an unknown end a missed call", {completed(u"unknown"_s), voicemail()}, Verdict::Missed, u"voicemail"_s);
    row("voicemail never undoes an answer", {answered(), voicemail(), completed(u"answered"_s, answer)}, Verdict::Answered, u"answered"_s);
    row("the AI agent talked", {ringing(), completed(u"ai-handled"_s)}, Verdict::Answered, u"ai-handled"_s);
    row("the AI agent talks", {answered(u"SYU1"_s)}, Verdict::Answered, u"ai-handled"_s);
    row("another machine of Quo's", {completed(u"answered"_s, answer, {{u"answeredByUserId"_s, u"SY1"_s}})}, Verdict::Answered,
        u"ai-handled"_s);
    row("forwarded", {ringing(), hook(u"call.forwarded"_s, {{u"forwardedTo"_s, u"+12145550177"_s}}), completed(u"forwarded"_s)},
        Verdict::Unclear, u"forwarded"_s);
    row("forwarded, and the voicemail was Quo's", {completed(u"forwarded"_s, QJsonValue(), {{u"hasVoicemail"_s, true}})}, Verdict::Missed,
        u"voicemail"_s);
    row("the menu led nowhere",
        {hook(u"call.menu.selected"_s, {{u"statusReason"_s, u"phone-menu-abandoned"_s}}), completed(u"abandoned"_s)}, Verdict::Missed,
        u"abandoned"_s);
    row("the menu led to somebody", {hook(u"call.menu.selected"_s, {{u"statusReason"_s, u"phone-menu-dial"_s}}), answered()},
        Verdict::Answered, u"answered"_s);

    row("older: no answer", {v4(u"no-answer"_s)}, Verdict::Missed, u"no-answer"_s);
    row("older: completed, and nobody answered", {v4(u"completed"_s)}, Verdict::Missed, u"completed"_s);
    row("older: staff talked",
        {older(u"v4"_s, u"call.ringing"_s,
               {{u"status"_s, u"ringing"_s},
                {u"answeredAt"_s, QJsonValue()},
                {u"participants"_s, QJsonArray{u"+12145550123"_s, u"+12145550100"_s}}}),
         v4(u"completed"_s, answer)},
        Verdict::Answered, u"completed"_s);
    row("older: it rings",
        {older(
            u"v3"_s, u"call.ringing"_s,
            {{u"status"_s, u"ringing"_s}, {u"answeredAt"_s, QJsonValue()}, {u"from"_s, u"+12145550123"_s}, {u"to"_s, u"+12145550100"_s}})},
        Verdict::Pending, {});
    row("older: voicemail comes as completed",
        {v3(u"completed"_s, QJsonValue(), QJsonObject{{u"duration"_s, 7}, {u"url"_s, u"https://files.example/1"_s}})}, Verdict::Missed,
        u"voicemail"_s);
    row("older: completed, answered, no voicemail", {v3(u"completed"_s, answer, QJsonValue())}, Verdict::Answered, u"completed"_s);
    row("older: forwarded",
        {v4(u"completed"_s, QJsonValue(), {u"+12145550123"_s, u"+12145550100"_s}, {{u"forwardedTo"_s, u"+12145550177"_s}})},
        Verdict::Unclear, u"forwarded"_s);
    row("older: rang on at a colleague's",
        {v4(u"no-answer"_s, QJsonValue(), {u"+12145550123"_s, u"+12145550100"_s}, {{u"forwardedTo"_s, u"US2"_s}})}, Verdict::Missed,
        u"no-answer"_s);
    row("both generations tell of it", {v4(u"no-answer"_s), missed(), completed(u"unanswered"_s)}, Verdict::Missed, u"no-answer"_s);

    for (const QString &status : {u"missed"_s, u"no-answer"_s, u"abandoned"_s, u"busy"_s, u"canceled"_s, u"completed"_s, u"failed"_s})
        QTest::addRow("listed as %s", qPrintable(status)) << History{listed(status)} << Verdict::Missed << status;
    row("listed as answered", {listed(u"completed"_s, answer)}, Verdict::Answered, u"completed"_s);
    row("listed: the AI agent", {listed(u"completed"_s, QJsonValue(), {{u"aiHandled"_s, u"ai-agent"_s}})}, Verdict::Answered,
        u"ai-handled"_s);
    row("listed: a person took it from the AI agent",
        {listed(u"completed"_s, answer, {{u"aiHandled"_s, u"ai-agent"_s}, {u"answeredBy"_s, u"US1"_s}})}, Verdict::Answered,
        u"completed"_s);
    row("listed as forwarded", {listed(u"forwarded"_s)}, Verdict::Unclear, u"forwarded"_s);
    row("listed with a voicemail",
        {listed(u"completed"_s, QJsonValue(), {{u"voicemail"_s, QJsonObject{{u"id"_s, u"VM1"_s}, {u"status"_s, u"in-progress"_s}}}})},
        Verdict::Missed, u"voicemail"_s);
    row("the list tells what a lost webhook would have", {ringing(), listed(u"missed"_s)}, Verdict::Missed, u"missed"_s);
}

void TestQuoEvents::judgesCalls()
{
    QFETCH(History, history);
    QFETCH(Verdict, verdict);
    QFETCH(QString, reason);
    const std::optional<calls::Call> judged = callAfter(history);
    QVERIFY(judged);
    const calls::Call &call = *judged;
    QCOMPARE(call.verdict, verdict);
    if (verdict != Verdict::Pending)
        QCOMPARE(call.providerReason, reason);
    QCOMPARE(call.providerCallId, u"AC1"_s);
    QCOMPARE(call.line, u"+12145550100"_s);
    QCOMPARE(calls::numberOf(call.caller), calls::PhoneNumber::fromE164(u"+12145550123"));
    History again = history; // everything twice
    again += history;
    QCOMPARE(callAfter(again)->verdict, verdict);
    if (history.size() > 3)
        return;
    std::sort(again.begin(), again.end(), [](const Event &a, const Event &b) { return json(a.body) < json(b.body); });
    QCOMPARE(callAfter(again)->verdict, verdict);
}

void TestQuoEvents::leavesToTheOfficeWhatQuoCannotTell_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<Counts>("machine");
    QTest::addColumn<Counts>("forwarded");
    QTest::addColumn<CallSignal>("signal");
    const Event machine = completed(u"ai-handled"_s);
    const Event forwarded = completed(u"forwarded"_s);
    const Event machineTalks = answered(u"SYU1"_s);
    QTest::newRow("machine: answered") << machine << Counts::Answered << Counts::Missed << CallSignal::Answered;
    QTest::newRow("machine: missed") << machine << Counts::Missed << Counts::Answered << CallSignal::Missed;
    QTest::newRow("machine: unclear") << machine << Counts::Unclear << Counts::Answered << CallSignal::Over;
    // A person may still take the call from it.
    QTest::newRow("machine talks: answered") << machineTalks << Counts::Answered << Counts::Missed << CallSignal::Answered;
    QTest::newRow("machine talks: missed") << machineTalks << Counts::Missed << Counts::Answered << CallSignal::Detail;
    QTest::newRow("machine talks: unclear") << machineTalks << Counts::Unclear << Counts::Answered << CallSignal::Detail;
    QTest::newRow("forwarded: answered") << forwarded << Counts::Missed << Counts::Answered << CallSignal::Answered;
    QTest::newRow("forwarded: missed") << forwarded << Counts::Answered << Counts::Missed << CallSignal::Missed;
    QTest::newRow("forwarded: unclear") << forwarded << Counts::Answered << Counts::Unclear << CallSignal::Over;
}

void TestQuoEvents::leavesToTheOfficeWhatQuoCannotTell()
{
    QFETCH(Event, event);
    QFETCH(Counts, machine);
    QFETCH(Counts, forwarded);
    QFETCH(CallSignal, signal);
    const std::optional<CallEvent> read = as<CallEvent>(translated(event, {.machineAnswered = machine, .forwarded = forwarded}));
    QVERIFY(read);
    QCOMPARE(read->signal, signal);
}

void TestQuoEvents::judgesCallsOfOurs_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<int>("shortTalk");
    QTest::addColumn<CallSignal>("signal");
    const auto of = [](const QJsonValue &answeredAt, const QString &over = end) {
        return completed(u"completed"_s, answeredAt, {{u"direction"_s, u"outgoing"_s}, {u"completedAt"_s, over}});
    };
    QTest::newRow("it rings") << hook(u"call.ringing"_s, {{u"direction"_s, u"outgoing"_s}}) << 60 << CallSignal::Ringing;
    QTest::newRow("answered, perhaps by a voicemail") << answered(u"US1"_s, u"outgoing"_s) << 60 << CallSignal::Detail;
    QTest::newRow("nobody answered") << of(QJsonValue()) << 60 << CallSignal::Missed;
    QTest::newRow("a short talk, perhaps with a voicemail") << of(answer) << 60 << CallSignal::Over;
    QTest::newRow("a minute less a bit") << of(answer, u"2026-11-21T02:00:52.499Z"_s) << 60 << CallSignal::Over;
    QTest::newRow("a minute") << of(answer, u"2026-11-21T02:00:52.500Z"_s) << 60 << CallSignal::Answered;
    QTest::newRow("the office does not care") << of(answer) << 0 << CallSignal::Answered;
}

void TestQuoEvents::judgesCallsOfOurs()
{
    QFETCH(Event, event);
    QFETCH(int, shortTalk);
    QFETCH(CallSignal, signal);
    const std::optional<CallEvent> read = as<CallEvent>(translated(event, {.shortTalk = std::chrono::seconds(shortTalk)}));
    QVERIFY(read);
    QVERIFY(read->direction == calls::Direction::Out);
    QCOMPARE(read->signal, signal);
    QCOMPARE(read->caller, u"+12145550123"_s);
    QCOMPARE(read->line, u"+12145550100"_s);
}

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
    QCOMPARE(callAfter({event, listed(u"missed"_s)})->verdict, Verdict::Missed);
    const QString key = *quo::eventKey(event.body);
    for (const Event &full : {missed(), completed(u"unanswered"_s), v4(u"no-answer"_s), v4(u"completed"_s, answer)})
        QVERIFY(key != *quo::eventKey(full.body)); // else the store would drop the one that tells
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
        keys.insert(*quo::eventKey(event.body));
        Event copy = event;
        copy.body.insert(u"id"_s, u"EV2"_s); // another webhook's
        copy.body.insert(u"createdAt"_s, u"2026-11-21T02:05:00.000Z"_s);
        keys.insert(*quo::eventKey(copy.body));
    }
    QCOMPARE(keys.size(), different.size());
}

void TestQuoEvents::storesWhatIsListed()
{
    const QJsonObject call = listed(u"missed"_s).body.value(u"call"_s).toObject();
    const std::optional<calls::ProviderEvent> stored = quo::storedCall(call, u"+12145550100"_s);
    QVERIFY(stored);
    QVERIFY(stored->kind == EventKind::CallLog);
    QCOMPARE(stored->at, instantOf(end));
    QCOMPARE(as<CallEvent>(quo::QuoSystem().translate(connection(), stored->kind, stored->payload))->signal, CallSignal::Missed);
    // It is known before its words are.
    const auto withVoicemail = [&](const QString &status) {
        return quo::storedCall(merged(call, {{u"voicemail"_s, QJsonObject{{u"status"_s, status}}}}), {})->key;
    };
    QVERIFY(withVoicemail(u"in-progress"_s) != withVoicemail(u"completed"_s));
    QVERIFY(withVoicemail(u"in-progress"_s) != stored->key);
    for (const QString &status : {u"queued"_s, u"ringing"_s, u"in-progress"_s, u"answered"_s}) {
        const QJsonObject open = merged(call, {{u"status"_s, status}, {u"completedAt"_s, QJsonValue()}});
        QVERIFY(!quo::storedCall(open, {}));
        QVERIFY(quo::isOpenCall(open));
    }

    const QJsonObject text{
        {u"id"_s, u"AC3"_s}, {u"direction"_s, u"incoming"_s}, {u"status"_s, u"received"_s}, {u"createdAt"_s, start}, {u"updatedAt"_s, end}};
    QCOMPARE(quo::storedText(text)->key, u"text|AC3|received"_s); // the webhook's
    QCOMPARE(quo::storedText(text)->at, instantOf(start));
    const auto ours = [&](const QString &status) {
        return merged(text, {{u"direction"_s, u"outgoing"_s}, {u"status"_s, status}});
    };
    QCOMPARE(quo::storedText(ours(u"delivered"_s))->key, u"text|AC3|delivered"_s);
    QVERIFY(!quo::storedText(ours(u"queued"_s)));
    QVERIFY(quo::isOpenText(ours(u"sent"_s)));
    QVERIFY(!quo::isOpenText(text));
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
    const Result<PhoneEvent> event = quo::QuoSystem().translate(connection(), kind, payload);
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
