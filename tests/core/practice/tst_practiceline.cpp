#include "base/time.h"
#include "connectors/twilio/provider.h"
#include "core/practice/checkingdoor.h"
#include "practice/practiceline.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QHash>
#include <QNetworkAccessManager>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::practice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::CheckingDoor;

namespace {

const QString publicUrl = u"https://hooks.example.com"_s;
const QStringList lines = {u"+12145550100"_s, u"+14695550100"_s};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return fromMs(QDateTime::currentMSecsSinceEpoch()); }
};

// An office that texts everyone whose call it misses, once.
class Office {
public:
    explicit Office(PracticePhone &phone)
        : m_provider(
              {.accountSid = PracticePhone::accountSid(), .authToken = QString::fromLatin1(phone.authToken()), .baseUrl = phone.baseUrl()},
              m_network, m_clock)
    {}

    void textBack(const CheckingDoor &door)
    {
        const QList<CallEvent> calls = door.events<CallEvent>();
        for (const CallEvent &call : calls) {
            if (call.signal != CallSignal::Missed || call.caller == withheldCaller || m_texted.contains(call.caller))
                continue;
            m_texted.insert(call.caller);
            const TextRequest request{.to = *calls::PhoneNumber::fromE164(call.caller),
                                      .from = *calls::PhoneNumber::fromE164(call.line),
                                      .body = u"Sorry we missed you"_s};
            if (!std::holds_alternative<Sent>(QCoro::waitFor(m_provider.sendText(request))))
                ++m_notSent;
        }
    }

    [[nodiscard]] qsizetype texted() const { return m_texted.size(); }
    [[nodiscard]] int notSent() const { return m_notSent; }

private:
    SystemClock m_clock;
    QNetworkAccessManager m_network;
    twilio::TwilioProvider m_provider;
    QSet<QString> m_texted;
    int m_notSent = 0;
};

QStringList callersOf(const CheckingDoor &door)
{
    QStringList callers;
    QSet<QString> seen;
    const QList<CallEvent> calls = door.events<CallEvent>();
    for (const CallEvent &call : calls) {
        if (!seen.contains(call.providerCallId))
            callers.append(call.caller);
        seen.insert(call.providerCallId);
    }
    return callers;
}

} // namespace

class TestPracticeLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void soundsLikeTwilio();
    void missesTheFirstCallWithinTwoSeconds();
    void makesTheSameCallersFromTheSameSeed();
    void stopsWhileCallsAreInTheAir();
    void stopsWhileTheDoorStalls();
    void triesAgainWhenTheDoorFails();

private:
    [[nodiscard]] PracticeLine::Config config(PracticeLine::Pace pace) const
    {
        return {.doorPort = m_door->port(), .publicUrl = publicUrl, .lines = lines, .phone = *m_phone, .pace = pace};
    }

    std::unique_ptr<PracticePhone> m_phone;
    std::unique_ptr<CheckingDoor> m_door;
};

void TestPracticeLine::init()
{
    m_phone = std::make_unique<PracticePhone>();
    QVERIFY(m_phone->start());
    m_door = std::make_unique<CheckingDoor>(publicUrl, m_phone->authToken());
}

void TestPracticeLine::cleanup()
{
    m_door.reset();
    m_phone.reset();
}

void TestPracticeLine::soundsLikeTwilio()
{
    constexpr int calls = 40;
    Office office(*m_phone);
    PracticeLine line(config({.speed = 400, .seed = 3, .maxCalls = calls}));
    line.start();
    const auto isQuiet = [&] { // every call is over, and every text has its receipts
        office.textBack(*m_door);
        QSet<QString> over;
        const QList<CallEvent> events = m_door->events<CallEvent>();
        for (const CallEvent &event : events) {
            if (event.signal == CallSignal::Missed || event.signal == CallSignal::Over)
                over.insert(event.providerCallId);
        }
        return over.size() == calls && m_door->events<TextStatus>().size() == 2 * m_phone->textCount();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), 30'000);
    const auto heardAllKindsOfReplies = [&] { // the slowest comes 10 s after its text, a fortieth of a second here
        const QList<TextReceived> replies = m_door->events<TextReceived>();
        const auto has = [&replies](auto isIt) {
            return std::any_of(replies.begin(), replies.end(), isIt);
        };
        return replies.size() > 5 && has([](const TextReceived &r) { return r.body == "Yes please, water is coming in"_L1; }) &&
               has([](const TextReceived &r) { return r.body.contains(u'í') || r.body.contains(u'¿'); }) &&
               has([](const TextReceived &r) { return r.body == "STOP"_L1; });
    };
    QTRY_VERIFY(heardAllKindsOfReplies());
    line.stop();
    QCOMPARE(line.callsBegun(), calls);
    QCOMPARE(m_door->objections(), QStringList());
    QCOMPARE(office.notSent(), 0);

    static const QRegularExpression madeUp(u"^\\+1[2-9][0-9]{2}55501[0-9]{2}$"_s);
    QHash<QString, QList<CallSignal>> signalsOf;
    QHash<QString, int> callsOf;
    int named = 0;
    const QList<CallEvent> events = m_door->events<CallEvent>();
    for (const CallEvent &event : events) {
        QVERIFY(event.caller == withheldCaller || madeUp.match(event.caller).hasMatch());
        QVERIFY(lines.contains(event.line) && !lines.contains(event.caller));
        QVERIFY(!event.endedAt || std::chrono::abs(*event.endedAt - fromMs(QDateTime::currentMSecsSinceEpoch())) < 5min);
        if (!signalsOf.contains(event.providerCallId))
            ++callsOf[event.caller];
        signalsOf[event.providerCallId].append(event.signal);
        named += event.callerName.isEmpty() ? 0 : 1;
    }
    QVERIFY(named > events.size() / 2);
    QVERIFY(callsOf.take(withheldCaller) > 0);
    QVERIFY(std::any_of(callsOf.cbegin(), callsOf.cend(), [](int n) { return n == 2; }));

    const QList<CallSignal> missedWithoutRinging = {CallSignal::Missed};
    const QList<CallSignal> missed = {CallSignal::Ringing, CallSignal::Missed};
    const QList<CallSignal> answered = {CallSignal::Ringing, CallSignal::Answered, CallSignal::Over};
    QCOMPARE(signalsOf.value(events.first().providerCallId), missedWithoutRinging);
    int missedCalls = 0;
    int answeredCalls = 0;
    for (const QList<CallSignal> &heard : std::as_const(signalsOf)) {
        QVERIFY(heard == missed || heard == answered || heard == missedWithoutRinging);
        missedCalls += heard == missed ? 1 : 0;
        answeredCalls += heard == answered ? 1 : 0;
    }
    QCOMPARE(missedCalls + answeredCalls + 1, calls);
    QVERIFY(answeredCalls >= 4);
    QVERIFY(missedCalls > 2 * answeredCalls);

    QHash<QString, QList<calls::DeliveryState>> statesOf;
    const QList<TextStatus> receipts = m_door->events<TextStatus>();
    for (const TextStatus &receipt : receipts)
        statesOf[receipt.providerMessageId].append(receipt.state);
    const QList<PracticePhone::Text> texts = m_phone->texts();
    QCOMPARE(texts.size(), office.texted());
    const QList<calls::DeliveryState> delivered = {calls::DeliveryState::Sent, calls::DeliveryState::Delivered};
    for (const PracticePhone::Text &text : texts)
        QCOMPARE(statesOf.value(text.sid), delivered);

    const QList<TextReceived> replies = m_door->events<TextReceived>();
    QVERIFY(replies.size() < texts.size());
    for (const TextReceived &reply : replies)
        QVERIFY(callsOf.contains(reply.from) && lines.contains(reply.line) && !reply.body.isEmpty());
}

void TestPracticeLine::missesTheFirstCallWithinTwoSeconds()
{
    PracticeLine line(config({.seed = 1}));
    line.start();
    QTRY_COMPARE_WITH_TIMEOUT(m_door->events<CallEvent>().size(), 1, 2'000);
    QCOMPARE(m_door->events<CallEvent>().first().signal, CallSignal::Missed);
}

void TestPracticeLine::makesTheSameCallersFromTheSameSeed()
{
    QStringList before;
    QSet<QString> ids;
    for (int i = 0; i < 2; ++i) {
        CheckingDoor door(publicUrl, m_phone->authToken());
        PracticeLine::Config same = config({.speed = 4000, .seed = 11, .maxCalls = 12});
        same.doorPort = door.port();
        PracticeLine line(same);
        line.start();
        QTRY_COMPARE(callersOf(door).size(), 12);
        line.stop();
        QStringList callers = callersOf(door);
        callers.removeDuplicates(); // when somebody calls again among the others is up to the clock
        if (i == 1)
            QCOMPARE(callers.first(qMin(callers.size(), before.size())), before.first(qMin(callers.size(), before.size())));
        before = callers;
        const QList<CallEvent> events = door.events<CallEvent>();
        QSet<QString> own;
        for (const CallEvent &event : events)
            own.insert(event.providerCallId);
        QVERIFY(!own.intersects(ids)); // other calls, though
        ids = own;
    }
}

void TestPracticeLine::stopsWhileCallsAreInTheAir()
{
    PracticeLine line(config({.speed = 100, .seed = 3}));
    line.stop(); // before it was started: nothing to do
    line.start();
    QTRY_VERIFY(line.callsBegun() >= 4);
    QElapsedTimer timer;
    timer.start();
    line.stop();
    line.stop();
    QVERIFY(timer.elapsed() < 2'000);
    const int begun = line.callsBegun(); // not what the door has heard: something may still be on its way
    QTest::qWait(50); // at this speed several calls, if the line lived
    QCOMPARE(line.callsBegun(), begun);
}

void TestPracticeLine::stopsWhileTheDoorStalls()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    PracticeLine::Config stalled = config({.speed = 1000, .seed = 3});
    stalled.doorPort = silent.serverPort();
    PracticeLine line(stalled);
    line.start();
    QVERIFY(silent.waitForNewConnection(5'000));
    QElapsedTimer timer;
    timer.start();
    line.stop();
    QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
}

void TestPracticeLine::triesAgainWhenTheDoorFails()
{
    int heard = 0; // on the door's thread
    m_door->status = [&heard](const CheckingDoor::Webhook &) {
        return ++heard == 1 ? 503 : 200;
    };
    PracticeLine line(config({.speed = 100, .seed = 3, .maxCalls = 1}));
    line.start();
    QTRY_COMPARE(m_door->webhooks().size(), 2);
    line.stop();
    QCOMPARE(m_door->webhooks().last().form, m_door->webhooks().first().form);
}

QTEST_GUILESS_MAIN(TestPracticeLine)
#include "tst_practiceline.moc"
