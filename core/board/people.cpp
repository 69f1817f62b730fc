#include "board/people.h"

#include "base/time.h"
#include "policy/availability.h"
#include "store/gateways.h"
#include "store/peoplegateway.h"
#include "store/staffgateway.h"

#include <QTimeZone>

#include <algorithm>
#include <map>

namespace ringback::board {

using namespace Qt::StringLiterals;
using policy::Candidate;
using store::PeopleGateway;

namespace {

// What the store knows of everybody.
struct Known {
    QHash<QString, calls::Presence> said;
    QHash<QString, calls::Presence> consoles;
    QHash<QString, calls::CalendarView> calendars;
    QHash<QString, store::Load> loads;
    std::map<Instant, QHash<QString, PeopleGateway::Given>> given; ///< since the midnight of each zone that people live in
};

Instant midnightOf(const calls::Staff &person, const QByteArray &officeZone, Instant now)
{
    const QTimeZone own(person.timeZone.isEmpty() ? officeZone : person.timeZone);
    const QTimeZone zone = own.isValid() ? own : QTimeZone::utc();
    return fromMs(toDateTime(now).toTimeZone(zone).date().startOfDay(zone).toMSecsSinceEpoch());
}

Result<Known> readKnown(store::Database &database, const settings::Setup &setup, Instant now)
{
    Known known;
    const PeopleGateway people(database);
    const Result<QList<store::StaffPresence>> presences = people.presences();
    if (!presences)
        return failure(presences);
    for (const store::StaffPresence &each : *presences)
        (each.presence.source == calls::Presence::Source::Person ? known.said : known.consoles).insert(each.staff, each.presence);
    Result<QHash<QString, calls::CalendarView>> calendars = people.calendarViews(setup.calendars, now);
    if (!calendars)
        return failure(calendars);
    known.calendars = std::move(*calendars);
    Result<QHash<QString, store::Load>> loads = store::TaskGateway(database).loads();
    if (!loads)
        return failure(loads);
    known.loads = std::move(*loads);
    for (const calls::Staff &person : setup.staff) {
        const Instant midnight = midnightOf(person, setup.company.timeZone, now);
        if (known.given.contains(midnight))
            continue;
        Result<QHash<QString, PeopleGateway::Given>> given = people.givenSince(midnight);
        if (!given)
            return failure(given);
        known.given.emplace(midnight, std::move(*given));
    }
    return known;
}

template <class T>
std::optional<T> maybe(const QHash<QString, T> &all, const QString &staff)
{
    const auto found = all.constFind(staff);
    return found == all.cend() ? std::nullopt : std::optional(*found);
}

Candidate candidateOf(const calls::Staff &person, const Known &known, const QByteArray &officeZone, Instant at, Instant now)
{
    calls::CalendarView calendar = known.calendars.value(person.id);
    if (at > now + PeopleGateway::ahead && calendar.state == calls::CalendarView::State::Known)
        calendar.state = calls::CalendarView::State::Unknown; // read only so far ahead: never taken for free
    const policy::PersonFacts facts{
        .staff = person, .said = maybe(known.said, person.id), .console = maybe(known.consoles, person.id), .calendar = calendar};
    const Instant midnight = midnightOf(person, officeZone, now);
    const PeopleGateway::Given today = known.given.at(midnight).value(person.id);
    const store::Load load = known.loads.value(person.id);
    return {.staff = person,
            .liveTasks = load.liveTasks,
            .lastAssignedAt = std::max(load.lastAssignedAt, today.lastAt), // an empty one is the least
            .givenToday = midnightOf(person, officeZone, at) == midnight ? today.count : 0,
            .availability = policy::availabilityOf(facts, officeZone, at)};
}

WaitingCallbacks waitingOf(const QString &team, const QList<store::StaffGateway::Queue> &queues,
                           const QList<store::UnstaffedQueue> &unstaffed)
{
    WaitingCallbacks waiting{.team = team};
    for (const store::StaffGateway::Queue &queue : queues) {
        if (queue.team == team) {
            waiting.count = queue.count;
            waiting.oldest = queue.oldest;
        }
    }
    for (const store::UnstaffedQueue &queue : unstaffed) {
        if (queue.team == team)
            waiting.unstaffedSince = queue.since;
    }
    return waiting;
}

void readSignIn(PersonCard &card, const QHash<QString, store::StaffGateway::SignIn> &signIns, Instant now)
{
    const std::optional<store::StaffGateway::SignIn> signIn = maybe(signIns, card.person.id);
    if (!signIn) {
        card.signIn = SignInState::None;
    } else if (signIn->lockedUntil && *signIn->lockedUntil > now) {
        card.signIn = SignInState::Locked;
        card.lockedUntil = signIn->lockedUntil;
    } else {
        card.signIn = signIn->mustChange ? SignInState::MustChange : SignInState::Ready;
    }
}

} // namespace

Result<People> readPeople(store::Database &database, const settings::Setup &setup, Instant now)
{
    const Result<Known> known = readKnown(database, setup, now);
    if (!known)
        return failure(known);
    const store::StaffGateway staff(database);
    const auto signIns = staff.signIns();
    if (!signIns)
        return failure(signIns);
    const auto queues = staff.queues(now);
    if (!queues)
        return failure(queues);
    const Result<QList<store::UnstaffedQueue>> unstaffed = PeopleGateway(database).unstaffed();
    if (!unstaffed)
        return failure(unstaffed);
    People people{.people = {},
                  .teams = {},
                  .ofNoTeam = waitingOf({}, *queues, *unstaffed),
                  .lines = setup.lines,
                  .zone = setup.company.timeZone,
                  .language = setup.company.language};
    for (const calls::Team &team : setup.teams)
        people.teams.append({.team = team, .waiting = waitingOf(team.id, *queues, *unstaffed)});
    for (const calls::Staff &person : setup.staff) {
        const Candidate candidate = candidateOf(person, *known, setup.company.timeZone, now, now);
        PersonCard card{.person = person,
                        .availability = candidate.availability,
                        .live = candidate.liveTasks,
                        .givenToday = candidate.givenToday,
                        .lastAt = candidate.lastAssignedAt,
                        .calendar = known->calendars.value(person.id).state};
        card.said = maybe(known->said, person.id);
        if (card.said && card.said->until && *card.said->until <= now)
            card.said.reset();
        readSignIn(card, *signIns, now);
        for (TeamCard &team : people.teams) {
            if (!person.teams.contains(team.team.id) || person.suspended)
                continue;
            ++team.people;
            team.ready += mayBeGiven(card.availability.readiness) ? 1 : 0;
        }
        people.people.append(card);
    }
    return people;
}

Result<QList<Candidate>> candidatesAt(store::Database &database, const settings::Setup &setup, Instant at, Instant now)
{
    const Result<Known> known = readKnown(database, setup, now);
    if (!known)
        return failure(known);
    QList<Candidate> candidates;
    for (const calls::Staff &person : setup.staff)
        candidates.append(candidateOf(person, *known, setup.company.timeZone, at, now));
    return candidates;
}

} // namespace ringback::board
