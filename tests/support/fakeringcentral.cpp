#include "support/fakeringcentral.h"

#include "base/time.h"
#include "support/fakeringcentralanswers.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QTcpSocket>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;
using ingress::HttpRequest;
using ingress::HttpResponse;
using ringcentral::error;
using ringcentral::json;
using ringcentral::ringOutProblems;

namespace {

const QByteArray account = "/restapi/v1.0/account/~";
const QByteArray extension = "/restapi/v1.0/account/~/extension/~";

HttpResponse oauthError(const QString &word, const QString &code)
{
    return json(400, {{u"error"_s, word}, {u"error_description"_s, word}, {u"errors"_s, QJsonArray{QJsonObject{{u"errorCode"_s, code}}}}});
}

QHash<QString, QStringList> fieldsOf(const QByteArray &encoded)
{
    QHash<QString, QStringList> fields;
    for (const QByteArray &pair : encoded.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0)
            fields[QString::fromUtf8(QByteArray::fromPercentEncoding(pair.left(equals)))].append(
                QString::fromUtf8(QByteArray::fromPercentEncoding(pair.mid(equals + 1).replace('+', ' '))));
    }
    return fields;
}

QString one(const QHash<QString, QStringList> &fields, const QString &name)
{
    const QStringList values = fields.value(name);
    return values.size() == 1 ? values.first() : QString();
}

std::optional<Instant> timeOf(const QString &iso)
{
    const QDateTime at = QDateTime::fromString(iso, Qt::ISODateWithMs);
    return at.isValid() ? std::optional(fromMs(at.toMSecsSinceEpoch())) : std::nullopt;
}

QJsonObject paging(int page, int perPage, qsizetype total)
{
    return {{u"page"_s, page}, {u"perPage"_s, perPage}, {u"totalElements"_s, total}};
}

QJsonObject navigation(bool hasNext, const QString &uri)
{
    QJsonObject pages{{u"firstPage"_s, QJsonObject{{u"uri"_s, uri}}}, {u"lastPage"_s, QJsonObject{{u"uri"_s, uri}}}};
    if (hasNext)
        pages.insert(u"nextPage"_s, QJsonObject{{u"uri"_s, uri}});
    return pages;
}

// One page of a list whose newest come first.
template <class List>
HttpResponse page(const List &found, const QHash<QString, QStringList> &query, const QString &uri)
{
    const int perPage = query.contains(u"perPage"_s) ? one(query, u"perPage"_s).toInt() : 100;
    const int number = query.contains(u"page"_s) ? one(query, u"page"_s).toInt() : 1;
    if (perPage < 1 || perPage > 1000 || number < 1)
        return error(400, u"CMN-101"_s, u"perPage"_s);
    QJsonArray records;
    for (qsizetype i = qsizetype(number - 1) * perPage; i < std::min<qsizetype>(found.size(), qsizetype(number) * perPage); ++i)
        records.append(found.at(i));
    return json(200, {{u"uri"_s, uri},
                      {u"records"_s, records},
                      {u"paging"_s, paging(number, perPage, found.size())},
                      {u"navigation"_s, navigation(qsizetype(number) * perPage < found.size(), uri)}});
}

// A small client that waits: the door it knocks at answers on a thread of its own.
bool handshakes(const QUrl &address, const QByteArray &verificationToken)
{
    QTcpSocket socket;
    socket.connectToHost(address.host(), static_cast<quint16>(address.port()));
    if (!socket.waitForConnected(3'000))
        return false;
    socket.write("POST " + address.path().toLatin1() +
                 " HTTP/1.1\r\nHost: fake\r\nConnection: close\r\nContent-Length: 0\r\nValidation-Token: shake-1\r\n" +
                 "Verification-Token: " + verificationToken + "\r\n\r\n");
    QByteArray said;
    while (socket.waitForReadyRead(3'000))
        said += socket.readAll();
    said += socket.readAll();
    return said.startsWith("HTTP/1.1 200 ") && said.contains("\r\nValidation-Token: shake-1\r\n");
}

} // namespace

FakeRingCentral::FakeRingCentral()
    : m_description(ApiDescription::read(u"ringcentral/reduced.json"_s))
    , m_now(fromMs(QDateTime::currentMSecsSinceEpoch()))
    , m_listener([this](const HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
{
    const Result<quint16> port = m_listener.start(u"127.0.0.1"_s, 0);
    if (!port)
        qFatal("the fake RingCentral cannot listen: %s", qUtf8Printable(port.error().what));
    m_port = *port;
}

FakeRingCentral::~FakeRingCentral()
{
    stop();
}

void FakeRingCentral::stop()
{
    QList<Stalled> stalled;
    {
        const std::scoped_lock lock(m_mutex);
        stalled.swap(m_stalled);
    }
    for (const Stalled &held : std::as_const(stalled))
        held.reply({.status = 0});
    m_listener.stop();
}

QUrl FakeRingCentral::baseUrl() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

void FakeRingCentral::handle(const HttpRequest &request, const ingress::HttpListener::Reply &reply)
{
    const std::scoped_lock lock(m_mutex);
    m_requests.append({request.method, request.target, request.body, request.header("authorization")});
    const bool isToken = request.path() == "/restapi/oauth/token";
    HttpResponse response;
    std::optional<Behaviour> behaviour;
    if (isToken || isAllowed(request))
        behaviour = nextFor(request.target);
    if (!behaviour) {
        response = isToken || isAllowed(request) ? answer(request) : error(401, u"OAU-213"_s);
        hold(request, response, false);
        reply(std::move(response));
        return;
    }
    hold(request, {}, true);
    switch (behaviour->what) {
    case What::Answer:
        reply(behaviour->response);
        break;
    case What::Drop:
        reply({.status = 0});
        break;
    case What::TakeAndDrop:
        (void)answer(request);
        reply({.status = 0});
        break;
    case What::TakeAndAnswer:
        (void)answer(request);
        reply(behaviour->response);
        break;
    case What::Stall:
        m_stalled.append({request, reply});
        break;
    }
}

std::optional<FakeRingCentral::Behaviour> FakeRingCentral::nextFor(const QByteArray &target)
{
    const auto next = std::find_if(m_script.begin(), m_script.end(), [&](const Behaviour &each) { return target.contains(each.part); });
    if (next == m_script.end())
        return std::nullopt;
    Behaviour behaviour = *next;
    m_script.erase(next);
    return behaviour;
}

void FakeRingCentral::hold(const HttpRequest &request, const HttpResponse &response, bool isScripted)
{
    QStringList problems;
    const bool isRingOut = request.path() == extension + "/ring-out"; // the description at hand leaves it out
    if (isRingOut && (!m_description || !m_description->knows(request.method, request.target))) {
        problems = ringOutProblems(request);
    } else if (m_description) {
        problems = m_description->problemsOf(request.method, request.target, request.headers, request.body);
        if (!isScripted && response.status != 401)
            problems +=
                m_description->problemsOfAnswer(request.method, request.target, response.status, response.contentType, response.body, true);
    }
    for (const QString &problem : std::as_const(problems))
        m_problems.append(QString::fromLatin1(request.method + ' ' + request.target + ": ") + problem);
}

bool FakeRingCentral::isAllowed(const HttpRequest &request) const
{
    const QByteArray bearer = request.header("authorization");
    return bearer.startsWith("Bearer ") && m_accessTokens.contains(bearer.mid(7));
}

HttpResponse FakeRingCentral::answer(const HttpRequest &request)
{
    const QByteArray path = request.path();
    const Query query = fieldsOf(request.target.mid(path.size() + 1));
    if (path == "/restapi/oauth/token" && request.method == "POST")
        return token(request);
    if (path == "/restapi/oauth/wstoken" && request.method == "POST") {
        const QByteArray one = "ws-token-" + QByteArray::number(++m_given);
        m_socketTokens.insert(one);
        return json(200, {{u"uri"_s, m_socketUri}, {u"ws_access_token"_s, QString::fromLatin1(one)}, {u"expires_in"_s, 600}});
    }
    if (path == extension + "/sms" && request.method == "POST")
        return sms(request);
    if (path == extension + "/ring-out" && request.method == "POST")
        return ringOut(request);
    if (path == extension + "/message-store" && request.method == "GET")
        return messageList(query);
    if (path == extension + "/phone-number" && request.method == "GET")
        return numbers();
    if (path.endsWith("/call-log-sync") && request.method == "GET")
        return path.startsWith(account + "/call-log") && m_companyLogHidden ? error(403, u"CMN-408"_s) : callLogSync(query);
    if (path.endsWith("/call-log") && request.method == "GET")
        return path.startsWith(account + "/call-log") && m_companyLogHidden ? error(403, u"CMN-408"_s) : callLog(query);
    if (path.startsWith("/restapi/v1.0/subscription"))
        return subscription(request, path);
    if (path == "/restapi/v2/accounts/~/sms/consents" && request.method == "PATCH")
        return patchConsents(request);
    return error(404, u"CMN-102"_s);
}

HttpResponse FakeRingCentral::token(const HttpRequest &request)
{
    const Query form = fieldsOf(request.body);
    const QByteArray basic = "Basic " + (clientId().toLatin1() + ':' + clientSecret()).toBase64();
    if (m_isPublic ? one(form, u"client_id"_s) != clientId() || !request.header("authorization").isEmpty()
                   : request.header("authorization") != basic)
        return oauthError(u"invalid_client"_s, u"OAU-153"_s);
    const QString grant = one(form, u"grant_type"_s);
    if (grant == u"urn:ietf:params:oauth:grant-type:jwt-bearer") {
        if (m_jwtRefused || one(form, u"assertion"_s).toLatin1() != jwt())
            return oauthError(u"invalid_grant"_s, u"OAU-251"_s);
        return give(m_hasRefreshTokens);
    }
    if (grant == u"refresh_token") {
        if (!m_refreshTokens.remove(one(form, u"refresh_token"_s).toLatin1())) // each works once
            return oauthError(u"invalid_grant"_s, u"OAU-210"_s);
        return give(m_hasRefreshTokens);
    }
    if (grant == u"authorization_code") {
        const QByteArray challenge = m_codes.take(one(form, u"code"_s).toLatin1());
        const QByteArray hash = QCryptographicHash::hash(one(form, u"code_verifier"_s).toLatin1(), QCryptographicHash::Sha256)
                                    .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        if (challenge.isEmpty() || challenge != hash || one(form, u"redirect_uri"_s).isEmpty())
            return oauthError(u"invalid_grant"_s, u"OAU-141"_s);
        return give(m_hasRefreshTokens);
    }
    return oauthError(u"unsupported_grant_type"_s, u"OAU-250"_s);
}

HttpResponse FakeRingCentral::give(bool withRefreshToken)
{
    const QByteArray access = "access-" + QByteArray::number(++m_given);
    m_accessTokens.insert(access);
    QJsonObject said{{u"access_token"_s, QString::fromLatin1(access)},
                     {u"token_type"_s, u"bearer"_s},
                     {u"expires_in"_s, m_tokenLife},
                     {u"scope"_s, u"ReadCallLog ReadMessages SMS ReadAccounts CallControl WebSocketsSubscriptions"_s},
                     {u"owner_id"_s, u"2"_s},
                     {u"endpoint_id"_s, u"e1"_s},
                     {u"session_id"_s, u"session-1"_s}};
    if (withRefreshToken) {
        const QByteArray refresh = "refresh-" + QByteArray::number(m_given);
        m_refreshTokens.insert(refresh);
        said.insert(u"refresh_token"_s, QString::fromLatin1(refresh));
        said.insert(u"refresh_token_expires_in"_s, 604'800);
    }
    return json(200, said);
}

HttpResponse FakeRingCentral::sms(const HttpRequest &request)
{
    const QJsonObject asked = QJsonDocument::fromJson(request.body).object();
    const QString from = asked[u"from"][u"phoneNumber"].toString();
    const QJsonArray to = asked[u"to"].toArray();
    if (to.size() != 1)
        return error(400, u"CMN-101"_s, u"to"_s);
    const auto owned =
        std::find_if(m_numbers.cbegin(), m_numbers.cend(), [&](const QJsonValue &each) { return each[u"phoneNumber"] == from; });
    if (owned == m_numbers.cend() || !(*owned)[u"features"].toArray().contains(u"SmsSender"_s))
        return error(403, u"MSG-304"_s);
    const qint64 id = store({{u"direction"_s, u"Outbound"_s},
                             {u"messageStatus"_s, u"Queued"_s},
                             {u"subject"_s, asked[u"text"]},
                             {u"from"_s, QJsonObject{{u"phoneNumber"_s, from}}},
                             {u"to"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, to.first()[u"phoneNumber"]}}}}});
    Q_UNUSED(id)
    return json(200, m_messages.last());
}

HttpResponse FakeRingCentral::messageList(const Query &query) const
{
    QList<QJsonObject> found;
    const std::optional<Instant> from = timeOf(one(query, u"dateFrom"_s));
    for (auto it = m_messages.crbegin(); it != m_messages.crend(); ++it) {
        const QJsonObject &message = *it;
        const bool isIn = message[u"direction"] == u"Inbound"_s;
        const QString other = isIn ? message[u"from"][u"phoneNumber"].toString() : message[u"to"][0][u"phoneNumber"].toString();
        if ((query.contains(u"messageType"_s) && !query[u"messageType"_s].contains(message[u"type"].toString())) ||
            (query.contains(u"direction"_s) && !query[u"direction"_s].contains(message[u"direction"].toString())) ||
            (query.contains(u"phoneNumber"_s) && one(query, u"phoneNumber"_s) != other) ||
            (from && *timeOf(message[u"creationTime"].toString()) < *from))
            continue;
        found.append(message);
    }
    return page(found, query, baseUrl().toString() + QString::fromLatin1(extension) + u"/message-store"_s);
}

HttpResponse FakeRingCentral::callLogSync(const Query &query) const
{
    int since = 0;
    const bool isFull = one(query, u"syncType"_s) == u"FSync";
    if (!isFull) {
        since = one(query, u"syncToken"_s).section(u'-', 1).toInt();
        if (since < m_oldestState)
            return error(400, u"CLG-104"_s, u"syncToken"_s);
    } else if (one(query, u"recordCount"_s).isEmpty()) {
        return error(400, u"CLG-102"_s, u"recordCount"_s);
    }
    const std::optional<Instant> from = timeOf(one(query, u"dateFrom"_s));
    QJsonArray records;
    for (auto it = m_records.crbegin(); it != m_records.crend(); ++it) {
        if (it->first <= since || (isFull && from && *timeOf(it->second[u"startTime"].toString()) < *from))
            continue;
        if (isFull && records.size() >= one(query, u"recordCount"_s).toInt())
            break;
        records.append(it->second);
    }
    if (!isFull && records.size() > 250)
        return error(400, u"CLG-105"_s, u"syncToken"_s);
    return json(200, {{u"uri"_s, baseUrl().toString() + QString::fromLatin1(account) + u"/call-log-sync"_s},
                      {u"records"_s, records},
                      {u"syncInfo"_s, QJsonObject{{u"syncType"_s, isFull ? u"FSync"_s : u"ISync"_s},
                                                  {u"syncToken"_s, u"state-%1"_s.arg(m_state)},
                                                  {u"syncTime"_s, toIso(m_now)}}}});
}

HttpResponse FakeRingCentral::callLog(const Query &query) const
{
    const std::optional<Instant> from = timeOf(one(query, u"dateFrom"_s));
    QJsonArray found;
    for (auto it = m_records.crbegin(); it != m_records.crend(); ++it) {
        if (!from || *timeOf(it->second[u"startTime"].toString()) >= *from)
            found.append(it->second);
    }
    return page(found, query, baseUrl().toString() + QString::fromLatin1(account) + u"/call-log"_s);
}

HttpResponse FakeRingCentral::numbers() const
{
    return page(m_numbers, {}, baseUrl().toString() + QString::fromLatin1(extension) + u"/phone-number"_s);
}

QJsonObject FakeRingCentral::toJson(const Subscription &subscription) const
{
    QJsonObject said{{u"id"_s, subscription.id},
                     {u"uri"_s, baseUrl().toString() + u"/restapi/v1.0/subscription/"_s + subscription.id},
                     {u"eventFilters"_s, QJsonArray::fromStringList(subscription.filters)},
                     {u"creationTime"_s, toIso(m_now)},
                     {u"expirationTime"_s, toIso(subscription.expiresAt)},
                     {u"expiresIn"_s, std::max<qint64>(1, (subscription.expiresAt - m_now) / std::chrono::seconds(1))},
                     {u"status"_s, subscription.status},
                     {u"deliveryMode"_s,
                      QJsonObject{{u"transportType"_s, u"WebHook"_s}, {u"address"_s, subscription.address}, {u"encryption"_s, false}}}};
    if (subscription.status != u"Active")
        said.insert(u"blacklistedData"_s, QJsonObject{{u"blacklistedAt"_s, toIso(m_now)}, {u"reason"_s, u"no answer"_s}});
    return said;
}

HttpResponse FakeRingCentral::subscription(const HttpRequest &request, const QByteArray &path)
{
    const QString id = QString::fromLatin1(path.mid(path.lastIndexOf('/') + 1));
    const QJsonObject asked = QJsonDocument::fromJson(request.body).object();
    QStringList filters;
    for (const QJsonValue &filter : asked[u"eventFilters"].toArray())
        filters.append(filter.toString());
    const Instant until = m_now + std::chrono::seconds(asked[u"expiresIn"].toInteger(604'800));
    const bool isRefused = m_consentsRefused && filters.join(u' ').contains(u"/sms/consents");
    if (path == "/restapi/v1.0/subscription") {
        if (request.method == "GET") {
            QJsonArray records;
            for (const Subscription &each : std::as_const(m_subscriptions))
                records.append(toJson(each));
            return json(200, {{u"uri"_s, baseUrl().toString() + u"/restapi/v1.0/subscription"_s}, {u"records"_s, records}});
        }
        if (isRefused)
            return error(403, u"CMN-401"_s);
        const Subscription made{.id = u"sub-%1"_s.arg(++m_given),
                                .address = asked[u"deliveryMode"][u"address"].toString(),
                                .verificationToken = asked[u"deliveryMode"][u"verificationToken"].toString(),
                                .filters = filters,
                                .expiresAt = until};
        if (m_shakesHands && !handshakes(QUrl(made.address), made.verificationToken.toLatin1()))
            return error(400, u"SUB-524"_s);
        m_subscriptions.append(made);
        return json(200, toJson(made));
    }
    const auto known =
        std::find_if(m_subscriptions.begin(), m_subscriptions.end(), [&](const Subscription &each) { return each.id == id; });
    if (known == m_subscriptions.end())
        return error(404, u"CMN-102"_s);
    if (request.method == "DELETE") {
        m_subscriptions.erase(known);
        return {.status = 204};
    }
    if (isRefused)
        return error(403, u"CMN-401"_s);
    known->filters = filters;
    known->expiresAt = until;
    return json(200, toJson(*known));
}

HttpResponse FakeRingCentral::patchConsents(const HttpRequest &request)
{
    for (const QJsonValue &record : QJsonDocument::fromJson(request.body)[u"records"].toArray())
        m_consents.append(record.toObject());
    return json(200, {});
}

qint64 FakeRingCentral::store(QJsonObject message)
{
    const qint64 id = ++m_lastId;
    message.insert(u"id"_s, id);
    message.insert(u"uri"_s, u"https://platform.ringcentral.com/restapi/v1.0/account/1/extension/2/message-store/%1"_s.arg(id));
    if (!message.contains(u"type"_s))
        message.insert(u"type"_s, u"SMS"_s);
    if (!message.contains(u"creationTime"_s))
        message.insert(u"creationTime"_s, toIso(m_now));
    message.insert(u"lastModifiedTime"_s, toIso(m_now));
    m_messages.append(message);
    return id;
}

} // namespace ringback::test
