#include "ingress/webhookdoor.h"

#include "connectors/bookings/bookings.h"
#include "store/jobgateway.h"
#include "store/pulsegateway.h"

#include <algorithm>

namespace ringback::ingress {

using namespace Qt::StringLiterals;
using connectors::WebhookJudgement;

namespace {

// Events of one commit. More wait for the next; at some 100 µs a commit that is not long.
constexpr qsizetype eventsPerCommit = 256;

constexpr QByteArrayView webhooks = "/webhooks/";
constexpr QByteArrayView bookingPages = "booking/"; // which are of two types, and one address each

HttpResponse responseOf(const connectors::WebhookAnswer &answer)
{
    return {.status = answer.status, .contentType = answer.contentType, .body = answer.body, .headers = answer.headers};
}

} // namespace

WebhookDoor::WebhookDoor(Config config)
    : m_config(std::move(config))
    , m_ids(m_config.idSeed)
    , m_listener(std::make_unique<HttpListener>(
          [this](const HttpRequest &request, HttpListener::Reply reply) { handle(request, std::move(reply)); }, m_config.limits))
{}

WebhookDoor::~WebhookDoor()
{
    stop();
}

Result<quint16> WebhookDoor::start(const QString &address, quint16 port)
{
    return m_listener->start(address, port);
}

void WebhookDoor::stop()
{
    m_listener->post([this] {
        flush();
        noteRefusals();
        m_database.reset(); // a connection is closed by the thread that opened it
    });
    m_listener->stop();
}

void WebhookDoor::setOffice(Office office)
{
    // Not by post(), which lets the requests go first that have arrived: they would be refused by an office that is out of date.
    const std::scoped_lock lock(m_officeMutex);
    m_office = std::move(office);
}

WebhookDoor::Office WebhookDoor::office() const
{
    const std::scoped_lock lock(m_officeMutex);
    return m_office;
}

void WebhookDoor::handle(const HttpRequest &request, HttpListener::Reply reply)
{
    const QByteArray path = request.path();
    if (path == "/healthz") {
        const Done open = openStore();
        if (open && store::InboxGateway(*m_database).waiting())
            reply({.body = "ok\n"});
        else
            reply({.status = 503, .body = "the database cannot be reached\n"});
        return;
    }
    const QByteArray rest = path.startsWith(webhooks) ? path.mid(webhooks.size()) : QByteArray();
    const qsizetype slash = rest.indexOf('/');
    const QString type = QString::fromLatin1(rest.left(slash));
    const bool isBooking = rest.startsWith(bookingPages);
    const bool isPhoneSystem =
        slash >= 0 && settings::phoneSystemTypes().contains(type) && connectors::phoneSystem(type).knowsPath(rest.mid(slash + 1));
    if (!isBooking && !isPhoneSystem) {
        reply({.status = 404, .body = "there is nothing here\n"});
        return;
    }
    if (request.method != "POST") {
        reply({.status = 405, .body = "webhooks come by POST\n", .headers = {{"Allow", "POST"}}});
        return;
    }
    const Office office = this->office();
    if (office.connections.isEmpty()) { // the program is starting, or the keychain is locked: nobody can tell a forgery yet
        reply({.status = 503, .body = "not ready, try again\n", .headers = {{"Retry-After", "5"}}});
        return;
    }
    if (isBooking)
        handleBooking(request, office, rest.mid(slash + 1), std::move(reply));
    else
        handleWebhook(request, office, type, rest.mid(slash + 1), std::move(reply));
}

void WebhookDoor::handleWebhook(const HttpRequest &request, const Office &office, const QString &type, const QByteArray &rest,
                                HttpListener::Reply reply)
{
    QList<settings::Connection> candidates;
    for (const settings::Connection &connection : office.connections) {
        if (connection.type() == type)
            candidates.append(connection);
    }
    const auto named = std::find_if(candidates.cbegin(), candidates.cend(),
                                    [&](const settings::Connection &connection) { return rest == connection.id.toUtf8(); });
    if (named != candidates.cend())
        candidates = {settings::Connection(*named)};

    const connectors::Webhook webhook{.method = request.method, .target = request.target, .headers = request.headers, .body = request.body};
    const Instant now = m_config.clock.now();
    for (const settings::Connection &connection : std::as_const(candidates)) {
        WebhookJudgement judgement = connectors::phoneSystem(type).receive(
            webhook,
            {.connection = connection, .secrets = *office.secrets, .lines = office.lines, .publicUrl = m_config.publicUrl, .now = now});
        if (std::holds_alternative<connectors::NotMine>(judgement))
            continue;
        if (const auto *forged = std::get_if<connectors::Forged>(&judgement)) {
            refuse(connection.id, forged->why, reply);
        } else if (const auto *malformed = std::get_if<connectors::Malformed>(&judgement)) {
            reply({.status = 400, .body = malformed->what.toUtf8() + '\n'});
        } else if (auto *received = std::get_if<connectors::Received>(&judgement)) {
            take(connection.id, *received, now, std::move(reply));
        }
        return;
    }
    // Of an account we do not know: nothing can prove it. It counts against the only or first connection, where somebody will look.
    refuse(candidates.isEmpty() ? office.connections.first().id : candidates.first().id, {}, reply);
}

void WebhookDoor::handleBooking(const HttpRequest &request, const Office &office, const QByteArray &page, HttpListener::Reply reply)
{
    const auto named = std::find_if(office.bookingPages.cbegin(), office.bookingPages.cend(),
                                    [&](const settings::BookingPage &each) { return page == each.id.toUtf8(); });
    if (named == office.bookingPages.cend()) {
        reply({.status = 404, .body = "there is nothing here\n"});
        return;
    }
    const QByteArray key = office.secrets->value(named->signingSecret).trimmed();
    if (key.isEmpty()) { // nobody can tell a forgery
        reply({.status = 503, .body = "not ready, try again\n", .headers = {{"Retry-After", "5"}}});
        return;
    }
    const connectors::Webhook webhook{.method = request.method, .target = request.target, .headers = request.headers, .body = request.body};
    const Instant now = m_config.clock.now();
    WebhookJudgement judgement = connectors::bookings::receive(*named, key, webhook, now);
    if (auto *received = std::get_if<connectors::Received>(&judgement))
        take(named->id, *received, now, std::move(reply));
    else if (const auto *malformed = std::get_if<connectors::Malformed>(&judgement))
        reply({.status = 400, .body = malformed->what.toUtf8() + '\n'});
    else if (const auto *forged = std::get_if<connectors::Forged>(&judgement))
        refuse(named->id, forged->why, reply);
}

void WebhookDoor::take(const QString &connection, connectors::Received &received, Instant now, HttpListener::Reply reply)
{
    m_pending.append({.connection = connection,
                      .events = std::move(received.events),
                      .receivedAt = now,
                      .answer = responseOf(received.answer),
                      .reply = std::move(reply)});
    if (!std::exchange(m_flushPosted, true))
        m_listener->post([this] { flush(); }); // behind the requests that have arrived by now: they share the commit
}

void WebhookDoor::refuse(const QString &connection, const QString &why, const HttpListener::Reply &reply)
{
    reply({.status = 403, .body = "not signed by the provider\n"});
    const Instant now = m_config.clock.now();
    Refusals &refusals = m_refusals[connection];
    ++refusals.count;
    refusals.lastAt = now;
    if (!why.isEmpty())
        refusals.why = why;
    if (now - m_refusalsNotedAt >= refusalNoteInterval)
        noteRefusals();
}

void WebhookDoor::noteRefusals()
{
    if (m_refusals.isEmpty())
        return;
    m_refusalsNotedAt = m_config.clock.now();
    if (const Done open = openStore(); !open)
        return; // counted on, written down when the database is back
    Result<store::Transaction> transaction = store::Transaction::begin(*m_database);
    if (!transaction)
        return;
    // With the time they came, not that of this commit, which may be the next good event's: it must not look older than what was turned away.
    for (auto refusal = m_refusals.cbegin(); refusal != m_refusals.cend(); ++refusal) {
        const store::PulseGateway pulses(*m_database);
        const Refusals &refusals = refusal.value();
        if (!pulses.addRefused(*transaction, refusal.key(), refusals.count, refusals.lastAt))
            return;
        if (!refusals.why.isEmpty() && !pulses.noteFailure(*transaction, refusal.key(), refusals.why, refusals.lastAt))
            return;
    }
    if (transaction->commit())
        m_refusals.clear();
}

void WebhookDoor::flush()
{
    m_flushPosted = false;
    while (!m_pending.isEmpty()) {
        const QList<Pending> batch = m_pending.mid(0, eventsPerCommit);
        m_pending.remove(0, batch.size());
        const Result<Stored> stored = store(batch);
        if (!stored) { // the provider tries again, or its call log tells us later
            for (const Pending &pending : batch)
                pending.reply({.status = 503, .body = "not stored, try again\n", .headers = {{"Retry-After", "5"}}});
            continue;
        }
        if (stored->fresh > 0 && m_config.stored)
            m_config.stored();
        const auto answer = [batch] {
            for (const Pending &pending : batch)
                pending.reply(pending.answer);
        };
        if (stored->hold.count() > 0)
            m_listener->postAfter(stored->hold, answer);
        else
            answer();
    }
    noteRefusals();
}

// One commit for all of them.
Result<WebhookDoor::Stored> WebhookDoor::store(const QList<Pending> &batch)
{
    if (const Done open = openStore(); !open)
        return failure(open);
    Result<store::Transaction> transaction = store::Transaction::begin(*m_database);
    if (!transaction) {
        if (m_database->dialect() == store::Dialect::PostgreSql) // the server may be back already
            m_database.reset();
        return failure(transaction);
    }
    const store::InboxGateway inbox(*m_database);
    const store::PulseGateway pulses(*m_database);
    QStringList connections;
    Stored stored;
    for (const Pending &pending : batch) {
        for (const calls::ProviderEvent &event : pending.events) {
            const Result<bool> isNew = inbox.append(*transaction, {.id = m_ids.next<calls::InboxId>(pending.receivedAt),
                                                                   .connection = pending.connection,
                                                                   .kind = event.kind,
                                                                   .key = event.key,
                                                                   .payload = event.payload,
                                                                   .receivedAt = pending.receivedAt});
            if (!isNew)
                return failure(isNew);
            stored.fresh += *isNew ? 1 : 0;
        }
        if (!connections.contains(pending.connection))
            connections.append(pending.connection);
    }
    for (const QString &connection : std::as_const(connections)) {
        if (const Done noted = pulses.noteEvent(*transaction, connection, batch.last().receivedAt); !noted)
            return failure(noted);
    }
    const Result<int> waiting = this->waiting(batch.last().receivedAt);
    if (!waiting)
        return failure(waiting);
    stored.hold = holdFor(*waiting);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return stored;
}

Result<int> WebhookDoor::waiting(Instant now) const
{
    constexpr int most = freelyAhead + static_cast<int>(longestHold.count());
    const Result<int> events = store::InboxGateway(*m_database).behind(now, most);
    if (!events)
        return failure(events);
    const Result<int> texts = store::JobGateway(*m_database).behind(now - justNow, now, most);
    if (!texts)
        return failure(texts);
    return *events + *texts;
}

Done WebhookDoor::openStore()
{
    if (m_database)
        return {};
    Result<std::unique_ptr<store::Database>> opened = store::Database::open(m_config.database, m_config.writeTurn);
    if (!opened)
        return failure(opened);
    m_database = std::move(*opened);
    return {};
}

} // namespace ringback::ingress
