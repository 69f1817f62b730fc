#include "audit/trail.h"
#include "desk/dialing.h"
#include "engine/dialler.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <coroutine>
#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::Refused;
using connectors::Ringing;
using connectors::RingOutcome;
using connectors::RingRequest;
using connectors::Unknown;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

/// A phone system that rings people, and answers when it is told to.
class Ringer final : public connectors::PhoneProvider {
public:
    QCoro::Task<connectors::SendOutcome> sendText(connectors::TextRequest) override
    {
        connectors::SendOutcome never = Unknown{};
        co_return never;
    }
    QCoro::Task<connectors::FindOutcome> findSent(connectors::SentQuery) override
    {
        connectors::FindOutcome never = Unknown{};
        co_return never;
    }
    void abandon() override { answer(Unknown{u"abandoned"_s}); }
    [[nodiscard]] bool canRing() const override { return m_canRing; }
    QCoro::Task<RingOutcome> ring(RingRequest request) override
    {
        asked.append(request);
        Gate gate{*this};
        co_await gate;
        RingOutcome outcome = m_outcome;
        if (atTheDoor && !request.mayLeave())
            outcome = Refused{.code = QString::fromUtf16(connectors::notLeft)};
        co_return outcome;
    }

    void answer(RingOutcome outcome)
    {
        m_outcome = std::move(outcome);
        for (const std::coroutine_handle<> waiting : std::exchange(m_waiting, {}))
            waiting.resume();
    }
    void cannotRing() { m_canRing = false; }

    QList<RingRequest> asked;
    bool atTheDoor = false; ///< asks whether it may leave only when it is told to answer

private:
    struct Gate {
        Ringer &ringer;
        [[nodiscard]] bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> waiting) const { ringer.m_waiting.append(waiting); }
        void await_resume() const noexcept {}
    };
    RingOutcome m_outcome;
    QList<std::coroutine_handle<>> m_waiting;
    bool m_canRing = true;
};

} // namespace

class TestDialler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void ringsThePersonThenTheCaller();
    void whatComesOfIt_data();
    void whatComesOfIt();
    void killedBetweenIntentAndAnswer();
    void answeredAfterTheLeaseWasLost();
    void doesNotLeaveAfterItsLease();
    void longRequestsKeepTheirLease();
    void nobodyTookItInTime();
    void ofTwoEnginesOneRings();
    void onlyWhatItHasASenderFor_data();
    void onlyWhatItHasASenderFor();
    void thePhoneIsGoneMeanwhile();
    void stopsTaking();

private:
    void click() { QVERIFY(desk::Dialing(*m_database, m_clock, m_ids).begin({.number = m_caller}, u"dana"_s)); }
    [[nodiscard]] QString state() { return valueOf(*m_database, u"SELECT state FROM dials"_s); }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action FROM audit WHERE action LIKE 'dial%' ORDER BY sequence"_s);
    }
    [[nodiscard]] std::unique_ptr<Dialler> dialler(store::Database &database, const QString &id, const std::shared_ptr<Ringer> &ringer)
    {
        auto one = std::make_unique<Dialler>(database, m_clock, id);
        one->setSenders({{u"twilio-main"_s, {.provider = ringer, .statusCallback = {}, .callsCallback = QUrl(u"https://h.example/v"_s)}}});
        return one;
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    const calls::PhoneNumber m_caller = test::number(u"+12145550123"_s);
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::optional<Office> m_office;
    std::shared_ptr<Ringer> m_ringer;
    std::unique_ptr<Dialler> m_dialler;
};

void TestDialler::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        for (calls::Staff &person : setup.staff) {
            if (person.id == "dana"_L1)
                person.phone = test::number(u"+12145550166"_s);
        }
    });
    m_ringer = std::make_shared<Ringer>();
    m_dialler = dialler(*m_database, u"one"_s, m_ringer);
}

void TestDialler::cleanup()
{
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_dialler.reset();
    m_ringer.reset();
    m_database.reset();
    m_place.reset();
}

void TestDialler::ringsThePersonThenTheCaller()
{
    QVERIFY(!must(m_dialler->nextDue()));
    QCOMPARE(must(m_dialler->turn(*m_office)), 0);
    click();
    QCOMPARE(must(m_dialler->nextDue()), std::optional(m_clock.now()));
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    QCOMPARE(m_ringer->asked.size(), 1);
    const RingRequest &asked = m_ringer->asked.first();
    QCOMPARE(asked.first.e164(), u"+12145550166"_s);
    QCOMPARE(asked.then, m_caller);
    QCOMPARE(asked.shows.e164(), u"+12145550100"_s);
    QCOMPARE(asked.statusCallback, QUrl(u"https://h.example/v"_s));
    QCOMPARE(state(), u"running"_s); // the intent is there before anything was answered
    QCOMPARE(audited(), (QStringList{u"staff:dana dial_begun"_s, u"engine dial_attempted"_s}));
    QCOMPARE(must(m_dialler->turn(*m_office)), 0);
    QCOMPARE(m_ringer->asked.size(), 1);
    m_ringer->answer(Ringing{u"CA9"_s});
    QVERIFY(m_dialler->hasLanded());
}

void TestDialler::whatComesOfIt_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("action");
    QTest::addColumn<bool>("free"); // somebody else may ring at once
    QTest::newRow("it rings") << 0 << u"ringing CA9 "_s << u"engine dial_ringing"_s << false;
    QTest::newRow("refused") << 1 << u"refused  21219"_s << u"engine dial_refused"_s << true;
    QTest::newRow("nobody knows") << 2 << u"unknown  lost"_s << u"engine dial_unknown"_s << false;
}

void TestDialler::whatComesOfIt()
{
    QFETCH(int, outcome);
    QFETCH(QString, row);
    QFETCH(QString, action);
    QFETCH(bool, free);
    click();
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    const std::array<RingOutcome, 3> outcomes{Ringing{u"CA9"_s}, Refused{.code = u"21219"_s}, Unknown{u"lost"_s}};
    m_ringer->answer(outcomes.at(static_cast<size_t>(outcome)));
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    QCOMPARE(rowsOf(*m_database, u"SELECT state, provider_call_id, error_code FROM dials"_s), QStringList{row});
    QCOMPARE(audited().last(), action);
    QVERIFY(!m_dialler->hasLanded());
    for (int again = 0; again < 3; ++again) { // never asked for twice
        m_clock.advance(30s);
        QCOMPARE(must(m_dialler->turn(*m_office)), 0);
    }
    QCOMPARE(m_ringer->asked.size(), 1);
    m_clock.set(instantOf(u"2026-11-20T18:00:30Z"_s));
    QCOMPARE(desk::Dialing(*m_database, m_clock, m_ids).begin({.number = m_caller}, u"sam"_s).has_value(), free);
}

// The engine dies with the request under way. The next one rings nobody: it cannot tell.
void TestDialler::killedBetweenIntentAndAnswer()
{
    click();
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    m_dialler.reset();
    const auto ringer = std::make_shared<Ringer>();
    const auto next = dialler(*m_database, u"two"_s, ringer);
    QCOMPARE(must(next->turn(*m_office)), 0); // the lease still holds
    m_clock.advance(m_office->setup.engine.lease);
    QCOMPARE(must(next->turn(*m_office)), 1);
    QCOMPARE(state(), u"unknown"_s);
    QCOMPARE(audited().last(), u"engine dial_unknown"_s);
    m_clock.advance(1min);
    QCOMPARE(must(next->turn(*m_office)), 0);
    QVERIFY(ringer->asked.isEmpty());
    m_ringer->answer(Ringing{u"CA9"_s}); // into the void: the dialler that asked is gone
    QCOMPARE(state(), u"unknown"_s);
}

void TestDialler::answeredAfterTheLeaseWasLost()
{
    click();
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    const auto ringer = std::make_shared<Ringer>();
    const auto other = dialler(*m_database, u"two"_s, ringer);
    m_clock.advance(m_office->setup.engine.lease);
    QCOMPARE(must(other->turn(*m_office)), 1);
    m_ringer->answer(Ringing{u"CA9"_s});
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    QCOMPARE(state(), u"unknown"_s); // stays what everybody was told
    QVERIFY(valueOf(*m_database, u"SELECT detail FROM audit WHERE action = 'dial_ringing'"_s).contains("\"late\":true"_L1));
}

// The connection came about only when the lease was over: then nothing leaves.
void TestDialler::doesNotLeaveAfterItsLease()
{
    m_ringer->atTheDoor = true;
    click();
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    m_clock.advance(m_office->setup.engine.lease);
    m_ringer->answer(Ringing{u"CA9"_s});
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    QCOMPARE(rowsOf(*m_database, u"SELECT state, error_code FROM dials"_s), QStringList{u"refused not_left"_s});
}

void TestDialler::longRequestsKeepTheirLease()
{
    m_ringer->atTheDoor = true;
    click();
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    for (int beat = 0; beat < 4; ++beat) {
        m_clock.advance(m_office->setup.engine.lease / 2);
        must(m_dialler->heartbeat(*m_office));
    }
    m_ringer->answer(Ringing{u"CA9"_s});
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    QCOMPARE(state(), u"ringing"_s);
}

// All engines were off: after two minutes the person has gone on to something else, and no phone is to ring.
void TestDialler::nobodyTookItInTime()
{
    click();
    m_clock.advance(desk::Dialing::reservedFor);
    QCOMPARE(must(m_dialler->turn(*m_office)), 1);
    QVERIFY(m_ringer->asked.isEmpty());
    QCOMPARE(rowsOf(*m_database, u"SELECT state, error_code FROM dials"_s), QStringList{u"over not_left"_s});
    QCOMPARE(audited().last(), u"engine dial_not_left"_s);
    QVERIFY(!must(m_dialler->nextDue()));
}

void TestDialler::ofTwoEnginesOneRings()
{
    const std::unique_ptr<store::Database> second = m_place->open();
    const auto ringer = std::make_shared<Ringer>();
    const auto other = dialler(*second, u"two"_s, ringer);
    for (int caller = 0; caller < 6; ++caller) {
        const calls::PhoneNumber number = test::number(u"+1214555013%1"_s.arg(caller));
        QVERIFY(desk::Dialing(*m_database, m_clock, m_ids).begin({.number = number}, u"dana"_s));
        QCOMPARE(must((caller % 2 == 0 ? *m_dialler : *other).turn(*m_office)), 1);
        QCOMPARE(must((caller % 2 == 0 ? *other : *m_dialler).turn(*m_office)), 0);
    }
    QCOMPARE(m_ringer->asked.size(), 3);
    QCOMPARE(ringer->asked.size(), 3);
    m_ringer->answer(Ringing{u"CA1"_s});
    ringer->answer(Ringing{u"CA2"_s});
}

void TestDialler::onlyWhatItHasASenderFor_data()
{
    QTest::addColumn<QString>("connection");
    QTest::addColumn<bool>("rings");
    QTest::newRow("another connection") << u"other"_s << true;
    QTest::newRow("one that does not ring people") << u"twilio-main"_s << false;
}

void TestDialler::onlyWhatItHasASenderFor()
{
    QFETCH(QString, connection);
    QFETCH(bool, rings);
    if (!rings)
        m_ringer->cannotRing();
    m_dialler->setSenders({{connection, {.provider = m_ringer, .statusCallback = {}}}});
    click();
    QCOMPARE(must(m_dialler->turn(*m_office)), 0);
    QVERIFY(m_ringer->asked.isEmpty());
    QCOMPARE(state(), u"waiting"_s);
}

void TestDialler::thePhoneIsGoneMeanwhile()
{
    click();
    Office office = *m_office;
    for (calls::Staff &person : office.setup.staff)
        person.phone.reset();
    QCOMPARE(must(m_dialler->turn(office)), 1);
    QVERIFY(m_ringer->asked.isEmpty());
    QCOMPARE(rowsOf(*m_database, u"SELECT state, error_code FROM dials"_s), QStringList{u"refused no_phone"_s});
}

void TestDialler::stopsTaking()
{
    click();
    m_dialler->stopTaking();
    QCOMPARE(must(m_dialler->turn(*m_office)), 0);
    QCOMPARE(state(), u"waiting"_s);
}

QTEST_GUILESS_MAIN(TestDialler)
#include "tst_dialler.moc"
