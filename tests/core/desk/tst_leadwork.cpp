#include "desk/leadwork.h"

#include "settings/setup.h"
#include "support/leadcase.h"
#include "support/testclock.h"

#include <QTest>

#include <barrier>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using test::must;
using test::rowsOf;
using test::valueOf;

/// What people do with lead systems, on both databases.
class TestLeadWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void addsChangesAndRemoves();
    void changesNothingElse();
    void turnsDown_data();
    void turnsDown();
    void namesTheFieldThatIsWrong();
    void freshSecretsReachTheProgramsAndWhatWasRefusedGoesOn();
    void removingForgetsItsPeople();
    void anotherAccountKnowsOtherPeople();
    void aRepChoosesARecord();
    void noneOfTheseIsAChoiceToo();
    void whatIsNotThereCannotBeChosen();
    void ofTwoWhoChooseOneIsTold();
    void aRepTriesAgain();
    void nothingToTryAgain();
    void readingIsStoppedAndGoesOn();

private:
    [[nodiscard]] settings::Setup setup()
    {
        const auto document = must(store::OfficeGateway(*m_database).setup());
        return must(settings::parseSetup(document->text));
    }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action, subject FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"_s);
    }
    [[nodiscard]] QStringList states()
    {
        return rowsOf(*m_database, u"SELECT connection, ordinal, state FROM lead_writes ORDER BY connection, ordinal"_s);
    }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<LeadWork> m_work;
};

void TestLeadWork::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeLeadOffice(*m_database, m_clock.now());
    m_work = std::make_unique<LeadWork>(*m_database, m_clock);
}

void TestLeadWork::cleanup()
{
    m_work.reset();
    m_database.reset();
    m_place.reset();
}

void TestLeadWork::addsChangesAndRemoves()
{
    const LeadConnection lever{.id = u"lever"_s, .account = LeverAccount{.apiKeySecret = u"lever-api-key"_s, .performAs = u"u-1"_s}};
    QVERIFY(m_work->put({.connection = lever, .before = {}}, u"pat"_s).has_value());
    QVERIFY(setup().leadSystem(u"lever") != nullptr && *setup().leadSystem(u"lever") == lever);
    LeadConnection changed = lever;
    changed.choices = {{u"status.no_interest"_s, u"reason-4"_s}};
    QVERIFY(m_work->put({.connection = changed, .before = lever}, u"pat"_s).has_value());
    QCOMPARE(setup().leadSystem(u"lever")->choices, changed.choices);
    QVERIFY(m_work->put({.connection = changed, .before = changed}, u"pat"_s).has_value()); // the same again adds no version
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM setups"_s), u"3"_s);
    QVERIFY(m_work->remove(u"lever"_s, u"pat"_s).has_value());
    QVERIFY(setup().leadSystem(u"lever") == nullptr);
    QCOMPARE(audited(),
             (QStringList{u"staff:pat lead_system_added lead_system:lever"_s, u"staff:pat lead_system_changed lead_system:lever"_s,
                          u"staff:pat lead_system_removed lead_system:lever"_s}));
}

void TestLeadWork::changesNothingElse()
{
    settings::Setup expected = setup();
    const LeadConnection before = expected.leadSystems.first();
    expected.leadSystems.first().choices.insert(u"tag"_s, u"missed-call-automation"_s);
    QVERIFY(m_work->put({.connection = expected.leadSystems.first(), .before = before}, u"pat"_s).has_value());
    QVERIFY(setup() == expected);
}

void TestLeadWork::turnsDown_data()
{
    using Why = ConnectionRefusal::Why;
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("isNew");
    QTest::addColumn<bool>("wasSeenOtherwise");
    QTest::addColumn<int>("why");
    QTest::newRow("nobody") << u"zoe"_s << u"lever"_s << true << false << int(Why::NoSuchPerson);
    QTest::newRow("a rep") << u"dana"_s << u"lever"_s << true << false << int(Why::NotAllowed);
    QTest::newRow("a new one by an id that is taken") << u"pat"_s << u"jobber"_s << true << false << int(Why::ChangedMeanwhile);
    QTest::newRow("a new one by a phone system's id") << u"pat"_s << u"twilio-main"_s << true << false << int(Why::Invalid);
    QTest::newRow("one that is gone") << u"pat"_s << u"lever"_s << false << false << int(Why::NoSuchConnection);
    QTest::newRow("one that somebody changed") << u"pat"_s << u"jobber"_s << false << true << int(Why::ChangedMeanwhile);
}

void TestLeadWork::turnsDown()
{
    QFETCH(const QString, who);
    QFETCH(const QString, id);
    QFETCH(const bool, isNew);
    QFETCH(const bool, wasSeenOtherwise);
    QFETCH(const int, why);
    LeadConnection wanted = test::jobberConnection();
    wanted.id = id;
    LeadEdit edit{.connection = wanted, .before = {}};
    if (!isNew)
        edit.before = wanted;
    if (wasSeenOtherwise)
        edit.before->pollEvery = std::chrono::seconds(30);
    const ConnectionAnswer<LeadConnection> answer = m_work->put(edit, who);
    QVERIFY(!answer.has_value());
    QCOMPARE(int(answer.error().why), why);
    QVERIFY(audited().isEmpty());
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM setups"_s), u"1"_s);
}

void TestLeadWork::namesTheFieldThatIsWrong()
{
    LeadConnection without = test::jobberConnection();
    std::get<JobberAccount>(without.account).clientId.clear();
    const ConnectionAnswer<LeadConnection> answer = m_work->put({.connection = without, .before = test::jobberConnection()}, u"pat"_s);
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().why, ConnectionRefusal::Why::Invalid);
    QCOMPARE(answer.error().field, u"client_id"_s);
}

void TestLeadWork::freshSecretsReachTheProgramsAndWhatWasRefusedGoesOn()
{
    const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, m_clock.now());
    test::addWrite(*m_database, m_ids, m_clock.now(), followUp, u"jobber"_s, 1,
                   {.state = calls::LeadWriteState::Failed, .kind = u"account"_s, .code = u"revoked"_s});
    test::addWrite(*m_database, m_ids, m_clock.now(), followUp, u"zapier"_s, 1,
                   {.state = calls::LeadWriteState::Failed, .kind = u"account"_s, .code = u"410"_s});
    const LeadConnection jobber = test::jobberConnection();
    QVERIFY(m_work->put({.connection = jobber, .before = jobber, .freshSecrets = true}, u"pat"_s).has_value());
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM setups"_s), u"2"_s); // programs fetch secrets when they see a new version
    QCOMPARE(states(), (QStringList{u"jobber 1 waiting"_s, u"zapier 1 failed"_s}));
}

void TestLeadWork::removingForgetsItsPeople()
{
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::LeadIndexGateway(*m_database).put(transaction, u"jobber"_s, test::threeRecords(), m_clock.now()));
        must(store::LeadIndexGateway(*m_database).put(transaction, u"zapier"_s, {test::threeRecords().first()}, m_clock.now()));
        must(transaction.commit());
    }
    const ConnectionAnswer<LeadConnection> refused = m_work->remove(u"jobber"_s, u"dana"_s);
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().why, ConnectionRefusal::Why::NotAllowed);
    QVERIFY(m_work->remove(u"jobber"_s, u"pat"_s).has_value());
    QCOMPARE(rowsOf(*m_database, u"SELECT connection, record_id FROM lead_records"_s), QStringList{u"zapier c-1"_s});
    QVERIFY(!m_work->remove(u"jobber"_s, u"pat"_s).has_value());
}

void TestLeadWork::anotherAccountKnowsOtherPeople()
{
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::LeadIndexGateway(*m_database).put(transaction, u"jobber"_s, {test::threeRecords().first()}, m_clock.now()));
        must(transaction.commit());
    }
    const LeadConnection jobber = test::jobberConnection();
    LeadConnection changed = jobber;
    changed.choices.insert(u"tag"_s, u"missed call"_s);
    QVERIFY(m_work->put({.connection = changed, .before = jobber}, u"pat"_s).has_value());
    QCOMPARE(rowsOf(*m_database, u"SELECT record_id FROM lead_records"_s), QStringList{u"c-1"_s}); // the same account

    LeadConnection another = changed;
    std::get<settings::JobberAccount>(another.account).clientId = u"another-app"_s;
    QVERIFY(m_work->put({.connection = another, .before = changed}, u"pat"_s).has_value());
    QCOMPARE(rowsOf(*m_database, u"SELECT record_id FROM lead_records"_s), QStringList());
}

void TestLeadWork::aRepChoosesARecord()
{
    const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, m_clock.now());
    test::askForChoice(*m_database, m_ids, m_clock.now(), followUp);
    const Answer<int> resumed = m_work->chooseRecord(followUp.text(), u"jobber"_s, u"c-1"_s, u"dana"_s);
    QVERIFY(resumed.has_value());
    QCOMPARE(*resumed, 1);
    QCOMPARE(states(), (QStringList{u"jobber 1 waiting"_s, u"jobber 2 waiting"_s}));
    const std::optional<store::LeadLinkRow> link = must(store::LeadLinkGateway(*m_database).find(followUp, u"jobber"_s));
    QVERIFY(link.has_value());
    QCOMPARE(link->link.record, u"c-1"_s);
    QCOMPARE(link->link.url, u"https://secure.getjobber.com/clients/1"_s);
    QVERIFY(!link->link.isOurs && link->candidates.isEmpty());
    QCOMPARE(link->chosenBy, u"staff:dana"_s);
    QCOMPARE(audited(), QStringList{u"staff:dana lead_record_chosen lead_system:jobber"_s});
    QCOMPARE(valueOf(*m_database, u"SELECT case_id FROM audit WHERE action = 'lead_record_chosen'"_s), followUp.text());
}

void TestLeadWork::noneOfTheseIsAChoiceToo()
{
    const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, m_clock.now());
    test::askForChoice(*m_database, m_ids, m_clock.now(), followUp);
    QVERIFY(m_work->chooseRecord(followUp.text(), u"jobber"_s, {}, u"sam"_s).has_value());
    const std::optional<store::LeadLinkRow> link = must(store::LeadLinkGateway(*m_database).find(followUp, u"jobber"_s));
    QVERIFY(link->link.record.isEmpty() && link->candidates.isEmpty());
    QCOMPARE(link->chosenBy, u"staff:sam"_s); // by which the engine knows that it need not look again
}

void TestLeadWork::whatIsNotThereCannotBeChosen()
{
    using Why = Refusal::Why;
    const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, m_clock.now());
    test::askForChoice(*m_database, m_ids, m_clock.now(), followUp);
    const auto why = [&](const QString &of, const QString &connection, const QString &record, const QString &who) {
        return m_work->chooseRecord(of, connection, record, who).error().why;
    };
    QCOMPARE(why(followUp.text(), u"jobber"_s, u"c-9"_s, u"dana"_s), Why::NoSuchRecord);
    QCOMPARE(why(followUp.text(), u"zapier"_s, u"c-1"_s, u"dana"_s), Why::NothingToChoose);
    QCOMPARE(why(u"soon"_s, u"jobber"_s, u"c-1"_s, u"dana"_s), Why::NothingToChoose);
    QCOMPARE(why(followUp.text(), u"jobber"_s, u"c-1"_s, u"zoe"_s), Why::NoSuchPerson);
    QCOMPARE(states(), (QStringList{u"jobber 1 needs_choice"_s, u"jobber 2 waiting"_s})); // all of it is as it was
    QVERIFY(audited().isEmpty());
}

void TestLeadWork::ofTwoWhoChooseOneIsTold()
{
    const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, m_clock.now());
    test::askForChoice(*m_database, m_ids, m_clock.now(), followUp);
    std::barrier atOnce(2);
    std::array<std::optional<Answer<int>>, 2> answers;
    const auto choose = [&](size_t which, const QString &record, const QString &who) {
        const std::unique_ptr<store::Database> database = m_place->open();
        LeadWork work(*database, m_clock);
        atOnce.arrive_and_wait();
        answers.at(which) = work.chooseRecord(followUp.text(), u"jobber"_s, record, who);
    };
    std::thread dana(choose, 0, u"c-1"_s, u"dana"_s);
    std::thread sam(choose, 1, u"c-2"_s, u"sam"_s);
    dana.join();
    sam.join();
    const size_t first = answers.at(0)->has_value() ? 0 : 1;
    QVERIFY(answers.at(first)->has_value() && !answers.at(1 - first)->has_value());
    const Refusal refusal = answers.at(1 - first)->error();
    QCOMPARE(refusal.why, Refusal::Why::NothingToChoose);
    QCOMPARE(refusal.who, first == 0 ? u"Dana Reyes"_s : u"Sam Ortiz"_s);
    const std::optional<store::LeadLinkRow> link = must(store::LeadLinkGateway(*m_database).find(followUp, u"jobber"_s));
    QCOMPARE(link->link.record, first == 0 ? u"c-1"_s : u"c-2"_s);
    QCOMPARE(audited().size(), 1);
}

void TestLeadWork::aRepTriesAgain()
{
    const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, m_clock.now());
    const calls::FollowUpId other = test::addCase(*m_database, m_ids, m_clock.now(), u"+12145550143"_s);
    const test::WriteState refused{.state = calls::LeadWriteState::Failed, .kind = u"write"_s, .code = u"422"_s};
    test::addWrite(*m_database, m_ids, m_clock.now(), followUp, u"jobber"_s, 1, refused);
    test::addWrite(*m_database, m_ids, m_clock.now(), followUp, u"jobber"_s, 2, refused);
    test::addWrite(*m_database, m_ids, m_clock.now(), other, u"jobber"_s, 3, refused);
    const Answer<int> again = m_work->tryAgain(followUp.text(), u"jobber"_s, u"dana"_s);
    QVERIFY(again.has_value());
    QCOMPARE(*again, 2);
    QCOMPARE(states(), (QStringList{u"jobber 1 waiting"_s, u"jobber 2 waiting"_s, u"jobber 3 failed"_s}));
    QCOMPARE(audited(), QStringList{u"staff:dana lead_retried lead_system:jobber"_s});
}

void TestLeadWork::nothingToTryAgain()
{
    const calls::FollowUpId followUp = test::addCase(*m_database, m_ids, m_clock.now());
    test::addWrite(*m_database, m_ids, m_clock.now(), followUp, u"jobber"_s, 1, {.state = calls::LeadWriteState::Done});
    for (const QString &id : {followUp.text(), u"soon"_s})
        QCOMPARE(m_work->tryAgain(id, u"jobber"_s, u"dana"_s).error().why, Refusal::Why::NothingToRetry);
    QCOMPARE(m_work->tryAgain(followUp.text(), u"jobber"_s, u"zoe"_s).error().why, Refusal::Why::NoSuchPerson);
    QVERIFY(audited().isEmpty());
}

void TestLeadWork::readingIsStoppedAndGoesOn()
{
    using Why = ConnectionRefusal::Why;
    const store::LeadReadGateway reads(*m_database);
    QCOMPARE(m_work->setReadPaused(u"jobber"_s, true, u"pat"_s).error().why, Why::NoSuchConnection); // nothing is read of it yet
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(reads.begin(transaction, u"jobber"_s, store::LeadReadKind::Records, m_clock.now()));
        must(transaction.commit());
    }
    QCOMPARE(m_work->setReadPaused(u"jobber"_s, true, u"dana"_s).error().why, Why::NotAllowed);
    QVERIFY(m_work->setReadPaused(u"jobber"_s, true, u"pat"_s).has_value());
    QVERIFY(must(reads.find(u"jobber"_s, store::LeadReadKind::Records))->paused);
    QVERIFY(m_work->setReadPaused(u"jobber"_s, false, u"pat"_s).has_value());
    QVERIFY(!must(reads.find(u"jobber"_s, store::LeadReadKind::Records))->paused);
    QCOMPARE(audited(),
             (QStringList{u"staff:pat lead_read_paused lead_system:jobber"_s, u"staff:pat lead_read_resumed lead_system:jobber"_s}));
}

QTEST_GUILESS_MAIN(TestLeadWork)
#include "tst_leadwork.moc"
