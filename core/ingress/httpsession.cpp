#include "ingress/httpsession.h"

#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

namespace ringback::ingress {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

using Parser = http::request_parser<http::string_body>;

constexpr size_t usualRequest = 8 << 10; // read at one go
constexpr size_t readAhead = 64 << 10; // what one read of a body takes at most
constexpr std::chrono::milliseconds cancelAgain{20};

QByteArray toBytes(beast::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

bool hasBody(int status)
{
    return status >= 200 && status != 204 && status != 304;
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

} // namespace

HttpResponse plain(http::status status)
{
    const beast::string_view words = http::obsolete_reason(status);
    return HttpResponse{.status = static_cast<int>(status), .body = toBytes(words) + '\n'};
}

Session::Session(tcp::socket socket, Sessions &sessions, const HttpLimits &limits)
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

void Session::awaitRequest()
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

void Session::refuse(http::status status)
{
    m_keepAlive = false;
    m_lingers = true;
    m_headOnly = false;
    write(plain(status));
}

void Session::answer(const HttpResponse &response)
{
    if (m_state != State::Handling)
        return; // dropped in the meantime
    if (response.status == 0)
        return close();
    write(response);
}

void Session::drain()
{
    if (m_state == State::Idle || m_state == State::Reading || m_state == State::Lingering)
        close();
}

void Session::close()
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

void Session::readHeader()
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

void Session::takeHeader()
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
void Session::inviteBody()
{
    static constexpr std::string_view goOn = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(m_socket, asio::buffer(goOn), [self = shared_from_this()](error_code error, size_t) {
        if (self->mayGoOn(error, false))
            self->readBody();
    });
}

// Step by step, so that each counts as progress.
void Session::readBody()
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
bool Session::mayGoOn(error_code error, bool inHeader)
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

void Session::hand()
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

void Session::write(const HttpResponse &response)
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
void Session::finish()
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

void Session::discard()
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

void Session::setTimer(std::chrono::milliseconds time)
{
    m_timer.expires_after(time);
    m_timer.async_wait([self = shared_from_this()](error_code error) {
        if (error || self->m_timer.expiry() > std::chrono::steady_clock::now())
            return; // set anew since
        self->runOutOfTime();
    });
}

void Session::runOutOfTime()
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

} // namespace ringback::ingress
