#include "engine/leadreader.h"
#include "store/leadindexgateway.h"
#include "support/fakeleads.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QCoreApplication>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <map>

/// What a lead system costs: its people read into the records kept here, and a caller found among them.
namespace {

using namespace ringback;
using namespace Qt::StringLiterals;
using ringback::test::must;

constexpr int peopleInPage = 100; // as the smallest of the real ones gives them

calls::LeadRecord person(int i)
{
    return {.id = u"P%1"_s.arg(i),
            .name = u"Person %1"_s.arg(i),
            .numbers = {test::number(u"+1%155501%2"_s.arg(201 + i / 100).arg(i % 100, 2, 10, QChar(u'0')))},
            .emails = {u"person%1@example.com"_s.arg(i)},
            .kind = calls::ContactKind::PriorCustomer,
            .isOpen = true};
}

// Answers at once, page after page.
class Book final : public connectors::LeadSystem {
public:
    explicit Book(int people)
    {
        for (int i = 0; i < people; ++i)
            m_people.append(person(i));
    }

    QCoro::Task<connectors::WriteOutcome> write(connectors::LeadWrite) override
    {
        connectors::WriteOutcome outcome = connectors::Unknown{};
        co_return outcome;
    }
    QCoro::Task<connectors::WriteFinding> findWritten(connectors::LeadWrite, Instant) override
    {
        connectors::WriteFinding finding = connectors::NotFound{};
        co_return finding;
    }
    QCoro::Task<Result<connectors::LeadChanges>> changesSince(QString cursor) override
    {
        const qsizetype from = cursor.toInt();
        const qsizetype until = std::min<qsizetype>(from + peopleInPage, m_people.size());
        connectors::LeadChanges changes{
            .records = m_people.sliced(from, until - from), .cursor = QString::number(until), .isLast = until == m_people.size()};
        Result<connectors::LeadChanges> page = std::move(changes);
        co_return page;
    }
    QCoro::Task<QList<connectors::Finding>> test() override
    {
        QList<connectors::Finding> none;
        co_return none;
    }
    void abandon() override {}

private:
    QList<calls::LeadRecord> m_people;
};

void firstPass(benchmark::State &state)
{
    const int people = static_cast<int>(state.range(0));
    const test::TestClock clock;
    const auto book = std::make_shared<Book>(people);
    for (auto _ : state) {
        state.PauseTiming();
        test::TestDatabase place(store::Dialect::Sqlite);
        const std::unique_ptr<store::Database> database = place.open();
        settings::LeadConnection connection{.id = u"jobber"_s, .account = settings::AccuLynxAccount{.apiKeySecret = u"key"_s}};
        const engine::Office office =
            test::storeOffice(*database, clock.now(), [&](settings::Setup &setup) { setup.leadSystems = {connection}; });
        IdSource ids(7);
        engine::LeadReader reader(*database, clock, ids, u"bench"_s);
        reader.setAccesses({{connection.id, {.system = book, .abilities = {.listsChanges = true}}}}, office.setup);
        state.ResumeTiming();
        while (must(reader.turn(office)) > 0 || reader.hasLanded())
            QCoreApplication::processEvents();
        state.PauseTiming();
        const std::optional<store::LeadRead> read =
            must(store::LeadReadGateway(*database).find(connection.id, store::LeadReadKind::Records));
        if (!read || !read->wholeAt || read->seen != people)
            state.SkipWithError("not everybody was read");
        state.ResumeTiming();
    }
}

struct Known {
    explicit Known(int people)
    {
        QList<calls::LeadRecord> records;
        for (int i = 0; i < people; ++i)
            records.append(person(i));
        store::Transaction transaction = must(store::Transaction::begin(*database));
        must(store::LeadIndexGateway(*database).put(transaction, u"jobber"_s, records, test::TestClock().now()));
        must(transaction.commit());
    }

    test::TestDatabase place{store::Dialect::Sqlite};
    std::unique_ptr<store::Database> database = place.open();
};

void lookUp(benchmark::State &state, int people)
{
    const Known known(people);
    const store::LeadIndexGateway index(*known.database);
    int next = 0;
    for (auto _ : state) {
        next = (next + 7'919) % people;
        if (must(index.withNumber(person(next).numbers.first())).size() != 1)
            state.SkipWithError("a known caller was not found");
    }
}

BENCHMARK(firstPass)
    ->Name("read a lead system's people for the first time, people")
    ->Arg(10'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(lookUp, few, 1'000)->Name("find a caller among 1,000 people of a lead system");
BENCHMARK_CAPTURE(lookUp, many, 60'000)->Name("find a caller among 60,000 people of a lead system");

} // namespace
