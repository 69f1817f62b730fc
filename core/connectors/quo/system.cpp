#include "connectors/quo/system.h"

#include "connectors/quo/events.h"
#include "connectors/quo/listed.h"
#include "connectors/quo/provider.h"
#include "connectors/quo/signature.h"

#include <QJsonDocument>

namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

// A webhook may bring both signatures; either is enough.
Proof prove(const Webhook &webhook, const Access &access)
{
    const auto &account = std::get<settings::QuoAccount>(access.connection.account);
    const DatedSignature dated{.id = webhook.header("webhook-id"),
                               .timestamp = webhook.header("webhook-timestamp"),
                               .signatures = webhook.header("webhook-signature")};
    const QByteArray older = webhook.header("openphone-signature");
    Proof proof = Proof::Wrong;
    if (!dated.signatures.isEmpty())
        proof = proveDated(access.secrets.value(settings::webhookKeyName(access.connection)), dated, webhook.body, access.now);
    if (proof != Proof::Right && !older.isEmpty() && !account.olderWebhookSecret.isEmpty()) {
        const Proof second = proveOlder(access.secrets.value(account.olderWebhookSecret), older, webhook.body, access.now);
        if (second != Proof::Wrong)
            proof = second;
    }
    return proof;
}

} // namespace

WebhookJudgement QuoSystem::receive(const Webhook &webhook, const Access &access) const
{
    if (!webhook.path().endsWith('/' + access.connection.id.toUtf8()))
        return NotMine{};
    switch (prove(webhook, access)) {
    case Proof::Right:
        break;
    case Proof::WrongTime:
        return Forged{u"clock"_s};
    case Proof::Wrong:
        return Forged{};
    }
    const QJsonDocument document = QJsonDocument::fromJson(webhook.body);
    if (!document.isObject() || webhook.body.contains('\0')) // no text that a database keeps
        return Malformed{u"the body is no JSON object"_s};
    const QJsonObject envelope = document.object();
    const QString type = envelope.value("type"_L1).toString();
    if (type.isEmpty())
        return Malformed{u"the event has no type"_s};
    if (!isOfInterest(type)) // a webhook made in the app may be asked for more than we read
        return Received{};
    const Result<QString> key = eventKey(envelope);
    if (!key)
        return Malformed{key.error().what};
    return Received{.events = {{.kind = calls::EventKind::Event, .key = *key, .payload = webhook.body, .at = {}}}, .answer = {}};
}

Result<PhoneEvent> QuoSystem::translate(const settings::Connection &connection, calls::EventKind kind, const QByteArray &payload) const
{
    const auto &account = std::get<settings::QuoAccount>(connection.account);
    const QJsonDocument document = QJsonDocument::fromJson(payload);
    if (!document.isObject())
        return failure(ErrorKind::Invalid, u"not a JSON object"_s);
    switch (kind) {
    case calls::EventKind::Event:
        return translateWebhook(account, document.object());
    case calls::EventKind::CallLog:
        return translateCallLog(account, document.object());
    case calls::EventKind::MessageLog:
        return translateMessageLog(document.object());
    case calls::EventKind::Voice:
    case calls::EventKind::Message:
    case calls::EventKind::MessageStatus:
        break;
    }
    return failure(ErrorKind::Invalid, u"not an event of Quo's"_s);
}

std::shared_ptr<PhoneProvider> QuoSystem::open(const settings::Connection &connection, const Surroundings &surroundings) const
{
    const auto &account = std::get<settings::QuoAccount>(connection.account);
    QuoSettings settings{.apiKey = surroundings.secrets->value(account.apiKeySecret).trimmed(),
                         .connection = connection.id,
                         .webhookKeyName = settings::webhookKeyName(connection),
                         .timeout = surroundings.timeout};
    if (settings.apiKey.isEmpty())
        return nullptr;
    if (!connection.baseUrl.isEmpty())
        settings.baseUrl = QUrl(connection.baseUrl);
    settings.limit = RateLimit::ofCredential(settings.apiKey, requestsPerSecond, std::chrono::seconds(1));
    return std::make_shared<QuoProvider>(std::move(settings), surroundings);
}

} // namespace ringback::connectors::quo
