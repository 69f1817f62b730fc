#include "audit/trail.h"
#include "connectors/twilio/signature.h"
#include "engine/intake.h"
#include "engine/runner.h"
#include "support/fakephone.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "templates/template.h"

#include <benchmark/benchmark.h>

/// What one call is made of, a part at a time. The stores are SQLite files with every commit synced, as an office's.
namespace {

using namespace ringback;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::must;

// An office of its own for one benchmark.
struct Bench {
    Bench()
        : office(test::storeOffice(*database, clock.now()))
    {}

    // A missed call of somebody who has not called before.
    void ring()
    {
        const int caller = calls++;
        const QString from = u"+1%1"_s.arg(201 + caller / 1000) + u"555%1"_s.arg(1000 + caller % 1000);
        test::putIntoInbox(*database, ids, calls::EventKind::Voice,
                           test::voiceForm(u"CA%1"_s.arg(caller, 32, 16, QChar(u'0')), u"no-answer"_s, {{u"From"_s, from}}), clock.now());
    }

    test::TestClock clock;
    IdSource ids{7};
    test::TestDatabase place{store::Dialect::Sqlite};
    std::unique_ptr<store::Database> database = place.open();
    engine::Office office;
    int calls = 0;
};

void decide(benchmark::State &state)
{
    const playbook::Playbook playbook = test::roofing();
    const settings::Setup setup = test::exampleSetup();
    const policy::Rules rules{
        .playbook = playbook, .quietHours = playbook.quietHours, .officeZone = "America/Chicago", .officeLanguage = u"en"_s};
    const Instant now = test::TestClock().now();
    IdSource ids(7);
    const calls::Call call{.id = ids.next<calls::CallId>(now),
                           .connection = u"twilio-main"_s,
                           .providerCallId = u"CA1"_s,
                           .caller = test::number(u"+12145550123"_s),
                           .line = setup.lines.first().number.e164(),
                           .startedAt = now - 20s,
                           .endedAt = now,
                           .ringTime = 20s,
                           .verdict = calls::Verdict::Missed,
                           .providerReason = u"no-answer"_s};
    policy::CallFacts facts{.call = call, .line = setup.lines.first()};
    facts.contact = calls::Contact{.id = ids.next<calls::ContactId>(now), .number = test::number(u"+12145550123"_s)};
    for (const calls::Staff &staff : setup.staff)
        facts.candidates.append({.staff = staff});
    for (auto _ : state)
        benchmark::DoNotOptimize(policy::decide(facts, rules, now));
}
BENCHMARK(decide)->Name("decide about a missed call");

void keyword(benchmark::State &state)
{
    const playbook::OptOut optOut = test::roofing().optOut;
    const QString text = u"Could you come by at 5? The gate code is 4417"_s;
    for (auto _ : state) {
        benchmark::DoNotOptimize(policy::readKeyword(text, optOut));
        benchmark::DoNotOptimize(policy::isLikelyOptOut(text, optOut));
    }
}
BENCHMARK(keyword)->Name("read a reply for opt-outs");

void render(benchmark::State &state)
{
    const QString source =
        u"Hi{{first_name}}, this is {{company_name}}. Sorry we missed your call. Reply here or call {{line_phone}}. Reply STOP to opt out."_s;
    const templates::Fields fields{
        {u"first_name"_s, u"Maria"_s}, {u"company_name"_s, u"Summit Roofing"_s}, {u"line_phone"_s, u"(214) 555-0100"_s}};
    for (auto _ : state)
        benchmark::DoNotOptimize(templates::render(source, fields));
}
BENCHMARK(render)->Name("write a text");

void checkSignature(benchmark::State &state)
{
    const connectors::twilio::Form form = must(connectors::twilio::decodeForm(test::voiceForm(u"CA1"_s, u"no-answer"_s)));
    const QByteArray token = "0123456789abcdef0123456789abcdef";
    const QByteArray url = "https://hooks.example/webhooks/twilio/voice";
    const QByteArray signature = connectors::twilio::signature(token, url, form);
    for (auto _ : state)
        benchmark::DoNotOptimize(connectors::twilio::isSigned(token, url, form, signature));
}
BENCHMARK(checkSignature)->Name("check a webhook's signature");

void appendAudit(benchmark::State &state)
{
    Bench bench;
    const qint64 rows = state.range(0);
    for (auto _ : state) {
        audit::Trail trail;
        for (qint64 row = 0; row < rows; ++row) {
            trail.add({.at = bench.clock.now(),
                       .actor = u"engine"_s,
                       .action = u"text_sent"_s,
                       .caseId = u"019a9f00-0000-7000-8000-000000000001"_s,
                       .subject = u"message:019a9f00-0000-7000-8000-000000000002"_s,
                       .detail = {{u"attempt"_s, 1}}});
        }
        store::Transaction transaction = must(store::Transaction::begin(*bench.database));
        must(trail.appendTo(transaction));
        must(transaction.commit());
    }
    state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(appendAudit)->Name("append audit rows and commit, rows")->Arg(1)->Arg(100);

void appendInbox(benchmark::State &state)
{
    Bench bench;
    const qint64 events = state.range(0);
    const QByteArray payload = test::voiceForm(u"CA1"_s, u"no-answer"_s);
    const store::InboxGateway inbox(*bench.database);
    qint64 number = 0;
    for (auto _ : state) {
        store::Transaction transaction = must(store::Transaction::begin(*bench.database));
        for (qint64 event = 0; event < events; ++event) {
            must(inbox.append(transaction, {.id = bench.ids.next<calls::InboxId>(bench.clock.now()),
                                            .connection = u"twilio-main"_s,
                                            .key = u"voice:%1"_s.arg(++number),
                                            .payload = payload,
                                            .receivedAt = bench.clock.now()}));
        }
        must(transaction.commit());
    }
    state.SetItemsProcessed(state.iterations() * events);
}
BENCHMARK(appendInbox)->Name("store webhooks and commit, webhooks")->Arg(1)->Arg(32);

void decideAndWrite(benchmark::State &state)
{
    Bench bench;
    engine::Intake intake(*bench.database, bench.clock, bench.ids);
    const qint64 calls = state.range(0);
    for (auto _ : state) {
        state.PauseTiming();
        for (qint64 call = 0; call < calls; ++call)
            bench.ring();
        state.ResumeTiming();
        benchmark::DoNotOptimize(must(intake.turn(bench.office)));
    }
    state.SetItemsProcessed(state.iterations() * calls);
}
BENCHMARK(decideAndWrite)->Name("decide, write and commit, calls")->Arg(1)->Arg(32);

void claimAndRecord(benchmark::State &state)
{
    Bench bench;
    engine::Intake intake(*bench.database, bench.clock, bench.ids);
    engine::Runner runner(*bench.database, bench.clock, bench.ids, u"bench"_s);
    const auto phone = std::make_shared<test::FakePhone>();
    runner.setSenders({{u"twilio-main"_s, engine::Sender{.provider = phone}}});
    const qint64 texts = state.range(0);
    for (auto _ : state) {
        state.PauseTiming();
        for (qint64 text = 0; text < texts; ++text)
            bench.ring();
        while (must(intake.turn(bench.office)) > 0) {
        }
        state.ResumeTiming();
        while (must(runner.turn(bench.office)) > 0) {
        }
        if (phone->texts().size() != bench.calls) {
            state.SkipWithError("a text did not leave");
            break;
        }
    }
    state.SetItemsProcessed(state.iterations() * texts);
}
BENCHMARK(claimAndRecord)->Name("claim, commit the intent, record, texts")->Arg(1)->Arg(32);

} // namespace
