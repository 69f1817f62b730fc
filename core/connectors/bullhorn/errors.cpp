#include "connectors/bullhorn/errors.h"

#include "connectors/bounded.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

using Class = NotWritten::Class;

constexpr qsizetype maxCode = 64;
constexpr qsizetype maxMessage = 256;

QString statusOf(const HttpAnswer &answer)
{
    return u"status %1 %2"_s.arg(QString::number(answer.status), answer.trouble).trimmed();
}

NotWritten refused(Class kind, const QString &code, const QString &message, std::optional<Milliseconds> retryAfter = {})
{
    NotWritten refusal;
    refusal.kind = kind;
    refusal.code = code;
    refusal.message = message;
    refusal.retryAfter = retryAfter;
    return refusal;
}

} // namespace

ApiError readError(const HttpAnswer &answer)
{
    const QJsonObject said = QJsonDocument::fromJson(answer.body).object();
    const QJsonObject first = said.value("errors"_L1).toArray().at(0).toObject(); // the field, where it is one's fault
    ApiError error;
    error.message = bounded(said.value("errorMessage"_L1).toString(), maxMessage);
    error.code = bounded(first.value("propertyName"_L1).toString(), maxCode);
    if (error.code.isEmpty())
        error.code = bounded(said.value("errorMessageKey"_L1).toString(), maxCode);
    const QString detail = bounded(first.value("detailMessage"_L1).toString(), maxMessage);
    if (!detail.isEmpty())
        error.message = bounded(u"%1: %2"_s.arg(error.message, detail), maxMessage);
    return error;
}

WriteOutcome judgeWrite(const HttpAnswer &answer)
{
    if (answer.heldBack || (answer.status == 0 && answer.neverLeft))
        return refused(Class::ForNow, u"not_reached"_s, answer.trouble);
    if (answer.status == 0 || answer.brokeOff)
        return Unknown{statusOf(answer)};
    const ApiError error = readError(answer);
    switch (answer.status) {
    case 429:
    case 503:
        return refused(Class::ForNow, answer.status == 429 ? u"rate_limited"_s : u"503"_s, error.message, answer.retryAfter);
    case 307: // the data centre has moved
        return refused(Class::ForNow, u"307"_s, {});
    default:
        break;
    }
    if (answer.status < 400 || answer.status >= 500)
        return Unknown{statusOf(answer)};
    if (!error.isBullhorns()) // not its way to say no: something in between said it, and may say otherwise tomorrow
        return refused(Class::ForNow, QString::number(answer.status), statusOf(answer));
    switch (answer.status) {
    case 401:
        return refused(Class::Account, u"revoked"_s, error.message);
    case 403:
        return refused(Class::Account, u"no_right"_s, error.message);
    default:
        return refused(Class::Write, error.code.isEmpty() ? QString::number(answer.status) : error.code, error.message);
    }
}

Error judgeRead(const HttpAnswer &answer)
{
    const QString said = u"Bullhorn could not be read: "_s + statusOf(answer);
    const bool isTheirs = !answer.brokeOff && readError(answer).isBullhorns();
    switch (isTheirs ? answer.status : 0) {
    case 401:
        return {.kind = ErrorKind::Refused, .what = u"revoked: the session was refused"_s};
    case 403:
        return {.kind = ErrorKind::Refused, .what = u"no_right: status 403"_s};
    case 404:
        return {.kind = ErrorKind::NotFound, .what = said};
    case 400:
    case 405:
    case 406:
    case 410:
    case 412:
        return {.kind = ErrorKind::Invalid, .what = said};
    default:
        break;
    }
    if (answer.status == 429)
        return {.kind = ErrorKind::Transient, .what = u"rate_limited"_s};
    if (answer.is(200))
        return {.kind = ErrorKind::Invalid, .what = u"what came cannot be read"_s};
    return {.kind = ErrorKind::Transient, .what = said};
}

NotWritten notWritten(const Error &error)
{
    if (error.kind == ErrorKind::Refused) {
        const QString code = error.what.startsWith("no_right"_L1) ? u"no_right"_s : u"revoked"_s;
        return refused(Class::Account, code, error.what);
    }
    return refused(Class::ForNow, error.what == "rate_limited"_L1 ? error.what : u"not_read"_s, error.what);
}

} // namespace ringback::connectors::bullhorn
