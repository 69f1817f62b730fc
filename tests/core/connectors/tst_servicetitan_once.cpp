#include "support/servicetitanoffice.h"

#include <QTest>

#include <functional>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using ringback::test::as;
using ringback::test::FakeServiceTitan;
using ringback::test::ServiceTitanOffice;
using What = FakeServiceTitan::What;

namespace {

constexpr auto leadsPost = "POST /crm/v2/tenant/4711/leads";
constexpr auto bookingsPost = "POST /crm/v2/tenant/4711/booking-provider/9/bookings";
constexpr auto tasksPost = "POST /taskmanagement/v2/tenant/4711/tasks";

using Make = std::function<LeadWrite(ServiceTitanOffice &, const LeadWriteHeader &)>;

} // namespace

/// Each kind of write, with its answer lost: it is found if it is there, and asked for again it is there once.
class TestServiceTitanOnce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void writesOnce_data();
    void writesOnce();

private:
    std::unique_ptr<ServiceTitanOffice> m_office;
};

void TestServiceTitanOnce::init()
{
    m_office = std::make_unique<ServiceTitanOffice>();
}

void TestServiceTitanOnce::cleanup()
{
    const QStringList problems = m_office->fake.problems();
    m_office.reset();
    QCOMPARE(problems, QStringList());
}

void TestServiceTitanOnce::writesOnce_data()
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
void TestServiceTitanOnce::writesOnce()
{
    QFETCH(Make, make);
    QFETCH(QByteArray, request);
    QFETCH(QString, table);
    QFETCH(What, what);
    calls::LeadLink link;
    if (table == u"bookingnotes" || table == u"bookingtasks")
        link = m_office->booked();
    else if (table == u"leads" || table == u"notes")
        link.record = u"Customer:%1"_s.arg(m_office->customer());
    else if (table != u"bookings")
        link = m_office->leadOf(m_office->customer());
    const auto entries = [&]() -> qsizetype {
        if (table == u"bookingnotes")
            return m_office->fake.all(u"bookings"_s).constFirst().value(u"summary"_s).toString().count(u"[rb-"_s);
        if (table == u"bookingtasks")
            return m_office->fake.all(u"tasks"_s).size();
        return m_office->fake.all(table == u"leadnotes" ? u"notes"_s : table).size();
    };
    const qsizetype before = entries();
    const LeadWrite wanted = make(*m_office, m_office->header(link));
    const bool isTaken = what == What::TakeAndDrop || what == What::TakeAndAnswer500;
    m_office->fake.next(request, what, 502, "<html>Bad gateway</html>", "text/html");
    QVERIFY(as<Unknown>(m_office->write(wanted)));

    const WriteFinding found = m_office->findWritten(wanted);
    const bool isHalf = QTest::currentDataTag() == "the note of a dismissal: its answer is lost"_ba ||
                        QTest::currentDataTag() == "the note of a dismissal: 500 after taking it"_ba;
    QCOMPARE(as<Written>(found).has_value(), isTaken && !isHalf);
    QCOMPARE(as<NotFound>(found).has_value(), !isTaken || isHalf);

    const WriteOutcome again = m_office->write(wanted);
    QVERIFY(as<Written>(again));
    QCOMPARE(entries(), before + 1);
    QCOMPARE(as<Written>(m_office->findWritten(wanted)), as<Written>(again));
    if (isTaken && !isHalf) // what is found is what is written
        QCOMPARE(as<Written>(found), as<Written>(again));
    QVERIFY(as<Written>(m_office->write(wanted)));
    QCOMPARE(entries(), before + 1);
}

QTEST_GUILESS_MAIN(TestServiceTitanOnce)
#include "tst_servicetitan_once.moc"
