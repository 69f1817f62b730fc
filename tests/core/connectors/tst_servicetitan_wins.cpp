#include "base/time.h"
#include "support/servicetitanoffice.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using ringback::test::FakeServiceTitan;
using ringback::test::instantOf;
using ringback::test::ServiceTitanOffice;
using What = FakeServiceTitan::What;

/// What became of tasks, and what was earned.
class TestServiceTitanWins : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void tellsOfTasks();
    void asksForNoTaskThatIsNone();
    void tellsWhatWasWon();
    void winsByABooking();
    void winsWithoutInvoices();

private:
    [[nodiscard]] Result<QList<calls::Win>> wins(const QString &record, const QString &since = u"2026-11-20T00:00:00Z"_s)
    {
        return QCoro::waitFor(m_office->system->wins({.links = {calls::LeadLink{.record = record}}, .since = instantOf(since)}));
    }

    std::unique_ptr<ServiceTitanOffice> m_office;
};

void TestServiceTitanWins::init()
{
    m_office = std::make_unique<ServiceTitanOffice>();
}

void TestServiceTitanWins::cleanup()
{
    const QStringList problems = m_office->fake.problems();
    m_office.reset();
    QCOMPARE(problems, QStringList());
}

void TestServiceTitanWins::tellsOfTasks()
{
    const LeadWriteHeader header = m_office->header({.record = u"Customer:%1"_s.arg(m_office->customer())});
    QStringList ids;
    for (int i = 0; i < 5; ++i) {
        PutTask task{header, u"Call back"_s, m_office->clock.now()};
        task.header.marker = u"rb-%1"_s.arg(i);
        ids.append(std::get<Written>(QCoro::waitFor(m_office->system->write(task))).link.task);
    }
    const auto set = [&](int i, const QJsonObject &more) {
        m_office->fake.change(u"tasks"_s, ids.at(i).toLongLong(), more);
    };
    set(1, {{u"status"_s, u"Completed"_s}, {u"isClosed"_s, true}, {u"closedOn"_s, u"2026-11-20T18:04:05.1234567Z"_s}});
    set(2, {{u"status"_s, u"Canceled"_s}, {u"isClosed"_s, true}});
    set(3, {{u"active"_s, false}});
    set(4, {{u"status"_s, u"InProgress"_s}});
    const LeadTaskQuery query{.tasks = ids + QStringList{u"999999"_s}, .cursor = u"c"_s};
    const Result<LeadTasks> told = QCoro::waitFor(m_office->system->tasks(query));
    QVERIFY(told);
    const QList<LeadTaskState> expected = {
        {.id = ids.at(0)},
        {.id = ids.at(1), .isClosed = true, .closedAt = instantOf(u"2026-11-20T18:04:05.123Z"_s), .outcome = u"Completed"_s},
        {.id = ids.at(2), .isClosed = true, .outcome = u"Canceled"_s},
        {.id = ids.at(3), .isGone = true},
        {.id = ids.at(4)}};
    QCOMPARE(told->states, expected);
    QCOMPARE(told->cursor, u"c"_s);
    QCOMPARE(m_office->fake.count("GET /taskmanagement/v2/tenant/4711/tasks?active=Any&ids="), 1);
}

void TestServiceTitanWins::asksForNoTaskThatIsNone()
{
    const LeadTaskQuery query{.tasks = {u"7&active=False"_s, u""_s, u"Task:8"_s}};
    const Result<LeadTasks> told = QCoro::waitFor(m_office->system->tasks(query));
    QVERIFY(told);
    QVERIFY(told->states.isEmpty());
    QVERIFY(m_office->fake.requests().isEmpty());
}

void TestServiceTitanWins::tellsWhatWasWon()
{
    const qint64 id = m_office->fake.addCustomer(u"Pat Doe"_s, {});
    const auto done = [](const QString &at) {
        return QJsonObject{{u"jobStatus"_s, u"Completed"_s}, {u"completedOn"_s, at}};
    };
    const qint64 roof = m_office->fake.addJob(id, done(u"2026-11-20T15:00:00Z"_s));
    m_office->fake.addInvoice(roof, u"12345.10"_s);
    m_office->fake.addInvoice(roof, u"-45.105"_s); // an adjustment
    m_office->fake.addInvoice(roof, u"999.00"_s, {{u"active"_s, false}});
    const qint64 gutter = m_office->fake.addJob(id, test::filled(done(u"2026-11-20T16:00:00Z"_s), {{u"total"_s, 1234.1}}));
    const qint64 unpriced = m_office->fake.addJob(id, done(u"2026-11-20T17:00:00Z"_s)); // its total is left out
    const qint64 visit = m_office->fake.addJob(id, test::filled(done(u"2026-11-20T17:30:00Z"_s), {{u"total"_s, 0}}));
    const qint64 off = m_office->fake.addJob(id, {{u"jobStatus"_s, u"Canceled"_s}});
    m_office->fake.addJob(id, {{u"jobStatus"_s, u"InProgress"_s}, {u"total"_s, 5000}});
    m_office->fake.addJob(id, done(u"2026-11-19T15:00:00Z"_s)); // before
    m_office->fake.addJob(id + 5000, done(u"2026-11-20T15:00:00Z"_s)); // somebody else's

    const Result<QList<calls::Win>> told = wins(u"Customer:%1"_s.arg(id));
    QVERIFY(told);
    QStringList lines;
    for (const calls::Win &win : *told) {
        QCOMPARE(win.record, u"Customer:%1"_s.arg(id));
        QCOMPARE(win.what, u"job"_s);
        lines.append(u"%1 %2 %3 %4"_s.arg(win.id, win.amount ? QString::number(win.amount->cents) : u"-"_s, toIso(win.wonAt).mid(11, 5),
                                          win.isTakenBack ? u"back"_s : u"won"_s));
    }
    QCOMPARE(lines,
             (QStringList{u"Job:%1 1229999 15:00 won"_s.arg(roof), u"Job:%1 123410 16:00 won"_s.arg(gutter),
                          u"Job:%1 - 17:00 won"_s.arg(unpriced), u"Job:%1 0 17:30 back"_s.arg(visit), u"Job:%1 - 18:00 back"_s.arg(off)}));
    QCOMPARE(told->first().url, u"https://go.servicetitan.com/#/Job/Index/%1"_s.arg(roof));
    QVERIFY(told->first().title.startsWith(u"J-"_s));
}

void TestServiceTitanWins::winsByABooking()
{
    const qint64 id = m_office->fake.addCustomer(u"Pat Doe"_s, {});
    const QJsonObject done{{u"jobStatus"_s, u"Completed"_s}, {u"completedOn"_s, u"2026-11-20T15:00:00Z"_s}, {u"total"_s, 10}};
    const qint64 job = m_office->fake.addJob(id, test::filled(done, {{u"bookingId"_s, 77}}));
    m_office->fake.addJob(id, done);
    const Result<QList<calls::Win>> told = wins(u"Booking:77"_s);
    QVERIFY(told);
    QCOMPARE(told->size(), 1);
    QCOMPARE(told->first().id, u"Job:%1"_s.arg(job));
    QCOMPARE(told->first().record, u"Booking:77"_s);
    QVERIFY(wins(u"Nobody:5"_s)->isEmpty());
}

void TestServiceTitanWins::winsWithoutInvoices()
{
    const qint64 id = m_office->fake.addCustomer(u"Pat Doe"_s, {});
    m_office->fake.addJob(id, {{u"jobStatus"_s, u"Completed"_s}, {u"completedOn"_s, u"2026-11-20T15:00:00Z"_s}, {u"total"_s, 99.99}});
    m_office->fake.next("GET /accounting/", What::Answer, 500, "{}"); // not known is not the job's own word
    QVERIFY(!wins(u"Customer:%1"_s.arg(id)));
    m_office->fake.forbid("accounting"); // a right that the office has not given
    QCOMPARE(wins(u"Customer:%1"_s.arg(id))->first().amount, std::optional(Money{9999}));
    m_office->fake.forbid("jpm");
    const Result<QList<calls::Win>> refused = wins(u"Customer:%1"_s.arg(id));
    QVERIFY(!refused);
    QVERIFY(refused.error().what.startsWith(u"no_right"_s));
}

QTEST_GUILESS_MAIN(TestServiceTitanWins)
#include "tst_servicetitan_wins.moc"
