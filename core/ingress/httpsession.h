#pragma once

#include "ingress/httplistener.h"

#include <utility> // asio of Boost 1.74 forgets it

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <list>
#include <memory>
#include <optional>

/// For ingress' own files: the connections of an HttpListener.
namespace ringback::ingress {

class Session;

/// The sessions of one listener, on its thread.
class Sessions {
public:
    virtual void wentIdle(Session &session) = 0;
    virtual void cameAlive(Session &session) = 0; ///< no longer idle
    virtual void ended(Session &session) = 0;
    virtual void madeProgress() = 0;
    virtual void handle(HttpRequest request, std::weak_ptr<Session> session) = 0;
    [[nodiscard]] virtual bool isStopping() const = 0;

protected:
    ~Sessions() = default;
};

/// One connection, on the listener's thread. It is kept by the listener until it has ended, and by what it waits for.
class Session final : public std::enable_shared_from_this<Session> {
public:
    Session(boost::asio::ip::tcp::socket socket, Sessions &sessions, const HttpLimits &limits);
    /// Waits for the first byte of a request, unless it is here already.
    void awaitRequest();
    void refuse(boost::beast::http::status status);
    void answer(const HttpResponse &response);
    /// For stop(): what is not with the handler, or on its way from it, has no claim to an answer.
    void drain();
    void close();

    std::optional<std::list<Session *>::iterator> idleAt; ///< the listener's book-keeping

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    enum class State { Idle, Reading, Handling, Writing, Lingering, Closed };

    void readHeader();
    void takeHeader();
    void inviteBody();
    void readBody();
    bool mayGoOn(boost::system::error_code error, bool inHeader);
    void hand();
    void write(const HttpResponse &response);
    void finish();
    void discard();
    void setTimer(std::chrono::milliseconds time);
    void runOutOfTime();

    boost::asio::ip::tcp::socket m_socket;
    boost::asio::steady_timer m_timer;
    Sessions &m_sessions;
    const HttpLimits &m_limits;
    boost::beast::flat_buffer m_buffer;
    std::optional<Parser> m_parser;
    HttpRequest m_request;
    QByteArray m_peer;
    QByteArray m_out;
    size_t m_leftToDiscard = 0;
    State m_state = State::Idle;
    bool m_keepAlive = false;
    bool m_headOnly = false;
    bool m_lingers = false;
    bool m_outOfTime = false;
};

/// An answer of that status, and of its words.
[[nodiscard]] HttpResponse plain(boost::beast::http::status status);

} // namespace ringback::ingress
