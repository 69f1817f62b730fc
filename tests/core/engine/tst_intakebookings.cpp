#include "audit/trail.h"
#include "base/time.h"
#include "connectors/bookings/bookings.h"
#include "desk/desk.h"
#include "engine/intake.h"
#include "engine/wording.h"
#include "ingress/webhookdoor.h"
#include "store/bookinggateway.h"
#include "store/gateways.h"
#include "support/bookingevents.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QTcpSocket>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::CallbackTask;
using calls::FollowUpState;
using calls::TaskState;
using ringback::test::BookingEvent;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using settings::BookingPage;

namespace {

const QByteArray key = "a-signing-key-of-the-tests";
const Instant appointment = instantOf(u"2026-11-24T20:00:00Z"_s);
constexpr int patience = 10'000; // ms; never reached when all is well

} // namespace

/// From a booking page's post at the door to what becomes of the case.
class TestIntakeBookings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void refusesWhatIsNotSigned();
    void knowsItsPages();
    void aBookingClosesTheCase_data();
    void aBookingClosesTheCase();
    void theOutcomeThatWasChosen();
    void anOutcomeThatIsNotThere();
    void whoeverClaimedItFinishes();
    void noMoreTexts();
    void aCaseWithoutACallback();
    void findsTheCase_data();
    void findsTheCase();
    void takesTheTagBeforeTheNumber();
    void nobodyWhoCalled();
    void theSameTwice();
    void movedToAnotherTime();
    void movedToAnotherTimeAtCalendly_data();
    void movedToAnotherTimeAtCalendly();
    void cancelledOpensTheCaseAgain();
    void cancelledTwice();
    void cancelledWhileSomebodyWorksOnIt();
    void cancelledAfterTheyCalledAgain();
    void cancelledAfterItWasFinishedHere();
    void cancelledBeforeItWasMade();
    void anOldCopyChangesNothing();
    void bookingAfterTheCaseWasFinished();
    void whatCannotBeRead();
    void whoseLinkIsInAText();
    void proof();

private:
    void openDoor();
    /// The status of the answer.
    int post(const QByteArray &body, const QByteArray &signature, const QByteArray &page = "visits");
    int post(const BookingEvent &event)
    {
        const QByteArray body = m_page.type == BookingPage::Type::CalCom ? test::calComBody(event) : test::calendlyBody(event);
        const QByteArray signature = m_page.type == BookingPage::Type::CalCom
                                         ? test::hexHmac(key, body)
                                         : test::calendlySignature(key, toMs(m_clock.now()) / 1000, body);
        return post(body, signature);
    }
    /// Comes in and is worked on.
    void told(const BookingEvent &event)
    {
        m_clock.advance(1s);
        QCOMPARE(post(event), 200);
        work();
    }
    void work()
    {
        while (must(m_intake->turn(m_office)) > 0) {
        }
    }
    calls::FollowUp missedCall(const QString &caller = u"+12145550123"_s)
    {
        const QString sid = u"CA%1"_s.arg(++m_calls);
        for (const QString &status : {u"ringing"_s, u"no-answer"_s}) {
            test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, status, {{u"From"_s, caller}}),
                               m_clock.now());
            m_clock.advance(24s);
        }
        work();
        const calls::Contact contact = must(store::ContactGateway(*m_database).find(test::number(caller))).value();
        return must(store::FollowUpGateway(*m_database).openOf(contact.id)).value();
    }
    void changed(const QString &sql, const QVariantList &values = {})
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(sql, values));
        must(transaction.commit());
    }
    [[nodiscard]] calls::FollowUp now(const calls::FollowUp &of) { return must(store::FollowUpGateway(*m_database).find(of.id)).value(); }
    [[nodiscard]] CallbackTask taskOf(const calls::FollowUp &of) { return must(store::TaskGateway(*m_database).latestOf(of.id)).value(); }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] int count(const QString &action)
    {
        return valueOf(*m_database, u"SELECT COUNT(*) FROM audit WHERE action = ?"_s, {action}).toInt();
    }
    [[nodiscard]] static BookingEvent byPhone() { return {.phone = u"+12145550123"_s}; }
    [[nodiscard]] static BookingEvent cancelled() { return {.what = u"invitee.canceled"_s, .createdAt = u"2026-11-20T19:00:00Z"_s}; }
    void setPage(const BookingPage &page);

    test::TestClock m_clock;
    IdSource m_ids{7};
    BookingPage m_page;
    int m_calls = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    std::unique_ptr<Intake> m_intake;
    std::unique_ptr<ingress::WebhookDoor> m_door;
    quint16 m_port = 0;
};

void TestIntakeBookings::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    setPage({.id = u"visits"_s, .type = BookingPage::Type::Calendly, .signingSecret = u"visits-key"_s, .outcome = {}});
    m_intake = std::make_unique<Intake>(*m_database, m_clock, m_ids);
    openDoor();
}

void TestIntakeBookings::cleanup()
{
    m_door.reset();
    m_intake.reset();
    m_database.reset();
    m_place.reset();
}

void TestIntakeBookings::setPage(const BookingPage &page)
{
    m_page = page;
    if (!must(loadOffice(*m_database)))
        m_office = test::storeOffice(*m_database, m_clock.now(), [&](settings::Setup &setup) { setup.bookingPages = {page}; });
    m_office.setup.bookingPages = {page};
    if (m_door)
        openDoor();
}

void TestIntakeBookings::openDoor()
{
    m_door.reset();
    m_door = std::make_unique<ingress::WebhookDoor>(ingress::WebhookDoor::Config{
        .database = m_place->address(), .writeTurn = nullptr, .clock = m_clock, .idSeed = 11, .publicUrl = {}});
    m_door->setOffice({.connections = m_office.setup.connections,
                       .secrets = std::make_shared<test::TestSecrets>(
                           std::initializer_list<std::pair<QString, QByteArray>>{{u"visits-key"_s, key + '\n'}}),
                       .lines = m_office.setup.lines,
                       .bookingPages = m_office.setup.bookingPages});
    m_port = must(m_door->start(u"127.0.0.1"_s, 0));
}

int TestIntakeBookings::post(const QByteArray &body, const QByteArray &signature, const QByteArray &page)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_port);
    socket.waitForConnected(patience);
    socket.write("POST /webhooks/booking/" + page +
                 " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n" +
                 (m_page.type == BookingPage::Type::CalCom ? "X-Cal-Signature-256: " : "Calendly-Webhook-Signature: ") + signature +
                 "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QByteArray answer;
    while (socket.state() != QAbstractSocket::UnconnectedState && socket.waitForReadyRead(patience))
        answer += socket.readAll();
    answer += socket.readAll();
    return answer.mid(9, 3).toInt();
}

void TestIntakeBookings::refusesWhatIsNotSigned()
{
    const calls::FollowUp missed = missedCall();
    const QByteArray body = test::calendlyBody(byPhone());
    const qint64 seconds = toMs(m_clock.now()) / 1000;
    QCOMPARE(post(body, {}), 403);
    QCOMPARE(post(body, test::calendlySignature("another", seconds, body)), 403);
    QCOMPARE(post(body, test::calendlySignature(key, seconds - 600, body)), 403);
    QCOMPARE(post(body + ' ', test::calendlySignature(key, seconds, body)), 403);
    work();
    QCOMPARE(now(missed), missed);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox WHERE connection = 'visits'"_s), u"0"_s);
    QCOMPARE(post(body, test::calendlySignature(key, seconds, body)), 200);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox WHERE connection = 'visits'"_s), u"1"_s);
}

void TestIntakeBookings::knowsItsPages()
{
    const QByteArray body = test::calendlyBody({});
    const QByteArray signature = test::calendlySignature(key, toMs(m_clock.now()) / 1000, body);
    QCOMPARE(post(body, signature, "another"), 404);
    QCOMPARE(post(body, signature, ""), 404);
    QCOMPARE(post("no JSON", test::calendlySignature(key, toMs(m_clock.now()) / 1000, "no JSON")), 400);
    QCOMPARE(post(body, signature, "visits?x=1"), 200);
    m_door->setOffice({.connections = m_office.setup.connections,
                       .secrets = std::make_shared<test::TestSecrets>(),
                       .lines = m_office.setup.lines,
                       .bookingPages = m_office.setup.bookingPages});
    QCOMPARE(post(body, signature), 503); // the keychain is locked
}

void TestIntakeBookings::aBookingClosesTheCase_data()
{
    QTest::addColumn<bool>("isCalCom");

    QTest::newRow("Calendly") << false;
    QTest::newRow("Cal.com") << true;
}

void TestIntakeBookings::aBookingClosesTheCase()
{
    QFETCH(bool, isCalCom);
    if (isCalCom)
        setPage({.id = u"visits"_s, .type = BookingPage::Type::CalCom, .signingSecret = u"visits-key"_s, .outcome = {}});
    const calls::FollowUp missed = missedCall();
    BookingEvent event = byPhone();
    if (isCalCom)
        event.what = u"BOOKING_CREATED"_s;
    told(event);

    const calls::FollowUp closed = now(missed);
    QCOMPARE(closed.state, FollowUpState::Closed);
    QCOMPARE(closed.outcome, u"estimate_scheduled"_s);
    QVERIFY(!closed.nextStepAt);
    const CallbackTask task = taskOf(missed);
    QCOMPARE(task.state, TaskState::Done);
    QCOMPARE(task.completedBy, u"provider:visits"_s);
    QCOMPARE(task.appointmentAt, std::optional(appointment));
    QCOMPARE(value(u"SELECT status FROM leads"_s), u"estimate_scheduled"_s);
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"dropped"_s); // and no confirmation: the page has sent its own
    const store::BookingGateway::Row row = must(store::BookingGateway(*m_database).find(u"visits"_s, u"inv-1"_s)).value();
    QCOMPARE(row, (store::BookingGateway::Row{.connection = u"visits"_s,
                                              .booking = u"inv-1"_s,
                                              .followUp = missed.id,
                                              .isCancelled = false,
                                              .name = u"Zoe Miller"_s,
                                              .number = u"+12145550123"_s,
                                              .email = u"zoe@example.com"_s,
                                              .startsAt = appointment,
                                              .changedAt = instantOf(u"2026-11-20T18:05:00Z"_s)}));
    QCOMPARE(must(store::BookingGateway(*m_database).ofCase(missed.id)), QList{row});
    QCOMPARE(count(u"booking_made"_s), 1);
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'booking_made'"_s).contains(u"\"booked\""_s));
    QCOMPARE(value(u"SELECT actor FROM audit WHERE action = 'task_completed'"_s), u"provider:visits"_s);
    QCOMPARE(value(u"SELECT state FROM inbox WHERE connection = 'visits'"_s), u"done"_s);
}

void TestIntakeBookings::theOutcomeThatWasChosen()
{
    BookingPage page = m_page;
    page.outcome = u"inspection_scheduled"_s;
    setPage(page);
    const calls::FollowUp missed = missedCall();
    told(byPhone());
    QCOMPARE(now(missed).outcome, u"inspection_scheduled"_s);
}

// A playbook that was exchanged: the booking is known, and somebody ends the case.
void TestIntakeBookings::anOutcomeThatIsNotThere()
{
    BookingPage page = m_page;
    page.outcome = u"something_else"_s;
    setPage(page);
    const calls::FollowUp missed = missedCall();
    told(byPhone());
    QCOMPARE(now(missed).state, FollowUpState::Open);
    QCOMPARE(taskOf(missed).state, TaskState::Open);
    QCOMPARE(taskOf(missed).appointmentAt, std::optional(appointment));
}

void TestIntakeBookings::whoeverClaimedItFinishes()
{
    const calls::FollowUp missed = missedCall();
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(taskOf(missed).id.text(), u"dana"_s));
    told(byPhone());
    const calls::FollowUp advanced = now(missed);
    QCOMPARE(advanced.state, FollowUpState::Open);
    QVERIFY(advanced.reasons.contains(u"booked"_s));
    QVERIFY(advanced.repliedAt);
    QVERIFY(!advanced.nextStepAt);
    const CallbackTask task = taskOf(missed);
    QCOMPARE(task.state, TaskState::Claimed);
    QCOMPARE(task.claimedBy, u"dana"_s);
    QCOMPARE(task.appointmentAt, std::optional(appointment));
    QCOMPARE(count(u"booking_made"_s), 1);
    QVERIFY(desk.complete(task.id.text(), u"dana"_s, {.outcome = u"estimate_scheduled"_s, .value = {}, .at = appointment}));
    QCOMPARE(now(missed).state, FollowUpState::Closed);
}

void TestIntakeBookings::noMoreTexts()
{
    const calls::FollowUp missed = missedCall();
    QVERIFY(missed.nextStepAt);
    QCOMPARE(value(u"SELECT state FROM messages"_s), u"scheduled"_s);
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(taskOf(missed).id.text(), u"dana"_s));
    changed(u"UPDATE follow_ups SET next_step = 'second_touch', next_step_at = ?"_s, {toMs(m_clock.now() + 90min)});
    told(byPhone());
    QVERIFY(now(missed).nextStep.isEmpty());
    QVERIFY(!now(missed).nextStepAt);
    QCOMPARE(value(u"SELECT COUNT(*) FROM messages WHERE state = 'scheduled'"_s), u"0"_s);
    QVERIFY(value(u"SELECT detail FROM audit WHERE action = 'steps_stopped' ORDER BY sequence DESC LIMIT 1"_s).contains(u"booked"_s));
}

// All of its callbacks were finished, and it is open all the same.
void TestIntakeBookings::aCaseWithoutACallback()
{
    const calls::FollowUp missed = missedCall();
    changed(u"UPDATE callback_tasks SET state = 'cancelled', check_at = NULL"_s);
    told(byPhone());
    QCOMPARE(now(missed).state, FollowUpState::Closed);
    QCOMPARE(taskOf(missed).state, TaskState::Done);
    QCOMPARE(taskOf(missed).appointmentAt, std::optional(appointment));
    QCOMPARE(value(u"SELECT COUNT(*) FROM callback_tasks"_s), u"2"_s);
}

void TestIntakeBookings::findsTheCase_data()
{
    QTest::addColumn<QString>("by");
    QTest::addColumn<bool>("isFound");

    QTest::newRow("its tag") << u"tag"_s << true;
    QTest::newRow("its number") << u"phone"_s << true;
    QTest::newRow("its address, spelled otherwise") << u"email"_s << true;
    QTest::newRow("an address of two callers") << u"email of two"_s << false;
    QTest::newRow("nothing") << u"nothing"_s << false;
    QTest::newRow("another number") << u"another phone"_s << false;
    QTest::newRow("another tag") << u"another tag"_s << false;
}

void TestIntakeBookings::findsTheCase()
{
    QFETCH(QString, by);
    QFETCH(bool, isFound);
    const calls::FollowUp missed = missedCall();
    const calls::FollowUp other = missedCall(u"+12145550124"_s);
    BookingEvent event{.email = u"nobody@example.com"_s};
    if (by == "tag"_L1) {
        event.tag = connectors::bookings::tagOf(missed.id);
    } else if (by == "phone"_L1) {
        event.phone = u"(214) 555-0123"_s;
    } else if (by.startsWith(u"email"_s)) {
        changed(u"UPDATE contacts SET email = 'Zoe@Example.com' WHERE number = '+12145550123'"_s);
        event.email = u"zoe@example.COM"_s;
        if (by == "email of two"_L1)
            changed(u"UPDATE contacts SET email = 'zoe@example.com' WHERE number = '+12145550124'"_s);
    } else if (by == "another phone"_L1) {
        event.phone = u"+12145550125"_s;
    } else if (by == "another tag"_L1) {
        event.tag = u"00000000"_s;
    }
    told(event);
    QCOMPARE(now(missed).state, isFound ? FollowUpState::Closed : FollowUpState::Open);
    QCOMPARE(now(other), other);
    QCOMPARE(count(u"booking_unmatched"_s), isFound ? 0 : 1);
}

// Somebody else's phone, and the link that we sent to the caller.
void TestIntakeBookings::takesTheTagBeforeTheNumber()
{
    const calls::FollowUp missed = missedCall();
    const calls::FollowUp other = missedCall(u"+12145550124"_s);
    told({.phone = u"+12145550124"_s, .tag = connectors::bookings::tagOf(missed.id)});
    QCOMPARE(now(missed).state, FollowUpState::Closed);
    QCOMPARE(now(other), other);
}

void TestIntakeBookings::nobodyWhoCalled()
{
    told(byPhone());
    const store::BookingGateway::Row row = must(store::BookingGateway(*m_database).find(u"visits"_s, u"inv-1"_s)).value();
    QVERIFY(!row.followUp);
    QCOMPARE(count(u"booking_unmatched"_s), 1);
    QCOMPARE(value(u"SELECT COUNT(*) FROM follow_ups"_s), u"0"_s);
    // Nor does it become anybody's later: they booked before they called.
    const calls::FollowUp missed = missedCall();
    told(cancelled());
    QCOMPARE(now(missed), missed);
    QCOMPARE(count(u"booking_cancelled"_s), 1);
}

void TestIntakeBookings::theSameTwice()
{
    const calls::FollowUp missed = missedCall();
    told(byPhone());
    told(byPhone()); // a second try
    BookingEvent again = byPhone();
    again.createdAt = u"2026-11-20T18:05:01Z"_s; // and one that was made anew
    told(again);
    QCOMPARE(count(u"task_completed"_s), 1);
    QCOMPARE(count(u"booking_made"_s), 1);
    QCOMPARE(now(missed).state, FollowUpState::Closed);
}

void TestIntakeBookings::movedToAnotherTime()
{
    setPage({.id = u"visits"_s, .type = BookingPage::Type::CalCom, .signingSecret = u"visits-key"_s, .outcome = {}});
    const calls::FollowUp missed = missedCall();
    BookingEvent event = byPhone();
    event.what = u"BOOKING_CREATED"_s;
    told(event);
    told({.what = u"BOOKING_RESCHEDULED"_s,
          .id = u"inv-2"_s,
          .startsAt = u"2026-11-25T15:30:00Z"_s,
          .createdAt = u"2026-11-20T19:00:00Z"_s,
          .replaces = u"inv-1"_s});
    QCOMPARE(now(missed).state, FollowUpState::Closed);
    QCOMPARE(taskOf(missed).appointmentAt, std::optional(instantOf(u"2026-11-25T15:30:00Z"_s)));
    QCOMPARE(count(u"booking_moved"_s), 1);
    QVERIFY(must(store::BookingGateway(*m_database).find(u"visits"_s, u"inv-1"_s))->isCancelled);
    told({.what = u"BOOKING_CANCELLED"_s, .id = u"inv-2"_s, .startsAt = u"2026-11-25T15:30:00Z"_s, .createdAt = u"2026-11-20T20:00:00Z"_s});
    QCOMPARE(now(missed).state, FollowUpState::Open);
}

// Calendly says that in two posts, in either order.
void TestIntakeBookings::movedToAnotherTimeAtCalendly_data()
{
    QTest::addColumn<bool>("isCancelledFirst");

    QTest::newRow("cancelled, then made") << true;
    QTest::newRow("made, then cancelled") << false;
}

void TestIntakeBookings::movedToAnotherTimeAtCalendly()
{
    QFETCH(bool, isCancelledFirst);
    const calls::FollowUp missed = missedCall();
    told(byPhone());
    BookingEvent old = cancelled();
    old.isMoved = true;
    const BookingEvent instead{
        .id = u"inv-2"_s, .startsAt = u"2026-11-25T15:30:00Z"_s, .createdAt = u"2026-11-20T19:00:00Z"_s, .replaces = u"inv-1"_s};
    told(isCancelledFirst ? old : instead);
    QCOMPARE(now(missed).state, FollowUpState::Closed);
    told(isCancelledFirst ? instead : old);
    QCOMPARE(now(missed).state, FollowUpState::Closed);
    QCOMPARE(taskOf(missed).appointmentAt, std::optional(instantOf(u"2026-11-25T15:30:00Z"_s)));
    QCOMPARE(count(u"booking_cancelled"_s), 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM callback_tasks"_s), u"1"_s);
}

void TestIntakeBookings::cancelledOpensTheCaseAgain()
{
    const calls::FollowUp missed = missedCall();
    told(byPhone());
    told(cancelled());
    const calls::FollowUp again = now(missed);
    QCOMPARE(again.state, FollowUpState::Open);
    QVERIFY(again.outcome.isEmpty() && !again.closedAt);
    const CallbackTask task = must(store::TaskGateway(*m_database).liveOf(missed.id)).value();
    QCOMPARE(task.state, TaskState::Open);
    QVERIFY(!task.assignedTo.isEmpty()); // as routing says
    QVERIFY(!task.appointmentAt);
    QCOMPARE(value(u"SELECT status FROM leads"_s), u"needs_callback"_s);
    QCOMPARE(value(u"SELECT COUNT(*) FROM messages WHERE state = 'scheduled'"_s), u"0"_s); // nobody is texted for it
    QCOMPARE(count(u"booking_cancelled"_s), 1);
    QCOMPARE(count(u"follow_up_reopened"_s), 1);

    told({.id = u"inv-2"_s, .createdAt = u"2026-11-20T20:00:00Z"_s, .phone = u"+12145550123"_s}); // and they book once more
    QCOMPARE(now(missed).state, FollowUpState::Closed);
}

void TestIntakeBookings::cancelledTwice()
{
    const calls::FollowUp missed = missedCall();
    told(byPhone());
    told(cancelled());
    BookingEvent again = cancelled();
    again.createdAt = u"2026-11-20T19:00:01Z"_s;
    told(again);
    QCOMPARE(value(u"SELECT COUNT(*) FROM callback_tasks"_s), u"2"_s);
    QCOMPARE(count(u"follow_up_reopened"_s), 1);
}

void TestIntakeBookings::cancelledWhileSomebodyWorksOnIt()
{
    const calls::FollowUp missed = missedCall();
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(taskOf(missed).id.text(), u"dana"_s));
    told(byPhone());
    QVERIFY(taskOf(missed).appointmentAt);
    told(cancelled());
    QCOMPARE(taskOf(missed).state, TaskState::Claimed);
    QVERIFY(!taskOf(missed).appointmentAt);
    QCOMPARE(value(u"SELECT COUNT(*) FROM callback_tasks"_s), u"1"_s);
}

void TestIntakeBookings::cancelledAfterTheyCalledAgain()
{
    const calls::FollowUp missed = missedCall();
    told(byPhone());
    const calls::FollowUp another = missedCall();
    QVERIFY(another.id != missed.id);
    told(cancelled());
    QCOMPARE(now(missed).state, FollowUpState::Closed);
    QCOMPARE(now(another), another);
    QCOMPARE(count(u"booking_cancelled"_s), 1);
}

void TestIntakeBookings::cancelledAfterItWasFinishedHere()
{
    const calls::FollowUp missed = missedCall();
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(taskOf(missed).id.text(), u"dana"_s));
    told(byPhone());
    QVERIFY(desk.complete(taskOf(missed).id.text(), u"dana"_s, {.outcome = u"estimate_scheduled"_s, .value = {}, .at = appointment}));
    told(cancelled());
    QCOMPARE(now(missed).state, FollowUpState::Closed); // what a person said stands; the history tells them
    QCOMPARE(count(u"booking_cancelled"_s), 1);
}

void TestIntakeBookings::cancelledBeforeItWasMade()
{
    const calls::FollowUp missed = missedCall();
    told(cancelled());
    told(byPhone()); // was on its way for longer
    QCOMPARE(now(missed), missed);
    QVERIFY(must(store::BookingGateway(*m_database).find(u"visits"_s, u"inv-1"_s))->isCancelled);
}

// Cal.com signs no time, so anybody who saw a post can send it again.
void TestIntakeBookings::anOldCopyChangesNothing()
{
    setPage({.id = u"visits"_s, .type = BookingPage::Type::CalCom, .signingSecret = u"visits-key"_s, .outcome = {}});
    const calls::FollowUp missed = missedCall();
    BookingEvent made = byPhone();
    made.what = u"BOOKING_CREATED"_s;
    told(made);
    BookingEvent gone = byPhone();
    gone.what = u"BOOKING_CANCELLED"_s;
    gone.createdAt = u"2026-11-20T19:00:00Z"_s;
    told(gone);
    const calls::FollowUp open = now(missed);
    QCOMPARE(open.state, FollowUpState::Open);
    told(made);
    made.startsAt = u"2026-11-25T20:00:00Z"_s; // another body, as old
    told(made);
    QCOMPARE(now(missed), open);
}

void TestIntakeBookings::bookingAfterTheCaseWasFinished()
{
    const calls::FollowUp missed = missedCall();
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.complete(taskOf(missed).id.text(), u"dana"_s, {.outcome = u"customer_helped"_s, .value = {}, .at = {}}));
    const calls::FollowUp closed = now(missed);
    told(byPhone());
    QCOMPARE(now(missed), closed);
    QCOMPARE(count(u"booking_unmatched"_s), 1);
}

void TestIntakeBookings::whatCannotBeRead()
{
    const calls::FollowUp missed = missedCall();
    BookingEvent event = byPhone();
    event.startsAt = u"tomorrow"_s;
    told(event);
    QCOMPARE(now(missed), missed);
    QCOMPARE(value(u"SELECT state FROM inbox WHERE connection = 'visits'"_s), u"failed"_s);
    QCOMPARE(count(u"event_set_aside"_s), 1);
}

void TestIntakeBookings::whoseLinkIsInAText()
{
    const calls::FollowUpId id = *calls::FollowUpId::parse(u"01937b2c-0000-7000-8000-12349abcdef0"_s);
    playbook::Playbook book = test::roofing();
    book.templates.append(playbook::Template{.id = u"link"_s, .text = {{u"en"_s, u"{{booking_link}}"_s}}});
    settings::Setup setup = m_office.setup;
    const calls::Contact caller{.id = m_ids.next<calls::ContactId>(m_clock.now()), .number = test::number(u"+12145550123"_s)};
    const calls::Line line = setup.lines.first();
    const auto link = [&](const QString &person, const std::optional<calls::FollowUpId> &followUp = {}) {
        return must(writeText(setup, book, u"link"_s, u"en"_s, caller, line.number, person, {}, followUp));
    };
    setup.company.bookingLink = u"https://book.example/us"_s;
    QCOMPARE(link(u"dana"_s, id), u"https://book.example/us"_s);
    for (calls::Team &team : setup.teams) {
        if (team.id == line.team)
            team.bookingLink = u"https://cal.com/office"_s;
    }
    QCOMPARE(link(u"dana"_s), u"https://cal.com/office"_s);
    QCOMPARE(link({}, id), u"https://cal.com/office?metadata%5Bfollow_up%5D=9abcdef0"_s);
    for (calls::Staff &person : setup.staff) {
        if (person.id == "dana"_L1)
            person.bookingLink = u"https://calendly.com/dana/roof"_s;
    }
    QCOMPARE(link(u"dana"_s, id), u"https://calendly.com/dana/roof?utm_content=9abcdef0"_s);
    QCOMPARE(link(u"nobody"_s), u"https://cal.com/office"_s);
}

void TestIntakeBookings::proof()
{
    missedCall();
    told(byPhone());
    told(cancelled());
    const audit::Verification verification = must(audit::verify(*m_database));
    QVERIFY2(!verification.firstBad, qPrintable(verification.why));
}

QTEST_GUILESS_MAIN(TestIntakeBookings)
#include "tst_intakebookings.moc"
