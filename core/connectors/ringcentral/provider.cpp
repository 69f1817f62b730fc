#include "connectors/ringcentral/provider.h"

#include "connectors/ringcentral/errors.h"
#include "connectors/ringcentral/fields.h"
#include "connectors/ringcentral/subscription.h"
#include "connectors/ringcentral/texts.h"
#include "connectors/ringcentral/websocketstream.h"

#include <QUrl>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestText = 1000; // UTF-16 units
constexpr int maxPages = 10; // a thousand texts to one person since the attempt: something else is wrong
const QByteArray ownExtension = "/restapi/v1.0/account/~/extension/~";

Refused refusedForNow(const QString &message, std::optional<Milliseconds> wait = {})
{
    return {.kind = Refused::Class::ForNow, .code = {}, .message = message, .retryAfter = wait};
}

Refused refusedBy(const SignInTrouble &trouble)
{
    if (!trouble.isFinal())
        return refusedForNow(u"no sign-in"_s, trouble.wait);
    return {.kind = Refused::Class::Sender, .code = trouble.code, .message = u"the sign-in was refused"_s, .retryAfter = {}};
}

Sent sentFrom(const QJsonObject &message)
{
    const std::optional<calls::DeliveryState> state = deliveryState(textAt(message, "messageStatus"_L1, maxId));
    return {.providerMessageId = textAt(message, "id"_L1, maxId), .state = state.value_or(calls::DeliveryState::Accepted)};
}

// What went wrong; empty where the answer has the status of success.
std::optional<std::variant<Refused, Unknown>> troubleWith(const ApiAnswer &answer, const RateLimit &limit, Group group)
{
    if (answer.signIn)
        return refusedBy(*answer.signIn);
    if (answer.wait)
        return refusedForNow(u"the limit of requests is reached"_s, answer.wait);
    const HttpAnswer &http = answer.http;
    if (http.heldBack)
        return Refused{.kind = Refused::Class::ForNow, .code = QString::fromUtf16(notLeft)};
    if (http.status == 0) {
        if (http.neverLeft)
            return refusedForNow(http.trouble);
        return Unknown{http.trouble};
    }
    if (http.status >= 200 && http.status < 300)
        return std::nullopt;
    const std::optional<Refused::Class> kind = classify(http.status, answer.code, answer.parameter);
    if (!kind)
        return Unknown{u"status %1 %2"_s.arg(QString::number(http.status), answer.code)};
    if (answer.code.isEmpty() && http.status != 401 && http.status != 429) // not RingCentral's way to say no: something in between said it
        return refusedForNow(u"status %1"_s.arg(http.status), http.retryAfter);
    Refused refusal{.kind = *kind, .code = answer.code, .message = answer.message, .retryAfter = {}};
    if (*kind == Refused::Class::ForNow)
        refusal.retryAfter = http.status == 429 ? limit.wait(group) : http.retryAfter;
    return refusal;
}

SendOutcome judge(const ApiAnswer &answer, const RateLimit &limit)
{
    if (const auto wrong = troubleWith(answer, limit, Group::Medium))
        return std::visit([](const auto &what) { return SendOutcome(what); }, *wrong);
    // A captive portal says 200 to everything; an answer that broke off says nothing.
    if (!answer.http.brokeOff && answer.said.value("id"_L1).toInteger() > 0)
        return sentFrom(answer.said);
    return Unknown{u"status %1 without a text's id"_s.arg(answer.http.status)};
}

// RingCentral may take a call and say at once that it rings nobody. Nothing: as far as it says, it rings.
std::optional<Refused> ringsNobody(const QString &firstLeg)
{
    using Class = Refused::Class;
    if (firstLeg == "NotEnoughFunds"_L1 || firstLeg == "InternationalDisabled"_L1)
        return Refused{.kind = Class::Sender, .code = firstLeg};
    if (firstLeg == "DestinationBlocked"_L1 || firstLeg == "NoSuchUser"_L1)
        return Refused{.kind = Class::Recipient, .code = firstLeg};
    return std::nullopt;
}

RingOutcome judgeRing(const ApiAnswer &answer, const RateLimit &limit)
{
    if (const auto wrong = troubleWith(answer, limit, Group::Heavy))
        return std::visit([](const auto &what) { return RingOutcome(what); }, *wrong);
    const QString call = textAt(answer.said, "id"_L1, maxId);
    if (answer.http.brokeOff || call.isEmpty())
        return Unknown{u"status %1 without a call's id"_s.arg(answer.http.status)};
    if (const auto refused = ringsNobody(textAt(answer.said.value("status"_L1).toObject(), "callerStatus"_L1, maxId)))
        return *refused;
    return Ringing{.providerCallId = call};
}

// A developer's account puts words of its own before each text.
bool isBody(const QString &subject, const QString &body)
{
    return subject.trimmed() == body.trimmed() || subject.trimmed().endsWith(u" - "_s + body.trimmed());
}

// The text that was asked for, among those of one page. Unknown: one that may be it.
FindOutcome search(const QJsonArray &messages, const SentQuery &query)
{
    const Instant notBefore = std::chrono::floor<std::chrono::seconds>(query.notBefore);
    for (const QJsonValue &value : messages) {
        const QJsonObject message = value.toObject();
        if (textAt(message, "direction"_L1) != "Outbound"_L1 || !isBody(textAt(message, "subject"_L1, 4096), query.body) ||
            normalised(textAt(message.value("from"_L1).toObject(), "phoneNumber"_L1)) != query.from.e164() ||
            normalised(textAt(message.value("to"_L1).toArray().first().toObject(), "phoneNumber"_L1)) != query.to.e164())
            continue;
        const std::optional<Instant> created = timeOf(message.value("creationTime"_L1));
        if (!created || message.value("id"_L1).toInteger() <= 0)
            return Unknown{u"a text like it, without a date or an id"_s};
        if (*created >= notBefore)
            return sentFrom(message);
    }
    return NotFound{};
}

} // namespace

RingCentralProvider::RingCentralProvider(RingCentralSettings settings, std::shared_ptr<Secrets> secrets, QNetworkAccessManager &network,
                                         const Clock &clock)
    : m_settings(std::move(settings))
    , m_secrets(std::move(secrets))
    , m_api(std::make_shared<Api>(SignIn{.base = m_settings.base,
                                         .clientId = m_settings.account.clientId,
                                         .clientSecret = m_secrets->value(m_settings.account.clientSecret),
                                         .isJwt = m_settings.account.signIn == settings::RingCentralAccount::SignIn::Jwt,
                                         .credentialSecret = m_settings.account.credentialSecret,
                                         .secrets = m_secrets},
                                  network, clock, m_settings.timeout))
{}

QCoro::Task<SendOutcome> RingCentralProvider::sendText(TextRequest request)
{
    if (request.body.size() > longestText) {
        SendOutcome tooLong = Refused{.kind = Refused::Class::Message, .code = u"too_long"_s};
        co_return tooLong;
    }
    ApiCall post;
    post.group = Group::Medium;
    post.verb = "POST";
    post.target = ownExtension + "/sms";
    post.body = QJsonObject{{"from"_L1, QJsonObject{{"phoneNumber"_L1, request.from.e164()}}},
                            {"to"_L1, QJsonArray{QJsonObject{{"phoneNumber"_L1, request.to.e164()}}}}, // two would be a group's
                            {"text"_L1, request.body}};
    post.mayLeave = std::move(request.mayLeave);
    const ApiAnswer answer = co_await m_api->send(std::move(post));
    SendOutcome outcome = judge(answer, m_api->limit());
    co_return outcome;
}

// Two-legged RingOut: the person's phone rings first. It is put on the wire once; after a lost answer nobody knows.
QCoro::Task<RingOutcome> RingCentralProvider::ring(RingRequest request)
{
    ApiCall post;
    post.group = Group::Heavy;
    post.verb = "POST";
    post.target = ownExtension + "/ring-out";
    post.body = QJsonObject{{"from"_L1, QJsonObject{{"phoneNumber"_L1, request.first.e164()}}},
                            {"to"_L1, QJsonObject{{"phoneNumber"_L1, request.then.e164()}}},
                            {"callerId"_L1, QJsonObject{{"phoneNumber"_L1, request.shows.e164()}}},
                            {"playPrompt"_L1, true}}; // press 1: a voicemail that takes the call is not put through to the caller
    post.mayLeave = std::move(request.mayLeave);
    const ApiAnswer answer = co_await m_api->send(std::move(post));
    RingOutcome outcome = judgeRing(answer, m_api->limit());
    co_return outcome;
}

QCoro::Task<FindOutcome> RingCentralProvider::findSent(SentQuery query)
{
    const QByteArray filter =
        "messageType=SMS&direction=Outbound&perPage=100&dateFrom=" + queryTime(std::chrono::floor<std::chrono::seconds>(query.notBefore)) +
        "&phoneNumber=" + QUrl::toPercentEncoding(query.to.e164());
    for (int page = 1; page <= maxPages; ++page) {
        ApiCall get;
        get.target = ownExtension + "/message-store?" + filter + (page > 1 ? "&page=" + QByteArray::number(page) : QByteArray());
        const ApiAnswer answer = co_await m_api->send(std::move(get));
        if (!answer.is(200) || !answer.said.value("records"_L1).isArray()) {
            FindOutcome unknown = Unknown{answer.error(u"the list of texts"_s).what};
            co_return unknown;
        }
        FindOutcome outcome = search(answer.said.value("records"_L1).toArray(), query);
        if (!std::holds_alternative<NotFound>(outcome) || !answer.said.value("navigation"_L1).toObject().contains("nextPage"_L1))
            co_return outcome;
    }
    FindOutcome unknown = Unknown{u"more texts than we look through"_s};
    co_return unknown;
}

void RingCentralProvider::abandon()
{
    m_api->abandon();
}

QCoro::Task<Done> RingCentralProvider::tellOptOut(calls::PhoneNumber number, calls::PhoneNumber line, bool isOptedOut)
{
    ApiCall patch;
    patch.verb = "PATCH";
    patch.target = "/restapi/v2/accounts/~/sms/consents";
    const QJsonObject record{{"from"_L1, line.e164()},
                             {"to"_L1, number.e164()},
                             {"optStatus"_L1, isOptedOut ? "OptOut"_L1 : "OptIn"_L1},
                             {"source"_L1, "Api"_L1}};
    patch.body = QJsonObject{{"records"_L1, QJsonArray{record}}};
    const ApiAnswer answer = co_await m_api->send(std::move(patch));
    Done done;
    if (!answer.is(200))
        done = tl::unexpected(answer.error(u"the record of opt-outs"_s));
    else if (!answer.said.value("failedRecords"_L1).toArray().isEmpty()) // 200, and nothing was done
        done = failure(ErrorKind::Refused, u"the record of opt-outs: it was not taken"_s);
    co_return done;
}

std::shared_ptr<EventStream> RingCentralProvider::stream()
{
    if (std::shared_ptr<EventStream> open = m_stream.lock())
        return open;
    std::shared_ptr<EventStream> stream;
    const settings::RingCentralAccount &account = m_settings.account;
    if (account.receive == settings::RingCentralAccount::Receive::WebSocket)
        stream = std::make_shared<WebSocketStream>(m_api, account.extension, m_settings.times);
    else if (!m_settings.publicUrl.isEmpty())
        stream = std::make_shared<WebhookSubscription>(m_api,
                                                       WebhookTarget{.address = webhookAddress(m_settings.publicUrl, m_settings.connection),
                                                                     .verificationToken = m_secrets->value(account.verificationSecret)},
                                                       account.extension, m_settings.times);
    m_stream = stream;
    return stream;
}

} // namespace ringback::connectors::ringcentral
