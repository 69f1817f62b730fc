#include "connectors/twilio/api.h"

#include "connectors/http/host.h"

#include <QJsonDocument>

#include <algorithm>

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype maxQuoted = 256;
constexpr Milliseconds longestRest = 10min; // whoever is asked to wait for a day asks again sooner

} // namespace

Api::Api(const TwilioSettings &settings, QNetworkAccessManager &network, const Clock &clock)
    : m_accountSid(settings.accountSid)
    , m_authToken(settings.authToken)
    , m_baseUrl(settings.baseUrl)
    , m_clock(clock)
    , m_http(network, clock, settings.timeout)
{}

QByteArray Api::account(const QByteArray &rest) const
{
    return "/2010-04-01/Accounts/" + m_accountSid.toLatin1() + rest;
}

QByteArray Api::base(Host host) const
{
    if (m_baseUrl.isEmpty()) {
        switch (host) {
        case Host::Api:
            return "https://api.twilio.com";
        case Host::Lookups:
            return "https://lookups.twilio.com";
        case Host::Messaging:
            return "https://messaging.twilio.com";
        }
        Q_UNREACHABLE();
    }
    return hostAt(m_baseUrl);
}

HttpCall Api::call(const QByteArray &verb, Host host, const QByteArray &target) const
{
    const QByteArray credentials = m_accountSid.toUtf8() + ':' + m_authToken.toUtf8();
    HttpCall call;
    call.verb = verb;
    call.url = base(host) + target;
    call.headers = {{"Authorization", "Basic " + credentials.toBase64()}, {"Accept", "application/json"}};
    return call;
}

HttpCall Api::post(Host host, const QByteArray &target, const Form &form) const
{
    HttpCall post = call("POST", host, target);
    post.contentType = "application/x-www-form-urlencoded";
    post.body = encodeForm(form);
    return post;
}

QCoro::Task<HttpAnswer> Api::send(HttpCall call)
{
    HttpAnswer answer = co_await m_http.send(std::move(call));
    if (answer.status == 429)
        m_restsUntil = m_clock.now() + std::min(answer.retryAfter.value_or(0ms), longestRest);
    co_return answer;
}

Result<QJsonObject> Api::read(const HttpAnswer &answer) const
{
    if (answer.status == 0 || answer.brokeOff)
        return failure(ErrorKind::Transient, u"no answer: "_s + answer.trouble);
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    if (answer.status >= 200 && answer.status < 300) {
        if (!document.isObject())
            return failure(ErrorKind::Invalid, u"an answer that is no JSON object"_s);
        return document.object();
    }
    const QString said = u"status %1, code %2"_s.arg(answer.status).arg(document.object().value("code"_L1).toInt());
    switch (answer.status) {
    case 401:
    case 403:
        return failure(ErrorKind::Refused, said);
    case 404:
        return failure(ErrorKind::NotFound, said);
    case 408:
    case 425:
    case 429:
        return failure(ErrorKind::Transient, said);
    default:
        return failure(answer.status >= 500 ? ErrorKind::Transient : ErrorKind::Invalid, said);
    }
}

QCoro::Task<Result<QJsonObject>> Api::get(Host host, QByteArray target)
{
    HttpCall get = call("GET", host, target);
    const HttpAnswer answer = co_await send(std::move(get));
    Result<QJsonObject> object = read(answer);
    co_return object;
}

QCoro::Task<Result<Api::Page>> Api::page(QByteArray target, QString key)
{
    const Result<QJsonObject> root = co_await get(Host::Api, std::move(target));
    Result<Page> page = Page{};
    if (!root) {
        page = failure(root);
        co_return page;
    }
    const QJsonValue items = root->value(key);
    const QJsonValue next = root->value("next_page_uri"_L1);
    page->items = items.toArray();
    page->next = next.toString().toUtf8();
    if (!items.isArray() || !(next.isString() || next.isNull()))
        page = failure(ErrorKind::Invalid, u"what came is no list of %1"_s.arg(key));
    else if (!page->next.isEmpty() && !page->next.startsWith(account("/"))) // our credentials go to no place that an answer names
        page = failure(ErrorKind::Invalid, u"the list of %1 goes on somewhere else"_s.arg(key));
    co_return page;
}

QString Api::quoted(QString text) const
{
    if (!m_authToken.isEmpty())
        text.replace(m_authToken, "***"_L1);
    return text.left(maxQuoted);
}

} // namespace ringback::connectors::twilio
