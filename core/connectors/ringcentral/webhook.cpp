#include "connectors/ringcentral/webhook.h"

#include "connectors/ringcentral/notification.h"

#include <QJsonDocument>

#include <openssl/crypto.h>

#include <algorithm>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxToken = 1024;

// The time it takes tells nothing of where they differ.
bool isSame(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.constData(), b.constData(), static_cast<size_t>(a.size())) == 0;
}

// It goes back in a header of ours.
bool isEchoable(const QByteArray &token)
{
    return !token.isEmpty() && token.size() <= maxToken &&
           std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

} // namespace

WebhookJudgement judgeWebhook(const Webhook &webhook, const Access &access)
{
    const auto &account = std::get<settings::RingCentralAccount>(access.connection.account);
    // Asked while a subscription is made, before anything else may come: 200 with the same header, within 3 s.
    if (const QByteArray token = webhook.header("validation-token"); !token.isEmpty()) {
        if (!isEchoable(token))
            return Malformed{u"no validation token"_s};
        return Received{.events = {}, .answer = {.body = {}, .headers = {{"Validation-Token", token}}}};
    }
    const QByteArray wanted = access.secrets.value(account.verificationSecret);
    if (wanted.isEmpty() || !isSame(webhook.header("verification-token"), wanted)) {
        const bool isForUs = webhook.path().endsWith('/' + access.connection.id.toUtf8());
        return isForUs ? WebhookJudgement(Forged{}) : WebhookJudgement(NotMine{});
    }
    const QJsonDocument document = QJsonDocument::fromJson(webhook.body);
    if (!document.isObject())
        return Malformed{u"the body is not JSON"_s};
    const Result<QList<calls::ProviderEvent>> events = eventsOf(document.object());
    if (!events)
        return Malformed{events.error().what};
    return Received{.events = *events, .answer = {.body = {}, .headers = {}}};
}

} // namespace ringback::connectors::ringcentral
