#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace ringback::ingress {

/// One request, read whole. Header names are lower-case. `target` is as it came on the wire: path and query, undecoded.
struct HttpRequest {
    QByteArray method;
    QByteArray target;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;

    /// The first header of that name (lower-case), or empty.
    [[nodiscard]] QByteArray header(const QByteArray &name) const;
    /// `target` up to the question mark.
    [[nodiscard]] QByteArray path() const;
};

struct HttpResponse {
    int status = 200;
    QByteArray contentType = "text/plain; charset=utf-8";
    QByteArray body;
};

/// What one listener accepts. Beyond a limit the answer is plain (413, 431, 408 or 503) and the connection closes.
struct HttpLimits {
    size_t bodyBytes = 1 << 20;
    size_t headerBytes = 16 << 10;
    std::chrono::milliseconds readTime{10'000}; ///< for a whole request, and for idling between two
    int connections = 256; ///< at the limit the connection idle for longest makes room
};

/// An HTTP/1.1 server on a thread of its own (Boost.Beast; why: docs/decisions/0003). Knows nothing of what it serves.
class HttpListener final {
public:
    /// Called on the listener's thread once per request. Call `reply` exactly once, then or later, from any thread.
    using Reply = std::function<void(HttpResponse)>;
    using Handler = std::function<void(HttpRequest, Reply)>;

    explicit HttpListener(Handler handler, HttpLimits limits = {});
    ~HttpListener();
    HttpListener(const HttpListener &) = delete;
    HttpListener &operator=(const HttpListener &) = delete;

    /// Listens and starts the thread. `port` 0 takes a free one. The port that was taken. Errors: Invalid (not an address),
    /// Refused (in use, not allowed).
    [[nodiscard]] Result<quint16> start(const QString &address, quint16 port);

    /// Stops accepting, answers what has been handed to the handler, closes idle connections and ends the thread. Idempotent.
    void stop();

    /// Runs `work` on the listener's thread, after the handlers of all requests that have arrived so far.
    void post(std::function<void()> work);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace ringback::ingress
