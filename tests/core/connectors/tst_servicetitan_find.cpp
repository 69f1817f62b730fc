#include "support/servicetitanoffice.h"

#include <QTest>

#include <functional>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeServiceTitan;
using ringback::test::numberOf;
using ringback::test::ServiceTitanOffice;
using What = FakeServiceTitan::What;
using Contacts = QList<FakeServiceTitan::Contact>;

namespace {

QStringList namesOf(const Result<QList<calls::LeadRecord>> &records)
{
    QStringList names;
    for (const calls::LeadRecord &record : records.value_or(QList<calls::LeadRecord>()))
        names.append(record.name);
    return names;
}

} // namespace

/// Customers by number, and what has changed of them.
class TestServiceTitanFind : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void findsANumberHoweverItIsWritten_data();
    void findsANumberHoweverItIsWritten();
    void findsEveryoneWhoHasIt();
    void findsNobody_data();
    void findsNobody();
    void findsWhoIsAtALocation();
    void tellsWhatItKnowsOfACustomer();
    void turnsPages();
    void saysWhyItCannotRead_data();
    void saysWhyItCannotRead();
    void readsAllCustomersAndThenTheChanges();
    void goesOnWhereItStopped();
    void readsNothingByHalves_data();
    void readsNothingByHalves();

private:
    [[nodiscard]] Result<QList<calls::LeadRecord>> find(const QString &number = u"+12145550142"_s, const QString &email = {})
    {
        return QCoro::waitFor(m_office->system->find({.number = numberOf(number), .email = email}));
    }
    [[nodiscard]] Result<LeadChanges> changes(const QString &cursor = {}) { return QCoro::waitFor(m_office->system->changesSince(cursor)); }
    /// All pages up to the last, and where that ends.
    [[nodiscard]] QMap<QString, calls::LeadRecord> allChanges(QString &cursor, int *pages = nullptr);

    std::unique_ptr<ServiceTitanOffice> m_office;
};

void TestServiceTitanFind::init()
{
    m_office = std::make_unique<ServiceTitanOffice>();
}

void TestServiceTitanFind::cleanup()
{
    const QStringList problems = m_office->fake.problems();
    m_office.reset();
    QCOMPARE(problems, QStringList());
}

void TestServiceTitanFind::findsANumberHoweverItIsWritten_data()
{
    QTest::addColumn<QString>("stored");
    QTest::addColumn<QString>("type");
    for (const char *const stored : {"2145550142", "(214) 555-0142", "214-555-0142", "214.555.0142", "+1 214 555 0142", "1-214-555-0142",
                                     "12145550142", "214-555-0142 x204", "(214) 555-0142 ext. 9"})
        QTest::newRow(stored) << QString::fromLatin1(stored) << u"MobilePhone"_s;
    QTest::newRow("a landline") << u"214-555-0142"_s << u"Phone"_s;
}

void TestServiceTitanFind::findsANumberHoweverItIsWritten()
{
    QFETCH(QString, stored);
    QFETCH(QString, type);
    m_office->fake.addCustomer(u"Pat Doe"_s, {{type, stored}});
    QCOMPARE(namesOf(find()), QStringList{u"Pat Doe"_s});
    QVERIFY(m_office->fake.count("phone=2145550142") == 1); // ten digits
}

void TestServiceTitanFind::findsEveryoneWhoHasIt()
{
    m_office->fake.addCustomer(u"Pat Doe"_s, {{u"Phone"_s, u"2145550142"_s}});
    m_office->clock.advance(1h);
    m_office->fake.addCustomer(u"Sam Doe"_s, {{u"Email"_s, u"sam@example.com"_s}, {u"MobilePhone"_s, u"(214) 555-0142"_s}});
    m_office->fake.addCustomer(u"Gone Doe"_s, {{u"Phone"_s, u"2145550142"_s}}, {{u"active"_s, false}});
    m_office->fake.addCustomer(u"Merged Doe"_s, {{u"Phone"_s, u"2145550142"_s}}, {{u"mergedToId"_s, 1001}});
    QCOMPARE(namesOf(find()), (QStringList{u"Sam Doe"_s, u"Pat Doe"_s})); // the newest first
}

void TestServiceTitanFind::findsNobody_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("stored");
    QTest::newRow("nobody has it") << u"Phone"_s << u"2145550199"_s;
    QTest::newRow("another country's, with the same ending") << u"Phone"_s << u"+44 2145550142"_s;
    QTest::newRow("a fax") << u"Fax"_s << u"2145550142"_s;
    QTest::newRow("the e-mail only") << u"Email"_s << u"pat@example.com"_s;
}

void TestServiceTitanFind::findsNobody()
{
    QFETCH(QString, type);
    QFETCH(QString, stored);
    m_office->fake.addCustomer(u"Pat Doe"_s, {{type, stored}});
    const Result<QList<calls::LeadRecord>> found = find(u"+12145550142"_s, u"pat@example.com"_s);
    QVERIFY(found);
    QVERIFY(found->isEmpty());
    QVERIFY(!m_office->kind.abilities().findsByEmail);
}

// A tenant's number is a contact of the place, and of nobody else.
void TestServiceTitanFind::findsWhoIsAtALocation()
{
    const qint64 id = m_office->fake.addCustomer(u"Elm Street Homes"_s, {{u"Phone"_s, u"469-555-0100"_s}});
    for (int i = 0; i < 60; ++i) // more than one request may name
        m_office->fake.addLocation(id, {u"Phone"_s, i == 55 ? u"214-555-0142"_s : u"214-555-0199"_s});
    const Result<QList<calls::LeadRecord>> found = find();
    QCOMPARE(namesOf(found), QStringList{u"Elm Street Homes"_s});
    QVERIFY(found->first().numbers.contains(numberOf(u"+14695550100"_s)));
    m_office->fake.next("GET /crm/v2/tenant/4711/locations/contacts", What::Answer, 500, "{}");
    QVERIFY(!find()); // not known is not nobody
    QCOMPARE(find(u"+14695550100"_s)->size(), 1);
    QCOMPARE(m_office->fake.count("/locations?"), 2); // whose own number it is needs no further look
}

void TestServiceTitanFind::tellsWhatItKnowsOfACustomer()
{
    const qint64 id = m_office->fake.addCustomer(u"Pat Doe"_s, {{u"Email"_s, u"Pat@Example.com"_s},
                                                                {u"Email"_s, u"not an address"_s},
                                                                {u"Phone"_s, u"call the neighbour"_s},
                                                                {u"Phone"_s, u"214-555-0142"_s},
                                                                {u"MobilePhone"_s, u"(469) 555-0100"_s},
                                                                {u"Phone"_s, u"+12145550142"_s}});
    const Result<QList<calls::LeadRecord>> found = find();
    QVERIFY(found);
    QCOMPARE(found->size(), 1);
    const calls::LeadRecord expected{.id = u"Customer:%1"_s.arg(id),
                                     .name = u"Pat Doe"_s,
                                     .numbers = {numberOf(u"+12145550142"_s), numberOf(u"+14695550100"_s)},
                                     .emails = {u"pat@example.com"_s},
                                     .kind = calls::ContactKind::PriorCustomer,
                                     .language = {},
                                     .owner = {},
                                     .url = u"https://go.servicetitan.com/#/Customer/%1"_s.arg(id),
                                     .isOpen = true,
                                     .isGone = false,
                                     .changedAt = m_office->clock.now()};
    QCOMPARE(found->first(), expected);

    std::get<settings::ServiceTitanAccount>(m_office->connection.account).webHost = u"https://next.example.com/"_s;
    m_office->connect();
    QCOMPARE(find()->first().url, u"https://next.example.com/#/Customer/%1"_s.arg(id));
}

void TestServiceTitanFind::turnsPages()
{
    QStringList names;
    for (int i = 0; i < 7; ++i) {
        names.append(u"Doe %1"_s.arg(i));
        m_office->fake.addCustomer(names.last(), {{u"Phone"_s, u"2145550142"_s}, {u"Email"_s, u"doe%1@example.com"_s.arg(i)}});
    }
    m_office->fake.limitPages(3);
    const Result<QList<calls::LeadRecord>> found = find();
    QStringList sorted = namesOf(found);
    sorted.sort();
    QCOMPARE(sorted, names);
    for (const calls::LeadRecord &record : *found)
        QCOMPARE(record.emails.size(), 1);
}

void TestServiceTitanFind::saysWhyItCannotRead_data()
{
    using Behave = std::function<void(ServiceTitanOffice &)>;
    QTest::addColumn<Behave>("behave");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("begins");
    const auto answer = [](int status, const QByteArray &body) {
        return Behave([status, body](ServiceTitanOffice &office) { office.fake.next("GET", What::Answer, status, body); });
    };
    QTest::newRow("revoked") << Behave([](ServiceTitanOffice &office) { office.fake.revoke(); }) << ErrorKind::Refused << u"revoked"_s;
    QTest::newRow("a wrong app key") << Behave([](ServiceTitanOffice &office) {
        office.secrets->values.insert(u"st-app-key"_s, "another");
        office.connect();
    }) << ErrorKind::Refused << u"revoked"_s;
    QTest::newRow("a wrong secret") << Behave([](ServiceTitanOffice &office) {
        office.secrets->values.insert(u"st-secret"_s, "another");
        office.connect();
    }) << ErrorKind::Refused << u"revoked"_s;
    QTest::newRow("not authorised") << Behave([](ServiceTitanOffice &office) { office.fake.forbid("crm"); }) << ErrorKind::Refused
                                    << u"no_right"_s;
    QTest::newRow("too fast for long") << Behave([](ServiceTitanOffice &office) { office.fake.throttleNext("GET", 3); })
                                       << ErrorKind::Transient << u"rate_limited"_s;
    QTest::newRow("500") << answer(500, R"({"title":"x","traceId":"1"})") << ErrorKind::Transient << u"crm/customers: status 500"_s;
    QTest::newRow("a proxy's no") << answer(403, "<html>") << ErrorKind::Transient << u"crm/customers: status 403"_s;
    QTest::newRow("garbage") << answer(200, "<html>Welcome") << ErrorKind::Invalid << u"crm/customers: status 200"_s;
    QTest::newRow("no list") << answer(200, R"({"data":{},"hasMore":false})") << ErrorKind::Invalid << u"what came is no list"_s;
    QTest::newRow("a list that does not say whether it ends")
        << answer(200, R"({"data":[]})") << ErrorKind::Invalid << u"what came is no list"_s;
    QTest::newRow("an empty page, and more to come")
        << answer(200, R"({"data":[],"hasMore":true})") << ErrorKind::Invalid << u"a list of crm does"_s;
    QTest::newRow("more than anybody reads") << answer(200, QByteArray(5 << 20, ' ')) << ErrorKind::Transient << u"crm/customers: status"_s;
    QTest::newRow("the connection died") << Behave([](ServiceTitanOffice &office) {
        for (int i = 0; i < 4; ++i) // Qt itself asks again
            office.fake.next("GET", What::Drop);
    }) << ErrorKind::Transient << u"crm/customers: status 0"_s;
}

void TestServiceTitanFind::saysWhyItCannotRead()
{
    QFETCH(std::function<void(ServiceTitanOffice &)>, behave);
    behave(*m_office);
    const Result<QList<calls::LeadRecord>> found = find();
    QVERIFY(!found);
    QTEST(found.error().kind, "kind");
    QFETCH(QString, begins);
    QVERIFY2(found.error().what.startsWith(begins), qPrintable(found.error().what));
    QVERIFY(!found.error().what.contains(u"0142"_s)); // it goes into a log
}

QMap<QString, calls::LeadRecord> TestServiceTitanFind::allChanges(QString &cursor, int *pages)
{
    QMap<QString, calls::LeadRecord> all;
    for (int i = 0; i < 50; ++i) {
        const Result<LeadChanges> page = changes(cursor);
        if (!page) {
            all.insert(u"failed"_s, {.id = page.error().what});
            return all;
        }
        cursor = page->cursor;
        for (const calls::LeadRecord &record : page->records)
            all.insert(record.name, record);
        if (pages)
            ++*pages;
        if (page->isLast)
            return all;
    }
    all.insert(u"endless"_s, {});
    return all;
}

void TestServiceTitanFind::readsAllCustomersAndThenTheChanges()
{
    QList<qint64> ids;
    for (int i = 0; i < 5; ++i)
        ids.append(m_office->fake.addCustomer(u"Doe %1"_s.arg(i),
                                              {{u"Phone"_s, u"214555010%1"_s.arg(i)}, {u"Email"_s, u"d%1@example.com"_s.arg(i)}}));
    m_office->clock.advance(24h * 30); // old ones, whose contacts are no news
    m_office->fake.limitPages(2);
    m_office->fake.limitExport(2);
    QCOMPARE(changes()->total, std::optional(5));
    QCOMPARE(changes()->records.size(), 2);
    QString cursor;
    int pages = 0;
    QMap<QString, calls::LeadRecord> all = allChanges(cursor, &pages);
    QCOMPARE(all.size(), 5);
    QCOMPARE(all.value(u"Doe 3"_s).numbers, QList{numberOf(u"+12145550103"_s)});
    QCOMPARE(all.value(u"Doe 3"_s).emails, QStringList{u"d3@example.com"_s});
    QCOMPARE(pages, 5); // three of the list, and one of each feed
    QVERIFY(cursor.size() < 400);

    all = allChanges(cursor);
    QCOMPARE(all.size(), 0);

    m_office->clock.advance(1h);
    m_office->fake.change(u"customers"_s, ids.at(1), {{u"name"_s, u"Doe anew"_s}});
    m_office->fake.change(u"customers"_s, ids.at(2), {{u"active"_s, false}, {u"mergedToId"_s, ids.at(1)}});
    m_office->fake.addContact(ids.at(0), {u"MobilePhone"_s, u"469-555-0100"_s});
    m_office->fake.change(u"contacts"_s, m_office->fake.all(u"contacts"_s).at(8).value(u"id"_s).toInteger(),
                          {{u"active"_s, false}}); // the fifth's number
    m_office->fake.addCustomer(u"Doe the new"_s, {{u"Phone"_s, u"2145550199"_s}});
    all = allChanges(cursor);
    QCOMPARE(all.keys(), (QStringList{u"Doe 0"_s, u"Doe 2"_s, u"Doe 4"_s, u"Doe anew"_s, u"Doe the new"_s}));
    QCOMPARE(all.value(u"Doe 0"_s).numbers, (QList{numberOf(u"+12145550100"_s), numberOf(u"+14695550100"_s)})); // as a whole
    QVERIFY(all.value(u"Doe 2"_s).isGone);
    QVERIFY(!all.value(u"Doe 2"_s).isOpen);
    QVERIFY(all.value(u"Doe 4"_s).numbers.isEmpty());
    QCOMPARE(all.value(u"Doe the new"_s).numbers, QList{numberOf(u"+12145550199"_s)});
    QCOMPARE(allChanges(cursor).size(), 0);
}

void TestServiceTitanFind::goesOnWhereItStopped()
{
    for (int i = 0; i < 120; ++i) // more than one request may name
        m_office->fake.addCustomer(u"Doe %1"_s.arg(i, 3, 10, QChar(u'0')), {{u"Phone"_s, u"2145550%1"_s.arg(100 + i % 100)}});
    m_office->fake.limitPages(70);
    const Result<LeadChanges> first = changes();
    QVERIFY(first);
    QCOMPARE(first->records.size(), 70);
    QVERIFY(!first->isLast);
    m_office->fake.next("GET /crm/v2/tenant/4711/customers/contacts", What::Answer, 500, "{}");
    QVERIFY(!changes(first->cursor)); // nothing is lost by it
    QString cursor = first->cursor;
    const Result<LeadChanges> second = changes(cursor);
    QVERIFY(second);
    QCOMPARE(second->records.size(), 50);
    QCOMPARE(second->records.constFirst().name, u"Doe 070"_s);
    m_office->fake.addCustomer(u"Doe in between"_s, {{u"Phone"_s, u"2145550199"_s}}); // and nobody who comes meanwhile
    const QMap<QString, calls::LeadRecord> rest = allChanges(cursor);
    QVERIFY(rest.contains(u"Doe in between"_s));
    QVERIFY(rest.contains(u"Doe 070"_s) && rest.contains(u"Doe 119"_s));
    QCOMPARE(first->records.constLast().name, u"Doe 069"_s);
    for (const calls::LeadRecord &record : rest)
        QCOMPARE(record.numbers.size(), 1);
}

void TestServiceTitanFind::readsNothingByHalves_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no place to go on from") << R"({"data":[],"hasMore":false})"_ba;
    QTest::newRow("an empty one") << R"({"data":[],"hasMore":false,"continueFrom":""})"_ba;
    QTest::newRow("no data") << R"({"hasMore":false,"continueFrom":"x"})"_ba;
    QTest::newRow("no word of an end") << R"({"data":[],"continueFrom":"x"})"_ba;
    QTest::newRow("on and on") << R"({"data":[],"continueFrom":"cus 7","hasMore":true})"_ba;
    QTest::newRow("a place longer than a cursor may be")
        << R"({"data":[],"hasMore":false,"continueFrom":")"_ba + QByteArray(600, 'x') + "\"}";
    QTest::newRow("garbage") << "<html>"_ba;
}

void TestServiceTitanFind::readsNothingByHalves()
{
    QFETCH(QByteArray, body);
    m_office->fake.next("GET /crm/v2/tenant/4711/export", What::Answer, 200, body);
    const Result<LeadChanges> page = changes(uR"({"customers":"cus 7","contacts":"con 7","at":"customers"})"_s);
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::Invalid);

    m_office->fake.next("GET /crm/v2/tenant/4711/customers", What::Answer, 200, R"({"data":[],"hasMore":true,"continueFrom":"x"})");
    QCOMPARE(changes().error().kind, ErrorKind::Invalid); // a list without an end
}

QTEST_GUILESS_MAIN(TestServiceTitanFind)
#include "tst_servicetitan_find.moc"
