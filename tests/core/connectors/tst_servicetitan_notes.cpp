#include "support/servicetitanoffice.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using ringback::test::as;
using ringback::test::ServiceTitanOffice;
using Class = NotWritten::Class;
using What = test::FakeServiceTitan::What;

/// Notes, statuses and tasks of a case whose lead is written.
class TestServiceTitanNotes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void addsNotes_data();
    void addsNotes();
    void followsABookingToItsCustomer();
    void growsABookingOnlyWhileItIsNew();
    void followsUp_data();
    void followsUp();
    void dismisses();
    void takesAPortalsPageForNoAnswer();
    void saysWhatHasNoPlace_data();
    void saysWhatHasNoPlace();
    void putsATask();
    void closesATaskWithANote();
    void isUnableWithoutARecord();
    void findsNothingThatIsGone();

private:
    std::unique_ptr<ServiceTitanOffice> m_office;
};

void TestServiceTitanNotes::init()
{
    m_office = std::make_unique<ServiceTitanOffice>();
}

void TestServiceTitanNotes::cleanup()
{
    const QStringList problems = m_office->fake.problems();
    m_office.reset();
    QCOMPARE(problems, QStringList());
}

void TestServiceTitanNotes::addsNotes_data()
{
    QTest::addColumn<QString>("table");
    QTest::newRow("to the lead") << u"leads"_s;
    QTest::newRow("to the customer, where there is no lead") << u"customers"_s;
    QTest::newRow("to the booking's summary") << u"bookings"_s;
}

void TestServiceTitanNotes::addsNotes()
{
    QFETCH(QString, table);
    calls::LeadLink link;
    if (table == u"bookings")
        link = m_office->booked();
    else if (table == u"leads")
        link = m_office->leadOf(m_office->customer());
    else
        link.record = u"Customer:%1"_s.arg(m_office->customer());
    const LeadWriteHeader note = m_office->header(link);
    QCOMPARE(as<Written>(m_office->write(AddNote{note, calls::LeadNote::TextSent})), std::optional(Written{link}));
    const QString text = note.text + u"\n[rb-abcdefgh2345]"_s;
    if (table == u"bookings") { // what stood there stays
        QCOMPARE(m_office->fake.all(table).constFirst().value(u"summary"_s).toString(), note.text + u"\n\n"_s + text);
    } else {
        const qint64 id = (table == u"leads" ? link.lead : link.record).section(u':', 1).toLongLong();
        QCOMPARE(m_office->fake.notesOf(table, id), QStringList{text});
    }
}

// The office has made a job of the booking, and a customer with it: what comes now belongs to that.
void TestServiceTitanNotes::followsABookingToItsCustomer()
{
    const calls::LeadLink link = m_office->booked();
    const qint64 id = m_office->customer();
    const qint64 job = m_office->fake.addJob(id);
    m_office->fake.change(u"bookings"_s, link.record.section(u':', 1).toLongLong(), {{u"status"_s, u"Converted"_s}, {u"jobId"_s, job}});
    const calls::LeadLink moved{.record = u"Customer:%1"_s.arg(id),
                                .lead = link.lead,
                                .task = {},
                                .url = u"https://go.servicetitan.com/#/Customer/%1"_s.arg(id),
                                .isOurs = true};
    QCOMPARE(as<Written>(m_office->write(AddNote{m_office->header(link)})), std::optional(Written{moved}));
    QCOMPARE(m_office->fake.notesOf(u"customers"_s, id).size(), 1);

    const std::optional<Written> task =
        as<Written>(m_office->write(PutTask{m_office->header(link), u"Call back"_s, m_office->clock.now()}));
    QVERIFY(task);
    QCOMPARE(m_office->fake.all(u"tasks"_s).constFirst().value(u"customerId"_s).toInteger(), id);
    QVERIFY(as<Written>(m_office->write(PutLead{m_office->header(link)})));
    QCOMPARE(m_office->fake.all(u"leads"_s).constFirst().value(u"customerId"_s).toInteger(), id);

    m_office->fake.forbid("jpm"); // whose it became cannot be read: the booking stays the place
    const std::optional<NotWritten> closed = as<NotWritten>(m_office->write(AddNote{m_office->header(link)}));
    QVERIFY(closed);
    QCOMPARE(closed->kind, Class::Write);
}

void TestServiceTitanNotes::growsABookingOnlyWhileItIsNew()
{
    const calls::LeadLink link = m_office->booked();
    m_office->fake.change(u"bookings"_s, link.record.section(u':', 1).toLongLong(), {{u"status"_s, u"Dismissed"_s}});
    const std::optional<NotWritten> refused = as<NotWritten>(m_office->write(AddNote{m_office->header(link)}));
    QVERIFY(refused);
    QCOMPARE(refused->kind, Class::Write);
    QCOMPARE(refused->code, u"409"_s);
}

void TestServiceTitanNotes::followsUp_data()
{
    QTest::addColumn<QString>("appointment");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<QString>("date");
    QTest::newRow("now, when somebody is to call") << u""_s << false << u"2026-11-20T18:00:00.000Z"_s;
    QTest::newRow("when the appointment is") << u"2026-11-24T15:30:00Z"_s << false << u"2026-11-24T15:30:00.000Z"_s;
    QTest::newRow("when the appointment is, with which the case is over")
        << u"2026-11-24T15:30:00Z"_s << true << u"2026-11-24T15:30:00.000Z"_s;
}

void TestServiceTitanNotes::followsUp()
{
    QFETCH(QString, appointment);
    QFETCH(bool, closes);
    const calls::LeadLink link = m_office->leadOf(m_office->customer());
    const SetStatus status{.header = m_office->header(link),
                           .appointmentAt = appointment.isEmpty() ? std::nullopt : std::optional(test::instantOf(appointment)),
                           .closes = closes};
    QCOMPARE(as<Written>(m_office->write(status)), std::optional(Written{link}));
    const QJsonObject lead = m_office->fake.all(u"leads"_s).constFirst();
    QTEST(lead.value(u"followUpDate"_s).toString(), "date");
    QCOMPARE(lead.value(u"status"_s).toString(), u"Open"_s);
    QCOMPARE(m_office->fake.count("POST /crm/v2/tenant/4711/leads/%1/follow-up"_ba.replace("%1", link.lead.section(u':', 1).toLatin1())),
             1);
    QCOMPARE(m_office->fake.notesOf(u"leads"_s, lead.value(u"id"_s).toInteger()),
             QStringList{status.header.text + u"\n[rb-abcdefgh2345]"_s});
}

void TestServiceTitanNotes::dismisses()
{
    const calls::LeadLink link = m_office->leadOf(m_office->customer());
    SetStatus status{.header = m_office->header(link), .closes = true};
    status.header.facts.status = u"no_interest"_s;
    QCOMPARE(as<Written>(m_office->write(status)), std::optional(Written{link}));
    const QJsonObject lead = m_office->fake.all(u"leads"_s).constFirst();
    QCOMPARE(lead.value(u"status"_s).toString(), u"Dismissed"_s);
    QCOMPARE(lead.value(u"dismissingReasonId"_s).toInteger(), 51);
    QCOMPARE(m_office->fake.notesOf(u"leads"_s, lead.value(u"id"_s).toInteger()).size(), 1);
    QCOMPARE(as<Written>(m_office->write(status)), std::optional(Written{link})); // a second time there is nothing to do
    QCOMPARE(m_office->fake.count("/dismiss"), 1);
    QCOMPARE(m_office->fake.notesOf(u"leads"_s, lead.value(u"id"_s).toInteger()).size(), 1);
}

void TestServiceTitanNotes::takesAPortalsPageForNoAnswer()
{
    const qint64 id = m_office->customer();
    SetStatus status{.header = m_office->header(m_office->leadOf(id)), .closes = true};
    status.header.facts.status = u"no_interest"_s;
    for (const char *const part : {"/dismiss", "POST /crm/v2/tenant/4711/leads/"})
        m_office->fake.next(part, What::Answer, 200, "<html>Welcome</html>", "text/html");
    QVERIFY(as<Unknown>(m_office->write(status))); // the note
    QVERIFY(as<Unknown>(m_office->write(status))); // the dismissal
    QVERIFY(as<NotFound>(m_office->findWritten(status)));
    QVERIFY(as<Written>(m_office->write(status)));

    m_office->fake.next("/tags/", What::Answer, 200, "<html>Welcome</html>", "text/html");
    const PutLead lead{m_office->header({.record = u"Customer:%1"_s.arg(id)})};
    QCOMPARE(as<NotWritten>(m_office->write(lead))->kind, Class::ForNow);
    QVERIFY(as<Written>(m_office->write(lead)));
}

void TestServiceTitanNotes::saysWhatHasNoPlace_data()
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

void TestServiceTitanNotes::saysWhatHasNoPlace()
{
    QFETCH(QString, status);
    QFETCH(QString, state);
    QFETCH(QString, place);
    calls::LeadLink link;
    if (place == u"bookings")
        link = m_office->booked();
    else if (place == u"leads")
        link = m_office->leadOf(m_office->customer());
    else
        link.record = u"Customer:%1"_s.arg(m_office->customer());
    if (!state.isEmpty())
        m_office->fake.change(u"leads"_s, link.lead.section(u':', 1).toLongLong(), {{u"status"_s, state}});
    SetStatus wanted{.header = m_office->header(link), .closes = true};
    wanted.header.facts.status = status;
    QCOMPARE(as<Written>(m_office->write(wanted)), std::optional(Written{link}));
    QCOMPARE(m_office->fake.count("/dismiss") + m_office->fake.count("/follow-up"), 0);
    const qint64 id = (place == u"leads" ? link.lead : link.record).section(u':', 1).toLongLong();
    const QString said =
        place == u"bookings" ? m_office->fake.one(place, id).value(u"summary"_s).toString() : m_office->fake.notesOf(place, id).join(u' ');
    QVERIFY(said.contains(u"[rb-abcdefgh2345]"_s));
    QVERIFY(as<Written>(m_office->findWritten(wanted)));
}

void TestServiceTitanNotes::putsATask()
{
    const qint64 id = m_office->customer();
    const calls::LeadLink link = m_office->leadOf(id);
    const PutTask wanted{.header = m_office->header(link),
                         .title = u"Call Pat Doe back"_s,
                         .dueAt = test::instantOf(u"2026-11-20T18:15:00Z"_s),
                         .assignee = u"dana"_s,
                         .isPriority = true};
    const std::optional<Written> written = as<Written>(m_office->write(wanted));
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
    QVERIFY(as<Written>(m_office->write(nobodys)));
    QCOMPARE(m_office->fake.all(u"tasks"_s).constLast().value(u"assignedToId"_s).toInteger(), 62);
    QCOMPARE(m_office->fake.all(u"tasks"_s).constLast().value(u"priority"_s).toString(), u"Normal"_s);
    nobodys.header.marker = u"rb-third"_s;
    nobodys.assignee = u"somebody-new"_s; // of whom ServiceTitan has nobody
    QVERIFY(as<Written>(m_office->write(nobodys)));
    QCOMPARE(m_office->fake.all(u"tasks"_s).constLast().value(u"assignedToId"_s).toInteger(), 62);
}

void TestServiceTitanNotes::closesATaskWithANote()
{
    calls::LeadLink link = m_office->leadOf(m_office->customer());
    link.task = u"77"_s;
    QCOMPARE(as<Written>(m_office->write(CloseTask{m_office->header(link), u"reached"_s})), std::optional(Written{link}));
    QCOMPARE(m_office->fake.notesOf(u"leads"_s, link.lead.section(u':', 1).toLongLong()).size(), 1);
    QCOMPARE(m_office->fake.count("/taskmanagement/"), 0);
    QVERIFY(!m_office->kind.abilities().closesTasks);
}

void TestServiceTitanNotes::isUnableWithoutARecord()
{
    for (const LeadWrite &wanted :
         {LeadWrite(AddNote{m_office->header()}), LeadWrite(SetStatus{m_office->header()}), LeadWrite(CloseTask{m_office->header()})}) {
        const std::optional<NotWritten> refused = as<NotWritten>(m_office->write(wanted));
        QVERIFY(refused);
        QCOMPARE(refused->kind, Class::Unable);
    }
    QVERIFY(m_office->fake.requests().isEmpty());
}

void TestServiceTitanNotes::findsNothingThatIsGone()
{
    const calls::LeadLink link = m_office->leadOf(m_office->customer());
    m_office->fake.remove(u"leads"_s, link.lead.section(u':', 1).toLongLong());
    QVERIFY(as<NotFound>(m_office->findWritten(AddNote{m_office->header(link)})));
    const std::optional<NotWritten> gone = as<NotWritten>(m_office->write(AddNote{m_office->header(link)}));
    QVERIFY(gone);
    QCOMPARE(gone->kind, Class::Gone);
    QCOMPARE(as<NotWritten>(m_office->write(SetStatus{m_office->header(link)}))->kind, Class::Gone);

    const qint64 merged = m_office->fake.addCustomer(u"Merged"_s, {}, {{u"active"_s, false}});
    const PutLead lead{m_office->header({.record = u"Customer:%1"_s.arg(merged)})};
    QCOMPARE(as<NotWritten>(m_office->write(lead))->kind, Class::Gone);
    const PutLead never{m_office->header({.record = u"Customer:424242"_s})};
    QCOMPARE(as<NotWritten>(m_office->write(never))->kind, Class::Gone);
}

QTEST_GUILESS_MAIN(TestServiceTitanNotes)
#include "tst_servicetitan_notes.moc"
