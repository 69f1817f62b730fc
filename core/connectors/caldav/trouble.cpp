#include "connectors/caldav/trouble.h"

#include "connectors/caldav/dav.h"

namespace ringback::connectors::caldav {

using namespace Qt::StringLiterals;

namespace {

using Kind = Trouble::Kind;
using Class = EntryRefused::Class;

Kind kindOf(int status)
{
    switch (status) {
    case 401:
        return Kind::Credentials;
    case 402:
    case 403:
        return Kind::NoRight;
    case 404:
    case 410:
        return Kind::NotThere;
    case 408:
    case 423:
    case 425:
    case 429:
        return Kind::Failing;
    default:
        return status >= 500 && status != 501 && status != 505 ? Kind::Failing : Kind::NotUnderstood;
    }
}

// The words of a page are of no use to anybody, and may hold anything.
QString wordsOf(const HttpAnswer &answer)
{
    return QStringList(readConditions(answer.body).values()).join(u' ');
}

} // namespace

Trouble troubleOf(const HttpAnswer &answer)
{
    if (answer.status == 0 || answer.brokeOff)
        return {.kind = Kind::NotReached, .code = u"no_answer"_s, .message = answer.trouble};
    return {
        .kind = kindOf(answer.status), .code = QString::number(answer.status), .message = wordsOf(answer), .retryAfter = answer.retryAfter};
}

Trouble notUnderstood(const QString &why)
{
    return {.kind = Kind::NotUnderstood, .code = u"not_understood"_s, .message = why};
}

Error errorOf(const Trouble &trouble)
{
    const QString what = u"%1 %2"_s.arg(trouble.code, trouble.message).trimmed();
    switch (trouble.kind) {
    case Kind::Credentials:
    case Kind::NoRight:
    case Kind::NotThere:
    case Kind::Elsewhere:
        return {ErrorKind::Refused, what};
    case Kind::NotReached:
    case Kind::Failing:
        return {ErrorKind::Transient, what};
    case Kind::NotUnderstood:
        break;
    }
    return {ErrorKind::Invalid, what};
}

// What is not understood may be a page of something in between, which goes away.
EntryRefused refusedOf(const Trouble &trouble)
{
    const bool isLasting = trouble.kind == Kind::Credentials || trouble.kind == Kind::NoRight || trouble.kind == Kind::NotThere ||
                           trouble.kind == Kind::Elsewhere;
    return {.kind = isLasting ? Class::Account : Class::ForNow,
            .code = trouble.code,
            .message = trouble.message,
            .retryAfter = trouble.retryAfter};
}

Finding findingOf(const Trouble &trouble)
{
    const QString detail = u"%1 %2"_s.arg(trouble.code, trouble.message).trimmed();
    const auto bad = [&](Check check, const QString &problem) {
        return Finding{.check = check, .level = Finding::Level::Bad, .problem = problem, .subject = {}, .detail = detail};
    };
    switch (trouble.kind) {
    case Kind::Credentials:
        return bad(Check::Credentials, u"wrong"_s);
    case Kind::NoRight:
        return bad(Check::Credentials, u"no_right"_s);
    case Kind::NotThere:
        return bad(Check::Calendar, u"no_such_calendar"_s);
    case Kind::NotReached:
        return bad(Check::Credentials, u"not_reached"_s);
    case Kind::Failing:
        return bad(Check::Credentials, trouble.code == u"429" ? u"rate_limited"_s : u"not_reached"_s);
    case Kind::Elsewhere:
    case Kind::NotUnderstood:
        break;
    }
    return bad(Check::Calendar, u"not_readable"_s);
}

// Preconditions of RFC 4791, 5.3.2.1. The same statuses tell of missing rights and of others' changes.
bool isOfEntry(const HttpAnswer &answer)
{
    return readConditions(answer.body)
        .intersects({u"valid-calendar-data"_s, u"valid-calendar-object-resource"_s, u"supported-calendar-data"_s, u"max-resource-size"_s,
                     u"min-date-time"_s, u"max-date-time"_s});
}

EntryOutcome outcomeOf(const HttpAnswer &answer)
{
    const QString code = QString::number(answer.status);
    const auto refused = [&](Class kind) {
        return EntryRefused{.kind = kind, .code = code, .message = wordsOf(answer), .retryAfter = answer.retryAfter};
    };
    if (answer.status == 0 && answer.neverLeft)
        return EntryRefused{.kind = Class::ForNow, .code = u"not_reached"_s, .message = answer.trouble, .retryAfter = {}};
    if (answer.status == 0 || answer.brokeOff)
        return Unknown{answer.trouble.isEmpty() ? u"no answer"_s : answer.trouble};
    if (answer.status < 300)
        return Unknown{code};
    if (answer.status < 400) // the calendar lies elsewhere now: the next try looks for it anew
        return refused(Class::ForNow);
    if (isOfEntry(answer))
        return refused(Class::Entry);
    switch (answer.status) {
    case 400:
    case 413:
    case 415:
    case 422:
        return refused(Class::Entry);
    case 403:
        return refused(readConditions(answer.body).contains(u"quota-not-exceeded"_s) ? Class::Full : Class::Account);
    case 408:
        return Unknown{code};
    case 409:
    case 412:
    case 423:
    case 425:
    case 429:
    case 503:
        return refused(Class::ForNow);
    case 507:
        return refused(Class::Full);
    default:
        return answer.status >= 500 && answer.status != 501 && answer.status != 505 ? EntryOutcome(Unknown{code}) : refused(Class::Account);
    }
}

} // namespace ringback::connectors::caldav
