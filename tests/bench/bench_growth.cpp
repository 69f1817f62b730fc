#include "board/reader.h"
#include "engine/intake.h"
#include "engine/runner.h"
#include "support/fakephone.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <benchmark/benchmark.h>

#include <map>

/// The same work on an office that has a thousand calls stored and on one that has a million.
namespace {

using namespace ringback;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::must;

// Finished cases of two years, evenly, up to a day and an hour ago: what the board shows is the same for every size. `n` counts them.
const QStringList &filling()
{
    static const QString each = u"WITH RECURSIVE cases (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM cases WHERE n + 1 < :calls),"
                                " made AS (SELECT n, printf('%012x', n) AS x, printf('00000000-0000-7000-8000-%012x', n) AS id,"
                                " printf('00000000-0000-7000-9000-%012x', n % :contacts) AS contact,"
                                " printf('+1%d55501%02d', 201 + n % :contacts / 100, n % 100) AS caller,"
                                " :began + n * (:ended - :began) / :calls AS at FROM cases) "_s;
    static const QStringList list = {
        u"INSERT INTO contacts (id, number, name, email, kind, language, time_zone, created_at) SELECT contact, caller, '', '', 'new_lead', '', '', at FROM made WHERE n < :contacts"_s,
        u"INSERT INTO follow_ups (id, contact_id, line, playbook_version, state, missed_calls, opened_at, last_call_at, closed_at, outcome,"
        " reasons) SELECT id, contact, '+12145550100', 1, 'closed', 1, at, at, at + 3600000, 'estimate_scheduled', 'texted' FROM made"_s,
        u"INSERT INTO calls (id, connection, provider_call_id, caller, caller_raw, caller_name, line, started_at, ended_at, verdict,"
        " settles_to, provider_reason, attestation, listed_as_spam, listed_by, follow_up_id, reasons)"
        " SELECT id, 'twilio-main', 'CA' || x, caller, '', '', '+12145550100', at, at, 'missed', 'pending', 'no-answer', '', 0, '', id,"
        " 'texted' FROM made"_s,
        u"INSERT INTO leads SELECT id, id, contact, 'missed-call-automation', 'main line', 'estimate_scheduled', 950000, at FROM made"_s,
        u"INSERT INTO callback_tasks (id, follow_up_id, state, team, assigned_to, priority, note, created_at, due_at, claimed_by, "
        u"claimed_at,"
        " completed_by, completed_at, outcome) SELECT id, id, 'done', 'dallas', 'dana', 0, '', at, at + 1800000, 'dana', at + 600000, "
        "'dana',"
        " at + 3600000, 'estimate_scheduled' FROM made"_s,
        u"INSERT INTO messages (id, follow_up_id, contact_id, direction, line, peer, body, step, automated, state, connection, provider_id,"
        " error_code, created_at, due_at, sent_at, done_at) SELECT id, id, contact, 'out', '+12145550100', caller,"
        " 'Hi, this is Summit Roofing. Sorry we missed your call. How can we help?', 'text_back', 1, 'delivered', 'twilio-main', 'SM' || x,"
        " '', at, at, at + 900, at + 2000 FROM made"_s,
        u"INSERT INTO jobs (id, effect_key, message_id, connection, line, state, due_at, true_until_at, attempts, in_doubt, looks, "
        u"lease_owner,"
        " lease_number, last_error) SELECT id, 'text:' || id, id, 'twilio-main', '+12145550100', 'done', at, at + 1800000, 1, 0, 0, '', 1, "
        "''"
        " FROM made"_s,
        u"INSERT INTO attempts SELECT id, 1, 'sent', at + 900, 'engine', '' FROM made"_s,
        u"INSERT INTO inbox (id, connection, kind, event_key, payload, received_at, due_at, state, processed_at, error)"
        " SELECT id, 'twilio-main', 'voice', 'voice:' || x, 'CallSid=CA' || x || '&CallStatus=no-answer', at, at, 'done', at, '' FROM made"_s,
        u"INSERT INTO audit SELECT n + 1, at, 'engine', 'text_sent', id, 'message:' || id, '{}', x FROM made"_s,
    };
    static const QStringList statements = [] {
        QStringList whole;
        for (const QString &insert : list)
            whole.append(each + insert);
        return whole;
    }();
    return statements;
}

struct Grown {
    explicit Grown(qint64 calls)
        : office(test::storeOffice(*database, clock.now()))
    {
        const qint64 now = toMs(clock.now());
        const QList<std::pair<QString, qint64>> numbers = {{u":calls"_s, calls},
                                                           {u":contacts"_s, std::min<qint64>(calls, 60'000)},
                                                           {u":began"_s, now - Milliseconds(24h * 730).count()},
                                                           {u":ended"_s, now - Milliseconds(25h).count()}};
        must(database->change(u"PRAGMA synchronous = OFF"_s));
        {
            store::Transaction transaction = must(store::Transaction::begin(*database));
            for (QString sql : filling()) {
                for (const auto &[name, number] : numbers)
                    sql.replace(name, QString::number(number));
                const qsizetype insert = sql.indexOf(u"INSERT"_s); // SQLite wants the common table behind it
                const qsizetype select = sql.indexOf(u"SELECT"_s, insert);
                must(transaction.change(sql.mid(insert, select - insert) + sql.left(insert) + sql.mid(select)));
            }
            must(transaction.change(u"UPDATE audit_head SET sequence = ?"_s, {calls}));
            must(transaction.commit());
        }
        must(database->change(u"PRAGMA synchronous = FULL"_s));
        must(database->rows(u"PRAGMA wal_checkpoint(TRUNCATE)"_s)); // filling it is not what is measured
        runner.setSenders({{u"twilio-main"_s, engine::Sender{.provider = phone}}});
        for (int call = 0; call < 50; ++call) { // what is on the board
            ring();
            text();
        }
    }

    void ring()
    {
        const int caller = fresh++;
        clock.advance(10ms);
        test::putIntoInbox(*database, ids, calls::EventKind::Voice,
                           test::voiceForm(u"CB%1"_s.arg(caller, 32, 16, QChar(u'0')), u"no-answer"_s,
                                           {{u"From"_s, u"+1%1"_s.arg(850 + caller / 1000) + u"555%1"_s.arg(1000 + caller % 1000)}}),
                           clock.now());
    }
    void text()
    {
        while (must(intake.turn(office)) + must(runner.turn(office)) > 0) {
        }
    }

    test::TestClock clock;
    IdSource ids{7};
    test::TestDatabase place{store::Dialect::Sqlite};
    std::unique_ptr<store::Database> database = place.open();
    engine::Office office;
    engine::Intake intake{*database, clock, ids};
    engine::Runner runner{*database, clock, ids, u"bench"_s};
    std::shared_ptr<test::FakePhone> phone = std::make_shared<test::FakePhone>();
    int fresh = 0;
};

std::map<qint64, std::unique_ptr<Grown>> offices;

Grown &grown(benchmark::State &state)
{
    std::unique_ptr<Grown> &office = offices[state.range(0)];
    if (!office)
        office = std::make_unique<Grown>(state.range(0));
    return *office;
}

void readBoard(benchmark::State &state)
{
    Grown &office = grown(state);
    board::Reader reader(*office.database, office.clock);
    must(reader.office());
    for (auto _ : state) {
        benchmark::DoNotOptimize(must(reader.board()));
        benchmark::DoNotOptimize(must(reader.queue()));
    }
}

void intakeOne(benchmark::State &state)
{
    Grown &office = grown(state);
    for (auto _ : state) {
        state.PauseTiming();
        office.text();
        office.ring();
        state.ResumeTiming();
        benchmark::DoNotOptimize(must(office.intake.turn(office.office)));
    }
}

void claimOne(benchmark::State &state)
{
    Grown &office = grown(state);
    for (auto _ : state) {
        state.PauseTiming();
        office.text();
        office.ring();
        must(office.intake.turn(office.office));
        state.ResumeTiming();
        if (must(office.runner.turn(office.office)) != 1) {
            state.SkipWithError("no text left");
            break;
        }
    }
}

void webhookToText(benchmark::State &state)
{
    Grown &office = grown(state);
    for (auto _ : state) {
        office.ring();
        office.text();
    }
}

constexpr qint64 few = 1'000;
constexpr qint64 many = 1'000'000;
constexpr int rounds = 200;

BENCHMARK(readBoard)->Name("read board and queue, stored calls")->Arg(few)->Arg(many)->UseRealTime();
BENCHMARK(intakeOne)->Name("decide about one call, stored calls")->Arg(few)->Arg(many)->Iterations(rounds)->UseRealTime();
BENCHMARK(claimOne)->Name("claim one text, stored calls")->Arg(few)->Arg(many)->Iterations(rounds)->UseRealTime();
BENCHMARK(webhookToText)->Name("webhook to text, stored calls")->Arg(few)->Arg(many)->Iterations(rounds)->UseRealTime();

} // namespace

void closeGrownOffices()
{
    offices.clear();
}
