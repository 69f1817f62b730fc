#include "base/time.h"
#include "connectors/lever/kind.h"
#include "connectors/lever/system.h"
#include "support/fakelever.h"
#include "support/leadtests.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::lever;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakeLever;
using ringback::test::number;
using Then = ringback::test::ScriptedServer::Then;

namespace {

QJsonArray phones(const QStringList &values)
{
    QJsonArray list;
    for (const QString &value : values)
        list.append(QJsonObject{{u"type"_s, u"mobile"_s}, {u"value"_s, value}});
    return list;
}

double ms(Instant at)
{
    return static_cast<double>(toMs(at));
}

QByteArray offer(const QByteArray &status, const QByteArray &createdAt, const QByteArray &value, const QByteArray &field = "Fee")
{
    return R"({"id":"f3d2a1c0-0000-4000-8000-000000000001","creator":"f3d2a1c0-0000-4000-8000-000000000002","status":")" + status +
           R"(","createdAt":)" + createdAt + R"(,"sentDocument":null,"signedDocument":null,"fields":[)" +
           R"({"text":"Salary","identifier":"salary_amount","value":90000},{"text":")" + field + R"(","identifier":"fee","value":)" +
           value + "}]}";
}

} // namespace

class TestLeverReading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void readsOpportunities();
    void readsNoOpportunity_data();
    void readsNoOpportunity();
    void findsByAddress();
    void findsByNothingElse();
    void goesThroughAll();
    void passesOverAnOddOne();
    void goesOnWhereItStopped();
    void beginsAPassAgainWithAnOldToken();
    void readsNothingByHalves_data();
    void readsNothingByHalves();
    void readsHires();
    void readsAmounts_data();
    void readsAmounts();
    void readsNoHireByHalves();
    void readsChoices();
    void offersItsSlots();
    void tests_data();
    void tests();

private:
    [[nodiscard]] Result<LeadChanges> changes(const QString &cursor = {}) { return QCoro::waitFor(m_system->changesSince(cursor)); }
    [[nodiscard]] Result<QList<calls::Win>> wins(const QStringList &records, Instant since)
    {
        WinQuery query{.links = {}, .since = since};
        for (const QString &record : records) {
            query.links.append(calls::LeadLink());
            query.links.last().record = record;
        }
        return QCoro::waitFor(m_system->wins(query));
    }
    [[nodiscard]] std::pair<QStringList, QString> readAll(QString cursor = {});
    void connectTo(const QMap<QString, QString> &choices = {}, const QString &performAs = QString::fromUtf16(FakeLever::user));

    test::TestClock m_clock;
    std::unique_ptr<FakeLever> m_lever;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::shared_ptr<LeadSystem> m_system;
};

void TestLeverReading::init()
{
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_lever = std::make_unique<FakeLever>();
    m_lever->setNow(m_clock.now());
    m_network = std::make_unique<QNetworkAccessManager>();
    connectTo();
}

void TestLeverReading::cleanup()
{
    if (m_lever)
        QCOMPARE(m_lever->problems().join(u'\n'), QString());
    m_system.reset();
    m_network.reset();
    m_lever.reset();
}

void TestLeverReading::connectTo(const QMap<QString, QString> &choices, const QString &performAs)
{
    const LeverSettings settings{
        .apiKey = FakeLever::apiKey(), .performAs = performAs, .choices = choices, .baseUrl = m_lever->baseUrl(), .timeout = 500ms};
    m_system = std::make_shared<LeverSystem>(settings, Surroundings{.network = *m_network, .clock = m_clock});
}

std::pair<QStringList, QString> TestLeverReading::readAll(QString cursor)
{
    QStringList names;
    for (int i = 0; i < 100; ++i) {
        const Result<LeadChanges> page = changes(cursor);
        if (!page)
            qFatal("%s", qPrintable(page.error().what));
        for (const calls::LeadRecord &record : page->records)
            names.append(record.name);
        cursor = page->cursor;
        if (page->isLast)
            return {names, cursor};
    }
    qFatal("it does not end");
}

void TestLeverReading::readsOpportunities()
{
    const QJsonObject json{{u"id"_s, u"250d8f03-738a-4bba-a671-8a3d73477145"_s},
                           {u"name"_s, u" Chris Park "_s},
                           {u"contact"_s, u"7f23e772-f2cb-4ebb-b33f-54b872999992"_s},
                           {u"phones"_s, phones({u"(214) 555-0142 x204"_s, u"+1 214.555.0143"_s, u"2145550143"_s, u"on request"_s})},
                           {u"emails"_s, QJsonArray{u"Chris@Example.COM"_s, u""_s}},
                           {u"stage"_s, u"lead-new"_s},
                           {u"owner"_s, QString::fromUtf16(FakeLever::recruiter)},
                           {u"createdAt"_s, 1'795'464'151'000.0},
                           {u"updatedAt"_s, 1'795'464'152'000.0},
                           {u"archived"_s, QJsonValue()},
                           {u"urls"_s, QJsonObject{{u"show"_s, u"https://hire.lever.co/candidates/250d8f03"_s}}}};
    Result<Opportunity> read = readOpportunity(json);
    QVERIFY(read);
    const calls::LeadRecord expected{.id = u"250d8f03-738a-4bba-a671-8a3d73477145"_s,
                                     .name = u"Chris Park"_s,
                                     .numbers = {number(u"+12145550142"), number(u"+12145550143")},
                                     .emails = {u"chris@example.com"_s},
                                     .kind = calls::ContactKind::Candidate,
                                     .language = {},
                                     .owner = QString::fromUtf16(FakeLever::recruiter),
                                     .url = u"https://hire.lever.co/candidates/250d8f03"_s,
                                     .isOpen = true,
                                     .isGone = false,
                                     .changedAt = fromMs(1'795'464'152'000)};
    QCOMPARE(read->record, expected);
    QCOMPARE(read->contact, u"7f23e772-f2cb-4ebb-b33f-54b872999992"_s);
    QCOMPARE(read->createdAt, std::optional(fromMs(1'795'464'151'000)));

    QJsonObject archived = json;
    archived.insert(u"archived"_s, QJsonObject{{u"archivedAt"_s, 1'795'464'153'000.0}, {u"reason"_s, u"r-1"_s}});
    read = readOpportunity(archived);
    QVERIFY(!read->record.isOpen);
    QCOMPARE(read->archivedAt, std::optional(fromMs(1'795'464'153'000)));
    QCOMPARE(read->archiveReason, u"r-1"_s);
    archived = json;
    archived.insert(u"archivedAt"_s, 1'795'464'153'000.0);
    archived.insert(u"archiveReason"_s, u"r-2"_s);
    archived.insert(u"urls"_s, QJsonObject{{u"show"_s, u"javascript:alert(1)"_s}});
    read = readOpportunity(archived);
    QVERIFY(!read->record.isOpen);
    QCOMPARE(read->archiveReason, u"r-2"_s);
    QCOMPARE(read->record.url, QString());
}

void TestLeverReading::readsNoOpportunity_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("without an id") << R"({"name":"Chris"})"_ba;
    QTest::newRow("an id like a path") << R"({"id":"../users"})"_ba;
    QTest::newRow("an id that is none of theirs") << R"({"id":")" + QByteArray(100, 'a') + R"("})";
}

void TestLeverReading::readsNoOpportunity()
{
    QFETCH(QByteArray, json);
    QCOMPARE(readOpportunity(QJsonDocument::fromJson(json).object()).error().kind, ErrorKind::Invalid);
}

void TestLeverReading::findsByAddress()
{
    const QJsonArray address{u"chris@example.com"_s};
    m_lever->add({{u"name"_s, u"old"_s}, {u"emails"_s, address}, {u"updatedAt"_s, ms(m_clock.now() - 48h)}});
    m_lever->add({{u"name"_s, u"archived"_s}, {u"emails"_s, address}, {u"archivedAt"_s, ms(m_clock.now())}});
    m_lever->add({{u"name"_s, u"new"_s}, {u"emails"_s, address}});
    m_lever->add({{u"name"_s, u"forgotten"_s}, {u"emails"_s, address}, {u"isAnonymized"_s, true}});
    m_lever->add({{u"name"_s, u"another"_s}, {u"emails"_s, QJsonArray{u"dana@example.com"_s}}});
    m_lever->limitPages(2);
    const LeadQuery query{.number = number(u"+12145550142"), .email = u"Chris@Example.com"_s};
    const Result<QList<calls::LeadRecord>> found = QCoro::waitFor(m_system->find(query));
    QVERIFY2(found, found ? "" : qPrintable(found.error().what));
    QStringList names;
    for (const calls::LeadRecord &record : *found)
        names.append(record.name);
    QCOMPARE(names, (QStringList{u"new"_s, u"old"_s, u"archived"_s})); // open ones first, then the newest
    // Where the parameter is passed over, everybody comes.
    m_lever->next("GET /opportunities", 200,
                  QJsonDocument(QJsonObject{{u"data"_s, QJsonArray{m_lever->opportunities().constLast()}}}).toJson());
    QVERIFY(QCoro::waitFor(m_system->find(query))->isEmpty());
}

void TestLeverReading::findsByNothingElse()
{
    const Result<QList<calls::LeadRecord>> found = QCoro::waitFor(m_system->find({.number = number(u"+12145550142"), .email = {}}));
    QCOMPARE(found.error().kind, ErrorKind::Refused);
    QVERIFY(m_lever->requests().isEmpty());
    m_lever->revoke();
    const LeadQuery query{.number = number(u"+12145550142"), .email = u"chris@example.com"_s};
    QVERIFY(QCoro::waitFor(m_system->find(query)).error().what.startsWith(u"revoked"_s));
}

void TestLeverReading::goesThroughAll()
{
    m_lever->limitPages(10);
    for (int i = 0; i < 35; ++i)
        m_lever->add({{u"name"_s, u"Chris %1"_s.arg(i)}, {u"updatedAt"_s, ms(m_clock.now() - 24h * 400)}});
    const auto [all, cursor] = readAll();
    QCOMPARE(all.size(), 35);
    QCOMPARE(QSet<QString>(all.begin(), all.end()).size(), 35);
    QCOMPARE(m_lever->requests().size(), 4);
    QVERIFY(cursor.size() < 300);
    QCOMPARE(readAll(cursor).first, QStringList());

    m_clock.advance(1h);
    m_lever->setNow(m_clock.now());
    const QString changed = m_lever->opportunities().constFirst().value(u"id"_s).toString();
    m_lever->change(changed, {{u"phones"_s, phones({u"214 555 0142"_s})}});
    const Result<LeadChanges> next = changes(cursor);
    QCOMPARE(next->records.size(), 1);
    QCOMPARE(next->records.constFirst().numbers, QList{number(u"+12145550142")});
    m_clock.advance(9min); // clocks differ
    const auto [again, later] = readAll(next->cursor);
    QCOMPARE(again.size(), 1);
    m_clock.advance(1h);
    QCOMPARE(readAll(readAll(later).second).first, QStringList());
    QCOMPARE(readAll(u"x"_s).first.size(), 35); // an odd cursor: from the first one
}

void TestLeverReading::passesOverAnOddOne()
{
    m_lever->next("GET /opportunities", 200, R"({"data":[{"name":"no id"},{"id":"1","name":"Chris","phones":{}},7]})");
    const Result<LeadChanges> read = changes();
    QVERIFY2(read, read ? "" : qPrintable(read.error().what));
    QCOMPARE(read->records.size(), 1);
}

void TestLeverReading::goesOnWhereItStopped()
{
    m_lever->limitPages(10);
    for (int i = 0; i < 25; ++i)
        m_lever->add({{u"name"_s, u"Chris %1"_s.arg(i)}});
    const Result<LeadChanges> first = changes();
    QVERIFY(!first->isLast);
    m_lever->next("GET /opportunities", 503, FakeLever::error("ServiceUnavailable"));
    QCOMPARE(changes(first->cursor).error().kind, ErrorKind::Transient);
    m_clock.advance(2h);
    m_lever->setNow(m_clock.now());
    m_lever->add({{u"name"_s, u"late"_s}}); // while it stopped
    m_clock.advance(2h);
    connectTo();
    const auto [rest, cursor] = readAll(first->cursor);
    QVERIFY(rest.size() >= 15);
    m_clock.advance(3h);
    QVERIFY(readAll(cursor).first.contains(u"late"_s)); // the next look begins where that one began
}

void TestLeverReading::beginsAPassAgainWithAnOldToken()
{
    m_lever->limitPages(10);
    for (int i = 0; i < 25; ++i)
        m_lever->add({{u"name"_s, u"Chris %1"_s.arg(i)}});
    const Result<LeadChanges> first = changes();
    m_lever->ageTokens();
    QCOMPARE(readAll(first->cursor).first.size(), 25);
}

void TestLeverReading::readsNothingByHalves_data()
{
    QTest::addColumn<std::function<void(FakeLever &)>>("behave");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("what");
    using Behave = std::function<void(FakeLever &)>;
    const QByteArray at = "GET /opportunities";
    const auto row = [](const char *name, ErrorKind kind, const QString &what, const Behave &behave) {
        QTest::newRow(name) << behave << kind << what;
    };
    row("revoked", ErrorKind::Refused, u"revoked"_s, [](FakeLever &fake) { fake.revoke(); });
    row("no right", ErrorKind::Refused, u"no_right"_s, [=](FakeLever &fake) { fake.next(at, 403, FakeLever::error("Forbidden")); });
    row("too fast", ErrorKind::Transient, u"rate_limited"_s, [=](FakeLever &fake) { fake.next(at, 429, "", "text/plain"); });
    row("busy", ErrorKind::Transient, {}, [=](FakeLever &fake) { fake.next(at, 503, FakeLever::error("ServiceUnavailable")); });
    row("dead", ErrorKind::Transient, {}, [](FakeLever &fake) { fake.stop(); });
    row("no answer", ErrorKind::Transient, {}, [=](FakeLever &fake) { fake.next(at, Then::Stall); });
    row("a captive portal", ErrorKind::Invalid, {}, [=](FakeLever &fake) { fake.next(at, 200, "<html>", "text/html"); });
    row("no list", ErrorKind::Invalid, {}, [=](FakeLever &fake) { fake.next(at, 200, R"({"data":{}})"); });
    row("a page without a next one", ErrorKind::Invalid, {}, [=](FakeLever &fake) { fake.next(at, 200, R"({"data":[],"hasNext":true})"); });
    row("a token of any length", ErrorKind::Invalid, {},
        [=](FakeLever &fake) { fake.next(at, 200, R"({"data":[],"hasNext":true,"next":")" + QByteArray(300, 'x') + R"("})"); });
    row("a longer answer than any", ErrorKind::Transient, {},
        [=](FakeLever &fake) { fake.next(at, 200, QByteArray(5 << 20, ' ') + R"({"data":[]})"); });
    row("an opportunity without an id", ErrorKind::Invalid, {}, [=](FakeLever &fake) { fake.next(at, 200, R"({"data":[{"name":"x"}]})"); });
}

void TestLeverReading::readsNothingByHalves()
{
    QFETCH(std::function<void(FakeLever &)>, behave);
    QFETCH(QString, what);
    m_lever->add({});
    behave(*m_lever);
    const Result<LeadChanges> read = changes();
    QVERIFY(!read);
    QTEST(read.error().kind, "kind");
    QVERIFY2(read.error().what.startsWith(what), qPrintable(read.error().what));
}

void TestLeverReading::readsHires()
{
    connectTo({{u"offer_value_field"_s, u"Fee"_s}});
    const Instant since = m_clock.now() - 24h * 30;
    const QJsonObject hired{{u"archivedAt"_s, ms(m_clock.now() - 24h)}, {u"archiveReason"_s, QString::fromUtf16(FakeLever::hired)}};
    const QString called = m_lever->add({});
    const QString person = m_lever->opportunities().constLast().value(u"contact"_s).toString();
    const QString process = m_lever->add({{u"contact"_s, person}}); // the same person, in the process of a posting
    const QString other = m_lever->add({});
    const QString gone = m_lever->add({});
    QCOMPARE(wins({called, other}, since)->size(), 0);
    QCOMPARE(m_lever->requests("GET /opportunities/" + called.toLatin1()).size(), 0); // nobody was hired: nothing to ask

    m_lever->change(process, hired);
    m_lever->change(m_lever->add({}), hired); // nobody who called
    m_lever->change(other, {{u"archivedAt"_s, ms(m_clock.now())}, {u"archiveReason"_s, QString::fromUtf16(FakeLever::notFit)}});
    m_lever->addOffer(process, offer("signed", "1795464151000", "18500.29"));
    m_lever->remove(gone);
    const Result<QList<calls::Win>> found = wins({called, other, gone}, since);
    QVERIFY2(found, found ? "" : qPrintable(found.error().what));
    QCOMPARE(found->size(), 1);
    const calls::Win expected{.id = process,
                              .record = called,
                              .what = u"placement"_s,
                              .title = u"Chris Park"_s,
                              .amount = Money{1'850'029},
                              .wonAt = m_clock.now() - 24h,
                              .url = u"https://hire.lever.co/candidates/"_s + process,
                              .isTakenBack = false};
    QCOMPARE(found->constFirst(), expected);
    connectTo(); // no field is chosen
    QCOMPARE(wins({called}, since)->constFirst().amount, std::nullopt);
    QCOMPARE(wins({called}, m_clock.now())->size(), 0);
}

void TestLeverReading::readsAmounts_data()
{
    QTest::addColumn<QByteArrayList>("offers");
    QTest::addColumn<QString>("field");
    QTest::addColumn<std::optional<qint64>>("cents");
    const auto row = [](const char *name, const QByteArrayList &offers, std::optional<qint64> cents, const QString &field = u"fee"_s) {
        QTest::newRow(name) << offers << field << cents;
    };
    row("a number", {offer("signed", "1", "18500.29")}, 1'850'029);
    row("as people write it", {offer("signed", "1", R"("$ 18,500.5")")}, 1'850'050);
    row("by its text", {offer("signed", "1", "7", "Our Fee")}, 700, u"our fee"_s);
    row("a text that is none", {offer("signed", "1", R"("20 %")")}, std::nullopt);
    row("another field", {offer("signed", "1", "5")}, std::nullopt, u"bonus"_s);
    row("the newest signed", {offer("signed", "1", "5"), offer("signed", "3", "7"), offer("signed", "2", "6")}, 700);
    row("signed before newer", {offer("sent", "9", "5"), offer("signed", "3", "7"), offer("approved", "10", "6")}, 700);
    row("the newest of those that were made", {offer("sent", "2", "5"), offer("opened", "1", "6"), offer("draft", "3", "7")}, 500);
    row("turned down", {offer("denied", "1", "5")}, std::nullopt);
    row("none", {}, std::nullopt);
}

void TestLeverReading::readsAmounts()
{
    QFETCH(QByteArrayList, offers);
    QFETCH(QString, field);
    QFETCH(std::optional<qint64>, cents);
    const std::optional<Money> value = offerValue(R"({"data":[)" + offers.join(',') + "]}", field);
    QCOMPARE(value.has_value(), cents.has_value());
    if (cents)
        QCOMPARE(value->cents, *cents);
}

void TestLeverReading::readsNoHireByHalves()
{
    connectTo({{u"offer_value_field"_s, u"Fee"_s}});
    const QString called = m_lever->add({});
    m_lever->change(called, {{u"archivedAt"_s, ms(m_clock.now())}, {u"archiveReason"_s, QString::fromUtf16(FakeLever::hired)}});
    for (const QByteArray &request :
         {"GET /archive_reasons"_ba, "GET /opportunities"_ba, "GET /opportunities/" + called.toLatin1(), "GET /offers"_ba}) {
        m_lever->next(request, 500, FakeLever::error("ServerError"));
        QCOMPARE(wins({called}, m_clock.now() - 24h).error().kind, ErrorKind::Transient);
    }
    QCOMPARE(wins({called}, m_clock.now() - 24h)->size(), 1);
    QCOMPARE(m_lever->left(), 0);
}

void TestLeverReading::readsChoices()
{
    const Result<ChoiceLists> lists = QCoro::waitFor(m_system->choices());
    QVERIFY2(lists, lists ? "" : qPrintable(lists.error().what));
    QStringList ids;
    for (const Choice &choice : lists->value(u"status"_s))
        ids.append(choice.id);
    QCOMPARE(ids, (QStringList{u"stage:lead-new"_s, u"stage:lead-reached-out"_s, u"stage:0f7b1f1d-9b1c-4b5e-a6a5-3f6a00000001"_s,
                               u"reason:"_s + QString::fromUtf16(FakeLever::notFit)})); // nobody is hired by a callback
    QCOMPARE(lists->value(u"stage"_s).size(), 3);
    QCOMPARE(lists->value(u"user"_s).size(), 2);
    m_lever->deactivateUser();
    QCOMPARE(QCoro::waitFor(m_system->choices())->value(u"user"_s).size(), 1);
    m_lever->next("GET /users", 403, FakeLever::error("Forbidden"));
    QCOMPARE(QCoro::waitFor(m_system->choices()).error().what.left(8), u"no_right"_s);
}

void TestLeverReading::offersItsSlots()
{
    QStringList keys;
    for (const ChoiceSlot &slot :
         LeverKind().choiceSlots({.id = u"a"_s, .account = settings::LeverAccount{}}, {u"needs_callback"_s}, {u"dana"_s})) {
        keys.append(slot.key + u':' + slot.list);
        QVERIFY(!slot.isNeeded);
    }
    QCOMPARE(keys, (QStringList{u"tag:"_s, u"source:"_s, u"stage:stage"_s, u"owner:user"_s, u"posting:posting"_s, u"offer_value_field:"_s,
                                u"status.needs_callback:status"_s, u"user.dana:user"_s}));
}

void TestLeverReading::tests_data()
{
    QTest::addColumn<std::function<void(FakeLever &)>>("behave");
    QTest::addColumn<QStringList>("choices"); // key, value
    QTest::addColumn<QStringList>("complaints");
    using Behave = std::function<void(FakeLever &)>;
    const auto row = [](const char *name, const Behave &behave, const QStringList &choices, const QStringList &complaints) {
        QTest::newRow(name) << behave << choices << complaints;
    };
    const Behave fine = [](FakeLever &) {
    };
    const QString byList = u"Lookup only_by_list"_s;
    row("all is well", fine, {}, {byList});
    row("and chosen", fine,
        {u"tag"_s, u"callback"_s, u"stage"_s, u"lead-new"_s, u"owner"_s, QString::fromUtf16(FakeLever::recruiter), u"user.dana"_s,
         QString::fromUtf16(FakeLever::recruiter), u"status.no_interest"_s, u"reason:"_s + QString::fromUtf16(FakeLever::notFit)},
        {byList});
    row("what was chosen is there no more", fine,
        {u"stage"_s, u"lead-old"_s, u"status.needs_callback"_s, u"stage:lead-old"_s, u"user.dana"_s, u"x"_s},
        {byList, u"Choices gone stage"_s, u"Choices gone status.needs_callback"_s, u"Choices gone user.dana"_s});
    row("the user is gone", [](FakeLever &fake) { fake.deactivateUser(); }, {}, {byList, u"Choices gone perform_as"_s});
    row("nobody writes", fine, {u"perform_as"_s, u"none"_s}, {byList, u"Choices missing perform_as"_s});
    row("revoked, or of the other host", [](FakeLever &fake) { fake.revoke(); }, {}, {u"Credentials wrong"_s});
    row("no right", [](FakeLever &fake) { fake.next("GET /opportunities", 403, FakeLever::error("Forbidden")); }, {},
        {u"Credentials no_right"_s});
    row("too fast", [](FakeLever &fake) { fake.next("GET /opportunities", 429, FakeLever::error("RateLimitExceeded")); }, {},
        {u"Credentials rate_limited"_s});
    row("dead", [](FakeLever &fake) { fake.stop(); }, {}, {u"Credentials not_reached"_s});
    row("a captive portal", [](FakeLever &fake) { fake.next("GET /opportunities", 200, "<html>", "text/html"); }, {},
        {u"Credentials not_reached"_s});
    row("the stages may not be read", [](FakeLever &fake) { fake.next("GET /stages", 403, FakeLever::error("Forbidden")); }, {},
        {byList, u"Choices no_right"_s});
}

void TestLeverReading::tests()
{
    QFETCH(std::function<void(FakeLever &)>, behave);
    QFETCH(QStringList, choices);
    QMap<QString, QString> chosen;
    for (qsizetype i = 0; i + 1 < choices.size(); i += 2)
        chosen.insert(choices.at(i), choices.at(i + 1));
    const bool isNobody = chosen.take(u"perform_as"_s) == u"none";
    connectTo(chosen, isNobody ? QString() : QString::fromUtf16(FakeLever::user));
    behave(*m_lever);
    const QList<Finding> findings = QCoro::waitFor(m_system->test());
    for (const Finding &finding : findings)
        QCOMPARE(finding.problem == u"ok", finding.level == Finding::Level::Good);
    QTEST(test::complaints(findings), "complaints");
    for (const auto &request : m_lever->requests())
        QCOMPARE(request.method, "GET"_ba); // it writes nothing
}

QTEST_GUILESS_MAIN(TestLeverReading)
#include "tst_lever_reading.moc"
