#include "connectors/twilio/fields.h"
#include "connectors/twilio/provider.h"
#include "connectors/twilio/wiring.h"
#include "connectors/webhookprobe.h"

/// *Test this connection*.
namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

using Level = Finding::Level;

Finding finding(Check check, Level level, const QString &problem, const QString &subject = {}, const QString &detail = {})
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

Finding credentials(const HttpAnswer &answer, const Result<QJsonObject> &account)
{
    if (!account) {
        const bool isWrong = answer.status == 401 || answer.status == 404; // no such account, or not this token's
        const QString problem = answer.status == 429   ? u"rate_limited"_s
                                : isWrong              ? u"wrong"_s
                                : answer.status == 403 ? u"no_right"_s
                                                       : u"not_reached"_s;
        return finding(Check::Credentials, Level::Bad, problem, {}, account.error().what);
    }
    const QString status = account->value("status"_L1).toString();
    if (isOneOf(status, {u"suspended", u"closed"}))
        return finding(Check::Credentials, Level::Bad, u"suspended"_s, {}, status);
    if (status != "active"_L1)
        return finding(Check::Credentials, Level::Bad, u"not_reached"_s, {}, u"an answer that is no account"_s);
    if (account->value("type"_L1).toString() == "Trial"_L1) // texts only numbers that have been verified by hand
        return finding(Check::Credentials, Level::Warning, u"trial"_s);
    return finding(Check::Credentials, Level::Good, u"ok"_s);
}

bool isTollFree(const calls::PhoneNumber &number)
{
    const QString e164 = number.e164();
    return e164.startsWith("+18"_L1) && isOneOf(e164.mid(2, 3), {u"800", u"833", u"844", u"855", u"866", u"877", u"888"});
}

// Only the carriers of the United States want senders to be registered.
bool needsRegistration(const calls::PhoneNumber &number)
{
    return number.e164().startsWith("+1"_L1);
}

// `status` in Twilio's words: VERIFIED, TWILIO_APPROVED, IN_PROGRESS, PENDING_REVIEW, FAILED, …
Finding registered(const QString &subject, const QString &status)
{
    if (isOneOf(status, {u"VERIFIED", u"TWILIO_APPROVED"}))
        return finding(Check::Registration, Level::Good, u"ok"_s, subject);
    if (isOneOf(status, {u"IN_PROGRESS", u"PENDING", u"PENDING_REVIEW", u"IN_REVIEW"}))
        return finding(Check::Registration, Level::Warning, u"pending"_s, subject, status);
    return finding(Check::Registration, Level::Bad, u"not_registered"_s, subject, status);
}

// Where webhooks of a number go.
Finding webhook(const WiringPoint &point)
{
    if (point.isOurs())
        return finding(Check::Webhook, Level::Good, u"ok"_s, point.subject);
    const bool isSet = point.now.contains("://"_L1);
    return finding(Check::Webhook, Level::Bad, isSet ? u"points_elsewhere"_s : u"not_set"_s, point.subject, point.now);
}

} // namespace

QCoro::Task<QList<Finding>> TwilioProvider::test(TestQuery query)
{
    QList<Finding> findings;
    HttpCall get = m_api.call("GET", Api::Host::Api, m_api.account(".json"));
    const HttpAnswer answer = co_await m_api.send(std::move(get));
    const Result<QJsonObject> account = m_api.read(answer);
    findings.append(credentials(answer, account));
    if (const std::optional<Finding> clock = clockFinding(answer, m_api.now()))
        findings.append(*clock);
    if (findings.first().level == Level::Bad)
        co_return findings; // each question to come would meet the same answer

    const Result<QHash<QString, QJsonObject>> known = co_await numbers();
    if (!known) {
        const Level level = Level::Bad;
        findings.append(finding(Check::Number, level, u"not_in_account"_s, {}, known.error().what));
        co_return findings;
    }
    if (query.lines.isEmpty() && query.textsFrom.isEmpty())
        findings.append(finding(Check::Number, Level::Warning, u"no_lines"_s));
    QList<calls::PhoneNumber> all = query.lines;
    for (const calls::PhoneNumber &sender : std::as_const(query.textsFrom)) {
        if (!all.contains(sender))
            all.append(sender);
    }
    for (const calls::PhoneNumber &number : std::as_const(all)) {
        const auto found = known->constFind(number.e164());
        if (found == known->constEnd()) {
            findings.append(finding(Check::Number, Level::Bad, u"not_in_account"_s, number.display()));
            continue;
        }
        const QJsonObject capabilities = found->value("capabilities"_L1).toObject();
        if (query.lines.contains(number) && !capabilities.value("voice"_L1).toBool())
            findings.append(finding(Check::Number, Level::Bad, u"no_calls"_s, number.display()));
        else if (query.textsFrom.contains(number) && m_settings.messagingServiceSid.isEmpty() && !capabilities.value("sms"_L1).toBool())
            findings.append(finding(Check::Number, Level::Bad, u"cannot_text"_s, number.display()));
        else
            findings.append(finding(Check::Number, Level::Good, u"ok"_s, number.display()));
    }
    for (const calls::PhoneNumber &sender : std::as_const(query.textsFrom)) {
        if (!needsRegistration(sender) || !known->contains(sender.e164()))
            continue;
        const QString sid = known->value(sender.e164()).value("sid"_L1).toString();
        const Finding state = co_await registration(sender, sid);
        if (!findings.contains(state))
            findings.append(state);
    }

    const Finding probe = co_await probeWebhooks(m_api.http(), query.publicUrl);
    findings.append(probe);
    if (!query.publicUrl.isEmpty()) {
        const Result<QList<WiringPoint>> points = co_await wiring(query);
        for (const WiringPoint &point : points.value_or(QList<WiringPoint>()))
            findings.append(webhook(point));
        if (!points)
            findings.append(finding(Check::Webhook, Level::Warning, u"not_set"_s, {}, points.error().what));
    }

    const Result<QJsonObject> list = co_await m_api.get(Api::Host::Api, m_api.account("/Calls.json?PageSize=1"));
    if (list && list->value("calls"_L1).isArray())
        findings.append(finding(Check::CallLog, Level::Good, u"ok"_s));
    else
        findings.append(finding(Check::CallLog, Level::Warning,
                                !list && list.error().kind == ErrorKind::Refused ? u"no_right"_s : u"not_readable"_s, {},
                                list ? u"an answer that is no list"_s : list.error().what));
    co_return findings;
}

// Whether the carriers let texts of this sender through, as far as Twilio tells: of toll-free numbers their own verification, of others the
// campaign of the messaging service. Without a service nothing names a number's campaign.
QCoro::Task<Finding> TwilioProvider::registration(calls::PhoneNumber sender, QString numberSid)
{
    const bool isByService = !m_settings.messagingServiceSid.isEmpty();
    Finding state = finding(Check::Registration, Level::Warning, u"not_known"_s, sender.display());
    QByteArray target;
    QString key;
    if (isByService) {
        state.subject = m_settings.messagingServiceSid;
        target = "/v1/Services/" + m_settings.messagingServiceSid.toLatin1() + "/Compliance/Usa2p?PageSize=20";
        key = u"compliance"_s;
    } else if (isTollFree(sender)) {
        target = "/v1/Tollfree/Verifications?TollfreePhoneNumberSid=" + QUrl::toPercentEncoding(numberSid) + "&PageSize=20";
        key = u"verifications"_s;
    } else {
        co_return state;
    }
    const Result<QJsonObject> answer = co_await m_api.get(Api::Host::Messaging, target);
    if (!answer) {
        state.detail = answer.error().what;
        if (answer.error().kind == ErrorKind::NotFound) { // no such service
            state.level = Level::Bad;
            state.problem = u"not_registered"_s;
        }
        co_return state;
    }
    if (!answer->value(key).isArray()) {
        state.detail = u"an answer that is no list"_s;
        co_return state;
    }
    const QString subject = state.subject;
    state = registered(subject, {});
    for (const auto &value : answer->value(key).toArray()) {
        const QJsonObject item = value.toObject();
        const QString status = bounded(item.value(isByService ? "campaign_status"_L1 : "status"_L1).toString(), maxId);
        const Finding its = registered(subject, status);
        if (static_cast<int>(its.level) < static_cast<int>(state.level) || state.detail.isEmpty())
            state = its;
        if (state.level == Level::Good)
            break;
    }
    co_return state;
}

} // namespace ringback::connectors::twilio
