#include "support/fakebullhorn.h"

#include "base/time.h"
#include "support/fakebullhornanswers.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

// What tests do with it, and the four steps of signing in.
namespace ringback::test {

using namespace Qt::StringLiterals;
using ingress::HttpResponse;

namespace {

constexpr Milliseconds accessLives = std::chrono::minutes(10);

// All hosts are ours, so the data centre stands in the path.
const QByteArray centre = "/west";

} // namespace

FakeBullhorn::FakeBullhorn(const Clock &clock)
    : m_clock(clock)
    , m_listener([this](const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
{
    m_tables.add(u"CorporateUser"_s, {{u"id"_s, apiUser}, {u"username"_s, username()}, {u"name"_s, u"Ringback"_s}});
    m_tables.add(u"CorporateUser"_s, {{u"id"_s, dana}, {u"username"_s, u"dana"_s}, {u"name"_s, u"Dana Roe"_s}});
    m_tables.add(u"ClientCorporation"_s, {{u"id"_s, 7}});
    const Result<quint16> port = m_listener.start(u"127.0.0.1"_s, 0);
    if (!port)
        qFatal("the fake Bullhorn cannot listen: %s", qUtf8Printable(port.error().what));
    m_port = *port;
}

FakeBullhorn::~FakeBullhorn()
{
    stop();
}

void FakeBullhorn::stop()
{
    QList<ingress::HttpListener::Reply> stalled;
    {
        const std::scoped_lock lock(m_mutex);
        stalled.swap(m_stalled);
    }
    for (const ingress::HttpListener::Reply &reply : std::as_const(stalled))
        reply({.status = 0});
    m_listener.stop();
}

QString FakeBullhorn::baseUrl() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

QByteArray FakeBullhorn::refreshToken() const
{
    const std::scoped_lock lock(m_mutex);
    return m_refreshToken;
}

void FakeBullhorn::script(What what, HttpResponse response)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({what, std::move(response)});
}

void FakeBullhorn::refuseNext(int status, const QString &key, const QString &message)
{
    script(What::Answer, errorAnswer(status, key, message, {}));
}

void FakeBullhorn::rateLimitNext(int times, const QByteArray &retryAfter)
{
    for (int i = 0; i < times; ++i) {
        HttpResponse response = errorAnswer(429, u"errors.rateLimit"_s, u"Too many requests"_s, {});
        response.headers.emplaceBack("Retry-After", retryAfter);
        script(What::Answer, response);
    }
}

void FakeBullhorn::answerNext(int status, const QByteArray &body, const QByteArray &contentType)
{
    script(What::Answer, {.status = status, .contentType = contentType, .body = body});
}

void FakeBullhorn::dropNext()
{
    script(What::Drop);
}

void FakeBullhorn::dropAnswerAfterTakingNext()
{
    script(What::TakeAndDrop);
}

void FakeBullhorn::answer500AfterTakingNext()
{
    script(What::TakeAndAnswer500, errorAnswer(500, u"errors.unexpected"_s, u"Something happened"_s, {}));
}

void FakeBullhorn::stallNext()
{
    script(What::Stall);
}

void FakeBullhorn::letNextPass()
{
    script(What::Pass);
}

void FakeBullhorn::expireSession()
{
    const std::scoped_lock lock(m_mutex);
    m_session.clear();
}

void FakeBullhorn::revoke()
{
    const std::scoped_lock lock(m_mutex);
    m_session.clear();
    m_refreshToken.clear();
}

void FakeBullhorn::moveCentre()
{
    const std::scoped_lock lock(m_mutex);
    m_isMoved = true;
}

void FakeBullhorn::sayWrongRestUrl()
{
    const std::scoped_lock lock(m_mutex);
    m_isRestUrlWrong = true;
}

void FakeBullhorn::answerSignInsWith(int status, const QByteArray &body)
{
    const std::scoped_lock lock(m_mutex);
    m_signInAnswers.push_back({.status = status, .contentType = "application/json", .body = body});
}

void FakeBullhorn::setUp(const std::function<void(BullhornTables &tables)> &change)
{
    const std::scoped_lock lock(m_mutex);
    change(m_tables);
}

qint64 FakeBullhorn::add(const QString &table, const QJsonObject &row)
{
    const std::scoped_lock lock(m_mutex);
    return m_tables.add(table, row);
}

QJsonObject FakeBullhorn::row(const QString &table, qint64 id) const
{
    const std::scoped_lock lock(m_mutex);
    return const_cast<BullhornTables &>(m_tables).rows(table).value(id);
}

QList<QJsonObject> FakeBullhorn::rows(const QString &table) const
{
    const std::scoped_lock lock(m_mutex);
    return const_cast<BullhornTables &>(m_tables).rows(table).values();
}

void FakeBullhorn::set(const QString &table, qint64 id, const QJsonObject &more)
{
    const std::scoped_lock lock(m_mutex);
    QJsonObject &row = m_tables.rows(table)[id];
    for (auto it = more.begin(); it != more.end(); ++it)
        row.insert(it.key(), it.value());
    tell(table, id, u"UPDATED"_s, more.keys());
}

qint64 FakeBullhorn::giveTo(qint64 task, qint64 user)
{
    const std::scoped_lock lock(m_mutex);
    QJsonObject child = m_tables.rows(u"Task"_s).value(task);
    child.remove(u"id"_s);
    child.remove(u"taskUUID"_s);
    child.insert(u"owner"_s, QJsonObject{{u"id"_s, user}});
    child.insert(u"parentTask"_s, QJsonObject{{u"id"_s, task}});
    const qint64 id = m_tables.add(u"Task"_s, child);
    tell(u"Task"_s, id, u"INSERTED"_s, {});
    return id;
}

void FakeBullhorn::remove(const QString &table, qint64 id)
{
    const std::scoped_lock lock(m_mutex);
    m_tables.rows(table).remove(id);
    tell(table, id, u"DELETED"_s, {});
}

void FakeBullhorn::dropSubscriptions()
{
    const std::scoped_lock lock(m_mutex);
    m_queues.clear();
}

QList<FakeBullhorn::Request> FakeBullhorn::requests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

int FakeBullhorn::count(const QByteArray &part) const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(std::count_if(m_requests.begin(), m_requests.end(),
                                          [&](const Request &request) { return (request.method + ' ' + request.target).contains(part); }));
}

QStringList FakeBullhorn::problems() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problems;
}

int FakeBullhorn::logins() const
{
    const std::scoped_lock lock(m_mutex);
    return m_logins;
}

int FakeBullhorn::stalled() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_stalled.size());
}

void FakeBullhorn::handle(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply)
{
    const std::scoped_lock lock(m_mutex);
    m_requests.append({request.method, request.target, request.body});
    Query query;
    for (const auto &[name, value] : QUrlQuery(QUrl::fromEncoded(request.target).query(QUrl::FullyEncoded)).queryItems(QUrl::FullyDecoded))
        query.insert(name, value);
    const QByteArray path = request.path();
    const QByteArray root = "/rest-services/c" + QByteArray::number(m_logins) + '/';
    if (!path.startsWith("/rest-services/c"))
        return reply(signIn(request, query));

    const QByteArray token = request.header("bhresttoken");
    if (token.isEmpty()) {
        m_problems.append(u"a request without a session"_s);
        return reply(errorAnswer(412, u"errors.authentication.missingRestToken"_s, u"Missing 'BhRestToken'"_s, {}));
    }
    if (token != m_session || m_clock.now() >= m_sessionUntil)
        return reply(errorAnswer(401, u"errors.authentication.invalidRestToken"_s, u"Bad 'BhRestToken' or timed-out."_s, {}));
    if (!path.startsWith(root))
        return reply(wrong(u"this session has another address"_s, 404));

    Behaviour behaviour{.what = What::Pass};
    if (!m_script.empty()) {
        behaviour = m_script.front();
        m_script.pop_front();
    }
    const QByteArray target = path.sliced(root.size());
    switch (behaviour.what) {
    case What::Answer:
        return reply(behaviour.response);
    case What::Pass:
        return reply(answer(request, target, query));
    case What::TakeAndAnswer500: {
        const HttpResponse done = answer(request, target, query);
        return reply(done.status < 300 ? behaviour.response : done);
    }
    case What::TakeAndDrop: {
        const HttpResponse done = answer(request, target, query);
        return reply(done.status < 300 ? HttpResponse{.status = 0} : done);
    }
    case What::Drop:
        return reply({.status = 0});
    case What::Stall:
        m_stalled.append(reply);
        return;
    }
}

FakeBullhorn::Response FakeBullhorn::signIn(const Asked &request, const Query &query)
{
    const QByteArray path = request.path();
    const bool isHere = path.startsWith(centre + '/');
    const QByteArray what = isHere ? path.sliced(centre.size()) : path;
    const auto movedTo = [&](const QByteArray &host) {
        HttpResponse response{.status = 307, .body = {}};
        response.headers.emplaceBack("Location",
                                     "https://" + host + ".bullhornstaffing.com" + centre + what + request.target.sliced(path.size()));
        return response;
    };
    if (!m_signInAnswers.empty()) {
        const HttpResponse response = m_signInAnswers.front();
        m_signInAnswers.pop_front();
        return response;
    }
    if (what == "/rest-services/loginInfo") {
        if (m_isMoved && !isHere)
            return movedTo("rest-west");
        if (query.value(u"username"_s) != username())
            return errorAnswer(400, u"errors.unknownUser"_s, u"Unknown user"_s, {});
        const QString rest = m_isRestUrlWrong ? u"https://rest.bullhornstaffing.com/rest-services"_s
                                              : u"https://rest-west.bullhornstaffing.com/west/rest-services"_s;
        return jsonAnswer(200, {{u"oauthUrl"_s, u"https://auth-west.bullhornstaffing.com/west/oauth"_s},
                                {u"restUrl"_s, rest},
                                {u"superClusterId"_s, 1},
                                {u"username"_s, username()}});
    }
    if (!isHere) // a wrong data centre
        return movedTo(what.startsWith("/oauth") ? "auth-west" : "rest-west");
    if (what == "/oauth/authorize" && request.method == "GET") {
        const QByteArray back = query.value(u"redirect_uri"_s).toUtf8();
        if (query.value(u"client_id"_s).toUtf8() != clientId() || query.value(u"response_type"_s) != u"code" || back.isEmpty() ||
            query.value(u"state"_s).isEmpty())
            return wrong(u"authorize"_s);
        const QByteArray code = "code-" + QByteArray::number(++m_lastToken);
        m_codes.insert(code, back);
        HttpResponse response{.status = 302, .body = {}};
        response.headers.emplaceBack("Location", back + "?code=" + code + "&state=" + QUrl::toPercentEncoding(query.value(u"state"_s)));
        return response;
    }
    if (what == "/oauth/token" && request.method == "POST")
        return token(request, query);
    if (what == "/rest-services/login")
        return logIn(query);
    return wrong(u"no such place: "_s + QString::fromLatin1(path), 404);
}

FakeBullhorn::Response FakeBullhorn::token(const Asked &request, const Query &query)
{
    if (!request.body.isEmpty()) // everything is in the address
        return wrong(u"a token was asked for with a body"_s);
    if (query.value(u"client_id"_s).toUtf8() != clientId() || query.value(u"client_secret"_s).toUtf8() != clientSecret())
        return jsonAnswer(400, {{u"error"_s, u"invalid_client"_s}});
    const QString grant = query.value(u"grant_type"_s);
    bool isGood = false;
    if (grant == u"refresh_token") {
        isGood = !m_refreshToken.isEmpty() && query.value(u"refresh_token"_s).toUtf8() == m_refreshToken;
    } else if (grant == u"authorization_code") {
        const QByteArray code = query.value(u"code"_s).toUtf8();
        isGood = m_codes.contains(code) && m_codes.take(code) == query.value(u"redirect_uri"_s).toUtf8();
    }
    if (!isGood)
        return jsonAnswer(400, {{u"error"_s, u"invalid_grant"_s}, {u"error_description"_s, u"Invalid, expired, or revoked"_s}});
    const QByteArray access = "access-" + QByteArray::number(++m_lastToken);
    m_accessTokens.insert(access, m_clock.now() + accessLives);
    m_refreshToken = "refresh-" + QByteArray::number(++m_lastToken);
    return jsonAnswer(200, {{u"access_token"_s, QString::fromLatin1(access)},
                            {u"token_type"_s, u"Bearer"_s},
                            {u"expires_in"_s, 600},
                            {u"refresh_token"_s, QString::fromLatin1(m_refreshToken)}});
}

FakeBullhorn::Response FakeBullhorn::logIn(const Query &query)
{
    const QByteArray access = query.value(u"access_token"_s).toUtf8();
    if (query.value(u"version"_s) != u"*")
        return wrong(u"login without a version"_s);
    if (!m_accessTokens.contains(access) || m_clock.now() >= m_accessTokens.value(access))
        return errorAnswer(400, u"errors.authentication.invalidOAuthToken"_s, u"Invalid or expired OAuth access token."_s, {});
    ++m_logins; // each session has an address of its own
    m_session = "session-" + QByteArray::number(m_logins);
    m_sessionUntil = m_clock.now() + std::chrono::minutes(qBound(1, query.value(u"ttl"_s).toInt(), 10));
    return jsonAnswer(200, {{u"BhRestToken"_s, QString::fromLatin1(m_session)},
                            {u"restUrl"_s, u"https://rest91.bullhornstaffing.com/rest-services/c%1/"_s.arg(m_logins)}});
}

} // namespace ringback::test
