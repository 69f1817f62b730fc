#pragma once

#include "base/clock.h"
#include "ingress/httplistener.h"
#include "support/apidescription.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <deque>
#include <mutex>
#include <optional>

namespace ringback::test {

/// What fakes of lead systems share: a server on a port of its own that answers as its kind does, but for requests that a test has other plans
/// with; and that holds both sides to a description of the API where one is at hand. It answers on a thread of its own; every public function may
/// be called from any.
class ScriptedServer {
public:
    using Asked = ingress::HttpRequest;
    using Response = ingress::HttpResponse;

    /// What becomes of a request that the test has plans with.
    enum class Then {
        Answer, ///< the given answer; takes nothing
        TakeAndAnswer, ///< as usual, but if all went well the given answer comes
        TakeAndDrop, ///< as usual, and the answer is lost
        Drop, ///< closes the connection and takes nothing
        Stall, ///< never answers; takes nothing
    };

    ScriptedServer(const ScriptedServer &) = delete;
    ScriptedServer &operator=(const ScriptedServer &) = delete;

    void stop();
    [[nodiscard]] QUrl baseUrl() const;

    /// For one coming request, once: `POST /contacts` is one whose path ends so. They queue up; the first that fits is taken.
    void next(const QByteArray &verbAndPath, Then then, const Response &response = {});
    void next(const QByteArray &verbAndPath, int status, const QByteArray &body, const QByteArray &contentType = "application/json");
    void setNow(Instant now);

    [[nodiscard]] QList<Asked> requests() const; ///< also those that were refused
    [[nodiscard]] QList<Asked> requests(const QByteArray &verbAndPath) const;
    void forgetRequests();
    /// What broke the description, or the fake's own strictness: in requests of ours and answers of its own.
    [[nodiscard]] QStringList problems() const;
    [[nodiscard]] qsizetype left() const; ///< how many plans were not come to

protected:
    explicit ScriptedServer(std::optional<ApiDescription> description);
    virtual ~ScriptedServer();

    void start(); ///< at the end of the constructor
    /// A request without the right key and the like: not a plan's. With m_mutex held, as all below.
    [[nodiscard]] virtual std::optional<Response> turnedAway(const Asked &request) = 0;
    [[nodiscard]] virtual Response answer(const Asked &request) = 0;
    /// The system's own way to say 400.
    [[nodiscard]] virtual Response badRequest(const QString &problem) = 0;
    /// Whether the description knows of it: one of only some requests says nothing of the others.
    [[nodiscard]] virtual bool isDescribed(const Asked &request) const;

    [[nodiscard]] Response refuse(const QString &problem); ///< and notes it
    [[nodiscard]] Instant now() const;

    mutable std::mutex m_mutex;

private:
    struct Plan {
        QByteArray verb;
        QByteArray path;
        Then then = Then::Answer;
        Response response;
    };

    void handle(const Asked &request, const ingress::HttpListener::Reply &reply);
    [[nodiscard]] Response judged(const Asked &request);

    const std::optional<ApiDescription> m_description;
    quint16 m_port = 0;
    std::deque<Plan> m_plans;
    QList<Asked> m_requests;
    QList<ingress::HttpListener::Reply> m_stalled;
    QStringList m_problems;
    std::optional<Instant> m_now;
    ingress::HttpListener m_listener; // last: it calls back into the rest
};

[[nodiscard]] ScriptedServer::Response jsonAnswer(int status, const QByteArray &json);
[[nodiscard]] ScriptedServer::Response jsonAnswer(int status, const QJsonObject &object);

} // namespace ringback::test
