#include "engine/leadreader.h"
#include "store/gateways.h"
#include "store/leadwritegateway.h"
#include "support/fakeleadlist.h"
#include "support/leadoffice.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Win;
using ringback::test::FakeLeadList;
using ringback::test::must;
using ringback::test::rowsOf;
using ringback::test::valueOf;
using store::LeadReadKind;
using store::WinGateway;

namespace {

const QString jobber = u"jobber-main"_s;

} // namespace

/// What lead systems say was earned.
class TestLeadWins : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void countForTheNewestCase();
    void earnedBeforeAnybodyCalled();
    void changedAndTakenBack();
    void movedBeforeTheCase();
    void onceInAWhile();
    void casesFromLongAgo();
    void pageByPage();
    void goesOnAfterARestart();
    void failuresAreTold();

private:
    void write(const std::function<void(store::Transaction &)> &work)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        work(transaction);
        must(transaction.commit());
    }
    // A case that is over, of whoever is `record` there.
    calls::FollowUpId caseOf(const QString &record, Instant openedAt, const QString &e164 = u"+12145550123"_s)
    {
        const calls::Contact fresh{.id = m_ids.next<calls::ContactId>(openedAt), .number = test::number(e164)};
        const calls::FollowUpId id = m_ids.next<calls::FollowUpId>(openedAt);
        write([&](store::Transaction &transaction) {
            const calls::Contact contact = must(store::ContactGateway(*m_database).findOrAdd(transaction, fresh, openedAt));
            must(store::FollowUpGateway(*m_database)
                     .insert(transaction, {.id = id,
                                           .contact = contact.id,
                                           .line = u"+12145550100"_s,
                                           .playbookVersion = 1,
                                           .state = calls::FollowUpState::Closed,
                                           .openedAt = openedAt,
                                           .lastCallAt = openedAt,
                                           .closedAt = openedAt + 1h}));
            must(store::LeadLinkGateway(*m_database)
                     .put(transaction, {.followUp = id, .connection = jobber, .link = {.record = record}, .updatedAt = openedAt}));
        });
        return id;
    }
    void turn()
    {
        must(m_reader->turn(m_office));
        must(m_reader->turn(m_office));
    }
    void openReader(const QString &id = u"one"_s)
    {
        m_reader = std::make_unique<LeadReader>(*m_database, m_clock, m_ids, id);
        m_reader->setAccesses({{jobber, {.system = m_system, .abilities = {.readsWins = true}}}}, m_office.setup);
    }
    [[nodiscard]] QList<WinGateway::Row> of(const calls::FollowUpId &id) { return must(WinGateway(*m_database).ofCase(id)); }
    [[nodiscard]] int recorded() { return valueOf(*m_database, u"SELECT COUNT(*) FROM audit WHERE action = 'win_recorded'"_s).toInt(); }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    std::shared_ptr<FakeLeadList> m_system;
    std::unique_ptr<LeadReader> m_reader;
};

void TestLeadWins::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office =
        test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) { setup.leadSystems = {test::jobberSystem(jobber)}; });
    m_system = std::make_shared<FakeLeadList>();
    openReader();
}

void TestLeadWins::cleanup()
{
    m_reader.reset();
    m_database.reset();
    m_place.reset();
}

void TestLeadWins::countForTheNewestCase()
{
    const Instant now = m_clock.now();
    const calls::FollowUpId first = caseOf(u"C1"_s, now - 480h);
    const calls::FollowUpId second = caseOf(u"C1"_s, now - 240h);
    const calls::FollowUpId other = caseOf(u"C2"_s, now - 240h, u"+12145550124"_s);
    m_system->won = {{.id = u"I1"_s, .record = u"C1"_s, .what = u"invoice"_s, .amount = Money{840'000}, .wonAt = now - 1h},
                     {.id = u"I2"_s, .record = u"C1"_s, .what = u"job"_s, .wonAt = now - 300h}};
    turn();
    QCOMPARE(of(second).size(), 1);
    QCOMPARE(of(second).first().win, m_system->won.first());
    QCOMPARE(of(first).size(), 1); // won before the second call
    QCOMPARE(of(first).first().win.amount, std::nullopt);
    QVERIFY(of(other).isEmpty());
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, case_id FROM audit WHERE action = 'win_recorded' ORDER BY sequence"_s),
             (QStringList{u"lead_system:jobber-main "_s + second.text(), u"lead_system:jobber-main "_s + first.text()}));
    QCOMPARE(m_system->winQueries.size(), 1);
    QCOMPARE(m_system->winQueries.first().links.size(), 2); // each record once
    QCOMPARE(m_system->winQueries.first().since, now - 24h * 180);
}

void TestLeadWins::earnedBeforeAnybodyCalled()
{
    caseOf(u"C1"_s, m_clock.now() - 1h);
    m_system->won = {{.id = u"I1"_s, .record = u"C1"_s, .what = u"job"_s, .amount = Money{100}, .wonAt = m_clock.now() - 2h}};
    turn();
    QCOMPARE(m_system->winQueries.size(), 1);
    QVERIFY(must(WinGateway(*m_database).wonSince({}, 10)).isEmpty());
    QCOMPARE(recorded(), 0);
}

void TestLeadWins::changedAndTakenBack()
{
    const calls::FollowUpId id = caseOf(u"C1"_s, m_clock.now() - 1h);
    m_system->won = {{.id = u"I1"_s, .record = u"C1"_s, .what = u"invoice"_s, .amount = Money{100}, .wonAt = m_clock.now()}};
    turn();
    m_clock.advance(15min);
    turn();
    QCOMPARE(m_system->winQueries.size(), 2);
    QCOMPARE(recorded(), 1); // the same again is no news
    m_system->won.first().amount = Money{250};
    m_clock.advance(15min);
    turn();
    QCOMPARE(of(id).first().win.amount, Money{250});
    m_system->won.first().isTakenBack = true;
    m_clock.advance(15min);
    turn();
    QVERIFY(of(id).first().win.isTakenBack);
    QCOMPARE(recorded(), 3);
}

void TestLeadWins::movedBeforeTheCase()
{
    const calls::FollowUpId id = caseOf(u"C1"_s, m_clock.now() - 1h);
    m_system->won = {{.id = u"I1"_s, .record = u"C1"_s, .what = u"invoice"_s, .amount = Money{100}, .wonAt = m_clock.now()}};
    turn();
    QCOMPARE(of(id).size(), 1);
    m_system->won.first().wonAt -= 5h; // somebody mended the date there
    m_clock.advance(15min);
    turn();
    QVERIFY(of(id).isEmpty());
}

void TestLeadWins::onceInAWhile()
{
    turn();
    QCOMPARE(m_system->winQueries.size(), 0); // nobody to ask about
    QCOMPARE(m_reader->nextDue(), m_clock.now() + 15min);
    caseOf(u"C1"_s, m_clock.now());
    m_clock.advance(15min);
    turn();
    QCOMPARE(m_system->winQueries.size(), 1);
    QCOMPARE(m_reader->nextDue(), m_clock.now() + 15min);
}

void TestLeadWins::casesFromLongAgo()
{
    caseOf(u"C1"_s, m_clock.now() - 24h * 180 - 1ms);
    turn();
    QCOMPARE(m_system->winQueries.size(), 0);
    caseOf(u"C2"_s, m_clock.now() - 24h * 179, u"+12145550124"_s);
    m_clock.advance(15min);
    turn();
    QCOMPARE(m_system->winQueries.size(), 1);
    QCOMPARE(m_system->winQueries.first().links.first().record, u"C2"_s);
}

void TestLeadWins::pageByPage()
{
    for (int i = 0; i < 90; ++i)
        caseOf(u"C%1"_s.arg(i), m_clock.now() - std::chrono::minutes(100 - i), u"+1214555011%1"_s.arg(i % 10));
    m_system->won = {{.id = u"I1"_s, .record = u"C0"_s, .what = u"job"_s, .wonAt = m_clock.now()},
                     {.id = u"I2"_s, .record = u"C89"_s, .what = u"job"_s, .wonAt = m_clock.now()}};
    for (int i = 0; i < 4; ++i)
        turn();
    QCOMPARE(m_system->winQueries.size(), 2); // one after the other, and then it waits
    QCOMPARE(m_system->winQueries.first().links.size(), 50);
    QCOMPARE(m_system->winQueries.last().links.size(), 40);
    QCOMPARE(recorded(), 2);
    QCOMPARE(m_reader->nextDue(), m_clock.now() + 15min);
    QCOMPARE(must(store::LeadReadGateway(*m_database).find(jobber, LeadReadKind::Wins))->cursor, QString());
}

void TestLeadWins::goesOnAfterARestart()
{
    for (int i = 0; i < 60; ++i)
        caseOf(u"C%1"_s.arg(i), m_clock.now() - std::chrono::minutes(100 - i), u"+1214555011%1"_s.arg(i % 10));
    must(m_reader->turn(m_office));
    m_system->hold();
    must(m_reader->turn(m_office)); // the second page is under way when it dies
    m_reader.reset();
    m_system->release();
    openReader(u"two"_s);
    m_clock.advance(m_office.setup.engine.lease);
    turn();
    QCOMPARE(m_system->winQueries.size(), 3);
    QCOMPARE(m_system->winQueries.last().links.first().record, u"C50"_s);
    QCOMPARE(m_system->winQueries.last().links.size(), 10);
}

void TestLeadWins::failuresAreTold()
{
    caseOf(u"C1"_s, m_clock.now() - 1h);
    m_system->errors.append({ErrorKind::Refused, u"no_right: invoices"_s});
    turn();
    const store::LeadRead read = must(store::LeadReadGateway(*m_database).find(jobber, LeadReadKind::Wins)).value();
    QCOMPARE(read.lastError, u"no_right: invoices"_s);
    QCOMPARE(read.failures, 1);
    QCOMPARE(read.dueAt, m_clock.now() + 15s);
}

QTEST_GUILESS_MAIN(TestLeadWins)
#include "tst_leadwins.moc"
