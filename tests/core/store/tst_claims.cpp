#include "store/calendarentrygateway.h"
#include "store/dialgateway.h"
#include "store/gateways.h"
#include "store/jobgateway.h"
#include "store/leadwritegateway.h"
#include "store/noticegateway.h"
#include "support/office.h"
#include "support/testdatabase.h"

#include <QTest>

#include <functional>
#include <memory>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::instantOf;
using ringback::test::must;

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s);
const QString connection = u"somewhere"_s;

} // namespace

/// What waits for an engine is claimed a few at a time, whatever the database makes of the statement.
class TestClaims : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void noMoreThanAskedFor_data();
    void noMoreThanAskedFor();

private:
    struct Case {
        calls::FollowUp followUp;
        calls::CallbackTask task;
    };

    // A case of a caller of its own, with its callback.
    Case addCase(Transaction &transaction)
    {
        const calls::Contact contact = must(
            ContactGateway(*m_database).findOrAdd(transaction, {.id = m_ids.next<calls::ContactId>(noon), .number = nextNumber()}, noon));
        const calls::FollowUp followUp{.id = m_ids.next<calls::FollowUpId>(noon),
                                       .contact = contact.id,
                                       .line = u"+12145550100"_s,
                                       .playbookVersion = 1,
                                       .openedAt = noon,
                                       .lastCallAt = noon};
        must(FollowUpGateway(*m_database).insert(transaction, followUp));
        const calls::CallbackTask task{.id = m_ids.next<calls::TaskId>(noon),
                                       .followUp = followUp.id,
                                       .team = u"office"_s,
                                       .assignedTo = u"dana"_s,
                                       .createdAt = noon,
                                       .dueAt = noon};
        must(TaskGateway(*m_database).insert(transaction, task));
        return {followUp, task};
    }
    [[nodiscard]] calls::PhoneNumber nextNumber() { return test::number(u"+12145550%1"_s.arg(100 + ++m_callers)); }

    // One more of its kind that is due at `dueAt`; and what a claim takes, by its place in that order.
    void add(const QString &kind, Transaction &transaction, Instant dueAt);
    [[nodiscard]] QList<Instant> claim(const QString &kind, Transaction &transaction, int limit);

    IdSource m_ids{7};
    int m_callers = 0;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestClaims::init()
{
    QFETCH_GLOBAL(Dialect, dialect);
    m_callers = 0;
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, noon);
}

void TestClaims::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestClaims::add(const QString &kind, Transaction &transaction, Instant dueAt)
{
    const Case of = addCase(transaction);
    if (kind == u"jobs") {
        const calls::Message message{.id = m_ids.next<calls::MessageId>(noon),
                                     .followUp = of.followUp.id,
                                     .contact = of.followUp.contact,
                                     .line = test::number(u"+12145550100"_s),
                                     .peer = test::number(u"+12145550123"_s),
                                     .body = u"Hi"_s,
                                     .step = u"text_back"_s,
                                     .connection = connection,
                                     .createdAt = noon};
        must(MessageGateway(*m_database).insert(transaction, message, dueAt));
        must(JobGateway(*m_database)
                 .insert(transaction, {.id = m_ids.next<calls::JobId>(noon),
                                       .key = u"text:"_s + message.id.text(),
                                       .message = message.id,
                                       .connection = connection,
                                       .dueAt = dueAt,
                                       .trueUntil = dueAt + 1h,
                                       .line = message.line.e164()}));
    } else if (kind == u"lead writes") {
        const calls::LeadWriteId id = m_ids.next<calls::LeadWriteId>(noon);
        QVERIFY(must(LeadWriteGateway(*m_database)
                         .insert(transaction, {.id = id,
                                               .key = id.text(),
                                               .connection = connection,
                                               .followUp = of.followUp.id,
                                               .kind = calls::LeadWriteKind::Lead,
                                               .subject = u"case"_s,
                                               .ordinal = m_callers,
                                               .happenedAt = noon,
                                               .dueAt = dueAt})));
    } else if (kind == u"notices") {
        const NoticeId id = m_ids.next<NoticeId>(noon);
        QVERIFY(must(NoticeGateway(*m_database)
                         .insert(transaction, {.id = id,
                                               .key = id.text(),
                                               .staff = u"dana"_s,
                                               .task = of.task.id,
                                               .address = u"+12145550155"_s,
                                               .connection = connection,
                                               .line = u"+12145550100"_s,
                                               .body = u"A callback is yours"_s,
                                               .createdAt = noon,
                                               .dueAt = dueAt,
                                               .trueUntil = dueAt + 1h})));
    } else if (kind == u"dials") {
        QVERIFY(must(DialGateway(*m_database)
                         .begin(transaction, {.id = m_ids.next<DialId>(noon),
                                              .number = test::number(u"+12145550%1"_s.arg(100 + m_callers)),
                                              .staff = u"dana"_s,
                                              .way = Dial::Way::Provider,
                                              .connection = connection,
                                              .line = u"+12145550100"_s,
                                              .state = Dial::State::Waiting,
                                              .beganAt = dueAt,
                                              .untilAt = noon + 1h})));
    } else {
        QVERIFY(must(
            CalendarEntryGateway(*m_database)
                .insert(transaction,
                        {.task = of.task.id, .calendar = connection, .uid = of.task.id.text() + u"@callback.ringback"_s, .dueAt = dueAt})));
    }
}

QList<Instant> TestClaims::claim(const QString &kind, Transaction &transaction, int limit)
{
    QList<Instant> taken;
    const auto take = [&taken](const auto &rows) {
        for (const auto &row : rows)
            taken.append(row.dueAt);
    };
    const QString engine = u"one"_s;
    const Instant lease = noon + 10s;
    if (kind == u"jobs")
        take(must(
            JobGateway(*m_database)
                .claimDue(transaction, {.connection = connection, .engine = engine, .leaseUntil = lease, .now = noon, .limit = limit})));
    else if (kind == u"lead writes")
        take(must(LeadWriteGateway(*m_database).claimDue(transaction, connection, engine, noon, lease, limit)));
    else if (kind == u"notices")
        take(must(NoticeGateway(*m_database).claimDue(transaction, connection, engine, noon, lease, limit)));
    else if (kind == u"calendar entries")
        take(must(CalendarEntryGateway(*m_database).claimDue(transaction, connection, engine, noon, lease, limit)));
    else
        for (const Dial &dial : must(DialGateway(*m_database).claim(transaction, {connection}, engine, noon, lease, limit)))
            taken.append(dial.beganAt);
    return taken;
}

void TestClaims::noMoreThanAskedFor_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"jobs", "lead writes", "notices", "dials", "calendar entries"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestClaims::noMoreThanAskedFor()
{
    QFETCH_GLOBAL(Dialect, dialect);
    QFETCH(QString, kind);
    Transaction transaction = must(Transaction::begin(*m_database));
    QList<Instant> due;
    for (int i = 0; i < 7; ++i) {
        due.append(noon - 1min + i * 1s);
        add(kind, transaction, due.last());
    }
    // PostgreSQL is made to choose the plan that it takes for small tables: what is below the join is run again for each row above it.
    if (dialect == Dialect::PostgreSql) {
        for (const char *way : {"hashjoin", "mergejoin", "hashagg", "sort", "material"})
            must(transaction.change(u"SET LOCAL enable_%1 = off"_s.arg(QLatin1String(way))));
    }
    QList<Instant> taken;
    for (const qsizetype several : {3, 3, 1, 0}) {
        const QList<Instant> now = claim(kind, transaction, 3);
        QCOMPARE(now.size(), several);
        taken += now;
    }
    QCOMPARE(taken, due);
}

QTEST_GUILESS_MAIN(TestClaims)
#include "tst_claims.moc"
