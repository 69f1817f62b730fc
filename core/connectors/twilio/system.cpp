#include "connectors/twilio/system.h"

#include "connectors/twilio/events.h"
#include "connectors/twilio/form.h"
#include "connectors/twilio/provider.h"
#include "connectors/twilio/records.h"
#include "connectors/twilio/signature.h"
#include "connectors/twilio/twiml.h"

#include <QHostAddress>

#include <algorithm>
#include <optional>

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

std::optional<EventKind> kindAt(const QByteArray &rest)
{
    if (rest == "voice")
        return EventKind::Voice;
    if (rest == "message")
        return EventKind::Message;
    if (rest == "message-status")
        return EventKind::MessageStatus;
    return std::nullopt;
}

bool isProved(const Webhook &webhook, const Access &access, const Form &form, const QByteArray &authToken)
{
    // Without a public URL the host is as the request says; a tunnel has taken the TLS off, so either scheme may be what was signed.
    const QByteArray host = webhook.header("host");
    const QList<QByteArray> bases =
        access.publicUrl.isEmpty() ? QList<QByteArray>{"https://" + host, "http://" + host} : QList<QByteArray>{access.publicUrl.toUtf8()};
    const QByteArray signature = webhook.header("x-twilio-signature");
    return std::any_of(bases.cbegin(), bases.cend(),
                       [&](const QByteArray &base) { return isSigned(authToken, base + webhook.target, form, signature); });
}

} // namespace

bool TwilioSystem::knowsPath(const QByteArray &rest) const
{
    return kindAt(rest).has_value();
}

WebhookJudgement TwilioSystem::receive(const Webhook &webhook, const Access &access) const
{
    const auto &account = std::get<settings::TwilioAccount>(access.connection.account);
    const Result<Form> form = decodeForm(webhook.body);
    if (!form)
        return Malformed{u"the body is not a form"_s};
    if (form->value(u"AccountSid") != account.accountSid)
        return NotMine{};
    const QByteArray authToken = access.secrets.value(account.authTokenSecret);
    if (authToken.isEmpty() || !isProved(webhook, access, *form, authToken))
        return Forged{};
    const QByteArray path = webhook.path();
    std::optional<EventKind> kind = kindAt(path.mid(path.lastIndexOf('/') + 1));
    if (!kind)
        return Malformed{u"no address of Twilio's webhooks"_s};
    if (*kind == EventKind::Voice && isRingingLeg(*form, access.lines))
        kind = EventKind::Event; // what it is depends on the office's numbers, which its reader does not know
    const Result<QString> key = eventKey(*kind, *form);
    if (!key)
        return Malformed{key.error().what};
    // Twilio reads every answer as instructions; plain text would be sent to the caller as a text (providers: phone-and-sms.md, 2.7).
    Received received{.events = {{.kind = *kind, .key = *key, .payload = webhook.body, .at = {}}},
                      .answer = {.contentType = "text/xml; charset=utf-8", .body = nothingToDo(), .headers = {}}};
    if (*kind == EventKind::Voice)
        received.answer.body = answerToCall(*form, access.lines, access.publicUrl);
    return received;
}

Result<PhoneEvent> TwilioSystem::translate(const settings::Connection &connection, calls::EventKind kind, const QByteArray &payload) const
{
    const auto &account = std::get<settings::TwilioAccount>(connection.account);
    if (kind == EventKind::CallLog)
        return translateCallRecord(payload, account);
    if (kind == EventKind::MessageLog)
        return translateTextRecord(payload);
    const Result<Form> form = decodeForm(payload);
    if (!form)
        return failure(form);
    switch (kind) {
    case EventKind::Voice:
        return translateVoice(*form, account.shortTalk);
    case EventKind::Event:
        return translateLeg(*form, account.shortTalk);
    case EventKind::Message:
        return translateMessage(*form);
    case EventKind::MessageStatus:
        return translateMessageStatus(*form);
    case EventKind::CallLog:
    case EventKind::MessageLog:
        break;
    }
    Q_UNREACHABLE();
}

std::shared_ptr<PhoneProvider> TwilioSystem::open(const settings::Connection &connection, const Surroundings &surroundings) const
{
    const auto &account = std::get<settings::TwilioAccount>(connection.account);
    TwilioSettings settings{.accountSid = account.accountSid,
                            .authToken = QString::fromUtf8(surroundings.secrets->value(account.authTokenSecret)),
                            .timeout = surroundings.timeout,
                            .messagingServiceSid = account.messagingServiceSid,
                            .lookUpNumbers = account.lookUpNumbers};
    if (settings.authToken.isEmpty())
        return nullptr;
    if (!connection.baseUrl.isEmpty())
        settings.baseUrl = QUrl(connection.baseUrl);
    return std::make_shared<TwilioProvider>(std::move(settings), surroundings.network, surroundings.clock);
}

QUrl TwilioSystem::receiptsUrl(const settings::Connection &connection, const QString &publicUrl) const
{
    // Twilio refuses a text whose receipts would go to a loopback address; a stand-in on this machine takes it.
    const bool isHere = QHostAddress(QUrl(publicUrl).host()).isLoopback();
    if (publicUrl.isEmpty() || (isHere && !QHostAddress(QUrl(connection.baseUrl).host()).isLoopback()))
        return {};
    return QUrl(publicUrl + u"/webhooks/twilio/message-status"_s);
}

} // namespace ringback::connectors::twilio
