#include "ingress/httplistener.h"

#include <utility> // asio of Boost 1.74 forgets it

#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <atomic>
#include <list>
#include <optional>
#include <thread>
#include <unordered_map>

namespace ringback::ingress {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using namespace Qt::StringLiterals;

namespace {

constexpr size_t usualRequest = 8 << 10; // read at one go
constexpr size_t readAhead = 64 << 10; // what one read of a body takes at most
constexpr std::chrono::milliseconds acceptPause{100}; // when the system has no descriptor left for another connection
constexpr std::chrono::milliseconds cancelAgain{20};
constexpr int acceptsAtOnce = 64; // then others get their turn
// Posted work runs after this many rounds through the queue that brought nothing new, as bytes that have arrived are known after one
// round and read after another. A storm must not put it off for ever.
constexpr int quietRounds = 3;
constexpr int roundsAtMost = 64;

QByteArray toBytes(beast::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

bool hasBody(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

HttpResponse plain(http::status status)
{
    const beast::string_view words = http::obsolete_reason(status);
    return HttpResponse{.status = static_cast<int>(status), .body = toBytes(words) + '\n'};
}

QByteArray serialize(const HttpResponse &response, bool withBody, bool keepAlive)
{
    QByteArray out;
    out.reserve(256 + response.body.size());
    const beast::string_view reason = http::obsolete_reason(static_cast<http::status>(response.status));
    out += "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + toBytes(reason) + "\r\n";
    if (hasBody(response.status)) {
        out += "Content-Type: " + response.contentType + "\r\n";
        out += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    }
    for (const auto &[name, value] : response.headers) {
        Q_ASSERT_X(!value.contains('\n') && !value.contains('\r'), "HttpResponse", "a header is one line");
        out += name + ": " + value + "\r\n";
    }
    out += keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    if (withBody && hasBody(response.status))
        out += response.body;
    return out;
}

// What to answer when the parser gave up; nothing when the connection did.
std::optional<http::status> refusalFor(error_code error, bool inHeader)
{
    if (error == http::error::body_limit)
        return http::status::payload_too_large;
    if (error == http::error::header_limit || (inHeader && error == http::error::buffer_overflow))
        return http::status::request_header_fields_too_large;
    if (error == http::error::end_of_stream)
        return std::nullopt;
    if (error.category() == http::make_error_code(http::error::bad_method).category())
        return http::status::bad_request;
    return std::nullopt;
}

using Parser = http::request_parser<http::string_body>;

// What Beast lets through and RFC 9112 does not, or what we do not serve.
std::optional<http::status> objection(const Parser &parser)
{
    const auto &request = parser.get();
    if (request.count(http::field::content_length) > 1 || request.target().empty() || request.target().front() != '/')
        return http::status::bad_request;
    const size_t hosts = request.count(http::field::host);
    if (hosts > 1 || (hosts == 0 && request.version() == 11))
        return http::status::bad_request;
    if (request.count(http::field::transfer_encoding) > 0) {
        if (request.version() == 10)
            return http::status::bad_request;
        if (!beast::iequals(request[http::field::transfer_encoding], "chunked"))
            return http::status::not_implemented;
    }
    if (request.count(http::field::expect) > 0 && !beast::iequals(request[http::field::expect], "100-continue"))
        return http::status::expectation_failed;
    return std::nullopt;
}

QByteArray describe(const tcp::endpoint &endpoint)
{
    error_code ignored;
    const QByteArray address = QByteArray::fromStdString(endpoint.address().to_string(ignored));
    const QByteArray port = QByteArray::number(endpoint.port());
    return endpoint.address().is_v6() ? '[' + address + "]:" + port : address + ':' + port;
}

class Session;

// The sessions of one listener, on its thread.
class Sessions {
public:
    virtual void wentIdle(Session &session) = 0;
    virtual void cameAlive(Session &session) = 0; // no longer idle
    virtual void ended(Session &session) = 0;
    virtual void madeProgress() = 0;
    virtual void handle(HttpRequest request, std::weak_ptr<Session> session) = 0;
    [[nodiscard]] virtual bool isStopping() const = 0;

protected:
    ~Sessions() = default;
};

// One connection, on the listener's thread. It is kept by the listener until it has ended, and by what it waits for.
class Session final : public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, Sessions &sessions, const HttpLimits &limits)
        : m_socket(std::move(socket))
        , m_timer(m_socket.get_executor())
        , m_sessions(sessions)
        , m_limits(limits)
        , m_buffer(limits.headerBytes + readAhead)
    {
        m_buffer.reserve(usualRequest);
        error_code ignored;
        m_socket.set_option(tcp::no_delay(true), ignored);
        const tcp::endpoint peer = m_socket.remote_endpoint(ignored);
        m_peer = describe(peer);
    }

    // Waits for the first byte of a request, unless it is here already.
    void awaitRequest()
    {
        if (m_sessions.isStopping())
            return close();
        m_parser.emplace();
        m_parser->header_limit(static_cast<std::uint32_t>(m_limits.headerBytes));
        m_parser->body_limit(m_limits.bodyBytes);
        if (m_buffer.size() > 0)
            return readHeader();
        m_state = State::Idle;
        m_sessions.wentIdle(*this);
        setTimer(m_limits.readTime);
        m_socket.async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
            if (self->m_state != State::Idle)
                return;
            self->m_sessions.cameAlive(*self);
            self->m_sessions.madeProgress();
            if (error)
                return self->close();
            self->readHeader();
        });
    }

    void refuse(http::status status)
    {
        m_keepAlive = false;
        m_lingers = true;
        m_headOnly = false;
        write(plain(status));
    }

    void answer(const HttpResponse &response)
    {
        if (m_state != State::Handling)
            return; // dropped in the meantime
        if (response.status == 0)
            return close();
        write(response);
    }

    // For stop(): what is not with the handler, or on its way from it, has no claim to an answer.
    void drain()
    {
        if (m_state == State::Idle || m_state == State::Reading || m_state == State::Lingering)
            close();
    }

    void close()
    {
        if (m_state == State::Closed)
            return;
        if (m_state == State::Idle)
            m_sessions.cameAlive(*this);
        m_state = State::Closed;
        error_code ignored;
        m_timer.cancel(ignored);
        m_socket.close(ignored);
        m_sessions.ended(*this);
    }

    std::optional<std::list<Session *>::iterator> idleAt; // the listener's book-keeping

private:
    enum class State { Idle, Reading, Handling, Writing, Lingering, Closed };

    void readHeader()
    {
        m_state = State::Reading;
        setTimer(m_limits.readTime);
        http::async_read_header(m_socket, m_buffer, *m_parser, [self = shared_from_this()](error_code error, size_t) {
            if (!self->mayGoOn(error, true))
                return;
            if (const std::optional<http::status> refusal = objection(*self->m_parser))
                return self->refuse(*refusal);
            self->takeHeader();
            if (self->m_parser->is_done())
                self->hand();
            else if (self->m_parser->get().count(http::field::expect) > 0)
                self->inviteBody();
            else
                self->readBody();
        });
    }

    void takeHeader()
    {
        const auto &message = m_parser->get();
        m_request.method = toBytes(message.method_string());
        m_request.target = toBytes(message.target());
        m_request.peer = m_peer;
        for (const auto &field : message)
            m_request.headers.emplaceBack(toBytes(field.name_string()).toLower(), toBytes(field.value()));
        m_headOnly = message.method() == http::verb::head;
    }

    // `Expect: 100-continue`: the client holds its body back until we say that we want it.
    void inviteBody()
    {
        static constexpr std::string_view goOn = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(m_socket, asio::buffer(goOn), [self = shared_from_this()](error_code error, size_t) {
            if (self->mayGoOn(error, false))
                self->readBody();
        });
    }

    // Step by step, so that each counts as progress.
    void readBody()
    {
        http::async_read_some(m_socket, m_buffer, *m_parser, [self = shared_from_this()](error_code error, size_t) {
            if (!self->mayGoOn(error, false))
                return;
            if (self->m_parser->is_done())
                self->hand();
            else
                self->readBody();
        });
    }

    // After each step of reading: false when it was the last, because of an error, of time, or because the session was closed meanwhile.
    bool mayGoOn(error_code error, bool inHeader)
    {
        m_sessions.madeProgress();
        if (m_state != State::Reading)
            return false;
        if (m_outOfTime) {
            refuse(http::status::request_timeout);
            return false;
        }
        if (!error)
            return true;
        if (const std::optional<http::status> refusal = refusalFor(error, inHeader))
            refuse(*refusal);
        else
            close();
        return false;
    }

    void hand()
    {
        error_code ignored;
        m_timer.cancel(ignored);
        m_state = State::Handling;
        const std::string &body = m_parser->get().body();
        m_request.body = QByteArray(body.data(), static_cast<qsizetype>(body.size()));
        m_keepAlive = m_parser->get().keep_alive();
        m_parser.reset();
        m_sessions.handle(std::exchange(m_request, {}), weak_from_this());
    }

    void write(const HttpResponse &response)
    {
        m_state = State::Writing;
        m_keepAlive = m_keepAlive && !m_sessions.isStopping();
        m_out = serialize(response, !m_headOnly, m_keepAlive);
        setTimer(m_limits.writeTime);
        asio::async_write(m_socket, asio::buffer(m_out.constData(), static_cast<size_t>(m_out.size())),
                          [self = shared_from_this()](error_code error, size_t) {
                              if (self->m_state != State::Writing)
                                  return;
                              self->m_out.clear();
                              if (error)
                                  self->close();
                              else if (self->m_keepAlive)
                                  self->awaitRequest();
                              else
                                  self->finish();
                          });
    }

    // Closing with bytes unread makes TCP send a reset, which may overtake the answer: say that we are done, and read a little first.
    void finish()
    {
        if (!m_lingers && m_buffer.size() == 0)
            return close();
        m_state = State::Lingering;
        m_parser.reset();
        error_code ignored;
        m_socket.shutdown(tcp::socket::shutdown_send, ignored);
        m_leftToDiscard = m_limits.lingerBytes;
        setTimer(m_limits.lingerTime);
        discard();
    }

    void discard()
    {
        m_buffer.clear();
        m_socket.async_read_some(m_buffer.prepare(readAhead), [self = shared_from_this()](error_code error, size_t bytes) {
            if (self->m_state != State::Lingering)
                return;
            if (error || bytes >= self->m_leftToDiscard)
                return self->close();
            self->m_leftToDiscard -= bytes;
            self->discard();
        });
    }

    void setTimer(std::chrono::milliseconds time)
    {
        m_timer.expires_after(time);
        m_timer.async_wait([self = shared_from_this()](error_code error) {
            if (error || self->m_timer.expiry() > std::chrono::steady_clock::now())
                return; // set anew since
            self->runOutOfTime();
        });
    }

    void runOutOfTime()
    {
        switch (m_state) {
        case State::Reading: {
            m_outOfTime = true;
            error_code ignored;
            m_socket.cancel(ignored); // the read comes back and says 408
            setTimer(cancelAgain); // unless it was between two steps just now, and goes on
            return;
        }
        case State::Idle:
        case State::Writing:
        case State::Lingering:
            return close();
        case State::Handling:
        case State::Closed:
            return;
        }
    }

    tcp::socket m_socket;
    asio::steady_timer m_timer;
    Sessions &m_sessions;
    const HttpLimits &m_limits;
    beast::flat_buffer m_buffer;
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

// What a Reply holds: answers its session once, and with a 500 when it goes away without having answered. Any thread. It keeps the
// queue alive, not the session: an answer after stop() goes nowhere.
class PendingAnswer final {
public:
    PendingAnswer(std::shared_ptr<asio::io_context> io, std::weak_ptr<Session> session)
        : m_io(std::move(io))
        , m_session(std::move(session))
    {}

    ~PendingAnswer()
    {
        if (!m_given)
            give(plain(http::status::internal_server_error));
    }

    PendingAnswer(const PendingAnswer &) = delete;
    PendingAnswer &operator=(const PendingAnswer &) = delete;

    void give(HttpResponse response)
    {
        if (m_given.exchange(true))
            return;
        asio::dispatch(*m_io, [session = m_session, response = std::move(response)] {
            if (const std::shared_ptr<Session> alive = session.lock())
                alive->answer(response);
        });
    }

private:
    std::shared_ptr<asio::io_context> m_io;
    std::weak_ptr<Session> m_session;
    std::atomic_bool m_given = false;
};

} // namespace

QByteArray HttpRequest::header(const QByteArray &name) const
{
    for (const auto &[candidate, value] : headers) {
        if (candidate == name)
            return value;
    }
    return {};
}

QByteArray HttpRequest::path() const
{
    const qsizetype question = target.indexOf('?');
    return question < 0 ? target : target.first(question);
}

struct HttpListener::Impl final : Sessions {
    Impl(Handler theHandler, HttpLimits theLimits)
        : handler(std::move(theHandler))
        , limits(theLimits)
        , io(std::make_shared<asio::io_context>(1))
        , acceptor(*io)
        , timer(*io)
    {}

    void accept();
    void admit(tcp::socket socket);
    void drain();

    struct Gathering {
        std::function<void()> work;
        quint64 seen = 0;
        int quiet = 0;
        int rounds = 0;
    };
    void gather(Gathering gathering);

    void wentIdle(Session &session) override
    {
        idle.push_back(&session);
        session.idleAt = std::prev(idle.end());
    }

    void cameAlive(Session &session) override
    {
        if (session.idleAt)
            idle.erase(*session.idleAt);
        session.idleAt.reset();
    }

    void ended(Session &session) override
    {
        sessions.erase(&session);
        if (!stopping || !sessions.empty())
            return;
        error_code ignored;
        timer.cancel(ignored);
    }

    void madeProgress() override { ++progress; }
    void handle(HttpRequest request, std::weak_ptr<Session> session) override
    {
        const auto pending = std::make_shared<PendingAnswer>(io, std::move(session));
        handler(std::move(request), [pending](HttpResponse response) { pending->give(std::move(response)); });
    }

    [[nodiscard]] bool isStopping() const override { return stopping; }

    const Handler handler;
    const HttpLimits limits;
    // Shared with the Replies, which may outlive us; ours is the one that runs it.
    const std::shared_ptr<asio::io_context> io;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> keepRunning;
    tcp::acceptor acceptor;
    asio::steady_timer timer; // of a pause in accepting, then of the drain
    std::unordered_map<Session *, std::shared_ptr<Session>> sessions;
    std::list<Session *> idle; // the longest first
    std::thread thread;
    quint64 progress = 0;
    bool stopping = false;
};

void HttpListener::Impl::accept()
{
    acceptor.async_wait(tcp::acceptor::wait_read, [this](error_code waited) {
        if (waited || stopping)
            return;
        madeProgress();
        for (int i = 0; i < acceptsAtOnce; ++i) {
            error_code error;
            tcp::socket socket(*io);
            acceptor.accept(socket, error); // does not block: it was made so
            if (error == asio::error::would_block || error == asio::error::try_again)
                break;
            if (error == asio::error::no_descriptors || error == asio::error::no_buffer_space || error == asio::error::no_memory) {
                timer.expires_after(acceptPause);
                timer.async_wait([this](error_code cancelled) {
                    if (!cancelled && !stopping)
                        accept();
                });
                return;
            }
            if (!error)
                admit(std::move(socket));
        }
        accept();
    });
}

void HttpListener::Impl::admit(tcp::socket socket)
{
    if (static_cast<int>(sessions.size()) >= limits.connections && !idle.empty())
        idle.front()->close();
    const int others = static_cast<int>(sessions.size());
    if (others >= limits.connections + limits.refusals)
        return; // closes it
    const auto session = std::make_shared<Session>(std::move(socket), *this, limits);
    sessions.emplace(session.get(), session);
    if (others >= limits.connections)
        session->refuse(http::status::service_unavailable);
    else
        session->awaitRequest();
}

void HttpListener::Impl::drain()
{
    stopping = true;
    error_code ignored;
    acceptor.close(ignored);
    const auto all = sessions;
    for (const auto &[address, session] : all)
        session->drain();
    keepRunning.reset();
    if (sessions.empty()) {
        timer.cancel(ignored);
        return;
    }
    timer.expires_after(limits.drainTime); // also what keeps the thread running while answers come from others
    timer.async_wait([this](error_code cancelled) {
        if (cancelled)
            return;
        const auto left = sessions;
        for (const auto &[address, session] : left)
            session->close();
    });
}

void HttpListener::Impl::gather(Gathering gathering)
{
    if (gathering.seen != progress) {
        gathering.seen = progress;
        gathering.quiet = 0;
    } else {
        ++gathering.quiet;
    }
    if (gathering.quiet >= quietRounds || ++gathering.rounds >= roundsAtMost)
        return gathering.work();
    asio::post(*io, [this, next = std::move(gathering)]() mutable { gather(std::move(next)); });
}

HttpListener::HttpListener(Handler handler, HttpLimits limits)
    : m_impl(std::make_unique<Impl>(std::move(handler), limits))
{}

HttpListener::~HttpListener()
{
    stop();
}

Result<quint16> HttpListener::start(const QString &address, quint16 port)
{
    if (m_impl->thread.joinable())
        return failure(ErrorKind::Conflict, u"already listening"_s);
    error_code error;
    const std::string literal = address == "localhost"_L1 ? "127.0.0.1" : address.toStdString();
    const asio::ip::address ip = asio::ip::make_address(literal, error);
    if (error)
        return failure(ErrorKind::Invalid, u"not an IP address to listen on"_s);

    const tcp::endpoint endpoint(ip, port);
    tcp::acceptor acceptor(*m_impl->io);
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error)
        acceptor.non_blocking(true, error);
    const tcp::endpoint bound = error ? tcp::endpoint() : acceptor.local_endpoint(error);
    if (error)
        return failure(ErrorKind::Refused, u"cannot listen on port %1: %2"_s.arg(port).arg(QString::fromStdString(error.message())));

    m_impl->acceptor = std::move(acceptor);
    m_impl->stopping = false;
    m_impl->io->restart();
    m_impl->keepRunning.emplace(m_impl->io->get_executor());
    m_impl->accept();
    m_impl->thread = std::thread([io = m_impl->io] { io->run(); });
    return bound.port();
}

void HttpListener::stop()
{
    if (!m_impl->thread.joinable())
        return;
    Q_ASSERT(m_impl->thread.get_id() != std::this_thread::get_id());
    asio::post(*m_impl->io, [this] { m_impl->drain(); });
    m_impl->thread.join();
}

void HttpListener::post(std::function<void()> work)
{
    asio::post(*m_impl->io, [this, work = std::move(work)]() mutable { m_impl->gather({.work = std::move(work)}); });
}

void HttpListener::postAfter(std::chrono::milliseconds delay, std::function<void()> work)
{
    const auto timer = std::make_shared<asio::steady_timer>(*m_impl->io, delay);
    timer->async_wait([timer, work = std::move(work)](const error_code &) { work(); });
}

} // namespace ringback::ingress
