#include "ingress/httplistener.h"

#include "ingress/httpsession.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <thread>
#include <unordered_map>

namespace ringback::ingress {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds acceptPause{100}; // when the system has no descriptor left for another connection
constexpr int acceptsAtOnce = 64; // then others get their turn
// Posted work runs after this many rounds through the queue that brought nothing new, as bytes that have arrived are known after one
// round and read after another. A storm must not put it off for ever.
constexpr int quietRounds = 3;
constexpr int roundsAtMost = 64;

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
