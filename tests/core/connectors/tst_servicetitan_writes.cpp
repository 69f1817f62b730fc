#include "base/time.h"
#include "support/servicetitanoffice.h"

#include <QTest>

#include <functional>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::FakeServiceTitan;
using ringback::test::numberOf;
using ringback::test::ServiceTitanOffice;
using Class = NotWritten::Class;
using What = FakeServiceTitan::What;

namespace {

constexpr auto leadsPost = "POST /crm/v2/tenant/4711/leads";
constexpr auto bookingsPost = "POST /crm/v2/tenant/4711/booking-provider/9/bookings";
constexpr auto tasksPost = "POST /taskmanagement/v2/tenant/4711/tasks";

using Make = std::function<LeadWrite(ServiceTitanOffice &, const LeadWriteHeader &)>;

} // namespace

/// What is written to ServiceTitan, and that it is written once.
class TestServiceTitanWrites : public QObject {
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
    void addsNotes_data();
    void addsNotes();
    void followsABookingToItsCustomer();
    void growsABookingOnlyWhileItIsNew();
    void followsUp_data();
    void followsUp();
    void dismisses();
    void saysWhatHasNoPlace_data();
    void saysWhatHasNoPlace();
    void putsATask();
    void closesATaskWithANote();
    void isUnableWithoutARecord();
    void writesOnce_data();
    void writesOnce();
    void takesUpWhereItStopped_data();
    void takesUpWhereItStopped();
    void classifiesRefusals_data();
    void classifiesRefusals();
    void doesNotKnow_data();
    void doesNotKnow();
    void findsNothingThatIsGone();

private:
    [[nodiscard]] LeadWriteHeader header(const calls::LeadLink &link = {}) const
    {
        return {.link = link,
                .facts = {.number = numberOf(u"+12145550142"_s),
                          .name = {},
                          .email = {},
                          .language = u"en"_s,
                          .kind = calls::ContactKind::NewLead,
                          .line = u"Dallas main"_s,
                          .lineSource = u"hail campaign"_s,
                          .tag = u"missed-call-automation"_s,
                          .status = u"needs_callback"_s,
                          .calledAt = m_office->clock.now()},
                .marker = u"rb-abcdefgh2345"_s,
                .at = m_office->clock.now(),
                .text = u"Missed call at 12:00, line Dallas main.\nCall back & say \"hello\"."_s};
    }
    [[nodiscard]] WriteOutcome write(const LeadWrite &write) { return QCoro::waitFor(m_office->system->write(write)); }
    [[nodiscard]] WriteFinding findWritten(const LeadWrite &write)
    {
        return QCoro::waitFor(m_office->system->findWritten(write, m_office->clock.now() - 1min));
    }
    [[nodiscard]] qint64 customer() { return m_office->fake.addCustomer(u"Pat Doe"_s, {{u"MobilePhone"_s, u"(214) 555-0142"_s}}); }
    /// A link to a customer's lead, which is there.
    [[nodiscard]] calls::LeadLink leadOf(qint64 customer);
    [[nodiscard]] calls::LeadLink booked();

    std::unique_ptr<ServiceTitanOffice> m_office;
};

void TestServiceTitanWrites::init()
{
    m_office = std::make_unique<ServiceTitanOffice>();
}

void TestServiceTitanWrites::cleanup()
{
    const QStringList problems = m_office->fake.problems();
    m_office.reset();
    QCOMPARE(problems, QStringList());
}

calls::LeadLink TestServiceTitanWrites::leadOf(qint64 customer)
{
    LeadWriteHeader first = header({.record = u"Customer:%1"_s.arg(customer)});
    first.marker = u"rb-thefirstlead"_s;
    return as<Written>(write(PutLead{first})).value_or(Written{}).link;
}

calls::LeadLink TestServiceTitanWrites::booked()
{
    LeadWriteHeader first = header();
    first.marker = u"rb-thefirstlead"_s;
    return as<Written>(write(PutLead{first})).value_or(Written{}).link;
}

void TestServiceTitanWrites::booksAnUnknownCaller()
{
    LeadWriteHeader unknown = header();
    unknown.facts.email = u"pat@example.com"_s;
    const std::optional<Written> written = as<Written>(write(PutLead{unknown}));
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

    LeadWriteHeader known = header();
    known.marker = u"rb-another"_s;
    known.facts.name = u"Pat Doe"_s;
    known.facts.kind = calls::ContactKind::PriorCustomer;
    QVERIFY(as<Written>(write(PutLead{known})));
    QCOMPARE(m_office->fake.all(u"bookings"_s).constLast().value(u"name"_s).toString(), u"Pat Doe"_s);
    QCOMPARE(m_office->fake.all(u"bookings"_s).constLast().value(u"isFirstTimeClient"_s).toBool(), false);
}

void TestServiceTitanWrites::writesALeadForACustomer()
{
    const qint64 id = customer();
    const LeadWriteHeader first = header({.record = u"Customer:%1"_s.arg(id)});
    const std::optional<Written> written = as<Written>(write(PutLead{first}));
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

void TestServiceTitanWrites::leavesATagThatIsThere()
{
    const qint64 id = m_office->fake.addCustomer(u"Pat Doe"_s, {}, {{u"tagTypeIds"_s, QJsonArray{42, 41}}});
    QVERIFY(as<Written>(write(PutLead{header({.record = u"Customer:%1"_s.arg(id)})}))); // although the fake says 409
    QCOMPARE(m_office->fake.one(u"customers"_s, id).value(u"tagTypeIds"_s).toArray(), (QJsonArray{42, 41}));

    m_office->connection.choices.remove(u"tag"_s); // none is asked for
    m_office->connect();
    const qint64 other = customer();
    QVERIFY(as<Written>(write(PutLead{header({.record = u"Customer:%1"_s.arg(other)})})));
    QVERIFY(m_office->fake.one(u"customers"_s, other).value(u"tagTypeIds"_s).toArray().isEmpty());
}

void TestServiceTitanWrites::needsWhatWasNotChosen_data()
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

void TestServiceTitanWrites::needsWhatWasNotChosen()
{
    QFETCH(QString, slot);
    QFETCH(bool, isTask);
    const bool isBooking = slot == u"booking_provider";
    const calls::LeadLink link{.record = isBooking ? QString() : u"Customer:%1"_s.arg(customer())};
    if (isBooking)
        std::get<settings::ServiceTitanAccount>(m_office->connection.account).bookingProvider.clear();
    m_office->connection.choices.remove(slot);
    m_office->connect();
    LeadWrite wanted = PutLead{header(link)};
    if (isTask)
        wanted = PutTask{header(link), u"Call back"_s, m_office->clock.now()};
    const std::optional<NotWritten> refused = as<NotWritten>(write(wanted));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Class::Account);
    QCOMPARE(refused->code, u"choice_missing"_s);
    QCOMPARE(refused->message, slot);
    QCOMPARE(m_office->fake.count("POST"), 0);
}

void TestServiceTitanWrites::saysWhichChoiceIsGone_data()
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

void TestServiceTitanWrites::saysWhichChoiceIsGone()
{
    QFETCH(QString, slot);
    const calls::LeadLink lead = leadOf(customer());
    const bool isBooking = slot == u"booking_provider";
    if (isBooking)
        std::get<settings::ServiceTitanAccount>(m_office->connection.account).bookingProvider = u"99"_s;
    m_office->connection.choices.insert(slot, u"999"_s);
    m_office->connect();
    const calls::LeadLink person{.record = isBooking ? QString() : lead.record};
    LeadWrite wanted = PutLead{header(person)};
    if (slot == u"status.no_interest") {
        SetStatus status{header(lead)};
        status.header.facts.status = u"no_interest"_s;
        wanted = status;
    } else if (slot != u"campaign" && slot != u"tag" && !isBooking) {
        wanted = PutTask{header(lead), u"Call back"_s, m_office->clock.now(), u"dana"_s};
    }
    const std::optional<NotWritten> refused = as<NotWritten>(write(wanted));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Class::Account);
    QCOMPARE(refused->code, u"choice_gone"_s);
    QTEST(refused->message, "message");
}

void TestServiceTitanWrites::addsNotes_data()
{
    QTest::addColumn<QString>("table");
    QTest::newRow("to the lead") << u"leads"_s;
    QTest::newRow("to the customer, where there is no lead") << u"customers"_s;
    QTest::newRow("to the booking's summary") << u"bookings"_s;
}

void TestServiceTitanWrites::addsNotes()
{
    QFETCH(QString, table);
    calls::LeadLink link;
    if (table == u"bookings")
        link = booked();
    else if (table == u"leads")
        link = leadOf(customer());
    else
        link.record = u"Customer:%1"_s.arg(customer());
    const LeadWriteHeader note = header(link);
    QCOMPARE(as<Written>(write(AddNote{note, calls::LeadNote::TextSent})), std::optional(Written{link}));
    const QString text = note.text + u"\n[rb-abcdefgh2345]"_s;
    if (table == u"bookings") { // what stood there stays
        QCOMPARE(m_office->fake.all(table).constFirst().value(u"summary"_s).toString(), note.text + u"\n\n"_s + text);
    } else {
        const qint64 id = (table == u"leads" ? link.lead : link.record).section(u':', 1).toLongLong();
        QCOMPARE(m_office->fake.notesOf(table, id), QStringList{text});
    }
}

// The office has made a job of the booking, and a customer with it: what comes now belongs to that.
void TestServiceTitanWrites::followsABookingToItsCustomer()
{
    const calls::LeadLink link = booked();
    const qint64 id = customer();
    const qint64 job = m_office->fake.addJob(id);
    m_office->fake.change(u"bookings"_s, link.record.section(u':', 1).toLongLong(), {{u"status"_s, u"Converted"_s}, {u"jobId"_s, job}});
    const calls::LeadLink moved{.record = u"Customer:%1"_s.arg(id),
                                .lead = link.lead,
                                .task = {},
                                .url = u"https://go.servicetitan.com/#/Customer/%1"_s.arg(id),
                                .isOurs = true};
    QCOMPARE(as<Written>(write(AddNote{header(link)})), std::optional(Written{moved}));
    QCOMPARE(m_office->fake.notesOf(u"customers"_s, id).size(), 1);

    const std::optional<Written> task = as<Written>(write(PutTask{header(link), u"Call back"_s, m_office->clock.now()}));
    QVERIFY(task);
    QCOMPARE(m_office->fake.all(u"tasks"_s).constFirst().value(u"customerId"_s).toInteger(), id);
    QVERIFY(as<Written>(write(PutLead{header(link)})));
    QCOMPARE(m_office->fake.all(u"leads"_s).constFirst().value(u"customerId"_s).toInteger(), id);

    m_office->fake.forbid("jpm"); // whose it became cannot be read: the booking stays the place
    const std::optional<NotWritten> closed = as<NotWritten>(write(AddNote{header(link)}));
    QVERIFY(closed);
    QCOMPARE(closed->kind, Class::Write);
}

void TestServiceTitanWrites::growsABookingOnlyWhileItIsNew()
{
    const calls::LeadLink link = booked();
    m_office->fake.change(u"bookings"_s, link.record.section(u':', 1).toLongLong(), {{u"status"_s, u"Dismissed"_s}});
    const std::optional<NotWritten> refused = as<NotWritten>(write(AddNote{header(link)}));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Class::Write);
    QCOMPARE(refused->code, u"409"_s);
}

void TestServiceTitanWrites::followsUp_data()
{
    QTest::addColumn<QString>("appointment");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<QString>("date");
    QTest::newRow("now, when somebody is to call") << u""_s << false << u"2026-11-20T18:00:00.000Z"_s;
    QTest::newRow("when the appointment is") << u"2026-11-24T15:30:00Z"_s << false << u"2026-11-24T15:30:00.000Z"_s;
    QTest::newRow("when the appointment is, with which the case is over")
        << u"2026-11-24T15:30:00Z"_s << true << u"2026-11-24T15:30:00.000Z"_s;
}

void TestServiceTitanWrites::followsUp()
{
    QFETCH(QString, appointment);
    QFETCH(bool, closes);
    const calls::LeadLink link = leadOf(customer());
    const SetStatus status{.header = header(link),
                           .appointmentAt = appointment.isEmpty() ? std::nullopt : std::optional(test::instantOf(appointment)),
                           .closes = closes};
    QCOMPARE(as<Written>(write(status)), std::optional(Written{link}));
    const QJsonObject lead = m_office->fake.all(u"leads"_s).constFirst();
    QTEST(lead.value(u"followUpDate"_s).toString(), "date");
    QCOMPARE(lead.value(u"status"_s).toString(), u"Open"_s);
    QCOMPARE(m_office->fake.count("POST /crm/v2/tenant/4711/leads/%1/follow-up"_ba.replace("%1", link.lead.section(u':', 1).toLatin1())),
             1);
    QCOMPARE(m_office->fake.notesOf(u"leads"_s, lead.value(u"id"_s).toInteger()),
             QStringList{status.header.text + u"\n[rb-abcdefgh2345]"_s});
}

void TestServiceTitanWrites::dismisses()
{
    const calls::LeadLink link = leadOf(customer());
    SetStatus status{.header = header(link), .closes = true};
    status.header.facts.status = u"no_interest"_s;
    QCOMPARE(as<Written>(write(status)), std::optional(Written{link}));
    const QJsonObject lead = m_office->fake.all(u"leads"_s).constFirst();
    QCOMPARE(lead.value(u"status"_s).toString(), u"Dismissed"_s);
    QCOMPARE(lead.value(u"dismissingReasonId"_s).toInteger(), 51);
    QCOMPARE(m_office->fake.notesOf(u"leads"_s, lead.value(u"id"_s).toInteger()).size(), 1);
    QCOMPARE(as<Written>(write(status)), std::optional(Written{link})); // a second time there is nothing to do
    QCOMPARE(m_office->fake.count("/dismiss"), 1);
    QCOMPARE(m_office->fake.notesOf(u"leads"_s, lead.value(u"id"_s).toInteger()).size(), 1);
}

void TestServiceTitanWrites::saysWhatHasNoPlace_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("place");
    QTest::newRow("an end without a reason chosen") << u"wrong_number"_s << u"Open"_s << u"leads"_s;
    QTest::newRow("no interest, and there is a job") << u"no_interest"_s << u"Converted"_s << u"leads"_s;
    QTest::newRow("an end, and it is dismissed") << u"wrong_number"_s << u"Dismissed"_s << u"leads"_s;
    QTest::newRow("no interest of a customer without a lead") << u"no_interest"_s << u""_s << u"customers"_s;
    QTest::newRow("no interest of who was booked") << u"no_interest"_s << u""_s << u"bookings"_s;
}

void TestServiceTitanWrites::saysWhatHasNoPlace()
{
    QFETCH(QString, status);
    QFETCH(QString, state);
    QFETCH(QString, place);
    calls::LeadLink link;
    if (place == u"bookings")
        link = booked();
    else if (place == u"leads")
        link = leadOf(customer());
    else
        link.record = u"Customer:%1"_s.arg(customer());
    if (!state.isEmpty())
        m_office->fake.change(u"leads"_s, link.lead.section(u':', 1).toLongLong(), {{u"status"_s, state}});
    SetStatus wanted{.header = header(link), .closes = true};
    wanted.header.facts.status = status;
    QCOMPARE(as<Written>(write(wanted)), std::optional(Written{link}));
    QCOMPARE(m_office->fake.count("/dismiss") + m_office->fake.count("/follow-up"), 0);
    const qint64 id = (place == u"leads" ? link.lead : link.record).section(u':', 1).toLongLong();
    const QString said =
        place == u"bookings" ? m_office->fake.one(place, id).value(u"summary"_s).toString() : m_office->fake.notesOf(place, id).join(u' ');
    QVERIFY(said.contains(u"[rb-abcdefgh2345]"_s));
    QVERIFY(as<Written>(findWritten(wanted)));
}

void TestServiceTitanWrites::putsATask()
{
    const qint64 id = customer();
    const calls::LeadLink link = leadOf(id);
    const PutTask wanted{.header = header(link),
                         .title = u"Call Pat Doe back"_s,
                         .dueAt = test::instantOf(u"2026-11-20T18:15:00Z"_s),
                         .assignee = u"dana"_s,
                         .isPriority = true};
    const std::optional<Written> written = as<Written>(write(wanted));
    QVERIFY(written);
    QCOMPARE(m_office->fake.all(u"tasks"_s).size(), 1);
    const QJsonObject task = m_office->fake.all(u"tasks"_s).constFirst();
    calls::LeadLink expected = link;
    expected.task = QString::number(task.value(u"id"_s).toInteger());
    QCOMPARE(written->link, expected);
    QCOMPARE(task.value(u"name"_s).toString(), u"Call Pat Doe back"_s);
    QCOMPARE(task.value(u"description"_s).toString(), link.url + u'\n' + wanted.header.text + u"\n[rb-abcdefgh2345]"_s);
    QCOMPARE(task.value(u"assignedToId"_s).toInteger(), 61);
    QCOMPARE(task.value(u"reportedById"_s).toInteger(), 62);
    QCOMPARE(task.value(u"businessUnitId"_s).toInteger(), 71);
    QCOMPARE(task.value(u"employeeTaskTypeId"_s).toInteger(), 81);
    QCOMPARE(task.value(u"employeeTaskSourceId"_s).toInteger(), 91);
    QCOMPARE(task.value(u"customerId"_s).toInteger(), id);
    QCOMPARE(task.value(u"priority"_s).toString(), u"High"_s);
    QCOMPARE(task.value(u"status"_s).toString(), u"ToDo"_s);
    QCOMPARE(task.value(u"completeBy"_s).toString(), u"2026-11-20T18:15:00.000Z"_s);

    PutTask nobodys = wanted; // there has to be somebody: who reports it
    nobodys.header.marker = u"rb-second"_s;
    nobodys.assignee.clear();
    nobodys.isPriority = false;
    QVERIFY(as<Written>(write(nobodys)));
    QCOMPARE(m_office->fake.all(u"tasks"_s).constLast().value(u"assignedToId"_s).toInteger(), 62);
    QCOMPARE(m_office->fake.all(u"tasks"_s).constLast().value(u"priority"_s).toString(), u"Normal"_s);
    nobodys.header.marker = u"rb-third"_s;
    nobodys.assignee = u"somebody-new"_s; // of whom ServiceTitan has nobody
    QVERIFY(as<Written>(write(nobodys)));
    QCOMPARE(m_office->fake.all(u"tasks"_s).constLast().value(u"assignedToId"_s).toInteger(), 62);
}

void TestServiceTitanWrites::closesATaskWithANote()
{
    calls::LeadLink link = leadOf(customer());
    link.task = u"77"_s;
    QCOMPARE(as<Written>(write(CloseTask{header(link), u"reached"_s})), std::optional(Written{link}));
    QCOMPARE(m_office->fake.notesOf(u"leads"_s, link.lead.section(u':', 1).toLongLong()).size(), 1);
    QCOMPARE(m_office->fake.count("/taskmanagement/"), 0);
    QVERIFY(!m_office->kind.abilities().closesTasks);
}

void TestServiceTitanWrites::isUnableWithoutARecord()
{
    for (const LeadWrite &wanted : {LeadWrite(AddNote{header()}), LeadWrite(SetStatus{header()}), LeadWrite(CloseTask{header()})}) {
        const std::optional<NotWritten> refused = as<NotWritten>(write(wanted));
        QVERIFY(refused);
        QCOMPARE(refused->kind, Class::Unable);
    }
    QVERIFY(m_office->fake.requests().isEmpty());
}

void TestServiceTitanWrites::writesOnce_data()
{
    QTest::addColumn<Make>("make");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QString>("table");
    QTest::addColumn<What>("what");
    struct Row {
        const char *name;
        Make make;
        QByteArray request;
        QString table;
    };
    const Make withStatus = [](ServiceTitanOffice &, const LeadWriteHeader &header) {
        return SetStatus{header};
    };
    const Make noInterest = [](ServiceTitanOffice &, LeadWriteHeader header) {
        header.facts.status = u"no_interest"_s;
        return SetStatus{.header = header, .closes = true};
    };
    const Make note = [](ServiceTitanOffice &, const LeadWriteHeader &header) {
        return AddNote{header};
    };
    const Make closing = [](ServiceTitanOffice &, const LeadWriteHeader &header) {
        return CloseTask{header};
    };
    const Make task = [](ServiceTitanOffice &office, const LeadWriteHeader &header) {
        return PutTask{header, u"Call back"_s, office.clock.now()};
    };
    const Make lead = [](ServiceTitanOffice &, const LeadWriteHeader &header) {
        return PutLead{header};
    };
    const QList<Row> rows = {{"a booking", lead, bookingsPost, u"bookings"_s},
                             {"a lead", lead, leadsPost, u"leads"_s},
                             {"a note of a lead", note, "POST /crm/v2/tenant/4711/leads/", u"leadnotes"_s},
                             {"a note of a customer", note, "POST /crm/v2/tenant/4711/customers/", u"notes"_s},
                             {"a note at a booking", note, "PATCH /crm/v2/tenant/4711/booking-provider/9/bookings/", u"bookingnotes"_s},
                             {"a follow-up", withStatus, "/follow-up", u"leadnotes"_s},
                             {"a dismissal", noInterest, "/dismiss", u"leadnotes"_s},
                             {"the note of a dismissal", noInterest, "/notes", u"leadnotes"_s},
                             {"a task", task, tasksPost, u"tasks"_s},
                             {"a task of who was booked", task, tasksPost, u"bookingtasks"_s},
                             {"a task's end", closing, "POST /crm/v2/tenant/4711/leads/", u"leadnotes"_s}};
    for (const Row &row : rows) {
        // The note of a dismissal is asked for before it is written: the first request there that fails is a look.
        const QByteArray request = row.request == "/notes" ? "POST /crm/v2/tenant/4711/leads/"_ba : row.request;
        for (const auto &[how, what] :
             {std::pair("its answer is lost", What::TakeAndDrop), std::pair("500 after taking it", What::TakeAndAnswer500),
              std::pair("500, and not taken", What::Answer), std::pair("it never came there", What::Drop)})
            QTest::addRow("%s: %s", row.name, how) << row.make << request << row.table << what;
    }
}

// The outcome is unknown; then it is found if it is there, and asked for again it is there once.
void TestServiceTitanWrites::writesOnce()
{
    QFETCH(Make, make);
    QFETCH(QByteArray, request);
    QFETCH(QString, table);
    QFETCH(What, what);
    calls::LeadLink link;
    if (table == u"bookingnotes" || table == u"bookingtasks")
        link = booked();
    else if (table == u"leads" || table == u"notes")
        link.record = u"Customer:%1"_s.arg(customer());
    else if (table != u"bookings")
        link = leadOf(customer());
    const auto entries = [&]() -> qsizetype {
        if (table == u"bookingnotes")
            return m_office->fake.all(u"bookings"_s).constFirst().value(u"summary"_s).toString().count(u"[rb-"_s);
        if (table == u"bookingtasks")
            return m_office->fake.all(u"tasks"_s).size();
        return m_office->fake.all(table == u"leadnotes" ? u"notes"_s : table).size();
    };
    const qsizetype before = entries();
    const LeadWrite wanted = make(*m_office, header(link));
    const bool isTaken = what == What::TakeAndDrop || what == What::TakeAndAnswer500;
    m_office->fake.next(request, what, 502, "<html>Bad gateway</html>", "text/html");
    QVERIFY(as<Unknown>(write(wanted)));

    const WriteFinding found = findWritten(wanted);
    const bool isHalf = QTest::currentDataTag() == "the note of a dismissal: its answer is lost"_ba ||
                        QTest::currentDataTag() == "the note of a dismissal: 500 after taking it"_ba;
    QCOMPARE(as<Written>(found).has_value(), isTaken && !isHalf);
    QCOMPARE(as<NotFound>(found).has_value(), !isTaken || isHalf);

    const WriteOutcome again = write(wanted);
    QVERIFY(as<Written>(again));
    QCOMPARE(entries(), before + 1);
    QCOMPARE(as<Written>(findWritten(wanted)), as<Written>(again));
    if (isTaken && !isHalf) // what is found is what is written
        QCOMPARE(as<Written>(found), as<Written>(again));
    QVERIFY(as<Written>(write(wanted)));
    QCOMPARE(entries(), before + 1);
}

void TestServiceTitanWrites::takesUpWhereItStopped_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("the tag's answer is lost") << "/tags/"_ba;
    QTest::newRow("the look before it fails") << "GET /crm/v2/tenant/4711/leads"_ba;
}

// Nothing of the lead was written, whatever became of the tag: it is asked for again, and no one has to look.
void TestServiceTitanWrites::takesUpWhereItStopped()
{
    QFETCH(QByteArray, request);
    const qint64 id = customer();
    const PutLead wanted{header({.record = u"Customer:%1"_s.arg(id)})};
    m_office->fake.next(request, What::TakeAndDrop);
    m_office->fake.next(request, What::TakeAndDrop); // Qt itself asks again for what has no body
    const std::optional<NotWritten> refused = as<NotWritten>(write(wanted));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Class::ForNow);
    QVERIFY(m_office->fake.all(u"leads"_s).isEmpty());
    QVERIFY(as<Written>(write(wanted)));
    QVERIFY(as<Written>(write(wanted)));
    QCOMPARE(m_office->fake.all(u"leads"_s).size(), 1);
    QCOMPARE(m_office->fake.one(u"customers"_s, id).value(u"tagTypeIds"_s).toArray(), QJsonArray{41});
}

void TestServiceTitanWrites::classifiesRefusals_data()
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

void TestServiceTitanWrites::classifiesRefusals()
{
    QFETCH(int, status);
    QFETCH(QJsonObject, fields);
    const PutLead wanted{header({.record = u"Customer:%1"_s.arg(customer())})};
    m_office->fake.refuseNext(leadsPost, status, u"The words of theirs"_s, fields);
    const std::optional<NotWritten> refused = as<NotWritten>(write(wanted));
    QVERIFY(refused);
    QTEST(refused->kind, "kind");
    QTEST(refused->code, "code");
    if (refused->code != u"choice_gone")
        QVERIFY2(refused->message.contains(u"The words of theirs"_s) && refused->message.contains(u"traceId 00-4bf92f3577b34da6"_s),
                 qPrintable(refused->message));
    QVERIFY(m_office->fake.all(u"leads"_s).isEmpty());
}

void TestServiceTitanWrites::doesNotKnow_data()
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

void TestServiceTitanWrites::doesNotKnow()
{
    QFETCH(std::function<void(FakeServiceTitan &)>, behave);
    QFETCH(bool, isUnknown);
    m_office->connect(500ms);
    behave(m_office->fake);
    const WriteOutcome outcome = write(PutLead{header()});
    QCOMPARE(as<Unknown>(outcome).has_value(), isUnknown);
    if (!isUnknown)
        QCOMPARE(as<NotWritten>(outcome)->kind, Class::ForNow);
    QCOMPARE(m_office->fake.count(bookingsPost), 1); // put on the wire once
}

void TestServiceTitanWrites::findsNothingThatIsGone()
{
    const calls::LeadLink link = leadOf(customer());
    m_office->fake.remove(u"leads"_s, link.lead.section(u':', 1).toLongLong());
    QVERIFY(as<NotFound>(findWritten(AddNote{header(link)})));
    const std::optional<NotWritten> gone = as<NotWritten>(write(AddNote{header(link)}));
    QVERIFY(gone);
    QCOMPARE(gone->kind, Class::Gone);
    QCOMPARE(as<NotWritten>(write(SetStatus{header(link)}))->kind, Class::Gone);

    const qint64 merged = m_office->fake.addCustomer(u"Merged"_s, {}, {{u"active"_s, false}});
    const PutLead lead{header({.record = u"Customer:%1"_s.arg(merged)})};
    QCOMPARE(as<NotWritten>(write(lead))->kind, Class::Gone);
    const PutLead never{header({.record = u"Customer:424242"_s})};
    QCOMPARE(as<NotWritten>(write(never))->kind, Class::Gone);
}

QTEST_GUILESS_MAIN(TestServiceTitanWrites)
#include "tst_servicetitan_writes.moc"
