#include "connectors/literaljson.h"
#include "support/fakegreenhouse.h"
#include "support/leadrig.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::exampleNumber;
using ringback::test::FakeGreenhouse;
using ringback::test::instantOf;
using Level = Finding::Level;

namespace {

using Rig = test::LeadRig<FakeGreenhouse>;

QJsonArray values(const QStringList &all)
{
    QJsonArray list;
    for (const QString &each : all)
        list.append(QJsonObject{{u"value"_s, each}, {u"type"_s, u"other"_s}});
    return list;
}

QStringList idsOf(const QList<calls::LeadRecord> &records)
{
    QStringList ids;
    for (const calls::LeadRecord &record : records)
        ids.append(record.id);
    return ids;
}

} // namespace

class TestGreenhouseReads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }

    void readsNumbersInAllSpellings_data();
    void readsNumbersInAllSpellings();
    void findsByAddress();
    void readsTheWholeList();
    void readsWhatChanged();
    void goesOnAfterAnInterruption();
    void beginsAgainWhenACursorHasEnded();
    void waitsWhenItWasTooFast();
    void readsNothingByHalves_data();
    void readsNothingByHalves();
    void followsNoAddressElsewhere();
    void readsWins();
    void readsWinsWithoutOffers();
    void readsAmountsToTheCent_data();
    void readsAmountsToTheCent();
    void keepsLongNumbers();
    void offersWhatThereIs();
    void namesItsSlots();
    void tests_data();
    void tests();
    void testsWhatWasChosen();
    void needsItsSecret();
    void givesUp();

private:
    void open(const QMap<QString, QString> &choices = {{u"source"_s, u"16"_s}}, Milliseconds timeout = 5s,
              const QByteArray &user = FakeGreenhouse::admin());
    [[nodiscard]] Result<LeadChanges> changes(const QString &cursor = {}) { return QCoro::waitFor(m_rig->system->changesSince(cursor)); }

    std::unique_ptr<Rig> m_rig;
};

void TestGreenhouseReads::init()
{
    m_rig = std::make_unique<Rig>();
    m_rig->secrets->values = {{u"gh-secret"_s, FakeGreenhouse::clientSecret() + "\n"}};
    open();
}

void TestGreenhouseReads::open(const QMap<QString, QString> &choices, Milliseconds timeout, const QByteArray &user)
{
    const settings::GreenhouseAccount account{
        .clientId = QString::fromLatin1(FakeGreenhouse::clientId()), .clientSecret = u"gh-secret"_s, .userId = QString::fromLatin1(user)};
    m_rig->open({.id = u"gh"_s, .account = account, .choices = choices}, timeout);
}

void TestGreenhouseReads::readsNumbersInAllSpellings_data()
{
    QTest::addColumn<QString>("spelling");
    QTest::newRow("E.164") << u"+12145550123"_s;
    QTest::newRow("digits") << u"2145550123"_s;
    QTest::newRow("as people write it") << u"(214) 555-0123"_s;
    QTest::newRow("dots") << u"214.555.0123"_s;
    QTest::newRow("with a one") << u"1-214-555-0123"_s;
    QTest::newRow("with an extension") << u"214-555-0123 x204"_s;
}

void TestGreenhouseReads::readsNumbersInAllSpellings()
{
    QFETCH(QString, spelling);
    m_rig->fake.addCandidate({{u"phone_numbers"_s, values({u"ask Sue"_s, spelling, u"+12145550123"_s})}});
    const Result<LeadChanges> page = changes();
    QVERIFY(page);
    QCOMPARE(page->records.size(), 1);
    QCOMPARE(page->records.constFirst().numbers, QList<calls::PhoneNumber>{exampleNumber()});
}

void TestGreenhouseReads::findsByAddress()
{
    const QString first =
        m_rig->fake.addCandidate({{u"email_addresses"_s, values({u"Sam@Example.com"_s})}, {u"updated_at"_s, u"2026-03-01T00:00:00Z"_s}});
    const QString newest =
        m_rig->fake.addCandidate({{u"email_addresses"_s, values({u"sam@example.com"_s})}, {u"updated_at"_s, u"2026-06-01T00:00:00Z"_s}});
    const QString active = m_rig->fake.addCandidate({{u"email_addresses"_s, values({u"x@example.com"_s, u"sam@example.com"_s})},
                                                     {u"updated_at"_s, u"2026-02-01T00:00:00Z"_s},
                                                     {u"first_name"_s, u"Unknown"_s},
                                                     {u"last_name"_s, u"(214) 555-0123"_s}});
    m_rig->fake.addCandidate({{u"email_addresses"_s, values({u"other@example.com"_s})}});
    m_rig->fake.addApplication({{u"candidate_id"_s, active.toLongLong()}});
    m_rig->fake.addApplication({{u"candidate_id"_s, newest.toLongLong()}, {u"status"_s, u"rejected"_s}});
    const auto found = QCoro::waitFor(m_rig->system->find({.number = exampleNumber(), .email = u"SAM@example.com"_s}));
    QVERIFY(found);
    QCOMPARE(idsOf(*found), QStringList({active, newest, first})); // the active one, then the newest
    QCOMPARE(found->at(0).isOpen, true);
    QCOMPARE(found->at(0).name, QString()); // a placeholder is no name
    QCOMPARE(found->at(1).name, u"Sam Lee"_s);
    QCOMPARE(found->at(0).emails, QStringList({u"x@example.com"_s, u"sam@example.com"_s}));
    QCOMPARE(found->at(0).kind, std::optional(calls::ContactKind::Candidate));
    QCOMPARE(found->at(0).url, u"https://app.greenhouse.io/people/"_s + active);
    const auto none = QCoro::waitFor(m_rig->system->find({.number = exampleNumber(), .email = {}}));
    QVERIFY(none && none->isEmpty());
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestGreenhouseReads::readsTheWholeList()
{
    QStringList ids;
    for (int i = 0; i < 7; ++i)
        ids.prepend(m_rig->fake.addCandidate({}));
    m_rig->fake.limitPages(3);
    QStringList read;
    QString cursor;
    for (int i = 0; i < 3; ++i) {
        const Result<LeadChanges> page = changes(cursor);
        QVERIFY(page);
        read += idsOf(page->records);
        cursor = page->cursor;
        QVERIFY(cursor.size() < 500);
        QCOMPARE(page->isLast, i == 2);
    }
    QCOMPARE(read, ids);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestGreenhouseReads::readsWhatChanged()
{
    m_rig->fake.setNow(u"2026-11-20T17:00:00Z"_s);
    const QString old = m_rig->fake.addCandidate({});
    const QString cursor = changes()->cursor;
    QVERIFY(changes(cursor)->records.isEmpty());
    m_rig->fake.setNow(u"2026-11-20T18:00:30Z"_s);
    const QString fresh = m_rig->fake.addCandidate({});
    QCOMPARE(idsOf(changes(cursor)->records), QStringList{fresh});
    m_rig->fake.changeCandidate(old, {{u"first_name"_s, u"Samuel"_s}});
    const Result<LeadChanges> page = changes(cursor);
    QCOMPARE(idsOf(page->records), QStringList({fresh, old}));
    QCOMPARE(page->records.at(1).name, u"Samuel Lee"_s);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestGreenhouseReads::goesOnAfterAnInterruption()
{
    for (int i = 0; i < 4; ++i)
        m_rig->fake.addCandidate({});
    m_rig->fake.limitPages(2);
    const QString cursor = changes()->cursor;
    m_rig->fake.answerNext(503, "", "GET /v3/candidates");
    QCOMPARE(changes(cursor).error().kind, ErrorKind::Transient);
    open(); // another day
    const Result<LeadChanges> rest = changes(cursor);
    QCOMPARE(rest->records.size(), 2);
    QVERIFY(rest->isLast);
}

void TestGreenhouseReads::beginsAgainWhenACursorHasEnded()
{
    for (int i = 0; i < 4; ++i)
        m_rig->fake.addCandidate({});
    m_rig->fake.limitPages(2);
    QString cursor = changes()->cursor;
    for (int i = 0; i < 3; ++i) {
        m_rig->fake.endCursors();
        const Result<LeadChanges> again = changes(cursor);
        QVERIFY(again);
        QCOMPARE(again->records.size(), 2);
        cursor = again->cursor;
    }
    m_rig->fake.endCursors(); // not for ever
    QCOMPARE(changes(cursor).error().kind, ErrorKind::Invalid);
}

void TestGreenhouseReads::waitsWhenItWasTooFast()
{
    m_rig->fake.addCandidate({});
    QVERIFY(changes());
    m_rig->fake.throttleNext(1, 0);
    QCOMPARE(changes()->records.size(), 1); // asked again
    m_rig->fake.throttleNext(3, 0);
    const Result<LeadChanges> page = changes();
    QCOMPARE(page.error().kind, ErrorKind::Transient);
    QVERIFY(page.error().what.startsWith(u"rate_limited"_s));
}

void TestGreenhouseReads::readsNothingByHalves_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no JSON") << 200 << "<html>Welcome</html>"_ba << ErrorKind::Invalid;
    QTest::newRow("an object") << 200 << R"({"candidates":[]})"_ba << ErrorKind::Invalid;
    QTest::newRow("too much") << 200 << '[' + QByteArray(5 << 20, ' ') + ']' << ErrorKind::Transient;
    QTest::newRow("server error") << 503 << ""_ba << ErrorKind::Transient;
    QTest::newRow("not allowed") << 403 << "{}"_ba << ErrorKind::Refused;
    QTest::newRow("not understood") << 422 << "{}"_ba << ErrorKind::Invalid;
}

void TestGreenhouseReads::readsNothingByHalves()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    m_rig->fake.answerNext(status, body, "GET /v3/candidates");
    const Result<LeadChanges> page = changes();
    QVERIFY(!page);
    QCOMPARE(page.error().kind, kind);
    // Entries that are none are left out, and the rest is read.
    m_rig->fake.answerNext(200, R"([7,null,{"id":"x"},{"id":-3},{"id":12345678901234567890123},{"id":5,"phone_numbers":"none","tags":9}])",
                           "GET /v3/candidates");
    QCOMPARE(idsOf(changes()->records), QStringList{u"5"_s});
}

// The token goes to no other host, whatever an answer says.
void TestGreenhouseReads::followsNoAddressElsewhere()
{
    m_rig->fake.answerNext(200, R"([{"id":5}])", "GET /v3/candidates",
                           {{"Link", "<https://elsewhere.example.com/v3/candidates?cursor=abc>; rel=\"next\""}});
    const Result<LeadChanges> page = changes();
    QVERIFY(page && !page->isLast);
    QVERIFY(changes(page->cursor)); // asked of the host that we know
    QVERIFY(m_rig->fake.asked("cursor=abc") == 1);
    m_rig->fake.answerNext(200, R"([{"id":5}])", "GET /v3/candidates",
                           {{"Link", "<https://harvest.greenhouse.io/other?cursor=abc>; rel=\"next\""}});
    QVERIFY(changes()->isLast);
}

void TestGreenhouseReads::readsWins()
{
    open({{u"source"_s, u"16"_s}, {u"offer_value_field"_s, u"fee"_s}});
    const QString one = m_rig->fake.addCandidate({});
    const QString two = m_rig->fake.addCandidate({});
    const auto application = [&](const QString &candidate, const QString &status) {
        return m_rig->fake.addApplication({{u"candidate_id"_s, candidate.toLongLong()}, {u"status"_s, status}}).toLongLong();
    };
    const auto offer = [&](qint64 of, const QString &status, const QJsonValue &value) {
        m_rig->fake.addOffer({{u"application_id"_s, of},
                              {u"status"_s, status},
                              {u"resolved_at"_s, u"2026-11-19T12:00:00Z"_s},
                              {u"custom_fields"_s, QJsonObject{{u"fee"_s, QJsonObject{{u"name"_s, u"Fee"_s}, {u"value"_s, value}}}}}});
    };
    const qint64 hired = application(one, u"hired"_s);
    offer(hired, u"Deprecated"_s, u"1.00"_s);
    offer(hired, u"Accepted"_s, QJsonObject{{u"amount"_s, u"18500.50"_s}, {u"unit"_s, u"USD"_s}});
    application(one, u"in_process"_s);
    const qint64 lost = application(two, u"rejected"_s);
    offer(lost, u"Accepted"_s, 12000);
    const qint64 never = application(two, u"rejected"_s);
    offer(never, u"Rejected"_s, 12000);
    const QList<calls::LeadLink> links{{.record = one, .lead = {}, .task = {}, .url = {}},
                                       {.record = two, .lead = {}, .task = {}, .url = {}}};
    const auto wins = QCoro::waitFor(m_rig->system->wins({.links = links, .since = instantOf(u"2026-11-01T00:00:00Z"_s)}));
    QVERIFY(wins);
    QCOMPARE(wins->size(), 2);
    const calls::Win lostWin{.id = QString::number(lost),
                             .record = two,
                             .what = u"placement"_s,
                             .title = {},
                             .amount = Money{1200000},
                             .wonAt = instantOf(u"2026-11-19T12:00:00Z"_s),
                             .url = u"https://app.greenhouse.io/people/%1?application_id=%2"_s.arg(two).arg(lost),
                             .isTakenBack = true};
    QCOMPARE(wins->at(0), lostWin);
    QCOMPARE(wins->at(1).id, QString::number(hired));
    QCOMPARE(wins->at(1).amount, std::optional(Money{1850050}));
    QCOMPARE(wins->at(1).isTakenBack, false);
    const auto later = QCoro::waitFor(m_rig->system->wins({.links = links, .since = instantOf(u"2026-11-20T00:00:00Z"_s)}));
    QVERIFY(later && later->isEmpty());
    open(); // no field chosen: no amount is made up
    const auto without = QCoro::waitFor(m_rig->system->wins({.links = links, .since = {}}));
    QCOMPARE(without->at(1).amount, std::optional<Money>());
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestGreenhouseReads::readsWinsWithoutOffers()
{
    const QString one = m_rig->fake.addCandidate({});
    m_rig->fake.addApplication({{u"candidate_id"_s, one.toLongLong()}, {u"status"_s, u"hired"_s}});
    m_rig->fake.forbid("/v3/offers");
    const WinQuery query{.links = {{.record = one, .lead = {}, .task = {}, .url = {}}}, .since = {}};
    QCOMPARE(QCoro::waitFor(m_rig->system->wins(query))->size(), 1);
    open({{u"source"_s, u"16"_s}, {u"offer_value_field"_s, u"fee"_s}}); // then the amounts are wanted
    const auto wins = QCoro::waitFor(m_rig->system->wins(query));
    QCOMPARE(wins.error().kind, ErrorKind::Refused);
    QVERIFY(wins.error().what.startsWith(u"no_right"_s));
}

void TestGreenhouseReads::readsAmountsToTheCent_data()
{
    QTest::addColumn<QString>("literal");
    QTest::addColumn<std::optional<Money>>("amount");
    QTest::newRow("whole") << u"80000"_s << std::optional(Money{8000000});
    QTest::newRow("one decimal") << u"0.1"_s << std::optional(Money{10});
    QTest::newRow("not a binary fraction") << u"1234567.89"_s << std::optional(Money{123456789});
    QTest::newRow("more noughts") << u"12.3400"_s << std::optional(Money{1234});
    QTest::newRow("negative") << u"-5.05"_s << std::optional(Money{-505});
    QTest::newRow("parts of a cent") << u"1.005"_s << std::optional<Money>();
    QTest::newRow("an exponent") << u"8e4"_s << std::optional<Money>();
    QTest::newRow("no number") << u"12k"_s << std::optional<Money>();
    QTest::newRow("a dot") << u"."_s << std::optional<Money>();
    QTest::newRow("nothing") << u""_s << std::optional<Money>();
    QTest::newRow("more than there is") << u"99999999999999"_s << std::optional<Money>();
}

void TestGreenhouseReads::readsAmountsToTheCent()
{
    QFETCH(QString, literal);
    QFETCH(std::optional<Money>, amount);
    QCOMPARE(amountOf(literal), amount);
}

void TestGreenhouseReads::keepsLongNumbers()
{
    const QJsonArray read = literalJson(R"([9007199254740993,"a \"1\" 2",{"b":-0.10,"3":true},null,1e5])").array();
    const QJsonArray expected{u"9007199254740993"_s, u"a \"1\" 2"_s, QJsonObject{{u"b"_s, u"-0.10"_s}, {u"3"_s, true}}, QJsonValue(),
                              u"1e5"_s};
    QCOMPARE(read, expected);
    QVERIFY(literalJson("[1 2]").isNull());
    QVERIFY(literalJson("{\"a\":1-2}").isNull());
}

void TestGreenhouseReads::offersWhatThereIs()
{
    const Result<ChoiceLists> lists = QCoro::waitFor(m_rig->system->choices());
    QVERIFY(lists);
    const QList<Choice> sources{{.id = u"17"_s, .name = u"Referral"_s}, {.id = u"16"_s, .name = u"Missed calls"_s}};
    QCOMPARE(lists->value(u"sources"_s), sources);
    QCOMPARE(lists->value(u"jobs"_s), (QList<Choice>{{.id = u"149995"_s, .name = u"Driver"_s}})); // not the closed one
    QCOMPARE(lists->value(u"users"_s), (QList<Choice>{{.id = u"4080"_s, .name = u"Kate Austen"_s}}));
    const QList<Choice> statuses{{.id = u"tag"_s, .name = u"Tag"_s},
                                 {.id = u"stage:1073533"_s, .name = u"Phone Screen"_s},
                                 {.id = u"reject:9504"_s, .name = u"Not interested"_s}};
    QCOMPARE(lists->value(u"statuses"_s), statuses);
    m_rig->fake.forbid("/v3/users");
    const Result<ChoiceLists> fewer = QCoro::waitFor(m_rig->system->choices());
    QVERIFY(fewer && !fewer->contains(u"users"_s) && fewer->contains(u"jobs"_s));
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestGreenhouseReads::namesItsSlots()
{
    const QList<ChoiceSlot> choices = leadSystemKind(u"greenhouse"_s).choiceSlots({}, {u"no_interest"_s}, {u"dana"_s});
    const QList<ChoiceSlot> expected{
        {.key = u"source"_s, .list = u"sources"_s, .isNeeded = true},  {.key = u"job"_s, .list = u"jobs"_s},
        {.key = u"note_visibility"_s, .list = u"note_visibilities"_s}, {.key = u"offer_value_field"_s, .list = {}},
        {.key = u"status.no_interest"_s, .list = u"statuses"_s},       {.key = u"user.dana"_s, .list = u"users"_s}};
    QCOMPARE(choices, expected);
}

void TestGreenhouseReads::tests_data()
{
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<Level>("level");
    QTest::newRow("all well") << u""_s << u"ok"_s << Level::Good;
    QTest::newRow("the secret is wrong") << u"secret"_s << u"wrong"_s << Level::Bad;
    QTest::newRow("revoked") << u"revoked"_s << u"wrong"_s << Level::Bad;
    QTest::newRow("not a site admin") << u"user"_s << u"no_right"_s << Level::Bad;
    QTest::newRow("nobody there") << u"stopped"_s << u"not_reached"_s << Level::Bad;
    QTest::newRow("too often") << u"throttled"_s << u"rate_limited"_s << Level::Warning;
}

void TestGreenhouseReads::tests()
{
    QFETCH(QString, trouble);
    QFETCH(QString, problem);
    QFETCH(Level, level);
    if (trouble == "secret"_L1)
        m_rig->secrets->values.insert(u"gh-secret"_s, "another");
    if (trouble == "revoked"_L1)
        m_rig->fake.revoke();
    if (trouble == "stopped"_L1)
        m_rig->fake.stop();
    for (int i = 0; i < 3 && trouble == "throttled"_L1; ++i)
        m_rig->fake.answerNext(429, "{}", "GET /v3/candidates", {{"Retry-After", "0"}});
    open({{u"source"_s, u"16"_s}}, 5s, trouble == "user"_L1 ? "1" : FakeGreenhouse::admin());
    const QList<Finding> findings = QCoro::waitFor(m_rig->system->test());
    QVERIFY(!findings.isEmpty());
    QCOMPARE(findings.constFirst().check, Check::Credentials);
    QCOMPARE(findings.constFirst().problem, problem);
    QCOMPARE(findings.constFirst().level, level);
    QCOMPARE(findings.size(), trouble.isEmpty() ? 3 : 1);
    QVERIFY(!findings.constFirst().detail.contains(QString::fromLatin1(FakeGreenhouse::clientSecret())));
    for (const ingress::HttpRequest &request : m_rig->fake.requests())
        QVERIFY(request.method == "GET" || request.target == "/token"); // it writes nothing
}

void TestGreenhouseReads::testsWhatWasChosen()
{
    open({{u"job"_s, u"8"_s}, {u"status.no_interest"_s, u"reject:9504"_s}, {u"user.dana"_s, u"4080"_s}});
    m_rig->fake.forbid("/v3/users");
    QStringList said;
    for (const Finding &finding : QCoro::waitFor(m_rig->system->test())) {
        if (finding.check == Check::Choices)
            said.append(finding.subject + u' ' + finding.problem);
    }
    QCOMPARE(said, QStringList({u"source missing"_s, u"job gone"_s, u"user.dana no_right"_s}));
}

void TestGreenhouseReads::needsItsSecret()
{
    m_rig->secrets->values.clear();
    open();
    QVERIFY(!m_rig->system);
}

void TestGreenhouseReads::givesUp()
{
    QVERIFY(changes());
    m_rig->fake.stallNext("GET /v3/candidates");
    QCoro::Task<Result<LeadChanges>> reading = m_rig->system->changesSince({});
    QTRY_COMPARE(m_rig->fake.stalled(), 1);
    m_rig->system->abandon();
    QCOMPARE(QCoro::waitFor(reading).error().kind, ErrorKind::Transient);
}

QTEST_GUILESS_MAIN(TestGreenhouseReads)
#include "tst_greenhouse_reads.moc"
