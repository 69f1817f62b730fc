#include "connectors/ringcentral/fields.h"
#include "connectors/ringcentral/provider.h"
#include "connectors/ringcentral/subscription.h"
#include "connectors/webhookprobe.h"

#include <algorithm>

// *Test this connection*.
namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Level = Finding::Level;

Finding credentials(const SignInTrouble &trouble)
{
    Finding finding{.check = Check::Credentials, .level = Level::Bad, .problem = u"not_reached"_s, .subject = {}, .detail = trouble.code};
    switch (trouble.kind) {
    case SignInTrouble::Kind::Missing:
    case SignInTrouble::Kind::Wrong:
        finding.problem = u"wrong"_s;
        break;
    case SignInTrouble::Kind::Expired:
        finding.problem = u"expired"_s;
        break;
    case SignInTrouble::Kind::RateLimited:
        finding.problem = u"rate_limited"_s;
        finding.level = Level::Warning;
        break;
    case SignInTrouble::Kind::NotKept:
    case SignInTrouble::Kind::NotReached:
        break;
    }
    return finding;
}

// A check that could not be made: nothing is said of what it would have found.
Finding notChecked(const ApiAnswer &answer)
{
    if (answer.signIn)
        return credentials(*answer.signIn);
    const bool isLimited = answer.wait || answer.http.status == 429;
    return {.check = Check::Credentials,
            .level = Level::Warning,
            .problem = isLimited ? u"rate_limited"_s : u"not_reached"_s,
            .subject = {},
            .detail = answer.code.isEmpty() ? QString::number(answer.http.status) : answer.code};
}

bool isRefused(const ApiAnswer &answer)
{
    return answer.http.status == 401 || answer.http.status == 403;
}

bool hasFeature(const QJsonObject &number, QLatin1String feature)
{
    const QJsonArray features = number.value("features"_L1).toArray();
    return std::any_of(features.cbegin(), features.cend(), [&](const QJsonValue &each) { return each.toString() == feature; });
}

} // namespace

QCoro::Task<QList<Finding>> RingCentralProvider::test(TestQuery query)
{
    QList<Finding> findings;
    const Tokens::Access access = co_await m_api->tokens().access();
    if (!access) {
        findings.append(credentials(access.error()));
        co_return findings;
    }
    findings.append({.check = Check::Credentials, .level = Level::Good, .problem = u"ok"_s});
    const QString scope = m_api->tokens().scope();
    findings += co_await testNumbers(query);
    findings += co_await testEvents(query);
    findings.append(co_await testCallLog());
    const bool maySend = scope.isEmpty() || scope.split(u' ').contains("SMS"_L1);
    if (!query.textsFrom.isEmpty())
        findings.append({.check = Check::Texts,
                         .level = maySend ? Level::Good : Level::Bad,
                         .problem = maySend ? u"ok"_s : u"no_right"_s,
                         .subject = {},
                         .detail = maySend ? QString() : u"SMS"_s});
    co_return findings;
}

QCoro::Task<QList<Finding>> RingCentralProvider::testNumbers(TestQuery query)
{
    QList<Finding> findings;
    if (query.lines.isEmpty() && query.textsFrom.isEmpty()) {
        findings.append({.check = Check::Number, .level = Level::Warning, .problem = u"no_lines"_s});
        co_return findings;
    }
    ApiCall get;
    get.target = "/restapi/v1.0/account/~/extension/~/phone-number?perPage=1000";
    const ApiAnswer answer = co_await m_api->send(std::move(get));
    if (!answer.is(200)) {
        findings.append(notChecked(answer));
        co_return findings;
    }
    const QJsonArray records = answer.said.value("records"_L1).toArray();
    for (const calls::PhoneNumber &number : std::as_const(query.textsFrom)) {
        const auto own = std::find_if(records.cbegin(), records.cend(), [&](const QJsonValue &record) {
            return normalised(textAt(record.toObject(), "phoneNumber"_L1)) == number.e164();
        });
        Finding finding{.check = Check::Number, .level = Level::Good, .problem = u"ok"_s, .subject = number.display()};
        if (own == records.cend()) { // an administrator cannot send for others
            finding.level = Level::Bad;
            finding.problem = u"not_of_this_user"_s;
        } else if (!hasFeature((*own).toObject(), "SmsSender"_L1)) {
            finding.level = Level::Bad;
            finding.problem = u"cannot_text"_s;
        }
        findings.append(finding);
    }
    if (!query.textsFrom.isEmpty()) // the registration of campaigns is not in this API; texts of a line without one do not arrive
        findings.append({.check = Check::Registration, .level = Level::Warning, .problem = u"not_known"_s});
    co_return findings;
}

QCoro::Task<QList<Finding>> RingCentralProvider::testEvents(TestQuery query)
{
    QList<Finding> findings;
    Finding subscription{.check = Check::Subscription, .level = Level::Good, .problem = u"ok"_s};
    if (m_settings.account.receive == settings::RingCentralAccount::Receive::WebSocket) {
        findings.append({.check = Check::Webhook, .level = Level::Good, .problem = u"not_needed"_s});
        ApiCall ask{.group = Group::Auth, .verb = "POST", .target = "/restapi/oauth/wstoken"};
        const ApiAnswer answer = co_await m_api->send(std::move(ask));
        if (isRefused(answer)) { // the app lacks the right to WebSocket subscriptions
            subscription = {.check = Check::Subscription, .level = Level::Bad, .problem = u"none"_s, .subject = {}, .detail = answer.code};
        } else if (!answer.is(200)) {
            subscription = notChecked(answer);
        }
        findings.append(subscription);
        co_return findings;
    }

    if (query.publicUrl.isEmpty()) {
        findings.append({.check = Check::Webhook, .level = Level::Bad, .problem = u"no_public_address"_s});
        co_return findings;
    }
    findings.append(co_await probeWebhooks(m_api->http(), query.publicUrl));
    const QString address = webhookAddress(query.publicUrl, m_settings.connection);
    ApiCall list;
    list.target = "/restapi/v1.0/subscription";
    const ApiAnswer answer = co_await m_api->send(std::move(list));
    if (!answer.is(200)) {
        findings.append(notChecked(answer));
        co_return findings;
    }
    const QList<Subscribed> ours = subscriptionsTo(answer.said, address);
    if (ours.isEmpty()) {
        subscription.level = Level::Bad;
        subscription.problem = u"none"_s;
    } else if (ours.first().isBlacklisted) {
        subscription.level = Level::Bad;
        subscription.problem = u"blacklisted"_s;
    } else if (ours.first().expiresAt && *ours.first().expiresAt < m_api->clock().now() + 24h) {
        subscription.level = Level::Warning;
        subscription.problem = u"expires_soon"_s;
    }
    findings.append(subscription);
    co_return findings;
}

QCoro::Task<Finding> RingCentralProvider::testCallLog()
{
    QByteArray query = "type=Voice&perPage=1";
    const ApiAnswer answer = co_await askCallLog("/call-log", std::move(query));
    Finding finding{.check = Check::CallLog, .level = Level::Good, .problem = u"ok"_s};
    if (isRefused(answer))
        finding = {.check = Check::CallLog, .level = Level::Bad, .problem = u"no_right"_s, .subject = {}, .detail = answer.code};
    else if (answer.signIn || answer.wait || answer.http.status != 200)
        finding = notChecked(answer);
    else if (!answer.said.value("records"_L1).isArray())
        finding = {.check = Check::CallLog, .level = Level::Bad, .problem = u"not_readable"_s};
    co_return finding;
}

} // namespace ringback::connectors::ringcentral
