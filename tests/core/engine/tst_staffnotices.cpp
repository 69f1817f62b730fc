#include "audit/trail.h"
#include "base/time.h"
#include "desk/desk.h"
#include "desk/presencework.h"
#include "engine/intake.h"
#include "engine/noticeplan.h"
#include "engine/staffing.h"
#include "engine/staffnotices.h"
#include "engine/staffwords.h"
#include "engine/timekeeper.h"
#include "store/gateways.h"
#include "support/fakemailer.h"
#include "support/fakephone.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QRegularExpression>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::PresenceWord;
using ringback::connectors::Refused;
using ringback::connectors::Unknown;
using ringback::test::FakePhone;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::textForm;
using ringback::test::valueOf;
using ringback::test::voiceForm;
using Source = calls::Presence::Source;

namespace {

const QString danasPhone = u"+12145550131"_s;
const QString patsPhone = u"+12145550132"_s;

// An engine's half that tells the staff, with a connection and a phone provider of its own.
struct Station {
    Station(const test::TestDatabase &place, const Clock &clock, const QString &id)
        : database(place.open())
        , phone(std::make_shared<FakePhone>(id == "one"_L1 ? 1 : 1000))
        , mailer(std::make_shared<test::FakeMailer>())
        , notices(*database, clock, id)
    {
        notices.setSenders(
            {{u"twilio-main"_s, Sender{phone, QUrl(u"https://hooks.example/status"_s)}}, {u"mail"_s, Sender{.mailer = mailer}}});
    }
    ~Station() { phone->release(); } // nothing may wait for an answer longer than the notices live

    std::unique_ptr<store::Database> database;
    std::shared_ptr<FakePhone> phone;
    std::shared_ptr<test::FakeMailer> mailer;
    StaffNotices notices;
};

} // namespace

class TestStaffNotices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void bothLanguagesSayTheSame();
    void tellsWhoIsOffTheDesk();
    void byEmail();
    void inTheirLanguage();
    void nobodyWhoIsAtAConsole();
    void nobodyWhoIsOffShift();
    void theOwnerAlsoAtNight();
    void nobodyWhoOptedOut();
    void optedOutBeforeItLeft();
    void claimedBeforeItLeft();
    void onceAtEachEscalation();
    void aStormIsNoFlood();
    void anUnstaffedQueue();
    void writesTheIntentBeforeTheRequestLeaves();
    void aLostAnswerIsNotRepeated();
    void aCrashIsNotRepeated();
    void anEmailIsRepeatedAsTheSame();
    void refused_data();
    void refused();
    void twoShare();
    void needsNoTurnToWriteWhenNothingWaits();
    void replyClaims_data();
    void replyClaims();
    void somebodyElseHasIt();
    void nothingToClaim();
    void theNewestThatIsOpen();
    void otherWordsAreNobodysBusiness();
    void stopAndStart();
    void whoIsSuspendedClaimsNothing();

private:
    void missedCall(int caller = 23)
    {
        put(calls::EventKind::Voice, voiceForm(u"CA%1"_s.arg(caller), u"no-answer"_s, {{u"From"_s, u"+121455501%1"_s.arg(caller)}}));
    }
    void put(calls::EventKind kind, const QByteArray &form)
    {
        test::putIntoInbox(*m_database, m_ids, kind, form, m_clock.now());
        while (must(m_intake->turn(m_office)) > 0) {
        }
    }
    void text(const QString &from, const QString &body)
    {
        put(calls::EventKind::Message, textForm(u"SM%1"_s.arg(++m_texts), body, {{u"From"_s, from}}));
    }
    void run(Milliseconds time)
    {
        m_clock.advance(time);
        Timekeeper timekeeper(*m_database, m_clock, m_ids);
        for (int turns = 0; must(timekeeper.turn(m_office)) > 0; ++turns)
            QVERIFY2(turns < 100, "it spins");
        Staffing staffing(*m_database, m_clock, m_ids);
        for (int turns = 0; must(staffing.turn(m_office)) > 0; ++turns)
            QVERIFY2(turns < 100, "it spins");
    }
    void send() { send(*m_one); }
    void send(Station &station)
    {
        for (int turns = 0; must(station.notices.turn(m_office)) > 0; ++turns)
            QVERIFY2(turns < 100, "it spins");
    }
    void say(const QString &staff, PresenceWord word, Source source = Source::Person)
    {
        QVERIFY(desk::PresenceWork(*m_database, m_clock).say(staff, word, std::nullopt, source));
    }
    void onlyDana() { say(u"sam"_s, PresenceWord::Away); }
    void onlySam() { say(u"dana"_s, PresenceWord::Away); }
    [[nodiscard]] QStringList bodies()
    {
        QStringList all;
        for (const connectors::TextRequest &text : m_one->phone->texts())
            all.append(text.to.e164() + u' ' + text.body);
        return all;
    }
    [[nodiscard]] QStringList notices()
    {
        return rowsOf(*m_database, u"SELECT staff, kind, channel, state FROM staff_notices ORDER BY created_at, id"_s);
    }
    [[nodiscard]] QString task() { return valueOf(*m_database, u"SELECT state || ' ' || claimed_by FROM callback_tasks"_s); }
    [[nodiscard]] QStringList audited(const QString &action)
    {
        return rowsOf(*m_database, u"SELECT actor, subject, detail FROM audit WHERE action = ? ORDER BY sequence"_s, {action});
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    int m_texts = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    std::unique_ptr<Intake> m_intake;
    std::unique_ptr<Station> m_one;
};

void TestStaffNotices::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s)); // noon in Dallas
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.staff[0].offDesk = calls::OffDesk::Text;
        setup.staff[0].phone = test::number(patsPhone);
        setup.staff[1].offDesk = calls::OffDesk::Text;
        setup.staff[1].phone = test::number(danasPhone);
        setup.staff[2].offDesk = calls::OffDesk::Email;
        setup.staff[2].email = u"sam@example.com"_s;
        setup.staff[2].capacity = 0;
    });
    m_intake = std::make_unique<Intake>(*m_database, m_clock, m_ids);
    m_one = std::make_unique<Station>(*m_place, m_clock, u"one"_s);
}

void TestStaffNotices::cleanup()
{
    if (m_database)
        QVERIFY(!must(audit::verify(*m_database)).firstBad);
    m_one.reset();
    m_intake.reset();
    m_database.reset();
    m_place.reset();
}

void TestStaffNotices::bothLanguagesSayTheSame()
{
    static const QRegularExpression field(u"\\{\\{[a-z]+\\}\\}"_s);
    QStringList english = StaffWords::keys(u"en"_s);
    QStringList spanish = StaffWords::keys(u"es"_s);
    english.sort();
    spanish.sort();
    QVERIFY(!english.isEmpty());
    QCOMPARE(spanish, english);
    const auto fields = [](const QString &text) {
        QStringList all;
        for (auto match = field.globalMatch(text); match.hasNext();)
            all.append(match.next().captured());
        all.sort();
        return all;
    };
    for (const QString &key : std::as_const(english))
        QCOMPARE(fields(StaffWords::sentence(u"es"_s, key)), fields(StaffWords::sentence(u"en"_s, key)));
}

void TestStaffNotices::tellsWhoIsOffTheDesk()
{
    onlyDana();
    missedCall();
    QCOMPARE(notices(), QStringList{u"dana assigned text waiting"_s});
    send();
    QCOMPARE(bodies(), QStringList{danasPhone + u" Callback for you: (214) 555-0123, who called Main at 12:00 PM. Reply C to claim."_s});
    QCOMPARE(m_one->phone->texts().first().from.e164(), u"+12145550100"_s);
    QVERIFY(m_one->phone->texts().first().statusCallback.isEmpty()); // a receipt would be for no message of ours
    QCOMPARE(notices(), QStringList{u"dana assigned text done"_s});
    QCOMPARE(audited(u"notice_scheduled"_s), QStringList{u"engine staff:dana {\"channel\":\"text\",\"kind\":\"assigned\"}"_s});
    QCOMPARE(audited(u"notice_sent"_s), QStringList{u"engine staff:dana {\"channel\":\"text\",\"kind\":\"assigned\"}"_s});
    send();
    QCOMPARE(bodies().size(), 1);
}

void TestStaffNotices::byEmail()
{
    onlySam();
    missedCall();
    send();
    QCOMPARE(m_one->mailer->mails().size(), 1);
    const connectors::MailRequest mail = m_one->mailer->mails().first();
    QCOMPARE(mail.to, u"sam@example.com"_s);
    QCOMPARE(mail.subject, u"Callback for you: (214) 555-0123"_s);
    QVERIFY2(!mail.body.contains(u"Reply C"_s), qPrintable(mail.body)); // nobody reads the answers to mails
    QVERIFY(mail.messageId.endsWith(u"@summit.example"_s));
    QCOMPARE(bodies(), QStringList());
}

void TestStaffNotices::inTheirLanguage()
{
    m_office.setup.staff[1].languages = {u"es"_s, u"en"_s};
    onlyDana();
    missedCall();
    send();
    QVERIFY2(bodies().first().endsWith(u"a las 12:00. Responda C para tomarla."_s), qPrintable(bodies().first()));
}

void TestStaffNotices::nobodyWhoIsAtAConsole()
{
    onlyDana();
    say(u"dana"_s, PresenceWord::Here, Source::Console);
    missedCall(23);
    QCOMPARE(notices(), QStringList());
    m_clock.advance(desk::PresenceWork::consoleHolds); // it was shut
    missedCall(24);
    QCOMPARE(notices(), QStringList{u"dana assigned text waiting"_s});
}

void TestStaffNotices::nobodyWhoIsOffShift()
{
    m_office.setup.staff[1].shifts = {{.days = {1, 2, 3, 4, 5, 6, 7}, .from = QTime(13, 0), .to = QTime(17, 0)}};
    m_office.setup.staff[2].shifts = m_office.setup.staff[1].shifts;
    missedCall();
    QCOMPARE(notices(), QStringList()); // nobody is there to be given it, either
    run(1h); // the shift begins
    QCOMPARE(notices().size(), 1);
}

void TestStaffNotices::theOwnerAlsoAtNight()
{
    m_office.setup.staff[0].shifts = {{.days = {1, 2, 3, 4, 5, 6, 7}, .from = QTime(2, 0), .to = QTime(3, 0)}};
    onlySam();
    missedCall();
    say(u"sam"_s, PresenceWord::Here);
    run(10min);
    run(10min);
    run(25min);
    QCOMPARE(notices().filter(u"pat "_s), QStringList{u"pat escalated text waiting"_s});
    send();
    QVERIFY2(bodies().last().startsWith(patsPhone + u" Nobody has called back (214) 555-0123"_s), qPrintable(bodies().last()));
    QVERIFY2(bodies().last().contains(u"has waited 45 min"_s), qPrintable(bodies().last()));
}

void TestStaffNotices::nobodyWhoOptedOut()
{
    text(danasPhone, u"STOP"_s);
    onlyDana();
    missedCall();
    QCOMPARE(notices(), QStringList());
}

void TestStaffNotices::optedOutBeforeItLeft()
{
    onlyDana();
    missedCall();
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    QVERIFY(must(store::ContactGateway(*m_database)
                     .addOptOut(transaction,
                                {.number = test::number(danasPhone), .since = m_clock.now(), .source = u"provider"_s, .byWhom = u"x"_s})));
    must(transaction.commit());
    send();
    QCOMPARE(bodies(), QStringList());
    QCOMPARE(notices(), QStringList{u"dana assigned text dropped"_s});
    QCOMPARE(audited(u"notice_dropped"_s),
             QStringList{u"engine staff:dana {\"channel\":\"text\",\"error\":\"opted_out\",\"kind\":\"assigned\"}"_s});
}

void TestStaffNotices::claimedBeforeItLeft()
{
    onlyDana();
    missedCall();
    QVERIFY(desk::Desk(*m_database, m_clock, m_ids).claim(valueOf(*m_database, u"SELECT id FROM callback_tasks"_s), u"sam"_s));
    send();
    QCOMPARE(bodies(), QStringList());
    QCOMPARE(notices(), QStringList{u"dana assigned text dropped"_s});
}

void TestStaffNotices::onceAtEachEscalation()
{
    onlyDana();
    missedCall();
    say(u"sam"_s, PresenceWord::Here);
    say(u"dana"_s, PresenceWord::Away);
    run(10s); // it goes to Sam
    say(u"sam"_s, PresenceWord::Away);
    say(u"dana"_s, PresenceWord::Here);
    run(10s); // and back
    QCOMPARE(notices(), (QStringList{u"dana assigned text waiting"_s, u"sam assigned email waiting"_s}));
    say(u"sam"_s, PresenceWord::Here);
    run(10min); // to the next person
    QCOMPARE(notices().size(), 3);
    QCOMPARE(notices().last(), u"sam escalated email waiting"_s);
}

void TestStaffNotices::aStormIsNoFlood()
{
    onlyDana();
    for (int caller = 10; caller < 30; ++caller)
        missedCall(caller);
    QCOMPARE(notices().size(), NoticePlan::mostAtOnce);
    m_clock.advance(NoticePlan::within + 1ms);
    missedCall(30);
    QCOMPARE(notices().size(), NoticePlan::mostAtOnce + 1);
}

void TestStaffNotices::anUnstaffedQueue()
{
    onlyDana();
    onlySam();
    missedCall();
    QCOMPARE(notices(), QStringList());
    run(5s);
    run(Staffing::alarmAfter);
    QCOMPARE(notices(), QStringList{u"pat unstaffed text waiting"_s});
    send();
    QCOMPARE(bodies(), QStringList{patsPhone + u" Nobody is there for Front office: a callback has waited 2 min."_s});
    run(1h);
    QCOMPARE(notices().filter(u"unstaffed"_s).size(), 1);
}

void TestStaffNotices::writesTheIntentBeforeTheRequestLeaves()
{
    onlyDana();
    missedCall();
    m_one->phone->hold();
    QVERIFY(must(m_one->notices.turn(m_office)) > 0);
    QCOMPARE(m_one->phone->held(), 1);
    QCOMPARE(rowsOf(*m_database, u"SELECT state, attempts, lease_owner FROM staff_notices"_s), QStringList{u"running 1 one"_s});
    m_clock.advance(5s);
    must(m_one->notices.heartbeat(m_office));
    QCOMPARE(valueOf(*m_database, u"SELECT lease_until_at FROM staff_notices"_s),
             QString::number(toMs(m_clock.now() + m_office.setup.engine.lease)));
    m_one->phone->release();
    send();
    QCOMPARE(notices(), QStringList{u"dana assigned text done"_s});
}

void TestStaffNotices::aLostAnswerIsNotRepeated()
{
    onlyDana();
    missedCall();
    m_one->phone->answerNext(Unknown{u"time-out"_s});
    send();
    QCOMPARE(notices(), QStringList{u"dana assigned text unknown"_s});
    m_clock.advance(1h);
    send();
    QCOMPARE(bodies().size(), 1);
}

void TestStaffNotices::aCrashIsNotRepeated()
{
    onlyDana();
    missedCall();
    {
        Station dead(*m_place, m_clock, u"two"_s);
        dead.phone->hold();
        QVERIFY(must(dead.notices.turn(m_office)) > 0);
    }
    send();
    QCOMPARE(notices(), QStringList{u"dana assigned text running"_s}); // its lease still holds
    m_clock.advance(m_office.setup.engine.lease);
    QVERIFY(must(m_one->notices.nextDue()) <= m_clock.now());
    send();
    QCOMPARE(notices(), QStringList{u"dana assigned text unknown"_s});
    QCOMPARE(bodies(), QStringList());
}

void TestStaffNotices::anEmailIsRepeatedAsTheSame()
{
    onlySam();
    missedCall();
    m_one->mailer->answerNext(Unknown{u"broken"_s});
    send();
    QCOMPARE(notices(), QStringList{u"sam assigned email waiting"_s});
    m_clock.advance(1min);
    send();
    QCOMPARE(m_one->mailer->mails().size(), 2);
    QCOMPARE(m_one->mailer->mails().first(), m_one->mailer->mails().last());
    QCOMPARE(notices(), QStringList{u"sam assigned email done"_s});
}

void TestStaffNotices::refused_data()
{
    QTest::addColumn<Refused::Class>("kind");
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("texts");
    QTest::newRow("for now: once more") << Refused::Class::ForNow << u"done"_s << 2;
    QTest::newRow("the phone cannot be texted") << Refused::Class::Recipient << u"failed"_s << 1;
    QTest::newRow("no credentials") << Refused::Class::Sender << u"failed"_s << 1;
    QTest::newRow("opted out there") << Refused::Class::OptedOut << u"failed"_s << 1;
}

void TestStaffNotices::refused()
{
    QFETCH(Refused::Class, kind);
    QFETCH(QString, state);
    QFETCH(int, texts);
    onlyDana();
    missedCall();
    m_one->phone->answerNext(Refused{.kind = kind, .code = u"30003"_s, .message = {}, .retryAfter = {}});
    send();
    QCOMPARE(bodies().size(), 1); // not at once
    m_clock.advance(2min);
    send();
    QCOMPARE(bodies().size(), texts);
    QCOMPARE(notices(), QStringList{u"dana assigned text "_s + state});
}

void TestStaffNotices::twoShare()
{
    onlyDana();
    for (int caller = 10; caller < 16; ++caller)
        missedCall(caller);
    Station two(*m_place, m_clock, u"two"_s);
    m_one->phone->hold();
    QCOMPARE(must(m_one->notices.turn(m_office)), 6);
    QCOMPARE(must(two.notices.turn(m_office)), 0); // all are taken
    m_one->phone->release();
    send();
    send(two);
    QCOMPARE(m_one->phone->texts().size() + two.phone->texts().size(), 6);
    QCOMPARE(notices().filter(u" done"_s).size(), 6);
}

void TestStaffNotices::needsNoTurnToWriteWhenNothingWaits()
{
    const std::unique_ptr<store::Database> other = m_place->open();
    const store::Transaction held = must(store::Transaction::begin(*other));
    QCOMPARE(must(m_one->notices.turn(m_office)), 0);
}

void TestStaffNotices::replyClaims_data()
{
    QTest::addColumn<QString>("body");
    QTest::newRow("C") << u"C"_s;
    QTest::newRow("small, with blanks") << u" c \n"_s;
}

void TestStaffNotices::replyClaims()
{
    QFETCH(QString, body);
    onlyDana();
    missedCall();
    send();
    text(danasPhone, body);
    QCOMPARE(task(), u"claimed dana"_s);
    QCOMPARE(audited(u"task_claimed"_s).size(), 1);
    QVERIFY(audited(u"task_claimed"_s).first().startsWith(u"staff:dana task:"_s));
    QVERIFY(audited(u"task_claimed"_s).first().endsWith(u"{\"by\":\"text\",\"renewed\":false}"_s));
    send();
    QCOMPARE(bodies().last(), danasPhone + u" You have it: (214) 555-0123."_s);
    // The text-back that stops on a claim has been taken back, as at the desk.
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM messages WHERE direction = 'in'"_s), u"0"_s);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM contacts"_s), u"1"_s);
}

void TestStaffNotices::somebodyElseHasIt()
{
    onlyDana();
    missedCall();
    send();
    m_clock.set(instantOf(u"2026-11-20T20:41:00Z"_s));
    QVERIFY(desk::Desk(*m_database, m_clock, m_ids).claim(valueOf(*m_database, u"SELECT id FROM callback_tasks"_s), u"sam"_s));
    m_clock.advance(3min);
    text(danasPhone, u"C"_s);
    QCOMPARE(task(), u"claimed sam"_s);
    send();
    QCOMPARE(bodies().last(), danasPhone + u" Sam Ortiz has it since 2:41 PM."_s);
    QVERIFY(desk::Desk(*m_database, m_clock, m_ids)
                .complete(valueOf(*m_database, u"SELECT id FROM callback_tasks"_s), u"sam"_s, {.outcome = u"no_interest"_s}));
    text(danasPhone, u"C"_s);
    send();
    QCOMPARE(bodies().last(), danasPhone + u" It is done already."_s);
}

void TestStaffNotices::nothingToClaim()
{
    missedCall(); // of which Dana was not told, as Sam has it or she is at a console
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(transaction.change(u"DELETE FROM staff_notices"_s));
    must(transaction.commit());
    text(danasPhone, u"C"_s);
    QVERIFY(task().startsWith(u"open"_s));
    send();
    QCOMPARE(bodies(), QStringList{danasPhone + u" There is no callback for you to claim."_s});
}

void TestStaffNotices::theNewestThatIsOpen()
{
    onlyDana();
    missedCall(21);
    m_clock.advance(1min);
    missedCall(22);
    m_clock.advance(1min);
    missedCall(23);
    send();
    const auto claimed = [&] {
        return rowsOf(
            *m_database,
            u"SELECT contacts.number FROM callback_tasks JOIN follow_ups ON follow_ups.id = callback_tasks.follow_up_id"
            " JOIN contacts ON contacts.id = follow_ups.contact_id WHERE callback_tasks.state = 'claimed' ORDER BY contacts.number"_s);
    };
    text(danasPhone, u"C"_s);
    QCOMPARE(claimed(), QStringList{u"+12145550123"_s});
    text(danasPhone, u"C"_s);
    QCOMPARE(claimed(), (QStringList{u"+12145550122"_s, u"+12145550123"_s}));
}

void TestStaffNotices::otherWordsAreNobodysBusiness()
{
    onlyDana();
    missedCall();
    send();
    text(danasPhone, u"Can somebody else take it? C u later"_s);
    text(danasPhone, u"HELP"_s);
    QVERIFY(task().startsWith(u"open"_s));
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM follow_ups"_s), u"1"_s);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM messages WHERE direction = 'in'"_s), u"0"_s);
    QCOMPARE(audited(u"staff_text_ignored"_s),
             (QStringList{u"provider:twilio-main staff:dana {}"_s, u"provider:twilio-main staff:dana {}"_s}));
    send();
    QCOMPARE(bodies().size(), 1);
}

void TestStaffNotices::stopAndStart()
{
    onlyDana();
    missedCall(23);
    text(danasPhone, u"STOP"_s);
    QCOMPARE(notices(), QStringList{u"dana assigned text dropped"_s});
    QCOMPARE(audited(u"notices_off"_s), QStringList{u"staff:dana staff:dana {\"again\":false,\"dropped\":1}"_s});
    missedCall(24);
    text(danasPhone, u"C"_s); // no answer either
    send();
    QCOMPARE(bodies(), QStringList());
    text(danasPhone, u"START"_s);
    QCOMPARE(audited(u"notices_on"_s), QStringList{u"staff:dana staff:dana {}"_s});
    missedCall(25);
    send();
    QCOMPARE(bodies().size(), 1);
}

void TestStaffNotices::whoIsSuspendedClaimsNothing()
{
    onlyDana();
    missedCall();
    send();
    m_office.setup.staff[1].suspended = true;
    text(danasPhone, u"C"_s);
    QVERIFY(task().startsWith(u"open"_s));
    QCOMPARE(audited(u"staff_text_ignored"_s).size(), 1);
}

QTEST_GUILESS_MAIN(TestStaffNotices)
#include "tst_staffnotices.moc"
