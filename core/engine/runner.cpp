#include "engine/runner.h"

#include "engine/onebyone.h"
#include "engine/runnerturn.h"
#include "store/pacegateway.h"

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::DeliveryState;
using store::JobEnd;

namespace {

// The provider's clock may be behind ours; no other text with the same words went to this number within the dedup window.
constexpr Milliseconds clockMargin = 5min;

} // namespace

Runner::Runner(store::Database &database, const Clock &clock, IdSource &ids, QString engineId)
    : m_database(database)
    , m_clock(clock)
    , m_ids(ids)
    , m_engineId(std::move(engineId))
    , m_jitter(m_engineId, 0)
{}

Result<int> Runner::turn(const Office &office)
{
    const QList<Landed> landedNow = m_landed; // requests that leave in this turn may land in it
    const Result<int> all = turn(office, landedNow, m_taking);
    if (all) {
        m_landed.remove(0, landedNow.size());
        return all;
    }
    if (all.error().kind == ErrorKind::Transient || landedNow.isEmpty())
        return all;
    const auto recordOne = [&](const Landed &landed) {
        return turn(office, {landed}, false);
    };
    const auto setOneAside = [&](const Landed &landed, const Error &error) {
        return setAside(office, landed, error);
    };
    return recordOneByOne(m_landed, recordOne, setOneAside);
}

Done Runner::setAside(const Office &office, const Landed &landed, const Error &error)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn{.transaction = *transaction, .office = office, .now = m_clock.now()};
    const Done given =
        giveUp(turn, landed.flight, JobEnd::NeedsReview, DeliveryState::NeedsReview, {}, u"needs_review"_s, {{u"error"_s, error.what}});
    if (!given)
        return given;
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return proved;
    return transaction->commit();
}

Result<int> Runner::turn(const Office &office, const QList<Landed> &landedNow, bool taking)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn{.transaction = *transaction, .office = office, .now = m_clock.now(), .health = ConnectionHealth(m_breakers)};
    for (const Landed &landed : landedNow) {
        if (const Done recorded = record(turn, landed); !recorded)
            return failure(recorded);
    }
    if (taking) {
        if (const Done taken = take(turn); !taken)
            return failure(taken);
    }
    if (landedNow.isEmpty() && turn.trail.isEmpty() && !turn.hasPrepared)
        return 0; // nothing happened: roll back

    if (const Done logged = store::JobGateway(m_database).log(*transaction, turn.attempts); !logged)
        return failure(logged);
    if (const Done noted = turn.health.store(*transaction, turn.now); !noted)
        return failure(noted);
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);

    m_breakers = turn.health.breakers();
    for (Flight &flight : turn.takeOff)
        takeOff(office, std::move(flight));
    return static_cast<int>(landedNow.size() + turn.takeOff.size());
}

void Runner::takeOff(const Office &office, Flight flight)
{
    const Sender sender = m_senders.value(flight.job.connection);
    const calls::Line *const line = office.setup.line(flight.message.line);
    const calls::PhoneNumber from = line ? line->sender() : flight.message.line;
    m_underWay.add(flight.job);
    if (flight.job.inDoubt) {
        const connectors::SentQuery query{.to = flight.message.peer,
                                          .from = from,
                                          .body = flight.message.body,
                                          .notBefore = flight.job.inDoubtSince.value_or(m_clock.now()) - clockMargin};
        look(sender.provider, query, std::move(flight));
        return;
    }
    const store::Job claim = flight.job;
    flight.job.attempts += 1; // the one that was written down
    flight.job.inDoubt = true;
    flight.job.inDoubtSince = m_clock.now();
    // The commit may have taken long, or the whole program slept in it.
    if (!m_underWay.holds(claim, m_clock.now())) {
        land(std::move(flight), NotLeft{});
        return;
    }
    if (sender.mailer) {
        const connectors::MailRequest request{.to = flight.message.email,
                                              .subject = flight.message.subject,
                                              .body = flight.message.body,
                                              .messageId =
                                                  flight.message.id.text() + u'@' +
                                                  (office.setup.mail ? office.setup.mail->fromAddress.section(u'@', -1) : QString())};
        sendMail(sender.mailer, request, std::move(flight));
        return;
    }
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(flight.job.trueUntil - m_clock.now());
    const connectors::TextRequest request{.to = flight.message.peer,
                                          .from = from,
                                          .body = flight.message.body,
                                          .statusCallback = sender.statusCallback,
                                          .validity = std::clamp<std::chrono::seconds>(left, 1min, 10h),
                                          .mayLeave = [this, claim] {
                                              return m_underWay.holds(claim, m_clock.now());
                                          }};
    sendText(sender.provider, request, std::move(flight));
}

QCoro::Task<> Runner::sendText(std::shared_ptr<connectors::PhoneProvider> provider, connectors::TextRequest request, Flight flight)
{
    connectors::SendOutcome outcome = co_await provider->sendText(std::move(request));
    land(std::move(flight), std::move(outcome));
}

QCoro::Task<> Runner::sendMail(std::shared_ptr<connectors::Mailer> mailer, connectors::MailRequest request, Flight flight)
{
    connectors::SendOutcome outcome = co_await mailer->sendMail(std::move(request));
    land(std::move(flight), std::move(outcome));
}

QCoro::Task<> Runner::look(std::shared_ptr<connectors::PhoneProvider> provider, connectors::SentQuery query, Flight flight)
{
    connectors::FindOutcome outcome = co_await provider->findSent(std::move(query));
    land(std::move(flight), std::move(outcome));
}

void Runner::land(Flight flight, Outcome outcome)
{
    m_underWay.remove(flight.job);
    m_landed.append({std::move(flight), std::move(outcome)});
    Q_EMIT landed();
}

void Runner::abandon()
{
    for (const Sender &sender : std::as_const(m_senders)) {
        if (sender.provider)
            sender.provider->abandon();
        if (sender.mailer)
            sender.mailer->abandon();
    }
}

Done Runner::heartbeat(const Office &office)
{
    QList<store::Job> landed;
    for (const Landed &each : std::as_const(m_landed))
        landed.append(each.flight.job);
    return m_underWay.extend(m_database, store::JobGateway(m_database), landed, m_engineId, office.setup.engine.lease, m_clock.now());
}

Result<std::optional<Instant>> Runner::nextDue() const
{
    const store::JobGateway jobs(m_database);
    Result<std::optional<Instant>> next = jobs.nextLapse();
    if (!next)
        return next;
    const Result<QHash<QString, Instant>> paces = m_pacedLines.isEmpty() ? QHash<QString, Instant>() : store::PaceGateway(m_database).all();
    if (!paces)
        return failure(paces);
    const Instant now = m_clock.now();
    const auto consider = [&next](std::optional<Instant> due, std::optional<Instant> notBefore) {
        if (due)
            due = std::max(*due, notBefore.value_or(*due));
        if (due && (!*next || *due < **next))
            *next = due;
    };
    for (auto sender = m_senders.cbegin(); sender != m_senders.cend(); ++sender) {
        const CircuitBreaker breaker = m_breakers.value(sender.key());
        const std::optional<Instant> pausedUntil = breaker.pausedUntil();
        const bool isPaused = pausedUntil && now < *pausedUntil;
        if (!isPaused && room(sender.key(), breaker, now) == 0)
            continue;
        const QStringList paced = m_pacedLines.value(sender.key());
        const Result<std::optional<Instant>> due = jobs.nextDue(sender.key(), {}, paced);
        if (!due)
            return due;
        consider(*due, pausedUntil);
        for (const QString &line : paced) {
            const Result<std::optional<Instant>> ofLine = jobs.nextDue(sender.key(), line, {});
            if (!ofLine)
                return ofLine;
            consider(*ofLine, std::max(paces->value(line), pausedUntil.value_or(Instant())));
        }
    }
    return next;
}

int Runner::room(const QString &connection, const CircuitBreaker &breaker, Instant now) const
{
    const QList<store::Job> &flying = m_underWay.rows();
    const auto busy = std::count_if(flying.cbegin(), flying.cend(), [&](const store::Job &job) { return job.connection == connection; });
    return std::max(0, breaker.allowed(requestsAtOnce, now) - static_cast<int>(busy));
}

} // namespace ringback::engine
