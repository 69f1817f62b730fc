#include "connectors/microsoft/system.h"

#include "base/time.h"
#include "connectors/http/host.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::microsoft {

using namespace Qt::StringLiterals;
using Kind = CalendarReply::Kind;
using Level = Finding::Level;

namespace {

const settings::MicrosoftCalendar &accountOf(const settings::CalendarConnection &connection)
{
    return std::get<settings::MicrosoftCalendar>(connection.account);
}

QByteArray timeParameter(Instant at)
{
    return QUrl::toPercentEncoding(toDateTime(at).toString(Qt::ISODate));
}

// {"error":{"code":"ErrorItemNotFound","message":"The specified object was not found in the store."}}
SaidError errorIn(const QJsonObject &body)
{
    const QJsonObject error = body.value("error"_L1).toObject();
    return {.code = error.value("code"_L1).toString(), .message = error.value("message"_L1).toString()};
}

// What Graph's words say beyond the status.
Kind kindOf(const CalendarReply &reply)
{
    static const QStringList noMailbox{u"MailboxNotEnabledForRESTAPI"_s,
                                       u"MailboxNotSupportedForRESTAPI"_s,
                                       u"ErrorNonExistentMailbox"_s,
                                       u"MailboxNotFound"_s,
                                       u"ErrorInvalidUser"_s,
                                       u"Request_ResourceNotFound"_s,
                                       u"ResourceNotFound"_s};
    if (reply.isGood())
        return reply.kind;
    if (noMailbox.contains(reply.code))
        return Kind::NoCalendar;
    if (reply.code == "ErrorQuotaExceeded"_L1)
        return Kind::Full;
    if (reply.code == "ErrorDuplicateTransactionId"_L1)
        return Kind::Exists;
    if (reply.code == "ErrorIrresolvableConflict"_L1)
        return Kind::Changed;
    return reply.kind;
}

SignedCalls::Rules rulesOf(const settings::CalendarConnection &connection)
{
    const QByteArray credential =
        "microsoft calendar " + hostOf(connection.baseUrl, {}) + '\n' + accountOf(connection).credentialSecret.toUtf8();
    return {.limit = RateLimit::ofCredential(credential, MicrosoftCalendarSystem::requestsPerMinute, std::chrono::minutes(1)),
            .atOnce = MicrosoftCalendarSystem::atOnce};
}

} // namespace

QByteArray signInUrl(const settings::CalendarConnection &connection, const QByteArray &what)
{
    const QString tenant = accountOf(connection).tenant.isEmpty() ? u"common"_s : accountOf(connection).tenant;
    return hostOf(connection.baseUrl, "https://login.microsoftonline.com") + '/' + QUrl::toPercentEncoding(tenant) + "/oauth2/v2.0/" + what;
}

// A public client: it has no secret, and sends none.
OAuthTokens::Account tokenAccountOf(const settings::CalendarConnection &connection)
{
    OAuthTokens::Account account;
    account.tokenUrl = signInUrl(connection, "token");
    account.clientId = accountOf(connection).clientId.toUtf8();
    account.refreshTokenName = accountOf(connection).credentialSecret;
    account.usualLife = std::chrono::hours(1);
    return account;
}

MicrosoftCalendarSystem::MicrosoftCalendarSystem(const settings::CalendarConnection &connection, const Surroundings &surroundings)
    : m_base(hostOf(connection.baseUrl, "https://graph.microsoft.com") + "/v1.0")
    , m_address(accountOf(connection).address.trimmed())
    , m_writes(connection.writes)
    , m_clock(surroundings.clock)
    , m_calls(tokenAccountOf(connection), rulesOf(connection), surroundings)
{}

CalendarAbilities MicrosoftCalendarSystem::abilities() const
{
    return {.reads = true, .writes = true};
}

bool MicrosoftCalendarSystem::isOwn() const
{
    return m_address.isEmpty() || m_address.compare(m_owner, Qt::CaseInsensitive) == 0;
}

QCoro::Task<CalendarReply> MicrosoftCalendarSystem::askUrl(QByteArray verb, QByteArray url, QJsonObject body, QByteArray ifMatch)
{
    HttpCall call = jsonCall(verb, url, body, ifMatch);
    call.headers.emplaceBack("Prefer", "outlook.timezone=\"UTC\"");
    const bool changesNothing = verb == "GET" || url.endsWith("/getSchedule");
    const SignedCalls::Repeat repeat = changesNothing ? SignedCalls::Repeat::WhenTooFast : SignedCalls::Repeat::Never;
    const SignedCalls::Reply reply = co_await m_calls.send(std::move(call), repeat);
    CalendarReply said = judged(reply, errorIn);
    said.kind = kindOf(said);
    co_return said;
}

QCoro::Task<CalendarReply> MicrosoftCalendarSystem::ask(QByteArray verb, QByteArray target, QJsonObject body, QByteArray ifMatch)
{
    const QByteArray url = m_base + target;
    CalendarReply reply = co_await askUrl(verb, url, std::move(body), ifMatch);
    co_return reply;
}

QCoro::Task<CalendarReply> MicrosoftCalendarSystem::askForOwner()
{
    CalendarReply reply = co_await ask("GET", "/me/calendar?$select=id,name,owner,canEdit");
    if (!reply.isGood())
        co_return reply;
    const QString owner = reply.body.value("owner"_L1).toObject().value("address"_L1).toString();
    if (owner.isEmpty())
        reply.kind = Kind::Unreadable;
    else
        m_owner = owner.left(256);
    co_return reply;
}

QCoro::Task<Result<BusyTimes>> MicrosoftCalendarSystem::busy(BusyQuery query)
{
    Result<BusyTimes> times;
    if (!isOwn() && m_owner.isEmpty()) {
        const CalendarReply owner = co_await askForOwner();
        if (!owner.isGood()) {
            times = tl::unexpected<Error>(errorOf(owner));
            co_return times;
        }
    }
    if (isOwn())
        times = co_await viewed(std::move(query));
    else
        times = co_await scheduled(std::move(query));
    co_return times;
}

QCoro::Task<Result<BusyTimes>> MicrosoftCalendarSystem::viewed(BusyQuery query)
{
    Result<BusyTimes> all = BusyTimes();
    QByteArray url = m_base + "/me/calendarView?startDateTime=" + timeParameter(query.from - farther) +
                     "&endDateTime=" + timeParameter(query.to + farther) + '&' + pageSelection() +
                     "&$top=" + QByteArray::number(eventsAtOnce);
    const QJsonObject nothing;
    const QByteArray noTag;
    for (int pages = 1;; ++pages) {
        const CalendarReply reply = co_await askUrl("GET", url, nothing, noTag);
        if (!reply.isGood()) {
            all = tl::unexpected<Error>(errorOf(reply));
            co_return all;
        }
        const Result<EventPage> page = pageOf(reply.body, query);
        if (!page) {
            all = failure(page);
            co_return all;
        }
        all->busy += page->busy;
        if (page->next.isEmpty())
            break;
        // The access token goes along: to this service and nobody else.
        const bool isThere = page->next.startsWith(m_base + '/') && QUrl::fromEncoded(page->next, QUrl::StrictMode).isValid();
        if (!isThere || pages >= mostPages) {
            all = failure(ErrorKind::Invalid, isThere ? u"more events than any calendar has"_s : u"the next page is somewhere else"_s);
            co_return all;
        }
        url = page->next;
    }
    tidy(all->busy);
    co_return all;
}

QCoro::Task<CalendarReply> MicrosoftCalendarSystem::askForSchedule(BusyQuery query)
{
    const QJsonObject question{{u"schedules"_s, QJsonArray{m_address}},
                               {u"startTime"_s, timeFor(query.from)},
                               {u"endTime"_s, timeFor(query.to)},
                               {u"availabilityViewInterval"_s, qint64(scheduleStep.count())}};
    CalendarReply reply = co_await ask("POST", "/me/calendar/getSchedule", question);
    co_return reply;
}

QCoro::Task<Result<BusyTimes>> MicrosoftCalendarSystem::scheduled(BusyQuery query)
{
    Result<BusyTimes> all = BusyTimes();
    BusyQuery part = query; // in whole steps
    part.from = std::chrono::floor<std::chrono::minutes>(query.from);
    while (part.from < query.to) {
        const Milliseconds rest = std::min(query.to - part.from, longestSchedule);
        part.to = part.from + (rest + scheduleStep - Milliseconds(1)) / scheduleStep * scheduleStep;
        const CalendarReply reply = co_await askForSchedule(part);
        if (!reply.isGood()) {
            all = tl::unexpected<Error>(errorOf(reply));
            co_return all;
        }
        const Result<QList<calls::BusyTime>> busy = scheduleOf(reply.body, m_address, part);
        if (!busy) {
            all = failure(busy);
            co_return all;
        }
        for (const calls::BusyTime &each : *busy) {
            if (const std::optional<calls::BusyTime> time = busyWithin(query, each.from, each.to, each.kind))
                all->busy.append(*time);
        }
        part.from = part.to;
    }
    tidy(all->busy);
    co_return all;
}

QCoro::Task<QList<Finding>> MicrosoftCalendarSystem::test()
{
    const CalendarReply owner = co_await askForOwner();
    QList<Finding> findings{credentialsFinding(owner)};
    if (findings.constFirst().level != Level::Good)
        co_return findings;
    const QString name = owner.body.value("name"_L1).toString().left(128);
    if (!owner.isGood()) {
        findings.append(calendarFinding(Level::Bad, u"no_such_calendar"_s, owner.message));
        co_return findings;
    }
    if (isOwn()) {
        const bool isReadOnly = m_writes && !owner.body.value("canEdit"_L1).toBool();
        findings.append(isReadOnly ? calendarFinding(Level::Warning, u"read_only"_s, {}, name)
                                   : calendarFinding(Level::Good, u"ok"_s, {}, name));
        co_return findings;
    }
    const Instant now = m_clock.now();
    const BusyQuery query{.from = now, .to = now + std::chrono::hours(1), .zone = "UTC", .leaveWords = {}};
    const Result<BusyTimes> schedule = co_await scheduled(query);
    if (!schedule) {
        const bool isNone = schedule.error().what.startsWith("no_such_calendar"_L1);
        findings.append(calendarFinding(Level::Bad, isNone ? u"no_such_calendar"_s : u"not_readable"_s, schedule.error().what, m_address));
    } else if (m_writes) {
        findings.append(calendarFinding(Level::Warning, u"read_only"_s, u"signed in as "_s + m_owner, m_address));
    } else {
        findings.append(calendarFinding(Level::Good, u"ok"_s, {}, m_address));
    }
    co_return findings;
}

void MicrosoftCalendarSystem::abandon()
{
    m_calls.abandon();
}

} // namespace ringback::connectors::microsoft
