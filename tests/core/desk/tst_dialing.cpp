#include "audit/trail.h"
#include "desk/desk.h"
#include "desk/dialing.h"
#include "engine/intake.h"
#include "store/dialgateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <barrier>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using Why = Refusal::Why;

class TestDialing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void byTheirOwnDialler();
    void byThePhoneSystem_data();
    void byThePhoneSystem();
    void theSecondIsToldWhoAndSinceWhen();
    void onesOwnIsRenewed();
    void isFreeAfterTwoMinutes();
    void ofTwoAtOnceOneRings();
    void renewsTheClaim();
    void hangsUp();
    void hangsUpOnlyTheirOwn();
    void ourCallIsFollowed_data();
    void ourCallIsFollowed();
    void anEarlierCallEndsNothing();
    void turnsDown_data();
    void turnsDown();

private:
    [[nodiscard]] DialRequest request() const
    {
        return {.number = m_caller, .followUp = valueOf(*m_database, u"SELECT id FROM follow_ups"_s)};
    }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action FROM audit WHERE action LIKE 'dial%' ORDER BY sequence"_s);
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    void say(const QString &callSid, const QString &status, const test::Fields &more);

    test::TestClock m_clock;
    IdSource m_ids{7};
    const calls::PhoneNumber m_caller = test::number(u"+12145550123"_s);
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Dialing> m_dialing;
    std::optional<engine::Office> m_office;
};

// One missed call, whose callback is Dana's. Dana has no phone of her own on file, Sam has.
void TestDialing::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        for (calls::Staff &person : setup.staff) {
            if (person.id == "sam"_L1)
                person.phone = test::number(u"+12145550166"_s);
        }
        calls::Staff gone = setup.staff.at(1);
        gone.id = u"lee"_s;
        gone.suspended = true;
        setup.staff.append(gone);
    });
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(u"CA1"_s, u"no-answer"_s), m_clock.now());
    QCOMPARE(must(engine::Intake(*m_database, m_clock, m_ids).turn(*m_office)), 1);
    m_dialing = std::make_unique<Dialing>(*m_database, m_clock, m_ids);
}

void TestDialing::cleanup()
{
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_dialing.reset();
    m_database.reset();
    m_place.reset();
}

void TestDialing::say(const QString &callSid, const QString &status, const test::Fields &more)
{
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(callSid, status, more), m_clock.now());
    QVERIFY(must(engine::Intake(*m_database, m_clock, m_ids).turn(*m_office)) > 0);
}

void TestDialing::byTheirOwnDialler()
{
    const Answer<Dialled> dialled = m_dialing->begin(request(), u"dana"_s);
    QVERIFY(dialled);
    QVERIFY(dialled->byLink && !dialled->renewed);
    QCOMPARE(dialled->number, m_caller);
    QCOMPARE(rowsOf(*m_database, u"SELECT number, staff, way, connection, line, state, error_code FROM dials"_s),
             QStringList{u"+12145550123 dana link   ringing "_s});
    QCOMPARE(value(u"SELECT COUNT(*) FROM dials d JOIN callback_tasks t ON t.id = d.task_id AND t.follow_up_id = d.follow_up_id"_s),
             u"1"_s);
    QCOMPARE(audited(), QStringList{u"staff:dana dial_begun"_s});
    QCOMPARE(value(u"SELECT case_id FROM audit WHERE action = 'dial_begun'"_s), request().followUp);
}

void TestDialing::byThePhoneSystem_data()
{
    QTest::addColumn<QString>("staff");
    QTest::addColumn<bool>("byLink"); // wanted
    QTest::addColumn<bool>("ofTheCase");
    QTest::addColumn<QString>("way");
    QTest::newRow("a person with a phone") << u"sam"_s << false << true << u"provider"_s;
    QTest::newRow("who would rather use their own dialler") << u"sam"_s << true << true << u"link"_s;
    QTest::newRow("a person without one") << u"dana"_s << false << true << u"link"_s;
    QTest::newRow("a number without a case") << u"sam"_s << false << false << u"provider"_s;
}

void TestDialing::byThePhoneSystem()
{
    QFETCH(QString, staff);
    QFETCH(bool, byLink);
    QFETCH(bool, ofTheCase);
    QFETCH(QString, way);
    DialRequest request = this->request();
    request.byLink = byLink;
    if (!ofTheCase)
        request.followUp.clear();
    const Answer<Dialled> dialled = m_dialing->begin(request, staff);
    QVERIFY(dialled);
    QCOMPARE(dialled->byLink, way == "link"_L1);
    QCOMPARE(value(u"SELECT way FROM dials"_s), way);
    QCOMPARE(value(u"SELECT state FROM dials"_s), way == "link"_L1 ? u"ringing"_s : u"waiting"_s);
    QCOMPARE(value(u"SELECT connection FROM dials"_s), way == "link"_L1 ? QString(u""_s) : u"twilio-main"_s);
    QCOMPARE(value(u"SELECT line FROM dials"_s), way == "link"_L1 ? QString(u""_s) : u"+12145550100"_s);
}

void TestDialing::theSecondIsToldWhoAndSinceWhen()
{
    const Instant since = m_clock.now();
    QVERIFY(m_dialing->begin(request(), u"dana"_s));
    m_clock.advance(90s);
    const Answer<Dialled> second = m_dialing->begin(request(), u"sam"_s);
    QVERIFY(!second);
    QCOMPARE(second.error(), (Refusal{.why = Why::SomebodyRinging, .who = u"Dana Reyes"_s, .since = since}));
    QCOMPARE(value(u"SELECT COUNT(*) FROM dials"_s), u"1"_s);
    QCOMPARE(audited(), QStringList{u"staff:dana dial_begun"_s});

    DialRequest another = request(); // somebody else may be rung meanwhile
    another.number = test::number(u"+12145550124"_s);
    QVERIFY(m_dialing->begin(another, u"sam"_s));
}

void TestDialing::onesOwnIsRenewed()
{
    QVERIFY(m_dialing->begin(request(), u"sam"_s));
    m_clock.advance(110s);
    const Answer<Dialled> again = m_dialing->begin(request(), u"sam"_s);
    QVERIFY(again);
    QVERIFY(again->renewed && !again->byLink);
    QCOMPARE(value(u"SELECT COUNT(*) FROM dials"_s), u"1"_s); // no phone rings twice
    m_clock.advance(60s);
    const Answer<Dialled> other = m_dialing->begin(request(), u"dana"_s);
    QVERIFY(!other);
    QCOMPARE(other.error().who, u"Sam Ortiz"_s);
    QCOMPARE(audited(), QStringList{u"staff:sam dial_begun"_s});
}

void TestDialing::isFreeAfterTwoMinutes()
{
    QVERIFY(m_dialing->begin(request(), u"dana"_s));
    m_clock.advance(2min - 1ms);
    QVERIFY(!m_dialing->begin(request(), u"sam"_s));
    m_clock.advance(1ms);
    QVERIFY(m_dialing->begin(request(), u"sam"_s));
    QCOMPARE(rowsOf(*m_database, u"SELECT staff, state FROM dials ORDER BY began_at"_s), (QStringList{u"dana over"_s, u"sam waiting"_s}));
}

// Two consoles, at the very same time.
void TestDialing::ofTwoAtOnceOneRings()
{
    const DialRequest whom = request();
    for (int round = 0; round < 10; ++round) {
        m_clock.advance(3min);
        std::barrier start(2);
        std::array<std::optional<Answer<Dialled>>, 2> answers;
        const auto ring = [&](size_t who, const QString &staff) {
            const std::unique_ptr<store::Database> database = m_place->open();
            IdSource ids(100 + static_cast<quint64>(round) * 2 + who);
            Dialing dialing(*database, m_clock, ids);
            start.arrive_and_wait();
            answers[who] = dialing.begin(whom, staff);
        };
        {
            const std::jthread dana(ring, 0, u"dana"_s);
            const std::jthread sam(ring, 1, u"sam"_s);
        }
        QCOMPARE(int(answers[0]->has_value()) + int(answers[1]->has_value()), 1);
        const Answer<Dialled> &lost = *answers[answers[0]->has_value() ? 1 : 0];
        QCOMPARE(lost.error().why, Why::SomebodyRinging);
        QCOMPARE(lost.error().who, answers[0]->has_value() ? u"Dana Reyes"_s : u"Sam Ortiz"_s);
        QCOMPARE(value(u"SELECT COUNT(*) FROM dials WHERE ended_at IS NULL"_s), u"1"_s);
    }
}

void TestDialing::renewsTheClaim()
{
    Desk desk(*m_database, m_clock, m_ids);
    const QString task = value(u"SELECT id FROM callback_tasks"_s);
    QVERIFY(desk.claim(task, u"dana"_s));
    const QString claimed = u"SELECT claimed_at, check_at FROM callback_tasks"_s;
    const QStringList before = rowsOf(*m_database, claimed);
    m_clock.advance(5min);
    QVERIFY(m_dialing->begin(request(), u"sam"_s)); // not his
    QCOMPARE(rowsOf(*m_database, claimed), before);
    m_clock.advance(5min);
    QVERIFY(m_dialing->begin(request(), u"dana"_s));
    QCOMPARE(value(u"SELECT claimed_at FROM callback_tasks"_s), QString::number(toMs(m_clock.now())));
    QCOMPARE(value(u"SELECT check_at - claimed_at FROM callback_tasks"_s), QString::number(Milliseconds(30min).count()));
}

void TestDialing::hangsUp()
{
    QVERIFY(m_dialing->begin(request(), u"dana"_s));
    QCOMPARE(m_dialing->end(m_caller, u"dana"_s), Answer<bool>(true));
    QCOMPARE(m_dialing->end(m_caller, u"dana"_s), Answer<bool>(false));
    QVERIFY(m_dialing->begin(request(), u"sam"_s));
    QCOMPARE(audited(), (QStringList{u"staff:dana dial_begun"_s, u"staff:dana dial_ended"_s, u"staff:sam dial_begun"_s}));
}

void TestDialing::hangsUpOnlyTheirOwn()
{
    QVERIFY(m_dialing->begin(request(), u"dana"_s));
    QCOMPARE(m_dialing->end(m_caller, u"sam"_s), Answer<bool>(false));
    QVERIFY(!m_dialing->begin(request(), u"sam"_s));
}

void TestDialing::ourCallIsFollowed_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("over");
    QTest::newRow("it rings") << u"ringing"_s << false;
    QTest::newRow("nobody answers") << u"no-answer"_s << true;
    QTest::newRow("busy") << u"busy"_s << true;
    QTest::newRow("they talked") << u"completed"_s << true;
}

void TestDialing::ourCallIsFollowed()
{
    QFETCH(QString, status);
    QFETCH(bool, over);
    QVERIFY(m_dialing->begin(request(), u"dana"_s));
    m_clock.advance(10s);
    const test::Fields ours{{u"From"_s, u"+12145550100"_s},
                            {u"To"_s, u"+12145550123"_s},
                            {u"Direction"_s, u"outbound-dial"_s},
                            {u"ParentCallSid"_s, u"CA7"_s},
                            {u"CallDuration"_s, u"35"_s}};
    say(u"CA8"_s, status, ours);
    m_clock.advance(5min); // a conversation takes longer than the reservation
    QCOMPARE(m_dialing->begin(request(), u"sam"_s).has_value(), over);
}

// A call of this morning that the phone system's list brings now.
void TestDialing::anEarlierCallEndsNothing()
{
    const test::Fields ours{
        {u"From"_s, u"+12145550100"_s}, {u"To"_s, u"+12145550123"_s}, {u"Direction"_s, u"outbound-dial"_s}, {u"ParentCallSid"_s, u"CA7"_s}};
    say(u"CA8"_s, u"ringing"_s, ours);
    m_clock.advance(10min);
    QVERIFY(m_dialing->begin(request(), u"dana"_s));
    say(u"CA8"_s, u"no-answer"_s, ours);
    QVERIFY(!m_dialing->begin(request(), u"sam"_s));
}

void TestDialing::turnsDown_data()
{
    QTest::addColumn<QString>("staff");
    QTest::addColumn<QString>("followUp");
    QTest::addColumn<int>("why");
    QTest::newRow("nobody of ours") << u"robin"_s << QString() << int(Why::NoSuchPerson);
    QTest::newRow("somebody suspended") << u"lee"_s << QString() << int(Why::NotAllowed);
    QTest::newRow("no case") << u"dana"_s << u"nonsense"_s << int(Why::NoSuchTask);
    QTest::newRow("a case that is not there") << u"dana"_s << u"018f0000-0000-7000-8000-000000000001"_s << int(Why::NoSuchTask);
}

void TestDialing::turnsDown()
{
    QFETCH(QString, staff);
    QFETCH(QString, followUp);
    QFETCH(int, why);
    const Answer<Dialled> refused = m_dialing->begin({.number = m_caller, .followUp = followUp}, staff);
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().why), why);
    QCOMPARE(value(u"SELECT COUNT(*) FROM dials"_s), u"0"_s);
    QCOMPARE(audited(), QStringList());
}

QTEST_GUILESS_MAIN(TestDialing)
#include "tst_dialing.moc"
