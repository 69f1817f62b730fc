#include "support/fakemicrosoftcalendar.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QTimeZone>
#include <QUrl>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

FakeSignIn::Rules signInRules()
{
    return {.authorizePath = "/common/oauth2/v2.0/authorize",
            .redirectPrefix = "http://localhost:",
            .clientId = "public-app",
            .scope = "offline_access https://graph.microsoft.com/Calendars.ReadWrite",
            .more = {{"response_mode", "query"}, {"prompt", "select_account"}},
            .rotates = true};
}

} // namespace

FakeMicrosoftCalendar::FakeMicrosoftCalendar()
    : m_signIn(signInRules())
{}

FakeMicrosoftCalendar::~FakeMicrosoftCalendar()
{
    stop();
}

QByteArray FakeMicrosoftCalendar::browserGoesTo(const QByteArray &authorizeUrl, bool consents)
{
    const std::scoped_lock lock(m_mutex);
    return m_signIn.browserGoesTo(authorizeUrl, consents);
}

QByteArray FakeMicrosoftCalendar::signedIn()
{
    const std::scoped_lock lock(m_mutex);
    return m_signIn.signedIn();
}

QByteArray FakeMicrosoftCalendar::refreshToken() const
{
    const std::scoped_lock lock(m_mutex);
    return m_signIn.refreshToken();
}

void FakeMicrosoftCalendar::expireTokens()
{
    const std::scoped_lock lock(m_mutex);
    m_signIn.expireTokens();
}

void FakeMicrosoftCalendar::revoke()
{
    const std::scoped_lock lock(m_mutex);
    m_signIn.revoke();
}

void FakeMicrosoftCalendar::tokenSaysNo(const QByteArray &error)
{
    const std::scoped_lock lock(m_mutex);
    m_signIn.saysNoWith(error);
}

int FakeMicrosoftCalendar::tokens() const
{
    const std::scoped_lock lock(m_mutex);
    return m_signIn.tokens();
}

void FakeMicrosoftCalendar::setReadOnly()
{
    const std::scoped_lock lock(m_mutex);
    m_isReadOnly = true;
}

void FakeMicrosoftCalendar::findsNothingYet(bool isSo)
{
    const std::scoped_lock lock(m_mutex);
    m_findsNothing = isSo;
}

void FakeMicrosoftCalendar::setSchedule(const QJsonObject &schedule)
{
    const std::scoped_lock lock(m_mutex);
    m_schedule = schedule;
}

QStringList FakeMicrosoftCalendar::complaints() const
{
    const QStringList own = problems();
    const std::scoped_lock lock(m_mutex);
    return own + m_signIn.problems();
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::error(int status, const QString &code, const QString &message)
{
    return json(status, {{u"error"_s, QJsonObject{{u"code"_s, code}, {u"message"_s, message}}}});
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::refuse(const QString &problem)
{
    note(problem);
    return error(400, u"RequestBodyRead"_s, problem);
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::throttled(int retryAfterSeconds) const
{
    Response response = error(429, u"ApplicationThrottled"_s, u"Application is over its MailboxConcurrency limit."_s);
    response.headers = {{"Retry-After", QByteArray::number(retryAfterSeconds)}};
    return response;
}

bool FakeMicrosoftCalendar::knows(const QUrlQuery &query, const QStringList &names)
{
    for (const auto &[name, value] : query.queryItems()) {
        if (!names.contains(name)) {
            note(u"unknown parameter "_s + name);
            return false;
        }
    }
    return true;
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::answer(const Request &request)
{
    const QByteArray path = request.path();
    if (path == "/common/oauth2/v2.0/token")
        return m_signIn.token(request);
    if (!m_signIn.isSignedIn(request))
        return error(401, u"InvalidAuthenticationToken"_s, u"Access token has expired or is not yet valid."_s);
    if (request.header("prefer") != "outlook.timezone=\"UTC\"")
        note(u"times in whatever zone"_s);
    if (!request.body.isEmpty() && !request.header("content-type").startsWith("application/json"))
        return refuse(u"a body that is not said to be JSON"_s);
    const QUrlQuery query(QString::fromLatin1(request.target.mid(path.size() + 1)));
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (request.method == "GET" && path == "/v1.0/me/calendar")
        return calendar(query);
    if (request.method == "GET" && path == "/v1.0/me/calendarView")
        return view(request, query);
    if (request.method == "POST" && path == "/v1.0/me/calendar/getSchedule")
        return schedule(body);
    if (path.startsWith("/v1.0/me/events"))
        return answerForEvents(path.mid(qstrlen("/v1.0/me/events")), request);
    return refuse(u"Resource not found for the segment"_s);
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::calendar(const QUrlQuery &query)
{
    if (!knows(query, {u"$select"_s}))
        return refuse(u"parameters"_s);
    const QJsonObject whole{{u"id"_s, u"AAMkcal="_s},
                            {u"name"_s, u"Calendar"_s},
                            {u"canEdit"_s, !m_isReadOnly},
                            {u"isDefaultCalendar"_s, true},
                            {u"owner"_s, QJsonObject{{u"name"_s, u"Dana Reyes"_s}, {u"address"_s, u"Dana@example.com"_s}}}};
    return json(200, shown(whole, query));
}

FakeMicrosoftCalendar::Response FakeMicrosoftCalendar::schedule(const QJsonObject &question)
{
    const QStringList known{u"schedules"_s, u"startTime"_s, u"endTime"_s, u"availabilityViewInterval"_s};
    for (const QString &name : question.keys()) {
        if (!known.contains(name))
            return refuse(u"unknown field "_s + name);
    }
    const auto time = [&](const QString &name) {
        const QJsonObject each = question.value(name).toObject();
        const QDateTime at = QDateTime::fromString(each.value("dateTime"_L1).toString(), Qt::ISODate);
        return each.value("timeZone"_L1).toString() == "UTC"_L1 && at.timeSpec() == Qt::LocalTime ? QDateTime(at.date(), at.time(), Qt::UTC)
                                                                                                  : QDateTime();
    };
    const QDateTime from = time(u"startTime"_s);
    const QDateTime to = time(u"endTime"_s);
    const int interval = question.value("availabilityViewInterval"_L1).toInt();
    if (!from.isValid() || !to.isValid() || from >= to || from.daysTo(to) > 62 || interval < 5 || interval > 1440)
        return refuse(u"a time window or an interval that nobody takes"_s);
    QJsonArray value;
    for (const QJsonValue &address : question.value("schedules"_L1).toArray()) {
        QJsonObject one = m_schedule;
        if (address.toString().compare("sam@example.com"_L1, Qt::CaseInsensitive) != 0)
            one = {{u"error"_s, QJsonObject{{u"message"_s, u"Unable to resolve e-mail address"_s},
                                            {u"responseCode"_s, u"ErrorMailRecipientNotFound"_s}}}};
        one.insert(u"scheduleId"_s, address);
        QJsonArray items; // those of the window
        for (const QJsonValue &item : one.value("scheduleItems"_L1).toArray()) {
            const auto at = [&](const QString &which) {
                const QDateTime local =
                    QDateTime::fromString(item.toObject().value(which).toObject().value("dateTime"_L1).toString().left(19), Qt::ISODate);
                return QDateTime(local.date(), local.time(), Qt::UTC);
            };
            if (!at(u"start"_s).isValid() || (at(u"end"_s) > from && at(u"start"_s) < to))
                items.append(item);
        }
        if (one.contains("scheduleItems"_L1))
            one.insert(u"scheduleItems"_s, items);
        if (!one.contains("availabilityView"_L1) && !one.contains("error"_L1))
            one.insert(u"availabilityView"_s, QString(static_cast<int>((from.secsTo(to) + interval * 60 - 1) / (interval * 60)), u'0'));
        value.append(one);
    }
    return json(200, {{u"value"_s, value}});
}

} // namespace ringback::test
