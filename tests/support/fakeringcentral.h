#pragma once

#include "base/clock.h"
#include "ingress/httplistener.h"
#include "support/apidescription.h"

#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <deque>
#include <mutex>
#include <optional>

namespace ringback::test {

/// RingCentral's API over a real socket, as strict as the real one or stricter; each request, and each answer of its own, is held to the official
/// description where that is at hand: problems(). It answers on a thread of its own; every function may be called from any.
class FakeRingCentral final {
public:
    struct Request {
        QByteArray method;
        QByteArray target;
        QByteArray body;
        QByteArray authorization;
    };
    struct Subscription {
        QString id;
        QString address;
        QString verificationToken;
        QStringList filters;
        QString status = QStringLiteral("Active");
        Instant expiresAt;
    };

    FakeRingCentral();
    ~FakeRingCentral();
    FakeRingCentral(const FakeRingCentral &) = delete;
    FakeRingCentral &operator=(const FakeRingCentral &) = delete;

    /// Closes the connections of stalled requests, and the port.
    void stop();

    [[nodiscard]] QUrl baseUrl() const;
    [[nodiscard]] static QString clientId() { return QStringLiteral("client-1"); }
    [[nodiscard]] static QByteArray clientSecret() { return "client-secret"; }
    [[nodiscard]] static QByteArray jwt() { return "header.claims.signature"; }

    /// The first refresh token of a user who signed in by browser. Each works once.
    void letRefresh(const QByteArray &token);
    /// The code that a browser brings back, and the challenge it belongs to.
    void letRedeem(const QByteArray &code, const QByteArray &challenge);
    void asPublicClient(bool isPublic = true); ///< before: a confidential one, by Basic
    void setTokenLife(int seconds);
    void withoutRefreshTokens(); ///< as apps may be set
    void revokeTokens(); ///< all access tokens so far: 401
    void refuseJwt(bool refused = true);
    [[nodiscard]] int tokensGiven() const;

    void setNow(Instant now);
    /// Scripted answers to the next requests whose target contains `part`; they queue up, and pass the check of credentials first.
    void answerNext(const QByteArray &part, int status, const QByteArray &body = {}, const QByteArray &type = "application/json",
                    const QList<std::pair<QByteArray, QByteArray>> &headers = {});
    void refuseNext(const QByteArray &part, int status, const QString &code, const QString &parameter = {});
    void rateLimitNext(const QByteArray &part, const QByteArray &retryAfter = {});
    void dropNext(const QByteArray &part); ///< closes the connection, and takes nothing
    void takeAndDropNext(const QByteArray &part); ///< takes it and closes the connection
    void takeAndFailNext(const QByteArray &part, int status); ///< takes it and answers that
    void stallNext(const QByteArray &part); ///< does not answer until release(); takes it then
    void release();

    void ownNumber(const QString &number, const QStringList &features = {QStringLiteral("CallerId"), QStringLiteral("SmsSender")});
    /// As the call log has it; a session that is there already is replaced. Gives the list a new state.
    void addRecord(QJsonObject record);
    void forgetSyncTokens(); ///< CLG-104
    void hideCompanyLog(); ///< 403 for the whole account's
    /// A text; its id is given by the fake and returned.
    qint64 addMessage(QJsonObject message);
    void setStatus(qint64 id, const QString &status, const QString &errorCode = {});
    QString addSubscription(Subscription subscription);
    void blacklist(const QString &id);
    void withoutRingOut(); ///< the app was not given that right: 403
    void sayOfFirstLeg(const QString &word); ///< what it says of calls that it makes from here on: `InProgress`, `NotEnoughFunds`
    void refuseConsentsFilter(); ///< 403 while a subscription asks for them
    void shakeHands(); ///< calls a webhook's address before it makes a subscription, as the real one does
    void setSocketUri(const QString &uri);
    /// Whether that token opens a WebSocket: once.
    [[nodiscard]] bool spendSocketToken(const QByteArray &token);

    [[nodiscard]] QList<QJsonObject> texts() const; ///< taken, the oldest first
    [[nodiscard]] QList<QJsonObject> rings() const; ///< calls that we had it make, as they were asked for
    [[nodiscard]] QList<QJsonObject> consents() const;
    [[nodiscard]] QList<Subscription> subscriptions() const;
    [[nodiscard]] QList<Request> requests(const QByteArray &part = {}) const;
    [[nodiscard]] int stalled() const;
    /// What the official description has against requests and answers.
    [[nodiscard]] QStringList problems() const;

private:
    enum class What { Answer, Drop, TakeAndDrop, TakeAndAnswer, Stall };
    struct Behaviour {
        QByteArray part;
        What what = What::Answer;
        ingress::HttpResponse response;
    };
    struct Stalled {
        ingress::HttpRequest request;
        ingress::HttpListener::Reply reply;
    };
    using Query = QHash<QString, QStringList>;

    void handle(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply);
    [[nodiscard]] std::optional<Behaviour> nextFor(const QByteArray &target);
    [[nodiscard]] ingress::HttpResponse answer(const ingress::HttpRequest &request);
    [[nodiscard]] ingress::HttpResponse token(const ingress::HttpRequest &request);
    [[nodiscard]] ingress::HttpResponse give(bool withRefreshToken);
    [[nodiscard]] ingress::HttpResponse sms(const ingress::HttpRequest &request);
    [[nodiscard]] ingress::HttpResponse ringOut(const ingress::HttpRequest &request);
    [[nodiscard]] ingress::HttpResponse messageList(const Query &query) const;
    [[nodiscard]] ingress::HttpResponse callLogSync(const Query &query) const;
    [[nodiscard]] ingress::HttpResponse callLog(const Query &query) const;
    [[nodiscard]] ingress::HttpResponse numbers() const;
    [[nodiscard]] ingress::HttpResponse subscription(const ingress::HttpRequest &request, const QByteArray &path);
    [[nodiscard]] ingress::HttpResponse patchConsents(const ingress::HttpRequest &request);
    [[nodiscard]] QJsonObject toJson(const Subscription &subscription) const;
    [[nodiscard]] bool isAllowed(const ingress::HttpRequest &request) const;
    void hold(const ingress::HttpRequest &request, const ingress::HttpResponse &response, bool isScripted);
    qint64 store(QJsonObject message);

    const std::optional<ApiDescription> m_description;
    quint16 m_port = 0;
    mutable std::mutex m_mutex; // guards all below
    std::deque<Behaviour> m_script;
    QList<Request> m_requests;
    QList<Stalled> m_stalled;
    QStringList m_problems;
    QSet<QByteArray> m_accessTokens;
    QSet<QByteArray> m_refreshTokens;
    QSet<QByteArray> m_socketTokens;
    QHash<QByteArray, QByteArray> m_codes;
    QList<QJsonObject> m_messages;
    QList<std::pair<int, QJsonObject>> m_records; ///< with the state of the list that has it first
    QJsonArray m_numbers;
    QList<Subscription> m_subscriptions;
    QList<QJsonObject> m_consents;
    QList<QJsonObject> m_rings;
    QString m_firstLeg = QStringLiteral("InProgress");
    QString m_socketUri;
    Instant m_now;
    int m_tokenLife = 3600;
    int m_given = 0;
    int m_state = 1;
    int m_oldestState = 1;
    qint64 m_lastId = 5'000'000'000'000;
    bool m_isPublic = false;
    bool m_hasRefreshTokens = true;
    bool m_jwtRefused = false;
    bool m_companyLogHidden = false;
    bool m_consentsRefused = false;
    bool m_mayRingOut = true;
    bool m_shakesHands = false;
    ingress::HttpListener m_listener; // last: it calls back into the rest
};

} // namespace ringback::test
