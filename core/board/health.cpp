#include "board/briefs.h"
#include "board/reader.h"
#include "store/eventsourcegateway.h"
#include "store/gateways.h"
#include "store/jobgateway.h"
#include "store/pulsegateway.h"

#include <algorithm>

/// How the engines and connections are, and whether too much comes at once.
namespace ringback::board {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int mostMisses = 1'000; // the exact number of more than that helps nobody
constexpr Milliseconds recoveredFor = 24h;
constexpr Milliseconds stormWindow = 15min; // the playbook's threshold counts them
// An engine shows itself every two seconds; after five silent beats it is not counted on.
constexpr Milliseconds engineSilence = 10s;

ConnectionPulse pulseOf(const QList<store::Pulse> &all, const QString &id, const QString &type, Instant now)
{
    ConnectionPulse pulse{.id = id, .type = type};
    for (const store::Pulse &stored : all) {
        if (stored.connection != id)
            continue;
        pulse.lastEventAt = stored.lastEventAt;
        pulse.lastSuccessAt = stored.lastSuccessAt;
        pulse.lastFailureAt = stored.lastFailureAt;
        pulse.lastFailure = stored.lastFailure;
        pulse.refusedSignatures = stored.refusedSignatures;
        pulse.secretMissing = stored.secretMissing;
        if (stored.pausedUntil && *stored.pausedUntil > now)
            pulse.pausedUntil = stored.pausedUntil;
        pulse.streamUntil = stored.streamUntil;
        pulse.logReadAt = stored.logReadAt;
        pulse.rateLeft = stored.rateLeft;
    }
    return pulse;
}

} // namespace

std::chrono::minutes timeToClear(int ready, std::chrono::minutes perCallback, int people)
{
    const int atOnce = std::max(1, people);
    return perCallback * ((std::max(0, ready) + atOnce - 1) / atOnce);
}

Result<Health> Reader::health() const
{
    Health health{.databaseShared = m_database.dialect() == store::Dialect::PostgreSql,
                  .quietHoursOff = !settings::effectiveQuietHours(m_setup, m_playbook),
                  .onNetworkShare = m_database.onNetworkShare()};
    const Result<bool> practice = store::OfficeGateway(m_database).isPractice();
    if (!practice)
        return failure(practice);
    health.practice = *practice;
    const Instant now = m_clock.now();
    const store::PulseGateway pulses(m_database);
    const Result<QStringList> engines = pulses.enginesSince(now - engineSilence);
    if (!engines)
        return failure(engines);
    health.engineRunning = !engines->isEmpty();
    health.listeningOn = engines->filter(u"http"_s).value(0);
    const Result<QList<store::Pulse>> all = pulses.all();
    if (!all)
        return failure(all);
    const Result<QList<store::EventSource>> sources = store::EventSourceGateway(m_database).all();
    if (!sources)
        return failure(sources);
    for (const settings::Connection &connection : m_setup.connections) {
        ConnectionPulse pulse = pulseOf(*all, connection.id, connection.type(), now);
        for (const store::EventSource &source : *sources) {
            if (source.connection == connection.id)
                pulse.logFailures = source.failures;
        }
        health.connections.append(pulse);
    }
    for (const settings::LeadConnection &connection : m_setup.leadSystems)
        health.leadSystems.append(pulseOf(*all, connection.id, connection.type(), now));
    for (const settings::CalendarConnection &connection : m_setup.calendars)
        health.calendars.append(pulseOf(*all, connection.id, connection.type(), now));
    const store::JobGateway jobs(m_database);
    const Result<int> waiting = jobs.waiting();
    const Result<int> review = jobs.toReview();
    if (!waiting || !review)
        return failure(waiting ? review : waiting);
    health.textsWaiting = *waiting;
    health.textsToReview = *review;
    const store::BoardGateway board(m_database);
    const Result<store::BoardGateway::Counts> counts = board.counts(now);
    if (!counts)
        return failure(counts);
    health.unclaimed = counts->unclaimed;
    health.ready = counts->ready;
    health.overdue = counts->overdue;
    const Result<int> likely = board.likelyOptOuts();
    if (!likely)
        return failure(likely);
    health.likelyOptOuts = *likely;
    const Result<int> missed = store::CallGateway(m_database).missedSince(now - stormWindow, mostMisses);
    if (!missed)
        return failure(missed);
    health.missedLately = *missed;
    const Result<int> recovered =
        store::CallGateway(m_database).recoveredSince(now - recoveredFor, now - store::PulseGateway::pushesWithin, mostMisses);
    if (!recovered)
        return failure(recovered);
    health.recoveredLately = *recovered;
    const Result<std::optional<calls::Storm>> storm = store::StormGateway(m_database).current();
    if (!storm)
        return failure(storm);
    if (*storm) {
        health.storm = StormNow{.beganAt = (*storm)->beganAt, .begunBy = personName(m_setup, (*storm)->begunBy), .until = (*storm)->until};
    }
    const auto people =
        std::count_if(m_setup.staff.cbegin(), m_setup.staff.cend(), [](const calls::Staff &each) { return !each.teams.isEmpty(); });
    health.toClear = timeToClear(health.ready, m_playbook.storm.perCallback, static_cast<int>(people));
    return health;
}
} // namespace ringback::board
