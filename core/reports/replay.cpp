#include "reports/replay.h"

#include "base/time.h"
#include "policy/followthrough.h"
#include "policy/quiethours.h"
#include "policy/statehours.h"
#include "reports/replaysimulation.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace ringback::reports {

using namespace std::chrono_literals;
using calls::PhoneNumber;
using store::PastText;
using store::PastWork;

namespace {

constexpr Milliseconds stormWindow = 15min;
constexpr qsizetype occurrencesPerAsking = 500;

// A zone is slow to make.
QTimeZone zoneOf(const QByteArray &id)
{
    thread_local QHash<QByteArray, QTimeZone> known;
    const auto found = known.constFind(id);
    return found != known.constEnd() ? *found : *known.insert(id, QTimeZone(id));
}

bool within(QTime time, QTime start, QTime end)
{
    return start <= end ? time >= start && time < end : time >= start || time < end;
}

// When the call was judged, and so decided about.
Instant judgedAt(const calls::Call &call)
{
    return call.endedAt.value_or(call.startedAt);
}

} // namespace

Simulation::Simulation(const store::History &history, const settings::Setup &setup, const policy::Rules &rules, const ReplayPlan &plan)
    : m_history(history)
    , m_setup(setup)
    , m_rules(rules)
    , m_plan(plan)
{
    m_replay.since = plan.since;
    m_replay.until = plan.until;
}

Replay Simulation::run()
{
    gather();
    for (qsizetype i = 0; i < m_occurrences.size(); ++i) {
        if (m_plan.goesOn && i % occurrencesPerAsking == 0 && !m_plan.goesOn(i, m_occurrences.size()))
            return std::move(m_replay);
        const Occurrence &each = m_occurrences.at(i);
        runUntil(each.at);
        m_now = each.at;
        std::visit([this](const auto *what) { happen(*what); }, each.what);
    }
    runUntil(m_plan.until);
    m_storms.removeIf([this](const StormSpan &storm) { return storm.ended && *storm.ended < m_plan.since; });
    m_replay.storms = m_storms;
    return std::move(m_replay);
}

void Simulation::gather()
{
    for (const calls::Call &call : m_history.calls) {
        if (call.verdict != calls::Verdict::Pending)
            m_occurrences.append({judgedAt(call), &call});
    }
    for (const PastText &text : m_history.texts)
        m_occurrences.append({text.at, &text});
    for (const PastWork &work : m_history.work)
        m_occurrences.append({work.at, &work});
    for (const store::OptOut &optOut : m_history.optOuts) {
        if (!optOut.isLikely()) // that is read out of the text
            m_occurrences.append({optOut.since, &optOut});
    }
    m_switchedOff.reserve(m_history.storms.size()); // pointed at
    for (const calls::Storm &storm : m_history.storms) {
        m_occurrences.append({storm.beganAt, &storm});
        if (storm.endedAt && (!storm.until || *storm.endedAt < *storm.until)) {
            m_switchedOff.append({*storm.endedAt});
            m_occurrences.append({*storm.endedAt, &m_switchedOff.last()});
        }
    }
    m_occurrences.removeIf([this](const Occurrence &each) { return each.at >= m_plan.until; });
    std::stable_sort(m_occurrences.begin(), m_occurrences.end(), [](const Occurrence &a, const Occurrence &b) { return a.at < b.at; });
}

// What is due before then. At the same moment people come first: a reply stops the text of its own second.
void Simulation::runUntil(Instant until)
{
    while (!m_agenda.empty() && m_agenda.top().at < until) {
        const Appointment next = m_agenda.top();
        m_agenda.pop();
        m_now = next.at;
        if (const auto *message = std::get_if<Message>(&next.plan))
            send(next, *message);
        else if (const auto *step = std::get_if<NextStep>(&next.plan))
            takeStep(next, step->step);
        else if (std::holds_alternative<TaskLook>(next.plan))
            lookAtTask(next);
        else if (std::holds_alternative<WorkedOff>(next.plan))
            workOff(next);
        else
            lookAtStorm();
    }
}

void Simulation::plan(Instant at, const std::optional<PhoneNumber> &number, quint64 caseSerial, Plan what)
{
    m_agenda.push({.at = at, .order = ++m_made, .number = number, .caseSerial = caseSerial, .plan = std::move(what)});
}

Simulation::Party &Simulation::party(const PhoneNumber &number)
{
    const auto known = m_parties.find(number);
    if (known != m_parties.end())
        return *known;
    const auto contact = m_history.contacts.constFind(number);
    const calls::Contact fresh{.id = m_ids.next<calls::ContactId>(m_now), .number = number, .kind = m_rules.playbook.lead.unknownCaller};
    return *m_parties.insert(number, Party{.contact = contact != m_history.contacts.constEnd() ? *contact : fresh});
}

// The case of an appointment, while it is open.
Simulation::Case *Simulation::openCaseOf(const Appointment &appointment)
{
    std::optional<Case> &openCase = party(*appointment.number).openCase;
    return openCase && openCase->serial == appointment.caseSerial ? &*openCase : nullptr;
}

void Simulation::countMiss()
{
    m_misses.push(m_now);
    forgetOldMisses();
    if (policy::decideStorm(m_storm, m_stormEndedAt, static_cast<int>(m_misses.size()), m_rules.playbook.storm, m_now) ==
        policy::StormChange::Begins)
        beginStorm({});
}

void Simulation::forgetOldMisses()
{
    while (!m_misses.empty() && m_misses.front() <= m_now - stormWindow)
        m_misses.pop();
}

void Simulation::beginStorm(std::optional<Instant> until)
{
    if (!m_storm)
        m_storms.append({.began = m_now, .ended = {}});
    m_storm = calls::Storm{
        .id = m_ids.next<calls::StormId>(m_now), .beganAt = m_now, .begunBy = {}, .until = until, .endedAt = {}, .endedBy = {}};
    plan(until.value_or(m_now + stormWindow), {}, 0, StormLook{});
}

void Simulation::endStorm()
{
    if (!m_storm)
        return;
    m_storms.last().ended = m_now;
    m_stormEndedAt = m_now;
    m_storm.reset();
}

void Simulation::lookAtStorm()
{
    if (!m_storm)
        return;
    forgetOldMisses();
    if (policy::decideStorm(m_storm, m_stormEndedAt, static_cast<int>(m_misses.size()), m_rules.playbook.storm, m_now) ==
        policy::StormChange::Ends)
        endStorm();
    else if (!m_storm->until && !m_misses.empty())
        plan(m_misses.front() + stormWindow, {}, 0, StormLook{}); // they grow fewer then
}

bool isNight(const PhoneNumber &number, const QByteArray &zoneOnRecord, const policy::Rules &rules, Instant at)
{
    if (!rules.quietHours)
        return false;
    QList<QByteArray> zones = {zoneOnRecord};
    if (zoneOnRecord.isEmpty() || !zoneOf(zoneOnRecord).isValid()) // an empty id would be this computer's zone
        zones = calls::zonesOf(number);
    if (zones.isEmpty())
        zones = {rules.officeZone};
    return std::any_of(zones.cbegin(), zones.cend(), [&](const QByteArray &zone) {
        const QDateTime local = toDateTime(at).toTimeZone(zoneOf(zone));
        if (rules.quietHours->start != rules.quietHours->end && within(local.time(), rules.quietHours->start, rules.quietHours->end))
            return true;
        if (!rules.quietHours->stateRules)
            return false;
        const QList<QByteArray> states = policy::statesOf(number);
        return std::any_of(states.cbegin(), states.cend(), [&local](const QByteArray &state) {
            const policy::WeekHours *const week = policy::hoursOf(state);
            if (!week)
                return false;
            const std::optional<policy::OpenHours> &open = week->at(size_t(local.date().dayOfWeek() - 1));
            return !open || local.time() < open->from || local.time() >= open->until;
        });
    });
}

Replay replay(const store::History &history, const settings::Setup &setup, const policy::Rules &rules, const ReplayPlan &plan)
{
    return Simulation(history, setup, rules, plan).run();
}

} // namespace ringback::reports
