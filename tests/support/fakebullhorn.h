#pragma once

#include "base/clock.h"
#include "ingress/httplistener.h"
#include "support/fakebullhorntables.h"

#include <QHash>
#include <QSet>

#include <deque>
#include <mutex>

namespace ringback::test {

/// Bullhorn as its own pages describe it: four steps to a session, with a data centre, refresh tokens that work once, access tokens of ten minutes and
/// sessions each with an address of its own; PUT creates; field maps; an index that trails by two seconds; a queue of events that reading empties;
/// children of tasks. It is as strict as these pages, and notes what breaks their rules as a problem. All hosts are one here, so that the data
/// centre is a path, `/west`. It answers on a thread of its own; every function may be called from any.
class FakeBullhorn final {
public:
    struct Request {
        QByteArray method;
        QByteArray target;
        QByteArray body;
    };

    explicit FakeBullhorn(const Clock &clock);
    ~FakeBullhorn();
    FakeBullhorn(const FakeBullhorn &) = delete;
    FakeBullhorn &operator=(const FakeBullhorn &) = delete;
    void stop();

    [[nodiscard]] QString baseUrl() const;
    [[nodiscard]] static QString username() { return QStringLiteral("ringback.api"); }
    [[nodiscard]] static QByteArray clientId() { return "bullhorn-test-client"; }
    [[nodiscard]] static QByteArray clientSecret() { return "bullhorn-test-secret"; }
    [[nodiscard]] QByteArray refreshToken() const; ///< that works now
    static constexpr qint64 apiUser = 31;
    static constexpr qint64 dana = 32;

    // Each is for one coming request inside a session; they queue up.
    void refuseNext(int status, const QString &key, const QString &message = QStringLiteral("refused by the test"));
    void rateLimitNext(int times, const QByteArray &retryAfter = "0");
    void answerNext(int status, const QByteArray &body, const QByteArray &contentType = "application/json"); ///< takes nothing
    void dropNext(); ///< closes the connection and takes nothing
    void dropAnswerAfterTakingNext();
    void answer500AfterTakingNext();
    void stallNext(); ///< never answers; takes nothing
    void letNextPass(); ///< as usual: for a behaviour after it

    void expireSession();
    void revoke(); ///< no refresh token works any more
    void moveCentre(); ///< what is asked outside of the data centre answers where it is
    void sayWrongRestUrl(); ///< of the data centre, until moveCentre()'s sort of answer puts it right
    void answerSignInsWith(int status, const QByteArray &body);

    /// Changes to what an office has set up; not while requests are under way.
    void setUp(const std::function<void(BullhornTables &tables)> &change);
    qint64 add(const QString &table, const QJsonObject &row); ///< long ago
    [[nodiscard]] QJsonObject row(const QString &table, qint64 id) const;
    [[nodiscard]] QList<QJsonObject> rows(const QString &table) const;
    // What people do there.
    void set(const QString &table, qint64 id, const QJsonObject &more);
    qint64 giveTo(qint64 task, qint64 user); ///< the child's id
    void remove(const QString &table, qint64 id); ///< for good
    void dropSubscriptions();

    [[nodiscard]] QList<Request> requests() const; ///< also those that were refused
    [[nodiscard]] int count(const QByteArray &part) const; ///< requests with that in their method and target
    [[nodiscard]] QStringList problems() const; ///< what broke the rules
    [[nodiscard]] int logins() const;
    [[nodiscard]] int stalled() const;

private:
    enum class What { Answer, TakeAndAnswer500, TakeAndDrop, Drop, Stall, Pass };
    struct Behaviour {
        What what = What::Answer;
        ingress::HttpResponse response = {};
    };
    struct Queue {
        QStringList names;
        QStringList kinds;
        QList<QJsonObject> events;
        QMap<int, QList<QJsonObject>> read;
        int lastRequest = 0;
    };
    using Asked = ingress::HttpRequest;
    using Response = ingress::HttpResponse;
    using Query = QHash<QString, QString>;

    void script(What what, Response response = {});
    void handle(const Asked &request, const ingress::HttpListener::Reply &reply);
    [[nodiscard]] Response signIn(const Asked &request, const Query &query);
    [[nodiscard]] Response token(const Asked &request, const Query &query);
    [[nodiscard]] Response logIn(const Query &query);
    [[nodiscard]] Response answer(const Asked &request, const QByteArray &target, const Query &query);
    [[nodiscard]] Response list(const Asked &request, const QString &table, bool isSearch, Query query);
    [[nodiscard]] Response entity(const Asked &request, const QString &table, qint64 id, const Query &query);
    [[nodiscard]] Response subscription(const Asked &request, const QStringList &parts, const Query &query);
    [[nodiscard]] Response refuse(int status, const QString &key, const QString &message, const QString &field = {});
    [[nodiscard]] Response wrong(const QString &problem, int status = 400);
    void tell(const QString &table, qint64 id, const QString &kind, const QStringList &properties);

    const Clock &m_clock;
    quint16 m_port = 0;
    mutable std::mutex m_mutex; // guards all below
    BullhornTables m_tables;
    QHash<QString, Instant> m_indexedAt; ///< `Candidate:31`; not there = long ago
    QHash<QString, Queue> m_queues;
    std::deque<Behaviour> m_script;
    std::deque<Response> m_signInAnswers;
    QList<Request> m_requests;
    QList<ingress::HttpListener::Reply> m_stalled;
    QStringList m_problems;
    QHash<QByteArray, QByteArray> m_codes; ///< with the address that each was given to
    QByteArray m_refreshToken = "refresh-1";
    QHash<QByteArray, Instant> m_accessTokens; ///< until when
    QByteArray m_session; ///< BhRestToken; empty = none
    Instant m_sessionUntil;
    int m_logins = 0;
    int m_lastToken = 1;
    int m_lastEvent = 0;
    bool m_isMoved = false;
    bool m_isRestUrlWrong = false;
    ingress::HttpListener m_listener; // last: it calls back into the rest
};

} // namespace ringback::test
