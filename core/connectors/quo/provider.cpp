#include "connectors/quo/provider.h"

#include "base/time.h"
#include "connectors/quo/errors.h"
#include "connectors/quo/events.h"
#include "connectors/quo/json.h"

#include <QJsonDocument>

#include <algorithm>

namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

bool isTextId(const QString &id)
{
    return id.startsWith("AC"_L1);
}

Sent sentFrom(const QJsonObject &message)
{
    const std::optional<calls::DeliveryState> state = deliveryState(textOf(message, "status"_L1, maxId));
    return Sent{idOf(message, "id"_L1), state.value_or(calls::DeliveryState::Accepted)};
}

bool goesTo(const QJsonObject &message, const QString &number)
{
    const QJsonValue to = message.value("to"_L1);
    return to.isArray() ? to.toArray() == QJsonArray{number} : to.toString() == number; // not a group with that number
}

// The text that was asked for, among the listed ones. Unknown: one that may be it.
FindOutcome search(const QList<QJsonObject> &messages, const SentQuery &query)
{
    for (const QJsonObject &message : messages) {
        if (message.value("direction"_L1).toString() == "incoming"_L1 || !goesTo(message, query.to.e164()) ||
            message.value("text"_L1).toString().trimmed() != query.body.trimmed())
            continue;
        const QString from = textOf(message, "from"_L1);
        if (!from.isEmpty() && from != query.from.e164())
            continue;
        const std::optional<Instant> created = timeOf(message, "createdAt"_L1);
        if (from.isEmpty() || !created || !isTextId(idOf(message, "id"_L1)))
            return Unknown{u"a text like it, without a sender, a date or an id"_s};
        if (*created >= query.notBefore)
            return sentFrom(message);
    }
    return NotFound{};
}

} // namespace

QuoProvider::QuoProvider(QuoSettings settings, const Surroundings &surroundings)
    : m_api(std::move(settings), surroundings.network, surroundings.clock)
    , m_secrets(surroundings.secrets)
    , m_publicUrl(surroundings.publicUrl)
{}

QCoro::Task<SendOutcome> QuoProvider::sendText(TextRequest request)
{
    const QJsonObject body{{u"from"_s, request.from.e164()}, {u"to"_s, QJsonArray{request.to.e164()}}, {u"content"_s, request.body}};
    const QByteArray json = QJsonDocument(body).toJson(QJsonDocument::Compact);
    const HttpAnswer answer = co_await m_api.send("POST", "/v1/messages", json, std::move(request.mayLeave));
    SendOutcome outcome = judge(answer);
    co_return outcome;
}

QCoro::Task<FindOutcome> QuoProvider::findSent(SentQuery query)
{
    // `gt`, and not `gte` as the list of calls has it; a millisecond earlier, as it leaves out its own bound. Not by sender: how that has to be
    // written is not described, and overlooking a text would send it twice.
    const QByteArray filter = "to=" + QUrl::toPercentEncoding(query.to.e164()) + "&direction=outgoing&" +
                              QUrl::toPercentEncoding(u"createdAt[gt]"_s) + '=' +
                              QUrl::toPercentEncoding(toIso(query.notBefore - Milliseconds(1)));
    const Result<QList<QJsonObject>> messages = co_await m_api.list("/messages", filter);
    FindOutcome outcome = Unknown{messages ? QString() : messages.error().what};
    if (messages)
        outcome = search(*messages, query);
    co_return outcome;
}

void QuoProvider::abandon()
{
    m_api.abandon();
}

SendOutcome QuoProvider::judge(const HttpAnswer &answer) const
{
    if (answer.heldBack)
        return Refused{.kind = Refused::Class::ForNow, .code = QString::fromUtf16(notLeft)};
    if (answer.status == 0) {
        if (answer.neverLeft)
            return refused(answer, Refused::Class::ForNow, {}, answer.trouble);
        return Unknown{answer.trouble};
    }
    if (answer.status >= 200 && answer.status < 300) {
        // A captive portal says 200 to everything; an answer that broke off says nothing.
        const QJsonObject message = QJsonDocument::fromJson(answer.body).object().value("data"_L1).toObject();
        if (!answer.brokeOff && isTextId(idOf(message, "id"_L1)))
            return sentFrom(message);
        return Unknown{u"status %1 without a text's id"_s.arg(answer.status)};
    }
    const ApiError error = readError(answer);
    const std::optional<Refused::Class> kind = classify(answer.status, error.code);
    if (!kind)
        return Unknown{u"status %1, code %2"_s.arg(QString::number(answer.status), m_api.withoutSecrets(error.code))};
    if (!error.isQuos()) // not Quo's way to say no: something in between said it, and may say otherwise tomorrow
        return refused(answer, Refused::Class::ForNow, {}, u"status %1"_s.arg(answer.status));
    return refused(answer, *kind, error.code, error.message);
}

Refused QuoProvider::refused(const HttpAnswer &answer, Refused::Class kind, const QString &code, const QString &message) const
{
    Refused refusal;
    refusal.kind = kind;
    refusal.code = m_api.withoutSecrets(code);
    refusal.message = m_api.withoutSecrets(message);
    if (kind == Refused::Class::ForNow)
        refusal.retryAfter = answer.retryAfter;
    if (code == QStringView(dayIsFull))
        refusal.retryAfter = untilNextDay(m_api.now());
    return refusal;
}

} // namespace ringback::connectors::quo
