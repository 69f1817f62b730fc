#include "connectors/servicetitan/json.h"

#include "base/time.h"
#include "connectors/bounded.h"

#include <algorithm>
#include <cmath>

namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

constexpr double biggestId = 9007199254740991.0; // beyond it a JSON number is not exact any more
constexpr qsizetype maxTime = 40;

} // namespace

QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost)
{
    return bounded(object.value(name).toString(), atMost);
}

QString idOf(const QJsonObject &object, QLatin1String name)
{
    const QJsonValue value = object.value(name);
    const double number = value.toDouble();
    if (!value.isDouble() || number < 1 || number > biggestId || number != std::floor(number))
        return {};
    return QString::number(value.toInteger());
}

std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name)
{
    QDateTime at = QDateTime::fromString(object.value(name).toString().left(maxTime), Qt::ISODateWithMs);
    if (!at.isValid())
        return std::nullopt;
    if (at.timeSpec() == Qt::LocalTime)
        at.setTimeSpec(Qt::UTC);
    return fromMs(at.toMSecsSinceEpoch());
}

QList<QJsonObject> objectsOf(const QJsonObject &object, QLatin1String name)
{
    QList<QJsonObject> objects;
    for (const auto &entry : object.value(name).toArray())
        objects.append(entry.toObject());
    return objects;
}

bool isId(QStringView text)
{
    return !text.isEmpty() && text.size() <= 16 && text.front() != u'0' &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace ringback::connectors::servicetitan
