#include "support/fakeringcentral.h"

#include "base/time.h"

#include <QJsonDocument>

#include <algorithm>

// What a test tells the fake to be and to do.
namespace ringback::test {

using namespace Qt::StringLiterals;

void FakeRingCentral::letRefresh(const QByteArray &token)
{
    const std::scoped_lock lock(m_mutex);
    m_refreshTokens.insert(token);
}

void FakeRingCentral::letRedeem(const QByteArray &code, const QByteArray &challenge)
{
    const std::scoped_lock lock(m_mutex);
    m_codes.insert(code, challenge);
}

void FakeRingCentral::asPublicClient(bool isPublic)
{
    const std::scoped_lock lock(m_mutex);
    m_isPublic = isPublic;
}

void FakeRingCentral::setTokenLife(int seconds)
{
    const std::scoped_lock lock(m_mutex);
    m_tokenLife = seconds;
}

void FakeRingCentral::withoutRefreshTokens()
{
    const std::scoped_lock lock(m_mutex);
    m_hasRefreshTokens = false;
}

void FakeRingCentral::revokeTokens()
{
    const std::scoped_lock lock(m_mutex);
    m_accessTokens.clear();
}

void FakeRingCentral::refuseJwt(bool refused)
{
    const std::scoped_lock lock(m_mutex);
    m_jwtRefused = refused;
}

int FakeRingCentral::tokensGiven() const
{
    const std::scoped_lock lock(m_mutex);
    return m_given;
}

void FakeRingCentral::setNow(Instant now)
{
    const std::scoped_lock lock(m_mutex);
    m_now = now;
}

void FakeRingCentral::answerNext(const QByteArray &part, int status, const QByteArray &body, const QByteArray &type,
                                 const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({part, What::Answer, {.status = status, .contentType = type, .body = body, .headers = headers}});
}

void FakeRingCentral::refuseNext(const QByteArray &part, int status, const QString &code, const QString &parameter)
{
    QJsonObject one{{u"errorCode"_s, code}, {u"message"_s, u"refused by the test"_s}};
    if (!parameter.isEmpty())
        one.insert(u"parameterName"_s, parameter);
    const QJsonObject said{{u"errorCode"_s, code}, {u"message"_s, u"refused by the test"_s}, {u"errors"_s, QJsonArray{one}}};
    answerNext(part, status, QJsonDocument(said).toJson());
}

void FakeRingCentral::rateLimitNext(const QByteArray &part, const QByteArray &retryAfter)
{
    QList<std::pair<QByteArray, QByteArray>> headers;
    if (!retryAfter.isEmpty())
        headers.append({"Retry-After", retryAfter});
    answerNext(part, 429, R"({"errorCode":"CMN-301","message":"Request rate exceeded"})", "application/json", headers);
}

void FakeRingCentral::dropNext(const QByteArray &part)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({part, What::Drop, {}});
}

void FakeRingCentral::takeAndDropNext(const QByteArray &part)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({part, What::TakeAndDrop, {}});
}

void FakeRingCentral::takeAndFailNext(const QByteArray &part, int status)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({part, What::TakeAndAnswer, {.status = status}});
}

void FakeRingCentral::stallNext(const QByteArray &part)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({part, What::Stall, {}});
}

void FakeRingCentral::release()
{
    const std::scoped_lock lock(m_mutex);
    for (const Stalled &held : std::exchange(m_stalled, {}))
        held.reply(answer(held.request));
}

void FakeRingCentral::ownNumber(const QString &number, const QStringList &features)
{
    const std::scoped_lock lock(m_mutex);
    m_numbers.append(QJsonObject{{u"id"_s, m_numbers.size() + 1},
                                 {u"phoneNumber"_s, number},
                                 {u"usageType"_s, u"DirectNumber"_s},
                                 {u"type"_s, u"VoiceFax"_s},
                                 {u"status"_s, u"Normal"_s},
                                 {u"features"_s, QJsonArray::fromStringList(features)}});
}

void FakeRingCentral::addRecord(QJsonObject record)
{
    const std::scoped_lock lock(m_mutex);
    const QString session = record[u"telephonySessionId"].toString();
    const auto isSame = [&](const std::pair<int, QJsonObject> &each) {
        return each.second[u"id"] == record[u"id"];
    };
    if (!record.contains(u"id"_s))
        record.insert(u"id"_s, u"record-"_s + session);
    if (!record.contains(u"uri"_s))
        record.insert(u"uri"_s, u"https://platform.ringcentral.com/restapi/v1.0/account/1/call-log/"_s + record[u"id"].toString());
    m_records.removeIf(isSame);
    m_records.append({++m_state, record});
}

void FakeRingCentral::forgetSyncTokens()
{
    const std::scoped_lock lock(m_mutex);
    m_oldestState = ++m_state;
}

void FakeRingCentral::hideCompanyLog()
{
    const std::scoped_lock lock(m_mutex);
    m_companyLogHidden = true;
}

qint64 FakeRingCentral::addMessage(QJsonObject message)
{
    const std::scoped_lock lock(m_mutex);
    return store(std::move(message));
}

void FakeRingCentral::setStatus(qint64 id, const QString &status, const QString &errorCode)
{
    const std::scoped_lock lock(m_mutex);
    for (QJsonObject &message : m_messages) {
        if (message[u"id"].toInteger() != id)
            continue;
        message.insert(u"messageStatus"_s, status);
        message.insert(u"lastModifiedTime"_s, toIso(m_now));
        if (!errorCode.isEmpty())
            message.insert(u"deliveryErrorCode"_s, errorCode);
    }
}

QString FakeRingCentral::addSubscription(Subscription subscription)
{
    const std::scoped_lock lock(m_mutex);
    subscription.id = u"sub-%1"_s.arg(++m_given);
    m_subscriptions.append(subscription);
    return subscription.id;
}

void FakeRingCentral::blacklist(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    for (Subscription &subscription : m_subscriptions) {
        if (subscription.id == id)
            subscription.status = u"Blacklisted"_s;
    }
}

void FakeRingCentral::refuseConsentsFilter()
{
    const std::scoped_lock lock(m_mutex);
    m_consentsRefused = true;
}

void FakeRingCentral::shakeHands()
{
    const std::scoped_lock lock(m_mutex);
    m_shakesHands = true;
}

void FakeRingCentral::setSocketUri(const QString &uri)
{
    const std::scoped_lock lock(m_mutex);
    m_socketUri = uri;
}

bool FakeRingCentral::spendSocketToken(const QByteArray &token)
{
    const std::scoped_lock lock(m_mutex);
    return m_socketTokens.remove(token);
}

QList<QJsonObject> FakeRingCentral::texts() const
{
    const std::scoped_lock lock(m_mutex);
    QList<QJsonObject> taken;
    std::copy_if(m_messages.cbegin(), m_messages.cend(), std::back_inserter(taken),
                 [](const QJsonObject &message) { return message[u"direction"] == u"Outbound"_s; });
    return taken;
}

QList<QJsonObject> FakeRingCentral::consents() const
{
    const std::scoped_lock lock(m_mutex);
    return m_consents;
}

QList<FakeRingCentral::Subscription> FakeRingCentral::subscriptions() const
{
    const std::scoped_lock lock(m_mutex);
    return m_subscriptions;
}

QList<FakeRingCentral::Request> FakeRingCentral::requests(const QByteArray &part) const
{
    const std::scoped_lock lock(m_mutex);
    QList<Request> found;
    std::copy_if(m_requests.cbegin(), m_requests.cend(), std::back_inserter(found),
                 [&](const Request &request) { return request.target.contains(part); });
    return found;
}

int FakeRingCentral::stalled() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_stalled.size());
}

QStringList FakeRingCentral::problems() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problems;
}

} // namespace ringback::test
