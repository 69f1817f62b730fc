#include "engine/calendarentries.h"
#include "store/gateways.h"
#include "store/leadwritegateway.h"
#include "store/pulsegateway.h"
#include "support/calendarstation.h"
#include "support/testclock.h"

#include <QTest>

#include <memory>
#include <random>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::CalendarEntry;
using connectors::EntryGone;
using connectors::EntryRefused;
using connectors::Unknown;
using ringback::test::CalendarStation;
using ringback::test::FakeCalendarBook;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

const QString caller = u"+12145550123"_s;

EntryRefused refused(EntryRefused::Class kind, const QString &code, std::optional<Milliseconds> retryAfter = {})
{
    return {.kind = kind, .code = code, .message = u"as it says"_s, .retryAfter = retryAfter};
}

} // namespace

class TestCalendarWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void fromTheCallToItsEnd();
    void whatItSays();
    void whatItSaysInSpanish();
    void followsWhatHappens();
    void aTimeThatWasAskedFor();
    void nothingNewIsNotWritten();
    void writesTheIntentBeforeTheRequestLeaves();
    void refusedForNow();
    void refusedForGood_data();
    void refusedForGood();
    void theAccountIsMended();
    void anAccountIsTriedNowAndThen();
    void lostAnswers();
    void whoDeletesItIsHeard();
    void crashBetweenIntentAndAnswer();
    void aRequestThatComesTooLate();
    void changedWhileItIsWritten();
    void takenBackBeforeItLeft();
    void twoEnginesShare();
    void oldestFirst();
    void leftAloneAfterFailures();
    void aNewCalendarIsToldWhatIsOpen();
    void anotherPersonsCalendar();
    void switchedOff();
    void anOfficeWithoutCalendarsPaysNothing();
    void stopsTaking();
    void outlivedByACalendar();
    void whateverHappens();

private:
    void missedCall(const QString &sid = u"CA1"_s, const QString &from = caller)
    {
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(sid, u"no-answer"_s, {{u"From"_s, from}}),
                           m_clock.now());
        takeIn();
    }
    void reply(const QString &body)
    {
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Message, test::textForm(u"SM%1"_s.arg(++m_texts), body), m_clock.now());
        takeIn();
    }
    void takeIn()
    {
        Intake intake(*m_database, m_clock, m_ids);
        while (must(intake.turn(m_office)) > 0) {
        }
    }
    [[nodiscard]] desk::Desk desk() { return {*m_database, m_clock, m_ids}; }
    [[nodiscard]] QString task() { return value(u"SELECT id FROM callback_tasks WHERE state IN ('open', 'claimed')"_s); }
    void claim(const QString &staff) { QVERIFY(desk().claim(task(), staff)); }
    void complete(const QString &outcome, const QString &staff = u"dana"_s)
    {
        QVERIFY(desk().complete(task(), staff, {.outcome = outcome}));
    }
    void useOffice(const std::function<void(settings::Setup &)> &change = test::addCalendars)
    {
        m_office = test::storeOffice(*m_database, m_clock.now(), change);
    }
    [[nodiscard]] QString value(const QString &sql) { return valueOf(*m_database, sql); }
    [[nodiscard]] QStringList entries()
    {
        return rowsOf(*m_database, u"SELECT calendar, wanted, state, attempts FROM calendar_entries ORDER BY task_id, calendar"_s);
    }
    [[nodiscard]] QStringList audited(const QString &action)
    {
        return rowsOf(*m_database, u"SELECT subject FROM audit WHERE action = ? ORDER BY sequence"_s, {action});
    }
    [[nodiscard]] QString error() { return value(u"SELECT last_error FROM calendar_entries ORDER BY task_id, calendar LIMIT 1"_s); }
    [[nodiscard]] Milliseconds dueIn()
    {
        return Milliseconds(value(u"SELECT due_at FROM calendar_entries ORDER BY task_id, calendar LIMIT 1"_s).toLongLong() -
                            toMs(m_clock.now()));
    }
    [[nodiscard]] std::unique_ptr<CalendarStation> station(const QString &id = u"one"_s)
    {
        return std::make_unique<CalendarStation>(*m_place, m_clock, m_office, id, m_danas, m_sams);
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    int m_texts = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::shared_ptr<FakeCalendarBook> m_danas;
    std::shared_ptr<FakeCalendarBook> m_sams;
    Office m_office;
};

void TestCalendarWriter::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_texts = 0;
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_danas = std::make_shared<FakeCalendarBook>();
    m_sams = std::make_shared<FakeCalendarBook>();
    useOffice();
}

void TestCalendarWriter::cleanup()
{
    QCOMPARE(m_danas->problems, QStringList());
    QCOMPARE(m_sams->problems, QStringList());
    m_database.reset();
    m_place.reset();
}

void TestCalendarWriter::fromTheCallToItsEnd()
{
    const auto one = station();
    missedCall();
    QCOMPARE(value(u"SELECT assigned_to FROM callback_tasks"_s), u"dana"_s);
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 1);
    QCOMPARE(m_sams->entries.size(), 0);
    QCOMPARE(entries(), QStringList{u"dana-cal 1 done 0"_s});
    QCOMPARE(audited(u"calendar_entry_written"_s), QStringList{u"calendar:dana-cal"_s});

    claim(u"sam"_s);
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 0);
    QCOMPARE(m_sams->entries.size(), 1);
    QVERIFY(m_sams->entries.cbegin().key() != u"x"_s);

    QVERIFY(desk().release(task(), u"sam"_s)); // back in the queue
    one->work(m_office);
    QCOMPARE(m_sams->entries.size(), value(u"SELECT assigned_to FROM callback_tasks"_s) == "sam"_L1 ? 1 : 0);

    claim(u"dana"_s);
    one->work(m_office);
    QCOMPARE(m_danas->titles(), QStringList{u"Call back: (214) 555-0123"_s});
    QCOMPARE(m_sams->entries.size(), 0);
    complete(u"customer_helped"_s);
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 0);
    QCOMPARE(m_sams->entries.size(), 0);

    QVERIFY(desk().undo(value(u"SELECT id FROM callback_tasks WHERE state = 'done'"_s), u"dana"_s)); // she clicked the wrong one
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 1);
    QCOMPARE(value(u"SELECT COUNT(*) FROM calendar_entries"_s), u"2"_s); // one a calendar, whatever happened
}

void TestCalendarWriter::whatItSays()
{
    const auto one = station();
    missedCall();
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    const calls::FollowUpId followUp = calls::FollowUpId::parse(value(u"SELECT id FROM follow_ups"_s)).value();
    must(transaction.change(u"UPDATE contacts SET name = 'Ana Ortiz'"_s));
    must(transaction.change(u"UPDATE messages SET state = 'sent', sent_at = created_at, body = 'Sorry we missed you.'"_s));
    must(store::LeadLinkGateway(*m_database)
             .put(transaction, {.followUp = followUp,
                                .connection = u"jobber"_s,
                                .link = {.record = u"c-1"_s, .url = u"https://leads.example/c-1"_s},
                                .task = {},
                                .chosenBy = {},
                                .candidates = {},
                                .updatedAt = m_clock.now()}));
    must(transaction.commit());
    one->work(m_office);
    const CalendarEntry entry = m_danas->only();
    const Instant due = fromMs(value(u"SELECT due_at FROM callback_tasks"_s).toLongLong());
    QCOMPARE(entry.title, u"Call back: Ana Ortiz"_s);
    QCOMPARE(entry.from, due);
    QCOMPARE(entry.to, due + 15min);
    QCOMPARE(entry.zone, QByteArray("America/Chicago"));
    QCOMPARE(entry.url, u"https://leads.example/c-1"_s);
    QCOMPARE(entry.alarmBefore, std::nullopt);
    QCOMPARE(entry.text, u"Number: (214) 555-0123\nThey called: Main\nMissed call on Fri, Nov 20, 12:00 PM.\n"
                         "We texted on Fri, Nov 20, 12:00 PM: Sorry we missed you.\nTo take it, claim it in Ringback."_s);
    QVERIFY(entry.uid.endsWith("@callback.ringback"_L1));
    QVERIFY(entry.uid.startsWith(task()));
}

void TestCalendarWriter::whatItSaysInSpanish()
{
    useOffice([](settings::Setup &setup) {
        test::addCalendars(setup);
        setup.company.language = u"es"_s;
    });
    const auto one = station();
    missedCall();
    one->work(m_office);
    QCOMPARE(m_danas->only().title, u"Devolver la llamada: (214) 555-0123"_s);
    QVERIFY(m_danas->only().text.contains(u"Llamada perdida el vie"_s));
    QVERIFY(!m_danas->only().text.contains(u"call"_s));
}

void TestCalendarWriter::followsWhatHappens()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    const CalendarEntry before = m_danas->only();
    m_clock.advance(2min);
    reply(u"Yes, please call me"_s);
    one->work(m_office);
    QVERIFY(m_danas->only().text.contains(u"They wrote on Fri, Nov 20, 12:02 PM: Yes, please call me"_s));
    QVERIFY(m_danas->only().revision > before.revision);
    QCOMPARE(m_danas->only().uid, before.uid);
    m_clock.advance(1min);
    missedCall(u"CA2"_s); // the same caller
    one->work(m_office);
    QVERIFY(m_danas->only().text.contains(u"2 missed calls, the last on"_s));
    claim(u"dana"_s);
    one->work(m_office);
    QVERIFY(m_danas->only().text.contains(u"You have claimed it."_s));
    QCOMPARE(m_danas->entries.size(), 1);
}

void TestCalendarWriter::aTimeThatWasAskedFor()
{
    const auto one = station();
    missedCall();
    const Instant at = instantOf(u"2026-11-23T16:30:00Z"_s);
    QVERIFY(desk().complete(task(), u"dana"_s, {.outcome = u"call_later"_s, .at = at}));
    one->work(m_office);
    QCOMPARE(m_danas->only().from, at);
    QCOMPARE(m_danas->only().alarmBefore, std::optional<Milliseconds>(5min));
    QVERIFY(m_danas->only().text.contains(u"This is try 2."_s));
    QVERIFY(m_danas->only().text.contains(u"Call back by "_s));
}

void TestCalendarWriter::nothingNewIsNotWritten()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    QCOMPARE(one->dana->writesAsked, 1);
    claim(u"dana"_s);
    one->work(m_office);
    QCOMPARE(one->dana->writesAsked, 2);
    m_clock.advance(1min);
    claim(u"dana"_s); // renewed
    one->work(m_office);
    const auto two = station(u"two"_s); // a program that has just started looks at all of it
    two->work(m_office);
    QCOMPARE(one->dana->writesAsked + two->dana->writesAsked, 2);
    QCOMPARE(must(two->writer.hasNews()), false);
}

void TestCalendarWriter::writesTheIntentBeforeTheRequestLeaves()
{
    const auto one = station();
    missedCall();
    one->dana->hold();
    must(one->writer.turn(m_office));
    QCOMPARE(one->writer.inFlight(), 1);
    QCOMPARE(entries(), QStringList{u"dana-cal 1 running 1"_s});
    QCOMPARE(audited(u"calendar_entry_attempted"_s).size(), 1);
    QCOMPARE(audited(u"calendar_entry_written"_s).size(), 0);
    one->dana->release();
    one->work(m_office);
    QCOMPARE(entries(), QStringList{u"dana-cal 1 done 0"_s});
    QCOMPARE(must(store::PulseGateway(*m_database).all()).value(0).connection, u"dana-cal"_s);
    QCOMPARE(must(store::PulseGateway(*m_database).all()).value(0).lastSuccessAt, m_clock.now());
}

void TestCalendarWriter::refusedForNow()
{
    const auto one = station();
    missedCall();
    one->dana->answerNext(refused(EntryRefused::Class::ForNow, u"503"_s, 5min));
    one->work(m_office);
    QCOMPARE(entries(), QStringList{u"dana-cal 1 waiting 1"_s});
    QVERIFY(dueIn() >= 5min && dueIn() < 6min); // with its jitter
    QCOMPARE(must(one->writer.nextDue()), m_clock.now() + dueIn());
    QCOMPARE(error(), u"for_now:503: as it says"_s);
    m_clock.advance(5min - 1ms);
    one->work(m_office);
    QCOMPARE(one->dana->writesAsked, 1);
    m_clock.advance(1min);
    one->work(m_office);
    QCOMPARE(entries(), QStringList{u"dana-cal 1 done 0"_s});
    QCOMPARE(error(), QString());
}

void TestCalendarWriter::refusedForGood_data()
{
    QTest::addColumn<EntryRefused::Class>("kind");
    QTest::addColumn<QString>("error");
    QTest::newRow("the entry is wrong") << EntryRefused::Class::Entry << u"entry:415: as it says"_s;
    QTest::newRow("the calendar is full") << EntryRefused::Class::Full << u"full:415: as it says"_s;
}

void TestCalendarWriter::refusedForGood()
{
    QFETCH(EntryRefused::Class, kind);
    QFETCH(QString, error);
    const auto one = station();
    missedCall();
    one->dana->answerNext(refused(kind, u"415"_s));
    one->work(m_office);
    QCOMPARE(entries(), QStringList{u"dana-cal 1 failed 1"_s});
    QCOMPARE(this->error(), error);
    QCOMPARE(audited(u"calendar_entry_failed"_s).size(), 1);
    m_clock.advance(24h);
    one->work(m_office);
    QCOMPARE(one->dana->writesAsked, 1);
    reply(u"hello?"_s); // something else is to be written: that may go
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 1);
}

void TestCalendarWriter::theAccountIsMended()
{
    const auto one = station();
    one->dana->refusal = refused(EntryRefused::Class::Account, u"401"_s);
    for (int i = 0; i < 5; ++i)
        missedCall(u"CA%1"_s.arg(i), u"+1214555012%1"_s.arg(i));
    one->work(m_office);
    const int asked = one->dana->writesAsked;
    QVERIFY2(asked <= 2, qPrintable(QString::number(asked))); // those that left at once
    QCOMPARE(audited(u"calendar_refused"_s).size(), 1);
    m_clock.advance(30min);
    one->work(m_office);
    QCOMPARE(one->dana->writesAsked, asked);
    one->dana = std::make_shared<test::FakeCalendar>(m_danas); // opened anew, with another password
    one->use(m_office);
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 5);
    QCOMPARE(audited(u"calendar_refused"_s).size(), 1);
}

void TestCalendarWriter::anAccountIsTriedNowAndThen()
{
    const auto one = station();
    one->dana->refusal = refused(EntryRefused::Class::Account, u"403"_s);
    missedCall(u"CA1"_s, u"+12145550121"_s);
    one->work(m_office);
    for (int i = 2; i < 7; ++i)
        missedCall(u"CA%1"_s.arg(i), u"+1214555012%1"_s.arg(i));
    one->work(m_office);
    QCOMPARE(one->dana->writesAsked, 1);
    for (int hour = 0; hour < 3; ++hour) {
        QCOMPARE(must(one->writer.nextDue()), m_clock.now() + 1h);
        m_clock.advance(1h);
        one->work(m_office);
        QCOMPARE(one->dana->writesAsked, 2 + hour); // one of them, not all
    }
    QCOMPARE(audited(u"calendar_refused"_s).size(), 1);
    one->dana->refusal.reset();
    m_clock.advance(1h);
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 6);
}

void TestCalendarWriter::lostAnswers()
{
    const auto one = station();
    missedCall();
    one->dana->loseNext();
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 1);
    QCOMPARE(entries(), QStringList{u"dana-cal 1 waiting 1"_s});
    QCOMPARE(audited(u"calendar_entry_unknown"_s).size(), 1);
    m_clock.set(m_clock.now() + dueIn());
    one->work(m_office);
    QCOMPARE(m_danas->log, QStringList{u"made Call back: (214) 555-0123"_s}); // not doubled, not changed
    QCOMPARE(entries(), QStringList{u"dana-cal 1 done 0"_s});
    complete(u"customer_helped"_s);
    one->dana->loseNext();
    one->work(m_office);
    m_clock.set(m_clock.now() + dueIn());
    one->work(m_office);
    QCOMPARE(entries(), QStringList{u"dana-cal 0 done 0"_s});
    QCOMPARE(m_danas->entries.size(), 0);
}

void TestCalendarWriter::whoDeletesItIsHeard()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    m_danas->drop(m_danas->only().uid);
    reply(u"hello?"_s);
    one->work(m_office);
    QCOMPARE(entries(), QStringList{u"dana-cal 1 gone 0"_s});
    QCOMPARE(audited(u"calendar_entry_gone"_s).size(), 1);
    reply(u"anybody?"_s);
    claim(u"sam"_s);
    one->work(m_office);
    QCOMPARE(m_sams->entries.size(), 1); // his is another matter
    claim(u"sam"_s);
    QVERIFY(desk().release(task(), u"sam"_s));
    claim(u"dana"_s);
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 0); // she does not want it
    complete(u"customer_helped"_s);
    one->work(m_office);
    QCOMPARE(m_sams->entries.size(), 0);
}

void TestCalendarWriter::crashBetweenIntentAndAnswer()
{
    for (const bool written : {false, true}) {
        m_danas->entries.clear();
        missedCall(u"CA-%1"_s.arg(written), written ? u"+12145550124"_s : caller);
        {
            const auto one = station();
            one->dana->setDead(!written);
            one->dana->hold();
            must(one->writer.turn(m_office));
            QCOMPARE(one->writer.inFlight(), 1);
            one->dana = std::make_shared<test::FakeCalendar>(m_danas); // nobody hears the answer
        }
        m_danas->underWay.clear();
        const auto two = station(u"two"_s);
        two->work(m_office);
        QCOMPARE(two->dana->writesAsked, 0); // the lease of the dead one runs
        m_clock.advance(m_office.setup.engine.lease);
        two->work(m_office);
        QCOMPARE(m_danas->entries.size(), 1);
        QCOMPARE(value(u"SELECT COUNT(*) FROM calendar_entries WHERE state <> 'done'"_s), u"0"_s);
    }
}

// An engine that was stopped and goes on may write what was taken out meanwhile.
void TestCalendarWriter::aRequestThatComesTooLate()
{
    const auto one = station();
    missedCall();
    one->dana->hold();
    must(one->writer.turn(m_office));
    const CalendarEntry late = m_danas->only();
    m_danas->entries.clear(); // it has not come there yet
    m_danas->underWay.clear();
    m_clock.advance(m_office.setup.engine.lease);
    complete(u"customer_helped"_s);
    const auto two = station(u"two"_s);
    two->work(m_office);
    QCOMPARE(entries(), QStringList{u"dana-cal 0 done 0"_s});
    m_danas->entries.insert(late.uid, {.entry = late});
    one->dana->release();
    one->work(m_office);
    two->work(m_office);
    QCOMPARE(m_danas->entries.size(), 0);
    QCOMPARE(entries(), QStringList{u"dana-cal 0 done 0"_s});
}

void TestCalendarWriter::changedWhileItIsWritten()
{
    const auto one = station();
    missedCall();
    one->dana->hold();
    must(one->writer.turn(m_office));
    reply(u"hello?"_s);
    must(one->writer.turn(m_office)); // nothing else leaves for it
    QCOMPARE(one->dana->writesAsked, 1);
    one->dana->release();
    one->work(m_office);
    QVERIFY(m_danas->only().text.contains(u"hello?"_s));

    one->dana->hold();
    reply(u"again"_s);
    must(one->writer.turn(m_office));
    complete(u"customer_helped"_s);
    must(one->writer.turn(m_office));
    one->dana->release();
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 0);
}

void TestCalendarWriter::takenBackBeforeItLeft()
{
    missedCall();
    {
        const auto one = station();
        one->writer.setAccesses({{u"dana-cal"_s, {.calendar = nullptr, .abilities = one->dana->can}}}, m_office.setup); // no secret here
        one->work(m_office);
        QCOMPARE(entries(), QStringList{u"dana-cal 1 waiting 0"_s});
        complete(u"customer_helped"_s);
        one->work(m_office);
        QCOMPARE(entries(), QStringList{u"dana-cal 0 done 0"_s});
    }
    const auto two = station(u"two"_s);
    two->work(m_office);
    QCOMPARE(two->dana->writesAsked, 0);
}

void TestCalendarWriter::twoEnginesShare()
{
    const auto one = station();
    const auto two = station(u"two"_s);
    for (int i = 0; i < 40; ++i)
        missedCall(u"CA%1"_s.arg(i), u"+121455501%1"_s.arg(10 + i));
    one->dana->hold();
    two->dana->hold();
    must(one->writer.turn(m_office));
    must(two->writer.turn(m_office));
    QCOMPARE(one->dana->writesAsked, 2); // at once, by calendar
    QCOMPARE(two->dana->writesAsked, 2);
    one->dana->release();
    two->dana->release();
    for (int i = 0; i < 100; ++i) {
        must(one->writer.turn(m_office));
        must(two->writer.turn(m_office));
    }
    QCOMPARE(m_danas->entries.size(), 40);
    QCOMPARE(one->dana->writesAsked + two->dana->writesAsked, 40);
    QVERIFY(two->dana->writesAsked > 2);
}

void TestCalendarWriter::oldestFirst()
{
    const auto one = station();
    one->dana->refusal = refused(EntryRefused::Class::ForNow, u"503"_s, 1h);
    for (int i = 0; i < 4; ++i) {
        missedCall(u"CA%1"_s.arg(i), u"+1214555012%1"_s.arg(i));
        one->work(m_office);
        m_clock.advance(1min);
    }
    one->dana->refusal.reset();
    m_clock.advance(2h);
    one->work(m_office);
    QCOMPARE(m_danas->log, (QStringList{u"made Call back: (214) 555-0120"_s, u"made Call back: (214) 555-0121"_s,
                                        u"made Call back: (214) 555-0122"_s, u"made Call back: (214) 555-0123"_s}));
}

void TestCalendarWriter::leftAloneAfterFailures()
{
    const auto one = station();
    one->dana->setDead(true);
    for (int i = 0; i < 20; ++i)
        missedCall(u"CA%1"_s.arg(i), u"+121455501%1"_s.arg(10 + i));
    one->work(m_office);
    QVERIFY2(one->dana->writesAsked < 10, qPrintable(QString::number(one->dana->writesAsked)));
    QCOMPARE(audited(u"connection_paused"_s), QStringList{u"connection:dana-cal"_s});
    one->dana->setDead(false);
    for (int i = 0; i < 30; ++i) {
        m_clock.advance(5min);
        one->work(m_office);
    }
    QCOMPARE(m_danas->entries.size(), 20);
    QCOMPARE(audited(u"connection_resumed"_s), QStringList{u"connection:dana-cal"_s});
}

void TestCalendarWriter::aNewCalendarIsToldWhatIsOpen()
{
    useOffice([](settings::Setup &setup) {
        test::addCalendars(setup);
        setup.calendars.removeFirst();
    });
    const auto one = station();
    missedCall();
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 0);
    useOffice();
    one->use(m_office);
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 1);
}

void TestCalendarWriter::anotherPersonsCalendar()
{
    const auto one = station();
    missedCall();
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 1);
    useOffice([](settings::Setup &setup) {
        test::addCalendars(setup);
        setup.calendars[0].staff = u"sam"_s;
        setup.calendars[1].staff = u"dana"_s;
    });
    one->use(m_office);
    one->work(m_office);
    QCOMPARE(m_danas->entries.size(), 0);
    QCOMPARE(m_sams->entries.size(), 1);
}

void TestCalendarWriter::switchedOff()
{
    missedCall();
    {
        const auto one = station();
        one->work(m_office);
        QCOMPARE(m_danas->entries.size(), 1);
    }
    useOffice([](settings::Setup &setup) {
        test::addCalendars(setup);
        setup.calendars[0].writes = false;
    });
    const auto two = station(u"two"_s); // it was switched off while nothing ran
    two->work(m_office);
    QCOMPARE(m_danas->entries.size(), 0);
}

void TestCalendarWriter::anOfficeWithoutCalendarsPaysNothing()
{
    useOffice([](settings::Setup &) {});
    const auto one = station();
    missedCall();
    const QString head = value(u"SELECT sequence FROM audit_head"_s);
    QCOMPARE(must(one->writer.turn(m_office)), 0);
    QCOMPARE(must(one->writer.hasNews()), false);
    QCOMPARE(must(one->writer.nextDue()), std::nullopt);
    QCOMPARE(value(u"SELECT sequence FROM audit_head"_s), head);
    QCOMPARE(value(u"SELECT COUNT(*) FROM calendar_feeds"_s), u"0"_s);
}

void TestCalendarWriter::stopsTaking()
{
    const auto one = station();
    missedCall();
    one->dana->hold();
    must(one->writer.turn(m_office));
    one->writer.stopTaking();
    missedCall(u"CA2"_s, u"+12145550124"_s);
    one->writer.abandon();
    QCOMPARE(one->dana->abandoned, 1);
    QVERIFY(one->writer.hasLanded());
    one->work(m_office);
    QCOMPARE(one->dana->writesAsked, 1);
    QCOMPARE(entries(), QStringList{u"dana-cal 1 done 0"_s});
}

void TestCalendarWriter::outlivedByACalendar()
{
    auto one = station();
    missedCall();
    const std::shared_ptr<test::FakeCalendar> system = one->dana;
    system->hold();
    must(one->writer.turn(m_office));
    one->dana = std::make_shared<test::FakeCalendar>(m_danas); // so that nobody releases it
    one.reset();
    system->release();
    QCOMPARE(system->held(), 0);
}

// Two engines, people who click, calendars that fail in every way: in the end each calendar has what belongs there, once.
void TestCalendarWriter::whateverHappens()
{
    const bool isPostgres = m_database->dialect() == store::Dialect::PostgreSql;
    for (quint32 seed = 1; seed <= (isPostgres ? 3U : 12U); ++seed) {
        std::mt19937 random(seed);
        const auto roll = [&](int sides) {
            return std::uniform_int_distribution<int>(0, sides - 1)(random);
        };
        auto one = station(u"one-%1"_s.arg(seed));
        auto two = station(u"two-%1"_s.arg(seed));
        for (int step = 0; step < 120; ++step) {
            const QStringList tasks =
                rowsOf(*m_database, u"SELECT id FROM callback_tasks WHERE state IN ('open', 'claimed') ORDER BY id"_s);
            const QString any = tasks.isEmpty() ? QString() : tasks.at(roll(static_cast<int>(tasks.size())));
            const QString who = roll(2) == 0 ? u"dana"_s : u"sam"_s;
            CalendarStation &engine = roll(2) == 0 ? *one : *two;
            test::FakeCalendar &system = roll(2) == 0 ? *engine.dana : *engine.sam;
            switch (roll(12)) {
            case 0:
            case 1:
                missedCall(u"CA%1-%2"_s.arg(seed).arg(step), u"+121455501%1"_s.arg(10 + roll(40)));
                break;
            case 2:
            case 3: // whether it is allowed is not the question here
                (void)desk().claim(any, who).has_value();
                break;
            case 4:
                (void)desk().release(any, who).has_value();
                break;
            case 5:
                (void)desk().complete(any, who, {.outcome = roll(2) == 0 ? u"customer_helped"_s : u"no_answer"_s}).has_value();
                break;
            case 6:
                system.loseNext();
                break;
            case 7:
                system.answerNext(refused(EntryRefused::Class::ForNow, u"503"_s));
                break;
            case 8:
                system.answerNext(Unknown{u"time-out"_s});
                break;
            case 9:
                system.hold();
                break;
            case 10:
                system.release();
                break;
            case 11:
                m_clock.advance(std::chrono::seconds(roll(9))); // who is alive keeps what it has
                must(one->writer.heartbeat(m_office));
                must(two->writer.heartbeat(m_office));
                break;
            }
            must(engine.writer.turn(m_office));
        }
        for (CalendarStation *const engine : {one.get(), two.get()}) {
            engine->dana->release();
            engine->sam->release();
        }
        for (int i = 0; i < 40; ++i) {
            m_clock.advance(1h);
            one->work(m_office);
            two->work(m_office);
        }
        for (const auto &[person, book] : {std::pair(u"dana"_s, m_danas), std::pair(u"sam"_s, m_sams)}) {
            QStringList expected;
            for (const QString &id : rowsOf(*m_database,
                                            u"SELECT id FROM callback_tasks WHERE (state = 'claimed' AND claimed_by = ?)"
                                            " OR (state = 'open' AND assigned_to = ?)"_s,
                                            {person, person}))
                expected.append(entryUid(*calls::TaskId::parse(id), person + u"-cal"_s));
            QStringList there = book->entries.keys();
            expected.sort();
            there.sort();
            QVERIFY2(there == expected,
                     qPrintable(u"seed %1, %2: %3 instead of %4"_s.arg(seed).arg(person).arg(there.size()).arg(expected.size())));
        }
        QCOMPARE(value(u"SELECT COUNT(*) FROM calendar_entries WHERE state NOT IN ('done')"_s), u"0"_s);
    }
}

QTEST_GUILESS_MAIN(TestCalendarWriter)
#include "tst_calendarwriter.moc"
