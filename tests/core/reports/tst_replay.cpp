#include "reports/replay.h"

#include "engine/intake.h"
#include "engine/timekeeper.h"
#include "store/replaygateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <memory>
#include <random>

using namespace ringback;
using namespace ringback::reports;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::calls::EventKind;
using ringback::calls::PhoneNumber;
using ringback::test::Fields;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::receiptForm;
using ringback::test::textForm;
using ringback::test::voiceForm;

namespace {

QByteArray contentOf(const QString &file)
{
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(opened.readAll(), QCryptographicHash::Sha256);
}

} // namespace

class TestReplay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void theSamePlaybookDoesTheSame();
    void aRecordedOfficeIsReplayedWithoutDifference();
    void aShorterRingLimitTextsMore();
    void aLongerWindowTextsLess();
    void otherQuietHoursLetTextsWaitLonger();
    void noTextLeavesInTheNight();
    void theNightIsJudgedByAnotherRule();
    void laterStepsStopForPeople();
    void aReplyOfTheSameMomentComesFirst();
    void aCallbackNobodyHadIsTakenAsDone();
    void loadGoesByPerson();
    void aStormBeginsAndEnds();
    void onlyThePeriodCounts();
    void writesNothing();
    void aYearInSeconds();

private:
    void call(const QString &from, Milliseconds ring = 24s, const QString &end = u"no-answer"_s);
    void text(const QString &from, const QString &body);
    void work();
    void wait(Milliseconds time);
    [[nodiscard]] store::History history(Instant from) const { return must(store::ReplayGateway(*m_database).since(from)); }
    [[nodiscard]] Replay replayed(const std::function<void(playbook::Playbook &)> &change = nullptr) const;
    [[nodiscard]] static QString describe(const Replay &replay);

    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<engine::Intake> m_intake;
    std::unique_ptr<engine::Timekeeper> m_timekeeper;
    test::TestClock m_clock;
    IdSource m_ids{7};
    engine::Office m_office;
    Instant m_began;
    int m_sid = 0;
};

void TestReplay::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_clock.set(test::TestClock().now());
    m_began = m_clock.now();
    m_office = test::storeOffice(*m_database, m_clock.now());
    m_intake = std::make_unique<engine::Intake>(*m_database, m_clock, m_ids);
    m_timekeeper = std::make_unique<engine::Timekeeper>(*m_database, m_clock, m_ids);
    m_sid = 0;
}

void TestReplay::cleanup()
{
    m_timekeeper.reset();
    m_intake.reset();
    m_database.reset();
    m_place.reset();
}

void TestReplay::work()
{
    while (must(m_intake->turn(m_office)) > 0) {
    }
    while (must(m_timekeeper->turn(m_office)) > 0) {
    }
}

// As an engine would live through it: awake when something is due.
void TestReplay::wait(Milliseconds time)
{
    const Instant end = m_clock.now() + time;
    while (true) {
        std::optional<Instant> next = must(m_timekeeper->nextDue());
        if (const std::optional<Instant> event = must(m_intake->nextDue()))
            next = std::min(next.value_or(*event), *event);
        if (!next || *next > end)
            break;
        m_clock.set(std::max(*next, m_clock.now() + 1ms));
        work();
    }
    m_clock.set(end);
}

void TestReplay::call(const QString &from, Milliseconds ring, const QString &end)
{
    const QString sid = u"CA%1"_s.arg(++m_sid, 32, 16, QChar(u'0'));
    const Fields caller{{u"From"_s, from}, {u"Caller"_s, from}};
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, voiceForm(sid, u"ringing"_s, caller), m_clock.now());
    work();
    m_clock.advance(ring);
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, voiceForm(sid, end, caller), m_clock.now());
    work();
}

void TestReplay::text(const QString &from, const QString &body)
{
    const QString sid = u"SM%1"_s.arg(++m_sid, 32, 16, QChar(u'0'));
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Message, textForm(sid, body, {{u"From"_s, from}}), m_clock.now());
    work();
}

Replay TestReplay::replayed(const std::function<void(playbook::Playbook &)> &change) const
{
    engine::Office tried = m_office;
    if (change)
        change(tried.playbook);
    return replay(history(m_began - replayLead), tried.setup, tried.rules(), {.since = m_began, .until = m_clock.now() + 1s});
}

QString TestReplay::describe(const Replay &replay)
{
    QStringList lines;
    for (const Difference &each : replay.firstDifferences)
        lines.append(u"%1 %2: %3 → %4"_s.arg(each.call.text(), toIso(each.at), each.did, each.would));
    return lines.join(u'\n');
}

void TestReplay::theSamePlaybookDoesTheSame()
{
    call(u"+12145550123"_s);
    wait(1min);
    call(u"+12145550123"_s); // again, within four hours
    wait(1min);
    call(u"+12145550124"_s, 3s); // gave up at once
    wait(1min);
    call(u"anonymous"_s);
    wait(1min);
    call(u"+12145550125"_s, 24s, u"completed"_s);
    const Replay same = replayed();
    QVERIFY2(same.different == 0, qPrintable(describe(same)));
    QCOMPARE(same.missed, 4);
    QCOMPARE(same.texted, 1);
    QCOMPARE(same.followUps, 1);
    QCOMPARE(same.texts, 1);
    QCOMPARE(same.suppressed, (QMap<QString, int>{{u"already_texted"_s, 1}, {u"too_short"_s, 1}, {u"withheld_number"_s, 1}}));
}

void TestReplay::aRecordedOfficeIsReplayedWithoutDifference()
{
    std::mt19937 random(20261121);
    const auto oneOf = [&random](int count) {
        return static_cast<int>(random() % static_cast<unsigned>(count));
    };
    // Three weeks, day and night, by forty callers of three zones.
    const QStringList areas{u"214"_s, u"305"_s, u"415"_s, u"701"_s};
    for (int i = 0; i < 400; ++i) {
        const QString from = u"+1"_s + areas.at(oneOf(4)) + u"555"_s + QString::number(110 + oneOf(10)).rightJustified(4, u'0');
        const int what = oneOf(20);
        if (what < 13)
            call(from, std::chrono::seconds(11 + oneOf(30)));
        else if (what < 15)
            call(from, std::chrono::seconds(1 + oneOf(8)));
        else if (what < 17)
            call(from, 30s, u"busy"_s);
        else if (what == 17)
            text(from, oneOf(3) == 0 ? u"STOP"_s : u"Please call me after four"_s);
        else if (what == 18)
            text(from, oneOf(2) == 0 ? u"START"_s : u"please stop texting me"_s);
        else
            call(from, 20s, u"completed"_s);
        wait(std::chrono::minutes(1 + oneOf(150)));
    }
    const Replay same = replayed();
    QVERIFY2(same.different == 0, qPrintable(describe(same)));
    QVERIFY2(same.missed > 250, qPrintable(QString::number(same.missed)));
    QVERIFY2(same.texted > 10, qPrintable(QString::number(same.texted)));
    QVERIFY2(same.textedLater > 10, qPrintable(QString::number(same.textedLater)));
    QVERIFY(same.suppressed.value(u"already_texted"_s) > 5);
    QVERIFY(same.suppressed.value(u"opted_out"_s) > 0);
    QCOMPARE(same.textsInTheNight, 0);
}

void TestReplay::aShorterRingLimitTextsMore()
{
    call(u"+12145550123"_s, 8s);
    QCOMPARE(replayed().suppressed.value(u"too_short"_s), 1);
    const Replay other = replayed([](playbook::Playbook &book) { book.screening.shortRing = 5s; });
    QCOMPARE(other.texted, 1);
    QCOMPARE(other.differences, (QMap<QString, int>{{u"too_short → texted"_s, 1}}));
    QCOMPARE(other.firstDifferences.size(), 1);
    QCOMPARE(other.firstDifferences.first().would, u"texted"_s);
}

void TestReplay::aLongerWindowTextsLess()
{
    call(u"+12145550123"_s);
    wait(6h); // and four and a half after the second touch
    call(u"+12145550123"_s);
    QCOMPARE(replayed().texted, 2);
    const Replay other = replayed([](playbook::Playbook &book) { book.dedupWindow = 7h; });
    QCOMPARE(other.texted, 1);
    QCOMPARE(other.differences, (QMap<QString, int>{{u"texted → already_texted"_s, 1}}));
}

void TestReplay::otherQuietHoursLetTextsWaitLonger()
{
    call(u"+12145550123"_s); // at noon
    const Replay other =
        replayed([](playbook::Playbook &book) { book.quietHours = playbook::QuietHours{.start = QTime(10, 0), .end = QTime(14, 0)}; });
    QCOMPARE(other.texted, 0);
    QCOMPARE(other.textedLater, 1);
    QCOMPARE(other.differences, (QMap<QString, int>{{u"texted → quiet_hours"_s, 1}}));
}

void TestReplay::noTextLeavesInTheNight()
{
    m_clock.set(instantOf(u"2026-11-21T05:30:00Z"_s)); // half past eleven in Dallas
    call(u"+12145550123"_s);
    call(u"+17015550123"_s); // an area of two zones
    wait(12h);
    const Replay same = replayed();
    QCOMPARE(same.textedLater, 2);
    QCOMPARE(same.texts, 4); // and a second touch each
    QCOMPARE(same.textsInTheNight, 0);
}

// Without quiet hours texts leave at night; the judge, who has been given hours, sees them.
void TestReplay::theNightIsJudgedByAnotherRule()
{
    m_clock.set(instantOf(u"2026-11-21T05:30:00Z"_s));
    call(u"+12145550123"_s);
    engine::Office tried = m_office;
    tried.setup.quietHours = settings::SwitchedOff{};
    const Replay without =
        replay(history(m_began - replayLead), tried.setup, tried.rules(), {.since = m_began, .until = m_clock.now() + 1s});
    QCOMPARE(without.texted, 1);
    QVERIFY(isNight(test::number(u"+12145550123"_s), {}, m_office.rules(), m_clock.now()));
    QVERIFY(!isNight(test::number(u"+12145550123"_s), {}, tried.rules(), m_clock.now()));
    QVERIFY(!isNight(test::number(u"+12145550123"_s), {}, m_office.rules(), instantOf(u"2026-11-21T00:30:00Z"_s))); // 18:30
    QVERIFY(isNight(test::number(u"+12145550123"_s), {}, m_office.rules(), instantOf(u"2026-11-21T03:00:00Z"_s))); // 21:00
    // The area code 701 has two zones: half past eight in Fargo (Central) is half past seven in Dickinson (Mountain).
    QVERIFY(isNight(test::number(u"+17015550123"_s), {}, m_office.rules(), instantOf(u"2026-11-20T14:30:00Z"_s)));
    QVERIFY(!isNight(test::number(u"+17015550123"_s), {}, m_office.rules(), instantOf(u"2026-11-20T15:30:00Z"_s)));
    // Florida ends at eight in the evening.
    QVERIFY(isNight(test::number(u"+13055550123"_s), {}, m_office.rules(), instantOf(u"2026-11-21T01:30:00Z"_s)));
    // A zone on record speaks for the number.
    QVERIFY(!isNight(test::number(u"+17015550123"_s), "America/Los_Angeles", m_office.rules(), instantOf(u"2026-11-20T19:30:00Z"_s)));
}

void TestReplay::laterStepsStopForPeople()
{
    call(u"+12145550123"_s);
    call(u"+12145550124"_s);
    wait(20min);
    text(u"+12145550124"_s, u"Call me, please"_s);
    wait(30h);
    const Replay same = replayed();
    QCOMPARE(same.steps.value(u"second_touch"_s).sent, 1);
    QCOMPARE(same.steps.value(u"second_touch"_s).withheld, (QMap<QString, int>{{u"replied"_s, 1}}));
    QCOMPARE(same.texts, 3);
}

void TestReplay::aReplyOfTheSameMomentComesFirst()
{
    call(u"+12145550123"_s);
    const Instant secondTouch = m_clock.now() + 90min;
    m_clock.set(secondTouch);
    text(u"+12145550123"_s, u"Call me, please"_s);
    wait(1h);
    QCOMPARE(replayed().steps.value(u"second_touch"_s).sent, 0);
}

void TestReplay::aCallbackNobodyHadIsTakenAsDone()
{
    call(u"+12145550123"_s, 8s); // screened, so nobody was asked to call back
    wait(5h);
    call(u"+12145550123"_s);
    const Replay other = replayed([](playbook::Playbook &book) { book.screening.shortRing = 5s; });
    QCOMPARE(other.followUps, 2); // not one that stayed open because nobody knew of it
}

void TestReplay::loadGoesByPerson()
{
    for (int i = 0; i < 4; ++i) {
        call(u"+1214555013%1"_s.arg(i));
        wait(1min);
    }
    const Replay same = replayed();
    int tasks = 0;
    for (const Load &load : same.load)
        tasks += load.tasks;
    QCOMPARE(tasks, 4);
    QCOMPARE(same.load.value(u"dana"_s).tasks, 2);
    QCOMPARE(same.load.value(u"dana"_s).mostAtOnce, 2);
    QCOMPARE(same.load.value(u"sam"_s).tasks, 2);
}

void TestReplay::aStormBeginsAndEnds()
{
    for (int i = 0; i < 12; ++i)
        call(u"+1214555%1"_s.arg(110 + i, 4, 10, QChar(u'0')), 12s);
    const Instant began = m_clock.now();
    wait(2h);
    const Replay same = replayed();
    QCOMPARE(same.storms.size(), 1);
    QCOMPARE(same.storms.first().began, began);
    QVERIFY(same.storms.first().ended);
    QVERIFY(*same.storms.first().ended >= began + 15min && *same.storms.first().ended < began + 31min);
    QVERIFY(replayed([](playbook::Playbook &book) { book.storm.missesPer15Minutes = 13; }).storms.isEmpty());
}

void TestReplay::onlyThePeriodCounts()
{
    call(u"+12145550123"_s);
    wait(1h);
    const Instant since = m_clock.now();
    call(u"+12145550123"_s);
    const Replay part =
        replay(history(since - replayLead), m_office.setup, m_office.rules(), {.since = since, .until = m_clock.now() + 1s});
    QCOMPARE(part.missed, 1);
    QCOMPARE(part.suppressed, (QMap<QString, int>{{u"already_texted"_s, 1}})); // by the call before the period
    QCOMPARE(part.different, 0);
    QCOMPARE(part.texts, 0);
}

void TestReplay::writesNothing()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    call(u"+12145550123"_s);
    const QString rows = test::valueOf(*m_database, u"SELECT MAX(sequence) FROM audit"_s);
    if (dialect == store::Dialect::PostgreSql) {
        QCOMPARE(replayed().missed, 1);
        QCOMPARE(test::valueOf(*m_database, u"SELECT MAX(sequence) FROM audit"_s), rows);
        return;
    }
    m_timekeeper.reset();
    m_intake.reset();
    m_database.reset();
    const QByteArray before = contentOf(m_place->address().file);
    QVERIFY(!before.isEmpty());
    m_database = m_place->open();
    QCOMPARE(replayed().missed, 1);
    m_database.reset();
    QCOMPARE(contentOf(m_place->address().file), before);
}

// RINGBACK_REPLAY_CALLS=100000 measures a large office.
void TestReplay::aYearInSeconds()
{
    bool isSet = false;
    const int given = qEnvironmentVariableIntValue("RINGBACK_REPLAY_CALLS", &isSet);
    const int count = isSet ? given : 2'000;
    constexpr Milliseconds year = std::chrono::days(365);
    const PhoneNumber line = m_office.setup.lines.first().number;
    std::mt19937 random(1);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < count;) {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        for (const int end = std::min(count, i + 2'000); i < end; ++i) {
            const Instant at = m_began + year * i / count;
            const PhoneNumber from = test::number(u"+1%1%2"_s.arg(QStringList{u"214"_s, u"305"_s, u"415"_s}.at(int(random() % 3)))
                                                      .arg(5'550'000 + int(random() % unsigned(count)), 7, 10, QChar(u'0')));
            calls::Call call{.id = m_ids.next<calls::CallId>(at),
                             .connection = u"twilio-main"_s,
                             .providerCallId = u"CA%1"_s.arg(i),
                             .caller = from,
                             .callerName = {},
                             .line = line.e164(),
                             .startedAt = at,
                             .endedAt = at + 24s,
                             .ringTime = 24s,
                             .verdict = calls::Verdict::Missed,
                             .providerReason = u"no-answer"_s};
            if (random() % 10 == 0) {
                call.ringTime = 4s;
                call.reasons = QStringList{u"too_short"_s};
                must(store::CallGateway(*m_database).insert(transaction, call));
                continue;
            }
            const calls::Contact contact =
                must(store::ContactGateway(*m_database)
                         .findOrAdd(transaction, {.id = m_ids.next<calls::ContactId>(at), .number = from, .name = {}, .email = {}}, at));
            const calls::FollowUp followUp{.id = m_ids.next<calls::FollowUpId>(at),
                                           .contact = contact.id,
                                           .line = line.e164(),
                                           .playbookVersion = m_office.playbookVersion,
                                           .state = calls::FollowUpState::Closed,
                                           .openedAt = at,
                                           .lastCallAt = at,
                                           .closedAt = at + 50min,
                                           .outcome = u"estimate_scheduled"_s};
            must(store::FollowUpGateway(*m_database).insert(transaction, followUp));
            must(store::TaskGateway(*m_database)
                     .insert(transaction, {.id = m_ids.next<calls::TaskId>(at),
                                           .followUp = followUp.id,
                                           .state = calls::TaskState::Done,
                                           .createdAt = at,
                                           .dueAt = at + 30min,
                                           .claimedBy = u"dana"_s,
                                           .claimedAt = at + 40min,
                                           .completedBy = u"dana"_s,
                                           .completedAt = at + 50min,
                                           .outcome = u"estimate_scheduled"_s}));
            if (random() % 5 == 0) {
                must(store::MessageGateway(*m_database)
                         .insert(transaction,
                                 {.id = m_ids.next<calls::MessageId>(at + 30min),
                                  .followUp = followUp.id,
                                  .contact = contact.id,
                                  .direction = calls::Direction::In,
                                  .line = line,
                                  .peer = from,
                                  .body = u"Call me after four, please"_s,
                                  .automated = false,
                                  .state = calls::DeliveryState::Received,
                                  .connection = u"twilio-main"_s,
                                  .createdAt = at + 30min},
                                 at + 30min));
            }
            call.followUp = followUp.id;
            call.reasons = QStringList{u"texted"_s};
            must(store::CallGateway(*m_database).insert(transaction, call));
        }
        must(transaction.commit());
    }
    const qint64 made = timer.restart();
    const store::History past = history(m_began);
    const qint64 read = timer.restart();
    const Replay result = replay(past, m_office.setup, m_office.rules(), {.since = m_began, .until = m_began + year + 48h});
    const qint64 replayedIn = timer.elapsed();
    QCOMPARE(result.missed, count);
    QCOMPARE(result.textsInTheNight, 0);
    qInfo("%d calls: made in %lld ms, read in %lld ms, replayed in %lld ms; %d texts, %d e-mails", count, made, read, replayedIn,
          result.texts, result.emails);
}

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
