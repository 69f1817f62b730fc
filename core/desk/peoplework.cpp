#include "desk/peoplework.h"

#include "desk/claimsback.h"
#include "desk/click.h"
#include "desk/setupwork.h"
#include "store/gateways.h"
#include "store/staffgateway.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::Right;
using Why = PeopleRefusal::Why;

namespace {

tl::unexpected<PeopleRefusal> turnDown(Why why, const QString &field = {}, const QString &detail = {})
{
    return tl::unexpected<PeopleRefusal>(PeopleRefusal{.why = why, .field = field, .detail = detail});
}

tl::unexpected<PeopleRefusal> turnDown(const Error &error)
{
    return turnDown(Why::CannotStore, {}, error.what);
}

// What the setup's own refusals are to people; `/staff/2/email: …` is about the field `email`.
tl::unexpected<PeopleRefusal> turnDown(const ConnectionRefusal &refusal)
{
    static const QRegularExpression place(u"^/(?:staff|teams|lines)/\\d+/?([^/:]*)"_s);
    switch (refusal.why) {
    case ConnectionRefusal::Why::NoSuchPerson:
        return turnDown(Why::NoSuchPerson);
    case ConnectionRefusal::Why::NotAllowed:
        return turnDown(Why::NotAllowed);
    case ConnectionRefusal::Why::NoSuchConnection:
        return turnDown(Why::NotThere);
    case ConnectionRefusal::Why::ChangedMeanwhile:
        return turnDown(Why::ChangedMeanwhile);
    case ConnectionRefusal::Why::CannotStore:
        return turnDown(Why::CannotStore, {}, refusal.detail);
    default:
        return turnDown(Why::Invalid, place.match(refusal.detail).captured(1), refusal.detail);
    }
}

PeopleAnswer<SetupWork> begin(store::Database &database, const Clock &clock, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(database, clock, staff);
    if (!work)
        return turnDown(work.error());
    if (!calls::may(*work->setup.person(staff), Right::EditPeople))
        return turnDown(Why::NotAllowed);
    return std::move(*work);
}

bool isOwner(const calls::Staff &person)
{
    return person.role == calls::Role::Owner;
}

bool hasActiveOwner(const settings::Setup &setup)
{
    return std::any_of(setup.staff.cbegin(), setup.staff.cend(), [](const calls::Staff &each) { return isOwner(each) && !each.suspended; });
}

// What this edit makes of the owners; `after` empty = gone.
PeopleAnswer<void> mayChangeOwners(const SetupWork &work, const settings::Setup &before, const calls::Staff *was, const calls::Staff *after)
{
    const bool isAboutOwner = (was != nullptr && isOwner(*was)) || (after != nullptr && isOwner(*after));
    if (isAboutOwner && !calls::may(*before.person(work.staff), Right::EditOwners))
        return turnDown(Why::OnlyOwners);
    if (hasActiveOwner(before) && !hasActiveOwner(work.setup))
        return turnDown(Why::LastOwner);
    return {};
}

PeopleAnswer<void> checkPhone(const settings::Setup &setup, const calls::Staff &person)
{
    if (!person.phone)
        return {};
    if (setup.lineOfSender(*person.phone) != nullptr || setup.line(*person.phone) != nullptr)
        return turnDown(Why::PhoneIsOurs, u"phone"_s);
    for (const calls::Staff &each : setup.staff) {
        if (each.id != person.id && each.phone == person.phone)
            return turnDown(Why::PhoneTaken, each.name);
    }
    return {};
}

QJsonObject objectOf(const settings::Setup &setup, const QString &list)
{
    return QJsonDocument::fromJson(settings::toJson(setup)).object().value(list).toArray().first().toObject();
}
QJsonObject objectOf(const calls::Staff &person)
{
    settings::Setup alone;
    alone.staff = {person};
    for (const QString &team : person.teams)
        alone.teams.append({.id = team, .name = team});
    return objectOf(alone, u"staff"_s);
}
QJsonObject objectOf(const calls::Team &team)
{
    settings::Setup alone;
    alone.teams = {team};
    return objectOf(alone, u"teams"_s);
}

// By field what it was and what it is. How to reach somebody in private stays out of the trail, which is kept for good.
QJsonObject changes(const QJsonObject &was, const QJsonObject &is)
{
    static const QStringList isPrivate{u"phone"_s, u"email"_s};
    QStringList keys = was.keys() + is.keys();
    keys.removeDuplicates();
    QJsonObject before;
    QJsonObject after;
    QJsonArray changed;
    for (const QString &key : std::as_const(keys)) {
        if (was.value(key) == is.value(key))
            continue;
        changed.append(key);
        if (isPrivate.contains(key))
            continue;
        if (was.contains(key))
            before.insert(key, was.value(key));
        if (is.contains(key))
            after.insert(key, is.value(key));
    }
    return {{u"changed"_s, changed}, {u"was"_s, before}, {u"is"_s, after}};
}

template <class T>
QJsonObject changesFrom(const std::optional<T> &before, const T &after)
{
    return changes(before ? objectOf(*before) : QJsonObject(), objectOf(after));
}

QStringList membersOf(const settings::Setup &setup, const QString &team)
{
    QStringList members;
    for (const calls::Staff &person : setup.staff) {
        if (person.teams.contains(team))
            members.append(person.id);
    }
    return members;
}

QStringList linesOf(const settings::Setup &setup, const QString &team)
{
    QStringList lines;
    for (const calls::Line &line : setup.lines) {
        if (line.team == team)
            lines.append(line.number.e164());
    }
    return lines;
}

// In whatever order.
bool isSame(const QStringList &stored, const QStringList &seen)
{
    return QSet<QString>(stored.cbegin(), stored.cend()) == QSet<QString>(seen.cbegin(), seen.cend());
}

// The first of these ids that nothing has or had; a number is put behind the last of them until it is free.
Result<QString> freeIdOf(store::Database &database, const QStringList &wanted)
{
    const store::StaffGateway people(database);
    for (int i = 0;; ++i) {
        const QString last = wanted.last();
        const QString id = i < wanted.size() ? wanted.at(i) : u"%1-%2"_s.arg(last.left(longestPersonId - 5)).arg(i - wanted.size() + 2);
        const Result<bool> used = people.wasUsed(id);
        if (!used)
            return failure(used);
        if (!*used)
            return id;
    }
}

} // namespace

PeopleAnswer<calls::Staff> PeopleWork::putPerson(const PersonEdit &edit, const QString &staff)
{
    PeopleAnswer<SetupWork> work = begin(m_database, m_clock, staff);
    if (!work)
        return tl::unexpected<PeopleRefusal>(work.error());
    const settings::Setup before = work->setup;
    calls::Staff person = edit.person;
    person.name = person.name.simplified();
    if (person.name.isEmpty())
        return turnDown(Why::Invalid, u"name"_s);
    if (!edit.before && person.id.isEmpty()) {
        const Result<QString> id = freeIdOf(m_database, personIds(person.name));
        if (!id)
            return turnDown(id.error());
        person.id = *id;
    }
    if (const ConnectionAnswer<void> put = putInto(work->setup.staff, person, edit.before); !put)
        return turnDown(put.error());
    if (const PeopleAnswer<void> may = mayChangeOwners(*work, before, edit.before ? &*edit.before : nullptr, &person); !may)
        return tl::unexpected<PeopleRefusal>(may.error());
    if (person.id == staff && person.suspended)
        return turnDown(Why::Yourself);
    if (const PeopleAnswer<void> phone = checkPhone(before, person); !phone)
        return tl::unexpected<PeopleRefusal>(phone.error());
    if (edit.before == person)
        return person; // the same again adds no version
    if (const Done back = takeBackClaims(work->transaction, work->trail, actorOf(staff), work->setup, work->now); !back)
        return turnDown(back.error());
    const ConnectionAnswer<void> saved = work->save(u"person_saved"_s, u"staff:"_s + person.id, changesFrom(edit.before, person));
    if (!saved)
        return turnDown(saved.error());
    return person;
}

PeopleAnswer<PeopleWork::Removed> PeopleWork::removePerson(const QString &id, const QString &staff)
{
    PeopleAnswer<SetupWork> work = begin(m_database, m_clock, staff);
    if (!work)
        return tl::unexpected<PeopleRefusal>(work.error());
    const settings::Setup before = work->setup;
    const calls::Staff *const gone = before.person(id);
    if (gone == nullptr)
        return turnDown(Why::NotThere);
    if (id == staff)
        return turnDown(Why::Yourself);
    work->setup.staff.removeOne(*gone);
    work->setup.calendars.removeIf([&](const settings::CalendarConnection &each) { return each.staff == id; });
    if (const PeopleAnswer<void> may = mayChangeOwners(*work, before, gone, nullptr); !may)
        return tl::unexpected<PeopleRefusal>(may.error());
    const Result<QHash<QString, store::Load>> loads = store::TaskGateway(m_database).loads();
    if (!loads)
        return turnDown(loads.error());
    if (const Done forgotten = store::StaffGateway(m_database).forget(work->transaction, id); !forgotten)
        return turnDown(forgotten.error());
    if (const Done back = takeBackClaims(work->transaction, work->trail, actorOf(staff), work->setup, work->now); !back)
        return turnDown(back.error());
    Removed removed{.name = gone->name, .callbacks = loads->value(id).liveTasks};
    const QJsonObject detail{{u"name"_s, gone->name}, {u"role"_s, calls::word(gone->role)}, {u"callbacks"_s, removed.callbacks}};
    if (const ConnectionAnswer<void> saved = work->save(u"person_removed"_s, u"staff:"_s + id, detail); !saved)
        return turnDown(saved.error());
    return removed;
}

PeopleAnswer<calls::Team> PeopleWork::putTeam(const TeamEdit &edit, const QString &staff)
{
    PeopleAnswer<SetupWork> work = begin(m_database, m_clock, staff);
    if (!work)
        return tl::unexpected<PeopleRefusal>(work.error());
    const settings::Setup before = work->setup;
    calls::Team team = edit.team;
    team.name = team.name.simplified();
    if (team.name.isEmpty())
        return turnDown(Why::Invalid, u"name"_s);
    if (!edit.before && team.id.isEmpty()) {
        const Result<QString> id = freeIdOf(m_database, {teamId(team.name)});
        if (!id)
            return turnDown(id.error());
        team.id = *id;
    }
    if (const ConnectionAnswer<void> put = putInto(work->setup.teams, team, edit.before); !put)
        return turnDown(put.error());
    if ((edit.members && !isSame(membersOf(before, team.id), edit.membersBefore)) ||
        (edit.lines && !isSame(linesOf(before, team.id), edit.linesBefore)))
        return turnDown(Why::ChangedMeanwhile);
    for (calls::Staff &person : work->setup.staff) {
        if (!edit.members || edit.members->contains(person.id) == person.teams.contains(team.id))
            continue;
        const calls::Staff was = person;
        if (edit.members->contains(person.id))
            person.teams.append(team.id);
        else
            person.teams.removeOne(team.id);
        if (const PeopleAnswer<void> may = mayChangeOwners(*work, before, &was, &person); !may)
            return tl::unexpected<PeopleRefusal>(may.error());
        work->note(u"person_saved"_s, u"staff:"_s + person.id, changes(objectOf(was), objectOf(person)));
    }
    for (calls::Line &line : work->setup.lines) {
        if (!edit.lines || edit.lines->contains(line.number.e164()) == (line.team == team.id))
            continue;
        const QString was = std::exchange(line.team, line.team == team.id ? QString() : team.id);
        work->note(u"line_saved"_s, u"line:"_s + line.number.e164(), changes({{u"team"_s, was}}, {{u"team"_s, line.team}}));
    }
    if (work->setup == before)
        return team;
    const ConnectionAnswer<void> saved = work->save(u"team_saved"_s, u"team:"_s + team.id, changesFrom(edit.before, team));
    if (!saved)
        return turnDown(saved.error());
    return team;
}

PeopleAnswer<calls::Team> PeopleWork::removeTeam(const QString &id, const QString &staff)
{
    PeopleAnswer<SetupWork> work = begin(m_database, m_clock, staff);
    if (!work)
        return tl::unexpected<PeopleRefusal>(work.error());
    const calls::Team *const found = work->setup.team(id);
    if (found == nullptr)
        return turnDown(Why::NotThere);
    const calls::Team gone = *found;
    work->setup.teams.removeOne(gone);
    for (calls::Staff &person : work->setup.staff)
        person.teams.removeAll(id);
    for (calls::Line &line : work->setup.lines)
        line.team = line.team == id ? QString() : line.team;
    if (const ConnectionAnswer<void> saved = work->save(u"team_removed"_s, u"team:"_s + id, {{u"name"_s, gone.name}}); !saved)
        return turnDown(saved.error());
    return gone;
}

PeopleAnswer<calls::Line> PeopleWork::setLine(const LineEdit &edit, const QString &staff)
{
    PeopleAnswer<SetupWork> work = begin(m_database, m_clock, staff);
    if (!work)
        return tl::unexpected<PeopleRefusal>(work.error());
    const auto line = std::find_if(work->setup.lines.begin(), work->setup.lines.end(),
                                   [&](const calls::Line &each) { return each.number.e164() == edit.number; });
    if (line == work->setup.lines.end())
        return turnDown(Why::NotThere);
    if (line->team != edit.teamBefore || line->skills != edit.skillsBefore)
        return turnDown(Why::ChangedMeanwhile);
    const auto described = [](const calls::Line &each) {
        return QJsonObject{{u"team"_s, each.team}, {u"skills"_s, QJsonArray::fromStringList(each.skills)}};
    };
    const QJsonObject was = described(*line);
    line->team = edit.team;
    line->skills = edit.skills;
    const calls::Line after = *line;
    if (described(after) == was)
        return after;
    const ConnectionAnswer<void> saved = work->save(u"line_saved"_s, u"line:"_s + edit.number, changes(was, described(after)));
    if (!saved)
        return turnDown(saved.error());
    return after;
}

} // namespace ringback::desk
