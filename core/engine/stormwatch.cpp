#include "engine/stormwatch.h"

#include "base/time.h"
#include "policy/followthrough.h"
#include "store/gateways.h"

namespace ringback::engine {

using namespace Qt::StringLiterals;

namespace {

const QString engineActor = u"engine"_s;

} // namespace

StormWatch::StormWatch(store::Transaction &transaction, audit::Trail &trail, IdSource &ids, const playbook::Storm &rules, Instant now)
    : m_transaction(transaction)
    , m_trail(trail)
    , m_ids(ids)
    , m_rules(rules)
    , m_now(now)
{}

Result<bool> StormWatch::isOn()
{
    if (const Done looked = look(); !looked)
        return failure(looked);
    return m_current && (!m_current->until || *m_current->until > m_now);
}

Done StormWatch::countMiss(Instant at)
{
    if (const Done looked = look(); !looked)
        return looked;
    if (m_current || at <= m_now - window) // one that waited in the inbox while we were off says nothing of now
        return {};
    if (const Done counted = countStored(); !counted)
        return counted;
    *m_misses += 1;
    if (*m_misses < m_rules.missesPer15Minutes)
        return {};
    const store::StormGateway storms(m_transaction.database());
    const Result<std::optional<Instant>> lastEndedAt = storms.lastEndedAt();
    if (!lastEndedAt)
        return failure(lastEndedAt);
    if (policy::decideStorm(std::nullopt, *lastEndedAt, *m_misses, m_rules, m_now) != policy::StormChange::Begins)
        return {};
    const calls::Storm storm{.id = m_ids.next<calls::StormId>(m_now), .beganAt = m_now, .begunBy = engineActor};
    const Result<bool> begun = storms.begin(m_transaction, storm);
    if (!begun)
        return failure(begun);
    m_looked = *begun; // else another engine was faster: look again
    if (*begun) {
        m_current = storm;
        note(u"storm_began"_s, storm);
    }
    return {};
}

Done StormWatch::endInTime()
{
    if (const Done looked = look(); !looked)
        return looked;
    if (!m_current)
        return {};
    if (const Done counted = countStored(); !counted)
        return counted;
    if (policy::decideStorm(m_current, std::nullopt, *m_misses, m_rules, m_now) != policy::StormChange::Ends)
        return {};
    const Result<bool> ended = store::StormGateway(m_transaction.database()).end(m_transaction, m_current->id, engineActor, m_now);
    if (!ended)
        return failure(ended);
    if (*ended)
        note(u"storm_ended"_s, *m_current);
    m_current.reset();
    return {};
}

Done StormWatch::look()
{
    if (m_looked)
        return {};
    const Result<std::optional<calls::Storm>> current = store::StormGateway(m_transaction.database()).current();
    if (!current)
        return failure(current);
    m_current = *current;
    m_looked = true;
    return {};
}

Done StormWatch::countStored()
{
    if (m_misses)
        return {};
    const Result<int> misses =
        store::CallGateway(m_transaction.database()).missedSince(m_now - window + Milliseconds(1), m_rules.missesPer15Minutes);
    if (!misses)
        return failure(misses);
    m_misses = *misses;
    return {};
}

void StormWatch::note(const QString &action, const calls::Storm &storm)
{
    QJsonObject detail;
    if (m_misses)
        detail.insert(u"misses"_s, *m_misses);
    if (storm.until)
        detail.insert(u"until"_s, toIso(*storm.until));
    m_trail.add({.at = m_now, .actor = engineActor, .action = action, .subject = u"storm:"_s + storm.id.text(), .detail = detail});
}

} // namespace ringback::engine
