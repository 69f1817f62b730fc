#include "connectors/ringcentral/fields.h"

#include "base/time.h"
#include "calls/phonenumber.h"
#include "connectors/bounded.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

QString textOf(const QJsonValue &value, qsizetype length)
{
    if (value.isDouble()) {
        const qint64 whole = value.toInteger(-1); // a double would lose the last digits of an id
        return whole < 0 ? QString() : QString::number(whole);
    }
    QString text = value.toString();
    if (std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.isSurrogate(); }))
        text = QString::fromUtf8(text.toUtf8()); // halves of pairs do not survive that
    return bounded(text, length);
}

QString textAt(const QJsonObject &object, QLatin1String name, qsizetype length)
{
    return textOf(object.value(name), length);
}

std::optional<Instant> timeOf(const QJsonValue &value)
{
    static const QRegularExpression zoneWithoutColon(u"([+-][0-9]{2})([0-9]{2})$"_s);
    QString text = value.toString().left(40);
    if (!text.contains(u'T')) // a day, or nothing
        return std::nullopt;
    text.replace(zoneWithoutColon, u"\\1:\\2"_s);
    const QDateTime at = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!at.isValid() || at.timeSpec() == Qt::LocalTime) // without a zone nobody knows when
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch());
}

QByteArray queryTime(Instant at)
{
    return QUrl::toPercentEncoding(toIso(at));
}

QString normalised(const QString &number)
{
    if (number.isEmpty() || isExtensionNumber(number))
        return number;
    if (const Result<calls::PhoneNumber> parsed = calls::PhoneNumber::parse(number))
        return parsed->e164();
    return number;
}

bool isExtensionNumber(const QString &number)
{
    constexpr qsizetype longest = 8; // RingCentral's own limit
    if (number.isEmpty() || number.size() > longest)
        return false;
    return std::all_of(number.cbegin(), number.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace ringback::connectors::ringcentral
