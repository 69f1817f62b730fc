#include "connectors/calendarreply.h"

#include "connectors/bounded.h"

#include <QJsonDocument>

namespace ringback::connectors {

using namespace Qt::StringLiterals;
using Kind = CalendarReply::Kind;
using Level = Finding::Level;

namespace {

constexpr qsizetype maxCode = 64;
constexpr qsizetype maxMessage = 256;

QString saidBy(const CalendarReply &reply)
{
    return u"%1 %2"_s.arg(reply.code, reply.message).trimmed();
}

CalendarReply withoutAccess(const Error &error)
{
    const bool isRefused = error.kind == ErrorKind::Refused;
    const QString word = error.what.startsWith("revoked: "_L1) ? error.what.mid(9) : error.what;
    return {.kind = error.what == "rate_limited"_L1 ? Kind::TooFast
                    : isRefused                     ? Kind::SignedOut
                                                    : Kind::ForNow,
            .code = u"sign_in"_s,
            .message = bounded(word, maxMessage)};
}

// Of a status that says no. Without the service's own words it comes from something in between, which did nothing.
Kind refusalOf(int status, bool isSpoken)
{
    switch (status) {
    case 401: // with a fresh token too
        return Kind::SignedOut;
    case 429:
        return Kind::TooFast;
    case 407:
    case 425:
        return Kind::ForNow;
    default:
        break;
    }
    if (!isSpoken || status < 400)
        return Kind::ForNow;
    switch (status) {
    case 403:
        return Kind::NoRight;
    case 404:
    case 410:
        return Kind::Missing;
    case 409:
        return Kind::Exists;
    case 412:
        return Kind::Changed;
    default:
        return Kind::Wrong;
    }
}

} // namespace

HttpCall jsonCall(const QByteArray &verb, const QByteArray &url, const QJsonObject &body, const QByteArray &ifMatch)
{
    HttpCall call;
    call.verb = verb;
    call.url = url;
    call.headers = {{"Accept", "application/json"}};
    if (!ifMatch.isEmpty())
        call.headers.emplaceBack("If-Match", ifMatch);
    if (!body.isEmpty()) {
        call.contentType = "application/json";
        call.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    }
    return call;
}

CalendarReply judged(const SignedCalls::Reply &reply, SaidError (*errorIn)(const QJsonObject &body))
{
    if (reply.noAccess)
        return withoutAccess(*reply.noAccess);
    const HttpAnswer &answer = reply.answer;
    CalendarReply judged{
        .kind = Kind::Unclear, .code = QString::number(answer.status), .message = answer.trouble, .wait = answer.retryAfter};
    if (answer.status == 0 || answer.brokeOff) {
        if (answer.status == 0 && (answer.neverLeft || answer.heldBack))
            judged.kind = Kind::ForNow;
        return judged;
    }
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    if (answer.status >= 200 && answer.status < 300) {
        judged.body = document.object();
        judged.kind = document.isObject() || answer.status == 204 ? Kind::Good : Kind::Unreadable;
        return judged;
    }
    const bool isSpoken = document.object().contains("error"_L1);
    if (isSpoken) {
        const SaidError said = errorIn(document.object());
        if (!said.code.isEmpty())
            judged.code = bounded(said.code, maxCode);
        judged.message = bounded(said.message, maxMessage);
    }
    if (answer.status == 507)
        judged.kind = Kind::Full;
    else if (answer.status < 500 && answer.status != 408)
        judged.kind = refusalOf(answer.status, isSpoken);
    return judged;
}

EntryOutcome notWritten(const CalendarReply &reply)
{
    EntryRefused refused{.kind = EntryRefused::Class::ForNow, .code = reply.code, .message = reply.message, .retryAfter = reply.wait};
    switch (reply.kind) {
    case Kind::SignedOut:
        refused.kind = EntryRefused::Class::Account;
        refused.code = u"revoked"_s;
        break;
    case Kind::NoRight:
        refused.kind = EntryRefused::Class::Account;
        refused.code = u"no_right"_s;
        break;
    case Kind::NoCalendar:
        refused.kind = EntryRefused::Class::Account;
        refused.code = u"no_such_calendar"_s;
        break;
    case Kind::Full:
        refused.kind = EntryRefused::Class::Full;
        break;
    case Kind::Wrong:
        refused.kind = EntryRefused::Class::Entry;
        break;
    case Kind::Missing:
        return EntryGone{};
    case Kind::Good:
    case Kind::TooFast:
    case Kind::ForNow:
    case Kind::Exists:
    case Kind::Changed:
    case Kind::Unclear:
    case Kind::Unreadable:
        break;
    }
    return refused;
}

EntryOutcome entryOutcome(const CalendarReply &reply)
{
    if (reply.kind == Kind::Unclear || reply.kind == Kind::Unreadable || reply.kind == Kind::Good)
        return Unknown{u"status "_s + saidBy(reply)};
    return notWritten(reply);
}

Error errorOf(const CalendarReply &reply)
{
    const QString said = saidBy(reply);
    switch (reply.kind) {
    case Kind::SignedOut:
        return {.kind = ErrorKind::Refused, .what = u"revoked: "_s + (reply.message.isEmpty() ? reply.code : reply.message)};
    case Kind::NoRight:
        return {.kind = ErrorKind::Refused, .what = u"no_right: "_s + said};
    case Kind::NoCalendar:
    case Kind::Missing:
        return {.kind = ErrorKind::Refused, .what = u"no_such_calendar: "_s + said};
    case Kind::TooFast:
        return {.kind = ErrorKind::Transient, .what = u"rate_limited"_s};
    case Kind::Wrong:
        return {.kind = ErrorKind::Invalid, .what = u"the calendar does not take our question: "_s + said};
    case Kind::Good:
    case Kind::Unreadable:
        return {.kind = ErrorKind::Invalid, .what = u"what came is no answer of this calendar's"_s};
    case Kind::Full:
    case Kind::ForNow:
    case Kind::Exists:
    case Kind::Changed:
    case Kind::Unclear:
        break;
    }
    return {.kind = ErrorKind::Transient, .what = u"the calendar could not be asked: "_s + said};
}

Finding credentialsFinding(const CalendarReply &reply)
{
    Finding found{.check = Check::Credentials, .level = Level::Bad, .problem = u"not_reached"_s, .subject = {}, .detail = saidBy(reply)};
    switch (reply.kind) {
    case Kind::Good:
    case Kind::NoCalendar: // it knows us
    case Kind::Missing:
        found.level = Level::Good;
        found.problem = u"ok"_s;
        found.detail.clear();
        break;
    case Kind::SignedOut: {
        const bool isOfApp = reply.message == "invalid_client"_L1 || reply.message == "unauthorized_client"_L1;
        found.problem = isOfApp ? u"wrong"_s : u"not_signed_in"_s;
        break;
    }
    case Kind::NoRight:
        found.problem = u"no_right"_s;
        break;
    case Kind::TooFast:
        found.level = Level::Warning;
        found.problem = u"rate_limited"_s;
        break;
    case Kind::Full:
    case Kind::ForNow:
    case Kind::Wrong:
    case Kind::Exists:
    case Kind::Changed:
    case Kind::Unclear:
    case Kind::Unreadable:
        break;
    }
    return found;
}

Finding calendarFinding(Finding::Level level, const QString &problem, const QString &detail, const QString &subject)
{
    return {.check = Check::Calendar, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

} // namespace ringback::connectors
