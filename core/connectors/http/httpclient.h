#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QList>
#include <QSet>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QNetworkAccessManager;
class QNetworkReply;
class QNetworkRequest;

namespace ringback::connectors {

struct HttpCall {
    QByteArray verb = "GET";
    QByteArray
        url; ///< as it goes onto the wire, escaped by the caller: Qt's ideas of escaping are left out of it (phone-and-sms.md, 7.1 and 7.2)
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray contentType; ///< of the body
    QByteArray body;
    std::optional<Milliseconds> timeout = {}; ///< for the whole request; empty = the client's
    std::function<bool()> mayLeave = nullptr; ///< asked when the connection stands; on false nothing leaves
};

/// What became of a request. Headers of the answer are looked up without regard to case.
struct HttpAnswer {
    int status = 0; ///< 0 = no answer came
    QByteArray contentType;
    QByteArray body; ///< empty where the answer broke off
    QList<std::pair<QByteArray, QByteArray>> headers;
    bool neverLeft = false; ///< no byte of the body can have reached anybody: refused, no such host, TLS failed, held back
    bool heldBack = false; ///< by `mayLeave`
    bool brokeOff = false; ///< an answer began and did not end well
    QString trouble; ///< for the log, without the address; empty when all went well
    std::optional<Milliseconds> retryAfter; ///< as the answer asks, a day at most

    [[nodiscard]] QByteArray header(const QByteArray &name) const;
    /// A whole answer with this status.
    [[nodiscard]] bool is(int wanted) const { return status == wanted && !brokeOff; }
};

/// Requests to a provider, for its connector. Lives on one thread; `network` and `clock` outlive it. A request is put on the wire once (Qt's habit
/// of sending it again when its connection breaks is prevented where it has a body), follows no redirect, keeps no cookie, and ends within its
/// time-out. Requests share `network`'s connections, which stay open; when all of those are busy, those of further ones of its own.
class HttpClient final {
public:
    HttpClient(QNetworkAccessManager &network, const Clock &clock, Milliseconds timeout);
    ~HttpClient();
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    QCoro::Task<HttpAnswer> send(HttpCall call);
    /// Gives up the requests under way: each answers with the next turns of the event loop.
    void abandon();

    /// No answer of a provider comes near it.
    static constexpr qint64 maxAnswerBytes = 4 << 20;
    static constexpr Milliseconds maxRetryAfter = std::chrono::hours(24);

private:
    [[nodiscard]] QNetworkAccessManager &idleNetwork();
    void bound(QNetworkReply &reply, Milliseconds timeout);
    [[nodiscard]] std::optional<Milliseconds> retryAfter(const QNetworkReply &reply) const;

    QNetworkAccessManager &m_network;
    std::vector<std::unique_ptr<QNetworkAccessManager>> m_moreNetworks;
    const Clock &m_clock;
    const Milliseconds m_timeout;
    QSet<QNetworkReply *> m_underWay;
};

} // namespace ringback::connectors
