#include "policy/routing.h"

#include "calls/people.h"
#include "policy/reasons.h"

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>

namespace ringback::policy {

using namespace Qt::StringLiterals;

namespace {

QString code(const char16_t *reason)
{
    return QString::fromUtf16(reason);
}

bool isFull(const Candidate &candidate)
{
    return candidate.staff.capacity > 0 && candidate.liveTasks >= candidate.staff.capacity;
}

bool isFullForToday(const Candidate &candidate)
{
    return candidate.staff.perDay > 0 && candidate.givenToday >= candidate.staff.perDay;
}

bool isMember(const calls::Staff &staff, const QString &team)
{
    return team.isEmpty() || staff.teams.contains(team);
}

// Why the person cannot have a callback now, whoever the others are; empty when they can.
std::optional<Standing> absence(const Candidate &candidate)
{
    if (!calls::may(candidate.staff, calls::Right::Claim))
        return Standing::Suspended;
    switch (candidate.availability.readiness) {
    case Readiness::Suspended:
        return Standing::Suspended;
    case Readiness::OffShift:
        return Standing::OffShift;
    case Readiness::OnLeave:
        return Standing::OnLeave;
    case Readiness::Away:
        return Standing::Away;
    case Readiness::Here:
    case Readiness::NotKnown:
    case Readiness::Busy:
        break;
    }
    return std::nullopt;
}

// The same, with what they had and what they have.
std::optional<Standing> obstacle(const Candidate &candidate, const QStringList &except)
{
    if (const std::optional<Standing> standing = absence(candidate))
        return standing;
    if (except.contains(candidate.staff.id))
        return Standing::HadIt;
    if (isFull(candidate))
        return Standing::Full;
    if (isFullForToday(candidate))
        return Standing::FullForToday;
    return std::nullopt;
}

qint64 stepOf(const calls::Staff &staff)
{
    return turnLength * 100 / std::clamp(staff.weight, 1, 1000);
}

// Where in a missed turn the next one comes: any place, but the same for every engine and as long as nobody takes it.
qint64 placeIn(qint64 step, const QString &id, qint64 missed)
{
    quint64 mixed = static_cast<quint64>(missed) + 0x9E3779B97F4A7C15U; // splitmix64 (Steele, Lea, Flood 2014), over the id and the turn
    for (const QChar c : id)
        mixed = (mixed ^ c.unicode()) * 0x100000001B3U;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    mixed ^= mixed >> 31;
    return static_cast<qint64>(mixed % static_cast<quint64>(step));
}

// When the turn of that person comes, as things stand. It stays the same until it has come: who is there never loses it by waiting.
qint64 turnOf(const Turns::Team &team, const calls::Staff &staff)
{
    const auto next = team.next.constFind(staff.id);
    if (next == team.next.constEnd())
        return team.at;
    if (*next >= team.at)
        return *next;
    const qint64 step = stepOf(staff);
    const qint64 first = *next + placeIn(step, staff.id, *next);
    if (first >= team.at)
        return first;
    return first + (team.at - first + step - 1) / step * step;
}

/// Those of a team who are still asked, fewer with each thing that is looked at.
class Pool {
public:
    explicit Pool(QHash<QString, Standing> &standings)
        : m_standings(standings)
    {}

    void add(const Candidate &candidate) { m_people.append(&candidate); }
    [[nodiscard]] bool isEmpty() const { return m_people.isEmpty(); }

    /// Passes over those who are not, where somebody is; whether that was so.
    bool prefer(Standing passedOver, const std::function<bool(const Candidate &)> &is)
    {
        QList<const Candidate *> rest;
        for (const Candidate *candidate : m_people) {
            if (is(*candidate))
                rest.append(candidate);
        }
        if (rest.isEmpty() || rest.size() == m_people.size())
            return false;
        for (const Candidate *candidate : m_people) {
            if (!rest.contains(candidate))
                m_standings.insert(candidate->staff.id, passedOver);
        }
        m_people = rest;
        return true;
    }

    [[nodiscard]] int leastOnADesk() const
    {
        return (*std::min_element(m_people.cbegin(), m_people.cend(),
                                  [](const Candidate *a, const Candidate *b) { return a->liveTasks < b->liveTasks; }))
            ->liveTasks;
    }

    const Candidate &takeNext(const Turns::Team &turns)
    {
        const auto rank = [&](const Candidate &candidate) {
            return std::tuple(turnOf(turns, candidate.staff), candidate.lastAssignedAt.value_or(Instant::min()), candidate.staff.id);
        };
        const Candidate *const next = *std::min_element(m_people.cbegin(), m_people.cend(),
                                                        [&](const Candidate *a, const Candidate *b) { return rank(*a) < rank(*b); });
        for (const Candidate *candidate : std::as_const(m_people))
            m_standings.insert(candidate->staff.id, candidate == next ? Standing::Chosen : Standing::NotTheirTurn);
        return *next;
    }

private:
    QList<const Candidate *> m_people;
    QHash<QString, Standing> &m_standings;
};

bool hasAll(const calls::Staff &staff, const QStringList &skills)
{
    return std::all_of(skills.cbegin(), skills.cend(), [&](const QString &skill) { return staff.skills.contains(skill); });
}

bool speaks(const calls::Staff &staff, const QString &language, const Rules &rules)
{
    return staff.languages.isEmpty() ? language == rules.officeLanguage : staff.languages.contains(language);
}

const Candidate *find(const QList<Candidate> &candidates, const QString &staff)
{
    const auto found =
        std::find_if(candidates.cbegin(), candidates.cend(), [&](const Candidate &candidate) { return candidate.staff.id == staff; });
    return staff.isEmpty() || found == candidates.cend() ? nullptr : &*found;
}

// A team that nobody is in (a playbook's `clients` pool in an office without one) would be a queue nobody watches.
QString teamFor(const Wanted &wanted, const playbook::Route &route, const QList<Candidate> &candidates)
{
    if (wanted.team)
        return *wanted.team;
    const bool staffed = !route.team.isEmpty() && std::any_of(candidates.cbegin(), candidates.cend(), [&](const Candidate &candidate) {
        return calls::may(candidate.staff, calls::Right::Claim) && candidate.staff.teams.contains(route.team);
    });
    return staffed ? route.team : wanted.lineTeam;
}

// The chosen one first, then who came closest.
void listConsidered(Assignment &assignment, const QList<Candidate> &candidates, const QHash<QString, Standing> &standings)
{
    for (const Candidate &candidate : candidates) {
        const auto standing = standings.constFind(candidate.staff.id);
        if (standing == standings.constEnd())
            continue;
        assignment.considered.append({.staff = candidate.staff.id,
                                      .standing = *standing,
                                      .availability = candidate.availability,
                                      .liveTasks = candidate.liveTasks,
                                      .capacity = candidate.staff.capacity,
                                      .givenToday = candidate.givenToday,
                                      .lastAssignedAt = candidate.lastAssignedAt});
    }
    const auto distance = [](const Considered &one) {
        return one.standing == Standing::Chosen ? 0 : static_cast<int>(Standing::NotTheirTurn) + 1 - static_cast<int>(one.standing);
    };
    std::stable_sort(assignment.considered.begin(), assignment.considered.end(),
                     [&](const Considered &a, const Considered &b) { return distance(a) < distance(b); });
}

// To whom it belongs, whoever's turn it is.
const Candidate *whoseItIs(const Wanted &wanted, const QList<Candidate> &candidates, Assignment &assignment)
{
    const Candidate *const dialled = find(candidates, wanted.returnsTo);
    if (dialled && !absence(*dialled) && !wanted.except.contains(dialled->staff.id)) {
        assignment.reasons.append(code(reason::returningOurCall));
        return dialled;
    }
    const Candidate *const owner = find(candidates, wanted.owner);
    if (!owner)
        return nullptr;
    if (!obstacle(*owner, wanted.except)) {
        assignment.reasons.append(code(reason::ownerOfRecord));
        return owner;
    }
    assignment.reasons.append(code(reason::ownerNotHere));
    return nullptr;
}

const Candidate *whoseTurnItIs(Pool &pool, const Wanted &wanted, const playbook::Route &route, const Turns::Team &turns, const Rules &rules,
                               QStringList &reasons)
{
    if (pool.isEmpty())
        return nullptr;
    pool.prefer(Standing::Owner, [](const Candidate &candidate) { return candidate.staff.role != calls::Role::Owner; });
    pool.prefer(Standing::Busy, [](const Candidate &candidate) { return candidate.availability.readiness != Readiness::Busy; });
    pool.prefer(Standing::NotKnownToBeHere, [](const Candidate &candidate) { return candidate.availability.readiness == Readiness::Here; });
    if (route.senior && pool.prefer(Standing::NotSenior, [](const Candidate &candidate) { return candidate.staff.senior; }))
        reasons.append(code(reason::seniorFirst));
    if (pool.prefer(Standing::OtherSkills, [&](const Candidate &candidate) { return hasAll(candidate.staff, wanted.skills); }))
        reasons.append(code(reason::hasTheSkill));
    if (!wanted.language.isEmpty() &&
        pool.prefer(Standing::OtherLanguage, [&](const Candidate &candidate) { return speaks(candidate.staff, wanted.language, rules); }))
        reasons.append(code(reason::speaksTheirLanguage));
    const int least = pool.leastOnADesk();
    pool.prefer(Standing::MoreOnDesk, [least](const Candidate &candidate) { return candidate.liveTasks < least + crowdedBy; });
    return &pool.takeNext(turns);
}

} // namespace

playbook::Route routeOf(const playbook::Playbook &playbook, calls::ContactKind kind)
{
    const QMap<QString, playbook::Route> &routes = playbook.callback.routes;
    const auto own = routes.constFind(calls::word(kind));
    return own != routes.constEnd() ? *own : routes.value(u"default"_s);
}

Assignment assign(const Wanted &wanted, const QList<Candidate> &candidates, const Turns &turns, const Rules &rules)
{
    const playbook::Route route = routeOf(rules.playbook, wanted.kind);
    Assignment assignment;
    assignment.team = teamFor(wanted, route, candidates);

    QHash<QString, Standing> standings;
    Pool pool(standings);
    for (const Candidate &candidate : candidates) {
        const bool member = isMember(candidate.staff, assignment.team);
        const std::optional<Standing> standing = obstacle(candidate, wanted.except);
        if (member && !standing)
            pool.add(candidate);
        if (member || candidate.staff.id == wanted.owner || candidate.staff.id == wanted.returnsTo)
            standings.insert(candidate.staff.id, standing == Standing::Suspended ? Standing::Suspended
                                                 : !member                       ? Standing::NotInTeam
                                                                                 : standing.value_or(Standing::NotTheirTurn));
    }
    if (const Candidate *const theirs = whoseItIs(wanted, candidates, assignment)) {
        assignment.staff = theirs->staff.id;
        standings.insert(assignment.staff, Standing::Chosen);
    } else {
        QStringList ways;
        if (const Candidate *const next = whoseTurnItIs(pool, wanted, route, turns.teams.value(assignment.team), rules, ways)) {
            assignment.staff = next->staff.id;
            assignment.byTurn = true;
        }
        assignment.reasons.append(code(assignment.byTurn ? reason::assignedNextAvailable : reason::nobodyAvailable));
        assignment.reasons += ways;
    }
    listConsidered(assignment, candidates, standings);
    return assignment;
}

void take(Turns &turns, const QString &team, const calls::Staff &staff)
{
    Turns::Team &theirs = turns.teams[team];
    theirs.at = std::max(theirs.at, turnOf(theirs, staff));
    theirs.next.insert(staff.id, theirs.at + stepOf(staff));
}

bool isToBeHad(const QList<Candidate> &candidates, const QString &staff)
{
    const Candidate *const candidate = find(candidates, staff);
    return candidate && !absence(*candidate);
}

Assignment assignToOwner(const QString &team, const QList<Candidate> &candidates)
{
    Assignment assignment;
    assignment.team = team;
    QHash<QString, Standing> standings;
    QList<const Candidate *> owners;
    for (const Candidate &candidate : candidates) {
        if (candidate.staff.role != calls::Role::Owner)
            continue;
        const std::optional<Standing> standing = absence(candidate);
        standings.insert(candidate.staff.id, standing.value_or(Standing::NotTheirTurn));
        if (standing != Standing::Suspended)
            owners.append(&candidate);
    }
    const auto rank = [](const Candidate &candidate) {
        return std::tuple(candidate.availability.readiness, candidate.liveTasks, candidate.lastAssignedAt.value_or(Instant::min()),
                          candidate.staff.id);
    };
    const auto first =
        std::min_element(owners.cbegin(), owners.cend(), [&](const Candidate *a, const Candidate *b) { return rank(*a) < rank(*b); });
    if (first != owners.cend()) {
        assignment.staff = (*first)->staff.id;
        standings.insert(assignment.staff, Standing::Chosen);
    }
    listConsidered(assignment, candidates, standings);
    return assignment;
}

QString word(Standing standing)
{
    static constexpr std::array words = {
        u"chosen",     u"suspended",    u"not_in_team",    u"off_shift",    u"on_leave",      u"away",
        u"had_it",     u"full",         u"full_for_today", u"owner",        u"busy",          u"not_known_to_be_here",
        u"not_senior", u"other_skills", u"other_language", u"more_on_desk", u"not_their_turn"};
    return QString::fromUtf16(words.at(static_cast<size_t>(standing)));
}

} // namespace ringback::policy
