#include "practice/webhookclient.h"

#include "connectors/twilio/signature.h"

#include <utility> // asio of Boost 1.74 forgets it

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <atomic>
#include <optional>

namespace ringback::practice {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace twilio = connectors::twilio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using namespace Qt::StringLiterals;
using SteadyTime = std::chrono::steady_clock::time_point;

// Begins asynchronous operations and runs each to its end or its deadline: the synchronous ones know no deadline.
struct WebhookClient::Connection {
    struct Exchange {
        error_code error;
        int status = 0;
        bool isUnanswered = false; ///< the other side closed without a byte of answer
    };

    Connection(quint16 toPort, std::chrono::milliseconds atMost)
        : port(toPort)
        , timeout(atMost)
    {}

    [[nodiscard]] error_code connect(SteadyTime deadline)
    {
        close();
        std::optional<error_code> result;
        socket.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), port), [&result](error_code error) { result = error; });
        error_code error = finish(result, deadline);
        if (!error)
            socket.set_option(tcp::no_delay(true), error);
        if (error)
            close();
        return error;
    }

    [[nodiscard]] Exchange exchange(const QByteArray &request, SteadyTime deadline)
    {
        std::optional<error_code> result;
        asio::async_write(socket, asio::buffer(request.constData(), static_cast<size_t>(request.size())),
                          [&result](error_code error, size_t) { result = error; });
        Exchange done{.error = finish(result, deadline)};
        http::response_parser<http::string_body> answer;
        if (!done.error) {
            result.reset();
            http::async_read(socket, buffer, answer, [&result](error_code error, size_t) { result = error; });
            done.error = finish(result, deadline);
        }
        done.isUnanswered = done.error && done.error != asio::error::timed_out && !isAborted && !answer.got_some();
        if (!done.error)
            done.status = static_cast<int>(answer.get().result_int());
        if (done.error || !answer.keep_alive())
            close();
        return done;
    }

    void close()
    {
        error_code ignored;
        socket.close(ignored);
        buffer.clear();
    }

    // Runs what was begun until it sets its result. What does not do so in time is cancelled by closing the socket under it.
    [[nodiscard]] error_code finish(const std::optional<error_code> &result, SteadyTime deadline)
    {
        context.restart(); // before the look at isAborted: an abort() after it stops the run
        if (!isAborted)
            context.run_until(deadline);
        if (result)
            return *result;
        close();
        while (!result) { // it refers to our caller's stack; a late abort() may stop a run
            context.restart();
            context.run();
        }
        return isAborted ? error_code(asio::error::operation_aborted) : error_code(asio::error::timed_out);
    }

    const quint16 port;
    const std::chrono::milliseconds timeout;
    asio::io_context context{1};
    tcp::socket socket{context};
    boost::beast::flat_buffer buffer;
    std::atomic<bool> isAborted = false;
};

namespace {

tl::unexpected<Error> unreachable(error_code error)
{
    return failure(ErrorKind::Transient, u"the webhook door: %1"_s.arg(QString::fromStdString(error.message())));
}

} // namespace

WebhookClient::WebhookClient(quint16 port, const QString &publicUrl, QByteArray authToken, std::chrono::milliseconds timeout)
    : m_host("127.0.0.1:" + QByteArray::number(port))
    , m_publicUrl(publicUrl.isEmpty() ? "http://" + m_host : publicUrl.toUtf8())
    , m_authToken(std::move(authToken))
    , m_connection(std::make_unique<Connection>(port, timeout))
{}

WebhookClient::~WebhookClient() = default;

Result<int> WebhookClient::post(const QByteArray &path, const twilio::Form &form)
{
    return send(request(path, form));
}

QByteArray WebhookClient::request(const QByteArray &path, const twilio::Form &form) const
{
    const QByteArray body = twilio::encodeForm(form);
    QByteArray bytes = "POST " + path + " HTTP/1.1\r\nHost: " + m_host + "\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n";
    bytes += "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: " + QByteArray::number(body.size());
    bytes += "\r\nX-Twilio-Signature: " + twilio::signature(m_authToken, m_publicUrl + path, form) + "\r\n\r\n";
    return bytes + body;
}

Result<int> WebhookClient::send(const QByteArray &request)
{
    const SteadyTime deadline = std::chrono::steady_clock::now() + m_connection->timeout;
    const bool isKept = m_connection->socket.is_open();
    Connection::Exchange done;
    if (isKept)
        done = m_connection->exchange(request, deadline);
    // The door closes connections that idle. Who writes to one that is just being closed learns it only from the missing answer; sending
    // again is safe, since the same webhook twice is one event.
    if (!isKept || done.isUnanswered) {
        if (const error_code error = m_connection->connect(deadline); error)
            return unreachable(error);
        done = m_connection->exchange(request, deadline);
    }
    if (done.error)
        return unreachable(done.error);
    return done.status;
}

Done WebhookClient::open()
{
    if (m_connection->socket.is_open())
        return {};
    if (const error_code error = m_connection->connect(std::chrono::steady_clock::now() + m_connection->timeout); error)
        return unreachable(error);
    return {};
}

void WebhookClient::abort()
{
    m_connection->isAborted = true;
    m_connection->context.stop();
}

} // namespace ringback::practice
