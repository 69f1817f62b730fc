#include "support/servicetitanoffice.h"

#include <QTest>

#include <functional>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::FakeServiceTitan;
using ringback::test::ServiceTitanOffice;
using Class = NotWritten::Class;
using What = FakeServiceTitan::What;

namespace {

constexpr auto leadsPost = "POST /crm/v2/tenant/4711/leads";
constexpr auto bookingsPost = "POST /crm/v2/tenant/4711/booking-provider/9/bookings";

} // namespace

/// Leads of customers, and bookings of who is none.
class TestServiceTitanLeads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void booksAnUnknownCaller();
    void writesALeadForACustomer();
    void leavesATagThatIsThere();
    void needsWhatWasNotChosen_data();
    void needsWhatWasNotChosen();
    void saysWhichChoiceIsGone_data();
    void saysWhichChoiceIsGone();
    void takesUpWhereItStopped_data();
    void takesUpWhereItStopped();
    void classifiesRefusals_data();
    void classifiesRefusals();
    void doesNotKnow_data();
    void doesNotKnow();

private:
    std::unique_ptr<ServiceTitanOffice> m_office;
};

void TestServiceTitanLeads::init()
{
    m_office = std::make_unique<ServiceTitanOffice>();
}

void TestServiceTitanLeads::cleanup()
{
    const QStringList problems = m_office->fake.problems();
    m_office.reset();
    QCOMPARE(problems, QStringList());
}

void TestServiceTitanLeads::booksAnUnknownCaller()
{
    LeadWriteHeader unknown = m_office->header();
    unknown.facts.email = u"pat@example.com"_s;
    const std::optional<Written> written = as<Written>(m_office->write(PutLead{unknown}));
    QVERIFY(written);
    QCOMPARE(m_office->fake.all(u"bookings"_s).size(), 1);
    const QJsonObject booking = m_office->fake.all(u"bookings"_s).constFirst();
    const QString id = u"Booking:%1"_s.arg(booking.value(u"id"_s).toInteger());
    QCOMPARE(written->link, (calls::LeadLink{.record = id, .lead = id, .task = {}, .url = {}, .isOurs = true}));
    QCOMPARE(booking.value(u"source"_s).toString(), u"missed-call-automation"_s);
    QCOMPARE(booking.value(u"name"_s).toString(), u"Unknown caller (214) 555-0142"_s);
    QCOMPARE(booking.value(u"summary"_s).toString(), unknown.text);
    QCOMPARE(booking.value(u"externalId"_s).toString(), unknown.marker);
    QCOMPARE(booking.value(u"isFirstTimeClient"_s).toBool(), true);
    QCOMPARE(booking.value(u"campaignId"_s).toInteger(), 31);
    const QJsonArray contacts{QJsonObject{{u"type"_s, u"MobilePhone"_s}, {u"value"_s, u"2145550142"_s}},
                              QJsonObject{{u"type"_s, u"Email"_s}, {u"value"_s, u"pat@example.com"_s}}};
    QCOMPARE(booking.value(u"contacts"_s).toArray(), contacts);

    LeadWriteHeader known = m_office->header();
    known.marker = u"rb-another"_s;
    known.facts.name = u"Pat Doe"_s;
    known.facts.kind = calls::ContactKind::PriorCustomer;
    QVERIFY(as<Written>(m_office->write(PutLead{known})));
    QCOMPARE(m_office->fake.all(u"bookings"_s).constLast().value(u"name"_s).toString(), u"Pat Doe"_s);
    QCOMPARE(m_office->fake.all(u"bookings"_s).constLast().value(u"isFirstTimeClient"_s).toBool(), false);
}

void TestServiceTitanLeads::writesALeadForACustomer()
{
    const qint64 id = m_office->customer();
    const LeadWriteHeader first = m_office->header({.record = u"Customer:%1"_s.arg(id)});
    const std::optional<Written> written = as<Written>(m_office->write(PutLead{first}));
    QVERIFY(written);
    QVERIFY(m_office->fake.all(u"bookings"_s).isEmpty());
    QCOMPARE(m_office->fake.all(u"leads"_s).size(), 1);
    const QJsonObject lead = m_office->fake.all(u"leads"_s).constFirst();
    const qint64 leadId = lead.value(u"id"_s).toInteger();
    QCOMPARE(written->link, (calls::LeadLink{.record = u"Customer:%1"_s.arg(id),
                                             .lead = u"Lead:%1"_s.arg(leadId),
                                             .task = {},
                                             .url = u"https://go.servicetitan.com/#/lead/%1"_s.arg(leadId),
                                             .isOurs = false}));
    QCOMPARE(lead.value(u"customerId"_s).toInteger(), id);
    QCOMPARE(lead.value(u"campaignId"_s).toInteger(), 31);
    QCOMPARE(lead.value(u"summary"_s).toString(), first.text + u"\n[rb-abcdefgh2345]"_s);
    QCOMPARE(lead.value(u"followUpDate"_s).toString(), u"2026-11-20T18:00:00.000Z"_s); // a date and a time
    QCOMPARE(lead.value(u"tagTypeIds"_s).toArray(), QJsonArray{41});
    QCOMPARE(m_office->fake.one(u"customers"_s, id).value(u"tagTypeIds"_s).toArray(), QJsonArray{41});
}

void TestServiceTitanLeads::leavesATagThatIsThere()
{
    const qint64 id = m_office->fake.addCustomer(u"Pat Doe"_s, {}, {{u"tagTypeIds"_s, QJsonArray{42, 41}}});
    QVERIFY(as<Written>(m_office->write(PutLead{m_office->header({.record = u"Customer:%1"_s.arg(id)})}))); // although the fake says 409
    QCOMPARE(m_office->fake.one(u"customers"_s, id).value(u"tagTypeIds"_s).toArray(), (QJsonArray{42, 41}));

    m_office->connection.choices.remove(u"tag"_s); // none is asked for
    m_office->connect();
    const qint64 other = m_office->customer();
    QVERIFY(as<Written>(m_office->write(PutLead{m_office->header({.record = u"Customer:%1"_s.arg(other)})})));
    QVERIFY(m_office->fake.one(u"customers"_s, other).value(u"tagTypeIds"_s).toArray().isEmpty());
}

void TestServiceTitanLeads::needsWhatWasNotChosen_data()
{
    QTest::addColumn<QString>("slot");
    QTest::addColumn<bool>("isTask");
    QTest::newRow("a campaign for a lead") << u"campaign"_s << false;
    QTest::newRow("a business unit for a task") << u"business_unit"_s << true;
    QTest::newRow("a type for a task") << u"task_type"_s << true;
    QTest::newRow("a source for a task") << u"task_source"_s << true;
    QTest::newRow("somebody who reports a task") << u"reported_by"_s << true;
    QTest::newRow("a booking provider for an unknown caller") << u"booking_provider"_s << false;
}

void TestServiceTitanLeads::needsWhatWasNotChosen()
{
    QFETCH(QString, slot);
    QFETCH(bool, isTask);
    const bool isBooking = slot == u"booking_provider";
    const calls::LeadLink link{.record = isBooking ? QString() : u"Customer:%1"_s.arg(m_office->customer())};
    if (isBooking)
        std::get<settings::ServiceTitanAccount>(m_office->connection.account).bookingProvider.clear();
    m_office->connection.choices.remove(slot);
    m_office->connect();
    LeadWrite wanted = PutLead{m_office->header(link)};
    if (isTask)
        wanted = PutTask{m_office->header(link), u"Call back"_s, m_office->clock.now()};
    const std::optional<NotWritten> refused = as<NotWritten>(m_office->write(wanted));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Class::Account);
    QCOMPARE(refused->code, u"choice_missing"_s);
    QCOMPARE(refused->message, slot);
    QCOMPARE(m_office->fake.count("POST"), 0);
}

void TestServiceTitanLeads::saysWhichChoiceIsGone_data()
{
    QTest::addColumn<QString>("slot");
    QTest::addColumn<QString>("message");
    QTest::newRow("campaign") << u"campaign"_s << u"campaign"_s;
    QTest::newRow("tag") << u"tag"_s << u"tag"_s;
    QTest::newRow("business unit") << u"business_unit"_s << u"business_unit"_s;
    QTest::newRow("task type") << u"task_type"_s << u"task_type"_s;
    QTest::newRow("task source") << u"task_source"_s << u"task_source"_s;
    QTest::newRow("reporter") << u"reported_by"_s << u"reported_by"_s;
    QTest::newRow("assignee") << u"user.dana"_s << u"user.dana"_s;
    QTest::newRow("reason") << u"status.no_interest"_s << u"status.no_interest"_s;
    QTest::newRow("booking provider") << u"booking_provider"_s << u"booking_provider"_s;
}

void TestServiceTitanLeads::saysWhichChoiceIsGone()
{
    QFETCH(QString, slot);
    const calls::LeadLink lead = m_office->leadOf(m_office->customer());
    const bool isBooking = slot == u"booking_provider";
    if (isBooking)
        std::get<settings::ServiceTitanAccount>(m_office->connection.account).bookingProvider = u"99"_s;
    m_office->connection.choices.insert(slot, u"999"_s);
    m_office->connect();
    const calls::LeadLink person{.record = isBooking ? QString() : lead.record};
    LeadWrite wanted = PutLead{m_office->header(person)};
    if (slot == u"status.no_interest") {
        SetStatus status{m_office->header(lead)};
        status.header.facts.status = u"no_interest"_s;
        wanted = status;
    } else if (slot != u"campaign" && slot != u"tag" && !isBooking) {
        wanted = PutTask{m_office->header(lead), u"Call back"_s, m_office->clock.now(), u"dana"_s};
    }
    const std::optional<NotWritten> refused = as<NotWritten>(m_office->write(wanted));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Class::Account);
    QCOMPARE(refused->code, u"choice_gone"_s);
    QTEST(refused->message, "message");
}

void TestServiceTitanLeads::takesUpWhereItStopped_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("the tag's answer is lost") << "/tags/"_ba;
    QTest::newRow("the look before it fails") << "GET /crm/v2/tenant/4711/leads"_ba;
}

// Nothing of the lead was written, whatever became of the tag: it is asked for again, and no one has to look.
void TestServiceTitanLeads::takesUpWhereItStopped()
{
    QFETCH(QByteArray, request);
    const qint64 id = m_office->customer();
    const PutLead wanted{m_office->header({.record = u"Customer:%1"_s.arg(id)})};
    m_office->fake.next(request, What::TakeAndDrop);
    m_office->fake.next(request, What::TakeAndDrop); // Qt itself asks again for what has no body
    const std::optional<NotWritten> refused = as<NotWritten>(m_office->write(wanted));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Class::ForNow);
    QVERIFY(m_office->fake.all(u"leads"_s).isEmpty());
    QVERIFY(as<Written>(m_office->write(wanted)));
    QVERIFY(as<Written>(m_office->write(wanted)));
    QCOMPARE(m_office->fake.all(u"leads"_s).size(), 1);
    QCOMPARE(m_office->fake.one(u"customers"_s, id).value(u"tagTypeIds"_s).toArray(), QJsonArray{41});
}

void TestServiceTitanLeads::classifiesRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QJsonObject>("fields");
    QTest::addColumn<Class>("kind");
    QTest::addColumn<QString>("code");
    const auto field = [](const QString &name) {
        return QJsonObject{{name, QJsonArray{u"is wrong"_s}}};
    };
    QTest::newRow("a field that it does not like") << 400 << field(u"Summary"_s) << Class::Write << u"400"_s;
    QTest::newRow("final") << 422 << QJsonObject() << Class::Write << u"422"_s;
    QTest::newRow("a conflict") << 409 << QJsonObject() << Class::Write << u"409"_s;
    QTest::newRow("no right") << 403 << QJsonObject() << Class::Account << u"no_right"_s;
    QTest::newRow("the customer is gone") << 400 << field(u"$.customerId"_s) << Class::Gone << u"customer"_s;
    QTest::newRow("not there") << 404 << QJsonObject() << Class::Gone << u"404"_s;
    QTest::newRow("a choice") << 422 << field(u"campaignId"_s) << Class::Account << u"choice_gone"_s;
    QTest::newRow("too fast") << 429 << QJsonObject() << Class::ForNow << u"429"_s;
}

void TestServiceTitanLeads::classifiesRefusals()
{
    QFETCH(int, status);
    QFETCH(QJsonObject, fields);
    const PutLead wanted{m_office->header({.record = u"Customer:%1"_s.arg(m_office->customer())})};
    m_office->fake.refuseNext(leadsPost, status, u"The words of theirs"_s, fields);
    const std::optional<NotWritten> refused = as<NotWritten>(m_office->write(wanted));
    QVERIFY(refused);
    QTEST(refused->kind, "kind");
    QTEST(refused->code, "code");
    if (refused->code != u"choice_gone")
        QVERIFY2(refused->message.contains(u"The words of theirs"_s) && refused->message.contains(u"traceId 00-4bf92f3577b34da6"_s),
                 qPrintable(refused->message));
    QVERIFY(m_office->fake.all(u"leads"_s).isEmpty());
}

void TestServiceTitanLeads::doesNotKnow_data()
{
    using Behave = std::function<void(FakeServiceTitan &)>;
    QTest::addColumn<Behave>("behave");
    QTest::addColumn<bool>("isUnknown");
    QTest::newRow("no answer") << Behave([](FakeServiceTitan &fake) { fake.next(bookingsPost, What::Stall); }) << true;
    QTest::newRow("a captive portal") << Behave([](FakeServiceTitan &fake) {
        fake.next(bookingsPost, What::Answer, 200, "<html>Welcome</html>", "text/html");
    }) << true;
    QTest::newRow("a redirect") << Behave([](FakeServiceTitan &fake) { fake.next(bookingsPost, What::Answer, 302); }) << true;
    QTest::newRow("an odd id") << Behave([](FakeServiceTitan &fake) { fake.next(bookingsPost, What::Answer, 200, R"({"id":"../1"})"); })
                               << true;
    QTest::newRow("an id that is no number of theirs")
        << Behave([](FakeServiceTitan &fake) { fake.next(bookingsPost, What::Answer, 200, R"({"id":-1.5})"); }) << true;
    QTest::newRow("more than anybody reads") << Behave([](FakeServiceTitan &fake) {
        fake.next(bookingsPost, What::Answer, 200, QByteArray(5 << 20, ' '));
    }) << true;
    QTest::newRow("a proxy that says no in its own way")
        << Behave([](FakeServiceTitan &fake) { fake.next(bookingsPost, What::Answer, 403, "<html>blocked</html>", "text/html"); }) << false;
}

void TestServiceTitanLeads::doesNotKnow()
{
    QFETCH(std::function<void(FakeServiceTitan &)>, behave);
    QFETCH(bool, isUnknown);
    m_office->connect(500ms);
    behave(m_office->fake);
    const WriteOutcome outcome = m_office->write(PutLead{m_office->header()});
    QCOMPARE(as<Unknown>(outcome).has_value(), isUnknown);
    if (!isUnknown)
        QCOMPARE(as<NotWritten>(outcome)->kind, Class::ForNow);
    QCOMPARE(m_office->fake.count(bookingsPost), 1); // put on the wire once
}

QTEST_GUILESS_MAIN(TestServiceTitanLeads)
#include "tst_servicetitan_leads.moc"
