#include "reports/dryrun.h"

#include <QHash>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace ringback::reports {

using namespace Qt::StringLiterals;
using Why = DryRunRefusal::Why;

namespace {

constexpr int percentRead = 30; // of readDryRun(), before the live rules are tried

tl::unexpected<DryRunRefusal> turnDown(Why why, const QString &detail = {})
{
    return tl::unexpected<DryRunRefusal>(DryRunRefusal{.why = why, .detail = detail});
}

// Where the live rules have none, the hours of federal law: no calls before 8 and after 21 (47 CFR 64.1200(c)(1)), and those of states.
playbook::QuietHours nightsOf(const engine::Office &office)
{
    return office.rules().quietHours.value_or(playbook::QuietHours{.start = QTime(21, 0), .end = QTime(8, 0)});
}

DryRunAnswer<Replay> tried(const DryRunBasis &basis, const playbook::Playbook &playbook, const DryRunWatch &watch, int fromPercent)
{
    engine::Office office = basis.office;
    office.playbook = playbook;
    bool isStopped = watch.isStopped();
    if (isStopped)
        return turnDown(Why::Stopped);
    const ReplayPlan plan{.since = basis.plan.since,
                          .until = basis.plan.until,
                          .listedDifferences = std::numeric_limits<int>::max(), // to be compared with another's
                          .nights = nightsOf(basis.office),
                          .goesOn = [&](qsizetype done, qsizetype of) {
                              watch.progress(fromPercent + static_cast<int>((100 - fromPercent) * done / std::max<qsizetype>(of, 1)));
                              isStopped = watch.isStopped();
                              return !isStopped;
                          }};
    Replay replayed = replay(basis.history, office.setup, office.rules(), plan);
    if (isStopped)
        return turnDown(Why::Stopped);
    watch.progress(100);
    return replayed;
}

// Both were compared with what happened: a call that one of them does not name, it would treat as it was treated.
void compare(DryRun &run, int listed)
{
    QHash<calls::CallId, Difference> calls;
    for (const Difference &each : std::as_const(run.live.firstDifferences))
        calls.insert(each.call, {.call = each.call, .at = each.at, .did = each.would, .would = each.did});
    for (const Difference &each : std::as_const(run.tried.firstDifferences)) {
        if (const auto found = calls.find(each.call); found != calls.end())
            found->would = each.would;
        else
            calls.insert(each.call, each);
    }
    for (const Difference &each : std::as_const(calls)) {
        if (each.did == each.would)
            continue;
        ++run.different;
        ++run.differences[u"%1 → %2"_s.arg(each.did, each.would)];
        run.firstDifferences.append(each);
    }
    std::sort(run.firstDifferences.begin(), run.firstDifferences.end(),
              [](const Difference &a, const Difference &b) { return std::pair(a.at, a.call.text()) < std::pair(b.at, b.call.text()); });
    const auto shorten = [listed](QList<Difference> &list) {
        list = list.first(std::min<qsizetype>(list.size(), listed));
    };
    shorten(run.firstDifferences);
    shorten(run.tried.firstDifferences);
    shorten(run.live.firstDifferences);
}

} // namespace

DryRunAnswer<DryRunBasis> readDryRun(store::Database &database, const DryRunPlan &plan, const DryRunWatch &watch)
{
    watch.progress(0);
    Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return turnDown(Why::CannotRead, office.error().what);
    if (!*office)
        return turnDown(Why::NoOffice);
    if (watch.isStopped())
        return turnDown(Why::Stopped);
    Result<store::History> history = store::ReplayGateway(database).since(plan.since - replayLead);
    if (!history)
        return turnDown(Why::CannotRead, history.error().what);
    watch.progress(percentRead);
    DryRunBasis basis{.plan = plan, .office = std::move(**office), .history = std::move(*history), .live = {}};
    DryRunAnswer<Replay> live = tried(basis, basis.office.playbook, watch, percentRead);
    if (!live)
        return tl::unexpected<DryRunRefusal>(live.error());
    basis.live = std::move(*live);
    return basis;
}

DryRunAnswer<DryRun> dryRun(const DryRunBasis &basis, const playbook::Playbook &rules, const DryRunWatch &watch)
{
    if (const QList<desk::PlaybookFinding> findings = desk::findingsOf(rules); !findings.isEmpty())
        return tl::unexpected<DryRunRefusal>(DryRunRefusal{.why = Why::Invalid, .findings = findings});
    DryRunAnswer<Replay> replayed = tried(basis, rules, watch, 0);
    if (!replayed)
        return tl::unexpected<DryRunRefusal>(replayed.error());
    DryRun run{.tried = std::move(*replayed), .live = basis.live};
    run.notTexted = std::accumulate(run.tried.suppressed.cbegin(), run.tried.suppressed.cend(), 0);
    compare(run, basis.plan.listedDifferences);
    return run;
}

} // namespace ringback::reports
