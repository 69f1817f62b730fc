#include "connectors/jobber/errors.h"

#include "connectors/bounded.h"
#include "connectors/literaljson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace ringback::connectors::jobber {

using namespace Qt::StringLiterals;

namespace {

using Kind = Reply::Kind;

constexpr qsizetype maxCode = 64;
constexpr qsizetype maxMessage = 256;
constexpr Milliseconds longestWait = std::chrono::minutes(1); // a bucket is full again in 20 s

double numberOf(const QJsonObject &object, QLatin1String name)
{
    return object.value(name).toString().toDouble();
}

// (requested - available) / restoreRate. Nothing: it asks for more than the bucket ever holds.
std::optional<Milliseconds> waitFor(const QJsonObject &cost)
{
    const QJsonObject status = cost.value("throttleStatus"_L1).toObject();
    const double asked = numberOf(cost, "requestedQueryCost"_L1);
    const double rate = numberOf(status, "restoreRate"_L1);
    const double most = numberOf(status, "maximumAvailable"_L1);
    if (most > 0 && asked > most)
        return std::nullopt;
    const double missing = asked - numberOf(status, "currentlyAvailable"_L1);
    if (!(rate > 0) || !std::isfinite(missing))
        return std::chrono::seconds(1);
    const double seconds = std::clamp(missing / rate, 0.0, double(longestWait / std::chrono::seconds(1)));
    return Milliseconds(static_cast<qint64>(std::ceil(seconds * 1000)));
}

bool isAboutRights(const QString &code)
{
    return code.contains("FORBIDDEN"_L1) || code.contains("PERMISSION"_L1) || code.contains("UNAUTHORIZED"_L1);
}

// 200, and it speaks GraphQL's tongue.
Reply judgeSpoken(const QJsonObject &root)
{
    Reply reply;
    const QJsonObject extensions = root.value("extensions"_L1).toObject();
    reply.versionWarning = bounded(extensions.value("versioning"_L1).toObject().value("warning"_L1).toString(), maxMessage);
    const QJsonArray errors = root.value("errors"_L1).toArray();
    const QJsonValue data = root.value("data"_L1);
    if (errors.isEmpty()) {
        reply.kind = data.isObject() ? Kind::Good : Kind::Unreadable;
        reply.data = data.toObject();
        return reply;
    }
    const QJsonObject first = errors.first().toObject();
    reply.code = bounded(first.value("extensions"_L1).toObject().value("code"_L1).toString(), maxCode);
    reply.message = bounded(first.value("message"_L1).toString(), maxMessage);
    const bool nothingCame = !data.isObject();
    if (nothingCame && reply.code == "THROTTLED"_L1) {
        reply.wait = waitFor(extensions.value("cost"_L1).toObject());
        reply.kind = reply.wait ? Kind::Throttled : Kind::Wrong;
    } else if (nothingCame && isAboutRights(reply.code)) {
        reply.kind = Kind::NoRight;
    } else if (nothingCame && reply.code == "UNAUTHENTICATED"_L1) {
        reply.kind = Kind::SignedOut;
    } else if (!root.contains("data"_L1) && !first.contains("path"_L1)) { // refused before anything of it was carried out
        reply.kind = Kind::Wrong;
    } else {
        reply.kind = Kind::Unclear;
    }
    return reply;
}

} // namespace

Reply judge(const HttpAnswer &answer)
{
    Reply reply;
    reply.code = QString::number(answer.status);
    reply.message = answer.trouble;
    if (answer.status == 0) {
        reply.kind = answer.neverLeft || answer.heldBack ? Kind::ForNow : Kind::Unclear;
        return reply;
    }
    if (answer.brokeOff || answer.status >= 500)
        return reply;
    const QJsonDocument document = QJsonDocument::fromJson(numbersAsText(answer.body));
    const QJsonObject root = document.object();
    if (answer.status == 200) {
        if (document.isObject())
            return judgeSpoken(root);
        reply.kind = Kind::Unreadable;
        return reply;
    }
    if (root.contains("message"_L1))
        reply.message = bounded(root.value("message"_L1).toString(), maxMessage);
    else if (root.contains("errors"_L1))
        reply.message = bounded(root.value("errors"_L1).toArray().first().toObject().value("message"_L1).toString(), maxMessage);
    switch (answer.status) {
    case 401:
        reply.kind = Kind::SignedOut;
        break;
    case 429:
        reply.kind = Kind::Throttled;
        reply.wait = answer.retryAfter;
        break;
    case 403:
        reply.kind = document.isObject() ? Kind::NoRight : Kind::ForNow; // something in between speaks HTML
        break;
    case 400:
    case 404:
    case 413:
    case 422:
        reply.kind = document.isObject() ? Kind::Wrong : Kind::ForNow;
        break;
    default: // redirects, and what proxies want
        reply.kind = answer.status >= 300 ? Kind::ForNow : Kind::Unreadable;
        break;
    }
    return reply;
}

NotWritten notWritten(const Reply &reply)
{
    NotWritten no{.kind = NotWritten::Class::ForNow, .code = reply.code, .message = reply.message, .retryAfter = reply.wait};
    switch (reply.kind) {
    case Kind::SignedOut:
        no.kind = NotWritten::Class::Account;
        no.code = u"revoked"_s;
        break;
    case Kind::NoRight:
        no.kind = NotWritten::Class::Account;
        no.code = u"no_right"_s;
        break;
    case Kind::Wrong:
        no.kind = NotWritten::Class::Write;
        break;
    case Kind::Good:
    case Kind::Throttled:
    case Kind::ForNow:
    case Kind::Unclear:
    case Kind::Unreadable:
        break;
    }
    return no;
}

WriteOutcome outcomeOf(const Reply &reply)
{
    if (reply.kind == Kind::Unclear || reply.kind == Kind::Unreadable || reply.kind == Kind::Good)
        return Unknown{u"status %1 %2"_s.arg(reply.code, reply.message).trimmed()};
    return notWritten(reply);
}

Error errorOf(const Reply &reply)
{
    const QString said = u"%1 %2"_s.arg(reply.code, reply.message).trimmed();
    switch (reply.kind) {
    case Kind::SignedOut:
        return {.kind = ErrorKind::Refused, .what = u"revoked: %1"_s.arg(reply.message.isEmpty() ? reply.code : reply.message)};
    case Kind::NoRight:
        return {.kind = ErrorKind::Refused, .what = u"no_right: %1"_s.arg(said)};
    case Kind::Throttled:
        return {.kind = ErrorKind::Transient, .what = u"rate_limited"_s};
    case Kind::Wrong:
        return {.kind = ErrorKind::Invalid, .what = u"Jobber does not take our question: %1"_s.arg(said)};
    case Kind::Good:
    case Kind::Unreadable:
        return {.kind = ErrorKind::Invalid, .what = u"what came is no answer of Jobber's"_s};
    case Kind::ForNow:
    case Kind::Unclear:
        break;
    }
    return {.kind = ErrorKind::Transient, .what = u"Jobber could not be asked: %1"_s.arg(said)};
}

std::optional<NotWritten> userErrors(const QJsonObject &payload)
{
    const QJsonArray errors = payload.value("userErrors"_L1).toArray();
    if (errors.isEmpty())
        return std::nullopt;
    QStringList path;
    for (const auto &part : errors.first().toObject().value("path"_L1).toArray())
        path.append(part.toString());
    QStringList messages;
    for (const auto &error : errors)
        messages.append(error.toObject().value("message"_L1).toString());
    return NotWritten{.kind = NotWritten::Class::Write,
                      .code = bounded(path.join(u'.'), maxCode),
                      .message = bounded(messages.join(u"; "_s), maxMessage),
                      .retryAfter = {}};
}

} // namespace ringback::connectors::jobber
