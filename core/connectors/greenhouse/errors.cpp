#include "connectors/greenhouse/errors.h"

#include "connectors/bounded.h"

#include <QJsonDocument>

namespace ringback::connectors::greenhouse {

using namespace Qt::StringLiterals;
using Class = NotWritten::Class;

namespace {

constexpr qsizetype maxMessage = 400;

// {"message":…,"errors":[…]}, where an error is {"message","field"} or only a text.
QString saidBy(const HttpAnswer &answer)
{
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    QStringList said{root.value("message"_L1).toString()};
    for (const QJsonValue &error : root.value("errors"_L1).toArray()) {
        const QString field = error.toObject().value("field"_L1).toString();
        const QString message = error.isString() ? error.toString() : error.toObject().value("message"_L1).toString();
        said.append(field.isEmpty() ? message : field + u": "_s + message);
    }
    said.removeAll(QString());
    return bounded(said.join(u"; "_s), maxMessage);
}

NotWritten notWritten(Class kind, const QString &code, const QString &message, std::optional<Milliseconds> retryAfter = {})
{
    return {.kind = kind, .code = code, .message = message, .retryAfter = retryAfter};
}

} // namespace

WriteOutcome writingFailed(const Reply &reply)
{
    if (reply.noAccess)
        return notRead(*reply.noAccess);
    const HttpAnswer &answer = reply.answer;
    if (answer.status == 0 || answer.brokeOff) {
        if (answer.neverLeft)
            return notWritten(Class::ForNow, {}, answer.trouble);
        return Unknown{answer.trouble};
    }
    if (answer.status >= 500 || answer.status == 408 || answer.status < 400) // 200 to 399: nothing that Greenhouse says to a write
        return Unknown{u"status %1"_s.arg(answer.status)};
    const QString code = u"http_%1"_s.arg(answer.status);
    switch (answer.status) {
    case 401: // with a fresh token too
        return notWritten(Class::Account, u"revoked"_s, saidBy(answer));
    case 403: // a scope of the credential, or not a Site Admin
        return notWritten(Class::Account, u"no_right"_s, saidBy(answer));
    case 404:
        return notWritten(Class::Gone, code, saidBy(answer));
    case 407: // a proxy wants something first
    case 425:
    case 429:
        return notWritten(Class::ForNow, code, saidBy(answer), answer.retryAfter);
    default:
        return notWritten(Class::Write, code, saidBy(answer));
    }
}

Error readingFailed(const Reply &reply, const QByteArray &target)
{
    if (reply.noAccess)
        return *reply.noAccess;
    const QByteArray path = target.left(qMax(target.indexOf('?'), qsizetype(0))).isEmpty() ? target : target.left(target.indexOf('?'));
    const auto error = [&](ErrorKind kind, const QString &word) {
        return Error{.kind = kind,
                     .what = u"%1: status %2 of %3"_s.arg(word, QString::number(reply.answer.status), QString::fromLatin1(path))};
    };
    const int status = reply.answer.status;
    if (status == 401)
        return error(ErrorKind::Refused, u"revoked"_s);
    if (status == 403)
        return error(ErrorKind::Refused, u"no_right"_s);
    if (status == 429)
        return error(ErrorKind::Transient, u"rate_limited"_s);
    if (status == 0 || status >= 500 || status == 407 || status == 408 || status == 425 || reply.answer.brokeOff)
        return error(ErrorKind::Transient, reply.answer.trouble.isEmpty() ? u"no answer"_s : reply.answer.trouble);
    return error(ErrorKind::Invalid, u"not understood"_s);
}

NotWritten notRead(const Error &error)
{
    if (error.kind != ErrorKind::Refused)
        return notWritten(Class::ForNow, {}, error.what);
    return notWritten(Class::Account, error.what.startsWith("no_right"_L1) ? u"no_right"_s : u"revoked"_s, error.what);
}

} // namespace ringback::connectors::greenhouse
