#include "connectors/bullhorn/json.h"

#include "base/time.h"
#include "connectors/bounded.h"

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 year2100 = 4'102'444'800'000;
constexpr qint64 maxExact = qint64(1) << 53; // beyond it a JSON number is not what was written

} // namespace

QString textOf(const QJsonObject &object, QLatin1String name, qsizetype atMost)
{
    return bounded(object.value(name).toString(), atMost);
}

std::optional<qint64> integerOf(const QJsonObject &object, QLatin1String name)
{
    const QJsonValue value = object.value(name);
    bool isOne = value.isDouble();
    const qint64 number = isOne ? value.toInteger(maxExact) : value.toString().left(20).toLongLong(&isOne);
    if (!isOne || number < -maxExact || number >= maxExact)
        return std::nullopt;
    return number;
}

qint64 associated(const QJsonObject &object, QLatin1String name)
{
    return integerOf(object.value(name).toObject(), "id"_L1).value_or(0);
}

std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name)
{
    const std::optional<qint64> ms = integerOf(object, name);
    if (!ms || *ms <= 0 || *ms > year2100)
        return std::nullopt;
    return fromMs(*ms);
}

bool isTrue(const QJsonObject &object, QLatin1String name)
{
    const QJsonValue value = object.value(name);
    return value.toBool() || value.toInteger() == 1 || value.toString() == "1"_L1;
}

} // namespace ringback::connectors::bullhorn
