#include "engine/engine.h"

#include "base/time.h"
#include "store/pulsegateway.h"
#include "store/trouble.h"

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds longestNap = 60s; // a clock that was set is noticed within it
constexpr Milliseconds abandonTime = 2s; // for requests that were given up to land; a mailer takes up to 1 s to give up
constexpr int longestRetry = 30; // seconds between tries while the database is away

} // namespace

Engine::Engine(Config config)
    : m_config(std::move(config))
    , m_ids(m_config.idSeed)
    , m_due(this)
    , m_heartbeat(this)
    , m_drain(this)
{
    m_due.setSingleShot(true);
    m_due.setTimerType(Qt::PreciseTimer);
    m_drain.setSingleShot(true);
    connect(&m_due, &QTimer::timeout, this, &Engine::work);
    connect(&m_heartbeat, &QTimer::timeout, this, &Engine::beat);
    connect(&m_drain, &QTimer::timeout, this, &Engine::stopWaiting);
}

Engine::~Engine() = default;

void Engine::wake()
{
    if (!m_wakePending.exchange(true))
        QMetaObject::invokeMethod(this, &Engine::work, Qt::QueuedConnection);
}

void Engine::start()
{
    Result<std::unique_ptr<store::Database>> database = store::Database::open(m_config.database, m_config.writeTurn);
    if (!database) {
        failed(database.error());
        if (m_standsStill)
            return;
        QTimer::singleShot(std::chrono::seconds(std::min(longestRetry, 1 << std::min(m_failures, 4))), this, &Engine::start);
        return;
    }
    m_database = std::move(*database);
    m_watch = std::make_unique<store::ChangeWatch>(*m_database);
    connect(m_watch.get(), &store::ChangeWatch::changed, this, &Engine::wake);
    m_intake = std::make_unique<Intake>(*m_database, m_config.clock, m_ids);
    m_timekeeper = std::make_unique<Timekeeper>(*m_database, m_config.clock, m_ids);
    m_staffing = std::make_unique<Staffing>(*m_database, m_config.clock, m_ids);
    m_runner = std::make_unique<Runner>(*m_database, m_config.clock, m_ids, m_config.id);
    connect(m_runner.get(), &Runner::landed, this, &Engine::wake);
    m_dialler = std::make_unique<Dialler>(*m_database, m_config.clock, m_config.id);
    connect(m_dialler.get(), &Dialler::landed, this, &Engine::wake);
    m_notices = std::make_unique<StaffNotices>(*m_database, m_config.clock, m_config.id);
    connect(m_notices.get(), &StaffNotices::landed, this, &Engine::wake);
    m_leadWriter = std::make_unique<LeadWriter>(*m_database, m_config.clock, m_ids, m_config.id);
    connect(m_leadWriter.get(), &LeadWriter::landed, this, &Engine::wake);
    m_leadReader = std::make_unique<LeadReader>(*m_database, m_config.clock, m_ids, m_config.id);
    connect(m_leadReader.get(), &LeadReader::landed, this, &Engine::wake);
    m_calendars = std::make_unique<Calendars>(*m_database, m_config.clock, m_config.id, m_config.calendars);
    connect(m_calendars.get(), &Calendars::landed, this, &Engine::wake);
    m_logReader = std::make_unique<LogReader>(*m_database, m_config.clock, m_ids, m_config.id);
    connect(m_logReader.get(), &LogReader::landed, this, &Engine::wake);
    m_streams = std::make_unique<EventStreams>(*m_database, m_config.clock, m_ids);
    connect(m_streams.get(), &EventStreams::arrived, this, &Engine::wake);
    if (const Done watching = m_watch->start(); !watching)
        failed(watching.error());
    m_heartbeat.start(beatInterval);
    beat();
    work();
    Q_EMIT started();
}

void Engine::remakeSenders()
{
    m_office.reset(); // read again with the next turn
    if (!m_config.secretsMark)
        m_opened.clear();
    if (!m_config.leadSecretsMark)
        m_openedLeads.clear();
    if (m_calendars)
        m_calendars->forgetSecrets();
    work();
}

void Engine::standStill()
{
    m_standsStill = true;
    if (m_streams)
        m_streams->close();
    m_due.stop();
    m_heartbeat.stop();
}

void Engine::stop()
{
    m_stopping = true;
    if (m_streams)
        m_streams->close();
    if (m_standsStill || !isBusy()) {
        finishStopping();
        return;
    }
    m_runner->stopTaking();
    m_dialler->stopTaking();
    m_notices->stopTaking();
    m_leadWriter->stopTaking();
    m_leadReader->stopTaking();
    m_calendars->stopTaking();
    m_logReader->stopTaking();
    m_drain.start(drainTime);
}

bool Engine::isBusy() const
{
    return m_runner && (hasRequests() || m_runner->hasLanded() || m_dialler->hasLanded() || m_notices->hasLanded() ||
                        m_leadWriter->hasLanded() || m_leadReader->hasLanded() || m_calendars->hasLanded() || m_streams->hasNews());
}

bool Engine::hasRequests() const
{
    return m_runner->inFlight() > 0 || m_dialler->inFlight() > 0 || m_notices->inFlight() > 0 || m_leadWriter->inFlight() > 0 ||
           m_leadReader->inFlight() > 0 || m_calendars->inFlight() > 0 || m_logReader->inFlight() > 0;
}

// Patience is over: first with the provider, then with a database that does not take down what landed. Then the lease runs out, and the
// intent says that there is doubt.
void Engine::stopWaiting()
{
    if (!hasRequests()) {
        finishStopping();
        return;
    }
    m_runner->abandon();
    m_dialler->abandon();
    m_notices->abandon();
    m_leadWriter->abandon();
    m_leadReader->abandon();
    m_calendars->abandon();
    m_drain.start(abandonTime);
}

void Engine::finishStopping()
{
    m_drain.stop();
    m_due.stop();
    m_heartbeat.stop();
    if (m_database && !m_standsStill) {
        // Best effort: without it the consoles learn some seconds later that this engine is gone.
        if (Result<store::Transaction> transaction = store::Transaction::begin(*m_database)) {
            if (store::PulseGateway(*m_database).engineGone(*transaction, m_config.id)) {
                if (const Done committed = transaction->commit(); !committed)
                    Q_EMIT problem(committed.error().what);
            }
        }
    }
    m_streams.reset();
    m_logReader.reset(); // what is being read is read again by the next engine
    m_calendars.reset();
    m_leadReader.reset();
    m_leadWriter.reset();
    m_dialler.reset();
    m_notices.reset();
    m_runner.reset();
    m_staffing.reset();
    m_timekeeper.reset();
    m_intake.reset();
    m_watch.reset();
    m_database.reset();
    Q_EMIT stopped();
}

void Engine::work()
{
    m_wakePending = false;
    if (!m_database || m_standsStill)
        return;
    const Result<bool> more = workOnce();
    if (!more) {
        failed(more.error());
        return;
    }
    m_failures = 0;
    if (std::exchange(m_hadProblem, false))
        Q_EMIT problem({});
    if (m_stopping) {
        if (!isBusy())
            finishStopping();
        return;
    }
    if (*more)
        wake(); // by way of the event loop, so that answers come in between
    else
        armTimer();
}

// One turn of each. True when there may be more at once.
Result<bool> Engine::workOnce()
{
    if (!m_stopping || !m_office) {
        if (const Done refreshed = refreshOffice(); !refreshed)
            return failure(refreshed);
    }
    if (!m_office)
        return false;
    bool more = false;
    if (const Result<int> arrived = m_streams->turn(*m_logReader); !arrived)
        return failure(arrived);
    if (const Result<int> read = m_logReader->turn(*m_office); !read)
        return failure(read);
    // Before the inbox: who calls now may be among those that were read.
    if (const Result<int> read = m_leadReader->turn(*m_office); !read)
        return failure(read);
    // And before anything is given to somebody.
    if (const Result<int> read = m_calendars->read(*m_office); !read)
        return failure(read);
    if (!m_stopping) {
        const Result<int> events = m_intake->turn(*m_office);
        if (!events)
            return failure(events);
        more = *events >= Intake::eventsPerTurn;
    }
    // Before the texts: one that waits for its lead may leave in this very turn.
    const Result<int> writes = m_leadWriter->turn(*m_office);
    if (!writes)
        return failure(writes);
    more = more || m_leadWriter->hasMore();
    const Result<bool> entries = m_calendars->write(*m_office);
    if (!entries)
        return failure(entries);
    more = more || *entries;
    const Result<int> jobs = m_runner->turn(*m_office);
    if (!jobs)
        return failure(jobs);
    if (const Result<int> dials = m_dialler->turn(*m_office); !dials)
        return failure(dials);
    // After the inbox is empty: a reply that has arrived stops a step that is due at the same time.
    if (!m_stopping && !more) {
        const Result<int> due = m_timekeeper->turn(*m_office);
        if (!due)
            return failure(due);
        more = *due > 0; // a message may be among it, for the runner
    }
    if (!m_stopping && !more) { // after whatever freed a desk
        const Result<int> placed = m_staffing->turn(*m_office);
        if (!placed)
            return failure(placed);
        more = *placed > 0;
    }
    const Result<int> notices = m_notices->turn(*m_office);
    if (!notices)
        return failure(notices);
    if (!m_stopping && !more) { // what has just happened is to be told
        const Result<bool> news = m_leadWriter->hasNews(*m_office);
        const Result<bool> entriesToo = m_calendars->hasNews();
        if (!news || !entriesToo)
            return failure(news ? entriesToo : news);
        more = *news || *entriesToo;
    }
    return more;
}

Done Engine::signOfLife()
{
    if (m_office) {
        if (const Done kept = m_leadWriter->heartbeat(*m_office); !kept)
            return kept;
        if (const Done kept = m_leadReader->heartbeat(*m_office); !kept)
            return kept;
        if (const Done kept = m_calendars->heartbeat(*m_office); !kept)
            return kept;
        if (const Done kept = m_logReader->heartbeat(*m_office); !kept)
            return kept;
        if (const Done kept = m_runner->heartbeat(*m_office); !kept)
            return kept;
        if (const Done kept = m_dialler->heartbeat(*m_office); !kept)
            return kept;
        if (const Done kept = m_notices->heartbeat(*m_office); !kept)
            return kept;
    }
    Result<store::Transaction> transaction = store::Transaction::begin(*m_database);
    if (!transaction)
        return failure(transaction);
    if (const Done seen =
            store::PulseGateway(*m_database).engineSeen(*transaction, m_config.id, m_config.listeningOn, m_config.clock.now());
        !seen)
        return seen;
    return transaction->commit();
}

void Engine::beat()
{
    if (const Done alive = signOfLife(); !alive)
        failed(alive.error());
}

void Engine::failed(const Error &error)
{
    const std::optional<store::Trouble> trouble = store::troubleOf(error);
    if (trouble == store::Trouble::Corrupt || trouble == store::Trouble::NotADatabase) {
        standStill();
        Q_EMIT damaged(error.what);
        return;
    }
    ++m_failures;
    m_hadProblem = true;
    Q_EMIT problem(error.what);
    int pause = std::min(longestRetry, 1 << std::min(m_failures, 5));
    if (m_database && m_database->dialect() == store::Dialect::PostgreSql && error.kind == ErrorKind::Transient) {
        // The server may have gone away and come back. When it is still away, the next try comes by the timer.
        if (const Done reopened = m_database->reopen()) {
            if (trouble == store::Trouble::Unreachable) // and it is back, however long it was away
                pause = 1;
            if (const Done listening = m_watch->listenAgain(); !listening)
                Q_EMIT problem(listening.error().what);
        }
    }
    m_due.start(std::chrono::seconds(pause));
}

void Engine::armTimer()
{
    std::optional<Instant> next;
    const Result<std::optional<Instant>> intake = m_intake->nextDue();
    const Result<std::optional<Instant>> timekeeper = m_timekeeper->nextDue();
    const Result<std::optional<Instant>> staffing = m_staffing->nextDue();
    const Result<std::optional<Instant>> runner = m_runner->nextDue();
    const Result<std::optional<Instant>> dialler = m_dialler->nextDue();
    const Result<std::optional<Instant>> notices = m_notices->nextDue();
    const Result<std::optional<Instant>> leadWriter = m_leadWriter->nextDue();
    const Result<std::optional<Instant>> leadReader = m_leadReader->nextDue();
    const Result<std::optional<Instant>> calendars = m_calendars->nextDue();
    const Result<std::optional<Instant>> logReader = m_logReader->nextDue();
    for (const Result<std::optional<Instant>> &due :
         {intake, timekeeper, staffing, runner, dialler, notices, leadWriter, leadReader, calendars, logReader}) {
        if (!due) {
            failed(due.error());
            return;
        }
        if (*due)
            next = next ? std::min(*next, **due) : **due;
    }
    const Instant now = m_config.clock.now();
    Milliseconds nap = longestNap;
    if (next)
        nap = std::clamp<Milliseconds>(*next - now, 0ms, longestNap);
    // Jobs that are due but wait for a free request, or belong to another engine, must not make us spin.
    if (nap == 0ms)
        nap = 200ms;
    m_due.start(nap);
}

} // namespace ringback::engine
