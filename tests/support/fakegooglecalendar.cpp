#include "support/fakegooglecalendar.h"

#include <QJsonDocument>
#include <QUrl>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

const QByteArray base = "/calendar/v3/calendars/";

FakeSignIn::Rules signInRules()
{
    return {.authorizePath = "/o/oauth2/v2/auth",
            .redirectPrefix = "http://127.0.0.1:",
            .clientSecret = "desktop-secret",
            .scope = "https://www.googleapis.com/auth/calendar.events",
            .more = {{"access_type", "offline"}, {"prompt", "consent"}}};
}

} // namespace

FakeGoogleCalendar::FakeGoogleCalendar()
    : m_signIn(signInRules())
{}

FakeGoogleCalendar::~FakeGoogleCalendar()
{
    stop();
}

QByteArray FakeGoogleCalendar::browserGoesTo(const QByteArray &authorizeUrl, bool consents)
{
    const std::scoped_lock lock(m_mutex);
    return m_signIn.browserGoesTo(authorizeUrl, consents);
}

QByteArray FakeGoogleCalendar::signedIn()
{
    const std::scoped_lock lock(m_mutex);
    return m_signIn.signedIn();
}

QByteArray FakeGoogleCalendar::refreshToken() const
{
    const std::scoped_lock lock(m_mutex);
    return m_signIn.refreshToken();
}

void FakeGoogleCalendar::expireTokens()
{
    const std::scoped_lock lock(m_mutex);
    m_signIn.expireTokens();
}

void FakeGoogleCalendar::revoke()
{
    const std::scoped_lock lock(m_mutex);
    m_signIn.revoke();
}

void FakeGoogleCalendar::tokenSaysNo(const QByteArray &error)
{
    const std::scoped_lock lock(m_mutex);
    m_signIn.saysNoWith(error);
}

int FakeGoogleCalendar::tokens() const
{
    const std::scoped_lock lock(m_mutex);
    return m_signIn.tokens();
}

void FakeGoogleCalendar::setRole(const QString &role)
{
    const std::scoped_lock lock(m_mutex);
    m_role = role;
}

void FakeGoogleCalendar::removeCalendar()
{
    const std::scoped_lock lock(m_mutex);
    m_isGone = true;
}

QStringList FakeGoogleCalendar::complaints() const
{
    const QStringList own = problems();
    const std::scoped_lock lock(m_mutex);
    return own + m_signIn.problems();
}

QString FakeGoogleCalendar::add(QJsonObject event)
{
    const std::scoped_lock lock(m_mutex);
    const QString id = event.value("id"_L1).toString(u"person%1"_s.arg(++m_made));
    event.insert(u"id"_s, id);
    if (!event.contains("status"_L1))
        event.insert(u"status"_s, u"confirmed"_s);
    if (!event.contains("eventType"_L1))
        event.insert(u"eventType"_s, u"default"_s);
    touch(event);
    m_events.insert(id, event);
    return id;
}

void FakeGoogleCalendar::edit(const QString &id, const QJsonObject &fields)
{
    const std::scoped_lock lock(m_mutex);
    change(id, fields);
}

void FakeGoogleCalendar::editAfterNextRead(const QString &id, const QJsonObject &fields)
{
    const std::scoped_lock lock(m_mutex);
    m_editAfterRead = std::pair(id, fields);
}

void FakeGoogleCalendar::erase(const QString &id)
{
    edit(id, {{u"status"_s, u"cancelled"_s}});
}

QList<QJsonObject> FakeGoogleCalendar::events() const
{
    const std::scoped_lock lock(m_mutex);
    QList<QJsonObject> all;
    for (const QJsonObject &event : m_events) {
        if (event.value("status"_L1).toString() != "cancelled"_L1)
            all.append(event);
    }
    return all;
}

QJsonObject FakeGoogleCalendar::event(const QString &id) const
{
    const std::scoped_lock lock(m_mutex);
    return m_events.value(id);
}

FakeGoogleCalendar::Response FakeGoogleCalendar::error(int status, const QString &reason, const QString &message)
{
    const QString domain = reason.contains("ateLimit"_L1) ? u"usageLimits"_s : u"global"_s;
    const QJsonObject first{{u"domain"_s, domain}, {u"reason"_s, reason}, {u"message"_s, message}};
    return json(status, {{u"error"_s, QJsonObject{{u"errors"_s, QJsonArray{first}}, {u"code"_s, status}, {u"message"_s, message}}}});
}

FakeGoogleCalendar::Response FakeGoogleCalendar::refuse(const QString &problem)
{
    note(problem);
    return error(400, u"invalid"_s, problem);
}

FakeGoogleCalendar::Response FakeGoogleCalendar::throttled(int retryAfterSeconds) const
{
    Response response = error(429, u"rateLimitExceeded"_s, u"Rate Limit Exceeded"_s);
    response.headers = {{"Retry-After", QByteArray::number(retryAfterSeconds)}};
    return response;
}

FakeGoogleCalendar::Response FakeGoogleCalendar::answer(const Request &request)
{
    const QByteArray path = request.path();
    if (path == "/token")
        return m_signIn.token(request);
    if (!m_signIn.isSignedIn(request))
        return error(401, u"authError"_s, u"Invalid Credentials"_s);
    const QByteArray events = base + "primary/events";
    if (!path.startsWith(events) || m_isGone)
        return error(404, u"notFound"_s, u"Not Found"_s);
    if (!request.body.isEmpty() && !request.header("content-type").startsWith("application/json"))
        return refuse(u"a body that is not said to be JSON"_s);
    const bool writes = request.method != "GET";
    if (writes && m_role != "owner"_L1 && m_role != "writer"_L1)
        return error(403, u"requiredAccessLevel"_s, u"You need to have writer access to this calendar."_s);
    const QString id = QUrl::fromPercentEncoding(path.mid(events.size() + 1));
    if (id.isEmpty()) {
        if (request.method == "POST")
            return insert(request);
        return request.method == "GET" ? list(request) : refuse(u"no such method"_s);
    }
    if (request.method == "GET")
        return read(id, request);
    if (request.method == "PATCH")
        return patch(id, request);
    return request.method == "DELETE" ? remove(id, request) : refuse(u"no such method"_s);
}

} // namespace ringback::test
