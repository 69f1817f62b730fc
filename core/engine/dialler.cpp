#include "engine/dialler.h"

#include "calls/people.h"

#include <QPointer>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using connectors::RingOutcome;
using connectors::RingRequest;
using store::Dial;
using store::DialGateway;

struct Dialler::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    audit::Trail trail = {};
    QList<std::pair<Dial, RingRequest>> takeOff = {}; ///< after the commit
    int changed = 0;

    void note(const QString &action, const Dial &dial, QJsonObject detail = {})
    {
        trail.add({.at = now,
                   .actor = u"engine"_s,
                   .action = action,
                   .caseId = dial.followUp ? dial.followUp->text() : QString(),
                   .subject = u"dial:"_s + dial.id.text(),
                   .detail = std::move(detail)});
    }
};

Dialler::Dialler(store::Database &database, const Clock &clock, QString engineId)
    : m_database(database)
    , m_clock(clock)
    , m_engineId(std::move(engineId))
{}

void Dialler::setSenders(const QHash<QString, Sender> &senders)
{
    m_senders = senders;
    m_senders.removeIf([](const auto &sender) { return !sender->provider || !sender->provider->canRing(); });
}

// Reads only: an office where nobody clicks pays no transaction for it.
Result<bool> Dialler::hasWork() const
{
    if (!m_landed.isEmpty())
        return true;
    const Result<std::optional<Instant>> due = nextDue();
    if (!due)
        return failure(due);
    return *due && **due <= m_clock.now();
}

Result<int> Dialler::turn(const Office &office)
{
    const Result<bool> work = hasWork();
    if (!work || !*work)
        return work ? Result<int>(0) : failure(work);
    const QList<Landed> landedNow = m_landed; // requests that leave in this turn may land in it
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn{.transaction = *transaction, .office = office, .now = m_clock.now()};
    for (const Landed &landed : landedNow) {
        if (const Done recorded = record(turn, landed); !recorded)
            return failure(recorded);
    }
    if (m_taking) {
        if (const Done taken = take(turn); !taken)
            return failure(taken);
    }
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    m_landed.remove(0, landedNow.size());
    for (auto &[dial, request] : turn.takeOff)
        takeOff(dial, std::move(request));
    return static_cast<int>(landedNow.size()) + turn.changed;
}

Done Dialler::take(Turn &turn)
{
    const DialGateway dials(m_database);
    const Result<QList<Dial>> lapsed = dials.lapse(turn.transaction, turn.now);
    if (!lapsed)
        return failure(lapsed);
    for (const Dial &dial : *lapsed)
        turn.note(u"dial_unknown"_s, dial, {{u"error"_s, u"lapsed"_s}});
    const Result<QList<Dial>> expired = dials.expire(turn.transaction, turn.now);
    if (!expired)
        return failure(expired);
    for (const Dial &dial : *expired)
        turn.note(u"dial_not_left"_s, dial);
    const Result<QList<Dial>> waiting =
        dials.claim(turn.transaction, m_senders.keys(), m_engineId, turn.now, turn.now + turn.office.setup.engine.lease, dialsPerTurn);
    if (!waiting)
        return failure(waiting);
    for (const Dial &dial : *waiting) {
        if (const Done prepared = prepare(turn, dial); !prepared)
            return prepared;
    }
    turn.changed += static_cast<int>(lapsed->size() + expired->size() + waiting->size());
    return {};
}

// The intent is the row that is running, and this note: committed before the request leaves.
Done Dialler::prepare(Turn &turn, const Dial &dial)
{
    const calls::Staff *const person = turn.office.setup.person(dial.staff);
    const std::optional<calls::PhoneNumber> line = calls::PhoneNumber::fromE164(dial.line);
    if (!person || !person->phone || !line || !calls::may(*person, calls::Right::Claim)) {
        const connectors::Refused refused{.kind = connectors::Refused::Class::Sender, .code = u"no_phone"_s};
        return record(turn, {.dial = dial, .outcome = refused});
    }
    turn.note(u"dial_attempted"_s, dial, {{u"connection"_s, dial.connection}});
    turn.takeOff.append(
        {dial,
         {.first = *person->phone, .then = dial.number, .shows = *line, .statusCallback = m_senders.value(dial.connection).callsCallback}});
    return {};
}

Done Dialler::record(Turn &turn, const Landed &landed)
{
    Dial dial = landed.dial;
    QString action;
    if (const auto *ringing = std::get_if<connectors::Ringing>(&landed.outcome)) {
        dial.state = Dial::State::Ringing;
        dial.providerCallId = ringing->providerCallId;
        action = u"dial_ringing"_s;
    } else if (const auto *refused = std::get_if<connectors::Refused>(&landed.outcome)) {
        dial.state = Dial::State::Refused;
        dial.errorCode = refused->code;
        dial.endedAt = turn.now; // no phone rang: the next one may try
        action = u"dial_refused"_s;
    } else {
        dial.state = Dial::State::Unknown;
        dial.errorCode = std::get<connectors::Unknown>(landed.outcome).why.left(200);
        action = u"dial_unknown"_s;
    }
    dial.leaseUntil.reset();
    const Result<bool> settled = DialGateway(m_database).settle(turn.transaction, dial, m_engineId);
    if (!settled)
        return failure(settled);
    // Lost with the lease: it is unknown by now, and stays so. The trail still says what came.
    QJsonObject detail{{u"connection"_s, dial.connection}};
    if (!dial.errorCode.isEmpty())
        detail.insert(u"error"_s, dial.errorCode);
    if (!*settled)
        detail.insert(u"late"_s, true);
    turn.note(action, dial, detail);
    return {};
}

void Dialler::takeOff(const Dial &dial, RingRequest request)
{
    m_underWay.append(dial);
    // The commit may have taken long, or the whole program slept in it.
    request.mayLeave = [self = QPointer<Dialler>(this), id = dial.id] {
        return self && self->mayLeave(id);
    };
    ring(m_senders.value(dial.connection).provider, std::move(request), dial);
}

bool Dialler::mayLeave(const store::DialId &id) const
{
    const auto flying = std::find_if(m_underWay.cbegin(), m_underWay.cend(), [&](const Dial &each) { return each.id == id; });
    const Instant now = m_clock.now();
    return flying != m_underWay.cend() && flying->leaseUntil && now < *flying->leaseUntil && now < flying->untilAt;
}

QCoro::Task<> Dialler::ring(std::shared_ptr<connectors::PhoneProvider> provider, RingRequest request, Dial dial)
{
    const QPointer<Dialler> self(this); // a provider that does not give up in time may outlive the engine
    RingOutcome outcome = co_await provider->ring(std::move(request));
    if (self)
        self->land(dial, std::move(outcome));
}

void Dialler::land(const Dial &dial, RingOutcome outcome)
{
    m_underWay.removeIf([&](const Dial &each) { return each.id == dial.id; });
    m_landed.append({dial, std::move(outcome)});
    Q_EMIT landed();
}

void Dialler::abandon()
{
    for (const Sender &sender : std::as_const(m_senders))
        sender.provider->abandon();
}

Done Dialler::heartbeat(const Office &office)
{
    if (m_underWay.isEmpty() && m_landed.isEmpty())
        return {};
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const DialGateway dials(m_database);
    const Instant until = m_clock.now() + office.setup.engine.lease;
    for (Dial &dial : m_underWay) {
        const Result<bool> extended = dials.extendLease(*transaction, dial.id, m_engineId, until);
        if (!extended)
            return failure(extended);
        if (*extended)
            dial.leaseUntil = until;
    }
    for (const Landed &landed : std::as_const(m_landed)) { // not written down yet
        if (const Result<bool> extended = dials.extendLease(*transaction, landed.dial.id, m_engineId, until); !extended)
            return failure(extended);
    }
    return transaction->commit();
}

Result<std::optional<Instant>> Dialler::nextDue() const
{
    if (!m_taking)
        return std::optional<Instant>();
    return DialGateway(m_database).nextDue(m_senders.keys());
}

} // namespace ringback::engine
