#include "connectors/lever/errors.h"

#include "connectors/bounded.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

namespace {

using Class = NotWritten::Class;

constexpr qsizetype maxCode = 64;
constexpr qsizetype maxMessage = 256;

NotWritten refused(Class kind, const QString &code, const QString &message, std::optional<Milliseconds> retryAfter = {})
{
    return {.kind = kind, .code = code, .message = message, .retryAfter = retryAfter};
}

} // namespace

ApiError readError(const HttpAnswer &answer)
{
    ApiError error;
    if (answer.brokeOff)
        return error;
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    error.code = bounded(root.value("code"_L1).toString(), maxCode);
    error.message = bounded(root.value("message"_L1).toString(), maxMessage);
    return error;
}

std::optional<Trouble> troubleOf(const HttpAnswer &answer)
{
    const QString status = QString::number(answer.status);
    if (answer.status == 0) {
        if (answer.neverLeft)
            return refused(Class::ForNow, u"not_reached"_s, answer.trouble);
        return Unknown{answer.trouble};
    }
    if (answer.status >= 200 && answer.status < 300) {
        if (answer.brokeOff || answer.contentType.startsWith("text/html")) // a captive portal says 200 to everything
            return Unknown{u"status %1, and not Lever's answer"_s.arg(status)};
        return std::nullopt;
    }
    const ApiError error = readError(answer);
    if (answer.status == 429)
        return refused(Class::ForNow, u"rate_limited"_s, error.message, answer.retryAfter);
    if (answer.status == 503 && error.isLevers()) // it says itself that it takes nothing
        return refused(Class::ForNow, error.code, error.message, answer.retryAfter);
    if (answer.status >= 500)
        return Unknown{u"status "_s + status};
    if (!error.isLevers()) // something in between said it, and may say otherwise tomorrow
        return refused(Class::ForNow, status, u"status %1, not in Lever's words"_s.arg(status), answer.retryAfter);
    switch (answer.status) {
    case 401:
        return refused(Class::Account, u"revoked"_s, error.message);
    case 403:
        return refused(Class::Account, u"no_right"_s, error.message);
    case 404:
        return refused(Class::Gone, error.code, error.message);
    case 408:
    case 409:
    case 425:
        return refused(Class::ForNow, error.code, error.message, answer.retryAfter);
    default:
        return refused(Class::Write, error.code, error.message);
    }
}

Error readingFailed(const HttpAnswer &answer, const QString &name)
{
    const QString said = u"%1 could not be read: status %2 %3"_s.arg(name, QString::number(answer.status), answer.trouble).trimmed();
    if (answer.status == 429)
        return {.kind = ErrorKind::Transient, .what = u"rate_limited"_s};
    switch (readError(answer).isLevers() ? answer.status : 0) {
    case 401:
        return {.kind = ErrorKind::Refused, .what = u"revoked: "_s + said};
    case 403:
        return {.kind = ErrorKind::Refused, .what = u"no_right: "_s + said};
    case 400:
    case 404:
        return {.kind = ErrorKind::Invalid, .what = said};
    default:
        break;
    }
    if (answer.is(200))
        return {.kind = ErrorKind::Invalid, .what = said};
    return {.kind = ErrorKind::Transient, .what = said};
}

NotWritten notWritten(const Error &error)
{
    if (error.kind != ErrorKind::Refused)
        return refused(Class::ForNow, u"not_looked_up"_s, error.what);
    const bool mayNot = error.what.startsWith("no_right"_L1);
    return refused(Class::Account, mayNot ? u"no_right"_s : u"revoked"_s, error.what);
}

} // namespace ringback::connectors::lever
