#include "connectors/twilio/provider.h"
#include "connectors/twilio/system.h"
#include "support/faketwilio.h"
#include "support/testclock.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::twilio;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeTwilio;

namespace {

calls::PhoneNumber number(QStringView e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

} // namespace

/// Reading the lists of calls and texts: what webhooks lost.
class TestTwilioLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void findsAMissedCall();
    void findsAVoicemail();
    void listsLegsAsTheyAreListed();
    void asksForNoDetailsOfJudgedCalls();
    void leavesOpenCallsForLater();
    void onlyOurLines();
    void callsOfOurs();
    void findsTexts();
    void turnsPages();
    void asksForADayOnceAnHour();
    void changesNothingWhenItFails_data();
    void changesNothingWhenItFails();
    void restsWhenAskedTo();
    void goesOnWithTheNextRead();
    void takesAnyPayload_data();
    void takesAnyPayload();

private:
    [[nodiscard]] Result<Log> read(const LogQuery &query) { return QCoro::waitFor(m_provider->readLog(query)); }
    [[nodiscard]] LogQuery query(const QString &cursor = {}) const
    {
        return {.since = m_clock.now() - 1min, .now = m_clock.now(), .cursor = cursor};
    }
    [[nodiscard]] Result<PhoneEvent> translated(const calls::ProviderEvent &event) const
    {
        const settings::Connection connection{.id = u"twilio-main"_s, .account = settings::TwilioAccount{}};
        return m_system.translate(connection, event.kind, event.payload);
    }
    [[nodiscard]] CallEvent call(const Result<Log> &log, qsizetype n = 0) const
    {
        return std::get<CallEvent>(*translated(log->events.at(n)));
    }
    /// How many requests asked for something of that name since the last time.
    qsizetype asked(const QByteArray &part)
    {
        const QList<FakeTwilio::Request> all = m_twilio->allRequests();
        const qsizetype count =
            std::count_if(all.begin() + m_seen, all.end(), [&](const auto &each) { return each.target.contains(part); });
        return count;
    }
    void forget() { m_seen = m_twilio->allRequests().size(); }

    const TwilioSystem m_system;
    test::TestClock m_clock;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<TwilioProvider> m_provider;
    qsizetype m_seen = 0;
};

void TestTwilioLog::init()
{
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    m_network = std::make_unique<QNetworkAccessManager>();
    const TwilioSettings settings{
        .accountSid = FakeTwilio::accountSid(), .authToken = FakeTwilio::authToken(), .baseUrl = m_twilio->baseUrl(), .timeout = 500ms};
    m_provider = std::make_unique<TwilioProvider>(settings, *m_network, m_clock);
    m_seen = 0;
}

void TestTwilioLog::cleanup()
{
    QVERIFY2(m_twilio->problems().isEmpty(), qPrintable(m_twilio->problems().join(u"; "_s)));
    m_provider.reset();
    m_network.reset();
    m_twilio.reset();
}

void TestTwilioLog::findsAMissedCall()
{
    const QString sid = m_twilio->add(
        FakeTwilio::Call{.status = u"no-answer"_s, .start = m_clock.now() - 50s, .lasted = 20s, .callerName = u"SMITH JOHN"_s});
    const Result<Log> log = read(query());
    QVERIFY(log);
    QCOMPARE(log->events.size(), 1);
    const calls::ProviderEvent event = log->events.first();
    QCOMPARE(event.kind, calls::EventKind::CallLog);
    QVERIFY(event.at == m_clock.now() - 30s);
    const CallEvent expected{.providerCallId = sid,
                             .caller = u"+12145550123"_s,
                             .line = u"+12145550100"_s,
                             .callerName = u"SMITH JOHN"_s,
                             .signal = CallSignal::Missed,
                             .providerReason = u"no-answer"_s,
                             .startedAt = m_clock.now() - 50s,
                             .endedAt = m_clock.now() - 30s,
                             .ringTime = 20'999ms,
                             .reputation = {}};
    QCOMPARE(call(log), expected);
    QCOMPARE(asked("ParentCallSid"), 0); // nobody can have answered
    QCOMPARE(asked("Recordings"), 0);
    QVERIFY(asked("StartTime%3E=2026-11-19T17%3A59%3A00Z") == 1); // the name of the comparison escaped once

    const Result<Log> again = read(query(log->cursor));
    QCOMPARE(again->events.value(0).key, event.key); // the store knows it by that
}

void TestTwilioLog::findsAVoicemail()
{
    const QString sid = m_twilio->add(FakeTwilio::Call{.start = m_clock.now() - 50s, .lasted = 40s, .duration = 40});
    m_twilio->add(FakeTwilio::Recording{.call = sid, .duration = 14, .status = u"processing"_s});
    m_twilio->add(FakeTwilio::Recording{.call = sid, .duration = 15});
    const Result<Log> log = read(query());
    QVERIFY(log);
    const CallEvent event = call(log);
    QCOMPARE(event.signal, CallSignal::Missed);
    QCOMPARE(event.providerReason, u"voicemail"_s);
    QVERIFY(event.voicemail);
    QCOMPARE(event.voicemail->length, std::optional<Milliseconds>(15s));
    QVERIFY(event.voicemail->url.startsWith("https://api.twilio.com/2010-04-01/Accounts/"_L1) &&
            !event.voicemail->url.endsWith(".json"_L1));
    QVERIFY(!event.ringTime); // it rang until the greeting, and nobody says when that was
}

void TestTwilioLog::listsLegsAsTheyAreListed()
{
    const Instant began = m_clock.now() - 90s;
    const QString answered = m_twilio->add(FakeTwilio::Call{.start = began, .lasted = 60s, .duration = 60});
    m_twilio->add(FakeTwilio::Call{
        .parent = answered, .to = u"+12145550171"_s, .status = u"no-answer"_s, .direction = u"outbound-dial"_s, .start = began + 1s});
    m_twilio->add(FakeTwilio::Call{
        .parent = answered, .to = u"+12145550172"_s, .direction = u"outbound-dial"_s, .start = began + 1s, .duration = 40});
    const Result<Log> log = read(query());
    QVERIFY(log);
    QCOMPARE(log->events.size(), 1); // a leg is no call of its own
    QCOMPARE(call(log).signal, CallSignal::Answered);
    QCOMPARE(call(log).legs.size(), 2);
    QCOMPARE(asked("ParentCallSid"), 0);
    QCOMPARE(asked("Recordings"), 0);
}

void TestTwilioLog::asksForNoDetailsOfJudgedCalls()
{
    const QString judged = m_twilio->add(FakeTwilio::Call{.start = m_clock.now() - 50s, .lasted = 20s, .duration = 20});
    const QString other = m_twilio->add(FakeTwilio::Call{.start = m_clock.now() - 49s, .lasted = 20s, .duration = 20});
    LogQuery question = query();
    question.isJudged = [judged](const QString &id) {
        return id == judged;
    };
    const Result<Log> log = read(question);
    QVERIFY(log);
    QCOMPARE(log->events.size(), 1);
    QCOMPARE(call(log).providerCallId, other);
    QCOMPARE(asked("ParentCallSid="), 1);
    QCOMPARE(asked("Recordings"), 1);
    QCOMPARE(asked(other.toLatin1()), 2);
}

void TestTwilioLog::leavesOpenCallsForLater()
{
    const QString sid = m_twilio->add(FakeTwilio::Call{.status = u"in-progress"_s, .start = m_clock.now() - 10s, .lasted = 50min});
    Result<Log> log = read(query());
    QVERIFY(log);
    QVERIFY(log->events.isEmpty());
    for (int i = 0; i < 5; ++i) { // longer than the overlap, shorter than the hour
        m_clock.advance(10min);
        log = read(query(log->cursor));
        QVERIFY(log && log->events.isEmpty());
    }
    m_twilio->setCall(sid, u"no-answer"_s, 0);
    log = read(query(log->cursor));
    QVERIFY(log);
    QCOMPARE(log->events.size(), 1);
    QCOMPARE(call(log).providerCallId, sid);

    // A call that is over while its leg's record lags behind.
    const QString lagging = m_twilio->add(FakeTwilio::Call{.start = m_clock.now() - 10s, .lasted = 9s, .duration = 9});
    const QString leg = m_twilio->add(
        FakeTwilio::Call{.parent = lagging, .status = u"ringing"_s, .direction = u"outbound-dial"_s, .start = m_clock.now() - 9s});
    LogQuery question = query(log->cursor);
    question.isJudged = [sid](const QString &id) {
        return id == sid;
    };
    log = read(question);
    QVERIFY(log && log->events.isEmpty());
    m_twilio->setCall(leg, u"completed"_s, 5);
    question.cursor = log->cursor;
    log = read(question);
    QCOMPARE(log->events.size(), 1);
    QCOMPARE(call(log).signal, CallSignal::Answered);
}

void TestTwilioLog::onlyOurLines()
{
    m_twilio->add(FakeTwilio::Call{.to = u"+12145550199"_s, .status = u"no-answer"_s, .start = m_clock.now() - 20s});
    m_twilio->add(FakeTwilio::Call{.to = u"+12145550100"_s, .status = u"busy"_s, .start = m_clock.now() - 30s});
    m_twilio->add(FakeTwilio::Message{
        .to = u"+12145550199"_s, .from = u"+12145550123"_s, .body = u"hi"_s, .direction = u"inbound"_s, .status = u"received"_s});
    LogQuery question = query();
    question.lines = {number(u"+12145550100")};
    const Result<Log> log = read(question);
    QVERIFY(log);
    QCOMPARE(log->events.size(), 1);
    QCOMPARE(call(log).providerReason, u"busy"_s);
    QCOMPARE(read(query())->events.size(), 3);
}

void TestTwilioLog::callsOfOurs()
{
    const Instant began = m_clock.now() - 90s;
    m_twilio->add(FakeTwilio::Call{
        .from = u"+12145550100"_s, .to = u"+12145550123"_s, .direction = u"outbound-api"_s, .start = began, .lasted = 60s, .duration = 55});
    const QString fromDesk = m_twilio->add(
        FakeTwilio::Call{.from = u"client:dana"_s, .to = u"+12145550126"_s, .start = began + 1s, .lasted = 20s, .duration = 20});
    m_twilio->add(FakeTwilio::Call{.parent = fromDesk,
                                   .from = u"+12145550100"_s,
                                   .to = u"+12145550126"_s,
                                   .direction = u"outbound-dial"_s,
                                   .start = began + 2s,
                                   .lasted = 60s,
                                   .duration = 12,
                                   .answeredBy = u"machine_start"_s});
    LogQuery question = query();
    question.lines = {number(u"+12145550100")};
    const Result<Log> log = read(question);
    QVERIFY(log);
    QCOMPARE(log->events.size(), 2);
    QCOMPARE(call(log, 0).direction, calls::Direction::Out);
    QCOMPARE(call(log, 0).caller, u"+12145550123"_s);
    QCOMPARE(call(log, 0).line, u"+12145550100"_s);
    QCOMPARE(call(log, 0).signal, CallSignal::Answered);
    QCOMPARE(call(log, 1).caller, u"+12145550126"_s);
    QCOMPARE(call(log, 1).signal, CallSignal::Missed);
    QCOMPARE(call(log, 1).providerReason, u"machine_start"_s);
}

void TestTwilioLog::findsTexts()
{
    const QString in = m_twilio->add(FakeTwilio::Message{.to = u"+12145550100"_s,
                                                         .from = u"+12145550123"_s,
                                                         .body = u"Stop 👍"_s,
                                                         .direction = u"inbound"_s,
                                                         .status = u"received"_s,
                                                         .dateCreated = m_clock.now() - 20s});
    const QString out = m_twilio->add(FakeTwilio::Message{.to = u"+12145550123"_s,
                                                          .from = u"+12145550100"_s,
                                                          .body = u"secret words"_s,
                                                          .status = u"undelivered"_s,
                                                          .errorCode = 30003,
                                                          .dateCreated = m_clock.now() - 10s});
    m_twilio->add(FakeTwilio::Message{
        .to = u"+12145550123"_s, .from = u"+12145550100"_s, .body = u"on its way"_s, .dateCreated = m_clock.now() - 5s});
    const Result<Log> log = read(query());
    QVERIFY(log);
    QCOMPARE(log->events.size(), 2);
    // The keys of the webhooks, so that each is stored once, by whatever way it comes.
    QCOMPARE(log->events.at(0).key, u"text|"_s + in + u"|received"_s);
    QCOMPARE(log->events.at(1).key, u"text|"_s + out + u"|undelivered"_s);
    QVERIFY(!log->events.at(1).payload.contains("secret words"));
    const auto text = std::get<TextReceived>(*translated(log->events.at(0)));
    const TextReceived expected{.providerMessageId = in,
                                .from = u"+12145550123"_s,
                                .line = u"+12145550100"_s,
                                .body = u"Stop 👍"_s,
                                .mediaCount = 0,
                                .optOutType = {}};
    QCOMPARE(text, expected);
    const auto receipt = std::get<TextStatus>(*translated(log->events.at(1)));
    const TextStatus state{.providerMessageId = out, .state = calls::DeliveryState::Undelivered, .errorCode = u"30003"_s};
    QCOMPARE(receipt, state);
}

void TestTwilioLog::turnsPages()
{
    for (int i = 0; i < 23; ++i)
        m_twilio->add(FakeTwilio::Call{.status = u"no-answer"_s, .start = m_clock.now() - std::chrono::seconds(100 - i)});
    m_twilio->limitPages(5);
    const Result<Log> log = read(query());
    QVERIFY(log);
    QCOMPARE(log->events.size(), 23);
    QVERIFY(std::is_sorted(log->events.begin(), log->events.end(), [](const auto &a, const auto &b) { return a.at < b.at; }));
    QCOMPARE(asked("/Calls.json"), 5);

    // Not beyond what is asked for, though Twilio lists whole days.
    for (int i = 0; i < 50; ++i)
        m_twilio->add(FakeTwilio::Call{.status = u"no-answer"_s, .start = m_clock.now() - 3h - std::chrono::seconds(i)});
    forget();
    QCOMPARE(read(query(log->cursor))->events.size(), 23);
    QCOMPARE(asked("/Calls.json"), 5);
}

void TestTwilioLog::asksForADayOnceAnHour()
{
    m_twilio->add(FakeTwilio::Call{.status = u"no-answer"_s, .start = m_clock.now() - 20h});
    Result<Log> log = read(query());
    QCOMPARE(log->events.size(), 1);
    m_clock.advance(59min);
    log = read(query(log->cursor));
    QCOMPARE(log->events.size(), 0);
    m_clock.advance(1min);
    log = read(query(log->cursor));
    QCOMPARE(log->events.size(), 1);
    QVERIFY(log->cursor.size() < 300);
    QCOMPARE(read(query(u"not a cursor"_s))->events.size(), 1);
    // Long away: from where something may have been lost, and a day more.
    m_clock.advance(72h);
    LogQuery question = query(log->cursor);
    question.since = m_clock.now() - 73h;
    QCOMPARE(read(question)->events.size(), 1);
}

void TestTwilioLog::changesNothingWhenItFails_data()
{
    using Script = std::function<void(FakeTwilio &)>;
    QTest::addColumn<QByteArray>("at");
    QTest::addColumn<Script>("script");
    QTest::addColumn<int>("kind");
    const QList<std::pair<QByteArray, QByteArray>> places = {{"calls", "/Calls.json?StartTime"},
                                                             {"legs", "ParentCallSid"},
                                                             {"recordings", "/Recordings.json"},
                                                             {"texts", "/Messages.json?DateSent"}};
    for (const auto &[place, at] : places) {
        const auto row = [place = place, at = at](const char *name, const Script &script, ErrorKind kind) {
            QTest::addRow("%s: %s", place.constData(), name) << at << script << static_cast<int>(kind);
        };
        row(
            "an error of theirs", [](FakeTwilio &twilio) { twilio.failNext(500); }, ErrorKind::Transient);
        row(
            "too many requests", [](FakeTwilio &twilio) { twilio.rateLimitNext(); }, ErrorKind::Transient);
        row(
            "no answer in time", [](FakeTwilio &twilio) { twilio.stallNext(); }, ErrorKind::Transient);
        row(
            "hangs up",
            [](FakeTwilio &twilio) {
                twilio.dropNext();
                twilio.dropNext();
                twilio.dropNext();
                twilio.dropNext();
            },
            ErrorKind::Transient);
        row(
            "credentials", [](FakeTwilio &twilio) { twilio.refuseNext(20003, 401); }, ErrorKind::Refused);
        row(
            "no right", [](FakeTwilio &twilio) { twilio.refuseNext(20003, 403); }, ErrorKind::Refused);
        row(
            "a captive portal", [](FakeTwilio &twilio) { twilio.html200Next(); }, ErrorKind::Invalid);
        row(
            "a list of something else", [](FakeTwilio &twilio) { twilio.answerNext(200, R"({"things":[],"next_page_uri":null})"); },
            ErrorKind::Invalid);
        row(
            "a next page elsewhere",
            [](FakeTwilio &twilio) {
                twilio.answerNext(200, R"({"calls":[],"recordings":[],"messages":[],"next_page_uri":"@evil.example/"})");
            },
            ErrorKind::Invalid);
    }
    QTest::addRow("calls: no such account") << QByteArray("/Calls.json")
                                            << Script([](FakeTwilio &twilio) { twilio.refuseNext(20404, 404); })
                                            << static_cast<int>(ErrorKind::Refused);
}

void TestTwilioLog::changesNothingWhenItFails()
{
    QFETCH(QByteArray, at);
    QFETCH(std::function<void(FakeTwilio &)>, script);
    QFETCH(int, kind);
    m_twilio->add(FakeTwilio::Call{.start = m_clock.now() - 50s, .lasted = 40s, .duration = 40});
    m_twilio->aimAt(at);
    script(*m_twilio);
    const Result<Log> log = read(query());
    QVERIFY(!log);
    QCOMPARE(static_cast<int>(log.error().kind), kind);
    QVERIFY(!log.error().what.contains(FakeTwilio::accountSid()) && !log.error().what.contains(FakeTwilio::authToken()));
}

void TestTwilioLog::restsWhenAskedTo()
{
    m_twilio->aimAt("/Calls.json");
    m_twilio->rateLimitNext("30");
    QVERIFY(!read(query()));
    forget();
    m_clock.advance(29s);
    QVERIFY(!read(query()));
    QCOMPARE(asked("/"), 0);
    m_clock.advance(1s);
    QVERIFY(read(query()));
}

// A storm whose webhooks are all lost is read in parts, the newest first.
void TestTwilioLog::goesOnWithTheNextRead()
{
    for (int i = 0; i < 170; ++i) // each asks for its legs and its recordings
        m_twilio->add(FakeTwilio::Call{.start = m_clock.now() - std::chrono::seconds(600 - i), .lasted = 5s, .duration = 5});
    LogQuery question = query();
    QSet<QString> judged;
    question.isJudged = [&judged](const QString &id) {
        return judged.contains(id);
    };
    const Result<Log> first = read(question);
    QVERIFY(first);
    QCOMPARE(first->events.size(), 150);
    QVERIFY(first->events.first().at == m_clock.now() - 575s);
    for (qsizetype i = 0; i < first->events.size(); ++i)
        judged.insert(call(first, i).providerCallId);
    m_clock.advance(30min);
    question.since = question.now = m_clock.now();
    question.cursor = first->cursor;
    const Result<Log> second = read(question);
    QVERIFY(second);
    QCOMPARE(second->events.size(), 20);
}

void TestTwilioLog::takesAnyPayload_data()
{
    QTest::addColumn<QByteArray>("payload");
    for (const QByteArray &payload :
         {""_ba, "[]"_ba, "{}"_ba, R"({"call":[]})"_ba, R"({"call":{"sid":"CA1"}})"_ba, R"({"call":{"sid":7},"legs":7})"_ba,
          R"({"call":{"sid":"CA00000000000000000000000000000001","status":"ringing"}})"_ba, R"({"sid":"SM1","direction":"inbound"})"_ba,
          R"({"sid":"SM00000000000000000000000000000001","direction":"inbound"})"_ba})
        QTest::newRow(payload.isEmpty() ? "nothing" : payload.constData()) << payload;
}

void TestTwilioLog::takesAnyPayload()
{
    QFETCH(QByteArray, payload);
    for (const calls::EventKind kind : {calls::EventKind::CallLog, calls::EventKind::MessageLog}) {
        const Result<PhoneEvent> event = translated({.kind = kind, .key = {}, .payload = payload, .at = {}});
        QVERIFY(!event);
        QCOMPARE(event.error().kind, ErrorKind::Invalid);
    }
}

QTEST_GUILESS_MAIN(TestTwilioLog)
#include "tst_twilio_log.moc"
