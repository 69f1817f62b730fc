#include "connectors/bounded.h"
#include "connectors/sheets/api.h"

namespace ringback::connectors::sheets {

using namespace Qt::StringLiterals;
using Class = NotWritten::Class;

namespace {

// {"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}
QString saidBy(const Reply &reply)
{
    const QJsonObject error = reply.body().value("error"_L1).toObject();
    const QString said = error.value("status"_L1).toString() + u' ' + error.value("message"_L1).toString();
    return bounded(said.trimmed(), 400);
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
    if (answer.status >= 500 || answer.status == 408 || answer.status < 400)
        return Unknown{u"status %1"_s.arg(answer.status)};
    const QString code = u"http_%1"_s.arg(answer.status);
    switch (answer.status) {
    case 401: // with a fresh token too
        return notWritten(Class::Account, u"revoked"_s, saidBy(reply));
    case 403: // the sheet is not shared, or for reading only, or the API is not switched on
        return notWritten(Class::Account, u"no_right"_s, saidBy(reply));
    case 404: // the whole spreadsheet
        return notWritten(Class::Account, u"no_such_sheet"_s, saidBy(reply));
    case 407:
    case 425:
    case 429:
        return notWritten(Class::ForNow, code, saidBy(reply), answer.retryAfter);
    default:
        return notWritten(Class::Write, code, saidBy(reply));
    }
}

Error readingFailed(const Reply &reply)
{
    if (reply.noAccess)
        return *reply.noAccess;
    const int status = reply.answer.status;
    const auto error = [&](ErrorKind kind, const QString &word) {
        return Error{.kind = kind, .what = u"%1: status %2"_s.arg(word, QString::number(status))};
    };
    if (status == 401)
        return error(ErrorKind::Refused, u"revoked"_s);
    if (status == 403)
        return error(ErrorKind::Refused, u"no_right"_s);
    if (status == 404)
        return error(ErrorKind::Refused, u"no_right: no_such_sheet"_s);
    if (status == 429)
        return error(ErrorKind::Transient, u"rate_limited"_s);
    if (status == 0 || status >= 500 || status == 407 || status == 408 || status == 425 || reply.answer.brokeOff)
        return error(ErrorKind::Transient, reply.answer.trouble.isEmpty() ? u"no answer"_s : reply.answer.trouble);
    return error(ErrorKind::Invalid, u"not understood"_s);
}

NotWritten notRead(const Error &error)
{
    if (error.kind == ErrorKind::NotFound)
        return notWritten(Class::Account, error.what, {});
    if (error.kind != ErrorKind::Refused)
        return notWritten(Class::ForNow, {}, error.what);
    const QString word = error.what.section(u':', 0, 0);
    return notWritten(Class::Account, word == "no_right"_L1 || word == "bad_key_file"_L1 ? word : u"revoked"_s, error.what);
}

} // namespace ringback::connectors::sheets
