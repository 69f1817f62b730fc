// Who would get a callback, and who was thought of for one.
#include "board/people.h"

#include "base/time.h"
#include "engine/office.h"
#include "policy/routing.h"
#include "store/peoplegateway.h"

#include <QDateTime>
#include <QJsonObject>

#include <algorithm>

namespace ringback::board {

using namespace Qt::StringLiterals;

namespace {

// The enumerator with that word, of those up to `last`.
template <class Enum>
std::optional<Enum> ofWord(const QJsonValue &value, Enum last)
{
    const QString wanted = value.toString();
    for (int each = 0; each <= static_cast<int>(last); ++each) {
        if (policy::word(static_cast<Enum>(each)) == wanted)
            return static_cast<Enum>(each);
    }
    return std::nullopt;
}

std::optional<Instant> instantOf(const QJsonValue &value)
{
    const QDateTime at = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return at.isValid() ? std::optional(fromMs(at.toMSecsSinceEpoch())) : std::nullopt;
}

} // namespace

Result<TrialAnswer> tryRouting(store::Database &database, const TrialQuestion &question, Instant now)
{
    const Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return failure(office);
    if (!*office)
        return failure(ErrorKind::NotFound, u"there is no office yet"_s);
    const settings::Setup &setup = (*office)->setup;
    const Result<QList<policy::Candidate>> candidates = candidatesAt(database, setup, question.at, now);
    if (!candidates)
        return failure(candidates);
    const Result<policy::Turns> turns = store::PeopleGateway(database).turns();
    if (!turns)
        return failure(turns);
    policy::Wanted wanted{.kind = question.kind, .lineTeam = {}, .skills = {}, .language = question.language};
    const auto line = std::find_if(setup.lines.cbegin(), setup.lines.cend(),
                                   [&](const calls::Line &each) { return each.number.e164() == question.line; });
    if (line != setup.lines.cend()) {
        wanted.lineTeam = line->team;
        wanted.skills = line->skills;
    }
    return TrialAnswer{.question = question, .assignment = policy::assign(wanted, *candidates, *turns, (*office)->rules())};
}

QList<policy::Considered> consideredOf(const QJsonArray &detail)
{
    QList<policy::Considered> all;
    for (const auto &each : detail) {
        const QJsonObject one = each.toObject();
        const std::optional<Standing> standing = ofWord(one.value(u"standing"_s), Standing::NotTheirTurn);
        const std::optional<Readiness> readiness = ofWord(one.value(u"readiness"_s), Readiness::Suspended);
        const std::optional<Basis> basis = ofWord(one.value(u"basis"_s), Basis::Nothing);
        const QString staff = one.value(u"staff"_s).toString();
        if (!standing || !readiness || !basis || staff.isEmpty())
            continue;
        all.append({.staff = staff,
                    .standing = *standing,
                    .availability = {.readiness = *readiness, .basis = *basis, .until = instantOf(one.value(u"until"_s))},
                    .liveTasks = one.value(u"live"_s).toInt(),
                    .capacity = one.value(u"capacity"_s).toInt(),
                    .givenToday = one.value(u"today"_s).toInt(),
                    .lastAssignedAt = instantOf(one.value(u"last"_s))});
    }
    return all;
}

} // namespace ringback::board
