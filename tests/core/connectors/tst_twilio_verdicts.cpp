#include "base/time.h"
#include "connectors/twilio/events.h"
#include "connectors/twilio/records.h"
#include "connectors/twilio/signature.h"
#include "connectors/twilio/system.h"
#include "engine/callstate.h"
#include "support/faketwilio.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::twilio;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeTwilio;
using ringback::test::instantOf;

namespace {

using Fields = QList<std::pair<QString, QString>>;

const QString theCall = u"CA00000000000000000000000000000001"_s;
const Instant start = instantOf(u"2026-11-21T01:59:00Z"_s);

/// What Twilio says of one call, in the order of its arrival: webhooks after so many seconds, and at the end perhaps its list.
struct History {
    QList<std::pair<int, Fields>> webhooks;
    QJsonObject logged = {};
    QJsonArray legs = {};
    QJsonArray recordings = {};
};

struct Verdict {
    calls::Verdict verdict = calls::Verdict::Pending;
    QString reason;
    bool hasVoicemail = false;
    std::optional<int> ringMs = {};
};

Fields with(Fields fields, const Fields &more)
{
    for (const auto &[name, value] : more) {
        const auto at = std::find_if(fields.begin(), fields.end(), [&, &field = name](const auto &each) { return each.first == field; });
        if (at == fields.end())
            fields.emplaceBack(name, value);
        else
            at->second = value;
    }
    return fields;
}

Fields call(const QString &status, const Fields &more = {})
{
    return with({{u"AccountSid"_s, FakeTwilio::accountSid()},
                 {u"CallSid"_s, theCall},
                 {u"CallStatus"_s, status},
                 {u"Direction"_s, u"inbound"_s},
                 {u"From"_s, u"+12145550123"_s},
                 {u"To"_s, u"+12145550100"_s}},
                more);
}

Fields ended(const QString &status, const Fields &more = {})
{
    return call(status, with({{u"CallbackSource"_s, u"call-progress-events"_s}, {u"SequenceNumber"_s, u"0"_s}}, more));
}

Fields dial(const QString &status, const QString &seconds = {}, const QString &bridged = u"false"_s,
            const QString &callStatus = u"completed"_s)
{
    Fields fields = call(callStatus, {{u"DialCallStatus"_s, status}, {u"DialBridged"_s, bridged}, {u"DialCallSid"_s, u"CA2"_s}});
    if (!seconds.isEmpty())
        fields.emplaceBack(u"DialCallDuration"_s, seconds);
    return fields;
}

// A phone that rings for the call, with its caller's number shown.
Fields leg(int n, const QString &status, int sequence, const Fields &more = {})
{
    return call(status, with({{u"CallSid"_s, u"CA0000000000000000000000000000001%1"_s.arg(n)},
                              {u"ParentCallSid"_s, theCall},
                              {u"Direction"_s, u"outbound-dial"_s},
                              {u"To"_s, u"+1214555017%1"_s.arg(n)},
                              {u"CallbackSource"_s, u"call-progress-events"_s},
                              {u"SequenceNumber"_s, QString::number(sequence)}},
                             more));
}

Fields recordAction(const QString &callStatus, const QString &seconds)
{
    return call(callStatus, {{u"RecordingSid"_s, u"RE1"_s},
                             {u"RecordingUrl"_s, u"https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"_s},
                             {u"RecordingDuration"_s, seconds},
                             {u"Digits"_s, u"hangup"_s}});
}

Fields recordingCallback(const QString &channels = u"1"_s, const QString &source = u"RecordVerb"_s)
{
    return {{u"AccountSid"_s, FakeTwilio::accountSid()},
            {u"CallSid"_s, theCall},
            {u"RecordingSid"_s, u"RE1"_s},
            {u"RecordingUrl"_s, u"https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"_s},
            {u"RecordingStatus"_s, u"completed"_s},
            {u"RecordingDuration"_s, u"14"_s},
            {u"RecordingChannels"_s, channels},
            {u"RecordingSource"_s, source}};
}

QString rfc2822(int seconds)
{
    return QLocale::c().toString(toDateTime(start + std::chrono::seconds(seconds)), u"ddd, dd MMM yyyy HH:mm:ss '+0000'"_s);
}

QJsonObject logged(const QString &status, int endsAfter, const QString &duration = u"0"_s)
{
    return {{u"sid"_s, theCall},
            {u"direction"_s, u"inbound"_s},
            {u"from"_s, u"+12145550123"_s},
            {u"to"_s, u"+12145550100"_s},
            {u"status"_s, status},
            {u"duration"_s, duration},
            {u"date_created"_s, rfc2822(0)},
            {u"start_time"_s, rfc2822(0)},
            {u"end_time"_s, rfc2822(endsAfter)}};
}

QJsonObject loggedLeg(int n, const QString &status, const QString &duration, const QString &answeredBy = {})
{
    return {{u"sid"_s, u"CA0000000000000000000000000000001%1"_s.arg(n)},
            {u"status"_s, status},
            {u"duration"_s, duration},
            {u"answered_by"_s, answeredBy.isEmpty() ? QJsonValue() : QJsonValue(answeredBy)},
            {u"end_time"_s, rfc2822(20)}};
}

QJsonObject recording(const QString &duration, int channels = 1, const QString &source = u"RecordVerb"_s)
{
    return {
        {u"sid"_s, u"RE1"_s}, {u"duration"_s, duration}, {u"channels"_s, channels}, {u"source"_s, source}, {u"url"_s, u"https://x/RE1"_s}};
}

} // namespace

Q_DECLARE_METATYPE(History)
Q_DECLARE_METATYPE(Verdict)

/// What becomes of whole calls: phone-and-sms.md, 2.3.
class TestTwilioVerdicts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesHistories_data();
    void judgesHistories();
    void shortTalksAreDoubtful_data();
    void shortTalksAreDoubtful();
    void withoutLegs_data();
    void withoutLegs();
    void legsGrowOld();

private:
    struct Heard {
        PhoneEvent event;
        Instant at;
    };
    [[nodiscard]] QList<Heard> hear(const History &history, const settings::TwilioAccount &account) const;
    [[nodiscard]] Verdict judge(const QList<Heard> &heard) const;
};

// As the door and the engine do it.
QList<TestTwilioVerdicts::Heard> TestTwilioVerdicts::hear(const History &history, const settings::TwilioAccount &account) const
{
    const settings::Connection connection{.id = u"twilio-main"_s, .account = account};
    const test::TestSecrets secrets({{u"token"_s, FakeTwilio::authToken().toLatin1()}});
    const QList<calls::Line> lines = {{.number = *calls::PhoneNumber::fromE164(u"+12145550100"_s)}};
    const TwilioSystem system;
    QList<Heard> heard;
    Instant at = start;
    for (const auto &[seconds, fields] : history.webhooks) {
        at = start + std::chrono::seconds(seconds);
        const Form form{fields};
        const QByteArray target = "/webhooks/twilio/voice";
        const Webhook webhook{
            .method = "POST",
            .target = target,
            .headers = {{"X-Twilio-Signature", signature(FakeTwilio::authToken().toLatin1(), "https://hooks.example.com" + target, form)}},
            .body = encodeForm(form)};
        const WebhookJudgement judged = system.receive(
            webhook,
            {.connection = connection, .secrets = secrets, .lines = lines, .publicUrl = u"https://hooks.example.com"_s, .now = at});
        if (!std::holds_alternative<Received>(judged))
            qFatal("a webhook of the table is not one");
        for (const calls::ProviderEvent &event : std::get<Received>(judged).events)
            heard.append({*system.translate(connection, event.kind, event.payload), at});
    }
    if (!history.logged.isEmpty()) {
        const calls::ProviderEvent event = callRecord(history.logged, history.legs, history.recordings);
        heard.append({*system.translate(connection, event.kind, event.payload), at + 60s});
    }
    return heard;
}

Verdict TestTwilioVerdicts::judge(const QList<Heard> &heard) const
{
    IdSource ids{7};
    std::optional<calls::Call> call;
    Verdict verdict;
    for (const Heard &each : heard) {
        const auto *const event = std::get_if<CallEvent>(&each.event);
        if (!event)
            continue;
        if (event->providerCallId != theCall)
            qFatal("an event of another call");
        if (call && call->settleAt && *call->settleAt <= each.at)
            call = engine::settled(*call);
        if (!call)
            call = engine::beginCall(ids.next<calls::CallId>(each.at), u"twilio-main"_s, *event, each.at);
        call = engine::absorb(*call, *event, each.at, 5s);
        verdict.hasVoicemail = verdict.hasVoicemail || event->voicemail;
    }
    if (!call)
        return verdict;
    call = engine::settled(*call);
    verdict.verdict = call->verdict;
    verdict.reason = call->providerReason;
    if (call->ringTime)
        verdict.ringMs = static_cast<int>(call->ringTime->count());
    return verdict;
}

void TestTwilioVerdicts::judgesHistories_data()
{
    QTest::addColumn<History>("history");
    QTest::addColumn<Verdict>("expected");
    QTest::addColumn<bool>("inAnyOrder");
    using calls::Verdict::Answered;
    using calls::Verdict::Missed;
    using calls::Verdict::Unclear;
    const auto row = [](const char *name, const History &history, calls::Verdict verdict, const QString &reason, bool voicemail = false,
                        bool inAnyOrder = true) {
        QTest::newRow(name) << history << Verdict{.verdict = verdict, .reason = reason, .hasVoicemail = voicemail} << inAnyOrder;
    };
    const std::pair<int, Fields> rings{0, call(u"ringing"_s)};

    // The rows of 2.3, as webhooks tell them.
    row("staff talked",
        {{rings, {80, dial(u"completed"_s, u"75"_s, u"true"_s)}, {81, ended(u"completed"_s, {{u"CallDuration"_s, u"83"_s}})}}}, Answered,
        u"completed"_s);
    row("staff talked, and Twilio says answered", {{rings, {80, dial(u"answered"_s, u"75"_s, u"true"_s)}}}, Answered, u"answered"_s);
    row("rang out", {{rings, {20, dial(u"no-answer"_s, u"0"_s)}, {21, ended(u"completed"_s)}}}, Missed, u"no-answer"_s, false, false);
    row("rang out, answered on bridge",
        {{rings, {20, dial(u"no-answer"_s, u"0"_s, u"false"_s, u"no-answer"_s)}, {21, ended(u"no-answer"_s)}}}, Missed, u"no-answer"_s);
    row("all lines busy", {{rings, {2, dial(u"busy"_s)}, {3, ended(u"completed"_s)}}}, Missed, u"busy"_s, false, false);
    row("the forwarding target is dead", {{rings, {2, dial(u"failed"_s)}, {3, ended(u"failed"_s)}}}, Missed, u"failed"_s);
    row("the caller gave up while it rang", {{rings, {9, dial(u"canceled"_s)}, {9, ended(u"completed"_s)}}}, Missed, u"canceled"_s, false,
        false);
    row("the caller gave up, answered on bridge", {{rings, {9, ended(u"canceled"_s)}}}, Missed, u"canceled"_s);
    row("the caller hung up before we answered", {{rings, {0, ended(u"no-answer"_s, {{u"SipResponseCode"_s, u"487"_s}})}}}, Missed,
        u"no-answer"_s);
    row("greeting, then a recording", {{rings, {30, recordAction(u"completed"_s, u"14"_s)}, {31, ended(u"completed"_s)}}}, Missed,
        u"voicemail"_s, true);
    row("rang out, then a recording",
        {{rings,
          {20, dial(u"no-answer"_s, {}, u"false"_s, u"in-progress"_s)},
          {24, recordAction(u"in-progress"_s, u"14"_s)},
          {25, ended(u"completed"_s)},
          {40, recordingCallback()}}},
        Missed, {}, true, false);
    row("greeting, and the caller hung up", {{rings, {6, recordAction(u"completed"_s, u"0"_s)}, {6, ended(u"completed"_s)}}}, Missed,
        u"completed"_s);
    row("greeting, and two seconds of breath", {{rings, {8, recordAction(u"completed"_s, u"2"_s)}, {8, ended(u"completed"_s)}}}, Missed,
        u"completed"_s);
    row("greeting, and the caller hung up: only the end is told", {{{6, ended(u"completed"_s)}}}, Unclear, u"completed"_s);
    row("the mobile's own voicemail, found out",
        {{rings,
          {12, leg(1, u"in-progress"_s, 2, {{u"AnsweredBy"_s, u"machine_start"_s}})},
          {30, leg(1, u"completed"_s, 3, {{u"AnsweredBy"_s, u"machine_start"_s}, {u"CallDuration"_s, u"18"_s}})},
          {31, dial(u"completed"_s, u"18"_s, u"true"_s)},
          {31, ended(u"completed"_s)}}},
        Missed, u"machine_start"_s, false, false);
    row("the mobile's own voicemail, told by the dial",
        {{rings, {31, with(dial(u"completed"_s, u"18"_s, u"true"_s), {{u"AnsweredBy"_s, u"machine_end_beep"_s}})}}}, Missed,
        u"machine_end_beep"_s);
    row("a fax took it", {{rings, {31, with(dial(u"completed"_s, u"18"_s, u"true"_s), {{u"AnsweredBy"_s, u"fax"_s}})}}}, Missed, u"fax"_s);
    row("the mobile's own voicemail, as nobody can tell", {{rings, {31, dial(u"completed"_s, u"18"_s, u"true"_s)}}}, Answered,
        u"completed"_s);
    row("a menu, and the caller chose nothing", {{rings, {9, ended(u"completed"_s)}}}, Unclear, u"completed"_s);

    // Legs.
    row("three phones at once, one answered",
        {{rings,
          {2, leg(1, u"ringing"_s, 1)},
          {2, leg(2, u"ringing"_s, 1)},
          {2, leg(3, u"ringing"_s, 1)},
          {8, leg(2, u"in-progress"_s, 2)},
          {9, leg(1, u"no-answer"_s, 2)},
          {9, leg(3, u"canceled"_s, 2)},
          {60, leg(2, u"completed"_s, 3, {{u"CallDuration"_s, u"52"_s}})},
          {61, ended(u"completed"_s)}}},
        Answered, u"completed"_s);
    row("three phones at once, none answered: the dial tells",
        {{rings,
          {2, leg(1, u"ringing"_s, 1)},
          {2, leg(2, u"ringing"_s, 1)},
          {20, leg(1, u"no-answer"_s, 2)},
          {20, leg(2, u"busy"_s, 2)},
          {21, dial(u"no-answer"_s, u"0"_s)},
          {21, ended(u"completed"_s)}}},
        Missed, u"no-answer"_s, false, false);
    row("two phones, none answered, and nothing else is told",
        {{{20, leg(1, u"no-answer"_s, 2)}, {20, leg(2, u"no-answer"_s, 2)}, {21, ended(u"completed"_s)}}}, Unclear, u"completed"_s);
    row("one after the other, the second answered",
        {{rings,
          {20, dial(u"no-answer"_s, {}, u"false"_s, u"in-progress"_s)},
          {23, leg(2, u"ringing"_s, 1)},
          {24, dial(u"completed"_s, u"40"_s, u"true"_s, u"in-progress"_s)}}},
        Answered, u"completed"_s, false, false);
    row("a leg without a length", {{rings, {9, leg(1, u"completed"_s, 3)}, {10, dial(u"no-answer"_s)}}}, Missed, u"no-answer"_s);
    row("a leg picked up and put down",
        {{rings, {9, leg(1, u"completed"_s, 3, {{u"CallDuration"_s, u"0"_s}})}, {10, ended(u"no-answer"_s)}}}, Missed, u"no-answer"_s);
    row("a leg heard of before its call", {{{2, leg(1, u"ringing"_s, 1)}, {20, ended(u"no-answer"_s)}}}, Missed, u"no-answer"_s);

    // Recordings that say nothing of a voicemail.
    row("a conversation that was recorded",
        {{rings, {80, dial(u"completed"_s, u"75"_s, u"true"_s)}, {90, recordingCallback(u"2"_s, u"DialVerb"_s)}}}, Answered,
        u"completed"_s);
    row("a conversation recorded on one channel",
        {{rings, {80, dial(u"completed"_s, u"75"_s, u"true"_s)}, {90, recordingCallback(u"1"_s, u"DialVerb"_s)}}}, Answered,
        u"completed"_s);
    row("a voicemail after somebody talked keeps it answered",
        {{rings, {80, dial(u"completed"_s, u"75"_s, u"true"_s)}, {90, recordingCallback()}}}, Answered, u"completed"_s, true);

    // Webhooks lost: the list tells.
    const auto lost = [](const QJsonObject &call, const QJsonArray &legs = {}, const QJsonArray &recordings = {}) {
        return History{.webhooks = {}, .logged = call, .legs = legs, .recordings = recordings};
    };
    for (const QString &status : {u"no-answer"_s, u"busy"_s, u"failed"_s, u"canceled"_s})
        row(qPrintable(u"listed as "_s + status), lost(logged(status, 12)), Missed, status);
    row("listed: staff talked",
        lost(logged(u"completed"_s, 80, u"78"_s), {loggedLeg(1, u"no-answer"_s, {}), loggedLeg(2, u"completed"_s, u"70"_s)}), Answered,
        u"completed"_s);
    row("listed: rang out", lost(logged(u"completed"_s, 22, u"21"_s), {loggedLeg(1, u"no-answer"_s, {})}), Missed, u"no-answer"_s);
    row("listed: the caller gave up",
        lost(logged(u"completed"_s, 9, u"9"_s), {loggedLeg(1, u"canceled"_s, {}), loggedLeg(2, u"canceled"_s, {})}), Missed, u"canceled"_s);
    row("listed: one busy, one rang out",
        lost(logged(u"completed"_s, 22, u"21"_s), {loggedLeg(1, u"busy"_s, {}), loggedLeg(2, u"no-answer"_s, {})}), Missed, u"no-answer"_s);
    row("listed: voicemail", lost(logged(u"completed"_s, 40, u"40"_s), {loggedLeg(1, u"no-answer"_s, {})}, {recording(u"14"_s)}), Missed,
        u"voicemail"_s, true);
    row("listed: two seconds of breath", lost(logged(u"completed"_s, 12, u"12"_s), {}, {recording(u"2"_s)}), Missed, u"completed"_s);
    row("listed: a recording of both sides", lost(logged(u"completed"_s, 40, u"40"_s), {}, {recording(u"14"_s, 2)}), Missed,
        u"completed"_s);
    row("listed: the mobile's own voicemail",
        lost(logged(u"completed"_s, 40, u"40"_s), {loggedLeg(1, u"completed"_s, u"18"_s, u"machine_start"_s)}), Missed, u"machine_start"_s);
    row("listed: a menu", lost(logged(u"completed"_s, 9, u"9"_s)), Missed, u"completed"_s);

    // Both.
    row("the list clears up what the end left open",
        {.webhooks = {{9, ended(u"completed"_s)}}, .logged = logged(u"completed"_s, 9, u"9"_s), .legs = {loggedLeg(1, u"no-answer"_s, {})}},
        Missed, u"no-answer"_s, false, false);
    row("the list finds an answer that the end left open",
        {.webhooks = {{9, ended(u"completed"_s)}},
         .logged = logged(u"completed"_s, 90, u"90"_s),
         .legs = {loggedLeg(1, u"completed"_s, u"60"_s)}},
        Answered, u"completed"_s);
    row("the list agrees with what is known", {.webhooks = {rings, {20, dial(u"no-answer"_s)}}, .logged = logged(u"no-answer"_s, 20)},
        Missed, u"no-answer"_s);
}

void TestTwilioVerdicts::judgesHistories()
{
    QFETCH(History, history);
    QFETCH(Verdict, expected);
    QFETCH(bool, inAnyOrder);
    QList<Heard> heard = hear(history, {.accountSid = FakeTwilio::accountSid(), .authTokenSecret = u"token"_s});
    const Verdict verdict = judge(heard);
    QCOMPARE(calls::word(verdict.verdict), calls::word(expected.verdict));
    if (!expected.reason.isEmpty())
        QCOMPARE(verdict.reason, expected.reason);
    QCOMPARE(verdict.hasVoicemail, expected.hasVoicemail);

    // Each twice, as Twilio repeats them.
    QList<Heard> twice;
    for (const Heard &each : std::as_const(heard))
        twice << each << each;
    QCOMPARE(calls::word(judge(twice).verdict), calls::word(expected.verdict));
    if (!inAnyOrder)
        return;
    std::reverse(heard.begin(), heard.end());
    const Instant last = heard.first().at;
    for (Heard &each : heard)
        each.at = last;
    QCOMPARE(calls::word(judge(heard).verdict), calls::word(expected.verdict));
}

void TestTwilioVerdicts::shortTalksAreDoubtful_data()
{
    QTest::addColumn<History>("history");
    QTest::addColumn<QString>("verdict");
    const auto answered = [](const QString &seconds) {
        return History{.webhooks = {{0, call(u"ringing"_s)}, {30, dial(u"completed"_s, seconds, u"true"_s)}}};
    };
    const auto onLeg = [](const QString &seconds) {
        return History{.webhooks = {{30, leg(1, u"completed"_s, 3, {{u"CallDuration"_s, seconds}})}, {31, ended(u"completed"_s)}}};
    };
    const auto listed = [](const QString &seconds) {
        return History{.webhooks = {}, .logged = logged(u"completed"_s, 40, u"40"_s), .legs = {loggedLeg(1, u"completed"_s, seconds)}};
    };
    QTest::newRow("shorter") << answered(u"19"_s) << u"unclear"_s;
    QTest::newRow("as long") << answered(u"20"_s) << u"answered"_s;
    QTest::newRow("no length") << answered({}) << u"answered"_s;
    QTest::newRow("a leg, shorter") << onLeg(u"19"_s) << u"unclear"_s;
    QTest::newRow("a leg, as long") << onLeg(u"20"_s) << u"answered"_s;
    QTest::newRow("listed, shorter") << listed(u"19"_s) << u"unclear"_s;
    QTest::newRow("listed, as long") << listed(u"20"_s) << u"answered"_s;
}

void TestTwilioVerdicts::shortTalksAreDoubtful()
{
    QFETCH(History, history);
    QFETCH(QString, verdict);
    const QList<Heard> heard = hear(history, {.accountSid = FakeTwilio::accountSid(), .authTokenSecret = u"token"_s, .shortTalk = 20s});
    const Verdict judged = judge(heard);
    QCOMPARE(calls::word(judged.verdict), verdict);
    if (verdict == "unclear"_L1 && heard.size() < 3 && !std::get<CallEvent>(heard.last().event).legs.isEmpty())
        QCOMPARE(judged.reason, u"short_talk"_s);
}

void TestTwilioVerdicts::withoutLegs_data()
{
    QTest::addColumn<History>("history");
    QTest::addColumn<QString>("verdict");
    const auto listed = [](const QJsonArray &legs, const QJsonArray &recordings) {
        return History{.webhooks = {}, .logged = logged(u"completed"_s, 40, u"40"_s), .legs = legs, .recordings = recordings};
    };
    QTest::newRow("a queue's call") << listed({}, {}) << u"unclear"_s;
    QTest::newRow("a voicemail is one all the same") << listed({}, {recording(u"14"_s)}) << u"missed"_s;
    QTest::newRow("phones that rang") << listed({loggedLeg(1, u"no-answer"_s, {})}, {}) << u"missed"_s;
}

void TestTwilioVerdicts::withoutLegs()
{
    QFETCH(History, history);
    QFETCH(QString, verdict);
    const Verdict judged = judge(hear(history, {.accountSid = FakeTwilio::accountSid(),
                                                .authTokenSecret = u"token"_s,
                                                .withoutLegs = settings::TwilioAccount::WithoutLegs::Unclear}));
    QCOMPARE(calls::word(judged.verdict), verdict);
}

// What each phone's callbacks say of it, in the words that the call keeps.
void TestTwilioVerdicts::legsGrowOld()
{
    using State = calls::Leg::State;
    const History history{.webhooks = {{1, leg(1, u"initiated"_s, 0)},
                                       {2, leg(1, u"ringing"_s, 1)},
                                       {3, leg(1, u"in-progress"_s, 2)},
                                       {4, leg(1, u"completed"_s, 3, {{u"CallDuration"_s, u"1"_s}})},
                                       {5, leg(2, u"busy"_s, 2)}}};
    QList<std::pair<State, int>> states;
    for (const Heard &each : hear(history, {.accountSid = FakeTwilio::accountSid(), .authTokenSecret = u"token"_s})) {
        const auto event = std::get<CallEvent>(each.event);
        QCOMPARE(event.providerCallId, theCall);
        QCOMPARE(event.direction, calls::Direction::In);
        QCOMPARE(event.caller, u"+12145550123"_s);
        QCOMPARE(event.legs.size(), 1);
        states.emplaceBack(event.legs.first().state, event.legs.first().sequence);
    }
    const QList<std::pair<State, int>> expected = {
        {State::Ringing, 0}, {State::Ringing, 1}, {State::Answered, 2}, {State::Over, 3}, {State::Over, 2}};
    QCOMPARE(states, expected);
}

QTEST_GUILESS_MAIN(TestTwilioVerdicts)
#include "tst_twilio_verdicts.moc"
