#include "desk/presencework.h"

#include "audit/trail.h"
#include "base/time.h"
#include "desk/click.h"
#include "store/peoplegateway.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::Presence;
using calls::PresenceWord;
using Why = Refusal::Why;

namespace {

bool holds(const std::optional<Presence> &presence, Instant now)
{
    return presence && (!presence->until || *presence->until > now);
}

} // namespace

Answer<void> PresenceWork::mayChange(const QString &staff, const QString &by) const
{
    const Answer<engine::Office> office = officeOf(m_database, by);
    if (!office)
        return refused(office.error());
    if (!office->setup.person(staff))
        return refused({.why = Why::NoSuchPerson});
    if (!calls::may(*office->setup.person(by), staff == by ? calls::Right::Claim : calls::Right::EditPeople))
        return refused({.why = Why::NotAllowed});
    return {};
}

Answer<Presence> PresenceWork::say(const QString &staff, PresenceWord word, std::optional<Instant> until, Presence::Source source)
{
    const Instant now = m_clock.now();
    if (source == Presence::Source::Console && !until)
        until = now + consoleHolds;
    return put(staff, {.word = word, .source = source, .since = now, .until = until}, staff);
}

Answer<Presence> PresenceWork::sayFor(const QString &staff, PresenceWord word, std::optional<Instant> until, const QString &by)
{
    return put(staff, {.word = word, .source = Presence::Source::Person, .since = m_clock.now(), .until = until}, by);
}

Answer<Presence> PresenceWork::put(const QString &staff, Presence presence, const QString &by)
{
    if (const Answer<void> allowed = mayChange(staff, by); !allowed)
        return refused(allowed.error());
    const Instant now = presence.since;
    if (presence.until && *presence.until <= now)
        return refused({.why = Why::TimeInThePast});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const store::PeopleGateway people(m_database);
    const Result<std::optional<Presence>> before = people.presence(staff, presence.source);
    if (!before)
        return cannotStore(before.error());
    const bool isSame = holds(*before, now) && (*before)->word == presence.word;
    if (isSame)
        presence.since = (*before)->since;
    if (*before == presence)
        return presence;
    if (const Done stored = people.put(*transaction, staff, presence); !stored)
        return cannotStore(stored.error());
    audit::Trail trail;
    if (!isSame || presence.source == Presence::Source::Person) {
        QJsonObject detail = {{u"word"_s, calls::word(presence.word)}, {u"source"_s, calls::word(presence.source)}};
        if (presence.until && presence.source == Presence::Source::Person)
            detail.insert(u"until"_s, toIso(*presence.until));
        trail.add(
            {.at = now, .actor = actorOf(by), .action = u"presence_set"_s, .caseId = {}, .subject = u"staff:"_s + staff, .detail = detail});
    }
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return presence;
}

Answer<bool> PresenceWork::takeBack(const QString &staff)
{
    return takeBackFor(staff, staff);
}

Answer<bool> PresenceWork::takeBackFor(const QString &staff, const QString &by)
{
    if (const Answer<void> allowed = mayChange(staff, by); !allowed)
        return refused(allowed.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Result<bool> cleared = store::PeopleGateway(m_database).clear(*transaction, staff, Presence::Source::Person);
    if (!cleared)
        return cannotStore(cleared.error());
    if (!*cleared)
        return false;
    audit::Trail trail;
    trail.add({.at = m_clock.now(),
               .actor = actorOf(by),
               .action = u"presence_taken_back"_s,
               .caseId = {},
               .subject = u"staff:"_s + staff,
               .detail = {}});
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return true;
}

} // namespace ringback::desk
