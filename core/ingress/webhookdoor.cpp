#include "ingress/webhookdoor.h"

#include "connectors/twilio/events.h"
#include "connectors/twilio/form.h"
#include "connectors/twilio/signature.h"
#include "ingress/twiml.h"
#include "store/jobgateway.h"
#include "store/pulsegateway.h"

#include <algorithm>

namespace ringback::ingress {

using namespace Qt::StringLiterals;
namespace twilio = connectors::twilio;

namespace {

// Events of one commit. More wait for the next; at some 100 µs a commit that is not long.
constexpr qsizetype eventsPerCommit = 256;

struct Route {
    QByteArray path;
    store::InboxKind inbox;
    twilio::EventKind event;
};

const QList<Route> &routes()
{
    static const QList<Route> list = {
        {"/webhooks/twilio/voice", store::InboxKind::Voice, twilio::EventKind::Voice},
        {"/webhooks/twilio/message", store::InboxKind::Message, twilio::EventKind::Message},
        {"/webhooks/twilio/message-status", store::InboxKind::MessageStatus, twilio::EventKind::MessageStatus},
    };
    return list;
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

void WebhookDoor::setOffice(QList<DoorKey> keys, QList<calls::Line> lines)
{
    // Not by post(), which lets the requests go first that have arrived: they would be refused by an office that is out of date.
    const std::scoped_lock lock(m_officeMutex);
    m_office = {.keys = std::move(keys), .lines = std::move(lines)};
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
    const auto route = std::find_if(routes().cbegin(), routes().cend(), [&](const Route &candidate) { return candidate.path == path; });
    if (route == routes().cend()) {
        reply({.status = 404, .body = "there is nothing here\n"});
        return;
    }
    if (request.method != "POST") {
        reply({.status = 405, .body = "webhooks come by POST\n", .headers = {{"Allow", "POST"}}});
        return;
    }
    const Result<twilio::Form> form = twilio::decodeForm(request.body);
    if (!form) {
        reply({.status = 400, .body = "the body is not a form\n"});
        return;
    }
    const Office office = this->office();
    if (office.keys.isEmpty()) { // the program is starting, or the keychain is locked: nobody can tell a forgery yet
        reply({.status = 503, .body = "not ready, try again\n", .headers = {{"Retry-After", "5"}}});
        return;
    }
    const QString account = form->value(u"AccountSid");
    const auto key =
        std::find_if(office.keys.cbegin(), office.keys.cend(), [&](const DoorKey &candidate) { return candidate.accountSid == account; });
    if (key == office.keys.cend()) {
        // An account we do not know cannot be signed for. It counts against the only or first connection, where somebody will look.
        refuse(office.keys.first().connection, reply);
        return;
    }
    if (!isSigned(request, *form, key->authToken)) {
        refuse(key->connection, reply);
        return;
    }
    const Result<QString> eventKey = twilio::eventKey(route->event, *form);
    if (!eventKey) {
        reply({.status = 400, .body = eventKey.error().what.toUtf8() + '\n'});
        return;
    }
    const Instant now = m_config.clock.now();
    m_pending.append({.event = {.id = m_ids.next<calls::InboxId>(now),
                                .connection = key->connection,
                                .kind = route->inbox,
                                .key = *eventKey,
                                .payload = request.body,
                                .receivedAt = now},
                      .answer = answerTo(route->inbox, *form, office.lines),
                      .reply = std::move(reply)});
    if (!std::exchange(m_flushPosted, true))
        m_listener->post([this] { flush(); }); // behind the requests that have arrived by now: they share the commit
}

bool WebhookDoor::isSigned(const HttpRequest &request, const twilio::Form &form, const QByteArray &authToken) const
{
    // Without a public URL the host is as the request says; a tunnel has taken the TLS off, so either scheme may be what was signed.
    const QByteArray host = request.header("host");
    const QList<QByteArray> bases = m_config.publicUrl.isEmpty() ? QList<QByteArray>{"https://" + host, "http://" + host}
                                                                 : QList<QByteArray>{m_config.publicUrl.toUtf8()};
    const QByteArray signature = request.header("x-twilio-signature");
    return std::any_of(bases.cbegin(), bases.cend(),
                       [&](const QByteArray &base) { return twilio::isSigned(authToken, base + request.target, form, signature); });
}

HttpResponse WebhookDoor::answerTo(store::InboxKind kind, const twilio::Form &form, const QList<calls::Line> &lines) const
{
    // Twilio reads every answer as instructions; plain text would be sent to the caller as a text (providers: phone-and-sms.md, 2.7).
    HttpResponse answer{.contentType = "text/xml; charset=utf-8", .body = nothingToDo()};
    if (kind == store::InboxKind::Voice)
        answer.body = answerToCall(form, lines, m_config.publicUrl);
    return answer;
}

void WebhookDoor::refuse(const QString &connection, const HttpListener::Reply &reply)
{
    reply({.status = 403, .body = "not signed by the provider\n"});
    ++m_refusals[connection];
    if (m_config.clock.now() - m_refusalsNotedAt >= refusalNoteInterval)
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
    for (auto refusal = m_refusals.cbegin(); refusal != m_refusals.cend(); ++refusal) {
        if (!store::PulseGateway(*m_database).addRefused(*transaction, refusal.key(), refusal.value(), m_refusalsNotedAt))
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
        const Result<bool> isNew = inbox.append(*transaction, pending.event);
        if (!isNew)
            return failure(isNew);
        stored.fresh += *isNew ? 1 : 0;
        if (!connections.contains(pending.event.connection))
            connections.append(pending.event.connection);
    }
    for (const QString &connection : std::as_const(connections)) {
        if (const Done noted = pulses.noteEvent(*transaction, connection, batch.last().event.receivedAt); !noted)
            return failure(noted);
    }
    const Result<int> waiting = this->waiting(batch.last().event.receivedAt);
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
