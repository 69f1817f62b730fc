#include "connectors/googlecalendar/system.h"

#include "base/time.h"
#include "connectors/http/host.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::googlecalendar {

using namespace Qt::StringLiterals;
using Kind = CalendarReply::Kind;
using Level = Finding::Level;

namespace {

const settings::GoogleCalendar &accountOf(const settings::CalendarConnection &connection)
{
    return std::get<settings::GoogleCalendar>(connection.account);
}

QByteArray baseOf(const settings::CalendarConnection &connection)
{
    return hostOf(connection.baseUrl, "https://www.googleapis.com") + "/calendar/v3/calendars/" +
           QUrl::toPercentEncoding(accountOf(connection).calendar) + "/events";
}

QByteArray timeFor(Instant at)
{
    return QUrl::toPercentEncoding(toDateTime(at).toString(Qt::ISODate));
}

// {"error":{"code":403,"message":"…","errors":[{"domain":"usageLimits","reason":"rateLimitExceeded","message":"…"}]}}
SaidError errorIn(const QJsonObject &body)
{
    const QJsonObject error = body.value("error"_L1).toObject();
    return {.code = error.value("errors"_L1).toArray().first().toObject().value("reason"_L1).toString(),
            .message = error.value("message"_L1).toString()};
}

bool isAboutRate(const QString &reason)
{
    static const QStringList reasons{u"rateLimitExceeded"_s, u"userRateLimitExceeded"_s, u"quotaExceeded"_s, u"dailyLimitExceeded"_s};
    return reasons.contains(reason);
}

bool isTooFast(const HttpAnswer &answer)
{
    if (answer.status != 403)
        return answer.status == 429;
    return isAboutRate(errorIn(QJsonDocument::fromJson(answer.body).object()).code);
}

SignedCalls::Rules rulesOf(const settings::CalendarConnection &connection)
{
    const QByteArray credential =
        "google calendar " + hostOf(connection.baseUrl, {}) + '\n' + accountOf(connection).credentialSecret.toUtf8();
    return {.limit = RateLimit::ofCredential(credential, GoogleCalendarSystem::requestsPerMinute, std::chrono::minutes(1)),
            .isTooFast = isTooFast};
}

} // namespace

OAuthTokens::Account tokenAccountOf(const settings::CalendarConnection &connection, const Secrets &secrets)
{
    OAuthTokens::Account account;
    account.tokenUrl = hostOf(connection.baseUrl, "https://oauth2.googleapis.com") + "/token";
    account.clientId = accountOf(connection).clientId.toUtf8();
    account.clientSecret = secrets.value(accountOf(connection).clientSecret).trimmed();
    account.refreshTokenName = accountOf(connection).credentialSecret;
    account.usualLife = std::chrono::hours(1);
    return account;
}

GoogleCalendarSystem::GoogleCalendarSystem(const settings::CalendarConnection &connection, const Surroundings &surroundings)
    : m_base(baseOf(connection))
    , m_writes(connection.writes)
    , m_calls(tokenAccountOf(connection, *surroundings.secrets), rulesOf(connection), surroundings)
{}

CalendarAbilities GoogleCalendarSystem::abilities() const
{
    return {.reads = true, .writes = true};
}

QCoro::Task<CalendarReply> GoogleCalendarSystem::ask(QByteArray verb, QByteArray target, QJsonObject body, QByteArray ifMatch)
{
    HttpCall call = jsonCall(verb, m_base + target, body, ifMatch);
    const SignedCalls::Repeat repeat = verb == "GET" ? SignedCalls::Repeat::WhenTooFast : SignedCalls::Repeat::Never;
    const SignedCalls::Reply reply = co_await m_calls.send(std::move(call), repeat);
    CalendarReply said = judged(reply, errorIn);
    if (said.kind == Kind::NoRight && isAboutRate(said.code))
        said.kind = Kind::TooFast;
    co_return said;
}

QCoro::Task<Result<BusyTimes>> GoogleCalendarSystem::busy(BusyQuery query)
{
    Result<BusyTimes> all = BusyTimes();
    QByteArray page;
    for (int pages = 1;; ++pages) {
        QByteArray target = "?singleEvents=true&maxAttendees=1&maxResults=" + QByteArray::number(eventsAtOnce) +
                            "&timeMin=" + timeFor(query.from - farther) + "&timeMax=" + timeFor(query.to + farther) +
                            "&fields=" + pageFields();
        if (!page.isEmpty())
            target += "&pageToken=" + QUrl::toPercentEncoding(QString::fromUtf8(page));
        const CalendarReply reply = co_await ask("GET", target);
        if (!reply.isGood()) {
            all = tl::unexpected<Error>(errorOf(reply));
            co_return all;
        }
        const Result<EventPage> events = pageOf(reply.body, query);
        if (!events) {
            all = failure(events);
            co_return all;
        }
        all->busy += events->busy;
        page = events->next;
        if (page.isEmpty())
            break;
        if (pages >= mostPages) {
            all = failure(ErrorKind::Invalid, u"more events than any calendar has"_s);
            co_return all;
        }
    }
    tidy(all->busy);
    co_return all;
}

QCoro::Task<EntryOutcome> GoogleCalendarSystem::put(CalendarEntry entry, EntryPlace place)
{
    const QByteArray id = place.id.isEmpty() ? idOf(entry.uid) : place.id.toUtf8();
    if (place.id.isEmpty()) {
        const QJsonObject event = newEvent(entry);
        const CalendarReply made = co_await ask("POST", "?fields=id,etag", event);
        EntryOutcome outcome = entryOutcome(made);
        if (made.isGood() && made.body.value("id"_L1).toString().toUtf8() == id)
            outcome = EntryWritten{.place = {.id = QString::fromLatin1(id), .tag = made.body.value("etag"_L1).toString()}};
        if (made.kind == Kind::Missing) {
            CalendarReply none = made;
            none.kind = Kind::NoCalendar;
            outcome = notWritten(none);
        }
        if (made.kind != Kind::Exists)
            co_return outcome;
    }
    const bool wasThere = !place.id.isEmpty();
    EntryOutcome outcome = co_await bringUpToDate(std::move(entry), id, wasThere);
    co_return outcome;
}

// What stands there is read before each change: only what differs from what we wrote last is ours to change.
QCoro::Task<EntryOutcome> GoogleCalendarSystem::bringUpToDate(CalendarEntry entry, QByteArray id, bool wasThere)
{
    const QByteArray target = '/' + QUrl::toPercentEncoding(QString::fromUtf8(id));
    CalendarReply last;
    for (int attempt = 0; attempt < 2; ++attempt) {
        const CalendarReply there = co_await ask("GET", target + "?fields=id,etag,status,extendedProperties/private");
        if (there.kind == Kind::Missing) {
            EntryOutcome ifGone = EntryGone{};
            if (!wasThere) // Google has just said that there is one
                ifGone = EntryRefused{.kind = EntryRefused::Class::ForNow, .code = u"not_found_yet"_s, .message = {}, .retryAfter = {}};
            EntryOutcome outcome = co_await goneOrNoCalendar(ifGone);
            co_return outcome;
        }
        if (!there.isGood() || there.body.value("id"_L1).toString().toUtf8() != id) {
            EntryOutcome outcome = notWritten(there);
            co_return outcome;
        }
        if (there.body.value("status"_L1).toString() == "cancelled"_L1) {
            EntryOutcome gone = EntryGone{};
            co_return gone;
        }
        const QString tag = there.body.value("etag"_L1).toString();
        EntryWritten written{.place = {.id = QString::fromUtf8(id), .tag = tag}};
        const EntryParts parts = changedSince(marksIn(there.body), entry);
        if (!parts.isAny()) {
            EntryOutcome outcome = written;
            co_return outcome;
        }
        const QJsonObject event = changedEvent(entry, parts);
        last = co_await ask("PATCH", target + "?fields=id,etag", event, tag.toUtf8());
        if (last.isGood()) {
            written.place.tag = last.body.value("etag"_L1).toString();
            EntryOutcome outcome = written;
            co_return outcome;
        }
        if (last.kind != Kind::Changed && last.kind != Kind::Missing) // else the next look tells
            break;
    }
    if (last.kind == Kind::Missing)
        last.kind = Kind::ForNow;
    EntryOutcome outcome = entryOutcome(last);
    co_return outcome;
}

// Google says 404 of an event, and in the same words of a whole calendar.
QCoro::Task<EntryOutcome> GoogleCalendarSystem::goneOrNoCalendar(EntryOutcome ifGone)
{
    CalendarReply calendar = co_await askForCalendar();
    if (calendar.isGood())
        co_return ifGone;
    if (calendar.kind == Kind::Missing)
        calendar.kind = Kind::NoCalendar;
    EntryOutcome outcome = notWritten(calendar);
    co_return outcome;
}

QCoro::Task<EntryOutcome> GoogleCalendarSystem::remove(QString uid, EntryPlace place)
{
    const QByteArray id = place.id.isEmpty() ? idOf(uid) : place.id.toUtf8();
    const CalendarReply reply = co_await ask("DELETE", '/' + QUrl::toPercentEncoding(QString::fromUtf8(id)));
    EntryOutcome outcome = entryOutcome(reply);
    if (reply.isGood())
        outcome = EntryWritten{.place = {.id = QString::fromUtf8(id), .tag = {}}};
    co_return outcome;
}

QCoro::Task<CalendarReply> GoogleCalendarSystem::askForCalendar()
{
    CalendarReply reply = co_await ask("GET", "?maxResults=1&fields=kind,summary,accessRole");
    if (reply.isGood() && reply.body.value("kind"_L1).toString() != "calendar#events"_L1)
        reply.kind = Kind::Unreadable;
    co_return reply;
}

QCoro::Task<QList<Finding>> GoogleCalendarSystem::test()
{
    const CalendarReply calendar = co_await askForCalendar();
    QList<Finding> findings{credentialsFinding(calendar)};
    if (findings.constFirst().level != Level::Good)
        co_return findings;
    const QString role = calendar.body.value("accessRole"_L1).toString();
    const QString name = calendar.body.value("summary"_L1).toString().left(128);
    if (!calendar.isGood())
        findings.append(calendarFinding(Level::Bad, u"no_such_calendar"_s, calendar.message));
    else if (role == "none"_L1 || role == "freeBusyReader"_L1) // no titles, no kinds: leave would look free
        findings.append(calendarFinding(Level::Bad, u"not_readable"_s, role, name));
    else if (role == "reader"_L1 && m_writes)
        findings.append(calendarFinding(Level::Warning, u"read_only"_s, role, name));
    else
        findings.append(calendarFinding(Level::Good, u"ok"_s, {}, name));
    co_return findings;
}

void GoogleCalendarSystem::abandon()
{
    m_calls.abandon();
}

} // namespace ringback::connectors::googlecalendar
