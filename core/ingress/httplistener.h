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
    QList<std::pair<QByteArray, QByteArray>> headers; ///< without the trailers of a chunked body: those could pose as headers
    QByteArray body;
    QByteArray peer; ///< `127.0.0.1:40312`, the other end of the connection, for logs; behind a proxy or tunnel that is the proxy

    /// The first header of that name (lower-case), or empty.
    [[nodiscard]] QByteArray header(const QByteArray &name) const;
    /// `target` up to the question mark.
    [[nodiscard]] QByteArray path() const;
};

struct HttpResponse {
    int status = 200; ///< 0 closes the connection without an answer, as a server that dies does (fakes need that)
    QByteArray contentType = "text/plain; charset=utf-8";
    QByteArray body = {};
    QList<std::pair<QByteArray, QByteArray>> headers = {}; ///< beyond Content-Type, Content-Length and Connection: `Retry-After`, `Allow`
};

/// What one listener accepts. Beyond a limit the answer is plain (413, 431, 408 or 503) and the connection closes.
struct HttpLimits {
    size_t bodyBytes = 1 << 20;
    size_t headerBytes = 16 << 10;
    std::chrono::milliseconds readTime{10'000}; ///< for a whole request, and for idling between two
    std::chrono::milliseconds writeTime{10'000}; ///< for the client to take a whole answer
    std::chrono::milliseconds drainTime{5'000}; ///< for stop(): requests that are not answered by then are dropped
    std::chrono::milliseconds lingerTime{1'000}; ///< after a refusal: how long what the client still sends is read and thrown away,
    size_t lingerBytes = 256 << 10; ///< and how much of it. Without that many clients see a reset instead of the answer
    int connections = 256; ///< at the limit the connection idle for longest makes room
    int refusals = 64; ///< connections beyond the limit that are told so (503) at one time; any more are just closed
};

/// An HTTP/1.1 server on a thread of its own (Boost.Beast; why: docs/decisions/0003). Knows nothing of what it serves. What is not HTTP
/// it answers itself, with a close: 400 (malformed, ambiguous length, no Host), 413, 417, 431, 408, 501 (a transfer coding other than
/// chunked). A connection's next request is read when the answer to the one before is written.
class HttpListener final {
public:
    /// Called on the listener's thread once per request. Call `reply` exactly once, then or later, from any thread, also after stop().
    /// When the last copy of a Reply goes uncalled the client gets a 500; a second call does nothing.
    using Reply = std::function<void(HttpResponse)>;
    using Handler = std::function<void(HttpRequest, Reply)>;

    explicit HttpListener(Handler handler, HttpLimits limits = {});
    ~HttpListener();
    HttpListener(const HttpListener &) = delete;
    HttpListener &operator=(const HttpListener &) = delete;

    /// Listens and starts the thread. `address` is an IPv4 or IPv6 address, or `localhost` (127.0.0.1). `port` 0 takes a free one. The
    /// port that was taken. Errors: Invalid (not an address), Refused (in use, not allowed), Conflict (already listening).
    [[nodiscard]] Result<quint16> start(const QString &address, quint16 port);

    /// Stops accepting, closes idle connections, waits at most `drainTime` for the answers to what has been handed to the handler, and
    /// ends the thread. Work posted before it runs. Idempotent; not from the listener's own thread.
    void stop();

    /// Runs `work` on the listener's thread, after the handlers of all requests that have arrived so far (in a storm that does not pause:
    /// of many of them). Any thread. Work posted when the listener does not run waits for the next start(), or is dropped with it.
    void post(std::function<void()> work);
    /// Runs `work` on the listener's thread after so long; from that thread. stop() waits for it.
    void postAfter(std::chrono::milliseconds delay, std::function<void()> work);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace ringback::ingress
