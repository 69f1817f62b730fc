#include "connectors/quo/errors.h"

#include "base/time.h"
#include "connectors/bounded.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

#include <algorithm>
#include <array>

namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

using Class = Refused::Class;

constexpr qsizetype maxCode = 32;
constexpr qsizetype maxMessage = 256;

struct Row {
    const char16_t *code;
    Class kind;
};

constexpr std::array table = {
    Row{u"0200401", Class::Sender}, // no such key
    Row{u"0200402", Class::Sender}, // no credit left
    Row{u"0200404", Class::Sender}, // no such line or user in this workspace
    Row{u"0201402", Class::Sender}, // the subscription has expired
    Row{u"0202403", Class::Sender}, // the user is no member of the line, or texts abroad are switched off
    Row{dayIsFull, Class::ForNow},  Row{u"0206400", Class::Sender}, // the registration for texting in the US is not approved
};

} // namespace

ApiError readError(const HttpAnswer &answer)
{
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    const QJsonObject nested = root.value("error"_L1).toObject(); // what v1 really sends, against its own description
    const QJsonObject &said = nested.isEmpty() ? root : nested;
    ApiError error;
    error.code = bounded(said.value(nested.isEmpty() ? "code"_L1 : "key"_L1).toVariant().toString(), maxCode);
    error.message = bounded(said.value("message"_L1).toString(), maxMessage);
    return error;
}

std::optional<Class> classify(int httpStatus, const QString &code)
{
    if (httpStatus >= 500)
        return std::nullopt;
    const auto row = std::find_if(table.begin(), table.end(), [&](const Row &candidate) { return code == QStringView(candidate.code); });
    if (row != table.end())
        return row->kind;
    switch (httpStatus) {
    case 401:
    case 402:
    case 403:
    case 404:
        return Class::Sender;
    case 407: // a proxy wants something first
    case 408:
    case 409:
    case 425:
    case 429:
        return Class::ForNow;
    default:
        break;
    }
    if (httpStatus >= 400)
        return Class::Message; // certainly not taken, and the same request would meet the same answer
    return std::nullopt;
}

Milliseconds untilNextDay(Instant now)
{
    const QTimeZone zone("America/Los_Angeles");
    if (!zone.isValid()) // no zone data at hand
        return std::chrono::hours(12);
    const QDate tomorrow = toDateTime(now).toTimeZone(zone).date().addDays(1);
    return fromMs(tomorrow.startOfDay(zone).toMSecsSinceEpoch()) - now;
}

} // namespace ringback::connectors::quo
