#include "connectors/jobber/errors.h"
#include "connectors/jobber/inputs.h"
#include "connectors/jobber/records.h"
#include "connectors/literaljson.h"
#include "support/jobberoffice.h"

#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeJobber;
using ringback::test::had;
using ringback::test::instantOf;
using ringback::test::JobberOffice;

namespace {

QJsonArray phones(const QStringList &numbers)
{
    QJsonArray all;
    for (const QString &number : numbers)
        all.append(QJsonObject{{u"number"_s, number}});
    return all;
}

} // namespace

class TestJobberReads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void findsEverySpelling_data();
    void findsEverySpelling();
    void findsAllInOrder();
    void findsByEmail();
    void findsNobody();
    void readsAllClientsOnce();
    void readsWhatChanged();
    void readsTasks();
    void doesNotCallATaskGoneTooSoon();
    void readsWins();
    void readsMoneyAsItIsWritten_data();
    void readsMoneyAsItIsWritten();
    void keepsTextsAsTheyAre();
    void readsChoices();
    void saysWhyNothingIsRead_data();
    void saysWhyNothingIsRead();
    void passesItsTest();
    void failsItsTest();
    void triesARecord();
    void signsIn();
    void needsItsSecrets();
    void saysWhatItCan();
    void givesUp();

private:
    [[nodiscard]] Result<QList<calls::LeadRecord>> find(const QString &email = {})
    {
        return QCoro::waitFor(m_jobber->find({.number = m_office->facts().number, .email = email}));
    }
    [[nodiscard]] QStringList namesFound(const QString &email = {})
    {
        QStringList names;
        for (const calls::LeadRecord &record : find(email).value_or(QList<calls::LeadRecord>()))
            names.append(record.name);
        return names;
    }

    std::unique_ptr<JobberOffice> m_office;
    std::shared_ptr<LeadSystem> m_jobber;
};

void TestJobberReads::init()
{
    m_office = std::make_unique<JobberOffice>();
    m_jobber = m_office->open();
}

void TestJobberReads::cleanup()
{
    QCOMPARE(m_office->fake.problems(), QStringList());
    m_jobber.reset();
    m_office.reset();
}

void TestJobberReads::findsEverySpelling_data()
{
    QTest::addColumn<QString>("typed");
    for (const QString &typed :
         {u"2145550123"_s, u"+12145550123"_s, u"(214) 555-0123"_s, u"214-555-0123"_s, u"214.555.0123"_s, u"1 (214) 555-0123 x204"_s})
        QTest::newRow(qPrintable(typed)) << typed;
}

void TestJobberReads::findsEverySpelling()
{
    QFETCH(QString, typed);
    m_office->fake.addClient({{u"name"_s, u"Another"_s}, {u"phones"_s, phones({u"972-555-0123"_s})}});
    const QString id = m_office->fake.addClient({{u"phones"_s, phones({typed, u"972.555.0188"_s})},
                                                 {u"emails"_s, QJsonArray{QJsonObject{{u"address"_s, u"Pat@Example.com"_s}}}},
                                                 {u"isLead"_s, false}});
    const Result<QList<calls::LeadRecord>> found = find();
    QVERIFY(found);
    QCOMPARE(found->size(), 1);
    const calls::LeadRecord record = found->constFirst();
    QCOMPARE(record.id, id);
    QCOMPARE(record.name, u"Pat Doe"_s);
    QCOMPARE(record.emails, QStringList{u"pat@example.com"_s});
    QVERIFY(record.kind == calls::ContactKind::PriorCustomer);
    QVERIFY(record.numbers.contains(m_office->facts().number));
    QCOMPARE(record.numbers.size(), 2);
    QVERIFY(record.isOpen && record.url.startsWith(u"https://secure.getjobber.com/"_s));
}

void TestJobberReads::findsAllInOrder()
{
    const auto add = [&](const QString &name, const QString &typed, const QString &changed, bool isArchived) {
        m_office->fake.addClient(
            {{u"name"_s, name}, {u"phones"_s, phones({typed})}, {u"updatedAt"_s, changed}, {u"isArchived"_s, isArchived}});
    };
    add(u"Archived"_s, u"2145550123"_s, u"2026-11-20T00:00:00Z"_s, true);
    add(u"Older"_s, u"214-555-0123"_s, u"2026-01-01T00:00:00Z"_s, false);
    add(u"Newer"_s, u"(214) 555-0123"_s, u"2026-02-01T00:00:00-06:00"_s, false);
    QCOMPARE(namesFound(), (QStringList{u"Newer"_s, u"Older"_s, u"Archived"_s}));
}

void TestJobberReads::findsByEmail()
{
    m_office->fake.addClient({{u"emails"_s, QJsonArray{QJsonObject{{u"address"_s, u"Pat@Example.com"_s}}}}});
    m_office->fake.addClient({{u"name"_s, u"Other"_s}, {u"emails"_s, QJsonArray{QJsonObject{{u"address"_s, u"notpat@example.com"_s}}}}});
    QCOMPARE(namesFound(), QStringList());
    QCOMPARE(namesFound(u"pat@example.com"_s), QStringList{u"Pat Doe"_s});
    m_office->fake.addClient({{u"name"_s, u"By number"_s}, {u"phones"_s, phones({u"2145550123"_s})}});
    QCOMPARE(namesFound(u"pat@example.com"_s), QStringList{u"By number"_s}); // the number comes first
}

void TestJobberReads::findsNobody()
{
    const Result<QList<calls::LeadRecord>> found = find(u"pat@example.com"_s);
    QVERIFY(found && found->isEmpty());
}

void TestJobberReads::readsAllClientsOnce()
{
    for (int i = 0; i < 5; ++i)
        m_office->fake.addClient({{u"name"_s, u"Client %1"_s.arg(i)}});
    m_office->fake.limitPages(2);
    QString cursor;
    QSet<QString> seen;
    for (int i = 0; i < 3; ++i) {
        m_jobber = m_office->open(); // the program starts again in between
        const Result<LeadChanges> changes = QCoro::waitFor(m_jobber->changesSince(cursor));
        QVERIFY(changes);
        QCOMPARE(changes->isLast, i == 2);
        for (const calls::LeadRecord &record : changes->records)
            seen.insert(record.name);
        cursor = changes->cursor;
        QVERIFY(cursor.size() < 300);
    }
    QCOMPARE(seen.size(), 5);
    m_office->fake.answerNext(200, R"({"errors":[{"message":"Invalid cursor"}]})"); // that place in the list is forgotten
    const Result<LeadChanges> again = QCoro::waitFor(m_jobber->changesSince(uR"({"began":1,"after":"c4"})"_s));
    QVERIFY(again);
    QCOMPARE(again->records.size(), 2);
}

void TestJobberReads::readsWhatChanged()
{
    m_office->fake.addClient({{u"name"_s, u"Old"_s}, {u"updatedAt"_s, u"2026-11-20T10:00:00Z"_s}});
    const Result<LeadChanges> first = QCoro::waitFor(m_jobber->changesSince({}));
    QVERIFY(first && first->isLast && first->records.size() == 1);
    m_office->clock.advance(1h);
    m_office->fake.setNow(m_office->clock.now());
    m_office->fake.addClient({{u"name"_s, u"New"_s}});
    m_office->fake.addClient({{u"name"_s, u"By a slow clock"_s}, {u"updatedAt"_s, u"2026-11-20T17:56:00Z"_s}});
    const Result<LeadChanges> second = QCoro::waitFor(m_jobber->changesSince(first->cursor));
    QVERIFY(second);
    QCOMPARE(second->records.size(), 2);
    QCOMPARE(second->records.constFirst().name, u"New"_s);
}

void TestJobberReads::readsTasks()
{
    const calls::LeadLink link = had<Written>(QCoro::waitFor(m_jobber->write(PutLead{m_office->header()})))->link;
    QStringList ids;
    for (const QString &marker : {u"rb-a"_s, u"rb-b"_s, u"rb-c"_s}) {
        const PutTask put{.header = m_office->header(link, marker), .title = u"Call back"_s, .dueAt = m_office->clock.now()};
        ids.append(had<Written>(QCoro::waitFor(m_jobber->write(put)))->link.task);
    }
    m_office->fake.completeTask(ids.at(1));
    m_office->fake.remove(ids.at(2));
    const Result<LeadTasks> tasks = QCoro::waitFor(m_jobber->tasks({.tasks = ids, .cursor = u"kept"_s}));
    QVERIFY(tasks);
    QCOMPARE(tasks->states.size(), 3);
    QCOMPARE(tasks->cursor, u"kept"_s);
    QVERIFY(!tasks->states.at(0).isClosed && !tasks->states.at(0).isGone);
    QVERIFY(tasks->states.at(1).isClosed && !tasks->states.at(1).closedAt);
    QVERIFY(tasks->states.at(2).isGone && tasks->states.at(2).id == ids.at(2));
    const qsizetype before = m_office->fake.operations().size();
    QVERIFY(QCoro::waitFor(m_jobber->tasks({}))->states.isEmpty());
    QCOMPARE(m_office->fake.operations().size(), before); // no ids would ask for all
}

void TestJobberReads::doesNotCallATaskGoneTooSoon()
{
    const calls::LeadLink link = had<Written>(QCoro::waitFor(m_jobber->write(PutLead{m_office->header()})))->link;
    const PutTask put{.header = m_office->header(link), .title = u"Call back"_s, .dueAt = m_office->clock.now()};
    const QString id = had<Written>(QCoro::waitFor(m_jobber->write(put)))->link.task;
    m_office->fake.hideTasksFromLists();
    const Result<LeadTasks> tasks = QCoro::waitFor(m_jobber->tasks({.tasks = {id}, .cursor = {}}));
    QVERIFY(tasks && tasks->states.size() == 1);
    QVERIFY(!tasks->states.constFirst().isGone && !tasks->states.constFirst().isClosed);
}

void TestJobberReads::readsWins()
{
    const QString id = m_office->fake.addClient({});
    const QString gone = m_office->fake.addClient({});
    m_office->fake.remove(gone);
    m_office->fake.addJob(id, {{u"createdAt"_s, u"2026-01-01T00:00:00Z"_s}});
    const QString job = m_office->fake.addJob(id, {{u"jobNumber"_s, 31}});
    m_office->fake.addJob(id, {{u"jobStatus"_s, u"archived"_s}, {u"total"_s, 0.29}});
    m_office->fake.addJob(id, {{u"jobStatus"_s, u"archived"_s}, {u"completedAt"_s, u"2026-11-20T18:00:00Z"_s}});
    m_office->fake.limitPages(2);
    const WinQuery query{.links = {{.record = id}, {.record = gone}}, .since = m_office->clock.now() - 1h};
    const Result<QList<calls::Win>> wins = QCoro::waitFor(m_jobber->wins(query));
    QVERIFY(wins);
    QCOMPARE(wins->size(), 3);
    const calls::Win win = wins->constFirst();
    QCOMPARE(win.id, job);
    QCOMPARE(win.record, id);
    QCOMPARE(win.title, u"#31 New roof"_s);
    QCOMPARE(win.amount, std::optional(Money{1120050}));
    QCOMPARE(win.wonAt, m_office->clock.now());
    QVERIFY(!win.isTakenBack);
    QCOMPARE(wins->at(1).amount, std::optional(Money{29}));
    QVERIFY(wins->at(1).isTakenBack); // closed without having been done
    QVERIFY(!wins->at(2).isTakenBack);
}

void TestJobberReads::readsMoneyAsItIsWritten_data()
{
    QTest::addColumn<QString>("literal");
    QTest::addColumn<qint64>("cents"); // -1 = none
    QTest::newRow("whole") << u"8500"_s << qint64(850000);
    QTest::newRow("one place") << u"11200.5"_s << qint64(1120050);
    QTest::newRow("what a double is below") << u"1.15"_s << qint64(115);
    QTest::newRow("a third place") << u"0.285"_s << qint64(29);
    QTest::newRow("a tail of a float") << u"78400.409999999996"_s << qint64(7840041);
    QTest::newRow("given back") << u"-12.30"_s << qint64(-1230);
    QTest::newRow("zero") << u"0.0"_s << qint64(0);
    QTest::newRow("nothing") << u""_s << qint64(-1);
    QTest::newRow("an exponent") << u"1e9"_s << qint64(-1);
    QTest::newRow("a word") << u"NaN"_s << qint64(-1);
    QTest::newRow("no digits") << u".50"_s << qint64(-1);
    QTest::newRow("half a number") << u"5."_s << qint64(-1);
    QTest::newRow("more than there is") << u"99999999999999"_s << qint64(-1);
}

void TestJobberReads::readsMoneyAsItIsWritten()
{
    QFETCH(QString, literal);
    QFETCH(qint64, cents);
    const std::optional<Money> money = jobber::moneyOf(literal);
    QCOMPARE(money ? money->cents : -1, cents);
}

void TestJobberReads::keepsTextsAsTheyAre()
{
    const QByteArray json = R"({"a":-1.50,"b":[1,2e3],"c":"x \"7\" 8\\","9":true})";
    QCOMPARE(numbersAsText(json), R"({"a":"-1.50","b":["1","2e3"],"c":"x \"7\" 8\\","9":true})"_ba);
    QCOMPARE(numbersAsText("1"), "\"1\""_ba);
}

void TestJobberReads::readsChoices()
{
    for (int i = 0; i < 3; ++i)
        m_office->fake.addUser(u"Person %1"_s.arg(i));
    m_office->fake.limitPages(2);
    const Result<ChoiceLists> choices = QCoro::waitFor(m_jobber->choices());
    QVERIFY(choices);
    QCOMPARE(choices->keys(), QStringList{u"users"_s});
    QCOMPARE(choices->value(u"users"_s).size(), 3);
    QCOMPARE(choices->value(u"users"_s).last().name, u"Person 2"_s);
}

void TestJobberReads::saysWhyNothingIsRead_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("begins");
    QTest::newRow("no right") << 403 << R"({"message":"no"})"_ba << ErrorKind::Refused << u"no_right"_s;
    QTest::newRow("too fast") << 429 << ""_ba << ErrorKind::Transient << u"rate_limited"_s;
    QTest::newRow("broken") << 503 << ""_ba << ErrorKind::Transient << u"Jobber could not be asked"_s;
    QTest::newRow("not taken") << 200 << R"({"errors":[{"message":"no such field"}]})"_ba << ErrorKind::Invalid << u"Jobber does not"_s;
    QTest::newRow("garbage") << 200 << "<html>"_ba << ErrorKind::Invalid << u"what came"_s;
    QTest::newRow("no list") << 200 << R"({"data":{"users":7}})"_ba << ErrorKind::Invalid << u"what came"_s;
    QTest::newRow("a page without an end") << 200
                                           << R"({"data":{"users":{"nodes":[],"pageInfo":{"hasNextPage":true,"endCursor":null}}}})"_ba
                                           << ErrorKind::Invalid << u"what came"_s;
    QTest::newRow("longer than any") << 200 << QByteArray(5 << 20, ' ') << ErrorKind::Transient << u"Jobber could not be asked"_s;
}

void TestJobberReads::saysWhyNothingIsRead()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, begins);
    m_office->fake.answerNext(status, body);
    const Result<ChoiceLists> choices = QCoro::waitFor(m_jobber->choices());
    QVERIFY(!choices);
    QCOMPARE(choices.error().kind, kind);
    QVERIFY2(choices.error().what.startsWith(begins), qPrintable(choices.error().what));
}

void TestJobberReads::passesItsTest()
{
    m_office->choices = {{u"user.dana"_s, m_office->fake.addUser(u"Dana"_s)}};
    m_jobber = m_office->open();
    QStringList said;
    for (const Finding &finding : QCoro::waitFor(m_jobber->test())) {
        if (finding.check != Check::Clock) // the stand-in's clock is not the test's
            said.append(finding.problem);
    }
    QCOMPARE(said, (QStringList{u"ok"_s, u"ok"_s, u"ok"_s}));
    for (const QString &operation : m_office->fake.operations())
        QVERIFY(!operation.startsWith(u"Create"_s) && !operation.startsWith(u"Edit"_s));
}

void TestJobberReads::failsItsTest()
{
    m_office->choices = {{u"user.dana"_s, u"nobody"_s}};
    m_jobber = m_office->open();
    const Finding gone = QCoro::waitFor(m_jobber->test()).last();
    QVERIFY(gone.check == Check::Choices && gone.problem == u"gone"_s && gone.subject == u"user.dana"_s);
    m_office->fake.revoke();
    QCOMPARE(QCoro::waitFor(m_jobber->test()).constFirst().problem, u"not_signed_in"_s);
    m_office->secrets->values.insert(u"jobber-secret"_s, "wrong");
    QCOMPARE(QCoro::waitFor(m_office->open()->test()).constFirst().problem, u"wrong"_s);
}

void TestJobberReads::triesARecord()
{
    const QList<Finding> findings = QCoro::waitFor(m_jobber->tryRecord(m_office->facts()));
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.constFirst().problem, u"left_there"_s);
    QCOMPARE(m_office->fake.clients().size(), 1);
    m_office->fake.refuseInput(u"phones"_s, u"no"_s);
    QCOMPARE(QCoro::waitFor(m_jobber->tryRecord(m_office->facts())).constFirst().problem, u"not_made"_s);
}

void TestJobberReads::signsIn()
{
    const LeadSystemKind &kind = leadSystemKind(u"jobber"_s);
    m_office->secrets->values.remove(u"jobber-refresh"_s);
    const std::optional<LoopbackSignIn::Provider> provider = kind.signInOf(m_office->connection());
    QVERIFY(provider);
    QCOMPARE(provider->authorizeUrl, m_office->fake.baseUrl().toLatin1() + "/api/oauth/authorize");
    QVERIFY(provider->saysNoBarely && provider->port != 0);
    const LoopbackSignIn::Grant grant{.code = "code-1", .verifier = "v", .redirectUri = "http://127.0.0.1:47822/"};
    QVERIFY(QCoro::waitFor(kind.keepSignIn(m_office->connection(), m_office->surroundings(), grant)));
    QVERIFY(!m_office->secrets->value(u"jobber-refresh"_s).isEmpty());
    m_jobber = m_office->open();
    QVERIFY(find());
}

void TestJobberReads::needsItsSecrets()
{
    m_office->secrets->values.remove(u"jobber-refresh"_s);
    QVERIFY(!m_office->open());
}

void TestJobberReads::saysWhatItCan()
{
    const LeadAbilities can = leadSystemKind(u"jobber"_s).abilities();
    QVERIFY(can.findsByNumber && can.findsByEmail && can.listsChanges && can.writesNotes && can.setsStatus && can.writesTasks);
    QVERIFY(can.readsTasks && can.readsWins && !can.closesTasks && !can.removesRecords);
    QStringList keys;
    for (const ChoiceSlot &slot : leadSystemKind(u"jobber"_s).choiceSlots(m_office->connection(), {u"lost"_s}, {u"dana"_s}))
        keys.append(slot.key);
    QCOMPARE(keys, (QStringList{u"source"_s, u"tag"_s, u"archive"_s, u"status.lost"_s, u"user.dana"_s}));
}

void TestJobberReads::givesUp()
{
    m_office->fake.stallNext();
    QCoro::Task<Result<ChoiceLists>> coming = m_jobber->choices();
    QTRY_COMPARE(m_office->fake.stalled(), 1);
    m_jobber->abandon();
    const Result<ChoiceLists> choices = QCoro::waitFor(std::move(coming));
    QVERIFY(!choices && choices.error().kind == ErrorKind::Transient);
}

QTEST_GUILESS_MAIN(TestJobberReads)
#include "tst_jobber_reads.moc"
