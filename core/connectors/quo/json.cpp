#include "connectors/quo/json.h"

#include "base/time.h"
#include "connectors/bounded.h"

#include <algorithm>

namespace ringback::connectors::quo {

QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost)
{
    return bounded(object.value(name).toString(), atMost);
}

QString firstOf(const QJsonObject &object, QLatin1String name)
{
    const QJsonValue value = object.value(name);
    return bounded(value.isArray() ? value.toArray().at(0).toString() : value.toString(), maxName);
}

std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name)
{
    const QDateTime at = QDateTime::fromString(object.value(name).toString().left(maxId), Qt::ISODateWithMs);
    if (!at.isValid() || at.timeSpec() == Qt::LocalTime) // without a zone it says nothing
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch());
}

QString idOf(const QJsonObject &object, QLatin1String name)
{
    const QString id = object.value(name).toString();
    const bool isOne =
        id.size() > 2 && id.size() <= maxId && std::all_of(id.begin(), id.end(), [](QChar c) {
            return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || c == u'-';
        });
    return isOne ? id : QString();
}

} // namespace ringback::connectors::quo
