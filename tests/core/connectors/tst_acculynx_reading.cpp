#include "connectors/acculynx/kind.h"
#include "connectors/acculynx/pages.h"
#include "connectors/acculynx/system.h"
#include "connectors/literaljson.h"
#include "support/fakeacculynx.h"
#include "support/leadtests.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::acculynx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeAccuLynx;
using ringback::test::number;
using Then = ringback::test::ScriptedServer::Then;

class TestAccuLynxReading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void readsCents_data();
    void readsCents();
    void keepsNumbersAsTheyAreWritten();
    void readsContacts();
    void readsNoContact_data();
    void readsNoContact();
    void passesOverAnOddContact();
    void goesThroughAllContacts_data();
    void goesThroughAllContacts();
    void goesOnWhereItStopped();
    void missesNobodyWhoIsMadeMeanwhile();
    void beginsAgainWhereAPageCameTwice();
    void thenReadsWhatIsNew();
    void passesAgainAfterADay();
    void startsAnewWithAnOddCursor();
    void knowsCustomers();
    void readsNothingByHalves_data();
    void readsNothingByHalves();
    void readsWins();
    void readsNoWinByHalves_data();
    void readsNoWinByHalves();
    void readsChoices();
    void offersItsSlots();
    void tests_data();
    void tests();

private:
    [[nodiscard]] Result<LeadChanges> changes(const QString &cursor = {}) { return QCoro::waitFor(m_system->changesSince(cursor)); }
    [[nodiscard]] Result<QList<calls::Win>> wins(const QString &contact, Instant since)
    {
        WinQuery query{.links = {{}}, .since = since};
        query.links[0].record = contact;
        return QCoro::waitFor(m_system->wins(query));
    }
    /// All that there is for now: the names, and where to go on.
    [[nodiscard]] std::pair<QStringList, QString> readAll(QString cursor = {}, int *pages = nullptr);
    void connectTo(const QMap<QString, QString> &choices = {}, Milliseconds timeout = 5s);

    test::TestClock m_clock;
    std::unique_ptr<FakeAccuLynx> m_acculynx;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::shared_ptr<LeadSystem> m_system;
};

void TestAccuLynxReading::init()
{
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_acculynx = std::make_unique<FakeAccuLynx>();
    m_acculynx->setNow(m_clock.now());
    m_network = std::make_unique<QNetworkAccessManager>();
    connectTo();
}

void TestAccuLynxReading::cleanup()
{
    if (m_acculynx)
        QCOMPARE(m_acculynx->problems().join(u'\n'), QString());
    m_system.reset();
    m_network.reset();
    m_acculynx.reset();
}

void TestAccuLynxReading::connectTo(const QMap<QString, QString> &choices, Milliseconds timeout)
{
    const AccuLynxSettings settings{
        .apiKey = FakeAccuLynx::apiKey(), .choices = choices, .baseUrl = m_acculynx->baseUrl(), .timeout = timeout};
    m_system = std::make_shared<AccuLynxSystem>(settings, Surroundings{.network = *m_network, .clock = m_clock});
}

std::pair<QStringList, QString> TestAccuLynxReading::readAll(QString cursor, int *pages)
{
    QStringList names;
    for (int i = 0; i < 100; ++i) {
        const Result<LeadChanges> page = changes(cursor);
        if (!page)
            qFatal("%s", qPrintable(page.error().what));
        if (pages)
            ++*pages;
        for (const calls::LeadRecord &record : page->records)
            names.append(record.name);
        cursor = page->cursor;
        if (cursor.size() > 400)
            qFatal("a long cursor");
        if (page->isLast)
            return {names, cursor};
    }
    qFatal("it does not end");
}

void TestAccuLynxReading::readsCents_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<qint64>>("cents");
    const auto row = [](const char *text, std::optional<qint64> cents) {
        QTest::newRow(text) << QString::fromLatin1(text) << cents;
    };
    row("12345.5", 1'234'550);
    row("0.29", 29); // a binary float has 28.999…
    row("1.005", 101);
    row("1.004", 100);
    row("-19.99", -1'999);
    row("7", 700);
    row("0", 0);
    row("9999999999999.99", 999'999'999'999'999);
    for (const char *odd : {"", "-", ".5", "5.", "1e5", "1,000", "0x10", "99999999999999", "12.3.4", "+5", " 5"})
        row(odd, std::nullopt);
}

void TestAccuLynxReading::readsCents()
{
    QFETCH(QString, text);
    QTEST(centsOf(text), "cents");
}

void TestAccuLynxReading::keepsNumbersAsTheyAreWritten()
{
    QCOMPARE(numbersAsText(R"({"a":0.29,"b":"c 1.5 \" 2","d":[-1e5,true,null,12]})"),
             R"({"a":"0.29","b":"c 1.5 \" 2","d":["-1e5",true,null,"12"]})"_ba);
    QCOMPARE(numbersAsText(R"("\)"), R"("\)"_ba); // no JSON at all
}

void TestAccuLynxReading::readsContacts()
{
    const QJsonObject contact{
        {u"id"_s, u"61370abe-3534-4ba8-b2f2-2ff56cdd5e02"_s},
        {u"firstName"_s, u" Pat "_s},
        {u"lastName"_s, u"Doe"_s},
        {u"phoneNumbers"_s,
         QJsonArray{QJsonObject{{u"number"_s, u"2145550123"_s}, {u"ext"_s, u"204"_s}}, QJsonObject{{u"number"_s, u"(214) 555-0123"_s}},
                    QJsonObject{{u"number"_s, u"+1 214.555.0124"_s}}, QJsonObject{{u"number"_s, u"no number"_s}}}},
        {u"emailAddresses"_s, QJsonArray{QJsonObject{{u"address"_s, u"Pat@Example.COM"_s}}, QJsonObject{{u"id"_s, u"1"_s}}}}};
    const Result<calls::LeadRecord> record = contactRecord(contact);
    QVERIFY(record);
    QCOMPARE(record->id, u"61370abe-3534-4ba8-b2f2-2ff56cdd5e02"_s);
    QCOMPARE(record->name, u"Pat Doe"_s);
    QCOMPARE(record->numbers, (QList{number(u"+12145550123"), number(u"+12145550124")}));
    QCOMPARE(record->emails, QStringList{u"pat@example.com"_s});
    QVERIFY(!record->kind);
    QCOMPARE(contactRecord({{u"id"_s, u"1"_s}, {u"companyName"_s, u"Acme Roofing"_s}})->name, u"Acme Roofing"_s);
    QCOMPARE(contactRecord({{u"id"_s, u"1"_s}, {u"firstName"_s, QString(5000, u'x')}})->name.size(), 256);
}

void TestAccuLynxReading::readsNoContact_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("without an id") << R"({"firstName":"Pat"})"_ba;
    QTest::newRow("an id like a path") << R"({"id":"../jobs"})"_ba;
    QTest::newRow("an id that is none of theirs") << R"({"id":")" + QByteArray(100, 'a') + R"("})";
}

void TestAccuLynxReading::readsNoContact()
{
    QFETCH(QByteArray, json);
    QCOMPARE(contactRecord(QJsonDocument::fromJson(json).object()).error().kind, ErrorKind::Invalid);
}

void TestAccuLynxReading::passesOverAnOddContact()
{
    const QByteArray good = R"({"id":"1","firstName":"Pat","phoneNumbers":[{"number":null},{"number":"2145550123"}]})";
    m_acculynx->next("GET /contacts", 200, R"({"count":3,"items":[{"firstName":"No id"},7,)" + good + "]}");
    const Result<LeadChanges> read = changes();
    QVERIFY2(read, read ? "" : qPrintable(read.error().what));
    QCOMPARE(read->records.size(), 1);
    QCOMPARE(read->records.constFirst().numbers, QList{number(u"+12145550123")});
    m_acculynx->next("GET /contacts", 200, R"({"count":1,"items":[{"firstName":"No id"}]})");
    QCOMPARE(changes().error().kind, ErrorKind::Invalid);
}

void TestAccuLynxReading::goesThroughAllContacts_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("countsRecords");
    QTest::addColumn<int>("maxPage");
    QTest::addColumn<int>("pages");
    QTest::newRow("none") << 0 << false << 25 << 1;
    QTest::newRow("one") << 1 << false << 25 << 1;
    QTest::newRow("a page") << 25 << false << 25 << 1;
    QTest::newRow("more, by pages") << 61 << false << 25 << 3;
    QTest::newRow("more, by records") << 61 << true << 25 << 4; // the second one shows that records are counted
    QTest::newRow("by smaller pages than asked for") << 61 << false << 10 << 7;
}

void TestAccuLynxReading::goesThroughAllContacts()
{
    QFETCH(int, count);
    QFETCH(bool, countsRecords);
    QFETCH(int, maxPage);
    m_acculynx->limitPages(maxPage);
    if (countsRecords)
        m_acculynx->countRecords();
    QStringList expected;
    for (int i = 0; i < count; ++i) {
        m_acculynx->addContact(u"Pat"_s, QString::number(i), {u"214555%1"_s.arg(100 + i, 4, 10, QChar(u'0'))});
        expected.append(u"Pat %1"_s.arg(i));
    }
    int pages = 0;
    QStringList names = readAll({}, &pages).first;
    names.removeDuplicates();
    QCOMPARE(names, expected);
    QTEST(pages, "pages");
    QCOMPARE(changes()->total, std::optional(count));
}

void TestAccuLynxReading::goesOnWhereItStopped()
{
    for (int i = 0; i < 60; ++i)
        m_acculynx->addContact(u"Pat"_s, QString::number(i), {u"214555%1"_s.arg(100 + i, 4, 10, QChar(u'0'))});
    const Result<LeadChanges> first = changes();
    QCOMPARE(first->records.size(), 25);
    QVERIFY(!first->isLast);
    m_acculynx->next("GET /contacts", 500, FakeAccuLynx::error(500, {}));
    QCOMPARE(changes(first->cursor).error().kind, ErrorKind::Transient);
    connectTo(); // another program
    const Result<LeadChanges> second = changes(first->cursor);
    QCOMPARE(second->records.constFirst().name, u"Pat 25"_s);
    QCOMPARE(readAll(second->cursor).first.size(), 10);
}

// In what order they come nobody says: who is made during a pass may stand where it has been already.
void TestAccuLynxReading::missesNobodyWhoIsMadeMeanwhile()
{
    m_acculynx->listNewestFirst();
    for (int i = 0; i < 30; ++i)
        m_acculynx->addContact(u"Pat"_s, QString::number(i), {u"214555%1"_s.arg(100 + i, 4, 10, QChar(u'0'))}, {}, m_clock.now() - 24h);
    const Result<LeadChanges> first = changes();
    QVERIFY(!first->isLast);
    m_clock.advance(1h);
    m_acculynx->setNow(m_clock.now());
    m_acculynx->addContact(u"Ann"_s, u"Late"_s, {u"2145550199"_s});
    m_clock.advance(1h);
    const auto [rest, cursor] = readAll(first->cursor);
    QVERIFY(!rest.contains(u"Ann Late"_s));
    m_clock.advance(1min);
    m_acculynx->setNow(m_clock.now());
    for (int i = 0; i < 30; ++i)
        m_acculynx->addContact(u"S"_s, QString::number(i), {u"214555%1"_s.arg(300 + i, 4, 10, QChar(u'0'))});
    const Result<LeadChanges> recent = changes(cursor); // and the same among those that are new
    QVERIFY(!recent->isLast);
    m_clock.advance(1h);
    m_acculynx->setNow(m_clock.now());
    m_acculynx->addContact(u"Bob"_s, u"Later"_s, {u"2145550198"_s});
    m_clock.advance(1h);
    const auto [more, next] = readAll(recent->cursor);
    QVERIFY(more.contains(u"Ann Late"_s));
    QVERIFY(!more.contains(u"Bob Later"_s));
    QVERIFY(readAll(next).first.contains(u"Bob Later"_s));
}

// Where records are counted, somebody new at the front makes the second page look like the first.
void TestAccuLynxReading::beginsAgainWhereAPageCameTwice()
{
    m_acculynx->listNewestFirst();
    m_acculynx->countRecords();
    for (int i = 0; i < 30; ++i)
        m_acculynx->addContact(u"Pat"_s, QString::number(i), {u"214555%1"_s.arg(100 + i, 4, 10, QChar(u'0'))});
    const Result<LeadChanges> first = changes();
    m_acculynx->addContact(u"Ann"_s, u"Late"_s, {u"2145550199"_s});
    QStringList names = readAll(first->cursor).first;
    names.removeDuplicates();
    QCOMPARE(names.size(), 31);
    // A server that does not look at the index says the same for ever: that is a failure in the end.
    const QByteArray same = R"({"count":99,"items":[{"id":"1"},{"id":"2"}]})";
    QString cursor;
    int good = 0;
    for (;; ++good) {
        m_acculynx->next("GET /contacts", 200, same);
        const Result<LeadChanges> page = changes(cursor);
        if (!page) {
            QCOMPARE(page.error().kind, ErrorKind::Transient);
            break;
        }
        QVERIFY(!page->isLast);
        QVERIFY(page->cursor != cursor);
        cursor = page->cursor;
        QVERIFY(good < 10);
    }
    QCOMPARE(good, 5);
}

void TestAccuLynxReading::thenReadsWhatIsNew()
{
    m_acculynx->addContact(u"Pat"_s, u"Old"_s, {u"2145550123"_s}, {}, m_clock.now() - 24h * 400);
    const auto [all, cursor] = readAll();
    QCOMPARE(all, QStringList{u"Pat Old"_s});
    m_acculynx->forgetRequests();
    QCOMPARE(readAll(cursor).first, QStringList());
    QVERIFY(m_acculynx->requests("GET /contacts").isEmpty());

    m_clock.advance(1h);
    m_acculynx->setNow(m_clock.now());
    m_acculynx->addContact(u"Ann"_s, u"New"_s, {u"2145550124"_s}, {u"ann@example.com"_s});
    const Result<LeadChanges> changed = changes(cursor);
    QCOMPARE(changed->records.size(), 1);
    QCOMPARE(changed->records.constFirst().numbers, QList{number(u"+12145550124")});
    QCOMPARE(changed->records.constFirst().emails, QStringList{u"ann@example.com"_s});
    QVERIFY(!changed->total);
    // Clocks differ, so that the next look begins a little earlier; and then no longer has it.
    m_clock.advance(5min);
    const auto [again, later] = readAll(changed->cursor);
    QCOMPARE(again, QStringList{u"Ann New"_s});
    m_clock.advance(1h);
    QCOMPARE(readAll(readAll(later).second).first, QStringList());
    // A storm of new ones, over pages of which none is missed.
    m_acculynx->setNow(m_clock.now());
    for (int i = 0; i < 70; ++i)
        m_acculynx->addContact(u"S"_s, QString::number(i), {u"214555%1"_s.arg(100 + i, 4, 10, QChar(u'0'))});
    QStringList storm = readAll(later).first;
    storm.removeDuplicates();
    QCOMPARE(storm.filter(u"S "_s).size(), 70);
}

void TestAccuLynxReading::passesAgainAfterADay()
{
    const QString contact = m_acculynx->addContact(u"Pat"_s, u"Old"_s, {u"2145550123"_s}, {}, m_clock.now() - 24h * 400);
    QString cursor = readAll().second;
    m_acculynx->setNumbers(contact, {u"2145550124"_s});
    m_clock.advance(23h);
    const auto [soon, next] = readAll(cursor);
    QCOMPARE(soon, QStringList()); // it is not new
    m_clock.advance(1h);
    const Result<LeadChanges> pass = changes(next);
    QCOMPARE(pass->records.size(), 1);
    QCOMPARE(pass->records.constFirst().numbers, QList{number(u"+12145550124")});
    m_acculynx->forgetRequests();
    QVERIFY(readAll(pass->cursor).first.isEmpty());
    QVERIFY(m_acculynx->requests("GET /contacts").isEmpty());
}

void TestAccuLynxReading::startsAnewWithAnOddCursor()
{
    m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    for (const QString &odd : {u"x"_s, u"{}"_s, u"{\"pass\":false}"_s, u"[1]"_s})
        QCOMPARE(readAll(odd).first, QStringList{u"Pat Doe"_s});
}

void TestAccuLynxReading::knowsCustomers()
{
    const QString customer = m_acculynx->addContact(u"Pat"_s, u"Customer"_s, {u"2145550123"_s});
    const QString lead = m_acculynx->addContact(u"Ann"_s, u"Lead"_s, {u"2145550124"_s});
    m_acculynx->addJob(customer, u"Closed"_s, m_clock.now() - 24h * 300);
    m_acculynx->addJob(lead, u"Prospect"_s);
    m_acculynx->addJob(lead, u"Cancelled"_s);
    const Result<LeadChanges> all = changes();
    QCOMPARE(all->records.at(0).kind, std::optional(calls::ContactKind::PriorCustomer));
    QVERIFY(all->records.at(0).isOpen);
    QVERIFY(!all->records.at(1).kind);
    QVERIFY(!all->records.at(1).isOpen);
    connectTo();
    m_acculynx->next("GET /jobs", 403, FakeAccuLynx::error(403, u"Not enough permissions."_s));
    const Result<LeadChanges> without = changes(); // contacts are read all the same
    QCOMPARE(without->records.size(), 2);
    QVERIFY(!without->records.at(0).kind);
}

void TestAccuLynxReading::readsNothingByHalves_data()
{
    QTest::addColumn<std::function<void(FakeAccuLynx &)>>("behave");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("what");
    using Behave = std::function<void(FakeAccuLynx &)>;
    const auto row = [](const char *name, ErrorKind kind, const QString &what, const Behave &behave) {
        QTest::newRow(name) << behave << kind << what;
    };
    row("revoked", ErrorKind::Refused, u"revoked"_s, [](FakeAccuLynx &fake) { fake.revoke(); });
    row("no right", ErrorKind::Refused, u"no_right"_s,
        [](FakeAccuLynx &fake) { fake.next("GET /contacts", 403, FakeAccuLynx::error(403, {})); });
    row("too fast", ErrorKind::Transient, u"rate_limited"_s, [](FakeAccuLynx &fake) { fake.tooFastNext("GET /contacts", "30"); });
    row("an error of its own", ErrorKind::Transient, {},
        [](FakeAccuLynx &fake) { fake.next("GET /contacts", 500, FakeAccuLynx::error(500, {})); });
    row("dead", ErrorKind::Transient, {}, [](FakeAccuLynx &fake) { fake.stop(); });
    row("no answer", ErrorKind::Transient, {}, [](FakeAccuLynx &fake) { fake.next("GET /contacts", Then::Stall); });
    row("jobs without an answer", ErrorKind::Transient, {}, [](FakeAccuLynx &fake) { fake.next("GET /jobs", Then::Stall); });
    row("a captive portal", ErrorKind::Invalid, {}, [](FakeAccuLynx &fake) { fake.next("GET /contacts", 200, "<html>", "text/html"); });
    row("no list", ErrorKind::Invalid, {}, [](FakeAccuLynx &fake) { fake.next("GET /contacts", 200, R"({"items":{}})"); });
    row("a longer answer than any", ErrorKind::Transient, {},
        [](FakeAccuLynx &fake) { fake.next("GET /contacts", 200, QByteArray(5 << 20, ' ') + R"({"items":[]})"); });
    row("numbers that are only linked to", ErrorKind::Invalid, {}, [](FakeAccuLynx &fake) { fake.linkNumbersOnly(); });
}

void TestAccuLynxReading::readsNothingByHalves()
{
    QFETCH(std::function<void(FakeAccuLynx &)>, behave);
    QFETCH(QString, what);
    connectTo({}, 500ms);
    m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    behave(*m_acculynx);
    const Result<LeadChanges> read = changes();
    QVERIFY(!read);
    QTEST(read.error().kind, "kind");
    QVERIFY2(read.error().what.startsWith(what), qPrintable(read.error().what));
}

void TestAccuLynxReading::readsWins()
{
    const Instant since = m_clock.now() - 24h * 30;
    const QString contact = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    const QString won = m_acculynx->addJob(contact, u"Lead"_s, m_clock.now() - 24h * 20);
    const QString lead = m_acculynx->addJob(contact, u"Lead"_s);
    const QString prospect = m_acculynx->addJob(contact, u"Prospect"_s);
    const QString old = m_acculynx->addJob(contact, u"Lead"_s, m_clock.now() - 24h * 400);
    m_acculynx->move(old, u"Approved"_s, m_clock.now() - 24h * 390);
    m_acculynx->move(old, u"Closed"_s, m_clock.now() - 24h * 3); // paid now, won long ago
    m_acculynx->setValue(old, "100.00");
    QCOMPARE(wins(contact, since)->size(), 0);

    m_acculynx->move(won, u"Approved"_s, m_clock.now() - 24h * 10);
    m_acculynx->move(won, u"Invoiced"_s, m_clock.now() - 24h * 2);
    m_acculynx->setValue(won, "18250.29");
    const Result<QList<calls::Win>> found = wins(contact, since);
    QVERIFY2(found, found ? "" : qPrintable(found.error().what));
    QCOMPARE(found->size(), 1);
    const calls::Win expected{.id = won,
                              .record = contact,
                              .what = u"job"_s,
                              .title = u"JK-1: a roof"_s,
                              .amount = Money{1'825'029},
                              .wonAt = m_clock.now() - 24h * 10,
                              .url = u"https://my.acculynx.com/jobs/"_s + won,
                              .isTakenBack = false};
    QCOMPARE(found->constFirst(), expected);

    m_acculynx->move(won, u"Cancelled"_s, m_clock.now());
    QVERIFY(wins(contact, since)->constFirst().isTakenBack);
    m_acculynx->move(prospect, u"Cancelled"_s, m_clock.now());
    QCOMPARE(wins(contact, since)->size(), 1); // it never was won
    const QString bare = m_acculynx->addJob(contact, u"Prospect"_s);
    m_acculynx->move(bare, u"Approved"_s, m_clock.now());
    QCOMPARE(wins(contact, since)->constLast().amount, std::nullopt); // no financials
    m_acculynx->removeContact(contact);
    QCOMPARE(wins(contact, since)->size(), 0);
    QVERIFY(!lead.isEmpty());
}

void TestAccuLynxReading::readsNoWinByHalves_data()
{
    QTest::addColumn<QByteArray>("request");
    for (const char *request : {"GET /jobs", "GET /milestone-history", "GET /financials"})
        QTest::newRow(request) << QByteArray(request);
}

void TestAccuLynxReading::readsNoWinByHalves()
{
    QFETCH(QByteArray, request);
    const QString contact = m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    const QString won = m_acculynx->addJob(contact, u"Prospect"_s);
    m_acculynx->move(won, u"Approved"_s, m_clock.now());
    m_acculynx->next(request, 500, FakeAccuLynx::error(500, {}));
    QCOMPARE(wins(contact, m_clock.now() - 24h).error().kind, ErrorKind::Transient);
    m_acculynx->next(request, 200, "<html>", "text/html");
    const Result<QList<calls::Win>> portal = wins(contact, m_clock.now() - 24h);
    if (request == "GET /financials")
        QCOMPARE(portal->constFirst().amount, std::nullopt);
    else
        QCOMPARE(portal.error().kind, ErrorKind::Invalid);
}

void TestAccuLynxReading::readsChoices()
{
    const Result<ChoiceLists> lists = QCoro::waitFor(m_system->choices());
    QVERIFY2(lists, lists ? "" : qPrintable(lists.error().what));
    const QList<Choice> sources{{QString::fromUtf16(FakeAccuLynx::doorHanger), u"Door Hanger"_s},
                                {QString::fromUtf16(FakeAccuLynx::northDoors), u"Door Hanger › North"_s}};
    QCOMPARE(lists->value(u"source"_s), sources);
    QCOMPARE(lists->value(u"contact_type"_s).size(), 2);
    QCOMPARE(lists->value(u"priority"_s).size(), 3);
    m_acculynx->next("GET /lead-sources", 403, FakeAccuLynx::error(403, {}));
    QCOMPARE(QCoro::waitFor(m_system->choices()).error().what.left(8), u"no_right"_s);
}

void TestAccuLynxReading::offersItsSlots()
{
    const QList<ChoiceSlot> offered = AccuLynxKind().choiceSlots({.id = u"a"_s, .account = settings::AccuLynxAccount{}},
                                                                 {u"needs_callback"_s, u"no_interest"_s}, {u"dana"_s});
    QStringList keys;
    for (const ChoiceSlot &slot : offered) {
        keys.append(slot.key + u':' + slot.list);
        QVERIFY(!slot.isNeeded);
    }
    QCOMPARE(keys, (QStringList{u"source:source"_s, u"contact_type:contact_type"_s, u"status.needs_callback:priority"_s,
                                u"status.no_interest:priority"_s}));
}

void TestAccuLynxReading::tests_data()
{
    QTest::addColumn<std::function<void(FakeAccuLynx &)>>("behave");
    QTest::addColumn<QStringList>("choices"); // key, value
    QTest::addColumn<QStringList>("complaints");
    using Behave = std::function<void(FakeAccuLynx &)>;
    const auto row = [](const char *name, const Behave &behave, const QStringList &choices, const QStringList &complaints) {
        QTest::newRow(name) << behave << choices << complaints;
    };
    const Behave fine = [](FakeAccuLynx &) {
    };
    const QString byList = u"Lookup only_by_list"_s;
    row("all is well", fine, {}, {byList});
    row("and chosen", fine,
        {u"source"_s, QString::fromUtf16(FakeAccuLynx::northDoors), u"contact_type"_s, QString::fromUtf16(FakeAccuLynx::customer),
         u"status.no_interest"_s, u"Normal"_s},
        {byList});
    row("what was chosen is there no more", fine,
        {u"source"_s, u"61370abe-0000-4ba8-b2f2-000000000001"_s, u"status.no_interest"_s, u"Whenever"_s},
        {byList, u"Choices gone source"_s, u"Choices gone status.no_interest"_s});
    row("no type is usual", [](FakeAccuLynx &fake) { fake.withoutDefaultType(); }, {}, {byList, u"Choices missing contact_type"_s});
    row("revoked", [](FakeAccuLynx &fake) { fake.revoke(); }, {}, {u"Credentials wrong"_s});
    row("no right", [](FakeAccuLynx &fake) { fake.next("GET /company-settings", 403, FakeAccuLynx::error(403, {})); }, {},
        {u"Credentials no_right"_s});
    row("too fast", [](FakeAccuLynx &fake) { fake.tooFastNext("GET /company-settings", "30"); }, {}, {u"Credentials rate_limited"_s});
    row("dead", [](FakeAccuLynx &fake) { fake.stop(); }, {}, {u"Credentials not_reached"_s});
    row("a captive portal", [](FakeAccuLynx &fake) { fake.next("GET /company-settings", 200, "<html>", "text/html"); }, {},
        {u"Credentials not_reached"_s});
    row("contacts may not be read", [](FakeAccuLynx &fake) { fake.next("GET /contacts", 403, FakeAccuLynx::error(403, {})); }, {},
        {u"Lookup no_right"_s});
    row("contacts come without numbers", [](FakeAccuLynx &fake) { fake.linkNumbersOnly(); }, {}, {u"Lookup not_readable"_s});
    row("settings may not be read", [](FakeAccuLynx &fake) { fake.next("GET /lead-sources", 403, FakeAccuLynx::error(403, {})); }, {},
        {byList, u"Choices no_right"_s});
}

void TestAccuLynxReading::tests()
{
    QFETCH(std::function<void(FakeAccuLynx &)>, behave);
    QFETCH(QStringList, choices);
    QMap<QString, QString> chosen;
    for (qsizetype i = 0; i + 1 < choices.size(); i += 2)
        chosen.insert(choices.at(i), choices.at(i + 1));
    connectTo(chosen, 500ms);
    m_acculynx->addContact(u"Pat"_s, u"Doe"_s, {u"2145550123"_s});
    behave(*m_acculynx);
    const QList<Finding> findings = QCoro::waitFor(m_system->test());
    for (const Finding &finding : findings) {
        QVERIFY(!finding.detail.contains(QString::fromLatin1(FakeAccuLynx::apiKey())));
        QCOMPARE(finding.problem == u"ok", finding.level == Finding::Level::Good);
    }
    QTEST(test::complaints(findings), "complaints");
    for (const auto &request : m_acculynx->requests())
        QCOMPARE(request.method, "GET"_ba); // it writes nothing
}

QTEST_GUILESS_MAIN(TestAccuLynxReading)
#include "tst_acculynx_reading.moc"
