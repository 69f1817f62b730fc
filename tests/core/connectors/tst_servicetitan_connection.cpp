#include "support/servicetitanoffice.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include <functional>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::FakeServiceTitan;
using ringback::test::numberOf;
using ringback::test::ServiceTitanOffice;
using What = FakeServiceTitan::What;

namespace {

QStringList saidBy(const QList<Finding> &findings)
{
    QStringList lines;
    for (const Finding &finding : findings) {
        const QString level = finding.level == Finding::Level::Good  ? u"good"_s
                              : finding.level == Finding::Level::Bad ? u"bad"_s
                                                                     : u"warning"_s;
        lines.append(u"%1 %2 %3 %4"_s.arg(QString::number(int(finding.check)), level, finding.problem, finding.subject).trimmed());
    }
    return lines;
}

QString line(Check check, const QString &rest)
{
    return QString::number(int(check)) + u' ' + rest;
}

} // namespace

/// The sign-in, the rate, what there is to choose, and *Test this connection*.
class TestServiceTitanConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void saysWhatItCan();
    void namesItsSlots();
    void isNotOpenedWithoutSecrets();
    void fetchesATokenWhenItNeedsOne();
    void keepsItsSecretsToItself();
    void waitsWhenItWasTooFast();
    void passesOnHowLongToWait();
    void givesUpWhileItIsUnderWay();
    void listsWhatThereIsToChoose();
    void leavesOutWhatItMayNotRead();
    void isTested_data();
    void isTested();
    void triesARecord();

private:
    [[nodiscard]] Result<QList<calls::LeadRecord>> find()
    {
        return QCoro::waitFor(m_office->system->find({.number = numberOf(u"+12145550142"_s), .email = {}}));
    }

    std::unique_ptr<ServiceTitanOffice> m_office;
};

void TestServiceTitanConnection::init()
{
    m_office = std::make_unique<ServiceTitanOffice>();
}

void TestServiceTitanConnection::cleanup()
{
    const QStringList problems = m_office->fake.problems();
    m_office.reset();
    QCOMPARE(problems, QStringList());
}

void TestServiceTitanConnection::saysWhatItCan()
{
    const LeadAbilities expected{.findsByNumber = true,
                                 .findsByEmail = false,
                                 .listsChanges = true,
                                 .writesNotes = true,
                                 .setsStatus = true,
                                 .writesTasks = true,
                                 .readsTasks = true,
                                 .closesTasks = false,
                                 .readsWins = true,
                                 .removesRecords = false};
    QCOMPARE(leadSystemKind(u"servicetitan"_s).abilities(), expected);
    QVERIFY(!m_office->kind.signInOf(m_office->connection)); // no browser
}

void TestServiceTitanConnection::namesItsSlots()
{
    QStringList lines;
    for (const ChoiceSlot &slot : m_office->kind.choiceSlots(m_office->connection, {u"no_interest"_s, u"lost"_s}, {u"dana"_s}))
        lines.append(slot.key + u' ' + slot.list + (slot.isNeeded ? u" needed"_s : QString()));
    QCOMPARE(lines, (QStringList{u"campaign campaigns needed"_s, u"tag tag_types"_s, u"business_unit business_units needed"_s,
                                 u"task_type task_types needed"_s, u"task_source task_sources needed"_s, u"reported_by employees needed"_s,
                                 u"status.no_interest call_reasons"_s, u"status.lost call_reasons"_s, u"user.dana employees"_s}));
}

void TestServiceTitanConnection::isNotOpenedWithoutSecrets()
{
    for (const QString &name : {u"st-secret"_s, u"st-app-key"_s}) {
        const QByteArray kept = m_office->secrets->values.take(name);
        m_office->connect();
        QVERIFY(!m_office->system);
        m_office->secrets->values.insert(name, kept);
    }
    m_office->connect();
    QVERIFY(m_office->system);
}

void TestServiceTitanConnection::fetchesATokenWhenItNeedsOne()
{
    QVERIFY(find());
    QVERIFY(find());
    QCOMPARE(m_office->fake.tokensGiven(), 1);
    m_office->clock.advance(15min); // it has no refresh token
    QVERIFY(find());
    QCOMPARE(m_office->fake.tokensGiven(), 2);
    m_office->fake.expireTokens(); // before its time
    QVERIFY(find());
    QCOMPARE(m_office->fake.tokensGiven(), 3);

    // A write is turned away the same way, and is written once.
    m_office->fake.expireTokens();
    const LeadWriteHeader header = m_office->header();
    QVERIFY(as<Written>(QCoro::waitFor(m_office->system->write(PutLead{header}))));
    QCOMPARE(m_office->fake.all(u"bookings"_s).size(), 1);

    m_office->fake.revoke();
    const Result<QList<calls::LeadRecord>> refused = find();
    QVERIFY(!refused);
    QVERIFY(refused.error().what.startsWith(u"revoked"_s));
    const std::optional<NotWritten> unwritten = as<NotWritten>(QCoro::waitFor(m_office->system->write(PutLead{header})));
    QVERIFY(unwritten);
    QCOMPARE(unwritten->kind, NotWritten::Class::Account);
    QCOMPARE(unwritten->code, u"revoked"_s);
    QVERIFY(as<Unknown>(QCoro::waitFor(m_office->system->findWritten(PutLead{header}, m_office->clock.now()))));
}

void TestServiceTitanConnection::keepsItsSecretsToItself()
{
    QVERIFY(find());
    for (const FakeServiceTitan::Request &request : m_office->fake.requests()) {
        QVERIFY(!request.target.contains(FakeServiceTitan::appKey()));
        QVERIFY(!request.target.contains("st-token"));
    }
    m_office->fake.revoke();
    const QString what = find().error().what;
    QVERIFY(!what.contains(QString::fromLatin1(FakeServiceTitan::clientSecret())) && !what.contains(u"st-token"_s));
}

void TestServiceTitanConnection::waitsWhenItWasTooFast()
{
    m_office->fake.throttleNext("GET", 2);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(find()); // as it was told: a second, and another
    QVERIFY(timer.elapsed() >= 1900);
    QCOMPARE(m_office->fake.count("GET /crm/v2/tenant/4711/customers?"), 3);
}

void TestServiceTitanConnection::passesOnHowLongToWait()
{
    const LeadWriteHeader header = m_office->header();
    m_office->fake.throttleNext("POST");
    const std::optional<NotWritten> refused = as<NotWritten>(QCoro::waitFor(m_office->system->write(PutLead{header})));
    QVERIFY(refused);
    QCOMPARE(refused->kind, NotWritten::Class::ForNow);
    QCOMPARE(refused->retryAfter, std::optional<Milliseconds>(1s));
    QCOMPARE(m_office->fake.count("POST"), 1); // whoever asked decides when to ask again
}

void TestServiceTitanConnection::givesUpWhileItIsUnderWay()
{
    m_office->connect(1min);
    m_office->fake.next("GET", What::Stall);
    QTimer::singleShot(200ms, m_office->system.get() ? &m_office->network : nullptr, [this] { m_office->system->abandon(); });
    const Result<QList<calls::LeadRecord>> found = find();
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::Transient);
}

void TestServiceTitanConnection::listsWhatThereIsToChoose()
{
    m_office->fake.limitPages(1);
    const Result<ChoiceLists> lists = QCoro::waitFor(m_office->system->choices());
    QVERIFY(lists);
    QCOMPARE(lists->keys(), (QStringList{u"business_units"_s, u"call_reasons"_s, u"campaigns"_s, u"employees"_s, u"tag_types"_s,
                                         u"task_sources"_s, u"task_types"_s}));
    QCOMPARE(lists->value(u"campaigns"_s), (QList<Choice>{{u"31"_s, u"Missed calls"_s}, {u"32"_s, u"Hail 2026"_s}}));
    QCOMPARE(lists->value(u"business_units"_s), (QList<Choice>{{u"71"_s, u"Roofing"_s}}));
    QCOMPARE(lists->value(u"employees"_s), (QList<Choice>{{u"61"_s, u"Dana Reyes"_s}, {u"62"_s, u"Office"_s}}));
    QCOMPARE(lists->value(u"call_reasons"_s).size(), 2);
    for (const ChoiceSlot &slot : m_office->kind.choiceSlots(m_office->connection, {u"lost"_s}, {u"dana"_s}))
        QVERIFY2(lists->contains(slot.list), qPrintable(slot.key));
}

void TestServiceTitanConnection::leavesOutWhatItMayNotRead()
{
    m_office->fake.forbid("marketing");
    const Result<ChoiceLists> some = QCoro::waitFor(m_office->system->choices());
    QVERIFY(some);
    QVERIFY(!some->contains(u"campaigns"_s));
    QVERIFY(some->contains(u"tag_types"_s));
    m_office->fake.next("GET /settings", What::Answer, 500, "{}");
    QVERIFY(!QCoro::waitFor(m_office->system->choices()));
    for (const char *const module : {"settings", "jbce", "taskmanagement"})
        m_office->fake.forbid(module);
    const Result<ChoiceLists> none = QCoro::waitFor(m_office->system->choices());
    QVERIFY(!none);
    QCOMPARE(none.error().kind, ErrorKind::Refused);
}

void TestServiceTitanConnection::isTested_data()
{
    using Behave = std::function<void(ServiceTitanOffice &)>;
    QTest::addColumn<Behave>("behave");
    QTest::addColumn<QStringList>("expected");
    const QStringList good = {line(Check::Credentials, u"good ok"_s), line(Check::Lookup, u"good ok"_s)};
    const auto row = [&](const char *name, const Behave &behave, const QStringList &expected) {
        QTest::newRow(name) << behave << expected;
    };
    row(
        "all is well", [](ServiceTitanOffice &) {}, good + QStringList{line(Check::Choices, u"good ok"_s)});
    row("revoked", [](ServiceTitanOffice &office) { office.fake.revoke(); }, {line(Check::Credentials, u"bad wrong"_s)});
    row("no right to customers", [](ServiceTitanOffice &office) { office.fake.forbid("crm"); },
        {line(Check::Credentials, u"bad no_right"_s)});
    row("nobody there", [](ServiceTitanOffice &office) { office.fake.stop(); }, {line(Check::Credentials, u"bad not_reached"_s)});
    row("a portal answers", [](ServiceTitanOffice &office) { office.fake.next("GET", What::Answer, 200, "<html>"); },
        {line(Check::Credentials, u"bad not_reached"_s)});
    row("too fast", [](ServiceTitanOffice &office) { office.fake.throttleNext("GET", 3); },
        {line(Check::Credentials, u"warning rate_limited"_s)});
    row("another tenant", [](ServiceTitanOffice &office) { office.fake.refuseNext("GET", 404, u"Tenant not found"_s); },
        {line(Check::Credentials, u"bad wrong"_s)});
    row(
        "no campaign chosen",
        [](ServiceTitanOffice &office) {
            office.connection.choices.remove(u"campaign"_s);
            office.connect();
        },
        good + QStringList{line(Check::Choices, u"bad missing campaign"_s)});
    row(
        "what was chosen is there no more",
        [](ServiceTitanOffice &office) {
            office.connection.choices.insert(u"tag"_s, u"49"_s);
            office.connection.choices.insert(u"user.dana"_s, u"69"_s);
            office.connection.choices.insert(u"status.no_interest"_s, u"59"_s);
            office.connect();
        },
        good + QStringList{line(Check::Choices, u"bad gone status.no_interest"_s), line(Check::Choices, u"bad gone tag"_s),
                           line(Check::Choices, u"bad gone user.dana"_s)});
    row(
        "no right to campaigns", [](ServiceTitanOffice &office) { office.fake.forbid("marketing"); },
        good + QStringList{line(Check::Choices, u"warning no_right campaigns"_s)});
    row(
        "no booking provider",
        [](ServiceTitanOffice &office) {
            std::get<settings::ServiceTitanAccount>(office.connection.account).bookingProvider.clear();
            office.connect();
        },
        good + QStringList{line(Check::Choices, u"good ok"_s), line(Check::Choices, u"bad missing booking_provider"_s)});
    row(
        "a booking provider that is gone",
        [](ServiceTitanOffice &office) {
            std::get<settings::ServiceTitanAccount>(office.connection.account).bookingProvider = u"8"_s;
            office.connect();
        },
        good + QStringList{line(Check::Choices, u"good ok"_s), line(Check::Choices, u"bad gone booking_provider"_s)});
}

void TestServiceTitanConnection::isTested()
{
    QFETCH(std::function<void(ServiceTitanOffice &)>, behave);
    behave(*m_office);
    QTEST(saidBy(QCoro::waitFor(m_office->system->test())), "expected");
    QCOMPARE(m_office->fake.count("POST") + m_office->fake.count("PATCH"), 0); // it writes nothing
}

void TestServiceTitanConnection::triesARecord()
{
    m_office->fake.addCustomer(u"Pat Doe"_s, {{u"Phone"_s, u"2145550142"_s}}); // whose page is left alone
    const LeadFacts facts{.number = numberOf(u"+12145550142"_s), .tag = u"missed-call-automation"_s, .calledAt = m_office->clock.now()};
    QStringList said = saidBy(QCoro::waitFor(m_office->system->tryRecord(facts)));
    QCOMPARE(m_office->fake.all(u"bookings"_s).size(), 1);
    QVERIFY(m_office->fake.all(u"leads"_s).isEmpty());
    const qint64 id = m_office->fake.all(u"bookings"_s).constFirst().value(u"id"_s).toInteger();
    QCOMPARE(said, QStringList{line(Check::Record, u"warning left_there Booking:%1"_s.arg(id))});

    m_office->fake.refuseNext("POST", 422);
    QCOMPARE(saidBy(QCoro::waitFor(m_office->system->tryRecord(facts))), QStringList{line(Check::Record, u"bad not_made"_s)});
    m_office->fake.next("POST", What::TakeAndDrop);
    QCOMPARE(saidBy(QCoro::waitFor(m_office->system->tryRecord(facts))), QStringList{line(Check::Record, u"bad not_made"_s)});
    m_office->fake.forbid("crm");
    QCOMPARE(saidBy(QCoro::waitFor(m_office->system->tryRecord(facts))), QStringList{line(Check::Record, u"bad no_right"_s)});
    std::get<settings::ServiceTitanAccount>(m_office->connection.account).bookingProvider.clear();
    m_office->connect();
    QCOMPARE(saidBy(QCoro::waitFor(m_office->system->tryRecord(facts))),
             QStringList{line(Check::Record, u"warning not_checked booking_provider"_s)});
}

QTEST_GUILESS_MAIN(TestServiceTitanConnection)
#include "tst_servicetitan_connection.moc"
