#include "base/id.h"
#include "base/time.h"
#include "connectors/generic/events.h"
#include "connectors/generic/system.h"
#include "engine/callstate.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::generic;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Verdict;
using ringback::test::instantOf;
using settings::GenericHook;

namespace {

constexpr Milliseconds settle = 5s;
const Instant start = instantOf(u"2026-11-21T02:00:00Z"_s);

GenericHook byDefault()
{
    GenericHook hook;
    hook.proofSecret = u"hook-token"_s;
    return hook;
}

// A PBX that posts a form from its dial plan.
GenericHook freePbx()
{
    GenericHook hook = byDefault();
    hook.fields = {
        {u"id"_s, u"/linkedid"_s},       {u"from"_s, u"/cid_num"_s},         {u"caller_name"_s, u"/cid_name"_s},  {u"to"_s, u"/did"_s},
        {u"status"_s, u"/dialstatus"_s}, {u"talk_seconds"_s, u"/billsec"_s}, {u"started_at"_s, u"/start_epoch"_s}};
    return hook;
}

// A call journal template that posts JSON.
GenericHook threeCx()
{
    GenericHook hook = byDefault();
    hook.fields = {{u"id"_s, u"/CallID"_s},
                   {u"caller"_s, u"/Number"_s},
                   {u"line"_s, u"/DID"_s},
                   {u"status"_s, u"/CallType"_s},
                   {u"direction"_s, u"/CallType"_s},
                   {u"caller_name"_s, u"/Name"_s},
                   {u"staff"_s, u"/Agent"_s},
                   {u"started_at"_s, u"/CallStartTimeUTC"_s},
                   {u"talk_seconds"_s, u"/Duration"_s}};
    hook.words = {{u"answered"_s, {u"Inbound"_s, u"Outbound"_s}},
                  {u"missed"_s, {u"Missed"_s, u"Notanswered"_s}},
                  {u"in"_s, {u"Inbound"_s, u"Missed"_s}},
                  {u"out"_s, {u"Outbound"_s, u"Notanswered"_s}}};
    return hook;
}

GenericHook aircall()
{
    GenericHook hook = byDefault();
    hook.fields = {{u"id"_s, u"/data/id"_s},
                   {u"caller"_s, u"/data/raw_digits"_s},
                   {u"line"_s, u"/data/number/digits"_s},
                   {u"status"_s, u"/event"_s},
                   {u"direction"_s, u"/data/direction"_s},
                   {u"started_at"_s, u"/data/started_at"_s},
                   {u"answered_at"_s, u"/data/answered_at"_s},
                   {u"ended_at"_s, u"/data/ended_at"_s},
                   {u"voicemail_url"_s, u"/data/voicemail"_s}};
    return hook;
}

QByteArray aircallEvent(const QByteArray &event, const QByteArray &more, const QByteArray &direction = "inbound")
{
    return R"({"resource":"call","event":")" + event + R"(","data":{"id":812,"direction":")" + direction +
           R"(","raw_digits":"+1 214-555-0123","number":{"digits":"+1 214-555-0100"},"started_at":1795226400)" + more + "}}";
}

QByteArray posted(const QByteArray &more)
{
    return R"({"id":"c1","from":"(214) 555-0123","to":"214-555-0100",)" + more + '}';
}

settings::Connection connectionOf(const GenericHook &hook)
{
    return {.id = u"hook"_s, .account = hook};
}

WebhookJudgement judgementOf(const GenericHook &hook, const QByteArray &body, const QByteArray &contentType = {})
{
    const test::TestSecrets secrets{{u"hook-token"_s, "open sesame"}};
    const settings::Connection connection = connectionOf(hook);
    const Webhook webhook{.method = "POST",
                          .target = "/webhooks/generic/hook",
                          .headers = {{"Authorization", "Bearer open sesame"}, {"Content-Type", contentType}},
                          .body = body};
    return GenericSystem().receive(webhook, {.connection = connection, .secrets = secrets, .lines = {}, .publicUrl = {}, .now = start});
}

QList<calls::ProviderEvent> eventsOf(const GenericHook &hook, const QByteArray &body)
{
    const bool isJson = body.startsWith('{') || body.startsWith('[');
    const WebhookJudgement judgement = judgementOf(hook, body, isJson ? "application/json" : "application/x-www-form-urlencoded");
    if (const auto *malformed = std::get_if<Malformed>(&judgement))
        qWarning("malformed: %s", qPrintable(malformed->what));
    return std::holds_alternative<Received>(judgement) ? std::get<Received>(judgement).events : QList<calls::ProviderEvent>();
}

Result<PhoneEvent> eventOf(const QByteArray &body, const GenericHook &hook = byDefault())
{
    return GenericSystem().translate(connectionOf(hook), calls::EventKind::Event, body);
}

// The call after these posts, a second apart, each stored once, and after its time to settle.
std::optional<calls::Call> after(const GenericHook &hook, const QList<QByteArray> &bodies)
{
    IdSource ids(1);
    Instant at = start;
    QStringList keys;
    std::optional<calls::Call> call;
    for (const QByteArray &body : bodies) {
        for (const calls::ProviderEvent &stored : eventsOf(hook, body)) {
            if (keys.contains(stored.key))
                continue;
            keys.append(stored.key);
            const Result<PhoneEvent> read = GenericSystem().translate(connectionOf(hook), stored.kind, stored.payload);
            const auto *event = read ? std::get_if<CallEvent>(&*read) : nullptr;
            if (!event)
                continue;
            if (!call)
                call = engine::beginCall(ids.next<calls::CallId>(at), u"hook"_s, *event, at);
            call = engine::absorb(*call, *event, at, settle);
        }
        at += 1s;
    }
    if (call && call->settleAt)
        call = engine::settled(*call);
    return call;
}

} // namespace

Q_DECLARE_METATYPE(GenericHook)

class TestGenericEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judges_data();
    void judges();
    void anyOrderTellsTheSame();
    void knowsTheWords_data();
    void knowsTheWords();
    void readsTheCall();
    void readsWithheldNumbers_data();
    void readsWithheldNumbers();
    void readsNumbers_data();
    void readsNumbers();
    void readsTimes_data();
    void readsTimes();
    void readsSeconds_data();
    void readsSeconds();
    void readsTexts();
    void readsReceipts();
    void ignores_data();
    void ignores();
    void namesWhatIsMissing_data();
    void namesWhatIsMissing();
    void keysEvents_data();
    void keysEvents();
    void storesFormsAsJson();
    void storesEachOfAList();
    void boundsWhatItReads();
    void saysWhatItRead();
};

void TestGenericEvents::judges_data()
{
    QTest::addColumn<GenericHook>("hook");
    QTest::addColumn<QList<QByteArray>>("history");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const GenericHook &hook, const QList<QByteArray> &history, Verdict verdict,
                        const QString &reason) {
        QTest::newRow(name) << hook << history << verdict << reason;
    };
    const GenericHook plain = byDefault();
    const QByteArray rings = posted(R"("status":"ringing")");
    row("rings, is missed", plain, {rings, posted(R"("status":"missed")")}, Verdict::Missed, u"no-answer"_s);
    row("rings, is answered, is over", plain, {rings, posted(R"("status":"answered")"), posted(R"("status":"completed")")},
        Verdict::Answered, u"answered"_s);
    row("rings, is over, nobody says how", plain, {rings, posted(R"("status":"completed")")}, Verdict::Unclear, u"completed"_s);
    row("over, and talked", plain, {posted(R"("status":"completed","talk_seconds":34)")}, Verdict::Answered, u"answered"_s);
    row("over, and not a second of talk", plain, {posted(R"("status":"completed","talk_seconds":0)")}, Verdict::Missed, u"no-answer"_s);
    row("over, and never answered", plain, {posted(R"("status":"ended","answered_at":null)")}, Verdict::Missed, u"no-answer"_s);
    row("no status, but an answer's time", plain, {posted(R"("answered_at":"2026-11-21T02:00:05Z")")}, Verdict::Answered, u"answered"_s);
    row("no status, only an end", plain, {posted(R"("ended_at":1795226411)")}, Verdict::Unclear, u"completed"_s);
    row("missed after the menu talked", plain, {posted(R"("status":"missed","talk_seconds":12)")}, Verdict::Missed, u"no-answer"_s);
    row("the caller gave up", plain, {rings, posted(R"("status":"abandoned")")}, Verdict::Missed, u"canceled"_s);
    row("one phone is busy, another answers", plain, {rings, posted(R"("status":"busy")"), posted(R"("status":"answered")")},
        Verdict::Answered, u"answered"_s);
    row("all phones are busy", plain, {rings, posted(R"("status":"busy")")}, Verdict::Missed, u"busy"_s);
    row("busy, and over", plain, {posted(R"("status":"busy","ended_at":"2026-11-21T02:00:00Z")")}, Verdict::Missed, u"busy"_s);
    row("a voicemail", plain, {rings, posted(R"("status":"voicemail","voicemail_seconds":14)")}, Verdict::Missed, u"voicemail"_s);
    row("over, with a voicemail that the system calls talk", plain,
        {posted(R"("status":"completed","talk_seconds":14,"voicemail_url":"https://pbx.example/v/1")")}, Verdict::Missed, u"voicemail"_s);
    row("answered, and recorded", plain, {posted(R"("status":"answered","voicemail_url":"https://pbx.example/v/1")")}, Verdict::Answered,
        u"answered"_s);
    row("the same twice", plain, {posted(R"("status":"missed")"), posted(R"("status":"missed")")}, Verdict::Missed, u"no-answer"_s);
    row("the end comes before the ringing", plain, {posted(R"("status":"missed")"), rings}, Verdict::Missed, u"no-answer"_s);
    row("a list of events", plain, {'[' + rings + ',' + posted(R"("status":"missed")") + ']'}, Verdict::Missed, u"no-answer"_s);

    const QByteArray pbx = "linkedid=1795226400.17&cid_num=2145550123&cid_name=ROE+JANE&did=2145550100&start_epoch=1795226400&";
    row("FreePBX: nobody answers", freePbx(), {pbx + "dialstatus=NOANSWER&billsec=0"}, Verdict::Missed, u"no-answer"_s);
    row("FreePBX: the caller hangs up", freePbx(), {pbx + "dialstatus=CANCEL&billsec=0"}, Verdict::Missed, u"canceled"_s);
    row("FreePBX: answered", freePbx(), {pbx + "dialstatus=ANSWER&billsec=62"}, Verdict::Answered, u"answered"_s);
    row("FreePBX: all phones off", freePbx(), {pbx + "dialstatus=CHANUNAVAIL&billsec=0"}, Verdict::Missed, u"failed"_s);
    row("FreePBX: congestion, and a second try that works", freePbx(),
        {pbx + "dialstatus=CONGESTION&billsec=0", pbx + "dialstatus=ANSWER&billsec=9"}, Verdict::Answered, u"answered"_s);

    const auto journal = [](const QByteArray &type, const QByteArray &duration) {
        return R"({"CallID":"00000A1","Number":"2145550123","Name":"Jane Roe","DID":"+12145550100","Agent":"sam","CallType":")" + type +
               R"(","CallStartTimeUTC":"2026-11-21 02:00:00Z","Duration":")" + duration + R"("})";
    };
    row("3CX: missed", threeCx(), {journal("Missed", "00:00:00")}, Verdict::Missed, u"no-answer"_s);
    row("3CX: taken", threeCx(), {journal("Inbound", "00:01:04")}, Verdict::Answered, u"answered"_s);
    row("3CX: we call, and they answer", threeCx(), {journal("Outbound", "00:01:04")}, Verdict::Answered, u"answered"_s);
    row("3CX: we call, and they do not", threeCx(), {journal("Notanswered", "00:00:00")}, Verdict::Missed, u"no-answer"_s);

    const QByteArray began = R"(,"answered_at":null,"ended_at":null,"voicemail":null)";
    const QByteArray unanswered = R"(,"answered_at":null,"ended_at":1795226411,"voicemail":null)";
    row("Aircall: missed", aircall(),
        {aircallEvent("call.created", began), aircallEvent("call.ringing_on_agent", began), aircallEvent("call.hungup", unanswered),
         aircallEvent("call.ended", unanswered)},
        Verdict::Missed, u"no-answer"_s);
    row("Aircall: answered", aircall(),
        {aircallEvent("call.created", began),
         aircallEvent("call.answered", R"(,"answered_at":1795226405,"ended_at":null,"voicemail":null)"),
         aircallEvent("call.ended", R"(,"answered_at":1795226405,"ended_at":1795226465,"voicemail":null)")},
        Verdict::Answered, u"answered"_s);
    row("Aircall: one of the ring group declines, another answers", aircall(),
        {aircallEvent("call.created", began), aircallEvent("call.agent_declined", began),
         aircallEvent("call.answered", R"(,"answered_at":1795226405,"ended_at":null,"voicemail":null)")},
        Verdict::Answered, u"answered"_s);
    row("Aircall: voicemail", aircall(),
        {aircallEvent("call.created", began),
         aircallEvent("call.voicemail_left", R"(,"answered_at":null,"ended_at":1795226430,"voicemail":"https://files.example/812.mp3")")},
        Verdict::Missed, u"voicemail"_s);
    row("Aircall: comments and tags change nothing", aircall(),
        {aircallEvent("call.created", began), aircallEvent("call.tagged", began), aircallEvent("call.ended", unanswered),
         aircallEvent("call.commented", unanswered)},
        Verdict::Missed, u"no-answer"_s);
    row("Zapier: a flat form with the default names", plain,
        {"id=z1&from=%2B12145550123&to=%2B12145550100&status=Missed+Call&started_at=2026-11-21T02%3A00%3A00Z"}, Verdict::Missed,
        u"no-answer"_s);
}

void TestGenericEvents::judges()
{
    QFETCH(GenericHook, hook);
    QFETCH(QList<QByteArray>, history);
    QFETCH(Verdict, verdict);
    QFETCH(QString, reason);
    const std::optional<calls::Call> call = after(hook, history);
    QVERIFY(call);
    QCOMPARE(call->verdict, verdict);
    QCOMPARE(call->providerReason, reason);
    QCOMPARE(calls::numberOf(call->caller)->e164(), u"+12145550123"_s);
    QCOMPARE(call->line, u"+12145550100"_s);
}

void TestGenericEvents::anyOrderTellsTheSame()
{
    QList<QByteArray> history = {posted(R"("status":"ringing")"), posted(R"("status":"answered")"), posted(R"("status":"completed")"),
                                 posted(R"("status":"completed")")};
    std::sort(history.begin(), history.end());
    do {
        QCOMPARE(after(byDefault(), history)->verdict, Verdict::Answered);
    } while (std::next_permutation(history.begin(), history.end()));
}

void TestGenericEvents::knowsTheWords_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("signal");
    const auto rows = [](CallSignal signal, const QStringList &words) {
        for (const QString &word : words)
            QTest::newRow(qPrintable(word)) << word << static_cast<int>(signal);
    };
    rows(CallSignal::Ringing, {u"Ringing"_s, u"call.created"_s, u"initiated"_s, u"QUEUED"_s});
    rows(CallSignal::Answered, {u"answered"_s, u"ANSWER"_s, u"in-progress"_s, u"call.answered"_s, u"Picked up"_s});
    rows(CallSignal::Missed,
         {u"missed"_s, u"missed_call"_s, u"MissedCall"_s, u"no-answer"_s, u"NOANSWER"_s, u"NO ANSWER"_s, u"not_answered"_s, u"abandoned"_s,
          u"canceled"_s, u"CANCELLED"_s, u"gave_up"_s, u"voicemail"_s, u"call.voicemail_left"_s, u"timeout"_s});
    rows(CallSignal::MissedSoFar, {u"busy"_s, u"BUSY"_s, u"failed"_s, u"congestion"_s, u"declined"_s});
    rows(CallSignal::Over, {u"over"_s, u"completed"_s, u"call.ended"_s, u"done"_s, u"Hang up"_s});
}

void TestGenericEvents::knowsTheWords()
{
    QFETCH(QString, word);
    QFETCH(int, signal);
    const Result<PhoneEvent> event = eventOf(posted("\"status\":\"" + word.toUtf8() + '"'));
    QVERIFY(event);
    QVERIFY(std::holds_alternative<CallEvent>(*event));
    QCOMPARE(static_cast<int>(std::get<CallEvent>(*event).signal), signal);
}

void TestGenericEvents::readsTheCall()
{
    const Result<PhoneEvent> event = eventOf(posted(
        R"("status":"no-answer","direction":"Inbound","caller_name":" ROE JANE ","started_at":1795226400,"ended_at":"2026-11-21T02:00:20.5+00:00",
           "ring_seconds":"00:20","staff":"sam","voicemail_url":"https://pbx.example/v/1","voicemail_seconds":14,"voicemail_text":"call me",
           "spam":true,"spam_by":"Shield","attestation":"A")"));
    const CallEvent expected{.providerCallId = u"c1"_s,
                             .direction = calls::Direction::In,
                             .staff = u"sam"_s,
                             .caller = u"+12145550123"_s,
                             .line = u"+12145550100"_s,
                             .callerName = u"ROE JANE"_s,
                             .signal = CallSignal::Missed,
                             .providerReason = u"voicemail"_s,
                             .startedAt = fromMs(1'795'226'400'000),
                             .endedAt = instantOf(u"2026-11-21T02:00:20.500Z"_s),
                             .ringTime = Milliseconds(20'000),
                             .legs = {},
                             .voicemail = calls::Voicemail{u"https://pbx.example/v/1"_s, Milliseconds(14'000), u"call me"_s},
                             .reputation = {u"A"_s, true, u"Shield"_s}};
    QVERIFY(event);
    QCOMPARE(std::get<CallEvent>(*event), expected);
}

void TestGenericEvents::readsWithheldNumbers_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("empty") << QByteArray(R"("")");
    QTest::newRow("the word") << QByteArray(R"("Anonymous")");
}

void TestGenericEvents::readsWithheldNumbers()
{
    QFETCH(QByteArray, from);
    const Result<PhoneEvent> event = eventOf(R"({"id":"c1","to":"+12145550100","status":"missed","from":)" + from + '}');
    QVERIFY(event);
    QVERIFY(std::holds_alternative<calls::Withheld>(calls::readCallerId(std::get<CallEvent>(*event).caller)));
}

void TestGenericEvents::readsNumbers_data()
{
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("ours");
    const auto row = [](const char *name, const QString &theirs, const QString &ours) {
        QTest::newRow(name) << theirs << ours;
    };
    row("E.164", u"+12145550123"_s, u"+12145550123"_s);
    row("ten digits", u"2145550123"_s, u"+12145550123"_s);
    row("eleven digits", u"12145550123"_s, u"+12145550123"_s);
    row("as people write it", u" (214) 555-0123 "_s, u"+12145550123"_s);
    row("SIP", u"sip:+12145550123@pbx.example;user=phone"_s, u"+12145550123"_s);
    row("tel", u"tel:+1-214-555-0123"_s, u"+12145550123"_s);
    row("Asterisk's caller id", u"\"Jane Roe\" <2145550123>"_s, u"+12145550123"_s);
    row("another country without its plus sign", u"442079460958"_s, u"+442079460958"_s);
    row("an extension", u"101"_s, u"101"_s);
    row("a SIP user", u"sip:jane@pbx.example"_s, u"jane"_s);
    row("nothing", QString(), QString());
}

void TestGenericEvents::readsNumbers()
{
    QFETCH(QString, theirs);
    QFETCH(QString, ours);
    QCOMPARE(readNumber(theirs), ours);
}

void TestGenericEvents::readsTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("iso"); // empty: not believed
    const auto row = [](const QString &text, const QString &iso) {
        QTest::newRow(qPrintable(text)) << text << iso;
    };
    row(u"2026-11-21T02:00:00Z"_s, u"2026-11-21T02:00:00.000Z"_s);
    row(u"2026-11-21T02:00:00.123456Z"_s, u"2026-11-21T02:00:00.123Z"_s);
    row(u"2026-11-21T02:00:00.5Z"_s, u"2026-11-21T02:00:00.500Z"_s);
    row(u"2026-11-20 20:00:00-06:00"_s, u"2026-11-21T02:00:00.000Z"_s);
    row(u"2026-11-20T20:00:00 -0600"_s, u"2026-11-21T02:00:00.000Z"_s);
    row(u"2026-11-21T03:30:00+01:30"_s, u"2026-11-21T02:00:00.000Z"_s);
    row(u"2026-11-21T03:00+01"_s, u"2026-11-21T02:00:00.000Z"_s);
    row(u"2026-11-21 02:00:00 UTC"_s, u"2026-11-21T02:00:00.000Z"_s);
    row(u"Sat, 21 Nov 2026 02:00:00 +0000"_s, u"2026-11-21T02:00:00.000Z"_s);
    row(u"1795226400"_s, u"2026-11-21T02:00:00.000Z"_s);
    row(u"1795226400.25"_s, u"2026-11-21T02:00:00.250Z"_s);
    row(u"1795226400123"_s, u"2026-11-21T02:00:00.123Z"_s);
    row(u"2026-11-21 02:00:00"_s, {}); // whose?
    row(u"2026-02-30T02:00:00Z"_s, {});
    row(u"14"_s, {});
    row(u"nan"_s, {});
    row(u"1e300"_s, {});
    row(u"yesterday"_s, {});
    row(QString(), {});
}

void TestGenericEvents::readsTimes()
{
    QFETCH(QString, text);
    QFETCH(QString, iso);
    const std::optional<Instant> at = readTime(text);
    QCOMPARE(at ? toIso(*at) : QString(), iso);
}

void TestGenericEvents::readsSeconds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms"); // -1: not believed
    const auto row = [](const QString &text, qint64 ms) {
        QTest::newRow(qPrintable(text)) << text << ms;
    };
    row(u"0"_s, 0);
    row(u"14"_s, 14'000);
    row(u"14.25"_s, 14'250);
    row(u"1:05"_s, 65'000);
    row(u"01:00:14"_s, 3'614'000);
    row(u"-1"_s, -1);
    row(u"nan"_s, -1);
    row(u"inf"_s, -1);
    row(u"1:2:3:4"_s, -1);
    row(u"1e9"_s, -1);
    row(u"soon"_s, -1);
    row(QString(), -1);
}

void TestGenericEvents::readsSeconds()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    QCOMPARE(readSeconds(text).value_or(Milliseconds(-1)).count(), ms);
}

void TestGenericEvents::readsTexts()
{
    const Result<PhoneEvent> event = eventOf(posted(R"("event":"sms.received","text":"STOP","pictures":2)"));
    QVERIFY(event);
    const TextReceived expected{.providerMessageId = u"c1"_s,
                                .from = u"+12145550123"_s,
                                .line = u"+12145550100"_s,
                                .body = u"STOP"_s,
                                .mediaCount = 2,
                                .optOutType = {}};
    QCOMPARE(std::get<TextReceived>(*event), expected);
}

void TestGenericEvents::readsReceipts()
{
    const Result<PhoneEvent> event = eventOf(R"({"event":"receipt","id":"m1","status":"Delivered"})");
    QVERIFY(event);
    QCOMPARE(std::get<TextStatus>(*event), (TextStatus{u"m1"_s, calls::DeliveryState::Delivered, {}}));
}

void TestGenericEvents::ignores_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("an event of another kind") << QByteArray(R"({"event":"contact.created"})");
    QTest::newRow("a word that we do not know") << posted(R"("status":"on hold")");
    QTest::newRow("a way that we do not know") << posted(R"("status":"missed","direction":"sideways")");
    QTest::newRow("a call inside the office") << QByteArray(
        R"({"id":"c1","from":"101","to":"102","direction":"internal","status":"missed"})");
    QTest::newRow("a text of ours") << posted(R"("event":"text","direction":"outbound","text":"hi")");
    QTest::newRow("a receipt's word that we do not know") << QByteArray(R"({"event":"receipt","id":"m1","status":"odd"})");
}

void TestGenericEvents::ignores()
{
    QFETCH(QByteArray, body);
    const Result<PhoneEvent> event = eventOf(body);
    QVERIFY2(event, event ? "" : qPrintable(event.error().what));
    QVERIFY(std::holds_alternative<Ignored>(*event));
    QCOMPARE(eventsOf(byDefault(), body).size(), 1); // kept all the same
}

void TestGenericEvents::namesWhatIsMissing_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("id") << QByteArray(R"({"from":"1","to":"2","status":"missed"})") << QStringList{u"id"_s, u"/id"_s};
    QTest::newRow("an empty id") << QByteArray(R"({"id":"","from":"1","to":"2","status":"missed"})") << QStringList{u"id"_s, u"/id"_s};
    QTest::newRow("a long id") << QByteArray(R"({"from":"1","to":"2","status":"missed","id":")" + QByteArray(200, 'x') + R"("})")
                               << QStringList{u"id"_s, u"128"_s};
    QTest::newRow("from") << QByteArray(R"({"id":"c","to":"2","status":"missed"})") << QStringList{u"from"_s, u"/from"_s};
    QTest::newRow("to") << QByteArray(R"({"id":"c","from":"2","status":"missed"})") << QStringList{u"to"_s, u"/to"_s};
    QTest::newRow("status") << QByteArray(R"({"id":"c","from":"2","to":"3"})") << QStringList{u"status"_s, u"/status"_s};
    QTest::newRow("an object in the place of a number")
        << QByteArray(R"({"id":"c","from":{"n":1},"to":"3","status":"missed"})") << QStringList{u"from"_s, u"/from"_s, u"object"_s};
    QTest::newRow("the words of a text") << posted(R"("event":"text")") << QStringList{u"text"_s, u"/text"_s};
    QTest::newRow("half of the JSON") << QByteArray(R"({"id":)") << QStringList{u"JSON"_s};
    QTest::newRow("a list of numbers") << QByteArray("[1]") << QStringList{u"list"_s};
    QTest::newRow("nothing") << QByteArray() << QStringList{u"empty"_s};
    QTest::newRow("a zero byte") << QByteArray("{\"id\":\"a\0b\"}", 12) << QStringList{u"zero"_s};
}

void TestGenericEvents::namesWhatIsMissing()
{
    QFETCH(QByteArray, body);
    QFETCH(QStringList, names);
    const WebhookJudgement judgement = judgementOf(byDefault(), body);
    QVERIFY(std::holds_alternative<Malformed>(judgement));
    for (const QString &name : names)
        QVERIFY2(std::get<Malformed>(judgement).what.contains(name), qPrintable(std::get<Malformed>(judgement).what));
}

void TestGenericEvents::keysEvents_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *name, const QByteArray &one, const QByteArray &other, bool same) {
        QTest::newRow(name) << posted(one) << posted(other) << same;
    };
    row("sent again", R"("status":"missed")", R"("status":"missed")", true);
    row("sent again with another time", R"("status":"missed","sent_at":1)", R"("status":"missed","sent_at":2)", true);
    row("another status", R"("status":"ringing")", R"("status":"missed")", false);
    row("a voicemail later", R"("status":"missed")", R"("status":"missed","voicemail_url":"https://pbx.example/1")", false);
    row("its text later still", R"("status":"missed","voicemail_url":"https://pbx.example/1")",
        R"("status":"missed","voicemail_url":"https://pbx.example/1","voicemail_text":"hello")", false);
    row("its own key", R"("status":"ringing","key":"k1")", R"("status":"missed","key":"k1")", true);
    row("another key of its own", R"("status":"missed","key":"k1")", R"("status":"missed","key":"k2")", false);
    row("long keys that differ at the end", "\"status\":\"missed\",\"key\":\"" + QByteArray(500, 'k') + "1\"",
        "\"status\":\"missed\",\"key\":\"" + QByteArray(500, 'k') + "2\"", false);
}

void TestGenericEvents::keysEvents()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(bool, same);
    const QString first = eventsOf(byDefault(), one).value(0).key;
    const QString second = eventsOf(byDefault(), other).value(0).key;
    QVERIFY(!first.isEmpty() && first.size() <= 200);
    QCOMPARE(first == second, same);
}

void TestGenericEvents::storesFormsAsJson()
{
    const QList<calls::ProviderEvent> events =
        eventsOf(byDefault(), "id=c1&from=%2B12145550123&to=2145550100&status=missed&note=a%00b+%F0%9F%8F%A0");
    QCOMPARE(events.size(), 1);
    QVERIFY(events.first().payload.startsWith('{'));
    QVERIFY(!events.first().payload.contains('\0'));
    QVERIFY(events.first().payload.contains(R"("from":"+12145550123")"));
}

void TestGenericEvents::storesEachOfAList()
{
    const QList<calls::ProviderEvent> events =
        eventsOf(byDefault(), '[' + posted(R"("status":"ringing")") + ',' + posted(R"("status":"missed","ended_at":1795226411)") + ']');
    QCOMPARE(events.size(), 2);
    QCOMPARE(events.last().at, std::optional(fromMs(1'795'226'411'000)));
    QCOMPARE(eventsOf(byDefault(), "[]").size(), 0);
}

void TestGenericEvents::boundsWhatItReads()
{
    const QByteArray name = QByteArray("\\ud83c\\udfe0").repeated(200) + "\\u0000";
    const Result<PhoneEvent> event = eventOf(
        posted(R"("status":"missed","voicemail_text":"a\u0000b","caller_name":")" + name + R"(","voicemail_url":"javascript:alert")"));
    QVERIFY(event);
    const CallEvent call = std::get<CallEvent>(*event);
    QCOMPARE(call.callerName.size(), 256);
    QVERIFY(!call.callerName.back().isHighSurrogate());
    QCOMPARE(call.voicemail->transcript, u"ab"_s);
    QCOMPARE(call.voicemail->url, QString());
}

void TestGenericEvents::saysWhatItRead()
{
    const WebhookJudgement judgement = judgementOf(byDefault(), posted(R"("status":"missed")"));
    QCOMPARE(std::get<Received>(judgement).answer.body, QByteArray("read as a call that was missed\n"));
    const WebhookJudgement unknown = judgementOf(byDefault(), posted(R"("status":"on hold")"));
    QVERIFY(std::get<Received>(unknown).answer.body.contains("/status"));
}

QTEST_GUILESS_MAIN(TestGenericEvents)
#include "tst_generic_events.moc"
