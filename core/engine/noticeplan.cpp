#include "engine/noticeplan.h"

#include "base/time.h"
#include "calls/people.h"
#include "engine/staffwords.h"
#include "policy/availability.h"
#include "store/gateways.h"
#include "store/peoplegateway.h"

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::OffDesk;
using store::Notice;
using store::NoticeKind;

namespace {

// Later than that nobody needs to hear of it: the callback has gone its way.
constexpr Milliseconds trueFor = 30min;
constexpr Milliseconds answerTrueFor = 5min;

// One that was put off or handed over begins anew at its new time, with who is told as well.
QString keyOf(const calls::CallbackTask &task, const QString &staff)
{
    const QString key = u"task:%1:%2:%3"_s.arg(task.id.text()).arg(task.escalations).arg(staff);
    return task.readyAt ? key + u':' + QString::number(toMs(*task.readyAt)) : key;
}

} // namespace

NoticePlan::NoticePlan(store::Transaction &transaction, audit::Trail &trail, IdSource &ids, const Office &office, Instant now)
    : m_transaction(transaction)
    , m_trail(trail)
    , m_ids(ids)
    , m_office(office)
    , m_now(now)
{}

Done NoticePlan::given(const calls::CallbackTask &task, bool escalated) const
{
    const settings::Setup &setup = m_office.setup;
    const calls::Staff *const person = setup.person(task.assignedTo);
    if (!person || person->offDesk == OffDesk::Nothing || !calls::may(*person, calls::Right::Claim))
        return {};
    if (task.state != calls::TaskState::Open || (task.readyAt && *task.readyAt > m_now))
        return {};
    const bool isLastResort = escalated && task.escalatedTo == "owner"_L1;
    if (!isLastResort && !policy::onShiftUntil(*person, setup.company.timeZone, m_now))
        return {};
    const Result<bool> atConsole = isAtConsole(*person);
    if (!atConsole || *atConsole)
        return atConsole ? Done() : failure(atConsole);
    store::Database &database = m_transaction.database();
    if (!escalated) {
        const Result<int> told = store::NoticeGateway(database).toldSince(person->id, m_now - within, mostAtOnce);
        if (!told)
            return failure(told);
        if (*told >= mostAtOnce)
            return {};
    }
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(database).find(task.followUp);
    if (!followUp)
        return failure(followUp);
    const Result<std::optional<calls::Contact>> contact =
        *followUp ? store::ContactGateway(database).findById((*followUp)->contact) : Result<std::optional<calls::Contact>>();
    if (!contact)
        return failure(contact);
    if (!*followUp || !*contact)
        return failure(ErrorKind::Corrupt, u"a task without its caller"_s);
    const Result<std::optional<Way>> way = wayTo(*person, (*followUp)->line, task.team);
    if (!way)
        return failure(way);
    if (!*way)
        return {};
    const bool byEmail = (*way)->channel == calls::Channel::Email;
    const StaffWords words(setup, *person);
    const StaffWords::Waiting waiting{.contact = **contact,
                                      .line = (*followUp)->line,
                                      .calledAt = (*followUp)->lastCallAt,
                                      .since = task.readyAt.value_or(task.createdAt)};
    const Notice notice{.id = m_ids.next<store::NoticeId>(m_now),
                        .key = keyOf(task, person->id),
                        .staff = person->id,
                        .task = task.id,
                        .kind = escalated ? NoticeKind::Escalated : NoticeKind::Assigned,
                        .subject = byEmail ? words.callbackSubject(waiting, escalated) : QString(),
                        .body = words.callback(waiting, escalated, byEmail, m_now),
                        .trueUntil = m_now + trueFor};
    return put(**way, notice, task.followUp.text());
}

Done NoticePlan::unstaffed(const QString &team, Instant since, int count, Instant oldest) const
{
    for (const calls::Staff &person : m_office.setup.staff) {
        if (person.role == calls::Role::Rep || person.suspended || person.offDesk == OffDesk::Nothing)
            continue;
        const Result<std::optional<Way>> way = wayTo(person, {}, team);
        if (!way)
            return failure(way);
        if (!*way)
            continue;
        const StaffWords words(m_office.setup, person);
        const Notice notice{.id = m_ids.next<store::NoticeId>(m_now),
                            .key = u"unstaffed:%1:%2:%3"_s.arg(team).arg(toMs(since)).arg(person.id),
                            .staff = person.id,
                            .task = {},
                            .kind = NoticeKind::Unstaffed,
                            .subject = (*way)->channel == calls::Channel::Email ? words.unstaffedSubject(team) : QString(),
                            .body = words.unstaffed(team, count, oldest, m_now),
                            .trueUntil = m_now + trueFor};
        if (const Done planned = put(**way, notice, {}); !planned)
            return planned;
    }
    return {};
}

Done NoticePlan::answer(const calls::Staff &person, const calls::Line &line, const std::optional<calls::TaskId> &task, const QString &key,
                        const QString &body) const
{
    if (!person.phone || line.textsConnection.isEmpty())
        return {};
    const Way way{
        .channel = calls::Channel::Text, .address = person.phone->e164(), .connection = line.textsConnection, .line = line.sender().e164()};
    const Notice notice{.id = m_ids.next<store::NoticeId>(m_now),
                        .key = u"answer:"_s + key,
                        .staff = person.id,
                        .task = task,
                        .kind = NoticeKind::ClaimAnswer,
                        .body = body,
                        .trueUntil = m_now + answerTrueFor};
    return put(way, notice, {});
}

Result<std::optional<NoticePlan::Way>> NoticePlan::wayTo(const calls::Staff &person, const QString &dialled, const QString &team) const
{
    const settings::Setup &setup = m_office.setup;
    if (person.offDesk == OffDesk::Email) {
        if (!setup.mail || person.email.isEmpty())
            return std::optional<Way>();
        return std::optional(
            Way{.channel = calls::Channel::Email, .address = person.email, .connection = settings::Mail::connectionId(), .line = {}});
    }
    if (!person.phone)
        return std::optional<Way>();
    const Result<std::optional<store::OptOut>> optOut = store::ContactGateway(m_transaction.database()).optOut(*person.phone);
    if (!optOut)
        return failure(optOut);
    if (*optOut || setup.doNotText.contains(*person.phone))
        return std::optional<Way>();
    // From the line that was called, so that the person sees which; else from one of the team's, else from any.
    const calls::Line *best = nullptr;
    int bestRank = 0;
    for (const calls::Line &line : setup.lines) {
        const int rank = line.textsConnection.isEmpty() ? 0 : line.number.e164() == dialled ? 3 : line.team == team ? 2 : 1;
        if (rank > bestRank) {
            best = &line;
            bestRank = rank;
        }
    }
    if (!best)
        return std::optional<Way>();
    return std::optional(Way{.channel = calls::Channel::Text,
                             .address = person.phone->e164(),
                             .connection = best->textsConnection,
                             .line = best->sender().e164()});
}

Result<bool> NoticePlan::isAtConsole(const calls::Staff &person) const
{
    const Result<std::optional<calls::Presence>> console =
        store::PeopleGateway(m_transaction.database()).presence(person.id, calls::Presence::Source::Console);
    if (!console)
        return failure(console);
    return *console && (*console)->word == calls::PresenceWord::Here && (!(*console)->until || *(*console)->until > m_now);
}

Done NoticePlan::put(const Way &way, Notice notice, const QString &caseId) const
{
    notice.channel = way.channel;
    notice.address = way.address;
    notice.connection = way.connection;
    notice.line = way.line;
    notice.createdAt = m_now;
    notice.dueAt = m_now;
    const Result<bool> isNew = store::NoticeGateway(m_transaction.database()).insert(m_transaction, notice);
    if (!isNew)
        return failure(isNew);
    if (*isNew)
        m_trail.add({.at = m_now,
                     .actor = u"engine"_s,
                     .action = u"notice_scheduled"_s,
                     .caseId = caseId,
                     .subject = u"staff:"_s + notice.staff,
                     .detail = {{u"kind"_s, store::word(notice.kind)}, {u"channel"_s, calls::word(notice.channel)}}});
    return {};
}

} // namespace ringback::engine
