#include "connectors/servicetitan/errors.h"

#include "connectors/bounded.h"
#include "connectors/servicetitan/json.h"

#include <QHash>
#include <QJsonDocument>

namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

using Class = NotWritten::Class;

constexpr qsizetype maxMessage = 512;
constexpr int maxFields = 10;

bool isGood(const HttpAnswer &answer)
{
    return answer.status >= 200 && answer.status < 300;
}

// `CampaignId`, `campaignId`, `$.campaignId`, `tagTypeIds[0]`: what comes depends on who checks.
QString nameOf(const QString &field)
{
    return field.section(u'.', -1).section(u'[', 0, 0).toLower();
}

NotWritten notWritten(Class kind, const QString &code, const QString &message, std::optional<Milliseconds> retryAfter = {})
{
    return {.kind = kind, .code = code, .message = bounded(message, maxMessage), .retryAfter = retryAfter};
}

} // namespace

QString ApiError::message() const
{
    QStringList said{title};
    for (auto it = fields.begin(); it != fields.end(); ++it)
        said.append(it.key() + u": "_s + it.value());
    if (!traceId.isEmpty())
        said.append(u"traceId "_s + traceId);
    said.removeAll(QString());
    return bounded(said.join(u"; "_s), maxMessage);
}

ApiError readError(const HttpAnswer &answer)
{
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    ApiError error;
    // The first is what is described; the gateway before it says `statusCode` and `message`.
    error.isTheirs = !answer.brokeOff && (root.contains("traceId"_L1) || root.contains("title"_L1) || root.contains("statusCode"_L1));
    error.title = textOf(root, "title"_L1);
    if (error.title.isEmpty())
        error.title = textOf(root, "message"_L1);
    error.traceId = textOf(root, "traceId"_L1);
    const QJsonObject fields = root.value("errors"_L1).toObject();
    for (auto it = fields.begin(); it != fields.end() && error.fields.size() < maxFields; ++it)
        error.fields.insert(bounded(it.key(), maxName), bounded(it.value().toArray().at(0).toString(), maxName));
    return error;
}

QString slotOfField(const QString &field)
{
    static const QHash<QString, QString> slotsByField = {
        {u"campaignid"_s, u"campaign"_s},
        {u"tagtypeids"_s, u"tag"_s},
        {u"businessunitid"_s, u"business_unit"_s},
        {u"employeetasktypeid"_s, u"task_type"_s},
        {u"reportedbyid"_s, u"reported_by"_s},
        {u"employeetasksourceid"_s, u"task_source"_s},
        {u"assignedtoid"_s, u"user"_s},
        {u"dismissingreasonid"_s, u"status"_s},
    };
    return slotsByField.value(nameOf(field));
}

WriteOutcome refusal(const HttpAnswer &answer)
{
    if (answer.status == 401) // with a new token too, or there is none to be had
        return notWritten(Class::Account, u"revoked"_s, answer.trouble);
    if (answer.status == 0 && answer.neverLeft)
        return notWritten(Class::ForNow, {}, answer.trouble);
    const ApiError error = readError(answer);
    if (answer.status == 0 || answer.brokeOff || answer.status >= 500 || answer.status < 400)
        return Unknown{u"status %1 %2 %3"_s.arg(QString::number(answer.status), error.message(), answer.trouble).trimmed()};
    switch (answer.status) {
    case 407: // a proxy wants something first
    case 408:
    case 425:
    case 429:
        return notWritten(Class::ForNow, QString::number(answer.status), error.message(), answer.retryAfter);
    default:
        break;
    }
    if (!error.isTheirs) // something in between said no, and may say otherwise tomorrow
        return notWritten(Class::ForNow, {}, u"status %1"_s.arg(answer.status), answer.retryAfter);
    if (answer.status == 403)
        return notWritten(Class::Account, u"no_right"_s, error.message());
    for (auto it = error.fields.begin(); it != error.fields.end(); ++it) {
        if (nameOf(it.key()) == "customerid"_L1)
            return notWritten(Class::Gone, u"customer"_s, error.message());
        if (const QString slot = slotOfField(it.key()); !slot.isEmpty())
            return notWritten(Class::Account, u"choice_gone"_s, slot);
    }
    return notWritten(answer.status == 404 ? Class::Gone : Class::Write, QString::number(answer.status), error.message());
}

WriteOutcome refusal(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Refused:
        if (error.what.startsWith("choice_gone: "_L1))
            return notWritten(Class::Account, u"choice_gone"_s, error.what.section(u' ', 1));
        return notWritten(Class::Account, error.what.startsWith("no_right"_L1) ? u"no_right"_s : u"revoked"_s, error.what);
    case ErrorKind::NotFound:
        return notWritten(Class::Gone, u"404"_s, error.what);
    default: // what cannot be read today may be a portal's page
        return notWritten(Class::ForNow, {}, error.what);
    }
}

Error readingFailed(const HttpAnswer &answer, const QByteArray &path)
{
    const ApiError error = readError(answer);
    const QString said =
        u"%1: status %2 %3 %4"_s.arg(QString::fromLatin1(path), QString::number(answer.status), error.traceId, answer.trouble).simplified();
    if (answer.status == 401)
        return {.kind = ErrorKind::Refused, .what = u"revoked: "_s + said};
    if (isGood(answer) && !answer.brokeOff)
        return {.kind = ErrorKind::Invalid, .what = said};
    switch (error.isTheirs ? answer.status : 0) {
    case 403:
        return {.kind = ErrorKind::Refused, .what = u"no_right: "_s + said};
    case 404:
        return {.kind = ErrorKind::NotFound, .what = said};
    case 429:
        return {.kind = ErrorKind::Transient, .what = u"rate_limited"_s};
    case 400:
    case 409:
    case 422:
        return {.kind = ErrorKind::Invalid, .what = said};
    default:
        return {.kind = ErrorKind::Transient, .what = said};
    }
}

} // namespace ringback::connectors::servicetitan
