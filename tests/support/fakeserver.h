#pragma once

#include "ingress/httplistener.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <deque>
#include <mutex>

namespace ringback::test {

/// What stand-ins of lead systems share: a real HTTP server on the loopback, which can be told to misbehave, and notes what it was asked. It answers
/// on a thread of its own; every function may be called from any. What is derived calls stop() before it goes.
class FakeServer {
public:
    virtual ~FakeServer();
    FakeServer(const FakeServer &) = delete;
    FakeServer &operator=(const FakeServer &) = delete;
    void stop();

    [[nodiscard]] QString baseUrl() const;

    /// Each of these is for one coming request whose verb and target, `POST /notes`, contain that text (empty: any); they queue up.
    void answerNext(int status, const QByteArray &body, const QByteArray &where = {},
                    const QList<std::pair<QByteArray, QByteArray>> &headers = {}); ///< takes nothing
    void throttleNext(int times = 1, int retryAfterSeconds = 1);
    void dropNext(const QByteArray &where = {}); ///< closes the connection and takes nothing
    void dropAnswerAfterTakingNext(const QByteArray &where = {});
    void answer500AfterTakingNext(const QByteArray &where = {});
    void stallNext(const QByteArray &where = {}); ///< never answers; takes nothing

    [[nodiscard]] QList<ingress::HttpRequest> requests() const; ///< also those that were refused
    /// How many requests had that in their verb and target.
    [[nodiscard]] int asked(const QByteArray &where) const;
    /// What broke the strictness of the fake.
    [[nodiscard]] QStringList problems() const;
    [[nodiscard]] int stalled() const;

protected:
    using Request = ingress::HttpRequest;
    using Response = ingress::HttpResponse;

    FakeServer();
    /// With the mutex held.
    [[nodiscard]] virtual Response answer(const Request &request) = 0;
    /// How this service says that it was asked too often.
    [[nodiscard]] virtual Response throttled(int retryAfterSeconds) const;

    [[nodiscard]] static Response json(int status, const QJsonObject &object);
    void note(const QString &problem) { m_problems.append(problem); }
    [[nodiscard]] quint16 port() const { return m_port; }

    mutable std::mutex m_mutex; ///< guards all that is kept

private:
    enum class What { Answer, TakeAndAnswer500, TakeAndDrop, Drop, Stall };
    struct Behaviour {
        What what = What::Answer;
        QByteArray where;
        Response response;
    };
    void script(What what, const QByteArray &where, Response response = {});
    void handle(const Request &request, const ingress::HttpListener::Reply &reply);

    quint16 m_port = 0;
    std::deque<Behaviour> m_script;
    QList<Request> m_requests;
    QList<ingress::HttpListener::Reply> m_stalled;
    QStringList m_problems;
    ingress::HttpListener m_listener; // last: it calls back into the rest
};

} // namespace ringback::test
