#include "connectors/quo/errors.h"
#include "connectors/quo/hook.h"
#include "connectors/quo/json.h"
#include "connectors/quo/provider.h"
#include "connectors/webhookprobe.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

// *Test this connection*.
namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

using Level = Finding::Level;

Finding good(Check check, const QString &subject = {})
{
    return {.check = check, .level = Level::Good, .problem = u"ok"_s, .subject = subject, .detail = {}};
}

Finding bad(Check check, const QString &problem, const QString &subject = {}, const QString &detail = {}, Level level = Level::Bad)
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

QString said(const HttpAnswer &answer)
{
    const ApiError error = readError(answer);
    return u"status %1 %2 %3 %4"_s.arg(QString::number(answer.status), error.code, error.message, answer.trouble).simplified();
}

Finding credentials(const HttpAnswer &answer, bool isList, const QString &detail)
{
    if (answer.is(200) && isList)
        return good(Check::Credentials);
    const bool isQuos = !answer.brokeOff && readError(answer).isQuos();
    switch (isQuos ? answer.status : 0) {
    case 401:
        return bad(Check::Credentials, u"wrong"_s, {}, detail);
    case 402:
        return bad(Check::Credentials, u"suspended"_s, {}, detail);
    case 403:
        return bad(Check::Credentials, u"no_right"_s, {}, detail);
    case 429:
        return bad(Check::Credentials, u"rate_limited"_s, {}, detail, Level::Warning);
    default:
        return bad(Check::Credentials, u"not_reached"_s, {}, detail); // or something else answers in its place
    }
}

// What Quo restricts a line's texts to. Its list says no more of the registration that texting in the US needs.
void judgeTexting(const QJsonObject &line, const QString &number, QList<Finding> &findings)
{
    const QJsonObject messaging = line.value("restrictions"_L1).toObject().value("messaging"_L1).toObject();
    const auto isRestricted = [&](QLatin1String place) {
        return messaging.value(place).toString() == "restricted"_L1;
    };
    if (messaging.isEmpty()) {
        findings.append(bad(Check::Registration, u"not_known"_s, number, {}, Level::Warning));
    } else if (isRestricted("US"_L1) && isRestricted("CA"_L1)) {
        findings.append(bad(Check::Number, u"cannot_text"_s, number));
    } else if (isRestricted("US"_L1)) {
        findings.append(bad(Check::Registration, u"not_registered"_s, number));
    } else {
        findings.append(good(Check::Registration, number));
    }
}

Finding readable(Check check, const Result<ListPage> &page)
{
    if (page)
        return good(check);
    const bool mayNot = page.error().kind == ErrorKind::Refused;
    const QString otherwise = check == Check::CallLog ? u"not_readable"_s : u"no_right"_s;
    return bad(check, mayNot ? u"no_right"_s : otherwise, {}, page.error().what);
}

} // namespace

QCoro::Task<QList<Finding>> QuoProvider::test(TestQuery query)
{
    QList<Finding> findings;
    const HttpAnswer lines = co_await m_api.send("GET", "/v1/phone-numbers");
    const QJsonValue data = QJsonDocument::fromJson(lines.body).object().value("data"_L1);
    findings.append(credentials(lines, data.isArray(), m_api.withoutSecrets(said(lines))));
    if (const std::optional<Finding> clock = clockFinding(lines, m_api.now()))
        findings.append(*clock);
    if (findings.constFirst().level != Level::Good)
        co_return findings; // the rest would say the same

    QList<calls::PhoneNumber> wanted = query.lines;
    for (const calls::PhoneNumber &sender : query.textsFrom) {
        if (!wanted.contains(sender))
            wanted.append(sender);
    }
    if (wanted.isEmpty())
        findings.append(bad(Check::Number, u"no_lines"_s, {}, {}, Level::Warning));
    const QJsonArray known = data.toArray();
    for (const calls::PhoneNumber &number : std::as_const(wanted)) {
        const auto line = std::find_if(known.begin(), known.end(), [&](const QJsonValue &each) {
            return each.toObject().value("number"_L1).toString() == number.e164();
        });
        if (line == known.end()) {
            findings.append(bad(Check::Number, u"not_in_account"_s, number.display()));
            continue;
        }
        findings.append(good(Check::Number, number.display()));
        if (query.textsFrom.contains(number))
            judgeTexting((*line).toObject(), number.display(), findings);
    }

    const HttpAnswer calls = co_await m_api.send("GET", "/calls?limit=1");
    findings.append(readable(Check::CallLog, readPage(calls, "/calls")));
    const HttpAnswer texts = co_await m_api.send("GET", "/messages?limit=1");
    findings.append(readable(Check::Texts, readPage(texts, "/messages")));

    const Finding webhook = co_await testHook(query);
    findings.append(webhook);
    if (!query.publicUrl.isEmpty()) {
        const Finding reached = co_await probeWebhooks(m_api.http(), query.publicUrl);
        if (reached.level != Level::Good)
            findings.append(reached);
    }
    co_return findings;
}

QCoro::Task<Finding> QuoProvider::testHook(TestQuery query)
{
    if (query.publicUrl.isEmpty()) { // calls are found by reading the list
        Finding none = bad(Check::Webhook, u"no_public_address"_s, {}, {}, Level::Warning);
        co_return none;
    }
    const QString wanted = query.publicUrl + hookPath(m_api.settings().connection);
    const Result<Hook> hook = co_await findHook(query.lines);
    Finding finding = good(Check::Webhook, wanted);
    if (!hook) {
        finding = bad(Check::Webhook, u"not_set"_s, wanted, hook.error().what, Level::Warning);
    } else if (hook->found.isEmpty()) {
        finding = bad(Check::Webhook, u"not_set"_s, wanted);
    } else if (hook->found.value("url"_L1).toString() != wanted) {
        finding = bad(Check::Webhook, u"points_elsewhere"_s, wanted, textOf(hook->found, "url"_L1));
    } else if (!hook->lacks.isEmpty()) {
        finding = bad(Check::Webhook, u"not_set"_s, wanted, hook->lacks.join(u"; "_s));
    } else if (m_secrets->value(m_api.settings().webhookKeyName).isEmpty()) {
        finding = bad(Check::Webhook, u"not_set"_s, wanted, u"no signing key under "_s + m_api.settings().webhookKeyName);
    }
    co_return finding;
}

} // namespace ringback::connectors::quo
