#include "store/changewatch.h"
#include "support/testdatabase.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using ringback::test::must;

class TestChangeWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void seesACommitOfAnother();
    void doesNotSeeWhatIsNotCommitted();
    void listensAgainAfterTheServerWentAway();
};

namespace {

void commit(Database &database, int id)
{
    Transaction transaction = must(Transaction::begin(database));
    must(transaction.change(u"INSERT INTO setups VALUES (?, '{}', 1)"_s, {id}));
    must(transaction.commit());
}

} // namespace

void TestChangeWatch::seesACommitOfAnother()
{
    QFETCH_GLOBAL(Dialect, dialect);
    const test::TestDatabase place(dialect);
    const std::unique_ptr<Database> mine = place.open();
    const std::unique_ptr<Database> other = place.open();
    ChangeWatch watch(*mine);
    QSignalSpy changed(&watch, &ChangeWatch::changed);
    must(watch.start());
    for (int i = 1; i <= 3; ++i) {
        commit(*other, i);
        QTRY_COMPARE(changed.size(), i);
    }
}

// A rollback tells nobody. The commit after it does, so that this test need not wait for a silence.
void TestChangeWatch::doesNotSeeWhatIsNotCommitted()
{
    QFETCH_GLOBAL(Dialect, dialect);
    const test::TestDatabase place(dialect);
    const std::unique_ptr<Database> mine = place.open();
    const std::unique_ptr<Database> other = place.open();
    ChangeWatch watch(*mine);
    QSignalSpy changed(&watch, &ChangeWatch::changed);
    must(watch.start());
    {
        Transaction transaction = must(Transaction::begin(*other));
        must(transaction.change(u"INSERT INTO setups VALUES (1, '{}', 1)"_s));
    }
    commit(*other, 2);
    QTRY_COMPARE(changed.size(), 1);
}

void TestChangeWatch::listensAgainAfterTheServerWentAway()
{
    QFETCH_GLOBAL(Dialect, dialect);
    const test::TestDatabase place(dialect);
    const std::unique_ptr<Database> mine = place.open();
    const std::unique_ptr<Database> other = place.open();
    ChangeWatch watch(*mine);
    QSignalSpy changed(&watch, &ChangeWatch::changed);
    must(watch.start());
    if (dialect == Dialect::PostgreSql) {
        must(other->rows(
            u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"_s));
        QVERIFY(!mine->rows(u"SELECT 1"_s));
    }
    must(mine->reopen());
    must(watch.listenAgain());
    changed.clear();
    commit(*other, 1);
    QTRY_VERIFY(!changed.isEmpty());
}

QTEST_GUILESS_MAIN(TestChangeWatch)
#include "tst_changewatch.moc"
