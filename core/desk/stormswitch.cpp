#include "desk/stormswitch.h"

#include "audit/trail.h"
#include "base/time.h"
#include "desk/click.h"
#include "store/gateways.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Why = Refusal::Why;

namespace {

QJsonValue orNull(std::optional<Instant> at)
{
    return at ? QJsonValue(toIso(*at)) : QJsonValue(QJsonValue::Null);
}

audit::Entry entry(Instant now, const QString &staff, const QString &action, const calls::Storm &storm, QJsonObject detail)
{
    return {.at = now,
            .actor = actorOf(staff),
            .action = action,
            .caseId = {},
            .subject = u"storm:"_s + storm.id.text(),
            .detail = std::move(detail)};
}

} // namespace

Answer<calls::Storm> StormSwitch::begin(const QString &staff, std::optional<Instant> until)
{
    if (const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Storm); !office)
        return refused(office.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    if (until && *until <= now)
        return refused({.why = Why::TimeInThePast});

    const store::StormGateway storms(m_database);
    audit::Trail trail;
    const calls::Storm fresh{.id = m_ids.next<calls::StormId>(now), .beganAt = now, .begunBy = actorOf(staff), .until = until};
    const Result<bool> began = storms.begin(*transaction, fresh); // first, as on PostgreSQL another may begin one in this moment
    if (!began)
        return cannotStore(began.error());
    Result<std::optional<calls::Storm>> current = storms.current();
    if (!current)
        return cannotStore(current.error());
    if (!*current) // it ended in this very moment
        return cannotStore({ErrorKind::Conflict, u"the storm before this one is just ending; try again"_s});
    if (*began) {
        trail.add(entry(now, staff, u"storm_began"_s, fresh, {{u"until"_s, orNull(until)}}));
    } else {
        if (const Done set = storms.setUntil(*transaction, (*current)->id, until); !set)
            return cannotStore(set.error());
        trail.add(entry(now, staff, u"storm_changed"_s, **current, {{u"until"_s, orNull(until)}, {u"was"_s, orNull((*current)->until)}}));
        (*current)->until = until;
    }
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return **current;
}

Answer<bool> StormSwitch::end(const QString &staff)
{
    if (const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Storm); !office)
        return refused(office.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const store::StormGateway storms(m_database);
    const Result<std::optional<calls::Storm>> current = storms.current();
    if (!current)
        return cannotStore(current.error());
    if (!*current)
        return false;
    const Result<bool> ended = storms.end(*transaction, (*current)->id, actorOf(staff), now);
    if (!ended)
        return cannotStore(ended.error());
    if (!*ended)
        return false;
    audit::Trail trail;
    trail.add(entry(now, staff, u"storm_ended"_s, **current, {}));
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return true;
}

} // namespace ringback::desk
